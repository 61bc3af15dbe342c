"""The quarter circle of a competence level: as many quarters filled as the canonical level says."""

from __future__ import annotations

from app.drawing.palette import Palette
from app.drawing.surface import Surface


def draw_level(
    surface: Surface, x: float, y: float, radius: float, level: int, palette: Palette, *, faint: bool = False
) -> None:
    """Level 0-4 around (x, y): quarters clockwise from twelve o'clock. `faint` draws a thin empty ring, for a
    level 0 that nobody asks for. Raises ValueError for another level."""
    if not 0 <= level <= 4:
        raise ValueError(f"a canonical level is 0-4, not {level}")
    if faint and level == 0:
        surface.circle(x, y, radius, stroke=palette.ctl, line_width=radius * 0.13)
        return
    if level == 4:
        surface.circle(x, y, radius, fill=palette.glyph)
    else:
        surface.circle(x, y, radius, fill=palette.glyph_paper)
        if level:
            surface.pie(x, y, radius, 0, 90 * level, fill=palette.glyph)
    surface.circle(x, y, radius, stroke=palette.glyph, line_width=radius * 0.15)
