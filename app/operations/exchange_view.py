"""The exchange as its page shows it: devices, folder, what waits, the last run, and what stands in conflict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.collation import swedish_key
from app.domain.refusal import Refusal
from app.operations import companies, last_sync
from app.operations.conflict_words import ConflictLine, conflict_lines
from app.operations.devices import (
    DeviceSnapshot,
    SentInvitation,
    known_devices,
    may_enrol,
    open_invitations,
    waiting_devices,
)
from app.operations.last_sync import LastSync
from app.operations.rosters import stored_roster
from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId
from app.store.registry import Compartment, Role
from app.store.rows import CompanyRow

if TYPE_CHECKING:
    from app.exchange.roster import RosterDevice
    from app.i18n import Language
    from app.store.local_state import Transaction


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device of the project. Instants are UTC milliseconds, None before the first.

    `status`: ready, waiting (for approval) or revoked. `last_seen`: when its newest act that has come here was done,
    by its own clock; `last_read`: when a file of it was last read here; `sequence`: the number of that file.
    `waiting_sections`: parts of its files that this laptop is to read, and for which no key has come yet.
    `companies`: the names of those that the office has assigned to it, as far as they are known here.
    """

    id: DeviceId
    name: str
    organisation: str
    role: str
    status: str
    fingerprint: str
    own: bool
    last_seen: int | None
    last_read: int | None
    sequence: int
    waiting_sections: int
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderState:
    """The shared folder: where, and why it cannot be used (`code`, `params`); code None where it can."""

    path: Path | None
    code: str | None
    params: dict[str, str | int]

    @property
    def reachable(self) -> bool:
        return self.code is None


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A file that the last run passed over. `device`: whose it is, '' where that is not known here.

    `waits`: it is read later, when what it waits for has come; else something must be done about it.
    """

    file: str
    code: str
    params: dict[str, str | int]
    waits: bool
    device: str


@dataclass(frozen=True, slots=True)
class ExchangeSnapshot:
    """Everything that the page shows. `unwritten_acts` and `unwritten_files` wait for the next run.

    `approved`: the office has let this laptop in. `may_enrol`: this is the laptop that invites and approves.
    `last`: the last run that went through; `passed`: the files that it passed over, refused ones first.
    """

    day: date
    devices: tuple[DeviceLine, ...]
    invitations: tuple[SentInvitation, ...]
    folder: FolderState
    approved: bool
    may_enrol: bool
    unwritten_acts: int
    unwritten_files: int
    last: LastSync | None
    passed: tuple[PassedLine, ...]
    conflicts: tuple[ConflictLine, ...]


def show_exchange(workspace: Workspace, language: Language = "sv") -> ExchangeSnapshot:
    """The exchange as it stands. A folder that is away is told of, never raised."""
    folder = folder_state(workspace)
    known = known_devices(workspace)
    waiting: tuple[DeviceSnapshot, ...] = ()
    if folder.reachable:
        try:
            waiting = waiting_devices(workspace)
        except Refusal as refused:  # it went away in this moment
            folder = FolderState(folder.path, refused.code, dict(refused.params))
    roster = stored_roster(workspace)
    with workspace.store.connected() as connection:
        acts, files = _unwritten(connection)
    last = last_sync.last_sync(workspace)
    return ExchangeSnapshot(
        day=workspace.today(),
        devices=_lines(workspace, (*known, *waiting)),
        invitations=open_invitations(workspace),
        folder=folder,
        approved=roster is not None and roster.device(_own(workspace)) is not None,
        may_enrol=may_enrol(workspace),
        unwritten_acts=acts,
        unwritten_files=files,
        last=last,
        passed=_passed(last, {one.id: one.name for one in known}) if last is not None else (),
        conflicts=conflict_lines(workspace, language),
    )


def _passed(last: LastSync, names: dict[DeviceId, str]) -> tuple[PassedLine, ...]:
    from app.exchange.names import DEVICES, device_of_directory

    def whose(file: str) -> str:
        parts = file.removeprefix(f"{DEVICES}/").split("/")
        device = device_of_directory(parts[0]) if file.startswith(DEVICES) else None
        return names.get(DeviceId(device), "") if device is not None else ""

    return tuple(
        PassedLine(one.file, one.code, one.params, waits, whose(one.file))
        for waits, some in ((False, last.refused), (True, last.waiting))
        for one in some
    )


def _own(workspace: Workspace) -> DeviceId:
    return DeviceId(workspace.laptop.device)


def folder_state(workspace: Workspace) -> FolderState:
    """Whether the shared folder is there and this project's own."""
    from app.exchange.ids import ProjectId
    from app.exchange.project_file import check_folder
    from app.exchange.sealing import VerifyKey

    path = workspace.settings.shared
    laptop = workspace.laptop
    try:
        check_folder(workspace.folder(), ProjectId(laptop.project), VerifyKey(laptop.registrar))
    except Refusal as refused:
        return FolderState(path, refused.code, dict(refused.params))
    return FolderState(path, None, {})


