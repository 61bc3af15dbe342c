"""Företag: every company that this laptop reads, found as one types, and a new one added beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.page import Page
from app.desktop.pages.companies.form import CompanyForm
from app.desktop.pages.companies.lines import CompaniesShown, read_companies, searched
from app.desktop.places import Place
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import Box, column, inset, row
from app.desktop.widgets.search_line import SearchLine
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.states import EmptyState
from app.desktop.widgets.table import Column, Table
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.domain.company import Stage

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_ALL = "all"
_SEARCH = 360
_ARRANGEMENT = "companies_table"
_NEW = "new"
_EDGE = Space.XXL - Space.OUT


class CompaniesPage(Page[CompaniesShown]):
    """`Place.tab`: a stage to begin with, or "new" for the form of a new company."""

    name = "companies"
    topics = frozenset({"company", "alias", "session", "interview", "answer"})

    def build(self, content: QWidget) -> Iterator[None]:
        self.header.set_title(say("action.go.companies"))
        self.add = self.desk.actions.button("company.new", "primary")
        self.header.add(self.add)
        self._shown: CompaniesShown | None = None
        self._fresh = False
        self.search = SearchLine(say("desktop.companies.search"), width=_SEARCH)
        self.search.sought.connect(lambda _: self._narrow())
        self.search.down.connect(self._into_list)
        self.search.entered.connect(self._open_first)
        self.stages = Segments(
            say("desktop.companies.by_stage"),
            [
                (_ALL, say("desktop.companies.all"), ""),
                *((stage.value, say(f"domain.stage.{stage.value}"), "") for stage in Stage),
            ],
        )
        self.stages.chosen.connect(lambda _: self._narrow())
        yield
        self.table = Table(
            say("action.go.companies"),
            (
                Column(say("desktop.companies.company")),
                Column(say("desktop.companies.municipality"), 132, spare=2),
                Column(say("desktop.companies.stage"), 172),
                Column(say("desktop.companies.newest"), 184, spare=3),
                Column(say("desktop.companies.next"), 272, spare=1),
            ),
            two_lines=True,
            one_click=True,
            sort=0,
        )
        self.table.opened.connect(self._open)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(Size.TYPING_MS)
        self._keep.timeout.connect(lambda: self.desk.remember(_ARRANGEMENT, self.table.arrangement()))
        self.table.arranged.connect(self._keep.start)
        self.desk.remembered(_ARRANGEMENT, self.table.arrange, owner=self)
        self.none = Text("", Type.BODY, "muted", wrap=True)
        self.none.hide()
        yield
        above = FlowBox(self.search, self.stages, gap=Space.M)
        # Beside the search the stages take what is left; the table scrolls below them, so that its head stays.
        self.left = Box(
            column(inset(above), inset(self.none), self.table, gap=Space.M),
            pad=(_EDGE, Space.S, _EDGE, 0),
        )
        yield
        self.form = CompanyForm(self.desk)
        self.form.closed.connect(self._close_form)
        self.form.hide()
        yield from self.form.build()
        box = row(self.left, self.form, gap=0)
        box.setStretchFactor(self.left, 1)
        content.setLayout(box)

    def read(self, place: Place) -> Callable[[Workspace], CompaniesShown]:
        return read_companies

    def arrive(self, place: Place) -> None:
        self._fresh = place != self.place
        if self._fresh and place.tab in set(Stage):
            self.search.clear()
            self.stages.set_value(place.tab)
        super().arrive(place)

    def empty(self, snapshot: CompaniesShown) -> EmptyState | None:
        if snapshot.lines or self._new:
            return None
        state = EmptyState(
            say("desktop.companies.empty"),
            say("desktop.companies.empty.hint"),
            say("action.company.new"),
            icon="factory",
            button_icon="plus",
        )
        state.act.connect(lambda: self.desk.actions.run("company.new"))
        # One primary action: the one in the middle of the page.
        self.add.hide()
        return state

    @property
    def _new(self) -> bool:
        return self.place is not None and self.place.tab == _NEW

    def fill(self, snapshot: CompaniesShown) -> None:
        self._shown = snapshot
        self.form.show_register(snapshot)
        self.form.setVisible(self._new)
        self.add.setVisible(not self._new)
        self.stages.set_count(_ALL, say("desktop.companies.all"), str(len(snapshot.lines)))
        for stage in Stage:
            label = say(f"domain.stage.{stage.value}")
            self.stages.set_count(stage.value, label, str(snapshot.stages.get(stage.value, 0)))
        self._narrow()

    def _came(self, snapshot: CompaniesShown) -> None:
        super()._came(snapshot)
        # Only what is in view takes the keyboard.
        if self._fresh and self.isVisible() and self.left.isVisible():
            self._fresh = False
            if self._new:
                self.form.begin()
            else:
                self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        """Show the companies that fit what is typed and chosen."""
        if self._shown is None:
            return
        words, stage = searched(self.search.text()).split(), self.stages.value()
        found = [
            line.row
            for line in self._shown.lines
            if (stage in (_ALL, line.stage)) and all(word in line.found_by for word in words)
        ]
        self.table.put(found)
        nothing = not found and bool(self._shown.lines)
        self.none.setText(say("desktop.companies.none_found") if nothing else "")
        self.none.setVisible(nothing)
        self.table.setVisible(bool(found))
        self._count = len(found)
        self.offers.emit()

    def status(self) -> str:
        if self._shown is None or not self._shown.lines:
            return ""
        return say("desktop.companies.seen", seen=self._count, count=len(self._shown.lines))

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        return {"search.here": lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)}

    def panes(self) -> list[QWidget]:
        return [self.left, self.form] if self._new else [self.left]

    # --- moving about ---

    def _into_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        """Enter in the search: the one that is found, or into the list where there are several."""
        rows = self.table.model_of_rows.rows
        if len(rows) == 1:
            self._open(rows[0].id)
        elif rows:
            self._into_list()

    def _open(self, id: object) -> None:
        if isinstance(id, str):
            self.desk.go(Place("company", id))

    def _close_form(self) -> None:
        self.desk.go(Place("companies"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._new:
            self._close_form()
            return
        super().keyPressEvent(event)
