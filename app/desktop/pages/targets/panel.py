"""Beside the table: the chosen target in words, its curve, and everything that its number rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desktop.pages.targets.curve import curve_of, curve_words
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Section
from app.desktop.widgets.chip import Chip, Tone
from app.desktop.widgets.curve_view import CurveView
from app.desktop.widgets.layout import column, reaching, row
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.operations.office import EvidenceRow, NotCountedRow, TargetDetail, TargetStanding

_SHOWN = 6


class TargetPanel(QWidget):
    """`opened`: a company's id as text."""

    reaches_out = True

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.targets.panel"))
        self._rows: list[Row] = []
        self._code = Text("", Type.META_STRONG, "muted")
        self._chip = Chip("")
        self._name = Text("", Type.OPEN, wrap=True)
        self._long = Text("", Type.BODY, "muted", wrap=True)
        self._note = Text("", Type.BODY, "warn", wrap=True)
        self.curve = CurveView(say("desktop.targets.curve"))
        self._plan = Text(say("desktop.targets.curve.plan"), Type.META, "faint", wrap=True)
        self._none = Text("", Type.BODY, "muted", wrap=True)
        self._shared = Text("", Type.META, "muted", wrap=True)
        self.evidence = Table(
            say("desktop.targets.evidence"),
            (Column(say("desktop.targets.evidence.company")),),
            two_lines=True,
            one_click=True,
            whole=True,
            headed=False,
            ground="wash",
        )
        self.evidence.opened.connect(self._open)
        self.everything = Button("", "link")
        self.everything.clicked.connect(self._show_all)
        self._section = Section(
            say("desktop.targets.evidence"),
            self._shared,
            self._none,
            self.evidence,
            self.everything,
            gap=Space.XS,
        )
        head = column(row(self._code, None, self._chip), self._name, self._long, self._note, gap=Space.XS)
        drawn = column(self.curve, self._plan, gap=Space.XS)
        self.setLayout(column(*reaching((head, drawn, self._section)), gap=Space.XL))

    def show_target(self, standing: TargetStanding, detail: TargetDetail) -> None:
        figure = detail.figure
        swedish = language() == "sv"
        self._code.setText(figure.id)
        self._chip.set_state(*_state(standing))
        self._chip.setVisible(figure.not_followed_yet or standing.planned_now is not None)
        self._name.setText(figure.name_sv if swedish else figure.name_en)
        self._long.setText(figure.sv if swedish else figure.en)
        self._long.setVisible(self._long.text() not in ("", self._name.text()))
        self._note.setText(say("desktop.targets.not_followed.why") if figure.not_followed_yet else "")
        self._note.setVisible(figure.not_followed_yet)
        curve = curve_of(detail)
        self.curve.show_curve(curve, curve_words(detail, standing))
        self._plan.setVisible(curve is not None and bool(curve.plan))
        self._show_evidence(detail)

    def _show_evidence(self, detail: TargetDetail) -> None:
        figure, counted, other = detail.figure, detail.counted, detail.not_counted
        note = ""
        if counted or other:
            note = (
                say("desktop.targets.evidence.participations", count=figure.participations)
                if figure.not_followed_yet
                else say(
                    "desktop.targets.evidence.count",
                    counted=len({line.company for line in counted}),
                    not_counted=len({line.company for line in other}),
                )
            )
        self._section.set_title(say("desktop.targets.evidence"), note)
        self._shared.setText(_shared(detail))
        self._shared.setVisible(bool(self._shared.text()))
        self._none.setText(
            say("desktop.targets.evidence.none", activities=", ".join(dict.fromkeys(figure.activities)))
        )
        self._none.setVisible(not counted and not other)
        self._rows = [_counted(at, line) for at, line in enumerate(counted)]
        self._rows += [_other(at, line) for at, line in enumerate(other, start=len(counted))]
        self._put(_SHOWN)

    def _put(self, most: int) -> None:
        shown = self._rows if len(self._rows) <= most + 1 else self._rows[:most]
        self.evidence.put(shown)
        self.evidence.setVisible(bool(shown))
        self.everything.set_words(say("desktop.targets.evidence.all", count=len(self._rows)))
        self.everything.setVisible(len(shown) < len(self._rows))

    def _show_all(self) -> None:
        self._put(len(self._rows))
        self.evidence.setFocus()

    def _open(self, id: object) -> None:
        if isinstance(id, tuple) and isinstance(id[0], str):
            self.opened.emit(id[0])


def _state(standing: TargetStanding) -> tuple[str, Tone, str]:
    """Words, tone and icon of the chip."""
    figure, plan = standing.figure, standing.planned_now
    if figure.not_followed_yet or plan is None:
        return say("desktop.targets.not_followed.chip"), "neutral", "circle-slash"
    ahead = figure.done - int(plan)
    if standing.behind:
        return say("desktop.targets.behind", count=-ahead), "gap", "triangle-alert"
    code = "desktop.targets.in_step.ahead" if ahead > 0 else "desktop.targets.in_step"
    return (say(code, count=ahead) if ahead > 0 else say(code)), "ok", "trending-up"


def _shared(detail: TargetDetail) -> str:
    """What must be known of the rows: what stands as participation, and what counts elsewhere too."""
    figure = detail.figure
    if figure.not_followed_yet:
        return say("desktop.targets.not_followed.evidence") if detail.counted else ""
    return "\n".join(
        say(
            "domain.target.overlap",
            count=len(overlap.companies),
            target=overlap.target,
            without=overlap.done_without,
        )
        for overlap in figure.overlaps
        if overlap.companies
    )


def _counted(at: int, line: EvidenceRow) -> Row:
    parts = [f"{say(f'domain.evidence.{line.what}')} {line.activity}"]
    if line.times > 1:
        parts.append(say("desktop.targets.evidence.times", times=line.times))
    if line.minutes:
        parts.append(say("desktop.targets.evidence.minutes", minutes=line.minutes))
    if line.outside_programme:
        parts.append(say("desktop.targets.evidence.outside"))
    cell = Cell(
        line.company_name,
        " · ".join(parts),
        icon="circle-check",
        icon_colour="ok",
        strong=True,
        beside=_day(line.day),
    )
    return Row((line.company.hex(), at), (cell,))


def _other(at: int, line: NotCountedRow) -> Row:
    cell = Cell(
        line.company_name,
        say(f"domain.why_not.{line.why}"),
        icon="circle-minus",
        icon_colour="gap",
        second_colour="gap",
        strong=True,
        beside=_day(line.day),
    )
    return Row((line.company.hex(), at), (cell,))


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else say("desktop.targets.evidence.no_day")
