"""A day: typed as year-month-day or as so many days on ("+7"), or reached by the arrow keys."""

from __future__ import annotations

import re
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.desktop.widgets.field import Line

_AHEAD = re.compile(r"\+\s?([0-9]{1,3})")
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}


class DayLine(Line):
    """Whatever is typed is told as it is: what is a day is for the record to say."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__(name, hint=hint, most=20, calm=True)
        self.today = date.today()

    def flush(self) -> None:
        ahead = _AHEAD.fullmatch(self.text().strip())
        if ahead is not None:
            self.setText((self.today + timedelta(days=int(ahead[1]))).isoformat())
        super().flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        try:
            day = date.fromisoformat(self.text().strip()) + timedelta(days=step)
        except (ValueError, OverflowError):
            day = self.today
        self.setText(day.isoformat())
        self.textEdited.emit(self.text())
