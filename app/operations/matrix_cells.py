"""A matrix's people, skills and cells out of the record: plain arrays, filled by the rules of `domain.competence`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from app.domain.competence import LicenceStatus, PersonId, Skill, SkillId, SkillKind, licences_on
from app.domain.matrix_grid import UNKNOWN, Flag, licence_bits
from app.operations.competence import EVERYBODY, licence_of_row
from app.operations.matrix_import import CURRENT, TARGET
from app.store.ids import RowId, hyphenated
from app.store.rows import LicenceRow, PersonRow, RatingRow, RequirementRow, SkillGroupRow, SkillRow

if TYPE_CHECKING:
    from app.store.reading import Reader

NO_AGE = -1
_OLD = 365


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A row of the grid."""

    id: RowId
    name: str
    initials: str
    team: str | None
    shift: str | None
    job: str | None
    part_time: int | None


@dataclass(frozen=True, slots=True)
class SkillColumn:
    """A column of the grid. `threshold`: from which level it counts as covered; `required_*` None where unset."""

    id: RowId
    name: str
    group: str
    kind: SkillKind
    threshold: int
    required_level: int | None
    required_count: int | None


def people_of(reader: Reader, ids: Sequence[RowId]) -> list[PersonLine]:
    """Everybody in the company's own order."""
    return [
        PersonLine(
            row.id,
            row.name,
            "".join(word[0].upper() for word in row.name.split()),
            row.team,
            row.shift,
            row.job,
            row.part_time,
        )
        for one in ids
        for row in sorted(reader.rows(PersonRow, company=one), key=lambda row: (row.place, row.id))
    ]


def columns_of(reader: Reader, ids: Sequence[RowId]) -> list[SkillColumn]:
    """All skills in the company's own order, with what is required of everybody."""
    found: list[SkillColumn] = []
    for one in ids:
        groups = {row.id: row.name for row in reader.rows(SkillGroupRow, company=one)}
        needs = {row.skill: row for row in reader.rows(RequirementRow, company=one, scope=EVERYBODY)}
        for row in sorted(reader.rows(SkillRow, company=one), key=lambda row: (row.place, row.id)):
            need = needs.get(row.id)
            found.append(
                SkillColumn(
                    id=row.id,
                    name=row.name,
                    group=groups.get(row.skill_group, "") if row.skill_group is not None else "",
                    kind=SkillKind(row.kind),
                    threshold=row.threshold if row.threshold is not None else 3,
                    required_level=need.level if need else None,
                    required_count=need.headcount if need else None,
                )
            )
    return found


class Cells:
    """The arrays while they are filled from the record."""

    def __init__(self, people: Sequence[PersonLine], columns: Sequence[SkillColumn]) -> None:
        self.skills = [
            Skill(
                SkillId(hyphenated(one.id)),
                one.name,
                one.kind,
                one.group or None,
                one.threshold,
                one.required_count,
                one.required_level,
            )
            for one in columns
        ]
        size = len(people) * len(columns)
        self.levels = bytearray(b"\xff" * size)
        self.marks = bytearray(size)
        self.ages = array("i", [NO_AGE]) * size
        self.planned: dict[int, int] = {}
        self._people = people
        self._columns = columns
        self._starts: dict[object, int] = {one.id: row * len(columns) for row, one in enumerate(people)}
        self._across: dict[object, int] = {one.id: column for column, one in enumerate(columns)}

    def rate(self, reader: Reader, ids: Sequence[RowId], day: date) -> None:
        """The rating that stands for each cell on the day: the rule of `competence.levels_on`, on plain tuples."""
        last = day.isoformat()
        rows = [row for row in _ratings(reader, ids) if row[3] <= last]
        replaced = {row[5] for row in rows if row[5] is not None and row[4] == CURRENT}
        taken: dict[int, _Rating] = {}
        planned: dict[int, _Rating] = {}
        starts, across = self._starts, self._across
        for row in rows:
            start, column = starts.get(row[1]), across.get(row[2])
            if start is None or column is None:
                continue
            cell = start + column
            if row[4] == CURRENT:
                other = taken.get(cell)
                if row[0] not in replaced and (other is None or _after(row) > _after(other)):
                    taken[cell] = row
            elif row[4] == TARGET and row[6] is not None:
                other = planned.get(cell)
                if other is None or (row[7], row[0]) > (other[7], other[0]):
                    planned[cell] = row
        ages: dict[str, int] = {}
        old = Flag.OLD.value
        for cell, row in taken.items():
            if row[6] is None:
                continue
            age = ages.get(row[3])
            if age is None:
                age = ages[row[3]] = (day - date.fromisoformat(row[3])).days
            self.levels[cell] = row[6]
            self.ages[cell] = age
            if age > _OLD:
                self.marks[cell] |= old
        for cell, row in planned.items():
            self.planned[cell] = row[6] or 0
            self.marks[cell] |= Flag.PLANNED.value

    def license(self, reader: Reader, ids: Sequence[RowId], day: date) -> None:
        """The state of each licence; where one should be and nothing was entered, it is missing."""
        entered = [
            licence_of_row(row, order)
            for one in ids
            for order, row in enumerate(reader.in_order(LicenceRow, company=one))
        ]
        states = licences_on(entered, self.skills, day)
        columns = [
            (column, skill) for column, skill in enumerate(self.skills) if skill.kind is SkillKind.LICENCE
        ]
        for row, person in enumerate(self._people):
            held = states.get(PersonId(hyphenated(person.id)), {}) if columns else {}
            for column, skill in columns:
                state = held.get(skill.id)
                cell = row * len(self.skills) + column
                # A level may stand from when it was not yet known that this is a licence.
                self.levels[cell], self.ages[cell] = UNKNOWN, NO_AGE
                self.marks[cell] &= ~Flag.OLD.value
                if state is not None:
                    self.marks[cell] |= licence_bits(state.status)
                elif skill.required_level is not None:
                    self.marks[cell] |= licence_bits(LicenceStatus.MISSING)

    def ask(self, cells: Iterable[tuple[str, str]]) -> None:
        rows: dict[str, list[int]] = {}
        for row, person in enumerate(self._people):
            rows.setdefault(person.name, []).append(row)
        columns = {one.name: column for column, one in enumerate(self._columns)}
        for person_name, skill_name in cells:
            column = columns.get(skill_name)
            for row in rows.get(person_name, ()) if column is not None else ():
                self.marks[row * len(self._columns) + (column or 0)] |= Flag.ASKED.value


_Rating = tuple[RowId, RowId, RowId, str, str, RowId | None, int | None, bytes]
"""Id, person, skill, day, kind, what it replaces, level, and when it was written."""


def _ratings(reader: Reader, ids: Sequence[RowId]) -> list[_Rating]:
    columns = ("id", "person", "skill", "day", "kind", "previous", "level")
    return [
        row for one in ids for row in cast(Sequence[_Rating], reader.picked(RatingRow, *columns, company=one))
    ]


def _after(row: _Rating) -> tuple[str, bytes, bytes]:
    """What stands against another rating of the same cell: the later day, then what was written later."""
    return row[3], row[7], row[0]
