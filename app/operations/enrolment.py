"""Becoming part of a project: the office's profile, invitations, requests, approval, assignments."""

from __future__ import annotations

import secrets as system_random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.refusal import Refusal, Unavailable
from app.operations import companies
from app.operations.programmes import programme_text
from app.operations.workspace import (
    SETTINGS,
    STORE,
    Laptop,
    Settings,
    Surroundings,
    Workspace,
    open_folder,
    remember_in,
)
from app.store.ids import DeviceId, RowId, natural_id
from app.store.registry import Compartment, Role

if TYPE_CHECKING:
    from app.exchange.enrolment import DeviceKeys, Request
    from app.exchange.folder import Folder
    from app.exchange.invitation import Invitation
    from app.exchange.roster import Roster, RosterDevice

_INVITATIONS = "invitations"
_SERIALS_EACH = 25
_LAST_SERIAL = 999


@dataclass(frozen=True, slots=True)
class ProfileSnapshot:
    """A laptop of the project. `status`: ready, or waiting for the office's approval."""

    device: DeviceId
    role: Role
    fingerprint: str
    status: str


@dataclass(frozen=True, slots=True)
class InvitationSnapshot:
    invite: bytes
    words: tuple[str, ...]
    expires: int


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


class _Sent(msgspec.Struct, frozen=True):
    """The invitations that this office has sent and not yet seen answered."""

    invitations: tuple[bytes, ...] = ()
    next_serial: int = 1


def create_office(
    profile: Path,
    surroundings: Surroundings,
    *,
    role: str,
    name: str,
    organisation: str,
    shared: Path,
    programme: Path | None,
) -> ProfileSnapshot:
    """The first office: a new project in the shared folder, with the programme as its first revision.

    Raises Refusal where the profile or a project is there already, Unavailable where the folder is missing or
    cannot be written; then nothing is left behind.
    """
    from app.exchange import enrolment, names, project_file, sealing
    from app.exchange.ids import ProjectId, SerialRange
    from app.exchange.roster import Roster, RosterDevice
    from app.exchange.shown import plain_name

    if _role(role) is not Role.OFFICE:
        raise Refusal("enrolment.invitation_needed", role=role)
    text = programme_text(programme)
    name, organisation = plain_name(name), plain_name(organisation)
    folder = open_folder(surroundings, shared)
    if folder.exists(names.PROJECT):
        raise Refusal("enrolment.project_there", shared=str(shared))
    random = system_random.token_bytes
    keys = enrolment.new_device_keys(random)
    registrar = sealing.new_seed(random)
    project = ProjectId(random(16))
    project_secret = sealing.ProjectSecret(random(32))
    laptop = Laptop(
        device=DeviceId(keys.device),
        name=name,
        organisation=organisation,
        role=Role.OFFICE,
        project=project,
        registrar=sealing.verify_key(registrar),
        office=keys.public.recipient,
        programme=text,
        first_serial=1,
        last_serial=_SERIALS_EACH,
    )
    roster = Roster(
        1,
        (
            RosterDevice(
                keys.device,
                name,
                organisation,
                "office",
                keys.public.signing,
                keys.public.recipient,
                serials=SerialRange(1, _SERIALS_EACH),
            ),
        ),
    )

    def furnish(workspace: Workspace) -> None:
        from app.exchange.roster import roster_name, write_roster
        from app.store import compartments, outbox
        from app.store.units import Act, born

        data = write_roster(roster, project, project_secret, registrar, random)
        with workspace.store.writing() as connection:
            for kind in (Compartment.PROGRAMME, Compartment.OFFICE):
                compartments.make(connection, project_secret, kind, None)
            revision = natural_id(project_secret, "programme_revision", 1)
            workspace.store.commit_in(
                connection,
                Act("profile create", None, born("programme_revision", revision, 1, text=text)),
            )
            outbox.queue(
                connection, names.PROJECT, project_file.write_project(project, keys.public.recipient, registrar)
            )
            outbox.queue(connection, roster_name(roster, data).path, data)
            _keep_sent(connection, _Sent(next_serial=_SERIALS_EACH + 1))
            laptop_now = msgspec.structs.replace(laptop, roster=_roster_file(roster, data))
            remember_in(connection, laptop_now)
        _publish(workspace, folder)

    _create(profile, surroundings, laptop, keys, registrar, project_secret, shared, furnish)
    return ProfileSnapshot(laptop.device, laptop.role, enrolment.fingerprint(keys.public, project), "ready")


