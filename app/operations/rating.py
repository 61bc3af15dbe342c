"""Rating people: a level, a range of levels as one act, a licence. Nothing is overwritten (record.md 5).

A rating of the same level again confirms the one that stands; another level on the same day corrects it; both name it.
Another level on a later day is a rating of its own: the days before keep theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from app.domain.competence import HIGHEST, SkillKind
from app.domain.dates import parse_date
from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.matrix_import import CURRENT
from app.operations.workspace import Workspace
from app.store.ids import RowId, natural_id
from app.store.rows import LicenceRow, PersonRow, RatingRow, SkillRow
from app.store.units import Change, ChangeSet, birth_of, born, change

if TYPE_CHECKING:
    from app.store.reading import Reader

RATED_BY = ("coach", "supervisor", "self")
"""Who may say what somebody can; their words are `matrix.by.<role>`, as are those of a workbook."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A person's level in a skill: 0-4, or None to take back what was said."""

    person: RowId
    skill: RowId
    level: int | None


@dataclass(frozen=True, slots=True)
class _Standing:
    """The rating that stands for a cell."""

    id: RowId
    day: str
    level: int | None


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Who and what a company's matrix holds, over all rows that stand for the company."""

    ids: tuple[RowId, ...]
    people: dict[RowId, PersonRow]
    skills: dict[RowId, SkillRow]

    def person(self, person: RowId) -> PersonRow:
        if (row := self.people.get(person)) is None:
            raise Refusal("competence.person_gone")
        return row

    def skill(self, skill: RowId) -> SkillRow:
        if (row := self.skills.get(skill)) is None:
            raise Refusal("competence.skill_gone")
        return row


def unchanged(verb: str) -> ChangeSet:
    """What is said of an act that would have changed nothing."""
    return ChangeSet(None, verb, frozenset(), frozenset(), False)


def rate(
    workspace: Workspace,
    *,
    company: str | RowId,
    person: RowId,
    skill: RowId,
    level: int | None,
    by_role: str,
) -> ChangeSet:
    """Say today what level a person has, 0-4, or None to take it back. `by_role` is one of RATED_BY.

    Raises Refusal for a level or role that is none, a skill that is a licence, and who or what is not there.
    """
    return _rate(workspace, "matrix rate", company, (Rated(person, skill, level),), by_role)


def rate_many(
    workspace: Workspace, *, company: str | RowId, ratings: Sequence[Rated], by_role: str
) -> ChangeSet:
    """Say today what levels people have, all as one act, however many. Of a cell that comes twice the last counts.

    Raises Refusal as `rate` does, and then nothing is changed.
    """
    return _rate(workspace, "matrix rate range", company, ratings, by_role)


def record_licence(
    workspace: Workspace,
    *,
    company: str | RowId,
    person: RowId,
    skill: RowId,
    held: bool,
    valid_to: str | None = None,
) -> ChangeSet:
    """Say today whether a person holds a licence, and to which day (None: it has no end, or nobody knows).

    From today on it replaces what was said before; the days before keep theirs.
    Raises Refusal for a skill that is no licence, a wrong day, and who or what is not there.
    """
    until = parse_date(valid_to, where="valid to").isoformat() if valid_to and held else None
    today = workspace.today().isoformat()
    with workspace.reading() as reader:
        matrix = _matrix(reader, company)
        home, row = matrix.person(person).company, matrix.skill(skill)
        if row.kind != SkillKind.LICENCE:
            raise Refusal("competence.no_licence", skill=row.name)
        written = [
            entry
            for one in matrix.ids
            for entry in reader.in_order(LicenceRow, company=one, person=person, skill=skill)
        ]
    # The newest: sorting keeps the order of writing within a day.
    last = sorted(written, key=lambda entry: entry.day)[-1] if written else None
    key = (home, person, skill, today, last.id if last is not None else None)
    made = natural_id(workspace.secrets.project_secret, "licence", *key)
    changes = born("licence", made, *key, state="held" if held else "missing", valid_to=until)
    return workspace.commit("matrix licence", home, changes)


def _matrix(reader: Reader, company: str | RowId) -> _Matrix:
    ids = companies.find(reader, company)
    return _Matrix(
        ids,
        {row.id: row for one in ids for row in reader.rows(PersonRow, company=one)},
        {row.id: row for one in ids for row in reader.rows(SkillRow, company=one)},
    )


def _rate(
    workspace: Workspace, verb: str, company: str | RowId, ratings: Sequence[Rated], by_role: str
) -> ChangeSet:
    if by_role not in RATED_BY:
        raise Refusal("competence.by_role", typed=safe_to_show(by_role), known=", ".join(RATED_BY))
    wanted = {(one.person, one.skill): one.level for one in ratings}
    today = workspace.today()
    with workspace.reading() as reader:
        matrix = _matrix(reader, company)
        for (person, skill), level in wanted.items():
            matrix.person(person)
            row = matrix.skill(skill)
            if row.kind != SkillKind.LEVEL:
                raise Refusal("competence.no_level", skill=row.name)
            if level is not None and not 0 <= level <= HIGHEST:
                raise Refusal("competence.level", level=level)
        standing = _standing(reader, matrix.ids, list(wanted), today)
    homes = {matrix.people[person].company for person, _ in wanted}
    home = homes.pop() if len(homes) == 1 else matrix.ids[0]
    secret = workspace.secrets.project_secret
    changes: list[Change] = []
    for (person, skill), level in wanted.items():
        before = standing.get((person, skill))
        if level is None and (before is None or before.level is None):
            continue
        named = before is not None and (
            level is None or level == before.level or before.day == today.isoformat()
        )
        previous = before.id if before is not None and named else None
        key = (home, person, skill, today.isoformat(), CURRENT, by_role, previous)
        made = natural_id(secret, "rating", *key)
        # The level is set even to nothing: a row is ordered by when a field of it was set.
        changes += (birth_of("rating", made, *key), change("rating", made, "level", level))
    return workspace.commit(verb, home, changes) if changes else unchanged(verb)


_Row = tuple[RowId, RowId, RowId, str, RowId | None, int | None, bytes]


def _standing(
    reader: Reader, ids: Sequence[RowId], cells: Sequence[tuple[RowId, RowId]], today: date
) -> dict[tuple[RowId, RowId], _Standing]:
    """The rating that stands today for each of these cells, also one that took a level back."""
    columns = ("id", "person", "skill", "day", "previous", "level")
    where = {"kind": CURRENT}
    narrow: dict[str, RowId] = {}
    if len({person for person, _ in cells}) == 1:
        narrow["person"] = cells[0][0]
    if len({skill for _, skill in cells}) == 1:
        narrow["skill"] = cells[0][1]
    last = today.isoformat()
    rows = [
        row
        for one in ids
        for row in cast(Sequence[_Row], reader.picked(RatingRow, *columns, company=one, **where, **narrow))
        if row[3] <= last
    ]
    replaced = {row[4] for row in rows if row[4] is not None}
    wanted = set(cells)
    found: dict[tuple[RowId, RowId], _Row] = {}
    for row in rows:
        cell = row[1], row[2]
        if row[0] in replaced or cell not in wanted:
            continue
        other = found.get(cell)
        if other is None or (row[3], row[6], row[0]) > (other[3], other[6], other[0]):
            found[cell] = row
    return {cell: _Standing(row[0], row[3], row[5]) for cell, row in found.items()}
