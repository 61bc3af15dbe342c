"""Questions to the log: who did what, what can be taken back, and what a company was on a past day."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from app.domain.refusal import Refusal
from app.store.apply import apply, unpack_heads
from app.store.ids import STAMP_SIZE, DeviceId, RowId, Stamp, UnitId, stamp_device
from app.store.registry import BIRTH, BY_NAME, BY_NUMBER, GONE, Value
from app.store.tables import ORDINAL_BITS
from app.store.units import Change, Operation, OpKind, Unit, gone

NOT_UNDOABLE = frozenset({"profile create", "company same"})
"""Verbs that the program itself writes, or that others already build on (record.md 7)."""


@dataclass(frozen=True, slots=True)
class LoggedUnit:
    """One act in the log."""

    number: int
    id: UnitId
    stamp: Stamp
    person: str
    verb: str
    at: int
    undoes: UnitId | None
    company: RowId | None

    @property
    def device(self) -> DeviceId:
        return stamp_device(self.stamp)


_UNIT = "SELECT number, id, stamp, person, verb, at, undoes, company FROM unit"


def units(
    connection: Connection, companies: Iterable[RowId] | None = None, most: int = -1
) -> tuple[LoggedUnit, ...]:
    """The log, newest first; of some companies only, where they are given, and so many of them at most."""
    if companies is None:
        found = connection.exec_driver_sql(f"{_UNIT} ORDER BY stamp DESC LIMIT ?", (most,))
    else:
        wanted = tuple(companies)
        found = connection.exec_driver_sql(
            f"{_UNIT} WHERE company IN ({', '.join('?' * len(wanted))}) ORDER BY stamp DESC LIMIT ?",
            (*wanted, most),
        )
    return tuple(LoggedUnit(*row) for row in found)


def operations(connection: Connection, number: int) -> tuple[Operation, ...]:
    """The operations of a unit that this laptop could read."""
    found = connection.exec_driver_sql(
        "SELECT id, kind, entity, row, field, value, bases FROM op WHERE id >= ? AND id < ? ORDER BY id",
        (number << ORDINAL_BITS, (number + 1) << ORDINAL_BITS),
    )
    mask = (1 << ORDINAL_BITS) - 1
    return tuple(Operation(row[0] & mask, *row[1:]) for row in found)


def size(connection: Connection, number: int, most: int) -> int:
    """How many operations a unit has, counted no further than `most`."""
    found: int = connection.exec_driver_sql(
        "SELECT count(*) FROM (SELECT 1 FROM op WHERE id >= ? AND id < ? LIMIT ?)",
        (number << ORDINAL_BITS, (number + 1) << ORDINAL_BITS, most),
    ).scalar_one()
    return found


def _backwards(connection: Connection, device: DeviceId) -> Generator[LoggedUnit, None, None]:
    """What this device's person did, the last first; read only as far as somebody asks."""
    found = connection.exec_driver_sql(f"{_UNIT} WHERE substr(stamp, 9) = ? ORDER BY number DESC", (device,))
    with closing(found):
        for row in found:
            unit = LoggedUnit(*row)
            if unit.verb not in NOT_UNDOABLE:
                yield unit


def next_undo(connection: Connection, device: DeviceId) -> LoggedUnit:
    """The unit that undo would take back. Raises Refusal where there is none.

    Each undo on the way back has taken one act, or one redo, before it.
    """
    taken = 0
    with closing(_backwards(connection, device)) as log:
        for unit in log:
            if unit.verb == "undo":
                taken += 1
            elif taken:
                taken -= 1
            else:
                return unit
    raise Refusal("store.undo.nothing")


def next_redo(connection: Connection, device: DeviceId) -> LoggedUnit:
    """The undo that redo would take back. Raises Refusal where there is none, or an act has come after it."""
    taken = 0
    with closing(_backwards(connection, device)) as log:
        for unit in log:
            if unit.verb == "redo":
                taken += 1
            elif unit.verb != "undo":
                break
            elif taken:
                taken -= 1
            else:
                return unit
    raise Refusal("store.redo.nothing")


def original(connection: Connection, unit: LoggedUnit) -> LoggedUnit:
    """The act of a person behind a chain of undo and redo."""
    while unit.undoes is not None:
        found = connection.exec_driver_sql(f"{_UNIT} WHERE id = ?", (unit.undoes,)).one_or_none()
        if found is None:  # not here yet
            break
        unit = LoggedUnit(*found)
    return unit


def inverse(connection: Connection, unit: LoggedUnit) -> tuple[Change, ...]:
    """The changes that take a unit back.

    Raises Refusal naming the later unit (anybody's) that has touched one of its fields or rows since
    (record.md 7).
    """
    changes: list[Change] = []
    done = operations(connection, unit.number)
    newborn = [(op.entity, op.row) for op in done if op.field == BIRTH]
    fresh = {row for _, row in newborn}
    returned = [(op.entity, op.row) for op in done if op.kind == OpKind.RESTORE and op.row not in fresh]
    for op in done:
        if op.row in fresh or op.field == BIRTH:
            continue
        for head in _heads(connection, op.entity, op.row).get(op.field, []):
            _untouched(connection, unit, unit, head, op.row, op.field)
        changes.append(_before(connection, op))
    first = original(connection, unit)
    for entity, row in (*newborn, *returned):
        for field, heads in _heads(connection, entity, row).items():
            for head in heads:
                _untouched(connection, unit, first, head, row, field)
    changes += [gone(entity, row) for entity, row in newborn]
    _no_guests(connection, unit, first, (*newborn, *returned))
    return tuple(changes)


