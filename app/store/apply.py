"""The one write path: units of operations -> log, projections with their heads, and what changed.

Local acts and imported segments come through the same function. It is set-based: the touched rows are read once,
folded in memory in any order of arrival to the same state, and written back in one statement a shape of row.
Merging is exchange.md 3: heads are the operations that no other operation names as a base; the shown value is that
of the head with the largest stamp; more than one distinct value among the heads makes the row contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec import json
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store.bulk import LogRow, ShownRow, write_log, write_shown
from app.store.ids import STAMP_SIZE, RowId, Stamp
from app.store.registry import BIRTH, BY_NUMBER, GONE, Value
from app.store.tables import ORDINAL_BITS
from app.store.units import ChangeSet, OpKind, Topic, Unit, birth_values

_HEAD_SIZE = STAMP_SIZE + 1

_Key = tuple[int, bytes]


@dataclass(slots=True)
class _Row:
    """A projected row while it is being folded."""

    heads: dict[int, list[bytes]]
    contested: int = 0
    columns: dict[str, Value] = field(default_factory=dict)
    unsettled: bool = False


def unpack_heads(data: bytes) -> dict[int, list[bytes]]:
    """The heads of a row: field number -> stamps, oldest first."""
    if len(data) == _HEAD_SIZE:
        return {data[0]: [data[1:]]}
    heads: dict[int, list[bytes]] = {}
    for start in range(0, len(data), _HEAD_SIZE):
        heads.setdefault(data[start], []).append(data[start + 1 : start + _HEAD_SIZE])
    return heads


def _pack_heads(heads: dict[int, list[bytes]]) -> bytes:
    return b"".join([bytes((number,)) + head for number in sorted(heads) for head in heads[number]])


def _load(cursor: DBAPICursor, units: Sequence[Unit]) -> dict[_Key, _Row]:
    """The touched rows as they stand."""
    wanted: dict[int, set[bytes]] = {}
    for unit in units:
        for op in unit.operations:
            wanted.setdefault(op.entity, set()).add(op.row)
    rows: dict[_Key, _Row] = {}
    for entity, ids in wanted.items():
        cursor.execute(
            f"SELECT id, heads, contested FROM {BY_NUMBER[entity].name} "
            "WHERE id IN (SELECT unhex(value) FROM json_each(?))",
            (json.encode([row.hex() for row in ids]).decode(),),
        )
        for row, heads, contested in cursor.fetchall():
            rows[entity, row] = _Row(unpack_heads(heads), contested)
    return rows


class _Fold:
    """The folding of one batch of units into the store."""

    def __init__(self, cursor: DBAPICursor, units: Sequence[Unit]) -> None:
        self.cursor = cursor
        self.rows = _load(cursor, units)
        self.values: dict[tuple[bytes, bytes, int], Value] = {}  # of this batch, by stamp, row and field
        self.awaited: set[tuple[int, bytes, int, bytes]] = set()
        cursor.execute("SELECT 1 FROM awaited LIMIT 1")
        self.awaits = cursor.fetchone() is not None
        self.log: list[LogRow] = []

    def unit(self, number: int, unit: Unit) -> None:
        stamp = unit.stamp
        first = number << ORDINAL_BITS
        for op in unit.operations:
            row = self.rows.get((op.entity, op.row))
            if row is None:
                row = self.rows[op.entity, op.row] = _Row({})
            heads = row.heads.get(op.field)
            if op.field == BIRTH:
                self._birth(row, op.entity, op.value)
                bases = b""
            elif heads is None:
                bases = op.bases or b""
                if (bases or self.awaits) and self._replaced(op.entity, op.row, op.field, stamp, bases, ()):
                    row.heads.setdefault(op.field, [])
                else:
                    row.heads[op.field] = [stamp]
                    self._show(row, op.entity, op.field, op.kind, op.value)
            elif op.bases is None:  # a local act has seen all that stands
                bases = b"".join(heads)
                row.unsettled |= len(heads) > 1
                row.heads[op.field] = [stamp]
                self._show(row, op.entity, op.field, op.kind, op.value)
            else:
                bases = op.bases
                self._merge(row, heads, op.entity, op.row, op.field, stamp, bases)
                if row.heads[op.field] and row.heads[op.field][-1] == stamp:
                    self._show(row, op.entity, op.field, op.kind, op.value)
            if op.field != BIRTH:
                self.values[stamp, op.row, op.field] = op.value if op.field != GONE else op.kind
            self.log.append((first | op.place, op.kind, op.entity, op.row, op.field, op.value, bases))

    def _birth(self, row: _Row, entity: int, value: Value) -> None:
        known = BY_NUMBER[entity]
        row.columns["born"] = 1
        for part, content in zip(known.birth, birth_values(known, value), strict=True):
            row.columns[part.name] = content

    def _show(self, row: _Row, entity: int, number: int, kind: int, value: Value) -> None:
        if number == GONE:
            row.columns["gone"] = int(kind == OpKind.DELETE)
        elif known := BY_NUMBER[entity].numbered(number):
            row.columns[known.name] = value

    def _merge(
        self,
        row: _Row,
        heads: list[bytes],
        entity: int,
        row_id: bytes,
        number: int,
        stamp: Stamp,
        bases: bytes,
    ) -> None:
        """An operation from elsewhere meets the heads that stand."""
        replaced = {bases[i : i + STAMP_SIZE] for i in range(0, len(bases), STAMP_SIZE)}
        left = [head for head in heads if head not in replaced]
        top = heads[-1] if heads else None
        if not self._replaced(entity, row_id, number, stamp, bases, heads):
            left.append(stamp)
        left.sort()
        row.heads[number] = left
        row.unsettled |= len(left) > 1 or len(heads) > 1
        if left and left[-1] not in (top, stamp):  # an older head shows again
            kind, value = self._logged(left[-1], row_id, number)
            self._show(row, entity, number, kind, value)

    def _replaced(
        self, entity: int, row: bytes, number: int, stamp: bytes, bases: bytes, heads: Sequence[bytes]
    ) -> bool:
        """Whether an operation that is already here names this one; and remembers bases that are still to come."""
        for start in range(0, len(bases), STAMP_SIZE):
            base = bases[start : start + STAMP_SIZE]
            if base not in heads and not self._seen(base, row, number):
                self.awaited.add((entity, row, number, base))
        waiting = (entity, row, number, stamp)
        named = waiting in self.awaited
        self.awaited.discard(waiting)
        if self.awaits:  # an earlier batch may have named it as well
            self.cursor.execute(
                "DELETE FROM awaited WHERE entity = ? AND row = ? AND field = ? AND stamp = ?", waiting
            )
            named |= self.cursor.rowcount > 0
        return named

    def _seen(self, stamp: bytes, row: bytes, number: int) -> bool:
        return (stamp, row, number) in self.values or self._from_log(stamp, row, number) is not None

    def _logged(self, stamp: bytes, row: bytes, number: int) -> tuple[int, Value]:
        if (stamp, row, number) in self.values:
            value = self.values[stamp, row, number]
            return (int(value), None) if number == GONE and isinstance(value, int) else (OpKind.SET, value)
        found = self._from_log(stamp, row, number)
        if found is None:
            raise LookupError("a head that is not in the log")
        return found

    def _from_log(self, stamp: bytes, row: bytes, number: int) -> tuple[int, Value] | None:
        self.cursor.execute(
            "SELECT op.kind, op.value FROM unit "
            "JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
            "WHERE unit.stamp = ? AND op.row = ? AND op.field = ?",
            (ORDINAL_BITS, ORDINAL_BITS, stamp, row, number),
        )
        found = self.cursor.fetchone()
        return None if found is None else (found[0], found[1])

    def write(self) -> None:
        write_log(self.cursor, self.log)
        if self.awaited:
            self.cursor.executemany(
                "INSERT INTO awaited (entity, row, field, stamp) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                sorted(self.awaited),
            )
        shaped: dict[tuple[int, tuple[str, ...]], list[ShownRow]] = {}
        for (entity, row_id), row in sorted(self.rows.items()):
            if row.unsettled:
                row.contested = self._contested(row_id, row.heads)
            shape = entity, tuple(row.columns)
            shown = (row_id, _pack_heads(row.heads), row.contested, tuple(row.columns.values()))
            shaped.setdefault(shape, []).append(shown)
        for (entity, columns), rows in shaped.items():
            write_shown(self.cursor, entity, columns, rows)

    def _contested(self, row: bytes, heads: dict[int, list[bytes]]) -> int:
        """How many fields of a row hold more than one value; equal values are no conflict."""
        return sum(
            len({self._logged(stamp, row, number) for stamp in stamps}) > 1
            for number, stamps in heads.items()
            if len(stamps) > 1
        )


def _number(cursor: DBAPICursor, unit: Unit) -> int | None:
    """The number of a unit that is here already in part, after its company has been noted; None for a new one."""
    if unit.sequence is None:  # a local act is always new
        return None
    cursor.execute("SELECT number FROM unit WHERE id = ?", (unit.id,))
    known = cursor.fetchone()
    if known is None:
        return None
    if unit.company is not None:
        cursor.execute(
            "UPDATE unit SET company = ? WHERE number = ? AND company IS NULL", (unit.company, known[0])
        )
    return int(known[0])


def apply(connection: Connection, units: Sequence[Unit], *, undoable: bool = True) -> ChangeSet:
    """Write units to the log and to the projections, in the caller's transaction.

    A unit that is here already is completed by the sections that were unreadable before. The result does not depend
    on the order in which units arrive.
    """
    # The driver's own cursor, in SQLAlchemy's transaction: the wrapping costs more here than the work.
    cursor = connection.connection.cursor()
    fold = _Fold(cursor, units)
    cursor.execute("SELECT coalesce(max(number), 0) FROM unit")
    last = int((cursor.fetchone() or (0,))[0])
    fresh: list[tuple[object, ...]] = []
    for unit in units:
        number = _number(cursor, unit)
        if number is None:
            last += 1
            number = last
            fresh.append(
                (number, unit.id, unit.stamp, unit.person, unit.verb, unit.at, unit.undoes, unit.company)
                + (unit.incarnation, unit.sequence)
            )
        fold.unit(number, unit)
    if fresh:
        cursor.executemany(
            "INSERT INTO unit (number, id, stamp, person, verb, at, undoes, company, incarnation, sequence) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            fresh,
        )
    fold.write()
    return ChangeSet(
        unit=units[-1].id if len(units) == 1 else None,
        verb=units[-1].verb if units else "",
        topics=frozenset(_topics(units)),
        rows=frozenset(RowId(op.row) for unit in units for op in unit.operations),
        undoable=undoable,
    )


def _topics(units: Iterable[Unit]) -> Iterable[Topic]:
    for unit in units:
        for entity in {op.entity for op in unit.operations}:
            yield Topic(BY_NUMBER[entity].name, unit.company)
