"""Beside the devices: whether the shared folder answers, what waits for it, and what the last run did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.facts import FactLine
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import moment_words, number_words, refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.exchange_view import ExchangeSnapshot

_FIGURES = ("changes", "written", "companies", "took")


class FolderPanel(QWidget):
    """`change`: the person wants another folder."""

    reaches_out = True

    change = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("folder-sync", "accent", size=Size.ICON_LARGE)
        self._state = Text("", Type.STRONG, wrap=True)
        self._path = Text("", Type.META, "muted", wrap=True)
        self._why = Text("", Type.BODY, "gap", wrap=True)
        self._unsent = Text("", Type.BODY, "muted", wrap=True)
        self.button = Button(say("desktop.exchange.folder.change"), "link", "folder-open")
        self.button.clicked.connect(self.change)
        words = column(self._state, self._path, self._why, self._unsent, row(self.button, None), gap=Space.XS)
        state = row(self._icon, words, gap=Space.M)
        state.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        state.setStretchFactor(words, 1)
        self._folder = Section(say("desktop.exchange.folder"), state)
        self._never = Text(say("desktop.exchange.last.never"), Type.BODY, "muted", wrap=True)
        self._facts = {name: FactLine(say(f"desktop.exchange.last.{name}")) for name in _FIGURES}
        self._last = Section(say("desktop.exchange.last"), self._never, *self._facts.values(), gap=Space.S)
        self.setLayout(column(self._folder, self._last, None, gap=Space.XL))

    def show_state(self, found: ExchangeSnapshot) -> None:
        folder = found.folder
        self._icon.set_icon(*(("folder-sync", "accent") if folder.reachable else ("folder-x", "gap")))
        code = "answers" if folder.reachable else "away"
        self._state.setText(say(f"desktop.exchange.folder.{code}"))
        self._path.setText(str(folder.path) if folder.path is not None else "")
        self._path.setVisible(folder.path is not None)
        why = refusal(Refusal(folder.code, **folder.params)) if folder.code is not None else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
        count = found.unwritten_acts
        if count:
            self._unsent.setText(
                say("desktop.exchange.unsent.one")
                if count == 1
                else say("desktop.exchange.unsent", count=count)
            )
        else:
            self._unsent.setText(say("desktop.exchange.unsent.none"))
        last = found.last
        self._last.set_title(
            say("desktop.exchange.last"), moment_words(last.at, found.day) if last is not None else ""
        )
        self._never.setVisible(last is None)
        for name, fact in self._facts.items():
            fact.setVisible(last is not None)
            if last is not None and name == "took":
                fact.show_fact(say("desktop.exchange.seconds", seconds=number_words(last.took / 1000, 1)))
            elif last is not None:
                fact.show_fact(number_words(getattr(last, name)))
