"""What the record says has happened with companies, in the shape that stages and targets are derived from.

Read for one company or for all with the same four or five statements, however many companies there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, NextStep, Scope, SessionFact
from app.operations.workspace import Workspace, local_time
from app.store.ids import RowId, hyphenated, natural_id
from app.store.rows import AnswerRow, CompanyRow, InterviewRow, SessionRow

if TYPE_CHECKING:
    from app.store.reading import Reader

SCOPE_QUESTION = "/data/grp_a/a02_omfattning"
DATE_QUESTION = "/data/grp_a/a01_datum"


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """An interview and what it says of itself. `begun`: the day of the visit, else the day it was started here."""

    row: InterviewRow
    scope: Scope | None
    begun: date
    finished: date | None


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """`sessions`, `session_rows` and `interviews`, `records` go together, one for one; in the order of their ids."""

    interviews: tuple[InterviewFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    records: tuple[InterviewRecord, ...] = ()
    session_rows: tuple[SessionRow, ...] = ()


def facts_of(
    workspace: Workspace, reader: Reader, canonical: Mapping[RowId, RowId], day: date
) -> Mapping[RowId, CompanyFacts]:
    """Facts by the id that stands for a company; `canonical` leads there from every row of it.

    `day` is the day that is shown: an interview that says none belongs to it.
    """
    names = {row.id: row.name or "" for row in reader.among(CompanyRow, "id", canonical)}
    refs = {
        row: CompanyRef(CompanyId(hyphenated(first)), names.get(first, ""))
        for row, first in canonical.items()
    }
    records: dict[RowId, list[tuple[InterviewRecord, InterviewFact]]] = {}
    for record, fact in _interviews(workspace, reader, refs, day):
        records.setdefault(canonical[record.row.company], []).append((record, fact))
    sessions: dict[RowId, list[SessionRow]] = {}
    for session in reader.among(SessionRow, "company", canonical):
        sessions.setdefault(canonical[session.company], []).append(session)
    return {
        first: _facts(refs[first], records.get(first, ()), sessions.get(first, ()))
        for first in dict.fromkeys(canonical.values())
    }


def _facts(
    ref: CompanyRef,
    interviews: Iterable[tuple[InterviewRecord, InterviewFact]],
    sessions: Iterable[SessionRow],
) -> CompanyFacts:
    found, rows = tuple(interviews), tuple(sessions)
    return CompanyFacts(
        interviews=tuple(fact for _, fact in found),
        sessions=tuple(
            SessionFact(ref, row.activity, date.fromisoformat(row.date), row.minutes) for row in rows
        ),
        next_steps=tuple(
            NextStep(ref, row.activity, date.fromisoformat(row.next_by) if row.next_by else None)
            for row in rows
            if row.next_step is not None
        ),
        records=tuple(record for record, _ in found),
        session_rows=rows,
    )


def _interviews(
    workspace: Workspace, reader: Reader, refs: Mapping[RowId, CompanyRef], day: date
) -> Iterable[tuple[InterviewRecord, InterviewFact]]:
    rows = reader.among(InterviewRow, "company", refs)
    agreed = _agreed(workspace, reader, [row.id for row in rows])
    undated = any(not agreed.get((row.id, DATE_QUESTION)) for row in rows)
    started = reader.born_by(InterviewRow, "interview start") if undated else {}
    for row in rows:
        said, visited = agreed.get((row.id, SCOPE_QUESTION)), agreed.get((row.id, DATE_QUESTION))
        scope = Scope(said) if said in set(Scope) else None
        finished = row.status == "finished"
        if visited:
            begun = date.fromisoformat(visited)
        else:
            begun = local_time(started[row.id]).date() if row.id in started else day
        yield (
            InterviewRecord(
                row,
                scope,
                begun,
                date.fromisoformat(row.finished_on) if finished and row.finished_on else None,
            ),
            InterviewFact(
                company=refs[row.company],
                scope=scope,
                finished=finished,
                day=date.fromisoformat(row.finished_on or visited or day.isoformat()),
            ),
        )


def _agreed(
    workspace: Workspace, reader: Reader, interviews: Iterable[RowId]
) -> Mapping[tuple[RowId, str], str | None]:
    """The agreed values of the two questions of the visit's first section, by interview and question.

    The rows are asked for by the ids that they have on every device (record.md 4): a look through all answers
    would cost more with each interview.
    """
    secret = workspace.secrets.project_secret
    wanted = [
        natural_id(secret, "answer", interview, question, "", "")
        for interview in interviews
        for question in (SCOPE_QUESTION, DATE_QUESTION)
    ]
    return {(row.interview, row.question): row.value for row in reader.among(AnswerRow, "id", wanted)}
