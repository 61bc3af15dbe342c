"""The first view of a company: its line of time, what is next, and beside them its facts and its needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.page import Body, side_panel
from app.desktop.pages.company.facts import Facts
from app.desktop.pages.company.shown import CompanyShown, Needs
from app.desktop.pages.company.time_rows import STEP
from app.desktop.places import Place
from app.desktop.tokens import Space, Type
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import row
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.target_bar import TargetLine
from app.desktop.widgets.text import Text
from app.desktop.widgets.timeline import Months, Timeline
from app.desktop.words import day_words, number_words, say
from app.drawing.bars import TargetBar

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.next_steps import OpenStep

_MOST_NEEDS = 5
_QUARTER, _ALL = "quarter", "all"
_LEAST_MONTHS = 6
_NEED_OF = 100


class Overview(QWidget):
    """`opened`: what a point of the timeline leads to, as it names it itself."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: CompanyShown | None = None
        self.setAccessibleName(say("desktop.company.tab.overview"))

    def build(self) -> Iterator[None]:
        months = tuple(say(f"desktop.company.month.{number}") for number in range(1, 13))
        self.timeline = Timeline(say("desktop.company.timeline"), Months(months, say("desktop.day.today")))
        self.timeline.opened.connect(self.opened)
        self.span = Segments(
            say("desktop.company.span"),
            [(span, say(f"desktop.company.span.{span}"), "") for span in (_QUARTER, _ALL)],
        )
        self.span.set_value(_ALL)
        self.span.chosen.connect(lambda _: self._draw())
        self.nothing = Text(say("desktop.company.nothing_yet"), Type.BODY, "muted", wrap=True)
        self.times = Section(
            say("desktop.company.timeline"), self.timeline, self.nothing, actions=(self.span,), gap=Space.M
        )
        yield
        self.steps = Table(
            say("desktop.company.steps"),
            (
                Column(say("desktop.company.step")),
                Column(say("desktop.coaching.activity"), 100),
                Column(say("desktop.company.when"), 148, figure=True),
            ),
            whole=True,
            one_click=True,
        )
        self.steps.opened.connect(lambda id: self.opened.emit(str(id)))
        self.no_steps = Text(say("desktop.company.no_steps"), Type.BODY, "muted", wrap=True)
        self.next = Section(say("desktop.company.steps"), self.steps, self.no_steps)
        yield
        page = Body()
        page.add(self.times, self.next)
        yield
        self.facts = Facts(self._desk)
        yield from self.facts.build()
        self.needs = tuple(TargetLine() for _ in range(_MOST_NEEDS))
        for line in self.needs:
            line.clicked.connect(self._to_interview)
        self.need = Section(say("desktop.company.needs"), *self.needs, gap=Space.XS)
        yield
        side = side_panel(self.facts, self.need)
        box = row(page, side, gap=0)
        box.setStretchFactor(page, 1)
        self.setLayout(box)
        yield

    def show_company(self, shown: CompanyShown) -> None:
        self._shown = shown
        self.facts.show_company(shown)
        self._draw()
        steps = shown.hub.steps
        self.steps.put([self._step(step, shown.today) for step in steps])
        self.steps.setVisible(bool(steps))
        self.no_steps.setVisible(not steps)
        self.next.set_title(say("desktop.company.steps"), str(len(steps)) if steps else "")
        self._show_needs(shown.needs, shown)

    def _draw(self) -> None:
        shown = self._shown
        if shown is None:
            return
        days = [point.day for line in shown.times for point in line.points]
        self.timeline.setVisible(bool(days))
        self.span.setVisible(bool(days))
        self.nothing.setVisible(not days)
        if not days:
            return
        if self.span.value() == _QUARTER:
            first = _months_on(shown.today, -2)
            last = _months_on(shown.today, 1)
        else:
            last = max(*days, shown.today)
            first = min(min(days), _months_on(last, 1 - _LEAST_MONTHS)).replace(day=1)
        self.timeline.show_rows(shown.times, first, last, shown.today)

    @staticmethod
    def _step(step: OpenStep, today: date) -> Row:
        if step.days_late:
            code = "desktop.days_late.one" if step.days_late == 1 else "desktop.days_late"
            when = Cell(say(code, days=step.days_late), colour="gap", strong=True)
        else:
            words = day_words(step.by, today) if step.by is not None else say("desktop.companies.undated")
            when = Cell(words, colour="muted")
        return Row(
            f"{STEP}:{step.session.hex()}",
            (Cell(step.text, strong=True), Cell(step.activity, colour="muted"), when),
        )

    def _show_needs(self, needs: Needs | None, shown: CompanyShown) -> None:
        self.need.setVisible(needs is not None)
        if needs is None:
            return
        note = ""
        if needs.coverage is not None:
            note = say("desktop.company.coverage", percent=number_words(100 * needs.coverage))
        self.need.set_title(say("desktop.company.needs"), note)
        for at, line in enumerate(self.needs):
            line.setVisible(at < len(needs.found))
            if at < len(needs.found):
                one = needs.found[at]
                value = number_words(one.need) if one.need is not None else "–"
                bar = TargetBar(one.need, 0, _NEED_OF) if one.need is not None else None
                line.show_target(
                    f"{one.activity} {shown.names.get(one.activity, '')}".strip(), value, "", bar, late=False
                )

    def _to_interview(self) -> None:
        if self._shown is not None and self._shown.needs is not None:
            self._desk.go(Place("interview", self._shown.id, self._shown.needs.of))


def _months_on(day: date, months: int) -> date:
    """The first day of the month that is so many months on."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
