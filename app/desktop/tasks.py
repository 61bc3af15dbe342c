"""Threads: one that owns the record, one for files beside it; results come home to the main thread in their order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

T = TypeVar("T")


class Cancelled(Exception):
    """The person stopped it. Raised inside the work, at its next step."""


class Job(QObject):
    """A piece of work under way: its progress, and a way to stop it. Lives on the main thread."""

    progress = Signal(int, int)

    def __init__(self, owner: QObject | None) -> None:
        super().__init__()
        self._owner = owner
        self._stop = threading.Event()
        self.dropped = False

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def step(self, done: int, of: int) -> None:
        """Called on the worker by the work itself. Raises Cancelled when it was stopped."""
        if self._stop.is_set():
            raise Cancelled
        self.progress.emit(done, of)

    def wanted(self) -> bool:
        """Whether anybody is still there to hear the result."""
        return not self.dropped and (self._owner is None or isValid(self._owner))


class Lane(QObject):
    """One worker thread: work in the order in which it was given."""

    _home = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._open = True
        self.waiting = 0

    def run(
        self,
        work: Callable[[Job], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
        owner: QObject | None = None,
    ) -> Job:
        """Do `work` on the thread, then one of the two on the main thread, unless the owner has gone."""
        job = Job(owner)
        if not self._open:
            return job
        self.waiting += 1
        self._pool.submit(self._work, job, work, then, failed)
        return job

    def _work(
        self,
        job: Job,
        work: Callable[[Job], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        try:
            if job.cancelled:
                raise Cancelled
            result = work(job)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the main thread is told of it
            caught = error
            self._send(lambda: failed(caught) if job.wanted() else None)
            return
        self._send(lambda: then(result) if job.wanted() else None)

    def _send(self, home: Callable[[], None]) -> None:
        if isValid(self):
            self._home.emit(home)

    def _deliver(self, home: Callable[[], None]) -> None:
        self.waiting -= 1
        home()

    def close(self) -> None:
        """Finish what was given, then end the thread. Results that nobody waits for are let go."""
        self._open = False
        self._pool.shutdown(wait=True)
