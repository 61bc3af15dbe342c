"""Faults of files, names and the folder itself (exchange.md 8): tried, refused or survived, nothing lost.

A table stands at the end of the run. "Lost" counts files that were published before the fault, or again after
it, and are not there, whole; where only bytes are read and no folder is touched, it says "-".
"""

from __future__ import annotations

import errno
import os
import random
import secrets
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "exchange"))

from _exchange_faulty import FaultyDisk, FaultyFolder, Killed
from _exchange_samples import (
    ANNA,
    BO,
    OTHER_PROJECT,
    PROJECT,
    REGISTRAR,
    SECRET,
    header_of,
    key_of,
    named,
    roster,
    roster_named,
    signed,
)
from _exchange_small import reader, segment, small_files

from app.domain.refusal import Refusal, Unavailable
from app.exchange import frame, sealing
from app.exchange.folder import OsFolder
from app.exchange.frame import FILE_LIMIT, Kind
from app.exchange.names import SegmentName, device_directory, sort_names
from app.exchange.refused import FileRefused
from app.exchange.roster import ROSTER_START, open_roster, write_roster
from app.exchange.segment import CHAIN_START, open_segment

HOME = device_directory(ANNA.device)


@dataclass
class Row:
    name: str
    tried: int
    refused: int
    survived: int
    lost: int | None = None  # None: bytes are read, no folder is touched, so there is nothing to lose


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    out = request.config.pluginmanager.get_plugin("terminalreporter")
    if out is None:  # a worker of a run on several cores: only its head writes
        return
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    with capture.global_and_fixture_disabled():
        _print(out, rows)


def _print(out: pytest.TerminalReporter, rows: list[Row]) -> None:
    out.write_line("")
    out.write_line(
        f"{'fault of a file, a name or the folder':<58}{'tried':>7}{'refused':>9}{'survived':>10}{'lost':>6}"
    )
    for row in rows:
        lost = "-" if row.lost is None else row.lost
        out.write_line(f"{row.name:<58}{row.tried:>7}{row.refused:>9}{row.survived:>10}{lost:>6}")


def refused_all(table: list[Row], name: str, tries: list[bytes], read: Callable[[bytes], object]) -> None:
    """Each try is refused as a file, with its name and a reason, and raises nothing else."""
    refused = 0
    for data in tries:
        with pytest.raises(FileRefused) as caught:
            read(data)
        assert caught.value.file.startswith("simmitt/")
        assert caught.value.code.startswith("exchange.")
        refused += 1
    table.append(Row(name, len(tries), refused, 0))


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


SMALL = small_files()


@pytest.mark.parametrize("kind", SMALL)
def test_every_truncation_and_every_flipped_bit_of_a_small_file(kind: str, table: list[Row]) -> None:
    data, read = SMALL[kind]
    read(data)
    refused_all(table, f"{kind}: every truncation", [data[:length] for length in range(len(data))], read)
    refused_all(
        table, f"{kind}: every single bit flipped", [flip(data, bit) for bit in range(8 * len(data))], read
    )
    refused_all(
        table,
        f"{kind}: trailing bytes, zeros, foreign content",
        [data + extra for extra in (b"\0", b"\n", b"x" * 1000, data)]
        + [bytes(len(data)), b"\xff" * len(data), b"PK\3\4" + data[4:], b"\n" + data, data[1:], data[::-1]],
        read,
    )


def test_a_large_segment(table: list[Row]) -> None:
    data = segment(units=100, operations=100)
    read = reader(data)
    assert read(data).header.operations == 20_000
    dice = random.Random(20_260_302)
    lengths = sorted(dice.sample(range(len(data)), 200))
    refused_all(table, "large segment: 200 truncations", [data[:length] for length in lengths], read)
    bits = [dice.randrange(8 * len(data)) for _ in range(2000)]
    refused_all(table, "large segment: 2,000 random bits flipped", [flip(data, bit) for bit in bits], read)
    pages = [data[:at] + bytes(4096) + data[at + 4096 :] for at in range(0, len(data) - 4096, 4096)]
    refused_all(table, "large segment: a page of zeros", pages, read)


def test_segments_that_are_mixed_up(table: list[Row]) -> None:
    one, other = segment(), segment(units=2)
    refused_all(table, "two segments swapped", [other], reader(one))
    refused_all(table, "two segments swapped", [one], reader(other))
    end = [17 + int.from_bytes(data[9:13], "big") for data in (one, other)]
    mixed = [
        one[: end[0]] + other[end[1] :],
        one[: end[0]] + other[end[1] : -64] + one[-64:],
        one[:-64] + other[-64:],
    ]
    refused_all(table, "header of one with payload or signature of another", mixed, reader(one))
    # Signed anew by the right device: only the seal shows that the header is another's.
    raw = frame.encode_header(header_of(one))
    again = signed(Kind.SEGMENT, raw, other[end[1] : -64])
    with pytest.raises(FileRefused) as refused:
        reader(again)(again)
    assert refused.value.code in {"exchange.segment.sealed", "exchange.segment.unpacks"}


