"""Ids of rows that two devices must mean alike (record.md 4), and the hybrid clock."""

from __future__ import annotations

import unicodedata
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from app.store.compartments import compartment_id
from app.store.ids import (
    Clock,
    DeviceId,
    device_text,
    natural_id,
    parse_device,
    stamp,
    stamp_device,
    stamp_time,
)
from app.store.registry import Compartment

SECRET = b"p" * 32
Parts = list[None | int | bytes | str]
PARTS = st.lists(st.one_of(st.none(), st.integers(), st.binary(max_size=6), st.text(max_size=6)), max_size=4)
GOLDEN_ROW = "a114f9a96d1c89d5999570cf837b1abf"
GOLDEN_COMPARTMENT = "7e3c0be7fe08861e9e959a7dab939a15"


def _composed(parts: Parts) -> Parts:
    return [unicodedata.normalize("NFC", part) if isinstance(part, str) else part for part in parts]


@settings(max_examples=200)
@given(PARTS, PARTS)
def test_ids_are_equal_for_equal_keys_only(one: Parts, other: Parts) -> None:
    same = natural_id(SECRET, "answer", *one) == natural_id(SECRET, "answer", *other)
    assert same == (_composed(one) == _composed(other))


def test_ids_are_uuids_that_depend_on_secret_and_entity() -> None:
    first = natural_id(SECRET, "answer", b"interview", "c01_plan", None)
    assert uuid.UUID(bytes=first).version == 8
    assert uuid.UUID(bytes=first).variant == uuid.RFC_4122
    assert first != natural_id(SECRET, "rating", b"interview", "c01_plan", None)
    assert first != natural_id(b"q" * 32, "answer", b"interview", "c01_plan", None)
    assert natural_id(SECRET, "answer", "ab", "c") != natural_id(SECRET, "answer", "a", "bc")


def test_golden_ids_never_change() -> None:
    """Or two laptops, one of them upgraded, would no longer mean the same row."""
    assert natural_id(SECRET, "answer", b"interview", "Öberg", None, 7).hex() == GOLDEN_ROW
    assert compartment_id(SECRET, Compartment.PEOPLE, None).hex() == GOLDEN_COMPARTMENT


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**62))
def test_devices_and_stamps_come_back_as_they_were(device: bytes, time: int) -> None:
    assert parse_device(device_text(DeviceId(device))) == device
    made = stamp(time, DeviceId(device))
    assert (stamp_time(made), stamp_device(made)) == (time, device)


def test_the_clock_never_goes_back_and_a_wild_one_does_not_drag_it() -> None:
    wall = [1_000_000]
    clock = Clock(lambda: wall[0])
    first = clock.tick()
    wall[0] -= 10_000
    assert clock.tick() > first
    near = (wall[0] + 60_000) << 16
    clock.saw(near)
    assert clock.tick() > near
    clock.saw((wall[0] + 10 * 365 * 86_400_000) << 16)
    assert clock.tick() < (wall[0] + 86_400_000) << 16
