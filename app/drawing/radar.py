"""The radar: how far each of several things has come, 0-5, with names around it and an earlier round behind."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from app.drawing.fitting import Fitted, fit_names
from app.drawing.palette import Palette
from app.drawing.surface import CAP_HEIGHT, Anchor, Face, Point, Surface

_LEADING = 1.2
_UPRIGHT = 0.05
"""Axes whose sine is below this have their names above or below them, not beside."""
_STEPS, _TRIES = 12, 3
_SLACK = 1e-6
_GENTLE = 0.985
"""Names are condensed less than this only where no radius gives them room."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A spoke. `value` and `earlier` are 0 to the highest, None where there is no figure. `needed`: the name
    is drawn in the colour of a gap."""

    name: str
    value: float | None
    earlier: float | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    """A name in its place: the lines' anchor at x, the block's top at y."""

    x: float
    y: float
    anchor: Anchor
    fitted: Fitted
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - {"left": 0.0, "middle": self.width / 2, "right": self.width}[self.anchor]

    def at(self, x: float, y: float) -> _Label:
        return _Label(x, y, self.anchor, self.fitted, self.width, self.height)

    def meets(self, other: _Label) -> bool:
        beside = self.left < other.left + other.width and other.left < self.left + self.width
        return beside and self.y < other.y + other.height and other.y < self.y + self.height


def draw_radar(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    axes: Sequence[Axis],
    palette: Palette,
    *,
    highest: int = 5,
    size: float = 12,
) -> float:
    """Draws within the rectangle, the first axis straight up, clockwise; names are set in type of `size`, a
    little smaller where they would meet.

    A missing value has no point, and the line is open beside it. Values outside 0 to the highest are drawn at
    the nearer end. Returns the radius. Raises ValueError with fewer than three axes.
    """
    if len(axes) < 3:
        raise ValueError(f"a radar has three axes or more, not {len(axes)}")
    centre_x, centre_y = x + width / 2, y + height / 2
    layout = _laid_out(surface, width, height, axes, size)
    radius, labels, size = layout.radius, layout.labels, layout.size
    unit = size / 12

    def at(axis: int, value: float) -> Point:
        angle = math.tau * axis / len(axes)
        reach = radius * min(max(value, 0), highest) / highest
        return centre_x + reach * math.sin(angle), centre_y - reach * math.cos(angle)

    values = [axis.value for axis in axes]
    for run in _runs(values):
        points = [at(number, values[number] or 0) for number in run]
        if len(points) < len(axes):
            points.append((centre_x, centre_y))
        if len(points) > 2:
            surface.poly(points, fill=palette.bar_soft)
    for ring in range(1, highest + 1):
        colour = palette.hair if ring < highest else palette.edge
        surface.poly([at(number, ring) for number in range(len(axes))], stroke=colour, line_width=unit)
    for number in range(len(axes)):
        surface.line(centre_x, centre_y, *at(number, highest), palette.hair, line_width=0.8 * unit)
    earlier = [axis.earlier for axis in axes]
    for run in _runs(earlier):
        points = [at(number, earlier[number] or 0) for number in run]
        dash = (3.6 * unit, 2.8 * unit)
        _outline(surface, points, palette.muted, 1.3 * unit, len(run) == len(axes), dash)
    for run in _runs(values):
        points = [at(number, values[number] or 0) for number in run]
        _outline(surface, points, palette.bar, 2 * unit, len(run) == len(axes))
    for number, value in enumerate(values):
        if value is not None:
            surface.circle(
                *at(number, value), 3 * unit, fill=palette.paper, stroke=palette.bar, line_width=1.6 * unit
            )
    for axis, label in zip(axes, labels, strict=True):
        colour = palette.gap if axis.needed else palette.muted
        for number, line in enumerate(label.fitted.lines):
            surface.text(
                x + label.x,
                y + label.y + number * size * _LEADING + size * (_LEADING + CAP_HEIGHT) / 2,
                line,
                Face.SEMIBOLD,
                size,
                colour,
                anchor=label.anchor,
                stretch=label.fitted.stretch,
            )
    return radius


def _runs(values: Sequence[float | None]) -> list[list[int]]:
    """The axes with values, as runs of neighbours around the circle."""
    count = len(values)
    missing = [number for number, value in enumerate(values) if value is None]
    if not missing:
        return [list(range(count))]
    runs: list[list[int]] = []
    for first, last in zip(missing, [*missing[1:], missing[0] + count], strict=True):
        if last - first > 1:
            runs.append([number % count for number in range(first + 1, last)])
    return runs


def _outline(
    surface: Surface,
    points: Sequence[Point],
    colour: str,
    line_width: float,
    closed: bool,
    dash: Sequence[float] = (),
) -> None:
    if len(points) > 1:
        surface.poly(
            points, stroke=colour, line_width=line_width, closed=closed, dash=dash, round_joins=not dash
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """The rectangle, and how far from its middle names begin."""

    x: float
    y: float
    width: float
    height: float
    reach: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def over(self, label: _Label) -> float:
        """How far a name reaches over the left or right edge."""
        beyond = label.left + label.width - self.x - self.width
        return max(0.0, self.x - label.left - _SLACK, beyond - _SLACK)

    def holds(self, label: _Label) -> bool:
        high = label.y >= self.y - _SLACK and label.y + label.height <= self.y + self.height + _SLACK
        return high and not self.over(label)

    def outside(self, label: _Label, y: float) -> _Label:
        """The name with its top at y, moved sideways until it leaves the circle free."""
        centre_x, centre_y = self.middle
        near = min(max(centre_y, y), y + label.height) - centre_y
        clear = math.sqrt(max(0.0, self.reach**2 - near**2))
        sideways = {"left": 1, "middle": 0, "right": -1}[label.anchor]
        beyond = max(clear, abs(label.x - centre_x)) if sideways else 0.0
        return label.at(centre_x + sideways * beyond if sideways else label.x, y)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A radius with the names around it, set in type of `size`."""

    radius: float
    size: float
    labels: list[_Label]
    faults: int
    """Names that are shortened, condensed more than gently, over the edge, or meet another."""


