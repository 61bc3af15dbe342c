"""A half-typed session on its way to the record and back: kept at each pause, tried again, and told of once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.domain.session_draft import SessionDraft
    from app.operations.workspace import Workspace


class HalfTyped(QObject):
    """`place`: a company's id as text, or "" for the log of all companies; None before the first is shown."""

    changed = Signal()
    """Whether something is kept is another now."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self.place: str | None = None
        self._wanted: SessionDraft | None = None
        self._stored: SessionDraft | None = None
        self._told: SessionDraft | None = None
        self._left = False

    @property
    def is_kept(self) -> bool:
        """Whether something is kept, or on its way there."""
        return self._wanted is not None

    def show(self, place: str, draft: SessionDraft | None) -> None:
        """What the record keeps at a place."""
        self.place = place
        self._wanted = self._stored = self._told = draft

    def keep(self, draft: SessionDraft | None) -> None:
        """Keep it as it stands now; None lets go. What could not be kept is tried again at the next chance."""
        place = self.place
        if place is None or draft == self._wanted:
            return
        self._wanted = draft

        def act(workspace: Workspace) -> tuple[None, None]:
            from app.operations.drafts import keep_session_draft

            keep_session_draft(workspace, place, draft)
            return None, None

        def kept(_: None) -> None:
            if place == self.place:
                self._stored = draft
                self._tell()

        def lost(sentence: str) -> None:
            if place == self.place and self._wanted == draft:
                self._wanted = self._stored
                self.changed.emit()
            self._desk.trouble.emit(sentence)

        self._desk.do(act, kept, lost, owner=self)
        self.changed.emit()

    def let_go(self) -> None:
        """The record has let go of it already, with the session that it became."""
        self._wanted = self._stored = None

    def stay(self) -> None:
        """Somebody types here again."""
        self._left = False

    def leave(self) -> None:
        """The page has been left: that something is kept is said once, when it is."""
        self._left = True
        self._tell()

    def _tell(self) -> None:
        if self._left and self._wanted not in (None, self._told) and self._wanted == self._stored:
            self._told = self._wanted
            self._desk.tell(say("desktop.coaching.draft_kept"))