def _heads(connection: Connection, entity: int, row: RowId) -> dict[int, list[bytes]]:
    packed = connection.exec_driver_sql(
        f"SELECT heads FROM {BY_NUMBER[entity].name} WHERE id = ?", (row,)
    ).scalar_one()
    return unpack_heads(packed)


def _untouched(
    connection: Connection, unit: LoggedUnit, since: LoggedUnit, head: bytes, row: RowId, field: int
) -> None:
    """Refuse where a field's head came here after an act; an act that was taken back has not touched anything.

    The order of arrival tells what an act of this device had seen, whatever other clocks say.
    """
    later = LoggedUnit(*connection.exec_driver_sql(f"{_UNIT} WHERE stamp = ?", (head,)).one())
    stands: LoggedUnit | None = later
    while stands is not None and stands.number > since.number and stands.undoes is not None:
        taken_back = connection.exec_driver_sql(
            "SELECT op.bases FROM unit JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
            "WHERE unit.id = ? AND op.row = ? AND op.field = ?",
            (ORDINAL_BITS, ORDINAL_BITS, stands.undoes, row, field),
        ).scalar_one_or_none()
        if not taken_back:
            return
        found = connection.exec_driver_sql(f"{_UNIT} WHERE stamp = ?", (_newest(taken_back),)).one_or_none()
        stands = LoggedUnit(*found) if found is not None else None  # None: it is still under way
    if stands is None or stands.number > since.number:
        raise Refusal(
            "store.undo.touched",
            verb=original(connection, unit).verb,
            later=original(connection, later).verb,
            person=later.person,
        )


def _no_guests(
    connection: Connection, unit: LoggedUnit, since: LoggedUnit, rows: Sequence[tuple[int, RowId]]
) -> None:
    """A company that somebody has worked with since is not taken away under them."""
    for entity, row in rows:
        if BY_NUMBER[entity].name == "company":
            living: set[bytes] = set()
            for later in sorted(units(connection, (row,)), key=lambda u: u.number):
                if later.number > since.number and later.verb not in ("undo", "redo"):
                    living.add(later.id)
                elif later.verb == "undo" and later.undoes is not None:
                    living.discard(original(connection, later).id)
                elif later.verb == "redo":
                    living.add(original(connection, later).id)
            living.discard(since.id)
            for guest in units(connection, (row,)):
                if guest.id in living:
                    raise Refusal(
                        "store.undo.touched", verb=since.verb, later=guest.verb, person=guest.person
                    )


def _before(connection: Connection, op: Operation) -> Change:
    """The change that puts back what an operation replaced: the newest of its bases, or nothing."""
    kind, value = _replaced_by(connection, op)
    if op.field == GONE:
        return gone(op.entity, op.row, back=kind != OpKind.DELETE)
    return Change(op.entity, op.row, op.field, value)


def _replaced_by(connection: Connection, op: Operation) -> tuple[int, Value]:
    if not op.bases:
        return OpKind.RESTORE, None
    return _logged(connection, _newest(op.bases), op.row, op.field)[:2]


def _newest(bases: bytes) -> bytes:
    return max(bases[i : i + STAMP_SIZE] for i in range(0, len(bases), STAMP_SIZE))


def _logged(connection: Connection, stamp: bytes, row: RowId, field: int) -> tuple[int, Value, bytes]:
    """Kind, value and bases of the operation of this stamp on this field."""
    found = connection.exec_driver_sql(
        "SELECT op.kind, op.value, op.bases FROM unit "
        "JOIN op ON op.id >= unit.number << ? AND op.id < (unit.number + 1) << ? "
        "WHERE unit.stamp = ? AND op.row = ? AND op.field = ?",
        (ORDINAL_BITS, ORDINAL_BITS, stamp, row, field),
    ).one()
    return found[0], found[1], found[2]


def whole(connection: Connection, where: str, *params: Value) -> Iterable[tuple[int, Unit]]:
    """Units with their operations and numbers, in order of arrival. `where` is SQL of this room."""
    found = connection.exec_driver_sql(
        "SELECT number, id, stamp, person, verb, at, undoes, company, incarnation, sequence FROM unit "
        f"WHERE {where} ORDER BY number",
        params,
    ).all()
    for number, unit, stamp, person, verb, at, undoes, company, incarnation, sequence in found:
        yield (
            number,
            Unit(
                unit,
                stamp,
                person,
                verb,
                at,
                undoes,
                company,
                incarnation,
                sequence,
                operations(connection, number),
            ),
        )


def of_companies(connection: Connection, companies: Iterable[RowId], until: int) -> tuple[Unit, ...]:
    """All that was done with some companies up to an instant (UTC milliseconds)."""
    wanted = tuple(companies)
    where = f"at <= ? AND company IN ({', '.join('?' * len(wanted))})"
    return tuple(unit for _, unit in whole(connection, where, until, *wanted))


def projected(log: Iterable[Unit], engine: Engine) -> Engine:
    """Fill an empty store of the same shape from units of the log."""
    with engine.begin() as target:
        apply(target, tuple(log))
    return engine


def once_held(connection: Connection, entity: str, field: str) -> set[Value]:
    """Every value that a field has ever held in any row: what was given out once is not given out again."""
    known = BY_NAME[entity]
    found = connection.exec_driver_sql(
        "SELECT DISTINCT value FROM op WHERE entity = ? AND field = ?",
        (known.number, known.field(field).number),
    )
    return {row[0] for row in found}