def test_replay_and_forgery(table: list[Row]) -> None:
    data = segment()
    own = named(data)
    anna, bo = ANNA.public.signing, BO.public.signing
    tries = {
        "replayed under another sequence": (SegmentName(ANNA.device, 2, own.sha), PROJECT, anna),
        "replayed in another device's directory": (SegmentName(BO.device, 1, own.sha), PROJECT, bo),
        "replayed there, and that device signs with its key": (
            SegmentName(BO.device, 1, own.sha),
            PROJECT,
            anna,
        ),
        "under the hash of another file": (SegmentName(ANNA.device, 1, "0" * 32), PROJECT, anna),
        "signed by another device": (own, PROJECT, bo),
        "in another project's folder": (own, OTHER_PROJECT, anna),
    }
    for what, (name, project, signer) in tries.items():
        refused_all(
            table,
            f"segment {what}",
            [data],
            lambda spoiled, n=name, p=project, s=signer: open_segment(spoiled, n, p, s, key_of, CHAIN_START),
        )


def test_an_old_roster_put_back(table: list[Row]) -> None:
    registrar = sealing.verify_key(REGISTRAR)
    old, new = (write_roster(roster(n), PROJECT, SECRET, REGISTRAR, secrets.token_bytes) for n in (1, 2))
    _, head = open_roster(new, roster_named(new, 2), PROJECT, SECRET, registrar, ROSTER_START)
    for sequence in (1, 2, 3):
        refused_all(
            table,
            f"old roster put back as number {sequence}",
            [old],
            lambda data, n=sequence: open_roster(
                data, roster_named(old, n), PROJECT, SECRET, registrar, head
            ),
        )


# --- names ---


def test_copies_and_foreign_files_beside_ours(tmp_path: Path, table: list[Row]) -> None:
    folder, data = OsFolder(tmp_path), segment()
    name = named(data)
    folder.publish(name.path, data)
    last = name.path.rsplit("/", 1)[-1]
    copies = [
        f"{last} (conflicted copy 2026-03-02 120000)",
        f"{last} (Annas dator konfliktkopia 2026-03-02)",
        f"{last}-LAPTOP-7",
        f"{last}.sync-conflict-20260302-120000-ABCDEFG",
        f"{last} - Kopia",
        f"Kopia av {last}",
        last.upper(),
        unicodedata.normalize("NFD", f"{last} (återställd)"),
    ]
    for copy in copies:
        (tmp_path / HOME / copy).write_bytes(data)
    (tmp_path / HOME / "seg-0000000002-directory").mkdir()
    for number in range(10_000):
        (tmp_path / HOME / f"faktura {number}.pdf").touch()
    listing = sort_names(HOME, folder.names(HOME))
    assert listing.known == (name,)
    assert {entry.file.removeprefix(f"{HOME}/") for entry in listing.not_read} == {
        *copies,
        "seg-0000000002-directory",
    }
    assert reader(data)(folder.read(name.path, FILE_LIMIT)).head.sequence == 1
    table.append(Row("conflicted copies, upper case, NFD, directory", len(copies) + 1, len(copies) + 1, 0))
    table.append(Row("10,000 foreign files", 10_000, 0, 10_000))


def test_what_stands_where_a_file_should(tmp_path: Path, table: list[Row]) -> None:
    data = segment()
    name = named(data)
    path = tmp_path / name.path
    path.parent.mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.write_bytes(data)
    makers: dict[str, Callable[[], object]] = {
        "a directory in place of a file": path.mkdir,
        "a symlink out of the folder": lambda: path.symlink_to(outside),
        "a symlink to nowhere": lambda: path.symlink_to(tmp_path / "nowhere"),
        "a pipe in place of a file": lambda: os.mkfifo(path),
    }
    for what, make in makers.items():
        make()
        refused_all(table, what, [b""], lambda _: OsFolder(tmp_path).read(name.path, FILE_LIMIT))
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    path.write_bytes(data)
    assert reader(data)(OsFolder(tmp_path).read(name.path, FILE_LIMIT))


# --- the folder fails at each call ---

PUBLISHED = b"what stands since yesterday"
EARLIER = f"{HOME}/seg-0000000001-{'1' * 32}"
LATER = f"{HOME}/seg-0000000002-{'2' * 32}"


def share(tmp_path: Path, number: int) -> Path:
    root = tmp_path / str(number)
    root.mkdir(parents=True)
    return root


def lost_after(root: Path, data: bytes, earlier: bool) -> int:
    """How many files are lost once the folder works again: gone, or not what was published.

    The name of the fault holds all or nothing, and the next try succeeds.
    """
    folder = OsFolder(root)
    if folder.exists(LATER):
        assert folder.read(LATER, FILE_LIMIT) == data, "a name of ours holds half a file"
    folder.publish(LATER, data)
    wanted = {LATER: data} | ({EARLIER: PUBLISHED} if earlier else {})
    return sum(
        not folder.exists(path) or folder.read(path, FILE_LIMIT) != content
        for path, content in wanted.items()
    )


