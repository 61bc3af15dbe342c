"""Reading projected rows: typed, only those that are born and not gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from typing import TypeVar

from msgspec import json
from sqlalchemy import Connection, Engine

from app.store.ids import STAMP_SIZE, DeviceId, RowId, Stamp, stamp_device
from app.store.registry import BIRTH, BY_NAME, BY_NUMBER, ENTITIES, GONE, Value
from app.store.rows import ENTITY_OF, StoredRow
from app.store.tables import ORDINAL_BITS
from app.store.units import OpKind

R = TypeVar("R", bound=StoredRow)

# What an operation says: a field's value, and of the tombstone whether the row is gone.
_VALUE = f"CASE WHEN op.field = {GONE} THEN op.kind = {OpKind.DELETE.value} ELSE op.value END"


@cache
def _select(entity: str, where: tuple[str, ...]) -> str:
    kind = next(row for row, name in ENTITY_OF.items() if name == entity)
    columns = ", ".join(f.name for f in fields(kind))
    conditions = "".join(f" AND {name} IS ?" for name in where)
    return f"SELECT {columns} FROM {entity} WHERE born = 1 AND gone = 0{conditions} ORDER BY id"


def _listed(rows: Iterable[RowId]) -> str:
    """Ids as one parameter: a statement takes only so many of them one by one."""
    return json.encode([row.hex() for row in rows]).decode()


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several values that stand side by side in a field."""

    value: Value
    person: str
    device: DeviceId
    at: int
    company: RowId | None
    before: Value


@dataclass(frozen=True, slots=True)
class Contest:
    """A true conflict, derived from the heads (exchange.md 3)."""

    entity: int
    row: RowId
    field: int
    claims: tuple[Claim, ...]

    @property
    def names(self) -> tuple[str, str]:
        entity = BY_NUMBER[self.entity]
        known = entity.numbered(self.field)
        return entity.name, known.name if known else "gone"


