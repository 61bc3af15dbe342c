"""A target along the calendar: what was done by which day, what the plan says, and what does not count and why.

- The curve steps up on the first day on which a company is done in the target (the rules of `targets`); its last
  point is today's figure. Days before the programme's start stand as they are: work of that time counts.
- The plan is a straight line from nothing on the programme's first day to the promised number on its last. The
  application gives no other; a range gives two lines, towards its least and its most.
- What does not count is told per company that is not done: how far its facts reach and what is missing. Interviews
  that can never count towards the target as they are (short, or without an answer to A02) are told of too, where the
  company has nothing that reaches further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.collation import swedish_key
from app.domain.evidence import CompanyId, Scope
from app.domain.programme_shape import Programme, Target
from app.domain.targets import (
    EvidenceLine,
    Reached,
    TargetEvidence,
    TargetFigure,
    What,
    deep_analyses,
    first_done,
    followed,
)


class WhyNot(StrEnum):
    """Why something does not count as done. The words are `domain.why_not.<value>`."""

    NOT_FINISHED = "not_finished"
    """A deep interview that is still open."""
    TO_COME = "to_come"
    """A session or an interview after today."""
    AGREED_ONLY = "agreed_only"
    """A next step that was agreed, and nothing held yet."""
    SHORT = "short"
    """A short interview: only a deep one is an analysis."""
    NO_SCOPE = "no_scope"
    """An interview that does not say yet how deep it goes (A02)."""


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Something of a company that does not count towards the target. `day`: None for a step without one."""

    company: CompanyId
    label: str
    what: What
    activity: str
    day: date | None
    why: WhyNot


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How many companies were done at the end of a day."""

    day: date
    done: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A straight line from nothing on the first day to `amount` on the last."""

    start: date
    end: date
    amount: int

    def at(self, day: date) -> float:
        """Where the plan stands at the end of a day: 0 before its start, the whole amount after its end."""
        length = (self.end - self.start).days
        if day >= self.end or length <= 0:
            return float(self.amount) if day >= self.end else 0.0
        return self.amount * max(0, (day - self.start).days) / length


def plan(programme: Programme, target: Target, amount: int | None) -> PlanLine | None:
    """The plan towards a promised number; None where the application gives none, or nothing is followed yet."""
    if amount is None or not followed(target):
        return None
    return PlanLine(programme.start, programme.end, amount)


def curve(programme: Programme, target: Target, evidence: TargetEvidence) -> tuple[CurvePoint, ...]:
    """The steps of what is done, each day once, today last; empty where the target is not followed yet.

    It begins at the programme's first day with what was done by then (0 where nothing was).
    """
    if not followed(target):
        return ()
    first = first_done(programme, target, evidence)
    days = sorted(first.values())
    marks = {day for day in days if day <= evidence.day} | {evidence.day}
    if evidence.day > programme.start:
        marks.add(programme.start)
    done = 0
    points: list[CurvePoint] = []
    for mark in sorted(marks):
        while done < len(days) and days[done] <= mark:
            done += 1
        points.append(CurvePoint(mark, done))
    return tuple(points)


def not_counted(
    programme: Programme, target: Target, evidence: TargetEvidence, figure: TargetFigure
) -> tuple[NotCounted, ...]:
    """What does not count and why; nearest to done first, then by the company's name."""
    found = [_missing(line) for line in figure.evidence if line.reached is not Reached.DONE]
    reached = {line.company for line in figure.evidence}
    found += _no_analyses(programme, target, evidence, reached)
    order = list(WhyNot)
    return tuple(
        sorted(
            found,
            key=lambda one: (order.index(one.why), swedish_key(one.label), one.company, one.activity),
        )
    )


def _missing(line: EvidenceLine) -> NotCounted:
    if line.what is What.NEXT_STEP:
        why = WhyNot.AGREED_ONLY
    elif line.reached is Reached.UNDER_WAY:
        why = WhyNot.NOT_FINISHED
    else:
        why = WhyNot.TO_COME
    return NotCounted(line.company, line.label, line.what, line.activity, line.first, why)


def _no_analyses(
    programme: Programme, target: Target, evidence: TargetEvidence, reached: Iterable[CompanyId]
) -> list[NotCounted]:
    analyses = [code for code in target.activities if code in deep_analyses(programme)]
    known = set(reached)
    nearest: dict[CompanyId, NotCounted] = {}
    for fact in evidence.interviews:
        if not analyses or fact.scope is Scope.DEEP or fact.company.id in known:
            continue
        why = WhyNot.NO_SCOPE if fact.scope is None else WhyNot.SHORT
        one = NotCounted(fact.company.id, fact.company.label, What.INTERVIEW, analyses[0], fact.day, why)
        before = nearest.get(one.company)
        if before is None or (before.day or date.min) < fact.day:
            nearest[one.company] = one
    return list(nearest.values())
