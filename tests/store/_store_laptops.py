"""Laptops with real encrypted files, acts that travel between them, and dumps of all that they hold."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.store import history, opening
from app.store.ids import DeviceId, RowId, Stamp, UnitId, natural_id, stamp
from app.store.reading import Contest
from app.store.registry import BY_NAME, BY_NUMBER, Entity, Kind, Value
from app.store.rows import ENTITY_OF, StoredRow
from app.store.store import Store
from app.store.tables import ORDINAL_BITS, PROJECTIONS
from app.store.units import Act, Change, Operation, OpKind, Unit, birth_of, place_of

KEY = bytes(range(32))
NOON = 1_650_000_000_000
HOUR = 3_600_000
SECRET = b"p" * 32

Dump = dict[str, list[tuple[Any, ...]]]
Shown = dict[type[StoredRow], tuple[StoredRow, ...]]


class Wall:
    """A clock on the wall that tests put where they want it. UTC milliseconds."""

    def __init__(self, at: int = NOON) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def step(self, ms: int = 1000) -> int:
        self.at += ms
        return self.at


def device(name: str) -> DeviceId:
    return DeviceId(hashlib.sha256(name.encode()).digest()[:16])


class Laptop:
    """One store on disk, with its own wall clock. `seen` counts how much of each other laptop has come here."""

    def __init__(self, folder: Path, name: str, at: int = NOON) -> None:
        self.name = name
        self.path = folder / f"{name}.db"
        self.wall = Wall(at)
        self.seen: dict[str, int] = {}
        template = folder / "empty.db"
        if not template.exists():
            opening.create(template, KEY).close()
        shutil.copyfile(template, self.path)
        self.open()

    def open(self) -> None:
        self.store = Store.open(
            self.path, KEY, device=device(self.name), person=self.name, incarnation=1, now=self.wall
        )

    def close(self) -> None:
        self.store.close()

    def act(self, verb: str, *changes: Change, company: RowId | None = None) -> Unit:
        """What a person does here, as it travels."""
        self.wall.step()
        self.store.commit(Act(verb, company, changes))
        return self.own()[-1]

    def log(self) -> tuple[Unit, ...]:
        """The whole log in order of arrival."""
        with self.store.connected() as connection:
            return tuple(unit for _, unit in history.whole(connection, "1"))

    def own(self) -> tuple[Unit, ...]:
        """What was done here, as others get it: sealed."""
        with self.store.connected() as connection:
            found = history.whole(connection, "substr(stamp, 9) = ?", device(self.name))
            return tuple(replace(unit, sequence=1) for _, unit in found)

    def take(self, units: Sequence[Unit]) -> None:
        with self.store.writing() as connection:
            self.store.receive(connection, units)

    def hear(self, other: Laptop, most: int | None = None) -> None:
        """The other's next acts, in the order of its chain."""
        start = self.seen.get(other.name, 0)
        units = other.own()[start : None if most is None else start + most]
        self.seen[other.name] = start + len(units)
        if units:
            self.take(units)

    def dump(self) -> Dump:
        with self.store.connected() as connection:
            return dump(connection)

    def contests(self) -> tuple[Contest, ...]:
        with self.store.reading() as reader:
            return reader.contested()


def dump(connection: Connection, *more: str) -> Dump:
    """Every projected table and what is awaited, whole: heads, contested, born and gone included."""
    names = [table.name for table in PROJECTIONS.values()]
    found: Dump = {}
    for name in (*names, "awaited", *more):
        rows = connection.exec_driver_sql(f"SELECT * FROM {name}").all()
        found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def log_dump(connection: Connection) -> Dump:
    """The same with the log itself, its units numbered without the gaps that typing leaves."""
    found = dump(connection, "unit", "op")
    numbers = sorted(unit[0] for unit in found["unit"])
    place = {number: index for index, number in enumerate(numbers, 1)}
    found["unit"] = sorted(((place[unit[0]], *unit[1:]) for unit in found["unit"]), key=repr)
    within = (1 << ORDINAL_BITS) - 1
    found["op"] = sorted(
        ((place[op[0] >> ORDINAL_BITS] << ORDINAL_BITS | op[0] & within, *op[1:]) for op in found["op"]),
        key=repr,
    )
    return found


def reprojected(store: Store) -> tuple[Dump, Dump]:
    """All that the file holds, and the same made again from the log alone in an empty store."""
    with store.connected() as connection:
        stands = log_dump(connection)
        log = tuple(unit for _, unit in history.whole(connection, "1"))
    engine = history.projected(log, opening.in_memory())
    with engine.connect() as connection:
        again = log_dump(connection)
    engine.dispose()
    return stands, again


def shown(store: Store) -> Shown:
    """Every living row, as the program reads it."""
    with store.reading() as reader:
        return {kind: reader.rows(kind) for kind in ENTITY_OF}


# --- rows that every laptop means alike ---


def row_of(entity: str, index: int) -> RowId:
    return natural_id(SECRET, entity, index)


def birth(entity: str, index: int) -> Change:
    """The birth of a row by its natural key: the same from every laptop."""
    known = BY_NAME[entity]
    return birth_of(entity, row_of(entity, index), *(_part(known, place, index) for place in _places(known)))


def _places(entity: Entity) -> range:
    return range(len(entity.birth))


def _part(entity: Entity, place: int, index: int) -> Value:
    part = entity.birth[place]
    match part.kind:
        case Kind.ROW:
            return row_of(part.name, index % 2)
        case Kind.NUMBER:
            return index
        case Kind.DATE:
            return f"2022-05-{index % 28 + 1:02d}"
        case Kind.TEXT:
            return f"{part.name} {index}"


def to(entity: str, index: int, **values: Value) -> tuple[Change, ...]:
    """Fields of a row set to values, None among them."""
    known = BY_NAME[entity]
    return tuple(
        Change(known.number, row_of(entity, index), known.field(name).number, value)
        for name, value in values.items()
    )


def made(
    writer: str, time: int, changes: Iterable[tuple[Change, Sequence[Stamp]]], verb: str = "company edit"
) -> Unit:
    """An act from afar, with the stamps that it replaces as they are given. `time` is milliseconds after noon."""
    wall = NOON + time
    at = stamp(wall << 16, device(writer))
    operations = [
        Operation(
            place_of(BY_NUMBER[change.entity].compartment, place),
            change.kind,
            change.entity,
            change.row,
            change.field,
            change.value,
            b"".join(bases),
        )
        for place, (change, bases) in enumerate(changes)
    ]
    unit = UnitId(hashlib.sha256(at).digest()[:16])
    return Unit(unit, at, writer, verb, wall, None, None, 1, 1, tuple(operations))


def said(writer: str, time: int, name: Value, *replaces: Unit) -> Unit:
    """An act that sets one company's name, seeing (and replacing) some others."""
    (change,) = to("company", 0, name=name)
    return made(writer, time, [(change, [unit.stamp for unit in replaces])])


def tombstone(entity: str, index: int, *, back: bool = False) -> Change:
    known = BY_NAME[entity]
    return Change(known.number, row_of(entity, index), 1, None, OpKind.RESTORE if back else OpKind.DELETE)


def names_shown(contests: Iterable[Contest]) -> Mapping[tuple[str, str], frozenset[Value]]:
    """What stands against what, by entity and field."""
    return {contest.names: frozenset(claim.value for claim in contest.claims) for contest in contests}
