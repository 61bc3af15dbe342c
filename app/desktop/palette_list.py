"""The list of the command palette: heads and lines, with what was typed marked in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Radius, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

HEAD, LINE = 34, 42
"""Heights of a head and of a line, in pixels at 100 %."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: a group's head (`go` None), or something to do or open."""

    text: str
    icon: str = ""
    detail: str = ""
    keys: str = ""
    go: Callable[[], None] | None = None


class Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.words: tuple[str, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown(" ".join(part for part in (entry.text, entry.detail, entry.keys) if part))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entries[index.row()].go is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def put(self, entries: list[Entry], words: tuple[str, ...]) -> None:
        self.beginResetModel()
        self.entries, self.words = entries, words
        self.endResetModel()


class EntryPainter(QStyledItemDelegate):
    def __init__(self, model: Entries) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        head = self._model.entries[index.row()].go is None
        return QSize(0, look().px(HEAD if head else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look()
        entry = self._model.entries[index.row()]
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.go is None:
            inside = box.adjusted(theme.px(12), theme.px(8), -theme.px(12), 0)
            draw_text(painter, inside, entry.text, Type.META_STRONG, "muted")
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel"))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        side = theme.px(18)
        left = box.left() + theme.px(14)
        pixmap = icon_pixmap(entry.icon, theme.colour("muted"), side, painter.device().devicePixelRatio())
        painter.drawPixmap(int(left), int(box.center().y() - side / 2), pixmap)
        right = box.right() - theme.px(14)
        note = entry.keys or entry.detail
        if note:
            width = min(theme.metrics(Type.META).horizontalAdvance(note) + 2, box.width() * 0.45)
            where = QRectF(right - width, box.top(), width, box.height())
            draw_text(painter, where, note, Type.META, "muted", align=Qt.AlignmentFlag.AlignRight)
            right -= width + theme.px(12)
        left += side + theme.px(14)
        self._matched(painter, QRectF(left, box.top(), right - left, box.height()), entry.text)
        painter.restore()

    def _matched(self, painter: QPainter, box: QRectF, text: str) -> None:
        """The text with what was typed in bold accent."""
        at = box.left()
        for part, hit in _parts(shown(text.replace("\n", " ")), self._model.words):
            kind = Type.STRONG if hit else Type.QUESTION
            room = QRectF(at, box.top(), box.right() - at, box.height())
            if room.width() <= look().px(12):
                return
            at += draw_text(painter, room, part, kind, "accent" if hit else "ink")


def _parts(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text cut where typed words stand."""
    folded = text.casefold()
    if len(folded) != len(text):
        return [(text, False)]
    marks = bytearray(len(text))
    for word in words:
        start = folded.find(word)
        while word and start >= 0:
            marks[start : start + len(word)] = b"\1" * len(word)
            start = folded.find(word, start + len(word))
    found: list[tuple[str, bool]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or marks[end] != marks[start]:
            found.append((text[start:end], bool(marks[start])))
            start = end
    return found
