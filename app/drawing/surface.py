"""The vocabulary of every drawing: rect, line, poly, circle, pie, text, stamp, and moved or turned space."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from enum import Enum
from typing import Literal, Protocol

Anchor = Literal["left", "middle", "right"]
Point = tuple[float, float]


class Face(Enum):
    """The typefaces; the value is the name of the TTF file without its ending."""

    REGULAR = "Inter-Regular"
    MEDIUM = "Inter-Medium"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"
    EMBLEM = "Ubuntu-Regular"
    """Beside the EU emblem only: one of the typefaces that the Commission's emblem rules allow."""


# Height of a capital letter over the type size: text is centred on this, not on the line box.
CAP_HEIGHT = 0.727


class Surface(Protocol):
    """Something to draw on. Points, origin top left, y down, colours "#RRGGBB".

    `fill` or `stroke` of None draws none of it. A later shape covers an earlier one.
    """

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
        radius: float = 0.0,
    ) -> None:
        """A rectangle whose upper left corner is (x, y)."""

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str,
        *,
        line_width: float = 0.5,
        dash: Sequence[float] = (),
    ) -> None:
        """A straight line; `dash` is lengths of on and off."""

    def poly(
        self,
        points: Sequence[Point],
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
        closed: bool = True,
        dash: Sequence[float] = (),
        round_joins: bool = False,
    ) -> None:
        """A polygon, or an open line through the points."""

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
    ) -> None:
        """A circle around (x, y)."""

    def pie(self, x: float, y: float, radius: float, start: float, sweep: float, *, fill: str) -> None:
        """A filled sector around (x, y). Degrees, 0 is twelve o'clock, clockwise."""

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        colour: str,
        *,
        anchor: Anchor = "left",
        stretch: float = 1.0,
        tabular: bool = False,
    ) -> None:
        """A line of text with its baseline at y. `stretch` scales the width; `tabular` gives every figure
        the same width."""

    def text_width(
        self, text: str, face: Face, size: float, *, stretch: float = 1.0, tabular: bool = False
    ) -> float:
        """How wide `text` would be."""

    def lacks(self, text: str, face: Face) -> frozenset[str]:
        """The characters of `text` that the typeface has no glyph for."""

    def save(self) -> None:
        """Remembers the space, until `restore`."""

    def restore(self) -> None:
        """Goes back to the space of the last `save`."""

    def move(self, dx: float, dy: float) -> None:
        """Moves the origin."""

    def turn(self, degrees: float) -> None:
        """Turns the space around its origin, counter-clockwise."""

    def stamp(
        self,
        key: Hashable,
        x: float,
        y: float,
        width: float,
        height: float,
        draw: Callable[[Surface], None],
    ) -> None:
        """A drawing that occurs many times, with its upper left corner at (x, y).

        `draw` draws it from the origin, at most `width` x `height` plus a point around. On paper it is
        stored once under `key`: equal keys must mean equal drawings.
        """


def middle(y: float, height: float, size: float) -> float:
    """The baseline that centres capitals of `size` in a band of `height` whose top is y."""
    return y + height / 2 + CAP_HEIGHT * size / 2


def upright(
    surface: Surface,
    x: float,
    y: float,
    text: str,
    face: Face,
    size: float,
    colour: str,
    *,
    anchor: Anchor = "left",
    stretch: float = 1.0,
) -> None:
    """Text turned 90 degrees, read upwards; (x, y) is where its baseline begins (or its middle, or end)."""
    surface.save()
    surface.move(x, y)
    surface.turn(90)
    surface.text(0, 0, text, face, size, colour, anchor=anchor, stretch=stretch)
    surface.restore()
