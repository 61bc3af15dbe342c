"""Undo and redo of every verb, with the refusals of record.md 7, through the operations that people use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _store_laptops import reprojected
from _store_profiles import (
    ANNA,
    BO,
    ENOUGH,
    OFFICE,
    ORGNR,
    OTHER,
    PHRASE,
    Project,
    add_company,
    assign,
    matrix_workbook,
    new_project,
    not_now,
    seen,
    start_interview,
    tick,
)

from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, exchange, interviews, log
from app.operations.workspace import Workspace
from app.store.ids import hyphenated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


@pytest.fixture
def anna(project: Project) -> Iterator[Workspace]:
    with project.at(ANNA) as workspace:
        yield workspace


def _log_session(workspace: Workspace) -> None:
    coaching.log(workspace, company=ORGNR, activity="HA3.2", day="2022-04-11", minutes="90", note="Ställtid")


# --- every verb, there and back ---

Made = Callable[[Workspace, Path], Callable[[], object]]


def _company_add(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: add_company(workspace, OTHER, "Beta Plåt")


def _sole_trader_add(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: add_company(workspace, None, "Gamma Svets")


def _company_edit(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: companies.edit(workspace, ORGNR, "municipality", "Åre")


def _company_edit_of_two(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: companies.edit(workspace, ORGNR, "sni", "25.62")


def _interview_start(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: interviews.start(workspace, company=ORGNR, answers={"c01_plan": "2"})


def _interview_answer(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = start_interview(workspace)
    interviews.answer(workspace, interview=interview, at="c01_plan", value="2")
    return lambda: interviews.answer(workspace, interview=interview, at="c01_plan", value="4")


def _interview_answer_new(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = start_interview(workspace)
    return lambda: interviews.answer(
        workspace, interview=interview, at="c01_plan", value="3", respondent="ägare"
    )


def _interview_answer_in_a_new_row(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = start_interview(workspace)
    return lambda: interviews.answer(
        workspace, interview=interview, at="/data/grp_a/a_respondenter[1]/a04_namn", value="Kim"
    )


def _interview_finish(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = start_interview(workspace)
    return lambda: interviews.finish(workspace, interview)


def _interview_amend(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = start_interview(workspace)
    interviews.finish(workspace, interview)
    return lambda: interviews.amend(workspace, interview, "Fel omsättning")


def _matrix_import(workspace: Workspace, folder: Path) -> Callable[[], object]:
    file = matrix_workbook(folder / "matris.xlsx")
    return lambda: competence.import_workbook(workspace, file, company=ORGNR)


def _matrix_import_again(workspace: Workspace, folder: Path) -> Callable[[], object]:
    competence.import_workbook(workspace, matrix_workbook(folder / "ett.xlsx"), company=ORGNR)
    file = matrix_workbook(folder / "två.xlsx", 1)
    return lambda: competence.import_workbook(workspace, file, company=ORGNR)


def _coach_log(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: _log_session(workspace)


VERBS: dict[str, tuple[str, Made]] = {
    "company add": ("company add", _company_add),
    "company add, sole trader": ("company add", _sole_trader_add),
    "company edit": ("company edit", _company_edit),
    "company edit, two fields": ("company edit", _company_edit_of_two),
    "interview start": ("interview start", _interview_start),
    "interview answer": ("interview answer", _interview_answer),
    "interview answer, first": ("interview answer", _interview_answer_new),
    "interview answer, new row": ("interview answer", _interview_answer_in_a_new_row),
    "interview finish": ("interview finish", _interview_finish),
    "interview amend": ("interview amend", _interview_amend),
    "matrix import": ("matrix import", _matrix_import),
    "matrix import, again": ("matrix import", _matrix_import_again),
    "coach log": ("coach log", _coach_log),
}


@pytest.mark.parametrize(("verb", "made"), VERBS.values(), ids=list(VERBS))
def test_every_verb_is_taken_back_and_again(anna: Workspace, tmp_path: Path, verb: str, made: Made) -> None:
    add_company(anna)
    act = made(anna, tmp_path)
    before = seen(anna)
    tick(anna)
    act()
    after = seen(anna)
    assert after != before
    for _ in range(3):
        tick(anna)
        said, changes = log.undo(anna)
        assert said == verb and changes.verb == "undo"
        assert seen(anna) == before
        tick(anna)
        said, changes = log.redo(anna)
        assert said == verb and changes.verb == "redo"
        assert seen(anna) == after
    not_now("store.redo.nothing", lambda: log.redo(anna))
    assert log.conflicts(anna) == ()
    stands, again = reprojected(anna.store)
    assert stands == again


def test_all_the_way_back_and_forth_again(anna: Workspace, tmp_path: Path) -> None:
    states = [seen(anna)]
    acts: list[Callable[[], object]] = [
        lambda: add_company(anna),
        lambda: companies.edit(anna, ORGNR, "name", "Alfa Mekaniska AB"),
        lambda: companies.edit(anna, ORGNR, "name", "Alfa Mek AB"),
        lambda: _log_session(anna),
        lambda: interviews.start(anna, company=ORGNR, answers=ENOUGH),
        lambda: interviews.answer(anna, interview=_only(anna), at="c01_plan", value="1"),
        lambda: interviews.answer(anna, interview=_only(anna), at="c01_plan", value="2", respondent="vd"),
        lambda: interviews.answer(anna, interview=_only(anna), at="c01_plan", value="3"),
        lambda: competence.import_workbook(anna, matrix_workbook(tmp_path / "m.xlsx"), company=ORGNR),
        lambda: interviews.finish(anna, _only(anna)),
        lambda: interviews.amend(anna, _only(anna), "Fel svar"),
        lambda: companies.edit(anna, ORGNR, "name", "Alfa Mekaniska AB"),
    ]
    for act in acts:
        tick(anna)
        act()
        states.append(seen(anna))
    for _ in range(2):
        for state in reversed(states[:-1]):
            tick(anna)
            log.undo(anna)
            assert seen(anna) == state
        not_now("store.undo.nothing", lambda: log.undo(anna))
        for state in states[1:]:
            tick(anna)
            log.redo(anna)
            assert seen(anna) == state
        not_now("store.redo.nothing", lambda: log.redo(anna))
    assert len(log.history(anna)) == len(acts) * 5 + 1  # and the programme file
    stands, again = reprojected(anna.store)
    assert stands == again


def _only(workspace: Workspace) -> str:
    (interview,) = interviews.list_interviews(workspace, ORGNR)
    return hyphenated(interview.id)


# --- what undo and redo do not do ---


def test_there_is_nothing_to_take_back(project: Project, anna: Workspace) -> None:
    """Neither in a new profile, nor the program's own acts, nor what others did."""
    before = anna.store.history()
    not_now("store.undo.nothing", lambda: log.undo(anna))
    not_now("store.redo.nothing", lambda: log.redo(anna))
    with project.at(OFFICE) as office:
        not_now("store.undo.nothing", lambda: log.undo(office))
        add_company(office)
    assign(project, ORGNR, ANNA)
    exchange.sync(anna)
    assert [row.name for row in companies.list_companies(anna)] == ["Alfa Mekaniska"]
    not_now("store.undo.nothing", lambda: log.undo(anna))
    assert len(anna.store.history()) == len(before) + 1


