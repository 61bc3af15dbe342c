"""The programme's promised results against what has been done (programme.toml 5.3, indicators-and-aid 1).

How a target is counted
- Count `unique company` or `company`: a company is **done** when a session under the target's activity (or
  its `also_activity`) was held on the day or before, or, where that activity is the deep analysis (form
  `djupanalys`, HA2.4 in SIMMITT), a deep interview of that day or before is finished. It is **under way**
  when there is only a deep interview that is not finished, and **planned** when there is only a session or a
  deep interview after the day, or an agreed next step under the activity. A company counts once per target,
  at its best; `left` is max(0, min - done), and None where the application gives no number (I10).
- `participations` are different pairs of company and activity that are done: one company that had both a
  deep analysis and strategic support is two participations of M2.1 and one company.
- Series, thesis projects, events, workshops, milestones and publications are not yet registered anywhere, so
  they have nothing to count: `done` is 0 and `not_followed_yet` says that it is not a finding. Sessions
  logged under their activities still stand as participations with evidence.
- M2.1 (35 companies, deep analysis *or strategic support*) and M2.3 (4-6 companies, strategic support) share
  HA2.2, and the application does not say whether the few are among the many (I08). Both are counted in full,
  and each carries an `Overlap`: the companies done in both, and what remains of this target if they are
  counted in the other.
- A session outside the programme's period counts, and its evidence says so; what the office makes of it is
  decided where indicators are reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from app.domain.collation import swedish_key
from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, NextStep, Scope, SessionFact
from app.domain.programme_shape import Programme, Target

_COMPANY_COUNTS = ("unique company", "company")
_DEEP_ANALYSIS_FORM = "djupanalys"


class What(StrEnum):
    """What an evidence line rests on. The words are `domain.evidence.<value>`."""

    SESSION = "session"
    INTERVIEW = "interview"
    NEXT_STEP = "next_step"


class Reached(IntEnum):
    """How far a company has come towards one target. The words are `domain.reached.<name in lower case>`."""

    PLANNED = 1
    UNDER_WAY = 2
    DONE = 3


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What a number rests on: all of one company's facts of one kind under one activity."""

    company: CompanyId
    label: str
    what: What
    reached: Reached
    activity: str
    first: date | None
    """The first day; None for a next step without one."""
    times: int
    minutes: int
    """Of all sessions together; 0 for interviews and next steps."""
    outside_programme: bool
    """At least one of the days lies outside the programme's period."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Companies that are done in this target and in another that shares an activity with it."""

    target: str
    companies: tuple[CompanyRef, ...]
    done_without: int
    """This target's done, if the companies are counted in the other only."""


