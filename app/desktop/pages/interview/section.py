"""One section: its heading, who answers, and its questions, made in slices and followed from step to step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.pages.interview.entries import Entries, RepeatBox
from app.desktop.pages.interview.model import asked_of
from app.desktop.pages.interview.question import QuestionRow
from app.desktop.pages.interview.who import WhoAnswers
from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import Box, Scroller, column, row
from app.desktop.widgets.tab_order import put_in_order
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.interview_view import SectionView

SLICE_MS = 5.0
"""The main thread's CPU time after which the next question is made in an event of its own."""

Draft = tuple[str, str]
"""A value that was refused, and the sentence."""


class SectionPane(QWidget):
    """The middle of the page. Signals carry the question they are about, and what was given."""

    answered = Signal(object, str)
    note_written = Signal(object, str)
    missing_said = Signal(object, str)
    row_wanted = Signal(object)
    row_unwanted = Signal(object, str)
    moved = Signal(str)
    """The place of the question that is the current one now."""
    making = Signal(bool)
    """Whether questions are still being made."""
    last_passed = Signal(int)
    """Onward from the last question (1), or back from the first (-1)."""

    def __init__(self, under_way: Callable[[str], bool], draft: Callable[[str], Draft | None]) -> None:
        super().__init__()
        self._under_way, self._draft = under_way, draft
        self.editable = True
        self.role = ""
        self.section: SectionView | None = None
        self.current: QuestionRow | None = None
        self._wanted = ""
        self._focus_wanted = False
        self._guard = 0
        self._work: Iterator[None] | None = None
        self._turn = 0
        self._entries = Entries(self)
        self._title = Text("", Type.PAGE, wrap=True)
        self._count = Text("", Type.BODY, "muted")
        self.who = WhoAnswers()
        self.who.chosen.connect(self._answers_now)
        head = row(self._title, self._count, gap=Space.L)
        head.setStretchFactor(self._title, 1)
        self._list = Box(self._entries.box)
        self._holder = column(self._list, gap=0)
        self._inner = Box(
            column(head, Space.XS, self.who, Space.S, self._holder, None, gap=Space.S),
            pad=(Space.XL, Space.M, Space.XL, Space.HUGE),
        )
        self._scroller = Scroller(self._inner)
        self.setLayout(column(self._scroller, gap=0))
        self.before: list[QWidget] = []
        """After what Tab comes here."""
        self._order = QTimer(self)
        self._order.setSingleShot(True)
        self._order.setInterval(0)
        self._order.timeout.connect(self._chain)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._rested)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    # --- showing ---

    def show_section(self, section: SectionView, at: str, *, focus: bool) -> None:
        """Show another section, with a question of it open."""
        self.flush()
        self._guard += 1
        self.current = None
        old, self._entries = self._list, Entries(self)
        old.hide()
        old.deleteLater()
        self._list = Box(self._entries.box)
        self._holder.insertWidget(0, self._list)
        self._guard -= 1
        self.section = section
        self._wanted, self._focus_wanted = at, focus
        self._heading()
        self._scroller.verticalScrollBar().setValue(0)
        self._begin(self._follow())

    def update_section(self, section: SectionView) -> None:
        """The same section with other values: nothing is made anew, focus and scrolling stay."""
        if section is self.section and self._work is None:
            return
        self.section = section
        self._heading()
        self._begin(self._follow())

    def refresh_all(self) -> None:
        """Who answers, or whether anything may be answered, is otherwise."""
        for question in self._entries.questions():
            question.set_editable(self.editable)
        if self.section is not None:
            self._begin(self._follow())

    def _heading(self) -> None:
        assert self.section is not None
        self._title.setText(self.section.title)
        possible = self.section.possible
        count = say("desktop.interview.count", answered=self.section.answered, possible=possible)
        self._count.setText(count if possible else "")

    def _begin(self, work: Iterator[None]) -> None:
        self._work = work
        self._turn += 1
        self.making.emit(True)
        self._go_on(self._turn)

    def _go_on(self, turn: int) -> None:
        """Make questions until the slice is used up; the rest comes in the next event."""
        if turn != self._turn or self._work is None:
            return
        begun = time.thread_time()
        self._entries.moved = False
        top = self._top_of_current()
        self._guard += 1
        try:
            for _ in self._work:
                if (time.thread_time() - begun) * 1000 > SLICE_MS:
                    QTimer.singleShot(0, self, lambda: self._go_on(turn))
                    break
            else:
                self._work = None
                self._order.start()
                self.making.emit(False)
        finally:
            self._guard -= 1
        if self._entries.moved and top is not None:
            self._keep_in_place(top)
        self._seek()

    def _follow(self) -> Iterator[None]:
        assert self.section is not None
        yield from self._entries.arrange(self.section.entries)

    def _seek(self) -> None:
        """Open the question that is wanted, once it has been made."""
        if not self._wanted:
            return
        found = self.question_at(self._wanted)
        if found is not None:
            self._wanted = ""
            self.open(found, focus=self._focus_wanted)
            # With everything above it made, it can be scrolled to.
            QTimer.singleShot(
                0, self, lambda: self._scroller.show_widget(found) if found is self.current else None
            )

    @property
    def building(self) -> bool:
        return self._work is not None

    def question_at(self, at: str) -> QuestionRow | None:
        return next((one for one in self._entries.questions() if one.view.at == at), None)

    def questions(self) -> list[QuestionRow]:
        return list(self._entries.questions())

    def flush(self) -> None:
        """What is typed in this section is told now."""
        for question in self._entries.questions():
            question.flush()

    # --- the current question ---

    def go_to(self, at: str, *, focus: bool = True) -> None:
        found = self.question_at(at)
        if found is None:
            self._wanted, self._focus_wanted = at, focus
            return
        self.open(found, focus=focus)
        self._scroller.show_widget(found)

    def open(self, question: QuestionRow, *, focus: bool) -> None:
        """Make a question the current one: the last one folds, and this one stays where it is on the screen."""
        if question is self.current:
            if focus:
                question.first().setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._guard += 1
        try:
            top = question.mapTo(self._scroller.viewport(), question.rect().topLeft()).y()
            old, self.current = self.current, question
            if old is not None:
                old.set_open(False)
                old.box.activate()
            question.set_open(True)
            question.box.activate()
            self._keep_in_place(top)
            if focus:
                question.first().setFocus(Qt.FocusReason.TabFocusReason)
        finally:
            self._guard -= 1
        self._order.start()
        self.moved.emit(question.view.at)

    def step(self, way: int) -> None:
        """To the next question that can be answered, or the one before."""
        asked = [one for one in self._entries.questions() if one.view.answerable]
        at = asked.index(self.current) + way if self.current in asked else 0
        if 0 <= at < len(asked):
            self.open(asked[at], focus=True)
            self._scroller.show_widget(asked[at])
        else:
            self.last_passed.emit(way)

    def end_question(self, way: int) -> str:
        """The first question of the section, or the last."""
        asked = asked_of(self.section) if self.section is not None else ()
        return (asked[0] if way > 0 else asked[-1]).at if asked else ""

    def _chain(self) -> None:
        """Tab goes as people read, whatever was made when."""
        put_in_order([*self.before, *self.who.stops(), *self._entries.stops()])

    def _top_of_current(self) -> int | None:
        if self.current is None:
            return None
        return self.current.mapTo(self._scroller.viewport(), self.current.rect().topLeft()).y()

    def _keep_in_place(self, top: int) -> None:
        """Lay out now, and scroll so that the current question is where it was."""
        if self.current is None:
            return
        self._settle_layouts(self.current)
        now = self.current.mapTo(self._scroller.viewport(), self.current.rect().topLeft()).y()
        bar = self._scroller.verticalScrollBar()
        if now != top:
            bar.setValue(bar.value() + now - top)

    def _settle_layouts(self, question: QuestionRow) -> None:
        widget: QWidget | None = question.parentWidget()
        while widget is not None and widget is not self._inner:
            layout = widget.layout()
            if layout is not None:
                layout.activate()
            widget = widget.parentWidget()
        QCoreApplication.sendEvent(self._inner, QEvent(QEvent.Type.LayoutRequest))

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._guard or now is None or not self._inner.isAncestorOf(now):
            return
        question = _question_of(now)
        if question is None or question is self.current:
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton and not question.editor.typed_in:
            return  # what is under the pointer is clicked first: it must not move away
        # Once the keyboard rests: whoever holds Tab passes folded questions by.
        self._rest.start()

    def _rested(self) -> None:
        """The keyboard came to a folded question: it opens, and its own editor gets the keyboard."""
        now = QApplication.focusWidget()
        if now is None or not self._inner.isAncestorOf(now):
            return
        question = _question_of(now)
        if question is not None and question is not self.current:
            self.open(question, focus=question.editor.shrinks)

    # --- what questions tell (see `question.Host` and `entries.Section`) ---

    def given(self, question: QuestionRow, value: str) -> None:
        self.answered.emit(question, value)
        if question is not self.current and question.editor.clicked:
            self.open(question, focus=True)

    def noted(self, question: QuestionRow, text: str) -> None:
        self.note_written.emit(question, text)

    def excused(self, question: QuestionRow, kind: str) -> None:
        self.missing_said.emit(question, kind)

    def unread(self, question: QuestionRow, sentence: str) -> None:
        question.set_error(sentence)

    def wanted(self, question: QuestionRow) -> None:
        self.open(question, focus=True)

    def onward(self) -> None:
        self.step(1)

    def under_way(self, at: str) -> bool:
        return self._under_way(at)

    def made(self, question: QuestionRow) -> None:
        draft = self._draft(question.view.at)
        if draft is not None:
            question.show_draft(*draft)

    def add_row(self, repeat: RepeatBox) -> None:
        repeat.set_waiting(True)
        self.row_wanted.emit(repeat)

    def remove_row(self, repeat: RepeatBox, key: str) -> None:
        repeat.set_waiting(True)
        self.row_unwanted.emit(repeat, key)

    def release(self) -> None:
        """An act on rows came to nothing: they can be worked on again."""
        for repeat in self._repeats():
            repeat.set_waiting(False)

    def _repeats(self) -> list[RepeatBox]:
        return [widget for widget in self._entries.kept.values() if isinstance(widget, RepeatBox)]

    def _answers_now(self, role: str) -> None:
        self.flush()
        self.role = role
        self.refresh_all()


def _question_of(widget: QWidget) -> QuestionRow | None:
    """The question that a widget is in."""
    around: QWidget | None = widget
    while around is not None and not isinstance(around, QuestionRow):
        around = around.parentWidget()
    return around
