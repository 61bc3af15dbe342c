"""One question: folded to a line with its answer, or open as a card with all that helps to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.pages.interview.card import Anchors, Foot, Voices
from app.desktop.pages.interview.choices import MOST_CHIPS, ChipsEditor
from app.desktop.pages.interview.editors import (
    DayEditor,
    Editor,
    ListEditor,
    NoEditor,
    NumberEditor,
    ScaleEditor,
    TextEditor,
    scale_values,
)
from app.desktop.pages.interview.typing import unit_of
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.fold_row import FoldRow
from app.desktop.widgets.layout import Gap, column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.interview_view import QuestionView


class Host(Protocol):
    """What a question tells its section."""

    def given(self, question: QuestionRow, value: str) -> None:
        """A value was given."""

    def noted(self, question: QuestionRow, text: str) -> None:
        """A note was written."""

    def excused(self, question: QuestionRow, kind: str) -> None:
        """It was said why there is no answer."""

    def unread(self, question: QuestionRow, sentence: str) -> None:
        """What was typed is no value; it stays in the field."""

    def wanted(self, question: QuestionRow) -> None:
        """It should be the current one."""

    def onward(self) -> None:
        """On to the next question."""


def editor_for(view: QuestionView, parent: QWidget) -> Editor:
    """The editor of a type."""
    if view.type == "range" and scale_values(view):
        return ScaleEditor(view, parent)
    if view.type in ("integer", "decimal", "range"):
        return NumberEditor(view, parent)
    if view.type == "date":
        return DayEditor(view, parent)
    if view.type == "select_one" and len(view.choices) > MOST_CHIPS:
        return ListEditor(view, parent)
    if view.type in ("select_one", "select_multiple"):
        return ChipsEditor(view, parent)
    if view.type == "image":
        return NoEditor(view, parent)
    return TextEditor(view, parent)


class QuestionRow(FoldRow):
    """`value` is what it shows: the agreed value, or that of the role that answers now."""

    def __init__(self, host: Host, view: QuestionView, role: str, *, editable: bool) -> None:
        super().__init__()
        self.view = view
        self._host = host
        self._role = role
        self._editable = editable
        self.code = Text(view.code, Type.STRONG, "muted", wide=Size.CODE)
        self.label = Text(_label(view), Type.QUESTION, wrap=True)
        self.editor = editor_for(view, self)
        self.editor.given.connect(lambda value: host.given(self, value))
        self.editor.unread.connect(lambda sentence: host.unread(self, sentence))
        self.editor.wanted.connect(lambda: host.wanted(self))
        self.editor.onward.connect(host.onward)
        self.pressed.connect(lambda: host.wanted(self))
        self._head = row(self.code, self.label, gap=Space.S)
        self._head.setAlignment(self.label, Qt.AlignmentFlag.AlignVCenter)
        self._head.setStretchFactor(self.label, 1)
        self._marks: dict[str, QWidget] = {}
        aside = self.editor.aside()
        if self.editor.beside:
            self._head.addWidget(self.editor)
        elif aside is not None:
            self._head.addWidget(aside)
        self._inner = QWidget()
        self._in = column(gap=Space.M)
        self._inner.setLayout(row(Gap(Size.CODE + Space.S), self._in, gap=0))
        if not self.editor.beside:
            self._in.addWidget(self.editor)
        self._error: Text | None = None
        self._error_box: QWidget | None = None
        self._voices: Voices | None = None
        self._foot: Foot | None = None
        self._top: list[QWidget] = []
        self.box.addLayout(self._head)
        self.box.addWidget(self._inner)
        self.editor.set_editable(editable and view.answerable)
        self.setAccessibleName(f"{view.code} {view.label}".strip())
        self._show_value()
        self._settle_inner()

    @property
    def value(self) -> str:
        return self.view.respondents.get(self._role, "") if self._role else self.view.value

    # --- what it shows ---

    def show_view(self, view: QuestionView, role: str, *, keep_value: bool = False) -> None:
        """Show a question as it is now. `keep_value`: a newer answer than this one is under way."""
        if view is self.view and role == self._role:
            return
        old, self.view = self.view, view
        self._role = role
        if (old.label, old.code) != (view.label, view.code):
            self.label.setText(_label(view))
            self.code.setText(view.code)
        if not keep_value:
            self._show_value()
        if self._foot is not None:
            self._foot.show_foot(view)
        if self._voices is not None:
            self._voices.show_voices(view, role)
        self._settle_inner()

    def show_draft(self, value: str, sentence: str) -> None:
        """A value that was refused stands where it was given, with the reason."""
        self.editor.show_value(value)
        if self._voices is not None and self._voices.scale is not None:
            self._voices.scale.set_value(value)
        self.set_error(sentence)

    def set_error(self, sentence: str) -> None:
        if self._error is None:
            if not sentence:
                return
            self._error = Text("", Type.META, "gap", wrap=True)
            self._error_box = QWidget(self._inner)
            box = row(Icon("circle-alert", "gap"), self._error, gap=Space.XS)
            box.setStretchFactor(self._error, 1)
            self._error_box.setLayout(box)
            place = self._in.count() - (1 if self._foot is not None else 0)
            self._in.insertWidget(place, self._error_box)
        self._error.setText(sentence)
        assert self._error_box is not None
        self._error_box.setVisible(bool(sentence))
        self.editor.mark_wrong(bool(sentence))
        self.mark_wrong(bool(sentence))
        self.setAccessibleDescription(sentence)
        self._settle_inner()

    def set_editable(self, on: bool) -> None:
        self._editable = on
        self.editor.set_editable(on and self.view.answerable)
        if self._foot is not None:
            self._foot.set_editable(on)
        if self._voices is not None and self._voices.scale is not None:
            self._voices.scale.setEnabled(on)

    def _show_value(self) -> None:
        self.editor.show_value(self.value)
        if self._voices is not None and self._voices.scale is not None:
            scale = self._voices.scale
            if scale.value() != self.value:
                scale.set_value(self.value)
        self.set_error(self.view.wrong)
        self._mark("missing", self._missing_mark())
        self._mark("note", bool(self.view.note))
        self._mark("apart", self.view.disagreement > 0)

    def _missing_mark(self) -> bool:
        chip = self._marks.get("missing")
        if isinstance(chip, Chip) and self.view.missing:
            chip.set_state(say(f"desktop.interview.missing.{self.view.missing}"))
        return bool(self.view.missing)

    def _mark(self, name: str, on: bool) -> None:
        mark = self._marks.get(name)
        if mark is None:
            if not on:
                return
            if name == "missing":
                mark = Chip(say(f"desktop.interview.missing.{self.view.missing}"))
            elif name == "note":
                mark = Icon("message-square-text", "accent", name=say("desktop.interview.has_note"))
            else:
                mark = Icon("git-compare", "gap", name=say("desktop.interview.differ"))
            self._marks[name] = mark
            self._head.insertWidget(2, mark)
        mark.setVisible(on and not self.is_open)

    def _settle_inner(self) -> None:
        wrong = self._error_box is not None and not self._error_box.isHidden()
        below = not self.editor.beside and not self.editor.isHidden()
        self._inner.setVisible(self.is_open or wrong or below)

    # --- open and folded ---

    def set_open(self, on: bool) -> None:
        if on == self.is_open:
            return
        super().set_open(on)
        self.label.set_kind(Type.OPEN if on else Type.QUESTION)
        self.code.set_colour("accent" if on else "muted")
        beside = Qt.AlignmentFlag.AlignTop if on else Qt.AlignmentFlag.AlignVCenter
        self._head.setAlignment(self.code, beside)
        if on:
            self._make_card()
        else:
            self.flush()
            self._take_card()
        self.editor.set_open(on)
        for name, mark in self._marks.items():
            known = {"missing": bool(self.view.missing), "note": bool(self.view.note)}
            mark.setVisible(not on and known.get(name, self.view.disagreement > 0))
        self._settle_inner()

    def _make_card(self) -> None:
        view = self.view
        if view.hint and not (view.type == "range" and _says_blank(view.hint)):
            self._top.append(Text(view.hint, Type.BODY, "muted", wrap=True))
        if view.anchors:
            self._top.append(Anchors(view.anchors))
        if view.answerable:
            self._voices = Voices(view, self._inner)
            self._voices.chosen.connect(lambda value: self._host.given(self, value))
            if self._voices.scale is not None:
                self._voices.scale.set_value(self.value)
                self._voices.scale.setEnabled(self._editable)
            self._voices.show_voices(view, self._role)
            self._top.append(self._voices)
        if view.answerable or view.type == "image":
            self._foot = Foot(view)
            self._foot.cleared.connect(lambda: self.press(""))
            self._foot.excused.connect(lambda kind: self._host.excused(self, kind))
            self._foot.noted.connect(lambda text: self._host.noted(self, text))
            self._foot.show_foot(view)
            self._foot.set_editable(self._editable)
        for place, part in enumerate(self._top):
            self._in.insertWidget(place, part)
        if self._foot is not None:
            self._in.addWidget(self._foot)

    def _take_card(self) -> None:
        for part in (*self._top, self._foot):
            if part is not None:
                self._in.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._top, self._voices, self._foot = [], None, None

    def first(self) -> QWidget:
        """What gets the keyboard."""
        if self._voices is not None and self._voices.scale is not None:
            return self._voices.scale
        return self.editor.first()

    def stops(self) -> list[QWidget]:
        """Where Tab can stop, in the order in which it is read."""
        aside = self.editor.aside()
        found: list[QWidget] = [aside] if aside is not None else []
        found += self.editor.stops()
        if self._voices is not None and self._voices.scale is not None:
            found.append(self._voices.scale)
        return [*found, *(self._foot.stops() if self._foot is not None else ())]

    def press(self, value: str) -> bool:
        """A digit or Delete while the question is the current one; whether it is a step of its scale."""
        scale = self._voices.scale if self._voices is not None else None
        if scale is None or not self._editable:
            return False
        if value and all(button.value != value for button in scale.buttons):
            return False
        scale.set_value(value)
        self._host.given(self, value)
        return True

    def flush(self) -> None:
        """Everything that is typed here is told now."""
        self.editor.flush()
        if self._foot is not None:
            self._foot.flush()

    def put_back(self) -> None:
        self.editor.put_back()


def _says_blank(hint: str) -> bool:
    """A hint that a scale may be left blank: the card has a button for that."""
    return hint.casefold().startswith(say("desktop.interview.blank_hint").casefold())


def _label(view: QuestionView) -> str:
    """The question as it is asked; a unit stands in the field of its answer."""
    return unit_of(view.label)[0] if view.type in ("integer", "decimal") else view.label
