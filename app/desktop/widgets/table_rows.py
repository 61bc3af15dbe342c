"""What a table shows: its columns, its cells, and the frozen rows that it sorts by their cells' keys."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.desktop.widgets.chip import Tone
from app.desktop.words import shown
from app.drawing.bars import TargetBar

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in pixels at 100 %; None takes what is left (one column only).

    `spare`: left out where there is no room for all, the highest first; 0 is never left out.
    """

    title: str
    width: int | None = None
    figure: bool = False
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a second line, a tone that makes it a chip, an icon, and what it is sorted by.

    `beside` stands at the right end of the text's line, in muted; the second line has the whole width.
    `bar`: drawn in place of the text, which says the same in words; in the colour of a gap where `colour` is "gap".
    `avatar`: the text is a person's name, with the initials before it. `icon_colour`: "" for that of the text.
    """

    text: str
    second: str = ""
    tone: Tone | None = None
    icon: str | None = None
    icon_colour: str = ""
    colour: str = "ink"
    second_colour: str = "muted"
    strong: bool = False
    bar: TargetBar | None = None
    avatar: bool = False
    beside: str = ""
    key: int | float | str | tuple[int | float | str, ...] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`id` names the row to whoever listens."""

    id: Hashable
    cells: tuple[Cell, ...]


class RowModel(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Row] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, index: Index) -> Cell:
        return self.rows[index.row()].cells[index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(cell.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = " ".join(part for part in (cell.text, cell.beside, cell.second) if part)
            return shown(f"{self.columns[index.column()].title}: {said}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown("\n".join(part for part in (cell.text, cell.beside, cell.second) if part))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if self.columns[section].figure
                    else Qt.AlignmentFlag.AlignLeft
                )
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def put(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self.rows.sort(
            key=lambda row: _sortable(row.cells[column]), reverse=order == Qt.SortOrder.DescendingOrder
        )
        self.layoutChanged.emit()


def _sortable(cell: Cell) -> tuple[int, float, str]:
    key = cell.key
    if isinstance(key, (int, float)):
        return (0, float(key), "")
    if isinstance(key, tuple):
        return (
            1,
            0.0,
            "\0".join(f"{part:020.6f}" if isinstance(part, (int, float)) else part for part in key),
        )
    return (1, 0.0, key or cell.text.casefold())