def join(
    profile: Path,
    surroundings: Surroundings,
    *,
    role: str,
    name: str,
    organisation: str,
    shared: Path,
    invitation: Path,
    words: str,
) -> ProfileSnapshot:
    """A new laptop by invitation: it can be worked on at once, and travels when the office has approved it.

    Raises Refusal for wrong words, an expired, used or damaged invitation, or another role than was invited.
    """
    from app.exchange import enrolment, sealing
    from app.exchange.invitation import SIZE_LIMIT, unlock_invitation
    from app.exchange.project_file import check_folder
    from app.exchange.shown import plain_name

    name, organisation = plain_name(name), plain_name(organisation)
    asked = _role(role)
    data = _read_file(invitation, SIZE_LIMIT + 1)
    found = unlock_invitation(data, words, surroundings.now(), str(invitation))
    folder = open_folder(surroundings, shared)
    check_folder(folder, found.project, found.office.registrar)
    enrolment.check_unused(folder, found)
    random = system_random.token_bytes
    keys = enrolment.new_device_keys(random)
    request = enrolment.new_request(found, keys, name, organisation, asked.value, surroundings.now())
    laptop = Laptop(
        device=DeviceId(keys.device),
        name=name,
        organisation=organisation,
        role=asked,
        project=found.project,
        registrar=found.office.registrar,
        office=found.office.recipient,
        programme=found.programme,
        first_serial=found.serials.first if found.serials else 1,
        last_serial=found.serials.last if found.serials else 0,
        invite=found.invite,
    )

    def furnish(workspace: Workspace) -> None:
        from app.store import outbox

        asking = enrolment.write_request(request, found.secret, found.office.recipient, keys.seed)
        with workspace.store.writing() as connection:
            remember_in(connection, laptop)
            outbox.queue(connection, enrolment.request_name(request, asking).path, asking)
        _publish(workspace, folder)

    _create(
        profile, surroundings, laptop, keys, None, sealing.ProjectSecret(found.project_secret), shared, furnish
    )
    return ProfileSnapshot(
        laptop.device, laptop.role, enrolment.fingerprint(keys.public, found.project), "waiting"
    )


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise Refusal("enrolment.role", typed=role) from None


