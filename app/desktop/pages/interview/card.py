"""What an open question shows besides its editor: what the steps mean, what others said, why it is empty, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desktop.pages.interview.editors import scale_values
from app.desktop.pages.interview.roles import role_words
from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.chip import Chip, RadioChip
from app.desktop.widgets.field import Area
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.key_cap import KeyCap
from app.desktop.widgets.layout import Line, column, grid, row
from app.desktop.widgets.scale import Lane, Scale
from app.desktop.widgets.text import Text
from app.desktop.words import number_words, say

if TYPE_CHECKING:
    from app.operations.interview_view import QuestionView

_LEAST_ROOM, _MOST_ROOM = 18, 48
"""Letters: how far the columns of anchors may differ in width."""
MISSING = ("unknown", "declined", "not_applicable")


class Anchors(QWidget):
    """What steps of the scale mean, side by side and in full."""

    def __init__(self, anchors: tuple[tuple[int, str], ...]) -> None:
        super().__init__()
        cells: list[QWidget] = []
        for at, text in anchors:
            number = Text(str(at), Type.STRONG)
            words = Text(text, Type.BODY, "muted", wrap=True)
            cell = QWidget()
            pair = row(number, words, gap=Space.S)
            pair.setStretchFactor(words, 1)
            pair.setAlignment(number, Qt.AlignmentFlag.AlignTop)
            pair.setAlignment(words, Qt.AlignmentFlag.AlignTop)
            cell.setLayout(pair)
            cell.setAccessibleName(f"{at}: {text}")
            cells.append(cell)
        box = row(*cells, gap=Space.L)
        for cell, (_, text) in zip(cells, anchors, strict=True):
            # Room by the length of the text, so that none becomes a tall narrow column.
            box.setStretchFactor(cell, max(_LEAST_ROOM, min(len(text), _MOST_ROOM)))
        self.setLayout(box)
        self.setAccessibleName(say("desktop.interview.anchors"))


class Voices(QWidget):
    """A lane for each respondent in the columns of the large scale; without a scale, a line for each."""

    chosen = Signal(str)

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._values = scale_values(view) if view.type == "range" else ()
        self._labels = {choice.value: choice.label for choice in view.choices}
        self._grid = grid()
        self._grid.setColumnStretch(2, 1)
        self._names: list[Text] = []
        self._lanes: list[Lane | Text] = []
        self._who = Text("", Type.STRONG, wide=Size.ROLE)
        self.scale: Scale | None = None
        self._apart = Chip("", "gap", "git-compare", parent=self)
        self._apart.hide()
        if self._values:
            self.scale = Scale(
                view.label, self._values, {str(at): text for at, text in view.anchors}, large=True
            )
            self.scale.chosen.connect(self.chosen)
        self.setLayout(self._grid)
        self.setAccessibleName(say("desktop.interview.voices"))
        self._distance = 0.0
        self._lay(0)

    def _say_distance(self) -> None:
        """How far they stand apart; in fewer words where the card is narrow."""
        if not self._distance:
            return
        count = number_words(self._distance, 0 if self._distance == int(self._distance) else 1)
        code = "steps" if self.width() >= look().px(Size.READING) else "steps_short"
        words = (
            say(f"desktop.interview.{code}", count=count) if self._values else say("desktop.interview.differ")
        )
        self._apart.set_state(words, "gap", "git-compare")
        self._apart.setMinimumWidth(self._apart.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_distance()

    def _lay(self, lanes: int) -> None:
        for number, (name, lane) in enumerate(zip(self._names, self._lanes, strict=True)):
            self._grid.removeWidget(name)
            self._grid.removeWidget(lane)
            if number >= lanes:
                name.hide()
                lane.hide()
            else:
                self._grid.addWidget(name, number, 0)
                self._grid.addWidget(lane, number, 1)
        self._grid.removeWidget(self._apart)
        self._grid.addWidget(self._apart, 0, 2, max(1, lanes), 1, Qt.AlignmentFlag.AlignVCenter)
        if self.scale is not None:
            self._grid.removeWidget(self._who)
            self._grid.removeWidget(self.scale)
            self._grid.addWidget(self._who, lanes, 0)
            self._grid.addWidget(self.scale, lanes, 1)
        self.setVisible(self.scale is not None or lanes > 0)

    def show_voices(self, view: QuestionView, role: str) -> None:
        """What others than the one who answers now have said."""
        said = [(name, value) for name, value in view.respondents.items() if name != role and value]
        if role and view.value:
            said.append(("", view.value))
        while len(self._names) < len(said):
            self._names.append(Text("", Type.BODY, "muted", wide=Size.ROLE, parent=self))
            lane = Lane("", "", self._values) if self._values else Text("", Type.BODY, wrap=True)
            lane.setParent(self)
            self._lanes.append(lane)
        for number, (name, value) in enumerate(said):
            words = role_words(name)
            self._names[number].setText(words)
            self._names[number].show()
            lane = self._lanes[number]
            if isinstance(lane, Lane):
                lane.set_value(words, value)
            else:
                lane.setText(
                    ", ".join(self._labels.get(one, one) for one in value.split()) if self._labels else value
                )
            lane.show()
        self._distance = view.disagreement
        self._apart.setVisible(view.disagreement > 0)
        self._say_distance()
        self._who.setText(role_words(role))
        self._lay(len(said))


class Foot(QWidget):
    """Why there is no answer, and the note: beside the answer, never in it."""

    cleared = Signal()
    excused = Signal(str)
    noted = Signal(str)

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        parts: list[QWidget] = []
        self._clear: Button | None = None
        if view.type == "range":
            clear = self._clear = Button(say("desktop.interview.leave_empty"), "link")
            clear.clicked.connect(self.cleared)
            cap = QWidget()
            cap.setLayout(row(clear, KeyCap(say("desktop.interview.delete_key")), gap=Space.XS))
            parts.append(cap)
        # Of a picture, for now, nothing can be kept but a note.
        kinds = MISSING if view.answerable else ()
        self._chips = {kind: RadioChip(say(f"desktop.interview.missing.{kind}")) for kind in kinds}
        for kind, chip in self._chips.items():
            chip.clicked.connect(lambda _=False, chosen=kind: self._press(chosen))
            parts.append(chip)
        self._name = say("desktop.interview.note_on", question=view.label)
        self._open_note = Button(say("desktop.interview.note"), "link", "message-square-text", parent=self)
        self._open_note.clicked.connect(self._write)
        self._open_note.setVisible(not view.personal)
        parts.append(self._open_note)
        self._missing = ""
        self.note: Area | None = None
        self._editable = True
        self._box = column(Line(), FlowBox(*parts, gap=Space.S), gap=Space.M)
        self.setLayout(self._box)

    def show_foot(self, view: QuestionView) -> None:
        self._missing = view.missing
        for kind, chip in self._chips.items():
            chip.setChecked(kind == view.missing)
        if view.note and self.note is None:
            self._make_note()
        if self.note is not None:
            self.note.set_value(view.note)

    def set_editable(self, on: bool) -> None:
        self._editable = on
        for chip in self._chips.values():
            chip.setEnabled(on)
        self._open_note.setEnabled(on)
        if self.note is not None:
            self.note.setReadOnly(not on)

    def stops(self) -> list[QWidget]:
        """Where Tab can stop, in order."""
        first = [self._clear] if self._clear is not None else []
        last = [self.note] if self.note is not None else []
        return [*first, *self._chips.values(), self._open_note, *last]

    def flush(self) -> None:
        if self.note is not None:
            self.note.flush()

    def _press(self, kind: str) -> None:
        self._missing = "" if self._missing == kind else kind
        for name, chip in self._chips.items():
            chip.setChecked(name == self._missing)
        self.excused.emit(self._missing)

    def _make_note(self) -> Area:
        note = Area(self._name, hint=say("desktop.interview.note_hint"), lines=1)
        note.setReadOnly(not self._editable)
        note.typed.connect(self.noted)
        self._box.addWidget(note)
        self.note = note
        return note

    def _write(self) -> None:
        note = self.note or self._make_note()
        note.show()
        note.setFocus(Qt.FocusReason.OtherFocusReason)
