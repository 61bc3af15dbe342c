"""The index of the search: the words of companies, answers, notes, people, skills and sessions, newest first.

Local, never synced (record.md 5), and made afterwards: an act costs nothing here. `catch_up` reads what the log has
gained since the last time and brings the entries of the rows that it names up to what their projections say now, so
that a row that was changed, taken away or undone is found as it stands, or not at all.

An entry's place is the last operation that named its row, so the newest is the largest and nothing is ranked. The
cursor is the number of the last unit that was read. Numbers only ever go up, those of replaced typing too; a section
whose key came later completes a unit behind the cursor, and `apply` notes that one in `search_again`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store import local_state
from app.store.arrivals import newest_number
from app.store.ids import RowId
from app.store.registry import BY_NAME, BY_NUMBER, Value
from app.store.tables import ORDINAL_BITS

SOUGHT: Mapping[str, tuple[str, ...]] = {
    "company": ("name", "orgnr", "serial"),
    "session": ("note", "next_step"),
    "answer": ("value",),
    "question_note": ("note",),
    "respondent_name": ("value",),
    "skill": ("name",),
    "person": ("name", "job", "team"),
}
"""What a row is found by: its fields, by entity."""

MOST_UNITS = 500
"""Acts in one slice: a moment's work, so that nobody who writes waits for long."""

_KEY = "search"
_NUMBERS = sorted(BY_NAME[name].number for name in SOUGHT)

Touched = Mapping[tuple[int, RowId], int]
"""Entity and row -> the last operation that is known to name it; 0 where only the text is to be looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row that all words match. `at`: when the act was done that named it last, UTC milliseconds."""

    entity: str
    row: RowId
    at: int


@dataclass(frozen=True, slots=True)
class _Due:
    """An entry that has to change; `old` and `was` are its place and text, 0 where it is new."""

    old: int
    was: str
    place: int
    entity: int
    row: RowId
    text: str


# --- keeping the index ---


def behind(connection: Connection) -> int:
    """How many acts wait to be indexed; 0 where the index says what the record says."""
    waiting = newest_number(connection) - _passed(connection)
    return waiting + int(connection.exec_driver_sql("SELECT count(*) FROM search_again").scalar_one())


def catch_up(connection: Connection, most_units: int = MOST_UNITS) -> bool:
    """Index so many acts at most, in the caller's transaction of the writer. Returns whether more are left."""
    newest, passed = newest_number(connection), _passed(connection)
    last = min(passed + max(most_units, 1), newest)
    cursor = connection.connection.cursor()
    cursor.execute("SELECT unit FROM search_again ORDER BY unit LIMIT ?", (max(most_units, 1),))
    again = [number for (number,) in cursor.fetchall()]
    touched = _named(cursor, passed + 1, last)
    for number in again:
        for row, place in _named(cursor, number, number).items():
            touched[row] = max(touched.get(row, 0), place)
    renew(connection, touched)
    cursor.executemany("DELETE FROM search_again WHERE unit = ?", [(number,) for number in again])
    if last != passed:
        local_state.put(connection, _KEY, last.to_bytes(8, "big"))
    return behind(connection) > 0


def renew(connection: Connection, touched: Touched) -> None:
    """Bring the entries of some rows up to what their projections say now; what is gone leaves the index.

    Who takes rows out of the tables themselves (record.md 10) calls this in the same transaction.
    """
    cursor = connection.connection.cursor()
    due = _due(cursor, touched)
    # The index takes both in rising order in one go; in any other, each costs a flush.
    out = sorted((one.old, one.was) for one in due if one.was)
    entries = sorted((one.place, one.text) for one in due if one.text)
    cursor.executemany("INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)", out)
    cursor.executemany(
        "UPDATE search_entry SET place = ?, text = ? WHERE place = ?",
        [(one.place, one.text, one.old) for one in due if one.old],
    )
    cursor.executemany(
        "INSERT INTO search_entry (place, entity, row, text) VALUES (?, ?, ?, ?)",
        sorted((one.place, one.entity, one.row, one.text) for one in due if not one.old),
    )
    cursor.executemany("INSERT INTO search_index (rowid, text) VALUES (?, ?)", entries)


