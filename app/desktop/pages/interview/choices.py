"""One or several of a few: chips that flow, the first of them at once and the rest when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.pages.interview.editors import Editor
from app.desktop.widgets.button import Button
from app.desktop.widgets.chip import ChoiceChip, RadioChip
from app.desktop.widgets.flow import Flow
from app.desktop.widgets.folded import Folded
from app.desktop.widgets.layout import column
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.interview_view import QuestionView

_FOLDED, _FEW, _MANY = 4, 5, 10
MOST_CHIPS = 12
"""One of more than this is a list with a search."""


class ChipsEditor(Editor):
    """Several chips may be chosen, or one. Arrows move among them; the whole is one Tab stop."""

    beside = False
    clicked = True

    def __init__(self, view: QuestionView, parent: QWidget) -> None:
        super().__init__(parent)
        self._several = view.type == "select_multiple"
        self._choices = [(choice.value, choice.label) for choice in view.choices]
        self._name = view.label
        self._chosen: list[str] = []
        self._chips: dict[int, ChoiceChip | RadioChip] = {}
        self._open = self._all = False
        self._editable = True
        self._flow = Flow()
        self._chips_box = QWidget(self)
        self._chips_box.setAccessibleName(view.label)
        self._chips_box.setLayout(self._flow)
        self._more = Button("", "link", "chevron-down")
        self._more.clicked.connect(self._unfold)
        self._flow.addWidget(self._more)
        # A folded answer of one choice is a line at the right of the question, not a chip under it.
        self.line = Folded(view.label, parent=self)
        self.line.clicked.connect(self.wanted)
        self.line.hide()
        self.setLayout(column(self._chips_box, gap=0))
        self._settle()

    def aside(self) -> QWidget | None:
        return self.line

    def show_value(self, value: str) -> None:
        chosen = value.split()
        if chosen == self._chosen:
            return
        self._chosen = chosen
        self._settle()

    def set_open(self, on: bool) -> None:
        self._open = on
        self._all = self._all and on
        self._settle()

    def stops(self) -> list[QWidget]:
        return [*(chip for _, chip in sorted(self._chips.items())), self._more]

    def set_editable(self, on: bool) -> None:
        self._editable = on
        for chip in self._chips.values():
            chip.setEnabled(on)

    def first(self) -> QWidget:
        shown = self._shown()
        chosen = next((n for n in shown if self._choices[n][0] in self._chosen), shown[0] if shown else None)
        if not self._open and not self.line.isHidden():
            return self.line
        return self._chips[chosen] if chosen is not None else self._more

    def _shown(self) -> list[int]:
        """Which chips stand there now."""
        every = range(len(self._choices))
        if self._all or len(self._choices) <= (_MANY if self._open else _FEW):
            most = len(self._choices)
        else:
            most = _MANY if self._open else _FOLDED
        chosen = [number for number in every if self._choices[number][0] in self._chosen]
        if not self._open and chosen:
            return chosen
        first = set(list(every)[:most]) | set(chosen)
        return sorted(first)

    def _settle(self) -> None:
        as_line = not self._several and bool(self._chosen) and not self._open
        if as_line:
            label = dict(self._choices).get(self._chosen[0], self._chosen[0])
            self.line.set_words(label)
        self.line.setVisible(as_line)
        self.setVisible(not as_line)
        shown = [] if as_line else self._shown()
        for number in shown:
            if number not in self._chips:
                self._make(number)
        focus = next((n for n in shown if self._choices[n][0] in self._chosen), shown[0] if shown else -1)
        for number, chip in self._chips.items():
            chip.setVisible(number in shown)
            chip.setChecked(self._choices[number][0] in self._chosen)
            policy = Qt.FocusPolicy.StrongFocus if number == focus else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(policy)
        left = len(self._choices) - len(shown)
        self._more.setVisible(left > 0 and not as_line)
        if left > 0:
            self._more.set_words(say("desktop.interview.more", count=left))

    def _make(self, number: int) -> None:
        label = self._choices[number][1]
        chip = (ChoiceChip if self._several else RadioChip)(label, parent=self._chips_box)
        chip.setEnabled(self._editable)
        chip.clicked.connect(lambda _=False, n=number: self._press(n))
        chip.installEventFilter(self)
        self._chips[number] = chip
        # In the order of the choices, before the button for the rest.
        place = sum(1 for other in self._chips if other < number)
        self._flow.insert(place, chip)

    def _press(self, number: int) -> None:
        value = self._choices[number][0]
        if self._several:
            chosen = set(self._chosen) ^ {value}
            self._chosen = [one for one, _ in self._choices if one in chosen]
        else:
            self._chosen = [] if self._chosen == [value] else [value]
        for place, chip in self._chips.items():
            chip.setChecked(self._choices[place][0] in self._chosen)
        self.given.emit(" ".join(self._chosen))

    def _unfold(self) -> None:
        self._all = True
        if not self._open:
            self.wanted.emit()
        self._all = True
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {
                Qt.Key.Key_Left: -1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Right: 1,
                Qt.Key.Key_Down: 1,
            }.get(Qt.Key(event.key()), 0)
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if step and plain:
                self._move(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _move(self, from_chip: QObject, step: int) -> None:
        shown = [chip for _, chip in sorted(self._chips.items()) if not chip.isHidden()]
        at = next((n for n, chip in enumerate(shown) if chip is from_chip), 0)
        to = shown[min(len(shown) - 1, max(0, at + step))]
        to.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        to.setFocus(Qt.FocusReason.TabFocusReason)
