"""What a newcomer's answers are checked against: each refusal by name, and nothing left behind by looking."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from _day import ANNA, OFFICE, Project, project_in

from app.domain.refusal import Refusal
from app.exchange.disk import SystemDisk
from app.exchange.folder import OsFolder
from app.operations import arrival, enrolment, shared_folder


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


class DeniedDisk(SystemDisk):
    """A share that may be read and not written."""

    def open_new(self, path: str) -> int:
        raise OSError(errno.EACCES, "denied")


def test_every_word_is_found_without_its_rings_and_dots(project: Project) -> None:
    known = arrival.show_arrival(replace(project.surroundings(), backends=()))
    assert len(known.words) == 1296
    assert not known.keychain
    assert all(spelling.isascii() and spelling.islower() for spelling in known.words)
    assert {word for word in known.words.values() if not word.isascii()}


def test_a_keychain_that_fails_counts_as_none(project: Project) -> None:
    def broken() -> object:
        raise RuntimeError("no bus")

    known = arrival.show_arrival(replace(project.surroundings(), backends=(broken,)))  # type: ignore[arg-type]
    assert not known.keychain


@pytest.mark.parametrize("typed", ["", "   ", "a\u202eb", "x\x07", "n" * 121])
def test_names_that_cannot_be_shown_are_refused(typed: str) -> None:
    assert code_of(lambda: arrival.check_name(typed, "namn")) == "exchange.name.wrong"


def test_a_personal_number_is_no_name() -> None:
    assert code_of(lambda: arrival.check_name("Eva 811228-9874", "namn")) == "domain.personal_number"


def test_an_invitation_is_looked_at_without_words_and_opened_with_them(project: Project) -> None:
    file = project.root / "ny.invitation"
    with project.at(OFFICE) as office:
        made = enrolment.invite(office, name="Nils Ny", role="coach", out=file)
    words = " ".join(made.words)
    arrival.check_invitation(file)
    data = file.read_bytes()
    spoiled = project.root / "trasig.invitation"
    spoiled.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)))
    foreign = project.root / "brev.txt"
    foreign.write_text("hej")
    assert code_of(lambda: arrival.check_invitation(spoiled)) == "exchange.invitation.damaged"
    assert code_of(lambda: arrival.check_invitation(foreign)) == "exchange.invitation.foreign"
    assert code_of(lambda: arrival.check_invitation(project.root / "nej")) == "enrolment.no_file"
    found = arrival.look_into(file, words, project.clock())
    assert (found.name, found.role) == ("Nils Ny", "coach")
    # Looking uses nothing up, and the folder of the project is known again.
    surroundings = project.surroundings()
    new = project.root / "nils"
    arrival.check_folder_for_invited(surroundings, new, project.shared, found)
    empty = project.root / "tom"
    empty.mkdir()
    assert (
        code_of(lambda: arrival.check_folder_for_invited(surroundings, new, empty, found))
        == "exchange.project.missing"
    )
    enrolment.join(
        new,
        surroundings,
        role="coach",
        name="Nils Ny",
        organisation="IUC",
        shared=project.shared,
        invitation=file,
        words=words,
    )
    again = project.root / "nils-igen"
    assert (
        code_of(lambda: arrival.check_folder_for_invited(surroundings, again, project.shared, found))
        == "exchange.invitation.used"
    )


def test_the_office_needs_an_empty_folder_that_can_be_written(project: Project) -> None:
    surroundings = project.surroundings()
    profile = project.root / "ny"
    empty = project.root / "tom"
    empty.mkdir()
    arrival.check_folder_for_office(surroundings, profile, empty)
    assert list(empty.iterdir()) == []
    assert not profile.exists()

    def code(shared: Path, at: Path = profile) -> str:
        return code_of(lambda: arrival.check_folder_for_office(surroundings, at, shared))

    assert code(project.shared) == "enrolment.project_there"
    assert code(project.root / "finns-inte") == "exchange.folder.missing"
    assert code(empty, empty / "profil") == "enrolment.profile_shared"
    denied = replace(surroundings, folder=lambda root: OsFolder(root, disk=DeniedDisk()))
    assert (
        code_of(lambda: arrival.check_folder_for_office(denied, profile, empty)) == "exchange.folder.denied"
    )
    assert list(empty.iterdir()) == []


def test_the_shared_folder_moves_only_to_the_same_project(project: Project) -> None:
    import shutil

    moved = project.root / "flyttad"
    shutil.copytree(project.shared, moved)
    empty = project.root / "tom"
    empty.mkdir()
    with project.at(ANNA) as anna:
        assert code_of(lambda: shared_folder.use_folder(anna, empty)) == "exchange.project.missing"
        assert code_of(lambda: shared_folder.use_folder(anna, empty / "x")) == "exchange.folder.missing"
        assert anna.settings.shared == project.shared.resolve()
        assert shared_folder.use_folder(anna, moved).shared == moved.resolve()
        assert anna.settings.shared == moved.resolve()
    with project.at(ANNA) as anna:
        assert anna.settings.shared == moved.resolve()
