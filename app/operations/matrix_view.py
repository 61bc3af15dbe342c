"""The competence matrix as a window shows it: flat arrays that are painted, the figures beside them, one cell in full.

`show_matrix_view` reads it, `after_rating` gives the next view after an edit without reading anything. What a cell
is and what counts is said once, in `app.domain.matrix_grid`; the print shows the same.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import msgspec

from app.domain.competence import Step
from app.domain.matrix_grid import Foot, Grid, grouped, rated, reckoned, team_names
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.competence import asked_cells, scale_of
from app.operations.matrix_cells import NO_AGE, Cells, PersonLine, SkillColumn, columns_of, people_of
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated
from app.store.rows import CompanyRow

ShareOf = Literal["requirements", "threshold"]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a team, or columns of a group: `count` of them from `first`. "" stands for those without any."""

    name: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the whole matrix. Shares 0-1, None where there is nothing to reckon from. `critical`: skills that nobody
    or one person carries, or too few; `uncovered`: those among them that nobody carries."""

    people: int
    skills: int
    share: float | None
    flexibility: float | None
    compliance: float | None
    critical: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A company's matrix on a day. Arrays are row by row: cell = row * len(skills) + column.

    `levels`: 0-4, or 255 where nothing is known or the skill is a licence. `flags`: bits of `matrix_grid.Flag`,
    a licence's state by `matrix_grid.licence_of`. `ages`: days since the level was observed, -1 where it was not.
    `teams` and `groups` cover all rows and columns; `grouped_by` says what the teams are. `share_of` says what a
    person's `shares` are of: required levels, or, where none is set, of all skills. `people` may be empty in a
    matrix that was just begun. `fingerprint` names what is shown: equal where everything shown is equal.
    """

    company: RowId
    ids: tuple[RowId, ...]
    name: str
    on: date
    people: tuple[PersonLine, ...]
    teams: tuple[Band, ...]
    grouped_by: Literal["team", "shift", ""]
    skills: tuple[SkillColumn, ...]
    groups: tuple[Band, ...]
    scale: tuple[Step, ...]
    grid: Grid
    ages: array[int]
    share_of: ShareOf
    shares: tuple[float | None, ...]
    totals: Totals
    fingerprint: str

    @property
    def levels(self) -> bytes:
        return self.grid.levels

    @property
    def flags(self) -> bytes:
        return self.grid.flags

    @property
    def feet(self) -> tuple[Foot, ...]:
        """The figures of each skill."""
        return self.grid.feet

    def cell(self, row: int, column: int) -> int:
        """The cell's place in the arrays."""
        return row * len(self.skills) + column

    def row_of(self, person: RowId) -> int:
        """Raises KeyError where the person is not in the view."""
        return _place(self.people, person)

    def column_of(self, skill: RowId) -> int:
        return _place(self.skills, skill)


def _place(lines: Iterable[PersonLine | SkillColumn], wanted: RowId) -> int:
    for place, line in enumerate(lines):
        if line.id == wanted:
            return place
    raise KeyError(hyphenated(wanted))


def show_matrix_view(workspace: Workspace, company: str | RowId, *, on: date | None = None) -> MatrixView:
    """A company's matrix on a day, today where none is given.

    Raises Refusal `competence.none` where this laptop has no matrix of the company; the office never has.
    """
    day = on or workspace.today()
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        row = reader.row(CompanyRow, ids[0])
        name = (row.name if row else None) or ""
        people = people_of(reader, ids)
        columns = columns_of(reader, ids)
        scale = scale_of(reader, ids)
        if not people and not columns and not scale:
            raise Refusal("competence.none", company=name)
        names = team_names([(one.team, one.shift) for one in people])
        teams = grouped(names)
        groups = grouped([one.group for one in columns])
        people = [people[place] for _, places in teams for place in places]
        columns = [columns[place] for _, places in groups for place in places]
        cells = Cells(people, columns)
        cells.rate(reader, ids, day)
        cells.license(reader, ids, day)
        cells.ask(asked_cells(reader, ids))
    grid = reckoned(cells.skills, len(people), bytes(cells.levels), bytes(cells.marks), cells.planned)
    by_team = any(one.team for one in people)
    return _figured(
        MatrixView(
            company=ids[0],
            ids=ids,
            name=name,
            on=day,
            people=tuple(people),
            teams=_bands(teams),
            grouped_by="team" if by_team else "shift" if any(names) else "",
            skills=tuple(columns),
            groups=_bands(groups),
            scale=scale,
            grid=grid,
            ages=cells.ages,
            share_of="requirements" if grid.required else "threshold",
            shares=(),
            totals=Totals(0, 0, None, None, None, 0, 0),
            fingerprint="",
        )
    )


def after_rating(view: MatrixView, ratings: Iterable[tuple[RowId, RowId, int | None]]) -> MatrixView:
    """The view after people (person, skill, level or None) were rated today, as `rate` and `rate_many` do it.

    Meant for a view of today. Raises KeyError for a person or skill that is not in it, ValueError for a licence.
    """
    rows = {one.id: place for place, one in enumerate(view.people)}
    columns = {one.id: place for place, one in enumerate(view.skills)}
    changes = [(view.cell(rows[person], columns[skill]), level) for person, skill, level in ratings]
    ages = array("i", view.ages)
    for cell, level in changes:
        ages[cell] = NO_AGE if level is None else 0
    return _figured(replace(view, grid=rated(view.grid, changes), ages=ages))


def _bands(groups: Sequence[tuple[str, list[int]]]) -> tuple[Band, ...]:
    bands: list[Band] = []
    first = 0
    for name, places in groups:
        bands.append(Band(name, first, len(places)))
        first += len(places)
    return tuple(bands)


def _figured(view: MatrixView) -> MatrixView:
    """The view with shares, totals and fingerprint of its cells."""
    grid = view.grid
    of_requirements = view.share_of == "requirements"
    shares = tuple(
        grid.compliance(row) if of_requirements else grid.flexibility(row) for row in range(grid.people)
    )
    flexibility, compliance = grid.flexibility(), grid.compliance()
    return replace(
        view,
        shares=shares,
        totals=Totals(
            people=grid.people,
            skills=len(grid.skills),
            share=compliance if of_requirements else flexibility,
            flexibility=flexibility,
            compliance=compliance,
            critical=sum(foot.critical for foot in grid.feet),
            uncovered=sum(foot.covered == 0 for foot in grid.feet),
        ),
        fingerprint=_fingerprint(view),
    )


def _fingerprint(view: MatrixView) -> str:
    heads = (
        view.company,
        view.name,
        view.on.isoformat(),
        [(step.symbol, step.value, step.sv, step.en) for step in view.scale],
        [(one.id, one.name, one.team, one.shift, one.job, one.part_time) for one in view.people],
        [
            (one.id, one.name, one.group, one.kind, one.threshold, one.required_level, one.required_count)
            for one in view.skills
        ],
        sorted(view.grid.planned.items()),
    )
    shown = hashlib.sha256(msgspec.msgpack.encode(heads))
    shown.update(view.levels)
    shown.update(view.flags)
    return shown.hexdigest()
