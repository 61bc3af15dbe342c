"""Two lines that open something: a name, and below it what is next. Without a box, at the page's left edge."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Radius, Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_OUT = Space.OUT


class Tile(QPushButton):
    """A button of two lines; its ground shows under the pointer and reaches a little outside its text."""

    reaches_out = True

    def __init__(self, first: str = "", second: str = "", *, late: bool = False) -> None:
        super().__init__()
        self._first, self._second, self._late = first, second, late
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_lines(first, second, late=late)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def show_lines(self, first: str, second: str, *, late: bool = False) -> None:
        self._first, self._second, self._late = shown(first), shown(second), late
        said = f"{self._first}, {self._second}" if second else self._first
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        wide = max(
            theme.metrics(Type.STRONG).horizontalAdvance(self._first),
            theme.metrics(Type.META).horizontalAdvance(self._second),
        )
        return QSize(int(wide) + 2 * _OUT, theme.line(Type.STRONG) + theme.line(Type.META) + theme.px(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(60), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("press" if self.isDown() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), Radius.CONTROL, Radius.CONTROL)
        left, wide = float(_OUT), self.width() - 2.0 * _OUT
        top, line = float(theme.px(5)), float(theme.line(Type.STRONG))
        draw_text(painter, QRectF(left, top, wide, line), self._first, Type.STRONG, "ink")
        below = QRectF(left, top + line, wide, theme.line(Type.META))
        draw_text(painter, below, self._second, Type.META, "gap" if self._late else "muted")
        painter.end()
