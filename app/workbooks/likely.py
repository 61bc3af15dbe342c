"""Which cells of a sheet look like values of a matrix: known shapes, or texts that repeat across columns."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from app.workbooks.cells import Cell, Grid
from app.workbooks.names import likeness
from app.workbooks.tokens import VALUE_LIKE, Shape, token
from app.workbooks.words import folded

_AGGREGATE = re.compile(
    r"\b(?:SUM|COUNT|AVERAGE|SUMPRODUCT|SUBTOTAL|MAX|MIN|MEDIAN|AGGREGATE|ROUND|CEILING|PRODUCT|MODE|COUNTA|ANTAL|SUMMA"
    r"|MEDEL)[A-Z.]*\(|[A-Z]\$?[0-9]+:\$?[A-Z]|[A-Z0-9)] ?[-+*/] ?[($A-Z0-9]"
)
_LOOK_UP = re.compile(r"\b(?:V|H|X)?LOOKUP\(|\bINDEX\(|\bMATCH\(|\bFILTER\(|\bLETARAD\(")
_SHORT = 25


@cache
def aggregates(formula: str) -> bool:
    """Whether a formula reckons over other cells; one that only points at a cell or looks one up does not."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'!', "", formula.upper())
    return not _LOOK_UP.search(bare) and (bare == "?" or _AGGREGATE.search(bare) is not None)


def is_derived(cell: Cell) -> bool:
    """Whether the cell is reckoned from others: a total, never a value."""
    return cell.formula is not None and aggregates(cell.formula)


class Likely:
    """Tells values from other texts on one sheet. With `colours`, filled cells without a text are values."""

    def __init__(self, grid: Grid, colours: bool = False) -> None:
        self.colours = colours
        self.repeated = frozenset() if colours else _repeated(grid)
        self._known: dict[str, bool] = {}

    def __call__(self, cell: Cell) -> bool:
        """Whether the cell looks like a value. Empty cells do not."""
        if self.colours:
            return cell.fill is not None and not cell.text
        if cell.formula is not None or cell.day is not None:
            return not is_derived(cell) and self._text(cell)
        if not cell.text:
            return False
        known = self._known.get(cell.text)
        if known is None:
            known = self._known[cell.text] = self._text(cell)
        return known

    def _text(self, cell: Cell) -> bool:
        return token(cell).fits(VALUE_LIKE) or folded(cell.text) in self.repeated

    def filled(self, cell: Cell) -> bool:
        """Whether there is anything in the cell that counts for or against it."""
        return bool(cell.text or cell.formula) or (self.colours and cell.fill is not None)


def _repeated(grid: Grid) -> frozenset[str]:
    """Short texts that stand four times, in three columns and two rows, or more: the company's own scale."""
    columns: dict[str, set[int]] = defaultdict(set)
    rows: dict[str, set[int]] = defaultdict(set)
    count: dict[str, int] = defaultdict(int)
    for (row, column), cell in grid.cells.items():
        if not cell.text or cell.copied or len(cell.text) > _SHORT or token(cell).shape != Shape.TEXT:
            continue
        plain = folded(cell.text)
        columns[plain].add(column)
        rows[plain].add(row)
        count[plain] += 1
    return frozenset(
        plain
        for plain, where in columns.items()
        if len(where) >= 3 and len(rows[plain]) >= 2 and count[plain] >= 4 and likeness(plain.title()) < 0.75
    )
