"""What is wrong, below that which is wrong: icon and words. Fields have their own; this is for all else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text


class Wrong(QWidget):
    """Hidden while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Text("", Type.META, "gap", wrap=True)
        icon = Icon("circle-alert", "gap")
        box = row(icon, self._text, gap=Space.XS)
        box.setAlignment(icon, Qt.AlignmentFlag.AlignTop)  # at the first of several lines
        box.setStretchFactor(self._text, 1)
        self.setLayout(box)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def set_error(self, sentence: str | None) -> None:
        self._text.setText(sentence or "")
        self.setAccessibleName(sentence or "")
        self.setVisible(bool(sentence))
