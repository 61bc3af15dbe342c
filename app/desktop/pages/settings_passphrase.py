"""The change of this laptop's passphrase: the old one, the new one twice, and what is wrong at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Space
from app.desktop.widgets.button import Button
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.states import Working
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace

_WIDE, _MOST = 360, 1024


class PassphraseChange(QWidget):
    """Until the new one has been tried, the old one opens the profile."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.old, self.new, self.again = (
            Line(say(f"desktop.settings.passphrase.{name}"), secret=True, most=_MOST)
            for name in ("old", "new", "again")
        )
        self._fields = {
            name: Field(say(f"desktop.settings.passphrase.{name}"), line, width=_WIDE)
            for name, line in (("old", self.old), ("new", self.new), ("again", self.again))
        }
        for name, line in (("old", self.old), ("new", self.new), ("again", self.again)):
            line.textEdited.connect(lambda _, name=name: self._mended(name))
            line.returnPressed.connect(self.change)
        self.button = Button(say("desktop.settings.passphrase.change"))
        self.button.clicked.connect(self.change)
        self._wrong = Wrong()
        self._working = Working(say("desktop.settings.passphrase.changing"))
        self._working.show_progress(0, 0)
        self._working.hide()
        self.setLayout(
            column(*self._fields.values(), self._wrong, row(self.button, None), self._working, gap=Space.M)
        )
        self.setAccessibleName(say("desktop.settings.passphrase"))

    def show_least(self, least: int) -> None:
        self.new.setPlaceholderText(say("desktop.settings.passphrase.least", least=least))

    def error(self, name: str) -> str:
        return self._fields[name].error()

    def change(self) -> None:
        if not self.button.isEnabled():
            return
        for field in self._fields.values():
            field.set_error(None)
        self._wrong.set_error(None)
        if not self.old.text():
            self._at("old", say("desktop.settings.passphrase.missing"))
            return
        old, new, again = self.old.text(), self.new.text(), self.again.text()

        def act(workspace: Workspace) -> Refusal | None:
            from app.operations.passphrase import change_passphrase

            try:
                change_passphrase(workspace.profile, workspace.surroundings, old=old, new=new, again=again)
            except Refusal as refused:
                return refused
            return None

        self._busy(True)
        self._desk.ask(act, self._done, self._failed, owner=self)

    def _done(self, refused: Refusal | None) -> None:
        self._busy(False)
        if refused is None:
            for line in (self.old, self.new, self.again):
                line.clear()
            self._desk.tell(say("desktop.settings.passphrase.done"))
            return
        at = {
            "vault.passphrase.wrong": "old",
            "passphrase.short": "new",
            "passphrase.same": "new",
            "vault.passphrase.long": "new",
            "passphrase.differs": "again",
        }.get(refused.code)
        if at is None:
            self._wrong.set_error(refusal(refused))
        else:
            self._at(at, refusal(refused))

    def _failed(self, sentence: str) -> None:
        self._busy(False)
        self._wrong.set_error(sentence)

    def _at(self, name: str, sentence: str) -> None:
        field = self._fields[name]
        field.set_error(sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mended(self, name: str) -> None:
        self._fields[name].set_error(None)

    def _busy(self, on: bool) -> None:
        self._working.setVisible(on)
        if on:
            self.button.switch_off(say("desktop.settings.passphrase.changing"))
        else:
            self.button.switch_on()
        for line in (self.old, self.new, self.again):
            line.setReadOnly(on)
