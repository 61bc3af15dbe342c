"""Writing this device's news: keys first, then the segments under them, each read back before it counts as sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.exchange import names
from app.exchange.ids import CompanyId, CompartmentEpoch, CompartmentId, DeviceId, Digest
from app.exchange.key_file import key_name, write_key
from app.exchange.refused import FileRefused
from app.exchange.roster import Roster, RosterDevice
from app.exchange.sealing import SecretKey
from app.exchange.segment import (
    CHAIN_START,
    ChainHead,
    Place,
    Section,
    chain_head,
    seal_segment,
    segment_name,
)
from app.exchange.station import Report, Station
from app.exchange.units import Operation, OperationKind, Stamp, Unit
from app.store import compartments, outbox
from app.store.compartments import CompartmentKey
from app.store.ids import STAMP_SIZE, stamp_time
from app.store.registry import BY_NUMBER, Compartment
from app.store.tables import SCHEMA
from app.store.units import Unit as StoredUnit

_MOST_OPERATIONS = 100_000


def flush(station: Station, report: Report) -> None:
    """Publish what is in line. What fails stays in line, and is the same file at the next try."""
    with station.store.connected() as connection:
        waiting = outbox.queued(connection)
    if waiting:
        report.expect(len(waiting))
    for file in waiting:
        station.folder.publish(file.path, file.data)
        with station.store.writing() as connection:
            outbox.sent(connection, file)
        report.written += 1
        report.advance()


def readers(devices: Roster, key: CompartmentKey, station: Station) -> tuple[RosterDevice, ...]:
    """The devices that may read a compartment (record.md 3), this one among them."""

    def may_read(device: RosterDevice) -> bool:
        if device.revoked_at is not None:
            return False
        if device.id == station.device:
            return True
        if key.kind is Compartment.PROGRAMME:
            return True
        if key.kind is Compartment.OFFICE:
            return device.role == "office"
        if device.role == "office":
            return key.kind is not Compartment.PEOPLE
        if key.company is None or key.company not in device.companies:
            return False
        if key.kind is Compartment.ANALYSIS and device.role == "consultant":
            return station.shares(CompanyId(key.company))
        return True

    return tuple(device for device in devices.devices if may_read(device))


def queue_keys(station: Station, devices: Roster) -> None:
    """Wrap the keys that are held for every reader who has none of them from anybody."""
    with station.store.connected() as connection:
        held = compartments.held(connection)
        in_line = {file.path.rsplit("-", 1)[0] for file in outbox.queued(connection)}
    boxes = _boxes(station)
    for key in held:
        place = CompartmentEpoch(CompartmentId(key.compartment), key.epoch)
        for reader in readers(devices, key, station):
            if (reader.id, key.compartment, key.epoch) in boxes:
                continue
            data = write_key(
                station.project,
                station.device,
                reader.id,
                reader.recipient,
                place,
                SecretKey(key.key),
                station.seed,
                int(key.kind),
                CompanyId(key.company) if key.company is not None else None,
            )
            path = key_name(station.device, reader.id, place, data).path
            if path.rsplit("-", 1)[0] in in_line:
                continue
            with station.store.writing() as connection:
                outbox.queue(connection, path, data)


def _boxes(station: Station) -> set[tuple[bytes, bytes, int]]:
    """Reader, compartment and epoch of every key file that this device has published."""
    found: set[tuple[bytes, bytes, int]] = set()
    home = f"{names.device_directory(station.device)}/box"
    for directory in station.folder.names(home):
        reader = names.device_of_directory(directory)
        if reader is None:
            continue
        box = names.box_directory(station.device, reader)
        for name in names.sort_names(box, station.folder.names(box)).known:
            if isinstance(name, names.KeyName):
                found.add((name.reader, name.compartment, name.epoch))
    return found


def queue_segments(station: Station) -> None:
    """Seal every unit that no segment carries yet, and put the segments in line.

    Raises FileRefused where the folder holds a newer segment of this device than the record knows: the profile
    is a restored backup or a copy, and writing on would fork the chain.
    """
    with station.store.connected() as connection:
        if not outbox.unsealed(connection):
            return
        own = outbox.chains(connection).get(DeviceId(station.device))
    _not_ahead(station, own.sequence if own else 0)
    with station.store.writing() as connection:
        units = outbox.unsealed(connection)
        keys = {(key.compartment, key.epoch): key for key in compartments.held(connection)}
        newest = {key.compartment: key for key in keys.values()}
        chains = outbox.chains(connection)
        mine = chains.get(DeviceId(station.device))
        head = ChainHead(mine.incarnation, mine.sequence, Digest(mine.digest)) if mine else CHAIN_START
        seen = {device: chain.sequence for device, chain in chains.items() if device != station.device}
        for batch in _batches(units):
            place = Place(
                station.project,
                station.device,
                station.store.incarnation,
                head,
                SCHEMA,
                {DeviceId(device): sequence for device, sequence in seen.items()},
            )
            sections = _sections(station, [unit for _, unit in batch], newest)

            def key_of(compartment: CompartmentId, epoch: int) -> SecretKey | None:
                found = keys.get((compartment, epoch))
                return SecretKey(found.key) if found else None

            data = seal_segment(place, sections, key_of, station.seed, station.random)
            outbox.queue(connection, segment_name(place, data).path, data)
            head = chain_head(place, data)
            outbox.mark_sealed(connection, [number for number, _ in batch], head.sequence)
            outbox.keep_chain(
                connection,
                outbox.Chain(
                    DeviceId(station.device),
                    head.incarnation,
                    head.sequence,
                    head.digest,
                    station.store.clock.now(),
                ),
            )


def _not_ahead(station: Station, known: int) -> None:
    home = names.device_directory(station.device)
    for name in names.sort_names(home, station.folder.names(home)).known:
        if isinstance(name, names.SegmentName) and name.sequence > known:
            raise FileRefused("exchange.own.ahead", name.path, known=known)


def _batches(units: Iterable[tuple[int, StoredUnit]]) -> Iterable[list[tuple[int, StoredUnit]]]:
    """Units in order, as many together as a segment comfortably holds."""
    batch: list[tuple[int, StoredUnit]] = []
    count = 0
    for number, unit in units:
        if batch and count + len(unit.operations) > _MOST_OPERATIONS:
            yield batch
            batch, count = [], 0
        batch.append((number, unit))
        count += len(unit.operations)
    if batch:
        yield batch


def _sections(
    station: Station, units: Sequence[StoredUnit], newest: dict[bytes, CompartmentKey]
) -> list[Section]:
    """One section a compartment, with the parts of the units that stand in it."""
    parts: dict[bytes, list[Unit]] = {}
    for unit in units:
        for kind, found in groupby(unit.operations, lambda op: BY_NUMBER[op.entity].compartment):
            company = unit.company if kind.of_a_company else None
            compartment = compartments.compartment_id(station.project_secret, kind, company)
            parts.setdefault(compartment, []).append(
                Unit(
                    unit.id,
                    unit.person,
                    unit.verb,
                    unit.at,
                    unit.undoes,
                    tuple(
                        Operation(
                            OperationKind(op.kind),
                            op.entity,
                            op.row,
                            op.field,
                            op.value,
                            stamp_time(unit.stamp),
                            _split(op.bases or b""),
                        )
                        for op in found
                    ),
                )
            )
    return [
        Section(CompartmentId(compartment), newest[compartment].epoch, tuple(found))
        for compartment, found in parts.items()
    ]


def _split(bases: bytes) -> tuple[Stamp, ...]:
    return tuple(Stamp(bases[i : i + STAMP_SIZE]) for i in range(0, len(bases), STAMP_SIZE))
