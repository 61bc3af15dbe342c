"""A session that is being written and is not logged yet: kept encrypted on this laptop, never synced."""

from __future__ import annotations

from dataclasses import fields, replace

import msgspec

from app.domain.identity_numbers import without_personal_numbers
from app.domain.session_draft import SessionDraft
from app.operations.workspace import Workspace

_KEY = "session_draft:"


def session_draft(workspace: Workspace, place: str) -> SessionDraft | None:
    """What was left unfinished at a place: a company's id as text, or "" for the log of all companies."""
    from app.store import local_state

    with workspace.store.connected() as connection:
        kept = local_state.get(connection, _KEY + place)
    if not kept:
        return None
    try:
        return msgspec.msgpack.decode(kept, type=SessionDraft)
    except msgspec.DecodeError:
        return None  # of a release that kept something else


def keep_session_draft(workspace: Workspace, place: str, draft: SessionDraft | None) -> None:
    """Keep what is written so far; None lets it go. Personal numbers are left out: they are never stored."""
    from app.store import local_state

    kept = b""
    if draft is not None:
        # The id is no text of anybody's: its digits may look like a person's number by chance.
        typed = (one.name for one in fields(draft) if one.name != "company")
        clean = {name: without_personal_numbers(getattr(draft, name)) for name in typed}
        kept = msgspec.msgpack.encode(replace(draft, **clean))
    with workspace.store.writing() as connection:
        local_state.put(connection, _KEY + place, kept)
