"""The one write path: units of operations -> log, projections with their heads, and what changed.

Local acts and imported segments come through the same function. It is set-based: the touched rows are read once,
folded in memory in any order of arrival to the same state, and written back in one statement a shape of row.
Merging is exchange.md 3: heads are the operations that no other operation names as a base; the shown value is that
of the head with the largest stamp; more than one distinct value among the heads makes the row contested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from msgspec import json
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store.bulk import LogRow, ShownRow, write_log, write_shown
from app.store.ids import STAMP_SIZE, Stamp
from app.store.registry import BIRTH, BY_NUMBER, ENTITIES, GONE, Value
from app.store.tables import ORDINAL_BITS
from app.store.units import ChangeSet, OpKind, Topic, Unit, birth_values

_HEAD_SIZE = STAMP_SIZE + 1

_COLUMNS = {entity.number: {field.number: field.name for field in entity.fields} for entity in ENTITIES}


@dataclass(slots=True)
class _Row:
    """A projected row while it is being folded. Its heads stay packed until an operation needs them apart."""

    packed: bytes = b""
    contested: int = 0
    heads: dict[int, list[bytes]] | None = None
    columns: dict[str, Value] = field(default_factory=dict)
    unsettled: bool = False

    def unpacked(self) -> dict[int, list[bytes]]:
        if self.heads is None:
            self.heads = unpack_heads(self.packed)
        return self.heads


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


@cache
def _select(entity: int, which: str) -> str:
    return f"SELECT id, heads, contested FROM {BY_NUMBER[entity].name} WHERE id {which}"


def _load(cursor: DBAPICursor, units: Sequence[Unit]) -> dict[int, dict[bytes, _Row]]:
    """The touched rows as they stand, by entity and id."""
    wanted: defaultdict[int, set[bytes]] = defaultdict(set)
    for unit in units:
        for op in unit.operations:
            wanted[op.entity].add(op.row)
    rows: dict[int, dict[bytes, _Row]] = {}
    for entity, ids in wanted.items():
        if len(ids) == 1:
            cursor.execute(_select(entity, "= ?"), tuple(ids))
        else:
            listed = json.encode([row.hex() for row in ids]).decode()
            cursor.execute(_select(entity, "IN (SELECT unhex(value) FROM json_each(?))"), (listed,))
        rows[entity] = {row: _Row(heads, contested) for row, heads, contested in cursor.fetchall()}
    return rows


class _Fold:
    """The folding of one batch of units into the store."""

    def __init__(self, cursor: DBAPICursor, units: Sequence[Unit]) -> None:
        self.cursor = cursor
        self.rows = _load(cursor, units)
        self.log: list[LogRow] = []
        self.stamps: dict[int, Stamp] = {}  # of this batch, by the unit's number
        self.values: dict[tuple[bytes, bytes, int], tuple[int, Value]] = {}  # see `_batch`
        self.indexed = 0
        self.awaited: set[tuple[int, bytes, int, bytes]] = set()

    @cached_property
    def awaits(self) -> bool:
        """Whether any operation of an earlier batch names one that has not arrived."""
        self.cursor.execute("SELECT 1 FROM awaited LIMIT 1")
        return self.cursor.fetchone() is not None

    def unit(self, unit_number: int, unit: Unit) -> None:
        stamp = unit.stamp
        self.stamps[unit_number] = stamp
        first = unit_number << ORDINAL_BITS
        for place, kind, entity, row_id, number, value, bases in unit.operations:
            rows = self.rows[entity]
            row = rows.get(row_id)
            if row is None:
                row = rows[row_id] = _Row()
            if number == BIRTH:
                self._birth(row, entity, value)
                bases = b""
            elif row.heads is None and self._sole(row, number, bases):  # nearly every operation
                bases = row.packed[1:]
                row.packed = row.packed[:1] + stamp
                self._show(row, entity, number, kind, value)
            elif row.heads is None and not bases and not self.awaits and self._behind(row, number):
                bases = b""
                row.packed += bytes((number,)) + stamp
                self._show(row, entity, number, kind, value)
            else:
                bases = self._meet(row, entity, row_id, number, stamp, kind, value, bases)
            self.log.append((first | place, kind, entity, row_id, number, value, bases))

    def _sole(self, row: _Row, number: int, bases: bytes | None) -> bool:
        """Whether a row has one head alone, of this field, and the operation has seen it and nothing else."""
        packed = row.packed
        if len(packed) != _HEAD_SIZE or packed[0] != number:
            return False
        return bases is None or (bases == packed[1:] and not self.awaits and not self.awaited)

    def _behind(self, row: _Row, number: int) -> bool:
        """Whether a row has heads of earlier fields only, so that this one's comes last."""
        return not row.packed or row.packed[-_HEAD_SIZE] < number

    def _meet(
        self,
        row: _Row,
        entity: int,
        row_id: bytes,
        number: int,
        stamp: Stamp,
        kind: int,
        value: Value,
        bases: bytes | None,
    ) -> bytes:
        """An operation meets the heads of its field, whatever they are. Returns what it replaces."""
        every = row.unpacked()
        heads = every.get(number)
        if heads is None:
            bases = bases or b""
            if (bases or self.awaits) and self._replaced(entity, row_id, number, stamp, bases, ()):
                every[number] = []
            else:
                every[number] = [stamp]
                self._show(row, entity, number, kind, value)
        elif bases is None:  # a local act has seen all that stands
            bases = b"".join(heads)
            row.unsettled |= len(heads) > 1
            every[number] = [stamp]
            self._show(row, entity, number, kind, value)
        else:
            left = self._merge(row, heads, entity, row_id, number, stamp, bases)
            every[number] = left
            if left and left[-1] == stamp:
                self._show(row, entity, number, kind, value)
        return bases

    def _birth(self, row: _Row, entity: int, value: Value) -> None:
        known = BY_NUMBER[entity]
        row.columns["born"] = 1
        for part, content in zip(known.birth, birth_values(known, value), strict=True):
            row.columns[part.name] = content

    def _show(self, row: _Row, entity: int, number: int, kind: int, value: Value) -> None:
        if number == GONE:
            row.columns["gone"] = int(kind == OpKind.DELETE)
        elif name := _COLUMNS[entity].get(number):
            row.columns[name] = value

    def _merge(
        self,
        row: _Row,
        heads: list[bytes],
        entity: int,
        row_id: bytes,
        number: int,
        stamp: Stamp,
        bases: bytes,
    ) -> list[bytes]:
        """The heads that are left when an operation from elsewhere meets those that stand."""
        replaced = {bases[i : i + STAMP_SIZE] for i in range(0, len(bases), STAMP_SIZE)}
        left = [head for head in heads if head not in replaced]
        top = heads[-1] if heads else None
        if not self._replaced(entity, row_id, number, stamp, bases, heads):
            left.append(stamp)
        left.sort()
        row.unsettled |= len(left) > 1 or len(heads) > 1
        if left and left[-1] not in (top, stamp):  # an older head shows again
            kind, value = self._logged(left[-1], row_id, number)
            self._show(row, entity, number, kind, value)
        return left

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
        return (stamp, row, number) in self._batch() or self._from_log(stamp, row, number) is not None

    def _logged(self, stamp: bytes, row: bytes, number: int) -> tuple[int, Value]:
        found = self._batch().get((stamp, row, number)) or self._from_log(stamp, row, number)
        if found is None:
            raise LookupError("a head that is not in the log")
        return found

    def _batch(self) -> dict[tuple[bytes, bytes, int], tuple[int, Value]]:
        """Kind and value of this batch's operations so far, by stamp, row and field. Made when first asked for."""
        for id_, kind, _, row, number, value, _ in self.log[self.indexed :]:
            self.values[self.stamps[id_ >> ORDINAL_BITS], row, number] = kind, value
        self.indexed = len(self.log)
        return self.values

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
        for entity, found in self.rows.items():
            shaped: defaultdict[tuple[str, ...], list[ShownRow]] = defaultdict(list)
            for row_id in sorted(found):
                row = found[row_id]
                if row.heads is not None:
                    row.packed = _pack_heads(row.heads)
                    if row.unsettled:
                        row.contested = self._contested(row_id, row.heads)
                columns = row.columns
                shaped[tuple(columns)].append((row_id, row.packed, row.contested, tuple(columns.values())))
            for names, rows in shaped.items():
                write_shown(self.cursor, entity, names, rows)

    def _contested(self, row: bytes, heads: dict[int, list[bytes]]) -> int:
        """How many fields of a row hold more than one value; equal values are no conflict."""
        return sum(
            len({self._logged(stamp, row, number) for stamp in stamps}) > 1
            for number, stamps in heads.items()
            if len(stamps) > 1
        )


