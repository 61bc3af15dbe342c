"""What stands around the content of a printed page: title and facts above, the footer below."""

from __future__ import annotations

from dataclasses import dataclass

from app.drawing.emblem import SMALLEST_HEIGHT, block_width, draw_block
from app.drawing.fitting import fit_names
from app.drawing.palette import Palette
from app.drawing.surface import Face, Surface
from app.i18n import Language, say
from app.reports.sheet import Sheet

FOOTER = SMALLEST_HEIGHT + 13
"""The height of the footer above the bottom margin."""


def footer_top(sheet: Sheet) -> float:
    return sheet.height - sheet.bottom - FOOTER


@dataclass(frozen=True, slots=True)
class Place:
    """Which of the pages this is: its number, and its place in a grid of parts (columns x rows)."""

    page: int
    pages: int
    column: int
    columns: int
    row: int
    rows: int
    part: str


@dataclass(frozen=True, slots=True)
class Footer:
    """The texts of the footer. `words`: beside the EU emblem; None without an emblem."""

    language: Language
    words: tuple[str, ...] | None
    classification: str
    printed_at: str
    identity: str
    approved_by: str


_NARROW = 900.0  # points of content: A4 is narrower, A3 wider


def title_width(surface: Surface, sheet: Sheet, title: str, beside: str) -> float:
    size = sheet.title
    return (
        surface.text_width(title, Face.BOLD, size)
        + (size * 0.42 if beside else 0)
        + surface.text_width(beside, Face.REGULAR, size)
    )


def draw_title(
    surface: Surface,
    sheet: Sheet,
    palette: Palette,
    *,
    title: str,
    beside: str,
    facts: tuple[str, ...],
    room: float,
) -> None:
    """Title in bold, what it is about beside it, facts below, within `room` points from the left margin."""
    size = sheet.title
    baseline = sheet.top + size * 0.8
    surface.text(sheet.left, baseline, title, Face.BOLD, size, palette.ink)
    after = surface.text_width(title, Face.BOLD, size) + size * 0.42
    (name,) = fit_names([beside], lambda text: surface.text_width(text, Face.REGULAR, size), [room - after])
    surface.text(
        sheet.left + after, baseline, name.words, Face.REGULAR, size, palette.bar, stretch=name.stretch
    )
    line = "   ·   ".join(facts)
    (fitted,) = fit_names(
        [line], lambda text: surface.text_width(text, Face.REGULAR, sheet.fact), [room], tightest=0.8
    )
    surface.text(
        sheet.left,
        baseline + sheet.fact * 1.95,
        fitted.words,
        Face.REGULAR,
        sheet.fact,
        palette.muted,
        stretch=fitted.stretch,
    )


def _wrapped(surface: Surface, text: str, size: float, room: float) -> tuple[tuple[str, ...], float]:
    (fitted,) = fit_names(
        [text], lambda part: surface.text_width(part, Face.REGULAR, size), [room], lines=2, tightest=0.88
    )
    return fitted.lines, fitted.stretch


def draw_footer(surface: Surface, sheet: Sheet, palette: Palette, footer: Footer, place: Place) -> None:
    """Rule, EU block, classification and print stamp, line for a signature, page and identity."""
    top = footer_top(sheet)
    surface.line(sheet.left, top, sheet.right, top, palette.hair, line_width=0.7)
    y = top + 13
    left = sheet.left
    if footer.words is not None:
        draw_block(surface, left, y, SMALLEST_HEIGHT, footer.words)
        left += block_width(surface, SMALLEST_HEIGHT, footer.words) + 26
    right = _draw_place(surface, sheet, palette, footer, place, y)
    small = sheet.small
    signature = min(250.0, 0.24 * sheet.content)
    start = right - 26 - signature
    _draw_signature(surface, palette, footer, start, y, signature, small)
    lines, stretch = _wrapped(surface, footer.classification, small, start - 22 - left)
    stamp, stamp_stretch = _wrapped(surface, footer.printed_at, small, start - 22 - left)
    baseline = y + small * 0.78
    for line in lines:
        surface.text(left, baseline, line, Face.MEDIUM, small, palette.ink, stretch=stretch * 0.98)
        baseline += small * 1.38
    for line in stamp:
        surface.text(left, baseline, line, Face.REGULAR, small, palette.faint, stretch=stamp_stretch)
        baseline += small * 1.38


def _draw_signature(
    surface: Surface, palette: Palette, footer: Footer, x: float, y: float, width: float, small: float
) -> None:
    """Two lines to write on: who approves, and the day. A known name stands under its line."""
    rule = y + 16.5
    name = width * 0.66
    for code, at, wide in (
        ("reports.matrix.approved", x, name - 12),
        ("reports.matrix.date", x + name, width - name),
    ):
        surface.line(at, rule, at + wide, rule, palette.ctl, line_width=0.6)
        surface.text(at, rule + small * 1.25, say(code, footer.language), Face.REGULAR, small, palette.faint)
    if footer.approved_by:
        label = surface.text_width(say("reports.matrix.approved", footer.language) + " ", Face.REGULAR, small)
        (who,) = fit_names(
            [footer.approved_by],
            lambda text: surface.text_width(text, Face.MEDIUM, small),
            [name - 12 - label],
            tightest=0.8,
        )
        surface.text(
            x + label + 2,
            rule + small * 1.25,
            who.words,
            Face.MEDIUM,
            small,
            palette.ink,
            stretch=who.stretch,
        )


def _draw_place(
    surface: Surface, sheet: Sheet, palette: Palette, footer: Footer, place: Place, y: float
) -> float:
    """Page x of y, which part this is with a little map of the parts, identity. Returns its left edge."""
    small = sheet.small
    page = say("reports.matrix.page", footer.language, page=place.page, pages=place.pages)
    edge = sheet.right
    # On a small sheet the identity takes two lines, so that what stands to the left of it has room.
    identity = footer.identity.split(" · ") if sheet.content < _NARROW else [footer.identity]
    below = [text for text in (place.part, *identity) if text]
    widest = max(
        surface.text_width(page, Face.BOLD, small + 1.5),
        *(surface.text_width(text, Face.REGULAR, small) for text in below),
    )
    baseline = y + small * 0.9
    surface.text(edge, baseline, page, Face.BOLD, small + 1.5, palette.ink, anchor="right")
    for text in below:
        baseline += small * (1.5 if len(below) < 3 else 1.15)
        surface.text(edge, baseline, text, Face.REGULAR, small, palette.faint, anchor="right")
    left = edge - widest
    if place.pages > 1:
        wide = min(8.0, 44 / place.columns)
        tall = min(6.0, SMALLEST_HEIGHT / place.rows)
        left -= 12 + wide * place.columns
        for column in range(place.columns):
            for row in range(place.rows):
                here = column == place.column and row == place.row
                surface.rect(
                    left + column * wide + 0.4,
                    y + row * tall + 0.4,
                    wide - 0.8,
                    tall - 0.8,
                    fill=palette.brand if here else palette.bar_soft,
                )
    return left
