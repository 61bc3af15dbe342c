"""The coaching log: a session in under a minute, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.coaching import check_session
from app.domain.dates import parse_date
from app.operations import companies
from app.operations.texts import checked_text
from app.operations.workspace import Workspace
from app.store.ids import RowId, new_id
from app.store.rows import CompanyRow, SessionRow
from app.store.units import ChangeSet, born

if TYPE_CHECKING:
    from app.store.reading import Reader


@dataclass(frozen=True, slots=True)
class SessionSnapshot:
    """A logged session. `outside_programme`: its day lies outside the programme's period."""

    id: RowId
    company: RowId
    company_name: str
    activity: str
    date: str
    minutes: int
    note: str | None
    women: int | None
    men: int | None
    next_step: str | None
    next_by: str | None
    outside_programme: bool


def log(
    workspace: Workspace,
    *,
    company: str,
    activity: str,
    day: str,
    minutes: str,
    note: str | None = None,
    women: str | None = None,
    men: str | None = None,
    next_step: str | None = None,
    next_by: str | None = None,
) -> tuple[RowId, ChangeSet]:
    """Log a session under an activity of the programme. Raises Refusal for the first thing that is wrong."""
    with workspace.reading() as reader:
        group = companies.find(reader, company)
    checked = check_session(
        workspace.programme(), activity=activity, day=day, minutes=minutes, women=women, men=men
    )
    by = parse_date(next_by, where="--next-by").isoformat() if next_by is not None else None
    session = RowId(new_id())
    changes = born(
        "session",
        session,
        group[0],
        activity=checked.activity.code,
        date=checked.day.isoformat(),
        minutes=checked.minutes,
        note=_text(note, "--note"),
        women=checked.women,
        men=checked.men,
        next_step=_text(next_step, "--next"),
        next_by=by,
    )
    return session, workspace.commit("coach log", group[0], changes)


def _text(typed: str | None, where: str) -> str | None:
    return checked_text(typed, where) or None if typed is not None else None


def list_sessions(workspace: Workspace, company: str | None = None) -> tuple[SessionSnapshot, ...]:
    """All sessions that this device can read, newest first; of one company, where it is named."""
    with workspace.reading() as reader:
        together = companies.groups(reader)
        wanted = companies.find(reader, company) if company is not None else tuple(together)
        return tuple(_sessions(workspace, reader, wanted))


def show_session(workspace: Workspace, session: RowId) -> SessionSnapshot:
    """One session that was just logged."""
    return next(found for found in list_sessions(workspace) if found.id == session)


def _sessions(workspace: Workspace, reader: Reader, wanted: Iterable[RowId]) -> list[SessionSnapshot]:
    programme = workspace.programme()
    together = companies.groups(reader)
    names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}
    found: list[SessionSnapshot] = []
    for company in wanted:
        first = together.get(company, (company,))[0]
        for row in reader.rows(SessionRow, company=company):
            found.append(
                SessionSnapshot(
                    id=row.id,
                    company=first,
                    company_name=names.get(first, ""),
                    activity=row.activity,
                    date=row.date,
                    minutes=row.minutes,
                    note=row.note,
                    women=row.women,
                    men=row.men,
                    next_step=row.next_step,
                    next_by=row.next_by,
                    outside_programme=not programme.contains(parse_date(row.date, where="date")),
                )
            )
    return sorted(found, key=lambda session: (session.date, session.id), reverse=True)
