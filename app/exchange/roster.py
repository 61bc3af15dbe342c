"""The roster: every device of the project, with its public keys and what it may read. Signed by the
registrar.

Staff's names are in it, so the payload is sealed under a key that every enrolled device reckons from the
project secret; only project and sequence stand in clear. The sequence only grows: an older roster put back
is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.exchange import frame, sealing
from app.exchange.frame import Header, Kind
from app.exchange.ids import (
    LAST_SEQUENCE,
    CompanyField,
    CompartmentEpoch,
    DeviceField,
    DeviceId,
    Digest,
    ProjectId,
    Random,
    Role,
    SequenceField,
    SerialRange,
)
from app.exchange.names import RosterName, short
from app.exchange.project_file import RecipientField, VerifyKeyField
from app.exchange.refused import FileRefused
from app.exchange.sealing import ProjectSecret, SigningSeed, Unsealable, VerifyKey
from app.exchange.shown import is_plain_name

_MOST = Meta(max_length=10_000)


class RosterDevice(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One laptop. `revoked_at`: its last segment that counts; None while it is live.

    `epochs`: per compartment the newest epoch that this device is to read (record.md 3); `companies`: those
    that it is assigned to.
    """

    id: DeviceField
    name: str
    organisation: str
    role: Role
    signing: VerifyKeyField
    recipient: RecipientField
    companies: Annotated[tuple[CompanyField, ...], _MOST] = ()
    epochs: Annotated[tuple[CompartmentEpoch, ...], Meta(max_length=50_000)] = ()
    serials: SerialRange | None = None
    revoked_at: Annotated[int, Meta(ge=0, le=LAST_SEQUENCE)] | None = None


_Devices = Annotated[tuple[RosterDevice, ...], _MOST]


@dataclass(frozen=True, slots=True)
class Roster:
    sequence: int
    devices: tuple[RosterDevice, ...]

    def device(self, device: DeviceId) -> RosterDevice | None:
        return next((entry for entry in self.devices if entry.id == device), None)

    def signer(self, device: DeviceId, sequence: int, file: str) -> VerifyKey:
        """The key that signs this device's file of that sequence.

        FileRefused `exchange.roster.unknown` for a device that is not enrolled, `exchange.roster.revoked`
        beyond the last sequence that counts.
        """
        entry = self.device(device)
        if entry is None:
            raise FileRefused("exchange.roster.unknown", file)
        if entry.revoked_at is not None and sequence > entry.revoked_at:
            raise FileRefused("exchange.roster.revoked", file, last=entry.revoked_at)
        return entry.signing


@dataclass(frozen=True, slots=True)
class RosterHead:
    """The newest roster that this device has accepted."""

    sequence: int
    digest: Digest


ROSTER_START = RosterHead(0, Digest(bytes(32)))


class _RosterHeader(Header, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sequence: SequenceField


def _sound(devices: Sequence[RosterDevice]) -> bool:
    """Ids once, names that can be shown, keys that are keys, serials that no two devices share."""
    ranges = sorted((d.serials.first, d.serials.last) for d in devices if d.serials is not None)
    return (
        len({device.id for device in devices}) == len(devices)
        and len({device.signing for device in devices}) == len(devices)
        and all(is_plain_name(d.name) and is_plain_name(d.organisation) for d in devices)
        and all(sealing.is_recipient(device.recipient) for device in devices)
        and all(first <= last for first, last in ranges)
        and all(one[1] < other[0] for one, other in zip(ranges, ranges[1:], strict=False))
    )


def write_roster(
    roster: Roster, project: ProjectId, secret: ProjectSecret, registrar: SigningSeed, random: Random
) -> bytes:
    """The roster's file. ValueError for a device twice, serials that overlap, a name that cannot be shown."""
    plain = msgspec.msgpack.encode(roster.devices)
    try:
        sound = _sound(msgspec.msgpack.decode(plain, type=_Devices))
    except msgspec.ValidationError as error:
        raise ValueError(f"a roster that nobody could read: {error}") from None
    if not sound:
        raise ValueError("a device twice, serials that overlap, or a name that cannot be shown")
    header = frame.encode_header(_RosterHeader(project=project, sequence=roster.sequence))
    key = sealing.derived_key(secret, "roster")
    bound = frame.associated(Kind.ROSTER, header)
    return frame.seal_frame(Kind.ROSTER, header, sealing.seal(key, plain, bound, random), registrar)


def roster_name(roster: Roster, data: bytes) -> RosterName:
    """The name under which a roster's file is published."""
    return RosterName(roster.sequence, short(sealing.digest(data)))


def open_roster(
    data: bytes,
    name: RosterName,
    project: ProjectId,
    secret: ProjectSecret,
    registrar: VerifyKey,
    accepted: RosterHead,
) -> tuple[Roster, RosterHead]:
    """A roster, and what is accepted from now on. The accepted one itself may be read again.

    FileRefused `exchange.roster.older` for one with a lower sequence than the accepted,
    `exchange.roster.twice` for another one with the same sequence.
    """
    file = name.path
    opened = frame.open_frame(data, Kind.ROSTER, _RosterHeader, registrar, file, name.sha)
    if opened.header.project != project:
        raise FileRefused("exchange.file.other_project", file)
    if opened.header.sequence != name.sequence:
        raise FileRefused("exchange.file.name", file)
    if name.sequence < accepted.sequence:
        raise FileRefused("exchange.roster.older", file, accepted=accepted.sequence, found=name.sequence)
    if name.sequence == accepted.sequence and opened.digest != accepted.digest:
        raise FileRefused("exchange.roster.twice", file, accepted=accepted.sequence)
    try:
        plain = sealing.unseal(sealing.derived_key(secret, "roster"), opened.payload, opened.associated)
    except Unsealable:
        raise FileRefused("exchange.file.other_project", file) from None
    devices = frame.decode(plain, _Devices, file)
    if not _sound(devices):
        raise FileRefused("exchange.file.malformed", file)
    return Roster(name.sequence, devices), RosterHead(name.sequence, opened.digest)
