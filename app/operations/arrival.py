"""A newcomer's answers, looked at one by one before there is a profile. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.collation import without_marks
from app.domain.identity_numbers import refuse_personal_numbers
from app.domain.refusal import Refusal, Unavailable
from app.operations.passphrase import LEAST
from app.operations.profile_making import read_invitation, refuse_shared_place
from app.operations.workspace import Surroundings, open_folder

if TYPE_CHECKING:
    from app.exchange.folder import Folder


@dataclass(frozen=True, slots=True)
class ArrivalSnapshot:
    """What the questions need.

    `words`: every word that an invitation may be locked with, by its spelling in lower case without rings and dots.
    `keychain`: whether the operating system's keychain answers. `least`: characters of a passphrase.
    """

    words: Mapping[str, str]
    keychain: bool
    least: int


@dataclass(frozen=True, slots=True)
class InvitedSnapshot:
    """Whom an invitation is for, and to which project. `expires`: UTC milliseconds."""

    name: str
    role: str
    expires: int
    project: bytes
    registrar: bytes
    invite: bytes


def show_arrival(surroundings: Surroundings) -> ArrivalSnapshot:
    """A keychain that answers with an error counts as one that does not answer."""
    from app.exchange.words import word_list
    from app.store.keychain import find_keychain

    try:
        keychain = find_keychain(surroundings.backends) is not None
    except Unavailable:
        keychain = False
    return ArrivalSnapshot({without_marks(word): word for word in word_list()}, keychain, LEAST)


def check_name(typed: str, where: str) -> None:
    """That a person or an organisation can be called this. Raises Refusal `exchange.name.wrong` and others."""
    from app.exchange.shown import plain_name

    refuse_personal_numbers(plain_name(typed), where)


def check_programme(file: Path) -> None:
    """That the file is a programme. Raises Refusal `programmes.…`."""
    from app.operations.programmes import programme_text

    programme_text(file)


def check_invitation(file: Path) -> None:
    """That the file is a whole invitation, whatever its words are. Raises Refusal `exchange.invitation.…`."""
    from app.exchange.invitation import SIZE_LIMIT
    from app.exchange.invitation import check_invitation as check

    check(read_invitation(file, SIZE_LIMIT + 1), file.name)


def look_into(file: Path, words: str, now: int) -> InvitedSnapshot:
    """Open an invitation with its six words; it is not used up by that. Takes a second or more, by intention.

    Raises Refusal `exchange.words.…`, `exchange.invitation.…`.
    """
    from app.exchange.invitation import SIZE_LIMIT, unlock_invitation

    found = unlock_invitation(read_invitation(file, SIZE_LIMIT + 1), words, now, file.name)
    return InvitedSnapshot(
        found.name, found.role, found.expires, found.project, found.office.registrar, found.invite
    )


def check_folder(surroundings: Surroundings, profile: Path, shared: Path) -> None:
    """That the folder is there, may be written, and lies well beside the profile.

    Raises Unavailable `exchange.folder.…`; Refusal `enrolment.profile_…`.
    """
    _folder(surroundings, profile, shared).try_writing()


def check_folder_for_office(surroundings: Surroundings, profile: Path, shared: Path) -> None:
    """The same, and that a new project can begin in it. Raises Refusal `enrolment.project_there`."""
    from app.exchange import names

    folder = _folder(surroundings, profile, shared)
    if folder.exists(names.PROJECT):
        raise Refusal("enrolment.project_there", shared=str(shared))
    folder.try_writing()


def check_folder_for_invited(
    surroundings: Surroundings, profile: Path, shared: Path, invited: InvitedSnapshot
) -> None:
    """The same, that it is the folder of the project that invited, and that the invitation is unused."""
    from app.exchange.enrolment import check_unused
    from app.exchange.ids import InviteId, ProjectId
    from app.exchange.project_file import check_folder as check
    from app.exchange.sealing import VerifyKey

    folder = _folder(surroundings, profile, shared)
    check(folder, ProjectId(invited.project), VerifyKey(invited.registrar))
    check_unused(folder, InviteId(invited.invite), invited.name)
    folder.try_writing()


def _folder(surroundings: Surroundings, profile: Path, shared: Path) -> Folder:
    refuse_shared_place(profile, shared)
    return open_folder(surroundings, shared)
