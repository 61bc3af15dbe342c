"""The parts of a workbook's preview: one matrix with its regions and a sample, and one question with its choices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.desktop.pages.competence.shown import in_language
from app.desktop.tokens import Space, Type
from app.desktop.widgets.card import Card, Section
from app.desktop.widgets.chip import RadioChip, Tone
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.sample_table import SampleLine, SampleTable, SampleValue
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.import_preview import MatrixPreview, RegionKind
    from app.operations.import_words import AskedQuestion

_SIGNS: dict[RegionKind, tuple[Tone, str]] = {
    "recognised": ("ok", "check"),
    "asked": ("warn", "circle-help"),
    "people": ("info", "users"),
    "skills": ("info", "list"),
    "groups": ("info", "list-tree"),
    "about_people": ("info", "user"),
    "requirement": ("info", "target"),
    "ignored": ("neutral", "minus"),
    "dropped": ("gap", "ban"),
}
_RANGES = 6


class MatrixPart(Section):
    """One matrix of the workbook: how it was understood, where, and its first rows as they were read."""

    def __init__(self) -> None:
        self._facts = Text("", Type.BODY, "muted", wrap=True)
        self._steps = Text("", Type.BODY, "muted", wrap=True)
        self._regions = Table(
            say("desktop.competence.import.regions"),
            (
                Column(say("desktop.competence.import.what"), 420),
                Column(say("desktop.competence.import.where")),
            ),
            whole=True,
        )
        self._sample_title = Text("", Type.META_STRONG, "muted")
        self._sample = SampleTable(say("desktop.competence.import.sample"))
        super().__init__(
            "", self._facts, self._steps, self._regions, self._sample_title, self._sample, gap=Space.S
        )

    def show_matrix(self, found: MatrixPreview) -> None:
        self.set_title(found.sheet)
        facts = [
            in_language(found.orientation),
            say("desktop.competence.import.counts", people=found.people, skills=found.skills),
            say("desktop.competence.import.scale", scale=in_language(found.scale)),
        ]
        if found.date:
            facts.append(say("desktop.competence.import.date", day=found.date))
        self._facts.setText(" · ".join(facts))
        steps = ", ".join(f"{symbol} = {in_language(words)}" for symbol, words in found.steps)
        self._steps.setText(steps)
        self._steps.setVisible(bool(steps))
        rows = []
        for region in found.regions:
            tone, icon = _SIGNS[region.kind]
            where = ", ".join(region.ranges[:_RANGES])
            if len(region.ranges) > _RANGES:
                where += " " + say("desktop.competence.more", count=len(region.ranges) - _RANGES)
            words = Cell(in_language(region.words), tone=tone, icon=icon)
            rows.append(Row(region.kind, (words, Cell(where, colour="muted"))))
        self._regions.put(rows)
        self._sample_title.setText(
            say("desktop.competence.import.sample_of", rows=len(found.sample), people=found.people)
        )
        self._sample.put(
            found.sample_skills,
            [
                SampleLine(
                    line.person,
                    tuple(SampleValue(one.typed, one.level, one.licence, one.asked) for one in line.cells),
                )
                for line in found.sample
            ],
        )


class QuestionPart(Card):
    """A question with its choices as chips. `answered` comes with the choice's value."""

    answered = Signal(str)

    def __init__(self) -> None:
        self._words = Text("", Type.STRONG, wrap=True)
        self._chips: list[RadioChip] = []
        self._flow = FlowBox(gap=Space.XS, line_gap=Space.XS)
        super().__init__(self._words, self._flow)
        self._values: list[str] = []

    def show_question(self, found: AskedQuestion) -> None:
        self._words.setText(in_language(found.words))
        self.setAccessibleName(in_language(found.words))
        self._values = [choice.value for choice in found.choices]
        while len(self._chips) < len(self._values):
            chip = RadioChip("")
            chip.clicked.connect(partial(self._pressed, len(self._chips)))
            self._chips.append(chip)
            self._flow.flow.addWidget(chip)
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < len(self._values))
            chip.setChecked(False)
            if at < len(self._values):
                chip.set_words(in_language(found.choices[at].words))

    def _pressed(self, at: int, _: bool = False) -> None:
        for number, chip in enumerate(self._chips):
            chip.setChecked(number == at)
        self.answered.emit(self._values[at])
