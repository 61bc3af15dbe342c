"""What sessions have agreed to do next and nobody has done yet (the rule: `domain.coaching.step_done`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.coaching import Due, due, step_done
from app.store.ids import RowId
from app.store.rows import SessionRow


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A next step that is still to be done. `days_late` is 0 where it is not late."""

    session: RowId
    activity: str
    text: str
    agreed: date
    by: date | None
    due: Due
    days_late: int


def open_steps(sessions: Iterable[SessionRow], day: date) -> tuple[OpenStep, ...]:
    """The open steps of one company on a day: the most urgent first, those without a day last."""
    rows = tuple(sessions)
    held = [date.fromisoformat(row.date) for row in rows]
    found: list[OpenStep] = []
    for row, agreed in zip(rows, held, strict=True):
        if not row.next_step or step_done(agreed, held, day):
            continue
        by = date.fromisoformat(row.next_by) if row.next_by else None
        late = max(0, (day - by).days) if by is not None else 0
        found.append(OpenStep(row.id, row.activity, row.next_step, agreed, by, due(by, day), late))
    return tuple(
        sorted(found, key=lambda step: (step.by or date.max, -step.agreed.toordinal(), step.session))
    )
