"""How much is done: the words and a slim bar under them."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import column
from app.desktop.widgets.text import Text

_WIDE = 120


class Progress(QWidget):
    """`done` of `of`, in a sentence above the bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._words = Text("", Type.META_STRONG, tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self.setLayout(column(None, self._words, self._bar, None, gap=Space.XS))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(look().px(_WIDE))

    def show_progress(self, done: int, of: int, words: str) -> None:
        self._words.setText(words)
        self._bar.setRange(0, max(1, of))
        self._bar.setValue(done)
        self._bar.setAccessibleDescription(words)