def unwritten(workspace: Workspace) -> int:
    """How many acts of this laptop no file carries yet; for the status bar and the window's timer. Cheap."""
    with workspace.store.connected() as connection:
        return _unwritten(connection)[0]


def _unwritten(connection: Transaction) -> tuple[int, int]:
    from app.store import outbox

    return outbox.unsealed_count(connection), outbox.queued_count(connection)


def _lines(workspace: Workspace, found: Iterable[DeviceSnapshot]) -> tuple[DeviceLine, ...]:
    from app.store import arrivals, outbox

    with workspace.store.connected() as connection:
        acts, chains = arrivals.newest_acts(connection), outbox.chains(connection)
        unread = outbox.unread_sections(connection)
    sections: dict[DeviceId, int] = {}
    meant = _meant_for_us(workspace, {section.compartment for section in unread}) if unread else frozenset()
    for section in unread:
        if section.compartment in meant:
            sections[section.device] = sections.get(section.device, 0) + 1
    assigned = _assigned(workspace)
    own = _own(workspace)
    lines: list[DeviceLine] = []
    for one in found:
        chain = chains.get(one.id)
        lines.append(
            DeviceLine(
                id=one.id,
                name=one.name,
                organisation=one.organisation,
                role=one.role,
                status=one.status,
                fingerprint=one.fingerprint,
                own=one.id == own,
                last_seen=acts.get(one.id),
                last_read=chain.at if chain is not None and one.id != own else None,
                sequence=chain.sequence if chain is not None else 0,
                waiting_sections=sections.get(one.id, 0),
                companies=assigned.get(one.id, ()),
            )
        )
    return tuple(lines)


def _assigned(workspace: Workspace) -> dict[DeviceId, tuple[str, ...]]:
    """The names of the companies that the roster gives each device, each company once."""
    roster = stored_roster(workspace)
    if roster is None:
        return {}
    with workspace.reading() as reader:
        first = {row: group[0] for row, group in companies.groups(reader).items()}
        names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}

    def named(entry: RosterDevice) -> tuple[str, ...]:
        ids = dict.fromkeys(first.get(RowId(one), RowId(one)) for one in entry.companies)
        return tuple(sorted((names[one] for one in ids if one in names), key=swedish_key))

    return {DeviceId(entry.id): named(entry) for entry in roster.devices}


def _meant_for_us(workspace: Workspace, compartments_there: set[bytes]) -> frozenset[bytes]:
    """Those of some compartments whose keys this laptop is to get: what else is closed to it does not wait.

    The office reads all but people; others read the companies that the roster assigns to them, or that they made. A
    consultant's right to an analysis hangs on the company's choice (A18), so it is not counted as waiting.
    """
    from app.store.compartments import compartment_id

    secret = workspace.secrets.project_secret
    with workspace.reading() as reader:
        known = set(companies.groups(reader))
    if workspace.role is Role.OFFICE:
        closed = {compartment_id(secret, Compartment.PEOPLE, company) for company in known}
        return frozenset(compartments_there - closed)
    roster = stored_roster(workspace)
    entry = roster.device(_own(workspace)) if roster is not None else None
    ours = known | {RowId(company) for company in (entry.companies if entry is not None else ())}
    kinds = [Compartment.COMPANY, Compartment.PEOPLE]
    if workspace.role is Role.COACH:
        kinds.append(Compartment.ANALYSIS)
    wanted = {compartment_id(secret, kind, company) for company in ours for kind in kinds}
    wanted.add(compartment_id(secret, Compartment.PROGRAMME, None))
    return frozenset(compartments_there & wanted)
