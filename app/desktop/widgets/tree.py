"""The tree of sections: letter, short name, answered of possible; the open one shows a dot for each question.

One focusable list. Arrows move, Enter or a click opens; a click on a dot goes to its question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

Index = QModelIndex | QPersistentModelIndex
DotState = Literal["full", "hollow", "wrong", "excused"]
_LETTER, _PAD, _STEP, _LINE, _DOT = 24, 14, 12, 16, 3.2


@dataclass(frozen=True, slots=True)
class Dot:
    """A question: answered, open, wrong, or open for a known reason."""

    id: str
    state: DotState


@dataclass(frozen=True, slots=True)
class Branch:
    """A section. `said` is what is read aloud, `whole` its full title."""

    id: str
    letter: str
    name: str
    whole: str
    count: str
    said: str
    full: bool = False
    begun: bool = False
    wrong: bool = False
    dots: tuple[Dot, ...] = ()


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.branches: list[Branch] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.branches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.branches):
            return None
        branch = self.branches[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(f"{branch.letter} {branch.name}".strip())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return shown(branch.said)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown(branch.whole)
        return None

    def put(self, branches: Sequence[Branch]) -> None:
        if [one.id for one in branches] != [one.id for one in self.branches]:
            self.beginResetModel()
            self.branches = list(branches)
            self.endResetModel()
            return
        for number, (new, old) in enumerate(zip(branches, self.branches, strict=True)):
            if new != old:
                self.put_one(number, new)

    def put_one(self, number: int, branch: Branch) -> None:
        grown = len(branch.dots) != len(self.branches[number].dots)
        self.branches[number] = branch
        index = self.index(number)
        self.dataChanged.emit(index, index)
        if grown:
            self.layoutChanged.emit()


class _Painter(QStyledItemDelegate):
    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._tree.row_height(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        branch = self._tree.branch(index.row())
        if branch is None:
            return
        theme = look()
        opened = branch.id == self._tree.opened
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if opened or index.row() == self._tree.row_under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if opened else "hover"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), Radius.CONTROL, Radius.CONTROL)
        if self._tree.hasFocus() and index == self._tree.currentIndex():
            painter.setPen(QPen(theme.colour("focus"), Size.RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), Radius.CONTROL, Radius.CONTROL)
        line = QRectF(
            box.left() + theme.px(_PAD), box.top(), box.width() - 2 * theme.px(_PAD), theme.px(Size.ROW)
        )
        self._line(painter, line, branch, opened)
        if opened:
            self._dots(painter, box, branch)
        painter.restore()

    def _line(self, painter: QPainter, line: QRectF, branch: Branch, opened: bool) -> None:
        theme = look()
        letter = QRectF(line.left(), line.top(), theme.px(_LETTER), line.height())
        draw_text(painter, letter, branch.letter, Type.STRONG, "accent" if opened else "muted")
        right = line.right()
        side = theme.px(Size.ICON)
        top = int(line.center().y() - side / 2)
        if branch.full and not branch.wrong:
            icon = icon_pixmap("check", theme.colour("ok"), side, self._tree.devicePixelRatioF())
            painter.drawPixmap(int(right - side), top, icon)
            right -= side + theme.px(Space.S)
        else:
            kind = Type.META_STRONG if branch.begun else Type.META
            width = theme.metrics(kind, tabular=True).horizontalAdvance(branch.count) + 1
            room = QRectF(right - width, line.top(), width, line.height())
            colour = "ink" if opened else "muted"
            draw_text(painter, room, branch.count, kind, colour, tabular=True)
            right -= width + theme.px(Space.S)
        if branch.wrong:
            icon = icon_pixmap("circle-alert", theme.colour("gap"), side, self._tree.devicePixelRatioF())
            painter.drawPixmap(int(right - side), top, icon)
            right -= side + theme.px(Space.S)
        name = QRectF(letter.right(), line.top(), right - letter.right(), line.height())
        kind = Type.STRONG if branch.begun or opened else Type.BODY
        draw_text(painter, name, branch.name, kind, "ink" if branch.begun or opened else "muted")

    def _dots(self, painter: QPainter, box: QRectF, branch: Branch) -> None:
        theme = look()
        radius = theme.px(100) / 100 * _DOT
        for dot, centre in zip(branch.dots, self._tree.centres(box, len(branch.dots)), strict=True):
            colour = theme.colour({"full": "bar", "wrong": "gap"}.get(dot.state, "ctl"))
            painter.setPen(QPen(colour, 1.3))
            painter.setBrush(colour if dot.state in ("full", "wrong") else Qt.BrushStyle.NoBrush)
            if dot.state == "excused":
                painter.drawLine(centre - QPointF(radius, 0), centre + QPointF(radius, 0))
            elif dot.state == "wrong":
                painter.drawRect(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius))
            else:
                painter.drawEllipse(centre, radius, radius)
            if dot.id == self._tree.current_dot:
                painter.setPen(QPen(theme.colour("brand"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(centre, radius + 3, radius + 3)


class Tree(QListView):
    """`chosen`: the id of a section that was opened; `dot_chosen`: the id of a dot that was clicked."""

    chosen = Signal(str)
    dot_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.opened = ""
        self.current_dot = ""
        self.row_under = -1
        self._model = _Model()
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        look().watch(self)

    def restyle(self) -> None:
        self._model.layoutChanged.emit()
        self.viewport().update()

    def put(self, branches: Sequence[Branch]) -> None:
        """Show these sections; where they are the same ones, only what is otherwise is painted."""
        self._model.put(branches)
        self._settle()

    def put_one(self, branch: Branch) -> None:
        """One section with new figures."""
        for number, known in enumerate(self._model.branches):
            if known.id == branch.id and known != branch:
                self._model.put_one(number, branch)
                return

    def ids(self) -> list[str]:
        return [branch.id for branch in self._model.branches]

    def branch(self, row: int) -> Branch | None:
        return self._model.branches[row] if 0 <= row < len(self._model.branches) else None

    def show_open(self, id: str, dot: str = "") -> None:
        """Which section is open, and which of its questions is the current one. Tells nobody."""
        if (id, dot) == (self.opened, self.current_dot):
            return
        grown = id != self.opened
        self.opened, self.current_dot = id, dot
        if grown:
            self._model.layoutChanged.emit()
            self._settle()
        self.viewport().update()

    def _settle(self) -> None:
        for number, branch in enumerate(self._model.branches):
            if branch.id == self.opened:
                self.setCurrentIndex(self._model.index(number))
                self.scrollTo(self._model.index(number))
                return

    def row_height(self, row: int) -> int:
        theme = look()
        branch = self.branch(row)
        height = theme.px(Size.ROW)
        if branch is not None and branch.id == self.opened and branch.dots:
            height += self._dot_lines(len(branch.dots)) * theme.px(_LINE) + theme.px(Space.S)
        return height

    def _dots_a_line(self) -> int:
        theme = look()
        room = self.viewport().width() - theme.px(2 * _PAD + _LETTER - Space.S)
        return max(1, room // theme.px(_STEP))

    def _dot_lines(self, count: int) -> int:
        return -(-count // self._dots_a_line())

    def centres(self, box: QRectF, count: int) -> list[QPointF]:
        """Where the dots of the open section are."""
        theme = look()
        a_line = self._dots_a_line()
        left = box.left() + theme.px(_PAD + _LETTER) + theme.px(_STEP) / 2 - theme.px(2)
        top = box.top() + theme.px(Size.ROW) + theme.px(_LINE) / 2 - theme.px(2)
        return [
            QPointF(left + number % a_line * theme.px(_STEP), top + number // a_line * theme.px(_LINE))
            for number in range(count)
        ]

    def _dot_at(self, where: QPointF) -> str:
        index = self.indexAt(where.toPoint())
        branch = self.branch(index.row()) if index.isValid() else None
        if branch is None or branch.id != self.opened:
            return ""
        reach = look().px(_STEP) / 2
        for dot, centre in zip(
            branch.dots, self.centres(QRectF(self.visualRect(index)), len(branch.dots)), strict=True
        ):
            if abs(centre.x() - where.x()) <= reach and abs(centre.y() - where.y()) <= look().px(_LINE) / 2:
                return dot.id
        return ""

    def _open(self, index: Index) -> None:
        branch = self.branch(index.row()) if index.isValid() else None
        if branch is not None:
            self.chosen.emit(branch.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        dot = self._dot_at(event.position())
        if dot:
            self.dot_chosen.emit(dot)
        else:
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row != self.row_under:
            self.row_under = row
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self.row_under = -1
        self.viewport().update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._model.layoutChanged.emit()