def _read_file(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        raise Refusal("enrolment.no_file", file=str(path)) from None


def _create(
    profile: Path,
    surroundings: Surroundings,
    laptop: Laptop,
    keys: DeviceKeys,
    registrar: bytes | None,
    project_secret: bytes,
    shared: Path,
    furnish: Callable[[Workspace], None],
) -> None:
    """Make the profile, whole; where anything fails, what was begun is taken away again."""
    from app.store.ids import device_text
    from app.store.key_file import STANDARD
    from app.store.store import Store
    from app.store.vault import Secrets, create_vault

    if profile.exists() and (not profile.is_dir() or any(profile.iterdir())):
        raise Refusal("enrolment.profile_there", profile=str(profile))
    was_there = profile.exists()
    kept = Secrets(
        store_key=system_random.token_bytes(32),
        signing_seed=keys.seed,
        age_identity=keys.identity,
        registrar_seed=registrar,
        project_secret=project_secret,
        incarnation=1,
    )
    vault = create_vault(
        profile,
        device_text(laptop.device),
        kept,
        surroundings.passphrase,
        surroundings.backends,
        surroundings.ask,
        surroundings.cost or STANDARD,
    )
    store: Store | None = None
    try:
        store = Store.create(
            profile / STORE,
            kept.store_key,
            device=laptop.device,
            person=laptop.name,
            incarnation=kept.incarnation,
            now=surroundings.now,
        )
        settings = Settings(shared.resolve())
        workspace = Workspace(profile, store, kept, laptop, settings, surroundings)
        furnish(workspace)
        _write_settings(profile, settings)
    except BaseException:
        if store is not None:
            store.close()
        vault.forget()
        for left in profile.iterdir():
            left.unlink()
        if not was_there:
            shutil.rmtree(profile)
        raise
    store.close()


def _write_settings(profile: Path, settings: Settings) -> None:
    from app.store.key_file import write_whole

    text = f"shared = {msgspec.json.encode(str(settings.shared)).decode()}\n"
    write_whole(profile / SETTINGS, text.encode("utf-8"))


def _publish(workspace: Workspace, folder: Folder) -> None:
    from app.store import outbox

    with workspace.store.connected() as connection:
        waiting = outbox.queued(connection)
    for file in waiting:
        folder.publish(file.path, file.data)
        with workspace.store.writing() as connection:
            outbox.sent(connection, file)


# --- what the registrar's laptop does ---


def invite(workspace: Workspace, *, name: str, role: str, out: Path) -> InvitationSnapshot:
    """An invitation file, locked with six words that are told by telephone; valid 14 days, once."""
    from app.exchange.ids import ProjectId, SerialRange
    from app.exchange.invitation import lock_invitation, new_invitation
    from app.exchange.project_file import OfficeKeys
    from app.exchange.sealing import ProjectSecret, Recipient, VerifyKey
    from app.exchange.words import draw_words

    _registrar(workspace)
    wanted = _role(role)
    if out.exists():
        raise Refusal("enrolment.out_there", file=str(out))
    sent = _sent(workspace)
    last = min(sent.next_serial + _SERIALS_EACH - 1, _LAST_SERIAL)
    serials = SerialRange(sent.next_serial, last) if sent.next_serial <= _LAST_SERIAL else None
    laptop = workspace.laptop
    invitation = new_invitation(
        project=ProjectId(laptop.project),
        name=name,
        role=wanted.value,
        office=OfficeKeys(VerifyKey(laptop.registrar), Recipient(laptop.office)),
        project_secret=ProjectSecret(workspace.secrets.project_secret),
        programme=_newest_programme(workspace),
        serials=serials,
        now_ms=workspace.now(),
        random=system_random.token_bytes,
    )
    words = draw_words(system_random.token_bytes)
    data = lock_invitation(invitation, words)
    kept = _Sent((*sent.invitations, msgspec.msgpack.encode(invitation)), last + 1)
    with workspace.store.writing() as connection:
        _keep_sent(connection, kept)
    try:
        out.write_bytes(data)
    except OSError:
        raise Refusal("enrolment.not_written", file=str(out)) from None
    return InvitationSnapshot(invitation.invite, words, invitation.expires)


def _newest_programme(workspace: Workspace) -> str:
    from app.store.rows import ProgrammeRevisionRow

    with workspace.reading() as reader:
        revisions = reader.rows(ProgrammeRevisionRow)
    return max(revisions, key=lambda row: row.revision).text if revisions else workspace.laptop.programme


def approve(workspace: Workspace, device: str, fingerprint: str | None) -> tuple[DeviceSnapshot, ...]:
    """Let a waiting device in: a new roster, and the keys that it may have. All devices as they are then."""
    from app.exchange.enrolment import fingerprint as shown
    from app.exchange.enrolment import same_fingerprint
    from app.exchange.roster import RosterDevice

    _registrar(workspace)
    folder = workspace.folder()
    waiting = _requests(workspace, folder)
    roster = _roster(workspace)
    request = _named(device, waiting, roster)
    own = shown(request.keys, request.project)
    if fingerprint is not None and not same_fingerprint(fingerprint, own):
        raise Refusal("enrolment.fingerprint", name=request.name, shown=own)
    invitation = _invitation_of(workspace)(request.invite)
    entry = RosterDevice(
        request.device,
        request.name,
        request.organisation,
        request.role,
        request.keys.signing,
        request.keys.recipient,
        serials=invitation.serials if invitation else None,
    )
    sent = _sent(workspace)
    left = tuple(
        data
        for data in sent.invitations
        if invitation is None or msgspec.msgpack.encode(invitation) != data
    )
    _new_roster(workspace, folder, (*roster.devices, entry), _Sent(left, sent.next_serial))
    return devices(workspace)


def _named(device: str, waiting: Iterable[Request], roster: Roster) -> Request:
    from app.store.ids import parse_device

    found = list(waiting)
    wanted = parse_device(device)
    if any(entry.id == wanted or (wanted is None and entry.name == device) for entry in roster.devices) and not any(
        request.name == device for request in found
    ):
        raise Refusal("enrolment.approved_already", device=device)
    named = [request for request in found if request.device == wanted or request.name == device]
    if not named:
        names = ", ".join(request.name for request in found)
        raise Refusal("enrolment.nobody_waits" if not names else "enrolment.unknown_request", device=device, names=names)
    if len(named) > 1:
        raise Refusal("enrolment.several", device=device)
    return named[0]


def assign(workspace: Workspace, company: str, device: str) -> DeviceSnapshot:
    """Let a device read and write a company: a new roster, and the company's keys to it from their holders."""
    from app.exchange.ids import CompanyId

    _registrar(workspace)
    with workspace.reading() as reader:
        group = companies.find(reader, company)
    roster = _roster(workspace)
    entry = _enrolled(roster, device)
    if entry.role == "office":
        raise Refusal("enrolment.office_reads_all", device=entry.name)
    together = tuple(dict.fromkeys((*entry.companies, *(CompanyId(row) for row in group))))
    if together == entry.companies:
        raise Refusal("enrolment.assigned_already", device=entry.name, company=company)
    changed = tuple(
        msgspec.structs.replace(known, companies=together) if known.id == entry.id else known
        for known in roster.devices
    )
    _new_roster(workspace, workspace.folder(), changed, None)
    return next(found for found in devices(workspace) if found.id == entry.id)


def _enrolled(roster: Roster, device: str) -> RosterDevice:
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


def devices(workspace: Workspace) -> tuple[DeviceSnapshot, ...]:
    """Every device of the roster, and at the office also those that wait for approval."""
    from app.exchange.enrolment import PublicKeys
    from app.exchange.enrolment import fingerprint as shown
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
            shown(PublicKeys(entry.signing, entry.recipient), project),
            chain.at if (chain := chains.get(DeviceId(entry.id))) else None,
        )
        for entry in known
    ]
    if workspace.secrets.registrar_seed is not None:
        ids = {entry.id for entry in known}
        found += [
            DeviceSnapshot(
                DeviceId(request.device),
                request.name,
                request.organisation,
                request.role,
                "waiting",
                shown(request.keys, project),
                None,
            )
            for request in _requests(workspace, workspace.folder())
            if request.device not in ids
        ]
    return tuple(found)


