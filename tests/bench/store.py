"""What the record costs: log, heads and projection against a bare row update on the same encrypted file.

The bare side writes the same projected rows through the same driver, with the same commit and fsync. The file holds
20,000 answers already, so that its trees are as deep as after a season.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from _bench import Bench, medians
from start import command, start

from app.store.ids import DeviceId, RowId, Stamp, UnitId, new_id, stamp
from app.store.registry import Compartment
from app.store.store import Store
from app.store.units import (
    Act,
    Change,
    Operation,
    Unit,
    born,
    change,
    place_of,
)

_ROWS = 20_000
_UPSERT = (
    "INSERT INTO answer (id, interview, question, instances, respondent, value, born, heads) "
    "VALUES (?, ?, ?, '', '', ?, 1, x'') ON CONFLICT (id) DO UPDATE SET value = excluded.value"
)


class Bed:
    """A store with answers in it, and two ways of changing them."""

    def __init__(self, folder: Path) -> None:
        self.random = random.Random(7)
        self.device = DeviceId(bytes(range(16)))
        self.afar = DeviceId(bytes(range(16, 32)))
        self.store = Store.create(
            folder / "store.db",
            b"k" * 32,
            device=self.device,
            person="Bench",
            incarnation=1,
            now=lambda: time.time_ns() // 1_000_000,
        )
        self.company = RowId(new_id())
        self.interview = RowId(new_id())
        self.rows = [RowId(os.urandom(16)) for _ in range(_ROWS)]
        self.heads: dict[RowId, Stamp] = {}
        self.turn = 0
        self.clock = (time.time_ns() // 1_000_000) << 16
        for start_ in range(0, _ROWS, 5_000):
            part = self.rows[start_ : start_ + 5_000]
            made = [c for row in part for c in self.birth(row, "0001")]
            self.receive([self.unit(made)])

    def birth(self, row: RowId, value: str) -> tuple[Change, ...]:
        return born("answer", row, self.interview, "/data/grp_c/c01_plan", "", "", value=value)

    def unit(self, changes: Sequence[Change]) -> Unit:
        """A unit as it comes out of a segment: stamps and bases are given, births lie before values."""
        self.clock += 1
        own = stamp(self.clock, self.afar)
        operations = []
        for place, one in enumerate(sorted(changes, key=lambda one: one.field)):
            base = self.heads.get(one.row, b"") if one.field else b""
            operations.append(
                Operation(
                    place_of(Compartment.ANALYSIS, place),
                    one.kind,
                    one.entity,
                    one.row,
                    one.field,
                    one.value,
                    base,
                )
            )
            if one.field:
                self.heads[one.row] = own
        return Unit(UnitId(new_id()), own, "Bench", "bench", 0, None, self.company, 1, 1, tuple(operations))

    def receive(self, units: Sequence[Unit]) -> None:
        with self.store.writing() as connection:
            self.store.receive(connection, units)

    def some(self, count: int) -> list[RowId]:
        return self.random.sample(self.rows, count)

    def touched(self, operations: int, new: float) -> tuple[list[RowId], set[RowId]]:
        """The rows of so many operations, and which of them are new: those take two operations, the others one."""
        fresh = [RowId(os.urandom(16)) for _ in range(round(operations * new / 2))]
        rows = fresh + self.some(operations - 2 * len(fresh))
        self.random.shuffle(rows)
        return rows, set(fresh)

    def acts(self, rows: Sequence[RowId], fresh: set[RowId]) -> list[Unit]:
        """Ten units (or one) of answers changed and answers new, in any order."""
        share = max(50, len(rows) // 10)
        return [
            self.unit(
                [
                    one
                    for row in rows[at : at + share]
                    for one in (
                        self.birth(row, "0003") if row in fresh else (change("answer", row, "value", "0002"),)
                    )
                ]
            )
            for at in range(0, len(rows), share)
        ]

    def bare(self, rows: Sequence[RowId]) -> None:
        """Another value each time: SQLite does not write a page whose content stays."""
        self.turn += 1
        value = f"{self.turn:04}"
        with self.store.writing() as connection:
            connection.connection.cursor().executemany(
                _UPSERT, [(row, self.interview, "/data/grp_c/c01_plan", value) for row in rows]
            )

    def bare_update(self) -> None:
        with self.store.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE answer SET value = ? WHERE id = ?", (str(time.time_ns()), self.rows[0])
            )

    def commit(self) -> None:
        self.store.commit(
            Act("bench", self.company, (change("answer", self.rows[1], "value", str(time.time_ns())),))
        )


def rate(bed: Bed, operations: int, new: float, runs: int) -> float:
    """How quick `apply` is, per cent of the bare upsert of as many rows. Units are made before the clock starts."""
    ours = [bed.acts(*bed.touched(operations, new)) for _ in range(runs + 1)]
    bare = [bed.touched(operations, new)[0] for _ in range(runs + 1)]
    found = medians(
        runs,
        bare=lambda: bed.bare(bare.pop(0)),
        ours=lambda: bed.receive(ours.pop(0)),
    )
    return 100 * found["bare"] / found["ours"]


def main() -> None:
    bench = Bench("Store")
    with tempfile.TemporaryDirectory() as folder:
        bed = Bed(Path(folder))
        single = medians(200, bare=bed.bare_update, ours=bed.commit)
        bench.figure(
            "a commit with log and heads against the bare row update",
            single["ours"] / single["bare"],
            "x",
            1.6,
        )
        for count, runs, goal in ((2_000, 15, 50), (50, 60, 35)):
            for new, what in ((0.5, "changed and new"), (0.0, "changed"), (1.0, "new")):
                bench.figure(
                    f"apply of {count} operations, answers {what}, against a bare upsert",
                    rate(bed, count, new, runs),
                    "%",
                    goal,
                    "higher",
                )
        bed.store.close()
    help_ = medians(
        15,
        python=lambda: start([sys.executable, "-c", "pass"]),
        simmitt=lambda: start([*command(), "--help"]),
    )
    bench.figure("simmitt --help against python -c pass", help_["simmitt"] / help_["python"], "x", 2.5)
    bench.show()


if __name__ == "__main__":
    main()
