"""Syncing: by button, and on its own while the folder is there. It shows a quiet state, and blocks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from app.desktop.words import clock_words, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk, Progress
    from app.desktop.rail import Rail
    from app.desktop.status_bar import StatusBar
    from app.operations.exchange import SyncReport
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_EVERY_MS = 20_000


@dataclass(frozen=True, slots=True)
class State:
    """`at`: the last run, UTC milliseconds; `attention`: what only a person can settle."""

    reachable: bool
    at: int | None
    waiting: int
    attention: int


def read_state(workspace: Workspace) -> State:
    """Read on the worker."""
    from app.operations import exchange_view, last_sync
    from app.operations.log import conflicts

    last = last_sync.last_sync(workspace)
    return State(
        exchange_view.folder_state(workspace).reachable,
        last.at if last is not None else None,
        exchange_view.unwritten(workspace),
        len(conflicts(workspace)),
    )


class Together(QObject):
    """One run at a time. A folder that is away is said in the status bar, and tried again."""

    def __init__(self, desk: Desk, status: StatusBar, rail: Rail) -> None:
        super().__init__()
        self._desk = desk
        self._status = status
        self._rail = rail
        self._running = False
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self._look)
        desk.saved.connect(self._soon)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(2_000)
        self._pause.timeout.connect(self._tell)

    def begin(self) -> None:
        self._tell()
        self._clock.start()

    def stop(self) -> None:
        self._clock.stop()
        self._pause.stop()

    def _soon(self) -> None:
        if self._clock.isActive():  # not while the window goes
            self._pause.start()

    def _look(self) -> None:
        """Where the folder has news or something waits to go there: sync."""
        if self._running or not self._desk.is_open or not self._desk.settings.sync_on_its_own:
            return
        if self._desk.busy:
            return

        def read(workspace: Workspace) -> bool:
            from app.operations.exchange_view import folder_state, unwritten
            from app.operations.last_sync import folder_news

            if folder_news(workspace):
                return True
            return unwritten(workspace) > 0 and folder_state(workspace).reachable

        def came(news: bool) -> None:
            if news:
                self.sync(quiet=True)
            else:
                self._tell()

        self._desk.ask(read, came, lambda _: self._tell(), owner=self)

    def sync(self, *, quiet: bool = False) -> None:
        """One run. `quiet`: on its own; a folder that is away is then no interruption."""
        if self._running or not self._desk.is_open:
            return
        self._running = True
        self._status.show_sync(say("desktop.syncing"))

        def act(workspace: Workspace, progress: Progress) -> tuple[SyncReport, ChangeSet | None]:
            from app.operations import exchange

            return exchange.sync(workspace, progress=progress), None

        def ended() -> bool:
            """Whether this is still the window's: its words may be in another language now."""
            self._running = False
            self._desk.sync_job = None
            self._desk.syncing.emit(None)
            return isValid(self._status)

        def done(report: SyncReport) -> None:
            if not ended():
                return
            if not quiet:
                self._desk.tell(say("desktop.sync.done", read=report.changes, written=report.written))
            self._tell()
            if report.changes or report.written:
                self._desk.changed.emit(None)

        def failed(sentence: str) -> None:
            if not ended():
                return
            self._tell()
            self._desk.changed.emit(None)  # what was read before it ended stays
            if not quiet:
                self._desk.warned.emit(sentence)

        job = self._desk.work(act, done, failed, owner=self._desk)
        self._desk.sync_job = job
        self._desk.syncing.emit(job)

    def _tell(self) -> None:
        """The quiet state in the status bar."""
        if not self._desk.is_open:
            return

        def show(state: State) -> None:
            waiting = state.waiting
            if not state.reachable:
                self._status.show_sync(say("desktop.no_folder", waiting=waiting), wrong=True)
            elif state.at is None:
                self._status.show_sync(say("desktop.not_synced", waiting=waiting))
            else:
                at = clock_words(datetime.fromtimestamp(state.at / 1000, ZoneInfo("Europe/Stockholm")))
                code = "desktop.synced" if waiting else "desktop.synced_all"
                self._status.show_sync(say(code, at=at, waiting=waiting) if waiting else say(code, at=at))
            self._rail.buttons["exchange"].set_count(state.attention, dot=bool(state.attention))

        self._desk.ask(read_state, show, lambda _: None, owner=self._status)
