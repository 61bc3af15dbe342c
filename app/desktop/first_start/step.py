"""A step of the first start: widgets that show the answers, and write each keystroke back into them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.first_start.answers import Answers, FieldName
from app.desktop.tokens import Space, Type
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.layout import Item, column
from app.desktop.widgets.text import Text
from app.desktop.words import refusal
from app.domain.refusal import Refusal


class Holds(Protocol):
    """A part that can say what is wrong with it."""

    def set_error(self, sentence: str | None) -> None: ...


class Step(QWidget):
    """Made anew whenever it is shown, from the answers alone."""

    go_on = Signal()
    """Enter, where there is nothing more to fill in."""
    look = Signal(str)
    """An answer is complete and can be looked at: its field's name."""
    changed = Signal(str)
    """An answer is another now: what was said of it no longer counts."""

    def __init__(self, answers: Answers, title: str, lead: str = "") -> None:
        super().__init__()
        self.answers = answers
        self.parts: dict[FieldName, Holds] = {}
        self._focus: dict[FieldName, QWidget] = {}
        self._title = Text(title, Type.FIGURE, wrap=True)
        self._lead = Text(lead, Type.BODY, "muted", wrap=True)
        self.setAccessibleName(title)

    def lay(self, *items: Item) -> None:
        head: list[Item] = [self._title]
        if self._lead.text():
            head.append(self._lead)
        self.setLayout(column(column(*head, gap=Space.S), Space.XS, *items, gap=Space.L))

    def part(self, name: FieldName, part: Holds, focus: QWidget) -> None:
        """A place where something can be wrong, and what gets the focus then."""
        self.parts[name] = part
        self._focus[name] = focus

    def show_wrong(self) -> None:
        for name, part in self.parts.items():
            refused = self.answers.wrong.get(name)
            part.set_error(refusal(refused) if refused is not None else None)

    def focus(self) -> None:
        """The first field with something wrong, else the first that is empty, else the first."""
        wrong = next((name for name in self._focus if name in self.answers.wrong), None)
        if wrong is not None:
            self._focus[wrong].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for widget in self._focus.values():
            if isinstance(widget, Line) and not widget.text() and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self, path: Path) -> None:
        """A file or folder was let go on the sheet. Most questions ask for none."""

    def first(self) -> QWidget:
        return next(iter(self._focus.values()))

    def text_field(
        self,
        name: FieldName,
        label: str,
        value: str,
        keep: Callable[[str], None],
        *,
        help: str = "",
        secret: bool = False,
        most: int = 120,
    ) -> Field:
        """A field of one line whose every keystroke is kept."""
        line = Line(label, secret=secret, most=most)
        line.set_value(value)

        def edited(typed: str) -> None:
            keep(typed)
            self.settle(name)

        line.textChanged.connect(edited)
        line.typed.connect(lambda _: self.look.emit(name))
        line.returnPressed.connect(self.go_on)
        field = Field(label, line, help=help)
        self.part(name, field, line)
        return field

    def settle(self, name: FieldName) -> None:
        """What was wrong with an answer may be mended now."""
        if self.answers.wrong.pop(name, None) is not None:
            self.parts[name].set_error(None)
        self.changed.emit(name)

    def refuse(self, name: FieldName, refused: Refusal) -> None:
        self.answers.wrong[name] = refused
        self.parts[name].set_error(refusal(refused))
