"""The store as the rest of the program holds it: commit an act, receive units, read, take back, remember."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from msgspec import json
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.domain.refusal import Refusal, Unavailable
from app.store import history, opening, typing_on
from app.store.apply import apply, unpack_heads
from app.store.history import LoggedUnit
from app.store.ids import Clock, DeviceId, RowId, UnitId, new_id, stamp, stamp_time
from app.store.reading import Reader, reading
from app.store.registry import BIRTH, BY_NUMBER, GONE
from app.store.units import Act, Change, ChangeSet, Operation, Unit, gone, place_of


class Store:
    """One laptop's record. `now` gives UTC milliseconds; device and person sign what is done here."""

    def __init__(
        self,
        engines: opening.Engines,
        *,
        device: DeviceId,
        person: str,
        incarnation: int,
        now: Callable[[], int],
    ) -> None:
        self._engines = engines
        self.device = device
        self.person = person
        self.incarnation = incarnation
        self.clock = Clock(now)
        self._typing: typing_on.Burst | None = None
        with engines.reader.connect() as connection:
            own = connection.exec_driver_sql(
                "SELECT stamp FROM unit WHERE substr(stamp, 9) = ? ORDER BY number DESC LIMIT 1", (device,)
            ).scalar_one_or_none()
            self._catch_up(connection)
        if own is not None:
            self.clock.said(stamp_time(own))

    def _catch_up(self, connection: Connection) -> None:
        """Put the clock past all that the log holds, another process's acts included; never past a wild clock's.

        Looked up again only when another connection has written: what this one writes, the clock has seen.
        """
        cursor = connection.connection.cursor()
        version = cursor.execute("PRAGMA data_version").fetchone()
        if connection.info.get("simmitt.seen") == version:
            return
        connection.info["simmitt.seen"] = version
        limit = self.clock.horizon().to_bytes(8, "big")
        cursor.execute("SELECT stamp FROM unit WHERE stamp < ? ORDER BY stamp DESC LIMIT 1", (limit,))
        if (newest := cursor.fetchone()) is not None:
            self.clock.saw(stamp_time(newest[0]))

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes,
        *,
        device: DeviceId,
        person: str,
        incarnation: int,
        now: Callable[[], int],
    ) -> Store:
        return cls(opening.create(path, key), device=device, person=person, incarnation=incarnation, now=now)

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        device: DeviceId,
        person: str,
        incarnation: int,
        now: Callable[[], int],
    ) -> Store:
        """Raises Unavailable where the file is missing, newer, or does not open with this key."""
        return cls(
            opening.open_store(path, key), device=device, person=person, incarnation=incarnation, now=now
        )

    def close(self) -> None:
        self._engines.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer: committed at the end, or nothing of it.

        Raises Unavailable where the disk does not take it: full, failing, write-protected, or held by another.
        """
        try:
            with self._engines.writer.begin() as connection:
                yield connection
        except (DBAPIError, sqlcipher.OperationalError) as error:
            if (code := opening.disk_fault(error)) is None:
                raise
            raise Unavailable(code) from error

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with reading(self._engines.reader) as reader:
            yield reader

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection for reading what stays on this laptop."""
        with self._engines.reader.connect() as connection:
            yield connection

    def commit(self, act: Act) -> ChangeSet:
        """Apply what a person did; durable when this returns."""
        with self.writing() as connection:
            return self.commit_in(connection, act)

    def commit_in(self, connection: Connection, act: Act) -> ChangeSet:
        """The same, as part of a larger transaction."""
        if not act.changes:
            raise ValueError("an act changes something")
        self._catch_up(connection)
        unit = self._unit(act, _placed(_born_again(connection, act.changes)))
        return apply(connection, (unit,), undoable=act.verb not in history.NOT_UNDOABLE)

    def _unit(self, act: Act, operations: tuple[Operation, ...]) -> Unit:
        return Unit(
            id=UnitId(new_id()),
            stamp=stamp(self.clock.tick(), self.device),
            person=self.person,
            verb=act.verb,
            at=self.clock.now(),
            undoes=act.undoes,
            company=act.company,
            incarnation=self.incarnation,
            sequence=None,
            operations=operations,
        )

    def commit_typing(self, act: Act) -> ChangeSet:
        """Apply what is being typed: durable when this returns, and one act with what was typed a moment ago.

        So typing in one field within a minute is one undo step and travels as one (record.md 7). The earlier act
        must be this store's own last typing in the same fields, the device's newest, and unpublished; else this is
        an act like any other.
        """
        with self.writing() as connection:
            return self.commit_typing_in(connection, act)

    def commit_typing_in(self, connection: Connection, act: Act) -> ChangeSet:
        """The same, as part of a larger transaction."""
        self._catch_up(connection)
        began = self.clock.now()
        before = typing_on.earlier(connection, self.device, self._typing, act, began)
        if before is None or self._typing is None:
            changes = self.commit_in(connection, act)
        else:
            began = self._typing.began
            unit = self._unit(act, before.operations)
            changes = apply(connection, (unit,), instead_of=before.number)
        fields = typing_on.fields_of(act)
        if changes.unit is not None and fields is not None:
            self._typing = typing_on.Burst(changes.unit, began, act.verb, act.company, fields)
        return changes

    def receive(self, connection: Connection, units: Sequence[Unit]) -> ChangeSet:
        """Apply units from elsewhere, in the caller's transaction."""
        for unit in units:
            self.clock.saw(stamp_time(unit.stamp))
        return apply(connection, units)

    def undo(self) -> tuple[LoggedUnit, ChangeSet]:
        """Take back this person's last act on this device. Raises Refusal where there is none, or it was built on."""
        with self.writing() as connection:
            unit = history.next_undo(connection, self.device)
            return self._take_back(connection, unit, "undo")

    def redo(self) -> tuple[LoggedUnit, ChangeSet]:
        with self.writing() as connection:
            unit = history.next_redo(connection, self.device)
            return self._take_back(connection, unit, "redo")

    def _take_back(self, connection: Connection, unit: LoggedUnit, verb: str) -> tuple[LoggedUnit, ChangeSet]:
        changes = history.inverse(connection, unit)
        act = history.original(connection, unit)
        return act, self.commit_in(connection, Act(verb, unit.company, changes, undoes=unit.id))

    def history(self, companies: Iterable[RowId] | None = None, most: int = -1) -> tuple[LoggedUnit, ...]:
        """The log, newest first; of some companies, and so many acts at most, where that is said."""
        with self.connected() as connection:
            return history.units(connection, companies, most)

    @contextmanager
    def as_it_was(self, companies: Iterable[RowId], instant: int) -> Iterator[Reader]:
        """Companies as they were at an instant (UTC milliseconds), read like the present."""
        wanted = tuple(companies)
        with self.connected() as connection:
            log = history.of_companies(connection, wanted, instant)
        with self._memory(log) as reader:
            yield reader

    @contextmanager
    def _memory(self, log: Sequence[Unit]) -> Iterator[Reader]:
        engine: Engine = history.projected(log, opening.in_memory())
        try:
            with reading(engine) as reader:
                yield reader
        finally:
            engine.dispose()


