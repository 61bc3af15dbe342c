"""Units and operations: what a person's act is made of, on its way into the log.

Shapes: exchange.md 2 and record.md 1. All operations of a unit share its stamp.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from app.store.ids import RowId, Stamp, UnitId
from app.store.registry import BIRTH, BY_NAME, GONE, Compartment, Entity, Value


class OpKind(IntEnum):
    """Numbers as in segments."""

    SET = 1
    DELETE = 2
    RESTORE = 3


class Change(NamedTuple):
    """One field of one row, as an operation wants it. A tuple, since an import makes a hundred thousand."""

    entity: int
    row: RowId
    field: int
    value: Value
    kind: OpKind = OpKind.SET


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does on this laptop: applied whole or not at all."""

    verb: str
    company: RowId | None
    changes: tuple[Change, ...]
    undoes: UnitId | None = None


class Operation(NamedTuple):
    """One field of one row in the log. `bases` are the stamps that it replaces; None: whatever stands here now."""

    place: int
    kind: int
    entity: int
    row: RowId
    field: int
    value: Value
    bases: bytes | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One act of one person, as the log holds it."""

    id: UnitId
    stamp: Stamp
    person: str
    verb: str
    at: int
    undoes: UnitId | None
    company: RowId | None
    incarnation: int
    sequence: int | None
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a page may be showing: an entity of a company (or of the programme)."""

    entity: str
    company: RowId | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The only thing that pages are told of a change."""

    unit: UnitId | None
    verb: str
    topics: frozenset[Topic]
    rows: frozenset[RowId]
    undoable: bool


def born(entity: str, row: RowId, *birth: Value, **fields: Value) -> tuple[Change, ...]:
    """The changes that make a new row: its birth, and every field that has a value."""
    return (birth_of(entity, row, *birth), *filled(entity, row, **fields))


def birth_of(entity: str, row: RowId, *birth: Value) -> Change:
    import msgspec

    known = BY_NAME[entity]
    if len(birth) != len(known.birth):
        raise ValueError(f"{entity} is born with {len(known.birth)} parts, not {len(birth)}")
    return Change(known.number, row, BIRTH, msgspec.msgpack.encode(birth))


def filled(entity: str, row: RowId, **fields: Value) -> tuple[Change, ...]:
    """A change for each field that has a value."""
    return tuple(change(entity, row, name, value) for name, value in fields.items() if value is not None)


def change(entity: str, row: RowId, field: str, value: Value) -> Change:
    known = BY_NAME[entity]
    return Change(known.number, row, known.field(field).number, value)


def gone(entity: int, row: RowId, *, back: bool = False) -> Change:
    """The tombstone of a row, or its taking back."""
    return Change(entity, row, GONE, None, OpKind.RESTORE if back else OpKind.DELETE)


def birth_values(entity: Entity, value: Value) -> tuple[Value, ...]:
    """The parts of a birth. Raises ValueError where they are not this entity's."""
    import msgspec

    if not isinstance(value, bytes):
        raise ValueError("a birth is bytes")
    try:
        parts = msgspec.msgpack.decode(value)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    if not isinstance(parts, list) or not all(isinstance(part, int | str | bytes | None) for part in parts):
        raise ValueError("a birth is a list of plain values")
    if len(parts) != len(entity.birth):
        raise ValueError(f"{entity.name} is born with {len(entity.birth)} parts")
    return tuple(parts)


def place_of(compartment: Compartment, index: int) -> int:
    """An operation's place in its unit: the same on every device, whichever sections it can read."""
    from app.store.tables import COMPARTMENT_BITS

    if index >= 1 << COMPARTMENT_BITS:
        raise ValueError("a unit holds at most a million operations a compartment")
    return compartment << COMPARTMENT_BITS | index
