"""Typing on: an act that goes on where the one before it stopped takes its place (record.md 7)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from app.store import history
from app.store.apply import unpack_heads
from app.store.ids import DeviceId, RowId, UnitId
from app.store.registry import BIRTH, BY_NUMBER, GONE, Value
from app.store.units import Act, Operation, OpKind

MINUTE = 60_000
"""How long one act of typing can grow, in milliseconds: so much is taken back at once."""

Fields = frozenset[tuple[int, RowId, int]]
"""Entity, row and field of everything that an act sets, births aside."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Typing that may go on: the act that stands for it, when it began (UTC milliseconds), and what it sets.

    Kept in memory only. So an act of the command line, of another window or from before a restart is never taken
    for the beginning of this one.
    """

    unit: UnitId
    began: int
    verb: str
    company: RowId | None
    fields: Fields


@dataclass(frozen=True, slots=True)
class Earlier:
    """The act that is to be replaced, by its number, and the operations that come instead, with its bases."""

    number: int
    operations: tuple[Operation, ...]


def fields_of(act: Act) -> Fields | None:
    """What an act of typing sets. None where it does anything else than set fields of rows, new ones or not."""
    if act.undoes is not None or any(
        change.kind != OpKind.SET or change.field == GONE for change in act.changes
    ):
        return None
    return frozenset(
        (change.entity, change.row, change.field) for change in act.changes if change.field != BIRTH
    )


def earlier(
    connection: Connection, device: DeviceId, burst: Burst | None, act: Act, now: int
) -> Earlier | None:
    """The act that this one goes on with.

    None unless it is this device's newest, began less than a minute ago, is in no segment yet, set the same fields,
    and nobody has touched them since: what has come from elsewhere meanwhile stands against what was seen.
    """
    if (
        burst is None
        or not 0 <= now - burst.began < MINUTE
        or (burst.verb, burst.company, burst.fields) != (act.verb, act.company, fields_of(act))
    ):
        return None
    newest = connection.exec_driver_sql(
        "SELECT number, id, stamp, sequence FROM unit WHERE substr(stamp, 9) = ? ORDER BY number DESC LIMIT 1",
        (device,),
    ).one_or_none()
    if newest is None or newest.id != burst.unit or newest.sequence is not None:
        return None
    done = history.operations(connection, newest.number)
    born = {(op.entity, op.row) for op in done if op.field == BIRTH}
    if not {(change.entity, change.row) for change in act.changes if change.field == BIRTH} <= born:
        return None
    if not all(_alone(connection, op, newest.stamp) for op in done if op.field != BIRTH):
        return None
    said: dict[tuple[int, RowId, int], Value] = {
        (change.entity, change.row, change.field): change.value
        for change in act.changes
        if change.field != BIRTH
    }
    return Earlier(
        newest.number,
        tuple(op._replace(value=said.get((op.entity, op.row, op.field), op.value)) for op in done),
    )


def _alone(connection: Connection, op: Operation, stamp: bytes) -> bool:
    """Whether an operation is the only head of its field."""
    packed: bytes = connection.exec_driver_sql(
        f"SELECT heads FROM {BY_NUMBER[op.entity].name} WHERE id = ?", (op.row,)
    ).scalar_one()
    return unpack_heads(packed).get(op.field) == [stamp]
