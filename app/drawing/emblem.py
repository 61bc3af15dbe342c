"""The emblem of the European Union by its geometric specification, and the words that stand beside it.

Source: the Interinstitutional style guide, annex A1, "Graphical specifications for the European emblem": a
rectangle whose fly is one and a half times its hoist; twelve gold stars at equal intervals on an unseen
circle around the crossing of the diagonals, radius a third of the hoist; each star has five points, upright,
on an unseen circle with a radius of 1/18 of the hoist; the stars stand like the hours of a clock.
Colours on a screen and in four-colour print: Reflex Blue as #003399, yellow as #FFCC00.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.drawing.surface import Face, Point, Surface, middle

BLUE = "#003399"
YELLOW = "#FFCC00"
SMALLEST_HEIGHT = 28.35
"""One centimetre in points: the emblem is never printed smaller (Commission, emblem guide 2021-2027)."""


def star(x: float, y: float, radius: float) -> list[Point]:
    """The ten corners of an upright five-pointed star whose points lie `radius` from (x, y)."""
    # The inner corners of a regular pentagram: the points are joined each with the next but one.
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    corners: list[Point] = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else inner
        angle = math.radians(36 * corner)
        corners.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return corners


def star_centres(x: float, y: float, height: float) -> list[Point]:
    """The middles of the twelve stars of an emblem of `height` whose upper left corner is (x, y)."""
    middle_x, middle_y = x + 0.75 * height, y + height / 2
    return [
        (
            middle_x + height / 3 * math.sin(math.radians(30 * hour)),
            middle_y - height / 3 * math.cos(math.radians(30 * hour)),
        )
        for hour in range(12)
    ]


def draw_emblem(surface: Surface, x: float, y: float, height: float) -> float:
    """The emblem with its upper left corner at (x, y). Returns its width."""
    surface.rect(x, y, 1.5 * height, height, fill=BLUE)
    for centre_x, centre_y in star_centres(x, y, height):
        surface.poly(star(centre_x, centre_y, height / 18), fill=YELLOW)
    return 1.5 * height


def _word_size(height: float, lines: int) -> float:
    """Words no taller than the emblem; two lines as in the Commission's own files."""
    return height * min(0.36, 0.86 / max(1, lines) / 1.0)


def block_width(surface: Surface, height: float, words: Sequence[str]) -> float:
    """How wide emblem and words are together."""
    if not words:
        return 1.5 * height
    size = _word_size(height, len(words))
    return 1.72 * height + max(surface.text_width(line, Face.EMBLEM, size) for line in words)


def draw_block(surface: Surface, x: float, y: float, height: float, words: Sequence[str]) -> float:
    """Emblem and words (one string a line; they are the programme's). Returns the width of both."""
    draw_emblem(surface, x, y, height)
    if words:
        size = _word_size(height, len(words))
        leading = size * 1.17
        top = y + (height - leading * len(words)) / 2
        for number, line in enumerate(words):
            baseline = middle(top + number * leading, leading, size * 0.95)
            surface.text(x + 1.72 * height, baseline, line, Face.EMBLEM, size, BLUE)
    return block_width(surface, height, words)
