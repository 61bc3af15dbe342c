"""Översikt: my companies by stage, what is due today and late, how the targets stand, and what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desktop.page import Body, Page
from app.desktop.places import Place
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.columns import Columns
from app.desktop.widgets.layout import Line, column, fill, reaching, row
from app.desktop.widgets.states import Banner, EmptyState
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.target_bar import ShareBar, TargetLine
from app.desktop.widgets.text import Text
from app.desktop.widgets.tile import Tile
from app.desktop.words import day_words, language, say
from app.domain.company import Stage
from app.drawing.bars import TargetBar

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.company_list import CompanyLine
    from app.operations.overview import DueStep, OverviewSnapshot, StageColumn, TargetBrief
    from app.operations.workspace import Workspace

_SHOWN_EACH = 3
_TARGETS_SHOWN = 6
_NEWS_SHOWN = 6
_DUE_SHOWN = 6


class StageView(QWidget):
    """One stage: its name and count, its share of all companies, the first of them, and the way to the rest."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        super().__init__()
        self._desk, self._stage = desk, stage
        self._ids: list[str] = [""] * _SHOWN_EACH
        self._box = column(gap=Space.XS)
        self.setLayout(self._box)

    def build(self) -> None:
        self._name = Text(say(f"domain.stage.{self._stage.value}"), Type.STRONG)
        self._count = Text("", Type.BODY, "muted")
        self._share = ShareBar(self._name.text())
        self._tiles = tuple(Tile() for _ in range(_SHOWN_EACH))
        for at, tile in enumerate(self._tiles):
            tile.clicked.connect(lambda _=False, at=at: self._open(at))
        self._more = Button("", "link")
        self._more.clicked.connect(lambda: self._desk.go(Place("companies", tab=self._stage.value)))
        head = column(row(self._name, self._count, None), self._share, gap=Space.XS)
        fill(self._box, reaching((head, Space.XS, *self._tiles, self._more)))
        self._box.addStretch(1)

    def _open(self, at: int) -> None:
        self._desk.go(Place("company", self._ids[at]))

    def show_column(self, found: StageColumn, of: int, today: date) -> None:
        self._count.setText(str(found.count))
        self._share.show_share(found.count / of if of else 0.0)
        for at, tile in enumerate(self._tiles):
            tile.setVisible(at < found.count)
            if at < found.count:
                line = found.companies[at]
                self._ids[at] = line.id.hex()
                tile.show_lines(line.name, _second(line, today), late=line.late)
        left = found.count - _SHOWN_EACH
        self._more.setVisible(left > 0)
        self._more.set_words(say("desktop.overview.more", count=left))


def _second(line: CompanyLine, today: date) -> str:
    """Where it lies, and what is next or newest there."""
    step = line.next_step
    if step is not None and step.days_late:
        return f"{line.municipality} · {_late(step.days_late)}"
    if step is not None and step.by is not None:
        return f"{line.municipality} · {day_words(step.by, today)}"
    if line.newest is not None:
        return f"{line.municipality} · {day_words(line.newest.day, today)}"
    return line.municipality


def _late(days: int) -> str:
    return say("desktop.days_late.one" if days == 1 else "desktop.days_late", days=days)