def _passed(connection: Connection) -> int:
    return int.from_bytes(local_state.get(connection, _KEY) or b"", "big")


def _named(cursor: DBAPICursor, first: int, last: int) -> dict[tuple[int, RowId], int]:
    """The rows that some units name, each with the last operation that does."""
    cursor.execute(
        "SELECT entity, row, max(id) FROM op WHERE id >= ? AND id < ? "
        f"AND entity IN ({', '.join(map(str, _NUMBERS))}) GROUP BY entity, row",
        (first << ORDINAL_BITS, (last + 1) << ORDINAL_BITS),
    )
    return {(entity, row): place for entity, row, place in cursor.fetchall()}


def _due(cursor: DBAPICursor, touched: Touched) -> list[_Due]:
    """What has to change for these rows."""
    due: list[_Due] = []
    by_entity: dict[int, list[RowId]] = {}
    for entity, row in touched:
        by_entity.setdefault(entity, []).append(row)
    for entity, rows in by_entity.items():
        listed = msgspec.json.encode([row.hex() for row in rows]).decode()
        said = _said(cursor, entity, listed)
        cursor.execute(
            "SELECT row, place, text FROM search_entry "
            "WHERE entity = ? AND row IN (SELECT unhex(value) FROM json_each(?))",
            (entity, listed),
        )
        entries = {row: (place, text) for row, place, text in cursor.fetchall()}
        for row in rows:
            old, was = entries.get(row, (0, ""))
            place, text = max(old, touched[entity, row]), said.get(row, "")
            if place and (place, text) != (old, was):  # no place: never indexed, and nothing to index
                due.append(_Due(old, was, place, entity, row, text))
    return due


def _said(cursor: DBAPICursor, entity: int, listed: str) -> dict[RowId, str]:
    """The text of the living among some rows."""
    name = BY_NUMBER[entity].name
    fields = SOUGHT[name]
    cursor.execute(
        f"SELECT id, {', '.join(fields)} FROM {name} "
        "WHERE born = 1 AND gone = 0 AND id IN (SELECT unhex(value) FROM json_each(?))",
        (listed,),
    )
    return {row[0]: _text(zip(fields, row[1:], strict=True)) for row in cursor.fetchall()}


def _text(values: Iterable[tuple[str, Value]]) -> str:
    lines: list[str] = []
    for name, value in values:
        if value is None or value == "":
            continue
        lines.append(str(value))
        if name == "orgnr":  # typed with its hyphen or without
            lines.append(str(value).replace("-", ""))
    return unicodedata.normalize("NFC", "\n".join(lines))


# --- asking it ---


def words_of(typed: str) -> tuple[str, ...]:
    """The words that a person typed, composed as the index has them; what holds no letter or digit is left out."""
    sound = typed.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return tuple(
        word for word in unicodedata.normalize("NFC", sound).split() if any(sign.isalnum() for sign in word)
    )


def find(connection: Connection, typed: str) -> Generator[Found, None, None]:
    """The rows that hold all words, the newest first; the last word may be the beginning of one.

    Upper and lower case are alike; å, ä and ö are letters of their own. A word with signs in it (556036-0793) is
    found where its parts follow one another. Nothing typed is read as a query. Rows come as they are asked for.
    """
    words = words_of(typed)
    if not words:
        return
    *whole, last = words
    query = " ".join([*map(_quoted, dict.fromkeys(whole)), f"{_quoted(last)}*"])
    found = connection.exec_driver_sql(
        "SELECT search_entry.entity, search_entry.row, unit.at FROM search_index "
        "CROSS JOIN search_entry ON search_entry.place = search_index.rowid "
        "CROSS JOIN unit ON unit.number = search_entry.place >> ? "
        "WHERE search_index MATCH ? ORDER BY search_index.rowid DESC",
        (ORDINAL_BITS, query),
    )
    with closing(found):
        for entity, row, at in found:
            yield Found(BY_NUMBER[entity].name, row, at)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
