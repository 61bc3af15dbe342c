"""What is asked in a skill, beside the grid: the level of everybody, and how many must be able to run it alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Size, Space
from app.desktop.widgets.columns import Columns
from app.desktop.widgets.field import Choice, Field, Line
from app.desktop.widgets.layout import column
from app.desktop.words import say
from app.domain.competence import HIGHEST

_DIGITS = 4
_LEAST = 112


class NeedFields(QWidget):
    """`told`: level and headcount, None for what is not asked."""

    told = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.competence.asked_of_all"))
        self._level = Choice(say("desktop.competence.target_level"))
        self._level.chosen.connect(lambda _: self._tell())
        self._count = Line(say("desktop.competence.headcount"))
        self._count.setMaxLength(_DIGITS)
        self._count.typed.connect(lambda _: self._tell())
        self._count_field = Field(say("desktop.competence.headcount"), self._count, width=Size.FIELD)
        level = Field(say("desktop.competence.target_level"), self._level, width=Size.FIELD)
        self._told: tuple[int | None, int | None] = (None, None)
        self._licence: bool | None = None
        self.setLayout(column(Columns((level, self._count_field), least=_LEAST, gap=Space.L), gap=0))

    def show_need(self, level: int | None, count: int | None, *, is_licence: bool) -> None:
        if is_licence != self._licence:
            self._licence = is_licence
            nothing = ("", say("desktop.competence.not_asked"))
            every = [("1", say("desktop.competence.everybody"))] if is_licence else []
            numbers = [] if is_licence else [(str(value), str(value)) for value in range(1, HIGHEST + 1)]
            self._level.set_choices([nothing, *every, *numbers])
        self._told = (level, count)
        shown = 1 if is_licence and level is not None else level
        self._level.set_value("" if shown is None else str(shown))
        self._count.set_value("" if count is None else str(count))
        self._count_field.set_error(None)

    def _tell(self) -> None:
        typed = self._count.text().strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            self._count_field.set_error(say("desktop.competence.headcount_wrong"))
            return
        self._count_field.set_error(None)
        chosen = self._level.value()
        wanted = (int(chosen) if chosen else None, int(typed) if typed else None)
        if wanted != self._told:
            self._told = wanted
            self.told.emit(*wanted)
