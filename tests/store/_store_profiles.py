"""Whole profiles of a project, made once and copied: an office, two coaches, and the folder between them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from _store_laptops import Wall, shown

from app.domain.refusal import Refusal
from app.operations import companies, enrolment, exchange, interviews
from app.operations.workspace import Surroundings, Workspace, opened
from app.store.ids import hyphenated
from app.store.key_file import LOWEST
from app.store.rows import StoredRow

PHRASE = "fyra ord om åska"
OFFICE, ANNA, BO = "Eva Lind", "Anna Ek", "Bo Nordin"
ORGNR, OTHER = "556036-0793", "556016-0680"
PEOPLE = ("Anna Berg", "Bertil Dahl", "Cecilia Ström", "David Öberg")
# The least that an interview can be finished with.
ENOUGH = {
    "a01_datum": "2022-04-01",
    "a02_omfattning": "kort",
    "a05_bolagsform": "ab",
    "a06_orgnr": ORGNR,
    "a08_namn_foretag": "Alfa Mekaniska AB",
    "a09_kommun": "2309",
    "a18_delning": "projekt",
}
SKILLS = ("Svarvning", "Fräsning", "TIG-svets", "Montering")


@dataclass(frozen=True)
class Project:
    """A copy of the project in a folder of its own, with a clock of its own."""

    folder: Path
    wall: Wall

    @property
    def shared(self) -> Path:
        return self.folder / "shared"

    def profile(self, name: str) -> Path:
        return self.folder / name.split()[0].lower()

    def surroundings(self, passphrase: str | None = PHRASE) -> Surroundings:
        return Surroundings(now=self.wall, passphrase=passphrase, cost=LOWEST)

    @contextmanager
    def at(self, name: str) -> Iterator[Workspace]:
        with opened(self.profile(name), self.surroundings()) as workspace:
            yield workspace

    def sync(self, *names: str) -> None:
        for name in names:
            self.wall.step()
            with self.at(name) as workspace:
                report = exchange.sync(workspace)
                assert report.refused == (), report.refused


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="simmitt-project-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    project = Project(folder, Wall())
    project.shared.mkdir()
    enrolment.create_office(
        project.profile(OFFICE),
        project.surroundings(),
        role="office",
        name=OFFICE,
        organisation="Region Jämtland Härjedalen",
        shared=project.shared,
        programme=None,
    )
    for name in (ANNA, BO):
        letter = folder / f"{name}.invitation"
        with project.at(OFFICE) as office:
            sent = enrolment.invite(office, name=name, role="coach", out=letter)
        enrolment.join(
            project.profile(name),
            project.surroundings(),
            role="coach",
            name=name,
            organisation="Coach AB",
            shared=project.shared,
            invitation=letter,
            words=" ".join(sent.words),
        )
        with project.at(OFFICE) as office:
            enrolment.approve(office, name, None)
        letter.unlink()
    project.sync(OFFICE, ANNA, BO, OFFICE)
    return folder


def new_project(folder: Path) -> Project:
    """A project where all know each other and nobody has done anything."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True)
    project = Project(folder, Wall())
    for settings in folder.glob("*/settings.toml"):
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(str(_template().resolve()), str(folder.resolve())), encoding="utf-8")
        assert str(folder.resolve()) in settings.read_text(encoding="utf-8")
    project.wall.step(60_000)
    return project


def assign(project: Project, company: str, *names: str) -> None:
    """The office lets these coaches work with a company; their keys travel."""
    with project.at(OFFICE) as office:
        for name in names:
            enrolment.assign(office, company, name)
    project.sync(OFFICE, *names)


def matrix_workbook(file: Path, shift: int = 0) -> Path:
    """Four people by four skills; `shift` turns the levels, so that another import says something new."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("Matris")
    sheet.write_row(0, 0, ["Namn", *SKILLS])
    for row, person in enumerate(PEOPLE):
        levels = [(row + column + shift) % 5 for column in range(len(SKILLS))]
        sheet.write_row(row + 1, 0, [person, *levels])
    book.close()
    return file


def seen(workspace: Workspace) -> dict[type[StoredRow], tuple[StoredRow, ...]]:
    return shown(workspace.store)


# --- the commonest acts ---


def tick(workspace: Workspace) -> None:
    workspace.surroundings.now.step()  # type: ignore[attr-defined]


def add_company(workspace: Workspace, orgnr: str | None = ORGNR, name: str = "Alfa Mekaniska") -> str:
    tick(workspace)
    company, _ = companies.add(
        workspace,
        orgnr=orgnr,
        sole_trader=orgnr is None,
        name=name,
        municipality="Krokom",
        women="2",
        men="5",
    )
    return hyphenated(company)


def start_interview(workspace: Workspace, company: str = ORGNR) -> str:
    tick(workspace)
    interview, _ = interviews.start(workspace, company=company, answers=ENOUGH)
    return hyphenated(interview)


def not_now(code: str, act: Callable[[], object]) -> Refusal:
    """The refusal with this code."""
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    return caught.value
