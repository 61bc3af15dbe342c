"""The table of a competence matrix on a page: bands, upright skill names, people by team, bars, foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.drawing.bars import draw_share, draw_warning
from app.drawing.level_glyph import draw_level
from app.drawing.licence_glyph import draw_licence
from app.drawing.matrix_cell import CellMark, draw_cell
from app.drawing.palette import Palette
from app.drawing.surface import Anchor, Face, Surface, middle, upright
from app.i18n import say
from app.reports.matrix_bands import GROUP_GAP, draw_bands
from app.reports.matrix_facts import Cell, MatrixPrint, Person, Skill
from app.reports.matrix_measures import TEAM_ROW, Measures, people_of, skills_of
from app.reports.pagination import Page

# A washed row reaches this far beyond the table, so that text and rules share the edges of the page.
_OUT = 4.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A skill on the page: its number in the matrix and where its column begins."""

    number: int
    x: float
    skill: Skill


class MatrixTable:
    """Draws pages of one matrix with one set of measures, from their upper left corner at the origin."""

    def __init__(
        self,
        matrix: MatrixPrint,
        measures: Measures,
        symbols: dict[int, str],
        surface: Surface,
        palette: Palette,
    ) -> None:
        self._matrix = matrix
        self._m = measures
        self._symbols = symbols
        self._surface = surface
        self._palette = palette
        self._skills = skills_of(matrix)
        self._people = people_of(matrix)
        self._first_skill = _starts([len(group.skills) for group in matrix.groups])
        self._first_person = _starts([len(team.people) for team in matrix.teams])
        self._headed = any(team.name for team in matrix.teams)

    def draw(self, skill_page: int, people_page: int) -> None:
        """Draws the page. What stands alike on several pages is stored once in the file."""
        m, surface = self._m, self._surface
        page = m.skill_pages[skill_page]
        columns = list(self._columns(page))
        right = m.first_column + m.skills_width(page)
        wide = right + m.share_width + 2 * _OUT

        def heads(_: Surface) -> None:
            surface.move(_OUT, 0)
            self._heads(skill_page, columns, right)

        def foot(_: Surface) -> None:
            surface.move(_OUT, 0)
            self._foot(columns, right)

        surface.stamp(("heads", skill_page), -_OUT, 0, wide, m.head_height, heads)
        bottom = self._rows(m.people_pages[people_page], columns, right, m.head_height)
        surface.stamp(("foot", skill_page), -_OUT, bottom, wide, m.foot_height, foot)

    # -- what the rows below share

    def _columns(self, page: Page) -> Iterator[_Column]:
        x = self._m.first_column
        for run in page:
            for at in range(run.start, run.stop):
                number = self._first_skill[run.group] + at
                yield _Column(number, x, self._skills[number])
                x += self._m.column
            x += GROUP_GAP

    def _percent(self, share: float) -> str:
        # Rounded down: 99.6 % is not everything.
        return say("reports.matrix.percent", self._matrix.language, value=int(share * 100 + 1e-9))

    def _label(self, y: float, height: float, text: str, face: Face, colour: str) -> float:
        size = 8 * self._m.scale
        self._surface.text(0, middle(y, height, size), text, face, size, colour)
        return self._surface.text_width(text, face, size)

    # -- heads

    def _heads(self, skill_page: int, columns: list[_Column], right: float) -> None:
        m, surface, palette = self._m, self._surface, self._palette
        names = m.bands.names[skill_page]
        draw_bands(surface, palette, m.bands, m.skill_pages[skill_page], names, m.first_column, m.column)
        bottom = m.bands.height + m.heads
        language = self._matrix.language
        base, size = bottom - 4.5 * m.scale, 8 * m.scale
        surface.text(0, base, say("reports.matrix.people", language), Face.SEMIBOLD, size, palette.ink)
        if m.parts.part_time:
            surface.text(
                m.first_column - 7 * m.scale,
                base,
                say("reports.matrix.part_time", language),
                Face.REGULAR,
                7.5 * m.scale,
                palette.faint,
                anchor="right",
            )
        for column in columns:
            name = m.head_names[column.number]
            leading = m.head_size * 1.13
            start = column.x + (m.column - leading * len(name.lines)) / 2
            for number, line in enumerate(name.lines):
                baseline = middle(start + number * leading, leading, m.head_size)
                # The space at the end parts the names where the text is copied or searched.
                upright(
                    surface,
                    baseline,
                    base,
                    line + " ",
                    Face.REGULAR,
                    m.head_size,
                    palette.ink,
                    stretch=name.stretch,
                )
        if m.parts.shares:
            words = say(f"reports.matrix.share.{self._matrix.share_of}", language).split(" ")
            at, before = right + 8 * m.scale, len(words) - 1
            if surface.text_width(" ".join(words), Face.SEMIBOLD, size) <= m.share_width - 8 * m.scale:
                before = 0
            if before:
                surface.text(
                    at, base - size * 1.2, " ".join(words[:before]), Face.SEMIBOLD, size, palette.ink
                )
            surface.text(at, base, " ".join(words[before:]), Face.SEMIBOLD, size, palette.ink)
        y = bottom
        edge = right + m.share_width
        if m.parts.required:
            y = self._levels_row(columns, y, edge, "reports.matrix.required", required=True)
        if m.parts.thresholds:
            self._levels_row(columns, y, edge, "reports.matrix.threshold", required=False)

    def _levels_row(
        self, columns: list[_Column], y: float, edge: float, code: str, *, required: bool
    ) -> float:
        m, surface, palette = self._m, self._surface, self._palette
        surface.rect(-_OUT, y, edge + 2 * _OUT, m.row, fill=palette.wash)
        self._label(y, m.row, say(code, self._matrix.language), Face.SEMIBOLD, palette.accent)
        size = m.name_size * 0.96
        for column in columns:
            level = column.skill.required_level if required else column.skill.threshold
            middle_x = column.x + m.column / 2
            if column.skill.kind == "licence":
                if required and level is not None:
                    draw_licence(surface, middle_x, y + m.row / 2, m.row * 0.27, "held", palette)
                continue
            if level is None:
                continue
            symbol = self._symbols.get(level, "")
            if symbol and surface.text_width(symbol, Face.SEMIBOLD, size) <= m.column - 2:
                surface.text(
                    middle_x,
                    middle(y, m.row, size),
                    symbol,
                    Face.SEMIBOLD,
                    size,
                    palette.accent,
                    anchor="middle",
                )
            else:
                draw_level(surface, middle_x, y + m.row / 2, m.row * 0.3, level, palette)
        return y + m.row

    # -- people

    def _rows(self, page: Page, columns: list[_Column], right: float, y: float) -> float:
        m, surface, palette = self._m, self._surface, self._palette
        edge, top = right + m.share_width, y
        for run in page:
            if self._headed:
                y = self._team(run.group, run.continued, edge, y)
            for at in range(run.start, run.stop):
                number = self._first_person[run.group] + at
                self._person(number, self._people[number], columns, right, y)
                y += m.row
                if at + 1 < run.stop:
                    surface.line(0, y, edge, y, palette.hair, line_width=0.35)
        # After the washed rows, which would cover it by half.
        for rule in (top, y):
            surface.line(0, rule, edge, rule, palette.ink, line_width=0.8)
        return y

    def _team(self, group: int, continued: bool, edge: float, y: float) -> float:
        m, surface, palette, language = self._m, self._surface, self._palette, self._matrix.language
        team = self._matrix.teams[group]
        height, size = m.row * TEAM_ROW, 8.5 * m.scale
        surface.rect(-_OUT, y, edge + 2 * _OUT, height, fill=palette.wash)
        name = say("reports.matrix.continued", language, name=team.name) if continued else team.name
        baseline = middle(y, height, size)
        surface.text(0, baseline, name, Face.SEMIBOLD, size, palette.brand)
        count = "reports.matrix.team.one" if len(team.people) == 1 else "reports.matrix.team.many"
        after = surface.text_width(name, Face.SEMIBOLD, size) + 6 * m.scale
        surface.text(
            after if name else 0,
            baseline,
            say(count, language, count=len(team.people)),
            Face.REGULAR,
            7.5 * m.scale,
            palette.faint,
        )
        if team.share is not None and m.parts.shares:
            surface.text(
                edge,
                baseline,
                self._percent(team.share),
                Face.SEMIBOLD,
                size * 0.94,
                palette.brand,
                anchor="right",
                tabular=True,
            )
        return y + height

    def _person(self, number: int, person: Person, columns: list[_Column], right: float, y: float) -> None:
        m, surface, palette = self._m, self._surface, self._palette
        name = m.names[number]
        baseline = middle(y, m.row, m.name_size)
        surface.text(0, baseline, name.words, Face.REGULAR, m.name_size, palette.ink, stretch=name.stretch)
        if person.part_time is not None:
            surface.text(
                m.first_column - 7 * m.scale,
                baseline,
                str(person.part_time),
                Face.REGULAR,
                m.name_size * 0.94,
                palette.faint,
                anchor="right",
                tabular=True,
            )
        for column in columns:
            mark = _mark(person.cells[column.number])
            surface.stamp(mark, column.x, y, m.column, m.row, _Draw(mark, m.column, m.row, palette))
        if person.share is not None:
            low = person.share < self._matrix.low_share
            bar = m.row * 0.4
            start = right + 8 * m.scale
            width = m.share_width - 8 * m.scale - 31 * m.scale
            draw_share(surface, start, y + (m.row - bar) / 2, width, bar, person.share, palette, low=low)
            surface.text(
                right + m.share_width,
                baseline,
                self._percent(person.share),
                Face.MEDIUM,
                m.name_size * 0.94,
                palette.gap if low else palette.ink,
                anchor="right",
                tabular=True,
            )

    # -- foot

    def _foot(self, columns: list[_Column], right: float) -> None:
        m, surface, palette, language = self._m, self._surface, self._palette, self._matrix.language
        y, height, size = m.foot_gap, m.foot_row, 8 * m.scale
        label = say("reports.matrix.covered", language)
        wide = self._label(y, height, label, Face.SEMIBOLD, palette.ink)
        of = say("reports.matrix.covered.of", language, people=self._matrix.totals.people)
        surface.text(wide + 4 * m.scale, middle(y, height, size), of, Face.REGULAR, size, palette.faint)
        for column in columns:
            self._covered(column, y)
        if self._matrix.totals.share is not None and m.parts.shares:
            total = say(
                "reports.matrix.share.total", language, share=self._percent(self._matrix.totals.share)
            )
            surface.text(
                right + m.share_width,
                middle(y, height, 9.5 * m.scale),
                total,
                Face.BOLD,
                9.5 * m.scale,
                palette.brand,
                anchor="right",
                tabular=True,
            )
        y += height
        if not m.parts.needs:
            return
        self._label(y, height, say("reports.matrix.need", language), Face.REGULAR, palette.muted)
        self._label(y + height, height, say("reports.matrix.balance", language), Face.SEMIBOLD, palette.ink)
        for column in columns:
            need = column.skill.required_count
            if need is None:
                surface.circle(column.x + m.column / 2, y + height / 2, 0.7 * m.scale, fill=palette.edge)
                continue
            self._figure(column, y, str(need), Face.REGULAR, palette.muted)
            balance = column.skill.covered - need
            low = balance < 0
            surface.rect(
                column.x + 0.5,
                y + height + 0.5,
                m.column - 1,
                height - 1,
                fill=palette.gap_wash if low else palette.ok_wash,
            )
            shown = f"−{-balance}" if low else f"+{balance}" if balance else "±0"
            self._figure(column, y + height, shown, Face.SEMIBOLD, palette.gap if low else palette.ok)

    def _figure(
        self, column: _Column, y: float, text: str, face: Face, colour: str, anchor: Anchor = "middle"
    ) -> None:
        size = 8 * self._m.scale
        baseline = middle(y, self._m.foot_row, size)
        self._surface.text(
            column.x + self._m.column / 2, baseline, text, face, size, colour, anchor=anchor, tabular=True
        )

    def _covered(self, column: _Column, y: float) -> None:
        """The number of people who cover the skill; a triangle before it where one or nobody does."""
        m, palette = self._m, self._palette
        alone = column.skill.bus_factor <= 1
        self._figure(
            column,
            y,
            str(column.skill.covered),
            Face.BOLD if alone else Face.MEDIUM,
            palette.gap if alone else palette.ink,
        )
        if alone:
            draw_warning(
                self._surface,
                column.x + m.column / 2 - 7.8 * m.scale,
                y + m.foot_row / 2,
                6 * m.scale,
                palette,
                filled=column.skill.bus_factor == 1,
            )


def _starts(sizes: list[int]) -> list[int]:
    starts: list[int] = []
    total = 0
    for size in sizes:
        starts.append(total)
        total += size
    return starts


def _mark(cell: Cell) -> CellMark:
    return CellMark(cell.level, cell.licence, cell.asked, max(0, min(2, cell.gap)))


@dataclass(frozen=True, slots=True)
class _Draw:
    """Draws a cell when the surface asks for it."""

    mark: CellMark
    width: float
    height: float
    palette: Palette

    def __call__(self, surface: Surface) -> None:
        draw_cell(surface, self.width, self.height, self.mark, self.palette)
