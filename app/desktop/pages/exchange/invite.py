"""Inviting somebody, in place: whom, as what, and where the file goes; then the six words, large, this once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.dropped import INVITATION
from app.desktop.file_dialogs import ask_where_to_save
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field import Choice, Field, Line
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import Narrow, fill, row
from app.desktop.widgets.path_field import PathField
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import day_of_words, say

if TYPE_CHECKING:
    from app.operations.enrolment import InvitationSnapshot

ROLES = ("coach", "consultant", "office")
_WORDS, _WIDE = 6, 560
_STEPS = ("send", "call", "once")


class InviteForm(Card):
    """`wanted`: name, role and file; the page does it, and answers by `show_words` or `set_error`."""

    wanted = Signal(str, str, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(ground="wash", frame="hair", gap=Space.M)
        self._name = Line(say("desktop.exchange.invite.name"), most=120)
        self.name = Field(say("desktop.exchange.invite.name"), self._name)
        self.role = Choice(
            say("desktop.exchange.invite.role"), [(role, say(f"desktop.role.{role}")) for role in ROLES]
        )
        self.role.set_value(ROLES[0])
        self.file = PathField(
            say("desktop.exchange.invite.file"),
            say("desktop.exchange.invite.choose"),
            help=say("desktop.exchange.invite.file.help"),
        )
        self.file.asked.connect(self._choose)
        self.make = Button(say("desktop.exchange.invite.make"), "soft", "user-plus")
        self.make.clicked.connect(self._make)
        self._name.returnPressed.connect(self._make)
        cancel = Button(say("desktop.stop"), "ghost")
        cancel.clicked.connect(self.closed)
        who = row(self.name, Field(say("desktop.exchange.invite.role"), self.role), gap=Space.L)
        who.setStretchFactor(self.name, 1)
        about = Text(say("desktop.exchange.invite.about"), Type.BODY, "muted", wrap=True)
        title = Text(say("desktop.exchange.invite.title"), Type.SECTION)
        fill(self.box, (title, about, Narrow(who, _WIDE, left=True), self.file, row(self.make, cancel, None)))
        self.setAccessibleName(say("desktop.exchange.invite.title"))
        self.hide()

    def begin(self) -> None:
        """Empty, with the name to be typed first."""
        for put in (self._name.set_value, self.file.set_value):
            put("")
        self._name.setText("")
        self.set_error(None)
        self.show()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_error(self, sentence: str | None, *, at_file: bool = False) -> None:
        self.name.set_error(None if at_file else sentence)
        self.file.set_error(sentence if at_file else None)
        self.make.switch_on()

    def _choose(self) -> None:
        name = " ".join(self._name.text().split()) or say("desktop.exchange.invite.nobody")
        suggested = say("desktop.exchange.invite.file_name", name=name) + INVITATION
        out = ask_where_to_save(
            self,
            say("desktop.exchange.invite.file"),
            suggested.replace("/", " ").replace("\\", " "),
            say("desktop.exchange.invite.kind"),
            INVITATION,
        )
        if out is not None:
            self.file.choose(out)

    def _make(self) -> None:
        self.name.set_error(None)
        self.file.set_error(None)
        if not self._name.text().strip():
            self.name.set_error(say("desktop.exchange.invite.name.missing"))
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.file.value():
            self._choose()
        if not self.file.value():
            self.file.set_error(say("desktop.exchange.invite.file.missing"))
            self.file.focus()
            return
        self.make.switch_off(say("desktop.exchange.invite.making"))
        self.wanted.emit(self._name.text().strip(), self.role.value(), Path(self.file.value()))


class SixWordsShown(Card):
    """The words of an invitation, and how both are handed over. Nothing keeps the words when it is closed."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(ground="wash", frame="hair", gap=Space.M)
        self._title = Text("", Type.SECTION, wrap=True)
        self._words = tuple(Text("", Type.FIGURE) for _ in range(_WORDS))
        board = FlowBox(*self._words, gap=Space.XL, line_gap=Space.S)
        self._steps = {step: Text("", Type.BODY, wrap=True) for step in _STEPS}
        icons = {"send": "send", "call": "messages-square", "once": "clock"}
        self.done = Button(say("desktop.exchange.words.done"), "soft", "check")
        self.done.clicked.connect(self.closed)
        steps = (_step(icons[step], text) for step, text in self._steps.items())
        fill(self.box, (self._title, board, *steps, row(self.done, None)))
        self.hide()

    def show_words(self, made: InvitationSnapshot, name: str, file: str) -> None:
        self._title.setText(say("desktop.exchange.words.title", name=name))
        for place, (text, word) in enumerate(zip(self._words, made.words, strict=True), start=1):
            text.setText(word)
            text.setAccessibleName(say("desktop.exchange.words.word", place=place, word=word))
        until = datetime.fromtimestamp(made.expires / 1000, ZoneInfo("Europe/Stockholm")).date()
        self._steps["send"].setText(say("desktop.exchange.words.send", file=file, name=name))
        self._steps["call"].setText(say("desktop.exchange.words.call", name=name))
        self._steps["once"].setText(say("desktop.exchange.words.once", day=day_of_words(until)))
        self.setAccessibleName(self._title.text())
        self.show()
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        for text in self._words:
            text.setText("")
        self.hide()


def _step(icon: str, text: Text) -> QWidget:
    made = QWidget()
    picture = Icon(icon, "accent", size=Size.ICON_LARGE)
    box = row(picture, text, gap=Space.M)
    box.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
    box.setStretchFactor(text, 1)
    made.setLayout(box)
    return made
