"""The first page: companies by stage, what is due, how the targets stand, and what is new since the last look.

The companies are all that this laptop can read: a coach's own, and at the office every company of the programme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.coaching import Due
from app.domain.company import Stage
from app.operations import companies
from app.operations.company_list import CompanyLine, company_lines
from app.operations.news import NewsLine, mark_news_seen, news
from app.operations.next_steps import OpenStep
from app.operations.office import TargetBoard, show_board
from app.operations.workspace import Workspace
from app.store.ids import RowId

__all__ = [
    "DueStep",
    "OverviewSnapshot",
    "StageColumn",
    "TargetBrief",
    "mark_news_seen",
    "show_overview",
]


@dataclass(frozen=True, slots=True)
class StageColumn:
    """The companies of one stage: late ones first, then by when something is next, then by what is newest."""

    stage: Stage
    companies: tuple[CompanyLine, ...]

    @property
    def count(self) -> int:
        return len(self.companies)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A next step with its company."""

    company: RowId
    company_name: str
    municipality: str
    step: OpenStep


@dataclass(frozen=True, slots=True)
class TargetBrief:
    """A target that is followed, in one line. `planned_now`: where a straight line to `min` stands today.

    `sv` and `en` are its short names. `behind`: fewer are done than the whole companies of that line; False where the
    application gives no number.
    """

    id: str
    sv: str
    en: str
    done: int
    under_way: int
    planned: int
    min: int | None
    max: int | None
    planned_now: float | None
    behind: bool


@dataclass(frozen=True, slots=True)
class OverviewSnapshot:
    """Stages in the programme's order, each there even when empty. `week`: the ISO week of `day`.

    `this_week` begins after today. `targets_whole` is False on a laptop that reads only some of the companies.
    `news_until` is what `mark_news_seen` is told when the person has looked.
    """

    day: date
    week: int
    count: int
    columns: tuple[StageColumn, ...]
    overdue: tuple[DueStep, ...]
    today: tuple[DueStep, ...]
    this_week: tuple[DueStep, ...]
    targets: tuple[TargetBrief, ...]
    targets_whole: bool
    news: tuple[NewsLine, ...]
    news_until: int


def show_overview(workspace: Workspace) -> OverviewSnapshot:
    """Everything that the first page shows, from one moment."""
    day = workspace.today()
    with workspace.reading() as reader:
        lines = company_lines(workspace, reader)
        canonical = {row: group[0] for row, group in companies.groups(reader).items()}
    found = news(workspace, canonical, {line.id: line.name for line in lines})
    due = _due(lines)
    board = show_board(workspace)
    return OverviewSnapshot(
        day=day,
        week=day.isocalendar().week,
        count=len(lines),
        columns=tuple(
            StageColumn(stage, tuple(sorted((one for one in lines if one.stage is stage), key=_urgency)))
            for stage in Stage
        ),
        overdue=tuple(one for one in due if one.step.due is Due.OVERDUE),
        today=tuple(one for one in due if one.step.due is Due.TODAY),
        this_week=tuple(one for one in due if one.step.due is Due.THIS_WEEK),
        targets=_targets(board),
        targets_whole=board.whole,
        news=found.lines,
        news_until=found.until,
    )


def _urgency(line: CompanyLine) -> tuple[int, int]:
    """Late first, then what is next by its day, then the newest; alike in these, the names' order stays."""
    by = line.next_step.by if line.next_step is not None else None
    newest = line.newest_day
    return (by or date.max).toordinal(), -(newest.toordinal() if newest is not None else 0)


def _due(lines: Iterable[CompanyLine]) -> list[DueStep]:
    """Every open step, by its day; what has none comes last."""
    found = [DueStep(line.id, line.name, line.municipality, step) for line in lines for step in line.steps]
    return sorted(found, key=lambda one: one.step.by or date.max)


def _targets(board: TargetBoard) -> tuple[TargetBrief, ...]:
    return tuple(
        TargetBrief(
            one.figure.id,
            one.figure.name_sv,
            one.figure.name_en,
            one.figure.done,
            one.figure.under_way,
            one.figure.planned,
            one.figure.min,
            one.figure.max,
            one.planned_now,
            one.behind,
        )
        for one in board.targets
        if not one.figure.not_followed_yet
    )
