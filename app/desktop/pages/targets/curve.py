"""A target's way through the programme as a curve with its labels, and the same in words."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from app.desktop.words import day_words, say
from app.drawing.curve import Curve, Tick

if TYPE_CHECKING:
    from app.operations.office import TargetDetail, TargetStanding

_MOST_TICKS = 4
_AIR = 1.1


def curve_of(detail: TargetDetail) -> Curve | None:
    """Days since the programme's start along, companies upwards. None where the target is not followed yet."""
    if not detail.points or detail.end <= detail.start:
        return None
    figure = detail.figure
    goal = figure.min
    highest = max(figure.done, figure.min or 0, figure.max or 0, 1)
    step = _step(highest * _AIR)
    top = step * math.ceil(highest * _AIR / step)
    length = (detail.end - detail.start).days

    def days(day: date) -> int:
        return (day - detail.start).days

    return Curve(
        start=0,
        end=length,
        highest=top,
        done=tuple((days(point.day), point.done) for point in detail.points),
        plan=((0, 0), (length, goal)) if detail.plan_least is not None and goal is not None else (),
        target=goal,
        target_label=_goal_words(detail),
        today=days(detail.today),
        today_label=say("desktop.day.today"),
        value_label=str(figure.done),
        times=_years(detail.start, detail.end),
        heights=tuple((value, str(value)) for value in range(0, top + 1, step)),
    )


def curve_words(detail: TargetDetail, standing: TargetStanding) -> str:
    """The points one by one, then the plan and the promise."""
    parts = [
        say("desktop.targets.curve.point", day=day_words(point.day, detail.today), done=point.done)
        for point in detail.points
    ]
    if standing.planned_now is not None:
        parts.append(say("desktop.targets.curve.plan_today", plan=int(standing.planned_now)))
    if (goal := _goal_words(detail)) and detail.points:
        parts.append(goal)
    return ", ".join(parts)


def _goal_words(detail: TargetDetail) -> str:
    figure = detail.figure
    if figure.min is None:
        return ""
    code = "goal" if figure.max in (None, figure.min) else "least"
    return say(f"desktop.targets.curve.{code}", number=figure.min)


def _step(highest: float) -> int:
    """A round distance between the lines: 1, 2 or 5 times a power of ten, so that few lines are enough."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if highest / (factor * power) <= _MOST_TICKS:
                return factor * power
        power *= 10


def _years(start: date, end: date) -> tuple[Tick, ...]:
    firsts = (date(year, 1, 1) for year in range(start.year, end.year + 1))
    return tuple(((first - start).days, str(first.year)) for first in firsts if start <= first <= end)
