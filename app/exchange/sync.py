"""One run through the shared folder: check that it is ours, read everybody's news, write this device's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exchange import inbox, outbound
from app.exchange.project_file import check_folder
from app.exchange.roster import Roster, RosterHead
from app.exchange.station import Passed, Progress, Report, Station


@dataclass(frozen=True, slots=True)
class Accepted:
    """A roster that was accepted in this run, with its file and its place."""

    roster: Roster
    data: bytes
    head: RosterHead


def run(
    station: Station,
    known: Roster | None,
    head: RosterHead,
    accept: Callable[[Accepted], None],
    between: Callable[[], None],
    progress: Progress | None = None,
) -> Report:
    """Read, then write. `accept` keeps a newer roster; `between` may add acts of its own after reading.

    `progress` is told how many files are done of how many are known of; what it raises ends the run between two
    files, each of which is read or written whole. A device that the office has not approved yet reads the roster and
    waits. Raises Unavailable where the folder is missing, empty, another project's or read-only; then nothing is
    lost: what was to be written stays in line.
    """
    report = Report()
    if progress is not None:
        report.tell = progress
    check_folder(station.folder, station.project, station.registrar)
    devices = known
    if (found := inbox.read_roster(station, head, report)) is not None:
        newer = Accepted(*found)
        if devices is None or newer.head.sequence > head.sequence:
            accept(newer)
        devices = newer.roster
    if devices is None or devices.device(station.device) is None:
        report.waiting.append(Passed("simmitt/office", "exchange.roster.not_yet", {}))
        return report
    inbox.read_keys(station, devices, report)
    inbox.read_segments(station, devices, report)
    between()
    outbound.flush(station, report)  # what an interrupted run left in line goes first, as it was
    outbound.queue_keys(station, devices)
    outbound.queue_segments(station)
    outbound.flush(station, report)
    return report
