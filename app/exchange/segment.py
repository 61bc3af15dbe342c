"""A segment: one device's news since its last one, sealed per compartment, chained to the segment before.

The payload is a msgpack list of sections `[compartment, epoch, nonce + ciphertext]`; the ciphertext is
XChaCha20-Poly1305(compartment key, zstd(units)), bound to the header, the compartment and the epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.exchange import frame, sealing
from app.exchange.frame import Frame, Header, Kind
from app.exchange.ids import (
    LAST_SEQUENCE,
    CompartmentField,
    CompartmentId,
    DeviceField,
    DeviceId,
    Digest,
    DigestField,
    EpochField,
    ProjectId,
    Random,
    SequenceField,
)
from app.exchange.names import SegmentName, short
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.sealing import SecretKey, SigningSeed, Unsealable, VerifyKey
from app.exchange.units import OPERATION_LIMIT, Unit, decode_units, encode_units

UNPACKED_LIMIT = 512 * 1024 * 1024
_MOST = Meta(max_length=10_000)

KeyOf = Callable[[CompartmentId, int], SecretKey | None]
"""The key of a compartment's epoch, or None where this device has none."""


class SegmentHeader(Header, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`seen`: per device the highest sequence that the writer had read; it is also its acknowledgement."""

    device: DeviceField
    incarnation: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    sequence: SequenceField
    previous: DigestField
    operations: Annotated[int, Meta(ge=0)]
    unpacked: Annotated[int, Meta(ge=0)]
    schema: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    epochs: Annotated[dict[CompartmentField, EpochField], _MOST]
    seen: Annotated[dict[DeviceField, Annotated[int, Meta(ge=0, le=LAST_SEQUENCE)]], _MOST]


class _Section(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    compartment: CompartmentField
    epoch: EpochField
    sealed: bytes


_Sections = Annotated[tuple[_Section, ...], _MOST]


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where a device's chain stands: its last segment that was read."""

    incarnation: int
    sequence: int
    digest: Digest


CHAIN_START = ChainHead(0, 0, Digest(bytes(32)))


@dataclass(frozen=True, slots=True)
class Place:
    """Whose segment it is, and where it stands. `reader`: the least that understands its operations."""

    project: ProjectId
    device: DeviceId
    incarnation: int
    after: ChainHead
    schema: int
    seen: Mapping[DeviceId, int]
    reader: int = frame.READER


@dataclass(frozen=True, slots=True)
class Section:
    """The units (or parts of units) that stand in one compartment, in clear."""

    compartment: CompartmentId
    epoch: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A section that this device has no key for."""

    compartment: CompartmentId
    epoch: int


@dataclass(frozen=True, slots=True)
class OpenedSegment:
    header: SegmentHeader
    head: ChainHead
    sections: tuple[Section, ...]
    unread: tuple[Unread, ...]


def _bound(associated: bytes, compartment: CompartmentId, epoch: int) -> bytes:
    return associated + compartment + epoch.to_bytes(8, "big")


def seal_segment(
    place: Place, sections: Sequence[Section], keys: KeyOf, seed: SigningSeed, random: Random
) -> bytes:
    """The segment's whole file; `segment_name` names it. It may be without sections: then it acknowledges
    only.

    ValueError for what no reader would take: over 200,000 operations, a compartment twice, a value out of
    bounds. KeyError where there is no key for a section.
    """
    if len({section.compartment for section in sections}) != len(sections):
        raise ValueError("a compartment has one section in a segment")
    plains = [encode_units(section.units) for section in sections]
    operations = sum(len(unit.operations) for section in sections for unit in section.units)
    unpacked = sum(map(len, plains))
    if operations > OPERATION_LIMIT or unpacked > UNPACKED_LIMIT:
        raise ValueError("the segment is larger than any reader takes; write several")
    header = SegmentHeader(
        reader=place.reader,
        project=place.project,
        device=place.device,
        incarnation=place.incarnation,
        sequence=place.after.sequence + 1,
        previous=place.after.digest,
        operations=operations,
        unpacked=unpacked,
        schema=place.schema,
        epochs=dict(sorted((section.compartment, section.epoch) for section in sections)),
        seen=dict(sorted(place.seen.items())),
    )
    raw = frame.encode_header(header)
    associated = frame.associated(Kind.SEGMENT, raw)
    sealed: list[_Section] = []
    for section, plain in zip(sections, plains, strict=True):
        key = keys(section.compartment, section.epoch)
        if key is None:
            raise KeyError(f"no key for epoch {section.epoch} of a section's compartment")
        bound = _bound(associated, section.compartment, section.epoch)
        cipher = sealing.seal(key, sealing.compress(plain), bound, random)
        sealed.append(_Section(section.compartment, section.epoch, cipher))
    return frame.seal_frame(Kind.SEGMENT, raw, msgspec.msgpack.encode(sealed), seed)


def segment_name(place: Place, data: bytes) -> SegmentName:
    """The name under which a sealed segment is published."""
    return SegmentName(place.device, place.after.sequence + 1, short(sealing.digest(data)))


def chain_head(place: Place, data: bytes) -> ChainHead:
    """Where the device's chain stands once the sealed segment is published."""
    return ChainHead(place.incarnation, place.after.sequence + 1, sealing.digest(data))


def open_segment(
    data: bytes,
    name: SegmentName,
    project: ProjectId,
    signer: VerifyKey,
    keys: KeyOf,
    after: ChainHead | None,
) -> OpenedSegment:
    """A segment, checked in the order of exchange.md 2; the first thing wrong is a FileRefused and nothing
    is read.

    `signer` is the key that the roster gives for the directory's device, `after` the chain as far as it was
    read (None: a branch of a fork is read on its own). Sections without a key are listed, not refused.
    FileWaits where an earlier segment has not come, or a newer release is needed. What the device may write
    is checked by the store when it applies the units.
    """
    file = name.path
    opened = frame.open_frame(data, Kind.SEGMENT, SegmentHeader, signer, file, name.sha)
    header = opened.header
    if header.project != project:
        raise FileRefused("exchange.file.other_project", file)
    if header.device != name.device or header.sequence != name.sequence:
        raise FileRefused("exchange.file.name", file)
    if after is not None:
        _check_chain(header, after, file)
    if header.operations > OPERATION_LIMIT:
        raise FileRefused("exchange.segment.too_many", file, limit=OPERATION_LIMIT)
    if header.unpacked > UNPACKED_LIMIT:
        raise FileRefused("exchange.segment.too_much", file, limit=UNPACKED_LIMIT // 2**20)
    sections, unread = _open_sections(opened, keys, file)
    head = ChainHead(header.incarnation, header.sequence, opened.digest)
    return OpenedSegment(header, head, sections, unread)


def _check_chain(header: SegmentHeader, after: ChainHead, file: str) -> None:
    if header.sequence > after.sequence + 1:
        raise FileWaits("exchange.segment.gap", file, waits_for=after.sequence + 1)
    if header.sequence <= after.sequence or header.previous != after.digest:
        raise FileRefused("exchange.segment.fork", file)
    if header.incarnation < after.incarnation:
        raise FileRefused("exchange.segment.incarnation", file)


def _open_sections(
    opened: Frame[SegmentHeader], keys: KeyOf, file: str
) -> tuple[tuple[Section, ...], tuple[Unread, ...]]:
    header = opened.header
    wires = frame.decode(opened.payload, _Sections, file)
    if len(wires) != len(header.epochs) or {wire.compartment: wire.epoch for wire in wires} != header.epochs:
        raise FileRefused("exchange.file.malformed", file)
    sections: list[Section] = []
    unread: list[Unread] = []
    bytes_left, operations_left = header.unpacked, header.operations
    for wire in wires:
        key = keys(wire.compartment, wire.epoch)
        if key is None:
            unread.append(Unread(wire.compartment, wire.epoch))
            continue
        plain = _plain(key, wire, opened.associated, bytes_left, file)
        units = decode_units(plain, file, operations_left)
        bytes_left -= len(plain)
        operations_left -= sum(len(unit.operations) for unit in units)
        sections.append(Section(wire.compartment, wire.epoch, units))
    # Where everything was read, what was announced must all have been there.
    if not unread and (bytes_left or operations_left):
        raise FileRefused("exchange.file.malformed", file)
    return tuple(sections), tuple(unread)


def _plain(key: SecretKey, wire: _Section, associated: bytes, limit: int, file: str) -> bytes:
    try:
        packed = sealing.unseal(key, wire.sealed, _bound(associated, wire.compartment, wire.epoch))
    except Unsealable:
        raise FileRefused("exchange.segment.sealed", file) from None
    try:
        return sealing.decompress(packed, limit)
    except Unsealable as error:
        too_large = error.why == "too large"
        raise FileRefused(
            "exchange.segment.unpacks" if too_large else "exchange.file.malformed", file
        ) from None