class OverviewPage(Page["OverviewSnapshot"]):
    """The first page after opening."""

    name = "overview"

    def build(self, content: QWidget) -> Iterator[None]:
        self.header.set_title(say("action.go.overview"))
        actions = self.desk.actions
        self.header.add(actions.button("coaching.log"), actions.button("company.new", "primary"))
        self._until = 0
        page = Body()
        content.setLayout(column(page))
        self._news = Banner("sel")
        self._news.act.connect(self._seen)
        self._news_table = Table(
            say("desktop.overview.news"),
            (
                Column(say("desktop.overview.company"), 280),
                Column(say("desktop.overview.what")),
                Column(say("desktop.overview.who"), 200),
            ),
            whole=True,
            one_click=True,
        )
        self._news_table.opened.connect(self._open_company)
        page.add(self._news, self._news_table)
        yield
        self._stages = {stage: StageView(self.desk, stage) for stage in Stage}
        board = Columns(tuple(self._stages.values()), least=150, gap=0)
        self._mine = Section(say("desktop.overview.mine"), board, gap=Space.M)
        page.add(self._mine, Line())
        for stage in self._stages.values():
            stage.build()
            yield
        self._today_section = Section(say("desktop.overview.today"))
        self._late_section = Section(say("desktop.overview.late"))
        self._target_section = Section(say("desktop.overview.targets"), gap=Space.XS)
        left = QWidget()
        left.setLayout(column(self._today_section, self._late_section, None, gap=Space.XL))
        page.add(Columns((left, self._target_section), least=320, weights=(2, 1), gap=Space.XL))
        yield
        self._nothing = Text(say("desktop.overview.nothing_today"), Type.BODY, "muted", wrap=True)
        self._today = self._due_table(say("desktop.overview.today"))
        self._today_section.add(self._nothing, self._today)
        yield
        self._late = self._due_table(say("desktop.overview.late"))
        self._late_section.add(self._late)
        yield
        self._targets = tuple(TargetLine() for _ in range(_TARGETS_SHOWN))
        self._target_ids = [""] * _TARGETS_SHOWN
        for at, line in enumerate(self._targets):
            line.clicked.connect(lambda _=False, at=at: self._open_target(at))
        everything = Button(say("desktop.overview.open_targets"), "link")
        everything.clicked.connect(lambda: self.desk.go(Place("targets")))
        self._target_section.add(*self._targets, everything)

    def _due_table(self, name: str) -> Table:
        table = Table(
            name,
            (
                Column(say("desktop.overview.step")),
                Column(say("desktop.overview.company"), 240),
                Column(say("desktop.overview.when"), 120, figure=True),
            ),
            whole=True,
            one_click=True,
        )
        table.opened.connect(self._open_company)
        return table

    def read(self, place: Place) -> Callable[[Workspace], OverviewSnapshot]:
        def read(workspace: Workspace) -> OverviewSnapshot:
            from app.operations.overview import show_overview

            return show_overview(workspace)

        return read

    def empty(self, snapshot: OverviewSnapshot) -> EmptyState | None:
        if snapshot.count or snapshot.news:
            return None
        state = EmptyState(
            say("desktop.overview.empty"),
            say("desktop.overview.empty.hint"),
            say("action.company.new"),
            icon="factory",
            button_icon="plus",
        )
        state.act.connect(lambda: self.desk.actions.run("company.new"))
        return state

    def fill(self, snapshot: OverviewSnapshot) -> None:
        today = snapshot.day
        self._until = snapshot.news_until
        self._show_news(snapshot)
        self._mine.set_title(say("desktop.overview.mine"), str(snapshot.count))
        for found in snapshot.columns:
            self._stages[found.stage].show_column(found, snapshot.count, today)
        note = say("desktop.overview.day", day=day_words_long(today), week=snapshot.week)
        self._today_section.set_title(say("desktop.overview.today"), note)
        coming = (*snapshot.today, *snapshot.this_week)[:_DUE_SHOWN]
        self._today.put([self._due(step, today) for step in coming])
        self._today.setVisible(bool(coming))
        self._nothing.setVisible(not coming)
        self._late_section.set_title(say("desktop.overview.late"), str(len(snapshot.overdue)))
        self._late_section.setVisible(bool(snapshot.overdue))
        self._late.put([self._due(step, today) for step in snapshot.overdue[:_DUE_SHOWN]])
        note = "" if snapshot.targets_whole else say("desktop.overview.targets.own")
        self._target_section.set_title(say("desktop.overview.targets"), note)
        for at, line in enumerate(self._targets):
            line.setVisible(at < len(snapshot.targets))
            if at < len(snapshot.targets):
                self._show_target(at, line, snapshot.targets[at])

    def _show_news(self, snapshot: OverviewSnapshot) -> None:
        news = snapshot.news
        self._news_table.setVisible(bool(news))
        if not news:
            self._news.hide()
            return
        count = sum(line.count for line in news)
        self._news.tell(
            say("desktop.overview.news"),
            say("desktop.overview.news.one")
            if count == 1
            else say("desktop.overview.news.count", changes=count),
            say("desktop.overview.news.seen"),
        )
        self._news_table.put(
            [
                Row(
                    line.company.hex() if line.company is not None else "",
                    (
                        Cell(line.company_name or say("desktop.overview.programme"), strong=True),
                        Cell(", ".join(f"{_act(act.verb)} {act.count}" for act in line.acts)),
                        Cell(line.person, colour="muted"),
                    ),
                )
                for line in news[:_NEWS_SHOWN]
            ]
        )

    def _seen(self) -> None:
        until = self._until

        def act(workspace: Workspace) -> tuple[None, None]:
            from app.operations.overview import mark_news_seen

            mark_news_seen(workspace, until)
            return None, None

        self.desk.do(act, lambda _: self.refresh(), owner=self)

    @staticmethod
    def _due(found: DueStep, today: date) -> Row:
        step = found.step
        if step.days_late:
            when = Cell(_late(step.days_late), colour="gap", strong=True)
        else:
            when = Cell(day_words(step.by, today) if step.by is not None else "", colour="muted")
        return Row(
            found.company.hex(),
            (Cell(step.text, strong=True), Cell(found.company_name, colour="muted"), when),
        )

    def _show_target(self, at: int, line: TargetLine, found: TargetBrief) -> None:
        self._target_ids[at] = found.id
        most = found.max or found.min
        bar = (
            TargetBar(found.done, found.under_way, most, found.min if found.max else None, found.planned_now)
            if most
            else None
        )
        name = found.sv if language() == "sv" else found.en
        line.show_target(name, str(found.done), promised_words(found.min, found.max), bar, late=found.behind)

    def _open_company(self, id: object) -> None:
        if isinstance(id, str) and id:
            self.desk.go(Place("company", id))

    def _open_target(self, at: int) -> None:
        self.desk.go(Place("targets", item=self._target_ids[at]))


def _act(verb: str) -> str:
    code = f"verb.done.{verb.replace(' ', '_')}"
    try:
        return say(code)
    except KeyError:
        return verb


def promised_words(least: int | None, most: int | None) -> str:
    """What is promised, after the figure: "av 35", "av 12–24", or nothing where there is no number."""
    if least is None and most is None:
        return ""
    if least is not None and most is not None and least != most:
        return say("desktop.promised.range", least=least, most=most)
    return say("desktop.promised", number=most if most is not None else least or 0)


def day_words_long(day: date) -> str:
    """torsdag 12 maj"""
    return f"{say(f'desktop.weekday.{day.isoweekday()}')} {day.day} {say(f'desktop.month.{day.month}')}"
