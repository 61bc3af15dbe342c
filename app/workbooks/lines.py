"""What each row of a frame is: person, vacancy, total, requirement, heading or nothing (README, rule 5)."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.workbooks.cells import Cell, Grid
from app.workbooks.columns import LARGEST_LEVEL, Column, aspect_index
from app.workbooks.digits import is_digits
from app.workbooks.likely import Likely, is_derived
from app.workbooks.names import likeness
from app.workbooks.tokens import Shape, is_label, token
from app.workbooks.words import folded, says


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a frame. `kind`: person, vacancy, total, requirement, heading, unnamed, head or stop."""

    row: int
    label: str
    kind: str
    filled: int = 0


def label_of(grid: Grid, row: int, name: int, first_skill: int, besides: int | None = None) -> str:
    """The text in the name column, else the last one left of the skills; `besides` is not looked at."""
    if text := grid.text(row, name):
        return text
    for column in range(first_skill - 1, 0, -1):
        if column != besides and (text := grid.text(row, column)):
            return text
    return ""


def _spread(grid: Grid, row: int, column: int) -> bool:
    """Whether the cell is merged over several columns."""
    area = grid.merged.get((row, column))
    return area is not None and area[3] > area[1]


def _is_head(grid: Grid, row: int, skills: Sequence[Column], likely: Likely) -> bool:
    """Whether the row is a head of its own, with other skills, or the same repeated."""
    texts = [grid.text(row, column.index) for column in skills]
    labels = [text for text in texts if is_label(text)]
    distinct = len({folded(text) for text in labels}) == len(labels)
    values = sum(1 for column in skills if likely(grid.at(row, column.index)))
    # At least half of the width, or all that is left of a narrower second matrix.
    return len(labels) >= 2 and distinct and values == 0


_ABLE = frozenset(("u", "o", "x", "ja", "j", "3", "4", "◕", "●"))
_TEACHERS = frozenset(("o", "4", "●"))
_FIGURES = ("sum", "count", "above zero", ">=2", ">=3", ">=4", "able", "teachers", "mean")


class _Tally:
    """What a total under one column could be: its sum and counts over the people so far."""

    __slots__ = ("figures", "numbers")

    def __init__(self) -> None:
        self.figures: dict[str, float] = dict.fromkeys(_FIGURES, 0.0)
        self.numbers = 0

    def add(self, cell: Cell) -> None:
        if not cell.text:
            return
        figures, plain = self.figures, cell.text.casefold()
        figures["count"] += 1
        figures["able"] += plain in _ABLE
        figures["teachers"] += plain in _TEACHERS
        if (number := cell.number) is not None:
            self.numbers += 1
            figures["sum"] += number
            figures["above zero"] += number > 0
            for least in (2, 3, 4):
                figures[f">={least}"] += number >= least
            figures["mean"] = figures["sum"] / self.numbers

    def matching(self, number: float) -> set[str]:
        """The figures that the number equals; a mean may be rounded."""
        return {
            name
            for name, figure in self.figures.items()
            if abs(figure - number) < (0.051 if name == "mean" and self.numbers else 1e-9)
        }


