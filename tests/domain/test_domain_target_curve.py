"""The date curve of a target, its plan, and what does not count and why: reckoned by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, NextStep, Scope, SessionFact
from app.domain.programme import parse_programme
from app.domain.programme_shape import Target
from app.domain.target_curve import CurvePoint, NotCounted, PlanLine, WhyNot, curve, not_counted, plan
from app.domain.targets import TargetEvidence, TargetFigure, What, first_done, followed, targets
from app.paths import resource

SIMMITT = parse_programme(resource("programmes", "simmitt.toml").read_text(encoding="utf-8"))
START, DAY, END = date(2021, 1, 1), date(2022, 5, 12), date(2023, 2, 28)


def target(id: str) -> Target:
    found = SIMMITT.target(id)
    assert found is not None
    return found


def ref(name: str) -> CompanyRef:
    return CompanyRef(CompanyId(name), f"{name} AB")


def session(name: str, activity: str, day: date) -> SessionFact:
    return SessionFact(ref(name), activity, day, 60)


def interview(
    name: str, day: date, scope: Scope | None = Scope.DEEP, *, finished: bool = True
) -> InterviewFact:
    return InterviewFact(ref(name), scope, finished, day)


def figure_of(id: str, evidence: TargetEvidence) -> TargetFigure:
    return next(one for one in targets(SIMMITT, evidence) if one.id == id)


def test_the_curve_steps_up_on_each_companys_first_day() -> None:
    evidence = TargetEvidence(
        DAY,
        [
            session("Ett", "HA3.2", date(2022, 3, 8)),
            session("Ett", "HA3.2", date(2022, 3, 1)),  # the earlier day counts, and the company once
            session("Två", "HA3.2", date(2022, 4, 11)),
            session("Tre", "HA3.2", date(2022, 4, 11)),
            session("Fyra", "HA3.2", date(2022, 6, 1)),  # still to come
            session("Fem", "HA4.2", date(2022, 2, 1)),  # another target's
        ],
        (),
    )
    assert curve(SIMMITT, target("M3.2"), evidence) == (
        CurvePoint(START, 0),
        CurvePoint(date(2022, 3, 1), 1),
        CurvePoint(date(2022, 4, 11), 3),
        CurvePoint(DAY, 3),
    )


def test_the_curve_of_two_activities_takes_the_earlier_of_both() -> None:
    # M2.1: a deep analysis (HA2.4) or strategic support (HA2.2).
    evidence = TargetEvidence(
        DAY,
        [session("Ett", "HA2.2", date(2022, 2, 1)), session("Två", "HA2.4", date(2022, 3, 1))],
        [interview("Ett", date(2022, 1, 15)), interview("Två", date(2022, 4, 1))],
    )
    assert first_done(SIMMITT, target("M2.1"), evidence) == {
        "Ett": date(2022, 1, 15),
        "Två": date(2022, 3, 1),
    }
    assert [point.done for point in curve(SIMMITT, target("M2.1"), evidence)] == [0, 1, 2, 2]
    assert curve(SIMMITT, target("M2.3"), evidence)[1] == CurvePoint(date(2022, 2, 1), 1)


def test_work_before_the_start_stands_on_its_day() -> None:
    evidence = TargetEvidence(DAY, [session("Ett", "HA3.2", date(2020, 12, 1))], ())
    assert curve(SIMMITT, target("M3.2"), evidence) == (
        CurvePoint(date(2020, 12, 1), 1),
        CurvePoint(START, 1),
        CurvePoint(DAY, 1),
    )
    before = TargetEvidence(date(2020, 12, 24), [session("Ett", "HA3.2", date(2020, 12, 1))], ())
    assert [point.done for point in curve(SIMMITT, target("M3.2"), before)] == [1, 1]


def test_what_is_not_followed_has_neither_curve_nor_plan() -> None:
    evidence = TargetEvidence(DAY, [session("Ett", "HA3.1", DAY)], ())
    for id in ("M3.1", "M2.4", "MK.1"):
        assert not followed(target(id))
        assert curve(SIMMITT, target(id), evidence) == ()
        assert plan(SIMMITT, target(id), target(id).min) is None


def test_the_plan_is_a_straight_line() -> None:
    # 1 January 2021 to 28 February 2023 is 788 days; 12 May 2022 is day 496: 35 x 496 / 788 = 22.03.
    line = plan(SIMMITT, target("M2.1"), 35)
    assert line == PlanLine(START, END, 35)
    assert line is not None
    assert (END - START).days == 788 and (DAY - START).days == 496
    assert line.at(DAY) == pytest.approx(22.0305, abs=1e-4)
    assert [line.at(day) for day in (date(2020, 6, 1), START, END, date(2024, 1, 1))] == [0, 0, 35, 35]
    assert line.at(START + timedelta(days=394)) == 17.5
    assert plan(SIMMITT, target("M4.3"), None) is None, "the application gives no number"
    assert PlanLine(DAY, DAY, 3).at(DAY) == 3 and PlanLine(DAY, DAY, 3).at(START) == 0


def test_what_does_not_count_says_why() -> None:
    evidence = TargetEvidence(
        DAY,
        [session("Färdig", "HA2.4", date(2022, 3, 1)), session("Bokad", "HA2.2", date(2022, 6, 1))],
        [
            interview("Öppen", date(2022, 5, 2), finished=False),
            interview("Kort", date(2022, 4, 1), Scope.SHORT),
            interview("Kort", date(2022, 2, 1), Scope.SHORT),
            interview("Oviss", date(2022, 4, 3), None, finished=False),
            interview("Färdig", date(2022, 1, 3), Scope.SHORT),  # done by its session: nothing to tell
        ],
        [NextStep(ref("Lovad"), "HA2.2", date(2022, 5, 20)), NextStep(ref("Odaterad"), "HA2.2", None)],
    )
    figure = figure_of("M2.1", evidence)
    assert (figure.done, figure.under_way, figure.planned) == (1, 1, 3)
    assert not_counted(SIMMITT, target("M2.1"), evidence, figure) == (
        NotCounted(
            CompanyId("Öppen"), "Öppen AB", What.INTERVIEW, "HA2.4", date(2022, 5, 2), WhyNot.NOT_FINISHED
        ),
        NotCounted(CompanyId("Bokad"), "Bokad AB", What.SESSION, "HA2.2", date(2022, 6, 1), WhyNot.TO_COME),
        NotCounted(
            CompanyId("Lovad"), "Lovad AB", What.NEXT_STEP, "HA2.2", date(2022, 5, 20), WhyNot.AGREED_ONLY
        ),
        NotCounted(CompanyId("Odaterad"), "Odaterad AB", What.NEXT_STEP, "HA2.2", None, WhyNot.AGREED_ONLY),
        NotCounted(CompanyId("Kort"), "Kort AB", What.INTERVIEW, "HA2.4", date(2022, 4, 1), WhyNot.SHORT),
        NotCounted(
            CompanyId("Oviss"), "Oviss AB", What.INTERVIEW, "HA2.4", date(2022, 4, 3), WhyNot.NO_SCOPE
        ),
    )
    # Coaching has nothing to do with interviews.
    coaching = figure_of("M3.2", evidence)
    assert not_counted(SIMMITT, target("M3.2"), evidence, coaching) == ()


NAMES = st.sampled_from(["Ett", "Två", "Tre", "Fyra"])
DAYS = st.dates(date(2020, 11, 1), date(2023, 6, 1))
SESSIONS = st.builds(
    lambda name, activity, day: session(name, activity, day),
    NAMES,
    st.sampled_from(["HA2.2", "HA2.4", "HA3.2", "HA4.2"]),
    DAYS,
)
INTERVIEWS = st.builds(
    lambda name, day, scope, finished: interview(name, day, scope, finished=finished),
    NAMES,
    DAYS,
    st.sampled_from([None, *Scope]),
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(SESSIONS, max_size=8), st.lists(INTERVIEWS, max_size=6), DAYS)
def test_curve_and_figure_agree(
    sessions: list[SessionFact], interviews: list[InterviewFact], day: date
) -> None:
    evidence = TargetEvidence(day, sessions, interviews)
    for figure in targets(SIMMITT, evidence):
        wanted = target(figure.id)
        points = curve(SIMMITT, wanted, evidence)
        if figure.not_followed_yet:
            assert points == ()
            continue
        assert points[-1] == CurvePoint(day, figure.done)
        assert [point.day for point in points] == sorted({point.day for point in points})
        assert [point.done for point in points] == sorted(point.done for point in points)
        # On each of its days the figure of that day would have been the same, had nothing been changed since.
        counted = first_done(SIMMITT, wanted, evidence).values()
        assert all(point.done == sum(one <= point.day for one in counted) for point in points)
        why = not_counted(SIMMITT, wanted, evidence, figure)
        assert not {one.company for one in why} & set(first_done(SIMMITT, wanted, evidence))
        assert {one.company for one in why} >= {
            line.company for line in figure.evidence if line.reached.name != "DONE"
        }
