"""What is given in beside the grid: people, skills, licences, what a skill asks. From the fields to the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desktop.pages.competence.acts import (
    add_person,
    add_skill,
    correct_person,
    correct_skill,
    keep_licence,
    keep_need,
)
from app.desktop.pages.competence.editing import Editing
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.desktop.pages.competence.work import MatrixWork


class Entering(QObject):
    """A refusal stands at the field that it is about; what was typed stays."""

    def __init__(self, desk: Desk, editing: Editing, work: MatrixWork) -> None:
        super().__init__(work)
        self._desk, self._editing, self._work = desk, editing, work
        work.panel.licence.told.connect(self._licence)
        work.panel.need.told.connect(self._need)
        work.panel.correct_person.connect(work.correct_person)
        work.panel.correct_skill.connect(work.correct_skill)
        work.person.given.connect(self._person)
        work.skill.given.connect(self._skill)
        work.person.closed.connect(work.close_entry)
        work.skill.closed.connect(work.close_entry)

    def _person(self) -> None:
        entry, view = self._work.person, self._editing.view
        if view is None:
            return
        name, team, shift = entry.values()
        if entry.correcting is not None:
            act = correct_person(view.company, entry.correcting, name, team, shift)
            self._desk.do(act, lambda _: self._work.close_entry(), entry.refuse, owner=self)
            return
        self._desk.do(
            add_person(view.company, name, team, shift),
            lambda _: self._added(entry.again, name),
            entry.refuse,
            owner=self,
        )

    def _skill(self) -> None:
        entry, view = self._work.skill, self._editing.view
        if view is None:
            return
        name, group, kind = entry.values()
        if entry.correcting is not None:
            act = correct_skill(view.company, entry.correcting, name)
            self._desk.do(act, lambda _: self._work.close_entry(), entry.refuse, owner=self)
            return
        self._desk.do(
            add_skill(view.company, name, group, kind),
            lambda _: self._added(entry.again, name),
            entry.refuse,
            owner=self,
        )

    def _added(self, again: Callable[[], None], name: str) -> None:
        again()
        self._desk.tell(say("desktop.competence.added", name=name.strip()), undoable=True)

    def _licence(self, held: bool, until: str) -> None:
        view, cell = self._editing.view, self._work.cell()
        if view is not None and cell is not None:
            act = keep_licence(view.company, view.people[cell[0]].id, view.skills[cell[1]].id, held, until)
            self._desk.do(act, None, self._editing.refused.emit, owner=self)

    def _need(self, level: int | None, count: int | None) -> None:
        view, cell = self._editing.view, self._work.cell()
        if view is not None and cell is not None:
            act = keep_need(view.company, view.skills[cell[1]].id, level, count)
            self._desk.do(act, None, self._editing.refused.emit, owner=self)
