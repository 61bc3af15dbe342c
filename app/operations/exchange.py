"""Bringing this device's news to the shared folder, and everybody else's home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.refusal import Refusal
from app.operations import companies, last_sync, rosters
from app.operations.last_sync import LastSync, PassedFile
from app.operations.log import conflicts
from app.operations.stations import station
from app.operations.workspace import Workspace
from app.store.ids import RowId, natural_id
from app.store.registry import Role
from app.store.rows import AliasRow, CompanyRow
from app.store.units import born

if TYPE_CHECKING:
    from app.exchange.station import Passed, Progress


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: files written and read, acts that came, files passed over with their reasons."""

    written: int
    read: int
    changes: int
    waiting: tuple[Passed, ...]
    refused: tuple[Passed, ...]
    conflicts: int


def sync(workspace: Workspace, progress: Progress | None = None) -> SyncReport:
    """One run through the shared folder. A second one changes nothing but the memory of the last run.

    `progress` is told how many files are done of how many are known of, and may raise to end the run between two of
    them: what was read stays, the next run goes on. Raises Unavailable where the folder is missing, empty or
    read-only; what was to be written stays in line.
    """
    begun = workspace.now()
    known = _companies(workspace)
    try:
        report, mark = _run(workspace, progress)
    except Refusal:
        workspace.folder_tried = last_sync.look(
            workspace
        )  # in memory: a refusal changes nothing in the store
        raise
    now = workspace.now()
    last_sync.keep(
        workspace,
        mark,
        LastSync(
            at=now,
            took=now - begun,
            written=report.written,
            read=report.read,
            changes=report.changes,
            companies=max(0, _companies(workspace) - known),
            conflicts=report.conflicts,
            waiting=tuple(PassedFile(one.file, one.code, one.params) for one in report.waiting),
            refused=tuple(PassedFile(one.file, one.code, one.params) for one in report.refused),
        ),
    )
    return report


def _companies(workspace: Workspace) -> int:
    with workspace.reading() as reader:
        return len({group[0] for group in companies.groups(reader).values()})


def _run(workspace: Workspace, progress: Progress | None) -> tuple[SyncReport, bytes]:
    """What the run did, and the mark of the folder as it saw it."""
    from app.exchange import sync as exchange
    from app.exchange.glance import Watched, mark_of
    from app.exchange.ids import DeviceId, Digest
    from app.exchange.roster import ROSTER_START, RosterHead

    known = rosters.stored_roster(workspace)
    head = (
        RosterHead(known.sequence, Digest(rosters.roster_digest(workspace)))
        if known is not None
        else ROSTER_START
    )

    def accept(found: exchange.Accepted) -> None:
        rosters.keep_roster(workspace, found.roster, found.data)

    def between() -> None:
        if workspace.role is Role.OFFICE:
            join_same_companies(workspace)

    folder = Watched(workspace.folder())
    report = exchange.run(station(workspace, folder), known, head, accept, between, progress)
    if workspace.secrets.registrar_seed is not None:
        folder.look_for_requests()
    done = SyncReport(
        report.written,
        report.read,
        report.changes,
        tuple(report.waiting),
        tuple(report.refused),
        len(conflicts(workspace)),
    )
    return done, mark_of(folder.seen, DeviceId(workspace.laptop.device))


def join_same_companies(workspace: Workspace) -> int:
    """Alias rows for companies with one organisation number that were added on several laptops (record.md 4).

    The number is the identity; other spellings of the name stay with their rows. An alias that the office has
    taken back is not made again. Returns how many were made.
    """
    secret = workspace.secrets.project_secret
    made = 0
    with workspace.reading() as reader:
        by_number: dict[str, list[RowId]] = {}
        for row in reader.rows(CompanyRow):
            if row.orgnr is not None:
                by_number.setdefault(row.orgnr, []).append(row.id)
        together = companies.groups(reader)
        taken_back = {
            alias
            for rows in by_number.values()
            for other in rows[1:]
            if reader.was_born(AliasRow, alias := natural_id(secret, "alias", rows[0], other))
        }
    for rows in by_number.values():
        for other in rows[1:]:
            alias = natural_id(secret, "alias", rows[0], other)
            if rows[0] not in together[other] and alias not in taken_back:
                workspace.commit("company same", None, born("alias", alias, rows[0], other))
                made += 1
    return made
