"""The figures of a competence matrix on a day (competence-matrix 5).

covered     active people who can run the skill alone: level >= threshold and a needed licence valid that day;
            for a licence, active people who hold it validly
bus factor  = covered: 0 missing, 1 a single point of failure, 2 the least that is acceptable
teachers    active people at level 4
gap         headcount: max(0, required - covered); None where nothing is required
flexibility skills at or above the threshold (licences: valid) of all skills in the matrix; mean over people
compliance  fulfilled of required person-skill pairs; a licence soon to expire is fulfilled, an expired is not
People who are not active count nowhere. Shares are exact to the float; rounding is for who shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.competence import (
    MAY_TEACH,
    NO_LICENCE,
    LicenceState,
    LicenceStatus,
    Matrix,
    Person,
    PersonId,
    Skill,
    SkillId,
    SkillKind,
    levels_on,
    licences_on,
)


@dataclass(frozen=True, slots=True)
class SkillFigure:
    skill: SkillId
    name: str
    covered: int
    teachers: int
    required: int | None
    gap: int | None

    @property
    def bus_factor(self) -> int:
        return self.covered


@dataclass(frozen=True, slots=True)
class PersonGap:
    """What a person lacks for a requirement. `current` is None where not assessed, and for licences."""

    skill: SkillId
    name: str
    required: int
    current: int | None
    licence: LicenceStatus | None
    """For a licence: why it is not valid; None for a level."""


@dataclass(frozen=True, slots=True)
class PersonFigure:
    """`flexibility` 0-1, None where the matrix has no skills."""

    person: PersonId
    display: str
    flexibility: float | None
    gaps: tuple[PersonGap, ...]


@dataclass(frozen=True, slots=True)
class ExpiringLicence:
    """A licence that goes out within its warning days, or has gone out."""

    person: PersonId
    display: str
    skill: SkillId
    name: str
    valid_to: date
    status: LicenceStatus


@dataclass(frozen=True, slots=True)
class MatrixFigures:
    """All figures on a day; skills and people in the matrix's order, licences by their end.

    `flexibility` is the mean over active people; `compliance_without_expiring` counts licences within their
    warning days as not fulfilled. All three are 0-1, and None where there is nothing to reckon from.
    """

    on: date
    skills: tuple[SkillFigure, ...]
    people: tuple[PersonFigure, ...]
    flexibility: float | None
    compliance: float | None
    compliance_without_expiring: float | None
    expiring: tuple[ExpiringLicence, ...]


def figures(matrix: Matrix, on: date) -> MatrixFigures:
    """The figures of the matrix as it was on that day."""
    levels = levels_on(matrix.ratings, on)
    licences = licences_on(matrix.licences, matrix.skills, on)
    covered = dict.fromkeys((skill.id for skill in matrix.skills), 0)
    teachers = dict.fromkeys((skill.id for skill in matrix.skills), 0)
    people: list[PersonFigure] = []
    expiring: list[ExpiringLicence] = []
    mastered_by_all = required_pairs = fulfilled = fulfilled_soon = 0
    for person in matrix.people:
        if not person.active:
            continue
        rated = levels.get(person.id, {})
        held = licences.get(person.id, {})
        mastered = 0
        gaps: list[PersonGap] = []
        for skill in matrix.skills:
            rating = rated.get(skill.id)
            level = None if rating is None else rating.value
            if skill.kind is SkillKind.LICENCE:
                licence = held.get(skill.id, NO_LICENCE)
                masters = covers = licence.valid
            else:
                licence = None
                masters = level is not None and level >= skill.threshold
                covers = masters and (
                    skill.needs_licence is None or held.get(skill.needs_licence, NO_LICENCE).valid
                )
                teachers[skill.id] += level == MAY_TEACH
            mastered += masters
            covered[skill.id] += covers
            if skill.required_level is not None:
                required_pairs += 1
                gap = _gap(skill, level, licence)
                if gap is None:
                    fulfilled += 1
                    fulfilled_soon += licence is not None and licence.status is LicenceStatus.EXPIRING
                else:
                    gaps.append(gap)
        mastered_by_all += mastered
        share = mastered / len(matrix.skills) if matrix.skills else None
        people.append(PersonFigure(person.id, person.display, share, tuple(gaps)))
        if held:
            expiring += _expiring(person, held, matrix)
    cells = len(people) * len(matrix.skills)
    expiring.sort(key=lambda licence: licence.valid_to)
    return MatrixFigures(
        on=on,
        skills=tuple(_skill_figure(skill, covered[skill.id], teachers[skill.id]) for skill in matrix.skills),
        people=tuple(people),
        # Everybody stands before the same skills, so the mean of shares is the share of all cells.
        flexibility=mastered_by_all / cells if cells else None,
        compliance=fulfilled / required_pairs if required_pairs else None,
        compliance_without_expiring=(fulfilled - fulfilled_soon) / required_pairs if required_pairs else None,
        expiring=tuple(expiring),
    )


def _skill_figure(skill: Skill, covered: int, teachers: int) -> SkillFigure:
    required = skill.required_count
    gap = None if required is None else max(0, required - covered)
    return SkillFigure(skill.id, skill.name, covered, teachers, required, gap)


def _gap(skill: Skill, level: int | None, licence: LicenceState | None) -> PersonGap | None:
    """What is lacking of a requirement that is set, or None where it is fulfilled."""
    required = skill.required_level or 0
    fulfilled = (level or 0) >= required if licence is None else licence.valid
    if fulfilled:
        return None
    return PersonGap(skill.id, skill.name, required, level, None if licence is None else licence.status)


def _expiring(person: Person, held: Mapping[SkillId, LicenceState], matrix: Matrix) -> list[ExpiringLicence]:
    found: list[ExpiringLicence] = []
    for skill in matrix.skills:
        state = held.get(skill.id)
        if state is None or state.valid_to is None:
            continue
        if state.status in (LicenceStatus.EXPIRING, LicenceStatus.EXPIRED):
            found.append(
                ExpiringLicence(person.id, person.display, skill.id, skill.name, state.valid_to, state.status)
            )
    return found
