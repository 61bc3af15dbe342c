"""A company's competence matrix: scale, skills, people, ratings and licences, and its state on any day.

Source: competence-matrix 2 (levels), 4 (data), 5 (calculations), 9 (licences); record 5 (append-only).
Levels are canonical 0-4 inside: 0 none, 1 in training, 2 with support, 3 alone, 4 may teach; None is not
assessed. Ratings and licences are only ever added, so that any past day can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
SkillId = NewType("SkillId", str)
EntryId = NewType("EntryId", str)
"""The id of a rating or a licence."""

MAY_WORK_ALONE = 3
MAY_TEACH = 4
HIGHEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A level as a company writes it: its symbol, what it means here, and its words."""

    symbol: str
    value: int
    sv: str
    en: str


class SkillKind(StrEnum):
    LEVEL = "level"
    """Rated 0-4."""
    LICENCE = "licence"
    """Held or not, with or without an end."""


@dataclass(frozen=True, slots=True)
class Skill:
    """What is asked of people. `required_*` are None where the company has set nothing."""

    id: SkillId
    name: str
    kind: SkillKind = SkillKind.LEVEL
    group: str | None = None
    threshold: int = MAY_WORK_ALONE
    """From which level a person can run it alone."""
    required_count: int | None = None
    """How many people must cover it."""
    required_level: int | None = None
    """What every active person must reach; for a licence, any level means that it must be valid."""
    needs_licence: SkillId | None = None
    """A licence that must be valid for the level to cover."""
    warning_days: int = 90
    """How long before its end a licence is announced."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the matrix. No personal number and no date of birth exist here."""

    id: PersonId
    display: str
    team: str | None = None
    shift: str | None = None
    part_time: int | None = None
    """Per cent of full time; None where it is not said."""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Rating:
    """A level of a person from a day on. `replaces` names the rating that this one corrects or confirms."""

    id: EntryId
    person: PersonId
    skill: SkillId
    value: int | None
    """0-4; None takes an earlier rating back to not assessed."""
    day: date
    order: int = 0
    """What came later in the log is greater; it decides between ratings of one day."""
    replaces: EntryId | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that a person holds, or (`held` false) was found not to hold, recorded on a day.

    It counts from `valid_from`, else from the day of recording, and to `valid_to` with that day included;
    None there means that it has no end or that nobody knows one.
    """

    id: EntryId
    person: PersonId
    skill: SkillId
    day: date
    held: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    order: int = 0
    replaces: EntryId | None = None

    @property
    def start(self) -> date:
        return self.valid_from or self.day


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix, whole: people and skills in the company's order, and everything ever entered.

    It is a company's or one team's: shares are reckoned over the skills that stand in it.
    """

    people: Sequence[Person]
    skills: Sequence[Skill]
    ratings: Sequence[Rating]
    licences: Sequence[Licence] = field(default=())


class LicenceStatus(StrEnum):
    """The words are `domain.licence.<value>`."""

    VALID = "valid"
    EXPIRING = "expiring"
    """Valid, and within the warning days of its end."""
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class LicenceState:
    """A person's licence on a day. `valid_to` is the last end that is known, None where there is none."""

    status: LicenceStatus
    valid_to: date | None

    @property
    def valid(self) -> bool:
        return self.status in (LicenceStatus.VALID, LicenceStatus.EXPIRING)


NO_LICENCE = LicenceState(LicenceStatus.MISSING, None)


def _after(rating: Rating, other: Rating) -> bool:
    """Whether the first stands against the second: by day, then order; the id makes every device agree."""
    return (rating.day, rating.order, rating.id) > (other.day, other.order, other.id)


def levels_on(ratings: Iterable[Rating], on: date) -> Mapping[PersonId, Mapping[SkillId, Rating]]:
    """The rating that stands for each person and skill on a day; who was never assessed is not in it.

    Of the ratings up to that day, those that another of them corrects or confirms fall away; of the rest the
    last stands, by day and then by order. So a correction that moves a rating to an earlier day replaces it,
    and one of a later day leaves the days before it as they were.
    """
    until = [rating for rating in ratings if rating.day <= on]
    replaced = {rating.replaces for rating in until if rating.replaces is not None}
    standing: dict[PersonId, dict[SkillId, Rating]] = {}
    for rating in until:
        if rating.id in replaced:
            continue
        skills = standing.setdefault(rating.person, {})
        other = skills.get(rating.skill)
        if other is None or _after(rating, other):
            skills[rating.skill] = rating
    for skills in standing.values():
        for skill in [skill for skill, rating in skills.items() if rating.value is None]:
            del skills[skill]
    return standing


def licences_on(
    licences: Iterable[Licence], skills: Sequence[Skill], on: date
) -> Mapping[PersonId, Mapping[SkillId, LicenceState]]:
    """The state of each person's licences on a day; what was never entered is not in it.

    A licence counts from its own start, also where it was recorded later, so that a past day can be proved.
    Corrections fall away as in `levels_on`. What was found not to be held ends what began before it.
    """
    warning = {skill.id: timedelta(days=skill.warning_days) for skill in skills}
    until = [licence for licence in licences if licence.start <= on]
    replaced = {licence.replaces for licence in until if licence.replaces is not None}
    entered: dict[PersonId, dict[SkillId, list[Licence]]] = {}
    for licence in until:
        if licence.id not in replaced:
            entered.setdefault(licence.person, {}).setdefault(licence.skill, []).append(licence)
    return {
        person: {skill: _licence_state(found, on, warning.get(skill)) for skill, found in by_skill.items()}
        for person, by_skill in entered.items()
    }


def _licence_state(entered: list[Licence], on: date, warning: timedelta | None) -> LicenceState:
    held: list[Licence] = []
    for licence in sorted(entered, key=lambda one: (one.start, one.day, one.order, one.id)):
        if licence.held:
            held.append(licence)
        else:
            held.clear()
    if not held:
        return NO_LICENCE
    ends = [licence.valid_to for licence in held if licence.valid_to is not None]
    if len(ends) < len(held):
        return LicenceState(LicenceStatus.VALID, None)
    last = max(ends)
    if last < on:
        return LicenceState(LicenceStatus.EXPIRED, last)
    soon = warning is not None and last - on <= warning
    return LicenceState(LicenceStatus.EXPIRING if soon else LicenceStatus.VALID, last)
