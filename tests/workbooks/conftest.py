"""Workbooks made in the tests, the way companies make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

Typed = str | int | float | bool | date | datetime | None
Rows = Sequence[Sequence[Typed]]
Make = Callable[..., Path]


def fill(sheet: Worksheet, rows: Rows, top: int = 1, left: int = 1) -> None:
    """Writes rows from a corner; None leaves a cell alone."""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.cell(top + r, left + c).value = value


def colour(sheet: Worksheet, place: str, rgb: str) -> None:
    """Fills one cell."""
    sheet[place].fill = PatternFill("solid", fgColor="FF" + rgb)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """make(rows) or make(sheets={title: rows}) -> path; `change` gets the workbook before it is saved."""
    count = 0

    def write(
        rows: Rows | None = None,
        *,
        sheets: Mapping[str, Rows] | None = None,
        hidden: Sequence[str] = (),
        change: Callable[[openpyxl.Workbook], None] | None = None,
    ) -> Path:
        nonlocal count
        count += 1
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, content in (sheets or {"Matris": rows or []}).items():
            fill(book.create_sheet(title), content)
        for title in hidden:
            book[title].sheet_state = "hidden"
        if change is not None:
            change(book)
        path = tmp_path / f"arbetsbok-{count}.xlsx"
        book.save(path)
        return path

    return write
