"""What has happened with a company, as plain facts that stages and targets are derived from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

CompanyId = NewType("CompanyId", str)
"""The id that stands for a company after aliases: a company registered twice has one."""


class Scope(StrEnum):
    """How deep an interview goes; the values are those of question A02."""

    SHORT = "kort"
    DEEP = "djup"


@dataclass(frozen=True, slots=True)
class CompanyRef:
    """A company and what people call it."""

    id: CompanyId
    label: str


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A logged session under an activity of the programme; a day to come makes it a booked one."""

    company: CompanyRef
    activity: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class InterviewFact:
    """An interview on the questionnaire. `scope` is None until question A02 is answered."""

    company: CompanyRef
    scope: Scope | None
    finished: bool
    day: date


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a session agreed to do next under an activity, by a day or without one."""

    company: CompanyRef
    activity: str
    by: date | None
