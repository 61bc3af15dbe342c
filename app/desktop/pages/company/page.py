"""Ett företag: everything about one company under one head, and the one thing to do next as its button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.page import Page
from app.desktop.pages.company.coaching import Coaching
from app.desktop.pages.company.competence import Competence
from app.desktop.pages.company.lists import Documents, History, Interviews
from app.desktop.pages.company.overview import Overview
from app.desktop.pages.company.shown import CompanyShown, read_company
from app.desktop.pages.company.time_rows import INTERVIEW, MATRIX
from app.desktop.places import Place
from app.desktop.stages import stage_chip
from app.desktop.tokens import Space
from app.desktop.widgets.button import Button
from app.desktop.widgets.layout import Box, column, row
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.states import EmptyState
from app.desktop.words import say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

View = Overview | Interviews | Competence | Coaching | Documents | History
_TABS = ("overview", "interviews", "competence", "coaching", "documents", "history")
_ICONS = {
    "continue_interview": "arrow-right",
    "start_interview": "clipboard-list",
    "start_matrix": "grid-3x3",
    "log_session": "timer",
}


class CompanyPage(Page["CompanyShown | None"]):
    """`Place.tab`: which view; `Place.item`: a session to be shown in the coaching."""

    name = "company"

    def build(self, content: QWidget) -> Iterator[None]:
        self._shown: CompanyShown | None = None
        self._wanted = ""
        self._first_focus = False
        self._turned: Place | None = None
        self.header.set_title("", say("action.go.companies"))
        self.header.above.clicked.connect(lambda: self.desk.go(Place("companies")))
        self.interview = self.desk.actions.button("interview.start")
        self.log = self.desk.actions.button("coaching.log", words=say("hub.main.log_session"))
        self.main = Button("", "primary", "timer")
        self.main.clicked.connect(self._do_main)
        self.header.add(self.interview, self.log, self.main)
        self.tabs = Segments(
            say("desktop.company.tabs"), [(tab, say(f"desktop.company.tab.{tab}"), "") for tab in _TABS]
        )
        self.tabs.chosen.connect(self._turn)
        above = Box(row(self.tabs, None), pad=(Space.XXL, 0, Space.XXL, Space.M))
        views = QWidget()
        self._views = QStackedLayout()
        views.setLayout(self._views)
        box = column(above, views, gap=0)
        box.setStretchFactor(views, 1)
        content.setLayout(box)
        yield
        self.overview = Overview(self.desk)
        self.interviews = Interviews(self.desk)
        self.competence = Competence(self.desk)
        self.coaching = Coaching(self.desk)
        self.documents = Documents(self.desk)
        self.history = History(self.desk)
        self.overview.opened.connect(self._open)
        self._by_tab: dict[str, View] = {
            "overview": self.overview,
            "interviews": self.interviews,
            "competence": self.competence,
            "coaching": self.coaching,
            "documents": self.documents,
            "history": self.history,
        }
        self._filled: dict[str, CompanyShown] = {}
        for part in self._by_tab.values():
            self._views.addWidget(part)
            yield from part.build()

    # --- snapshots ---

    def read(self, place: Place) -> Callable[[Workspace], CompanyShown | None]:
        company = place.company

        def read(workspace: Workspace) -> CompanyShown | None:
            try:
                return read_company(workspace, company) if company else None
            except Refusal as refused:
                if refused.code != "companies.unknown":
                    raise
                return None  # its registration was taken back, or it was never read here

        return read

    def arrive(self, place: Place) -> None:
        if place != self.place:
            self._first_focus = place != self._turned  # turned to by the tabs, the keyboard stays on them
            self._turned = None
            self._wanted = place.item
            if self._shown is not None and place.company != self._shown.id:
                self._shown = None  # nothing more is done to the last one
            if self._shown is not None:
                self._turn_to(place.tab)  # at once; what is new comes when it is read
        super().arrive(place)

    def forget(self) -> None:
        # Another session of the same company is shown among what is shown already.
        if self._shown is not None and self.coaching.isVisible():
            self.coaching.entry.leave()
        super().forget()

    def empty(self, snapshot: CompanyShown | None) -> EmptyState | None:
        if snapshot is not None:
            return None
        self._shown = None
        self.header.set_title("", say("action.go.companies"))
        for part in (self.header.chip, self.interview, self.log, self.main):
            part.hide()
        gone = self.place is not None and bool(self.place.company)
        state = EmptyState(
            say("desktop.company.gone" if gone else "desktop.company.none"),
            say("desktop.company.gone.hint" if gone else "desktop.company.none.hint"),
            say("action.go.companies"),
            icon="factory",
        )
        state.act.connect(lambda: self.desk.go(Place("companies")))
        return state

    def fill(self, snapshot: CompanyShown | None) -> None:
        assert snapshot is not None
        self._shown = snapshot
        company = snapshot.hub.company
        self.header.set_title(company.name, say("action.go.companies"))
        self.header.chip.set_state(*stage_chip(company.stage))
        self.header.chip.show()
        self.setAccessibleName(company.name)
        counts = {
            "interviews": len(snapshot.hub.interviews),
            "coaching": len(snapshot.hub.sessions),
            "documents": len({one.kind for one in snapshot.offers}),
        }
        for tab, count in counts.items():
            self.tabs.set_count(tab, say(f"desktop.company.tab.{tab}"), str(count) if count else "")
        self._turn_to(self.place.tab if self.place is not None else "")

    def _came(self, snapshot: CompanyShown | None) -> None:
        super()._came(snapshot)
        # Only what is in view takes the keyboard.
        if self._first_focus and self.isVisible() and self._shown is not None:
            self._first_focus = False
            if self._wanted:
                wanted, self._wanted = self._wanted, ""
                self.coaching.choose(wanted)
            elif self.tabs.value() == "coaching" and not self.coaching.entry.isHidden():
                self.coaching.entry.begin()
            else:
                self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to(self, tab: str) -> None:
        """Show a view, with what was read last."""
        tab = tab if tab in _TABS else _TABS[0]
        part = self._by_tab[tab]
        self.tabs.set_value(tab)
        if self._shown is not None and self._filled.get(tab) is not self._shown:
            self._filled[tab] = self._shown
            part.show_company(self._shown)
        self._views.setCurrentWidget(part)
        self._dress(tab)

    def _dress(self, tab: str) -> None:
        """The head's buttons: one primary, unless the entry of a session has its own."""
        if self._shown is None:
            return
        hub, writes = self._shown.hub, self._shown.writes
        entry = tab == "coaching" and "session" in writes
        logs = hub.main.value == "log_session"
        self.main.set_words(say(f"hub.main.{hub.main.value}"), _ICONS[hub.main.value])
        self.main.set_kind("plain" if entry else "primary")
        self.main.setVisible(not (logs and (entry or "session" not in writes)))
        starts = "interview" in writes and hub.reads_analysis
        self.interview.setVisible(starts and hub.main.value != "start_interview")
        self.log.setVisible("session" in writes and not entry and not logs)

    def _turn(self, tab: str) -> None:
        """A person has chosen a view: it has its place, so that one can go back."""
        if self._shown is not None:
            self._turn_to(tab)
            self._turned = Place("company", self._shown.id, tab=tab)
            self.desk.go(self._turned)

    # --- what can be done ---

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        if self._shown is None:
            return {}
        deeds: dict[str, Callable[[], None]] = {}
        if "session" in self._shown.writes:
            deeds["coaching.log"] = self._log
        if "interview" in self._shown.writes and self._shown.hub.reads_analysis:
            deeds["interview.start"] = self._start_interview
        if self._shown.offers:
            documents = Place("documents", self._shown.id)
            deeds["document.print"] = lambda: self.desk.go(documents)
        return deeds

    def panes(self) -> list[QWidget]:
        view = self._views.currentWidget()
        inner = self.coaching.panes() if view is self.coaching else [view] if view is not None else []
        return [self.tabs, *inner]

    def leave(self) -> None:
        super().leave()
        if self._shown is not None and self.tabs.value() == "coaching":
            self.coaching.entry.leave()

    def _do_main(self) -> None:
        if self._shown is None:
            return
        hub, id = self._shown.hub, self._shown.id
        match hub.main.value:
            case "continue_interview" if hub.interview is not None:
                self.desk.go(Place("interview", id, hub.interview.hex()))
            case "start_interview":
                self._start_interview()
            case "start_matrix":
                self.desk.go(Place("competence", id))
            case _:
                self._log()

    def _log(self) -> None:
        if self._shown is None:
            return
        if self.tabs.value() == "coaching":
            self.coaching.entry.begin()
        else:
            self.desk.go(Place("company", self._shown.id, tab="coaching"))

    def _start_interview(self) -> None:
        if self._shown is None:
            return
        company = self._shown.id

        def act(workspace: Workspace) -> tuple[str, ChangeSet | None]:
            from app.operations import interviews

            made, changes = interviews.start(workspace, company=company)
            return made.hex(), changes

        def done(made: str) -> None:
            self.desk.tell(say("desktop.company.interview_started"), undoable=True)
            self.desk.go(Place("interview", company, made))

        self.desk.do(act, done, lambda sentence: self.banner.tell(sentence), owner=self)

    def _open(self, what: str) -> None:
        """Go to what a point of the timeline, or a next step, leads to."""
        if self._shown is None:
            return
        kind, _, id = what.partition(":")
        if kind == INTERVIEW:
            self.desk.go(Place("interview", self._shown.id, id))
        elif kind == MATRIX:
            self.desk.go(Place("competence", self._shown.id))
        else:  # a session, or the one in which a step was agreed
            self.desk.go(Place("company", self._shown.id, id, "coaching"))
