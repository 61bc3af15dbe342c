"""Ids and stamps: how rows, units, devices and moments are named.

A thing that a person creates is a uuid7; a row that two devices must mean alike is an HMAC of its natural key under
the project secret, so that nobody can guess rows from the folder (record.md 4). All ids are 16 bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Callable
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


def natural_id(secret: bytes, entity: str, *parts: bytes | str | int | None) -> RowId:
    """The id that every device gives to the row with this natural key."""
    keyed = hmac.new(secret, entity.encode(), hashlib.sha256)
    for part in parts:
        data = b"-" if part is None else part if isinstance(part, bytes) else str(part).encode()
        keyed.update(len(data).to_bytes(4, "big") + type(part).__name__[:1].encode() + data)
    return RowId(keyed.digest()[:16])


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
    return Stamp(time.to_bytes(8, "big") + device)


def stamp_time(value: Stamp) -> int:
    """The hybrid time of a stamp: wall milliseconds shifted left by 16, plus a counter."""
    return int.from_bytes(value[:8], "big")


def stamp_device(value: Stamp) -> DeviceId:
    return DeviceId(bytes(value[8:]))


def wall_ms(time: int) -> int:
    return time >> _COUNTER_BITS


class Clock:
    """The hybrid logical clock: never behind the wall, never behind what was seen, never the same twice.

    A device whose clock is far ahead does not drag this one by more than 24 hours (exchange.md 3).
    """

    _LIMIT_MS = 24 * 3600 * 1000

    def __init__(self, now: Callable[[], int], last: int = 0) -> None:
        """`now` gives UTC milliseconds; `last` is the largest time that the log holds."""
        self.now = now
        self._last = last

    def tick(self) -> int:
        self._last = max(self.now() << _COUNTER_BITS, self._last + 1)
        return self._last

    def saw(self, time: int) -> None:
        if wall_ms(time) <= self.now() + self._LIMIT_MS:
            self._last = max(self._last, time)
