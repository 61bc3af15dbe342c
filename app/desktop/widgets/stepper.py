"""A number of people or things: typed, or one more and one less by its buttons and by the up and down keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent

from app.desktop.theme import look
from app.desktop.tokens import Size
from app.desktop.widgets.button import IconButton
from app.desktop.widgets.field import Line

_SIDE, _LETTERS = 26, 4


class _Step(IconButton):
    """One of the two buttons inside the line; the keyboard has the arrows instead."""

    def __init__(self, name: str, icon: str, line: Stepper) -> None:
        super().__init__(name, icon, parent=line)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def restyle(self) -> None:
        super().restyle()
        side = look().px(_SIDE)
        self.setFixedSize(side, side)
        self.setStyleSheet(f"padding: 0; min-height: {side - 2}px; max-height: {side - 2}px")


class Stepper(Line):
    """Empty where nobody has counted. What is typed is told as a line tells it, whatever it is."""

    def __init__(
        self, name: str, *, less: str, more: str, most: int = 9999, width: int = 108, calm: bool = False
    ) -> None:
        """`less` and `more` name the two buttons; `width` in pixels at 100 %."""
        super().__init__(name, most=_LETTERS + 2, calm=calm)
        self._most, self._width = most, width
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.less = _Step(less, "minus", self)
        self.more = _Step(more, "plus", self)
        self.less.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        theme = look()
        self.setTextMargins(theme.px(_SIDE - 6), 0, theme.px(_SIDE - 6), 0)
        self.setFixedWidth(theme.px(self._width))
        self._place()

    def step(self, by: int) -> None:
        """One more or less; from nothing the first step is to 0 or 1."""
        typed = self.text().strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            return
        now = int(typed) + by if typed else max(0, by)
        self.setText(str(min(self._most, max(0, now))))
        self.textEdited.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.step(1 if event.key() == Qt.Key.Key_Up else -1)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side = look().px(_SIDE)
        edge = max(1, (look().px(Size.CONTROL) - side) // 2)
        top = (self.height() - side) // 2
        self.less.move(edge, top)
        self.more.move(self.width() - side - edge, top)