def test_a_lost_file_is_counted(tmp_path: Path) -> None:
    """The measure itself: it must see a file that is gone and one that is spoiled."""
    folder = OsFolder(tmp_path)
    folder.publish(EARLIER, PUBLISHED)
    assert lost_after(tmp_path, b"data", earlier=True) == 0
    (tmp_path / EARLIER).write_bytes(b"spoiled")
    assert lost_after(tmp_path, b"data", earlier=True) == 1
    (tmp_path / EARLIER).unlink()
    assert lost_after(tmp_path, b"data", earlier=True) == 1


ERRNOS = (errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO, errno.ESTALE, errno.EBUSY)


@pytest.mark.parametrize("number", ERRNOS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("earlier", [True, False], ids=["in use", "empty"])
def test_publishing_fails_at_each_call(
    tmp_path: Path, number: int, sticky: bool, earlier: bool, table: list[Row]
) -> None:
    data = os.urandom(5000)
    refused = lost = at = 0
    while True:
        at += 1
        root = share(tmp_path, at)
        if earlier:
            OsFolder(root).publish(EARLIER, PUBLISHED)
        folder = FaultyFolder(root, at, number, sticky=sticky)
        try:
            folder.publish(LATER, data)
        except Unavailable as caught:
            refused += 1
            assert caught.code.startswith("exchange.folder.")
        else:
            assert folder.faulty.raised == 0, f"call {at} ({folder.faulty.calls[at - 1]}) failed in silence"
            break
        lost += lost_after(root, data, earlier)
    assert at > 15
    when = "from then on" if sticky else "once"
    where = "in use" if earlier else "empty"
    table.append(
        Row(f"publish, {errno.errorcode[number]} at each call {when}, {where}", at - 1, refused, 0, lost)
    )
    assert lost == 0


@pytest.mark.parametrize("earlier", [True, False], ids=["in use", "empty"])
def test_killed_at_each_call_of_publishing(tmp_path: Path, earlier: bool, table: list[Row]) -> None:
    """As a SIGKILL leaves the disk: nothing after the call happens. A power cut is tried in the exchange's tests."""
    data = os.urandom(5000)
    killed = lost = at = 0
    while True:
        at += 1
        root = share(tmp_path, at)
        if earlier:
            OsFolder(root).publish(EARLIER, PUBLISHED)
        folder = OsFolder(root, disk=FaultyDisk(at, Killed(), sticky=True))
        try:
            folder.publish(LATER, data)
        except Killed:
            killed += 1
        else:
            break
        lost += lost_after(root, data, earlier)
    table.append(
        Row(f"publish, killed at each call, {'in use' if earlier else 'empty'}", at - 1, 0, killed, lost)
    )
    assert lost == 0 and killed == at - 1 > 15


@pytest.mark.parametrize("number", ERRNOS, ids=lambda number: errno.errorcode[number])
def test_reading_fails_at_each_call(tmp_path: Path, number: int, table: list[Row]) -> None:
    folder = OsFolder(tmp_path)
    folder.publish(EARLIER, PUBLISHED)
    calls: list[Callable[[OsFolder], object]] = [
        lambda folder: folder.names(HOME),
        lambda folder: folder.exists(EARLIER),
        lambda folder: folder.read(EARLIER, FILE_LIMIT),
    ]
    tried = refused = 0
    for call in calls:
        at = 0
        while True:
            at += 1
            faulty = FaultyFolder(tmp_path, at, number)
            try:
                call(faulty)
            except Refusal as caught:
                refused += 1
                tried += 1
                # One bad file is passed over; a share that fails is said to fail.
                assert isinstance(caught, Unavailable) or caught.code == "exchange.file.unreadable"
            else:
                assert faulty.faulty.raised == 0
                break
    lost = int(folder.read(EARLIER, FILE_LIMIT) != PUBLISHED)
    table.append(Row(f"list and read, {errno.errorcode[number]} at each call", tried, refused, 0, lost))
    assert lost == 0
    assert tried > 10


def test_the_share_vanishes_between_listing_and_reading(tmp_path: Path, table: list[Row]) -> None:
    root = tmp_path / "share"
    root.mkdir()
    folder = OsFolder(root)
    folder.publish(EARLIER, PUBLISHED)
    assert folder.names(HOME)
    os.rename(root, tmp_path / "away")
    for call in (
        lambda: folder.read(EARLIER, FILE_LIMIT),
        lambda: folder.names(HOME),
        lambda: folder.publish(LATER, b"x"),
    ):
        with pytest.raises(Unavailable) as refused:
            call()
        assert refused.value.code == "exchange.folder.missing"
    assert not root.exists()
    os.rename(tmp_path / "away", root)
    # A directory that is away for a day means nothing; it is read again when it is back.
    os.rename(root / HOME, tmp_path / "home")
    assert folder.names(HOME) == ()
    os.rename(tmp_path / "home", root / HOME)
    lost = int(folder.read(EARLIER, FILE_LIMIT) != PUBLISHED)
    table.append(Row("share or directory gone mid-way, and back", 4, 3, 1, lost))
    assert lost == 0
