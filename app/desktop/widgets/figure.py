"""A figure that matters: a bar in its colour, the number with what it is of, and what it counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_BAR, _LEFT = 3, 14


class Figure(QWidget):
    """`low`: too little or too much, in the colour of a gap. Words under the number break over two lines."""

    def __init__(self) -> None:
        super().__init__()
        self._number, self._of, self._words, self._low = "", "", "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def show_figure(self, number: str, of: str, words: str, *, low: bool) -> None:
        self._number, self._of, self._words, self._low = shown(number), shown(of), shown(words), low
        self.setAccessibleName(" ".join(part for part in (self._number, self._of, self._words) if part))
        self.setToolTip(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        return QSize(theme.px(120), theme.line(Type.FIGURE) + theme.line(Type.BODY) + Space.XS)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(72), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gap" if self._low else "bar"))
        painter.drawRect(QRectF(0, 2, _BAR, self.height() - 4))
        left = theme.px(_LEFT)
        room = self.width() - left
        first = QRectF(left, 0, room, theme.line(Type.FIGURE))
        ink = "gap" if self._low else "ink"
        taken = draw_text(painter, first, self._number, Type.FIGURE, ink, tabular=True)
        beside = first.adjusted(taken + theme.px(6), theme.px(4), 0, theme.px(4))
        draw_text(painter, beside, self._of, Type.BODY, "faint", tabular=True)
        below = QRectF(left, first.bottom(), room, theme.line(Type.BODY))
        draw_text(painter, below, self._words, Type.BODY, "muted")
        painter.end()
