"""Writes a workbook as a company keeps its matrix: titles, groups, turned heads, colours, sums and a legend.

For the demo's fictional companies. What is written is what companies write (competence-matrix 6), so that the reader
meets in it what it meets in the wild; nothing here knows how the reader works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None
_INK, _BAND, _SOFT, _LINE = "#1F2A37", "#1F4E5F", "#E8EEF1", "#B8C4CC"


@dataclass(frozen=True, slots=True)
class SheetSkill:
    """A skill's head; `group` stands in the row above, "" where there is none; `counts`: what its sum counts."""

    name: str
    group: str
    counts: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A person's line: `meta` beside the name, then a cell for each skill."""

    name: str
    meta: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SheetNeed:
    """A line of requirements, as "Behov (antal)" with a number for each skill."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompanySheet:
    """One sheet. `colours`: what stands in a cell -> its fill; `covered_label`: of the line of sums, "" for none;
    `hidden`: heads of columns that somebody once hid; `turned`: people in columns."""

    title: str
    heading: str
    remarks: tuple[str, ...]
    name_head: str
    meta: tuple[str, ...]
    hidden: frozenset[str]
    skills: tuple[SheetSkill, ...]
    people: tuple[SheetPerson, ...]
    needs: tuple[SheetNeed, ...]
    covered_label: str
    legend: tuple[str, ...]
    colours: Mapping[str, str]
    turned: bool
    footer: str


def write_company_workbook(file: Path, sheets: Sequence[CompanySheet], author: str) -> None:
    """Write the workbook; the folder must be there. Raises OSError where it cannot be written."""
    from xlsxwriter import Workbook

    book = Workbook(str(file), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": sheets[0].heading, "author": author})
    try:
        for sheet in sheets:
            _Sheet(book, sheet).write()
    finally:
        book.close()


class _Sheet:
    """One sheet being written. Rows and columns from 0."""

    def __init__(self, book: Workbook, content: CompanySheet) -> None:
        self._book = book
        self._content = content
        self._page: Worksheet = book.add_worksheet(content.title)
        self._formats: dict[tuple[tuple[str, str | int | bool], ...], Format] = {}
        self._first = 1 + len(content.meta)  # the first skill's column; where turned, the first person's

    def _format(self, **said: str | int | bool) -> Format:
        key = tuple(sorted(said.items()))
        if key not in self._formats:
            plain = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "vcenter"}
            self._formats[key] = self._book.add_format({**plain, **said})
        return self._formats[key]

    def _cell_format(self, value: Cell) -> Format:
        said: dict[str, str | int | bool] = {"align": "center", "border": 1, "border_color": _LINE}
        if isinstance(value, date):
            said["num_format"] = "yyyy-mm-dd"
        if fill := self._content.colours.get(str(value)):
            said["bg_color"] = fill
        return self._format(**said)

    def write(self) -> None:
        content, page = self._content, self._page
        page.write_string(0, 0, content.heading, self._format(bold=True, font_size=16))
        for place, remark in enumerate(content.remarks):
            page.write_string(
                1, 0 if place == 0 else self._first + 2 * place, remark, self._format(italic=True)
            )
        last = self._turned() if content.turned else self._upright()
        for place, line in enumerate(content.legend):
            page.write_string(last + 2 + place, 0, line, self._format())
        self._paper()

    # --- people in rows ---

    def _upright(self) -> int:
        content, page = self._content, self._page
        head = 4
        self._groups_above(head - 1)
        upright = self._format(bold=True, bg_color=_SOFT, border=1, border_color=_LINE, valign="bottom")
        turned = self._format(
            bold=True, bg_color=_SOFT, border=1, border_color=_LINE, rotation=90, align="center"
        )
        page.set_row(head, 7 + 5.6 * max(len(skill.name) for skill in content.skills))
        for column, name in enumerate((content.name_head, *content.meta)):
            page.write_string(head, column, name, upright)
        for place, skill in enumerate(content.skills):
            page.write_string(head, self._first + place, skill.name, turned)
        for place, person in enumerate(content.people):
            row = head + 1 + place
            for column, text in enumerate((person.name, *person.meta)):
                page.write_string(
                    row,
                    column,
                    text,
                    self._format(border=1, border_color=_LINE, bold=column == 0),
                )
            for column, value in enumerate(person.cells):
                self._value(row, self._first + column, value)
        row = head + len(content.people)
        if content.covered_label:
            row = self._covered_row(row + 1, head + 1)
        for need in content.needs:
            row += 1
            self._label(row, need.label)
            for column, value in enumerate(need.cells):
                self._value(row, self._first + column, value, bold=True)
        self._widths_upright()
        page.freeze_panes(head + 1, 1)
        page.autofilter(head, 0, head + len(content.people), self._first + len(content.skills) - 1)
        page.repeat_rows(max(0, head - 1), head)
        page.repeat_columns(0)
        return row

    def _groups_above(self, row: int) -> None:
        band = self._format(bold=True, bg_color=_BAND, font_color="#FFFFFF", align="center", border=1)
        for name, first, last in _runs(self._content.skills):
            if name and first == last:
                self._page.write_string(row, self._first + first, name, band)
            elif name:
                self._page.merge_range(row, self._first + first, row, self._first + last, name, band)

    def _covered_row(self, row: int, first: int) -> int:
        content = self._content
        self._label(row, content.covered_label)
        last = first + len(content.people) - 1
        for place, skill in enumerate(content.skills):
            letters = _letters(self._first + place)
            area = f"{letters}{first + 1}:{letters}{last + 1}"
            count = sum(person.cells[place] in skill.counts for person in content.people)
            self._page.write_formula(
                row, self._first + place, _count(area, skill.counts), self._sum_format(), count
            )
        return row

    def _label(self, row: int, label: str) -> None:
        strong = self._format(bold=True, bg_color=_SOFT, border=1, border_color=_LINE)
        self._page.write_string(row, 0, label, strong)
        for column in range(1, self._first):
            self._page.write_blank(row, column, None, strong)

    def _sum_format(self) -> Format:
        return self._format(bold=True, bg_color=_SOFT, align="center", border=1, border_color=_LINE)

    def _widths_upright(self) -> None:
        content = self._content
        labels = [person.name for person in content.people] + [need.label for need in content.needs]
        self._page.set_column(0, 0, 2 + max(map(len, [*labels, content.covered_label])))
        for place, head in enumerate(content.meta):
            texts = [person.meta[place] for person in content.people]
            width = 3 + max(len(text) for text in [head, *texts])
            self._page.set_column(1 + place, 1 + place, width, None, {"hidden": head in content.hidden})
        texts_wide = max(len(_shown(value)) for person in content.people for value in person.cells)
        self._page.set_column(
            self._first, self._first + len(content.skills) - 1, 5.2 if texts_wide <= 5 else texts_wide + 2
        )

    # --- people in columns ---

    def _turned(self) -> int:
        content, page = self._content, self._page
        head = 3
        self._first = 1
        strong = self._format(bold=True, bg_color=_SOFT, border=1, border_color=_LINE, valign="bottom")
        upright = self._format(
            bold=True, bg_color=_SOFT, border=1, border_color=_LINE, rotation=90, align="center"
        )
        page.set_row(head, 10 + 5.6 * max(len(person.name) for person in content.people))
        page.write_string(head, 0, content.name_head, strong)
        for place, person in enumerate(content.people):
            page.write_string(head, self._first + place, person.name, upright)
        ends = self._first + len(content.people)
        for place, need in enumerate(content.needs):
            page.write_string(head, ends + place, need.label, upright)
        for place, skill in enumerate(content.skills):
            row = head + 1 + place
            page.write_string(row, 0, skill.name, self._format(border=1, border_color=_LINE, bold=True))
            for column, person in enumerate(content.people):
                self._value(row, self._first + column, person.cells[place])
            for column, need in enumerate(content.needs):
                self._value(row, ends + column, need.cells[place], bold=True)
        page.set_column(0, 0, 2 + max(len(skill.name) for skill in content.skills))
        page.set_column(self._first, ends + len(content.needs) - 1, 5.2)
        page.freeze_panes(head + 1, 1)
        page.repeat_columns(0)
        return head + len(content.skills)

    # --- both ---

    def _value(self, row: int, column: int, value: Cell, *, bold: bool = False) -> None:
        drawn = self._sum_format() if bold else self._cell_format(value)
        if value is None:
            self._page.write_blank(row, column, None, drawn)
        elif isinstance(value, date):
            self._page.write_datetime(row, column, value, drawn)
        elif isinstance(value, int):
            self._page.write_number(row, column, value, drawn)
        else:
            self._page.write_string(row, column, value, drawn)

    def _paper(self) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(8)  # A3
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer(f"&L{self._content.footer}&RSida &P av &N")
        page.hide_gridlines(2)


def _runs(skills: Sequence[SheetSkill]) -> list[tuple[str, int, int]]:
    """Groups that stand side by side: name, first and last place."""
    found: list[tuple[str, int, int]] = []
    for place, skill in enumerate(skills):
        if found and found[-1][0] == skill.group:
            found[-1] = (skill.group, found[-1][1], place)
        else:
            found.append((skill.group, place, place))
    return found


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


def _count(area: str, counted: Sequence[Cell]) -> str:
    return "=" + "+".join(
        f'COUNTIF({area},"{one}")' if isinstance(one, str) else f"COUNTIF({area},{one})" for one in counted
    )


def _shown(value: Cell) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
