"""The coaching of a company: a new session in under a minute, and those that were logged, each to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.page import Body
from app.desktop.pages.coaching.editor import SessionEditor
from app.desktop.pages.coaching.quick_entry import QuickEntry
from app.desktop.pages.coaching.shown import columns
from app.desktop.pages.company.shown import CompanyShown
from app.desktop.tokens import Type
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import row
from app.desktop.widgets.table import Table
from app.desktop.widgets.text import Text
from app.desktop.words import number_words, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk


class Coaching(QWidget):
    """Entry, list, and the panel of the session that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: CompanyShown | None = None
        self.setAccessibleName(say("desktop.company.tab.coaching"))

    def build(self) -> Iterator[None]:
        self.entry = QuickEntry(self._desk, with_company=False)
        yield from self.entry.build()
        self.entry.logged.connect(lambda _: self.entry.begin())
        title = say("desktop.company.sessions")
        self.table = Table(title, columns(with_company=False), two_lines=True, whole=True, sort=0)
        self.table.chosen.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self._edit())
        self.nothing = Text(say("desktop.company.no_sessions"), Type.BODY, "muted", wrap=True)
        self.sessions = Section(title, self.table, self.nothing)
        yield
        self.page = Body()
        self.page.add(self.entry, self.sessions)
        self.editor = SessionEditor(self._desk, with_company=False)
        self.editor.removed.connect(self._into_list)
        self.editor.hide()
        yield from self.editor.build()
        box = row(self.page, self.editor, gap=0)
        box.setStretchFactor(self.page, 1)
        self.setLayout(box)
        yield

    def show_company(self, shown: CompanyShown) -> None:
        if self._shown is not None and self._shown.id != shown.id:
            self.entry.leave()  # what is half typed belongs to the other company
            self.table.put(())
        self._shown = shown
        logs = "session" in shown.writes
        self.entry.setVisible(logs)
        if logs:
            self.entry.show_entry(shown.id, shown.id, shown.entry)
        self.table.put([one.row for one in shown.sessions])
        self.table.setVisible(bool(shown.sessions))
        self.nothing.setVisible(not shown.sessions)
        note = ""
        if shown.sessions:
            hours = number_words(shown.hub.minutes / 60, 1)
            note = say("desktop.company.sessions.sum", count=len(shown.sessions), hours=hours)
        self.sessions.set_title(say("desktop.company.sessions"), note)
        self._show_chosen()

    def choose(self, session: str) -> None:
        """Show a session beside the list."""
        self.table.choose(session)
        self._into_list()

    def _show_chosen(self) -> None:
        if self._shown is None:
            return
        id = self.table.chosen_id()
        found = next((one.session for one in self._shown.sessions if one.row.id == id), None)
        self.editor.show_session(found, self._shown.entry)

    def _edit(self) -> None:
        if self.editor.isVisible():
            self.editor.fields["note"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _into_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.page, self.editor] if self.editor.isVisible() else [self.page]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.editor.isAncestorOf(self.focusWidget() or self):
            self._into_list()
            return
        super().keyPressEvent(event)
