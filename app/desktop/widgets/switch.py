"""A switch: on or off, taking effect at once. The word beside it says which."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_WIDE, _HIGH, _KNOB = 36, 20, 12


class Switch(QCheckBox):
    """`on` and `off` are the words for what it is now; `name` is what it switches."""

    def __init__(self, name: str, on: str, off: str) -> None:
        super().__init__()
        self._on, self._off = shown(on), shown(off)
        self.setAccessibleName(shown(name))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._turned)
        look().watch(self)
        self._turned(False)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _turned(self, on: bool) -> None:
        self.setText(self._on if on else self._off)
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        words = max(theme.metrics(Type.BODY).horizontalAdvance(text) for text in (self._on, self._off))
        return QSize(theme.px(_WIDE + Space.S) + int(words) + 1, theme.px(Size.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high, knob = theme.px(_WIDE), theme.px(_HIGH), theme.px(_KNOB)
        top = (self.height() - high) / 2
        ground = ("brand_over" if self.underMouse() else "brand") if on else "paper"
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(theme.colour("brand" if on else "ctl"), 1))
        painter.drawRoundedRect(QRectF(0.5, top + 0.5, wide - 1, high - 1), high / 2, high / 2)
        gap = (high - knob) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_brand" if on else "ctl"))
        painter.drawEllipse(QRectF(wide - gap - knob if on else gap, top + gap, knob, knob))
        left = wide + theme.px(Space.S)
        draw_text(painter, QRectF(left, 0, self.width() - left, self.height()), self.text(), Type.BODY, "ink")
        painter.end()
