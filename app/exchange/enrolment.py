"""Enrolment: a new laptop's keys, its request to the office, and the fingerprint that both sides read aloud.

The request is signed by the new device, sealed to the office (the folder shows no names), and proves by the
invitation's secret that it answers that invitation. Whether an invitation is used up is the office's record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.domain.refusal import Refusal
from app.exchange import frame, names, sealing
from app.exchange.folder import Folder
from app.exchange.frame import Header, Kind
from app.exchange.ids import (
    ID_BYTES,
    DeviceField,
    DeviceId,
    InstantField,
    InviteField,
    InviteId,
    ProjectField,
    ProjectId,
    Random,
    Role,
)
from app.exchange.invitation import Invitation
from app.exchange.names import RequestName, short
from app.exchange.project_file import RecipientField, VerifyKeyField
from app.exchange.refused import FileRefused
from app.exchange.sealing import Identity, Recipient, SigningSeed, Unsealable
from app.exchange.shown import is_plain_name, plain_name

SIZE_LIMIT = 64 * 1024
# 32 letters and digits that are told apart by eye and ear on the telephone: no I, O, 0, 1.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_FINGERPRINT_LETTERS = 16


class PublicKeys(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a device shows to others: the key that its files are signed with, and the one to wrap for it."""

    signing: VerifyKeyField
    recipient: RecipientField


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A laptop's own keys. The secret halves live in the keychain, or in a file under a passphrase."""

    device: DeviceId
    seed: SigningSeed
    identity: Identity

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(sealing.verify_key(self.seed), sealing.recipient(self.identity))

    def __repr__(self) -> str:
        return f"DeviceKeys({self.device.hex()}, secrets not shown)"


class Request(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a new laptop asks for. `made` is its own clock, UTC milliseconds."""

    project: ProjectField
    invite: InviteField
    device: DeviceField
    name: str
    organisation: str
    role: Role
    keys: PublicKeys
    made: InstantField


class _Sealed(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    request: Annotated[bytes, Meta(max_length=SIZE_LIMIT)]
    proof: Annotated[bytes, Meta(min_length=32, max_length=32)]


class _RequestHeader(Header, frozen=True, kw_only=True, forbid_unknown_fields=True):
    invite: InviteField
    device: DeviceField
    signing: VerifyKeyField


def new_device_keys(random: Random) -> DeviceKeys:
    """Keys for a new laptop. The age key comes from age's own source, which is the system's."""
    device = DeviceId(sealing.random_bytes(random, ID_BYTES))
    return DeviceKeys(device, sealing.new_seed(random), sealing.new_identity())


def new_request(
    invitation: Invitation, keys: DeviceKeys, name: str, organisation: str, role: Role, now_ms: int
) -> Request:
    """The request that answers an invitation. Refusal `exchange.invitation.role` for another role."""
    if role != invitation.role:
        raise Refusal("exchange.invitation.role", invited=invitation.role, asked=role)
    return Request(
        invitation.project,
        invitation.invite,
        keys.device,
        plain_name(name),
        plain_name(organisation),
        role,
        keys.public,
        now_ms,
    )


def write_request(request: Request, secret: bytes, office: Recipient, seed: SigningSeed) -> bytes:
    """The request's file: sealed to the office, proved by the invitation's secret, signed by the device."""
    plain = msgspec.msgpack.encode(request)
    sealed = msgspec.msgpack.encode(_Sealed(plain, sealing.proof(secret, plain)))
    header = frame.encode_header(
        _RequestHeader(
            project=request.project,
            invite=request.invite,
            device=request.device,
            signing=request.keys.signing,
        )
    )
    return frame.seal_frame(Kind.REQUEST, header, sealing.wrap(sealed, [office]), seed)


def request_name(request: Request, data: bytes) -> RequestName:
    """The name under which a request is published."""
    return RequestName(request.invite, short(sealing.digest(data)))


def check_unused(folder: Folder, invite: InviteId, name: str) -> None:
    """Refusal `exchange.invitation.used` where a laptop has already answered the invitation here."""
    found = names.sort_names(names.invite_directory(invite), folder.names(names.invite_directory(invite)))
    if found.known:
        raise Refusal("exchange.invitation.used", name=name)


def open_request(
    data: bytes,
    name: RequestName,
    project: ProjectId,
    identity: Identity,
    invitation_of: Callable[[InviteId], Invitation | None],
    now_ms: int,
) -> Request:
    """A request as the office reads it; `identity` is the office's, `invitation_of` gives what it has sent
    out.

    FileRefused: `exchange.request.uninvited` (no such invitation), `.expired` by the office's clock, `.proof`
    (whoever wrote it has not opened the invitation), `.role`, and what any file can be refused for.
    """
    file = name.path
    signer = frame.unsigned_header(data, Kind.REQUEST, _RequestHeader, file).signing
    opened = frame.open_frame(data, Kind.REQUEST, _RequestHeader, signer, file, name.sha)
    header = opened.header
    if header.project != project:
        raise FileRefused("exchange.file.other_project", file)
    if header.invite != name.invite:
        raise FileRefused("exchange.file.name", file)
    invitation = invitation_of(name.invite)
    if invitation is None:
        raise FileRefused("exchange.request.uninvited", file)
    try:
        sealed = frame.decode(sealing.unwrap(opened.payload, identity), _Sealed, file)
    except Unsealable:
        raise FileRefused("exchange.request.sealed", file) from None
    if not sealing.proves(invitation.secret, sealed.request, sealed.proof):
        raise FileRefused("exchange.request.proof", file)
    request = frame.decode(sealed.request, Request, file)
    _check_request(request, header, invitation, now_ms, file)
    return request


def _check_request(
    request: Request, header: _RequestHeader, invitation: Invitation, now_ms: int, file: str
) -> None:
    said = (request.project, request.invite, request.device, request.keys.signing)
    if said != (header.project, header.invite, header.device, header.signing):
        raise FileRefused("exchange.request.proof", file)
    if not is_plain_name(request.name) or not is_plain_name(request.organisation):
        raise FileRefused("exchange.file.malformed", file)
    if not sealing.is_recipient(request.keys.recipient):
        raise FileRefused("exchange.file.malformed", file)
    if request.role != invitation.role:
        raise FileRefused("exchange.request.role", file, asked=request.role, invited=invitation.role)
    if now_ms > invitation.expires:
        raise FileRefused("exchange.request.expired", file, name=request.name)


def fingerprint(keys: PublicKeys, project: ProjectId) -> str:
    """Four groups of four letters that stand for a device's public keys: `ABCD-EFGH-JKLM-NPQR` (80 bits)."""
    number = int.from_bytes(sealing.fingerprint_bytes(project, keys.signing, keys.recipient), "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_FINGERPRINT_LETTERS)))
    return "-".join(letters[start : start + 4] for start in range(0, _FINGERPRINT_LETTERS, 4))


def same_fingerprint(typed: str, right: str) -> bool:
    """Whether what was typed is the fingerprint; case, spaces and hyphens do not matter."""
    one, other = ("".join(letter for letter in text.upper() if letter.isalnum()) for text in (typed, right))
    return len(other) == _FINGERPRINT_LETTERS and sealing.same(one, other)
