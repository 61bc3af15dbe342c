"""Intervju: the sections of one interview, its questions and what they tell; saved as it is typed, with no button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.desktop.page import Page
from app.desktop.pages.interview.above import Above
from app.desktop.pages.interview.acts import Acts
from app.desktop.pages.interview.entries import RepeatBox
from app.desktop.pages.interview.going import Going
from app.desktop.pages.interview.head import Head
from app.desktop.pages.interview.model import FINISHED, Shown
from app.desktop.pages.interview.question import QuestionRow
from app.desktop.pages.interview.section import SectionPane
from app.desktop.pages.interview.section_list import SectionList
from app.desktop.pages.interview.side import Side
from app.desktop.places import Place
from app.desktop.theme import look
from app.desktop.tokens import Size
from app.desktop.widgets.layout import Line, column, row
from app.desktop.widgets.states import EmptyState
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.interview_view import InterviewStep, InterviewView
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_ROOM = 430
"""The least width of the questions, at 100 %."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An interview as it was opened; without a view there is none here. `activities`: code -> name."""

    view: InterviewView | None
    company: str
    activities: Mapping[str, str]


class InterviewPage(Page[Opened]):
    """Place: company and interview as hex, `tab` a question (its place, name or code), or nothing."""

    name: ClassVar[str] = "interview"
    work: ClassVar[bool] = True
    topics: ClassVar[frozenset[str]] = frozenset(
        {"interview", "repeat_instance", "answer", "respondent_name", "question_note", "company", "alias"}
    )

    def __init__(self, desk: Desk) -> None:
        self._shown: Shown | None = None
        self._id = ""
        self._came_for = ""
        self._side_wanted: bool | None = None
        self._figured = False
        self._built = False
        super().__init__(desk)
        self.acts = Acts(desk, self)
        self.acts.stepped.connect(self._stepped)
        self.acts.failed.connect(self._not_kept)

    def build(self, content: QWidget) -> Iterator[None]:
        self.head = Head(self.header, self.desk)
        self.head.back.connect(self._back)
        self.head.side.connect(self._toggle_side)
        yield
        self.sections = SectionList()
        yield
        self.pane = SectionPane(self.acts.under_way, self.acts.draft)
        self.pane.making.connect(self._making)
        self.pane.answered.connect(self._answered)
        self.pane.note_written.connect(lambda question, text: self.acts.note(question.view, text))
        self.pane.missing_said.connect(lambda question, kind: self.acts.excuse(question.view, kind))
        self.pane.row_wanted.connect(self._add_row)
        self.pane.row_unwanted.connect(self._remove_row)
        self.pane.who.chosen.connect(self.acts.speak_as)
        self.going = Going(self.sections, self.pane)
        yield
        self.side = Side()
        self.side.jumped.connect(self.going.to)
        yield
        self.above = Above()
        self.above.jumped.connect(self.going.to)
        self.above.amend.reason.connect(self._amend_it)
        self.above.settled.connect(self._show_status)
        box = row(self.sections, Line(upright=True), gap=0)
        box.addLayout(column(self.above, self.pane, gap=0), 1)
        box.addWidget(self.side)
        content.setLayout(box)
        self.pane.before = [self.sections.tree, *self.above.stops()]
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_figures)
        self._built = True
        look().watch(self)

    # --- the page ---

    def read(self, place: Place) -> Callable[[Workspace], Opened]:
        keep, tongue = self.acts.opener(language()), language()

        def run(workspace: Workspace) -> Opened:
            from app.operations import interviews

            item = place.item
            if not item and place.company:
                lines = interviews.list_interviews(workspace, place.company)
                running = [line for line in lines if line.status != FINISHED]
                item = next((line.id.hex() for line in (*running, *lines)), "")
            if not item:
                return Opened(None, place.company, {})
            names = {
                one.code: one.sv if tongue == "sv" else one.en
                for one in workspace.programme().every_activity()
            }
            view = keep(workspace, item)
            return Opened(view, view.company.hex(), names)

        return run

    def arrive(self, place: Place) -> None:
        if self._id and place.item and place.item != self._id:
            self.leave()
            self.forget()
        self._came_for = place.tab
        asked = self._asked
        super().arrive(place)
        if asked == self._asked:  # nothing to read: it is here
            self._came_for = ""
            self.going.to(place.tab)

    def empty(self, snapshot: Opened) -> EmptyState | None:
        if snapshot.view is not None:
            return None
        self._shown, self._id = None, ""
        self.going.show(None, "")
        icon = "clipboard-list"
        if not snapshot.company:
            title, hint = say("desktop.interview.none_open"), say("desktop.interview.none_open_hint")
            state = EmptyState(title, hint, say("desktop.interview.to_companies"), icon=icon)
            state.act.connect(lambda: self.desk.go(Place("companies")))
            return state
        title, hint = say("desktop.interview.none_here"), say("desktop.interview.none_here_hint")
        state = EmptyState(title, hint, say("action.interview.start"), icon=icon, button_icon="plus")
        state.act.connect(lambda: self.acts.start(snapshot.company))
        return state

    def fill(self, snapshot: Opened) -> None:
        view = snapshot.view
        assert view is not None
        same = self._shown is not None and self._id == view.id.hex()
        self._shown, self._id = Shown(view), view.id.hex()
        self.acts.interview = self._id
        self.going.show(self._shown, self._id)
        self.header.set_title(view.company_name)
        self.setAccessibleName(f"{say('desktop.interview.title')}: {view.company_name}")
        self.side.show_names(snapshot.activities)
        self.sections.show_interview(self._shown)
        self.head.show_progress(self._shown)
        if not same:
            self._figured = False
            self._share_room()
            self.above.clear()
        self._show_status()
        wanted, self._came_for = self._came_for, ""
        here = self.going.section
        if here is not None and not wanted:
            self.pane.update_section(here)
            self._later.start()
        else:
            # Each in an event of its own: first the page with its sections, then the questions, then the figures.
            QTimer.singleShot(0, self, lambda: self._begin(wanted))

    def _begin(self, wanted: str) -> None:
        self.going.begin(wanted)
        self._later.start()

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        if self._shown is None:
            return {}
        deeds: dict[str, Callable[[], None]] = {
            "search.here": self._search,
            "interview.next": lambda: self.going.step(1),
            "interview.previous": lambda: self.going.step(-1),
            "interview.next_section": lambda: self.going.other_section(1),
            "interview.previous_section": lambda: self.going.other_section(-1),
        }
        if self._shown.finished:
            deeds["interview.amend"] = self.above.ask
        else:
            deeds["interview.finish"] = self._finish
        return deeds

    def status(self) -> str:
        if self._shown is None:
            return ""
        return say("desktop.interview.form_version", version=self._shown.view.form_version)

    def panes(self) -> list[QWidget]:
        return (
            [pane for pane in (self.sections, self.pane, self.side) if pane.isVisible()]
            if self._built
            else []
        )

    def flush(self) -> None:
        if self._built:
            self.pane.flush()
        super().flush()
        self.acts.send()

    def _heard(self, changes: ChangeSet | None) -> None:
        if changes is not None and self.acts.knows(changes):
            return
        super()._heard(changes)

    def _making(self, on: bool) -> None:
        if on:
            self.desk.at_work.add(self.pane)
        else:
            self.desk.at_work.discard(self.pane)

    # --- what changes ---

    def _answered(self, question: QuestionRow, value: str) -> None:
        question.set_error("")
        self.acts.answer(question.view, value)

    def _stepped(self, at: str, step: InterviewStep) -> None:
        """A step has come home: put in what it names, and nothing else."""
        if self._shown is None:
            return
        if step.refused is not None:
            self._refused(at, step.refused, step.stops)
            return
        before = self._shown.finished
        letters = self._shown.apply(step)
        section = self.pane.section
        fresh = self._shown.section(section.letter) if section is not None else None
        if fresh is not None and fresh is not section:
            self.pane.update_section(fresh)
        if [one.letter for one in self._shown.relevant()] != self.sections.letters():
            self.sections.show_interview(self._shown)
        else:
            self.sections.show_sections(letters)
        if step.sections:
            self.head.show_progress(self._shown)
        if step.figures is not None or step.disagreements is not None:
            self._later.start()
        if before != self._shown.finished:
            self._show_status()

    def _refused(self, at: str, sentence: str, stops: tuple[str, ...]) -> None:
        question = self.pane.question_at(at) if at else None
        draft = self.acts.draft(at)
        if question is not None and draft is not None:
            question.show_draft(*draft)
        elif question is not None:
            question.set_error(sentence)
        elif not at:
            self.above.stop(sentence, stops)
        self.pane.release()

    def _not_kept(self, at: str, sentence: str) -> None:
        """The record could not take it (a full disk): said aloud; what is typed stays, and is told again."""
        self.banner.tell(sentence, say("desktop.interview.stays"))
        question = self.pane.question_at(at) if at else None
        if question is not None:
            question.put_back()
        self.pane.release()

    def _show_figures(self) -> None:
        if self._shown is None:
            return
        self.side.show_figures(self._shown)
        self.pane.who.show_roles(self._shown.roles())
        if not self._figured:
            self._figured = True
            self._share_room()

    def _show_status(self) -> None:
        if self._shown is None:
            return
        self.head.show_status(self._shown, amending=self.above.asking)
        self.head.share_room(self.width())
        if self.pane.editable == self._shown.finished:
            self.pane.editable = not self._shown.finished
            self.pane.refresh_all()
        self.offers.emit()

    # --- rows, finishing, amending ---

    def _add_row(self, repeat: RepeatBox) -> None:
        at = repeat.view.at
        self.acts.add_row(at, lambda: self.going.to(self._shown.first_of_last_row(at) if self._shown else ""))

    def _remove_row(self, repeat: RepeatBox, key: str) -> None:
        told = say("desktop.interview.row_removed", what=repeat.view.label)
        self.acts.remove_row(repeat.view.at, key, lambda: self.desk.tell(told, undoable=True))

    def _finish(self) -> None:
        self.flush()
        self.above.clear()
        self.acts.finish(lambda: self.desk.tell(say("desktop.interview.finished"), undoable=True))

    def _amend_it(self, reason: str) -> None:
        self.acts.amend(reason, self.above.clear, self.above.amend.refuse)

    # --- keys and room ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and Delete answer the current scale wherever the keyboard is, but in text; Enter goes on."""
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit, QComboBox))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        current = self.pane.current
        if plain and not typing and current is not None:
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and current.press(""):
                return
            if event.text().isdigit() and current.press(event.text()):
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isAncestorOf(focus or self):
                self.going.step(1)
                return
        super().keyPressEvent(event)

    def _search(self) -> None:
        self.sections.show()
        self.sections.start_search()

    def _back(self) -> None:
        if self._shown is not None:
            self.desk.go(Place("company", self._shown.view.company.hex()))
        else:
            self.desk.go(Place("companies"))

    def _toggle_side(self) -> None:
        self._side_wanted = self.side.isHidden()
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def restyle(self) -> None:
        self._share_room()

    def _share_room(self) -> None:
        """The questions come first: in a narrow window, or at a large text size, what stands beside steps aside."""
        if not self._built:
            return
        theme = look()
        least = theme.px(_ROOM)
        left = self.width() - self.sections.width()
        fits = left - theme.px(Size.SIDE) >= least
        self.side.setVisible(self._figured and (fits if self._side_wanted is None else self._side_wanted))
        if not self.side.isHidden():
            left -= self.side.sizeHint().width()
        self.sections.setVisible(
            left >= least or self.sections.isAncestorOf(QApplication.focusWidget() or self)
        )
        self.head.share_room(self.width())
