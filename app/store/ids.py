"""Ids and stamps: how rows, units, devices and moments are named.

A thing that a person creates is a uuid7; a row that two devices must mean alike is an HMAC of its natural key under
the project secret, so that nobody can guess rows from the folder (record.md 4). All ids are 16 bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from typing import NewType

RowId = NewType("RowId", bytes)
UnitId = NewType("UnitId", bytes)
DeviceId = NewType("DeviceId", bytes)
Stamp = NewType("Stamp", bytes)
"""A hybrid logical clock reading with its device: 8 bytes of time, 16 of device. Their byte order is their order."""

STAMP_SIZE = 24
_COUNTER_BITS = 16


def new_id() -> bytes:
    """A uuid7: sorted by the moment of its making."""
    import uuid_utils

    return uuid_utils.uuid7().bytes


def unambiguous(parts: Sequence[bytes | str | int | None]) -> bytes:
    """Kind, length and content of each part, so that no two keys run together. Text is composed (NFC)."""
    out = bytearray()
    for part in parts:
        if part is None:
            kind, content = b"n", b""
        elif isinstance(part, bytes):
            kind, content = b"b", part
        elif isinstance(part, str):
            kind, content = b"s", unicodedata.normalize("NFC", part).encode("utf-8")
        else:
            kind, content = b"i", str(int(part)).encode("ascii")
        out += kind + len(content).to_bytes(8, "big") + content
    return bytes(out)


def natural_id(secret: bytes, entity: str, *parts: bytes | str | int | None) -> RowId:
    """The id that every device gives to the row with this natural key: a version 8 uuid from HMAC-SHA-256."""
    keyed = hmac.new(secret, b"simmitt row 1\0" + unambiguous([entity, *parts]), hashlib.sha256)
    raw = bytearray(keyed.digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return RowId(bytes(raw))


def hyphenated(row: bytes) -> str:
    """The form of an id in JSON."""
    return str(uuid.UUID(bytes=row))


def parse_id(text: str) -> bytes | None:
    """The 16 bytes of a hyphenated id, or None where the text is none."""
    try:
        return uuid.UUID(text.strip()).bytes
    except ValueError:
        return None


def device_text(device: DeviceId) -> str:
    """The form of a device's id in the folder and on screen: 26 letters and digits."""
    return base64.b32encode(device).decode().rstrip("=").lower()


def parse_device(text: str) -> DeviceId | None:
    try:
        data = base64.b32decode(text.strip().upper() + "=" * 6)
    except ValueError:
        return None
    return DeviceId(data) if len(data) == 16 else None


def stamp(time: int, device: DeviceId) -> Stamp:
    """The 24 bytes of a clock reading and a device. ValueError outside 0..2^63-1 or for another id length."""
    if not 0 <= time < 2**63 or len(device) != 16:
        raise ValueError("a stamp is a clock of 63 bits and a device of 16 bytes")
    return Stamp(time.to_bytes(8, "big") + device)


def stamp_time(value: Stamp) -> int:
    """The hybrid time of a stamp: wall milliseconds shifted left by 16, plus a counter."""
    return int.from_bytes(value[:8], "big")


def stamp_device(value: Stamp) -> DeviceId:
    return DeviceId(bytes(value[8:]))


class Clock:
    """The hybrid logical clock: never behind the wall, never behind what was seen, never the same twice.

    A device whose clock is far ahead does not drag this one by more than 24 hours (exchange.md 3).
    """

    _LIMIT_MS = 24 * 3600 * 1000

    def __init__(self, now: Callable[[], int]) -> None:
        """`now` gives UTC milliseconds."""
        self.now = now
        self._last = 0

    def tick(self) -> int:
        self._last = max(self.now() << _COUNTER_BITS, self._last + 1)
        return self._last

    def horizon(self) -> int:
        """The first time that is too far ahead to be believed."""
        return (self.now() + self._LIMIT_MS) << _COUNTER_BITS

    def saw(self, time: int) -> None:
        """Somebody else's time."""
        if time < self.horizon():
            self.said(time)

    def said(self, time: int) -> None:
        """This device's own time, whatever the wall says now."""
        self._last = max(self._last, time)
