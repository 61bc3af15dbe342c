"""The right panel: how far the company has come, what it needs, and where people said different things."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.page import side_panel
from app.desktop.pages.interview.model import Shown
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.folded import BarRow, WayRow
from app.desktop.widgets.layout import column, inset, row
from app.desktop.widgets.radar_view import RadarView
from app.desktop.widgets.text import Text
from app.desktop.words import number_words, say
from app.drawing.radar import Axis

if TYPE_CHECKING:
    from app.domain.analysis import Disagreement
    from app.operations.interview_view import Need

_NEEDED = 40
"""A section whose own need is at least this has its name in the colour of a gap (needs-analysis 5)."""
_AND = re.compile(r",| och | and ")
_HIGH = 196
_SHOWN = 5
_MOST_APART = 12


def _spokes(short: Mapping[str, str]) -> Mapping[str, str]:
    """Names for the radar: the first of what a section is about, where that tells it from the others."""
    first = {letter: _AND.split(name)[0] for letter, name in short.items()}
    names = list(first.values())
    return {letter: name if names.count(name) == 1 else short[letter] for letter, name in first.items()}


class Maturity(QWidget):
    """The radar under its title, as wide as the panel: its names need the room."""

    reaches_out = True

    def __init__(self) -> None:
        super().__init__()
        title = say("desktop.interview.maturity")
        self.radar = RadarView(title, say("desktop.interview.no_figure"), high=_HIGH)
        scale = Text(say("desktop.interview.of_five"), Type.BODY, "muted")
        head = row(Text(title, Type.SECTION), scale, None)
        self.setLayout(column(inset(head), self.radar, gap=Space.S))
        self.setAccessibleName(title)


class NeedRow(QWidget):
    """An activity's need and what it rests on; its reasons when it is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = BarRow()
        self.bar.toggled.connect(lambda _: self._reasons())
        self._why = Text("", Type.META, "muted", wrap=True)
        self._why.hide()
        self._name = ""
        self._lines: tuple[str, ...] = ()
        self.setLayout(column(self.bar, self._why, gap=Space.XS))

    def show_need(self, need: Need, name: str) -> None:
        # `standing` is an enumeration of words; the desk does not import the domain's for one comparison.
        thin = need.standing.value == "basis_missing"
        second = say("desktop.interview.coverage", answered=need.answered, asked=need.asked)
        if thin:
            second = f"{say('desktop.interview.thin')} · {second}"
        if need.need is None:
            second = say("desktop.interview.not_scored")
        part = None if need.need is None else need.need / 100
        figure = "–" if need.need is None else number_words(need.need)
        self._name = f"{need.activity} {name}".strip()
        self.bar.show_bar(self._name, figure, part, second, thin=thin)
        self._lines = need.why or (say("desktop.interview.no_reasons"),)
        self._reasons()
        self.setAccessibleName(self.bar.accessibleName())

    def _reasons(self) -> None:
        self._why.setVisible(self.bar.isChecked())
        if self.bar.isChecked():
            self._why.setText("\n".join((self._name, *(f"· {line}" for line in self._lines))))


class Side(QWidget):
    """`jumped`: the place of a question."""

    jumped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._names: Mapping[str, str] = {}
        self.maturity = Maturity()
        self.radar = self.maturity.radar
        self._rows: list[NeedRow] = []
        self._needs = column(gap=Space.M)
        self._all = Button("", "link", "chevron-down")
        self._all.clicked.connect(self._unfold)
        self._unfolded = False
        self._found: Sequence[Need] = ()
        holder = QWidget()
        holder.setLayout(self._needs)
        self._need = Section(
            say("desktop.interview.needs"),
            holder,
            self._all,
            note=say("desktop.interview.so_far"),
            gap=Space.M,
        )
        self._ways: list[WayRow] = []
        self._places: list[str] = []
        self._apart_box = column(gap=0)
        self._apart = Section(say("desktop.interview.apart"), self._apart_box)
        self.setLayout(column(side_panel(self.maturity, self._need, self._apart), gap=0))
        self.setAccessibleName(say("desktop.interview.side"))

    def show_names(self, activities: Mapping[str, str]) -> None:
        """What activities are called."""
        self._names = activities

    def show_figures(self, shown: Shown) -> None:
        self._show_radar(shown)
        self._show_needs(shown.figures.needs)
        self._show_apart(shown, shown.disagreements)

    def _show_radar(self, shown: Shown) -> None:
        short = _spokes({section.letter: section.short for section in shown.sections})
        self.radar.show_axes(
            [
                Axis(
                    short.get(figure.key, figure.key),
                    figure.maturity,
                    needed=figure.need is not None and figure.need >= _NEEDED,
                )
                for figure in shown.figures.analysis.sections
            ]
        )

    def _show_needs(self, needs: Sequence[Need]) -> None:
        order = sorted(range(len(needs)), key=lambda n: (needs[n].need is None, -(needs[n].need or 0), n))
        self._found = [needs[number] for number in order]
        most = len(self._found) if self._unfolded else min(_SHOWN, len(self._found))
        while len(self._rows) < most:
            made = NeedRow()
            self._rows.append(made)
            self._needs.addWidget(made)
        for number, one in enumerate(self._rows):
            one.setVisible(number < most)
            if number < most:
                need = self._found[number]
                one.show_need(need, self._names.get(need.activity, ""))
        self._all.setVisible(len(self._found) > most)
        self._all.set_words(say("desktop.interview.all_needs", count=len(self._found)))

    def _unfold(self) -> None:
        self._unfolded = True
        self._show_needs(self._found)

    def _show_apart(self, shown: Shown, found: Sequence[Disagreement]) -> None:
        most = min(_MOST_APART, len(found))
        while len(self._ways) < most:
            way, number = WayRow(), len(self._ways)
            way.clicked.connect(lambda _=False, number=number: self.jumped.emit(self._places[number]))
            self._ways.append(way)
            self._apart_box.addWidget(way)
        self._places = [one.at for one in found[:most]]
        for number, way in enumerate(self._ways):
            way.setVisible(number < most)
            if number < most:
                question = shown.question(found[number].at)
                words = say("desktop.interview.steps_short", count=number_words(found[number].distance))
                if question is not None and question.type not in ("range", "integer", "decimal"):
                    words = say("desktop.interview.differ_short")
                code, label = (
                    (question.code, question.label) if question is not None else ("", found[number].at)
                )
                way.show_way(code, label, words)
        self._apart.set_title(say("desktop.interview.apart"), str(len(found)))
        self._apart.setVisible(bool(found))
