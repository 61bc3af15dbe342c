"""What a company's page shows, read on the worker at once: the hub, its rows, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.desktop.pages.coaching.shown import EntryShown, Logged, activity_names, entry_shown, logged_rows
from app.desktop.pages.company.history import history_rows
from app.desktop.pages.company.time_rows import time_rows
from app.desktop.widgets.table import Row
from app.desktop.widgets.timeline import TimeRow
from app.desktop.words import language
from app.domain.refusal import Unavailable

if TYPE_CHECKING:
    from app.operations.documents import DocumentOffer
    from app.operations.hub import HubSnapshot
    from app.operations.interview_view import Recommended
    from app.operations.workspace import Workspace

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What the newest interview speaks for. `of`: that interview, as text; `coverage` 0-1, of all its questions."""

    of: str
    found: tuple[Recommended, ...]
    coverage: float | None


@dataclass(frozen=True, slots=True)
class CompanyShown:
    """`names`: what activities are called, by code. `writes`: what this laptop may make here."""

    hub: HubSnapshot
    id: str
    today: date
    names: Mapping[str, str]
    entry: EntryShown
    sessions: tuple[Logged, ...]
    times: tuple[TimeRow, ...]
    history: tuple[Row, ...]
    offers: tuple[DocumentOffer, ...]
    needs: Needs | None
    municipalities: Choices
    divisions: Choices
    writes: frozenset[str]


def read_company(workspace: Workspace, company: str) -> CompanyShown:
    """Raises Refusal `companies.unknown` where this laptop does not have it."""
    from app.operations import companies
    from app.operations.documents import show_documents
    from app.operations.drafts import session_draft
    from app.operations.hub import show_hub
    from app.store.registry import BY_NAME

    hub = show_hub(workspace, company, language=language())
    today, names, sv = workspace.today(), activity_names(workspace), language() == "sv"
    made = ("company", "session", "interview", "rating")
    return CompanyShown(
        hub=hub,
        id=hub.company.id.hex(),
        today=today,
        names=names,
        entry=entry_shown(workspace, hub.sessions, (), session_draft(workspace, hub.company.id.hex())),
        sessions=logged_rows(workspace, hub.sessions, today, with_company=False),
        times=time_rows(hub, names, today),
        history=history_rows(hub.history, today),
        offers=show_documents(workspace, company),
        needs=_needs(workspace, hub),
        municipalities=tuple((one.code, one.name) for one in companies.municipalities()),
        divisions=tuple(
            (one.code, f"{one.code} {one.sv if sv else one.en}") for one in companies.sni_divisions()
        ),
        writes=frozenset(name for name in made if workspace.role in BY_NAME[name].writers),
    )


def _needs(workspace: Workspace, hub: HubSnapshot) -> Needs | None:
    """What the newest interview that can be read here speaks for, where it speaks at all."""
    from app.operations import interviews

    newest = next((one for one in hub.interviews if one.possible), None)
    if newest is None:
        return None
    try:
        found = interviews.show_interview(workspace, newest.id.hex(), language=language())
    except Unavailable:
        return None  # a form of another release: the interview itself says so
    coverage = newest.answered / newest.possible if newest.possible else None
    return Needs(newest.id.hex(), found.recommended, coverage) if found.recommended else None
