"""The left pane: the tree of sections, and over it a field that finds questions by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.pages.interview.model import Shown, asked_of, questions_of
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.field import Line
from app.desktop.widgets.layout import Pane, column
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.widgets.tree import Branch, Dot, Tree
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.interview_view import QuestionView, SectionView

_MOST_FOUND = 100


class SearchLine(Line):
    """Down goes to what was found, Esc gives up, Enter takes the first."""

    down = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.given_up.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the page would take it as "on to the next question"


class SectionList(Pane):
    """`opened`: the letter of a section; `jumped`: the place of a question."""

    opened = Signal(str)
    jumped = Signal(str)

    def __init__(self) -> None:
        box = column(gap=Space.S)
        super().__init__(box, Size.TREE, pad=(Space.M, Space.M, Space.M, Space.S))
        self._shown: Shown | None = None
        self.search = SearchLine(say("desktop.interview.search"))
        self.search.setPlaceholderText(say("desktop.interview.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._first)
        self.search.down.connect(self._to_found)
        self.search.given_up.connect(self.search.clear)
        self.tree = Tree(say("desktop.interview.sections"))
        self.tree.chosen.connect(self.opened)
        self.tree.dot_chosen.connect(self.jumped)
        self._found: Table | None = None  # made when somebody searches
        self._nothing = Text(say("desktop.interview.nothing_found"), Type.BODY, "muted", wrap=True)
        nothing = QWidget()
        nothing.setLayout(column(Space.M, self._nothing, None))
        self._stack = QStackedLayout()
        box.addWidget(self.search)
        # In its place before it is filled: it shows what it is given, which would be a window of its own.
        box.addLayout(self._stack, 1)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(nothing)
        self.setAccessibleName(say("desktop.interview.sections"))

    def show_interview(self, shown: Shown) -> None:
        self._shown = shown
        self.tree.put([_branch(section) for section in shown.relevant()])
        if self.search.text():
            self._look(self.search.text())

    def show_sections(self, letters: frozenset[str]) -> None:
        """These sections have other figures."""
        if self._shown is None:
            return
        for letter in letters:
            section = self._shown.section(letter)
            if section is not None and section.relevant:
                self.tree.put_one(_branch(section))

    def letters(self) -> list[str]:
        """The sections that are shown, in order."""
        return self.tree.ids()

    def show_place(self, letter: str, at: str) -> None:
        self.tree.show_open(letter, at)

    def start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _look(self, text: str) -> None:
        words = text.casefold().split()
        if not words or self._shown is None:
            self._stack.setCurrentIndex(0)
            return
        rows = [
            Row(question.at, (Cell(f"{question.code} {question.label}".strip(), second=section.short),))
            for section in self._shown.relevant()
            for question in questions_of(section.entries)
            if question.answerable and _has(question, words)
        ]
        table = self._table()
        table.put(rows[:_MOST_FOUND])
        self._stack.setCurrentIndex(2 if rows else 1)

    def _table(self) -> Table:
        if self._found is None:
            self._found = Table(say("desktop.interview.found"), (Column(""),), two_lines=True, one_click=True)
            self._found.horizontalHeader().hide()
            self._found.opened.connect(self._go)
            self._stack.addWidget(self._found)
        return self._found

    def _first(self) -> None:
        if self._found is not None and self._stack.currentWidget() is self._found:
            rows = self._found.model_of_rows.rows
            if rows:
                self._go(rows[0].id)

    def _to_found(self) -> None:
        widget = self._stack.currentWidget()
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, at: object) -> None:
        self.search.clear()
        self.jumped.emit(str(at))


def _has(question: QuestionView, words: list[str]) -> bool:
    text = " ".join((question.code, question.label, question.hint, *(one.label for one in question.choices)))
    folded = text.casefold()
    return all(word in folded for word in words)


def _branch(section: SectionView) -> Branch:
    said = say(
        "desktop.interview.section_said",
        letter=section.letter,
        title=section.title,
        answered=section.answered,
        possible=section.possible,
    )
    if section.wrong:
        said += ", " + say("desktop.interview.section_wrong", count=section.wrong)
    return Branch(
        id=section.letter,
        letter=section.letter,
        name=section.short,
        whole=section.title,
        count=f"{section.answered}/{section.possible}" if section.possible else "–",
        said=said,
        full=section.possible > 0 and section.answered >= section.possible,
        begun=section.answered > 0,
        wrong=section.wrong > 0,
        dots=tuple(_dot(question) for question in asked_of(section)),
    )


def _dot(question: QuestionView) -> Dot:
    if question.wrong:
        return Dot(question.at, "wrong")
    if question.value:
        return Dot(question.at, "full")
    return Dot(question.at, "excused" if question.missing else "hollow")
