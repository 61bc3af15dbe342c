"""What the parts of a target's bar mean, each sign with its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown
from app.drawing.bars import TargetBar, draw_target
from app.drawing.screen import ScreenSurface
from app.drawing.surface import Surface

Sign = Literal["done", "late", "under_way", "least", "plan"]
_BAR, _HIGH, _MARK, _BETWEEN = 26, 8, 8, 6


def _draw(surface: Surface, sign: Sign, wide: float, middle: float, unit: float) -> None:
    colours = look().colours
    high, top = _HIGH * unit, middle - _HIGH * unit / 2
    if sign in ("done", "late"):
        draw_target(surface, 0, top, wide, high, TargetBar(1, 0, 1), colours, late=sign == "late")
    elif sign == "under_way":
        draw_target(surface, 0, top, wide, high, TargetBar(0, 1, 1), colours, late=False)
    elif sign == "least":
        surface.rect(wide / 2 - unit, middle - high, 2 * unit, 2 * high, fill=colours.ink)
    else:
        tall, half = 0.62 * high, 0.44 * high
        tip = middle - tall / 2
        surface.poly(
            [(wide / 2, tip), (wide / 2 + half, tip + tall), (wide / 2 - half, tip + tall)],
            fill=colours.muted,
        )


class _Entry(QLabel):
    """A sign and its words."""

    def __init__(self, sign: Sign, words: str) -> None:
        super().__init__()
        self._sign: Sign = sign
        self.setText(shown(words))
        self.setAccessibleName(shown(words))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _wide(self) -> int:
        return look().px(_BAR if self._sign in ("done", "late", "under_way") else _MARK)

    def sizeHint(self) -> QSize:
        theme = look()
        words = theme.metrics(Type.META).horizontalAdvance(self.text())
        return QSize(self._wide() + theme.px(_BETWEEN) + int(words) + 2, theme.px(Size.TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        surface = ScreenSurface(painter, screen_fonts())
        _draw(surface, self._sign, self._wide(), self.height() / 2, theme.percent / 100)
        left = self._wide() + theme.px(_BETWEEN)
        box = self.rect().adjusted(left, 0, 0, 0).toRectF()
        draw_text(painter, box, self.text(), Type.META, "muted")
        painter.end()


class TargetLegend(FlowBox):
    """Side by side, on as many lines as that takes."""

    def __init__(self, name: str, signs: Sequence[tuple[Sign, str]]) -> None:
        """`signs` with their words."""
        super().__init__(*(_Entry(sign, words) for sign, words in signs), gap=Space.L, line_gap=0)
        self.setAccessibleName(name)
