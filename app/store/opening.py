"""Opening the encrypted file: one writer, one reader, the right key, no newer schema.

Two engines: the writer begins IMMEDIATE and has a pool of one; the reader is deferred, so that in WAL mode it never
waits for the writer (record.md 1). `isolation_level=None` with an explicit begin, or a rollback commits in silence.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from app.domain.refusal import Unavailable
from app.store.tables import SCHEMA, metadata


@dataclass(frozen=True, slots=True)
class Engines:
    writer: Engine
    reader: Engine

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


def _connector(path: str, key: bytes | None) -> Callable[[], sqlcipher.Connection]:
    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(path, isolation_level=None, timeout=20, check_same_thread=False)
        run = connection.execute
        run("PRAGMA cipher_log_level = NONE")  # before the key, or a wrong key writes to stderr
        if key is not None:
            run(f"PRAGMA key = \"x'{key.hex()}'\"")
            run("PRAGMA cipher_memory_security = OFF")
        try:
            run("PRAGMA synchronous = FULL")  # the first that reads the file
            run("PRAGMA foreign_keys = ON")
            run("PRAGMA cache_size = -64000")
            run("PRAGMA temp_store = MEMORY")
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    return connect


def _engine(connect: Callable[[], sqlcipher.Connection], begin: str) -> Engine:
    engine = create_engine(
        "sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=1, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _engines(path: str, key: bytes) -> Engines:
    connect = _connector(path, key)
    return Engines(_engine(connect, "BEGIN IMMEDIATE"), _engine(connect, "BEGIN DEFERRED"))


def writer_of(path: Path, key: bytes) -> Engine:
    """The writer alone: for steps between schemas."""
    return _engine(_connector(str(path), key), "BEGIN IMMEDIATE")


def create(path: Path, key: bytes) -> Engines:
    """Make a new store. Raises FileExistsError where there is one already."""
    with path.open("xb"):
        pass
    path.chmod(0o600)
    raw = _connector(str(path), key)()
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    engines = _engines(str(path), key)
    with engines.writer.begin() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    return engines


def open_store(path: Path, key: bytes) -> Engines:
    """Open the store. Raises Unavailable where it is missing, of a newer release, or does not open with this key."""
    if not path.is_file():
        raise Unavailable("store.missing", path=str(path))
    if path.stat().st_size == 0:
        raise Unavailable("store.empty", path=str(path))
    try:
        with contextlib.closing(_connector(str(path), key)()) as raw:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlcipher.DatabaseError as error:
        raise Unavailable("store.not_opened", path=str(path)) from error
    if not tables:  # SQLite takes a file of a few bytes for a new one
        raise Unavailable("store.empty", path=str(path))
    if version > SCHEMA:
        raise Unavailable("store.newer", version=version, known=SCHEMA)
    if version < SCHEMA:
        from app.store.migrations import upgrade

        upgrade(path, key, version, writer_of(path, key))
    return _engines(str(path), key)


def in_memory() -> Engine:
    """An empty store of the same shape that lives only as long as it is held: a past day, or a re-projection."""
    engine = _engine(_connector(":memory:", None), "BEGIN")
    with engine.begin() as connection:
        metadata.create_all(connection)
    return engine


# What SQLite says of a disk that does not take a write -> the sentence for it.
_DISK = (
    ("database or disk is full", "store.disk.full"),
    ("disk i/o error", "store.disk.failing"),
    ("readonly database", "store.disk.read_only"),
    ("database is locked", "store.disk.busy"),
)


def disk_fault(error: Exception) -> str | None:
    """The code of the sentence for a disk that does not take a write, or None for any other error."""
    said = str(error).lower()
    return next((code for words, code in _DISK if words in said), None)
