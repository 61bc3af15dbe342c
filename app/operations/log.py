"""Looking back: history, undo, redo, and what stands in conflict."""

from __future__ import annotations

from dataclasses import dataclass

from app.operations import companies
from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId, UnitId
from app.store.registry import Value
from app.store.units import ChangeSet


@dataclass(frozen=True, slots=True)
class UnitSnapshot:
    """One act: who did what, where and when (UTC milliseconds)."""

    id: UnitId
    verb: str
    person: str
    device: DeviceId
    at: int
    company: RowId | None
    undoes: UnitId | None


@dataclass(frozen=True, slots=True)
class ClaimSnapshot:
    value: Value
    person: str
    device: DeviceId
    at: int


@dataclass(frozen=True, slots=True)
class ConflictSnapshot:
    """A field in which several values stand; the last is the one that is shown meanwhile."""

    id: str
    company: RowId | None
    entity: str
    field: str
    before: Value
    values: tuple[ClaimSnapshot, ...]


def history(workspace: Workspace, company: str | None = None) -> tuple[UnitSnapshot, ...]:
    """All acts that this device can read, newest first; of one company, where it is named."""
    wanted: tuple[RowId, ...] | None = None
    if company is not None:
        with workspace.reading() as reader:
            wanted = companies.find(reader, company)
    return tuple(
        UnitSnapshot(unit.id, unit.verb, unit.person, unit.device, unit.at, unit.company, unit.undoes)
        for unit in workspace.store.history(wanted)
    )


def undo(workspace: Workspace) -> tuple[str, ChangeSet]:
    """Take back this person's last act on this device: its verb, and what changed."""
    act, changes = workspace.store.undo()
    return act.verb, changes


def redo(workspace: Workspace) -> tuple[str, ChangeSet]:
    """Take back the last undo: the verb of the act that stands again, and what changed."""
    act, changes = workspace.store.redo()
    return act.verb, changes


def conflicts(workspace: Workspace) -> tuple[ConflictSnapshot, ...]:
    """Every true conflict, derived from the record (exchange.md 3)."""
    from app.store.ids import hyphenated

    with workspace.reading() as reader:
        contests = reader.contested()
    return tuple(
        ConflictSnapshot(
            id=f"{hyphenated(contest.row)}.{contest.field}",
            company=contest.claims[-1].company,
            entity=contest.names[0],
            field=contest.names[1],
            before=contest.claims[0].before,
            values=tuple(
                ClaimSnapshot(claim.value, claim.person, claim.device, claim.at) for claim in contest.claims
            ),
        )
        for contest in contests
    )
