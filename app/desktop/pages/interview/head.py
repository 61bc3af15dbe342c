"""The head of an interview: back, the company, how far it has come, undo, and the one button that ends it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.desk import Desk
from app.desktop.page import Header
from app.desktop.pages.interview.model import Shown
from app.desktop.theme import look
from app.desktop.tokens import Space
from app.desktop.widgets.button import IconButton
from app.desktop.widgets.progress import Progress
from app.desktop.words import day_words, say

_NAME_ROOM = 120
"""At 100 %: what a company's name has at least, beside the few letters that a title never goes below."""


class Head(QObject):
    """Puts its parts into the header of a page."""

    back = Signal()
    side = Signal()

    def __init__(self, header: Header, desk: Desk) -> None:
        super().__init__(header)
        self._header, self._desk = header, desk
        header.ruled = True
        header.folds = False  # what there is no room for is hidden instead (`share_room`)
        back = IconButton(say("desktop.interview.back"), "arrow-left")
        back.clicked.connect(lambda: self.back.emit())
        header.box.insertWidget(0, back)
        self.progress = Progress(say("desktop.interview.progress"))
        find = IconButton(say("action.search.here"), "search")
        find.clicked.connect(lambda: desk.actions.run("search.here"))
        self._undo = IconButton(say("action.edit.undo"), "undo-2")
        self._undo.clicked.connect(lambda: desk.actions.run("edit.undo"))
        desk.actions.made["edit.undo"].changed.connect(self._undo_changed)
        self._undo_changed()
        side = IconButton(say("desktop.interview.side_button"), "panel-right")
        side.clicked.connect(lambda: self.side.emit())
        self._spare: tuple[QWidget, ...] = (self.progress, side, find, self._undo, header.chip, back)
        self.finish = desk.actions.button("interview.finish", "primary")
        self.amend = desk.actions.button("interview.amend", "primary")
        self.amend.hide()
        header.add(self.progress, Space.M, find, self._undo, side, Space.XS, self.finish, self.amend)

    def show_status(self, shown: Shown, *, amending: bool) -> None:
        """Under way or finished. While a reason is asked for, its button there is the primary one."""
        if shown.finished and shown.finished_on:
            day = day_words(date.fromisoformat(shown.finished_on), date.today())
            self._header.chip.set_state(say("desktop.interview.finished_on", day=day), "ok", "check")
        else:
            self._header.chip.set_state(say("desktop.interview.running"), "info")
        self.finish.setVisible(not shown.finished)
        self.amend.setVisible(shown.finished and not amending)

    def show_progress(self, shown: Shown) -> None:
        done, of = shown.answered, shown.possible
        self.progress.show_progress(done, of, say("desktop.interview.of", answered=done, possible=of))

    def share_room(self, width: int) -> None:
        """Where all does not fit, what is said or can be done elsewhere too makes room for the name and the button."""
        for spare in self._spare:
            spare.show()
        for spare in self._spare:
            # State and way back go only where the button would be cut, the others for the name's sake too.
            name = 0 if spare in self._spare[-2:] else look().px(_NAME_ROOM)
            if self._header.box.minimumSize().width() <= width - name:
                return
            spare.hide()

    def _undo_changed(self) -> None:
        action = self._desk.actions.made["edit.undo"]
        self._undo.set_words(action.text())
        if action.isEnabled():
            self._undo.setEnabled(True)
        else:
            self._undo.setEnabled(False)
            self._undo.setToolTip(say("desktop.interview.no_undo"))
