"""A licence beside the grid: held or not, and to which day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.chip import RadioChip
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import column
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.domain.competence import LicenceStatus

_DAY_LETTERS = 10


class LicenceField(QWidget):
    """`told`: held or not, and the last day as text ("" for no end)."""

    told = Signal(bool, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.competence.licence"))
        self._state = Text("", Type.STRONG, wrap=True)
        self._held = RadioChip(say("desktop.competence.licence.held"))
        self._missing = RadioChip(say("desktop.competence.licence.missing"))
        self._held.clicked.connect(lambda _=False: self._turn(True))
        self._missing.clicked.connect(lambda _=False: self._turn(False))
        self._day = Line(say("desktop.competence.valid_to"), hint=say("desktop.competence.day_hint"))
        self._day.setMaxLength(_DAY_LETTERS)
        self._day.returnPressed.connect(self._tell)
        self._field = Field(
            say("desktop.competence.valid_to"),
            self._day,
            help=say("desktop.competence.valid_to_help"),
            width=Size.FIELD,
        )
        self._give = Button(say("desktop.competence.licence_keep"))
        self._give.clicked.connect(self._tell)
        self._on = False
        chips = FlowBox(self._held, self._missing)
        self.setLayout(column(self._state, chips, self._field, self._give, gap=Space.S))
        self.setFocusProxy(self._held)
        self.show_licence(None, None)

    def show_licence(self, status: LicenceStatus | None, until: str | None) -> None:
        words = say(f"domain.licence.{status.value}") if status else say("desktop.competence.no_licence")
        words = words[:1].upper() + words[1:]
        self._state.setText(
            say("desktop.competence.licence_until", state=words, day=until) if until else words
        )
        held = status in (LicenceStatus.VALID, LicenceStatus.EXPIRING, LicenceStatus.EXPIRED)
        low = status in (LicenceStatus.EXPIRED, LicenceStatus.MISSING)
        self._state.set_colour("gap" if low else "warn" if status is LicenceStatus.EXPIRING else "ink")
        self._day.set_value(until or "")
        self._field.set_error(None)
        self._show(held, missing=status is LicenceStatus.MISSING)

    def _show(self, held: bool, *, missing: bool) -> None:
        self._on = held
        self._held.setChecked(held)
        self._missing.setChecked(missing)
        self._field.setVisible(held)
        self._give.setVisible(held)

    def _turn(self, held: bool) -> None:
        self._show(held, missing=not held)
        if not held:
            self.told.emit(False, "")

    def _tell(self) -> None:
        typed = self._day.text().strip()
        if typed:
            try:
                date.fromisoformat(typed)
            except ValueError:
                self._field.set_error(say("desktop.competence.day_wrong"))
                return
        self._field.set_error(None)
        self.told.emit(True, typed)
