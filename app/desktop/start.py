"""Opening the window: what paints first, and only then the record."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from app.i18n import Language


def application() -> QApplication:
    """The one application, with its name."""
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("SIMMITT")
    # Looking through all objects for circles takes tens of milliseconds: seldom, instead of within many an event.
    gc.set_threshold(20_000, 20, 100)
    return made


def open_window(profile: Path, language: Language | None, practice: bool) -> int:
    """Show the window on a profile and live in it until it is closed. Returns the exit code.

    `practice`: a profile that is not there is made as the practice programme, without a question. What is loaded
    before the window paints is little: how it lay, which theme, and the colours.
    """
    from app.desktop.main_window import MainWindow

    made = application()
    window = MainWindow(profile, language=language, practice=practice)
    window.show()
    QTimer.singleShot(0, window.begin)
    return made.exec()
