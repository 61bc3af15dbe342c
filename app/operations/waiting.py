"""Who waits at the office's door: invitations that were sent, and requests that answer them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from app.domain.refusal import Refusal
from app.operations.workspace import Workspace

if TYPE_CHECKING:
    from app.exchange.enrolment import Request
    from app.exchange.folder import Folder
    from app.exchange.invitation import Invitation
    from app.exchange.roster import Roster
    from app.store.local_state import Transaction

_INVITATIONS = "invitations"


class Sent(msgspec.Struct, frozen=True):
    """The invitations that this office has sent and not yet seen answered."""

    invitations: tuple[bytes, ...] = ()
    next_serial: int = 1


def waiting_requests(workspace: Workspace, folder: Folder, enrolled: Roster) -> tuple[Request, ...]:
    """Every sound request in the folder that answers an invitation of this office."""
    from app.exchange import enrolment, names
    from app.exchange.ids import ProjectId
    from app.exchange.project_file import check_folder
    from app.exchange.refused import FileRefused
    from app.exchange.sealing import Identity, VerifyKey

    project = ProjectId(workspace.laptop.project)
    check_folder(folder, project, VerifyKey(workspace.laptop.registrar))
    known = {entry.id for entry in enrolled.devices}
    found: list[Request] = []
    for directory in folder.names(names.INVITES):
        invite = names.invite_of_directory(directory)
        if invite is None:
            continue
        path = names.invite_directory(invite)
        for name in names.sort_names(path, folder.names(path)).known:
            if not isinstance(name, names.RequestName):
                continue
            try:
                request = enrolment.open_request(
                    folder.read(name.path, enrolment.SIZE_LIMIT),
                    name,
                    project,
                    Identity(workspace.secrets.age_identity),
                    invitation_of(workspace),
                    workspace.now(),
                )
            except FileRefused:
                continue  # a used, foreign or spoiled request is nobody who waits; `sync` names bad files
            if request.device not in known:
                found.append(request)
    return tuple(found)


def invitation_of(workspace: Workspace) -> Callable[[bytes], Invitation | None]:
    from app.exchange.invitation import Invitation

    known = {
        found.invite: found
        for found in (
            msgspec.msgpack.decode(data, type=Invitation) for data in sent_invitations(workspace).invitations
        )
    }
    return lambda invite: next((found for key, found in known.items() if key == invite), None)


def sent_invitations(workspace: Workspace) -> Sent:
    from app.store import local_state

    with workspace.store.connected() as connection:
        data = local_state.get(connection, _INVITATIONS)
    return msgspec.msgpack.decode(data, type=Sent) if data is not None else Sent()


def keep_sent(connection: Transaction, sent: Sent) -> None:
    from app.store import local_state

    local_state.put(connection, _INVITATIONS, msgspec.msgpack.encode(sent))


def named_request(device: str, waiting: Iterable[Request], roster: Roster) -> Request:
    """The waiting request of that id or unique name. Raises Refusal where there is none, or several."""
    from app.store.ids import parse_device

    found = list(waiting)
    wanted = parse_device(device)
    if any(
        entry.id == wanted or (wanted is None and entry.name == device) for entry in roster.devices
    ) and not any(request.name == device for request in found):
        raise Refusal("enrolment.approved_already", device=device)
    named = [request for request in found if request.device == wanted or request.name == device]
    if not named:
        names = ", ".join(request.name for request in found)
        raise Refusal(
            "enrolment.nobody_waits" if not names else "enrolment.unknown_request", device=device, names=names
        )
    if len(named) > 1:
        raise Refusal("enrolment.several", device=device)
    return named[0]
