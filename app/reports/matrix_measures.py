"""How large the parts of a matrix are on a sheet: columns, rows, heads, names, and which page holds what."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.drawing.fitting import Fitted, fit_names
from app.drawing.surface import Face, Surface
from app.reports.matrix_bands import GROUP_GAP, Bands, fit_bands
from app.reports.matrix_facts import MatrixPrint, Person, Skill
from app.reports.pagination import Page, Room, Run, pages_of
from app.reports.sheet import MOST_PEOPLE, MOST_SKILLS, NARROWEST_COLUMN, SMALLEST_NAME, Sheet

LOWEST_ROW = 11.4
TEAM_ROW = 1.12
"""The height of a team's heading, in rows."""
_ABOVE_FOOT = 8.0
# At scale 1, in points: a column and a row that are easy to read, and the largest that still look right.
_GOOD_COLUMN, _WIDEST_COLUMN = 27.0, 34.0
_GOOD_ROW, _HIGHEST_ROW = 16.0, 18.5


@dataclass(frozen=True, slots=True)
class Parts:
    """Which optional parts the matrix has."""

    part_time: bool
    shares: bool
    required: bool
    thresholds: bool
    needs: bool

    @property
    def head_rows(self) -> int:
        return int(self.required) + int(self.thresholds)

    @property
    def foot_rows(self) -> int:
        return 3 if self.needs else 1


@dataclass(frozen=True, slots=True)
class Measures:
    """The table's geometry in points. `scale`: how much larger than ordinary a small matrix is drawn."""

    scale: float
    parts: Parts
    name_width: float
    part_width: float
    column: float
    share_width: float
    bands: Bands
    heads: float
    row: float
    name_size: float
    head_size: float
    foot_row: float
    names: tuple[Fitted, ...]
    head_names: tuple[Fitted, ...]
    skill_pages: tuple[Page, ...]
    people_pages: tuple[Page, ...]

    @property
    def first_column(self) -> float:
        """From the table's left edge to the first skill."""
        return self.name_width + self.part_width

    @property
    def foot_gap(self) -> float:
        return _ABOVE_FOOT

    @property
    def head_height(self) -> float:
        """Bands, skill names and the rows between them and the people."""
        return self.bands.height + self.heads + self.parts.head_rows * self.row

    @property
    def foot_height(self) -> float:
        return _ABOVE_FOOT + self.parts.foot_rows * self.foot_row

    @property
    def pages(self) -> int:
        return len(self.skill_pages) * len(self.people_pages)

    def skills_width(self, page: Page) -> float:
        return sum(run.count for run in page) * self.column + (len(page) - 1) * GROUP_GAP

    @property
    def width(self) -> float:
        """Of the fullest page."""
        return self.first_column + max(map(self.skills_width, self.skill_pages)) + self.share_width


def skills_of(matrix: MatrixPrint) -> tuple[Skill, ...]:
    return tuple(skill for group in matrix.groups for skill in group.skills)


def people_of(matrix: MatrixPrint) -> tuple[Person, ...]:
    return tuple(person for team in matrix.teams for person in team.people)


def names_of(matrix: MatrixPrint) -> tuple[str, ...]:
    """The names of all people, with initials where two people have the same name."""
    people = people_of(matrix)
    seen: dict[str, int] = {}
    for person in people:
        seen[person.name] = seen.get(person.name, 0) + 1
    return tuple(
        f"{person.name} ({person.initials})" if seen[person.name] > 1 and person.initials else person.name
        for person in people
    )


def _parts_of(matrix: MatrixPrint) -> Parts:
    skills, people = skills_of(matrix), people_of(matrix)
    return Parts(
        part_time=any(person.part_time is not None for person in people),
        shares=any(person.share is not None for person in people),
        required=any(skill.required_level is not None for skill in skills),
        thresholds=len({skill.threshold for skill in skills if skill.kind == "level"}) > 1,
        needs=any(skill.required_count is not None for skill in skills),
    )


def _fit_heads(
    skills: tuple[Skill, ...], surface: Surface, size: float, column: float, longest: float
) -> tuple[Fitted, ...]:
    """The upright names, on as many lines as a column has room for (at most three)."""
    lines = max(1, min(3, int((column + 0.25 * size) / (1.13 * size))))
    return fit_names(
        [skill.name for skill in skills],
        lambda text: surface.text_width(text, Face.REGULAR, size),
        [longest] * len(skills),
        lines=lines,
    )


