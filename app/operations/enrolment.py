"""Becoming part of a project: the office's profile, invitations, requests, approval, assignments."""

from __future__ import annotations

import secrets as system_random
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.identity_numbers import refuse_personal_numbers
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.devices import DeviceSnapshot, devices
from app.operations.profile_making import create_profile, publish, read_invitation
from app.operations.programmes import programme_text
from app.operations.rosters import (
    enrolled,
    new_roster,
    own_roster,
    registrar_seed,
    roster_file,
)
from app.operations.waiting import (
    Sent,
    invitation_of,
    keep_sent,
    named_request,
    sent_invitations,
    waiting_requests,
)
from app.operations.workspace import (
    Laptop,
    Surroundings,
    Workspace,
    open_folder,
    remember_in,
)
from app.store.ids import DeviceId, natural_id
from app.store.registry import Compartment, Role

if TYPE_CHECKING:
    pass

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
    refuse_personal_numbers(f"{name} | {organisation}", "--name, --organisation")
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
                connection,
                names.PROJECT,
                project_file.write_project(project, keys.public.recipient, registrar),
            )
            outbox.queue(connection, roster_name(roster, data).path, data)
            keep_sent(connection, Sent(next_serial=_SERIALS_EACH + 1))
            laptop_now = msgspec.structs.replace(laptop, roster=roster_file(roster, data))
            remember_in(connection, laptop_now)
        publish(workspace, folder)

    create_profile(profile, surroundings, laptop, keys, registrar, project_secret, shared, furnish)
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
    refuse_personal_numbers(f"{name} | {organisation}", "--name, --organisation")
    asked = _role(role)
    data = read_invitation(invitation, SIZE_LIMIT + 1)
    found = unlock_invitation(data, words, surroundings.now(), str(invitation))
    folder = open_folder(surroundings, shared)
    check_folder(folder, found.project, found.office.registrar)
    enrolment.check_unused(folder, found.invite, found.name)
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
        publish(workspace, folder)

    create_profile(
        profile,
        surroundings,
        laptop,
        keys,
        None,
        sealing.ProjectSecret(found.project_secret),
        shared,
        furnish,
    )
    return ProfileSnapshot(
        laptop.device, laptop.role, enrolment.fingerprint(keys.public, found.project), "waiting"
    )


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise Refusal("enrolment.role", typed=role) from None


# --- what the registrar's laptop does ---


def invite(workspace: Workspace, *, name: str, role: str, out: Path) -> InvitationSnapshot:
    """An invitation file, locked with six words that are told by telephone; valid 14 days, once."""
    from app.exchange.ids import ProjectId, SerialRange
    from app.exchange.invitation import lock_invitation, new_invitation
    from app.exchange.project_file import OfficeKeys
    from app.exchange.sealing import ProjectSecret, Recipient, VerifyKey
    from app.exchange.words import draw_words

    registrar_seed(workspace)
    refuse_personal_numbers(name, "--name")
    wanted = _role(role)
    if out.exists():
        raise Refusal("enrolment.out_there", file=str(out))
    sent = sent_invitations(workspace)
    last = min(sent.next_serial + _SERIALS_EACH - 1, _LAST_SERIAL)
    serials = SerialRange(sent.next_serial, last) if sent.next_serial <= _LAST_SERIAL else None
    laptop = workspace.laptop
    invitation = new_invitation(
        project=ProjectId(laptop.project),
        name=name,
        role=wanted.value,
        office=OfficeKeys(VerifyKey(laptop.registrar), Recipient(laptop.office)),
        project_secret=ProjectSecret(workspace.secrets.project_secret),
        programme=workspace.programme_text(),
        serials=serials,
        now_ms=workspace.now(),
        random=system_random.token_bytes,
    )
    words = draw_words(system_random.token_bytes)
    data = lock_invitation(invitation, words)
    kept = Sent((*sent.invitations, msgspec.msgpack.encode(invitation)), last + 1)
    try:
        out.write_bytes(data)
    except OSError:
        with suppress(OSError):  # half a file would stand in the way of the next attempt
            out.unlink()
        raise Refusal("enrolment.not_written", file=str(out)) from None
    with workspace.store.writing() as connection:
        keep_sent(connection, kept)
    return InvitationSnapshot(invitation.invite, words, invitation.expires)


def approve(workspace: Workspace, device: str, fingerprint: str | None) -> tuple[DeviceSnapshot, ...]:
    """Let a waiting device in: a new roster, and the keys that it may have. All devices as they are then."""
    from app.exchange.enrolment import fingerprint as shown
    from app.exchange.enrolment import same_fingerprint
    from app.exchange.roster import RosterDevice

    registrar_seed(workspace)
    folder = workspace.folder()
    roster = own_roster(workspace)
    waiting = waiting_requests(workspace, folder, roster)
    request = named_request(device, waiting, roster)
    own = shown(request.keys, request.project)
    if fingerprint is not None and not same_fingerprint(fingerprint, own):
        raise Refusal("enrolment.fingerprint", name=request.name, shown=own)
    invitation = invitation_of(workspace)(request.invite)
    entry = RosterDevice(
        request.device,
        request.name,
        request.organisation,
        request.role,
        request.keys.signing,
        request.keys.recipient,
        serials=invitation.serials if invitation else None,
    )
    sent = sent_invitations(workspace)
    left = tuple(
        data for data in sent.invitations if invitation is None or msgspec.msgpack.encode(invitation) != data
    )
    new_roster(workspace, folder, (*roster.devices, entry), Sent(left, sent.next_serial))
    return devices(workspace)


def assign(workspace: Workspace, company: str, device: str) -> DeviceSnapshot:
    """Let a device read and write a company: a new roster, and the company's keys to it from their holders."""
    from app.exchange.ids import CompanyId

    registrar_seed(workspace)
    with workspace.reading() as reader:
        group = companies.find(reader, company)
    roster = own_roster(workspace)
    entry = enrolled(roster, device)
    if entry.role == "office":
        raise Refusal("enrolment.office_reads_all", device=entry.name)
    together = tuple(dict.fromkeys((*entry.companies, *(CompanyId(row) for row in group))))
    if together == entry.companies:
        raise Refusal("enrolment.assigned_already", device=entry.name, company=company)
    changed = tuple(
        msgspec.structs.replace(known, companies=together) if known.id == entry.id else known
        for known in roster.devices
    )
    new_roster(workspace, workspace.folder(), changed, None)
    return next(found for found in devices(workspace) if found.id == entry.id)
