"""The devices of the project as this laptop knows them, and who waits to be let in."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from app.operations.rosters import own_roster, stored_roster
from app.operations.waiting import sent_invitations, waiting_requests
from app.operations.workspace import Workspace
from app.store.ids import DeviceId


@dataclass(frozen=True, slots=True)
class DeviceSnapshot:
    """A device as the office (or the roster) knows it. `last_seen`: UTC milliseconds, None before its first news."""

    id: DeviceId
    name: str
    organisation: str
    role: str
    status: str
    fingerprint: str
    last_seen: int | None


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation of this office that no approved device has answered. `expires`: UTC milliseconds."""

    invite: bytes
    name: str
    role: str
    expires: int
    expired: bool


def may_enrol(workspace: Workspace) -> bool:
    """Whether this is the laptop that invites, approves and assigns: the one that made the project."""
    return workspace.secrets.registrar_seed is not None


def devices(workspace: Workspace) -> tuple[DeviceSnapshot, ...]:
    """Every device of the roster; this one while it waits; and at the office all that wait for approval.

    Raises Unavailable at the office where the folder cannot be read.
    """
    return (*known_devices(workspace), *waiting_devices(workspace))


def known_devices(workspace: Workspace) -> tuple[DeviceSnapshot, ...]:
    """Every device of the roster, and this one while it waits; the folder is not asked."""
    from app.exchange import sealing
    from app.exchange.enrolment import PublicKeys, fingerprint
    from app.exchange.ids import ProjectId
    from app.store import outbox

    with workspace.store.connected() as connection:
        chains = outbox.chains(connection)
    project = ProjectId(workspace.laptop.project)
    roster = stored_roster(workspace)
    known = roster.devices if roster is not None else ()
    found = [
        DeviceSnapshot(
            DeviceId(entry.id),
            entry.name,
            entry.organisation,
            entry.role,
            "ready" if entry.revoked_at is None else "revoked",
            fingerprint(PublicKeys(entry.signing, entry.recipient), project),
            chain.at if (chain := chains.get(DeviceId(entry.id))) else None,
        )
        for entry in known
    ]
    if not may_enrol(workspace) and workspace.laptop.device not in {entry.id for entry in known}:
        own, secrets = workspace.laptop, workspace.secrets
        keys = PublicKeys(
            sealing.verify_key(sealing.SigningSeed(secrets.signing_seed)),
            sealing.recipient(sealing.Identity(secrets.age_identity)),
        )
        mark = fingerprint(keys, project)
        found.append(DeviceSnapshot(own.device, own.name, own.organisation, own.role, "waiting", mark, None))
    return tuple(found)


def waiting_devices(workspace: Workspace) -> tuple[DeviceSnapshot, ...]:
    """Who waits for approval, with the fingerprint to read aloud first; nobody on a laptop that does not approve.

    Raises Unavailable where the folder cannot be read.
    """
    from app.exchange.enrolment import fingerprint
    from app.exchange.ids import ProjectId

    if not may_enrol(workspace):
        return ()
    project = ProjectId(workspace.laptop.project)
    return tuple(
        DeviceSnapshot(
            DeviceId(request.device),
            request.name,
            request.organisation,
            request.role,
            "waiting",
            fingerprint(request.keys, project),
            None,
        )
        for request in waiting_requests(workspace, workspace.folder(), own_roster(workspace))
    )


def open_invitations(workspace: Workspace) -> tuple[SentInvitation, ...]:
    """The invitations that are out, the newest last; none on a laptop that does not invite."""
    from app.exchange.invitation import Invitation

    if not may_enrol(workspace):
        return ()
    found = [
        msgspec.msgpack.decode(data, type=Invitation) for data in sent_invitations(workspace).invitations
    ]
    now = workspace.now()
    return tuple(
        SentInvitation(one.invite, one.name, one.role, one.expires, one.expires <= now) for one in found
    )
