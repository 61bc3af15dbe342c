"""Coachning: every session that this laptop reads, newest first; a new one above them, one put right beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.page import Body, Page
from app.desktop.pages.coaching.editor import SessionEditor
from app.desktop.pages.coaching.quick_entry import QuickEntry
from app.desktop.pages.coaching.shown import CoachingShown, Logged, columns, read_coaching, searched
from app.desktop.places import Place
from app.desktop.tokens import Space, Type
from app.desktop.widgets.field import Choice
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import row
from app.desktop.widgets.search_line import SearchLine
from app.desktop.widgets.states import EmptyState
from app.desktop.widgets.table import Table
from app.desktop.widgets.text import Text
from app.desktop.words import number_words, say

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_SEARCH, _CHOICE = 300, 220
_NEW = "new"


class CoachingPage(Page[CoachingShown]):
    """`Place.tab` "new" opens the entry (`Place.company` chooses its company); `Place.item` chooses a session."""

    name = "coaching"
    topics = frozenset({"session", "company", "alias"})

    def build(self, content: QWidget) -> Iterator[None]:
        self.header.set_title(say("action.go.coaching"))
        self.log = self.desk.actions.button("coaching.log", "primary")
        self.header.add(self.log)
        self._shown: CoachingShown | None = None
        self._fresh = False
        self._wanted = ""
        self._seen: tuple[Logged, ...] = ()
        self._choices: tuple[tuple[str, str], ...] = ()
        self.entry = QuickEntry(self.desk, with_company=True)
        self.entry.logged.connect(self._logged)
        self.entry.hide()
        yield from self.entry.build()
        self.search = SearchLine(say("desktop.coaching.search"), width=_SEARCH)
        self.search.sought.connect(lambda _: self._narrow())
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self._into_list)
        self.by_company = Choice(say("desktop.coaching.by_company"), search=True, width=_CHOICE)
        self.by_activity = Choice(say("desktop.coaching.by_activity"), width=_CHOICE)
        for choice in (self.by_company, self.by_activity):
            choice.chosen.connect(lambda _: self._narrow())
        yield
        self.table = Table(
            say("action.go.coaching"), columns(with_company=True), two_lines=True, whole=True, sort=0
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._edit)
        self.none = Text("", Type.BODY, "muted", wrap=True)
        self.none.hide()
        yield
        self.editor = SessionEditor(self.desk, with_company=True)
        self.editor.removed.connect(self._into_list)
        self.editor.hide()
        yield from self.editor.build()
        self.page = Body(gap=Space.L)
        above = FlowBox(self.search, self.by_company, self.by_activity, gap=Space.M)
        for part in (self.entry, above, self.none, self.table):
            self.page.add(part)
            yield
        box = row(self.page, self.editor, gap=0)
        box.setStretchFactor(self.page, 1)
        content.setLayout(box)

    def read(self, place: Place) -> Callable[[Workspace], CoachingShown]:
        return read_coaching

    def arrive(self, place: Place) -> None:
        self._fresh = place != self.place
        if self._fresh:
            self._wanted = place.item
        super().arrive(place)

    @property
    def _new(self) -> bool:
        return self.place is not None and self.place.tab == _NEW

    def empty(self, snapshot: CoachingShown) -> EmptyState | None:
        if snapshot.sessions or (self._new and snapshot.entry.companies):
            return None
        self._shown = None
        self.log.hide()  # one primary action: the one in the middle of the page
        if not snapshot.entry.companies:
            state = EmptyState(
                say("desktop.coaching.no_company"),
                say("desktop.coaching.no_company.hint"),
                say("action.company.new"),
                icon="factory",
                button_icon="plus",
            )
            state.act.connect(lambda: self.desk.actions.run("company.new"))
            return state
        state = EmptyState(
            say("desktop.coaching.empty"),
            say("desktop.coaching.empty.hint"),
            say("action.coaching.log"),
            icon="messages-square",
            button_icon="timer",
        )
        state.act.connect(lambda: self.desk.actions.run("coaching.log"))
        return state

    def fill(self, snapshot: CoachingShown) -> None:
        self._shown = snapshot
        place = self.place
        self.log.setVisible(not self._new)
        if self._new and place is not None:
            self.entry.show_entry("", place.company, snapshot.entry)
        self.entry.setVisible(self._new)
        if self._choices != snapshot.entry.companies:
            self._choices = snapshot.entry.companies
            self.by_company.set_choices([("", say("desktop.coaching.all_companies")), *self._choices])
            self.by_company.set_value(self.by_company.value())
        if self.by_activity.count() != len(snapshot.entry.activities) + 1:
            every = say("desktop.coaching.all_activities")
            self.by_activity.set_choices([("", every), *sorted(snapshot.entry.activities)])
            self.by_activity.set_value(self.by_activity.value())
        self._narrow()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            if all(one.row.id != wanted for one in self._seen):
                self._show_all()
            self.table.choose(wanted)

    def _came(self, snapshot: CoachingShown) -> None:
        super()._came(snapshot)
        place = self.place
        # Only what is in view takes the keyboard.
        if self._fresh and self.isVisible() and self.page.isVisible():
            self._fresh = False
            if self._new:
                self.entry.begin()
            else:
                (self.table if place is not None and place.item else self.search).setFocus(
                    Qt.FocusReason.OtherFocusReason
                )

    def _narrow(self) -> None:
        """Show the sessions that fit what is typed and chosen."""
        if self._shown is None:
            return
        words = searched(self.search.text()).split()
        company, activity = self.by_company.value(), self.by_activity.value()
        # One that is being changed stays where it is, though it may not fit any longer.
        held = self.editor.session if self.editor.isAncestorOf(self.focusWidget() or self) else ""
        self._seen = tuple(
            one
            for one in self._shown.sessions
            if one.row.id == held
            or (
                company in ("", one.company)
                and activity in ("", one.session.activity)
                and all(word in one.found_by for word in words)
            )
        )
        self.table.put([one.row for one in self._seen])
        nothing = bool(self._shown.sessions) and not self._seen
        self.none.setText(say("desktop.coaching.none_found") if nothing else "")
        self.none.setVisible(nothing)
        self.table.setVisible(bool(self._seen))
        self._show_chosen()
        self.offers.emit()

    def _show_all(self) -> None:
        """No filter: what is wanted by name may be hidden by one."""
        self.search.clear()
        self.by_company.set_value("")
        self.by_activity.set_value("")
        self._narrow()

    def status(self) -> str:
        if self._shown is None:
            return ""
        hours = sum(one.session.minutes for one in self._seen) / 60
        return say("desktop.coaching.sum", count=len(self._seen), hours=number_words(hours, 1))

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return {"search.here": lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)}

    def panes(self) -> list[QWidget]:
        return [self.page, self.editor] if self.editor.isVisible() else [self.page]

    def leave(self) -> None:
        super().leave()
        if self._new:
            self.entry.leave()

    # --- the chosen session ---

    def _choose(self, _: object) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._shown is None:
            return
        id = self.table.chosen_id()
        found = next((one for one in self._seen if one.row.id == id), None)
        self.editor.show_session(found.session if found is not None else None, self._shown.entry)

    def _edit(self, _: object) -> None:
        """Enter on a row: into its fields."""
        if self.editor.isVisible():
            self.editor.fields["note"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _logged(self, _: str) -> None:
        self.entry.begin()

    def _into_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.editor.isVisible() and self.editor.isAncestorOf(self.focusWidget() or self):
                self._into_list()
                return
            if self._new:
                self.desk.go(Place("coaching"))
                return
        super().keyPressEvent(event)
