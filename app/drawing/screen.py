"""The vocabulary on a screen: a QPainter whose units are points of the drawing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRawFont,
)

from app.drawing.surface import Anchor, Face, Point, Surface

_WEIGHTS = {
    Face.REGULAR: QFont.Weight.Normal,
    Face.MEDIUM: QFont.Weight.Medium,
    Face.SEMIBOLD: QFont.Weight.DemiBold,
    Face.BOLD: QFont.Weight.Bold,
    Face.EMBLEM: QFont.Weight.Normal,
}
# Text is measured at this size: at small sizes a screen font's widths are rounded to whole dots.
_MEASURE = 256
_MOST_KEPT = 5000


class ScreenFonts:
    """The typefaces, loaded once for an application. Needs a running QGuiApplication."""

    def __init__(self, folder: Path) -> None:
        """Loads the TTF files of `Face` from `folder`. Raises FileNotFoundError, naming the file."""
        self._families: dict[Face, str] = {}
        for face in Face:
            file = folder / f"{face.value}.ttf"
            number = QFontDatabase.addApplicationFont(str(file))
            if number < 0:
                raise FileNotFoundError(file)
            self._families[face] = QFontDatabase.applicationFontFamilies(number)[0]
        self._fonts: dict[tuple[Face, bool], QFont] = {}
        self._metrics: dict[tuple[Face, bool], QFontMetricsF] = {}
        self._widths: dict[tuple[str, Face, bool], float] = {}

    def font(self, face: Face, tabular: bool) -> QFont:
        """The typeface at the size of measuring, in pixels."""
        key = (face, tabular)
        if key not in self._fonts:
            font = QFont(self._families[face])
            font.setWeight(_WEIGHTS[face])
            font.setPixelSize(_MEASURE)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setKerning(False)
            if tabular:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
            self._metrics[key] = QFontMetricsF(font)
        return self._fonts[key]

    def width(self, text: str, face: Face, tabular: bool) -> float:
        """The width of `text` at size 1. Kept: what finds room for names asks for the same ones again and again."""
        key = (text, face, tabular)
        known = self._widths.get(key)
        if known is None:
            self.font(face, tabular)
            if len(self._widths) >= _MOST_KEPT:
                self._widths.clear()
            known = self._widths[key] = self._metrics[face, tabular].horizontalAdvance(text) / _MEASURE
        return known

    def lacks(self, text: str, face: Face) -> frozenset[str]:
        """Characters without a glyph in the typeface itself (no other font steps in)."""
        raw = QRawFont.fromFont(self.font(face, False))
        return frozenset(character for character in text if not raw.supportsCharacter(ord(character)))


def _pen(stroke: str | None, line_width: float, dash: Sequence[float], round_joins: bool) -> QPen:
    if stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(QColor(stroke), line_width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_joins else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if round_joins else Qt.PenJoinStyle.MiterJoin)
    if dash:
        # Qt counts dashes in widths of the line.
        pen.setDashPattern([length / max(line_width, 0.01) for length in dash])
    return pen


def drawn_image(
    draw: Callable[[Surface], None],
    width: float,
    height: float,
    dots: float,
    fonts: ScreenFonts,
    *,
    ground: str = "#FFFFFF",
) -> QImage:
    """A drawing of `width` x `height` points as a picture of `dots` dots a point.

    May be called on any thread, the fonts being loaded: a full page takes longer than a window may wait.
    """
    image = QImage(
        max(1, round(width * dots)), max(1, round(height * dots)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(QColor(ground))
    painter = QPainter(image)
    try:
        painter.scale(dots, dots)
        draw(ScreenSurface(painter, fonts))
    finally:
        painter.end()  # also where drawing fails: a picture that is being painted must not go
    return image


class ScreenSurface:
    """Draws with `painter`; its transform says how many dots a point has. The caller ends the painter."""

    def __init__(self, painter: QPainter, fonts: ScreenFonts) -> None:
        self._painter = painter
        self._fonts = fonts
        self._brushes: dict[str | None, QBrush] = {}
        self._pens: dict[tuple[str | None, float, tuple[float, ...], bool], QPen] = {}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)

    def _style(
        self,
        fill: str | None,
        stroke: str | None,
        line_width: float,
        dash: Sequence[float] = (),
        round_joins: bool = False,
    ) -> None:
        painter = self._painter
        brush = self._brushes.get(fill)
        if brush is None:
            brush = QBrush(QColor(fill)) if fill is not None else QBrush(Qt.BrushStyle.NoBrush)
            self._brushes[fill] = brush
        painter.setBrush(brush)
        key = (stroke, line_width if stroke is not None else 0, tuple(dash), round_joins)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = _pen(stroke, line_width, dash, round_joins)
        painter.setPen(pen)

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
        self._style(fill, stroke, line_width)
        shape = QRectF(x, y, width, height)
        if radius:
            self._painter.drawRoundedRect(shape, radius, radius)
        else:
            self._painter.drawRect(shape)

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
        self._style(None, colour, line_width, dash)
        self._painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

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
        self._style(fill, stroke, line_width, dash, round_joins)
        shape = QPolygonF([QPointF(x, y) for x, y in points])
        if closed:
            self._painter.drawPolygon(shape)
        else:
            self._painter.drawPolyline(shape)

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
        self._style(fill, stroke, line_width)
        self._painter.drawEllipse(QPointF(x, y), radius, radius)

    def pie(self, x: float, y: float, radius: float, start: float, sweep: float, *, fill: str) -> None:
        self._style(fill, None, 0)
        # Qt: sixteenths of a degree, 0 is three o'clock, counter-clockwise.
        self._painter.drawPie(
            QRectF(x - radius, y - radius, 2 * radius, 2 * radius),
            round((90 - start) * 16),
            round(-sweep * 16),
        )

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
        shown = unicodedata.normalize("NFC", text)
        painter = self._painter
        if anchor != "left":
            width = self.text_width(shown, face, size, stretch=stretch, tabular=tabular)
            x -= width if anchor == "right" else width / 2
        font = self._fonts.font(face, tabular)
        painter.save()
        painter.translate(x, y)
        painter.scale(size / _MEASURE * stretch, size / _MEASURE)
        if painter.transform().isRotating():
            # Turned glyphs snap to whole dots; their outlines do not.
            path = QPainterPath()
            path.addText(QPointF(0, 0), font, shown)
            painter.fillPath(path, QBrush(QColor(colour)))
        else:
            painter.setFont(font)
            painter.setPen(QPen(QColor(colour)))
            painter.drawText(QPointF(0, 0), shown)
        painter.restore()

    def text_width(
        self, text: str, face: Face, size: float, *, stretch: float = 1.0, tabular: bool = False
    ) -> float:
        return self._fonts.width(unicodedata.normalize("NFC", text), face, tabular) * size * stretch

    def lacks(self, text: str, face: Face) -> frozenset[str]:
        return self._fonts.lacks(unicodedata.normalize("NFC", text), face)

    def save(self) -> None:
        self._painter.save()

    def restore(self) -> None:
        self._painter.restore()

    def move(self, dx: float, dy: float) -> None:
        self._painter.translate(dx, dy)

    def turn(self, degrees: float) -> None:
        self._painter.rotate(-degrees)

    def stamp(
        self,
        key: Hashable,
        x: float,
        y: float,
        width: float,
        height: float,
        draw: Callable[[Surface], None],
    ) -> None:
        # A window keeps its own pixmaps by resolution; here each stamp is drawn anew.
        self._painter.save()
        self._painter.translate(x, y)
        draw(self)
        self._painter.restore()
