"""The invitation: a file that the office hands over, locked with six words that it tells by telephone.

 0   7  `SIMMITT`
 7   1  version of the file (1)
 8   1  `I`
 9  32  SHA-256 of the rest: a spoiled file is told from wrong words
41      age file under the words: one msgpack map
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.domain.refusal import Refusal
from app.exchange import sealing
from app.exchange.ids import (
    ID_BYTES,
    InstantField,
    InviteField,
    InviteId,
    ProjectField,
    ProjectId,
    Random,
    Role,
    SerialRange,
)
from app.exchange.project_file import OfficeKeys
from app.exchange.sealing import ProjectSecret, Unsealable
from app.exchange.shown import is_plain_name, plain_name, shown
from app.exchange.words import passphrase, read_words

FORMAT = 1
VALID_MS = 14 * 24 * 60 * 60 * 1000
SIZE_LIMIT = 8 * 1024 * 1024
_START = b"SIMMITT" + bytes((FORMAT,)) + b"I"
_CONTENT = len(_START) + 32
_Secret = Meta(min_length=32, max_length=32)


class Invitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new laptop needs to ask for its place. `secret` proves that a request answers this invitation.

    `name` is whom the office invites; `programme` the text of the programme file; `serials` what the device
    may give to sole traders; `expires` UTC milliseconds.
    """

    format: int = FORMAT
    project: ProjectField
    invite: InviteField
    name: str
    role: Role
    office: OfficeKeys
    project_secret: Annotated[ProjectSecret, _Secret]
    secret: Annotated[bytes, _Secret]
    programme: Annotated[str, Meta(max_length=2 * 1024 * 1024)]
    serials: SerialRange | None
    expires: InstantField

    def __repr__(self) -> str:
        return f"Invitation({self.invite.hex()}, secrets not shown)"


class _Format(Struct, frozen=True):
    format: int


def new_invitation(
    *,
    project: ProjectId,
    name: str,
    role: Role,
    office: OfficeKeys,
    project_secret: ProjectSecret,
    programme: str,
    serials: SerialRange | None,
    now_ms: int,
    random: Random,
) -> Invitation:
    """An invitation with an id and a secret of its own, valid 14 days. The office keeps it until then."""
    return Invitation(
        project=project,
        invite=InviteId(sealing.random_bytes(random, ID_BYTES)),
        name=plain_name(name),
        role=role,
        office=office,
        project_secret=project_secret,
        secret=sealing.random_bytes(random, sealing.KEY_BYTES),
        programme=programme,
        serials=serials,
        expires=now_ms + VALID_MS,
    )


def lock_invitation(invitation: Invitation, words: tuple[str, ...]) -> bytes:
    """The invitation's file under the six words. It takes a second or more: guessing shall cost as much."""
    plain = msgspec.msgpack.encode(invitation)
    msgspec.msgpack.decode(plain, type=Invitation)  # what cannot be read back is not handed out
    locked = sealing.wrap_with_words(plain, passphrase(words))
    return _START + sealing.digest(locked) + locked


def unlock_invitation(data: bytes, typed: str, now_ms: int, file: str) -> Invitation:
    """The invitation, opened with the words as they were typed.

    Refusal, with `file` in the sentence: `exchange.words.count`, `.unknown`, `.wrong`;
    `exchange.invitation.foreign` (no invitation), `.damaged`, `.newer`, `.too_slow`, `.expired`.
    """
    label = shown(file)
    locked = _locked_part(data, label)
    words = read_words(typed)
    try:
        plain = sealing.unwrap_with_words(locked, passphrase(words))
    except Unsealable as error:
        code = {"key": "exchange.words.wrong", "too slow": "exchange.invitation.too_slow"}.get(error.why)
        raise Refusal(code or "exchange.invitation.damaged", file=label) from None
    invitation = _decode(plain, label)
    if now_ms > invitation.expires:
        raise Refusal("exchange.invitation.expired", file=label, name=invitation.name)
    return invitation


def check_invitation(data: bytes, file: str) -> None:
    """That the bytes are a whole invitation of this version, which needs no words. Refusals as `unlock_invitation`."""
    _locked_part(data, shown(file))


def _locked_part(data: bytes, label: str) -> bytes:
    if len(data) > SIZE_LIMIT or data[:7] != _START[:7] or data[8:9] != b"I":
        raise Refusal("exchange.invitation.foreign", file=label)
    if data[7] != FORMAT:
        raise Refusal("exchange.invitation.newer", file=label)
    locked = data[_CONTENT:]
    if not locked or data[len(_START) : _CONTENT] != sealing.digest(locked):
        raise Refusal("exchange.invitation.damaged", file=label)
    return locked


def _decode(plain: bytes, label: str) -> Invitation:
    try:
        if msgspec.msgpack.decode(plain, type=_Format).format != FORMAT:
            raise Refusal("exchange.invitation.newer", file=label)
        invitation = msgspec.msgpack.decode(plain, type=Invitation)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise Refusal("exchange.invitation.damaged", file=label) from None
    if not is_plain_name(invitation.name) or not sealing.is_recipient(invitation.office.recipient):
        raise Refusal("exchange.invitation.damaged", file=label)
    return invitation
