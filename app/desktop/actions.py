"""One table of actions. Menus, shortcuts, buttons and the command palette are made from it and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.desktop.icons import make_icon
from app.desktop.theme import look
from app.desktop.tokens import Size
from app.desktop.widgets.button import Button, Kind
from app.desktop.words import say, shown

Menu = Literal["file", "edit", "view", "go", "help", ""]


@dataclass(frozen=True, slots=True)
class Action:
    """Its words are `action.<id>`. `menu` "" keeps it out of the menus; the palette has every one that can be done."""

    id: str
    icon: str
    menu: Menu
    keys: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("company.new", "plus", "file", "Ctrl+N"),
    Action("interview.start", "clipboard-list", "file", "Ctrl+Shift+N"),
    Action("coaching.log", "timer", "file", "Ctrl+L"),
    Action("matrix.import", "file-spreadsheet", "file", "Ctrl+I"),
    Action("matrix.empty", "grid-3x3", ""),
    Action("matrix.person", "user-plus", ""),
    Action("matrix.skill", "plus", ""),
    Action("document.print", "printer", "file", "Ctrl+P"),
    Action("document.save", "file-down", "file", "Ctrl+Shift+P"),
    Action("exchange.sync", "refresh-cw", "file", "Ctrl+R"),
    Action("exchange.read", "file-input", "file"),
    Action("exchange.invite", "user-plus", ""),
    Action("practice.remove", "trash-2", ""),
    Action("window.lock", "lock", "file", "Ctrl+Shift+L"),
    Action("window.close", "log-out", "file", "Ctrl+Q"),
    Action("edit.undo", "undo-2", "edit", "Ctrl+Z"),
    Action("edit.redo", "redo-2", "edit", "Ctrl+Shift+Z"),
    Action("palette.open", "search", "edit", "Ctrl+K"),
    Action("search.here", "search", "edit", "Ctrl+F"),
    Action("interview.finish", "check", ""),
    Action("interview.amend", "pencil", ""),
    Action("interview.next", "arrow-down", "", "Ctrl+Down"),
    Action("interview.previous", "arrow-up", "", "Ctrl+Up"),
    Action("interview.next_section", "chevron-down", "", "Ctrl+PgDown"),
    Action("interview.previous_section", "chevron-up", "", "Ctrl+PgUp"),
    Action("text.larger", "zoom-in", "view", "Ctrl++"),
    Action("text.smaller", "zoom-out", "view", "Ctrl+-"),
    Action("text.normal", "a-large-small", "view", "Ctrl+0"),
    Action("theme.light", "sun", "view"),
    Action("theme.dark", "moon", "view"),
    Action("theme.contrast", "contrast", "view"),
    Action("theme.system", "laptop", "view"),
    Action("pane.next", "panel-right", "view", "F6"),
    Action("go.overview", "layout-dashboard", "go", "Ctrl+1"),
    Action("go.companies", "factory", "go", "Ctrl+2"),
    Action("go.competence", "grid-3x3", "go", "Ctrl+3"),
    Action("go.coaching", "messages-square", "go", "Ctrl+4"),
    Action("go.targets", "target", "go", "Ctrl+5"),
    Action("go.exchange", "refresh-cw", "go", "Ctrl+6"),
    Action("go.documents", "file-text", "go", "Ctrl+7"),
    Action("go.settings", "settings", "go", "Ctrl+,"),
    Action("go.back", "arrow-left", "go", "Alt+Left"),
    Action("language.sv", "languages", "view"),
    Action("language.en", "languages", "view"),
)
BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


class ActionBook(QObject):
    """Every action as Qt knows it. Who can do one now has `offer`ed it; the others are switched off."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, QAction] = {}
        self._frame: dict[str, Callable[[], None]] = {}
        self._page: dict[str, Callable[[], None]] = {}
        self._off: set[str] = set()
        for action in ACTIONS:
            made = QAction(say(f"action.{action.id}"), self)
            if action.keys:
                keys = [QKeySequence(action.keys)]
                if action.id == "text.larger":
                    keys.append(QKeySequence("Ctrl+="))
                if action.id == "edit.redo":
                    keys.append(QKeySequence("Ctrl+Y"))
                made.setShortcuts(keys)
            made.setEnabled(False)
            made.triggered.connect(lambda _=False, id=action.id: self.run(id))
            self.made[action.id] = made
        self._pictured = False
        look().watch(self)

    def restyle(self) -> None:
        self._pictured = False

    def picture(self) -> None:
        """Give the actions their icons, when a menu is about to show them."""
        if self._pictured:
            return
        self._pictured = True
        theme = look()
        for action in ACTIONS:
            icon = make_icon(action.icon, theme.colour("muted"), theme.px(Size.ICON), theme.colour("faint"))
            self.made[action.id].setIcon(icon)

    def retell(self) -> None:
        """The words again, in another language."""
        for id, made in self.made.items():
            made.setText(say(f"action.{id}"))

    def offer_frame(self, deeds: Mapping[str, Callable[[], None]]) -> None:
        """What the window itself can do, wherever it is."""
        self._frame.update(deeds)
        self._switch()

    def withdraw(self, id: str) -> None:
        """The window itself cannot do this any more."""
        self._frame.pop(id, None)
        self._switch()

    def offer_page(self, deeds: Mapping[str, Callable[[], None]]) -> None:
        """What the page that is shown now can do, in place of what the last one could."""
        self._page = dict(deeds)
        self._switch()

    def _switch(self) -> None:
        for id, made in self.made.items():
            made.setEnabled(id not in self._off and (id in self._page or id in self._frame))

    def can(self, id: str) -> bool:
        return self.made[id].isEnabled()

    def switch(self, id: str, on: bool, words: str = "") -> None:
        """Switch one off while it cannot be done (undo), and give it the words of now."""
        self._off = self._off - {id} if on else self._off | {id}
        self.made[id].setEnabled(on and (id in self._page or id in self._frame))
        self.made[id].setText(shown(words) if words else say(f"action.{id}"))

    def run(self, id: str) -> None:
        deed = self._page.get(id) or self._frame.get(id)
        if deed is not None:
            deed()

    def button(self, id: str, kind: Kind = "plain", *, words: str = "") -> Button:
        """A button for an action: its words and icon; its keys stand in the tool tip."""
        known = BY_ID[id]
        made = self.made[id]
        button = Button(words or say(f"action.{id}"), kind, known.icon)
        if known.keys:
            button.setToolTip(QKeySequence(known.keys).toString(QKeySequence.SequenceFormat.NativeText))
        button.clicked.connect(lambda _=False: self.run(id))
        made.enabledChanged.connect(button.setEnabled)
        button.setEnabled(made.isEnabled())
        return button

    def attach(self, window: QWidget) -> None:
        """Shortcuts work wherever the focus is in the window."""
        window.addActions(list(self.made.values()))
