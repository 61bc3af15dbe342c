"""Fields without a button: each value is saved when it is told, and what is refused is said at its own field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.desktop.refused import Wrong, caught
from app.desktop.widgets.field import Area, Choice, Field, Line

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

Save = Callable[["Workspace", str, str, str], "ChangeSet"]
"""Of what (an id as text), which field, and its value as typed."""


class SavedFields(QObject):
    """`show` puts the record's values in, but never over what somebody is typing or what was refused."""

    refused = Signal(str)
    """The name of a field whose value did not get into the record; its sentence stands at it."""

    def __init__(
        self,
        desk: Desk,
        owner: QObject,
        fields: Mapping[str, Field],
        labels: Mapping[str, str],
        save: Save,
        saved: Callable[[str], str],
    ) -> None:
        """`saved` gives the words of the toast for the name of a field."""
        super().__init__(owner)
        self._desk, self._fields, self._labels = desk, dict(fields), dict(labels)
        self._save, self._saved = save, saved
        self._of = ""
        self._known: dict[str, str] = {}
        for name, field in fields.items():
            control = field.control
            told = control.chosen if isinstance(control, Choice) else control.typed
            told.connect(partial(self._tell, name))

    @property
    def of(self) -> str:
        """The id of what is shown, "" for nothing."""
        return self._of

    def show(self, of: str, values: Mapping[str, str]) -> None:
        other = of != self._of
        if other:
            self.flush()
        self._of, self._known = of, dict(values)
        for name, field in self._fields.items():
            if other:
                field.set_error(None)
            elif field.error():
                continue
            control = field.control
            control.set_value(values[name])
            if other and isinstance(control, Line):
                control.setText(values[name])

    def flush(self) -> None:
        """What stands in the fields is told now."""
        for field in self._fields.values():
            if isinstance(field.control, (Line, Area)):
                field.control.flush()

    def give_up(self) -> None:
        """What was refused goes; the record's values stand in its fields again."""
        for name, field in self._fields.items():
            if not field.error():
                continue
            field.set_error(None)
            control, known = field.control, self._known.get(name, "")
            if isinstance(control, Line):
                control.setText(known)
            control.set_value(known)

    def _tell(self, name: str, value: str) -> None:
        of, save = self._of, self._save
        if not of:
            return

        def act(workspace: Workspace) -> tuple[bool, ChangeSet | None]:
            changes = save(workspace, of, name, value)
            return changes.unit is not None, changes if changes.unit is not None else None

        self._desk.do(
            caught(act, self._labels),
            partial(self._done, of, name, value),
            partial(self._failed, of, name, value),
            owner=self,
        )

    def _done(self, of: str, name: str, value: str, result: bool | Wrong) -> None:
        if isinstance(result, Wrong):
            self._failed(of, name, value, result.sentence)
            return
        if of == self._of:
            self._fields[name].set_error(None)
        if result:
            self._desk.tell(self._saved(name), undoable=True)

    def _failed(self, of: str, name: str, value: str, sentence: str) -> None:
        if of != self._of:
            self._desk.trouble.emit(sentence)  # its field shows something else by now
            return
        field = self._fields[name]
        control = field.control
        if value != (control.text() if isinstance(control, Line) else control.value()):
            return  # given up, or typed on: what stands there now is told by itself
        field.set_error(sentence)
        if isinstance(control, (Line, Area)):
            control.put_back()
        self.refused.emit(name)
        if not field.isVisible():
            self._desk.trouble.emit(sentence)  # the page was left meanwhile; the field still says it there
