"""Bringing this device's news to the shared folder, and everybody else's home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.operations import companies, rosters
from app.operations.log import conflicts
from app.operations.stations import station
from app.operations.workspace import Workspace
from app.store.ids import RowId, natural_id
from app.store.registry import Role
from app.store.rows import AliasRow, CompanyRow
from app.store.units import born

if TYPE_CHECKING:
    from app.exchange.station import Passed


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did: files written and read, acts that came, files passed over with their reasons."""

    written: int
    read: int
    changes: int
    waiting: tuple[Passed, ...]
    refused: tuple[Passed, ...]
    conflicts: int


def sync(workspace: Workspace) -> SyncReport:
    """One run through the shared folder. A second one changes nothing.

    Raises Unavailable where the folder is missing, empty or read-only; what was to be written stays in line.
    """
    from app.exchange import sync as exchange
    from app.exchange.ids import Digest
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

    report = exchange.run(station(workspace, workspace.folder()), known, head, accept, between)
    return SyncReport(
        report.written,
        report.read,
        report.changes,
        tuple(report.waiting),
        tuple(report.refused),
        len(conflicts(workspace)),
    )


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
