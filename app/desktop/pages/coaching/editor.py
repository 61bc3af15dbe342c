"""A session that was logged, beside the list: every field can be put right, and is saved as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.page import side_panel
from app.desktop.pages.coaching.quick_entry import labels, people
from app.desktop.pages.coaching.shown import EntryShown
from app.desktop.places import Place
from app.desktop.saved_fields import SavedFields
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button, LinkLine
from app.desktop.widgets.card import Section
from app.desktop.widgets.day_line import DayLine
from app.desktop.widgets.field import Area, Choice, Field, UnitLine
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import column
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.coaching import SessionSnapshot
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_MINUTES, _DAY = 88, 148


class SessionEditor(QWidget):
    """`removed`: the session was taken out of the log; undo brings it back."""

    removed = Signal()

    def __init__(self, desk: Desk, *, with_company: bool) -> None:
        super().__init__()
        self._desk = desk
        self._company = ""
        self._with_company = with_company
        self.setAccessibleName(say("desktop.coaching.session"))

    def build(self) -> Iterator[None]:
        """Make the fields, one at a time."""
        said = labels()
        self.company = LinkLine()
        self.company.clicked.connect(lambda: self._desk.go(Place("company", self._company)))
        if not self._with_company:
            self.company.hide()
        self.activity = Choice(said["activity"])
        self.day = DayLine(said["day"])
        yield
        self.next_by = DayLine(said["next_by"], hint=say("desktop.coaching.next_by.hint"))
        minutes = UnitLine(said["minutes"], say("desktop.coaching.unit"), width=_MINUTES)
        yield
        note = Area(said["note"], lines=3, most_lines=14)
        yield
        next_step = Area(said["next_step"], lines=2)
        yield
        women, men = people(said, "women"), people(said, "men")
        yield
        self.fields: dict[str, Field] = {}
        for name, control in (
            ("activity", self.activity),
            ("day", self.day),
            ("minutes", minutes),
            ("note", note),
            ("women", women),
            ("men", men),
            ("next_step", next_step),
            ("next_by", self.next_by),
        ):
            wide = _DAY if isinstance(control, DayLine) else None
            self.fields[name] = Field(said[name], control, width=wide)
            yield
        fields = self.fields
        self.outside = Text("", Type.META, "warn", wrap=True)
        self.outside.hide()
        self.remove = Button(say("desktop.coaching.remove"), "danger", "trash-2")
        self.remove.clicked.connect(self._remove)
        section = Section(say("desktop.coaching.session"), gap=Space.M)
        for part in (
            self.company,
            fields["activity"],
            FlowBox(fields["day"], fields["minutes"], gap=Space.M),
            self.outside,
            fields["note"],
            FlowBox(fields["women"], fields["men"], gap=Space.M),
            fields["next_step"],
            fields["next_by"],
            self.remove,
        ):
            section.add(part)
            yield
        self.setLayout(column(side_panel(section), gap=0))
        self.saved = SavedFields(
            self._desk,
            self,
            fields,
            said,
            _save,
            lambda name: say("desktop.coaching.changed", what=said[name]),
        )
        yield

    @property
    def session(self) -> str:
        """The id of the session that is shown, as text."""
        return self.saved.of

    def show_session(self, one: SessionSnapshot | None, entry: EntryShown) -> None:
        """A session to be put right; None hides the panel, when what stands in it has been told."""
        if one is None:
            self.saved.flush()
            self.saved.show("", dict.fromkeys(self.fields, ""))
            self.hide()
            return
        self._company = one.company.hex()
        self.company.set_words(one.company_name)
        self.day.today = self.next_by.today = entry.today
        known = dict(entry.activities)
        # A session may stand under an activity that new ones are not logged under.
        kept = () if one.activity in known else ((one.activity, one.activity),)
        wanted = (*entry.activities, *kept)
        if self.activity.count() != len(wanted) or self.activity.findData(one.activity) < 0:
            self.activity.set_choices(wanted)
        self.saved.show(
            one.id.hex(),
            {
                "activity": one.activity,
                "day": one.date,
                "minutes": str(one.minutes),
                "note": one.note or "",
                "women": "" if one.women is None else str(one.women),
                "men": "" if one.men is None else str(one.men),
                "next_step": one.next_step or "",
                "next_by": one.next_by or "",
            },
        )
        self.outside.setVisible(one.outside_programme)
        self.outside.setText(say("desktop.coaching.outside.more") if one.outside_programme else "")
        self.show()

    def _remove(self) -> None:
        session = self.session

        def act(workspace: Workspace) -> tuple[None, ChangeSet | None]:
            from app.operations import coaching
            from app.store.ids import RowId

            return None, coaching.remove(workspace, RowId(bytes.fromhex(session)))

        def done(_: None) -> None:
            self._desk.tell(say("desktop.coaching.removed"), undoable=True)
            self.removed.emit()

        self.saved.flush()
        self._desk.do(act, done, owner=self)


def _save(workspace: Workspace, session: str, field: str, value: str) -> ChangeSet:
    """One field of a session, as typed."""
    from app.operations import coaching
    from app.store.ids import RowId

    row = RowId(bytes.fromhex(session))
    # Each is called as the operation calls it: `labels` has the same names.
    return coaching.edit(workspace, row, typing=True, **{field: value})
