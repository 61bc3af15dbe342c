"""Handing many rows to SQLite in one statement.

Binding row by row costs several times what the database itself needs. So a run of rows of one shape goes over as one
blob of fixed-width parts and one JSON list of values, and is taken apart by SQL; short runs and wide shapes go row by
row. A run of the log follows the operations' ids, which count up within a unit; bases of several lengths in one run
(answers changed and answers new) are padded to the longest, behind a letter that says how many they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from sqlalchemy.engine.interfaces import DBAPICursor

from app.store.ids import STAMP_SIZE
from app.store.registry import BY_NUMBER, Value

LogRow = tuple[int, int, int, bytes, int, Value, bytes]
"""An `op` row: id, kind, entity, row, field, value, bases."""

ShownRow = tuple[bytes, bytes, int, tuple[Value, ...]]
"""A projected row: id, heads, contested, and the values of its columns."""

_FEW = 12
_MANY_BASES = 64
_COUNTS = [bytes((ord("0") + count,)) for count in range(_MANY_BASES)]

_OP_ONE = "INSERT INTO op (id, kind, entity, row, field, value, bases) VALUES (?, ?, ?, ?, ?, ?, ?)"


@cache
def _op_run(binary: bool, padded: bool) -> str:
    count = f"{STAMP_SIZE} * (unicode(substr(?5, key * ?6 + 17, 1)) - {ord('0')})"
    bases = f"key * ?6 + 18, {count}" if padded else "key * ?6 + 17, ?6 - 16"
    return (
        "INSERT INTO op (id, kind, entity, row, field, value, bases) "
        "SELECT ?1 + key, ?2, ?3, substr(?5, key * ?6 + 1, 16), ?4, "
        f"{'unhex(value)' if binary else 'value'}, substr(?5, {bases}) FROM json_each(?7)"
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


def _runs(log: Sequence[LogRow]) -> Iterator[tuple[bool, Sequence[LogRow]]]:
    """Neighbours with ids that count up, of one kind, entity and field; and whether their values are bytes."""
    start, shape = 0, None
    for index, (id_, kind, entity, _, field, value, _) in enumerate(log):
        own = id_ - index, kind, entity, field, type(value) is bytes
        if own != shape:
            if shape is not None:
                yield shape[4], log[start:index]
            start, shape = index, own
    if shape is not None:
        yield shape[4], log[start:]


def write_log(cursor: DBAPICursor, log: Sequence[LogRow]) -> None:
    """Append operations to the log."""
    short: list[LogRow] = list(log) if len(log) <= _FEW else []
    for binary, run in _runs(log) if not short else ():
        longest = max([len(row[6]) for row in run])
        if len(run) <= _FEW or longest >= _MANY_BASES * STAMP_SIZE:
            short += run
        else:
            _write_run(cursor, run, binary, longest)
    if short:
        cursor.executemany(_OP_ONE, short)


def _write_run(cursor: DBAPICursor, run: Sequence[LogRow], binary: bool, longest: int) -> None:
    padded = min([len(row[6]) for row in run]) < longest
    if padded:
        parts = [row[3] + _COUNTS[len(row[6]) // STAMP_SIZE] + row[6].ljust(longest, b"\0") for row in run]
    else:
        parts = [row[3] + row[6] for row in run]
    values = [row[5].hex() if isinstance(row[5], bytes) else row[5] for row in run]
    first, kind, entity, _, field, _, _ = run[0]
    cursor.execute(
        _op_run(binary, padded),
        (first, kind, entity, field, b"".join(parts), len(parts[0]), _json(values)),
    )


def write_shown(cursor: DBAPICursor, entity: int, columns: tuple[str, ...], rows: Sequence[ShownRow]) -> None:
    """Insert or update projected rows of one shape."""
    if len(columns) != 1 or len(rows) <= _FEW:
        _one_by_one(cursor, entity, columns, rows)
        return
    alike: defaultdict[tuple[int, int, bool], list[ShownRow]] = defaultdict(list)
    for row in rows:
        alike[len(row[1]), row[2], type(row[3][0]) is bytes].append(row)
    for (width, contested, binary), run in alike.items():
        if binary or len(run) <= _FEW:
            _one_by_one(cursor, entity, columns, run)
            continue
        fixed = b"".join([row[0] + row[1] for row in run])
        cursor.execute(
            _shown_run(entity, columns[0]),
            (fixed, 16 + width, contested, _json([row[3][0] for row in run])),
        )


def _one_by_one(cursor: DBAPICursor, entity: int, columns: tuple[str, ...], rows: Sequence[ShownRow]) -> None:
    cursor.executemany(_shown_one(entity, columns), [(*row[:3], *row[3]) for row in rows])
