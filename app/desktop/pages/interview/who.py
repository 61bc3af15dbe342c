"""Who answers now: the agreed value, or a role whose own answer stands beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.pages.interview.roles import OFFERED, role_words
from app.desktop.tokens import Size
from app.desktop.widgets.button import Button
from app.desktop.widgets.field import UnitLine
from app.desktop.widgets.layout import row
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.text import Text
from app.desktop.words import say

_MOST_LETTERS = 40


class WhoAnswers(QWidget):
    """`chosen`: the role, "" for the agreed value."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.role = ""
        self._roles: tuple[str, ...] = ()
        self._own: list[str] = []
        self._segments: Segments | None = None
        self._label = Text(say("desktop.interview.who"), colour="muted")
        self._label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._more = Button(say("desktop.interview.other_role"), "ghost", "user-plus")
        self._more.clicked.connect(self._ask)
        self._line = UnitLine(say("desktop.interview.other_role_name"), most=_MOST_LETTERS, width=Size.FIELD)
        self._line.setPlaceholderText(say("desktop.interview.other_role_hint"))
        self._line.returnPressed.connect(self._take)
        self._line.editingFinished.connect(self._give_up)
        self._line.hide()
        self._box = row(self._label, self._more, self._line, None)
        self.setLayout(self._box)
        self.setAccessibleName(self._label.text())
        self.show_roles(())

    def stops(self) -> list[QWidget]:
        """Where Tab can stop, in order."""
        return [*([self._segments] if self._segments is not None else []), self._more, self._line]

    def show_roles(self, answered: tuple[str, ...]) -> None:
        """Offer the usual roles, those who have answered, and those whom a person has named here."""
        roles = tuple(dict.fromkeys((*OFFERED, *answered, *self._own)))
        if roles == self._roles:
            return
        self._roles = roles
        choices = [("", role_words(""), ""), *((role, role_words(role), "") for role in roles)]
        fresh = Segments(say("desktop.interview.who"), choices)
        fresh.set_value(self.role)
        fresh.chosen.connect(self._choose)
        if self._segments is not None:
            self._box.removeWidget(self._segments)
            self._segments.hide()
            self._segments.deleteLater()
        self._segments = fresh
        self._box.insertWidget(1, fresh)

    def choose(self, role: str) -> None:
        if self._segments is not None:
            self._segments.set_value(role)
        self._choose(role)

    def _choose(self, role: str) -> None:
        if role != self.role:
            self.role = role
            self.chosen.emit(role)

    def _ask(self) -> None:
        self._line.setText("")
        self._more.hide()
        self._line.show()
        self._line.setFocus()

    def _give_up(self) -> None:
        if not self._line.hasFocus():
            self._line.hide()
            self._more.show()

    def _take(self) -> None:
        role = " ".join(self._line.text().casefold().split())
        self._line.hide()
        self._more.show()
        if role:
            self._own.append(role)
            self.show_roles(tuple(one for one in self._roles if one not in OFFERED))
            self.choose(role)
