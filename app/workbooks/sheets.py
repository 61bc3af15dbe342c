"""Reading the sheets of a package into grids, in one pass, bounded by cells with values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.domain.identity_numbers import find_personal_numbers
from app.domain.refusal import Refusal
from app.workbooks.cells import Cell, Grid, Place, area, column_number, tidy, with_merged
from app.workbooks.digits import is_digits
from app.workbooks.identity import without_identity_numbers
from app.workbooks.package import Package, SheetPart, parser_of_parts
from app.workbooks.styles import Style, read_styles

MOST_CELLS = 1_000_000
_LONGEST_TEXT = 2_000
_EARLIEST_SERIAL, _LATEST_SERIAL = 1, 2_958_465


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its grid; `grid` is None for chart sheets."""

    title: str
    hidden: bool
    grid: Grid | None


def _shared_strings(package: Package) -> list[str]:
    """The strings that cells point at; phonetic readings are left out."""
    part = package.part_of_kind("sharedStrings")
    if part is None:
        return []
    found: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        inside.append(name)
        if name == "si":
            pieces.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag.rpartition(":")[2] == "si":
            found.append("".join(pieces))

    def characters(text: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(text)

    parser = parser_of_parts()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    for piece in package.chunks(part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return found


def day_of_serial(serial: float, from_1904: bool = False) -> date | None:
    """The day of an Excel serial number; None outside Excel's calendar."""
    if not _EARLIEST_SERIAL <= serial <= _LATEST_SERIAL:
        return None
    # Excel believes in 29 February 1900; from March 1900 on the count starts on 30 December 1899.
    base = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if serial >= 61 else 31)
    return base + timedelta(days=int(serial))


def number_text(number: float) -> str:
    """3.0 -> 3; 2.5 -> 2.5. A number beyond all bounds keeps its name."""
    if not math.isfinite(number):
        return repr(number)
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def _of_number(number: float, style: Style, formula: str | None, from_1904: bool) -> Cell:
    if style.is_date and (day := day_of_serial(number, from_1904)):
        return Cell(day.isoformat(), None, day, style.fill, formula)
    text = number_text(number)
    if style.is_percent:
        return Cell(f"{number_text(round(number * 100, 6))} %", number, None, style.fill, formula, True)
    kept, identity = without_identity_numbers(text)
    if not identity and 7 <= len(text) <= 9 and is_digits(text):
        # Excel loses the leading zeros of people born in 2000-2009.
        identity = any(span.likely for span in find_personal_numbers(text.zfill(10)))
    if identity:
        return Cell("", None, None, style.fill, formula, False, False, True)
    return Cell(kept, number, None, style.fill, formula)


def _of_text(text: str, style: Style, formula: str | None) -> Cell:
    kept, identity = without_identity_numbers(tidy(text[:_LONGEST_TEXT]))
    return Cell(kept, None, None, style.fill, formula, False, False, identity)


class _SheetReader:
    """Collects the cells of one sheet while expat walks through it."""

    def __init__(self, styles: Sequence[Style], strings: Sequence[str], from_1904: bool, name: str) -> None:
        self.styles, self.strings, self.from_1904, self.name = styles, strings, from_1904, name
        self.cells: dict[Place, Cell] = {}
        self.coloured = frozenset(str(number) for number, style in enumerate(styles) if style.fill)
        self.attributes: dict[str, str] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.row = self.column = 0
        self.kind = self.value = ""
        self.formula: str | None = None
        self.shared: dict[str, str] = {}
        self.shared_id: str | None = None
        self.style = Style()
        self.text: list[str] | None = None
        self.filled: list[tuple[Place, Cell]] = []
        self.row_has_value = False
        self.phonetic = False
        self.of_text: dict[tuple[str, int], Cell] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self.attributes, self.value, self.formula = attributes, "", None
            if "r" not in attributes:
                self.column += 1
        elif name == "v" or (name == "t" and not self.phonetic):
            self.text = []
        elif name == "f":
            self.text = []
            self.shared_id = attributes.get("si") if attributes.get("t") == "shared" else None
        elif name == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column, self.row_has_value = 0, False
            self.filled.clear()
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell" and (found := area(attributes.get("ref", ""))):
            self.merges.append(found)

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "v" or name == "t":
            if self.text is not None:
                self.value += "".join(self.text)
            self.text = None
        elif name == "c":
            self._keep()
        elif name == "f":
            formula = "".join(self.text or [])
            if self.shared_id is not None:
                formula = formula or self.shared.get(self.shared_id, "")
                self.shared.setdefault(self.shared_id, formula)
            self.formula = formula or "?"
            self.text = None
        elif name == "row":
            # A coloured row without any value is decoration; bounded by cells with values (rule 11).
            if self.row_has_value:
                self.cells.update(self.filled)
        elif name == "rPh":
            self.phonetic = False

    def _keep(self) -> None:
        attributes = self.attributes
        # Most cells of a formatted area are empty and without colour: nothing more is looked at.
        if not self.value and self.formula is None and attributes.get("s") not in self.coloured:
            return
        if reference := attributes.get("r"):
            self.column = column_number(reference.rstrip("0123456789"))
        style = int(attributes.get("s") or 0)
        self.style = self.styles[style] if style < len(self.styles) else Style()
        self.kind = attributes.get("t", "n")
        place = (self.row, self.column)
        if not self.value and self.formula is None:
            self.filled.append((place, Cell("", None, None, self.style.fill)))
            return
        cell = self._cell()
        if not cell.text and cell.formula is None and not cell.identity:
            if cell.fill:
                self.filled.append((place, cell))
            return
        self.row_has_value = True
        self.cells[place] = cell
        if len(self.cells) > MOST_CELLS:
            raise Refusal("workbooks.too_large", file=self.name)

    def _cell(self) -> Cell:
        kind, value, style = self.kind, self.value, self.style
        if kind == "s" and value:
            return self._cached_text(self.strings[int(value)])
        if kind == "n" and value:
            return _of_number(float(value), style, self.formula, self.from_1904)
        if kind == "b" and value:
            return Cell("SANT" if value.strip() == "1" else "FALSKT", None, None, style.fill, self.formula)
        if kind == "d" and value:
            try:
                day = date.fromisoformat(value[:10])
            except ValueError:
                return _of_text(value, style, self.formula)
            return Cell(day.isoformat(), None, day, style.fill, self.formula)
        return _of_text(value, style, self.formula)

    def _cached_text(self, text: str) -> Cell:
        """Most cells of a matrix repeat a few texts: each is looked at once per style."""
        if self.formula is not None:
            return _of_text(text, self.style, self.formula)
        key = (text, id(self.style))
        found = self.of_text.get(key)
        if found is None:
            found = self.of_text[key] = _of_text(text, self.style, None)
        return found


def _read_sheet(package: Package, part: str, title: str, reader: _SheetReader) -> Grid:
    parser = parser_of_parts()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    for piece in package.chunks(part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    cells = reader.cells
    valued = [column for (_, column), cell in cells.items() if cell.text or cell.formula or cell.identity]
    widest = max(valued, default=0)
    cells = {place: cell for place, cell in cells.items() if place[1] <= widest}
    return with_merged(title, cells, reader.merges)


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a workbook, in its order.

    Raises Refusal as `Package` does, and `workbooks.too_large` beyond `MOST_CELLS` cells with values.
    """
    with Package(path) as package:
        listed, from_1904 = package.sheets()
        styles_part, theme = package.part_of_kind("styles"), package.part_of_kind("theme")
        for part in (styles_part, theme):
            if part:
                package.tree(part)  # refuses document types
        styles = read_styles(
            package.bytes_of(styles_part) if styles_part else None,
            package.bytes_of(theme) if theme else None,
        )
        strings = _shared_strings(package)
        return tuple(_sheet(package, one, styles, strings, from_1904) for one in listed)


def _sheet(
    package: Package, listed: SheetPart, styles: Sequence[Style], strings: Sequence[str], from_1904: bool
) -> Sheet:
    if listed.part is None:
        return Sheet(listed.title, listed.hidden, None)
    reader = _SheetReader(styles, strings, from_1904, package.name)
    return Sheet(listed.title, listed.hidden, _read_sheet(package, listed.part, listed.title, reader))