def _number(cursor: DBAPICursor, unit: Unit) -> int:
    """The number of a unit, after it has been noted; or its company, where it is here already in part."""
    known = None
    if unit.sequence is not None:  # a local act is always new
        cursor.execute("SELECT number FROM unit WHERE id = ?", (unit.id,))
        known = cursor.fetchone()
    if known is None:
        cursor.execute(
            "INSERT INTO unit (id, stamp, person, verb, at, undoes, company, incarnation, sequence) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (unit.id, unit.stamp, unit.person, unit.verb, unit.at, unit.undoes, unit.company)
            + (unit.incarnation, unit.sequence),
        )
        return int(cursor.lastrowid)  # the largest so far, and one
    if unit.company is not None:
        cursor.execute(
            "UPDATE unit SET company = ? WHERE number = ? AND company IS NULL", (unit.company, known[0])
        )
    # Its other operations come with an old number, which the index of the search may have passed.
    cursor.execute("INSERT INTO search_again (unit) VALUES (?) ON CONFLICT DO NOTHING", (known[0],))
    return int(known[0])


def _retract(cursor: DBAPICursor, number: int) -> None:
    """Take the operations of a unit out of the log; its fields have the heads again that it had replaced.

    Only for a unit of this laptop that nobody else has, whose fields have its own heads alone. What the fields show
    is left to the unit that comes instead: it sets them all.
    """
    span = number << ORDINAL_BITS, (number + 1) << ORDINAL_BITS
    cursor.execute("SELECT entity, row, field, bases FROM op WHERE id >= ? AND id < ?", span)
    for entity, row, field_, bases in cursor.fetchall():
        if field_ == BIRTH:
            continue
        cursor.execute(_select(entity, "= ?"), (row,))
        ((_, packed, _),) = cursor.fetchall()
        heads = unpack_heads(packed)
        heads[field_] = [bases[at : at + STAMP_SIZE] for at in range(0, len(bases), STAMP_SIZE)]
        cursor.execute(
            f"UPDATE {BY_NUMBER[entity].name} SET heads = ? WHERE id = ?", (_pack_heads(heads), row)
        )
    cursor.execute("DELETE FROM op WHERE id >= ? AND id < ?", span)


