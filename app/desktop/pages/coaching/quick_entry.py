"""A new session in under a minute, by keys alone: Tab from field to field, Ctrl+Enter logs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.desktop.pages.coaching.half_typed import HalfTyped
from app.desktop.pages.coaching.shown import EntryShown
from app.desktop.refused import Wrong, caught
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.day_line import DayLine
from app.desktop.widgets.field import Area, Choice, Field, Line, UnitLine
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.key_cap import KeyCap
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.states import Banner
from app.desktop.widgets.stepper import Stepper
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.domain.refusal import Refusal
from app.domain.session_draft import SessionDraft

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

USUAL_MINUTES = ("30", "60", "90", "120")
_SEND = ("Ctrl+Return", "Ctrl+Enter")
_MINUTES, _DAY = 88, 148
NAMES = ("company", "activity", "day", "minutes", "note", "women", "men", "next_step", "next_by")


def labels() -> dict[str, str]:
    """What the fields of a session are called, by the names that the record gives them."""
    return {name: say(f"desktop.coaching.{name}") for name in NAMES}


def _usual(minutes: str) -> str:
    """30, 60, 90 and 120 min: the unit stands with the last one alone."""
    return say("desktop.coaching.min", minutes=minutes) if minutes == USUAL_MINUTES[-1] else minutes


def people(said: dict[str, str], who: str) -> Stepper:
    """How many took part."""
    less = say("desktop.coaching.one_less", who=said[who])
    return Stepper(said[who], less=less, more=say("desktop.coaching.one_more", who=said[who]))


class QuickEntry(QWidget):
    """What is half typed is kept for its place (a company's page, or the log) until it is logged or begun anew."""

    logged = Signal(str)
    """The id of the session that was logged, as text."""

    def __init__(self, desk: Desk, *, with_company: bool) -> None:
        super().__init__()
        self._desk = desk
        self._with_company = with_company
        self._company = ""
        self._shown: EntryShown | None = None
        self._half = HalfTyped(desk, self)
        self._half.changed.connect(self._mark)
        self._choices: Sequence[tuple[str, str]] = ()
        self._busy = self._setting = False
        self._labels = labels()
        self.setAccessibleName(say("desktop.coaching.new"))

    def build(self) -> Iterator[None]:
        """Make the fields, one or two at a time."""
        said = self._labels
        self.company = Choice(said["company"], search=True)
        yield
        self.activity = Choice(said["activity"])
        self.day = DayLine(said["day"])
        yield
        self.note = Area(said["note"], hint=say("desktop.coaching.note.hint"), lines=3)
        yield
        self.usual = Segments(
            say("desktop.coaching.usual"), [(one, _usual(one), "") for one in USUAL_MINUTES]
        )
        self.usual.set_value("")
        self.minutes = UnitLine(said["minutes"], say("desktop.coaching.unit"), width=_MINUTES)
        yield
        self.women, self.men = people(said, "women"), people(said, "men")
        yield
        self.next_step = Line(said["next_step"], hint=say("desktop.coaching.next_step.hint"))
        self.next_by = DayLine(said["next_by"], hint=say("desktop.coaching.next_by.hint"))
        yield
        self.fields: dict[str, Field] = {}
        for name, control in (
            ("company", self.company),
            ("activity", self.activity),
            ("day", self.day),
            ("note", self.note),
            ("minutes", self.minutes),
            ("women", self.women),
            ("men", self.men),
            ("next_step", self.next_step),
            ("next_by", self.next_by),
        ):
            self.fields[name] = Field(
                said[name],
                control,
                width=_DAY if isinstance(control, DayLine) else None,
                beside=self.usual if control is self.minutes else None,
            )
            yield
        self._lay()
        self._listen()
        yield

    def _lay(self) -> None:
        fields = self.fields
        self.begun = Chip("")
        self.begun.set_state(say("desktop.coaching.begun"), "warn", "pencil")
        self.begun.hide()
        self.anew = Button(say("desktop.coaching.anew"), "ghost")
        self.anew.clicked.connect(self.begin_anew)
        self.anew.hide()
        self.banner = Banner()
        self.send_it = Button(say("desktop.coaching.log"), "primary", "check")
        self.send_it.clicked.connect(self.send)
        head = row(Text(say("desktop.coaching.new"), Type.SECTION), self.begun, None, self.anew)
        which = row(*((fields["company"],) if self._with_company else ()), fields["activity"], fields["day"])
        which.setSpacing(Space.M)
        for name, part in (("company", 2), ("activity", 3)):
            which.setStretchFactor(fields[name], part)
        numbers = FlowBox(fields["minutes"], fields["women"], fields["men"], gap=Space.XL)
        after = row(fields["next_step"], fields["next_by"], gap=Space.M)
        after.setStretchFactor(fields["next_step"], 1)
        foot = row(self.send_it, KeyCap("Ctrl ↵"), None)
        card = Card(
            head,
            which,
            fields["note"],
            numbers,
            after,
            self.banner,
            foot,
            ground="wash",
            frame="hair",
            gap=Space.M,
        )
        self.setLayout(column(card, gap=0))
        if not self._with_company:
            fields["company"].setParent(self)
            fields["company"].hide()

    def _listen(self) -> None:
        for line in (self.day, self.minutes, self.women, self.men, self.next_step, self.next_by):
            line.typed.connect(lambda _: self._typed())
        self.note.typed.connect(lambda _: self._typed())
        self.activity.chosen.connect(lambda _: self._typed())
        self.company.chosen.connect(self._company_chosen)
        self.usual.chosen.connect(self._usual_chosen)
        self.minutes.textChanged.connect(lambda text: self.usual.set_value(text.strip()))
        for keys in _SEND:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.send)

    # --- what is shown ---

    def show_entry(self, place: str, company: str, shown: EntryShown) -> None:
        """The entry of a place: what is kept there, or an empty one. One that is shown already stays as it is."""
        self._shown = shown
        if self._choices != shown.activities:
            self._choices = shown.activities
            self.activity.set_choices(shown.activities)
        if self._with_company and self.company.count() != len(shown.companies) + 1:
            self.company.set_choices([("", ""), *shown.companies])
        today = self.day.today
        self.day.today = self.next_by.today = shown.today
        if place == self._half.place:
            if today != shown.today and self.day.text() == today.isoformat():
                self._put(self.day, shown.today.isoformat())  # left open over midnight
            other, self._company = company not in ("", self._company), company or self._company
            # What is half typed stays with the company that it was typed for.
            if company and (not self.company.value() or (other and not self.is_begun)):
                self._choose_company(company)
            return
        self._company = company
        self._half.show(place, shown.draft)
        self._show(shown.draft or self._blank())
        if company and self._with_company and not self.company.value():
            self._choose_company(company)

    def _blank(self) -> SessionDraft:
        assert self._shown is not None
        usual = self._shown.usual.get(self._company, "")
        return SessionDraft(company=self._company, activity=usual, day=self._shown.today.isoformat())

    def _show(self, draft: SessionDraft) -> None:
        self._setting = True
        self.company.set_value(draft.company)
        self.activity.set_value(draft.activity)
        for line, value in (
            (self.day, draft.day),
            (self.minutes, draft.minutes),
            (self.women, draft.women),
            (self.men, draft.men),
            (self.next_step, draft.next_step),
            (self.next_by, draft.next_by),
        ):
            self._put(line, value)
        self.note.flush()  # a pause that is still to come would hold on to what stands there
        self.note.set_value(draft.note)
        self._setting = False
        for field in self.fields.values():
            field.set_error(None)
        self.banner.hide()
        self._mark()

    @staticmethod
    def _put(line: Line, value: str) -> None:
        line.setText(value)
        line.set_value(value)

    def begin(self) -> None:
        """To the first thing to be written."""
        first: QWidget = self.note
        if self._with_company and not self.company.value():
            first = self.company
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is typed ---

    def typed(self) -> SessionDraft:
        """Everything as it stands in the fields now."""
        return SessionDraft(
            company=self.company.value() if self._with_company else self._company,
            activity=self.activity.value(),
            day=self.day.text(),
            minutes=self.minutes.text(),
            note=self.note.value(),
            women=self.women.text(),
            men=self.men.text(),
            next_step=self.next_step.text(),
            next_by=self.next_by.text(),
        )

    @property
    def is_begun(self) -> bool:
        """Whether anything has been written that would be missed."""
        if self._shown is None:
            return False
        draft = self.typed()
        return any((draft.minutes, draft.note, draft.women, draft.men, draft.next_step, draft.next_by))

    def _company_chosen(self, company: str) -> None:
        self._choose_company(company)
        self._typed()

    def _choose_company(self, company: str) -> None:
        self.company.set_value(company)
        self.fields["company"].set_error(None)
        if self._shown is not None and not self.activity.value():
            self.activity.set_value(self._shown.usual.get(company, ""))

    def _usual_chosen(self, minutes: str) -> None:
        self._put(self.minutes, minutes)
        self.fields["minutes"].set_error(None)
        self._typed()

    def _typed(self) -> None:
        self._half.stay()
        self._keep()

    def _mark(self) -> None:
        begun = self._half.is_kept and self.is_begun
        self.begun.setVisible(begun)
        self.anew.setVisible(begun)

    def _keep(self) -> None:
        """Keep what stands here now, where it is not kept already."""
        if not self._setting and not self._busy:
            self._half.keep(self.typed() if self.is_begun else None)

    def leave(self) -> None:
        """The page is left: what is half typed is kept, and that is said once."""
        for line in (self.day, self.minutes, self.women, self.men, self.next_step, self.next_by):
            line.flush()
        self.note.flush()
        self._keep()
        self._half.leave()

    def begin_anew(self) -> None:
        """Let go of what is half typed."""
        self._show(self._blank())
        self._keep()
        self.begin()

    # --- what is done ---

    def send(self) -> None:
        """Log it. Where something is wrong its field says so, and everything stays as it is."""
        if self._busy or self._shown is None or not self.isVisible():
            return
        for line in (self.day, self.next_by):
            line.flush()
        self.note.flush()
        self.company.settle()
        for field in self.fields.values():
            field.set_error(None)
        self.banner.hide()
        found = self.typed()
        missing = next(
            (name for name in ("company", "activity", "day", "minutes") if not getattr(found, name)), ""
        )
        if missing:
            self._refuse(Wrong(missing, say(f"desktop.coaching.needed.{missing}")))
            return
        self._busy = True
        place = self._half.place or ""

        def act(workspace: Workspace) -> tuple[tuple[str, bool], ChangeSet | None]:
            from app.operations import coaching
            from app.operations.drafts import keep_session_draft
            from app.store.ids import RowId

            made, changes = coaching.log(
                workspace,
                company=RowId(bytes.fromhex(found.company)),
                activity=found.activity,
                day=found.day,
                minutes=found.minutes,
                note=found.note or None,
                women=found.women.strip() or None,
                men=found.men.strip() or None,
                next_step=found.next_step or None,
                next_by=found.next_by.strip() or None,
            )
            try:
                keep_session_draft(workspace, place, None)
            except Refusal:  # the session is logged all the same; the draft is tried again, and that is told
                return (made.hex(), False), changes
            return (made.hex(), True), changes

        self._desk.do(
            caught(act, self._labels), lambda made: self._done(made, found), self._failed, owner=self
        )

    def _done(self, result: tuple[str, bool] | Wrong, found: SessionDraft) -> None:
        self._busy = False
        if isinstance(result, Wrong):
            self._refuse(result)
            return
        made, let_go = result
        if let_go:
            self._half.let_go()
        # The next one is most often of the same kind; what was typed while this one was logged belongs to it.
        blank, now = replace(self._blank(), activity=found.activity, company=found.company), self.typed()
        since = (
            one.name for one in fields(SessionDraft) if getattr(now, one.name) != getattr(found, one.name)
        )
        self._show(replace(blank, **{name: getattr(now, name) for name in since}))
        self._keep()
        words = say("desktop.coaching.logged", activity=found.activity, minutes=found.minutes.strip())
        self._desk.tell(words, undoable=True)
        self.logged.emit(made)

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self._keep()
        self.banner.tell(sentence, say("desktop.coaching.kept"))

    def _refuse(self, found: Wrong) -> None:
        if not found.field:
            self._failed(found.sentence)
            return
        self._keep()
        field = self.fields[found.field]
        field.set_error(found.sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
