"""How far one has come in a few questions: a bar a question, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_BAR, _THICK, _BETWEEN = 52, 4, 8


class StepBar(QLabel):
    """`words`: for example "Question 1 of 3"."""

    def __init__(self) -> None:
        super().__init__()
        self._at, self._of = 1, 1
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def set_step(self, at: int, of: int, words: str) -> None:
        self._at, self._of = at, of
        self.setText(shown(words))
        self.setAccessibleName(shown(words))
        self.restyle()

    def _bars(self) -> int:
        return self._of * look().px(_BAR + _BETWEEN)

    def sizeHint(self) -> QSize:
        theme = look()
        words = theme.metrics(Type.STRONG).horizontalAdvance(self.text())
        return QSize(self._bars() + theme.px(Space.M) + int(words) + 1, theme.line(Type.STRONG))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(_BAR), look().line(Type.STRONG))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        thick = theme.px(_THICK)
        # Where there is too little room the words alone stay: they say the same.
        bars = self._bars() if self.width() >= self.sizeHint().width() else 0
        for number in range(self._of if bars else 0):
            painter.setBrush(theme.colour("brand" if number < self._at else "track"))
            box = QRectF(
                number * theme.px(_BAR + _BETWEEN), (self.height() - thick) / 2, theme.px(_BAR), thick
            )
            painter.drawRoundedRect(box, thick / 2, thick / 2)
        left = bars + (theme.px(Space.M) if bars else 0)
        draw_text(
            painter,
            QRectF(left, 0, self.width() - left, self.height()),
            self.text(),
            Type.STRONG,
            "faint",
            tabular=True,
        )
        painter.end()