def _registrar(workspace: Workspace) -> bytes:
    if workspace.secrets.registrar_seed is None:
        raise Refusal("enrolment.registrar_only")
    return workspace.secrets.registrar_seed


def _requests(workspace: Workspace, folder: Folder) -> tuple[Request, ...]:
    """Every sound request in the folder that answers an invitation of this office."""
    from app.exchange import enrolment, names
    from app.exchange.ids import ProjectId
    from app.exchange.project_file import check_folder
    from app.exchange.refused import FileRefused
    from app.exchange.sealing import Identity, VerifyKey

    project = ProjectId(workspace.laptop.project)
    check_folder(folder, project, VerifyKey(workspace.laptop.registrar))
    known = {entry.id for entry in _roster(workspace).devices}
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
                    _invitation_of(workspace),
                    workspace.now(),
                )
            except FileRefused:
                continue  # a used, foreign or spoiled request is nobody who waits; `sync` names bad files
            if request.device not in known:
                found.append(request)
    return tuple(found)


def _invitation_of(workspace: Workspace) -> Callable[[bytes], Invitation | None]:
    from app.exchange.invitation import Invitation

    known = {
        found.invite: found
        for found in (
            msgspec.msgpack.decode(data, type=Invitation) for data in _sent(workspace).invitations
        )
    }
    return lambda invite: next((found for key, found in known.items() if key == invite), None)


def _sent(workspace: Workspace) -> _Sent:
    with workspace.store.connected() as connection:
        data = connection.exec_driver_sql(
            "SELECT value FROM local_state WHERE key = ?", (_INVITATIONS,)
        ).scalar_one_or_none()
    return msgspec.msgpack.decode(data, type=_Sent) if data is not None else _Sent()


def _keep_sent(connection: object, sent: _Sent) -> None:
    from sqlalchemy import Connection

    assert isinstance(connection, Connection)
    connection.exec_driver_sql(
        "INSERT INTO local_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_INVITATIONS, msgspec.msgpack.encode(sent)),
    )


class _RosterFile(msgspec.Struct, frozen=True):
    """A roster file as it was accepted, under its name."""

    path: str
    data: bytes


def _roster_file(roster: Roster, data: bytes) -> bytes:
    from app.exchange.roster import roster_name

    return msgspec.msgpack.encode(_RosterFile(roster_name(roster, data).path, data))


def keep_roster(workspace: Workspace, roster: Roster, data: bytes) -> None:
    """Remember the newest roster that was accepted."""
    workspace.remember(msgspec.structs.replace(workspace.laptop, roster=_roster_file(roster, data)))


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


def _roster(workspace: Workspace) -> Roster:
    found = stored_roster(workspace)
    if found is None:
        raise Unavailable("enrolment.no_roster")
    return found


def _new_roster(
    workspace: Workspace, folder: Folder, entries: tuple[RosterDevice, ...], sent: _Sent | None
) -> None:
    """Sign and publish the next roster, and the keys that it entitles devices to."""
    from app.exchange.ids import ProjectId
    from app.exchange.outbound import flush, queue_keys
    from app.exchange.roster import Roster, roster_name, write_roster
    from app.exchange.sealing import ProjectSecret, SigningSeed
    from app.exchange.station import Report
    from app.operations.stations import station
    from app.store import outbox

    roster = Roster(_roster(workspace).sequence + 1, entries)
    data = write_roster(
        roster,
        ProjectId(workspace.laptop.project),
        ProjectSecret(workspace.secrets.project_secret),
        SigningSeed(_registrar(workspace)),
        system_random.token_bytes,
    )
    laptop = msgspec.structs.replace(workspace.laptop, roster=_roster_file(roster, data))
    with workspace.store.writing() as connection:
        if sent is not None:
            _keep_sent(connection, sent)
        outbox.queue(connection, roster_name(roster, data).path, data)
        remember_in(connection, laptop)
    workspace.laptop = laptop
    at = station(workspace, folder)
    flush(at, Report())
    queue_keys(at, roster)
    flush(at, Report())

