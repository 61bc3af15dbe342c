"""What names a thing in the exchange: 16 bytes in files, 26 letters in file names."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Annotated, Literal, NewType, TypeAlias

from msgspec import Meta, Struct

from app.store.ids import DeviceId as DeviceId
from app.store.ids import RowId as RowId
from app.store.ids import UnitId as UnitId

ProjectId = NewType("ProjectId", bytes)
InviteId = NewType("InviteId", bytes)
CompartmentId = NewType("CompartmentId", bytes)
CompanyId: TypeAlias = RowId
"""A company is named by its row."""
Digest = NewType("Digest", bytes)
"""The SHA-256 of a whole file, 32 bytes."""

Role = Literal["office", "coach", "consultant"]
Random = Callable[[int], bytes]
"""A source of that many secret random bytes: `secrets.token_bytes`, or a test's own."""

ID_BYTES = 16
ID_LETTERS = 26
LAST_SEQUENCE = 9_999_999_999
LAST_EPOCH = 999_999_999

_ID = Meta(min_length=ID_BYTES, max_length=ID_BYTES)
DeviceField = Annotated[DeviceId, _ID]
ProjectField = Annotated[ProjectId, _ID]
InviteField = Annotated[InviteId, _ID]
CompartmentField = Annotated[CompartmentId, _ID]
CompanyField = Annotated[CompanyId, _ID]
UnitField = Annotated[UnitId, _ID]
RowField = Annotated[RowId, _ID]
DigestField = Annotated[Digest, Meta(min_length=32, max_length=32)]
SequenceField = Annotated[int, Meta(ge=1, le=LAST_SEQUENCE)]
EpochField = Annotated[int, Meta(ge=1, le=LAST_EPOCH)]
InstantField = Annotated[int, Meta(ge=0, le=2**47 - 1)]
"""UTC milliseconds since 1970."""


class CompartmentEpoch(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One key of one compartment: a new epoch has a new key."""

    compartment: CompartmentField
    epoch: EpochField


class SerialRange(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The serials `EF-first` to `EF-last` that a device may give to sole traders, both included."""

    first: Annotated[int, Meta(ge=1, le=999)]
    last: Annotated[int, Meta(ge=1, le=999)]


def id_text(raw: bytes) -> str:
    """The 26 letters and digits (base32, lower-case) of a 16-byte id. ValueError for another length."""
    if len(raw) != ID_BYTES:
        raise ValueError(f"an id has {ID_BYTES} bytes, not {len(raw)}")
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def id_from_text(text: str) -> bytes | None:
    """The 16 bytes of an id's 26 letters, or None: one text stands for an id, so upper-case is none."""
    if len(text) != ID_LETTERS or not text.isascii() or text != text.lower():
        return None
    try:
        raw = base64.b32decode(text.upper() + "======")
    except ValueError:
        return None
    # The last letter has two bits to spare; only the spelling that we write is ours.
    return raw if id_text(raw) == text else None
