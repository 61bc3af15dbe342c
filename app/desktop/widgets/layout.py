"""Boxes: rows, columns, the scrolled page. Pages set no margin of their own; these do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.desktop.theme import look
from app.desktop.tokens import Space

_WIDER_AT_MOST = 120

Item = QWidget | QLayout | int | None
"""What a box takes: a widget, a box, a distance in pixels, or None for what stretches."""


def fill(box: QBoxLayout, items: tuple[Item, ...]) -> None:
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addWidget(item)


def row(*items: Item, gap: int = Space.S) -> QHBoxLayout:
    """Side by side, centred on one line."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    fill(box, items)
    return box


def column(*items: Item, gap: int = Space.S) -> QVBoxLayout:
    """One under the other."""
    box = QVBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    fill(box, items)
    return box


def inset(item: QWidget | QLayout) -> QHBoxLayout:
    """An item moved in to the edge that titles share, where others reach outside it with their grounds."""
    box = row(item)
    if isinstance(item, QWidget) and item.sizePolicy().horizontalPolicy() in (
        QSizePolicy.Policy.Fixed,
        QSizePolicy.Policy.Maximum,
    ):
        box.addStretch(1)
    box.setContentsMargins(Space.OUT, 0, Space.OUT, 0)
    return box


def reaching(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items of a column in which some parts (`reaches_out`) have grounds outside the shared edge: others move in."""
    return tuple(
        inset(item)
        if isinstance(item, (QWidget, QLayout)) and not getattr(item, "reaches_out", False)
        else item
        for item in items
    )


def grid(gap: int = Space.S, line_gap: int = 0) -> QGridLayout:
    """Columns that line up from row to row."""
    box = QGridLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setHorizontalSpacing(gap)
    box.setVerticalSpacing(line_gap)
    return box


def clear(box: QLayout) -> None:
    """Take everything out of a box and let it go."""
    while box.count():
        item = box.takeAt(0)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Box(QWidget):
    """A widget around a column or a row; `pad` is (left, top, right, bottom)."""

    def __init__(
        self,
        box: QBoxLayout | None = None,
        *,
        pad: tuple[int, int, int, int] = (0, 0, 0, 0),
        ground: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground = ground
        self.box: QBoxLayout = box if box is not None else column()
        self.box.setContentsMargins(*pad)
        self.setLayout(self.box)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is not None:
            painter = QPainter(self)
            painter.fillRect(event.rect(), look().colour(self._ground))
            painter.end()


class Pane(QWidget):
    """A pane at the side of a page: of one width, which grows with the text as far as the page can spare."""

    def __init__(self, box: QBoxLayout, wide: int, *, pad: tuple[int, int, int, int]) -> None:
        super().__init__()
        self._wide = wide
        box.setContentsMargins(*pad)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(min(look().px(self._wide), self._wide + _WIDER_AT_MOST))


class Gap(QWidget):
    """Room of a width that grows with the text size: what stands under another thing begins where it begins."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self._wide = wide
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" ")
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(look().px(self._wide), 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Narrow(QWidget):
    """What it holds is at most so wide, in pixels at 100 %, and stands in the middle of what is more.

    `left`: it begins where everything else on the page begins instead.
    """

    def __init__(
        self, box: QBoxLayout, most: int, *, pad: tuple[int, int, int, int] = (0, 0, 0, 0), left: bool = False
    ) -> None:
        super().__init__()
        self._most = most
        self._inner = QWidget()
        self._inner.setLayout(box)
        around = row(self._inner, None, gap=0) if left else row(None, self._inner, None, gap=0)
        around.setStretchFactor(self._inner, 1_000)
        self._around = around
        self.set_pad(*pad)
        self.setLayout(around)
        look().watch(self)
        self.restyle()

    def set_pad(self, left: int, top: int, right: int, bottom: int) -> None:
        self._around.setContentsMargins(left, top, right, bottom)

    def restyle(self) -> None:
        self._inner.setMaximumWidth(look().px(self._most))


class Line(QFrame):
    """A hairline across."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self._upright = upright
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look().colour("hair"))
        painter.end()


class Scroller(QScrollArea):
    """A column that scrolls up and down, never sideways unless asked; the wheel scrolls it, keys follow the focus."""

    def __init__(self, inner: QWidget, *, sideways: bool = False, ground: str | None = None) -> None:
        super().__init__()
        self._ground = ground
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)
        if ground is not None:  # `setWidget` has made it cover what is painted behind it
            inner.setAutoFillBackground(False)
        self._sideways = sideways
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and not self._sideways and self.widget() is watched:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), look().colour(self._ground))
            painter.end()

    def show_widget(self, widget: QWidget) -> None:
        """Scroll so that a widget of the column is seen, with air around it."""
        self.ensureWidgetVisible(widget, Space.XL, Space.HUGE)


def tint(painter: QPainter, colour: QColor, radius: int, box: QWidget) -> None:
    """A rounded ground over the whole of a widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box.rect(), radius, radius)
