"""The two papers: their margins, sizes of type, and what they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A3", "A4"]

# competence-matrix 7: columns of 7 mm or more, text of 8 pt or more, at most 40 skills x 35 people a page.
NARROWEST_COLUMN = 7 * 72 / 25.4
SMALLEST_NAME = 8.0
MOST_SKILLS = 40
MOST_PEOPLE = 35


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lengths in points, landscape."""

    width: float
    height: float
    side: float
    top: float
    bottom: float
    title: float
    fact: float
    small: float
    longest_head: float
    widest_name: float
    largest_scale: float

    @property
    def left(self) -> float:
        return self.side

    @property
    def right(self) -> float:
        return self.width - self.side

    @property
    def heading(self) -> float:
        """The height of title and facts."""
        return self.title * 0.8 + self.fact * 1.95 + 6

    @property
    def content(self) -> float:
        return self.width - 2 * self.side


SHEETS: dict[Paper, Sheet] = {
    "A3": Sheet(1190.55, 841.89, 36, 32, 24, 22, 9.5, 7.5, 122, 150, 1.5),
    "A4": Sheet(841.89, 595.28, 28, 25, 18, 17, 8.5, 7, 98, 122, 1.25),
}
