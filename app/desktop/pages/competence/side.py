"""Beside the grid: the chosen cell in words. Level and who said it, the skill's figures, what hangs on the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.pages.competence.licence import LicenceField
from app.desktop.pages.competence.need import NeedFields
from app.desktop.pages.competence.shown import called
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.field import Choice
from app.desktop.widgets.figure import Figure
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import Line, column, row
from app.desktop.widgets.level_picker import LevelPicker
from app.desktop.widgets.matrix_model import Cell, MatrixSheet, balance_words
from app.desktop.widgets.matrix_view import CLEARED
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.matrix_cell_facts import CellFacts, RatingEntry
    from app.operations.matrix_view import MatrixView

ROLES = ("coach", "supervisor", "self")
_CHIPS, _HISTORY = 6, 4


class CellPanel(QWidget):
    """Filled at once from the grid, and with what the record knows when it comes."""

    rated = Signal(int)
    """A level for what is chosen, CLEARED to take it back."""
    rater = Signal(str)
    left = Signal()
    """Escape: back to the grid."""
    correct_person = Signal()
    correct_skill = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.competence.cell"))
        self._skill = Text("", Type.OPEN, wrap=True)
        self._person = Text("", Type.BODY, "muted", wrap=True)
        self._what = Text(say("desktop.competence.level"), Type.META_STRONG, "faint")
        self.levels = LevelPicker(say("desktop.competence.level"))
        self.levels.chosen.connect(lambda value: self.rated.emit(int(value) if value else CLEARED))
        self._range = Text("", Type.META, "accent", wrap=True)
        self._words = Text("", Type.STRONG, wrap=True)
        self._observed = Text("", Type.META, "faint", wrap=True)
        self._role = Choice(
            say("desktop.competence.by"), tuple((role, say(f"matrix.by.{role}")) for role in ROLES)
        )
        self._role.set_value(ROLES[0])
        self._role.chosen.connect(self.rater)
        by = row(Text(say("desktop.competence.by"), Type.META, "muted"), self._role, gap=Space.S)
        by.setStretchFactor(self._role, 1)
        self._rating = QWidget()
        self._rating.setLayout(column(self.levels, self._range, self._words, self._observed, by, gap=Space.S))
        self.licence = LicenceField()
        self._figures = tuple(Figure() for _ in range(4))
        first, second = row(*self._figures[:2], gap=Space.L), row(*self._figures[2:], gap=Space.L)
        self.need = NeedFields()
        self._without_title = Text("", Type.STRONG, wrap=True)
        self._without_note = Text("", Type.BODY, "muted", wrap=True)
        self._chips = tuple(Chip("", "gap") for _ in range(_CHIPS))
        self._without_chips = FlowBox(*self._chips, gap=Space.XS, line_gap=Space.XS)
        title = row(Icon("user-x", "gap"), self._without_title, gap=Space.S)
        title.setStretchFactor(self._without_title, 1)
        self._without = Card(title, self._without_note, self._without_chips)
        self._able = Text("", Type.BODY, "muted", wrap=True)
        self._history_title = Text(say("desktop.competence.history"), Type.META_STRONG, "muted")
        self._history = Text("", Type.META, "muted", wrap=True)
        person = Button(say("desktop.competence.correct_person"), "link", "pencil")
        person.clicked.connect(self.correct_person)
        skill = Button(say("desktop.competence.correct_skill"), "link", "pencil")
        skill.clicked.connect(self.correct_skill)
        self._corrections = QWidget()
        self._corrections.setLayout(column(person, skill, gap=0))
        self.setLayout(
            column(
                column(self._skill, self._person, gap=Space.HAIR),
                column(
                    self._what,
                    self._rating,
                    self.licence,
                    gap=Space.XS,
                ),
                Line(),
                column(first, second, gap=Space.M),
                self.need,
                self._without,
                self._able,
                column(self._history_title, self._history, gap=Space.XS),
                self._corrections,
                gap=Space.L,
            )
        )

    def set_writable(self, on: bool) -> None:
        """A laptop that may only read shows everything and offers nothing."""
        for button in self.levels.buttons:
            button.setEnabled(on)
        self._role.setEnabled(on)
        self.licence.setEnabled(on)
        self.need.setEnabled(on)
        self._corrections.setVisible(on)

    def show_cell(self, view: MatrixView, sheet: MatrixSheet, cell: Cell, chosen: int) -> None:
        """What the grid itself knows. `chosen`: how many cells a level would be for."""
        person, skill = view.people[cell[0]], view.skills[cell[1]]
        self._skill.setText(skill.name)
        about = [person.name, *(part for part in (person.team, person.shift) if part)]
        self._person.setText(" · ".join(about))
        is_licence = sheet.is_licence(cell[1])
        self._what.setText(say("desktop.competence.licence" if is_licence else "desktop.competence.level"))
        self._rating.setVisible(not is_licence)
        self.licence.setVisible(is_licence)
        self.levels.set_levels(sheet.levels)
        level, target = sheet.level(cell), sheet.target(cell)
        self.levels.set_value("" if level is None else str(level))
        self._range.setText(say("desktop.competence.range", count=chosen) if chosen > 1 else "")
        self._range.setVisible(chosen > 1)
        words = sheet.words(level)
        self._words.setText(
            say("desktop.competence.level_and_target", level=words[:1].upper() + words[1:], target=target)
            if target
            else words[:1].upper() + words[1:]
        )
        self._observed.setVisible(level is not None)
        self._words.set_colour("gap" if target and (level or 0) < target else "ink")
        self._show_figures(sheet, cell[1])
        self.need.show_need(skill.required_level, skill.required_count, is_licence=is_licence)

    def _show_figures(self, sheet: MatrixSheet, skill: int) -> None:
        foot = sheet.foot(skill)
        can, below, teach, balance = self._figures
        of = say("desktop.competence.of", count=foot.required) if foot.required is not None else ""
        alone = "holds" if sheet.is_licence(skill) else "can"
        words = say(
            f"desktop.competence.{alone}_single" if foot.covered == 1 else f"desktop.competence.{alone}"
        )
        can.show_figure(str(foot.covered), of, words, low=foot.critical)
        teach.show_figure(str(foot.teachers), "", say("desktop.competence.teach"), low=foot.teachers == 0)
        teach.setVisible(not sheet.is_licence(skill))
        below.show_figure(str(foot.below), "", say("desktop.competence.under"), low=False)
        balance.setVisible(foot.balance is not None)
        if foot.balance is not None:
            words = say("desktop.competence.balance_words")
            balance.show_figure(balance_words(foot.balance), "", words, low=foot.balance < 0)

    def forget_facts(self) -> None:
        """Another cell: what the record said of the last one is not of this one."""
        self._observed.setText("")
        self._without.hide()
        self._able.hide()
        self._history_title.hide()
        self._history.hide()

    def show_facts(self, facts: CellFacts, sheet: MatrixSheet) -> None:
        """What the record knows of the cell."""
        observed = facts.observed
        if observed is not None:
            self._observed.setText(say("desktop.competence.observed", day=observed.day, who=_who(observed)))
        self._without_title.setText(say("desktop.competence.without", name=called(facts.person.name)))
        nobody, short = facts.nobody_without, facts.short_without
        code = "nobody" if nobody else "short" if short else "nothing"
        self._without_note.setText(say(f"desktop.competence.without.{code}"))
        self._show_chips(nobody or short, "gap" if nobody else "warn")
        self._without.show()
        names = ", ".join(facts.able)
        self._able.setText(say("desktop.competence.able", names=names) if names else "")
        self._able.setVisible(bool(names))
        lines = [
            say(
                "desktop.competence.history_line",
                day=one.day,
                what=_what(one, sheet),
                who=_who(one),
            )
            for one in facts.history[:_HISTORY]
        ]
        self._history.setText("\n".join(lines))
        self._history_title.setVisible(len(facts.history) > 1)
        self._history.setVisible(len(facts.history) > 1)
        self.licence.show_licence(facts.licence, facts.licence_to)

    def _show_chips(self, names: Sequence[str], tone: str) -> None:
        most = len(self._chips) if len(names) <= len(self._chips) else len(self._chips) - 1
        shown = list(names[:most])
        if len(names) > most:
            shown.append(say("desktop.competence.more", count=len(names) - most))
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(shown))
            if at < len(shown):
                chip.set_state(shown[at], "gap" if tone == "gap" else "warn")
        self._without_chips.setVisible(bool(shown))

    def focus_levels(self) -> None:
        """Enter in the grid: to the large buttons, or to the licence."""
        target: QWidget = self.levels if self._rating.isVisibleTo(self) else self.licence
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _who(entry: RatingEntry) -> str:
    role = say(f"matrix.by.{entry.by_role}")
    return f"{role}, {entry.entered_by}" if entry.entered_by else role


def _what(entry: RatingEntry, sheet: MatrixSheet) -> str:
    if entry.level is None:
        return say("desktop.competence.way.taken_back")
    words = sheet.words(entry.level)
    if entry.way in ("confirmed", "planned"):
        return say(f"desktop.competence.way.{entry.way}", level=words)
    return words
