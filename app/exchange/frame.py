"""One frame for every file of the exchange: magic and version, header, payload, signature over all before.

    0   7  `SIMMITT`
    7   1  version of the frame (1)
    8   1  kind of file
    9   4  length of the header, big-endian
   13   4  length of the payload
   17      header: one msgpack map, typed by the kind
           payload: sealed, typed by the kind
      64   Ed25519 signature of all that is before

A frame is refused before its signature holds. The one exception is `unsigned_header`: a request carries the
key that signs it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from app.exchange import sealing
from app.exchange.ids import Digest, ProjectField
from app.exchange.names import short
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.sealing import SIGNATURE_BYTES, SigningSeed, VerifyKey

MAGIC = b"SIMMITT"
VERSION = 1
READER = 1
"""What this release can read: a file that asks for more waits until a newer release is installed."""
FILE_LIMIT = 64 * 1024 * 1024
HEADER_LIMIT = 1024 * 1024

_PRELUDE = struct.Struct(">7sBBII")
_LEAST = _PRELUDE.size + SIGNATURE_BYTES


class Kind(IntEnum):
    SEGMENT = 1
    ROSTER = 2
    PROJECT = 3
    KEY = 4
    REQUEST = 5


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every header has: the least reader that understands the file, and the file's project."""

    reader: int = READER
    project: ProjectField


class _Needs(Struct, frozen=True):
    """The one field that a header of any later release still has."""

    reader: int


H = TypeVar("H", bound=Header)
T = TypeVar("T")
_NEEDS = msgspec.msgpack.Decoder(_Needs)


@dataclass(frozen=True, slots=True)
class Frame(Generic[H]):
    """A frame whose signature holds. `associated` is what its seals are bound to: kind and header."""

    header: H
    associated: bytes
    payload: bytes
    digest: Digest


def encode_header(header: Header) -> bytes:
    """The header's bytes, checked by reading them back. ValueError where a field is out of its bounds."""
    raw = msgspec.msgpack.encode(header)
    try:
        msgspec.msgpack.decode(raw, type=type(header))
    except msgspec.MsgspecError as error:
        raise ValueError(f"a header that nobody could read: {error}") from None
    if len(raw) > HEADER_LIMIT:
        raise ValueError("the header is too long")
    return raw


def associated(kind: Kind, header: bytes) -> bytes:
    """What a seal within the frame is bound to."""
    return MAGIC + bytes((VERSION, kind)) + header


def seal_frame(kind: Kind, header: bytes, payload: bytes, seed: SigningSeed) -> bytes:
    """The whole file. ValueError where it would pass the 64 MB that a reader takes."""
    body = _PRELUDE.pack(MAGIC, VERSION, kind, len(header), len(payload)) + header + payload
    if len(body) + SIGNATURE_BYTES > FILE_LIMIT:
        raise ValueError("the file is larger than any reader takes")
    return body + sealing.sign(seed, body)


def decode(data: bytes, shape: type[T], file: str, code: str = "exchange.file.malformed") -> T:
    """Typed msgpack: another type, an unknown field, a bound passed or too deep a nest is refused."""
    try:
        return msgspec.msgpack.decode(data, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise FileRefused(code, file) from None


def _check_start(data: bytes, file: str) -> None:
    if len(data) > FILE_LIMIT:
        raise FileRefused("exchange.file.too_large", file, limit=FILE_LIMIT // 2**20)
    if not data:
        raise FileRefused("exchange.file.empty", file)
    if data[:7] != MAGIC[: len(data)]:
        raise FileRefused("exchange.file.foreign", file)
    if len(data) < _LEAST:
        raise FileRefused("exchange.file.short", file)


def _why_unsigned(data: bytes, file: str, sha: str | None) -> FileRefused:
    """A signature that does not hold: forged if the file is what its name says, else it was spoiled."""
    if sha is not None and short(sealing.digest(data)) == sha:
        return FileRefused("exchange.file.forged", file)
    _, version, _, header, payload = _PRELUDE.unpack_from(data)
    said = _LEAST + header + payload
    if version == VERSION and said > len(data):
        return FileRefused("exchange.file.short", file)
    if version == VERSION and said < len(data):
        return FileRefused("exchange.file.long", file)
    return FileRefused("exchange.file.damaged", file)


def _header(data: bytes, kind: Kind, shape: type[H], file: str) -> tuple[H, int]:
    """The header of the frame, typed, and where it ends."""
    _, version, said_kind, header_length, payload_length = _PRELUDE.unpack_from(data)
    if version != VERSION:
        raise FileWaits("exchange.file.newer", file, needs=version, has=VERSION)
    if said_kind != kind:
        known = said_kind in Kind.__members__.values()
        raise FileRefused("exchange.file.kind" if known else "exchange.file.unknown_kind", file)
    if header_length > HEADER_LIMIT or _LEAST + header_length + payload_length != len(data):
        raise FileRefused("exchange.file.malformed", file)
    end = _PRELUDE.size + header_length
    raw = data[_PRELUDE.size : end]
    try:
        needs = _NEEDS.decode(raw).reader
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise FileRefused("exchange.file.malformed", file) from None
    if needs > READER:
        raise FileWaits("exchange.file.newer", file, needs=needs, has=READER)
    return decode(raw, shape, file), end


def open_frame(
    data: bytes, kind: Kind, shape: type[H], signer: VerifyKey, file: str, sha: str | None
) -> Frame[H]:
    """A frame that `signer` has signed: size, magic, signature, then version, kind and header.

    `sha` is the hash in the file's name, None for a file that has none. FileRefused names the reason;
    FileWaits where a newer reader is needed. That the hash fits the name is checked last.
    """
    _check_start(data, file)
    if not sealing.signed_by(signer, data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]):
        raise _why_unsigned(data, file, sha)
    header, end = _header(data, kind, shape, file)
    found = sealing.digest(data)
    if sha is not None and short(found) != sha:
        raise FileRefused("exchange.file.name", file)
    bound = associated(kind, data[_PRELUDE.size : end])
    return Frame(header, bound, data[end:-SIGNATURE_BYTES], found)


def unsigned_header(data: bytes, kind: Kind, shape: type[H], file: str) -> H:
    """The header of a file that brings its own key. Nothing in it is true before `open_frame` has said so."""
    _check_start(data, file)
    try:
        return _header(data, kind, shape, file)[0]
    except FileWaits:
        raise
    except FileRefused as refused:
        # Without a signature, bytes that make no sense are most often bytes that have not all come.
        if refused.code == "exchange.file.malformed":
            raise _why_unsigned(data, file, None) from None
        raise
