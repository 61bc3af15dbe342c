"""Units and operations as they travel inside a section: strict types, bounded lengths, counted while
decoding.

A section's plaintext is a msgpack list of `[unit id, person, verb, at, undoes, [operations]]`; an operation
is `[kind, entity, row, field, value, hlc, bases]` (exchange.md 2). What an entity or field number means,
and who may write it, is the store's knowledge.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from app.exchange.frame import READER, decode
from app.exchange.ids import InstantField, RowField, RowId, UnitField, UnitId
from app.exchange.refused import FileRefused, FileWaits
from app.store.ids import Stamp as Stamp

"""24 bytes that sort as (hlc, device): the hybrid logical clock, big-endian, and the device."""
Value = None | int | str | bytes

OPERATION_LIMIT = 200_000
VALUE_LIMIT = 2 * 1024 * 1024
"""Characters of a text, bytes of a value: photos travel as blobs, not as values."""
BASES_LIMIT = 1_000
_INTEGER = Meta(ge=-(2**63), le=2**63 - 1)
_NUMBER = Annotated[int, Meta(ge=0, le=2**31 - 1)]
_HLC = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_STAMP = Annotated[Stamp, Meta(min_length=24, max_length=24)]


class OperationKind(IntEnum):
    SET = 1
    DELETE = 2
    RESTORE = 3
    TEXT = 4
    ADD = 5
    REMOVE = 6


class Operation(Struct, frozen=True, array_like=True):
    """One change of one field. `hlc`: wall milliseconds << 16 | counter; `bases`: the heads it replaced."""

    kind: OperationKind
    entity: int
    row: RowId
    field: int
    value: Value
    hlc: int
    bases: tuple[Stamp, ...]


class Unit(Struct, frozen=True, array_like=True):
    """One act of one person, or the part of it that stands in one compartment. `at` is UTC milliseconds."""

    id: UnitId
    person: str
    verb: str
    at: int
    undoes: UnitId | None
    operations: tuple[Operation, ...]


class _Operation(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An operation on its way in: msgspec has no union of text and bytes, so the value is typed by hand."""

    kind: _NUMBER
    entity: _NUMBER
    row: RowField
    field: _NUMBER
    value: Raw
    hlc: _HLC
    bases: Annotated[tuple[_STAMP, ...], Meta(max_length=BASES_LIMIT)]


class _Unit(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    id: UnitField
    person: Annotated[str, Meta(max_length=200)]
    verb: Annotated[str, Meta(min_length=1, max_length=100)]
    at: InstantField
    undoes: UnitField | None
    operations: Annotated[tuple[_Operation, ...], Meta(min_length=1, max_length=OPERATION_LIMIT)]


_Units = Annotated[tuple[Raw, ...], Meta(min_length=1, max_length=OPERATION_LIMIT)]
_INT_VALUE = msgspec.msgpack.Decoder(Annotated[int, _INTEGER])
_TEXT_VALUE = msgspec.msgpack.Decoder(Annotated[str, Meta(max_length=VALUE_LIMIT)])
_BYTES_VALUE = msgspec.msgpack.Decoder(Annotated[bytes, Meta(max_length=VALUE_LIMIT)])
_NIL = 0xC0
_INT_CODES = frozenset({*range(0x80), *range(0xE0, 0x100), *range(0xCC, 0xD4)})
_TEXT_CODES = frozenset({*range(0xA0, 0xC0), 0xD9, 0xDA, 0xDB})
_BYTES_CODES = frozenset({0xC4, 0xC5, 0xC6})
_KINDS = {int(kind): kind for kind in OperationKind}


def _value(raw: Raw) -> Value:
    data = bytes(raw)
    code = data[0]
    value: Value = None
    if code in _TEXT_CODES:
        value = _TEXT_VALUE.decode(data)
    elif code in _INT_CODES:
        value = _INT_VALUE.decode(data)
    elif code in _BYTES_CODES:
        value = _BYTES_VALUE.decode(data)
    elif code != _NIL:
        raise msgspec.ValidationError("a value is nothing, a whole number, text or bytes")
    return value


def encode_units(units: Sequence[Unit]) -> bytes:
    """A section's plaintext. What no reader would take is a ValueError here, before it is sealed."""
    plain = msgspec.msgpack.encode(units)
    try:
        decode_units(plain, "", OPERATION_LIMIT)
    except FileRefused as refused:
        raise ValueError(f"units that no reader would take: {refused.code}") from None
    return plain


def decode_units(plain: bytes, file: str, limit: int) -> tuple[Unit, ...]:
    """The units of a section's plaintext, at most `limit` operations in all.

    FileRefused for another type or bound, FileWaits for a kind of operation that a newer release has. A
    unit is decoded only after those before it are counted, so that a bomb costs at most twice the limit.
    """
    units: list[Unit] = []
    seen: set[UnitId] = set()
    count = 0
    for raw in decode(plain, _Units, file):
        wire = decode(bytes(raw), _Unit, file)
        count += len(wire.operations)
        if count > limit:
            raise FileRefused("exchange.segment.count", file)
        if wire.id in seen:
            raise FileRefused("exchange.file.malformed", file)
        seen.add(wire.id)
        operations = tuple(_operation(operation, file) for operation in wire.operations)
        units.append(Unit(wire.id, wire.person, wire.verb, wire.at, wire.undoes, operations))
    return tuple(units)


def _operation(wire: _Operation, file: str) -> Operation:
    kind = _KINDS.get(wire.kind)
    if kind is None:
        raise FileWaits("exchange.file.newer", file, needs=READER + 1, has=READER)
    try:
        value = _value(wire.value)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise FileRefused("exchange.file.malformed", file) from None
    return Operation(kind, wire.entity, wire.row, wire.field, value, wire.hlc, wire.bases)