class LineReader:
    """Judges the rows of one frame from its header downwards."""

    def __init__(self, grid: Grid, header: int, name: int, columns: Sequence[Column], likely: Likely) -> None:
        self.grid, self.header, self.name, self.likely = grid, header, name, likely
        self.skills = [column for column in columns if column.kind == "skill"]
        self.metas = [column for column in columns if column.kind == "meta"]
        self.first_skill = min(column.index for column in self.skills)
        rows = [row for row in grid.rows if row > header]
        self.aspect = aspect_index(grid, columns, rows)
        self.people = 0
        self.summed = False
        self.tallies = [_Tally() for _ in self.skills]
        labels = [grid.text(row, name) for row in grid.rows if row > header and grid.text(row, name)]
        self.usual = statistics.fmean([likeness(label) for label in labels]) if labels else 0.0
        numbers = [text for text in labels if is_digits(text)]
        self.counted = len(numbers) >= 2 and all(len(text) <= 3 for text in numbers)

    def read(self, legend_rows: Sequence[int] = ()) -> list[Line]:
        """The lines from the header down to the end, or to a head of another matrix (`stop`)."""
        lines: list[Line] = []
        for row in self.grid.rows:
            if row <= self.header:
                continue
            line = self._judge(row)
            lines.append(line)
            if line.kind == "stop":
                break
            self.summed = line.kind in ("total", "requirement") or (self.summed and line.kind != "person")
            if line.kind == "person":
                self.people += 1
                for column, tally in zip(self.skills, self.tallies, strict=True):
                    tally.add(self.grid.at(row, column.index))
        return _without_trailing(lines, legend_rows)

    def _judge(self, row: int) -> Line:
        cells = [self.grid.at(row, column.index) for column in self.skills]
        # What is merged over the whole row is a heading, not a value.
        spread = _spread(self.grid, row, self.name) or all(cell.copied for cell in cells[1:2])
        filled = [cell for cell in cells if self.likely.filled(cell)]
        label = label_of(self.grid, row, self.name, self.first_skill, self.aspect)
        own = self.grid.text(row, self.name)

        def line(kind: str) -> Line:
            return Line(row, label, kind, len(filled))

        derived = sum(1 for cell in filled if is_derived(cell))
        if derived and derived * 2 >= len(filled):
            return line("total")
        if says("rows", "vacancy", own):
            return line("vacancy")
        heads = [column.head for column in self.skills]
        same = sum(
            1 for cell, head in zip(cells, heads, strict=True) if cell.text and cell.text.startswith(head)
        )
        if same >= 2 and same * 2 >= len(heads):
            return line("head")
        if (
            not spread
            and (not own or says("heads", "people", own))
            and _is_head(self.grid, row, self.skills, self.likely)
        ):
            return line("stop" if self._values_below(row) else "heading")
        alike = likeness(own)
        if alike < 0.75 and label and says("rows", "requirement", label):
            return line("requirement" if filled else "heading")
        if alike < 0.9 and self._equals_columns(cells, alike):
            return line("total")
        if alike < 0.75 and label and says("rows", "total", label):
            return line("total")
        # Below the totals, one more word with numbers is one more of them where the people have full names.
        if alike <= 0.3 and self.usual >= 0.5 and self.summed and filled:
            return line("total")
        if not own or (
            self.counted and is_digits(own) and self.usual < 0.35 or is_digits(own) and self.usual >= 0.45
        ):
            return line("unnamed" if filled else "heading")
        if not filled:
            return line(self._without_values(row, own, spread))
        zeros = all(cell.text == "0" for cell in filled)
        if zeros and alike <= 0.45 and self.usual >= 0.6:
            return line("unnamed")
        values = sum(1 for cell in filled if self.likely(cell))
        if alike < 0.35 and values * 2 < len(filled):
            return line("heading")
        return line("person")

    def _equals_columns(self, cells: Sequence[Cell], alike: float) -> bool:
        """Whether the row equals one sum or count of its columns over the people above, in every column.

        A few small numbers do so by chance: what looks like a name needs six columns, or one beyond any scale.
        """
        if self.people < 2:
            return False
        left, seen = set(_FIGURES), 0
        for cell, tally in zip(cells, self.tallies, strict=True):
            if cell.number is None:
                if cell.text:
                    return False
                continue
            seen += 1
            left &= tally.matching(cell.number)
            if not left:
                return False
        numbers = {cell.number for cell in cells if cell.number is not None}
        beyond = max(numbers, default=0) > LARGEST_LEVEL
        # One more word among full names is hardly a person; among single names and codes it may be one.
        person_like = alike >= 0.6 or (alike >= 0.3 and self.usual < 0.6)
        if person_like and not beyond:
            return seen >= 6 and len(numbers) >= 2
        return seen >= min(3, max(2, len(self.skills)))

    def _without_values(self, row: int, own: str, spread: bool) -> str:
        """A person without any value yet, or a heading."""
        if spread or likeness(own) == 0.0:
            return "heading"
        has_meta = any(self.grid.text(row, column.index) for column in self.metas)
        alike = likeness(own)
        # A code without values is a person only where the others are codes too.
        return "person" if has_meta or alike >= 0.6 or (alike == 0.4 and self.usual < 0.6) else "heading"

    def _values_below(self, row: int) -> bool:
        rows = [other for other in self.grid.rows if other > row][:6]
        return any(
            token(cell).fits(~(Shape.TEXT | Shape.NUMBER))
            for other in rows
            for column in self.skills
            if self.likely(cell := self.grid.at(other, column.index))
        )


def _without_trailing(lines: list[Line], legend_rows: Sequence[int]) -> list[Line]:
    """People without values after the last values, below a total, a legend or *Godkänd av*, are signatures."""
    last = max(
        (number for number, line in enumerate(lines) if line.kind == "person" and line.filled), default=-1
    )
    result = list(lines)
    ended = False
    for number in range(last + 1, len(lines)):
        line = lines[number]
        signed = line.kind == "heading" and says("rows", "signed", line.label)
        legend = last >= 0 and any(lines[last].row < row < line.row for row in legend_rows)
        ended = ended or signed or legend or line.kind in ("total", "requirement", "unnamed")
        if ended and line.kind == "person":
            result[number] = replace(line, kind="heading")
    return result
