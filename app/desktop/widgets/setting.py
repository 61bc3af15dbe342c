"""A setting: what it is, its control, what is usual, and the way back to that. It takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.layout import Item, column, row
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong

_WORDS, _NARROW = 260, 560


class Setting(QWidget):
    """Words at the left and the control at the right; one above the other where that is too wide."""

    put_back = Signal()

    def __init__(
        self, label: str, control: Item, *, help: str = "", usual: str = "", back: str = "", more: str = ""
    ) -> None:
        """`usual` says what the default is, `back` is the word of the button that returns to it."""
        super().__init__()
        self._label = Text(label, Type.STRONG, wrap=True)
        self._help = Text(help, Type.META, "muted", wrap=True)
        if not help:
            self._help.hide()
        self._words = QWidget()
        self._words.setLayout(column(self._label, self._help, None, gap=Space.HAIR))
        self._usual = Text(usual, Type.META, "faint")
        self._usual.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.back = Button(back, "link")
        self.back.setAccessibleDescription(label)
        self.back.clicked.connect(self.put_back)
        self.back.hide()
        self.wrong = Wrong()
        self._more = Text(more, Type.META, "faint", wrap=True)
        if not more:
            self._more.hide()
        items: list[Item] = [control]
        if usual:
            self._foot = QWidget()
            self._foot.setLayout(row(self._usual, self.back, None, gap=Space.S))
            items.append(self._foot)
        else:
            self._usual.hide()
        right = column(*items, self._more, self.wrong, gap=Space.XS)
        self._box = row(self._words, right, gap=Space.XL)
        self._box.setAlignment(self._words, Qt.AlignmentFlag.AlignTop)
        self._box.setStretchFactor(right, 1)
        self.setLayout(self._box)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        if hasattr(self, "_foot"):
            # The way back comes and goes; nothing below it moves.
            self._foot.setFixedHeight(look().px(Size.CONTROL))
        self._arrange()

    def show_usual(self, is_usual: bool) -> None:
        """Whether what is chosen is what is usual: then there is nothing to put back."""
        self.back.setVisible(not is_usual)

    def set_error(self, sentence: str | None) -> None:
        self.wrong.set_error(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = look().px
        low = self.width() < px(_NARROW)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if low else QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(Space.S if low else Space.XL)
        self._words.setMinimumWidth(0 if low else px(_WORDS))
        self._words.setMaximumWidth(px(_NARROW) if low else px(_WORDS))
