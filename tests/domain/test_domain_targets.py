"""The programme's targets against sessions, deep analyses and agreed next steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, NextStep, Scope, SessionFact
from app.domain.programme import parse_programme
from app.domain.targets import Reached, TargetEvidence, TargetFigure, What, targets
from app.paths import resource

SIMMITT = parse_programme(resource("programmes", "simmitt.toml").read_text(encoding="utf-8"))
DAY = date(2022, 5, 12)


def company(name: str) -> CompanyRef:
    return CompanyRef(CompanyId(name), f"{name} AB")


def session(name: str, activity: str, days: int = 0, minutes: int = 60) -> SessionFact:
    return SessionFact(company(name), activity, DAY + timedelta(days=days), minutes)


def deep(
    name: str, days: int = 0, *, finished: bool = True, scope: Scope | None = Scope.DEEP
) -> InterviewFact:
    return InterviewFact(company(name), scope, finished, DAY + timedelta(days=days))


def step(name: str, activity: str, by: date | None = None) -> NextStep:
    return NextStep(company(name), activity, by)


def figure_of(
    id: str,
    sessions: Sequence[SessionFact] = (),
    interviews: Sequence[InterviewFact] = (),
    next_steps: Sequence[NextStep] = (),
) -> TargetFigure:
    found = targets(SIMMITT, TargetEvidence(DAY, sessions, interviews, next_steps))
    return next(figure for figure in found if figure.id == id)


def test_nothing_done_shows_every_target() -> None:
    found = targets(SIMMITT, TargetEvidence(DAY, (), ()))
    assert [figure.id for figure in found] == [target.id for target in SIMMITT.targets]
    assert all((one.done, one.under_way, one.planned, one.participations) == (0, 0, 0, 0) for one in found)
    assert all(one.evidence == () for one in found)
    assert {one.id: one.left for one in found} == {
        "M1.1": 1,
        "M1.2": 1,
        "M1.3": 1,
        "M2.1": 35,
        "M2.2": 3,
        "M2.3": 4,
        "M2.4": 14,
        "M2.5": 10,
        "M3.1": 5,
        "M3.2": 12,
        "M4.1": 6,
        "M4.2": None,
        "M4.3": None,
        "MK.1": 1,
        "MK.2": 1,
    }
    followed = [one.id for one in found if not one.not_followed_yet]
    assert followed == ["M2.1", "M2.3", "M3.2", "M4.1", "M4.3"]
    assert found[3].sv.startswith("35 företag investerar") and found[3].en.startswith("35 companies")


def test_a_company_counts_once_however_many_sessions() -> None:
    sessions = [session("Ett", "HA3.2", -3, 90), session("Ett", "HA3.2", 0, 60), session("Två", "HA3.2", -1)]
    found = figure_of("M3.2", sessions)
    assert (found.done, found.left, found.min, found.max, found.participations) == (2, 10, 12, 24, 2)
    first, second = found.evidence
    assert (first.company, first.label, first.what, first.activity) == (
        "Ett",
        "Ett AB",
        What.SESSION,
        "HA3.2",
    )
    assert (first.first, first.times, first.minutes) == (DAY - timedelta(3), 2, 150)
    assert (first.reached, first.outside_programme) == (Reached.DONE, False)
    assert second.company == "Två"


@pytest.mark.parametrize(
    ("sessions", "interviews", "next_steps", "expected"),
    [
        ((), (deep("A"),), (), (1, 0, 0)),
        ((), (deep("A", finished=False),), (), (0, 1, 0)),
        ((), (deep("A", 1),), (), (0, 0, 1)),
        ((), (deep("A", scope=Scope.SHORT),), (), (0, 0, 0)),
        ((), (deep("A", scope=None, finished=False),), (), (0, 0, 0)),
        ((session("A", "HA2.4"),), (), (), (1, 0, 0)),
        ((session("A", "HA2.2"),), (), (), (1, 0, 0)),
        ((session("A", "HA2.2", 1),), (), (), (0, 0, 1)),
        ((session("A", "HA2.2", 1),), (deep("A", finished=False),), (), (0, 1, 0)),
        ((session("A", "HA2.2", 1),), (deep("A"),), (), (1, 0, 0)),
        ((), (), (step("A", "HA2.2"),), (0, 0, 1)),
        ((session("A", "HA3.2"),), (), (step("A", "HA2.4", DAY),), (0, 0, 1)),
        ((session("A", "HA3.2"), session("A", "HA2.1")), (), (), (0, 0, 0)),
        ((), (deep("A"), deep("B", finished=False), deep("C", 9)), (), (1, 1, 1)),
    ],
)
def test_done_under_way_and_planned_of_m2_1(
    sessions: Sequence[SessionFact],
    interviews: Sequence[InterviewFact],
    next_steps: Sequence[NextStep],
    expected: tuple[int, int, int],
) -> None:
    found = figure_of("M2.1", sessions, interviews, next_steps)
    assert (found.done, found.under_way, found.planned) == expected
    assert found.left == 35 - expected[0]


def test_a_deep_analysis_counts_only_where_the_activity_is_the_analysis() -> None:
    found = targets(SIMMITT, TargetEvidence(DAY, (), (deep("A"),)))
    assert [one.id for one in found if one.done] == ["M2.1"]
    (line,) = next(one for one in found if one.id == "M2.1").evidence
    assert (line.what, line.activity, line.first, line.minutes) == (What.INTERVIEW, "HA2.4", DAY, 0)


def test_the_overlap_of_m2_1_and_m2_3_is_shown_both_ways() -> None:
    sessions = [session("Åre", "HA2.2"), session("Zink", "HA2.2"), session("Berg", "HA2.4")]
    interviews = [deep("Zink"), deep("Dal"), deep("Åre", finished=False)]
    many, few = figure_of("M2.1", sessions, interviews), figure_of("M2.3", sessions, interviews)
    assert (many.done, many.participations, few.done, few.participations) == (4, 5, 2, 2)
    (overlap,) = many.overlaps
    assert overlap.target == "M2.3"
    assert [one.id for one in overlap.companies] == ["Zink", "Åre"]  # å after z
    assert overlap.done_without == 2  # Berg and Dal
    (back,) = few.overlaps
    assert (back.target, [one.id for one in back.companies], back.done_without) == (
        "M2.1",
        ["Zink", "Åre"],
        0,
    )
    assert figure_of("M3.2", sessions).overlaps == ()


def test_what_is_not_followed_yet_counts_nothing_but_shows_who_took_part() -> None:
    found = figure_of("M3.1", [session("Ett", "HA3.1"), session("Två", "HA3.1"), session("Ett", "HA3.1", -7)])
    assert found.not_followed_yet
    assert (found.done, found.under_way, found.planned, found.left) == (0, 0, 0, 5)
    assert found.participations == 2 and [line.times for line in found.evidence] == [2, 1]


def test_a_target_without_a_number_has_nothing_left() -> None:
    found = figure_of("M4.3", [session("Ett", "HA4.3")])
    assert (found.done, found.min, found.max, found.left) == (1, None, None, None)


def test_more_than_promised_leaves_nothing() -> None:
    found = figure_of("M2.3", [session(f"F{number}", "HA2.2") for number in range(7)])
    assert (found.done, found.left, found.max) == (7, 0, 6)


def test_days_outside_the_programme_are_marked() -> None:
    found = figure_of("M4.1", [SessionFact(company("Ett"), "HA4.2", date(2020, 12, 31), 30)])
    assert found.done == 1 and found.evidence[0].outside_programme


def test_evidence_shows_what_the_number_rests_on() -> None:
    found = figure_of(
        "M2.1",
        [session("B", "HA2.2", 5), session("A", "HA2.2"), session("A", "HA2.2", 9)],
        [deep("A"), deep("C", finished=False)],
        [step("B", "HA2.4", date(2022, 6, 1)), step("D", "HA2.2")],
    )
    assert [
        (line.company, line.reached.name, line.what, line.activity, line.first) for line in found.evidence
    ] == [
        ("A", "DONE", "session", "HA2.2", DAY),
        ("A", "DONE", "interview", "HA2.4", DAY),
        ("C", "UNDER_WAY", "interview", "HA2.4", DAY),
        ("B", "PLANNED", "session", "HA2.2", DAY + timedelta(5)),
        ("B", "PLANNED", "next_step", "HA2.4", date(2022, 6, 1)),
        ("D", "PLANNED", "next_step", "HA2.2", None),
    ]


names = st.sampled_from(["A", "B", "C", "D", "Å"])
codes = st.sampled_from([activity.code for activity in SIMMITT.every_activity()])
facts = st.builds(session, names, codes, st.integers(-5, 5))
interviews_of = st.builds(lambda n, d, f: deep(n, d, finished=f), names, st.integers(-5, 5), st.booleans())
steps_of = st.builds(step, names, codes)


@given(
    st.lists(facts, max_size=12),
    st.lists(interviews_of, max_size=6),
    st.lists(steps_of, max_size=4),
    st.randoms(),
)
def test_figures_hold_together(
    sessions: list[SessionFact], interviews: list[InterviewFact], next_steps: list[NextStep], chance: object
) -> None:
    found = targets(SIMMITT, TargetEvidence(DAY, sessions, interviews, next_steps))
    for figure in found:
        reached = {line.company: line.reached for line in figure.evidence}
        if not figure.not_followed_yet:
            counts = list(reached.values())
            assert figure.done == counts.count(Reached.DONE)
            assert figure.under_way == counts.count(Reached.UNDER_WAY)
            assert figure.planned == counts.count(Reached.PLANNED)
            assert figure.participations >= figure.done
        if figure.min is not None:
            assert figure.left == max(0, figure.min - figure.done)
        for overlap in figure.overlaps:
            assert figure.done == overlap.done_without + len(overlap.companies)
    for together in (sessions, interviews, next_steps):
        chance.shuffle(together)
    again = targets(SIMMITT, TargetEvidence(DAY, sessions, interviews, next_steps))
    assert again == found
    more = targets(SIMMITT, TargetEvidence(DAY, [*sessions, session("Ny", "HA3.2")], interviews, next_steps))
    by_id = {figure.id: figure for figure in found}
    for figure in more:
        assert figure.done == by_id[figure.id].done + (figure.id == "M3.2")
