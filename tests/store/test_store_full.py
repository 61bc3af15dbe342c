"""A full disk, an interrupted write: the record stays as it was, and the next try goes through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _store_laptops import KEY, Laptop, birth, device, reprojected, shown, to
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3.dbapi2 import DatabaseError

from app.domain.refusal import Unavailable
from app.store import outbox
from app.store.store import Store
from app.store.units import Act, Change

FAULTS = (DBAPIError, DatabaseError)


def _import(first: int = 0, count: int = 300, note: str = "x" * 200) -> tuple[Change, ...]:
    changes: list[Change] = []
    for index in range(first, first + count):
        changes += (birth("session", index), *to("session", index, note=f"{note} {index}"))
    return tuple(changes)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    laptop.act("coach log", *_import(0, 20))
    yield laptop
    laptop.close()


@contextmanager
def _at_most(store: Store, more: int) -> Iterator[None]:
    """As if the disk had room for so many pages more."""
    with store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")
    try:
        yield
    finally:
        with store.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_leaves_the_record_as_it_was(laptop: Laptop) -> None:
    """At every page: until there is room enough, nothing of the act is there; then all of it."""
    before, log = laptop.dump(), laptop.log()
    failed = 0
    for more in range(0, 200, 3):
        with _at_most(laptop.store, more):
            try:
                laptop.store.commit(Act("matrix import", None, _import(20)))
                break
            except Unavailable as refused:
                assert (refused.code, refused.exit_code) == ("store.disk.full", 3)
                failed += 1
        assert (laptop.dump(), laptop.log()) == (before, log)
    assert failed > 3
    assert len(laptop.log()) == len(log) + 1
    stands, again = reprojected(laptop.store)
    assert stands == again
    laptop.close()
    laptop.open()
    assert len(laptop.log()) == len(log) + 1


def test_a_full_disk_during_an_import_from_afar(tmp_path: Path, laptop: Laptop) -> None:
    bo = Laptop(tmp_path, "bo")
    bo.act("matrix import", *_import(500))
    before, log = laptop.dump(), laptop.log()
    with _at_most(laptop.store, 4):
        with pytest.raises(Unavailable, match="store.disk.full"):
            laptop.take(bo.own())
        assert (laptop.dump(), laptop.log()) == (before, log)
        laptop.act("company edit", *to("company", 0, name="Alfa AB"))  # small things still go
    laptop.take(bo.own())
    assert len(laptop.log()) == len(log) + 2
    stands, again = reprojected(laptop.store)
    assert stands == again
    bo.close()


def test_undo_on_a_full_disk_changes_nothing(laptop: Laptop) -> None:
    laptop.act("matrix import", *_import(20))
    before, log = shown(laptop.store), laptop.log()
    with _at_most(laptop.store, 0), pytest.raises(Unavailable, match="store.disk.full"):
        laptop.store.undo()
    assert (shown(laptop.store), laptop.log()) == (before, log)
    laptop.store.undo()
    laptop.store.redo()
    assert shown(laptop.store) == before


@contextmanager
def _stopped(store: Store, after: int) -> Iterator[list[int]]:
    """SQLite stops the writer after so many of its own steps, in the middle of whatever it does."""
    left = [after]

    def tick() -> int:
        left[0] -= 1
        return int(left[0] < 0)

    with store.writing() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
    raw.set_progress_handler(tick, 10)
    try:
        yield left
    finally:
        raw.set_progress_handler(None, 10)


def test_stopped_at_the_nth_step_for_every_n(laptop: Laptop) -> None:
    """Fail the Nth step, for N upwards, until an act passes (lessons.md): whole or not at all, each time."""
    before, log = laptop.dump(), laptop.log()
    changes = (
        birth("answer", 0),
        *to("answer", 0, value="3"),
        *to("company", 0, name="Beta", men=3),
        *_import(5, 30),
    )
    failed = after = 0
    while True:
        try:
            with _stopped(laptop.store, after):
                laptop.store.commit(Act("interview answer", None, changes))
            break
        except FAULTS as error:
            assert "interrupted" in str(error)
            failed += 1
        assert (laptop.dump(), laptop.log()) == (before, log), after
        after += 1 + after // 12
    assert failed > 10
    assert len(laptop.log()) == len(log) + 1
    stands, again = reprojected(laptop.store)
    assert stands == again


def test_an_error_later_in_the_same_transaction_takes_all_of_it_back(laptop: Laptop) -> None:
    """The act and what goes with it, a file in line or a key, are there together or neither."""
    before, log = laptop.dump(), laptop.log()

    class Late(Exception):
        pass

    with pytest.raises(Late), laptop.store.writing() as connection:
        laptop.store.commit_in(connection, Act("company edit", None, to("company", 0, name="Beta")))
        outbox.queue(connection, "simmitt/project", b"data")
        raise Late
    assert (laptop.dump(), laptop.log()) == (before, log)
    with laptop.store.connected() as connection:
        assert outbox.queued(connection) == ()
    changes = laptop.store.commit(Act("company edit", None, to("company", 0, name="Gamma")))
    assert len(laptop.log()) == len(log) + 1 and changes.undoable


def test_a_reader_never_waits_for_the_writer_and_sees_one_moment(laptop: Laptop) -> None:
    before = laptop.dump()
    with laptop.store.writing() as connection:
        laptop.store.commit_in(connection, Act("company edit", None, to("company", 0, name="Beta")))
        assert laptop.dump() == before
    assert laptop.dump() != before


def test_two_processes_on_one_profile_take_turns(laptop: Laptop) -> None:
    other = Store.open(laptop.path, KEY, device=device("anna"), person="anna", incarnation=1, now=laptop.wall)
    for index in range(20):
        for store, name in ((laptop.store, "here"), (other, "there")):
            store.commit(Act("company edit", None, to("company", 0, name=f"{name} {index}")))
    stamps = [unit.stamp for unit in laptop.log()]
    assert stamps == sorted(set(stamps)), "neither gives a stamp that the other has given"
    with laptop.store.writing() as connection:
        _durable(connection)
    other.close()
    stands, again = reprojected(laptop.store)
    assert stands == again
    assert laptop.contests() == ()


def _durable(connection: Connection) -> None:
    """What a call returned survives a pulled plug: WAL with a sync of every commit."""
    assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
    assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
