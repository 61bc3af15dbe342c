"""Devices, keys, units and files of the exchange for its tests, and files that no honest device writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec
import pytest

from app.domain.refusal import Refusal
from app.exchange import frame, sealing
from app.exchange.enrolment import DeviceKeys
from app.exchange.frame import Kind
from app.exchange.ids import (
    CompartmentEpoch,
    CompartmentId,
    DeviceId,
    InviteId,
    ProjectId,
    Random,
    RowId,
    UnitId,
)
from app.exchange.names import RosterName, SegmentName, short
from app.exchange.roster import Roster, RosterDevice
from app.exchange.sealing import ProjectSecret, SecretKey, SigningSeed
from app.exchange.segment import CHAIN_START, ChainHead, Place, Section, SegmentHeader
from app.exchange.units import Operation, OperationKind, Unit
from app.store.ids import stamp

PROJECT = ProjectId(b"project-0123456!")
OTHER_PROJECT = ProjectId(b"another-project!")
INVITE = InviteId(b"invitation-00001")
SECRET = ProjectSecret(b"p" * 32)
REGISTRAR = SigningSeed(b"r" * 32)
COMPANY = CompartmentId(b"compartment-comp")
PEOPLE = CompartmentId(b"compartment-peop")
KEYS = {
    (COMPANY, 1): SecretKey(b"c" * 32),
    (COMPANY, 2): SecretKey(b"d" * 32),
    (PEOPLE, 1): SecretKey(b"e" * 32),
}
NOW = 1_790_000_000_000


def code_of(call: Callable[[], object]) -> str:
    """The code that the call is refused with; it must be refused."""
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def seeded(seed: str) -> Random:
    """A source of bytes that is the same in every run. For tests only."""
    counter = 0

    def draw(count: int) -> bytes:
        nonlocal counter
        out = b""
        while len(out) < count:
            counter += 1
            out += sha256(f"{seed} {counter}".encode()).digest()
        return out[:count]

    return draw


def device_keys(name: str) -> DeviceKeys:
    random = seeded(name)
    return DeviceKeys(DeviceId(random(16)), sealing.new_seed(random), sealing.new_identity())


ANNA = device_keys("anna")
BO = device_keys("bo")
OFFICE = device_keys("office")


def key_of(compartment: CompartmentId, epoch: int) -> SecretKey | None:
    return KEYS.get((compartment, epoch))


def no_keys(compartment: CompartmentId, epoch: int) -> SecretKey | None:
    return None


def unit(number: int, operations: int = 2, device: DeviceId = ANNA.device) -> Unit:
    random = seeded(f"unit {number}")
    clock = (NOW + number) << 16
    return Unit(
        UnitId(random(16)),
        "Anna Öberg",
        "interview.answer",
        NOW + number,
        None,
        tuple(
            Operation(
                OperationKind.SET,
                7,
                RowId(random(16)),
                place % 30,
                (f"svar {number}.{place}", place, None, bytes((place % 256,)))[place % 4],
                clock + place,
                (stamp(clock - 1, device),) if place % 2 else (),
            )
            for place in range(operations)
        ),
    )


def place(after: ChainHead = CHAIN_START, device: DeviceId = ANNA.device, incarnation: int = 1) -> Place:
    return Place(PROJECT, device, incarnation, after, 1, {BO.device: 4, ANNA.device: after.sequence})


def sections(first: int = 1, units: int = 1, operations: int = 2) -> list[Section]:
    return [
        Section(COMPANY, 1, tuple(unit(first + n, operations) for n in range(units))),
        Section(PEOPLE, 1, tuple(unit(first + n, operations) for n in range(units))),
    ]


def named(data: bytes, sequence: int = 1, device: DeviceId = ANNA.device) -> SegmentName:
    """The name that the file's own bytes ask for."""
    return SegmentName(device, sequence, short(sealing.digest(data)))


def roster(sequence: int = 1) -> Roster:
    return Roster(
        sequence,
        tuple(
            RosterDevice(
                id=keys.device,
                name=name,
                organisation="Teknikdalen",
                role="office" if keys is OFFICE else "coach",
                signing=keys.public.signing,
                recipient=keys.public.recipient,
                epochs=(CompartmentEpoch(COMPANY, 1),),
            )
            for name, keys in (("Kontoret", OFFICE), ("Anna Öberg", ANNA), ("Bo", BO))
        ),
    )


def roster_named(data: bytes, sequence: int) -> RosterName:
    return RosterName(sequence, short(sealing.digest(data)))


@dataclass
class Hostile:
    """A segment that an enrolled device signs and seals rightly, with whatever inside."""

    plain: bytes = b""
    packed: bytes | None = None
    payload: bytes | None = None
    header: dict[str, object] = field(default_factory=dict)
    spoil: Callable[[bytes], bytes] | None = None
    kind: int = Kind.SEGMENT

    def file(self) -> bytes:
        said: dict[str, object] = {
            "reader": 1,
            "project": PROJECT,
            "device": ANNA.device,
            "incarnation": 1,
            "sequence": 1,
            "previous": bytes(32),
            "operations": 1,
            "unpacked": len(self.plain),
            "schema": 1,
            "epochs": {COMPANY: 1},
            "seen": {},
        } | self.header
        raw = msgspec.msgpack.encode(said)
        if self.spoil:
            raw = self.spoil(raw)
        bound = frame.associated(Kind.SEGMENT, raw) + COMPANY + (1).to_bytes(8, "big")
        packed = sealing.compress(self.plain) if self.packed is None else self.packed
        payload = self.payload
        if payload is None:
            sealed = sealing.seal(KEYS[COMPANY, 1], packed, bound, seeded("hostile"))
            payload = msgspec.msgpack.encode([[COMPANY, 1, sealed]])
        return signed(self.kind, raw, payload)


def signed(
    kind: int, header: bytes, payload: bytes, seed: SigningSeed = ANNA.seed, version: int = 1
) -> bytes:
    lengths = len(header).to_bytes(4, "big") + len(payload).to_bytes(4, "big")
    body = frame.MAGIC + bytes((version, kind)) + lengths + header + payload
    return body + sealing.sign(seed, body)


def header_of(data: bytes) -> SegmentHeader:
    return frame.unsigned_header(data, Kind.SEGMENT, SegmentHeader, "")