def _born_again(connection: Connection, changes: Sequence[Change]) -> Sequence[Change]:
    """The changes, and what a birth leaves out: a row that was taken away comes back, without what it held then.

    A row with a natural key is the same row whenever it is born; without this, what is typed after an undo would
    stay in the taken away row, unseen.
    """
    births: dict[int, list[str]] = {}
    for change in changes:
        if change.field == BIRTH:
            births.setdefault(change.entity, []).append(change.row.hex())
    named = {(change.row, change.field) for change in changes} if births else set()
    more: list[Change] = []
    cursor = connection.connection.cursor()
    for entity, rows in births.items():
        cursor.execute(
            f"SELECT id, heads FROM {BY_NUMBER[entity].name} "
            "WHERE gone = 1 AND id IN (SELECT unhex(value) FROM json_each(?))",
            (json.encode(rows).decode(),),
        )
        for row, heads in cursor.fetchall():
            more += [
                gone(entity, row, back=True) if field == GONE else Change(entity, row, field, None)
                for field in unpack_heads(heads)
                if (row, field) not in named
            ]
    return (*changes, *more) if more else changes


def _placed(changes: Sequence[Change]) -> tuple[Operation, ...]:
    """Operations in the order of their compartments, each with the place that it has on every device.

    Raises Refusal where a field is set twice in one act: a unit names each field at most once.
    """
    if len(changes) == 1:  # typing: nothing to order
        (only,) = changes
        place = place_of(BY_NUMBER[only.entity].compartment, 0)
        return (Operation(place, only.kind, only.entity, only.row, only.field, only.value, None),)
    ordered = sorted(changes, key=_section)
    if len({(change.row, change.field) for change in ordered}) < len(ordered):
        raise Refusal("store.field_twice", entity=BY_NUMBER[ordered[0].entity].name)
    placed: list[Operation] = []
    for compartment, found in groupby(ordered, lambda change: BY_NUMBER[change.entity].compartment):
        first = place_of(compartment, 0)
        for place, change in enumerate(found, first):
            placed.append(
                Operation(place, change.kind, change.entity, change.row, change.field, change.value, None)
            )
        place_of(compartment, len(placed))
    return tuple(placed)


def _section(change: Change) -> tuple[int, int, int]:
    return BY_NUMBER[change.entity].compartment, change.entity, change.field
