"""The printed competence matrix: `MatrixPrint` in, a PDF on A3 or A4 landscape out."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.domain.refusal import Refusal
from app.drawing.licence_glyph import LicenceMark
from app.drawing.palette import LIGHT
from app.drawing.paper import PaperSurface
from app.drawing.surface import Face
from app.i18n import say
from app.paths import resource
from app.reports.matrix_facts import (
    Cell,
    EuBlock,
    MatrixPrint,
    Person,
    Printed,
    ScaleStep,
    Skill,
    SkillGroup,
    Team,
    Totals,
)
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

__all__ = [
    "Cell",
    "EuBlock",
    "LicenceMark",
    "MatrixPrint",
    "Paper",
    "Person",
    "Printed",
    "ScaleStep",
    "Skill",
    "SkillGroup",
    "Team",
    "Totals",
    "draw_matrix",
]

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


def draw_matrix(matrix: MatrixPrint, out: BinaryIO | Path, paper: Paper = "A3") -> Printed:
    """Writes the matrix as a PDF; the same input gives the same bytes.

    `out`: a stream, written to and left open, or a path, replaced only when the whole file is there.
    Raises Refusal: `reports.matrix.empty` without people or skills, `reports.out.unwritable`.
    Raises ValueError where a person's cells do not match the skills.
    """
    if not people_of(matrix) or not skills_of(matrix):
        raise Refusal("reports.matrix.empty", company=matrix.company)
    for person in people_of(matrix):
        if len(person.cells) != len(skills_of(matrix)):
            raise ValueError(f"{len(person.cells)} cells for {len(skills_of(matrix))} skills")
    sheet = SHEETS[paper]
    buffer = BytesIO()
    surface = PaperSurface(
        buffer, resource("fonts"), language="sv-SE" if matrix.language == "sv" else "en-GB"
    )
    symbols = symbols_shown(matrix, surface)
    legend = legend_of(matrix, symbols)
    plan = _plan(matrix, surface, sheet, legend)
    _describe(matrix, surface)
    table = MatrixTable(matrix, plan.measures, symbols, surface, LIGHT)
    for skill_page in range(len(plan.measures.skill_pages)):
        for people_page in range(len(plan.measures.people_pages)):
            _page(matrix, surface, sheet, legend, plan, table, skill_page, people_page)
    surface.finish()
    data = buffer.getvalue()
    _deliver(data, out)
    return Printed(
        pages=surface.pages,
        sha256=hashlib.sha256(data).hexdigest(),
        missing=tuple(sorted(surface.missing)),
        shortened=_shortened(matrix, plan.measures),
    )


def _facts(matrix: MatrixPrint) -> tuple[str, ...]:
    people, skills = matrix.totals.people, matrix.totals.skills
    size = "reports.matrix.size"
    if people == 1 or skills == 1:
        size += ".both" if people == skills == 1 else ".person" if people == 1 else ".skill"
    return (
        say("reports.matrix.as_of", matrix.language, date=matrix.as_of.isoformat()),
        say(size, matrix.language, people=people, skills=skills),
        *matrix.facts,
    )


def _plan(matrix: MatrixPrint, surface: PaperSurface, sheet: Sheet, legend: Legend) -> _Plan:
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
    facts = surface.text_width("   ·   ".join(_facts(matrix)), Face.REGULAR, sheet.fact)
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


def _describe(matrix: MatrixPrint, surface: PaperSurface) -> None:
    surface.describe(
        title=f"{matrix.title} – {matrix.company}",
        author=matrix.company,
        subject=", ".join(_facts(matrix)),
        keywords=f"{matrix.document_id}, {matrix.state_hash}",
        creator="SIMMITT",
    )


def _page(
    matrix: MatrixPrint,
    surface: PaperSurface,
    sheet: Sheet,
    legend: Legend,
    plan: _Plan,
    table: MatrixTable,
    skill_page: int,
    people_page: int,
) -> None:
    measures = plan.measures
    columns, rows = len(measures.skill_pages), len(measures.people_pages)
    place = Place(
        page=skill_page * rows + people_page + 1,
        pages=columns * rows,
        column=skill_page,
        columns=columns,
        row=people_page,
        rows=rows,
        part=_part(matrix, measures, skill_page, people_page) if columns * rows > 1 else "",
    )
    bookmark = place.part or f"{matrix.title} – {matrix.company}"
    surface.begin_page(sheet.width, sheet.height, bookmark=bookmark)
    draw_title(
        surface,
        sheet,
        LIGHT,
        title=matrix.title,
        beside=matrix.company,
        facts=_facts(matrix),
        room=plan.title_room,
    )
    if plan.panel:
        draw_panel(
            legend,
            say("reports.matrix.legend", matrix.language),
            surface,
            plan.legend_x,
            plan.legend_y,
            plan.legend_scale,
            LIGHT,
        )
    else:
        draw_rows(plan.rows, surface, plan.legend_x, plan.legend_y, LIGHT)
    surface.save()
    surface.move(sheet.left, plan.table_y)
    table.draw(skill_page, people_page)
    surface.restore()
    draw_footer(surface, sheet, LIGHT, _footer(matrix), place)
    surface.end_page()


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


def _deliver(data: bytes, out: BinaryIO | Path) -> None:
    if not isinstance(out, Path):
        out.write(data)
        return
    beside = out.with_name(f"~{out.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, out)
    except OSError as error:
        with suppress(OSError):  # Nothing of it may be there; the first error is the one to tell.
            beside.unlink()
        raise Refusal(
            "reports.out.unwritable", path=str(out), reason=error.strerror or type(error).__name__
        ) from error
