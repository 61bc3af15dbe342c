"""The roster as this laptop has accepted it, and the next one as the registrar signs it."""

from __future__ import annotations

import secrets as system_random
from typing import TYPE_CHECKING

import msgspec

from app.domain.refusal import Refusal, Unavailable
from app.operations.stations import station
from app.operations.waiting import Sent, keep_sent
from app.operations.workspace import Workspace, remember_in

if TYPE_CHECKING:
    from app.exchange.folder import Folder
    from app.exchange.roster import Roster, RosterDevice


def registrar_seed(workspace: Workspace) -> bytes:
    if workspace.secrets.registrar_seed is None:
        raise Refusal("enrolment.registrar_only")
    return workspace.secrets.registrar_seed


class _RosterFile(msgspec.Struct, frozen=True):
    """A roster file as it was accepted, under its name."""

    path: str
    data: bytes


def roster_file(roster: Roster, data: bytes) -> bytes:
    from app.exchange.roster import roster_name

    return msgspec.msgpack.encode(_RosterFile(roster_name(roster, data).path, data))


def keep_roster(workspace: Workspace, roster: Roster, data: bytes) -> None:
    """Remember the newest roster that was accepted."""
    workspace.remember(msgspec.structs.replace(workspace.laptop, roster=roster_file(roster, data)))


def stored_roster(workspace: Workspace) -> Roster | None:
    """The newest roster that this laptop has accepted, or None before its first."""
    from app.exchange import names
    from app.exchange.ids import ProjectId
    from app.exchange.roster import ROSTER_START, open_roster
    from app.exchange.sealing import ProjectSecret, VerifyKey

    if workspace.laptop.roster is None:
        return None
    kept = msgspec.msgpack.decode(workspace.laptop.roster, type=_RosterFile)
    name = names.parse(kept.path)
    assert isinstance(name, names.RosterName)
    return open_roster(
        kept.data,
        name,
        ProjectId(workspace.laptop.project),
        ProjectSecret(workspace.secrets.project_secret),
        VerifyKey(workspace.laptop.registrar),
        ROSTER_START,
    )[0]


def roster_digest(workspace: Workspace) -> bytes:
    """The hash of the newest accepted roster file."""
    from app.exchange.sealing import digest

    assert workspace.laptop.roster is not None
    return digest(msgspec.msgpack.decode(workspace.laptop.roster, type=_RosterFile).data)


def own_roster(workspace: Workspace) -> Roster:
    found = stored_roster(workspace)
    if found is None:
        raise Unavailable("enrolment.no_roster")
    return found


def new_roster(
    workspace: Workspace, folder: Folder, entries: tuple[RosterDevice, ...], sent: Sent | None
) -> None:
    """Sign and publish the next roster, and the keys that it entitles devices to."""
    from app.exchange.ids import ProjectId
    from app.exchange.outbound import flush, queue_keys
    from app.exchange.roster import Roster, roster_name, write_roster
    from app.exchange.sealing import ProjectSecret, SigningSeed
    from app.exchange.station import Report
    from app.store import outbox

    roster = Roster(own_roster(workspace).sequence + 1, entries)
    data = write_roster(
        roster,
        ProjectId(workspace.laptop.project),
        ProjectSecret(workspace.secrets.project_secret),
        SigningSeed(registrar_seed(workspace)),
        system_random.token_bytes,
    )
    laptop = msgspec.structs.replace(workspace.laptop, roster=roster_file(roster, data))
    with workspace.store.writing() as connection:
        if sent is not None:
            keep_sent(connection, sent)
        outbox.queue(connection, roster_name(roster, data).path, data)
        remember_in(connection, laptop)
    workspace.laptop = laptop
    at = station(workspace, folder)
    flush(at, Report())
    queue_keys(at, roster)
    flush(at, Report())


def enrolled(roster: Roster, device: str) -> RosterDevice:
    """The device of that id or unique name. Raises Refusal where there is none, or several."""
    from app.store.ids import parse_device

    wanted = parse_device(device)
    named = [entry for entry in roster.devices if entry.id == wanted or entry.name == device]
    if not named:
        raise Refusal(
            "enrolment.unknown_device", device=device, names=", ".join(entry.name for entry in roster.devices)
        )
    if len(named) > 1:
        raise Refusal("enrolment.several", device=device)
    return named[0]
