"""The square of a licence: held, soon to expire, expired, not held. Square, so that nobody reads a level."""

from __future__ import annotations

from typing import Literal

from app.drawing.palette import Palette
from app.drawing.surface import Surface

LicenceMark = Literal["held", "expiring", "expired", "missing"]


def _tick(surface: Surface, x: float, y: float, half: float, colour: str) -> None:
    surface.poly(
        [
            (x - half * 0.52, y + half * 0.02),
            (x - half * 0.14, y + half * 0.42),
            (x + half * 0.56, y - half * 0.42),
        ],
        stroke=colour,
        line_width=half * 0.3,
        closed=False,
        round_joins=True,
    )


def draw_licence(
    surface: Surface, x: float, y: float, half: float, mark: LicenceMark, palette: Palette
) -> None:
    """A square of side 2 x `half` around (x, y).

    Held: filled, with a tick. Expiring: a tick in an outlined square in the colour of a warning. Expired: an
    outlined square in the colour of a gap, crossed out. Missing: an empty square. Shape alone tells them.
    """
    left, top, side, round_ = x - half, y - half, 2 * half, half * 0.32
    if mark == "held":
        surface.rect(left, top, side, side, fill=palette.glyph, radius=round_)
        _tick(surface, x, y, half, palette.glyph_paper)
    elif mark == "expiring":
        surface.rect(
            left,
            top,
            side,
            side,
            fill=palette.warn_wash,
            stroke=palette.warn,
            line_width=half * 0.18,
            radius=round_,
        )
        _tick(surface, x, y, half, palette.warn)
    elif mark == "expired":
        surface.rect(
            left,
            top,
            side,
            side,
            fill=palette.glyph_paper,
            stroke=palette.gap,
            line_width=half * 0.2,
            radius=round_,
        )
        arm = half * 0.45
        surface.line(x - arm, y - arm, x + arm, y + arm, palette.gap, line_width=half * 0.26)
        surface.line(x - arm, y + arm, x + arm, y - arm, palette.gap, line_width=half * 0.26)
    else:
        surface.rect(
            left,
            top,
            side,
            side,
            fill=palette.glyph_paper,
            stroke=palette.ctl,
            line_width=half * 0.15,
            radius=round_,
        )