def apply(
    connection: Connection, units: Sequence[Unit], *, undoable: bool = True, instead_of: int | None = None
) -> ChangeSet:
    """Write units to the log and to the projections, in the caller's transaction.

    A unit that is here already is completed by the sections that were unreadable before. The result does not depend
    on the order in which units arrive. `instead_of` is the number of an unpublished unit whose place the units take
    (see `typing_on`); numbers only ever go up, so that who remembers one misses nothing.
    """
    # The driver's own cursor, in SQLAlchemy's transaction: the wrapping costs more here than the work.
    cursor = connection.connection.cursor()
    if instead_of is not None:
        _retract(cursor, instead_of)
    fold = _Fold(cursor, units)
    for unit in units:
        fold.unit(_number(cursor, unit), unit)
    fold.write()
    if instead_of is not None:
        cursor.execute("DELETE FROM unit WHERE number = ?", (instead_of,))
    return ChangeSet(
        unit=units[-1].id if len(units) == 1 else None,
        verb=units[-1].verb if units else "",
        topics=frozenset(_topics(units)),
        rows=frozenset([op.row for unit in units for op in unit.operations]),
        undoable=undoable,
    )


def _topics(units: Iterable[Unit]) -> Iterable[Topic]:
    for unit in units:
        for entity in {op.entity for op in unit.operations}:
            yield Topic(BY_NUMBER[entity].name, unit.company)
