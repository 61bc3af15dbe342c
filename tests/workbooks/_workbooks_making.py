"""Workbooks made in the tests, the way companies make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.workbooks import as_json, read_workbook

Typed = str | int | float | bool | date | datetime | None
Rows = Sequence[Sequence[Typed]]
Json = dict  # what json.loads gives

SKILLS = ["Svarv", "Fräs", "TIG", "Montering"]
PEOPLE = ["Anna Berglund", "Bo Nordin", "Cecilia Åslund", "David Öberg"]
LEVELS: list[tuple[Typed, ...]] = [(4, 3, 0, 1), (2, 2, 3, None), (0, 1, 4, 3), (1, 0, 2, 2)]
LEGEND = [
    "0 = Ingen kunskap",
    "1 = Under upplärning",
    "2 = Klarar med stöd",
    "3 = Klarar själv",
    "4 = Kan lära ut",
]


def matrix(values: Sequence[Sequence[Typed]], corner: str | None = "Namn") -> list[list[Typed]]:
    """Four people by four skills with these values."""
    return [[corner, *SKILLS], *([name, *row] for name, row in zip(PEOPLE, values, strict=True))]


def turned(rows: Rows) -> list[list[Typed]]:
    """Rows and columns exchanged."""
    width = max(len(row) for row in rows)
    whole = [[*row, *[None] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*whole, strict=True)]


def fill(sheet: Worksheet, rows: Rows) -> None:
    """Writes rows from A1; None leaves a cell alone."""
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(r, c).value = value


def colour(sheet: Worksheet, row: int, column: int, rgb: str) -> None:
    """Fills one cell."""
    sheet.cell(row, column).fill = PatternFill("solid", fgColor="FF" + rgb)


class Maker:
    """Writes workbooks into a folder and reads them back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def write(
        self,
        rows: Rows | None = None,
        sheets: Mapping[str, Rows] | None = None,
        hidden: Sequence[str] = (),
        change: Callable[[openpyxl.Workbook], None] | None = None,
    ) -> Path:
        """One sheet *Matris*, or several by title; `change` gets the workbook before it is saved."""
        self.count += 1
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, content in (sheets or {"Matris": rows or []}).items():
            fill(book.create_sheet(title), content)
        for title in hidden:
            book[title].sheet_state = "hidden"
        if change is not None:
            change(book)
        path = self.folder / f"arbetsbok-{self.count}.xlsx"
        book.save(path)
        return path

    def read(self, rows: Rows | None = None, **more: object) -> Json:
        """The JSON of the workbook's reading."""
        return dict(as_json(read_workbook(self.write(rows, **more))))  # type: ignore[arg-type]


def abouts(reading: Json) -> list[tuple[str, str]]:
    """What is asked: (about, where)."""
    return [(question["about"], question["where"]) for question in reading["questions"]]


def values(reading: Json) -> list[list[object]]:
    """The people's values, row by row, in the order of the skills."""
    return [
        [value for key, value in person.items() if key != "_part_time"]
        for person in reading["people"].values()
    ]
