"""The timeline's rows: what has happened and what is booked, by its kind, in the order of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.desktop.widgets.timeline import TimePoint, TimeRow
from app.desktop.words import day_words, say
from app.domain.coaching import Due

if TYPE_CHECKING:
    from app.operations.hub import HubSnapshot, TimelineEntry

SESSION, INTERVIEW, MATRIX, STEP = "session", "interview", "matrix", "step"
"""What a point leads to: its id is this, a colon and the row."""


def scope_words(scope: str) -> str:
    """How deep an interview goes, as its name."""
    return say(f"desktop.company.scope.{scope}") if scope else say("desktop.company.scope.unsaid")


def time_rows(hub: HubSnapshot, names: Mapping[str, str], today: date) -> tuple[TimeRow, ...]:
    """Interviews first, then activities in printed order, then the matrix."""
    interviews: dict[str, list[TimePoint]] = {}
    sessions: dict[str, list[TimePoint]] = {}
    workbooks: list[TimePoint] = []
    for entry in hub.timeline:
        if entry.what == "session":
            words = f"{say('hub.happening.session')} {entry.label}"
            sessions.setdefault(entry.label, []).append(_point(entry, SESSION, words, today))
        elif entry.what == "workbook":
            workbooks.append(_point(entry, MATRIX, say("hub.happening.workbook"), today))
        else:
            words = say(f"hub.happening.{entry.what.value}")
            interviews.setdefault(entry.label, []).append(_point(entry, INTERVIEW, words, today))
    for step in hub.steps:
        if step.by is not None and step.due is not Due.OVERDUE:
            words = f"{say('desktop.company.step')}: {step.text}, {day_words(step.by, today)}"
            point = TimePoint(step.by, words, f"{STEP}:{step.session.hex()}", to_come=True)
            sessions.setdefault(step.activity, []).append(point)
    order = {code: number for number, code in enumerate(names)}
    rows = [TimeRow("", scope_words(scope), _sorted(points)) for scope, points in interviews.items()]
    rows += [
        TimeRow(code, names.get(code, ""), _sorted(sessions[code]))
        for code in sorted(sessions, key=lambda code: order.get(code, len(order)))
    ]
    if workbooks:
        rows.append(TimeRow("", say("action.go.competence"), _sorted(workbooks)))
    return tuple(rows)


def _point(entry: TimelineEntry, leads: str, words: str, today: date) -> TimePoint:
    said = f"{words}, {day_words(entry.day, today)}"
    return TimePoint(entry.day, said, f"{leads}:{entry.row.hex()}", to_come=entry.day > today)


def _sorted(points: list[TimePoint]) -> tuple[TimePoint, ...]:
    return tuple(sorted(points, key=lambda point: point.day))
