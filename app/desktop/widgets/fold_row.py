"""A row of a list that opens into a card in its place: folded it ends with a hairline, open it has frame and bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Space

_BAR_WIDTH, _BAR_HIGH = 3, 20


class FoldRow(QWidget):
    """`pressed` comes from a click on the row itself, where nothing else takes it."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self.wrong = False
        self.box = QVBoxLayout()
        self.box.setSpacing(Space.S)
        self.setLayout(self.box)
        self._settle()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _settle(self) -> None:
        if self.is_open:
            self.box.setContentsMargins(Space.L, Space.L + Space.S, Space.L, Space.L + Space.S)
        else:
            self.box.setContentsMargins(0, Space.S, 0, Space.S)

    def set_open(self, on: bool) -> None:
        if on != self.is_open:
            self.is_open = on
            self._settle()
            self.update()

    def mark_wrong(self, on: bool) -> None:
        if on != self.wrong:
            self.wrong = on
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        if not self.is_open:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("hair"))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("paper"))
        painter.setPen(QPen(theme.colour("gap" if self.wrong else "edge"), 1))
        box = QRectF(self.rect()).adjusted(0.5, Space.S + 0.5, -0.5, -Space.S - 0.5)
        painter.drawRoundedRect(box, Radius.CARD, Radius.CARD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gap" if self.wrong else "brand"))
        painter.drawRect(QRectF(0, Space.L + Space.S, _BAR_WIDTH, theme.px(_BAR_HIGH)))
        painter.end()
