"""Questions to the log in its order of arrival: what has come from other devices, and how fresh each one's news is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.store.ids import DeviceId, RowId


@dataclass(frozen=True, slots=True)
class Arrived:
    """Acts of one verb that one person did with one company on another device. `at`: the newest, UTC milliseconds."""

    company: RowId | None
    person: str
    device: DeviceId
    verb: str
    count: int
    at: int


def newest_number(connection: Connection) -> int:
    """The number of the act that came last; 0 in an empty log."""
    found: int = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM unit").scalar_one()
    return found


def from_elsewhere(connection: Connection, after: int, device: DeviceId) -> tuple[Arrived, ...]:
    """What has come from other devices than this one after an act of that number, newest first."""
    found = connection.exec_driver_sql(
        "SELECT company, person, substr(stamp, 9) AS device, verb, count(*), max(at) FROM unit "
        "WHERE number > ? AND device != ? GROUP BY company, person, device, verb ORDER BY max(at) DESC, verb",
        (after, device),
    )
    return tuple(Arrived(*row) for row in found)


def newest_acts(connection: Connection) -> Mapping[DeviceId, int]:
    """When the newest act of each device that is known here was done, by its own clock; UTC milliseconds."""
    found = connection.exec_driver_sql("SELECT substr(stamp, 9) AS device, max(at) FROM unit GROUP BY device")
    return {row[0]: row[1] for row in found}