@dataclass(frozen=True, slots=True)
class TargetFigure:
    id: str
    name_sv: str
    name_en: str
    sv: str
    en: str
    activities: tuple[str, ...]
    count: str
    min: int | None
    max: int | None
    done: int
    under_way: int
    planned: int
    left: int | None
    participations: int
    not_followed_yet: bool
    evidence: tuple[EvidenceLine, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class TargetEvidence:
    """All that is known on a day. Companies stand under one id each, whatever aliases they have."""

    day: date
    sessions: Sequence[SessionFact]
    interviews: Sequence[InterviewFact]
    next_steps: Sequence[NextStep] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    company: CompanyRef
    activity: str
    what: What
    reached: Reached
    day: date | None
    minutes: int


def _facts(programme: Programme, evidence: TargetEvidence) -> list[_Fact]:
    """Everything that may count, with how far it reaches."""
    facts = [
        _Fact(
            session.company,
            session.activity,
            What.SESSION,
            Reached.DONE if session.day <= evidence.day else Reached.PLANNED,
            session.day,
            session.minutes,
        )
        for session in evidence.sessions
    ]
    facts += [
        _Fact(step.company, step.activity, What.NEXT_STEP, Reached.PLANNED, step.by, 0)
        for step in evidence.next_steps
    ]
    analyses = deep_analyses(programme)
    for interview in evidence.interviews:
        if interview.scope is not Scope.DEEP:
            continue
        if interview.day > evidence.day:
            reached = Reached.PLANNED
        else:
            reached = Reached.DONE if interview.finished else Reached.UNDER_WAY
        facts += [
            _Fact(interview.company, code, What.INTERVIEW, reached, interview.day, 0) for code in analyses
        ]
    return facts


def targets(programme: Programme, evidence: TargetEvidence) -> tuple[TargetFigure, ...]:
    """Every target of the programme in printed order; the rules stand at the head of this module."""
    by_activity: dict[str, list[_Fact]] = {}
    for fact in _facts(programme, evidence):
        by_activity.setdefault(fact.activity, []).append(fact)
    facts = {target.id: _of_target(target, by_activity) for target in programme.targets}
    best = {id: _best(found) for id, found in facts.items()}
    return tuple(_figure(programme, target, facts[target.id], best) for target in programme.targets)


def _of_target(target: Target, by_activity: Mapping[str, Sequence[_Fact]]) -> list[_Fact]:
    return [fact for code in dict.fromkeys(target.activities) for fact in by_activity.get(code, ())]


def first_done(programme: Programme, target: Target, evidence: TargetEvidence) -> dict[CompanyId, date]:
    """Each company that is done in a target, and the first day on which it was; empty where nothing is followed."""
    if not followed(target):
        return {}
    by_activity: dict[str, list[_Fact]] = {}
    for fact in _facts(programme, evidence):
        by_activity.setdefault(fact.activity, []).append(fact)
    first: dict[CompanyId, date] = {}
    for fact in _of_target(target, by_activity):
        if fact.reached is Reached.DONE and fact.day is not None:
            first[fact.company.id] = min(fact.day, first.get(fact.company.id, fact.day))
    return first


def followed(target: Target) -> bool:
    """Whether something is registered that the target counts; the others stand without a figure."""
    return target.count in _COMPANY_COUNTS


def deep_analyses(programme: Programme) -> tuple[str, ...]:
    """The codes of the activities in which a deep interview is the work itself."""
    return tuple(
        activity.code for activity in programme.every_activity() if activity.form == _DEEP_ANALYSIS_FORM
    )


def _best(facts: Iterable[_Fact]) -> dict[CompanyId, Reached]:
    best: dict[CompanyId, Reached] = {}
    for fact in facts:
        best[fact.company.id] = max(fact.reached, best.get(fact.company.id, fact.reached))
    return best


def _figure(
    programme: Programme, target: Target, facts: Sequence[_Fact], best: dict[str, dict[CompanyId, Reached]]
) -> TargetFigure:
    mine = best[target.id]
    counts = followed(target)
    reached = list(mine.values()) if counts else []
    done = reached.count(Reached.DONE)
    return TargetFigure(
        id=target.id,
        name_sv=target.name_sv,
        name_en=target.name_en,
        sv=target.sv,
        en=target.en,
        activities=target.activities,
        count=target.count,
        min=target.min,
        max=target.max,
        done=done,
        under_way=reached.count(Reached.UNDER_WAY),
        planned=reached.count(Reached.PLANNED),
        left=None if target.min is None else max(0, target.min - done),
        participations=len({(f.company.id, f.activity) for f in facts if f.reached is Reached.DONE}),
        not_followed_yet=not counts,
        evidence=_lines(programme, [fact for fact in facts if fact.reached is mine[fact.company.id]]),
        overlaps=_overlaps(programme, target, facts, best) if counts else (),
    )


def _lines(programme: Programme, facts: Iterable[_Fact]) -> tuple[EvidenceLine, ...]:
    """One line per company, activity and kind; done first, then by the company's name."""
    grouped: dict[tuple[CompanyId, str, What], list[_Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.company.id, fact.activity, fact.what), []).append(fact)
    lines = []
    for same in grouped.values():
        days = sorted(fact.day for fact in same if fact.day is not None)
        lines.append(
            EvidenceLine(
                company=same[0].company.id,
                label=same[0].company.label,
                what=same[0].what,
                reached=same[0].reached,
                activity=same[0].activity,
                first=days[0] if days else None,
                times=len(same),
                minutes=sum(fact.minutes for fact in same),
                outside_programme=any(not programme.contains(day) for day in days),
            )
        )
    lines.sort(
        key=lambda line: (
            -line.reached,
            swedish_key(line.label),
            line.company,
            line.activity,
            line.first or date.max,
            line.what,
        )
    )
    return tuple(lines)


def _overlaps(
    programme: Programme, target: Target, facts: Sequence[_Fact], best: dict[str, dict[CompanyId, Reached]]
) -> tuple[Overlap, ...]:
    mine = {company for company, reached in best[target.id].items() if reached is Reached.DONE}
    refs = {fact.company.id: fact.company for fact in facts}
    overlaps = []
    for other in programme.targets:
        shares = set(other.activities) & set(target.activities)
        if other.id == target.id or not followed(other) or not shares:
            continue
        theirs = {company for company, reached in best[other.id].items() if reached is Reached.DONE}
        both = sorted(mine & theirs, key=lambda company: (swedish_key(refs[company].label), company))
        overlaps.append(Overlap(other.id, tuple(refs[company] for company in both), len(mine) - len(both)))
    return tuple(overlaps)
