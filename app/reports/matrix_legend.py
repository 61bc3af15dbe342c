"""The legend of a matrix: the company's own symbols and words, the threshold, and the marks that occur."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from app.drawing.bars import draw_share, draw_warning
from app.drawing.fitting import Fitted, fit_names
from app.drawing.licence_glyph import LicenceMark
from app.drawing.matrix_cell import CellMark, draw_cell
from app.drawing.palette import Palette
from app.drawing.surface import Face, Surface, middle
from app.i18n import Language, say
from app.reports.matrix_facts import MatrixPrint, ScaleStep
from app.reports.matrix_measures import people_of, skills_of

_LICENCES: tuple[LicenceMark, ...] = ("held", "expiring", "expired", "missing")
_WIDEST_TEXT = 190.0

Warning_ = Literal["single", "nobody"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One explained sign: a cell, a warning triangle, the line where covered begins (`threshold`), or the bar
    of a low share (`low`)."""

    text: str
    symbol: str = ""
    cell: CellMark | None = None
    warning: Warning_ | None = None
    threshold: bool = False
    low: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries in two parts: the scale, and the other marks."""

    scale: tuple[Entry, ...]
    marks: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.scale + self.marks


def symbols_shown(matrix: MatrixPrint, surface: Surface) -> dict[int, str]:
    """Canonical level -> the company's symbol. Empty where the typeface cannot draw the company's symbols
    (quarter circles, say): then the drawn glyph stands for them."""
    if any(surface.lacks(step.symbol, Face.SEMIBOLD) for step in matrix.scale):
        return {}
    symbols: dict[int, str] = {}
    for step in matrix.scale:
        if step.symbol.strip():
            symbols.setdefault(step.level, step.symbol.strip())
    return symbols


def _scale_entries(matrix: MatrixPrint, symbols: dict[int, str]) -> list[Entry]:
    levels = [skill for skill in skills_of(matrix) if skill.kind == "level"]
    if not levels:
        return []
    thresholds = Counter(skill.threshold for skill in levels)
    usual = max(sorted(thresholds), key=lambda level: thresholds[level])
    only = len(thresholds) == 1
    words = "reports.matrix.legend.threshold" if only else "reports.matrix.legend.threshold.most"
    entries: list[Entry] = []
    drawn = False
    for step in sorted(matrix.scale, key=lambda step: step.level):
        if step.level >= usual and not drawn:
            entries.append(Entry(say(words, matrix.language), threshold=True))
            drawn = True
        entries.append(_step(step, symbols))
    return entries


def _step(step: ScaleStep, symbols: dict[int, str]) -> Entry:
    # A second step of the same level keeps its own symbol.
    symbol = step.symbol.strip() if symbols else ""
    # The ring of level 0 is drawn in full here, as it is in a cell where something is required.
    return Entry(step.text, symbol, CellMark(level=step.level))


def legend_of(matrix: MatrixPrint, symbols: dict[int, str]) -> Legend:
    """Only signs that this matrix has or may have are explained."""
    language: Language = matrix.language
    cells = {cell for person in people_of(matrix) for cell in person.cells}
    skills = skills_of(matrix)
    marks: list[Entry] = []
    seen = {cell.licence for cell in cells if cell.licence is not None}
    for mark in _LICENCES:
        if mark in seen or (mark == "held" and any(skill.kind == "licence" for skill in skills)):
            marks.append(Entry(say(f"reports.matrix.legend.{mark}", language), cell=CellMark(licence=mark)))
    if any(cell.gap > 0 or cell.target is not None for cell in cells):
        marks.append(Entry(say("reports.matrix.legend.gap1", language), cell=CellMark(level=2, gap=1)))
        marks.append(Entry(say("reports.matrix.legend.gap2", language), cell=CellMark(level=1, gap=2)))
    unknown = [cell for cell in cells if cell.level is None and cell.licence is None]
    if any(not cell.asked for cell in unknown):
        marks.append(Entry(say("reports.matrix.legend.unknown", language), cell=CellMark()))
    if any(cell.asked for cell in unknown):
        marks.append(Entry(say("reports.matrix.legend.asked", language), cell=CellMark(asked=True)))
    if any(skill.bus_factor == 1 for skill in skills):
        marks.append(Entry(say("reports.matrix.legend.single", language), warning="single"))
    if any(skill.bus_factor == 0 for skill in skills):
        marks.append(Entry(say("reports.matrix.legend.nobody", language), warning="nobody"))
    if any(person.share is not None and person.share < matrix.low_share for person in people_of(matrix)):
        share = say("reports.matrix.percent", language, value=round(matrix.low_share * 100))
        marks.append(Entry(say("reports.matrix.legend.low", language, share=share), low=True))
    return Legend(tuple(_scale_entries(matrix, symbols)), tuple(marks))


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Lengths of one entry, at `scale`."""

    scale: float

    @property
    def swatch(self) -> tuple[float, float]:
        return 21 * self.scale, 12.5 * self.scale

    @property
    def type(self) -> float:
        return 8 * self.scale


