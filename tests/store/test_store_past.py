"""As it was on: what was shown at an instant is shown again when that instant is asked for (record.md 1)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from _store_profiles import (
    ANNA,
    ENOUGH,
    OFFICE,
    ORGNR,
    OTHER,
    PHRASE,
    Project,
    assign,
    matrix_workbook,
    new_project,
)
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from app.domain.competence_figures import MatrixFigures, figures
from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, exchange, interviews, log
from app.operations.companies import CompanySnapshot
from app.operations.interview_view import InterviewSnapshot
from app.operations.workspace import Workspace, iso_instant, local_time
from app.store.ids import RowId, hyphenated
from app.store.reading import Reader
from app.store.rows import ENTITY_OF, CompanyRow, StoredRow

ROOT = Path(__file__).resolve().parents[2]
Rows = dict[type[StoredRow], tuple[StoredRow, ...]]

# The numbers are which of the company's two values, questions or sheets an act takes.
ACTS = ("name", "men", "start", "answer", "respond", "finish", "amend", "session", "matrix", "undo", "redo")
DAY = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.sampled_from([1, 1000, 3_600_000, 86_400_000])),
    min_size=5,
    max_size=25,
)
QUESTIONS = ("c01_plan", "c10_prio", "e01_krav", "e16_prio", "a02_omfattning")


@dataclass(frozen=True)
class Seen:
    """What a laptop shows of a company at an instant: every row, and what people read of them."""

    at: int
    rows: Rows
    company: CompanySnapshot
    interviews: tuple[InterviewSnapshot, ...]
    matrix: MatrixFigures


def _rows(reader: Reader) -> Rows:
    return {kind: reader.rows(kind) for kind in ENTITY_OF if ENTITY_OF[kind] != "programme_revision"}


def _matrix(reader: Reader, at: int) -> MatrixFigures:
    companies_then = tuple(row.id for row in reader.rows(CompanyRow))
    return figures(competence._matrix(reader, companies_then), local_time(at).date())


def _look(workspace: Workspace) -> Seen:
    at = workspace.now()
    with workspace.reading() as reader:
        rows, matrix = _rows(reader), _matrix(reader, at)
    return Seen(
        at,
        rows,
        companies.show_company(workspace, ORGNR),
        tuple(
            interviews.show_interview(workspace, hyphenated(line.id))
            for line in interviews.list_interviews(workspace, ORGNR)
        ),
        matrix,
    )


def _look_back(workspace: Workspace, company: RowId, seen: Seen) -> Seen:
    with workspace.store.as_it_was((company,), seen.at) as past:
        rows, matrix = _rows(past), _matrix(past, seen.at)
    return Seen(
        seen.at,
        rows,
        companies.show_company(workspace, ORGNR, as_of=seen.at),
        tuple(
            interviews.show_interview(workspace, hyphenated(found.id), as_of=seen.at)
            for found in seen.interviews
        ),
        matrix,
    )


def _act(workspace: Workspace, folder: Path, act: str, which: int) -> object:
    lines = interviews.list_interviews(workspace, ORGNR)
    newest = hyphenated(lines[0].id) if lines else ""
    match act:
        case "name":
            return companies.edit(workspace, ORGNR, "name", f"Alfa {which}")
        case "men":
            return companies.edit(workspace, ORGNR, "men", str(which))
        case "start":
            return interviews.start(workspace, company=ORGNR, answers=ENOUGH if which % 2 else {})
        case "answer":
            value = "kort" if QUESTIONS[which] == "a02_omfattning" else str(which % 3 + 1)
            return interviews.answer(workspace, interview=newest, at=QUESTIONS[which], value=value)
        case "respond":
            return interviews.answer(
                workspace,
                interview=newest,
                at="c01_plan",
                value=str(which % 4 + 1),
                respondent=f"roll {which % 2}",
            )
        case "finish":
            return interviews.finish(workspace, newest)
        case "amend":
            return interviews.amend(workspace, newest, f"Skäl {which}")
        case "session":
            return coaching.log(
                workspace, company=ORGNR, activity="HA3.2", day="2022-04-11", minutes=str(30 + which)
            )
        case "matrix":
            file = matrix_workbook(folder / f"{which}.xlsx", which)
            return competence.import_workbook(workspace, file, company=ORGNR)
        case "undo":
            return log.undo(workspace)
        case _:
            return log.redo(workspace)


@settings(max_examples=12, phases=(Phase.generate,))
@given(DAY, st.randoms(use_true_random=False))
def test_random_instants_are_shown_as_they_were(day: list[tuple[str, int, int]], chance: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = new_project(folder)
        with project.at(ANNA) as anna:
            company, _ = companies.add(
                anna, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom"
            )
            looks = [_look(anna)]
            done = 0
            for act, which, pause in day:
                project.wall.step(pause)
                try:
                    _act(anna, folder, act, which)
                except Refusal:
                    continue
                if not companies.list_companies(anna):
                    # The company itself was taken back: give it back, so that there is something to ask for.
                    project.wall.step()
                    log.redo(anna)
                    continue
                done += 1
                if chance.random() < 0.5:  # type: ignore[attr-defined]
                    project.wall.step(5)
                    looks.append(_look(anna))
            event(f"acts: {done // 5 * 5}, looks: {len(looks) // 3 * 3}")
            project.wall.step(86_400_000)
            for seen in looks:
                found_interviews = {one.id for one in seen.interviews}
                living = {line.id for line in interviews.list_interviews(anna, ORGNR)}
                if not found_interviews <= living:
                    # An interview that was taken back since is no longer found by its id; its rows still are.
                    with anna.store.as_it_was((company,), seen.at) as past:
                        assert _rows(past) == seen.rows
                    continue
                assert _look_back(anna, company, seen) == seen


def _company(project: Project) -> tuple[str, list[tuple[int, str | None, int | None]]]:
    """A company with a short life; each instant with its name and number of men."""
    wall = project.wall
    told: list[tuple[int, str | None, int | None]] = [(wall.at, None, None)]
    acts: list[tuple[Callable[[Workspace], object], str, int | None]] = [
        (
            lambda w: companies.add(
                w, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom", men="5"
            ),
            "Alfa",
            5,
        ),
        (lambda w: companies.edit(w, ORGNR, "name", "Alfa AB"), "Alfa AB", 5),
        (lambda w: companies.edit(w, ORGNR, "men", "9"), "Alfa AB", 9),
        (log.undo, "Alfa AB", 5),
        (log.redo, "Alfa AB", 9),
    ]
    with project.at(ANNA) as anna:
        for act, name, men in acts:
            wall.step(86_400_000)
            act(anna)
            told.append((wall.at, name, men))
        company = hyphenated(companies.list_companies(anna)[0].id)
    return company, told


def test_a_company_on_every_day_of_its_life(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    company, told = _company(project)
    with project.at(ANNA) as anna:
        for at, name, men in told:
            for instant in (at, at + 1, at + 86_399_999):
                if name is None:
                    with pytest.raises(Refusal) as caught:
                        companies.show_company(anna, company, as_of=instant)
                    assert caught.value.code == "companies.not_then"
                else:
                    shown = companies.show_company(anna, company, as_of=instant)
                    assert (shown.name, shown.men) == (name, men)
        for (_, name, men), (at, *_) in zip(told[1:], told[2:], strict=False):
            shown = companies.show_company(anna, company, as_of=at - 1)
            assert (shown.name, shown.men) == (name, men), "the last moment before a change"
        assert companies.show_company(anna, company) == companies.show_company(
            anna, company, as_of=project.wall.at
        )


def test_a_company_as_it_was_on_a_day_on_the_command_line(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    company, told = _company(project)
    at, name, _ = told[2]
    for when in (iso_instant(at), local_time(at).date().isoformat()):
        ran = subprocess.run(
            [sys.executable, "-m", "app", "--profile", str(project.profile(ANNA)), "company", "show", company]
            + ["--as-of", when, "--json"],
            cwd=ROOT,
            env={**os.environ, "SIMMITT_PASSPHRASE": PHRASE},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert json.loads(ran.stdout)["name"] == name


def test_the_past_of_one_company_knows_nothing_of_another(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    with project.at(ANNA) as anna:
        one, _ = companies.add(anna, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom")
        two, _ = companies.add(anna, orgnr=OTHER, sole_trader=False, name="Beta", municipality="Åre")
        with anna.store.as_it_was((one,), project.wall.at) as past:
            assert [row.id for row in past.rows(CompanyRow)] == [one]
        with anna.store.as_it_was((one, two), project.wall.at) as past:
            assert {row.id for row in past.rows(CompanyRow)} == {one, two}
        before = anna.store.history()
        assert anna.store.history() == before, "looking back is no act"


def test_what_others_did_stands_at_the_instant_when_they_did_it(tmp_path: Path) -> None:
    """News that comes late belongs to the day of the act, whenever it was read."""
    project = new_project(tmp_path)
    with project.at(OFFICE) as office:
        companies.add(office, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    project.wall.step(86_400_000)
    with project.at(ANNA) as anna:
        companies.edit(anna, ORGNR, "name", "Alfa AB")
        acted = project.wall.at
    project.wall.step(30 * 86_400_000)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        assert companies.show_company(office, ORGNR, as_of=acted - 1).name == "Alfa"
        assert companies.show_company(office, ORGNR, as_of=acted).name == "Alfa AB"
        assert exchange.sync(office).changes == 0
