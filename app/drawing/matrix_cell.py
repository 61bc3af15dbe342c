"""A cell of the competence matrix: ground, glyph, and the mark of what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from app.drawing.level_glyph import draw_level
from app.drawing.licence_glyph import LicenceMark, draw_licence
from app.drawing.palette import Palette
from app.drawing.surface import Face, Surface, middle


@dataclass(frozen=True, slots=True)
class CellMark:
    """What a cell shows. `level` 0-4, or `licence`, or neither: then "?" where it was asked, else a dot.
    `gap` in levels below what is required."""

    level: int | None = None
    licence: LicenceMark | None = None
    asked: bool = False
    gap: int = 0


def _ground(mark: CellMark, palette: Palette) -> str:
    if mark.licence is not None:
        return {
            "held": palette.levels[3],
            "expiring": palette.warn_wash,
            "expired": palette.gap_wash,
            "missing": palette.paper,
        }[mark.licence]
    return palette.levels[mark.level] if mark.level is not None else palette.paper


def draw_cell(surface: Surface, width: float, height: float, mark: CellMark, palette: Palette) -> None:
    """The cell with its upper left corner at the origin.

    A gap of 1 is a triangle in the upper right corner, a gap of 2 or more a frame: both are seen in a grey
    print. The triangle has an edge of paper, since on the darker levels its colour alone is too near.
    """
    inset = 0.5
    ground = _ground(mark, palette)
    x, y = width / 2, height / 2
    radius = min(width * 0.42, height * 0.365)
    if ground != palette.paper:
        surface.rect(inset, inset, width - 2 * inset, height - 2 * inset, fill=ground)
    if mark.gap >= 2:
        line = max(1.0, height * 0.085)
        at = inset + line / 2
        surface.rect(
            at,
            at,
            width - 2 * at,
            height - 2 * at,
            fill=ground,
            stroke=palette.gap,
            line_width=line,
            radius=0.0,
        )
    if mark.licence is not None:
        draw_licence(surface, x, y, radius * 0.9, mark.licence, palette)
    elif mark.level is not None:
        draw_level(surface, x, y, radius, mark.level, palette, faint=mark.gap == 0)
    elif mark.asked:
        size = height * 0.66
        surface.text(x, middle(0, height, size), "?", Face.SEMIBOLD, size, palette.faint, anchor="middle")
    else:
        surface.circle(x, y, max(0.55, height * 0.05), fill=palette.ctl)
    if mark.gap == 1:
        side = min(height * 0.44, width * 0.3)
        right, top = width - inset, inset
        edge = max(0.7, height * 0.07)
        surface.poly(
            [(right, top), (right - side - 1.9 * edge, top), (right, top + side + 1.9 * edge)],
            fill=palette.paper,
        )
        surface.poly([(right, top), (right - side, top), (right, top + side)], fill=palette.gap)
