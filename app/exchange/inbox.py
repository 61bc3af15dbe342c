"""Reading what others have written: roster, keys for this device, segments.

Nothing here stops at a bad file: it is reported with its reason, and the rest is read (exchange.md 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from app.exchange import names, roster
from app.exchange.frame import FILE_LIMIT
from app.exchange.ids import CompartmentId, DeviceId, Digest
from app.exchange.key_file import SIZE_LIMIT as KEY_LIMIT
from app.exchange.key_file import open_key
from app.exchange.names import KeyName, RosterName, SegmentName
from app.exchange.refused import FileRefused
from app.exchange.rights import check_operations
from app.exchange.roster import Roster, RosterDevice, RosterHead
from app.exchange.sealing import SecretKey
from app.exchange.segment import CHAIN_START, ChainHead, OpenedSegment, Section, open_segment
from app.exchange.station import Passed, Report, Station
from app.exchange.units import Unit as Travelled
from app.store import compartments, local_state, outbox
from app.store.compartments import CompartmentKey
from app.store.ids import RowId, UnitId, stamp
from app.store.outbox import Chain, UnreadSection
from app.store.registry import Compartment
from app.store.units import Operation, Unit, place_of

_KEYS_READ = "keys_read"
_Keys = Mapping[tuple[bytes, int], Sequence[CompartmentKey]]


def read_roster(
    station: Station, accepted: RosterHead, report: Report
) -> tuple[Roster, bytes, RosterHead] | None:
    """The newest roster in the folder that is not older than the accepted one, with its file."""
    listing = names.sort_names(names.OFFICE, station.folder.names(names.OFFICE))
    report.refused += [Passed(entry.file, entry.code, {"file": entry.file}) for entry in listing.not_read]
    newest = [name for name in listing.known if isinstance(name, RosterName)]
    for name in sorted(newest, key=lambda found: found.sequence, reverse=True):
        if name.sequence < accepted.sequence:
            break
        try:
            data = station.folder.read(name.path, FILE_LIMIT)
            found, head = roster.open_roster(
                data, name, station.project, station.project_secret, station.registrar, accepted
            )
        except FileRefused as refused:
            report.passed_over(refused)
            continue
        return found, data, head
    return None


def read_keys(station: Station, devices: Roster, report: Report) -> None:
    """Keys that holders have wrapped for this device, each file once.

    A key that is held already is no reason to pass over another holder's: two who began to work in a company at
    once have each made one of the same epoch, and everybody needs both.
    """
    with station.store.connected() as connection:
        data = local_state.get(connection, _KEYS_READ)
    before = frozenset(msgspec.msgpack.decode(data, type=list[str])) if data is not None else frozenset()
    known_files = set(before)
    for holder in devices.devices:
        if holder.id == station.device:
            continue
        box = names.box_directory(holder.id, station.device)
        for name in names.sort_names(box, station.folder.names(box)).known:
            if not isinstance(name, KeyName) or name.sha in known_files:
                continue
            try:
                data = station.folder.read(name.path, KEY_LIMIT)
                signer = devices.signer(holder.id, 0, name.path)
                wrapped = open_key(data, name, station.project, signer, station.identity)
                kind, company = Compartment(wrapped.kind), wrapped.company
                known = compartments.compartment_id(
                    station.project_secret, kind, RowId(company) if company is not None else None
                )
                if known != name.compartment:
                    raise FileRefused("exchange.key.copied", name.path)
            except FileRefused as refused:
                report.passed_over(refused)
                continue
            key = CompartmentKey(
                name.compartment,
                name.epoch,
                kind,
                RowId(company) if company is not None else None,
                wrapped.key,
            )
            with station.store.writing() as connection:
                compartments.keep(connection, key)
            known_files.add(name.sha)
    if known_files != before:
        with station.store.writing() as connection:
            local_state.put(connection, _KEYS_READ, msgspec.msgpack.encode(sorted(known_files)))


def read_segments(station: Station, devices: Roster, report: Report) -> None:
    """Everybody else's news, each device's in the order of its chain; each segment in one transaction.

    Between two of them the report's watcher may end the run.
    """
    with station.store.connected() as connection:
        keys = _by_epoch(compartments.held(connection))
        chains = outbox.chains(connection)
    _complete(station, devices, keys, report)
    found: list[tuple[DeviceId, ChainHead, list[SegmentName]]] = []
    for directory in station.folder.names(names.DEVICES):
        device = names.device_of_directory(directory)
        if device is None or device == station.device:
            continue
        path = names.device_directory(device)
        listing = names.sort_names(path, station.folder.names(path))
        report.refused += [Passed(entry.file, entry.code, {"file": entry.file}) for entry in listing.not_read]
        chain = chains.get(device)
        head = ChainHead(chain.incarnation, chain.sequence, Digest(chain.digest)) if chain else CHAIN_START
        found.append((device, head, _segments(listing.known, head.sequence)))
    if files := sum(len(segments) for _, _, segments in found):
        report.expect(files)
    for device, head, segments in found:
        for name in segments:
            try:
                data = station.folder.read(name.path, FILE_LIMIT)
                writer = devices.device(device)
                signer = devices.signer(device, name.sequence, name.path)
                assert writer is not None
                opened = _open(station, data, name, signer, keys, head)
                _apply(station, opened, writer, name, keys, report)
            except FileRefused as refused:
                report.passed_over(refused)
            else:
                head = opened.head
                report.read += 1
            report.advance()


def _segments(known: Sequence[object], after: int) -> list[SegmentName]:
    found = [name for name in known if isinstance(name, SegmentName) and name.sequence > after]
    return sorted(found, key=lambda name: (name.sequence, name.sha))


def _by_epoch(held: Sequence[CompartmentKey]) -> _Keys:
    keys: dict[tuple[bytes, int], list[CompartmentKey]] = {}
    for key in held:
        keys.setdefault((key.compartment, key.epoch), []).append(key)
    return keys


def _open(
    station: Station,
    data: bytes,
    name: SegmentName,
    signer: bytes,
    keys: _Keys,
    after: ChainHead | None,
) -> OpenedSegment:
    """Open with the keys that are held. Where two holders made a first key at once, each of theirs is tried."""
    from app.exchange.sealing import VerifyKey

    def tried(chosen: Mapping[tuple[bytes, int], CompartmentKey]) -> OpenedSegment:
        def key_of(compartment: CompartmentId, epoch: int) -> SecretKey | None:
            found = chosen.get((compartment, epoch))
            return SecretKey(found.key) if found is not None else None

        return open_segment(data, name, station.project, VerifyKey(signer), key_of, after)

    chosen = {place: found[0] for place, found in keys.items()}
    for place, found in keys.items():
        for key in found if len(found) > 1 else ():
            try:
                tried({place: key})
            except FileRefused as refused:
                if refused.code != "exchange.segment.sealed":
                    raise
            else:
                chosen[place] = key
                break
    return tried(chosen)


def _apply(
    station: Station,
    opened: OpenedSegment,
    writer: RosterDevice,
    name: SegmentName,
    keys: _Keys,
    report: Report,
) -> None:
    header = opened.header
    with station.store.writing() as connection:
        units = _units(connection, opened.sections, opened, writer, keys, name.path, completing=False)
        if units:
            station.store.receive(connection, units)
        outbox.keep_chain(
            connection,
            Chain(
                header.device,
                header.incarnation,
                header.sequence,
                opened.head.digest,
                station.store.clock.now(),
            ),
        )
        for section in opened.unread:
            outbox.keep_unread(
                connection,
                UnreadSection(header.device, header.sequence, section.compartment, section.epoch, name.path),
            )
    report.changes += len(units)


def _complete(station: Station, devices: Roster, keys: _Keys, report: Report) -> None:
    """Sections that were unreadable until their key came."""
    with station.store.connected() as connection:
        waiting = [
            section
            for section in outbox.unread_sections(connection)
            if (section.compartment, section.epoch) in keys
        ]
    by_file: dict[str, list[UnreadSection]] = {}
    for section in waiting:
        by_file.setdefault(section.file, []).append(section)
    for file, sections in by_file.items():
        name = names.parse(file)
        writer = devices.device(sections[0].device)
        if not isinstance(name, SegmentName) or writer is None:
            continue
        try:
            data = station.folder.read(file, FILE_LIMIT)
            opened = _open(station, data, name, writer.signing, keys, None)
            wanted = {section.compartment for section in sections}
            found = [section for section in opened.sections if section.compartment in wanted]
            with station.store.writing() as connection:
                units = _units(connection, found, opened, writer, keys, file, completing=True)
                station.store.receive(connection, units)
                for section in sections:
                    outbox.forget_unread(connection, section)
            report.changes += len(units)
        except FileRefused as refused:
            report.passed_over(refused)


def _units(
    connection: Connection,
    sections: Sequence[Section],
    opened: OpenedSegment,
    writer: RosterDevice,
    keys: _Keys,
    file: str,
    *,
    completing: bool,
) -> tuple[Unit, ...]:
    """The units of the readable sections, checked against rights and replay; parts of one unit are joined."""
    parts: dict[UnitId, list[tuple[Travelled, Compartment, RowId | None]]] = {}
    for section in sections:
        key = keys[section.compartment, section.epoch][0]
        for unit in section.units:
            check_operations(connection, unit.operations, writer.role, key.kind, key.company, file)
            parts.setdefault(UnitId(unit.id), []).append((unit, key.kind, key.company))
    joined = tuple(_joined(found, opened, file) for found in parts.values())
    if len({unit.stamp for unit in joined}) != len(joined):
        raise FileRefused("exchange.file.malformed", file)
    for one in joined:
        known = outbox.namesakes(connection, one)
        if known and not (completing and known == ((one.id, one.stamp),)):
            raise FileRefused("exchange.segment.replayed", file)
    return tuple(sorted(joined, key=lambda one: one.stamp))


def _joined(
    parts: Sequence[tuple[Travelled, Compartment, RowId | None]], opened: OpenedSegment, file: str
) -> Unit:
    first = parts[0][0]
    clocks = {operation.hlc for unit, _, _ in parts for operation in unit.operations}
    heads = {(unit.person, unit.verb, unit.at, unit.undoes) for unit, _, _ in parts}
    if len(clocks) != 1 or len(heads) != 1:
        raise FileRefused("exchange.file.malformed", file)
    operations = tuple(
        Operation(
            place_of(kind, index),
            int(operation.kind),
            operation.entity,
            RowId(operation.row),
            operation.field,
            operation.value,
            b"".join(operation.bases),
        )
        for unit, kind, _ in parts
        for index, operation in enumerate(unit.operations)
    )
    if len({(operation.row, operation.field) for operation in operations}) != len(operations):
        raise FileRefused("exchange.file.malformed", file)
    header = opened.header
    return Unit(
        id=UnitId(first.id),
        stamp=stamp(clocks.pop(), header.device),
        person=first.person,
        verb=first.verb,
        at=first.at,
        undoes=UnitId(first.undoes) if first.undoes is not None else None,
        company=next((company for _, _, company in parts if company is not None), None),
        incarnation=header.incarnation,
        sequence=header.sequence,
        operations=operations,
    )
