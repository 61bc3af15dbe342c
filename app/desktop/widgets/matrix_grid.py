"""The matrix with its four frozen edges: names, heads, shares, figures; it is as large as what it holds, at most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.widgets.matrix_edges import SHARE, FootEdge, ShareEdge
from app.desktop.widgets.matrix_model import Cell, MatrixSheet
from app.desktop.widgets.matrix_view import MatrixCells

_BAR = 12
_LEAST_ROWS = 6
_LEAST_WIDE = 320


class MatrixGrid(QWidget):
    """`view` has the keyboard; the edges and the scroll bars follow it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.view = MatrixCells(name)
        self.view.setParent(self)
        self._shares = ShareEdge(self.view, self.view.cells, self)
        self._feet = FootEdge(self.view, self.view.cells, self)
        self._down = self._mirror(self.view.verticalScrollBar(), Qt.Orientation.Vertical)
        self._across = self._mirror(self.view.horizontalScrollBar(), Qt.Orientation.Horizontal)
        self.view.verticalScrollBar().valueChanged.connect(lambda _: self._shares.update())
        self.view.horizontalScrollBar().valueChanged.connect(lambda _: self._feet.update())
        self.view.resized.connect(self._lay)
        self.setFocusProxy(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _mirror(self, inner: QScrollBar, orientation: Qt.Orientation) -> QScrollBar:
        """A bar of ours for a bar that Qt would put between the cells and their edges."""
        bar = QScrollBar(orientation, self)
        bar.setAccessibleName(self.accessibleName())

        def measure() -> None:
            bar.setRange(inner.minimum(), inner.maximum())
            bar.setPageStep(inner.pageStep())
            bar.setSingleStep(inner.singleStep())
            bar.setValue(inner.value())
            bar.setVisible(inner.maximum() > inner.minimum())

        inner.rangeChanged.connect(lambda _low, _high: measure())
        inner.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(inner.setValue)
        bar.hide()
        return bar

    def put(self, sheet: MatrixSheet, people: Sequence[int], skills: Sequence[int]) -> None:
        """Show these people and skills; who had the keyboard keeps it, by place in the sheet, if still seen."""
        view, model = self.view, self.view.cells
        same = list(model.columns) == list(skills) and [one for one in model.rows if one >= 0] == list(people)
        known = model.sheet
        if (
            same
            and known is not None
            and (known.people, known.skills, known.teams, known.groups)
            == (
                sheet.people,
                sheet.skills,
                sheet.teams,
                sheet.groups,
            )
        ):
            self.put_levels(sheet)
        else:
            cell, where = view.cell(), (view.verticalScrollBar().value(), view.horizontalScrollBar().value())
            blocked = view.blockSignals(True)
            model.put(sheet, people, skills)
            view.measure()
            if cell is not None:
                view.choose(cell)
            view.blockSignals(blocked)
            view.verticalScrollBar().setValue(where[0])
            view.horizontalScrollBar().setValue(where[1])
            view.moved.emit(view.cell())
        view.use_symbols({one.symbol: one.value for one in sheet.levels})
        self._lay()

    def put_levels(self, sheet: MatrixSheet, cells: Sequence[Cell] = ()) -> None:
        """Other levels of the same people and skills; `cells` are those that differ, none meaning any."""
        self.view.cells.put_grid(sheet, cells)
        self.view.viewport().update()
        self._shares.update()
        self._feet.update()

    def _lay(self) -> None:
        theme, view = look(), self.view
        foot, share, bar = self._feet.wanted_height(), theme.px(SHARE), theme.px(_BAR)
        heads, names = view.skill_head.height(), view.name_head.width()
        wide = min(names + view.across(), self.width() - share - bar)
        scrolls = names + view.across() > wide
        room = self.height() - foot - (bar if scrolls else 0)
        tall = min(heads + view.length() + 1, room)
        view.setGeometry(0, 0, wide, tall)
        self._shares.setGeometry(wide, 0, share, tall)
        self._feet.setGeometry(0, tall, wide + share, foot)
        self._down.setGeometry(wide + share, heads, bar, max(0, tall - heads))
        self._across.setGeometry(names, tall + foot, max(0, wide - names), bar)
        self._shares.update()
        self._feet.update()

    def used(self) -> QRect:
        """The part of the widget that the matrix takes."""
        return self.view.geometry().united(self._feet.geometry()).united(self._shares.geometry())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the edges the wheel scrolls the cells."""
        sideways = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or not event.angleDelta().y()
        bar = self.view.horizontalScrollBar() if sideways else self.view.verticalScrollBar()
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar.setValue(bar.value() - delta * bar.singleStep() // 60)
        event.accept()

    def minimumSizeHint(self) -> QSize:
        theme = look()
        return QSize(
            min(theme.px(_LEAST_WIDE), _LEAST_WIDE + 80),
            theme.px(140 + 19 * _LEAST_ROWS) + self._feet.wanted_height(),
        )

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
