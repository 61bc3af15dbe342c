"""What the tests of the search share: slices of the index, what it holds, and a scan of all rows to lay beside it."""

from __future__ import annotations

from collections.abc import Callable

from _store_laptops import Laptop
from sqlalchemy import Connection

from app.store import search
from app.store.reading import Reader
from app.store.registry import BY_NAME
from app.store.rows import (
    ENTITY_OF,
    AnswerRow,
    CompanyRow,
    PersonRow,
    QuestionNoteRow,
    RespondentNameRow,
    SessionRow,
    SkillRow,
    StoredRow,
)

Entry = tuple[int, bytes, str]
"""Entity, row, text."""

SAYS: dict[type[StoredRow], Callable[..., list[str | None]]] = {
    CompanyRow: lambda row: [row.name, row.orgnr, row.orgnr and row.orgnr.replace("-", ""), row.serial],
    SessionRow: lambda row: [row.note, row.next_step],
    AnswerRow: lambda row: [row.value],
    QuestionNoteRow: lambda row: [row.note],
    RespondentNameRow: lambda row: [row.value],
    SkillRow: lambda row: [row.name],
    PersonRow: lambda row: [row.name, row.job, row.team],
}


def catch_up(laptop: Laptop, most_units: int = 500) -> bool:
    with laptop.store.writing() as connection:
        return search.catch_up(connection, most_units)


def catch_up_all(laptop: Laptop, most_units: int = 500) -> None:
    while catch_up(laptop, most_units):
        pass


def scanned(connection: Connection) -> list[Entry]:
    """Every living row that says something, the newest first: all rows read, all operations looked through."""
    reader, texts = Reader(connection), {}
    for kind, says in SAYS.items():
        for row in reader.rows(kind):
            text = "\n".join(part for part in says(row) if part)
            texts[BY_NAME[ENTITY_OF[kind]].number, row.id] = text.replace("e\u0301", "é")
    named = connection.exec_driver_sql(
        "SELECT entity, row, max(id) FROM op GROUP BY entity, row ORDER BY 3 DESC"
    )
    return [(entity, row, texts[entity, row]) for entity, row, _ in named if texts.get((entity, row))]


def indexed(laptop: Laptop) -> list[Entry]:
    """What the index holds, by its entries; that the index itself says the same is checked by SQLite."""
    with laptop.store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"
        )
        found = connection.exec_driver_sql(
            "SELECT entity, row, text FROM search_entry WHERE text != '' ORDER BY place DESC"
        )
        return [tuple(row) for row in found]  # type: ignore[misc]


def sound(laptop: Laptop) -> list[Entry]:
    """The index is the scan."""
    with laptop.store.connected() as connection:
        expected = scanned(connection)
    found = indexed(laptop)
    assert found == expected
    return found


def found_by(laptop: Laptop, words: str) -> list[tuple[str, bytes]]:
    with laptop.store.connected() as connection:
        return [(one.entity, one.row) for one in search.find(connection, words)]
