"""A window for tests: opened on a real profile, driven by real events, watched while it lives."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

MOST_MS = 50.0
"""The main thread's CPU time that one event may use."""
_PATIENCE_S = 60.0


@dataclass
class Seen:
    """An event that used more than it may."""

    what: str
    milliseconds: float


class WatchedApplication(QApplication):
    """Measures the CPU time of each outermost event while somebody asks for it."""

    def __init__(self) -> None:
        super().__init__([])
        self.watching = False
        self.slow: list[Seen] = []
        self.most = 0.0
        self._depth = 0
        self._inner = 0
        self._cost = 0.0
        self._calibrate()

    def _calibrate(self) -> None:
        """What the measuring itself costs at each event that happens inside another, in seconds of CPU."""
        many, receiver = 2000, QObject()
        spent = []
        for watching in (True, False):
            self.watching, self._depth = watching, 1
            begun = time.thread_time()
            for _ in range(many):
                self.sendEvent(receiver, QEvent(QEvent.Type.User))
            spent.append(time.thread_time() - begun)
        self.watching, self._depth, self._inner = False, 0, 0
        self._cost = spent[0] / many

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if not self.watching:
            return super().notify(receiver, event)
        self._depth += 1
        if self._depth > 1:
            self._inner += 1
            try:
                return super().notify(receiver, event)
            finally:
                self._depth -= 1
        self._inner = 0
        begun = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            used = (time.thread_time() - begun - self._inner * self._cost) * 1000
            self.most = max(self.most, used)
            if used > MOST_MS:
                self.slow.append(Seen(f"{event.type()} to {type(receiver).__name__}", used))


@dataclass
class Watchdog:
    """What the main thread did that it may not: events that last, and work on store or folder."""

    application: WatchedApplication
    on_main: list[str] = field(default_factory=list)

    @property
    def complaints(self) -> list[str]:
        return [f"{one.what}: {one.milliseconds:.0f} ms" for one in self.application.slow] + self.on_main


def _guard(owner: type, name: str, seen: list[str]) -> Callable[[], None]:
    """Wrap a method so that a call from the main thread is noted. Returns what takes the wrapper off."""
    own: Any = getattr(owner, name)

    def guarded(self: Any, *args: Any, **more: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            seen.append(f"{owner.__name__}.{name} on the main thread")
        return own(self, *args, **more)

    setattr(owner, name, guarded)
    return lambda: setattr(owner, name, own)


@contextmanager
def watched(application: WatchedApplication) -> Iterator[Watchdog]:
    """Watch all that happens inside."""
    from app.exchange.folder import OsFolder
    from app.store.store import Store

    dog = Watchdog(application)
    application.slow.clear()
    application.most = 0.0
    undo = [
        _guard(owner, name, dog.on_main)
        for owner, names in (
            (Store, ("reading", "writing", "connected")),
            (OsFolder, tuple(name for name in vars(OsFolder) if not name.startswith("_"))),
        )
        for name in names
        if callable(getattr(owner, name))
    ]
    gc.collect()
    gc.freeze()  # what the test run itself holds is none of the program's
    application.watching = True
    try:
        yield dog
    finally:
        application.watching = False
        gc.unfreeze()
        for take_off in undo:
            take_off()


def spin(until: Callable[[], bool], what: str = "it") -> None:
    """Let events happen until something is so. Fails after a minute, naming what did not come."""
    end = time.monotonic() + _PATIENCE_S
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(1)
    came = until()

    def look() -> None:
        nonlocal came
        came = came or until()  # what came may be gone again before the loop has ended
        if came or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    if not came:
        loop.exec()
    timer.stop()
    assert came, f"{what} did not come within a minute"


def settle(desk: Any) -> None:
    """Until nothing is in line: neither work nor what it brings home."""
    for _ in range(3):
        spin(lambda: desk.busy == 0, "rest")
        QApplication.processEvents()


def open_profile(profile: Path) -> Any:
    """A window on a profile, shown and with its first page filled."""
    from app.desktop.main_window import MainWindow

    window = MainWindow(profile, language="sv")
    window.show()
    window.begin()
    spin(lambda: window.inside is not None and window.desk.is_open, "the open profile")
    settle(window.desk)
    spin(lambda: window.frame.page is not None, "the first page")
    settle(window.desk)
    return window
