"""An editor for each type of question: it shows a value, says when another is given, and keeps what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.pages.interview.typing import day_of, number_of, unit_of
from app.desktop.tokens import Size, Space
from app.desktop.widgets.field import Area, Choice, UnitLine
from app.desktop.widgets.folded import Folded
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.scale import Scale
from app.desktop.widgets.text import Text
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.operations.interview_view import QuestionView

_SHORT = 32
"""Letters of an answer that stands beside its question."""
_SCALE_STEPS = 12
"""A range of more steps than this is typed as a number."""


class Editor(QWidget):
    """`given`: a value for the record. `unread`: what was typed is no value, and why. `wanted`: it should open.

    `beside` ones stand at the right of the question, the others below it.
    """

    given = Signal(str)
    unread = Signal(str)
    wanted = Signal()
    onward = Signal()
    beside = True
    shrinks = False
    """Whether it is another thing while its question is folded."""
    clicked = False
    """Whether its values come from clicks, so that its question becomes the current one; not from leaving a field."""
    typed_in = False
    """Whether a press puts a caret into it, and is done at once."""

    def __init__(self, parent: QWidget) -> None:
        # With its parent from the start: what is shown without one is a window for a moment.
        super().__init__(parent)

    def show_value(self, value: str) -> None:
        """Show a value of the record; what is being typed right now is left alone."""

    def aside(self) -> QWidget | None:
        """What stands at the right of the folded question, where the editor itself stands below it."""
        return None

    def set_open(self, on: bool) -> None:
        """Its question was opened or folded."""

    def stops(self) -> list[QWidget]:
        """Where Tab can stop in it, in order; what has several parts under one stop stands for them."""
        raise TypeError(f"{type(self).__name__} does not say where Tab stops")

    def set_editable(self, on: bool) -> None:
        self.setEnabled(on)

    def flush(self) -> None:
        """Tell now what is typed."""

    def put_back(self) -> None:
        """What was told did not arrive: it stays, and is told again."""

    def mark_wrong(self, wrong: bool) -> None:
        """Show that the value is refused."""

    def first(self) -> QWidget:
        """What gets the keyboard when the question is opened."""
        return self


class ScaleEditor(Editor):
    """Six small buttons beside a folded question; the open one has the large ones in its card."""

    shrinks = True
    clicked = True

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = Scale(view.label, scale_values(view), {str(at): text for at, text in view.anchors})
        self.setLayout(row(self.scale))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.scale.chosen.connect(self.given)

    def stops(self) -> list[QWidget]:
        return [self.scale]

    def show_value(self, value: str) -> None:
        if value != self.scale.value():
            self.scale.set_value(value)

    def set_open(self, on: bool) -> None:
        self.setVisible(not on)

    def first(self) -> QWidget:
        return self.scale


class NumberEditor(Editor):
    """A whole or a decimal number, with its unit from the label. Comma, point and spaces are all understood."""

    typed_in = True

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = view.type != "decimal"
        self._line = UnitLine(view.label, unit_of(view.label)[1], width=Size.FIELD)
        self.setLayout(row(self._line))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._line.typed.connect(self._read)
        self._line.returnPressed.connect(self._entered)

    def stops(self) -> list[QWidget]:
        return [self._line]

    def read(self, typed: str) -> str | None:
        """What was typed as a value of the record; None where it is none."""
        return number_of(typed, whole=self._whole)

    def complaint(self) -> str:
        return say("desktop.interview.no_whole" if self._whole else "desktop.interview.no_number")

    def _read(self, typed: str) -> None:
        value = self.read(typed)
        if value is not None:
            self.given.emit(value)
            return
        self._line.put_back()
        if not self._line.hasFocus():  # a pause in the middle of a number is no fault yet
            self.unread.emit(self.complaint())

    def _entered(self) -> None:
        if self.read(self._line.text()) is None:
            self.unread.emit(self.complaint())
        else:
            self.onward.emit()

    def show_value(self, value: str) -> None:
        self._line.set_value(value.replace(".", ",") if language() == "sv" else value)

    def set_editable(self, on: bool) -> None:
        self._line.setReadOnly(not on)

    def flush(self) -> None:
        self._line.flush()

    def put_back(self) -> None:
        self._line.put_back()

    def mark_wrong(self, wrong: bool) -> None:
        self._line.mark_wrong(wrong)

    def first(self) -> QWidget:
        return self._line


class DayEditor(NumberEditor):
    """A day, typed as people write it."""

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(view, parent)
        self._months = "month-year" in view.appearance
        self._line.setPlaceholderText(
            say("desktop.interview.month_hint" if self._months else "desktop.interview.day_hint")
        )

    def read(self, typed: str) -> str | None:
        return day_of(typed, date.today(), months=self._months)

    def complaint(self) -> str:
        return say("desktop.interview.no_day")

    def show_value(self, value: str) -> None:
        self._line.set_value(value[:7] if self._months and value.endswith("-01") else value)


class TextEditor(Editor):
    """Words. Folded, they are one line that opens; the box is made when it is first needed."""

    beside = False
    shrinks = True

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = view.label
        self._lines = 3 if "multiline" in view.appearance else 1
        self._value = ""
        self._editable = True
        self._area: Area | None = None
        self._open = False
        self.preview = Folded(view.label, right=False, parent=self)
        self.preview.clicked.connect(self.wanted)
        self.line = Folded(view.label, parent=self)
        self.line.clicked.connect(self.wanted)
        self._box = column(self.preview, gap=0)
        self.setLayout(self._box)
        self._settle()

    def aside(self) -> QWidget | None:
        return self.line

    def stops(self) -> list[QWidget]:
        return [self.preview, *([self._area] if self._area is not None else [])]

    def _settle(self) -> None:
        """A short answer stands beside its question, a longer one below it."""
        longer = len(self._value) > _SHORT or "\n" in self._value
        self.preview.setVisible(longer and not self._open)
        self.line.setVisible(not longer and not self._open)
        self.setVisible(self._open or longer)
        if longer:
            self.preview.set_words(self._value)
        else:
            self.line.set_words(self._value or say("desktop.interview.write"), faint=not self._value)

    def show_value(self, value: str) -> None:
        self._value = value
        if self._area is not None:
            self._area.set_value(value)
        self._settle()

    def set_open(self, on: bool) -> None:
        if on and self._area is None:
            self._area = Area(self._name, lines=self._lines)
            self._area.setReadOnly(not self._editable)
            self._area.set_value(self._value)
            self._area.typed.connect(self.given)
            self._box.addWidget(self._area)
        if self._area is not None:
            if not on:
                self._area.flush()
            self._area.setVisible(on)
        self._open = on
        self._settle()

    def set_editable(self, on: bool) -> None:
        self._editable = on
        if self._area is not None:
            self._area.setReadOnly(not on)

    def flush(self) -> None:
        if self._area is not None:
            self._area.flush()

    def put_back(self) -> None:
        if self._area is not None:
            self._area.put_back()

    def mark_wrong(self, wrong: bool) -> None:
        if self._area is not None:
            self._area.mark_wrong(wrong)

    def first(self) -> QWidget:
        if self._open and self._area is not None:
            return self._area
        return self.line if not self.line.isHidden() else self.preview


class ListEditor(Editor):
    """One of many, e.g. a municipality: a part of its name finds it."""

    beside = False
    shrinks = True

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._labels = {choice.value: choice.label for choice in view.choices}
        self.line = Folded(view.label, parent=self)
        self.line.clicked.connect(self.wanted)
        self._name = view.label
        self._value = ""
        self._editable = True
        self._choice: Choice | None = None
        self._box = column(gap=0)
        self.setLayout(self._box)
        self.show_value("")
        self.hide()

    def aside(self) -> QWidget | None:
        return self.line

    def stops(self) -> list[QWidget]:
        return [self._choice] if self._choice is not None else []

    def show_value(self, value: str) -> None:
        self._value = value
        self.line.set_words(
            self._labels.get(value, value) or say("desktop.interview.choose"), faint=not value
        )
        if self._choice is not None and self._choice.value() != value:
            self._choice.set_value(value)

    def set_open(self, on: bool) -> None:
        if on and self._choice is None:
            choices = [("", say("desktop.interview.none")), *self._labels.items()]
            self._choice = Choice(self._name, choices, search=True)
            self._choice.set_value(self._value)
            self._choice.setEnabled(self._editable)
            self._choice.chosen.connect(self.given)
            self._box.addWidget(self._choice)
        self.setVisible(on)
        self.line.setVisible(not on)

    def set_editable(self, on: bool) -> None:
        self._editable = on
        if self._choice is not None:
            self._choice.setEnabled(on)

    def mark_wrong(self, wrong: bool) -> None:
        if self._choice is not None:
            self._choice.mark_wrong(wrong)

    def first(self) -> QWidget:
        return self._choice if self._choice is not None and not self.isHidden() else self.line


class NoEditor(Editor):
    """A question that cannot be answered here yet: one sentence says so."""

    beside = False

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        words = Text(say("desktop.interview.no_photos"), colour="muted", wrap=True)
        box = row(Icon("camera", "faint"), words, gap=Space.S)
        box.setStretchFactor(words, 1)
        self.setLayout(box)

    def stops(self) -> list[QWidget]:
        return []


def scale_values(view: QuestionView) -> tuple[str, ...]:
    """The steps of a range as they are typed; nothing where there are too many for buttons."""
    if view.range is None or view.range.step <= 0:
        return ()
    count = int((view.range.end - view.range.start) / view.range.step) + 1
    if count > _SCALE_STEPS:
        return ()
    return tuple(f"{(view.range.start + number * view.range.step).normalize():f}" for number in range(count))
