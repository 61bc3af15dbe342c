"""What undo refuses because somebody has built on it, and what is typed after an undo (record.md 7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _store_laptops import Laptop, birth, reprojected, shown, to, tombstone
from _store_profiles import (
    ANNA,
    OFFICE,
    ORGNR,
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
from app.i18n import say
from app.operations import companies, competence, interviews, log
from app.operations.workspace import Workspace
from app.store.rows import AnswerRow, CompanyRow, LicenceRow


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


@pytest.fixture
def anna(project: Project) -> Iterator[Workspace]:
    with project.at(ANNA) as workspace:
        yield workspace


def _sentence(refusal: Refusal) -> tuple[str, str]:
    assert refusal.exit_code == 1
    return say(refusal.code, "sv", **refusal.params), say(refusal.code, "en", **refusal.params)


def test_an_edit_that_somebody_built_on_is_refused_by_name(project: Project) -> None:
    with project.at(OFFICE) as office:
        add_company(office)
        tick(office)
        companies.edit(office, ORGNR, "name", "Alfa AB")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        tick(anna)
        companies.edit(anna, ORGNR, "name", "Alfa Mek AB")
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        before, history = seen(office), log.history(office)
        refusal = not_now("store.undo.touched", lambda: log.undo(office))
        for sentence in _sentence(refusal):
            assert "company edit" in sentence and ANNA in sentence
        assert (seen(office), log.history(office)) == (before, history)
    with project.at(ANNA) as anna:
        tick(anna)
        log.undo(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        tick(office)
        assert log.undo(office)[0] == "company edit", "what was taken back has touched nothing"
        assert companies.show_company(office, ORGNR).name == "Alfa Mekaniska"


def test_another_field_of_the_same_company_is_no_hindrance(project: Project) -> None:
    with project.at(OFFICE) as office:
        add_company(office)
        tick(office)
        companies.edit(office, ORGNR, "name", "Alfa AB")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        companies.edit(anna, ORGNR, "men", "12")
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        tick(office)
        log.undo(office)
        company = companies.show_company(office, ORGNR)
        assert (company.name, company.men) == ("Alfa Mekaniska", 12)


def test_a_company_with_guests_is_not_taken_away_under_them(project: Project) -> None:
    with project.at(OFFICE) as office:
        add_company(office)
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        start_interview(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        refusal = not_now("store.undo.touched", lambda: log.undo(office))
        for sentence in _sentence(refusal):
            assert "company add" in sentence and "interview start" in sentence and ANNA in sentence
        assert companies.show_company(office, ORGNR).name == "Alfa Mekaniska"
    with project.at(ANNA) as anna:
        tick(anna)
        log.undo(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        tick(office)
        assert log.undo(office)[0] == "company add"
        assert companies.list_companies(office) == ()


def test_guests_who_came_after_a_redo_are_guests_too(project: Project) -> None:
    with project.at(OFFICE) as office:
        add_company(office)
        for act in (log.undo, log.redo):
            tick(office)
            act(office)
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA)
    with project.at(ANNA) as anna:
        start_interview(anna)
    project.sync(ANNA, OFFICE)
    with project.at(OFFICE) as office:
        refusal = not_now("store.undo.touched", lambda: log.undo(office))
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
    assert not_now("store.undo.touched", anna.store.undo).params["person"] == "bo"
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
    assert not_now("store.undo.touched", anna.store.undo).params["person"] == "bo"
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
    assert not_now("store.undo.touched", anna.store.undo).params["person"] == "bo"
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
    assert not_now("store.undo.touched", anna.store.undo).params["person"] == "eva"
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
    anna.close()


def test_what_is_typed_after_an_undo_is_seen(anna: Workspace, tmp_path: Path) -> None:
    """Rows with natural keys: the same answer, requirement or rating is the same row when it is given again."""
    add_company(anna)
    interview = start_interview(anna)
    for value in ("2", "3"):
        tick(anna)
        interviews.answer(anna, interview=interview, at="c01_plan", value=value, respondent="vd")
        tick(anna)
        log.undo(anna)
    tick(anna)
    interviews.answer(anna, interview=interview, at="c01_plan", value="4")
    shown_now = interviews.show_interview(anna, interview)
    assert [shown_now.answers[at] for at in shown_now.answers if at.endswith("c01_plan")] == ["4"]
    assert shown_now.respondents == {}
    before = seen(anna)
    tick(anna)
    log.undo(anna)
    tick(anna)
    log.redo(anna)
    assert seen(anna) == before

    first, second = matrix_workbook(tmp_path / "ett.xlsx"), matrix_workbook(tmp_path / "två.xlsx", 1)
    competence.import_workbook(anna, first, company=ORGNR)
    tick(anna)
    competence.import_workbook(anna, second, company=ORGNR)
    after = competence.show_matrix(anna, ORGNR)
    tick(anna)
    log.undo(anna)
    tick(anna)
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
