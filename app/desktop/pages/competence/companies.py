"""The companies that have a matrix here, and those that could get one: where the page stands without a company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.page import body
from app.desktop.tokens import Space
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import column
from app.desktop.widgets.matrix_model import percent_words
from app.desktop.widgets.states import Banner
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.matrix_list import MatrixLine

_LOW_SHARE = 0.7


class MatrixList(QWidget):
    """`opened` names a company. A file that waits for one is said above the tables."""

    opened = Signal(str)
    file_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting = Banner("sel")
        self._waiting.act.connect(self.file_left)
        self._begun = Table(
            say("desktop.competence.with_matrix"),
            (
                Column(say("desktop.competence.company")),
                Column(say("desktop.competence.municipality"), 180),
                Column(say("desktop.competence.people"), 120, figure=True),
                Column(say("desktop.competence.skills"), 120, figure=True),
                Column(say("desktop.competence.critical"), 120, figure=True),
                Column(say("desktop.competence.fulfilled"), 120, figure=True),
            ),
            one_click=True,
            whole=True,
            sort=0,
        )
        self._without = Table(
            say("desktop.competence.without_matrix"),
            (Column(say("desktop.competence.company")), Column(say("desktop.competence.municipality"), 180)),
            one_click=True,
            whole=True,
            sort=0,
        )
        for table in (self._begun, self._without):
            table.opened.connect(self._open)
        self._first = Section(say("desktop.competence.with_matrix"), self._begun)
        self._second = Section(say("desktop.competence.without_matrix"), self._without)
        inside = body(self._waiting, self._first, self._second)
        self.setLayout(column(inside, gap=Space.S))
        self.setAccessibleName(say("action.go.competence"))

    def show_lines(self, lines: tuple[MatrixLine, ...]) -> None:
        begun = [line for line in lines if line.begun]
        without = [line for line in lines if not line.begun]
        self._begun.put([_row(line) for line in begun])
        self._without.put(
            [
                Row(line.id.hex(), (Cell(line.name, strong=True), Cell(line.municipality, colour="muted")))
                for line in without
            ]
        )
        self._first.set_title(say("desktop.competence.with_matrix"), str(len(begun)))
        self._second.set_title(say("desktop.competence.without_matrix"), str(len(without)))
        self._first.setVisible(bool(begun))
        self._second.setVisible(bool(without))

    def ask_company(self, file: str | None) -> None:
        """A file waits until somebody has said whose it is."""
        if file is None:
            self._waiting.hide()
            return
        self._waiting.tell(
            say("desktop.competence.whose", file=file),
            say("desktop.competence.whose_hint"),
            say("desktop.competence.put_away"),
        )

    def first_focus(self) -> QWidget:
        return self._begun if self._first.isVisibleTo(self) else self._without

    def _open(self, id: object) -> None:
        if isinstance(id, str):
            self.opened.emit(id)


def _row(line: MatrixLine) -> Row:
    low = line.share is not None and line.share < _LOW_SHARE
    share = percent_words(line.share) or "–"
    return Row(
        line.id.hex(),
        (
            Cell(line.name, strong=True),
            Cell(line.municipality, colour="muted"),
            Cell(str(line.people), key=line.people),
            Cell(str(line.skills), key=line.skills),
            Cell(str(line.critical), key=line.critical, colour="gap" if line.critical else "ink"),
            Cell(share, key=line.share if line.share is not None else -1.0, colour="gap" if low else "ink"),
        ),
    )
