"""A fact: what it is at the left, what it says at the right, over as many lines as that takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import row
from app.desktop.widgets.text import Text


class FactLine(QWidget):
    """Read as one: "Kommun: Timrå, Västernorrland"."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = Text(label, Type.BODY, "muted")
        self._value = Text("", Type.BODY, wrap=True, align=Qt.AlignmentFlag.AlignRight)
        box = row(self._label, self._value, gap=Space.M)
        box.setAlignment(self._label, Qt.AlignmentFlag.AlignTop)
        box.setStretchFactor(self._label, 2)
        box.setStretchFactor(self._value, 3)
        self.setLayout(box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_fact(self, value: str, *, known: bool = True) -> None:
        """`known` False: words for what nobody has said yet."""
        self._value.setText(value)
        self._value.set_colour("ink" if known else "faint")
        self.setAccessibleName(f"{self._label.text()}: {value}")

    def value(self) -> str:
        return self._value.text()
