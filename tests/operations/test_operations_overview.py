"""The first page: stages, targets in brief, and what is new since the last look."""

from __future__ import annotations

import pytest
from _day import ANNA, BO, DAY, NAMES, NUMBER, OFFICE, Project, Worked, dump, orgnr

from app.domain.company import Stage
from app.domain.refusal import Refusal
from app.operations import coaching, companies, enrolment, log, office
from app.operations.news import ActCount, NewsLine
from app.operations.overview import OverviewSnapshot, mark_news_seen, show_overview
from app.operations.workspace import Workspace


def stages(shown: OverviewSnapshot) -> dict[Stage, list[str]]:
    return {column.stage: [line.name for line in column.companies] for column in shown.columns}


def test_an_empty_project_has_every_stage_and_every_target(project: Project) -> None:
    with project.at(OFFICE) as at:
        shown = show_overview(at)
    assert stages(shown) == {stage: [] for stage in Stage}
    assert [column.stage for column in shown.columns] == list(Stage)
    assert (shown.count, shown.overdue, shown.today, shown.this_week) == (0, (), (), ())
    # What is not followed yet is not there.
    assert [one.id for one in shown.targets] == ["M2.1", "M2.3", "M3.2", "M4.1", "M4.3"]
    assert shown.targets[0].sv == "Djupanalyser"
    assert (shown.day.isoformat(), shown.week) == ("2022-05-10", 19)
    # 22 companies of 35 on a straight line (the domain's test reckons it), none done.
    brief = shown.targets[0]
    assert (brief.done, brief.min, brief.behind) == (0, 35, True) and 21 < (brief.planned_now or 0) < 22
    assert (shown.targets[-1].planned_now, shown.targets[-1].behind) == (None, False), (
        "no number was promised"
    )
    assert shown.targets_whole
    with project.at(ANNA) as at:
        assert not show_overview(at).targets_whole


def test_companies_stand_under_their_stage_the_late_ones_first(project: Project) -> None:
    with project.at(ANNA) as at:
        for number, name in enumerate(("Adam", "Bertil", "Cesar", "David")):
            companies.add(at, orgnr=orgnr(number), sole_trader=False, name=name, municipality="Åre")
        for number, day, step, by in (
            (0, "2022-05-02", None, None),
            (1, "2022-05-03", "Ring", "2022-05-12"),
            (2, "2022-05-01", "Ring", "2022-05-04"),
        ):
            coaching.log(
                at, company=orgnr(number), activity="HA3.2", day=day, minutes="30", next_step=step, next_by=by
            )
        shown = show_overview(at)
    assert stages(shown)[Stage.INTERVENTION] == ["Cesar", "Bertil", "Adam"]
    assert stages(shown)[Stage.CONTACTED] == ["David"]
    assert [column.count for column in shown.columns] == [1, 0, 0, 3, 0, 0]
    assert [(one.company_name, one.municipality, one.step.days_late) for one in shown.overdue] == [
        ("Cesar", "Åre", 6)
    ]
    assert [one.company_name for one in shown.this_week] == ["Bertil"]


def plain(lines: tuple[NewsLine, ...]) -> list[tuple[str, str, tuple[ActCount, ...]]]:
    return [(line.company_name, line.person, line.acts) for line in lines]