def _fit(entry: Entry, surface: Surface, size: float, room: float, lines: int) -> Fitted:
    (fitted,) = fit_names(
        [entry.text], lambda text: surface.text_width(text, Face.REGULAR, size), [room], lines=lines
    )
    return fitted


def _width(entry: Entry, surface: Surface, sizes: _Sizes) -> float:
    if entry.threshold:
        return surface.text_width(entry.text, Face.MEDIUM, 7.5 * sizes.scale) + 16 * sizes.scale
    fitted = _fit(entry, surface, sizes.type, _WIDEST_TEXT * sizes.scale, 2)
    text = max(
        surface.text_width(line, Face.REGULAR, sizes.type, stretch=fitted.stretch) for line in fitted.lines
    )
    symbol = surface.text_width(entry.symbol, Face.SEMIBOLD, sizes.type) + 4 if entry.symbol else 0
    swatch = 13 * sizes.scale if entry.warning else sizes.swatch[0] + 5 * sizes.scale
    return swatch + symbol + text


def _draw_entry(
    entry: Entry,
    surface: Surface,
    x: float,
    y: float,
    height: float,
    sizes: _Sizes,
    palette: Palette,
    room: float,
    swatch: float = 0.0,
    symbol: float = 0.0,
) -> None:
    """One entry in a band of `height` whose top is y, its text in a room of `room` points. `swatch` and
    `symbol` are the least widths of sign and symbol, so that entries below each other line up."""
    scale, size = sizes.scale, sizes.type
    wide, tall = sizes.swatch
    if entry.warning is not None:
        sign = max(swatch, 8 * scale)
        draw_warning(
            surface, x + sign / 2, y + height / 2, 7.5 * scale, palette, filled=entry.warning == "single"
        )
        x += sign + 5 * scale
    elif entry.low:
        bar = 4.5 * scale
        draw_share(surface, x + 0.5, y + (height - bar) / 2, wide - 1, bar, 0.6, palette, low=True)
        x += wide + 5 * scale
    elif entry.cell is not None:
        top = y + (height - tall) / 2
        # A cell without a ground of its own needs an outline here, off the grid.
        surface.rect(x + 0.5, top + 0.5, wide - 1, tall - 1, stroke=palette.hair, line_width=0.5)
        surface.save()
        surface.move(x, top)
        draw_cell(surface, wide, tall, entry.cell, palette)
        surface.restore()
        x += wide + 5 * scale
    if entry.symbol:
        surface.text(x, middle(y, height, size), entry.symbol, Face.SEMIBOLD, size, palette.ink)
        step = max(symbol, surface.text_width(entry.symbol, Face.SEMIBOLD, size) + 4)
        x, room = x + step, room - step
    fitted = _fit(entry, surface, size, room, 2)
    leading = size * 1.18
    top = y + (height - leading * len(fitted.lines)) / 2
    for number, line in enumerate(fitted.lines):
        baseline = middle(top + number * leading, leading, size)
        surface.text(x, baseline, line, Face.REGULAR, size, palette.muted, stretch=fitted.stretch)


Rows = tuple[tuple[Entry, ...], ...]
_GAP = 15.0
ROW = 17.0


