"""What the first start does on its worker: looking at answers, and making the profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.first_start.answers import FieldName, Way
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.i18n import Language
    from app.operations.arrival import ArrivalSnapshot, InvitedSnapshot
    from app.operations.enrolment import ProfileSnapshot
    from app.operations.workspace import Surroundings

Around = Callable[[str | None], "Surroundings"]
"""Clock, keys and folder as they are here, with the passphrase of a key file or None. Called on the worker."""


class WrongAt(Exception):
    """A refusal whose field is known better than its code tells."""

    def __init__(self, at: FieldName, refused: Refusal) -> None:
        super().__init__(refused.code)
        self.at = at
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made, taken from the answers before the worker begins. `passphrase` None: the keychain."""

    way: Way
    invitation: Path | None
    words: str
    shared: Path
    programme: Path | None
    name: str
    organisation: str
    role: str
    passphrase: str | None

    def __repr__(self) -> str:
        return f"Wanted({self.way})"


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that its words have opened, and whether its project's folder was found good."""

    invited: InvitedSnapshot
    folder: Refusal | None


def arrival(around: Around) -> ArrivalSnapshot:
    from app.operations.arrival import show_arrival

    return show_arrival(around(None))


def check_invitation(file: Path) -> None:
    from app.operations.arrival import check_invitation as check

    check(file)


def check_programme(file: Path) -> None:
    from app.operations.arrival import check_programme as check

    check(file)


def check_name(typed: str, where: str) -> None:
    from app.operations.arrival import check_name as check

    check(typed, where)


def check_folder(
    around: Around, profile: Path, shared: Path, way: Way, invited: InvitedSnapshot | None
) -> None:
    from app.operations import arrival

    found = around(None)
    if way == "office":
        arrival.check_folder_for_office(found, profile, shared)
    elif invited is not None:
        arrival.check_folder_for_invited(found, profile, shared, invited)
    else:
        arrival.check_folder(found, profile, shared)


def open_invitation(around: Around, profile: Path, shared: Path, file: Path, words: str) -> Opened:
    """Whom an invitation is for; and what is wrong with the folder, so that the words are not tried twice."""
    from app.operations import arrival

    found = around(None)
    invited = arrival.look_into(file, words, found.now())
    try:
        arrival.check_folder_for_invited(found, profile, shared, invited)
    except Refusal as refused:
        return Opened(invited, refused)
    return Opened(invited, None)


def make(around: Around, profile: Path, wanted: Wanted, labels: tuple[str, str]) -> ProfileSnapshot:
    """The profile, whole or not at all. `labels`: what the fields for name and organisation are called."""
    from app.operations import enrolment

    _check_who(wanted, labels)
    found = around(wanted.passphrase)
    if wanted.way == "office":
        return enrolment.create_office(
            profile,
            found,
            role="office",
            name=wanted.name,
            organisation=wanted.organisation,
            shared=wanted.shared,
            programme=wanted.programme,
        )
    assert wanted.invitation is not None
    return enrolment.join(
        profile,
        found,
        role=wanted.role,
        name=wanted.name,
        organisation=wanted.organisation,
        shared=wanted.shared,
        invitation=wanted.invitation,
        words=wanted.words,
    )


def _check_who(wanted: Wanted, labels: tuple[str, str]) -> None:
    told: tuple[tuple[FieldName, str, str], ...] = (
        ("name", wanted.name, labels[0]),
        ("organisation", wanted.organisation, labels[1]),
    )
    for at, typed, label in told:
        try:
            check_name(typed, label)
        except Refusal as refused:
            raise WrongAt(at, refused) from None


def practise(around: Around, profile: Path, language: Language, progress: Callable[[int, int], None]) -> None:
    """The practice programme in its own profile; one that is there is used as it is."""
    from app import settings
    from app.operations.practice import is_practice, make_practice

    if not is_practice(profile):
        make_practice(profile, around(None), language=language, progress=progress)
    settings.change(profile, lambda before: replace(before, language=language))


def keep_language(profile: Path, language: Language) -> None:
    from app import settings

    settings.change(profile, lambda before: replace(before, language=language))