def test_news_is_what_others_did_since_the_last_look(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(OFFICE) as at:
        shown = show_overview(at)
        (line,) = shown.news
        assert (line.company_name, line.person, line.count) == ("Exempel Mekaniska AB", NAMES[ANNA], 3)
        # The import of the matrix holds people only: the office has never read it, and is told nothing of it.
        assert {act.verb: act.count for act in line.acts} == {
            "company add": 1, "interview start": 1, "coach log": 1,
        }  # fmt: skip
        # What comes between the look and the mark is still news.
        record = {name: rows for name, rows in dump(at).items() if name != "local_state"}
        mark_news_seen(at, shown.news_until)
        assert {name: rows for name, rows in dump(at).items() if name != "local_state"} == record
        assert show_overview(at).news == ()
    with project.at(ANNA) as at:
        coaching.log(at, company=NUMBER, activity="HA3.2", day=DAY, minutes="30")
        coaching.log(at, company=NUMBER, activity="HA3.2", day=DAY, minutes="40")
        companies.edit(at, NUMBER, "women", "4")
    project.settle(OFFICE, ANNA)
    with project.at(OFFICE) as at:
        companies.edit(at, NUMBER, "men", "9")  # its own act is no news
        found = show_overview(at)
        assert plain(found.news) == [
            ("Exempel Mekaniska AB", NAMES[ANNA], (ActCount("coach log", 2), ActCount("company edit", 1)))
        ]
        (company,) = companies.list_companies(at)
        assert (found.news[0].count, found.news[0].company) == (3, company.id)
        mark_news_seen(at, 0)  # an older mark takes nothing back
        assert plain(show_overview(at).news) == plain(found.news)
        mark_news_seen(at)
        assert show_overview(at).news == ()
        mark_news_seen(at, shown.news_until)
        assert show_overview(at).news == ()
    with project.at(OFFICE) as at:
        assert show_overview(at).news == (), "the mark stays"


def test_news_of_one_company_that_two_have_added(project: Project) -> None:
    for who in (ANNA, BO):
        with project.at(who) as at:
            companies.add(at, orgnr=NUMBER, sole_trader=False, name=f"Hos {who}", municipality="Åre")
    project.settle(OFFICE, ANNA, BO)
    with project.at(OFFICE) as at:
        found = show_overview(at).news
        assert {line.person for line in found} == {NAMES[ANNA], NAMES[BO]}
        assert len({line.company for line in found}) == 1
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(OFFICE, ANNA, BO)
    with project.at(BO) as at:
        found = show_overview(at).news
        # The office's program joined the two: that is news, the making of the project is not.
        assert ActCount("company same", 1) in [act for line in found for act in line.acts]
        assert "profile create" not in {act.verb for line in found for act in line.acts}


# --- a target opened ---


def coached(at: Workspace) -> office.TargetDetail:
    return office.show_target(at, "M3.2")


def test_a_target_opens_its_evidence(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(OFFICE) as at:
        found = coached(at)
        assert (found.figure.done, found.figure.planned, found.counted) == (0, 1, ())
        (missing,) = found.not_counted
        assert (missing.company_name, missing.why, missing.day and missing.day.isoformat()) == (
            "Exempel Mekaniska AB", "to_come", DAY,
        )  # fmt: skip
        project.clock.go_to("2022-05-13T09:00")
        found = coached(at)
        (row,) = found.counted
        assert (row.company_name, row.times, row.minutes) == ("Exempel Mekaniska AB", 1, 90)
        assert companies.show_company(at, row.company).name == row.company_name
        assert found.not_counted == ()
        assert [(point.day.isoformat(), point.done) for point in found.points] == [
            ("2021-01-01", 0), (DAY, 1), ("2022-05-13", 1),
        ]  # fmt: skip
        assert found.plan_least is not None and found.plan_most is not None
        assert (found.plan_least.amount, found.plan_most.amount) == (12, 24)
        assert (found.start.isoformat(), found.end.isoformat(), found.today.isoformat()) == (
            "2021-01-01", "2023-02-28", "2022-05-13",
        )  # fmt: skip
        # The open deep interview is under way in the other target, and says why it does not count.
        analysed = office.show_target(at, "M2.1")
        assert [(one.what, one.why) for one in analysed.not_counted] == [("interview", "not_finished")]
        log_session = coaching.list_sessions(at)[0]
        coaching.remove(at, log_session.id)
        assert coached(at).points[-1].done == 0
        log.undo(at)
        assert coached(at) == found


def test_a_target_that_is_not_followed_and_one_that_is_not_there(project: Project) -> None:
    with project.at(OFFICE) as at:
        found = office.show_target(at, "M2.4")
        assert found.figure.not_followed_yet
        assert (found.points, found.plan_least, found.counted, found.not_counted) == ((), None, (), ())
        with pytest.raises(Refusal) as caught:
            office.show_target(at, "M9")
        assert caught.value.code == "office.target" and "M2.1" in str(caught.value.params["known"])


def test_the_board_has_every_target_and_whether_it_keeps_up(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    project.clock.go_to("2022-05-13T09:00")
    with project.at(ANNA) as at:
        board = office.show_board(at)
        assert (board.day.isoformat(), board.whole) == ("2022-05-13", False)
        assert [one.figure for one in board.targets] == list(office.show_targets(at))
        found = {one.figure.id: one for one in board.targets}
        # 12 companies on a straight line: 7 whole ones by this day, one done.
        assert (found["M3.2"].figure.done, int(found["M3.2"].planned_now or 0), found["M3.2"].behind) == (
            1, 7, True,
        )  # fmt: skip
        assert (found["M4.3"].planned_now, found["M4.3"].behind) == (None, False)
        assert (found["M2.4"].planned_now, found["M2.4"].behind) == (None, False), "not followed yet"
    with project.at(OFFICE) as at:
        assert office.show_board(at).whole
