"""What the matrix is painted from: pixmaps of cells and of its edges, kept by what they show.

They are for one scheme, text size and sharpness; another of these lets all go. Painting a kept pixmap costs half a
microsecond, setting a line of text forty.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPixmap

from app.desktop.theme import look
from app.desktop.tokens import Size, Type
from app.desktop.widgets.drawn import screen_fonts
from app.domain.competence import LicenceStatus
from app.domain.matrix_grid import UNKNOWN, Flag, licence_of
from app.drawing.licence_glyph import LicenceMark
from app.drawing.matrix_cell import CellMark, draw_cell
from app.drawing.palette import Palette
from app.drawing.screen import ScreenSurface
from app.drawing.surface import Surface

_MARKS: dict[LicenceStatus, LicenceMark] = {
    LicenceStatus.VALID: "held",
    LicenceStatus.EXPIRING: "expiring",
    LicenceStatus.EXPIRED: "expired",
    LicenceStatus.MISSING: "missing",
}
_MOST_KEPT = 4000


def mark_of(level: int, flags: int) -> CellMark:
    """What a cell shows, from its level (0-4 or UNKNOWN) and its flags."""
    state = licence_of(flags)
    return CellMark(
        level=None if level == UNKNOWN or state is not None else level,
        licence=_MARKS[state] if state is not None else None,
        asked=bool(flags & Flag.ASKED),
        gap=2 if flags & Flag.FAR_BELOW else 1 if flags & Flag.BELOW else 0,
    )


def draw_old(surface: Surface, width: float, height: float, palette: Palette) -> None:
    """What was observed more than a year ago: a small corner at the lower left. A print carries its date instead."""
    side = min(height * 0.34, width * 0.24)
    left, bottom = 0.5, height - 0.5
    edge = height * 0.07 * 1.9
    outer = [(left, bottom), (left + side + edge, bottom), (left, bottom - side - edge)]
    surface.poly(outer, fill=palette.paper)
    surface.poly([(left, bottom), (left + side, bottom), (left, bottom - side)], fill=palette.warn)


class Pixmaps:
    """Kept by any key. Pixmaps are in dots: paint them with a painter whose unit is a dot (`in_dots`)."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, QPixmap] = {}
        self._for: tuple[str, int, float] = ("", 0, 0.0)
        self.ratio = 1.0

    def use(self, ratio: float) -> None:
        """For a screen of `ratio` dots a pixel, and the theme of now."""
        theme = look()
        wanted = (theme.scheme, theme.percent, ratio)
        if wanted != self._for or len(self._kept) > _MOST_KEPT:
            self._for, self.ratio = wanted, ratio
            self._kept.clear()

    def dots(self, pixels: float) -> int:
        return round(pixels * self.ratio)

    def in_dots(self, painter: QPainter) -> None:
        """From here on a unit is a dot: what is painted at whole ones is crisp at any ratio."""
        painter.scale(1 / self.ratio, 1 / self.ratio)

    def of(self, key: Hashable, width: float, height: float, draw: Callable[[QPainter], None]) -> QPixmap:
        """The picture of `width` x `height` pixels under the key; `draw` is asked the first time."""
        known = self._kept.get(key)
        if known is not None:
            return known
        pixmap = QPixmap(max(1, self.dots(width)), max(1, self.dots(height)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.ratio, self.ratio)
        draw(painter)
        painter.end()
        self._kept[key] = pixmap
        return pixmap


class CellPixmaps:
    """By `flags << 8 | level`. A pixmap is a cell without the hairline that parts it from the next."""

    def __init__(self) -> None:
        self.kept: dict[int, QPixmap] = {}
        self._for: tuple[str, int, float] = ("", 0, 0.0)

    def use(self, ratio: float) -> None:
        """For a screen of `ratio` dots a pixel, and the theme of now."""
        theme = look()
        wanted = (theme.scheme, theme.percent, ratio)
        if wanted != self._for:
            self._for = wanted
            self.kept.clear()

    def make(self, key: int) -> QPixmap:
        theme = look()
        ratio = self._for[2]
        width, height = theme.px(Size.CELL_WIDTH), theme.px(Size.CELL_HEIGHT)
        pixmap = QPixmap(round((width - 1) * ratio), round((height - 1) * ratio))
        pixmap.fill(theme.colour("paper"))
        painter = QPainter(pixmap)
        # The print parts its cells by half a point on each side; here the next cell begins on a whole dot.
        painter.scale(pixmap.width() / (width - 1), pixmap.height() / (height - 1))
        draw_mark(painter, width, height, key & 0xFF, key >> 8)
        painter.end()
        self.kept[key] = pixmap
        return pixmap


def draw_mark(painter: QPainter, width: float, height: float, level: int, flags: int) -> None:
    """A cell of the matrix with its upper left corner at the origin, as the print has it."""
    theme = look()
    painter.translate(-0.5, -0.5)
    surface = ScreenSurface(painter, screen_fonts())
    draw_cell(surface, width, height, mark_of(level, flags), theme.colours)
    if flags & Flag.OLD:
        draw_old(surface, width, height, theme.colours)


def draw_upright(
    painter: QPainter, left: float, bottom: float, room: float, name: str, *, chosen: bool
) -> None:
    """A name read upwards around the line `left`, from `bottom`; elided where it is longer than `room`.

    As outlines: rotated letters would snap to whole dots.
    """
    theme = look()
    metrics = theme.metrics(Type.META_STRONG)
    font = QFont(theme.font(Type.META_STRONG))
    if chosen:
        font.setWeight(QFont.Weight.DemiBold)
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    painter.save()
    painter.translate(left + metrics.capHeight() / 2, bottom)
    painter.rotate(-90)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    painter.fillPath(path, theme.colour("ink" if chosen else "muted"))
    painter.restore()
