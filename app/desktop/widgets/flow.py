"""A box whose things flow on to the next line where one is full: chips, buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from app.desktop.tokens import Space


class Flow(QLayout):
    """Left to right, line under line."""

    def __init__(self, gap: int = Space.S, line_gap: int = Space.S) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before the one that stands at a place now."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        left, top, right, bottom = self._edges()
        return self._lay(QRect(0, 0, max(0, width - left - right), 0), move=False) + top + bottom

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        left, top, right, bottom = self._edges()
        self._lay(rect.adjusted(left, top, -right, -bottom), move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return self._with_edges(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return self._with_edges(least)

    def _edges(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def _with_edges(self, size: QSize) -> QSize:
        left, top, right, bottom = self._edges()
        return QSize(size.width() + left + right, size.height() + top + bottom)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, height = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(rect.width(), item.minimumSize().width()))
            high = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            if x > rect.x() and x + width > rect.x() + rect.width():
                self._place(line, height)
                x, y, height = rect.x(), y + height + self._line_gap, 0
            if move:
                line.append((item, QRect(QPoint(x, y), QSize(width, high))))
            x += width + self._gap
            height = max(height, high)
        self._place(line, height)
        return y + height - rect.y()

    def _place(self, line: list[tuple[QLayoutItem, QRect]], height: int) -> None:
        """Things of one line stand on its middle, whatever their heights."""
        for item, box in line:
            item.setGeometry(box.translated(0, (height - box.height()) // 2))
        line.clear()


class FlowBox(QWidget):
    """A widget around a flow."""

    def __init__(self, *widgets: QWidget, gap: int = Space.S, line_gap: int = Space.S) -> None:
        super().__init__()
        self.flow = Flow(gap, line_gap)
        for widget in widgets:
            self.flow.addWidget(widget)
        self.setLayout(self.flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
