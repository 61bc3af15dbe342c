"""The steps between schemas: their head is what `create_all` makes, and a step that fails changes nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.refusal import Unavailable
from app.store import opening
from app.store.tables import SCHEMA

KEY = b"k" * 32


def _schema(path: Path) -> dict[str, str]:
    engine = opening.writer_of(path, KEY)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    engine.dispose()
    return {name: re.sub(r"\s+", " ", sql).strip() for name, sql in rows}


def _old(path: Path) -> None:
    """A store from before the first schema: encrypted, and empty."""
    engine = opening.writer_of(path, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE witness (said TEXT)")
        connection.exec_driver_sql("INSERT INTO witness VALUES ('before')")
    engine.dispose()


def test_the_head_of_the_steps_is_what_create_all_makes(tmp_path: Path) -> None:
    opening.create(tmp_path / "new.db", KEY).close()
    _old(tmp_path / "old.db")
    opening.open_store(tmp_path / "old.db", KEY).close()
    made, brought = _schema(tmp_path / "new.db"), _schema(tmp_path / "old.db")
    assert brought.pop("witness")
    assert brought == made


def test_there_is_a_step_for_each_schema() -> None:
    from app.store.migrations.upgrading import steps

    assert len(steps()) == SCHEMA


def test_an_upgraded_store_has_its_version_and_a_backup_under_the_same_key(tmp_path: Path) -> None:
    _old(tmp_path / "store.db")
    engines = opening.open_store(tmp_path / "store.db", KEY)
    with engines.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA
        assert connection.exec_driver_sql("SELECT said FROM witness").scalar_one() == "before"
    engines.close()
    backup = tmp_path / "backups" / "store-schema-0.db"
    assert not backup.read_bytes().startswith(b"SQLite format 3")
    if sys.platform != "win32":
        assert backup.stat().st_mode & 0o077 == 0
    assert set(_schema(backup)) == {"witness"}
    # An upgraded store is opened again without a step.
    stamp = backup.stat().st_mtime_ns
    opening.open_store(tmp_path / "store.db", KEY).close()
    assert backup.stat().st_mtime_ns == stamp


def test_a_step_that_fails_leaves_the_store_as_it_was_and_names_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.store.migrations.versions import schema_0001

    _old(tmp_path / "store.db")
    before, content = _schema(tmp_path / "store.db"), (tmp_path / "store.db").read_bytes()
    upgrade = schema_0001.upgrade

    def broken() -> None:
        upgrade()
        raise RuntimeError("the last statement of a step")

    from app.store.migrations import upgrading

    class Script:
        revision = "0001"

        class module:
            upgrade = staticmethod(broken)

    class Directory:
        def get_revision(self, revision: str) -> type[Script]:
            return Script

    monkeypatch.setattr(upgrading, "steps", lambda: ("0001",))
    monkeypatch.setattr(upgrading, "_script", Directory)
    with pytest.raises(Unavailable) as refused:
        opening.open_store(tmp_path / "store.db", KEY)
    assert refused.value.code == "store.upgrade"
    assert (tmp_path / "store.db").read_bytes() == content
    assert Path(str(refused.value.params["backup"])).is_file()
    assert _schema(tmp_path / "store.db") == before
    engine = opening.writer_of(tmp_path / "store.db", KEY)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 0
    engine.dispose()


def test_what_another_process_has_upgraded_meanwhile_is_left_alone(tmp_path: Path) -> None:
    from app.store.migrations import upgrade

    path = tmp_path / "store.db"
    opening.create(path, KEY).close()
    before = _schema(path)
    upgrade(path, KEY, 0, opening.writer_of(path, KEY))
    assert _schema(path) == before


def test_a_table_made_anew_does_not_take_the_rows_that_refer_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    from app.store.migrations import upgrading

    path = tmp_path / "store.db"
    _old(path)
    engine = opening.writer_of(path, KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql(
            "CREATE TABLE owned (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES owner (id) ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO owner VALUES (1, 'A')")
        connection.exec_driver_sql("INSERT INTO owned VALUES (1, 1)")
    engine.dispose()

    def anew() -> None:
        with op.batch_alter_table("owner", recreate="always") as table:
            table.alter_column("name", new_column_name="called")

    class Step:
        class module:
            upgrade = staticmethod(anew)

    class Directory:
        def get_revision(self, revision: str) -> type[Step]:
            return Step

    monkeypatch.setattr(upgrading, "steps", lambda: ("0001",))
    monkeypatch.setattr(upgrading, "_script", Directory)
    opening.open_store(path, KEY).close()
    engine = opening.writer_of(path, KEY)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT owner FROM owned").scalar_one() == 1
        assert connection.exec_driver_sql("SELECT called FROM owner").scalar_one() == "A"
    engine.dispose()


def test_without_a_backup_nothing_is_done(tmp_path: Path) -> None:
    _old(tmp_path / "store.db")
    before = _schema(tmp_path / "store.db")
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(Unavailable) as refused:
        opening.open_store(tmp_path / "store.db", KEY)
    assert refused.value.code == "store.backup"
    assert _schema(tmp_path / "store.db") == before


def test_a_present_store_opens_without_alembic(tmp_path: Path) -> None:
    opening.create(tmp_path / "store.db", KEY).close()
    code = (
        "import sys; from pathlib import Path; from app.store import opening; "
        f"opening.open_store(Path({str(tmp_path / 'store.db')!r}), {KEY!r}).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


STORED = Path(__file__).parent / "stored"


def _stored(path: Path, version: int) -> dict[str, list[tuple[object, ...]]]:
    """A store as an earlier release left it, and its rows."""
    engine = opening.writer_of(path, KEY)
    statements = (STORED / f"schema_{version}.sql").read_text(encoding="utf-8").split(";\n")
    with engine.begin() as connection:
        for statement in statements:
            if statement.strip():
                connection.exec_driver_sql(statement)
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        rows = {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in names
        }
    engine.dispose()
    return rows


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_a_stored_database_of_each_earlier_schema_is_brought_here_with_all_its_rows(
    tmp_path: Path, version: int
) -> None:
    from app.store import history, search
    from app.store.apply import apply
    from app.store.tables import PROJECTIONS

    opening.create(tmp_path / "new.db", KEY).close()
    before = _stored(tmp_path / "old.db", version)
    assert sum(len(rows) for rows in before.values()) > 20
    engines = opening.open_store(tmp_path / "old.db", KEY)
    assert _schema(tmp_path / "old.db") == _schema(tmp_path / "new.db")
    with engines.reader.connect() as connection:
        for name, rows in before.items():
            assert [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")] == rows, name
        log = tuple(unit for _, unit in history.whole(connection, "1"))
        again = opening.in_memory()
        with again.begin() as remade:
            apply(remade, log)
            for table in PROJECTIONS.values():
                query = f"SELECT * FROM {table.name} ORDER BY id"
                assert connection.exec_driver_sql(query).all() == remade.exec_driver_sql(query).all()
        again.dispose()
    with engines.writer.begin() as connection:
        assert search.catch_up(connection) is False
    with engines.reader.connect() as connection:
        assert [found.entity for found in search.find(connection, "kantp")] == ["session", "skill", "answer"]
        assert list(search.find(connection, "fel dag")) == [], "what was undone is not found"
    engines.close()


def test_a_store_of_schema_1_takes_notes(tmp_path: Path) -> None:
    from _store_laptops import birth, device, to

    from app.store.rows import QuestionNoteRow
    from app.store.store import Store
    from app.store.units import Act

    path = tmp_path / "old.db"
    _stored(path, 1)
    store = Store.open(path, KEY, device=device("anna"), person="anna", incarnation=1, now=lambda: 1)
    for note in ("B", "Bredvid"):
        changes = (birth("question_note", 0), *to("question_note", 0, note=note))
        store.commit_typing(Act("interview note", None, changes))
    with store.reading() as reader:
        assert [(row.note, row.missing) for row in reader.rows(QuestionNoteRow)] == [("Bredvid", None)]
    store.close()
