"""The pages of a printed matrix, planned once and drawn on any surface: a PDF, a preview, a printer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from io import BytesIO

from app.domain.refusal import Refusal
from app.drawing.palette import LIGHT
from app.drawing.paper import PaperSurface
from app.drawing.surface import Anchor, Face, Surface
from app.i18n import say
from app.paths import resource
from app.reports.matrix_facts import MatrixPrint
from app.reports.matrix_legend import (
    PANEL,
    ROW,
    Legend,
    Rows,
    draw_panel,
    draw_rows,
    legend_of,
    panel_height,
    rows_of,
    symbols_shown,
    widest_row,
)
from app.reports.matrix_measures import Measures, measure, names_of, people_of, skills_of, widened
from app.reports.matrix_table import MatrixTable
from app.reports.page_furniture import (
    Footer,
    Place,
    draw_footer,
    draw_title,
    footer_top,
    title_width,
)
from app.reports.sheet import SHEETS, Paper, Sheet

_HASH_SHOWN = 16
_PANEL_SCALES = (1.25, 1.1, 1.0)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand. The legend is `rows` at (legend_x, legend_y), or a panel beside a small table."""

    measures: Measures
    table_y: float
    rows: Rows
    legend_x: float
    legend_y: float
    title_room: float
    legend_scale: float

    @property
    def panel(self) -> bool:
        return not self.rows


class MatrixPages:
    """A laid out matrix. Pages are numbered from 0 and drawn in any order, on any surface, as often as wanted.

    Everything is measured with the typefaces of the paper, so that a preview breaks and fits its lines exactly
    as the PDF does, whatever the surface measures itself.
    """

    def __init__(self, matrix: MatrixPrint, paper: Paper, ruler: Surface) -> None:
        """`ruler`: the surface that measures. Raises as `plan_matrix` does."""
        if not people_of(matrix) or not skills_of(matrix):
            raise Refusal("reports.matrix.empty", company=matrix.company)
        for person in people_of(matrix):
            if len(person.cells) != len(skills_of(matrix)):
                raise ValueError(f"{len(person.cells)} cells for {len(skills_of(matrix))} skills")
        self._matrix = matrix
        self._ruler = ruler
        self._sheet = SHEETS[paper]
        self._symbols = symbols_shown(matrix, ruler)
        self._legend = legend_of(matrix, self._symbols)
        self._plan = _plan(matrix, ruler, self._sheet, self._legend)

    @property
    def count(self) -> int:
        return self._plan.measures.pages

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of every page, in points."""
        return self._sheet.width, self._sheet.height

    @property
    def shortened(self) -> tuple[str, ...]:
        """Names that did not fit and were shortened."""
        return _shortened(self._matrix, self._plan.measures)

    def bookmark(self, page: int) -> str:
        """The page's line in an outline: which skills and people it holds, or the title where it is alone."""
        return self._place(page).part or f"{self._matrix.title} – {self._matrix.company}"

    def draw(self, surface: Surface, page: int) -> None:
        """Draws a page with its upper left corner at the origin. Raises IndexError where there is none."""
        matrix, sheet, plan, place = self._matrix, self._sheet, self._plan, self._place(page)
        to = surface if surface is self._ruler else _Ruled(surface, self._ruler)
        table = MatrixTable(matrix, plan.measures, self._symbols, to, LIGHT)
        draw_title(
            to,
            sheet,
            LIGHT,
            title=matrix.title,
            beside=matrix.company,
            facts=facts_line(matrix),
            room=plan.title_room,
        )
        if plan.panel:
            draw_panel(
                self._legend,
                say("reports.matrix.legend", matrix.language),
                to,
                plan.legend_x,
                plan.legend_y,
                plan.legend_scale,
                LIGHT,
            )
        else:
            draw_rows(plan.rows, to, plan.legend_x, plan.legend_y, LIGHT)
        to.save()
        to.move(sheet.left, plan.table_y)
        table.draw(place.column, place.row)
        to.restore()
        draw_footer(to, sheet, LIGHT, _footer(matrix), place)

    def _place(self, page: int) -> Place:
        measures = self._plan.measures
        columns, rows = len(measures.skill_pages), len(measures.people_pages)
        if not 0 <= page < columns * rows:
            raise IndexError(f"page {page} of {columns * rows}")
        column, row = divmod(page, rows)
        return Place(
            page=page + 1,
            pages=columns * rows,
            column=column,
            columns=columns,
            row=row,
            rows=rows,
            part=_part(self._matrix, measures, column, row) if columns * rows > 1 else "",
        )


def plan_matrix(matrix: MatrixPrint, paper: Paper = "A3", ruler: Surface | None = None) -> MatrixPages:
    """The pages of a matrix on a paper. `ruler` measures text; without one, the typefaces of the paper do.

    Raises Refusal `reports.matrix.empty` without people or skills; ValueError where a person's cells do not
    match the skills.
    """
    own = ruler or PaperSurface(BytesIO(), resource("fonts"), language="sv-SE")
    return MatrixPages(matrix, paper, own)