def _head_room(heads: tuple[Fitted, ...], surface: Surface, size: float, scale: float) -> float:
    tallest = max(
        surface.text_width(line, Face.REGULAR, size, stretch=head.stretch)
        for head in heads
        for line in head.lines
    )
    return max(tallest + 10 * scale, 34 * scale)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The widths left and right of the skills. `needed`: what the longest name would like to have."""

    name: float
    needed: float
    part: float
    share: float

    @property
    def width(self) -> float:
        return self.name + self.part + self.share


def _frame(
    matrix: MatrixPrint, surface: Surface, sheet: Sheet, parts: Parts, scale: float, labels: float
) -> _Frame:
    widest = max(surface.text_width(name, Face.REGULAR, 9 * scale) for name in names_of(matrix))
    part = 26.0 * scale if parts.part_time else 0.0
    # The labels of the rows above and below stand in the room of names and part time together.
    least = max(labels * scale - part, 74 * scale)
    margin = 10 * scale
    name = max(min(widest, sheet.widest_name * scale), least) + margin
    return _Frame(name, max(widest, least) + margin, part, 86.0 * scale if parts.shares else 0.0)


class _Measuring:
    """One matrix being measured for a room of `width` x `height` points."""

    def __init__(
        self,
        matrix: MatrixPrint,
        surface: Surface,
        sheet: Sheet,
        width: float,
        height: float,
        labels: float,
    ) -> None:
        self.matrix, self.surface, self.sheet = matrix, surface, sheet
        self.width, self.height, self.labels = width, height, labels
        self.parts = _parts_of(matrix)
        self.skills, self.people = skills_of(matrix), people_of(matrix)
        self.groups = [len(group.skills) for group in matrix.groups]
        self.teams = [len(team.people) for team in matrix.teams]
        self.team_row = TEAM_ROW if any(team.name for team in matrix.teams) else 0.0

    def fits(self, scale: float) -> bool:
        """Whether the whole matrix stands comfortably on one page at this scale."""
        if len(self.skills) > MOST_SKILLS or len(self.people) > MOST_PEOPLE:
            return False
        frame = _frame(self.matrix, self.surface, self.sheet, self.parts, scale, self.labels)
        page = tuple(Run(group, 0, size) for group, size in enumerate(self.groups) if size)
        column, size = _GOOD_COLUMN * scale, 8.5 * scale
        across = frame.width + len(self.skills) * column + (len(page) - 1) * GROUP_GAP
        if across > self.width:
            return False
        heads = _fit_heads(self.skills, self.surface, size, column, self.sheet.longest_head * scale)
        rows = len(self.people) + self.parts.head_rows + self.team_row * sum(1 for team in self.teams if team)
        down = (
            fit_bands(self.matrix, self.surface, (page,), column, scale).height
            + _head_room(heads, self.surface, size, scale)
            + rows * _GOOD_ROW * scale
            + _ABOVE_FOOT
            + self.parts.foot_rows * 13.5 * scale
        )
        return down <= self.height

    def measures(self, scale: float) -> Measures:
        surface, parts = self.surface, self.parts
        frame = _frame(self.matrix, surface, self.sheet, parts, scale, self.labels)
        across = self.width - frame.width
        skill_pages = pages_of(
            self.groups, Room(MOST_SKILLS, across + GROUP_GAP, NARROWEST_COLUMN, GROUP_GAP)
        )
        # Long names take what columns of a good width leave.
        fullest = max(skill_pages, key=lambda page: sum(run.count for run in page) + len(page) / 100)
        count, gaps = sum(run.count for run in fullest), (len(fullest) - 1) * GROUP_GAP
        spare = across - gaps - count * 0.88 * _GOOD_COLUMN * scale
        longer = max(0.0, min(frame.needed - frame.name, spare, 80 * scale))
        frame = replace(frame, name=frame.name + longer)
        across -= longer
        column = min(_WIDEST_COLUMN * scale, (across - gaps) / count)
        head_size = 8.5 * scale if column >= 21.5 else SMALLEST_NAME
        heads = _fit_heads(self.skills, surface, head_size, column, self.sheet.longest_head * scale)
        head_room = _head_room(heads, surface, head_size, scale)
        bands = fit_bands(self.matrix, surface, skill_pages, column, scale)

        foot_row = 13.5 * scale
        down = self.height - bands.height - head_room - _ABOVE_FOOT - parts.foot_rows * foot_row
        rows = Room(MOST_PEOPLE, down - parts.head_rows * LOWEST_ROW, LOWEST_ROW, self.team_row * LOWEST_ROW)
        people_pages = pages_of(self.teams, rows)
        most_rows = max(
            sum(run.count for run in page) + len(page) * self.team_row + parts.head_rows
            for page in people_pages
        )
        row = min(_HIGHEST_ROW * scale, down / most_rows)
        name_size = max(SMALLEST_NAME, min(9 * scale, row * 0.68))
        names = fit_names(
            names_of(self.matrix),
            lambda text: surface.text_width(text, Face.REGULAR, name_size),
            [frame.name - 6 * scale] * len(self.people),
        )
        return Measures(
            scale=scale,
            parts=parts,
            name_width=frame.name,
            part_width=frame.part,
            column=column,
            share_width=frame.share,
            bands=bands,
            heads=head_room,
            row=row,
            name_size=name_size,
            head_size=head_size,
            foot_row=foot_row,
            names=names,
            head_names=heads,
            skill_pages=skill_pages,
            people_pages=people_pages,
        )


def measure(
    matrix: MatrixPrint, surface: Surface, sheet: Sheet, *, width: float, height: float, labels: float
) -> Measures:
    """The measures of a table in a room of `width` x `height` points.

    `labels`: the width that the labels of the rows above and below the people need at scale 1. A matrix that
    leaves most of the room empty is drawn larger, up to the sheet's `largest_scale`, so that it is read from
    as far away as a full one is read from near.
    """
    measuring = _Measuring(matrix, surface, sheet, width, height, labels)
    steps = round((sheet.largest_scale - 1) / 0.05)
    scales = [1 + step * 0.05 for step in range(steps, 0, -1)]
    return measuring.measures(next((scale for scale in scales if measuring.fits(scale)), 1.0))


def widened(measures: Measures, width: float) -> Measures:
    """The same table with bars, names and columns taking up what is left of `width`, within reason."""
    spare = max(0.0, width - measures.width)
    bars = min(spare * 0.7, 150 * measures.scale) if measures.parts.shares else 0.0
    names = min(spare - bars, 60 * measures.scale)
    columns = sum(run.count for run in max(measures.skill_pages, key=measures.skills_width))
    wider = min((spare - bars - names) / columns, 0.18 * measures.column)
    return replace(
        measures,
        share_width=measures.share_width + bars,
        name_width=measures.name_width + names,
        column=measures.column + wider,
    )
