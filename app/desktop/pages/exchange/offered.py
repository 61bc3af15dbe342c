"""What a dropped or chosen folder or file is, in a sentence, and the one thing that can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.layout import column, fill, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.dropped import Dropped

_ICONS = {
    "in_use": ("folder-sync", "accent"),
    "offered": ("folder-sync", "accent"),
    "invitation": ("file-lock", "accent"),
    "piece": ("info", "accent"),
}
_ELSE = ("circle-alert", "gap")


class Offered(Card):
    """Hidden until something was dropped. `used`: the person wants the folder that is offered."""

    used = Signal(object)

    def __init__(self) -> None:
        super().__init__(ground="wash", frame="hair", gap=Space.S)
        self._folder: Path | None = None
        self._icon = Icon(*_ELSE, size=Size.ICON_LARGE)
        self._title = Text("", Type.STRONG, wrap=True)
        self._more = Text("", Type.BODY, "muted", wrap=True)
        self.use = Button(say("desktop.exchange.drop.use"), "soft", "folder-sync")
        self.use.clicked.connect(self._use)
        self.keep = Button(say("desktop.close"), "ghost")
        self.keep.clicked.connect(self.hide)
        words = column(self._title, self._more, row(self.use, self.keep, None), gap=Space.S)
        box = row(self._icon, words, gap=Space.M)
        box.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        box.setStretchFactor(words, 1)
        fill(self.box, (box,))
        self.hide()

    def looking(self, name: str) -> None:
        self._tell(("search", "muted"), say("desktop.exchange.drop.looking", name=name), "")

    def show_found(self, found: Dropped, used_now: Path | None) -> None:
        """`used_now`: the shared folder that is in use."""
        self._folder = found.folder if found.kind == "offered" else None
        if found.kind == "refused":
            more = refusal(Refusal(found.code, **dict(found.params)))
        elif found.kind == "offered":
            more = say(
                "desktop.exchange.drop.offered.more",
                folder=str(found.folder),
                used=str(used_now) if used_now is not None else say("desktop.exchange.drop.no_folder"),
            )
        elif found.kind in ("piece", "no_project") and used_now is not None:
            more = say(f"desktop.exchange.drop.{found.kind}.more", used=str(used_now))
        else:
            more = say(f"desktop.exchange.drop.{found.kind}.else")
        icon = _ICONS.get(found.kind, _ELSE)
        self._tell(icon, say(f"desktop.exchange.drop.{found.kind}", name=found.name), more)
        self.use.setVisible(found.kind == "offered")
        if found.kind == "offered":
            self.use.switch_on()
            self.use.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, sentence: str) -> None:
        """The folder was wanted and cannot be used after all."""
        self.use.switch_on()
        self._tell(_ELSE, self._title.text(), sentence)

    def _tell(self, icon: tuple[str, str], title: str, more: str) -> None:
        self._icon.set_icon(*icon)
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.use.setVisible(self._folder is not None)
        self.setAccessibleName(f"{title} {more}".strip())
        self.show()

    def _use(self) -> None:
        if self._folder is not None:
            self.use.switch_off(say("desktop.exchange.drop.using"))
            self.used.emit(self._folder)