class _Ruled:
    """Draws on one surface and measures with another: each text gets the width that the ruler says."""

    def __init__(self, surface: Surface, ruler: Surface) -> None:
        self._surface = surface
        self._ruler = ruler
        self.rect = surface.rect
        self.line = surface.line
        self.poly = surface.poly
        self.circle = surface.circle
        self.pie = surface.pie
        self.save = surface.save
        self.restore = surface.restore
        self.move = surface.move
        self.turn = surface.turn
        self.text_width = ruler.text_width
        self.lacks = ruler.lacks

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        colour: str,
        *,
        anchor: Anchor = "left",
        stretch: float = 1.0,
        tabular: bool = False,
    ) -> None:
        width = self._ruler.text_width(text, face, size, stretch=stretch, tabular=tabular)
        if anchor != "left":
            x -= width if anchor == "right" else width / 2
        own = self._surface.text_width(text, face, size, tabular=tabular)
        fitted = width / own if own else stretch
        self._surface.text(x, y, text, face, size, colour, stretch=fitted, tabular=tabular)

    def stamp(
        self,
        key: Hashable,
        x: float,
        y: float,
        width: float,
        height: float,
        draw: Callable[[Surface], None],
    ) -> None:
        self._surface.stamp(key, x, y, width, height, lambda inner: draw(_Ruled(inner, self._ruler)))


def facts_line(matrix: MatrixPrint) -> tuple[str, ...]:
    people, skills = matrix.totals.people, matrix.totals.skills
    size = "reports.matrix.size"
    if people == 1 or skills == 1:
        size += ".both" if people == skills == 1 else ".person" if people == 1 else ".skill"
    return (
        say("reports.matrix.as_of", matrix.language, date=matrix.as_of.isoformat()),
        say(size, matrix.language, people=people, skills=skills),
        *matrix.facts,
    )


def _plan(matrix: MatrixPrint, surface: Surface, sheet: Sheet, legend: Legend) -> _Plan:
    language = matrix.language
    covered = say("reports.matrix.covered", language)
    of = say("reports.matrix.covered.of", language, people=matrix.totals.people)
    labels = 4 + surface.text_width(covered, Face.SEMIBOLD, 8) + surface.text_width(of, Face.REGULAR, 8)
    below = footer_top(sheet) - 12

    # A table that leaves room beside it takes the legend there, as a panel.
    top = sheet.top + sheet.heading + 16
    measures = measure(matrix, surface, sheet, width=sheet.content, height=below - top, labels=labels)
    for scale in _PANEL_SCALES:
        gutter, panel = 34 * scale, PANEL * scale
        beside = measures.width + gutter + panel <= sheet.content
        if measures.pages == 1 and beside and panel_height(legend, scale) <= below - top:
            measures = widened(measures, sheet.content - gutter - panel)
            # What a tiny table cannot take up stays to the right of both.
            far, near = sheet.right - panel, sheet.left + measures.width + 1.6 * gutter
            return _Plan(measures, top, (), min(far, near), top, sheet.content, scale)

    # Else it stands to the right of the title, or below it in rows over the whole width.
    needed = title_width(surface, sheet, matrix.title, matrix.company)
    facts = surface.text_width("   ·   ".join(facts_line(matrix)), Face.REGULAR, sheet.fact)
    title_room = min(max(needed, facts), sheet.content * 0.5)
    room = sheet.content - title_room - 36
    rows = rows_of(legend, surface, room)
    if len(rows) <= 3 and needed <= title_room and facts * 0.8 <= title_room:
        height = max(sheet.heading, len(rows) * ROW)
        legend_x, legend_y = sheet.right - widest_row(rows, surface), sheet.top - 1
    else:
        rows = rows_of(legend, surface, sheet.content)
        title_room = sheet.content
        height = sheet.heading + 4 + len(rows) * ROW
        legend_x, legend_y = sheet.left, sheet.top + sheet.heading + 2
    top = sheet.top + height + 10
    measures = measure(matrix, surface, sheet, width=sheet.content, height=below - top, labels=labels)
    return _Plan(widened(measures, sheet.content), top, rows, legend_x, legend_y, title_room, 1)


def _footer(matrix: MatrixPrint) -> Footer:
    return Footer(
        language=matrix.language,
        words=matrix.eu.words if matrix.eu is not None else None,
        classification=matrix.classification,
        printed_at=matrix.printed_at,
        identity=say(
            "reports.matrix.identity",
            matrix.language,
            document=matrix.document_id,
            hash=matrix.state_hash[:_HASH_SHOWN],
        ),
        approved_by=matrix.approved_by,
    )


def _part(matrix: MatrixPrint, measures: Measures, skill_page: int, people_page: int) -> str:
    def count(pages: tuple[tuple[int, ...], ...], number: int) -> tuple[int, int]:
        before = sum(sum(page) for page in pages[:number])
        return before + 1, before + sum(pages[number])

    skills = count(tuple(tuple(run.count for run in page) for page in measures.skill_pages), skill_page)
    people = count(tuple(tuple(run.count for run in page) for page in measures.people_pages), people_page)
    return say(
        "reports.matrix.part",
        matrix.language,
        skill_from=skills[0],
        skill_to=skills[1],
        skills=matrix.totals.skills,
        person_from=people[0],
        person_to=people[1],
        people=matrix.totals.people,
    )


def _shortened(matrix: MatrixPrint, measures: Measures) -> tuple[str, ...]:
    people = [name for name, fit in zip(names_of(matrix), measures.names, strict=True) if not fit.whole]
    skills = [
        skill.name for skill, fit in zip(skills_of(matrix), measures.head_names, strict=True) if not fit.whole
    ]
    bands = [
        band.name for page in measures.bands.names for band in page if band.name and not band.fitted.whole
    ]
    return tuple(dict.fromkeys(bands + skills + people))