def test_joining_companies_is_no_act_of_a_person(project: Project) -> None:
    with project.at(ANNA) as anna:
        add_company(anna)
    with project.at(OFFICE) as office:
        add_company(office, ORGNR, "Alfa")
    project.sync(ANNA)
    with project.at(OFFICE) as office:
        exchange.sync(office)
        assert log.history(office)[0].verb == "company same"
        tick(office)
        assert log.undo(office)[0] == "company add"


def test_a_new_act_clears_redo_and_an_error_clears_nothing(anna: Workspace) -> None:
    add_company(anna)
    tick(anna)
    companies.edit(anna, ORGNR, "name", "Beta")
    log.undo(anna)
    history = log.history(anna)
    for wrong in (
        lambda: companies.edit(anna, ORGNR, "municipality", "Ankeborg"),
        lambda: companies.edit(anna, ORGNR, "hemsida", "x"),
        lambda: add_company(anna),
        lambda: coaching.log(anna, company=ORGNR, activity="HA9.9", day="2022-04-11", minutes="90"),
        lambda: interviews.start(anna, company=ORGNR, answers={"a01_datum": "2022-13-40"}),
        lambda: interviews.start(anna, company=ORGNR, form="okänt"),
    ):
        with pytest.raises(Refusal):
            wrong()
        assert log.history(anna) == history
    assert log.redo(anna)[0] == "company edit"
    tick(anna)
    log.undo(anna)
    tick(anna)
    companies.edit(anna, ORGNR, "men", "9")
    not_now("store.redo.nothing", lambda: log.redo(anna))
    assert log.undo(anna)[0] == "company edit"
    assert companies.show_company(anna, ORGNR).men == 5


def test_undo_lives_in_the_record_and_so_survives_a_restart(project: Project) -> None:
    with project.at(ANNA) as anna:
        add_company(anna)
        companies.edit(anna, ORGNR, "name", "Beta")
    with project.at(ANNA) as anna:
        assert log.undo(anna)[0] == "company edit"
    with project.at(ANNA) as anna:
        assert log.redo(anna)[0] == "company edit"
        assert companies.show_company(anna, ORGNR).name == "Beta"


# --- history ---


def test_history_tells_the_chain_of_what_was_taken_back(project: Project) -> None:
    with project.at(ANNA) as anna:
        company = add_company(anna)
        tick(anna)
        companies.edit(anna, ORGNR, "name", "Beta")
        for act in (log.undo, log.redo, log.undo):
            tick(anna)
            act(anna)
        device = anna.laptop.device
    environment = {**os.environ, "SIMMITT_PASSPHRASE": PHRASE}
    ran = subprocess.run(
        [sys.executable, "-m", "app", "--profile", str(project.profile(ANNA)), "history", "--json"]
        + ["--company", ORGNR],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # The company was edited, not taken away: it is still found by its number.
    assert ran.returncode == 0, ran.stderr
    units = json.loads(ran.stdout)["units"]
    assert [unit["verb"] for unit in units] == ["undo", "redo", "undo", "company edit", "company add"]
    last, again, first, edit, add = units
    assert last["undoes"] == again["id"] and again["undoes"] == first["id"] and first["undoes"] == edit["id"]
    assert edit["undoes"] is None and add["undoes"] is None
    assert {unit["person"] for unit in units} == {ANNA}
    assert {unit["company"] for unit in units} == {company}
    assert len({unit["device"] for unit in units}) == 1 and len(device) == 16
    assert [unit["at"] for unit in units] == sorted((unit["at"] for unit in units), reverse=True)
    assert BO not in ran.stdout
