"""One write path: nothing but `store.apply` (with `store.bulk`) writes the log or a synced table (record.md 1)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.registry import ENTITIES

APP = Path(__file__).resolve().parents[2] / "app"
SYNCED = {entity.name for entity in ENTITIES} | {"unit", "op", "awaited"}
WRITERS = {"store/apply.py", "store/bulk.py"}

# Statements elsewhere that may stand, each with its reason.
ALLOWED = {
    (
        "store/outbox.py",
        "update unit",
    ): "the number of the segment that carries an act: where it went, not what it was",
}
# Steps between schemas reshape whole tables in a store that nothing else has open; their own test compares them.
STEPS = "store/migrations/"

_WRITE = re.compile(
    r"\b(insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from"
    r"|create\s+(?:temp\w*\s+)?trigger|drop\s+table(?:\s+if\s+exists)?|alter\s+table)"
    r"\s+[\"'`\[]?(\{\}|\w+)",
    re.IGNORECASE,
)
# SQLAlchemy's own ways of writing.
_STATEMENTS = {"insert", "update", "delete"}
_ORM = {"Session", "sessionmaker", "scoped_session", "Mapper", "registry", "DeclarativeBase"}


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module, what is put into it by a format written as {}."""
    inside = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    } - {id(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def _docstrings(tree: ast.AST) -> set[str]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        ast.get_docstring(node, clean=False) or "" for node in ast.walk(tree) if isinstance(node, holders)
    }


def writes(source: str) -> set[str]:
    """What a module writes in the database: `verb table`, `{}` for a table that is not named outright."""
    tree = ast.parse(source)
    said = _docstrings(tree)
    found = set()
    for text in _texts(tree):
        if text in said:
            continue
        for verb, table in _WRITE.findall(text):
            if verb.lower().startswith("update") and table.lower() == "set":
                continue  # ON CONFLICT … DO UPDATE SET: the statement's own table was found before
            found.add(f"{verb.split()[0].lower()} {table.lower()}")
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
        for alias in node.names
    }
    found |= {f"sqlalchemy {name}" for name in imported & (_STATEMENTS | _ORM)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in _STATEMENTS and (table := _table(node.func.value)):
            found.add(f"{node.func.attr} {table}")
    return found


def _table(value: ast.expr) -> str | None:
    """The table that a method is called on, where it is one: `op`, `tables.op`, `PROJECTIONS[…]`."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in SYNCED:
            return name
        case ast.Subscript(value=ast.Name(id="PROJECTIONS") | ast.Attribute(attr="PROJECTIONS")):
            return "{}"
        case ast.Subscript(value=ast.Attribute(attr="tables")):
            return "{}"
    return None


def _synced(write: str) -> bool:
    return write.split()[-1] in SYNCED | {"{}"} or write.startswith(("sqlalchemy ", "create"))


def _offences() -> dict[tuple[str, str], str]:
    found = {}
    for file in sorted(APP.rglob("*.py")):
        name = file.relative_to(APP).as_posix()
        if name in WRITERS or name.startswith(STEPS):
            continue
        for write in writes(file.read_text(encoding="utf-8")):
            if _synced(write):
                found[name, write] = file.name
    return found


def test_nothing_but_apply_writes_a_synced_table() -> None:
    strangers = set(_offences()) - set(ALLOWED)
    assert not strangers, f"these write synced tables beside store.apply: {sorted(strangers)}"


def test_the_exceptions_are_still_there() -> None:
    """An exception whose statement is gone is taken off the list."""
    assert set(ALLOWED) <= set(_offences())
    assert all(reason for reason in ALLOWED.values())


def test_the_writers_are_found_by_the_same_search() -> None:
    """So the search sees what it is to see: the log, the projections, and the one completion of a company."""
    found = {name: writes((APP / name).read_text(encoding="utf-8")) for name in WRITERS}
    assert found["store/apply.py"] >= {"insert unit", "insert awaited", "delete awaited", "update unit"}
    assert found["store/bulk.py"] >= {"insert op", "insert {}"}


@pytest.mark.parametrize(
    ("source", "write"),
    [
        ('c.exec_driver_sql("INSERT INTO company (id) VALUES (?)")', "insert company"),
        ('c.exec_driver_sql("insert or replace\\n into  op VALUES (1)")', "insert op"),
        ('c.exec_driver_sql("UPDATE answer SET value = 1")', "update answer"),
        ("c.exec_driver_sql('DELETE FROM rating')", "delete rating"),
        ('c.exec_driver_sql("REPLACE INTO \\"unit\\" VALUES (1)")', "replace unit"),
        ('c.exec_driver_sql(f"UPDATE {table} SET gone = 1")', "update {}"),
        ('c.exec_driver_sql(f"DELETE FROM {table.name} WHERE id = ?")', "delete {}"),
        ('c.exec_driver_sql("CREATE TRIGGER t AFTER UPDATE ON company BEGIN SELECT 1; END")', "create t"),
        ("from sqlalchemy import insert", "sqlalchemy insert"),
        ("from sqlalchemy.orm import Session", "sqlalchemy Session"),
        ("connection.execute(tables.op.insert(), rows)", "insert op"),
        ("connection.execute(PROJECTIONS[10].delete())", "delete {}"),
        ("connection.execute(metadata.tables['company'].update())", "update {}"),
    ],
)
def test_a_planted_write_is_found(source: str, write: str) -> None:
    found = writes(source)
    assert write in found
    assert any(_synced(one) for one in found)


def test_reading_and_plain_collections_are_no_writes() -> None:
    source = '''
"""Nothing may UPDATE company here: a docstring is no statement."""
rows = connection.exec_driver_sql("SELECT * FROM company")
names.update({"company": 1})
rows.insert(0, "company")
local.exec_driver_sql("INSERT INTO outgoing VALUES (1) ON CONFLICT DO UPDATE SET data = 1")
'''
    assert not any(_synced(write) for write in writes(source))
