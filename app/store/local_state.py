"""Facts that stay on this laptop, by key; never synced."""

from __future__ import annotations

from sqlalchemy import Connection

Transaction = Connection
"""An open transaction of the store, as those above hand it back."""


def get(connection: Transaction, key: str) -> bytes | None:
    found: bytes | None = connection.exec_driver_sql(
        "SELECT value FROM local_state WHERE key = ?", (key,)
    ).scalar_one_or_none()
    return found


def put(connection: Transaction, key: str, value: bytes) -> None:
    connection.exec_driver_sql(
        "INSERT INTO local_state (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
