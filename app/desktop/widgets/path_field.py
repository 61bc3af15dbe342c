"""A folder: typed, pasted, dropped or chosen with the button beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.field import Line
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong


def _dropped(data: QMimeData) -> str:
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


class _PathLine(Line):
    """A folder dropped here becomes its path, in place of what stood there."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _dropped(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event.mimeData()):
            event.acceptProposedAction()
            self.setText(path)
            self.editingFinished.emit()
        else:
            super().dropEvent(event)


class PathField(QWidget):
    """`settled` comes when the path is complete: on Enter, on leaving the field, from the dialog or a drop."""

    settled = Signal(str)
    asked = Signal()

    def __init__(self, label: str, choose: str, *, help: str = "", labelled: bool = True) -> None:
        """`labelled` False: the label stands elsewhere and is only the accessible name here."""
        super().__init__()
        self.line = _PathLine(label)
        self.button = Button(choose, icon="folder-open")
        self.button.setAccessibleDescription(label)
        self.button.clicked.connect(self.asked)
        self._told = ""
        self.line.editingFinished.connect(self._tell)
        self._label = Text(label, Type.META_STRONG, "muted")
        self._label.setBuddy(self.line)
        if not labelled:
            self._label.hide()
        self._help = Text(help, Type.META, "faint", wrap=True)
        if not help:
            self._help.hide()
        self._wrong = Wrong()
        both = row(self.line, self.button, gap=Space.S)
        both.setStretchFactor(self.line, 1)
        self.setLayout(column(self._label, both, self._help, self._wrong, gap=Space.XS))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if help:
            self.line.setAccessibleDescription(help)

    def value(self) -> str:
        return self.line.text().strip()

    def set_value(self, path: str | Path) -> None:
        """Put a path in from outside; it counts as told."""
        self._told = str(path)
        self.line.setText(self._told)
        self.line.setCursorPosition(0)

    def choose(self, path: Path) -> None:
        """A path that the person has just chosen."""
        self.line.setText(str(path))
        self._tell()

    def put_back(self) -> None:
        """What was told did not do: the text stays, and is told again at the next chance."""
        self._told = "\0"

    def set_error(self, sentence: str | None) -> None:
        self.line.mark_wrong(bool(sentence))
        self._wrong.set_error(sentence)
        self.line.setAccessibleDescription(sentence or self._help.text())

    def error(self) -> str:
        return self._wrong.text()

    def focus(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.settled.emit(self._told)
