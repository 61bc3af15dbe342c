"""The matrix at work: filters and legend above, the grid, and beside it the chosen cell or a quick entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.page import side_panel
from app.desktop.pages.competence.editing import Editing
from app.desktop.pages.competence.entry import PersonEntry, SkillEntry
from app.desktop.pages.competence.filters import Filters
from app.desktop.pages.competence.side import CellPanel
from app.desktop.tokens import Space, Type
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import Box, Line, column, row
from app.desktop.widgets.matrix_grid import MatrixGrid
from app.desktop.widgets.matrix_legend import MatrixLegend
from app.desktop.widgets.matrix_model import Cell
from app.desktop.widgets.states import EmptyState
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.matrix_cell_facts import CellFacts
    from app.operations.workspace import Workspace

_FACTS_MS = 90
_MOST_LINES = 2.5


class MatrixWork(QWidget):
    """Shows what `editing` holds. `seen`: other people or skills are in view now."""

    seen = Signal()

    def __init__(self, desk: Desk, editing: Editing) -> None:
        super().__init__()
        self._desk, self._editing = desk, editing
        self._writable = True
        self._told: object = None
        self._built = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_FACTS_MS)
        self._pause.timeout.connect(self._ask_facts)
        self.setAccessibleName(say("desktop.competence.matrix"))

    def build(self) -> Iterator[None]:
        """Make the parts. Between them other events may come."""
        self.filters = Filters()
        self.filters.changed.connect(self._filter)
        self.legend, self._side_legend = MatrixLegend(), MatrixLegend()
        self._side_legend.hide()
        tools = row(self.filters, self.legend, gap=Space.XL)
        tools.setStretchFactor(self.legend, 1)
        tools.addStretch(0)  # takes what is left where the legend stands elsewhere
        self.tools = Box(tools, pad=(Space.XXL, Space.S, Space.XXL, Space.M))
        below = row(gap=0)
        box = column(self.tools, Line(), gap=0)
        box.addLayout(below, 1)
        self.setLayout(box)
        yield
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        below.addWidget(middle, 1)
        below.addWidget(Line(upright=True))
        self.grid = MatrixGrid(say("desktop.competence.matrix"))
        self.grid.view.rated.connect(self._rate)
        self.grid.view.moved.connect(lambda _: self._moved())
        self.grid.view.ranged.connect(self._moved)
        self.grid.view.opened.connect(self._open_cell)
        self._middle.addWidget(Box(column(self.grid), pad=(Space.XL, Space.M, Space.S, Space.S)))
        self._middle.addWidget(self._empty_state())
        yield
        self.panel = CellPanel()
        self.panel.rated.connect(self._rate_chosen)
        self.panel.rater.connect(self._set_rater)
        self.panel.hide()
        yield
        self.person, self.skill = PersonEntry(), SkillEntry()
        self.person.hide()
        self.skill.hide()
        yield
        actions = self._desk.actions
        self._nothing = Text(say("desktop.competence.choose_cell"), Type.BODY, "muted", wrap=True)
        self.adding = FlowBox(actions.button("matrix.person"), actions.button("matrix.skill"))
        self.side = side_panel(
            self.person, self.skill, self.panel, self._nothing, self.adding, self._side_legend
        )
        yield
        below.addWidget(self.side)
        self._editing.painted.connect(self._painted)
        self._built = True

    def _empty_state(self) -> EmptyState:
        """A matrix that has been begun and holds nobody, or nothing, yet."""
        state = EmptyState(
            say("desktop.competence.begin"),
            say("desktop.competence.begin_hint"),
            say("action.matrix.person"),
            button_icon="user-plus",
            other=say("action.matrix.skill"),
            matrix=True,
        )
        state.act.connect(lambda: self._desk.actions.run("matrix.person"))
        state.other.connect(lambda: self._desk.actions.run("matrix.skill"))
        return state

    # --- what is shown ---

    def show_view(self, *, writable: bool) -> None:
        """The view and the sheet that `editing` has taken."""
        view, sheet = self._editing.view, self._editing.sheet
        if view is None or sheet is None:
            return
        self._writable = writable
        self.panel.set_writable(writable)
        self._middle.setCurrentIndex(0 if view.people and view.skills else 1)
        self.tools.setVisible(bool(view.people and view.skills))
        self.filters.show_view(view, sheet)
        self.legend.show_sheet(sheet)
        self._side_legend.show_sheet(sheet)
        self._place_legend()
        self.grid.put(sheet, self.filters.people(view), self.filters.skills(sheet))
        self._moved()

    def _place_legend(self) -> None:
        """Above the grid, or at the foot of the panel where it would take the grid's room (a large text size)."""
        room = self.width() - self.filters.sizeHint().width() - 2 * Space.XXL - 2 * Space.XL
        lines = self.legend.heightForWidth(max(1, room)) / max(1, self.legend.sizeHint().height())
        above = lines < _MOST_LINES
        self.legend.setVisible(above)
        self._side_legend.setVisible(not above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._built:
            self._place_legend()

    def _filter(self) -> None:
        view, sheet = self._editing.view, self._editing.sheet
        if view is not None and sheet is not None:
            self.grid.put(sheet, self.filters.people(view), self.filters.skills(sheet))
            self._moved()
            self.seen.emit()

    def _painted(self, cells: tuple[Cell, ...]) -> None:
        sheet = self._editing.sheet
        if sheet is not None:
            self.grid.put_levels(sheet, cells)
            self._moved()

    # --- editing ---

    def _rate(self, cells: tuple[Cell, ...], level: int) -> None:
        if self._writable:
            self._editing.rate(cells, level)

    def _rate_chosen(self, level: int) -> None:
        self._rate(self.grid.view.chosen_cells(), level)

    def _set_rater(self, role: str) -> None:
        self._editing.by_role = role

    def _open_cell(self) -> None:
        self.close_entry()
        self.panel.focus_levels()
        self.side.show_widget(self.panel.levels)

    # --- beside it ---

    def cell(self) -> Cell | None:
        return self.grid.view.cell()

    def _moved(self) -> None:
        """Another cell, another range, or the same with another level."""
        view, sheet, cell = self._editing.view, self._editing.sheet, self.cell()
        entering = self.entering
        self.panel.setVisible(cell is not None and not entering)
        self._nothing.setVisible(cell is None and not entering)
        self.adding.setVisible(self._writable and not entering)
        if view is None or sheet is None or cell is None:
            return
        one = (view.people[cell[0]].id, view.skills[cell[1]].id)
        if one != self._told:
            self._told = one
            self.panel.forget_facts()
        self.panel.show_cell(view, sheet, cell, len(self.grid.view.chosen_cells()))
        self._pause.start()

    def _ask_facts(self) -> None:
        view, cell = self._editing.view, self.cell()
        if view is None or cell is None or not self._desk.is_open:
            return
        company, person, skill = view.company, view.people[cell[0]].id, view.skills[cell[1]].id
        live = self._editing.live

        def read(workspace: Workspace) -> CellFacts | None:
            from app.operations.matrix_cell_facts import cell_facts

            found = live.view
            if found is None or found.company != company:
                return None
            try:
                return cell_facts(workspace, found, person=person, skill=skill)
            except KeyError:  # gone meanwhile: the page is read again and the cell with it
                return None

        def came(facts: CellFacts | None) -> None:
            now, at, sheet = self._editing.view, self.cell(), self._editing.sheet
            if facts is None or now is None or at is None or sheet is None:
                return
            if (now.people[at[0]].id, now.skills[at[1]].id) == (person, skill):
                self.panel.show_facts(facts, sheet)

        self._desk.ask(read, came, self._editing.refused.emit, owner=self)

    @property
    def entering(self) -> bool:
        return self.person.isVisibleTo(self.side) or self.skill.isVisibleTo(self.side)

    def open_person(self) -> None:
        view = self._editing.view
        if view is not None:
            self._enter(self.person)
            self.person.open(
                _names(one.team for one in view.people), _names(one.shift for one in view.people)
            )

    def open_skill(self) -> None:
        view = self._editing.view
        if view is not None:
            self._enter(self.skill)
            self.skill.open(_names(one.name for one in view.groups))

    def correct_person(self) -> None:
        view, cell = self._editing.view, self.cell()
        if view is None or cell is None:
            return
        one = view.people[cell[0]]
        self._enter(self.person)
        self.person.correct(
            one.id,
            (one.name, one.team or "", one.shift or ""),
            _names(other.team for other in view.people),
            _names(other.shift for other in view.people),
        )

    def correct_skill(self) -> None:
        view, cell = self._editing.view, self.cell()
        if view is not None and cell is not None:
            self._enter(self.skill)
            self.skill.correct(view.skills[cell[1]].id, view.skills[cell[1]].name)

    def _enter(self, entry: QWidget) -> None:
        self.person.setVisible(entry is self.person)
        self.skill.setVisible(entry is self.skill)
        self._moved()
        self.seen.emit()

    def close_entry(self) -> None:
        if self.entering:
            self.person.hide()
            self.skill.hide()
            self._moved()
            self.seen.emit()
            self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.grid.view.hasFocus():
            self.close_entry()
            self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _names(found: Iterable[str | None]) -> list[str]:
    """Each name once, in order."""
    return sorted({name for name in found if name})
