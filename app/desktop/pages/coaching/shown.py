"""What the log shows, made on the worker: a row for each session, and what a new one is chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.desktop.widgets.table import Cell, Column, Row
from app.desktop.words import day_words, language, say
from app.domain.collation import folded, without_marks

if TYPE_CHECKING:
    from app.domain.session_draft import SessionDraft
    from app.operations.coaching import SessionSnapshot
    from app.operations.workspace import Workspace

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryShown:
    """What a new session needs. `usual`: the activity last used in a company, by the company's id as text."""

    today: date
    activities: Choices
    companies: Choices
    usual: Mapping[str, str]
    draft: SessionDraft | None


@dataclass(frozen=True, slots=True)
class Logged:
    """A session in the list: its row, and what it is filtered by."""

    row: Row
    session: SessionSnapshot
    company: str
    found_by: str


@dataclass(frozen=True, slots=True)
class CoachingShown:
    """The whole log that this laptop reads, newest first."""

    sessions: tuple[Logged, ...]
    entry: EntryShown


def read_coaching(workspace: Workspace) -> CoachingShown:
    """Everything of the page."""
    from app.operations import coaching
    from app.operations.drafts import session_draft

    found, today = coaching.list_sessions(workspace), workspace.today()
    return CoachingShown(
        logged_rows(workspace, found, today, with_company=True),
        entry_shown(workspace, found, companies_of(workspace), session_draft(workspace, "")),
    )


def companies_of(workspace: Workspace) -> Choices:
    """Every company by name, for a choice."""
    from app.operations import companies

    return tuple((one.id.hex(), one.name) for one in companies.list_companies(workspace))


def entry_shown(
    workspace: Workspace,
    sessions: Iterable[SessionSnapshot],
    companies: Choices,
    draft: SessionDraft | None,
) -> EntryShown:
    """What a new session is chosen from: the activity last used stands first."""
    from app.operations import coaching

    found = sorted(sessions, key=lambda one: one.id)  # as they were logged, whatever day they are about
    sv = language() == "sv"
    known = [
        (one.code, f"{one.code} {_titled(one.sv if sv else one.en)}")
        for one in coaching.activities(workspace)
    ]
    last = found[-1].activity if found else ""
    known.sort(key=lambda one: one[0] != last)
    usual = {one.company.hex(): one.activity for one in found}
    return EntryShown(workspace.today(), tuple(known), companies, usual, draft)


def activity_names(workspace: Workspace) -> Mapping[str, str]:
    """What activities are called, by code, in printed order."""
    sv = language() == "sv"
    return {one.code: _titled(one.sv if sv else one.en) for one in workspace.programme().every_activity()}


def _titled(name: str) -> str:
    """An activity's name where it stands as a title: the programme writes some with a small letter."""
    return name[:1].upper() + name[1:]


def logged_rows(
    workspace: Workspace, sessions: Iterable[SessionSnapshot], today: date, *, with_company: bool
) -> tuple[Logged, ...]:
    names = activity_names(workspace)
    return tuple(
        Logged(
            _row(one, names.get(one.activity, ""), today, with_company),
            one,
            one.company.hex(),
            searched(
                "\n".join((one.company_name, one.activity, one.date, one.note or "", one.next_step or ""))
            ),
        )
        for one in sessions
    )


def searched(text: str) -> str:
    """A text as it is looked for: without case, rings, dots and accents."""
    return without_marks(folded(text))


def columns(*, with_company: bool) -> tuple[Column, ...]:
    """The columns that the rows are made for."""
    company = (Column(say("desktop.coaching.company"), 240, spare=1),) if with_company else ()
    return (
        Column(say("desktop.coaching.day"), 112),
        Column(say("desktop.coaching.activity"), 84, spare=2),
        Column(say("desktop.coaching.what")),
        *company,
        Column(say("desktop.coaching.people"), 132, figure=True, spare=3),
        Column(say("desktop.coaching.minutes"), 92, figure=True),
    )


def _row(one: SessionSnapshot, activity: str, today: date, with_company: bool) -> Row:
    lines = (one.note or "").strip().splitlines()
    what = lines[0] if lines else activity
    next_words, late = _next(one, today)
    day = date.fromisoformat(one.date)
    company = (Cell(one.company_name, key=one.company_name.casefold()),) if with_company else ()
    outside = say("desktop.coaching.outside") if one.outside_programme else ""
    if day > today:
        outside = say("desktop.coaching.booked")
    return Row(
        one.id.hex(),
        (
            # The first press on the head shows the newest first.
            Cell(one.date, outside, colour="muted", key=-day.toordinal()),
            Cell(one.activity, colour="muted"),
            Cell(what, next_words, strong=True, second_colour="gap" if late else "muted"),
            *company,
            Cell(people_words(one.women, one.men), colour="muted", key=-((one.women or 0) + (one.men or 0))),
            Cell(say("desktop.coaching.min", minutes=one.minutes), strong=True, key=-one.minutes),
        ),
    )


def people_words(women: int | None, men: int | None) -> str:
    """Who took part: "2 kv · 3 män", or only those whom somebody counted."""
    parts = []
    if women is not None:
        parts.append(say("desktop.coaching.women_short", count=women))
    if men is not None:
        parts.append(say("desktop.coaching.men_short", count=men))
    return " · ".join(parts)


def _next(one: SessionSnapshot, today: date) -> tuple[str, bool]:
    """What was agreed to do next and how it stands, and whether it is late."""
    if not one.next_step:
        return "", False
    words = say("desktop.coaching.next_short", step=one.next_step)
    if one.next_done:
        return f"{words} · {say('desktop.coaching.done')}", False
    if one.days_late:
        code = "desktop.days_late.one" if one.days_late == 1 else "desktop.days_late"
        return f"{words} · {say(code, days=one.days_late)}", True
    if one.next_by:
        return f"{words} · {day_words(date.fromisoformat(one.next_by), today)}", False
    return words, False
