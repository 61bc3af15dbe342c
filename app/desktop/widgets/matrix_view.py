"""The competence matrix on screen: cells painted from kept pixmaps over a table model, edited by arrows and digits.

Arrows move, Shift selects a range, a digit (or the company's own letter) rates the range as one act, Delete takes it
back, Enter asks for the large buttons, Escape ends a range. Tab leaves. What is painted is read aloud cell by cell.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size
from app.desktop.widgets.matrix_head import Corner, NameHead, SkillHead
from app.desktop.widgets.matrix_model import Cell, Index, MatrixModel
from app.desktop.widgets.matrix_pixmaps import CellPixmaps

CLEARED = -1
_Action = QAbstractItemView.CursorAction
_RANGE_TINT = 0.16


class MatrixCells(QTableView):
    """`moved`: the cell that has the keyboard (None for none); `rated`: cells and a level, CLEARED to take it back."""

    moved = Signal(object)
    rated = Signal(object, int)
    opened = Signal()
    ranged = Signal()
    """Other cells are chosen, the one with the keyboard aside."""
    resized = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.cells = MatrixModel(self)
        self._pixmaps = CellPixmaps()
        self._keys: dict[str, int] = {}
        self._was_range = False
        self.skill_head, self.name_head = SkillHead(self.cells), NameHead(self.cells)
        self.setModel(self.cells)
        self.setHorizontalHeader(self.skill_head)
        self.setVerticalHeader(self.name_head)
        self._corner = Corner(self.skill_head, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(True)
        self.skill_head.pressed.connect(lambda column: self._step_to(self.currentIndex().row(), column))
        self.name_head.pressed.connect(lambda row: self._step_to(row, self.currentIndex().column()))
        self.doubleClicked.connect(lambda _: self.opened.emit())
        look().watch(self)

    # --- what is shown ---

    def restyle(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Sections and heads by the text size of now and what is seen of the sheet."""
        self.skill_head.measure()
        self.name_head.measure()
        theme = look()
        self.verticalScrollBar().setSingleStep(theme.px(Size.CELL_HEIGHT) * 2)
        self.horizontalScrollBar().setSingleStep(theme.px(Size.CELL_WIDTH) * 2)
        self.updateGeometries()
        self._place_corner()
        self.viewport().update()
        self.resized.emit()

    def use_symbols(self, symbols: dict[str, int]) -> None:
        """The keys that rate: a company's own symbols; digits mean canonical levels where it has none of its own."""
        own = {symbol.casefold(): value for symbol, value in symbols.items() if len(symbol) == 1}
        digits = {} if any(key.isdigit() for key in own) else {str(level): level for level in range(5)}
        self._keys = {**digits, **own}

    def length(self) -> int:
        return self.name_head.length()

    def across(self) -> int:
        return self.skill_head.length()

    # --- where one is ---

    def cell(self) -> Cell | None:
        """The cell that has the keyboard."""
        return self.cells.cell_at(self.currentIndex())

    def chosen_cells(self) -> tuple[Cell, ...]:
        """The range, or the one cell; headings of teams within a range are no cells."""
        found: list[Cell] = []
        for part in self.selectionModel().selection().toList():
            for row in range(part.top(), part.bottom() + 1):
                person = self.cells.person_at(row)
                if person is not None:
                    found += [
                        (person, self.cells.columns[column])
                        for column in range(part.left(), part.right() + 1)
                        if column < len(self.cells.columns)
                    ]
        if not found and (cell := self.cell()) is not None:
            return (cell,)
        return tuple(found)

    def choose(self, cell: Cell) -> bool:
        """Give a cell the keyboard, if it is seen."""
        index = self.cells.index_of(cell)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def _step_to(self, row: int, column: int) -> None:
        row, column = max(row, 0), max(column, 0)
        while row < len(self.cells.rows) and self.cells.person_at(row) is None:
            row += 1
        index = self.cells.index(row, column)
        if index.isValid():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.setCurrentIndex(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.skill_head.chosen = current.column() if current.isValid() else -1
        self.name_head.chosen = current.row() if current.isValid() else -1
        self.skill_head.viewport().update()
        self.name_head.viewport().update()
        self.viewport().update()
        self.moved.emit(self.cells.cell_at(current))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        wide = self._is_range()
        if wide or self._was_range:
            self.ranged.emit()
        self._was_range = wide

    def _is_range(self) -> bool:
        parts = self.selectionModel().selection().toList()
        return sum(part.width() * part.height() for part in parts) > 1

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if key == Qt.Key.Key_Escape:
            self._end_range(event)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.cell() is not None:
                self.opened.emit()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._rate(CLEARED)
        elif plain and (level := self._keys.get(event.text().casefold())) is not None:
            self._rate(level)
        elif event.text().isprintable() and event.text() and plain:
            event.ignore()  # no search by typing: letters are levels here
        else:
            super().keyPressEvent(event)

    def _rate(self, level: int) -> None:
        if cells := self.chosen_cells():
            self.rated.emit(cells, level)

    def _end_range(self, event: QKeyEvent) -> None:
        if len(self.chosen_cells()) > 1:
            self.setCurrentIndex(self.currentIndex())
            self.selectionModel().select(
                self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        else:
            event.ignore()

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads: over headings of teams, and never round the edge."""
        rows, columns = len(self.cells.rows), len(self.cells.columns)
        now = self.currentIndex()
        if not rows or not columns:
            return QModelIndex()
        if not now.isValid():
            return self._person_from(0, 1, 0)
        row, column = now.row(), now.column()
        whole = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if action == _Action.MoveUp:
            return self._person_from(0 if whole else row - 1, 1 if whole else -1, column, now)
        if action == _Action.MoveDown:
            return self._person_from(rows - 1 if whole else row + 1, -1 if whole else 1, column, now)
        if action in (_Action.MoveLeft, _Action.MovePrevious):
            return self.cells.index(row, 0 if whole else max(0, column - 1))
        if action in (_Action.MoveRight, _Action.MoveNext):
            return self.cells.index(row, columns - 1 if whole else min(columns - 1, column + 1))
        if action == _Action.MoveHome:
            return self._person_from(0, 1, 0) if whole else self.cells.index(row, 0)
        if action == _Action.MoveEnd:
            return (
                self._person_from(rows - 1, -1, columns - 1) if whole else self.cells.index(row, columns - 1)
            )
        page = max(1, self.viewport().height() // look().px(Size.CELL_HEIGHT) - 1)
        if action == _Action.MovePageUp:
            return self._person_from(max(0, row - page), 1, column, now)
        if action == _Action.MovePageDown:
            return self._person_from(min(rows - 1, row + page), -1, column, now)
        return QModelIndex(now)

    def _person_from(self, row: int, step: int, column: int, otherwise: Index | None = None) -> QModelIndex:
        """The first person from a row on, in the direction of `step`."""
        while 0 <= row < len(self.cells.rows):
            if self.cells.person_at(row) is not None:
                return self.cells.index(row, column)
            row += step
        return QModelIndex(otherwise) if isinstance(otherwise, QModelIndex) else QModelIndex()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = self._person_from(0, 1, 0)
            if first.isValid():
                self.setCurrentIndex(first)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.cells.cell_at(self.indexAt(event.position().toPoint())) is None:
            event.accept()  # a heading or the empty room below: what is chosen stays chosen
            return
        super().mousePressEvent(event)

    # --- geometry and paint ---

    def _place_corner(self) -> None:
        self._corner.setGeometry(0, 0, self.name_head.width(), self.skill_head.height())
        self._corner.raise_()
        self._corner.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())  # the ring reaches outside its cell

    def viewportEvent(self, event: QEvent) -> bool:
        # Nothing here changes under the mouse, so that a moving mouse paints nothing.
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            return True
        return super().viewportEvent(event)

    def cell_box(self, row: int, column: int) -> QRect:
        theme = look()
        return QRect(
            self.columnViewportPosition(column),
            self.rowViewportPosition(row),
            theme.px(Size.CELL_WIDTH) - 1,
            theme.px(Size.CELL_HEIGHT) - 1,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look().colour("paper"))
        sheet = self.cells.sheet
        if sheet is not None and self.cells.rows and self.cells.columns:
            self._paint_cells(painter, event.rect())
            self._paint_range(painter)
        painter.end()

    def _seen(self, area: QRect) -> tuple[range, range]:
        """The rows and columns of an area of the viewport."""
        names, skills = self.name_head, self.skill_head
        top, left = max(0, names.visualIndexAt(area.top())), max(0, skills.visualIndexAt(area.left()))
        bottom, right = names.visualIndexAt(area.bottom()), skills.visualIndexAt(area.right())
        bottom = len(self.cells.rows) - 1 if bottom < 0 else bottom
        right = len(self.cells.columns) - 1 if right < 0 else right
        return range(top, bottom + 1), range(left, right + 1)

    def _paint_cells(self, painter: QPainter, area: QRect) -> None:
        """The hot path: about half a microsecond a cell. Whole dots are used, so that any sharpness is crisp."""
        model, sheet = self.cells, self.cells.sheet
        if sheet is None:
            return
        ratio = self.devicePixelRatioF()
        self._pixmaps.use(ratio)
        kept, make = self._pixmaps.kept, self._pixmaps.make
        levels, flags, count = sheet.grid.levels, sheet.grid.flags, len(sheet.skills)
        rows, columns = self._seen(area)
        lefts = [(round(self.columnViewportPosition(one) * ratio), model.columns[one]) for one in columns]
        draw = painter.drawPixmap
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        for row in rows:
            person = model.rows[row]
            if person < 0:
                continue
            top = round(self.rowViewportPosition(row) * ratio)
            start = person * count
            for left, skill in lefts:
                at = start + skill
                key = flags[at] << 8 | levels[at]
                pixmap = kept.get(key)
                draw(left, top, pixmap if pixmap is not None else make(key))
        painter.restore()

    def _paint_range(self, painter: QPainter) -> None:
        theme = look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor(theme.colour("focus"))
        selection = self.selectionModel().selection().toList()
        cells = sum(part.width() * part.height() for part in selection)
        if cells > 1:
            tint.setAlphaF(_RANGE_TINT)
            for part in selection:
                first = self.cell_box(part.top(), part.left())
                box = first.united(self.cell_box(part.bottom(), part.right()))
                painter.setPen(QPen(theme.colour("focus"), 1))
                painter.setBrush(tint)
                painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))
        current = self.currentIndex()
        if self.cells.cell_at(current) is None:
            return
        out = QRectF(self.cell_box(current.row(), current.column())).adjusted(-1, -1, 1, 1)
        here = self.hasFocus()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("paper"), Size.RING + 2))
        painter.drawRoundedRect(out, Radius.CELL - 1, Radius.CELL - 1)
        painter.setPen(QPen(theme.colour("focus" if here else "muted"), Size.RING))
        painter.drawRoundedRect(out, Radius.CELL - 1, Radius.CELL - 1)
