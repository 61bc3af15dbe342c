"""The page of the targets: the table with bars, its legend, and the panel of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.desktop.page import Body, Page, side_panel
from app.desktop.pages.targets.panel import TargetPanel
from app.desktop.places import Place
from app.desktop.tokens import Space, Type
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import Line, row
from app.desktop.widgets.states import EmptyState
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.target_legend import TargetLegend
from app.desktop.widgets.text import Text
from app.desktop.words import day_of_words, language, say
from app.drawing.bars import TargetBar

if TYPE_CHECKING:
    from app.operations.office import TargetBoard, TargetDetail, TargetStanding
    from app.operations.workspace import Workspace

_NONE = "–"
_FOLLOW_MS = 60


@dataclass(frozen=True, slots=True)
class TargetsShown:
    """All targets, and the chosen one with what it rests on; None where the programme has none."""

    board: TargetBoard
    detail: TargetDetail | None


class TargetsPage(Page[TargetsShown]):
    """The panel follows the row that is chosen, a moment after the arrows have come to rest."""

    name = "targets"
    topics = frozenset({"alias", "answer", "company", "interview", "programme_revision", "session"})

    def build(self, content: QWidget) -> Iterator[None]:
        self._board: TargetBoard | None = None
        self._wanted = ""
        self.header.set_title(say("action.go.targets"))
        self.header.add(self.desk.actions.button("exchange.sync", "primary"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_FOLLOW_MS)
        self._pause.timeout.connect(self._ask_detail)
        yield
        self.legend = TargetLegend(
            say("desktop.targets.legend"),
            [
                (sign, say(f"desktop.targets.legend.{sign}"))
                for sign in ("done", "under_way", "late", "least", "plan")
            ],
        )
        yield
        self.table = Table(
            say("desktop.targets.targets"),
            (
                Column(say("desktop.targets.number"), 66),
                Column(say("desktop.targets.name")),
                Column(say("desktop.targets.done"), 62, figure=True),
                Column(say("desktop.targets.under_way"), 70, figure=True, spare=2),
                Column(say("desktop.targets.planned"), 82, figure=True, spare=3),
                Column(say("desktop.targets.left"), 58, figure=True, spare=1),
                Column(say("desktop.targets.promised"), 82, figure=True),
                Column(say("desktop.targets.so_far"), 156),
            ),
            whole=True,
        )
        self.table.chosen.connect(lambda _: self._pause.start())
        self.table.opened.connect(lambda _: self._to_evidence())
        yield
        self._own = Text(say("desktop.targets.own"), Type.BODY, "muted", wrap=True)
        self._section = Section(
            say("desktop.targets.targets"), self._own, self.legend, self.table, gap=Space.S
        )
        page = Body()
        page.add(self._section)
        yield
        self.panel = TargetPanel()
        self.panel.opened.connect(lambda company: self.desk.go(Place("company", company)))
        self.panel.hide()
        yield
        self.side = side_panel(self.panel)
        self._left = page
        both = row(page, Line(upright=True), self.side, gap=0)
        both.setStretchFactor(page, 1)
        content.setLayout(both)

    def arrive(self, place: Place) -> None:
        if place.item and place != self.place:
            self._wanted = place.item
        elif place.item:
            self.table.choose(place.item)
            self._ask_detail()
        super().arrive(place)

    def read(self, place: Place) -> Callable[[Workspace], TargetsShown]:
        wanted = self._wanted

        def read(workspace: Workspace) -> TargetsShown:
            from app.operations.office import show_board, show_target

            board = show_board(workspace)
            ids = [one.figure.id for one in board.targets]
            first = next(
                (one.figure.id for one in board.targets if not one.figure.not_followed_yet), "".join(ids[:1])
            )
            chosen = wanted if wanted in ids else first
            return TargetsShown(board, show_target(workspace, chosen) if chosen else None)

        return read

    def empty(self, snapshot: TargetsShown) -> EmptyState | None:
        if snapshot.board.targets:
            return None
        return EmptyState(say("desktop.targets.empty"), say("desktop.targets.empty.hint"), icon="target")

    def fill(self, snapshot: TargetsShown) -> None:
        board = self._board = snapshot.board
        self._own.setVisible(not board.whole)
        self._section.set_title(say("desktop.targets.targets"), str(len(board.targets)))
        self.table.put([_row(one) for one in board.targets])
        if snapshot.detail is not None:
            self._wanted = snapshot.detail.figure.id
            self.table.choose(self._wanted)
            self._pause.stop()
            self._show(snapshot.detail)

    def status(self) -> str:
        board = self._board
        return say("desktop.targets.as_of", day=day_of_words(board.day)) if board is not None else ""

    def panes(self) -> list[QWidget]:
        return [self._left, self.side]

    # --- the chosen one ---

    def _ask_detail(self) -> None:
        chosen = self.table.chosen_id()
        if not isinstance(chosen, str) or chosen == self._wanted:
            return
        self._wanted = chosen

        def read(workspace: Workspace) -> TargetDetail:
            from app.operations.office import show_target

            return show_target(workspace, chosen)

        def came(detail: TargetDetail) -> None:
            if detail.figure.id == self._wanted:
                self._show(detail)

        self.desk.ask(read, came, owner=self)

    def _show(self, detail: TargetDetail) -> None:
        board = self._board
        if board is None:
            return
        standing = next((one for one in board.targets if one.figure.id == detail.figure.id), None)
        if standing is not None:
            self.panel.show_target(standing, detail)
            self.panel.show()

    def _to_evidence(self) -> None:
        """Enter on a target: on to what it rests on."""
        if self.panel.evidence.isVisible():
            self.panel.evidence.setFocus()


def _row(standing: TargetStanding) -> Row:
    figure = standing.figure
    late = "gap" if standing.behind else "ink"
    counts = not figure.not_followed_yet
    return Row(
        figure.id,
        (
            Cell(figure.id, colour="muted"),
            Cell(figure.name_sv if language() == "sv" else figure.name_en, strong=True),
            Cell(str(figure.done) if counts else _NONE, colour=late if counts else "faint", strong=counts),
            _count(figure.under_way),
            _count(figure.planned),
            Cell(str(figure.left), colour="muted")
            if counts and figure.left is not None
            else Cell(_NONE, colour="faint"),
            Cell(_promised(figure.min, figure.max), colour="muted"),
            _bar(standing),
        ),
    )


def _count(number: int) -> Cell:
    return Cell(str(number), colour="muted") if number else Cell(_NONE, colour="faint")


def _promised(least: int | None, most: int | None) -> str:
    if least is not None and most is not None and least != most:
        return say("desktop.targets.range", least=least, most=most)
    one = least if least is not None else most
    return _NONE if one is None else str(one)


def _bar(standing: TargetStanding) -> Cell:
    """The bar with its words, or why there is none."""
    figure, plan = standing.figure, standing.planned_now
    if figure.not_followed_yet:
        return Cell(say("desktop.targets.not_followed"), colour="faint")
    most = figure.max or figure.min
    if not most:
        return Cell(say("desktop.targets.no_number"), colour="faint")
    words = (
        say("desktop.targets.bar", done=figure.done, under_way=figure.under_way)
        if plan is None
        else say(
            "desktop.targets.bar.planned",
            done=figure.done,
            under_way=figure.under_way,
            plan=int(plan),  # whole companies, as `behind` counts them
        )
    )
    bar = TargetBar(figure.done, figure.under_way, most, figure.min if figure.max else None, plan)
    return Cell(words, bar=bar, colour="gap" if standing.behind else "ink")
