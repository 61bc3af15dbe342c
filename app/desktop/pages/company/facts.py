"""The facts of a company in the side panel: read as lines, changed where they stand, saved as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.desktop.pages.company.shown import CompanyShown
from app.desktop.saved_fields import SavedFields
from app.desktop.tokens import Space
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.facts import FactLine
from app.desktop.widgets.field import Choice, Field, Line
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import column
from app.desktop.widgets.stepper import Stepper
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.companies import CompanySnapshot
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_NAMES = ("name", "orgnr", "municipality", "sni", "legal_form", "women", "men")
_FORMS = ("ab", "hb", "ekfor", "enskild", "annan")


class Facts(QWidget):
    """Seven lines and *Ändra*; or the fields of the same, and *Klar*."""

    reaches_out = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id = ""
        self._alone = False
        self._choices: CompanyShown | None = None
        self.setAccessibleName(say("desktop.company.facts"))

    def build(self) -> Iterator[None]:
        said = {name: say(f"desktop.companies.{name}") for name in _NAMES}
        self.change = Button(say("desktop.company.change"), "link")
        self.change.clicked.connect(lambda: self.edit(not self.editing))
        lines = ("number", "municipality", "trade", "legal_form", "people", "also")
        self.lines = {name: FactLine(say(f"desktop.company.fact.{name}")) for name in lines}
        self.read = QWidget()
        self.read.setLayout(column(*self.lines.values(), gap=Space.S))
        yield
        controls: dict[str, Line | Choice] = {}
        for name in _NAMES:
            if name in ("municipality", "sni"):
                controls[name] = Choice(said[name], search=True)
            elif name == "legal_form":
                known = [(form, say(f"desktop.companies.legal_form.{form}")) for form in _FORMS]
                controls[name] = Choice(said[name], [("", say("desktop.companies.not_said")), *known])
            elif name in ("women", "men"):
                less = say("desktop.companies.one_less", who=said[name])
                more = say("desktop.companies.one_more", who=said[name])
                controls[name] = Stepper(said[name], less=less, more=more)
            else:
                controls[name] = Line(said[name], calm=True)
            yield
        self.fields = {}
        for name, control in controls.items():
            self.fields[name] = Field(said[name], control)
            yield
        self.write = QWidget()
        upper = [self.fields[name] for name in _NAMES[:-2]]
        numbers = FlowBox(self.fields["women"], self.fields["men"], gap=Space.L)
        self.write.setLayout(column(*upper, numbers, gap=Space.M))
        self.write.hide()
        section = Section(say("desktop.company.facts"), self.read, self.write, actions=(self.change,))
        self.setLayout(column(section, gap=0))
        self.saved = SavedFields(
            self._desk,
            self,
            self.fields,
            said,
            _save,
            lambda name: say("desktop.company.changed", what=said[name]),
        )
        self.saved.refused.connect(self._show_wrong)
        yield

    @property
    def editing(self) -> bool:
        return not self.write.isHidden()

    def show_company(self, shown: CompanyShown) -> None:
        one = shown.hub.company
        if shown.id != self._id:
            self._id = shown.id
            self._turn(False)
        self._choices = shown
        self._alone = one.serial is not None
        self.change.setVisible("company" in shown.writes)
        self._lines(one)
        if self.editing:
            self._fill(one)

    def _lines(self, one: CompanySnapshot) -> None:
        sv = language() == "sv"
        place = f"{one.municipality.name}, {one.municipality.county}" if one.municipality else ""
        trade = f"{one.sni} {one.sni_name[0 if sv else 1]}" if one.sni and one.sni_name else one.sni or ""
        form = say(f"desktop.companies.legal_form.{one.legal_form}") if one.legal_form in _FORMS else ""
        counted = [
            say(f"desktop.company.{who}.one" if count == 1 else f"desktop.company.{who}", count=count)
            for who, count in (("women", one.women), ("men", one.men))
            if count is not None
        ]
        for name, value in (
            ("number", one.orgnr or one.serial or ""),
            ("municipality", place),
            ("trade", trade),
            ("legal_form", form),
            ("people", ", ".join(counted)),
            ("also", ", ".join(one.also_known_as)),
        ):
            self.lines[name].show_fact(value or say("desktop.companies.not_said"), known=bool(value))
        self.lines["also"].setVisible(bool(one.also_known_as))

    def _fill(self, one: CompanySnapshot) -> None:
        assert self._choices is not None
        for name, choices in (
            ("municipality", self._choices.municipalities),
            ("sni", self._choices.divisions),
        ):
            control = self.fields[name].control
            assert isinstance(control, Choice)
            # A finer trade code than a division is kept as it was typed.
            fine = ((one.sni, one.sni),) if name == "sni" and one.sni and one.sni not in dict(choices) else ()
            first = (("", say("desktop.companies.not_said")),) if name == "sni" else ()
            if control.count() != len(first) + len(choices) + len(fine):
                control.set_choices((*first, *choices, *fine))
        self.fields["orgnr"].setVisible(not self._alone)
        self.fields["legal_form"].setVisible(not self._alone)
        self.saved.show(
            self._id,
            {
                "name": one.name,
                "orgnr": one.orgnr or "",
                "municipality": one.municipality.code if one.municipality else "",
                "sni": one.sni or "",
                "legal_form": one.legal_form or "",
                "women": "" if one.women is None else str(one.women),
                "men": "" if one.men is None else str(one.men),
            },
        )

    def edit(self, on: bool) -> None:
        """Turn the lines into fields, or back; what stands in them is told first, and what is refused stays open."""
        if not on:
            self.saved.flush()
            wrong = next((field for field in self.fields.values() if field.error()), None)
            if wrong is not None:
                wrong.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._turn(on)
        if on and self._choices is not None:
            self._fill(self._choices.hub.company)
            self.fields["name"].control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_wrong(self, name: str) -> None:
        """A value that was refused when the fields were closed already: they are open again, with its sentence."""
        if not self.editing:
            self._turn(True)
            self.fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, on: bool) -> None:
        self.read.setVisible(not on)
        self.write.setVisible(on)
        self.change.set_words(say("desktop.company.ready" if on else "desktop.company.change"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.editing:
            self.saved.give_up()
            self.edit(False)
            return
        super().keyPressEvent(event)


def _save(workspace: Workspace, company: str, field: str, value: str) -> ChangeSet:
    """One fact, as typed."""
    from app.operations import companies
    from app.store.ids import RowId

    return companies.edit(workspace, RowId(bytes.fromhex(company)), field, value)
