"""The coaching log: a session in under a minute, the list of them, and what was wrong put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.coaching import Due, check_minutes, check_people, check_session, due, step_done
from app.domain.dates import parse_date
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.texts import checked_text
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated, new_id
from app.store.registry import BY_NAME, Value
from app.store.rows import CompanyRow, SessionRow
from app.store.units import ChangeSet, born, change, gone

if TYPE_CHECKING:
    from app.store.reading import Reader


@dataclass(frozen=True, slots=True)
class SessionSnapshot:
    """A logged session. `outside_programme`: its day lies outside the programme's period.

    `next_done`: a later session has been held since (`domain.coaching.step_done`); `next_due` and `days_late` tell of
    a next step that is still to be done.
    """

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
    next_done: bool
    next_due: Due | None
    days_late: int


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """An activity that sessions are logged under. `running`: today lies in its period."""

    code: str
    sv: str
    en: str
    running: bool


def activities(workspace: Workspace) -> tuple[ActivityChoice, ...]:
    """What a session may be chosen to stand under: the parts of the programme's main activities, in printed order.

    The command line takes any code of the programme; administration and information meet no companies.
    """
    today = workspace.today()
    return tuple(
        ActivityChoice(activity.code, activity.sv, activity.en, activity.contains(today))
        for main in workspace.programme().activities
        if main.main
        for activity in (main.sub or (main,))
    )


def log(
    workspace: Workspace,
    *,
    company: str | RowId,
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


def edit(
    workspace: Workspace,
    session: RowId,
    *,
    activity: str | None = None,
    day: str | None = None,
    minutes: str | None = None,
    note: str | None = None,
    women: str | None = None,
    men: str | None = None,
    next_step: str | None = None,
    next_by: str | None = None,
    typing: bool = False,
) -> ChangeSet:
    """Put a logged session right: as typed, None for what stays, '' for what is emptied.

    With `typing` it is one act with what was typed in the same field a moment ago (record.md 7). Only what is
    different becomes part of the act; where nothing is, nothing is done and the ChangeSet is empty.
    Raises Refusal for the first thing that is wrong, and `coaching.unknown` where the session is not there.
    """
    row = _find(workspace, session)
    wanted: dict[str, Value] = {}
    if activity is not None:
        wanted["activity"] = workspace.programme().find_activity(activity).code
    if day is not None:
        wanted["date"] = parse_date(day, where="--date").isoformat()
    if minutes is not None:
        wanted["minutes"] = check_minutes(minutes)
    if women is not None:
        wanted["women"] = check_people(women.strip() or None, "women")
    if men is not None:
        wanted["men"] = check_people(men.strip() or None, "men")
    if note is not None:
        wanted["note"] = _text(note, "--note")
    if next_step is not None:
        wanted["next_step"] = _text(next_step, "--next")
    if next_by is not None:
        wanted["next_by"] = parse_date(next_by, where="--next-by").isoformat() if next_by.strip() else None
    different = [
        change("session", row.id, name, value)
        for name, value in wanted.items()
        if value != getattr(row, name)
    ]
    if not different:
        return ChangeSet(None, "coach edit", frozenset(), frozenset(), undoable=False)
    return workspace.commit("coach edit", row.company, different, typing=typing)


def remove(workspace: Workspace, session: RowId) -> ChangeSet:
    """Take a session out of the log; undo brings it back, and the history keeps it.

    Raises Refusal `coaching.unknown` where it is not there.
    """
    row = _find(workspace, session)
    return workspace.commit("coach remove", row.company, (gone(BY_NAME["session"].number, row.id),))


def _find(workspace: Workspace, session: RowId) -> SessionRow:
    with workspace.reading() as reader:
        row = reader.row(SessionRow, session)
    if row is None:
        raise Refusal("coaching.unknown", typed=hyphenated(session))
    return row


def _text(typed: str | None, where: str) -> str | None:
    return checked_text(typed, where) or None if typed is not None else None


def list_sessions(workspace: Workspace, company: str | RowId | None = None) -> tuple[SessionSnapshot, ...]:
    """All sessions that this device can read, newest first; of one company, where it is named."""
    with workspace.reading() as reader:
        together = companies.groups(reader)
        wanted = companies.find(reader, company) if company is not None else tuple(together)
        return tuple(_sessions(workspace, reader, wanted))


def show_session(workspace: Workspace, session: RowId) -> SessionSnapshot:
    """One session. Raises Refusal `coaching.unknown` where it is not there."""
    company = _find(workspace, session).company
    return next(found for found in list_sessions(workspace, company) if found.id == session)


def _sessions(workspace: Workspace, reader: Reader, wanted: Iterable[RowId]) -> list[SessionSnapshot]:
    programme, today = workspace.programme(), workspace.today()
    together = companies.groups(reader)
    names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}
    rows = reader.among(SessionRow, "company", wanted)
    first = {row.id: together.get(row.company, (row.company,))[0] for row in rows}
    held: dict[RowId, list[date]] = {}
    for row in rows:
        held.setdefault(first[row.id], []).append(date.fromisoformat(row.date))
    found: list[SessionSnapshot] = []
    for row in rows:
        company, day = first[row.id], date.fromisoformat(row.date)
        by = date.fromisoformat(row.next_by) if row.next_by else None
        done = bool(row.next_step) and step_done(day, held[company], today)
        still = bool(row.next_step) and not done
        found.append(
            SessionSnapshot(
                id=row.id,
                company=company,
                company_name=names.get(company, ""),
                activity=row.activity,
                date=row.date,
                minutes=row.minutes,
                note=row.note,
                women=row.women,
                men=row.men,
                next_step=row.next_step,
                next_by=row.next_by,
                outside_programme=not programme.contains(day),
                next_done=done,
                next_due=due(by, today) if still else None,
                days_late=max(0, (today - by).days) if still and by is not None else 0,
            )
        )
    return sorted(found, key=lambda session: (session.date, session.id), reverse=True)
