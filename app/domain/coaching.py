"""A coaching session: what may be logged, and what is marked as worth a second look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.dates import parse_date
from app.domain.identity_numbers import safe_to_show
from app.domain.programme_shape import Activity, Programme
from app.domain.refusal import Refusal

__all__ = ["CheckedSession", "check_minutes", "check_people", "check_session", "parse_date"]

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
