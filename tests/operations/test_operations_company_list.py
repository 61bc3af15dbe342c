"""Every company in one line: what is newest, what is next, and that nothing is asked company by company."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from _day import ANNA, BO, NAMES, NUMBER, OFFICE, Project, Worked, orgnr
from sqlalchemy import Engine, event

from app.domain.coaching import Due
from app.domain.company import Stage
from app.operations import coaching, companies, enrolment, interviews, overview
from app.operations.company_list import CompanyLine, Happening, Newest, show_companies
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated, natural_id, new_id
from app.store.units import Act, Change, born


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that any engine is given meanwhile."""
    said: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def many(at: Workspace, count: int) -> None:
    """Companies with a session and an interview each, as one act of the log."""
    changes: list[Change] = []
    secret = at.secrets.project_secret
    first = RowId(new_id())
    for number in range(count):
        company = first if number == 0 else RowId(new_id())
        changes += born(
            "company",
            company,
            orgnr=orgnr(number + 10),
            name=f"Bolag {number:03}",
            municipality="2309",
            sni="25.62",
        )
        changes += born(
            "session", RowId(new_id()), company, activity="HA3.2", date="2022-05-02", minutes=60,
            next_step="Mät ställtiden", next_by="2022-05-09",
        )  # fmt: skip
        interview = RowId(new_id())
        changes += born("interview", interview, company, "djupanalys", "1", status="open")
        for question, value in (("a01_datum", "2022-04-01"), ("a02_omfattning", "djup")):
            place = (interview, f"/data/grp_a/{question}", "", "")
            changes += born("answer", natural_id(secret, "answer", *place), *place, value=value)
    at.store.commit(Act("company add", first, tuple(changes)))


def test_the_number_of_statements_does_not_grow(project: Project) -> None:
    with project.at(ANNA) as at:
        many(at, 3)
        with statements() as few:
            assert len(show_companies(at)) == 3
        many(at, 747)
        with statements() as all_of_them:
            found = show_companies(at)
        assert len(found) == 750 and len(all_of_them) == len(few) <= 10
        with statements() as said:
            assert overview.show_overview(at).count == 750
        assert len(said) <= 30
    line = found[-1]
    assert (line.name, line.municipality, line.county) == ("Bolag 746", "Krokom", "Jämtlands län")
    assert (line.sni, line.stage, line.late) == ("25.62", Stage.INTERVENTION, True)


def only(at: Workspace) -> CompanyLine:
    (line,) = show_companies(at)
    return line


def test_a_line_follows_what_happens(project: Project) -> None:
    with project.at(ANNA) as at:
        companies.add(
            at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom", sni="25.62"
        )
        line = only(at)
        assert (line.number, line.stage, line.newest, line.next_step, line.late) == (
            NUMBER, Stage.CONTACTED, None, None, False,
        )  # fmt: skip
        assert line.sni_sv and line.sni_en and line.sni_sv != line.sni_en
        # An interview that says no day yet was begun when it was started here.
        interview, _ = interviews.start(at, company=NUMBER)
        assert only(at).newest == Newest(Happening.INTERVIEW_STARTED, date(2022, 5, 10), "")
        interviews.answer(at, interview=hyphenated(interview), at="a01_datum", value="2022-05-03")
        interviews.answer(at, interview=hyphenated(interview), at="a02_omfattning", value="djup")
        line = only(at)
        assert line.newest == Newest(Happening.INTERVIEW_STARTED, date(2022, 5, 3), "djup")
        assert line.stage is Stage.DEEP_ANALYSIS
        coaching.log(
            at, company=line.id, activity="HA3.2", day="2022-05-06", minutes="60",
            next_step="Ring", next_by="2022-05-09",
        )  # fmt: skip
        line = only(at)
        assert line.newest == Newest(Happening.SESSION, date(2022, 5, 6), "HA3.2")
        assert line.next_step is not None and line.late
        assert (line.next_step.text, line.next_step.days_late, line.next_step.due) == ("Ring", 1, Due.OVERDUE)
        # Booked is not done; held is.
        booked, _ = coaching.log(at, company=line.id, activity="HA3.2", day="2022-05-11", minutes="60")
        assert only(at).late and only(at).newest_day == date(2022, 5, 6)
        project.clock.go_to("2022-05-11T09:00")
        assert only(at).next_step is None and only(at).newest_day == date(2022, 5, 11)
        coaching.remove(at, booked)
        assert only(at).late


def test_a_company_of_two_rows_is_one_line_with_both_names(project: Project) -> None:
    for who, name in ((ANNA, "Åkes Svets AB"), (BO, "Åke:s svets")):
        with project.at(who) as at:
            companies.add(at, orgnr=NUMBER, sole_trader=False, name=name, municipality="Åre")
            coaching.log(at, company=NUMBER, activity="HA3.2", day="2022-05-09", minutes="30", next_step=name)
    project.settle(OFFICE, ANNA, BO)
    with project.at(OFFICE) as at:
        line = only(at)
        assert {line.name, *line.spellings} == {"Åkes Svets AB", "Åke:s svets"}
        assert {step.text for step in line.steps} == {"Åkes Svets AB", "Åke:s svets"}, (
            "of the same day: both stand"
        )
        assert [one.company for one in coaching.list_sessions(at)] == [line.id] * 2


def test_lines_are_in_swedish_order(project: Project) -> None:
    with project.at(ANNA) as at:
        for place, name in enumerate(("Örnen", "Zorn", "Åke", "ärlig", "adam")):
            companies.add(at, orgnr=orgnr(place), sole_trader=False, name=name, municipality="Åre")
        assert [line.name for line in show_companies(at)] == ["adam", "Zorn", "Åke", "ärlig", "Örnen"]


def test_an_empty_laptop_has_no_lines(project: Project) -> None:
    with project.at(ANNA) as at:
        assert show_companies(at) == ()


def test_a_consultant_who_reads_no_analysis_has_lines_all_the_same(
    worked: tuple[Project, Worked],
) -> None:
    project, _ = worked
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES["kim"])
    project.settle(OFFICE, ANNA, "kim")
    with project.at("kim") as at:
        line = only(at)
        assert line.name == "Exempel Mekaniska AB" and line.stage is Stage.CONTACTED


@pytest.mark.parametrize("by", [None, "2022-05-10", "2022-05-15", "2022-05-16"])
def test_the_overview_sorts_steps_by_when_they_are_due(project: Project, by: str | None) -> None:
    # It is Tuesday the 10th; the week ends on the 15th.
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        coaching.log(
            at, company=NUMBER, activity="HA3.2", day="2022-05-06", minutes="60", next_step="Ring", next_by=by
        )
        shown = overview.show_overview(at)
        found = {
            name: [one.step.text for one in getattr(shown, name)]
            for name in ("overdue", "today", "this_week")
        }
        wanted = {"2022-05-10": "today", "2022-05-15": "this_week"}.get(by or "")
        assert found == {name: (["Ring"] if name == wanted else []) for name in found}
