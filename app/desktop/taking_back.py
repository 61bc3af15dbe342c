"""Undo and redo: the menu carries the name of the act that would be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.frame import Frame
    from app.operations.log import TakeBack
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet


class TakingBack:
    """Asks the record what can be taken back, after each change, and does it."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk = desk
        self._frame = frame

    def look_again(self) -> None:
        def read(workspace: Workspace) -> tuple[str, str]:
            from app.operations import log

            return _words(log.next_undo(workspace)), _words(log.next_redo(workspace))

        def show(words: tuple[str, str]) -> None:
            for id, what in zip(("edit.undo", "edit.redo"), words, strict=True):
                name = say(f"desktop.{id.removeprefix('edit.')}_what", what=what) if what else ""
                self._desk.actions.switch(id, bool(what), name)

        if self._desk.is_open:
            self._desk.ask(read, show, lambda _: None)

    def take_back(self, *, again: bool = False) -> None:
        """Undo, or redo. What a field holds and has not told yet is told first, so that it is what is undone."""
        if (page := self._frame.page) is not None:
            page.flush()

        def act(workspace: Workspace) -> tuple[str, ChangeSet]:
            from app.operations import log

            verb, changes = log.redo(workspace) if again else log.undo(workspace)
            return log.act_words(verb, language()), changes

        def done(what: str) -> None:
            self._desk.tell(say("desktop.redone" if again else "desktop.undone", what=what))

        self._desk.do(act, done)


def _words(found: TakeBack | None) -> str:
    from app.operations import log

    return log.act_words(found.verb, language()) if found is not None else ""
