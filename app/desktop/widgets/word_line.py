"""A line for one word out of a list: it completes what is begun, however it is spelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Size, Space
from app.desktop.widgets.field import Line

_MOST_SHOWN = 6
_BETWEEN = " ,;\t\n"


class Suggestions(QListWidget):
    """What the word may become, below its line. It never takes the focus: the line goes on being typed in."""

    picked = Signal(str)

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAccessibleName(name)
        self.setProperty("kind", "float")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.picked.emit(item.text()))
        self.hide()

    def show_words(self, words: list[str], below: QWidget) -> None:
        self.clear()
        for word in words:
            self.addItem(QListWidgetItem(word))
        self.setCurrentRow(0)
        corner = below.mapTo(self._window, QPoint(0, below.height() + Space.HAIR))
        row = look().px(Size.CONTROL)
        self.setGeometry(
            corner.x(), corner.y(), below.width(), len(words) * row + 2 * look().px(Space.XS) + 2
        )
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        self.setCurrentRow((self.currentRow() + by) % max(1, self.count()))

    def chosen(self) -> str:
        item = self.currentItem()
        return item.text() if item is not None else ""


class WordLine(Line):
    """`several`: more than one word was typed or pasted at once. `finished`: the word is whole, on to the next."""

    several = Signal(str)
    finished = Signal()
    emptied = Signal()
    """Backspace in an empty line: back to the one before."""

    def __init__(self, name: str, plain: Callable[[str], str]) -> None:
        super().__init__(name)
        self._plain = plain
        self._words: Mapping[str, str] = {}
        self._sorted: list[str] = []
        self.suggestions: Suggestions | None = None
        self.textEdited.connect(self._begun)

    def offer(self, words: Mapping[str, str]) -> None:
        """The words that may stand here, by their plain spelling."""
        self._words = words
        self._sorted = sorted(words)

    def _fitting(self, begun: str) -> list[str]:
        """Plain spellings that begin so, at most one more than are shown."""
        first = bisect_left(self._sorted, begun)
        some = self._sorted[first : first + _MOST_SHOWN + 1]
        return [spelling for spelling in some if spelling.startswith(begun)]

    def _begun(self, typed: str) -> None:
        if any(sign in typed.strip() for sign in _BETWEEN):
            self._close()
            self.several.emit(typed)
            return
        begun = self._plain(typed.strip())
        found = self._fitting(begun) if begun else []
        if not found or found == [begun]:
            self._close()
            return
        if self.suggestions is None:
            self.suggestions = Suggestions(self.accessibleName(), self.window())
            self.suggestions.picked.connect(self._pick)
        self.suggestions.show_words([self._words[spelling] for spelling in found[:_MOST_SHOWN]], self)

    def _pick(self, word: str) -> None:
        self._close()
        self.setText(word)
        self.finished.emit()

    def _close(self) -> None:
        if self.suggestions is not None:
            self.suggestions.hide()
            self.suggestions.deleteLater()
            self.suggestions = None

    def complete_it(self) -> bool:
        """Fill the word in where what is begun can only be one; whether it is one of the list then."""
        begun = self._plain(self.text().strip())
        if not begun:
            return False
        found = self._fitting(begun)
        if len(found) == 1 or begun in found:
            self.setText(self._words[begun if begun in found else found[0]])
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.suggestions is not None:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.suggestions.step(1 if key == Qt.Key.Key_Down else -1)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.suggestions.chosen())
                return
            if key == Qt.Key.Key_Escape:
                self._close()
                return
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Comma):
            if self.text().strip():
                self.complete_it()
                self._close()
                self.finished.emit()
            return
        if key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._close()
        super().focusOutEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self._close()
        super().hideEvent(event)
