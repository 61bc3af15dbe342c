"""What stands in conflict: one field at a time, with everything that was written in it, by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import IconButton, LinkLine
from app.desktop.widgets.card import Card, Section
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.columns import Columns
from app.desktop.widgets.layout import column, fill, row
from app.desktop.widgets.picture import Avatar
from app.desktop.widgets.text import Text
from app.desktop.words import moment_words, say

if TYPE_CHECKING:
    from app.operations.conflict_words import ConflictLine, ConflictValue

_CARDS, _LEAST = 4, 300


class _Value(Card):
    def __init__(self) -> None:
        super().__init__(gap=Space.M)
        self._avatar = Avatar("")
        self._person = Text("", Type.STRONG)
        self._when = Text("", Type.META, "muted")
        self._shown = Chip(say("desktop.exchange.conflict.shown"), "info")
        self._value = Text("", Type.QUESTION, wrap=True)
        who = column(self._person, self._when, gap=0)
        head = row(self._avatar, who, self._shown, gap=Space.M)
        head.setStretchFactor(who, 1)
        head.setAlignment(self._shown, Qt.AlignmentFlag.AlignTop)
        fill(self.box, (head, self._value))

    def show_value(self, found: ConflictValue, today: date) -> None:
        self._avatar.set_name(found.person)
        self._person.setText(found.person)
        self._when.setText(moment_words(found.at, today))
        self._shown.setVisible(found.shown)
        self._value.setText(found.text or say("desktop.exchange.conflict.empty"))
        self._value.set_colour("ink" if found.text else "faint")
        self.set_frame("brand" if found.shown else "hair", "paper" if found.shown else "wash")
        state = f", {say('desktop.exchange.conflict.shown')}" if found.shown else ""
        self.setAccessibleName(f"{found.person}: {self._value.text()}{state}")


class Conflicts(Section):
    """Hidden while there are none. `opened`: a company's id as text."""

    opened = Signal(str)

    def __init__(self) -> None:
        self.previous = IconButton(say("desktop.exchange.conflict.previous"), "arrow-left")
        self.next = IconButton(say("desktop.exchange.conflict.next"), "arrow-right")
        super().__init__(say("desktop.exchange.conflicts"), actions=(self.previous, self.next), gap=Space.M)
        self._lines: tuple[ConflictLine, ...] = ()
        self._at = 0
        self._today = date.min
        self._what = Text("", Type.SECTION, wrap=True)
        self.company = LinkLine()
        self.company.clicked.connect(self._open)
        self._about = Text("", Type.BODY, "muted", wrap=True)
        self._values = tuple(_Value() for _ in range(_CARDS))
        self._cards = tuple(Columns(self._values[at : at + 2], least=_LEAST, gap=Space.L) for at in (0, 2))
        self._more = Text("", Type.META, "muted", wrap=True)
        self._before = Text("", Type.META, "muted", wrap=True)
        self._later = Text(say("desktop.exchange.conflict.later"), Type.META, "muted", wrap=True)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        head = row(self._what, self.company, gap=Space.L)
        head.setStretchFactor(self._what, 1)
        self.add(
            column(head, self._about, gap=Space.HAIR),
            *(row(cards) for cards in self._cards),
            self._more,
            column(self._before, self._later, gap=0),
        )
        self.hide()

    def show_conflicts(self, lines: Sequence[ConflictLine], today: date) -> None:
        kept = self._lines[self._at].id if self._lines else ""
        self._lines, self._today = tuple(lines), today
        self._at = next((at for at, line in enumerate(self._lines) if line.id == kept), 0)
        for button in (self.previous, self.next):
            button.setVisible(len(self._lines) > 1)
        if self._lines:
            self._show()
        self.setVisible(bool(self._lines))

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._lines)
        self._show()

    def _show(self) -> None:
        line, count = self._lines[self._at], len(self._lines)
        note = say("desktop.exchange.conflicts.of", number=self._at + 1, count=count) if count > 1 else "1"
        self.set_title(say("desktop.exchange.conflicts"), note)
        what = f"{line.what[:1].upper()}{line.what[1:]}"
        self._what.setText(" · ".join(part for part in (what, line.thing) if part))
        self.company.set_words(line.company_name)
        self.company.setVisible(line.company is not None and bool(line.company_name))
        self._about.setText(say("desktop.exchange.conflict.about", count=len(line.values)))
        shown = line.values[-_CARDS:]
        for at, card in enumerate(self._values):
            card.setVisible(at < len(shown))
            if at < len(shown):
                card.show_value(shown[at], self._today)
        self._cards[1].setVisible(len(shown) > 2)
        left = len(line.values) - len(shown)
        self._more.setText(say("desktop.exchange.conflict.more", count=left) if left else "")
        self._more.setVisible(bool(left))
        self._before.setText(
            say("desktop.exchange.conflict.before", value=line.before)
            if line.before
            else say("desktop.exchange.conflict.before.nothing")
        )

    def _open(self) -> None:
        company = self._lines[self._at].company if self._lines else None
        if company is not None:
            self.opened.emit(company.hex())
