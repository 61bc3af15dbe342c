"""The desk: what every page holds. It asks the record, acts on it, tells who shows what has changed, and travels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app import settings as stored
from app.desktop.actions import ActionBook
from app.desktop.places import Place
from app.desktop.tasks import Cancelled, Job, Lane
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.settings import Settings
    from app.store.units import ChangeSet

T = TypeVar("T")
Failed = Callable[[str], None]
Progress = Callable[[int, int], None]


class Desk(QObject):
    """One open profile in one window. Everything here is called on the main thread and returns at once."""

    changed = Signal(object)
    """A ChangeSet: of this window, or None after an import (everything may be otherwise)."""
    travelled = Signal(object)
    """A Place that a person wants to be at."""
    told = Signal(str, str)
    """A toast: its words, and the code of the act that it may take back ("" for none)."""
    saved = Signal()
    trouble = Signal(str)
    """A sentence about something that went wrong and that no page has shown in place."""
    settings_changed = Signal()
    warned = Signal(str)
    """A sentence about something that did not come about, with nothing lost by it."""
    syncing = Signal(object)
    """The job of a run through the shared folder that has begun; None when it has ended."""

    def __init__(self, profile: Path, settings: Settings) -> None:
        super().__init__()
        self.profile = profile
        self.settings = settings
        self.actions = ActionBook()
        self._record = Lane("record")
        self._files = Lane("files")
        self._workspace: Workspace | None = None
        self.at_work: WeakSet[QObject] = WeakSet()
        """Parts of pages that do their work in slices, while they are at it."""
        self.sync_job: Job | None = None
        """The run through the shared folder that is under way."""

    # --- the record ---

    def open(
        self, make: Callable[[], Workspace], then: Callable[[], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Open the profile on the worker; `failed` gets the error as it is."""

        def opened(workspace: Workspace) -> None:
            self._workspace = workspace
            then()

        self._record.run(lambda job: make(), opened, failed)

    @property
    def is_open(self) -> bool:
        return self._workspace is not None

    def shut(self, then: Callable[[], None] | None = None) -> None:
        """Close the workspace (lock); what waits in line is done first."""
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            self._record.run(
                lambda job: workspace.close(), lambda _: then() if then else None, self._told_error
            )

    def ask(
        self,
        read: Callable[[Workspace], T],
        then: Callable[[T], None],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """A snapshot from the record. `failed` gets a sentence; without it the window shows it."""
        return self._run(lambda workspace, job: read(workspace), then, failed, owner)

    def do(
        self,
        act: Callable[[Workspace], tuple[T, ChangeSet | None]],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """A change of the record, durable when `then` is called. Whoever shows its topics is told first."""

        def done(result: tuple[T, ChangeSet | None]) -> None:
            value, changes = result
            if changes is not None:
                self.saved.emit()
                self.changed.emit(changes)
            if then is not None and here():
                then(value)

        def here() -> bool:
            return owner is None or isValid(owner)

        def refused(sentence: str) -> None:
            (failed if failed is not None and here() else self.trouble.emit)(sentence)

        # The job itself has no owner: that a change was made is told also when its page has gone.
        return self._run(lambda workspace, job: act(workspace), done, refused if failed else None, None)

    def work(
        self,
        act: Callable[[Workspace, Progress], tuple[T, ChangeSet | None]],
        then: Callable[[T], None],
        failed: Failed | None = None,
        *,
        everything: bool = False,
        owner: QObject | None = None,
    ) -> Job:
        """A longer act with progress, which can be stopped. `everything`: all pages read again afterwards."""

        def done(result: tuple[T, ChangeSet | None]) -> None:
            value, changes = result
            self.saved.emit()
            if changes is not None or everything:
                self.changed.emit(changes)
            then(value)

        return self._run(lambda workspace, job: act(workspace, job.step), done, failed, owner)

    def aside(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Work beside the record: reading a file that is not stored yet, drawing a document."""
        return self._files.run(lambda job: work(job.step), then, self._sentence_to(failed), owner)

    def _run(
        self,
        work: Callable[[Workspace, Job], T],
        then: Callable[[T], None],
        failed: Failed | None,
        owner: QObject | None,
    ) -> Job:
        workspace = self._workspace

        def run(job: Job) -> T:
            if workspace is None:
                raise Refusal("desktop.locked")
            return work(workspace, job)

        return self._record.run(run, then, self._sentence_to(failed), owner)

    def _sentence_to(self, failed: Failed | None) -> Callable[[BaseException], None]:
        def told(error: BaseException) -> None:
            if isinstance(error, Cancelled):
                if failed is not None:
                    failed(say("desktop.cancelled"))
                return
            if isinstance(error, Refusal):
                (failed or self.trouble.emit)(refusal(error))
                return
            (failed or self.trouble.emit)(say("desktop.unexpected"))
            raise error

        return told

    def _told_error(self, error: BaseException) -> None:
        self._sentence_to(None)(error)

    # --- how pages lie ---

    def remember(self, name: str, value: str) -> None:
        """Keep how something lies in the window. Losing it does no harm, so nothing is said where it cannot be kept."""
        profile = self.profile

        def keep(_: Progress) -> None:
            stored.write_window(profile, {**stored.read_window(profile), name: value})

        self.aside(keep, lambda _: None, lambda _: None)

    def remembered(self, name: str, then: Callable[[str], None], *, owner: QObject) -> None:
        """What was kept under a name; "" where nothing is known."""
        profile = self.profile
        self.aside(lambda _: str(stored.read_window(profile).get(name, "")), then, owner=owner)

    # --- the window ---

    def go(self, place: Place) -> None:
        self.travelled.emit(place)

    def tell(self, words: str, *, undoable: bool = False) -> None:
        """A toast; an undoable act gets its way back."""
        self.told.emit(words, "undo" if undoable else "")

    @property
    def busy(self) -> int:
        """How many pieces of work are in line, and parts of a page that are still being made or sent."""
        making = sum(1 for part in self.at_work if isValid(part))
        return self._record.waiting + self._files.waiting + making

    def close(self) -> None:
        """Everything in line is done, the record is closed, the threads end."""
        self.shut()
        self._record.close()
        self._files.close()
