"""Cards and sections: a framed box where there must be one, and a titled stretch of page where there need not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Space, Type
from app.desktop.widgets.layout import Item, column, fill, inset, reaching, row
from app.desktop.widgets.text import Text


class Card(QWidget):
    """A box with rounded corners; `accent` draws the bar of the thing that is open."""

    def __init__(
        self,
        *items: Item,
        ground: str = "paper",
        frame: str = "edge",
        accent: str | None = None,
        gap: int = Space.S,
    ) -> None:
        super().__init__()
        self._ground, self._frame, self._accent = ground, frame, accent
        self.box = column(*items, gap=gap)
        self.box.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.setLayout(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_frame(self, frame: str, ground: str | None = None) -> None:
        self._frame = frame
        self._ground = ground or self._ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(self._ground))
        painter.setPen(QPen(theme.colour(self._frame), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
        if self._accent is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._accent))
            painter.drawRect(QRectF(0, Space.L, 3, 20))
        painter.end()


class Section(QWidget):
    """A title with a count or a word beside it, what can be done with it at the right, and what it holds."""

    reaches_out = True

    def __init__(
        self, title: str, *items: Item, note: str = "", actions: tuple[QWidget, ...] = (), gap: int = Space.S
    ) -> None:
        super().__init__()
        self.title = Text(title, Type.SECTION)
        self.note = Text(note, Type.BODY, "muted")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(gap)
        fill(self.body, reaching(items))
        head = row(self.title, self.note, *actions)
        head.setStretchFactor(self.note, 1)
        self.setLayout(column(inset(head), self.body, gap=Space.S))
        self.setAccessibleName(title)

    def add(self, *items: Item) -> None:
        fill(self.body, reaching(items))

    def set_title(self, title: str, note: str = "") -> None:
        self.title.setText(title)
        self.note.setText(note)
        self.setAccessibleName(title)
