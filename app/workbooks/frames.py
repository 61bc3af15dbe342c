"""Where on a sheet the matrix is: candidates are scored whole, a small gap between two is a question."""

from __future__ import annotations

import math
import re
import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.workbooks.cells import Grid
from app.workbooks.columns import Column, classify, head_above, numbered, with_suffixes
from app.workbooks.digits import is_digits
from app.workbooks.legend import Legend
from app.workbooks.likely import Likely
from app.workbooks.lines import Line, LineReader
from app.workbooks.names import likeness
from app.workbooks.tokens import is_label
from app.workbooks.words import dropped_kind, folded, says

_SAMPLE_ROWS = 120
_HEAD_ROWS = 80
_NAME_COLUMNS = 25
_CERTAIN_NAMES = 0.9
"""A column that looks so much like names needs no comparison with others."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped and is not kept anywhere. `kind`: identity, birth, health or remark; `place`: a column
    letter, a row number, or empty; `head` never holds a number of a person."""

    kind: str
    head: str
    place: str
    cells: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A matrix on a sheet, seen so that people are rows; `turned` says that the sheet has them in columns."""

    grid: Grid
    turned: bool
    header: int
    group: int | None
    name: int
    last_name: int | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    corner: str
    colours: bool
    legend: Legend
    names: float = 0.0
    """How much the people look like people, 0-1."""
    skills_as_names: float = 0.0
    """How much the skills look like people."""
    score: float = 0.0
    forgotten: tuple[Dropped, ...] = ()
    rest_from: int | None = None
    """The row in which another matrix begins below."""

    @property
    def skills(self) -> tuple[Column, ...]:
        """The skill columns, target columns included."""
        return tuple(column for column in self.columns if column.kind == "skill")

    @property
    def people(self) -> tuple[Line, ...]:
        """The lines of people."""
        return tuple(line for line in self.lines if line.kind == "person")


def _name_columns(grid: Grid) -> list[int]:
    """Columns that may hold the names, the likeliest first."""
    scored: list[tuple[float, int]] = []
    for column in grid.columns[:_NAME_COLUMNS]:
        labels = [
            (row, text)
            for row in grid.rows[: 3 * _SAMPLE_ROWS]
            if (text := grid.text(row, column)) and not _copied_sideways(grid, row, column)
        ]
        if len(labels) < 2:
            continue
        alike = sum(likeness(text) for _, text in labels)
        headed = any(says("heads", "people", text) for _, text in labels[:12])
        if numbered(grid, column, [row for row, _ in labels]):
            alike = 0.0
        if any(dropped_kind(text) == "identity" for _, text in labels[:12]):
            continue
        if says_last_name(grid, column):
            alike *= 0.9
        scored.append((alike + (5.0 if headed else 0.0), column))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    best = [column for score, column in scored[:3] if score > 0]
    if scored and not best:
        best = [min(column for _, column in scored)]
    return best


def says_last_name(grid: Grid, column: int) -> bool:
    """Whether the column is headed *Efternamn*."""
    return any(says("heads", "last_name", grid.text(row, column)) for row in grid.rows[:30])


def _copied_sideways(grid: Grid, row: int, column: int) -> bool:
    area = grid.merged.get((row, column))
    return area is not None and area[3] > area[1]


def _header(grid: Grid, name: int, likely: Likely) -> int | None:
    """The row with most heads over columns of values; of equals the last one above the first values."""
    named = [row for row in grid.rows if grid.text(row, name)][:_SAMPLE_ROWS]
    tallies: dict[int, tuple[list[int], list[int]]] = {}
    for column in grid.columns:
        if column != name:
            values = [row for row in named if likely(grid.at(row, column))]
            others = [
                row
                for row in named
                if likely.filled(cell := grid.at(row, column)) and not likely(cell) and cell.formula is None
            ]
            if values:
                tallies[column] = (values, others)
    best: list[tuple[float, int]] = []
    for row in grid.rows[:_HEAD_ROWS]:
        if says("rows", "requirement", grid.text(row, name)):
            continue
        heads: list[str] = []
        good = 0.0
        for column, (values, others) in tallies.items():
            text = grid.text(row, column)
            if not text or not is_label(text):
                continue
            below = len(values) - bisect_right(values, row)
            against = len(others) - bisect_right(others, row)
            if below and below >= against:
                heads.append(folded(text))
                good += 1
        if not heads:
            continue
        distinct = len(set(heads)) / len(heads)
        paired = all(says("rows", "now", head) or says("rows", "target", head) for head in heads)
        best.append((good * (1.0 if paired else distinct), row))
    if not best:
        return None
    top = max(score for score, _ in best)
    rows = [row for score, row in best if score >= 0.75 * top]
    chosen = rows[0]
    for row in rows[1:]:
        between = any(chosen < value <= row for values, _ in tallies.values() for value in values)
        if between:
            break
        chosen = row
    return chosen


def _group_row(
    grid: Grid, header: int, name: int, columns: Sequence[Column]
) -> tuple[int | None, dict[int, str]]:
    """The row of group names above the heads, and each skill's group; merged or filled on to the right."""
    skills = [column.index for column in columns if column.kind == "skill"]
    paired = any(column.aspect for column in columns) and grid.text(header, skills[0]) != columns[0].head
    start = header - 1
    if paired and any(says("rows", "now", grid.text(header, index)) for index in skills):
        start = header - 2
    for row in range(start, max(0, start - 3), -1):
        texts = {index: grid.text(row, index) for index in skills}
        filled = [text for text in texts.values() if text]
        if not filled:
            continue
        if not all(is_label(text) for text in filled):
            continue
        area = grid.merged.get((row, skills[0]))
        if (area and area[1] <= name) or any(":" in text for text in filled):
            return None, {}
        distinct = {folded(text) for text in filled}
        anchors = sum(1 for index in skills if texts[index] and not grid.at(row, index).copied)
        if len(distinct) == 1 and (len(filled) == len(skills) or anchors == 1 and len(filled) == 1):
            merged = grid.merged.get((row, next(index for index in skills if texts[index])))
            if len(filled) == len(skills) or merged is None:
                return None, {}
        groups: dict[int, str] = {}
        last = ""
        for index in skills:
            area = grid.merged.get((row, index))
            if texts[index]:
                last = texts[index]
            elif area is not None:
                last = ""
            # A merged group ends with its area.
            if last and (texts[index] or not _after_merged(grid, row, index, skills)):
                groups[index] = last
        return row, groups
    return None, {}


