"""What the list shows, made on the worker: a row for each company, and the words by which it is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.desktop.stages import stage_chip
from app.desktop.widgets.table import Cell, Row
from app.desktop.words import day_words, say
from app.domain.collation import folded, swedish_key, without_marks

if TYPE_CHECKING:
    from app.operations.company_list import CompanyLine, Newest
    from app.operations.next_steps import OpenStep
    from app.operations.workspace import Workspace

_NEVER = 10_000_000
"""Later than any day: what has no day is sorted last."""
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A company as the form of a new one must know it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A row, the stage that it is filtered by, and what a search looks through."""

    row: Row
    stage: str
    found_by: str


@dataclass(frozen=True, slots=True)
class CompaniesShown:
    """`by_number`: organisation numbers that are in the register already."""

    lines: tuple[Listed, ...]
    stages: Mapping[str, int]
    by_number: Mapping[str, Known]
    municipalities: Choices
    divisions: Choices


def read_companies(workspace: Workspace) -> CompaniesShown:
    """Everything of the page, by name in Swedish order."""
    from app.desktop.words import language
    from app.operations import companies
    from app.operations.company_list import show_companies

    found, today = show_companies(workspace), workspace.today()
    places = sorted({line.municipality for line in found}, key=swedish_key)
    order = {name: number for number, name in enumerate(places)}
    stages = {stage: number for number, stage in enumerate(type(found[0].stage))} if found else {}
    sv = language() == "sv"
    return CompaniesShown(
        lines=tuple(
            Listed(
                _row(line, number, order[line.municipality], stages[line.stage], today),
                line.stage.value,
                _found_by(line),
            )
            for number, line in enumerate(found)
        ),
        stages=Counter(line.stage.value for line in found),
        by_number={line.number: Known(line.id.hex(), line.name) for line in found},
        municipalities=tuple((one.code, one.name) for one in companies.municipalities()),
        divisions=tuple(
            (one.code, f"{one.code} {one.sv if sv else one.en}") for one in companies.sni_divisions()
        ),
    )


def searched(text: str) -> str:
    """A text as it is looked for: without case, rings, dots and accents."""
    return without_marks(folded(text))


def _found_by(line: CompanyLine) -> str:
    bare = line.number.replace("-", "")
    return "\n".join(
        searched(one) for one in (line.name, *line.spellings, line.number, bare, line.municipality)
    )


def _row(line: CompanyLine, number: int, place: int, stage: int, today: date) -> Row:
    chip, tone, icon = stage_chip(line.stage)
    return Row(
        line.id.hex(),
        (
            Cell(line.name, line.number, strong=True, key=number),
            Cell(line.municipality, colour="muted", key=place),
            Cell(chip, tone=tone, icon=icon, key=stage),
            _newest(line.newest, today),
            _next(line.next_step, today),
        ),
    )


def _newest(newest: Newest | None, today: date) -> Cell:
    if newest is None:
        return Cell(say("desktop.companies.nothing_yet"), colour="faint", key=_NEVER)
    what = f"{say(f'hub.happening.{newest.what.value}')} {newest.label if newest.what == 'session' else ''}"
    # The first press on the head shows the newest first.
    return Cell(what.strip(), day_words(newest.day, today), key=-newest.day.toordinal())


def _next(step: OpenStep | None, today: date) -> Cell:
    if step is None:
        return Cell("–", colour="faint", key=_NEVER + 1)
    if step.by is None:
        return Cell(step.text, say("desktop.companies.undated"), key=_NEVER)
    if step.days_late:
        late = say(
            "desktop.days_late.one" if step.days_late == 1 else "desktop.days_late", days=step.days_late
        )
        return Cell(step.text, late, second_colour="gap", key=step.by.toordinal())
    return Cell(step.text, day_words(step.by, today), key=step.by.toordinal())
