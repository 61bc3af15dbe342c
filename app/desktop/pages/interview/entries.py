"""What stands in a section: questions and notes in order, and repeats, whose rows come and go with their questions.

Each is made when it comes into being and followed from then on; nothing is made anew for a changed value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.pages.interview.model import is_question, is_repeat
from app.desktop.pages.interview.question import Host, QuestionRow
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.layout import Box, column, row
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.interview_view import EntryView, QuestionView, RepeatView


class Section(Host, Protocol):
    """What rows need of the section that they are in."""

    role: str
    editable: bool

    def under_way(self, at: str) -> bool:
        """Whether an answer to it is on its way to the record."""

    def made(self, question: QuestionRow) -> None:
        """A question has been made: it gets its draft, if there is one."""

    def add_row(self, repeat: RepeatBox) -> None:
        """A row is wanted."""

    def remove_row(self, repeat: RepeatBox, key: str) -> None:
        """A row is not wanted any more."""


class NoteBox(Box):
    """What the form says between its questions."""

    def __init__(self, text: str) -> None:
        self.text = Text(text, colour="muted", wrap=True)
        super().__init__(column(self.text), pad=(0, Space.XS, 0, Space.M))


class Entries:
    """A column that follows a list of entries: what is there stays, what is new is put in its place."""

    def __init__(self, section: Section) -> None:
        self._section = section
        self.box: QVBoxLayout = column(gap=0)
        self.kept: dict[str, QWidget] = {}
        self.moved = False
        """Whether anything came or went in the last arrangement."""

    def arrange(self, entries: tuple[EntryView, ...]) -> Iterator[None]:
        """Follow the entries. Stops after each thing that is made, so that it can be done in slices."""
        place = 0
        for entry in entries:
            key = _key(entry)
            there = self.kept.get(key)
            if not entry.relevant:
                if there is not None:
                    self._take(key)
                continue
            if there is None:
                there = self._make(entry)
                self.kept[key] = there
                self.box.insertWidget(place, there)
                there.show()
                self.moved = True
                yield
            place += 1
            if is_repeat(entry):
                assert isinstance(there, RepeatBox)
                yield from there.arrange(entry)
            elif is_question(entry):
                self._show(there, entry)

    def questions(self) -> Iterator[QuestionRow]:
        """Every question that has been made, in order."""
        for place in range(self.box.count()):
            item = self.box.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, QuestionRow):
                yield widget
            elif isinstance(widget, RepeatBox):
                yield from widget.questions()

    def stops(self) -> list[QWidget]:
        """Where Tab can stop, in the order in which it is read."""
        found: list[QWidget] = []
        for place in range(self.box.count()):
            item = self.box.itemAt(place)
            widget = item.widget() if item is not None else None
            if isinstance(widget, (QuestionRow, RepeatBox)):
                found += widget.stops()
        return found

    def _make(self, entry: EntryView) -> QWidget:
        if is_repeat(entry):
            return RepeatBox(self._section, entry)
        assert is_question(entry)
        if entry.type == "note":
            return NoteBox(_plain(entry))
        made = QuestionRow(self._section, entry, self._section.role, editable=self._section.editable)
        self._section.made(made)
        return made

    def _show(self, there: QWidget, entry: QuestionView) -> None:
        if isinstance(there, QuestionRow):
            there.show_view(entry, self._section.role, keep_value=self._section.under_way(entry.at))
        elif isinstance(there, NoteBox):
            there.text.setText(_plain(entry))

    def _take(self, key: str) -> None:
        widget = self.kept.pop(key)
        self.box.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        self.moved = True


def _key(entry: EntryView) -> str:
    """What names an entry among its siblings: positions may change, names do not."""
    return entry.at.rpartition("/")[2]


def _plain(entry: QuestionView) -> str:
    return "\n".join(part for part in (entry.label, entry.hint) if part).replace("**", "")


class RowBox(QWidget):
    """One row of a repeat, with its number and a way to take it away."""

    def __init__(self, section: Section, repeat: RepeatBox, key: str) -> None:
        super().__init__()
        self.entries = Entries(section)
        self._title = Text("", Type.STRONG, "muted")
        self.away = IconButton(say("desktop.interview.remove_row"), "trash-2")
        self.away.clicked.connect(lambda: section.remove_row(repeat, key))
        self.setLayout(column(row(self._title, None, self.away), self.entries.box, Space.S, gap=0))

    def set_number(self, label: str, number: int) -> None:
        title = f"{label} {number}"
        self._title.setText(title)
        self.away.set_words(say("desktop.interview.remove_named", row=title))
        self.setAccessibleName(title)


class RepeatBox(QWidget):
    """All rows of a repeat, and the button for one more."""

    def __init__(self, section: Section, view: RepeatView) -> None:
        super().__init__()
        self._section = section
        self.view = view
        self._rows: dict[str, RowBox] = {}
        self._title = Text(view.label, Type.SECTION)
        self.add = Button(say("desktop.interview.add_row", what=view.label), "plain", "plus")
        self.add.clicked.connect(lambda: section.add_row(self))
        self._column = column(gap=Space.S)
        self.setLayout(column(Space.L, self._title, self._column, row(self.add, None), Space.L, gap=Space.S))
        self.setAccessibleName(view.label)

    def arrange(self, view: RepeatView) -> Iterator[None]:
        """Follow the rows of a view; stops after each thing that is made."""
        same = view is self.view and len(self._rows) == len(view.rows)
        self.view = view
        keys = {str(one.key) for one in view.rows}
        for key in [key for key in self._rows if key not in keys]:
            gone = self._rows.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, one in enumerate(view.rows):
            box = self._rows.get(str(one.key))
            if box is None:
                box = self._rows[str(one.key)] = RowBox(self._section, self, str(one.key))
                self._column.insertWidget(place, box)
                box.show()
                yield
            if not same:
                box.set_number(view.label, place + 1)
            box.away.setEnabled(self._section.editable)
            yield from box.entries.arrange(one.entries)
        self.add.setEnabled(self._section.editable)
        self.set_waiting(False)

    def set_waiting(self, on: bool) -> None:
        """While a row comes or goes, positions are about to change: nothing is typed meanwhile."""
        self.setEnabled(not on)

    def stops(self) -> list[QWidget]:
        found: list[QWidget] = []
        for one in self.view.rows:
            box = self._rows.get(str(one.key))
            if box is not None:
                found += [box.away, *box.entries.stops()]
        return [*found, self.add]

    def questions(self) -> Iterator[QuestionRow]:
        for one in self.view.rows:
            box = self._rows.get(str(one.key))
            if box is not None:
                yield from box.entries.questions()
