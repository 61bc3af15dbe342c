"""Looking back: history, undo, redo, and what stands in conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId, UnitId
from app.store.registry import Value
from app.store.units import ChangeSet

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.history import LoggedUnit
    from app.store.local_state import Transaction

_LOOKED_THROUGH = 200
"""Acts of more operations are not looked through for what was built on them before somebody wants them undone."""


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


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What undo or redo would take back: the verb of the act, whose words are `act_words(verb, …)`.

    `code` and `params` say why it will be refused; None where it will not, as far as is known: a large import is
    looked through only when it is taken back.
    """

    verb: str
    code: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


def next_undo(workspace: Workspace) -> TakeBack | None:
    """What undo would take back now, for the menu; None where there is nothing. Cheap: asked after each change."""
    from app.store import history

    with workspace.store.connected() as connection:
        try:
            unit = history.next_undo(connection, workspace.store.device)
        except Refusal:
            return None
        return _take_back(connection, unit)


def next_redo(workspace: Workspace) -> TakeBack | None:
    """What redo would bring back now; None where there is nothing, as after any new act."""
    from app.store import history

    with workspace.store.connected() as connection:
        try:
            unit = history.next_redo(connection, workspace.store.device)
        except Refusal:
            return None
        return _take_back(connection, unit)


def _take_back(connection: Transaction, unit: LoggedUnit) -> TakeBack:
    from app.store import history

    verb = history.original(connection, unit).verb
    if history.size(connection, unit.number, _LOOKED_THROUGH + 1) <= _LOOKED_THROUGH:
        try:
            history.inverse(connection, unit)
        except Refusal as refused:
            return TakeBack(verb, refused.code, dict(refused.params))
    return TakeBack(verb)


def act_words(verb: str, language: Language) -> str:
    """An act in a few words, as a menu and a history name it: "svar", "loggat tillfälle"."""
    from app.i18n import say, says

    code = f"verb.done.{verb.replace(' ', '_')}"
    return say(code, language) if says(code) else say("verb.unknown", language, verb=verb)


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
