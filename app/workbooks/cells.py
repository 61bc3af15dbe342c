"""A sheet as a sparse grid of typed cells: values, fills, formulas, merged areas; no identity numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Place = tuple[int, int]
"""Row and column, both from 1."""


class Cell(NamedTuple):
    """One cell. `text` is what a person would say stands there; numbers without a needless `.0`."""

    text: str
    number: float | None = None
    day: date | None = None
    fill: str | None = None
    formula: str | None = None
    percent: bool = False
    copied: bool = False
    """The cell lies in a merged area and repeats the value of its first cell."""
    identity: bool = False
    """A personal identity number was taken out of it."""


EMPTY = Cell("")


def column_letter(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def tidy(text: str) -> str:
    """Composed letters (macOS writes them apart) and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


def area(reference: str) -> tuple[int, int, int, int] | None:
    """A1:C3 as (row, column, last row, last column)."""
    found = _RANGE.fullmatch(reference.upper())
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])
    if not found[3]:
        return row, column, row, column
    return row, column, int(found[4]), column_number(found[3])


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells by place. `rows` and `columns` are those with a value, in order."""

    title: str
    cells: Mapping[Place, Cell]
    merged: Mapping[Place, tuple[int, int, int, int]] = field(default_factory=dict)
    """Each place in a merged area -> the area."""
    rows: Sequence[int] = ()
    columns: Sequence[int] = ()

    def at(self, row: int, column: int) -> Cell:
        """The cell, or an empty one."""
        return self.cells.get((row, column), EMPTY)

    def text(self, row: int, column: int) -> str:
        """The cell's text, empty where there is none."""
        return self.cells.get((row, column), EMPTY).text

    def turned(self) -> Grid:
        """The grid with rows and columns exchanged."""
        return Grid(
            self.title,
            {(column, row): cell for (row, column), cell in self.cells.items()},
            {
                (column, row): (left, top, right, bottom)
                for (row, column), (top, left, bottom, right) in self.merged.items()
            },
            self.columns,
            self.rows,
        )

    def without(self, places: Iterable[Place]) -> Grid:
        """The grid with these places empty of values."""
        gone = set(places)
        if not gone:
            return self
        return make_grid(self.title, {p: c for p, c in self.cells.items() if p not in gone}, self.merged)

    def renamed(self, texts: Mapping[Place, str]) -> Grid:
        """The grid with other texts in some cells."""
        if not texts:
            return self
        cells = {
            **self.cells,
            **{place: self.at(*place)._replace(text=text) for place, text in texts.items()},
        }
        return make_grid(self.title, cells, self.merged)

    def from_row(self, first: int) -> Grid:
        """The part of the grid from a row on."""
        return make_grid(self.title, {p: c for p, c in self.cells.items() if p[0] >= first}, self.merged)


def make_grid(
    title: str, cells: Mapping[Place, Cell], merged: Mapping[Place, tuple[int, int, int, int]] | None = None
) -> Grid:
    """A grid whose rows and columns are those in which some cell has a text or a formula, or had a number of a
    person."""
    valued = [place for place, cell in cells.items() if cell.text or cell.formula or cell.identity]
    rows = sorted({row for row, _ in valued})
    columns = sorted({column for _, column in valued})
    return Grid(title, cells, merged or {}, rows, columns)


def with_merged(title: str, cells: dict[Place, Cell], areas: Sequence[tuple[int, int, int, int]]) -> Grid:
    """The grid, with the value of each merged area's first cell given to all its cells.

    Areas are cut at the last row and column with a value plus one, so that a merged sheet stays small.
    """
    valued = [place for place, cell in cells.items() if cell.text or cell.formula]
    last_row = max((row for row, _ in valued), default=0) + 1
    last_column = max((column for _, column in valued), default=0) + 1
    merged: dict[Place, tuple[int, int, int, int]] = {}
    budget = 200_000
    for top, left, bottom, right in areas:
        bottom, right = min(bottom, last_row), min(right, last_column)
        budget -= max(0, bottom - top + 1) * max(0, right - left + 1)
        if budget < 0:
            break
        first = cells.get((top, left))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                merged[row, column] = (top, left, bottom, right)
                if first and (row, column) != (top, left):
                    cells[row, column] = first._replace(copied=True)
    return make_grid(title, cells, merged)
