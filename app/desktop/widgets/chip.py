"""Chips: a state is tint, icon and word, never colour alone; a chip that acts has an outline."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QRadioButton, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

Tone = Literal["neutral", "info", "ok", "warn", "gap"]
_TONES: dict[Tone, tuple[str, str]] = {
    "neutral": ("hover", "muted"),
    "info": ("sel", "ink"),
    "ok": ("ok_wash", "ok"),
    "warn": ("warn_wash", "warn"),
    "gap": ("gap_wash", "gap"),
}
_HEIGHT, _PAD, _ICON, _BETWEEN = 22, 9, 13, 4
_ACT_HEIGHT = 28


class Chip(QLabel):
    """A state in a word, with its icon."""

    def __init__(
        self, text: str, tone: Tone = "neutral", icon: str | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look().watch(self)
        self.set_state(text, tone, icon)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def set_state(self, text: str, tone: Tone = "neutral", icon: str | None = None) -> None:
        self._tone, self._icon = tone, icon
        super().setText(shown(text))
        self.setAccessibleName(shown(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        width = theme.metrics(Type.META_STRONG).horizontalAdvance(self.text()) + 1 + 2 * theme.px(_PAD)
        if self._icon is not None:
            width += theme.px(_ICON + _BETWEEN)
        return QSize(int(width) + 1, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(64)), look().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        ground, ink = _TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlined = theme.scheme == "contrast"
        painter.setPen(QPen(theme.colour(ink), 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        inset = 0.5 if outlined else 0.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = float(theme.px(_PAD))
        if self._icon is not None:
            side = theme.px(_ICON)
            pixmap = icon_pixmap(self._icon, theme.colour(ink), side, self.devicePixelRatioF())
            painter.drawPixmap(int(left), (self.height() - side) // 2, pixmap)
            left += theme.px(_ICON + _BETWEEN)
        room = QRectF(left, 0, self.width() - left - theme.px(_PAD) + 1, self.height())
        draw_text(painter, room, self.text(), Type.META_STRONG, ink)
        painter.end()


def _paint_choice(button: QAbstractButton) -> None:
    theme = look()
    on = button.isChecked()
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = "sel" if on else "hover" if button.underMouse() and button.isEnabled() else "paper"
    painter.setBrush(theme.colour(ground))
    painter.setPen(QPen(theme.colour("sel" if on and theme.scheme != "contrast" else "ctl"), 1))
    box = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    left = float(theme.px(_PAD + 2))
    ink = "ink" if button.isEnabled() else "faint"
    if on:
        side = theme.px(_ICON)
        pixmap = icon_pixmap("check", theme.colour(ink), side, button.devicePixelRatioF())
        painter.drawPixmap(int(left), (button.height() - side) // 2, pixmap)
        left += theme.px(_ICON + _BETWEEN)
        room = QRectF(left, 0, button.width() - left - theme.px(_PAD) + 1, button.height())
        draw_text(painter, room, button.text(), Type.META_STRONG, ink)
    else:
        room = QRectF(left, 0, button.width() - 2 * left + 1, button.height())
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, room, button.text(), Type.META_STRONG, ink, align=middle)
    painter.end()


def _choice_size(button: QAbstractButton) -> QSize:
    theme = look()
    width = theme.metrics(Type.META_STRONG).horizontalAdvance(button.text()) + 2 * theme.px(_PAD + 2) + 1
    # Room for the tick always, so that nothing jumps when it is chosen.
    return QSize(int(width) + theme.px(_ICON + _BETWEEN), theme.px(_ACT_HEIGHT))


class ChoiceChip(QCheckBox):
    """A chip that is chosen or not: outline, and tint with a tick when chosen. Space and Enter turn it."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look().watch(self)
        self.toggled.connect(self.updateGeometry)

    def set_words(self, text: str) -> None:
        self.setText(shown(text))
        self.setAccessibleName(shown(text))
        self.updateGeometry()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return _choice_size(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(72)), look().px(_ACT_HEIGHT))

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_choice(self)


class RadioChip(QRadioButton):
    """A chip of which one in a group is chosen; whoever holds the group says which."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoExclusive(False)
        self.set_words(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look().watch(self)

    def set_words(self, text: str) -> None:
        self.setText(shown(text))
        self.setAccessibleName(shown(text))
        self.setToolTip(shown(text))
        self.updateGeometry()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return _choice_size(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(72)), look().px(_ACT_HEIGHT))

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_choice(self)
