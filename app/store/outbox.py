"""What waits to travel, and what has travelled: own units without a segment, files without a place, chains read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from app.store.history import whole
from app.store.ids import DeviceId, Stamp, UnitId
from app.store.units import Unit


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a device's chain of segments stands; `at` is when its last segment was read, UTC milliseconds."""

    device: DeviceId
    incarnation: int
    sequence: int
    digest: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file on its way to the shared folder."""

    number: int
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class UnreadSection:
    """A section of a segment that was read, for which no key had come."""

    device: DeviceId
    sequence: int
    compartment: bytes
    epoch: int
    file: str


def unsealed(connection: Connection) -> tuple[tuple[int, Unit], ...]:
    """This device's units that no segment carries yet, with their numbers, oldest first."""
    return tuple(whole(connection, "sequence IS NULL"))


def unsealed_count(connection: Connection) -> int:
    """How many units of this device no segment carries yet."""
    found: int = connection.exec_driver_sql("SELECT count(*) FROM unit WHERE sequence IS NULL").scalar_one()
    return found


def queued_count(connection: Connection) -> int:
    """How many files stand in line."""
    found: int = connection.exec_driver_sql("SELECT count(*) FROM outgoing").scalar_one()
    return found


def mark_sealed(connection: Connection, numbers: Iterable[int], sequence: int) -> None:
    connection.exec_driver_sql(
        "UPDATE unit SET sequence = ? WHERE number = ?", [(sequence, number) for number in numbers]
    )


def queue(connection: Connection, path: str, data: bytes) -> None:
    """Put a file in line for the shared folder."""
    connection.exec_driver_sql("INSERT INTO outgoing (path, data) VALUES (?, ?)", (path, data))


def queued(connection: Connection) -> tuple[Outgoing, ...]:
    found = connection.exec_driver_sql("SELECT number, path, data FROM outgoing ORDER BY number")
    return tuple(Outgoing(*row) for row in found)


def sent(connection: Connection, file: Outgoing) -> None:
    """The file was read back in the shared folder."""
    connection.exec_driver_sql("DELETE FROM outgoing WHERE number = ?", (file.number,))


def chains(connection: Connection) -> dict[DeviceId, Chain]:
    found = connection.exec_driver_sql("SELECT device, incarnation, sequence, hash, at FROM applied")
    return {row[0]: Chain(*row) for row in found}


def keep_chain(connection: Connection, chain: Chain) -> None:
    connection.exec_driver_sql(
        "INSERT INTO applied (device, incarnation, sequence, hash, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (device) DO UPDATE SET incarnation = excluded.incarnation, sequence = excluded.sequence, "
        "hash = excluded.hash, at = excluded.at",
        (chain.device, chain.incarnation, chain.sequence, chain.digest, chain.at),
    )


def unread_sections(connection: Connection) -> tuple[UnreadSection, ...]:
    found = connection.exec_driver_sql(
        "SELECT device, sequence, compartment, epoch, file FROM unread_section ORDER BY device, sequence"
    )
    return tuple(UnreadSection(*row) for row in found)


def keep_unread(connection: Connection, section: UnreadSection) -> None:
    connection.exec_driver_sql(
        "INSERT INTO unread_section (device, sequence, compartment, epoch, file) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (section.device, section.sequence, section.compartment, section.epoch, section.file),
    )


def forget_unread(connection: Connection, section: UnreadSection) -> None:
    connection.exec_driver_sql(
        "DELETE FROM unread_section WHERE device = ? AND sequence = ? AND compartment = ?",
        (section.device, section.sequence, section.compartment),
    )


def namesakes(connection: Connection, unit: Unit) -> tuple[tuple[UnitId, Stamp], ...]:
    """Units in the log that bear the id or the stamp of this one."""
    found = connection.exec_driver_sql(
        "SELECT id, stamp FROM unit WHERE id = ? OR stamp = ?", (unit.id, unit.stamp)
    )
    return tuple((row[0], row[1]) for row in found)
