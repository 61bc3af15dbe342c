"""Which people and skills are seen: team, shift, and the critical skills alone. What is left out is always said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from app.desktop.widgets.chip import ChoiceChip
from app.desktop.widgets.field import Choice
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.matrix_model import MatrixSheet
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.matrix_view import MatrixView

_LETTERS = 8


class Filters(FlowBox):
    """`changed`: other people or skills are to be seen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.competence.filters"))
        self._team = self._choice("desktop.competence.team")
        self._shift = self._choice("desktop.competence.shift")
        self._critical = ChoiceChip(say("desktop.competence.critical"))
        self._critical.clicked.connect(self._turned)
        self._company: object = None
        self._kept: frozenset[int] = frozenset()
        for part in (self._team, self._shift, self._critical):
            self.flow.addWidget(part)

    def _choice(self, code: str) -> Choice:
        made = Choice(say(code))
        made.setMinimumContentsLength(_LETTERS)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.chosen.connect(lambda _: self.changed.emit())
        return made

    def show_view(self, view: MatrixView, sheet: MatrixSheet) -> None:
        """What can be chosen in this matrix. Another company begins with its critical skills, if it has any."""
        self._fill(self._team, "desktop.competence.all_teams", [one.team for one in view.people])
        self._fill(self._shift, "desktop.competence.all_shifts", [one.shift for one in view.people])
        critical = frozenset(
            column for column in range(len(sheet.skills)) if sheet.skills and sheet.foot(column).critical
        )
        another = view.company != self._company
        self._company = view.company
        if another:
            self._team.set_value("")
            self._shift.set_value("")
            self._critical.setChecked(0 < len(critical) < len(sheet.skills))
        # A skill that an edit has just saved stays in view: it may not vanish under the cursor.
        if another or not self._critical.isChecked():
            self._kept = critical
        else:
            self._kept = frozenset(one for one in self._kept | critical if one < len(sheet.skills))
        self._critical.set_words(say("desktop.competence.critical_count", count=len(critical)))
        self._critical.setVisible(bool(critical))
        if not critical:
            self._critical.setChecked(False)

    def _turned(self) -> None:
        self.changed.emit()

    @staticmethod
    def _fill(choice: Choice, everybody: str, names: list[str | None]) -> None:
        found = sorted({name for name in names if name})
        choice.set_choices([("", say(everybody)), *((name, name) for name in found)])
        if not choice.value():
            choice.set_value("")
        choice.setVisible(len(found) > 1)
        if len(found) <= 1:
            choice.set_value("")

    @property
    def only_critical(self) -> bool:
        return self._critical.isChecked()

    def clear(self) -> None:
        """See everybody and everything."""
        self._team.set_value("")
        self._shift.set_value("")
        self._critical.setChecked(False)
        self.changed.emit()

    def people(self, view: MatrixView) -> list[int]:
        team, shift = self._team.value(), self._shift.value()
        return [
            row
            for row, one in enumerate(view.people)
            if (not team or one.team == team) and (not shift or one.shift == shift)
        ]

    def skills(self, sheet: MatrixSheet) -> list[int]:
        every = range(len(sheet.skills))
        if not self._critical.isChecked():
            return list(every)
        return [column for column in every if column in self._kept or sheet.foot(column).critical]
