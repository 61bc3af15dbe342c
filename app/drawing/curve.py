"""The curve of a target over time: steps of what is done, the dashed plan, today, and the line to reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.drawing.palette import Palette
from app.drawing.surface import CAP_HEIGHT, Anchor, Face, Point, Surface

Tick = tuple[float, str]
"""A place on an axis, and its label."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn. Times are numbers of any unit (days, say) from `start` to `end`; all words come with it.

    `done`: times at which something was done, in order, each with the total from then on. `plan`: corners of
    the planned line. `forecast`: when the target is reached at this pace, drawn as a dotted line from today.
    """

    start: float
    end: float
    highest: float
    done: tuple[Point, ...]
    plan: tuple[Point, ...] = ()
    target: float | None = None
    target_label: str = ""
    today: float | None = None
    today_label: str = ""
    value_label: str = ""
    forecast: float | None = None
    forecast_label: str = ""
    times: tuple[Tick, ...] = ()
    heights: tuple[Tick, ...] = ()


class _Field:
    """The rectangle between the axes."""

    def __init__(self, curve: Curve, left: float, top: float, right: float, bottom: float) -> None:
        self.left, self.top, self.right, self.bottom = left, top, right, bottom
        self._curve = curve

    def x(self, time: float) -> float:
        span = self._curve.end - self._curve.start
        return self.left + (self.right - self.left) * (time - self._curve.start) / span

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self._curve.highest

    def at(self, time: float, value: float) -> Point:
        return self.x(time), self.y(value)


def draw_curve(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    curve: Curve,
    palette: Palette,
    *,
    size: float = 11,
) -> None:
    """Draws within the rectangle; labels of the axes are set in type of `size`.

    What lies outside the times or above the highest is cut at the edge. Raises ValueError where the times or
    heights span nothing.
    """
    if curve.end <= curve.start or curve.highest <= 0:
        raise ValueError("a curve spans a time and a height")
    unit = size / 11
    margin = max(
        (surface.text_width(label, Face.REGULAR, size, tabular=True) for _, label in curve.heights), default=0
    )
    field = _Field(
        curve,
        x + (margin + 8 * unit if margin else 0),
        y + size * 1.4,
        x + width - 8 * unit,
        y + height - (size * 2 if curve.times else unit),
    )
    steps = _steps(curve, field)
    if len(steps) > 1:
        surface.poly([*steps, (steps[-1][0], field.bottom)], fill=palette.bar_soft)
    _axes(surface, curve, field, palette, size, unit)
    _lines(surface, curve, field, palette, unit)
    if len(steps) > 1:
        surface.poly(steps, stroke=palette.bar, line_width=2 * unit, closed=False)
    _labels(surface, curve, field, palette, size, unit, steps)


def _total(curve: Curve, until: float) -> float:
    return max((total for time, total in curve.done if time <= until), default=0.0)


def _steps(curve: Curve, field: _Field) -> list[Point]:
    """The corners of what is done, up to today."""
    last = min(curve.end, curve.today if curve.today is not None else curve.end)
    shown = [(max(time, curve.start), total) for time, total in curve.done if time <= last]
    if not shown:
        return []
    points: list[Point] = [field.at(shown[0][0], 0)]
    before = 0.0
    for time, total in shown:
        points += [field.at(time, min(before, curve.highest)), field.at(time, min(total, curve.highest))]
        before = total
    points.append(field.at(last, min(before, curve.highest)))
    return points


def _axes(surface: Surface, curve: Curve, field: _Field, palette: Palette, size: float, unit: float) -> None:
    for value, label in curve.heights:
        at = field.y(value)
        colour = palette.hair if value else palette.edge
        surface.line(field.left, at, field.right, at, colour, line_width=unit)
        base = at + CAP_HEIGHT * size / 2
        surface.text(
            field.left - 8 * unit,
            base,
            label,
            Face.REGULAR,
            size,
            palette.faint,
            anchor="right",
            tabular=True,
        )
    for time, label in curve.times:
        at = field.x(time)
        surface.line(at, field.bottom, at, field.bottom + 5 * unit, palette.edge, line_width=unit)
        # A label that would leave the field at the right ends there.
        wide = surface.text_width(label, Face.MEDIUM, size)
        start = min(at, field.right + 8 * unit - wide)
        surface.text(start, field.bottom + size * 1.75, label, Face.MEDIUM, size, palette.faint)


def _cut(points: Sequence[Point], end: float) -> list[Point]:
    """The line up to a time."""
    kept: list[Point] = []
    for time, value in points:
        if time <= end:
            kept.append((time, value))
            continue
        if kept:
            before, height = kept[-1]
            kept.append((end, height + (value - height) * (end - before) / (time - before)))
        break
    return kept


def _lines(surface: Surface, curve: Curve, field: _Field, palette: Palette, unit: float) -> None:
    plan = [field.at(time, min(value, curve.highest)) for time, value in _cut(curve.plan, curve.end)]
    if len(plan) > 1:
        surface.poly(
            plan, stroke=palette.muted, line_width=1.4 * unit, closed=False, dash=(4 * unit, 3.2 * unit)
        )
    if curve.target is not None:
        at = field.y(min(curve.target, curve.highest))
        surface.line(field.left, at, field.right, at, palette.ink, line_width=unit)
    if curve.today is None or not curve.start <= curve.today <= curve.end:
        return
    now = field.x(curve.today)
    surface.line(now, field.top, now, field.bottom, palette.ctl, line_width=unit)
    if curve.forecast is not None and curve.target is not None and curve.forecast > curve.today:
        ahead = _cut([(curve.today, _total(curve, curve.today)), (curve.forecast, curve.target)], curve.end)
        surface.poly(
            [field.at(time, min(value, curve.highest)) for time, value in ahead],
            stroke=palette.bar,
            line_width=1.4 * unit,
            closed=False,
            dash=(2 * unit, 3 * unit),
        )


def _labels(
    surface: Surface,
    curve: Curve,
    field: _Field,
    palette: Palette,
    size: float,
    unit: float,
    steps: Sequence[Point],
) -> None:
    if curve.target is not None:
        at = field.y(min(curve.target, curve.highest)) - 5 * unit
        surface.text(field.left + 6 * unit, at, curve.target_label, Face.SEMIBOLD, size, palette.ink)
        surface.text(
            field.right, at, curve.forecast_label, Face.MEDIUM, size * 12 / 11, palette.accent, anchor="right"
        )
        if curve.forecast is not None and curve.forecast <= curve.end:
            reached = field.at(curve.forecast, min(curve.target, curve.highest))
            surface.circle(
                *reached, 3.2 * unit, fill=palette.paper, stroke=palette.bar, line_width=1.6 * unit
            )
    if curve.today is None or not curve.start <= curve.today <= curve.end:
        return
    now = field.x(curve.today)
    half = surface.text_width(curve.today_label, Face.MEDIUM, size) / 2
    middle = min(max(now, field.left + half), field.right + 8 * unit - half)
    surface.text(
        middle, field.top - 3 * unit, curve.today_label, Face.MEDIUM, size, palette.faint, anchor="middle"
    )
    at = steps[-1][1] if steps else field.bottom
    surface.circle(now, at, 4 * unit, fill=palette.paper, stroke=palette.bar, line_width=2 * unit)
    large = size * 14 / 11
    wide = surface.text_width(curve.value_label, Face.SEMIBOLD, large, tabular=True)
    right = now + 9 * unit + wide <= field.right + 8 * unit
    anchor: Anchor = "left" if right else "right"
    surface.text(
        now + (9 if right else -9) * unit,
        min(at + large, field.bottom - 3 * unit),
        curve.value_label,
        Face.SEMIBOLD,
        large,
        palette.ink,
        anchor=anchor,
        tabular=True,
    )
