"""Tables: 12 px heads, hairlines, no zebra; figures right and tabular; one column elides, the rest is seen whole.

A table shows frozen rows. Sorting is by the cells' sort keys, ascending first, with the arrow in the head.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Literal

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Size, Type
from app.desktop.widgets.chip import _HEIGHT, _ICON, _PAD, _TONES
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.picture import AVATAR, draw_avatar
from app.desktop.widgets.table_rows import Cell, Column, Index, Row, RowModel
from app.desktop.widgets.text import draw_text
from app.drawing.bars import TargetBar, draw_target
from app.drawing.screen import ScreenSurface

__all__ = ["Cell", "Column", "Row", "Table"]

_INSIDE, _BAR = 12, 8
_LEAST, _NARROWEST = 140, 40
_ARRANGED = re.compile(r"(\d{1,2}) ([01])((?: \d{1,2}:\d{1,4})*)")


class _Painter(QStyledItemDelegate):
    """Draws a cell by tokens; a whole row is one choice."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.model_of_rows
        if index.row() >= len(model.rows):
            return
        cell = model.cell(index)
        column = model.columns[index.column()]
        theme = look()
        box = QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = index.row() == self._table.row_under
        if chosen or over:
            painter.fillRect(box, theme.colour("sel" if chosen else "hover"))
        painter.setPen(QPen(theme.colour("hair"), 1))
        # The hairline keeps to the edge that titles share; the ground of a row reaches outside it.
        out, last = _INSIDE, index.column() == len(model.columns) - 1
        start = int(box.left()) + (out if index.column() == 0 else 0)
        end = int(box.right()) + 1 - (out if last else 0)
        painter.drawLine(start, int(box.bottom()), end, int(box.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = box.adjusted(_INSIDE, 0, -_INSIDE, -1)
        if cell.bar is not None:
            self._bar(painter, inside, cell.bar, late=cell.colour == "gap")
        elif cell.tone is not None and cell.text:
            self._chip(painter, inside, cell)
        else:
            self._words(painter, inside, cell, column)
        painter.restore()

    @staticmethod
    def _bar(painter: QPainter, box: QRectF, bar: TargetBar, *, late: bool) -> None:
        height = look().px(_BAR)
        surface = ScreenSurface(painter, screen_fonts())
        top = box.center().y() - height / 2
        draw_target(surface, box.left(), top, box.width(), height, bar, look().colours, late=late)

    def _words(self, painter: QPainter, box: QRectF, cell: Cell, column: Column) -> None:
        theme = look()
        side = Qt.AlignmentFlag.AlignRight if column.figure else Qt.AlignmentFlag.AlignLeft
        if cell.avatar:
            disc = theme.px(AVATAR)
            draw_avatar(painter, QRectF(box.left(), box.center().y() - disc / 2, disc, disc), cell.text)
            box = box.adjusted(disc + _INSIDE, 0, 0, 0)
        if cell.icon is not None:
            size = theme.px(Size.ICON)
            shade = theme.colour(cell.icon_colour or cell.colour)
            pixmap = icon_pixmap(cell.icon, shade, size, self._table.devicePixelRatioF())
            painter.drawPixmap(int(box.left()), int(box.center().y() - size / 2), pixmap)
            box = box.adjusted(size + theme.px(8), 0, 0, 0)
        kind = Type.STRONG if cell.strong else Type.BODY
        tabular = column.figure and "-" not in cell.text
        first, second = theme.line(Type.BODY), theme.line(Type.META)
        line = box
        if cell.second:
            line = QRectF(box.left(), box.top() + (box.height() - first - second) / 2, box.width(), first)
            below = QRectF(box.left(), line.bottom(), box.width(), second)
            draw_text(painter, below, cell.second, Type.META, cell.second_colour, align=side)
        if cell.beside:
            right = Qt.AlignmentFlag.AlignRight
            taken = draw_text(painter, line, cell.beside, Type.BODY, "muted", align=right)
            line = line.adjusted(0, 0, -taken - _INSIDE, 0)
        draw_text(painter, line, cell.text, kind, cell.colour, align=side, tabular=tabular)

    def _chip(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        theme = look()
        ground, ink = _TONES[cell.tone or "neutral"]
        pad, icon = theme.px(_PAD), theme.px(_ICON + 4) if cell.icon else 0
        wanted = theme.metrics(Type.META_STRONG).horizontalAdvance(cell.text) + 2 * pad + icon + 1
        height = theme.px(_HEIGHT)
        chip = QRectF(box.left(), box.center().y() - height / 2, min(wanted, box.width()), height)
        painter.setPen(QPen(theme.colour(ink), 1) if theme.scheme == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        if cell.icon is not None:
            size = theme.px(_ICON)
            pixmap = icon_pixmap(cell.icon, theme.colour(ink), size, self._table.devicePixelRatioF())
            painter.drawPixmap(int(chip.left()) + pad, int(chip.center().y() - size / 2), pixmap)
        draw_text(painter, chip.adjusted(pad + icon, 0, -pad + 1, 0), cell.text, Type.META_STRONG, ink)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._table.row_height())


class Table(QTableView):
    """Rows of a snapshot. `chosen` follows the selection, `opened` is Enter or a double click (or one click)."""

    reaches_out = True

    chosen = Signal(object)
    opened = Signal(object)
    arranged = Signal()
    """A person has sorted it, or made a column wider or narrower."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        two_lines: bool = False,
        one_click: bool = False,
        sort: Literal["as given"] | int = "as given",
        whole: bool = False,
        headed: bool = True,
        ground: Literal["paper", "wash"] = "paper",
    ) -> None:
        """`one_click`: a click opens. `whole`: as high as its rows, for a page that scrolls itself.

        `headed` False: one column whose name stands above it already. `ground`: what it lies on.
        """
        super().__init__()
        self.setProperty("ground", ground)
        self.setAccessibleName(name)
        self._two_lines, self._one_click, self._whole = two_lines, one_click, whole
        self.row_under = -1
        self._shared: tuple[float, int, tuple[int, ...]] = (0.0, 0, ())
        self._own: dict[int, int] = {}
        self._laying = self._dragging = False
        self.model_of_rows = RowModel(columns)
        self.setModel(self.model_of_rows)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setAccessibleName(name)
        head.setVisible(headed)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(24)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if sort != "as given":
            self.setSortingEnabled(True)
            head.setSortIndicator(sort, Qt.SortOrder.AscendingOrder)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head.sectionResized.connect(self._widened)
        head.viewport().installEventFilter(self)
        head.sortIndicatorChanged.connect(lambda *_: self._sorted())
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now))
        self.doubleClicked.connect(lambda index: self._open(index))
        if one_click:
            self.clicked.connect(lambda index: self._open(index))
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        theme = look()
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.horizontalHeader().setFixedHeight(theme.px(34))
        for at, column in enumerate(self.model_of_rows.columns):
            mode = (
                QHeaderView.ResizeMode.Stretch if column.width is None else QHeaderView.ResizeMode.Interactive
            )
            self.horizontalHeader().setSectionResizeMode(at, mode)
        self._share()
        self._fit()

    def _share(self) -> None:
        """Each column its width. Without room for all the spare ones are left out, then all have a little less."""
        theme = look()
        columns = self.model_of_rows.columns
        wide = {
            at: theme.px(self._own.get(at, column.width))
            for at, column in enumerate(columns)
            if column.width is not None
        }
        room = self.viewport().width() - (theme.px(_LEAST) if len(wide) < len(columns) else 0)
        for at in sorted(wide, key=lambda at: -columns[at].spare):
            if columns[at].spare and sum(wide.values()) > room:
                del wide[at]
        fixed = sum(wide.values())
        part = min(1.0, max(0.3, room / fixed)) if fixed else 1.0
        left_out = [at for at, column in enumerate(columns) if column.width is not None and at not in wide]
        shared = (part, theme.percent, tuple(left_out))
        if shared == self._shared:
            return
        self._shared = shared
        for at in range(len(columns)):
            self.setColumnHidden(at, at in left_out)
            if at in wide:
                self.setColumnWidth(at, int(wide[at] * part))

    def _widened(self, at: int, _: int, wide: int) -> None:
        """Qt tells of widths that it shares out itself as well; a person's come while a button is down."""
        if self._dragging and self.model_of_rows.columns[at].width is not None and self._shared[0]:
            self._own[at] = round(wide * 100 / look().percent / self._shared[0])
            self.arranged.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            self._dragging = event.type() == QEvent.Type.MouseButtonPress
        return super().eventFilter(watched, event)

    def _sorted(self) -> None:
        if not self._laying:
            self.arranged.emit()

    def arrangement(self) -> str:
        """How a person has arranged it, for `arrange` at another time: the sorting, and own widths at 100 %."""
        head = self.horizontalHeader()
        down = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        widths = " ".join(f"{at}:{wide}" for at, wide in sorted(self._own.items()))
        return f"{head.sortIndicatorSection()} {int(down)} {widths}".strip()

    def arrange(self, kept: str) -> None:
        """As `arrangement` told; what is not understood is left as it is."""
        found = _ARRANGED.fullmatch(kept)
        columns = self.model_of_rows.columns
        if found is None or int(found[1]) >= len(columns):
            return
        self._laying = True
        if self.isSortingEnabled():
            order = Qt.SortOrder.DescendingOrder if found[2] == "1" else Qt.SortOrder.AscendingOrder
            self.horizontalHeader().setSortIndicator(int(found[1]), order)
        self._laying = False
        pairs = (one.split(":") for one in found[3].split())
        self._own = {int(at): max(_NARROWEST, int(wide)) for at, wide in pairs if int(at) < len(columns)}
        self._shared = (0.0, 0, ())
        self._share()

    def row_height(self) -> int:
        return look().px(Size.ROW_TWO if self._two_lines else Size.ROW)

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows; what was chosen stays chosen, without telling it again."""
        kept = self.chosen_id()
        keep_focus = self.currentIndex().column() if self.currentIndex().isValid() else 0
        self.selectionModel().blockSignals(True)
        self.model_of_rows.put(rows)
        if self.isSortingEnabled():
            head = self.horizontalHeader()
            self.model_of_rows.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        self.row_under = -1
        for number, row in enumerate(self.model_of_rows.rows):
            if kept is not None and row.id == kept:
                self.setCurrentIndex(self.model_of_rows.index(number, keep_focus))
                break
        self.selectionModel().blockSignals(False)
        self._fit()

    def choose(self, id: Hashable) -> None:
        for number, row in enumerate(self.model_of_rows.rows):
            if row.id == id:
                self.setCurrentIndex(self.model_of_rows.index(number, 0))
                return

    def chosen_id(self) -> Hashable | None:
        index = self.currentIndex()
        rows = self.model_of_rows.rows
        return rows[index.row()].id if index.isValid() and index.row() < len(rows) else None

    def _fit(self) -> None:
        if self._whole:
            head = self.horizontalHeader()
            above = 0 if head.isHidden() else head.height()
            self.setFixedHeight(above + len(self.model_of_rows.rows) * self.row_height() + 2)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """A table as high as its rows has nothing to scroll: the page around it scrolls to the row."""
        super().scrollTo(index, hint)
        if not self._whole:
            return
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        inner = around.widget() if around is not None else None
        if around is not None and inner is not None and self.hasFocus():
            row = self.visualRect(index)
            middle = self.viewport().mapTo(inner, row.center())
            around.ensureVisible(0, middle.y(), 0, row.height())

    def _tell(self, index: Index) -> None:
        if index.isValid() and index.row() < len(self.model_of_rows.rows):
            self.chosen.emit(self.model_of_rows.rows[index.row()].id)

    def _open(self, index: Index) -> None:
        if index.isValid() and index.row() < len(self.model_of_rows.rows):
            self.opened.emit(self.model_of_rows.rows[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model_of_rows.rows:
            row = 0 if event.key() == Qt.Key.Key_Home else len(self.model_of_rows.rows) - 1
            self.setCurrentIndex(self.model_of_rows.index(row, 0))
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.row_under:
            self.row_under = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        self._fit()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid() and self.model_of_rows.rows:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.model_of_rows.index(0, 0))
            self.selectionModel().blockSignals(False)
