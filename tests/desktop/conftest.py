"""The window under test: one application, real profiles, and nothing left behind after a test."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from shiboken6 import isValid

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from _day import PASSPHRASE, Project  # noqa: E402
from _day import project_in as made_project  # noqa: E402
from _window import WatchedApplication, open_profile  # noqa: E402


@pytest.fixture(scope="session")
def qapp() -> WatchedApplication:
    """The one application of the process; pytest-qt takes it too."""
    from app.desktop.start import application
    from app.desktop.theme import load_fonts, look

    made = WatchedApplication()
    application()
    made.setStyle("Fusion")
    load_fonts()
    look().apply()
    return made


@pytest.fixture(autouse=True)
def nothing_left(qapp: WatchedApplication) -> Iterator[None]:
    """No thread, no running timer and no window outlives its test; theme and language are as before."""
    from app.desktop import words
    from app.desktop.theme import look

    yield
    for widget in qapp.topLevelWidgets():
        # A list that a field has let down belongs to its completer, which deletes it.
        if isValid(widget) and widget.windowType() != Qt.WindowType.Popup:
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    threads = [one.name for one in threading.enumerate() if one.name.startswith(("record", "files"))]
    running = [
        timer
        for timer in gc.get_objects()
        if isinstance(timer, QTimer) and isValid(timer) and timer.isActive()
    ]
    look().use(scheme="light", percent=100)
    words.use_language("sv")
    assert threads == [], "threads that nobody ended"
    assert [(timer.parent(), timer.interval(), timer.isSingleShot()) for timer in running] == [], (
        "timers that still run"
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An office, two coaches and a consultant in one folder."""
    return made_project(tmp_path)


@pytest.fixture
def window_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Any]]:
    """Opens a window on a profile of a project; closed at the end."""
    monkeypatch.setenv("SIMMITT_PASSPHRASE", PASSPHRASE)
    opened: list[Any] = []

    def make(profile: Path) -> Any:
        window = open_profile(profile)
        opened.append(window)
        return window

    yield make
    for window in opened:
        if isValid(window):
            window.close()
            window.deleteLater()
