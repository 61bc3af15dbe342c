"""Every company in one line: who it is, how far it has come, what is newest and what is next.

A handful of statements, however many companies there are; nothing is asked company by company.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.collation import swedish_key
from app.domain.company import Municipality, Stage, stage
from app.operations import companies
from app.operations.facts import CompanyFacts, facts_of
from app.operations.next_steps import OpenStep, open_steps
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import CompanyRow

if TYPE_CHECKING:
    from app.domain.programme_shape import Programme
    from app.store.reading import Reader


class Happening(StrEnum):
    """What happened with a company. The words are `hub.happening.<value>`."""

    INTERVIEW_STARTED = "interview_started"
    INTERVIEW_FINISHED = "interview_finished"
    SESSION = "session"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest thing that has happened. `label`: the activity of a session; how deep an interview goes, or ''."""

    what: Happening
    day: date
    label: str


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company in a list. `number`: its organisation number or serial; `spellings`: other names it goes by."""

    id: RowId
    name: str
    number: str
    spellings: tuple[str, ...]
    municipality: str
    county: str
    sni: str
    sni_sv: str
    sni_en: str
    stage: Stage
    newest: Newest | None
    next_step: OpenStep | None
    steps: tuple[OpenStep, ...]
    """All open steps, the most urgent first; `next_step` is the first of them."""

    @property
    def late(self) -> bool:
        return self.next_step is not None and self.next_step.days_late > 0

    @property
    def newest_day(self) -> date | None:
        """The day of the newest thing that has happened."""
        return self.newest.day if self.newest is not None else None


def show_companies(workspace: Workspace) -> tuple[CompanyLine, ...]:
    """Every company that this laptop can read, once, by name in Swedish order."""
    with workspace.reading() as reader:
        return company_lines(workspace, reader)


def company_lines(workspace: Workspace, reader: Reader) -> tuple[CompanyLine, ...]:
    """The same from an open reader, for pages that show more."""
    day, programme = workspace.today(), workspace.programme()
    together = {group[0]: group for group in companies.groups(reader).values()}
    canonical = {row: first for first, group in together.items() for row in group}
    facts = facts_of(workspace, reader, canonical, day)
    rows = {row.id: row for row in reader.rows(CompanyRow)}
    places = {place.code: place for place in companies.municipalities()}
    found = [
        _line([rows[row] for row in group], facts[first], places, programme, day)
        for first, group in together.items()
    ]
    return tuple(sorted(found, key=lambda line: (swedish_key(line.name), line.id)))


def _line(
    group: list[CompanyRow],
    facts: CompanyFacts,
    places: dict[str, Municipality],
    programme: Programme,
    day: date,
) -> CompanyLine:
    row = group[0]
    place = places.get(row.municipality or "")
    division = companies.divisions().get((row.sni or "")[:2])
    names = dict.fromkeys(one.name for one in group if one.name and one.name != row.name)
    steps = open_steps(facts.session_rows, day)
    return CompanyLine(
        id=row.id,
        name=row.name or "",
        number=row.orgnr or row.serial or "",
        spellings=tuple(names),
        municipality=place.name if place else "",
        county=place.county if place else "",
        sni=row.sni or "",
        sni_sv=division.sv if division else "",
        sni_en=division.en if division else "",
        stage=stage(facts.interviews, facts.sessions, programme, day),
        newest=newest(facts, day),
        next_step=steps[0] if steps else None,
        steps=steps,
    )


def newest(facts: CompanyFacts, day: date) -> Newest | None:
    """The newest thing that has happened with a company by a day; what is booked has not happened."""
    found = [Newest(Happening.SESSION, fact.day, fact.activity) for fact in facts.sessions if fact.day <= day]
    for record in facts.records:
        scope = record.scope.value if record.scope is not None else ""
        if record.finished is not None and record.finished <= day:
            found.append(Newest(Happening.INTERVIEW_FINISHED, record.finished, scope))
        elif record.begun <= day:
            found.append(Newest(Happening.INTERVIEW_STARTED, record.begun, scope))
    return max(found, key=lambda one: (one.day, one.what), default=None)
