"""What the last run through the shared folder did and how the folder looked then; kept on this laptop alone."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.domain.refusal import Refusal, Unavailable
from app.operations.rosters import stored_roster
from app.operations.workspace import Workspace

_LAST, _MARK = "last_sync", "folder_mark"


@dataclass(frozen=True, slots=True)
class PassedFile:
    """A file that was not read: its path, and the code and parameters of the reason."""

    file: str
    code: str
    params: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class LastSync:
    """The last run that went through. `at`: its end, UTC milliseconds; `took`: milliseconds.

    `written` and `read` are files, `changes` acts that came, `companies` those that were new here.
    """

    at: int
    took: int
    written: int
    read: int
    changes: int
    companies: int
    conflicts: int
    waiting: tuple[PassedFile, ...]
    refused: tuple[PassedFile, ...]


def last_sync(workspace: Workspace) -> LastSync | None:
    """The last run that went through, None before the first."""
    from app.store import local_state

    with workspace.store.connected() as connection:
        data = local_state.get(connection, _LAST)
    return msgspec.msgpack.decode(data, type=LastSync) if data is not None else None


def keep(workspace: Workspace, mark: bytes, last: LastSync) -> None:
    """Remember what a run did, and how the folder looked when it came by."""
    from app.store import local_state

    with workspace.store.writing() as connection:
        local_state.put(connection, _MARK, mark)
        local_state.put(connection, _LAST, msgspec.msgpack.encode(last))
    workspace.folder_tried = None


def look(workspace: Workspace) -> bytes:
    """How the folder looks now: a mark of its names, or why it does not answer. Opens no file."""
    from app.exchange import names
    from app.exchange.glance import glance
    from app.exchange.ids import DeviceId

    device = DeviceId(workspace.laptop.device)
    roster = stored_roster(workspace)
    approved = roster is not None and roster.device(device) is not None
    try:
        folder = workspace.folder()
        if not folder.exists(names.PROJECT):
            raise Unavailable("exchange.project.missing")
        return glance(
            folder,
            device,
            [DeviceId(entry.id) for entry in roster.devices] if roster is not None and approved else None,
            requests=workspace.secrets.registrar_seed is not None,
        )
    except Refusal as refused:
        return refused.code.encode("ascii")


def folder_news(workspace: Workspace) -> bool:
    """Whether the shared folder looks otherwise than before the last run: something came, or the share came or went.

    Cheap, for a timer: it lists the directories of other devices and opens no file. A run makes it False, also one
    that fails (while this workspace is open), so that a folder that is away is not tried again until it is back. What
    waits here to be written is `exchange_view.unwritten`.
    """
    from app.store import local_state

    if workspace.folder_tried is not None:
        return look(workspace) != workspace.folder_tried
    with workspace.store.connected() as connection:
        before = local_state.get(connection, _MARK)
    return look(workspace) != before
