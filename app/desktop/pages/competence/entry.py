"""Quick entry beside the grid: a person or a skill, added or put right, without leaving what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import Item, column
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.domain.competence import SkillKind

if TYPE_CHECKING:
    from app.store.ids import RowId

_MOST = 120


class Entry(QWidget):
    """Enter in a field gives it in; Escape or the button closes. The fields keep what was refused."""

    given = Signal()
    closed = Signal()

    def __init__(self, lines: Sequence[tuple[Line, str]], *more: Item) -> None:
        """`lines`: controls with their labels; the first must be filled in."""
        super().__init__()
        self._title = Text("", Type.OPEN, wrap=True)
        self.name = lines[0][0]
        self._name_field = Field(lines[0][1], self.name)
        others = [Field(label, line) for line, label in lines[1:]]
        self.correcting: RowId | None = None
        self.give = Button(say("desktop.competence.add"), "primary", "plus")
        self.give.clicked.connect(self._give)
        self._close = Button(say("desktop.competence.entry_done"))
        self._close.clicked.connect(self.closed)
        for line, _ in lines:
            line.setMaxLength(_MOST)
            line.returnPressed.connect(self._give)
        buttons = FlowBox(self.give, self._close)
        self.setLayout(column(self._title, self._name_field, *others, *more, buttons, gap=Space.L))

    def begin(self, title: str, deed: str, correcting: RowId | None = None) -> None:
        """`correcting`: what is there already and is put right."""
        self.correcting = correcting
        self._title.setText(title)
        self.setAccessibleName(title)
        self.give.set_words(deed)
        self._name_field.set_error(None)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def refuse(self, sentence: str) -> None:
        self._name_field.set_error(sentence)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def again(self) -> None:
        """The next one of the same kind: what they have in common stays."""
        self.name.set_value("")
        self.name.clear()
        self._name_field.set_error(None)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if not self.name.text().strip():
            self.refuse(say("desktop.competence.entry_empty"))
            return
        self.given.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _known(line: Line, words: Sequence[str]) -> None:
    """Offer what there is already, while it is typed."""
    completer = QCompleter(list(words), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)


class PersonEntry(Entry):
    """Name, team, shift."""

    def __init__(self) -> None:
        self._team = Line(say("desktop.competence.team"))
        self._shift = Line(say("desktop.competence.shift"))
        name = Line(say("desktop.competence.person_name"))
        super().__init__(
            (
                (name, say("desktop.competence.person_name")),
                (self._team, say("desktop.competence.team")),
                (self._shift, say("desktop.competence.shift")),
            )
        )

    def open(self, teams: Sequence[str], shifts: Sequence[str]) -> None:
        _known(self._team, teams)
        _known(self._shift, shifts)
        if self.correcting is not None:
            self.empty()
        self.begin(say("action.matrix.person"), say("desktop.competence.add"))

    def correct(
        self, one: RowId, values: tuple[str, str, str], teams: Sequence[str], shifts: Sequence[str]
    ) -> None:
        _known(self._team, teams)
        _known(self._shift, shifts)
        for line, text in zip((self.name, self._team, self._shift), values, strict=True):
            line.setText(text)
        self.begin(say("desktop.competence.correct_person"), say("desktop.competence.keep"), one)

    def empty(self) -> None:
        for line in (self.name, self._team, self._shift):
            line.clear()

    def values(self) -> tuple[str, str, str]:
        return self.name.text(), self._team.text(), self._shift.text()


class SkillEntry(Entry):
    """Name, group, and whether it is a level or a licence."""

    def __init__(self) -> None:
        self._group = Line(say("desktop.competence.group"))
        name = Line(say("desktop.competence.skill_name"))
        self._kind = Segments(
            say("desktop.competence.kind"),
            tuple((kind.value, say(f"desktop.competence.kind.{kind.value}"), "") for kind in SkillKind),
        )
        super().__init__(
            (
                (name, say("desktop.competence.skill_name")),
                (self._group, say("desktop.competence.group")),
            ),
            self._kind,
        )
        self._group_field = self._group.parentWidget()

    def open(self, groups: Sequence[str]) -> None:
        _known(self._group, groups)
        self._only_name(False)
        if self.correcting is not None:
            self.empty()
        self.begin(say("action.matrix.skill"), say("desktop.competence.add"))

    def correct(self, one: RowId, name: str) -> None:
        self.name.setText(name)
        self._only_name(True)
        self.begin(say("desktop.competence.correct_skill"), say("desktop.competence.keep"), one)

    def _only_name(self, on: bool) -> None:
        self._kind.setVisible(not on)
        if self._group_field is not None:
            self._group_field.setVisible(not on)

    def empty(self) -> None:
        self.name.clear()
        self._group.clear()

    def values(self) -> tuple[str, str, SkillKind]:
        return self.name.text(), self._group.text(), SkillKind(self._kind.value())
