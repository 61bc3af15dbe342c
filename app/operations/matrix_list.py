"""Which companies have a competence matrix here, and one company's matrix as its page needs it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.collation import swedish_key
from app.domain.company import Municipality
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.hub import reads_here
from app.operations.matrix_view import MatrixView, show_matrix_view
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.registry import BY_NAME, Compartment
from app.store.rows import CompanyRow, PersonRow, ScaleRow, SkillRow

if TYPE_CHECKING:
    from app.store.reading import Reader


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A company and its matrix. `begun` is false where there is none here; all figures are then 0 or None.

    `share`: what is fulfilled of all that is required, 0-1; `critical`: skills that nobody or one person carries, or
    too few.
    """

    id: RowId
    name: str
    municipality: str
    begun: bool
    people: int
    skills: int
    share: float | None
    critical: int


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """A company's matrix, None where there is none here. `reads`: whether there could be one on this laptop; `writes`:
    whether this laptop may begin and change it."""

    company: RowId
    name: str
    view: MatrixView | None
    reads: bool
    writes: bool


def show_matrix_page(workspace: Workspace, company: str | RowId) -> MatrixPage:
    """A company's matrix as it is today. Raises Refusal `companies.unknown` where there is no such company."""
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        row = reader.row(CompanyRow, ids[0])
    view: MatrixView | None = None
    try:
        view = show_matrix_view(workspace, ids[0])
    except Refusal as refused:
        if refused.code != "competence.none":
            raise
    reads = view is not None or reads_here(workspace, Compartment.PEOPLE, ids)
    writes = reads and workspace.role in BY_NAME["rating"].writers
    return MatrixPage(ids[0], (row.name if row else None) or "", view, reads, writes)


def show_matrix_list(workspace: Workspace) -> tuple[MatrixLine, ...]:
    """Every company by its name, those with a matrix first."""
    places = {place.code: place for place in companies.municipalities()}
    with workspace.reading() as reader:
        rows = {row.id: row for row in reader.rows(CompanyRow)}
        groups = dict.fromkeys(companies.groups(reader).values())
        begun = _begun(reader)
    found = [
        _line(workspace, rows[group[0]], group, places, any(begun[one] for one in group)) for group in groups
    ]
    return tuple(sorted(found, key=lambda line: (not line.begun, swedish_key(line.name), line.id)))


def _begun(reader: Reader) -> Counter[RowId]:
    """How much of a matrix each company has."""
    return Counter(
        [row.company for row in reader.rows(PersonRow)]
        + [row.company for row in reader.rows(SkillRow)]
        + [row.company for row in reader.rows(ScaleRow)]
    )


def _line(
    workspace: Workspace,
    row: CompanyRow,
    group: tuple[RowId, ...],
    places: dict[str, Municipality],
    begun: bool,
) -> MatrixLine:
    place = places.get(row.municipality or "")
    where = place.name if place else ""
    if not begun:
        return MatrixLine(group[0], row.name or "", where, False, 0, 0, None, 0)
    totals = show_matrix_view(workspace, group[0]).totals
    return MatrixLine(
        group[0],
        row.name or "",
        where,
        True,
        totals.people,
        totals.skills,
        totals.share,
        totals.critical,
    )