def rows_of(legend: Legend, surface: Surface, width: float) -> Rows:
    """The entries in rows no wider than `width`; the marks begin a new row."""
    sizes = _Sizes(1)
    rows: list[tuple[Entry, ...]] = []
    for part in (legend.scale, legend.marks):
        widths = [_width(entry, surface, sizes) for entry in part]
        fewest = _broken(widths, width)
        # As even as the same number of rows allows: no entry alone on a row.
        even = fewest
        for narrower in range(int(width), 0, -10):
            tried = _broken(widths, narrower)
            if len(tried) > len(fewest) or max(widths, default=0) > narrower:
                break
            even = tried
        rows.extend(tuple(part[at] for at in row) for row in even)
    return tuple(rows)


def _broken(widths: list[float], width: float) -> list[list[int]]:
    rows: list[list[int]] = []
    used = 0.0
    for at, wide in enumerate(widths):
        if rows and used + _GAP + wide <= width:
            rows[-1].append(at)
            used += _GAP + wide
        else:
            rows.append([at])
            used = wide
    return rows


def widest_row(rows: Rows, surface: Surface) -> float:
    sizes = _Sizes(1)
    return max(
        (sum(_width(entry, surface, sizes) for entry in row) + _GAP * (len(row) - 1) for row in rows),
        default=0.0,
    )


def draw_rows(rows: Rows, surface: Surface, x: float, y: float, palette: Palette) -> None:
    """Rows of entries with their upper left corner at (x, y), `ROW` points each."""
    sizes = _Sizes(1)
    for number, row in enumerate(rows):
        at, top = x, y + number * ROW
        for entry in row:
            wide = _width(entry, surface, sizes)
            if entry.threshold:
                surface.line(at, top + 1, at, top + ROW - 1, palette.accent, line_width=0.9, dash=(2.2, 1.6))
                surface.text(at + 5, middle(top, ROW, 8), entry.text, Face.MEDIUM, 7.5, palette.accent)
                arrow = at + 5 + surface.text_width(entry.text, Face.MEDIUM, 7.5) + 3
                _arrow(surface, arrow, top + ROW / 2, 6, palette)
            else:
                _draw_entry(entry, surface, at, top, ROW, sizes, palette, _WIDEST_TEXT)
            at += wide + _GAP


def _arrow(surface: Surface, x: float, y: float, length: float, palette: Palette) -> None:
    surface.line(x, y, x + length - 2, y, palette.accent, line_width=0.8)
    surface.poly([(x + length, y), (x + length - 3, y - 1.8), (x + length - 3, y + 1.8)], fill=palette.accent)


PANEL = 226.0
"""The width of the legend as a panel at scale 1."""


def panel_height(legend: Legend, scale: float) -> float:
    return (32 + 19 * len(legend.entries) + (12 if legend.scale and legend.marks else 0)) * scale


def draw_panel(
    legend: Legend, heading: str, surface: Surface, x: float, y: float, scale: float, palette: Palette
) -> None:
    """The legend as a column of its own, with its upper left corner at (x, y), `PANEL` x `scale` wide."""
    sizes = _Sizes(scale)
    width, step = PANEL * scale, 19 * scale
    surface.rect(x, y, width, panel_height(legend, scale), fill=palette.wash)
    surface.rect(x, y, 2.5 * scale, panel_height(legend, scale), fill=palette.brand)
    inner = x + 14 * scale
    surface.text(inner, y + 18 * scale, heading, Face.SEMIBOLD, 9.5 * scale, palette.ink)
    at = y + 25 * scale
    symbol = max((surface.text_width(e.symbol, Face.SEMIBOLD, sizes.type) for e in legend.scale), default=0)
    symbol += 5 * scale if symbol else 0
    for part in (legend.scale, legend.marks):
        for entry in part:
            end = inner + sizes.swatch[0]
            if entry.threshold:
                line, size = at + step / 2, 7.5 * scale
                surface.line(inner, line, end, line, palette.accent, line_width=0.9 * scale, dash=(2.2, 1.6))
                surface.text(
                    end + 5 * scale, middle(at, step, size), entry.text, Face.MEDIUM, size, palette.accent
                )
            else:
                room = x + width - end - 13 * scale
                _draw_entry(entry, surface, inner, at, step, sizes, palette, room, sizes.swatch[0], symbol)
            at += step
        if part is legend.scale and part and legend.marks:
            rule = at + 6 * scale
            surface.line(inner, rule, x + width - 14 * scale, rule, palette.hair, line_width=0.6)
            at += 12 * scale
