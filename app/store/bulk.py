"""Handing many rows to SQLite in one statement.

Binding row by row costs several times what the database itself needs. So a run of rows of one shape goes over as one
blob of fixed-width parts and one JSON list of values, and is taken apart by SQL; short or mixed runs go row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import msgspec
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store.registry import BY_NUMBER, Value

LogRow = tuple[int, int, int, bytes, int, Value, bytes]
"""An `op` row: id, kind, entity, row, field, value, bases."""

ShownRow = tuple[bytes, bytes, int, tuple[Value, ...]]
"""A projected row: id, heads, contested, and the values of its columns."""

_FEW = 12

_OP_ONE = "INSERT INTO op (id, kind, entity, row, field, value, bases) VALUES (?, ?, ?, ?, ?, ?, ?)"


@cache
def _op_run(binary: bool) -> str:
    return (
        "INSERT INTO op (id, kind, entity, row, field, value, bases) "
        "SELECT ?1 + key, ?2, ?3, substr(?5, key * ?6 + 1, 16), ?4, "
        f"{'unhex(value)' if binary else 'value'}, substr(?5, key * ?6 + 17, ?6 - 16) FROM json_each(?7)"
    )


@cache
def _shown_one(entity: int, columns: tuple[str, ...]) -> str:
    every = ("id", "heads", "contested", *columns)
    return (
        f"INSERT INTO {BY_NUMBER[entity].name} ({', '.join(every)}) VALUES ({', '.join('?' * len(every))}) "
        f"ON CONFLICT (id) DO UPDATE SET {_excluded(every)}"
    )


@cache
def _shown_run(entity: int, column: str) -> str:
    every = ("id", "heads", "contested", column)
    return (
        f"INSERT INTO {BY_NUMBER[entity].name} ({', '.join(every)}) "
        "SELECT substr(?1, key * ?2 + 1, 16), substr(?1, key * ?2 + 17, ?2 - 16), ?3, value FROM json_each(?4) "
        f"WHERE true ON CONFLICT (id) DO UPDATE SET {_excluded(every)}"
    )


def _excluded(columns: Sequence[str]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in columns[1:])


def _json(values: Sequence[Value]) -> str:
    return msgspec.json.encode(values).decode()


def _op_shape(row: LogRow) -> tuple[int, int, int, int, bool]:
    return row[1], row[2], row[4], len(row[6]), type(row[5]) is bytes


def write_log(cursor: DBAPICursor, log: Sequence[LogRow]) -> None:
    """Append operations to the log."""
    for (kind, entity, field, width, binary), found in groupby(log, _op_shape):
        run = list(found)
        first = run[0][0]
        if len(run) <= _FEW or run[-1][0] - first != len(run) - 1:
            cursor.executemany(_OP_ONE, run)
            continue
        values = [row[5].hex() if isinstance(row[5], bytes) else row[5] for row in run]
        fixed = b"".join([row[3] + row[6] for row in run])
        cursor.execute(_op_run(binary), (first, kind, entity, field, fixed, 16 + width, _json(values)))


def write_shown(cursor: DBAPICursor, entity: int, columns: tuple[str, ...], rows: Sequence[ShownRow]) -> None:
    """Insert or update projected rows of one shape."""
    if len(columns) == 1 and len(rows) > _FEW:
        for (width, contested, binary), found in groupby(
            rows, lambda row: (len(row[1]), row[2], type(row[3][0]) is bytes)
        ):
            run = list(found)
            if binary or len(run) <= _FEW:
                _one_by_one(cursor, entity, columns, run)
                continue
            fixed = b"".join([row[0] + row[1] for row in run])
            cursor.execute(
                _shown_run(entity, columns[0]),
                (fixed, 16 + width, contested, _json([row[3][0] for row in run])),
            )
    else:
        _one_by_one(cursor, entity, columns, rows)


def _one_by_one(cursor: DBAPICursor, entity: int, columns: tuple[str, ...], rows: Sequence[ShownRow]) -> None:
    cursor.executemany(_shown_one(entity, columns), [(*row[:3], *row[3]) for row in rows])
