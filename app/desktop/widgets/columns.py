"""Columns of a page: side by side while each has room, else fewer to a line. Widths by weight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Space


class Columns(QWidget):
    """`least`: what each column needs, in pixels at 100 %."""

    reaches_out = True

    def __init__(
        self, columns: Sequence[QWidget], *, least: int, weights: Sequence[int] = (), gap: int = Space.XL
    ) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._least, self._gap = least, gap
        self._weights = tuple(weights) or (1,) * len(self._columns)
        self._across = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(gap)
        self._grid.setVerticalSpacing(Space.XL)
        self.setLayout(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        look().watch(self)
        self._lay(len(self._columns))

    def restyle(self) -> None:
        self._lay(self._fitting(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(self._fitting(event.size().width()))

    def _fitting(self, width: int) -> int:
        """How many columns stand side by side: a divisor that leaves no ragged line where there is one."""
        count = len(self._columns)
        most = max(1, min(count, (width + self._gap) // max(1, look().px(self._least) + self._gap)))
        while most > 1 and count % most:
            most -= 1
        return most

    def _lay(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for at, column in enumerate(self._columns):
            self._grid.addWidget(column, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        for at in range(len(self._columns)):
            whole = across == len(self._columns)
            self._grid.setColumnStretch(at, (self._weights[at] if whole else 1) if at < across else 0)
