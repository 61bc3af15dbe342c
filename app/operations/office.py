"""What the office looks at: the programme's targets against what has been done, and what each number rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.evidence import CompanyId
from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.domain.target_curve import CurvePoint, NotCounted, PlanLine, WhyNot, curve, not_counted, plan
from app.domain.targets import Reached, TargetEvidence, TargetFigure, What, targets
from app.operations import companies
from app.operations.facts import facts_of
from app.operations.workspace import Workspace
from app.store.ids import RowId, parse_id
from app.store.registry import Role


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What a number rests on: a company's facts of one kind under one activity. `minutes`: of all its sessions.

    `day`: the first of its days. `outside_programme`: at least one of them lies outside the programme's period.
    """

    company: RowId
    company_name: str
    what: What
    reached: Reached
    activity: str
    day: date | None
    times: int
    minutes: int
    outside_programme: bool


@dataclass(frozen=True, slots=True)
class NotCountedRow:
    """What does not count, and why; the words are `domain.why_not.<why>`."""

    company: RowId
    company_name: str
    what: What
    activity: str
    day: date | None
    why: WhyNot


@dataclass(frozen=True, slots=True)
class TargetDetail:
    """A target with everything that its number opens.

    `counted`: what is done (all that stands as participation, where the target itself is not followed yet).
    `points` step up to `today`; `plan_least` and `plan_most` are straight lines towards the promised numbers, None
    where the application gives none; both are empty where the target is not followed yet.
    """

    figure: TargetFigure
    counted: tuple[EvidenceRow, ...]
    not_counted: tuple[NotCountedRow, ...]
    points: tuple[CurvePoint, ...]
    plan_least: PlanLine | None
    plan_most: PlanLine | None
    start: date
    end: date
    today: date


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target's figure against the calendar. `planned_now`: where a straight line to `min` stands today.

    `behind`: fewer are done than the whole companies of that line; False where the application gives no number, or
    the target is not followed yet (`planned_now` is then None).
    """

    figure: TargetFigure
    planned_now: float | None
    behind: bool


@dataclass(frozen=True, slots=True)
class TargetBoard:
    """Every target of the programme as it stands on `day`; `whole` is False where only some companies are read."""

    day: date
    whole: bool
    targets: tuple[TargetStanding, ...]


def show_board(workspace: Workspace) -> TargetBoard:
    """Every target with its figures, and whether it keeps up with its plan today."""
    day = workspace.today()
    programme = workspace.programme()
    standing: list[TargetStanding] = []
    for figure in show_targets(workspace):
        target = programme.target(figure.id)
        line = plan(programme, target, figure.min) if target is not None else None
        now = line.at(day) if line is not None else None
        standing.append(TargetStanding(figure, now, now is not None and figure.done < int(now)))
    return TargetBoard(day, workspace.role is Role.OFFICE, tuple(standing))


def show_targets(workspace: Workspace) -> tuple[TargetFigure, ...]:
    """Every target of the programme with its figures and their evidence, today; each company once."""
    return targets(workspace.programme(), _evidence(workspace))


def show_target(workspace: Workspace, target_id: str) -> TargetDetail:
    """One target with its evidence and its curve. Raises Refusal `office.target` where the programme has none."""
    programme, today = workspace.programme(), workspace.today()
    target = programme.target(target_id)
    if target is None:
        known = ", ".join(one.id for one in programme.targets)
        raise Refusal("office.target", typed=safe_to_show(target_id), known=known)
    evidence = _evidence(workspace)
    figure = next(one for one in targets(programme, evidence) if one.id == target.id)
    return TargetDetail(
        figure=figure,
        counted=tuple(
            EvidenceRow(
                _row(line.company),
                line.label,
                line.what,
                line.reached,
                line.activity,
                line.first,
                line.times,
                line.minutes,
                line.outside_programme,
            )
            for line in figure.evidence
            if line.reached is Reached.DONE
        ),
        not_counted=tuple(_not_counted(one) for one in not_counted(programme, target, evidence, figure)),
        points=curve(programme, target, evidence),
        plan_least=plan(programme, target, target.min),
        plan_most=plan(programme, target, target.max),
        start=programme.start,
        end=programme.end,
        today=today,
    )


def _not_counted(one: NotCounted) -> NotCountedRow:
    return NotCountedRow(_row(one.company), one.label, one.what, one.activity, one.day, one.why)


def _row(company: CompanyId) -> RowId:
    found = parse_id(company)
    assert found is not None, "facts name companies by their rows"
    return RowId(found)


def _evidence(workspace: Workspace) -> TargetEvidence:
    with workspace.reading() as reader:
        canonical = {row: group[0] for row, group in companies.groups(reader).items()}
        facts = facts_of(workspace, reader, canonical, workspace.today()).values()
    return TargetEvidence(
        day=workspace.today(),
        sessions=[session for fact in facts for session in fact.sessions],
        interviews=[interview for fact in facts for interview in fact.interviews],
        next_steps=[step for fact in facts for step in fact.next_steps],
    )
