"""A workbook before it is imported: what was understood of each sheet, what is asked, and what is left behind.

Nothing is kept until the one button says so; going back changes nothing. The file is read beside the record.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.page import body
from app.desktop.pages.competence.import_parts import MatrixPart, QuestionPart
from app.desktop.pages.competence.shown import in_language
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import Box, Line, column
from app.desktop.widgets.states import Banner, EmptyState, Skeleton
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk, Progress
    from app.operations.import_preview import ImportPreview
    from app.operations.import_words import AskedQuestion
    from app.workbooks import Answer

_QUESTIONS_AT_ONCE = 6


class _Sheets(QWidget):
    reaches_out = True  # as the tables in it do


class ImportView(QWidget):
    """`changed`: what the button may say is another. `left`: the person goes back."""

    changed = Signal()
    left = Signal()
    another = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: Path | None = None
        self._first: ImportPreview | None = None
        self._asked: tuple[AskedQuestion, ...] = ()
        self._round = 0
        self.preview: ImportPreview | None = None
        self.busy = False
        self._stack = QStackedLayout(self)
        skeleton = Skeleton(say("desktop.competence.import.reading"))
        self._reading = Box(column(skeleton), pad=(Space.XXL, Space.L, Space.XXL, Space.L))
        self._stack.addWidget(self._reading)
        self._failed: EmptyState | None = None
        self._numbers = Banner("sel")
        self._wrong = Banner("gap")
        self._about = Text("", Type.BODY, "muted", wrap=True)
        self._left_out = Text("", Type.BODY, "muted", wrap=True)
        self._sheets_box = column(gap=Space.XL)
        sheets = _Sheets()
        sheets.setLayout(self._sheets_box)
        self._parts: list[MatrixPart] = []
        self._hint = Text("", Type.BODY, "muted", wrap=True)
        self._questions = [QuestionPart() for _ in range(_QUESTIONS_AT_ONCE)]
        for at, part in enumerate(self._questions):
            part.answered.connect(lambda value, at=at: self._answer(at, value))
        self._more = Text("", Type.META, "muted", wrap=True)
        self._back = Button(say("desktop.competence.import.take_back"), "link", "undo-2")
        self._back.clicked.connect(self._take_back)
        self._ask_part = Section(
            say("desktop.competence.import.no_questions"),
            self._hint,
            *self._questions,
            self._more,
            actions=(self._back,),
            gap=Space.M,
        )
        self._seen = body(
            self._wrong,
            self._numbers,
            self._about,
            self._ask_part,
            Line(),
            sheets,
            self._left_out,
            gap=Space.L,
        )
        self._stack.addWidget(self._seen)
        self.setAccessibleName(say("action.matrix.import"))

    # --- reading ---

    def open(self, file: Path) -> None:
        """Look at a file. A file of the wrong kind gets its sentence in place."""
        self._file, self.preview, self._first = file, None, None
        self._stack.setCurrentWidget(self._reading)

        def work(_: Progress) -> ImportPreview:
            from app.operations.import_preview import preview_workbook

            return preview_workbook(file)

        self._ask(work, first=True)

    def _ask(self, work: Callable[[Progress], ImportPreview], *, first: bool = False) -> None:
        self._round += 1
        asked = self._round
        self.busy = True
        self.changed.emit()

        def came(found: ImportPreview) -> None:
            if asked == self._round:
                self.busy = False
                if first:
                    self._first = found
                self._show(found)

        def failed(sentence: str) -> None:
            if asked == self._round:
                self.busy = False
                self._fail(sentence, first=first)

        self._desk.aside(work, came, failed, owner=self)

    def close_file(self) -> None:
        """Nothing is looked at any more; an answer that is under way is not waited for."""
        self._round += 1
        self.busy = False
        self._file, self.preview, self._first = None, None, None

    @property
    def file(self) -> Path | None:
        return self._file

    def _fail(self, sentence: str, *, first: bool) -> None:
        if not first:
            self._wrong.tell(sentence)
            if self.preview is not None:
                self._show_questions(self.preview)
            self.changed.emit()
            return
        if self._failed is not None:
            self._stack.removeWidget(self._failed)
            self._failed.deleteLater()
        name = self._file.name if self._file is not None else ""
        state = EmptyState(
            say("desktop.competence.import.not_read", file=name),
            sentence,
            say("desktop.competence.import.other_file"),
            icon="file-warning",
            button_icon="file-spreadsheet",
        )
        state.act.connect(self.another)
        self._failed = state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)
        self.changed.emit()

    # --- answering ---

    def _answer(self, at: int, value: str) -> None:
        preview = self.preview
        if preview is None or self.busy or at >= len(self._asked):
            return
        question = self._asked[at].question

        def work(_: Progress) -> ImportPreview:
            from app.workbooks import Answer

            return preview.answered(Answer(question.sheet, question.about, question.where, value))

        self._ask(work)

    def _take_back(self) -> None:
        first, preview = self._first, self.preview
        if first is None or preview is None or not preview.answers or self.busy:
            return
        kept: tuple[Answer, ...] = preview.answers[:-1]

        def work(_: Progress) -> ImportPreview:
            return first.answered(*kept) if kept else first

        self._ask(work)

    # --- showing ---

    def _show(self, found: ImportPreview) -> None:
        self.preview = found
        self._wrong.hide()
        if found.personal_numbers:
            self._numbers.tell(
                say("desktop.competence.import.numbers", count=found.personal_numbers),
                say("desktop.competence.import.numbers_hint"),
            )
        else:
            self._numbers.hide()
        self._about.setText(
            say(
                "desktop.competence.import.about",
                file=found.file,
                sheets=len(found.matrices),
                values=sum(one.certain for one in found.matrices),
            )
        )
        self._show_left_out(found)
        self._show_questions(found)
        self._stack.setCurrentWidget(self._seen)
        self.changed.emit()
        self._show_sheets(0, self._round)

    def _show_sheets(self, at: int, asked: int) -> None:
        """One sheet at a time, so that a workbook of many never makes the window wait."""
        if asked != self._round or self.preview is None:
            return
        found = self.preview.matrices
        if at < len(found):
            if at == len(self._parts):
                part = MatrixPart()
                self._parts.append(part)
                self._sheets_box.addWidget(part)
            self._parts[at].show_matrix(found[at])
            self._parts[at].show()
            QTimer.singleShot(0, self, lambda: self._show_sheets(at + 1, asked))
            return
        for part in self._parts[len(found) :]:
            part.hide()

    def _show_left_out(self, found: ImportPreview) -> None:
        lines = [in_language(one) for one in found.dropped]
        unread = [
            say("desktop.competence.import.hidden", sheet=one.name) if one.hidden else one.name
            for one in found.sheets
            if not one.read
        ]
        if unread:
            lines.append(say("desktop.competence.import.sheets_unread", sheets=", ".join(unread)))
        if found.conflicts:
            lines.append(say("desktop.competence.import.conflicts", count=found.conflicts))
        self._left_out.setText("\n".join(lines))
        self._left_out.setVisible(bool(lines))

    def _show_questions(self, found: ImportPreview) -> None:
        self._asked = found.questions[:_QUESTIONS_AT_ONCE]
        count = len(found.questions)
        self._ask_part.set_title(
            say("desktop.competence.import.no_questions")
            if not count
            else say("desktop.competence.import.question")
            if count == 1
            else say("desktop.competence.import.questions", count=count)
        )
        if count:
            code = "open_hint" if found.importable else "must_hint"
        else:
            code = "ready_hint" if found.importable else "nothing_hint"
        self._hint.setText(say(f"desktop.competence.import.{code}"))
        for at, part in enumerate(self._questions):
            part.setVisible(at < len(self._asked))
            if at < len(self._asked):
                part.show_question(self._asked[at])
        hidden = count - len(self._asked)
        self._more.setText(say("desktop.competence.import.more_questions", count=hidden) if hidden else "")
        self._more.setVisible(hidden > 0)
        self._back.setVisible(bool(found.answers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
