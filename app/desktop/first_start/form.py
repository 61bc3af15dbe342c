"""The sheet that the questions stand on: how far, what is wrong, the question, what is under way, and the way on."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desktop.brand_panel import BesideBrand, BrandPanel
from app.desktop.theme import look
from app.desktop.tokens import Space
from app.desktop.widgets.button import Button
from app.desktop.widgets.layout import Narrow, Scroller, clear, column, row
from app.desktop.widgets.states import Banner, Working
from app.desktop.widgets.step_bar import StepBar
from app.desktop.words import say

_WIDE, _AIRY = 640, 760


class Form(QWidget):
    """One question at a time, beside the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = StepBar()
        self.banner = Banner()
        self.back = Button("", "ghost", "arrow-left")
        self.next = Button("", "primary", "arrow-right", after=True)
        self.tongue = Button("", "ghost", "languages")
        self.question: QWidget | None = None
        self._place = QVBoxLayout()
        self._busy = QVBoxLayout()
        body = column(self.bar, self.banner, self._place, None, gap=Space.L)
        foot = row(self.tongue, None, self.back, self.next, gap=Space.S)
        self._sheet = Narrow(body, _WIDE)
        self._scroller = Scroller(self._sheet)
        below = Narrow(
            column(self._busy, foot, gap=Space.M), _WIDE, pad=(Space.XXL, Space.S, Space.XXL, Space.XL)
        )
        inner = QWidget()
        inner.setLayout(column(self._scroller, below, gap=0))
        self._panel = BrandPanel("", "")
        self.setLayout(column(BesideBrand(self._panel, inner), gap=0))
        self.say()

    def say(self) -> None:
        """The words that are on every question, in the language of now."""
        self._panel.set_words(say("desktop.brand.claim"), say("desktop.brand.promise"))
        self.back.set_words(say("desktop.first.back"))
        self.tongue.set_words(say("desktop.first.other_language"))
        self.setAccessibleName(say("desktop.first.name_of_view"))

    def put(self, question: QWidget) -> None:
        """In place of the one that stood there."""
        clear(self._place)
        self.question = question
        self._place.addWidget(question)
        self._scroller.verticalScrollBar().setValue(0)

    def set_busy(self, working: Working | None) -> None:
        """Everything is still while a piece of work is under way."""
        clear(self._busy)
        if working is not None:
            self._busy.addWidget(working)
        for part in (self.question, self.next, self.back, self.tongue):
            if part is not None:
                part.setEnabled(working is None)

    def seek(self) -> None:
        """Scroll to what has the focus, once what has just been said below it has its place."""
        QTimer.singleShot(0, self, self._seek)

    def _seek(self) -> None:
        if self.question is None or (now := self.question.focusWidget()) is None:
            return
        around = now.parentWidget()
        # A line is seen with its label, and with what is wrong with it.
        self._scroller.show_widget(around if isinstance(now, QLineEdit) and around is not None else now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window spends no room on air above the question."""
        super().resizeEvent(event)
        air = Space.HUGE + Space.XXL if self.height() >= look().px(_AIRY) else Space.XL
        self._sheet.set_pad(Space.XXL, air, Space.XXL, Space.L)
