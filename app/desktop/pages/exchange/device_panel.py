"""One device: who has it, its fingerprint, letting it in, and the companies that it may read and write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.desktop.pages.exchange.devices import role_words
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.card import Card
from app.desktop.widgets.field import Choice, Field
from app.desktop.widgets.layout import Narrow, column, fill, row
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import say, shown

if TYPE_CHECKING:
    from app.operations.exchange_view import DeviceLine
    from app.store.ids import DeviceId

_WIDE = 460


def groups(fingerprint: str) -> str:
    """A fingerprint as it is read aloud: four at a time."""
    return fingerprint.replace("-", "\u2002")


class DevicePanel(Card):
    """`approved` with the fingerprint that was looked at; `assigned` with a company's id as text."""

    approved = Signal(object, str)
    assigned = Signal(object, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(ground="wash", frame="hair", gap=Space.L)
        self._line: DeviceLine | None = None
        self._name = Text("", Type.OPEN)
        self._who = Text("", Type.BODY, "muted", wrap=True)
        close = IconButton(say("desktop.close"), "x")
        close.clicked.connect(self.closed)
        words = column(self._name, self._who, gap=0)
        head = row(words, close, gap=Space.M)
        head.setStretchFactor(words, 1)
        head.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self.mark = Text("", Type.PAGE, wrap=True)
        mark = column(Text(say("desktop.exchange.fingerprint"), Type.META_STRONG, "muted"), self.mark, gap=0)
        fill(self.box, (head, mark, self._letting_in(), self._assigning()))
        self.setAccessibleName(say("desktop.exchange.panel"))
        self.hide()

    def _letting_in(self) -> QWidget:
        self.alike = QCheckBox()
        self.approve = Button(say("desktop.exchange.approve"), "soft", "badge-check")
        self.alike.toggled.connect(lambda _: self._may_approve())
        self.approve.clicked.connect(self._approve)
        self._not_let_in = Wrong()
        self._ask = Text("", Type.BODY, wrap=True)
        self._let_in = QWidget()
        self._let_in.setLayout(
            column(self._ask, row(self.alike, None), row(self.approve, None), self._not_let_in, gap=Space.M)
        )
        return self._let_in

    def _assigning(self) -> QWidget:
        self._has = Text("", Type.BODY, wrap=True)
        self.company = Choice(say("desktop.exchange.company"), search=True)
        self.company.chosen.connect(lambda _: self._may_assign())
        self.field = Field(say("desktop.exchange.company"), self.company)
        self.assign = Button(say("desktop.exchange.assign"), "soft", "plus")
        self.assign.clicked.connect(self._assign)
        both = row(self.field, self.assign, gap=Space.S)
        both.setStretchFactor(self.field, 1)
        both.setAlignment(self.assign, Qt.AlignmentFlag.AlignBottom)
        self._assigned = QWidget()
        self._assigned.setLayout(column(self._has, Narrow(both, _WIDE, left=True), gap=Space.M))
        return self._assigned

    def show_device(self, line: DeviceLine, companies: Sequence[tuple[str, str]], *, may_enrol: bool) -> None:
        """`companies`: those that can be assigned, id as text and name."""
        other = self._line is None or self._line.id != line.id
        self._line = line
        self._name.setText(line.name)
        parts = [role_words(line.role), line.organisation]
        self._who.setText(" · ".join(part for part in parts if part))
        self.mark.setText(groups(line.fingerprint))
        waits = line.status == "waiting" and may_enrol
        self._let_in.setVisible(waits)
        if waits:
            self._ask.setText(say("desktop.exchange.compare", name=line.name))
            self.alike.setText(shown(say("desktop.exchange.alike")))
            self.alike.setAccessibleName(self.alike.text())
        gives = may_enrol and line.status == "ready" and line.role != "office"
        self._assigned.setVisible(gives)
        if gives:
            names = ", ".join(line.companies)
            self._has.setText(
                say("desktop.exchange.assigned", companies=names)
                if names
                else say("desktop.exchange.assigned.none")
            )
            taken = set(line.companies)
            self.company.set_choices([one for one in companies if one[1] not in taken])
        if other:
            self.alike.setChecked(False)
            self.set_error(None)
            self.company.setCurrentIndex(-1)
        self._may_approve()
        self._may_assign()
        self.show()

    @property
    def device(self) -> DeviceId | None:
        return self._line.id if self._line is not None and not self.isHidden() else None

    def set_error(self, sentence: str | None) -> None:
        """What the record said to the last deed, where it was done."""
        waits = self._line is not None and self._line.status == "waiting"
        self._not_let_in.set_error(sentence if waits else None)
        self.field.set_error(None if waits else sentence)
        if sentence is not None:
            self._may_approve()
            self._may_assign()

    def _may_approve(self) -> None:
        if self.alike.isChecked():
            self.approve.switch_on()
        else:
            self.approve.switch_off(say("desktop.exchange.approve.first"))

    def _may_assign(self) -> None:
        if self.company.value():
            self.assign.switch_on()
        else:
            self.assign.switch_off(say("desktop.exchange.assign.first"))

    def _approve(self) -> None:
        if self._line is not None:
            self.approve.switch_off(say("desktop.exchange.approving"))
            self.approved.emit(self._line.id, self._line.fingerprint)

    def _assign(self) -> None:
        if self._line is not None and self.company.value():
            self.assign.switch_off(say("desktop.exchange.assigning"))
            self.assigned.emit(self._line.id, self.company.value())