def _named_by_group(columns: list[Column]) -> list[Column]:
    """*Nivå* under each skill is no skill of its own: the skill is what stands above it."""
    generic = [c for c in columns if c.kind == "skill" and c.group and says("rows", "generic", c.head)]
    if len({folded(column.group) for column in generic}) != len(generic) or len(generic) < 2:
        return columns
    return [replace(c, head=c.group, group="") if c in generic else c for c in columns]


def _after_merged(grid: Grid, row: int, index: int, skills: Sequence[int]) -> bool:
    """Whether the nearest group to the left is merged and has ended before this column."""
    for left in reversed([other for other in skills if other < index]):
        if grid.text(row, left):
            return (row, left) in grid.merged
    return False


_RACI = frozenset("racis")


def _consecutive(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


def _is_other_grid(frame: Frame) -> bool:
    """A roster (dates or weekdays as heads) or a table of roles: looks like a matrix and is none."""
    heads = [column.head for column in frame.skills]
    days = sum(1 for head in heads if says("titles", "roster", head))
    if heads and days * 2 > len(heads):
        return True
    days_of_month = [int(head) for head in heads if is_digits(head)]
    if len(days_of_month) == len(heads) >= 5 and _consecutive(days_of_month) and max(days_of_month) <= 31:
        return True
    people = [frame.grid.text(line.row, frame.name) for line in frame.people]
    if sum(1 for label in people if says("titles", "roster", label)) * 2 > len(people):
        return True
    if all(re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", head) for head in heads):
        return True
    texts = {
        part
        for line in frame.people
        for column in frame.skills
        for part in re.split(r"[/, ]+", folded(frame.grid.text(line.row, column.index)))
        if part
    }
    return {"r", "a"} <= texts <= _RACI


def frames_of(grid: Grid, legend: Legend, turned: bool, colours: bool) -> Frame | None:
    """The best frame with people as rows of this grid; None where there is none."""
    likely = Likely(grid, colours)
    found: list[Frame] = []
    for name in _name_columns(grid):
        header = _header(grid, name, likely)
        if header is None:
            continue
        frame = _frame(grid, legend, turned, header, name, likely)
        if frame is not None:
            found.append(frame)
            if frame.names >= _CERTAIN_NAMES:
                break
    return max(found, key=lambda frame: frame.score, default=None)


def _frame(grid: Grid, legend: Legend, turned: bool, header: int, name: int, likely: Likely) -> Frame | None:
    rows = [row for row in grid.rows if row > header and grid.text(row, name)]
    people = [
        row for row in rows if likeness(grid.text(row, name)) >= 0.3 or _has_value(grid, row, name, likely)
    ]
    below = sorted(place[1] if turned else place[0] for place in legend.places)
    columns = classify(grid, header, name, people, likely)
    if not any(column.kind == "skill" for column in columns):
        return None
    lines = LineReader(grid, header, name, columns, likely).read(below)
    persons = [line.row for line in lines if line.kind == "person"]
    if not persons:
        return None
    if set(persons) != set(people):
        columns = classify(grid, header, name, persons, likely)
        if not any(column.kind == "skill" for column in columns):
            return None
        lines = LineReader(grid, header, name, columns, likely).read(below)
    group, groups = _group_row(grid, header, name, columns)
    columns = _named_by_group([replace(c, group=groups.get(c.index, "")) for c in columns])
    columns = with_suffixes(columns)
    corner = head_above(grid, header, name)
    last_name = next((c.index for c in columns if c.kind == "meta" and c.detail == "name"), None)
    stop = next((line.row for line in lines if line.kind == "stop"), None)
    frame = Frame(
        grid,
        turned,
        header,
        group,
        name,
        last_name,
        tuple(columns),
        tuple(lines),
        corner,
        likely.colours,
        legend,
        rest_from=stop,
    )
    return _scored(frame, likely)


def _has_value(grid: Grid, row: int, name: int, likely: Likely) -> bool:
    return any(column != name and likely(grid.at(row, column)) for column in grid.columns)


def _scored(frame: Frame, likely: Likely) -> Frame | None:
    """The frame with its score; None where it cannot be a matrix of people."""
    grid, skills, people = frame.grid, frame.skills, frame.people
    if not people or len(people) * len(skills) < 2:
        return None
    good = bad = 0
    for line in people:
        for column in skills:
            cell = grid.at(line.row, column.index)
            if likely(cell):
                good += 1
            elif likely.filled(cell):
                bad += 1
    if good == 0 or _is_other_grid(frame):
        return None
    labels = [grid.text(line.row, frame.name) for line in people]
    names = statistics.fmean([likeness(label) for label in labels])
    heads = statistics.fmean([likeness(column.head) for column in skills])
    corner = says("heads", "people", frame.corner)
    # The corner of a turned matrix heads its skills; "Namn" there may head the row of names.
    skilled = says("heads", "skills", frame.corner)
    if skilled if frame.turned else corner:
        names = min(1.0, names + 0.35)
    elif (skilled and not frame.turned) or says("heads", "no_people", frame.corner):
        names = max(0.0, names - 0.35)
    if names < 0.35 or (len(people) == 1 and not corner and names < 0.75):
        return None
    if len(skills) == 1 and not (corner and len(people) >= 2):
        return None
    share = good / (good + bad)
    if share < 0.5:
        return None
    score = share * names * (1 - 0.5 * min(heads, names)) * math.log(1 + good)
    return replace(frame, names=names, skills_as_names=heads, score=score)
