"""How each skill column is written: numbers, letters, crosses, dates … Columns vote, then the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.workbooks.columns import Column
from app.workbooks.digits import is_digits
from app.workbooks.frames import Frame
from app.workbooks.legend import is_colour_name
from app.workbooks.scales import (
    Scale,
    of_harvey,
    of_letters,
    of_marks,
    of_numbers,
    of_words,
    of_yes_no,
    plain_symbol,
    symbols_of,
)
from app.workbooks.tokens import LONG, Shape, Token, token
from app.workbooks.words import says

FAMILIES = ("number", "iluo", "harvey", "mark", "yes_no", "words")


@dataclass(frozen=True, slots=True)
class ColumnMarks:
    """What one skill column holds: how many cells of each family, and which symbols."""

    families: Mapping[str, int]
    symbols: Mapping[str, int]
    dates: int
    ranges: int
    """Cells such as 1-2 or 3+, which tell of levels."""
    filled: int
    family: str
    """The family of most of its cells; empty where nothing tells."""


def _most(families: Mapping[str, int]) -> str:
    best = max(FAMILIES, key=lambda name: (families.get(name, 0), -FAMILIES.index(name)))
    return best if families.get(best, 0) else ""


def _family(found: Token, in_legend: frozenset[str]) -> str:
    """The family that a token speaks for; empty for blanks, dashes, doubts and dates."""
    if found.fits(Shape.ARROW):
        first = symbols_of(found)[0]
        return "number" if is_digits(first) else "iluo" if first in "iluo" else "harvey"
    if found.fits(Shape.DIGIT) or found.plain in LONG:
        return "number"
    if found.fits(Shape.HARVEY):
        return "harvey"
    if found.plain == "o" or found.plain == "(o)":
        return "o"
    if found.fits(Shape.ILUO):
        return "iluo"
    if found.fits(Shape.MARK):
        return "mark"
    if found.fits(Shape.YES_NO) and found.plain not in in_legend - {"j", "n"}:
        return "yes_no"
    if found.fits(Shape.DATE | Shape.DOUBT | Shape.DASH | Shape.NUMBER):
        return ""
    return "words"


def marks_of(frame: Frame, column: Column) -> ColumnMarks:
    """Counts of one column over the people's rows."""
    families: Counter[str] = Counter()
    symbols: Counter[str] = Counter()
    dates = ranges = filled = 0
    in_legend = frozenset(plain_symbol(entry.symbol) for entry in frame.legend.symbols)
    for line in frame.people:
        cell = frame.grid.at(line.row, column.index)
        found = token(cell)
        if not cell.text:
            continue
        filled += 1
        ranges += found.fits(Shape.DOUBT) and any(letter.isalnum() for letter in found.plain)
        if found.fits(Shape.DATE):
            dates += 1
        elif family := _family(found, in_legend):
            families[family] += 1
            symbols.update(symbols_of(found))
    return ColumnMarks(families, symbols, dates, ranges, filled, _most(families))


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The family of the sheet, its scale, and per skill column (by index) its own family."""

    family: str
    scale: Scale
    columns: Mapping[int, ColumnMarks]
    certificates: frozenset[int]
    licences: frozenset[int]
    """Columns of only 0/1 or crosses in a sheet of levels: asked."""


def _sheet_family(columns: Mapping[int, ColumnMarks], levels: Sequence[int]) -> str:
    total: Counter[str] = Counter()
    for index in levels:
        total.update(columns[index].families)
    lone = total.pop("o", 0)
    if not total:
        return "mark" if lone else ""
    # `o` belongs to ILUO where I, L or U stand, and lies beside crosses else.
    for index in levels:
        letters = columns[index].families
        if letters.get("o") and (total["iluo"] or not total["mark"]):
            total["iluo"] += letters["o"]
    # A sheet of levels in which some columns are crosses or yes and no is a sheet of levels.
    level = max(("number", "iluo", "harvey", "words"), key=lambda name: total[name])
    binary = max(("mark", "yes_no"), key=lambda name: total[name])
    if total[level] and (
        total[level] >= total[binary] or _columns_of(columns, levels, level) * 2 >= len(levels)
    ):
        return level
    return binary if total[binary] else level


def _columns_of(columns: Mapping[int, ColumnMarks], levels: Sequence[int], family: str) -> int:
    return sum(1 for index in levels if columns[index].family == family)


def _certificates(frame: Frame, columns: Mapping[int, ColumnMarks], title: str) -> frozenset[int]:
    """The columns whose values are dates and words of licences."""
    dated: set[int] = set()
    for column in frame.skills:
        marks = columns[column.index]
        levels = marks.families.get("number", 0) + marks.families.get("iluo", 0)
        if (
            marks.dates
            and marks.dates >= levels
            and marks.dates * 3 >= marks.filled
            or marks.dates == 0
            and marks.filled
            and says("titles", "valid_to", column.head)
            and not levels
        ):
            dated.add(column.index)
    spoken = sum(1 for column in frame.skills if columns[column.index].filled)
    told = says("titles", "valid_to", title) or says("titles", "certificates", title)
    if dated and (len(dated) * 2 >= spoken or told):
        return frozenset(
            column.index
            for column in frame.skills
            if column.index in dated or columns[column.index].family in ("", "mark", "yes_no", "words")
        )
    return frozenset(dated)


def sheet_marks(frame: Frame, title: str) -> SheetMarks:
    """The marks of a frame. `title` is what stands above it."""
    columns = {column.index: marks_of(frame, column) for column in frame.skills}
    certificates = _certificates(frame, columns, title)
    levels = [index for index in columns if index not in certificates]
    family = _sheet_family(columns, levels) if not frame.colours else "colour"
    licences = _licences(columns, levels, family)
    seen: Counter[str] = Counter()
    for index in levels:
        if index not in licences and (columns[index].family == family or not columns[index].family):
            seen.update(columns[index].symbols)
    return SheetMarks(family, scale_of(frame, family, seen), columns, certificates, licences)


def _licences(columns: Mapping[int, ColumnMarks], levels: Sequence[int], family: str) -> frozenset[int]:
    """Columns of only 0/1 or crosses among levels; of ones alone only where zeros are in use too."""
    if family not in ("number", "iluo", "harvey", "words"):
        return frozenset()
    found: set[int] = set()
    beyond = family != "number" or any(
        is_digits(symbol) and int(symbol) > 1 for index in levels for symbol in columns[index].symbols
    )
    zero = any("0" in columns[index].symbols for index in levels)
    for index in levels:
        marks = columns[index]
        symbols = set(marks.symbols)
        if marks.ranges or marks.filled < 2:
            continue
        crossed = marks.family == "mark" and symbols <= {"x", "(x)", "-", "o"}
        binary = symbols <= {"0", "1"} and "1" in symbols and (zero or family != "number")
        if beyond and (crossed or binary):
            found.add(index)
    return frozenset(found)


def scale_of(frame: Frame, family: str, seen: Counter[str]) -> Scale:
    """The scale of a family from the symbols in use and the sheet's legend."""
    if family == "number":
        digits = Counter({symbol: n for symbol, n in seen.items() if is_digits(symbol)})
        return of_numbers(digits, frame.legend)
    if family == "iluo":
        return of_letters(frame.legend)
    if family == "harvey":
        return of_harvey(frame.legend, Counter({s: n for s, n in seen.items() if s in "○◔◑◕●"}))
    if family == "mark":
        return of_marks(frame.legend)
    if family == "yes_no":
        return of_yes_no(frame.legend)
    if family == "words":
        return of_words(
            Counter({s: n for s, n in seen.items() if not is_colour_name(s)} or seen), frame.legend
        )
    return Scale("colour" if family == "colour" else "")
