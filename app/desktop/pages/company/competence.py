"""The competence of a company in five figures, and the way to its matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desktop.page import Body
from app.desktop.pages.company.shown import CompanyShown
from app.desktop.places import Place
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.columns import Columns
from app.desktop.widgets.figure import Figure
from app.desktop.widgets.layout import column
from app.desktop.widgets.matrix_model import percent_words
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk

_FIGURES = 5
_LOW_SHARE = 0.7


class Competence(QWidget):
    """Figures that say too little are in the colour of a gap, and say why in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._company = ""
        self.setAccessibleName(say("desktop.company.tab.competence"))

    def build(self) -> Iterator[None]:
        self.figures = tuple(Figure() for _ in range(_FIGURES))
        self.board = QWidget()  # around the columns, which would stand outside the edge that titles share
        self.board.setLayout(column(Columns(self.figures, least=176)))
        self.nothing = Text("", Type.BODY, "muted", wrap=True)
        self.open = Button(say("desktop.company.open_matrix"), "plain", "grid-3x3")
        self.open.clicked.connect(lambda: self._desk.go(Place("competence", self._company)))
        section = Section(
            say("desktop.company.tab.competence"), self.board, self.nothing, self.open, gap=Space.L
        )
        page = Body()
        page.add(section)
        self.setLayout(column(page, gap=0))
        yield

    def show_company(self, shown: CompanyShown) -> None:
        self._company = shown.id
        matrix = shown.hub.matrix
        self.board.setVisible(matrix is not None)
        self.nothing.setVisible(matrix is None)
        begins = shown.hub.reads_people and "rating" in shown.writes
        self.open.setVisible(matrix is not None or begins)
        if matrix is None:
            code = (
                "desktop.company.no_matrix" if shown.hub.reads_people else "desktop.company.people_elsewhere"
            )
            self.nothing.setText(say(code))
            self.open.set_words(say("hub.main.start_matrix"))
            return
        self.open.set_words(say("desktop.company.open_matrix"))
        share, flexible = matrix.compliance, matrix.flexibility
        for figure, number, words, low in (
            (self.figures[0], str(matrix.people), "people", False),
            (self.figures[1], str(matrix.skills), "skills", False),
            (
                self.figures[2],
                percent_words(share) or "–",
                "compliance",
                share is not None and share < _LOW_SHARE,
            ),
            (self.figures[3], percent_words(flexible) or "–", "flexibility", False),
            (self.figures[4], str(matrix.single_points), "single_points", matrix.single_points > 0),
        ):
            figure.show_figure(number, "", say(f"desktop.company.figure.{words}"), low=low)
