"""The six words that the office tells by telephone: six lines that complete what is begun."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.first_start.answers import WORDS, Answers
from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.text import Text
from app.desktop.widgets.word_line import WordLine
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import say
from app.domain.collation import without_marks

_IN_A_ROW = 3
_BETWEEN = re.compile(r"[\s,;.\-]+")


class SixWords(QWidget):
    """`edited`: any of them is another. `whole`: one was left, and can be looked at. `entered`: Enter in the last."""

    edited = Signal()
    whole = Signal()
    entered = Signal()

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers
        self.setAccessibleName(say("desktop.first.words"))
        self.lines: list[WordLine] = []
        for place in range(WORDS):
            line = WordLine(say("desktop.first.word", place=place + 1), without_marks)
            line.set_value(answers.words[place])
            line.setPlaceholderText(str(place + 1))
            line.textChanged.connect(lambda typed, place=place: self._keep(place, typed))
            line.editingFinished.connect(lambda place=place: self._left(place))
            line.returnPressed.connect(lambda place=place: self._onwards(place, enter=True))
            line.finished.connect(lambda place=place: self._onwards(place))
            line.emptied.connect(lambda place=place: self._to(place - 1))
            line.several.connect(lambda typed, place=place: self._spread(place, typed))
            self.lines.append(line)
        rows = []
        for start in range(0, WORDS, _IN_A_ROW):
            cells = [column(line, gap=Space.XS) for line in self.lines[start : start + _IN_A_ROW]]
            one = row(*cells, gap=Space.M)
            for cell in cells:
                one.setStretchFactor(cell, 1)
            rows.append(one)
        self._wrong = Wrong()
        self.setLayout(
            column(
                Text(say("desktop.first.words"), Type.META_STRONG, "muted"),
                column(*rows, gap=Space.S),
                Text(say("desktop.first.words.help"), Type.META, "faint", wrap=True),
                self._wrong,
                gap=Space.XS,
            )
        )

    def offer(self, words: Mapping[str, str]) -> None:
        for line in self.lines:
            line.offer(words)

    def set_error(self, sentence: str | None) -> None:
        """The sentence names the word; words that are in no list are framed."""
        self._wrong.set_error(sentence)
        known = self._answers.known
        for line in self.lines:
            typed = line.text().strip()
            unknown = known is not None and bool(typed) and without_marks(typed) not in known.words
            line.mark_wrong(bool(sentence) and (unknown or not typed))

    def error(self) -> str:
        return self._wrong.text()

    def focus(self) -> None:
        """The first that is empty or in no list, else the first."""
        known = self._answers.known
        for line in self.lines:
            typed = without_marks(line.text().strip())
            if not typed or (known is not None and typed not in known.words):
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, place: int, typed: str) -> None:
        if self._answers.words[place] != typed.strip():
            self._answers.words[place] = typed.strip()
            self.edited.emit()

    def _left(self, place: int) -> None:
        self.lines[place].complete_it()
        if self.lines[place].text().strip():
            self.whole.emit()

    def _onwards(self, place: int, *, enter: bool = False) -> None:
        if place + 1 < WORDS and not (enter and all(self._answers.words)):
            self._to(place + 1)
        elif enter:
            self.entered.emit()
        else:
            self.whole.emit()

    def _to(self, place: int) -> None:
        if 0 <= place < WORDS:
            self.lines[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.lines[place].selectAll()

    def _spread(self, place: int, typed: str) -> None:
        """Several words at once, pasted: each into a line of its own."""
        words = [word for word in _BETWEEN.split(typed) if word][: WORDS - place]
        for further, word in enumerate(words):
            self.lines[place + further].setText(word)
        self._to(min(place + len(words), WORDS - 1))
