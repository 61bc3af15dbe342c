"""Undo and redo of every verb, with the refusals of record.md 7, through the operations that people use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _store_laptops import Laptop, birth, reprojected, shown, to, tombstone
from _store_profiles import (
    ANNA,
    BO,
    ENOUGH,
    OFFICE,
    ORGNR,
    OTHER,
    PHRASE,
    Project,
    assign,
    matrix_workbook,
    new_project,
    seen,
)

from app.domain.refusal import Refusal
from app.i18n import say
from app.operations import coaching, companies, competence, exchange, interviews, log
from app.operations.workspace import Workspace
from app.store.ids import hyphenated
from app.store.registry import BY_NAME
from app.store.rows import AnswerRow, CompanyRow, LicenceRow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


@pytest.fixture
def anna(project: Project) -> Iterator[Workspace]:
    with project.at(ANNA) as workspace:
        yield workspace


def _tick(workspace: Workspace) -> None:
    workspace.surroundings.now.step()  # type: ignore[attr-defined]


def _add(workspace: Workspace, orgnr: str | None = ORGNR, name: str = "Alfa Mekaniska") -> str:
    _tick(workspace)
    company, _ = companies.add(
        workspace, orgnr=orgnr, sole_trader=orgnr is None, name=name, municipality="Krokom", women="2", men="5"
    )
    return hyphenated(company)


def _start(workspace: Workspace, company: str = ORGNR) -> str:
    _tick(workspace)
    interview, _ = interviews.start(workspace, company=company, answers=ENOUGH)
    return hyphenated(interview)


def _log_session(workspace: Workspace) -> None:
    coaching.log(workspace, company=ORGNR, activity="HA3.2", day="2022-04-11", minutes="90", note="Ställtid")


def _refused(code: str, act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    return caught.value


# --- every verb, there and back ---

Made = Callable[[Workspace, Path], Callable[[], object]]


def _company_add(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: _add(workspace, OTHER, "Beta Plåt")


def _sole_trader_add(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: _add(workspace, None, "Gamma Svets")


def _company_edit(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: companies.edit(workspace, ORGNR, "municipality", "Åre")


def _company_edit_of_two(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: companies.edit(workspace, ORGNR, "sni", "25.62")


def _interview_start(workspace: Workspace, folder: Path) -> Callable[[], object]:
    return lambda: interviews.start(workspace, company=ORGNR, answers={"c01_plan": "2"})


def _interview_answer(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = _start(workspace)
    interviews.answer(workspace, interview=interview, at="c01_plan", value="2")
    return lambda: interviews.answer(workspace, interview=interview, at="c01_plan", value="4")


def _interview_answer_new(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = _start(workspace)
    return lambda: interviews.answer(
        workspace, interview=interview, at="c01_plan", value="3", respondent="ägare"
    )


def _interview_answer_in_a_new_row(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = _start(workspace)
    return lambda: interviews.answer(
        workspace, interview=interview, at="/data/grp_a/a_respondenter[1]/a04_namn", value="Kim"
    )


def _interview_finish(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = _start(workspace)
    return lambda: interviews.finish(workspace, interview)


def _interview_amend(workspace: Workspace, folder: Path) -> Callable[[], object]:
    interview = _start(workspace)
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
    _add(anna)
    act = made(anna, tmp_path)
    before = seen(anna)
    _tick(anna)
    act()
    after = seen(anna)
    assert after != before
    for _ in range(3):
        _tick(anna)
        said, changes = log.undo(anna)
        assert said == verb and changes.verb == "undo"
        assert seen(anna) == before
        _tick(anna)
        said, changes = log.redo(anna)
        assert said == verb and changes.verb == "redo"
        assert seen(anna) == after
    _refused("store.redo.nothing", lambda: log.redo(anna))
    assert log.conflicts(anna) == ()
    stands, again = reprojected(anna.store)
    assert stands == again


def test_all_the_way_back_and_forth_again(anna: Workspace, tmp_path: Path) -> None:
    states = [seen(anna)]
    acts: list[Callable[[], object]] = [
        lambda: _add(anna),
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
        _tick(anna)
        act()
        states.append(seen(anna))
    for _ in range(2):
        for state in reversed(states[:-1]):
            _tick(anna)
            log.undo(anna)
            assert seen(anna) == state
        _refused("store.undo.nothing", lambda: log.undo(anna))
        for state in states[1:]:
            _tick(anna)
            log.redo(anna)
            assert seen(anna) == state
        _refused("store.redo.nothing", lambda: log.redo(anna))
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
    _refused("store.undo.nothing", lambda: log.undo(anna))
    _refused("store.redo.nothing", lambda: log.redo(anna))
    with project.at(OFFICE) as office:
        _refused("store.undo.nothing", lambda: log.undo(office))
        _add(office)
    assign(project, ORGNR, ANNA)
    exchange.sync(anna)
    assert [row.name for row in companies.list_companies(anna)] == ["Alfa Mekaniska"]
    _refused("store.undo.nothing", lambda: log.undo(anna))
    assert len(anna.store.history()) == len(before) + 1


def test_joining_companies_is_no_act_of_a_person(project: Project) -> None:
    with project.at(ANNA) as anna:
        _add(anna)
    with project.at(OFFICE) as office:
        _add(office, ORGNR, "Alfa")
    project.sync(ANNA)
    with project.at(OFFICE) as office:
        exchange.sync(office)
        assert log.history(office)[0].verb == "company same"
        _tick(office)
        assert log.undo(office)[0] == "company add"


def test_a_new_act_clears_redo_and_an_error_clears_nothing(anna: Workspace) -> None:
    _add(anna)
    _tick(anna)
    companies.edit(anna, ORGNR, "name", "Beta")
    log.undo(anna)
    history = log.history(anna)
    for wrong in (
        lambda: companies.edit(anna, ORGNR, "municipality", "Ankeborg"),
        lambda: companies.edit(anna, ORGNR, "hemsida", "x"),
        lambda: _add(anna),
        lambda: coaching.log(anna, company=ORGNR, activity="HA9.9", day="2022-04-11", minutes="90"),
        lambda: interviews.start(anna, company=ORGNR, answers={"a01_datum": "2022-13-40"}),
        lambda: interviews.start(anna, company=ORGNR, form="okänt"),
    ):
        with pytest.raises(Refusal):
            wrong()
        assert log.history(anna) == history
    assert log.redo(anna)[0] == "company edit"
    _tick(anna)
    log.undo(anna)
    _tick(anna)
    companies.edit(anna, ORGNR, "men", "9")
    _refused("store.redo.nothing", lambda: log.redo(anna))
    assert log.undo(anna)[0] == "company edit"
    assert companies.show_company(anna, ORGNR).men == 5


def test_undo_lives_in_the_record_and_so_survives_a_restart(project: Project) -> None:
    with project.at(ANNA) as anna:
        _add(anna)
        companies.edit(anna, ORGNR, "name", "Beta")
    with project.at(ANNA) as anna:
        assert log.undo(anna)[0] == "company edit"
    with project.at(ANNA) as anna:
        assert log.redo(anna)[0] == "company edit"
        assert companies.show_company(anna, ORGNR).name == "Beta"


# --- what others have done since ---


def _sentence(refusal: Refusal) -> tuple[str, str]:
    assert refusal.exit_code == 1
    return say(refusal.code, "sv", **refusal.params), say(refusal.code, "en", **refusal.params)


def test_an_edit_that_somebody_built_on_is_refused_by_name(project: Project) -> None:
    with project.at(OFFICE) as office:
        _add(office)
        _tick(office)
        companies.edit(office, ORGNR, "name", "Alfa AB")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        _tick(anna)
        companies.edit(anna, ORGNR, "name", "Alfa Mek AB")
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        before, history = seen(office), log.history(office)
        refusal = _refused("store.undo.touched", lambda: log.undo(office))
        for sentence in _sentence(refusal):
            assert "company edit" in sentence and ANNA in sentence
        assert (seen(office), log.history(office)) == (before, history)
    with project.at(ANNA) as anna:
        _tick(anna)
        log.undo(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        _tick(office)
        assert log.undo(office)[0] == "company edit", "what was taken back has touched nothing"
        assert companies.show_company(office, ORGNR).name == "Alfa Mekaniska"


def test_another_field_of_the_same_company_is_no_hindrance(project: Project) -> None:
    with project.at(OFFICE) as office:
        _add(office)
        _tick(office)
        companies.edit(office, ORGNR, "name", "Alfa AB")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        companies.edit(anna, ORGNR, "men", "12")
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        _tick(office)
        log.undo(office)
        company = companies.show_company(office, ORGNR)
        assert (company.name, company.men) == ("Alfa Mekaniska", 12)


def test_a_company_with_guests_is_not_taken_away_under_them(project: Project) -> None:
    with project.at(OFFICE) as office:
        _add(office)
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        _start(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        refusal = _refused("store.undo.touched", lambda: log.undo(office))
        for sentence in _sentence(refusal):
            assert "company add" in sentence and "interview start" in sentence and ANNA in sentence
        assert companies.show_company(office, ORGNR).name == "Alfa Mekaniska"
    with project.at(ANNA) as anna:
        _tick(anna)
        log.undo(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        _tick(office)
        assert log.undo(office)[0] == "company add"
        assert companies.list_companies(office) == ()


def test_guests_who_came_after_a_redo_are_guests_too(project: Project) -> None:
    with project.at(OFFICE) as office:
        _add(office)
        for act in (log.undo, log.redo):
            _tick(office)
            act(office)
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        _start(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        refusal = _refused("store.undo.touched", lambda: log.undo(office))
        assert refusal.params["person"] == ANNA
        assert len(companies.list_companies(office)) == 1


def test_a_row_that_came_back_is_built_on_like_any_other(tmp_path: Path) -> None:
    anna, bo = Laptop(tmp_path, "anna"), Laptop(tmp_path, "bo")
    anna.act("coach log", birth("session", 0), *to("session", 0, note="Ställtid"))
    for act in (anna.store.undo, anna.store.redo):
        anna.wall.step()
        act()
    bo.hear(anna)
    bo.act("coach log", *to("session", 0, note="Ställtid vid pressen"))
    anna.hear(bo)
    before = shown(anna.store)
    assert _refused("store.undo.touched", anna.store.undo).params["person"] == "bo"
    assert shown(anna.store) == before
    anna.close()
    bo.close()


@pytest.mark.parametrize("minutes", [-60, 60])
def test_undo_never_settles_a_conflict_in_passing(tmp_path: Path, minutes: int) -> None:
    """Whichever clock is ahead: what somebody typed beside mine is not swept away by my undo."""
    anna, bo = Laptop(tmp_path, "anna"), Laptop(tmp_path, "bo")
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    bo.hear(anna)
    bo.wall.step(minutes * 60_000)
    anna.act("company edit", *to("company", 0, name="Alfa AB"))
    bo.act("company edit", *to("company", 0, name="Alfa Mek"))
    anna.hear(bo)
    (contest,) = anna.contests()
    assert _refused("store.undo.touched", anna.store.undo).params["person"] == "bo"
    assert anna.contests() == (contest,)
    anna.close()
    bo.close()


@pytest.mark.parametrize("minutes", [-60, 60])
def test_undo_of_my_answer_does_not_take_away_yours(tmp_path: Path, minutes: int) -> None:
    """Two laptops answer the same question for the first time: one row, two births, two values."""
    anna, bo = Laptop(tmp_path, "anna"), Laptop(tmp_path, "bo")
    bo.wall.step(minutes * 60_000)
    anna.act("interview answer", birth("answer", 0), *to("answer", 0, value="3"))
    bo.act("interview answer", birth("answer", 0), *to("answer", 0, value="4"))
    anna.hear(bo)
    assert _refused("store.undo.touched", anna.store.undo).params["person"] == "bo"
    with anna.store.reading() as reader:
        assert len(reader.rows(AnswerRow)) == 1
    anna.close()
    bo.close()


def test_an_undo_of_somebody_whose_base_is_not_here_yet_is_refused_and_breaks_nothing(tmp_path: Path) -> None:
    anna, bo, eva = (Laptop(tmp_path, name) for name in ("anna", "bo", "eva"))
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    for laptop in (bo, eva):
        laptop.hear(anna)
    bo.act("company edit", *to("company", 0, name="Beta"))
    eva.hear(bo)
    eva.act("company edit", *to("company", 0, name="Gamma"))
    eva.wall.step()
    eva.store.undo()
    anna.hear(eva)  # and not yet bo
    before = anna.dump()
    assert _refused("store.undo.touched", anna.store.undo).params["person"] == "eva"
    assert anna.dump() == before
    for laptop in (anna, bo, eva):
        laptop.close()


def test_a_deletion_is_taken_back_with_what_stood_in_the_row(tmp_path: Path) -> None:
    anna = Laptop(tmp_path, "anna")
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    before = shown(anna.store)
    anna.act("company edit", tombstone("company", 0))
    anna.store.undo()
    assert shown(anna.store) == before
    anna.store.redo()
    with anna.store.reading() as reader:
        assert reader.rows(CompanyRow) == ()
    assert BY_NAME["company"].name == anna.log()[0].verb.split()[0]
    anna.close()


def test_what_is_typed_after_an_undo_is_seen(anna: Workspace, tmp_path: Path) -> None:
    """Rows with natural keys: the same answer, requirement or rating is the same row when it is given again."""
    _add(anna)
    interview = _start(anna)
    for value in ("2", "3"):
        _tick(anna)
        interviews.answer(anna, interview=interview, at="c01_plan", value=value, respondent="vd")
        _tick(anna)
        log.undo(anna)
    _tick(anna)
    interviews.answer(anna, interview=interview, at="c01_plan", value="4")
    shown_now = interviews.show_interview(anna, interview)
    assert [shown_now.answers[at] for at in shown_now.answers if at.endswith("c01_plan")] == ["4"]
    assert shown_now.respondents == {}
    before = seen(anna)
    _tick(anna)
    log.undo(anna)
    _tick(anna)
    log.redo(anna)
    assert seen(anna) == before

    first, second = matrix_workbook(tmp_path / "ett.xlsx"), matrix_workbook(tmp_path / "två.xlsx", 1)
    competence.import_workbook(anna, first, company=ORGNR)
    _tick(anna)
    competence.import_workbook(anna, second, company=ORGNR)
    after = competence.show_matrix(anna, ORGNR)
    _tick(anna)
    log.undo(anna)
    _tick(anna)
    competence.import_workbook(anna, second, company=ORGNR)
    assert competence.show_matrix(anna, ORGNR).figures == after.figures
    stands, again = reprojected(anna.store)
    assert stands == again


def test_a_row_born_again_holds_nothing_of_its_earlier_life(tmp_path: Path) -> None:
    anna, bo = Laptop(tmp_path, "anna"), Laptop(tmp_path, "bo")
    anna.act("matrix import", birth("licence", 0), *to("licence", 0, state="held", valid_to="2025-01-31"))
    anna.wall.step()
    anna.store.undo()
    anna.act("matrix import", birth("licence", 0), *to("licence", 0, state="missing"))
    with anna.store.reading() as reader:
        assert [(row.state, row.valid_to) for row in reader.rows(LicenceRow)] == [("missing", None)]
    before = shown(anna.store)
    anna.wall.step()
    anna.store.undo()
    with anna.store.reading() as reader:
        assert reader.rows(LicenceRow) == ()
    anna.wall.step()
    anna.store.redo()
    assert shown(anna.store) == before
    bo.hear(anna)
    assert bo.dump() == anna.dump()
    anna.close()
    bo.close()


# --- history ---


def test_history_tells_the_chain_of_what_was_taken_back(project: Project) -> None:
    with project.at(ANNA) as anna:
        company = _add(anna)
        _tick(anna)
        companies.edit(anna, ORGNR, "name", "Beta")
        for act in (log.undo, log.redo, log.undo):
            _tick(anna)
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
