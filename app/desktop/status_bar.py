"""The status bar: saved, synced, waiting. It tells, and never asks anything."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.layout import row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import say


class StatusBar(QWidget):
    """Left: the record and the exchange. Right: a word of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.status"))
        self._saved_icon = Icon("check", "ok", size=14)
        self._saved = Text("", Type.META, "muted")
        self._sync_icon = Icon("refresh-cw", "muted", size=14)
        self._sync = Text("", Type.META, "muted")
        self._page = Text("", Type.META, "muted")
        box = row(
            self._saved_icon, self._saved, Space.M, self._sync_icon, self._sync, None, self._page, gap=6
        )
        box.setContentsMargins(Space.L, 0, Space.L, 0)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._sync_icon.hide()
        self._saved_icon.hide()
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(look().px(Size.STATUS))

    def show_saved(self, words: str, *, wrong: bool = False) -> None:
        self._saved_icon.set_icon("circle-alert" if wrong else "check", "gap" if wrong else "ok")
        self._saved_icon.setVisible(bool(words))
        self._saved.setText(words)
        self._saved.set_colour("gap" if wrong else "muted")

    def show_sync(self, words: str, *, wrong: bool = False) -> None:
        self._sync_icon.set_icon("folder-x" if wrong else "refresh-cw", "warn" if wrong else "muted")
        self._sync_icon.show()
        self._sync.setText(words)

    def show_page(self, words: str) -> None:
        self._page.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look().colour("app"))
        painter.end()
