"""The levels of a competence as large buttons: ground and quarter circle as in the matrix, the company's own symbol."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.matrix_model import LevelName
from app.desktop.widgets.scale import Scale, ScaleButton
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown
from app.domain.competence import HIGHEST
from app.drawing.level_glyph import draw_level
from app.drawing.screen import ScreenSurface

_HIGH, _GLYPH, _RING, _LEAST = 52, 8, 3, 22


class LevelButton(ScaleButton):
    """`symbol` is what the company writes."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__(value, name, large=True)
        self.symbol = value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = look()
        return QSize(theme.px(Size.SCALE_BUTTON), theme.px(_HIGH) + 2 * _RING)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(_LEAST), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        level, on = int(self.value), self.isChecked()
        box = QRectF(self.rect()).adjusted(_RING + 0.5, _RING + 0.5, -_RING - 0.5, -_RING - 0.5)
        painter.setBrush(theme.colour(f"level{level}"))
        over = self.underMouse() and self.isEnabled()
        painter.setPen(QPen(theme.colour("ink" if over else "ctl"), 1))
        painter.drawRoundedRect(box, Radius.CONTROL + 2, Radius.CONTROL + 2)
        if on:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("brand"), Size.RING))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, Radius.CARD + 1, Radius.CARD + 1)
        radius = theme.px(_GLYPH)
        surface = ScreenSurface(painter, screen_fonts())
        draw_level(surface, box.center().x(), box.top() + box.height() * 0.36, radius, level, theme.colours)
        words = QRectF(box.left(), box.top() + box.height() * 0.6, box.width(), theme.line(Type.META))
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, words, self.symbol, Type.META_STRONG, "glyph", align=centre, tabular=True)
        painter.end()


class LevelPicker(Scale):
    """Digits, or the company's own letters, choose; Delete takes the level back. `chosen` tells the canonical level."""

    def __init__(self, name: str) -> None:
        self._symbols: dict[str, str] = {}
        super().__init__(name, tuple(str(level) for level in range(HIGHEST + 1)), large=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = self.layout()
        if box is not None:
            box.setSpacing(Space.XS)

    def make(self, value: str, name: str, *, large: bool) -> ScaleButton:
        return LevelButton(value, name)

    def set_levels(self, levels: Sequence[LevelName]) -> None:
        """The company's symbols and words."""
        known = {str(one.value): one for one in levels}
        self._symbols = {}
        for button in self.buttons:
            one = known.get(button.value)
            if one is None or not isinstance(button, LevelButton):
                continue
            button.symbol = shown(one.symbol) or button.value
            button.setAccessibleName(shown(f"{button.symbol}: {one.words}"))
            button.setToolTip(shown(one.words))
            button.update()
            if len(one.symbol) == 1:
                self._symbols[one.symbol.casefold()] = button.value

    def _key(self, event: QKeyEvent) -> bool:
        typed = event.text().casefold()
        if typed and (value := self._symbols.get(typed)) is not None:
            self._press(value)
            return True
        if typed.isdigit() and any(symbol.isdigit() for symbol in self._symbols):
            return True  # a digit that the company's own scale does not have
        return super()._key(event)
