"""A new company, beside the list: its number is judged while it is typed, and one that is there already is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.page import side_panel
from app.desktop.pages.companies.lines import CompaniesShown, Known
from app.desktop.places import Place
from app.desktop.refused import Wrong, caught, wrong
from app.desktop.tokens import Space
from app.desktop.widgets.button import Button, LinkLine
from app.desktop.widgets.card import Section
from app.desktop.widgets.field import Choice, Field, Line
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.layout import column
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.states import Banner
from app.desktop.widgets.stepper import Stepper
from app.desktop.words import say
from app.domain.identity_numbers import organisation_number
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

LEGAL_FORMS = ("ab", "hb", "ekfor", "enskild", "annan")
_WHOLE_NUMBER = 10
"""So many digits make a number that can be judged before the field is left."""


def labels() -> dict[str, str]:
    """What the fields of a company are called, by the names that the record gives them."""
    names = ("orgnr", "name", "municipality", "sni", "legal_form", "women", "men")
    return {name: say(f"desktop.companies.{name}") for name in names}


def legal_forms(but: str = "") -> list[tuple[str, str]]:
    """Value and label of each legal form, and of none."""
    known = [(one, say(f"desktop.companies.legal_form.{one}")) for one in LEGAL_FORMS if one != but]
    return [("", say("desktop.companies.not_said")), *known]


class CompanyForm(QWidget):
    """`closed`: the person thought better of it; what was typed stays for the next time."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: Mapping[str, Known] = {}
        self._there = ""
        self._busy = False
        self._labels = labels()
        self.setAccessibleName(say("action.company.new"))

    def build(self) -> Iterator[None]:
        """Make the fields, one at a time."""
        said = self._labels
        self.kind = Segments(
            say("desktop.companies.kind"),
            [(kind, say(f"desktop.companies.kind.{kind}"), "") for kind in ("company", "sole_trader")],
        )
        self.kind.chosen.connect(lambda _: self._show_kind())
        self.orgnr = Line(said["orgnr"], hint="556000-0000", most=40)
        self.orgnr.typed.connect(lambda _: self._judge(left=False))
        self.orgnr.editingFinished.connect(lambda: self._judge(left=True))
        self.orgnr.textEdited.connect(lambda _: self._forgive())
        self.name = Line(said["name"], calm=True)
        yield
        self.municipality = Choice(said["municipality"], search=True)
        yield
        self.legal_form = Choice(said["legal_form"], legal_forms("enskild"))
        yield
        self.sni = Choice(said["sni"], search=True)
        yield
        self.women = self._people("women")
        self.men = self._people("men")
        yield
        self.fields: dict[str, Field] = {}
        for name, control in (
            ("orgnr", self.orgnr),
            ("name", self.name),
            ("municipality", self.municipality),
            ("legal_form", self.legal_form),
            ("sni", self.sni),
            ("women", self.women),
            ("men", self.men),
        ):
            help = say("desktop.companies.orgnr.help") if control is self.orgnr else ""
            self.fields[name] = Field(said[name], control, help=help)
            yield
        self.there = LinkLine()
        self.there.clicked.connect(lambda: self._desk.go(Place("company", self._there)))
        self.there.hide()
        self.banner = Banner()
        self.add = Button(say("desktop.companies.add"), "primary", "check")
        self.add.clicked.connect(self.send)
        self.close_it = Button(say("desktop.stop"), "ghost")
        self.close_it.clicked.connect(self.closed)
        number = QWidget()
        number.setLayout(column(self.fields["orgnr"], self.there, gap=Space.XS))
        section = Section(say("action.company.new"), gap=Space.M)
        for part in (
            self.kind,
            number,
            *(self.fields[name] for name in ("name", "municipality", "legal_form", "sni")),
            FlowBox(self.fields["women"], self.fields["men"], gap=Space.L),
            self.banner,
            FlowBox(self.add, self.close_it),
        ):
            section.add(part)
            yield
        self.setLayout(column(side_panel(section), gap=0))
        yield

    def _people(self, who: str) -> Stepper:
        return Stepper(
            self._labels[who],
            less=say("desktop.companies.one_less", who=self._labels[who]),
            more=say("desktop.companies.one_more", who=self._labels[who]),
            calm=True,
        )

    # --- what is shown ---

    def show_register(self, shown: CompaniesShown) -> None:
        self._known = shown.by_number
        if self.municipality.count() != len(shown.municipalities) + 1:
            self.municipality.set_choices([("", ""), *shown.municipalities])
            self.sni.set_choices([("", ""), *shown.divisions])

    def begin(self) -> None:
        """To the first field that is still empty."""
        first = self.name if self.kind.value() == "sole_trader" or self.orgnr.text() else self.orgnr
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_kind(self) -> None:
        alone = self.kind.value() == "sole_trader"
        self.fields["orgnr"].setVisible(not alone)
        self.fields["legal_form"].setVisible(not alone)
        self.there.setVisible(bool(self._there) and not alone)

    def _forgive(self) -> None:
        """While somebody types, the last complaint is about something else."""
        self.fields["orgnr"].set_error(None)
        self._show_there("", "")

    def _judge(self, *, left: bool) -> None:
        """The number, as soon as it can be told; a half one is not wrong before the field is left."""
        typed = self.orgnr.text().strip()
        if not typed or (not left and sum(sign.isdigit() for sign in typed) < _WHOLE_NUMBER):
            return
        try:
            number = organisation_number(typed)
        except Refusal as refused:
            self.fields["orgnr"].set_error(wrong(refused, self._labels).sentence)
            return
        known = self._known.get(number)
        if known is not None:
            self.fields["orgnr"].set_error(say("desktop.companies.there", name=known.name))
            self._show_there(known.id, known.name)
        else:
            self.fields["orgnr"].set_error(None)

    def _show_there(self, id: str, name: str) -> None:
        self._there = id
        self.there.set_words(say("desktop.companies.open_it", name=name) if id else "")
        self.there.setVisible(bool(id))

    # --- what is done ---

    def send(self) -> None:
        """Add it. Where something is wrong the fields say it, and keep what they have."""
        if self._busy:
            return
        self._busy = True
        for field in self.fields.values():
            field.set_error(None)
            if isinstance(field.control, Choice):
                field.control.settle()
        self.banner.hide()
        alone = self.kind.value() == "sole_trader"
        orgnr = None if alone else self.orgnr.text()
        name, municipality, sni = self.name.text(), self.municipality.value(), self.sni.value() or None
        legal_form = None if alone else self.legal_form.value() or None
        women, men = self.women.text().strip() or None, self.men.text().strip() or None

        def act(workspace: Workspace) -> tuple[str, ChangeSet | None]:
            from app.operations import companies

            made, changes = companies.add(
                workspace,
                orgnr=orgnr,
                sole_trader=alone,
                name=name,
                municipality=municipality,
                sni=sni,
                legal_form=legal_form,
                women=women,
                men=men,
            )
            return made.hex(), changes

        self._desk.do(caught(act, self._labels), self._done, self._failed, owner=self)

    def _done(self, result: str | Wrong) -> None:
        self._busy = False
        if isinstance(result, Wrong):
            self._refuse(result)
            return
        name = self.name.text().strip()
        self.clear()
        self._desk.tell(say("desktop.companies.added", name=name), undoable=True)
        self._desk.go(Place("company", result))

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self.banner.tell(sentence, say("desktop.companies.kept"))

    def _refuse(self, found: Wrong) -> None:
        if not found.field:
            self._failed(found.sentence)
            return
        field = self.fields[found.field]
        field.set_error(found.sentence)
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if found.field == "orgnr":
            self._judge(left=True)

    def clear(self) -> None:
        for line in (self.orgnr, self.name, self.women, self.men):
            line.set_value("")
            line.setText("")
        for choice in (self.municipality, self.legal_form, self.sni):
            choice.set_value("")
        self._show_there("", "")
