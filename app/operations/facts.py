"""What the record says has happened with companies, in the shape that stages and targets are derived from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, NextStep, Scope, SessionFact
from app.store.ids import RowId, hyphenated
from app.store.rows import AnswerRow, CompanyRow, InterviewRow, SessionRow

if TYPE_CHECKING:
    from app.store.reading import Reader

SCOPE_QUESTION = "a02_omfattning"
DATE_QUESTION = "a01_datum"


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    interviews: tuple[InterviewFact, ...]
    sessions: tuple[SessionFact, ...]
    next_steps: tuple[NextStep, ...]


def facts_of(reader: Reader, canonical: Mapping[RowId, RowId], day: date) -> Mapping[RowId, CompanyFacts]:
    """Facts by the id that stands for a company; `canonical` leads there from every row of it.

    `day` is the day that is shown: an interview that says none belongs to it.
    """
    names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}
    interviews: dict[RowId, list[InterviewFact]] = {}
    sessions: dict[RowId, list[SessionFact]] = {}
    steps: dict[RowId, list[NextStep]] = {}
    for company, ref in _refs(canonical, names).items():
        first = canonical[company]
        for interview in reader.rows(InterviewRow, company=company):
            interviews.setdefault(first, []).append(_interview(reader, ref, interview, day))
        for session in reader.rows(SessionRow, company=company):
            sessions.setdefault(first, []).append(
                SessionFact(ref, session.activity, date.fromisoformat(session.date), session.minutes)
            )
            if session.next_step is not None:
                by = date.fromisoformat(session.next_by) if session.next_by else None
                steps.setdefault(first, []).append(NextStep(ref, session.activity, by))
    return {
        first: CompanyFacts(
            tuple(interviews.get(first, ())), tuple(sessions.get(first, ())), tuple(steps.get(first, ()))
        )
        for first in dict.fromkeys(canonical.values())
    }


def _refs(canonical: Mapping[RowId, RowId], names: Mapping[RowId, str]) -> dict[RowId, CompanyRef]:
    return {
        row: CompanyRef(CompanyId(hyphenated(first)), names.get(first, ""))
        for row, first in canonical.items()
    }


def _interview(reader: Reader, ref: CompanyRef, interview: InterviewRow, day: date) -> InterviewFact:
    scope = _agreed(reader, interview, SCOPE_QUESTION)
    visited = _agreed(reader, interview, DATE_QUESTION)
    return InterviewFact(
        company=ref,
        scope=Scope(scope) if scope in set(Scope) else None,
        finished=interview.status == "finished",
        day=date.fromisoformat(interview.finished_on or visited or day.isoformat()),
    )


def _agreed(reader: Reader, interview: InterviewRow, name: str) -> str | None:
    """The agreed value of a question of the visit's first section."""
    found = reader.rows(AnswerRow, interview=interview.id, question=f"/data/grp_a/{name}", respondent="")
    return found[0].value if found else None
