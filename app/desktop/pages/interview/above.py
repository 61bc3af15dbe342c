"""What stands above the questions for a while: what keeps an interview from being finished, why it is amended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Space
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.layout import Box, column, row
from app.desktop.widgets.states import Banner
from app.desktop.words import say


class AmendBar(Card):
    """`reason`: what was typed, when it was given."""

    reason = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        self._line = Line(say("desktop.interview.reason"), most=2000)
        self._field = Field(
            say("desktop.interview.reason"), self._line, help=say("desktop.interview.reason_help")
        )
        self._do = Button(say("action.interview.amend"), "primary", "pencil")
        self._stop = Button(say("desktop.stop"))
        super().__init__(self._field, row(self._do, self._stop, None), accent="brand", gap=Space.M)
        self._do.clicked.connect(self._give)
        self._stop.clicked.connect(self.given_up)
        self._line.returnPressed.connect(self._give)
        self.setAccessibleName(say("action.interview.amend"))
        self.hide()

    def stops(self) -> list[QWidget]:
        return [self._line, self._do, self._stop]

    def ask(self) -> None:
        self.show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        self._field.set_error(sentence)

    def done(self) -> None:
        self._line.set_value("")
        self._field.set_error(None)
        self.hide()

    def _give(self) -> None:
        self.reason.emit(self._line.text())


class Above(Box):
    """Nothing, most of the time."""

    jumped = Signal(str)
    """The place of a question that stops the finish."""
    settled = Signal()
    """Something came or went."""

    def __init__(self) -> None:
        self.amend = AmendBar()
        self._stop = Banner()
        self._stops: tuple[str, ...] = ()
        super().__init__(column(self._stop, self.amend, gap=Space.S), pad=(Space.XL, Space.M, Space.XL, 0))
        self._stop.act.connect(self._go)
        self.amend.given_up.connect(self.clear)
        self.hide()

    @property
    def asking(self) -> bool:
        return not self.amend.isHidden()

    def stops(self) -> list[QWidget]:
        """Where Tab can stop, in order."""
        return [self._stop.button, *self.amend.stops()]

    def stop(self, sentence: str, stops: tuple[str, ...]) -> None:
        """Why it was not finished; `stops` are the places in the way."""
        self._stops = stops
        self._stop.tell(sentence, "", say("desktop.interview.show_first") if stops else "")
        self._settle()

    def ask(self) -> None:
        self.show()
        self.amend.ask()
        self._settle()

    def clear(self) -> None:
        self._stop.hide()
        self.amend.done()
        self._settle()

    def _go(self) -> None:
        self.clear()
        if self._stops:
            self.jumped.emit(self._stops[0])

    def _settle(self) -> None:
        self.setVisible(not self._stop.isHidden() or self.asking)
        self.settled.emit()
