"""A part that is drawn in the vocabulary that paper and window share; its picture is kept until it is otherwise."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import look
from app.drawing.screen import ScreenFonts, ScreenSurface
from app.drawing.surface import Surface
from app.paths import resource


@cache
def screen_fonts() -> ScreenFonts:
    """The typefaces of drawings, loaded once when first needed. Needs a running application."""
    return ScreenFonts(resource("fonts"))


class Drawn(QWidget):
    """Subclasses give `draw`, in pixels at 100 %, and call `changed_drawing` when it would draw something else."""

    def __init__(self, name: str, high: int) -> None:
        """`high`: the height in pixels at 100 %; the width is what there is."""
        super().__init__()
        self._high = high
        self._picture: QPixmap | None = None
        self._fresh = False
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(0)
        self._draw_soon.timeout.connect(self._draw_now)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def draw(self, surface: Surface, width: float, height: float) -> None:
        """Draw within `width` x `height`."""
        raise TypeError(f"{type(self).__name__} does not say how it is drawn")

    def changed_drawing(self) -> None:
        """It is drawn again when it is next seen; until then the old picture stands."""
        self._fresh = False
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.changed_drawing()

    def sizeHint(self) -> QSize:
        return QSize(look().px(self._high), look().px(self._high))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, look().px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        picture = self._picture
        if not self._fresh or picture is None or picture.size() != self.size() * ratio:
            # In an event of its own: what stands around it does not wait for a drawing.
            self._draw_soon.start()
        if picture is not None:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, picture)
            painter.end()

    def _draw_now(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.fill("transparent")
        picture.setDevicePixelRatio(ratio)
        scale = look().percent / 100
        inside = QPainter(picture)
        inside.scale(scale, scale)
        try:
            self.draw(ScreenSurface(inside, screen_fonts()), self.width() / scale, self.height() / scale)
        finally:
            inside.end()
        self._picture, self._fresh = picture, True
        self.update()
