"""Segments: a few views or values side by side, one chosen. Arrows move, and the whole is one Tab stop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Type
from app.desktop.widgets.flow import Flow
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_PAD = 12


class _Segment(QRadioButton):
    def __init__(self, value: str, label: str, count: str) -> None:
        super().__init__()
        self.value = value
        self.setAutoExclusive(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label, count)
        look().watch(self)

    def set_label(self, label: str, count: str) -> None:
        text = f"{shown(label)} {count}".strip()
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        width = theme.metrics(Type.STRONG).horizontalAdvance(self.text())
        return QSize(int(width) + 2 * theme.px(_PAD) + 1, theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(56)), look().px(28))

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setBrush(theme.colour("paper"))
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        elif self.underMouse():
            painter.setBrush(theme.colour("press"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        pad = theme.px(_PAD)
        room = QRectF(pad, 0, self.width() - 2 * pad + 1, self.height())
        ink = "ink" if self.isChecked() else "muted"
        kind = Type.STRONG
        draw_text(painter, room, self.text(), kind, ink, align=Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class Segments(QWidget):
    """`choices`: value, label, and a count that may be empty."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._parts = [_Segment(*choice) for choice in choices]
        flow = Flow(2, 2)
        flow.setContentsMargins(2, 2, 2, 2)
        for part in self._parts:
            flow.addWidget(part)
            part.clicked.connect(lambda _=False, pressed=part: self._press(pressed.value))
            part.installEventFilter(self)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if self._parts:
            self.set_value(self._parts[0].value)

    def value(self) -> str:
        return next((part.value for part in self._parts if part.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose one; a value that none has chooses none, and Tab then stops at the first."""
        stop = value if any(part.value == value for part in self._parts) else self._parts[0].value
        for part in self._parts:
            part.setChecked(part.value == value)
            here = part.value == stop
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
            if here:
                self.setFocusProxy(part)

    def set_count(self, value: str, label: str, count: str) -> None:
        for part in self._parts:
            if part.value == value:
                part.set_label(label, count)

    def _press(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                at = next((n for n, part in enumerate(self._parts) if part is watched), 0)
                step = 1 if key == Qt.Key.Key_Right else -1
                to = self._parts[(at + step) % len(self._parts)]
                self._press(to.value)
                to.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("hair"), 1) if look().scheme == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("hover"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