_Key = tuple[type[Surface], tuple[str, ...], float, float, float]
_KEPT: OrderedDict[_Key, _Layout] = OrderedDict()
_MOST_KEPT = 32


def _laid_out(surface: Surface, width: float, height: float, axes: Sequence[Axis], size: float) -> _Layout:
    """Names around a circle in a rectangle at the origin. Kept: a window paints the same radar again and again."""
    key = type(surface), tuple(axis.name for axis in axes), width, height, size
    layout = _KEPT.get(key)
    if layout is None:
        layout = _KEPT[key] = _best(surface, width, height, axes, size)
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return layout


def _best(surface: Surface, width: float, height: float, axes: Sequence[Axis], size: float) -> _Layout:
    """The largest radius at which the names are whole and apart, in smaller type where it must be; else the one
    with fewest faults."""
    tried: list[_Layout] = []
    for tightest, part in ((_GENTLE, 1.0), (0.0, 1.0), (0.0, 0.92), (0.0, 0.84)):
        type_size = size * part
        largest = min(width, height) / 2 - type_size * (_LEADING + 0.7)
        for step in range(_STEPS):
            radius = max(1.0, largest * (1 - 0.6 * step / (_STEPS - 1)))
            place = _Place(0, 0, width, height, radius + type_size * 0.7)
            labels = _labels(surface, place, axes, type_size)
            faults = sum(
                not (label.fitted.whole and label.fitted.stretch >= tightest and place.holds(label))
                or any(label.meets(other) for other in labels[:number])
                for number, label in enumerate(labels)
            )
            tried.append(_Layout(radius, type_size, labels, faults))
            if not faults:
                return tried[-1]
    return min(tried, key=lambda layout: layout.faults)


def _labels(surface: Surface, place: _Place, axes: Sequence[Axis], size: float) -> list[_Label]:
    """The names around the circle; one that was pushed over the edge is set on narrower lines and tried again."""
    turns = [math.tau * number / len(axes) for number in range(len(axes))]
    rooms = [
        place.width if abs(math.sin(turn)) < _UPRIGHT else place.width / 2 - place.reach * abs(math.sin(turn))
        for turn in turns
    ]
    for _ in range(_TRIES):
        fitted = fit_names(
            [axis.name for axis in axes],
            lambda text: surface.text_width(text, Face.SEMIBOLD, size),
            [max(size * 2, room) for room in rooms],
            lines=2,
        )
        labels = _apart(
            [_label(surface, place, *one, size) for one in zip(fitted, turns, strict=True)], place
        )
        over = [number for number, label in enumerate(labels) if place.over(label) > 0]
        if not over:
            break
        for number in over:
            rooms[number] = labels[number].width - place.over(labels[number])
    return labels


def _label(surface: Surface, place: _Place, fitted: Fitted, turn: float, size: float) -> _Label:
    """A name at its axis: above its point at the top, below it at the bottom, and beside it between."""
    sine, cosine = math.sin(turn), math.cos(turn)
    wide = max(surface.text_width(line, Face.SEMIBOLD, size, stretch=fitted.stretch) for line in fitted.lines)
    tall = len(fitted.lines) * size * _LEADING
    anchor: Anchor = "middle" if abs(sine) < _UPRIGHT else "left" if sine > 0 else "right"
    centre_x, centre_y = place.middle
    top = centre_y - place.reach * cosine - tall * (1 + cosine) / 2 + size * 0.2 * cosine
    return _Label(centre_x + place.reach * sine, top, anchor, fitted, wide, tall)


def _apart(labels: list[_Label], place: _Place) -> list[_Label]:
    """Names pushed towards the horizontal, where there is room, until they do not meet their neighbours."""
    placed = list(labels)
    count, quarter = len(labels), len(labels) // 4 + 1
    for way in (1, -1):
        for number in range(1, quarter):
            # From the top downwards on this side, and from the bottom upwards.
            at, before = way * number % count, way * (number - 1) % count
            if placed[at].meets(placed[before]):
                placed[at] = place.outside(placed[at], placed[before].y + placed[before].height)
        lowest = count // 2 if count % 2 == 0 or way > 0 else count // 2 + 1
        for number in range(1, quarter):
            at, before = (lowest - way * number) % count, (lowest - way * (number - 1)) % count
            if placed[at].meets(placed[before]):
                placed[at] = place.outside(placed[at], placed[before].y - placed[at].height)
    return placed
