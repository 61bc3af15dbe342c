"""A company's own page: what has happened, where it stands, and the one button, through a coach's whole day."""

from __future__ import annotations

from datetime import date

import pytest
from _day import ANNA, BO, DAY, KIM, NAMES, NUMBER, OFFICE, Project, Worked, matrix_rows, workbook

from app.domain.company import Stage
from app.domain.evidence import Scope
from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, enrolment, hub, interviews, log, questionnaires
from app.operations.company_list import Happening
from app.operations.hub import HubSnapshot, Main
from app.operations.workspace import Workspace
from app.store.ids import hyphenated

ENOUGH = {
    "a01_datum": "2022-05-03", "a05_bolagsform": "ab", "a06_orgnr": NUMBER, "a08_namn_foretag": "E",
    "a09_kommun": "2309", "a18_delning": "projekt",
}  # fmt: skip


def button(at: Workspace) -> Main:
    return hub.show_hub(at, NUMBER).main


def test_the_button_through_a_whole_day(project: Project) -> None:
    book = workbook(project.root / "matris.xlsx", matrix_rows())
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        shown = hub.show_hub(at, NUMBER)
        assert (shown.main, shown.interview, shown.matrix, shown.timeline) == (
            Main.START_INTERVIEW,
            None,
            None,
            (),
        )
        assert shown.reads_analysis and shown.reads_people and shown.next_step is None
        interview, _ = interviews.start(at, company=NUMBER, answers={"a02_omfattning": "djup"})
        shown = hub.show_hub(at, shown.company.id)
        assert (shown.main, shown.interview) == (Main.CONTINUE_INTERVIEW, interview)
        # A meeting before the interview is finished does not take its place; nor does a late step.
        made, _ = coaching.log(
            at, company=NUMBER, activity="HA2.4", day="2022-05-04", minutes="60", next_step="Ring",
            next_by="2022-05-06",
        )  # fmt: skip
        assert button(at) is Main.CONTINUE_INTERVIEW
        for question, value in ENOUGH.items():
            interviews.answer(at, interview=hyphenated(interview), at=question, value=value)
        interviews.finish(at, hyphenated(interview))
        shown = hub.show_hub(at, NUMBER)
        assert (shown.main, shown.interview) == (Main.LOG_SESSION, None), "a step is late"
        assert shown.next_step is not None and shown.next_step.days_late == 4
        coaching.edit(at, made, next_by="2022-05-20")
        assert button(at) is Main.START_MATRIX
        competence.import_workbook(at, book, company=NUMBER)
        shown = hub.show_hub(at, NUMBER)
        assert (shown.main, shown.company.stage) == (Main.LOG_SESSION, Stage.DEEP_ANALYSIS)
        coaching.log(at, company=NUMBER, activity="HA3.2", day="2022-05-10", minutes="60")
        assert button(at) is Main.LOG_SESSION
        interviews.amend(at, hyphenated(interview), "fel")
        assert button(at) is Main.CONTINUE_INTERVIEW
        assert [one.verb for one in hub.show_hub(at, NUMBER).history][:3] == [
            "interview amend", "coach log", "matrix import",
        ]  # fmt: skip


def test_timeline_sessions_and_figures(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    project.clock.go_to("2022-05-13T09:00")
    with project.at(ANNA) as at:
        coaching.log(at, company=NUMBER, activity="HA3.2", day="2022-06-01", minutes="30")
        shown = hub.show_hub(at, made.company)
        assert [(one.day.isoformat(), one.what, one.label) for one in shown.timeline] == [
            ("2022-05-10", Happening.INTERVIEW_STARTED, "djup"),
            ("2022-05-10", Happening.WORKBOOK, "Matris"),
            (DAY, Happening.SESSION, "HA3.2"),
            ("2022-06-01", Happening.SESSION, "HA3.2"),
        ]
        assert [one.date for one in shown.sessions] == ["2022-06-01", DAY], "newest first"
        assert shown.minutes == 90, "what is booked has not been held"
        assert {one.row for one in shown.timeline} >= {
            shown.interviews[0].id,
            *(one.id for one in shown.sessions),
        }
        matrix, figures = shown.matrix, competence.show_matrix(at, NUMBER).figures
        assert matrix is not None
        assert (matrix.people, matrix.skills, matrix.flexibility) == (3, 3, figures.flexibility)
        # Svarv: Britta and Ebba; Fräs: Britta; TIG: Torkel and Ebba.
        assert matrix.single_points == 1
        municipality = shown.company.municipality
        assert municipality is not None and (municipality.name, municipality.county) == (
            "Krokom",
            "Jämtlands län",
        )


def test_answered_of_possible_follows_the_form(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(ANNA) as at:
        (line,) = hub.show_hub(at, NUMBER).interviews
        assert (line.scope, line.finished, line.begun) == (Scope.DEEP, False, date(2022, 5, 10))
        assert (line.answered, hyphenated(line.id)) == (3, made.interview)
        assert line.possible is not None and line.possible > 100
        interviews.answer(at, interview=made.interview, at="a02_omfattning", value="kort")
        (short,) = hub.show_hub(at, NUMBER).interviews
        assert short.possible is not None and short.possible < line.possible
        # What is not relevant any more is kept, and not counted.
        shown = interviews.show_interview(at, made.interview)
        assert short.answered == len(shown.answers)
        (listed,) = interviews.list_interviews(at, NUMBER)
        assert listed.answered >= short.answered


def test_a_form_of_another_release_is_told_of(
    worked: tuple[Project, Worked], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = worked
    real = questionnaires.of_version
    with project.at(ANNA) as at:
        monkeypatch.setattr(hub, "of_version", lambda form, version: real(form, version + "0"))
        (line,) = hub.show_hub(at, NUMBER).interviews
    assert line.possible is None and line.answered >= 3


def seen(at: Workspace) -> HubSnapshot:
    return hub.show_hub(at, NUMBER)


def test_what_each_role_sees(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(OFFICE) as at:
        for who in (BO, KIM):
            enrolment.assign(at, NUMBER, NAMES[who])
        shown = seen(at)
        assert shown.matrix is None and not shown.reads_people, "the office never reads people"
        assert shown.reads_analysis and len(shown.interviews) == 1
        assert Happening.WORKBOOK not in {one.what for one in shown.timeline}
    project.settle(OFFICE, ANNA, BO, KIM)
    with project.at(BO) as at:
        shown = seen(at)
        assert shown.matrix is not None and shown.main is Main.CONTINUE_INTERVIEW
        assert {one.own for one in shown.history} == {False}
    with project.at(KIM) as at:
        shown = seen(at)
        assert shown.interviews == () and not shown.reads_analysis, "the company has not chosen to share it"
        assert shown.reads_people and shown.main is Main.LOG_SESSION


def test_the_history_says_what_was_taken_back(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "women", "4")
        log.undo(at)
        log.redo(at)
        found = seen(at).history
        assert [(one.verb, one.of) for one in found[:3]] == [
            ("redo", "company edit"), ("undo", "company edit"), ("company edit", None),
        ]  # fmt: skip
        assert found[-1].verb == "company add" and {one.person for one in found} == {NAMES[ANNA]}
        for women in range(60):
            companies.edit(at, NUMBER, "women", str(women))
        assert len(seen(at).history) == 50


def test_a_company_that_is_not_there(project: Project) -> None:
    with project.at(ANNA) as at, pytest.raises(Refusal) as caught:
        hub.show_hub(at, NUMBER)
    assert caught.value.code == "companies.unknown"
