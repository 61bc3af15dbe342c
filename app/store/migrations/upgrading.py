"""Backup, then every missing step in one transaction (record.md 9; exchange.md 7, pitfalls)."""

from __future__ import annotations

import contextlib
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.domain.refusal import Unavailable
from app.store.tables import SCHEMA

_HERE = Path(__file__).parent
BACKUPS = "backups"


def steps() -> tuple[str, ...]:
    """The revisions, oldest first; the nth brings a store to schema n."""
    script = _script()
    return tuple(found.revision for found in reversed(list(script.walk_revisions())))


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def run_steps(connection: Connection, version: int) -> None:
    """Run the steps after a schema, in the caller's transaction."""
    script = _script()
    operations = Operations(MigrationContext.configure(connection))
    for revision in steps()[version:]:
        found = script.get_revision(revision)
        assert found is not None
        with Operations.context(operations.migration_context):
            found.module.upgrade()
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def upgrade(path: Path, key: bytes, version: int, engine: Engine) -> Path:
    """Bring the store to this release's schema through its writer; where the backup lies.

    Nothing is done twice where another process has brought it there meanwhile. Raises Unavailable `store.upgrade`
    where a step fails: the store is as it was.
    """
    backup = _backup(path, key, version)
    try:
        _foreign_keys_off(engine)
        with engine.begin() as connection:
            stands = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            if stands < SCHEMA:
                run_steps(connection, stands)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise ValueError(f"a step left a row of {broken[0]} that refers to nothing")
    except Exception as error:
        raise Unavailable("store.upgrade", version=version, backup=str(backup)) from error
    finally:
        engine.dispose()
    return backup


def _foreign_keys_off(engine: Engine) -> None:
    """For the writer's one connection, before it begins: within a transaction the pragma does nothing, and with
    foreign keys on, Alembic's batch mode empties the tables that refer to the one that it makes anew."""
    writer = engine.raw_connection()
    writer.cursor().execute("PRAGMA foreign_keys = OFF")
    writer.close()


def _backup(path: Path, key: bytes, version: int) -> Path:
    """A copy under the same key, through SQLite's own backup and never by copying files."""
    folder = path.parent / BACKUPS
    target = folder / f"{path.stem}-schema-{version}.db"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        part.unlink(missing_ok=True)
        with part.open("xb"):
            pass
        part.chmod(0o600)
        source, copy = (sqlcipher.connect(str(place), isolation_level=None) for place in (path, part))
        for connection in (source, copy):
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        source.backup(copy)
        copy.close()
        source.close()
        part.replace(target)
    except (OSError, sqlcipher.Error) as error:
        with contextlib.suppress(OSError):  # the folder itself may be what is wrong
            part.unlink()
        raise Unavailable("store.backup", folder=str(folder)) from error
    return target
