"""The keys of compartments: which this laptop holds, and the making of new ones (record.md 3)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from app.store.ids import RowId, natural_id
from app.store.registry import Compartment, Role


@dataclass(frozen=True, slots=True, repr=False)
class CompartmentKey:
    """A key that this laptop holds. Never shown, not even in a traceback."""

    compartment: bytes
    epoch: int
    kind: Compartment
    company: RowId | None
    key: bytes


def compartment_id(project_secret: bytes, kind: Compartment, company: RowId | None) -> bytes:
    """The id of a compartment, the same on every device."""
    return natural_id(project_secret, "compartment", int(kind), company)


def may_make(role: Role, kind: Compartment) -> bool:
    """Whether a device of this role may make the first key: the office never holds a people key."""
    if kind is Compartment.PEOPLE:
        return role is not Role.OFFICE
    if kind is Compartment.ANALYSIS:
        return role is not Role.CONSULTANT
    return kind is Compartment.COMPANY or role is Role.OFFICE


def make(connection: Connection, project_secret: bytes, kind: Compartment, company: RowId | None) -> None:
    """Make the first key of a compartment, in the caller's transaction."""
    keep(
        connection,
        CompartmentKey(
            compartment_id(project_secret, kind, company), 1, kind, company, secrets.token_bytes(32)
        ),
    )


def keep(connection: Connection, key: CompartmentKey) -> bool:
    """Keep a key; whether it was new."""
    return (
        connection.exec_driver_sql(
            "INSERT INTO compartment_key (compartment, epoch, key, kind, company) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (key.compartment, key.epoch, key.key, int(key.kind), key.company),
        ).rowcount
        > 0
    )


def held(connection: Connection) -> tuple[CompartmentKey, ...]:
    """Every key on this laptop, newest epoch last."""
    found = connection.exec_driver_sql(
        "SELECT compartment, epoch, kind, company, key FROM compartment_key ORDER BY compartment, epoch, key DESC"
    )
    return tuple(CompartmentKey(row[0], row[1], Compartment(row[2]), row[3], row[4]) for row in found)


def holds(connection: Connection, project_secret: bytes, kind: Compartment, company: RowId | None) -> bool:
    """Whether this laptop can read and write the compartment."""
    compartment = compartment_id(project_secret, kind, company)
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM compartment_key WHERE compartment = ? LIMIT 1", (compartment,)
        ).scalar_one_or_none()
        is not None
    )


def written_elsewhere(
    connection: Connection, project_secret: bytes, kind: Compartment, company: RowId | None
) -> bool:
    """Whether somebody has written under a key of this compartment that has not come here yet."""
    compartment = compartment_id(project_secret, kind, company)
    return (
        connection.exec_driver_sql(
            "SELECT 1 FROM unread_section WHERE compartment = ? LIMIT 1", (compartment,)
        ).scalar_one_or_none()
        is not None
    )
