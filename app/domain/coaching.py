"""A coaching session: what may be logged, and what is marked as worth a second look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from app.domain.dates import parse_date
from app.domain.identity_numbers import safe_to_show
from app.domain.programme_shape import Activity, Programme
from app.domain.refusal import Refusal

__all__ = [
    "CheckedSession",
    "Due",
    "check_minutes",
    "check_people",
    "check_session",
    "due",
    "parse_date",
    "step_done",
]

MINUTES_OF_A_DAY = 1440
_MOST_PEOPLE = 9999


@dataclass(frozen=True, slots=True)
class CheckedSession:
    """A session that may be logged. `women` and `men` are None where nobody counted."""

    activity: Activity
    day: date
    minutes: int
    women: int | None
    men: int | None
    outside_programme: bool
    """The day lies outside the programme's period: logged, shown, and for the office to judge."""
    outside_activity: bool
    """The day lies outside the activity's own period."""


def _whole(value: str | int) -> int | None:
    """A whole number as typed, or None where it is none. ASCII digits only; the minus sign may be U+2212."""
    if isinstance(value, int):
        return value
    typed = value.strip().replace("\u2212", "-")
    return int(typed) if re.fullmatch(r"-?[0-9]{1,9}", typed) else None


def check_minutes(value: str | int) -> int:
    """Minutes of a session, 1 to 1440. Raises Refusal `domain.minutes.not_whole` or `.range`."""
    minutes = _whole(value)
    if minutes is None:
        raise Refusal("domain.minutes.not_whole", typed=safe_to_show(str(value)))
    if not 1 <= minutes <= MINUTES_OF_A_DAY:
        raise Refusal("domain.minutes.range", typed=minutes, most=MINUTES_OF_A_DAY)
    return minutes


def check_people(value: str | int | None, who: Literal["women", "men"]) -> int | None:
    """A count of participants, 0 or more, or None. Raises Refusal `domain.women.count` or `.men.count`."""
    if value is None:
        return None
    people = _whole(value)
    if people is None or not 0 <= people <= _MOST_PEOPLE:
        typed = safe_to_show(str(value))
        raise (
            Refusal("domain.women.count", typed=typed)
            if who == "women"
            else Refusal("domain.men.count", typed=typed)
        )
    return people


def check_session(
    programme: Programme,
    *,
    activity: str,
    day: str | date,
    minutes: str | int,
    women: str | int | None = None,
    men: str | int | None = None,
) -> CheckedSession:
    """A session's fields as typed, checked. The first that is wrong is refused, in the order given here.

    Raises Refusal: `domain.activity.unknown`, `domain.date.*`, `domain.minutes.*`, `domain.women.count`,
    `domain.men.count`.
    A day outside the programme's or the activity's period is not refused: sessions are practised before the
    start and logged late; it is marked, so that whoever counts can leave it out.
    """
    found = programme.find_activity(activity)
    when = parse_date(day, where="--date") if isinstance(day, str) else day
    return CheckedSession(
        activity=found,
        day=when,
        minutes=check_minutes(minutes),
        women=check_people(women, "women"),
        men=check_people(men, "men"),
        outside_programme=not programme.contains(when),
        outside_activity=not found.contains(when),
    )


class Due(StrEnum):
    """When an agreed next step is to be done, seen from a day. The words are `domain.due.<value>`."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"


def step_done(agreed: date, sessions: Iterable[date], day: date) -> bool:
    """Whether the next step that a session agreed on counts as done on a day.

    Nobody ticks steps off: the next meeting does. A step is done when a later session of the company, under any
    activity, has been held: after the day on which the step was agreed, and not after `day` (one to come is booked).
    """
    return any(agreed < held <= day for held in sessions)


def due(by: date | None, day: date) -> Due:
    """When a step that is not done is due. A week ends on its Sunday."""
    if by is None:
        return Due.UNDATED
    if by < day:
        return Due.OVERDUE
    if by == day:
        return Due.TODAY
    sunday = day + timedelta(days=7 - day.isoweekday())
    return Due.THIS_WEEK if by <= sunday else Due.LATER
