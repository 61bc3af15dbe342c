"""A line that narrows what stands below it, at each letter. Esc empties it, the arrow down goes into the list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Size
from app.desktop.widgets.field import Line

_PAD, _BETWEEN = 10, 8


class SearchLine(Line):
    """`sought` at each letter; `down` when the list below is wanted, `entered` when its first row is."""

    sought = Signal(str)
    down = Signal()
    entered = Signal()

    def __init__(self, name: str, *, width: int) -> None:
        """`width` in pixels at 100 %."""
        super().__init__(name, hint=name, most=200, calm=True)
        self._width = width
        self.textChanged.connect(self.sought)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        theme = look()
        self.setTextMargins(theme.px(Size.ICON + _BETWEEN), 0, 0, 0)
        self.setMaximumWidth(theme.px(self._width))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(self._width), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = look()
        side = theme.px(Size.ICON)
        painter = QPainter(self)
        pixmap = icon_pixmap("search", theme.colour("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(theme.px(_PAD), (self.height() - side) // 2, pixmap)
        painter.end()
