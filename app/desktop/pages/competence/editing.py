"""Ratings that are painted at once and told to the record afterwards; what it refuses is taken back with its sentence.

The worker keeps the newest view of the matrix and reckons the next one after each act, so that nothing is read again
for an edit. On the main thread the grid is that view, and on top of it what the record has not answered yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.pages.competence.shown import sheet_of
from app.desktop.widgets.matrix_model import Cell, MatrixSheet
from app.desktop.widgets.matrix_view import CLEARED
from app.desktop.words import say
from app.domain.matrix_grid import rated

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.matrix_view import MatrixView
    from app.operations.workspace import Workspace
    from app.store.ids import RowId
    from app.store.units import ChangeSet


@dataclass
class Live:
    """The view as the worker knows it. Touched on the worker alone."""

    view: MatrixView | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Edit:
    """Cells by the ids of person and skill, and the level that they are to have."""

    cells: tuple[tuple[RowId, RowId], ...]
    level: int | None


class Editing(QObject):
    """`sheet` is what is to be seen now."""

    painted = Signal(object)
    """The cells that are otherwise now; an empty tuple for any."""
    refused = Signal(str)
    stale = Signal()
    """The record is ahead of what is shown: it must be read again."""

    def __init__(self, desk: Desk, live: Live, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self.live = desk, live
        self._pending: list[_Edit] = []
        self._mine: list[ChangeSet] = []
        self.view: MatrixView | None = None
        self.sheet: MatrixSheet | None = None
        self.by_role = "coach"

    def take(self, view: MatrixView) -> MatrixSheet:
        """A snapshot of the record has come. What was asked after it was read stays painted."""
        if self.view is not None and self.view.company != view.company:
            self._pending.clear()
        self.view = view
        self.sheet = self._with_pending(sheet_of(view), view)
        return self.sheet

    def leave(self) -> None:
        """Nothing is shown any more."""
        self.view, self.sheet = None, None
        self._pending.clear()

    def is_mine(self, changes: ChangeSet | None) -> bool:
        """Whether a change is an edit of here, which is painted already."""
        if changes is None or not any(one is changes for one in self._mine):
            return False
        self._mine = [one for one in self._mine if one is not changes]
        return True

    def rate(self, cells: Sequence[Cell], level: int) -> None:
        """Paint and tell: all the cells as one act. Licences have no level and are left alone."""
        view, sheet = self.view, self.sheet
        if view is None or sheet is None:
            return
        able = [cell for cell in cells if not sheet.is_licence(cell[1])]
        if not able:
            self.refused.emit(say("desktop.competence.licence_has_no_level"))
            return
        value = None if level == CLEARED else level
        if value is None and all(sheet.level(cell) is None for cell in able):
            return
        edit = _Edit(tuple((view.people[row].id, view.skills[column].id) for row, column in able), value)
        self._pending.append(edit)
        self.sheet = sheet.with_grid(rated(sheet.grid, [(sheet.at(cell), value) for cell in able]))
        self.painted.emit(tuple(able))
        self._tell(edit, view.company)

    def _tell(self, edit: _Edit, company: RowId) -> None:
        live, mine, role = self.live, self._mine, self.by_role

        def act(workspace: Workspace) -> tuple[MatrixView | None, ChangeSet]:
            from app.operations.matrix_view import after_rating
            from app.operations.rating import Rated, rate, rate_many

            ratings = tuple(Rated(person, skill, edit.level) for person, skill in edit.cells)
            if len(ratings) == 1:
                one = ratings[0]
                changes = rate(
                    workspace,
                    company=company,
                    person=one.person,
                    skill=one.skill,
                    level=one.level,
                    by_role=role,
                )
            else:
                changes = rate_many(workspace, company=company, ratings=ratings, by_role=role)
            view = live.view
            if view is not None and view.company == company:
                try:
                    view = after_rating(view, [(one.person, one.skill, one.level) for one in ratings])
                except KeyError:  # somebody who has come since the view was read
                    view = None
                live.view = view
            mine.append(changes)
            return view, changes

        def done(view: MatrixView | None) -> None:
            self._settle(edit)
            if self.view is None or self.view.company != company:
                return
            if view is None or view.company != company:
                self.stale.emit()
                return
            self.view = view
            if self.sheet is not None:
                self.sheet = self._with_pending(self.sheet.with_grid(view.grid), view)
                self.painted.emit(())

        def failed(sentence: str) -> None:
            self._settle(edit)
            if self.view is not None and self.view.company == company and self.sheet is not None:
                self.sheet = self._with_pending(self.sheet.with_grid(self.view.grid), self.view)
                self.painted.emit(())
            self.refused.emit(sentence)

        self._desk.do(act, done, failed, owner=self)

    def _settle(self, edit: _Edit) -> None:
        self._pending = [one for one in self._pending if one is not edit]

    def _with_pending(self, sheet: MatrixSheet, view: MatrixView) -> MatrixSheet:
        """The sheet of a view with the edits on top that the record has not answered."""
        if not self._pending:
            return sheet
        rows = {one.id: place for place, one in enumerate(view.people)}
        columns = {one.id: place for place, one in enumerate(view.skills)}
        changes = [
            (view.cell(rows[person], columns[skill]), edit.level)
            for edit in self._pending
            for person, skill in edit.cells
            if person in rows and skill in columns and not sheet.is_licence(columns[skill])
        ]
        return sheet.with_grid(rated(sheet.grid, changes))