class Reader:
    """The store as it stands, or as it was; from one moment, while it is held."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, kind: type[R], **where: Value) -> tuple[R, ...]:
        """All living rows of an entity whose columns hold these values, by id."""
        found = self._connection.exec_driver_sql(
            _select(ENTITY_OF[kind], tuple(where)), tuple(where.values())
        )
        return tuple(kind(*row) for row in found)

    def among(self, kind: type[R], column: str, values: Iterable[RowId]) -> tuple[R, ...]:
        """All living rows of an entity whose column holds one of these ids, by id: one statement for all."""
        query = _select(ENTITY_OF[kind], ()).replace(
            "ORDER BY", f"AND {column} IN (SELECT unhex(value) FROM json_each(?)) ORDER BY"
        )
        return tuple(kind(*row) for row in self._connection.exec_driver_sql(query, (_listed(values),)))

    def born_by(self, kind: type[StoredRow], verb: str) -> Mapping[RowId, int]:
        """Rows that acts of this verb have made, and when (UTC milliseconds): one look through all acts."""
        found = self._connection.exec_driver_sql(
            "SELECT op.row, unit.at FROM unit "
            "JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
            "WHERE unit.verb = ? AND op.entity = ? AND op.field = ?",
            (ORDINAL_BITS, ORDINAL_BITS, verb, BY_NAME[ENTITY_OF[kind]].number, BIRTH),
        )
        return {row[0]: row[1] for row in found}

    def in_order(self, kind: type[R], **where: Value) -> tuple[R, ...]:
        """The same, in the order in which they were written (entities with one field that is set at birth)."""
        query = _select(ENTITY_OF[kind], tuple(where)).replace(
            "ORDER BY id", "ORDER BY substr(heads, -24), id"
        )
        return tuple(kind(*row) for row in self._connection.exec_driver_sql(query, tuple(where.values())))

    def picked(self, kind: type[StoredRow], /, *columns: str, **where: Value) -> Sequence[tuple[Value, ...]]:
        """Chosen columns of all living rows, in no order, then the stamp of each row's newest field: for entities
        with too many rows to make each of them an object."""
        entity = ENTITY_OF[kind]
        conditions = "".join(f" AND {name} IS ?" for name in where)
        query = (
            f"SELECT {', '.join(columns)}, ifnull(substr(heads, {-STAMP_SIZE}), x'') FROM {entity} "
            f"WHERE born = 1 AND gone = 0{conditions}"
        )
        result = self._connection.exec_driver_sql(query, tuple(where.values()))
        try:
            return result.cursor.fetchall()  # plain tuples: SQLAlchemy's rows take three times as long
        finally:
            result.close()

    def stamps(self, kind: type[StoredRow], field: str, **where: Value) -> dict[RowId, Stamp]:
        """`set_at` of all living rows whose columns hold these values; rows where it was never set are left out."""
        from app.store.apply import unpack_heads

        number = BY_NAME[ENTITY_OF[kind]].field(field).number
        conditions = "".join(f" AND {name} IS ?" for name in where)
        found = self._connection.exec_driver_sql(
            f"SELECT id, heads FROM {ENTITY_OF[kind]} WHERE born = 1 AND gone = 0{conditions}",
            tuple(where.values()),
        )
        heads = {row: unpack_heads(packed).get(number) for row, packed in found}
        return {row: Stamp(stamps[-1]) for row, stamps in heads.items() if stamps}

    def authors(self, stamps: Iterable[bytes]) -> Mapping[bytes, str]:
        """Who did the acts of these stamps, where this laptop has them."""
        listed = json.encode([stamp.hex() for stamp in stamps]).decode()
        found = self._connection.exec_driver_sql(
            "SELECT stamp, person FROM unit WHERE stamp IN (SELECT unhex(value) FROM json_each(?))", (listed,)
        )
        return {row[0]: row[1] for row in found}

    def row(self, kind: type[R], row: RowId) -> R | None:
        found = self.rows(kind, id=row)
        return found[0] if found else None

    def set_at(self, kind: type[StoredRow], row: RowId, field: str) -> Stamp:
        """The stamp of the operation whose value a field shows; the lowest where it was never set."""
        from app.store.apply import unpack_heads

        packed = self._connection.exec_driver_sql(
            f"SELECT heads FROM {ENTITY_OF[kind]} WHERE id = ?", (row,)
        ).scalar_one()
        heads = unpack_heads(packed).get(BY_NAME[ENTITY_OF[kind]].field(field).number)
        return Stamp(heads[-1] if heads else bytes(STAMP_SIZE))

    def was_born(self, kind: type[StoredRow], row: RowId) -> bool:
        """Whether the row has ever been there, gone or not."""
        found = self._connection.exec_driver_sql(
            f"SELECT 1 FROM {ENTITY_OF[kind]} WHERE id = ? AND born = 1", (row,)
        )
        return found.scalar_one_or_none() is not None

    def contested(self) -> tuple[Contest, ...]:
        """Every field whose heads hold more than one value, with who, when and where, oldest first.

        Held back while an act that one of them replaced is still under way (exchange.md 3).
        """
        from app.store.apply import unpack_heads

        found: list[Contest] = []
        awaited = self._connection.exec_driver_sql("SELECT entity, row, field FROM awaited")
        waiting = {tuple(row) for row in awaited}
        for entity in ENTITIES:
            rows = self._connection.exec_driver_sql(
                f"SELECT id, heads FROM {entity.name} WHERE contested > 0 ORDER BY id"
            ).all()
            for row, packed in rows:
                for number, heads in unpack_heads(packed).items():
                    if (entity.number, row, number) in waiting:
                        continue
                    claims = tuple(self._claim(Stamp(head), row, number) for head in heads)
                    if len({claim.value for claim in claims}) > 1:
                        found.append(Contest(entity.number, row, number, claims))
        return tuple(found)

    def _claim(self, stamp: Stamp, row: bytes, number: int) -> Claim:
        value, bases, person, at, company = self._connection.exec_driver_sql(
            f"SELECT {_VALUE}, op.bases, unit.person, unit.at, unit.company FROM unit "
            "JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
            "WHERE unit.stamp = ? AND op.row = ? AND op.field = ?",
            (ORDINAL_BITS, ORDINAL_BITS, stamp, row, number),
        ).one()
        return Claim(value, person, stamp_device(stamp), at, company, self._replaced(bases, row, number))

    def _replaced(self, bases: bytes, row: bytes, number: int) -> Value:
        """The value that a claim replaced, where this laptop has it."""
        newest = max((bases[i : i + STAMP_SIZE] for i in range(0, len(bases), STAMP_SIZE)), default=b"")
        found = self._connection.exec_driver_sql(
            f"SELECT {_VALUE} FROM unit "
            "JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
            "WHERE unit.stamp = ? AND op.row = ? AND op.field = ?",
            (ORDINAL_BITS, ORDINAL_BITS, newest, row, number),
        ).one_or_none()
        value: Value = found[0] if found is not None else None
        return value


@contextmanager
def reading(engine: Engine) -> Iterator[Reader]:
    with engine.connect() as connection:
        yield Reader(connection)
