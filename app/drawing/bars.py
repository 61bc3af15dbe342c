"""Coverage bars, the bars of targets, and the triangles that mark a single point of failure."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class TargetBar:
    """How far a promise is kept, all in the promise's own unit.

    `most`: the most that is promised, the length of the track. `least`: the least promised where that differs.
    `plan`: what should be done today. `under_way` comes after `done`.
    """

    done: float
    under_way: float
    most: float
    least: float | None = None
    plan: float | None = None


def draw_target(
    surface: Surface,
    x: float,
    y: float,
    width: float,
    height: float,
    bar: TargetBar,
    palette: Palette,
    *,
    late: bool,
) -> None:
    """The bar of a target on a track of `height` whose upper left corner is (x, y).

    Done is filled, under way lighter with an outline, so that grey print tells them; a tick is the least
    promised, half a height above and below the track; a triangle below is the plan today, at most a height
    down. `late` draws what is done in the colour of a gap. More than is promised fills the track.
    """
    if bar.most <= 0:
        raise ValueError("a target promises something")
    colour = palette.gap if late else palette.bar

    def part(value: float) -> float:
        return width * min(1.0, max(0.0, value / bar.most))

    surface.rect(x, y, width, height, fill=palette.track, radius=height / 2)
    if bar.under_way > 0:
        line = height / 8
        reach = max(height, part(bar.done + bar.under_way)) - line
        surface.rect(
            x + line / 2,
            y + line / 2,
            reach,
            height - line,
            fill=palette.bar_soft,
            stroke=colour,
            line_width=line,
            radius=(height - line) / 2,
        )
    if bar.done > 0:
        surface.rect(x, y, max(height, part(bar.done)), height, fill=colour, radius=height / 2)
    if bar.least is not None and bar.least < bar.most:
        wide = height / 4
        surface.rect(x + part(bar.least) - wide / 2, y - height / 2, wide, height * 2, fill=palette.ink)
    if bar.plan is not None and bar.plan > 0:
        at, top = x + part(bar.plan), y + height * 1.25
        half, tall = height * 0.44, height * 0.62
        surface.poly([(at, top), (at + half, top + tall), (at - half, top + tall)], fill=palette.muted)
