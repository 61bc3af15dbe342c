"""The competence matrix: from a company's workbook into its people compartment, and its figures on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.competence import (
    EntryId,
    Licence,
    Matrix,
    Person,
    PersonId,
    Rating,
    Skill,
    SkillId,
    SkillKind,
    Step,
)
from app.domain.competence_figures import MatrixFigures, figures
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.matrix_edits import (
    add_person,
    add_skill,
    move_person,
    rename_group,
    rename_person,
    rename_skill,
    set_requirement,
    start_empty,
)
from app.operations.matrix_import import Import
from app.operations.rating import RATED_BY, Rated, rate, rate_many, record_licence
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated
from app.store.rows import (
    LicenceRow,
    PersonRow,
    RatingRow,
    RequirementRow,
    ScaleRow,
    SkillGroupRow,
    SkillRow,
)
from app.store.units import ChangeSet

if TYPE_CHECKING:
    from app.store.reading import Reader
    from app.workbooks import Answer, Question, WorkbookReading
    from app.workbooks.frames import Dropped

__all__ = [
    "EVERYBODY",
    "HELD",
    "RATED_BY",
    "ImportSnapshot",
    "MatrixSnapshot",
    "Rated",
    "add_person",
    "add_skill",
    "asked_cells",
    "import_workbook",
    "licence_of_row",
    "move_person",
    "rate",
    "rate_many",
    "read",
    "record_licence",
    "rename_group",
    "rename_person",
    "rename_skill",
    "scale_of",
    "set_requirement",
    "show_matrix",
    "start_empty",
]

HELD = "held"
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class ImportSnapshot:
    """What an import kept; cells whose question is open were left out."""

    id: RowId
    people: int
    skills: int
    questions: tuple[Question, ...]
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class MatrixSnapshot:
    """A company's matrix with its figures on a day, its scale and what it is grouped by."""

    company: companies.CompanySnapshot
    matrix: Matrix
    figures: MatrixFigures
    scale: tuple[Step, ...]
    planned: Mapping[tuple[PersonId, SkillId], int]
    asked: frozenset[tuple[str, str]]


def read(file: Path) -> WorkbookReading:
    """Recognise the matrices of a workbook; stores nothing. Raises Refusal where there is none."""
    from app.workbooks import read_workbook

    return read_workbook(file)


def import_workbook(
    workspace: Workspace, file: Path, *, company: str | RowId, answers: Sequence[Answer] = ()
) -> tuple[ImportSnapshot, ChangeSet]:
    """Keep what is certain in a workbook, as one act. Raises Refusal where it holds no matrix."""
    from app.workbooks import answer

    found = answer(read(file), answers) if answers else read(file)
    with workspace.reading() as reader:
        group = companies.find(reader, company)
        made = Import(workspace, reader, group[0])
    made.take(found, answers)
    changes = workspace.commit("matrix import", group[0], made.changes())
    dropped = tuple(one for matrix in found.matrices for one in matrix.dropped)
    return (
        ImportSnapshot(made.source, len(made.people_taken), len(made.skills_taken), found.questions, dropped),
        changes,
    )


def show_matrix(workspace: Workspace, company: str | RowId, *, on: date | None = None) -> MatrixSnapshot:
    """A company's matrix and its figures on a day, today where none is given.

    Raises Refusal where this laptop has no matrix of the company; the office never has.
    """
    day = on or workspace.today()
    shown = companies.show_company(workspace, company)
    with workspace.reading() as reader:
        matrix = _matrix(reader, shown.ids)
        planned = {
            (PersonId(hyphenated(row.person)), SkillId(hyphenated(row.skill))): row.level
            for one in shown.ids
            for row in reader.in_order(RatingRow, company=one)
            if row.kind == "target" and row.level is not None and row.day <= day.isoformat()
        }
        scale = scale_of(reader, shown.ids)
        asked = asked_cells(reader, shown.ids)
    if not matrix.people and not matrix.skills:
        raise Refusal("competence.none", company=shown.name)
    return MatrixSnapshot(shown, matrix, figures(matrix, day), scale, planned, asked)


def _matrix(reader: Reader, company: Iterable[RowId]) -> Matrix:
    people: list[Person] = []
    skills: list[Skill] = []
    ratings: list[Rating] = []
    licences: list[Licence] = []
    for one in company:
        groups = {row.id: row.name for row in reader.rows(SkillGroupRow, company=one)}
        needs = {row.skill: row for row in reader.rows(RequirementRow, company=one, scope=EVERYBODY)}
        for skill in sorted(reader.rows(SkillRow, company=one), key=lambda row: (row.place, row.id)):
            need = needs.get(skill.id)
            skills.append(
                Skill(
                    id=SkillId(hyphenated(skill.id)),
                    name=skill.name,
                    kind=SkillKind(skill.kind),
                    group=groups.get(skill.skill_group) if skill.skill_group is not None else None,
                    threshold=skill.threshold if skill.threshold is not None else 3,
                    required_count=need.headcount if need else None,
                    required_level=need.level if need else None,
                )
            )
        for person in sorted(reader.rows(PersonRow, company=one), key=lambda row: (row.place, row.id)):
            people.append(
                Person(
                    PersonId(hyphenated(person.id)), person.name, person.team, person.shift, person.part_time
                )
            )
        ratings += [
            _rating(row, order)
            for order, row in enumerate(reader.in_order(RatingRow, company=one))
            if row.kind == "current"
        ]
        licences += [
            licence_of_row(row, order) for order, row in enumerate(reader.in_order(LicenceRow, company=one))
        ]
    return Matrix(people, skills, ratings, licences)


def _rating(row: RatingRow, order: int) -> Rating:
    return Rating(
        EntryId(hyphenated(row.id)),
        PersonId(hyphenated(row.person)),
        SkillId(hyphenated(row.skill)),
        row.level,
        date.fromisoformat(row.day),
        order,
        EntryId(hyphenated(row.previous)) if row.previous is not None else None,
    )


def licence_of_row(row: LicenceRow, order: int) -> Licence:
    """A row as the domain reckons with it; `order` is its place in the order of writing."""
    return Licence(
        EntryId(hyphenated(row.id)),
        PersonId(hyphenated(row.person)),
        SkillId(hyphenated(row.skill)),
        date.fromisoformat(row.day),
        held=row.state == HELD,
        valid_to=date.fromisoformat(row.valid_to) if row.valid_to is not None else None,
        order=order,
        replaces=EntryId(hyphenated(row.previous)) if row.previous is not None else None,
    )


def scale_of(reader: Reader, company: Iterable[RowId]) -> tuple[Step, ...]:
    """The company's newest scale."""
    rows = [row for one in company for row in reader.rows(ScaleRow, company=one)]
    if not rows:
        return ()
    return msgspec.json.decode(max(rows, key=lambda row: row.id).steps, type=tuple[Step, ...])


def asked_cells(reader: Reader, company: Iterable[RowId]) -> frozenset[tuple[str, str]]:
    """Person and skill of every cell that an import left out because its question is open."""
    from app.operations.matrix_import import OpenQuestion
    from app.store.rows import MatrixSourceRow

    rows = [row for one in company for row in reader.rows(MatrixSourceRow, company=one)]
    if not rows:
        return frozenset()
    newest = msgspec.json.decode(
        max(rows, key=lambda row: row.id).open_questions, type=tuple[OpenQuestion, ...]
    )
    cells = [
        one.where.removeprefix("cell ").split(" | ", 1) for one in newest if one.where.startswith("cell ")
    ]
    return frozenset((cell[0], cell[1]) for cell in cells if len(cell) == 2)
