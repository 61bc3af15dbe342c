"""Coverage bars, and the triangles that mark a single point of failure."""

from __future__ import annotations

from app.drawing.palette import Palette
from app.drawing.surface import Surface


def draw_share(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    share: float,
    palette: Palette,
    *,
    low: bool,
) -> None:
    """A bar of `share` (0-1, cut there) on its track; `low` draws it in the colour of a gap."""
    part = min(1.0, max(0.0, share))
    surface.rect(x, y, width, height, fill=palette.track)
    if part:
        surface.rect(x, y, width * part, height, fill=palette.gap if low else palette.bar)


def draw_warning(
    surface: Surface, x: float, y: float, side: float, palette: Palette, *, filled: bool
) -> None:
    """A triangle on its base around (x, y): filled where one person carries a skill, hollow where none."""
    height = side * 0.88
    half = side / 2 if filled else side / 2 * 0.86
    rise = height / 2 if filled else height / 2 * 0.86
    points = [(x, y - rise), (x + half, y + rise), (x - half, y + rise)]
    if filled:
        surface.poly(points, fill=palette.gap)
    else:
        surface.poly(points, fill=palette.paper, stroke=palette.gap, line_width=side * 0.14)
