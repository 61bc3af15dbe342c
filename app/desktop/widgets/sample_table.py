"""Rows of a workbook as they were read: what is recognised, what is asked, what is not read, by colour and by sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.desktop.theme import look
from app.desktop.tokens import Size, Type
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.text import draw_text
from app.desktop.words import say, shown
from app.drawing.level_glyph import draw_level
from app.drawing.licence_glyph import LicenceMark, draw_licence
from app.drawing.screen import ScreenSurface

Index = QModelIndex | QPersistentModelIndex
_NAME, _CELL, _HEAD, _ROW, _INSIDE = 180, 108, 34, 26, 8


@dataclass(frozen=True, slots=True)
class SampleValue:
    """A cell as it was typed and as it is understood; neither level nor licence nor asked is an empty cell."""

    typed: str
    level: int | None = None
    licence: LicenceMark | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class SampleLine:
    name: str
    values: tuple[SampleValue, ...]


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[str, ...] = ()
        self.lines: tuple[SampleLine, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def value(self, index: Index) -> SampleValue | None:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        values = self.lines[index.row()].values
        return values[index.column()] if index.column() < len(values) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self.value(index)
        if value is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(value.typed)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            where = f"{self.lines[index.row()].name}, {self.heads[index.column()]}"
            return shown(f"{where}: {value.typed} {_understood(value)}".strip())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return shown(self.heads[section]) if 0 <= section < len(self.heads) else None
        return shown(self.lines[section].name) if 0 <= section < len(self.lines) else None

    def put(self, heads: Sequence[str], lines: Sequence[SampleLine]) -> None:
        self.beginResetModel()
        self.heads, self.lines = tuple(heads), tuple(lines)
        self.endResetModel()


def _understood(value: SampleValue) -> str:
    if value.asked:
        return say("desktop.competence.sample_asked")
    if value.level is not None:
        return say("desktop.competence.said_level", level=value.level)
    if value.licence is not None:
        return say(f"desktop.competence.licence.{value.licence}")
    return ""


class _Painter(QStyledItemDelegate):
    def __init__(self, table: SampleTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        value = self._table.lines.value(index)
        if value is None:
            return
        theme = look()
        painter.save()
        box = QRectF(option.rect).adjusted(0, 0, -1, -1)
        known = value.level is not None or value.licence is not None
        ground = "warn_wash" if value.asked else "ok_wash" if known else "hover"
        painter.fillRect(box, theme.colour(ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad, radius = theme.px(_INSIDE), theme.px(5)
        inside = box.adjusted(pad, 0, -pad, 0)
        surface = ScreenSurface(painter, screen_fonts())
        x, y = inside.left() + radius, box.center().y()
        if value.level is not None:
            draw_level(surface, x, y, radius, value.level, theme.colours)
        elif value.licence is not None:
            draw_licence(surface, x, y, radius, value.licence, theme.colours)
        elif value.asked:
            draw_text(
                painter, QRectF(inside.left(), box.top(), 2 * radius, box.height()), "?", Type.STRONG, "warn"
            )
        words = inside.adjusted(2 * radius + theme.px(6), 0, 0, 0)
        draw_text(painter, words, value.typed, Type.META, "ink" if known or value.asked else "faint")
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), Size.RING))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look().px(_CELL), look().px(_ROW))


class SampleTable(QTableView):
    """As high as its rows; sideways it scrolls by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.lines = _Model()
        self.setModel(self.lines)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setHighlightSections(False)
            head.setSectionsClickable(False)
            head.setAccessibleName(name)
            head.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        theme = look()
        self.horizontalHeader().setDefaultSectionSize(theme.px(_CELL))
        self.horizontalHeader().setFixedHeight(theme.px(_HEAD))
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.verticalHeader().setFixedWidth(theme.px(_NAME))
        bar = theme.px(12)
        self.setFixedHeight(theme.px(_HEAD) + len(self.lines.lines) * theme.px(_ROW) + bar + 2)

    def put(self, heads: Sequence[str], lines: Sequence[SampleLine]) -> None:
        self.lines.put(heads, lines)
        self.restyle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Up and down it is the page that scrolls.
        if event.angleDelta().x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            return True
        return super().viewportEvent(event)
