"""The shared folder as an operating system gives it: publishing, reading, links, leftovers, held files."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from _exchange_faulty import FaultyDisk, FaultyFolder
from _exchange_samples import ANNA, code_of

from app.domain.refusal import Unavailable
from app.exchange.disk import SystemDisk
from app.exchange.folder import OsFolder
from app.exchange.ids import id_text
from app.exchange.names import device_directory
from app.exchange.refused import FileRefused, FileWaits

HOME = device_directory(ANNA.device)
NAME = "seg-0000000001-" + "0" * 32
PATH = f"{HOME}/{NAME}"
LIMIT = 1000


def test_published_and_read(tmp_path: Path) -> None:
    folder = OsFolder(tmp_path)
    assert folder.names(HOME) == () and not folder.exists(PATH)
    folder.publish(PATH, b"content")
    assert folder.names(HOME) == (NAME,) and folder.exists(PATH)
    assert folder.read(PATH, LIMIT) == b"content"
    assert [entry.name for entry in (tmp_path / HOME).iterdir()] == [NAME]
    folder.publish(f"{HOME}/box/{id_text(ANNA.device)}/key-1", b"")
    assert folder.read(f"{HOME}/box/{id_text(ANNA.device)}/key-1", LIMIT) == b""


def test_the_same_file_again_is_fine_and_another_is_never_overwritten(tmp_path: Path) -> None:
    folder = OsFolder(tmp_path)
    folder.publish(PATH, b"content")
    before = os.stat(tmp_path / PATH)
    folder.publish(PATH, b"content")
    assert os.stat(tmp_path / PATH).st_ino == before.st_ino
    for other in (b"contenT", b"content!", b"", b"longer than before"):
        assert code_of(lambda other=other: folder.publish(PATH, other)) == "exchange.file.occupied"
    assert folder.read(PATH, LIMIT) == b"content"
    (tmp_path / HOME / "taken").mkdir()
    assert code_of(lambda: folder.publish(f"{HOME}/taken", b"x")) == "exchange.file.occupied"
    os.symlink(tmp_path / PATH, tmp_path / HOME / "linked")
    assert code_of(lambda: folder.publish(f"{HOME}/linked", b"content")) == "exchange.file.occupied"


def test_a_missing_share_is_told_from_an_empty_directory(tmp_path: Path) -> None:
    gone = OsFolder(tmp_path / "share")
    calls = [
        lambda: gone.names("simmitt/dev"),
        lambda: gone.exists("simmitt/project"),
        lambda: gone.read("simmitt/project", LIMIT),
        lambda: gone.publish("simmitt/project", b"x"),
    ]
    for call in calls:
        with pytest.raises(Unavailable) as refused:
            call()
        assert refused.value.code == "exchange.folder.missing"
    assert not (tmp_path / "share").exists()
    (tmp_path / "share").write_bytes(b"a file")
    for call in calls:
        assert code_of(call) in {"exchange.folder.not_folder", "exchange.folder.failed"}
    empty = OsFolder(tmp_path)
    assert empty.names("simmitt/dev") == ()
    assert code_of(lambda: empty.read(PATH, LIMIT)) == "exchange.file.gone"


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    home = tmp_path / HOME
    home.mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (home / "a-directory").mkdir()
    os.symlink(outside / "secret", home / "a-link")
    os.symlink(outside, home / "a-linked-directory")
    os.symlink(home / "nowhere", home / "a-dead-link")
    os.mkfifo(home / "a-pipe")
    (home / "large").write_bytes(bytes(LIMIT + 1))
    (home / "fits").write_bytes(bytes(LIMIT))
    folder = OsFolder(tmp_path)
    expected = {
        "a-directory": "exchange.file.directory",
        "a-link": "exchange.file.link",
        "a-linked-directory": "exchange.file.link",
        "a-dead-link": "exchange.file.link",
        "a-pipe": "exchange.file.link",
        "large": "exchange.file.too_large",
        "nowhere": "exchange.file.gone",
        "fits/below": "exchange.folder.not_directory",
        "a-linked-directory/secret": "exchange.file.link",
    }
    for name, code in expected.items():
        with pytest.raises(FileRefused) as refused:
            folder.read(f"{HOME}/{name}", LIMIT)
        assert refused.value.code == code, name
        assert refused.value.file.startswith(HOME)
    assert len(folder.read(f"{HOME}/fits", LIMIT)) == LIMIT
    assert code_of(lambda: folder.names(f"{HOME}/a-linked-directory")) == "exchange.file.link"
    assert code_of(lambda: folder.names(f"{HOME}/fits")) == "exchange.folder.not_directory"
    assert code_of(lambda: folder.publish(f"{HOME}/a-linked-directory/new", b"x")) == "exchange.file.link"
    assert code_of(lambda: folder.publish(f"{HOME}/fits/new", b"x")) == "exchange.folder.not_directory"
    assert sorted(path.name for path in outside.iterdir()) == ["secret"]


def test_the_share_itself_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    os.symlink(tmp_path / "real", tmp_path / "share")
    OsFolder(tmp_path / "share").publish(PATH, b"x")
    assert (tmp_path / "real" / PATH).read_bytes() == b"x"


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "simmitt/../../x",
        "simmitt//x",
        "/etc/passwd",
        "simmitt/x\0",
        "simmitt/X",
        "simmitt/.x",
        "C:/x",
        "",
    ],
)
def test_a_path_that_is_none_of_ours_is_our_mistake(tmp_path: Path, path: str) -> None:
    folder = OsFolder(tmp_path / "share")
    (tmp_path / "share").mkdir()
    for call in (
        lambda: folder.read(path, LIMIT),
        lambda: folder.publish(path, b"x"),
        lambda: folder.exists(path),
        lambda: folder.names(path),
    ):
        with pytest.raises(ValueError, match="part of a path"):
            call()
    assert [entry.name for entry in tmp_path.iterdir()] == ["share"]


def test_leftovers_are_not_listed_and_old_ones_are_swept(tmp_path: Path) -> None:
    home = tmp_path / HOME
    home.mkdir(parents=True)
    for name, age in {
        "~seg-1.17.tmp": 3601,
        "~seg-2.18.tmp": 60,
        "~$protokoll.docx": 99_999,
        "x.tmp": 99_999,
    }.items():
        (home / name).write_bytes(b"half")
        os.utime(home / name, (1_000_000 - age, 1_000_000 - age))
    folder = OsFolder(tmp_path, clock=lambda: 1_000_000.0)
    assert folder.names(HOME) == ()
    folder.publish(PATH, b"x")
    assert {entry.name for entry in home.iterdir()} == {NAME, "~seg-2.18.tmp", "~$protokoll.docx", "x.tmp"}


def held(code: int, number: int = errno.EACCES) -> OSError:
    error = OSError(number, "held")
    error.winerror = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("call", ["rename", "open_new", "open_read"])
def test_a_file_that_a_scanner_holds_is_tried_again(tmp_path: Path, code: int, call: str) -> None:
    """At most 2.5 s in all, with growing pauses."""
    pauses: list[float] = []
    once = OsFolder(tmp_path, disk=FaultyDisk(1, held(code), only=(call,)), sleep=pauses.append)
    once.publish(PATH, b"content")
    assert len(pauses) == 1 and OsFolder(tmp_path).read(PATH, LIMIT) == b"content"
    pauses.clear()
    always = OsFolder(
        tmp_path, disk=FaultyDisk(1, held(code), sticky=True, only=(call,)), sleep=pauses.append
    )
    code_of(lambda: always.publish(f"{HOME}/other", b"content"))
    assert sum(pauses) == pytest.approx(2.5)
    assert pauses == sorted(pauses)


@pytest.mark.parametrize("error", [held(2), held(112, errno.ENOSPC), OSError(errno.EACCES, "no")])
def test_nothing_else_is_tried_again(tmp_path: Path, error: OSError) -> None:
    pauses: list[float] = []
    folder = OsFolder(tmp_path, disk=FaultyDisk(1, error, only=("rename",)), sleep=pauses.append)
    with pytest.raises(Unavailable):
        folder.publish(PATH, b"content")
    assert pauses == []
    assert list((tmp_path / HOME).iterdir()) == []


ERRORS = {
    "read_only": [OSError(errno.EROFS, ""), held(19)],
    "denied": [OSError(errno.EACCES, ""), OSError(errno.EPERM, "")],
    "full": [OSError(errno.ENOSPC, ""), OSError(errno.EDQUOT, "")],
    "gone": [
        OSError(errno.ESTALE, ""),
        OSError(errno.ENOTCONN, ""),
        held(53, errno.ENOENT),
        held(64, errno.EINVAL),
    ],
    "failed": [OSError(errno.EIO, ""), OSError(errno.EBUSY, ""), OSError(errno.ENAMETOOLONG, "")],
}


@pytest.mark.parametrize("what", ERRORS)
def test_each_error_of_the_share_has_its_sentence(tmp_path: Path, what: str) -> None:
    for error in ERRORS[what]:
        folder = OsFolder(tmp_path, disk=FaultyDisk(1, error, only=("write",)), sleep=lambda seconds: None)
        with pytest.raises(Unavailable) as refused:
            folder.publish(PATH, b"content")
        assert refused.value.code == f"exchange.folder.{what}"
        assert str(tmp_path) in str(refused.value.params["folder"])
        assert refused.value.exit_code == 3


def test_a_read_only_share_with_the_directories_in_place(tmp_path: Path) -> None:
    (tmp_path / HOME).mkdir(parents=True)
    for number in (errno.EROFS, errno.EACCES):
        folder = FaultyFolder(tmp_path, 1, number, sticky=True, only=("open_new", "make_directory", "rename"))
        code = code_of(lambda folder=folder: folder.publish(PATH, b"x"))
        assert code == f"exchange.folder.{'read_only' if number == errno.EROFS else 'denied'}"
        assert folder.names(HOME) == ()


def test_one_unreadable_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    OsFolder(tmp_path).publish(PATH, b"content")
    for number in (errno.EACCES, errno.EIO, errno.EBUSY):
        folder = FaultyFolder(tmp_path, 1, number, only=("open_read",))
        with pytest.raises(FileRefused) as refused:
            folder.read(PATH, LIMIT)
        assert refused.value.code == "exchange.file.unreadable"
        assert refused.value.params["error"] == errno.errorcode[number]
        assert folder.read(PATH, LIMIT) == b"content"
    with pytest.raises(Unavailable):
        FaultyFolder(tmp_path, 1, errno.ESTALE, only=("read",)).read(PATH, LIMIT)


class PowerCut(SystemDisk):
    """Knows what a power cut would take: bytes that were not synced, names whose directory was not."""

    def __init__(self) -> None:
        self.paths: dict[int, str] = {}
        self.unsynced: set[str] = set()
        self.renamed_unsynced: list[str] = []

    def open_new(self, path: str) -> int:
        handle = super().open_new(path)
        self.paths[handle] = path
        self.unsynced |= {path, os.path.dirname(path)}
        return handle

    def make_directory(self, path: str) -> None:
        super().make_directory(path)
        self.unsynced.add(os.path.dirname(path))

    def sync(self, handle: int) -> None:
        super().sync(handle)
        self.unsynced.discard(self.paths[handle])

    def rename(self, old: str, new: str) -> None:
        if old in self.unsynced:
            self.renamed_unsynced.append(new)
        super().rename(old, new)
        self.unsynced.add(os.path.dirname(new))

    def sync_directory(self, path: str) -> None:
        super().sync_directory(path)
        self.unsynced.discard(path)


def test_what_is_published_outlasts_a_power_cut(tmp_path: Path) -> None:
    """Bytes are on the disk before they get their name; name and new directories before the call returns."""
    disk = PowerCut()
    OsFolder(tmp_path, disk=disk).publish(PATH, b"content")
    assert disk.paths and disk.renamed_unsynced == [] and disk.unsynced == set()
    # Published by a call that was killed before its last sync: the next one makes it last.
    disk.unsynced.add(str(tmp_path / HOME))
    OsFolder(tmp_path, disk=disk).publish(PATH, b"content")
    assert disk.unsynced == set()


class Spoiling(SystemDisk):
    """A share that says yes and keeps something else."""

    def rename(self, old: str, new: str) -> None:
        super().rename(old, new)
        Path(new).write_bytes(b"CONTENT")


def test_what_reads_back_otherwise_is_removed_and_told(tmp_path: Path) -> None:
    assert (
        code_of(lambda: OsFolder(tmp_path, disk=Spoiling()).publish(PATH, b"content"))
        == "exchange.folder.spoiled"
    )
    assert list((tmp_path / HOME).iterdir()) == []
    OsFolder(tmp_path).publish(PATH, b"content")


class WithoutDirectorySync(SystemDisk):
    def sync_directory(self, path: str) -> None:
        raise OSError(errno.EINVAL, "not here")


def test_a_share_that_cannot_sync_directories_still_works(tmp_path: Path) -> None:
    OsFolder(tmp_path, disk=WithoutDirectorySync()).publish(PATH, b"content")
    assert OsFolder(tmp_path).read(PATH, LIMIT) == b"content"


class Attributed(SystemDisk):
    """Windows tells more about a file than this system does."""

    def __init__(self, name: str, **more: int) -> None:
        self._name = name
        self._more = more

    def look(self, path: str) -> os.stat_result:
        seen = super().look(path)
        if not path.endswith(self._name):
            return seen
        known = {field: getattr(seen, field) for field in ("st_mode", "st_size", "st_mtime")}
        return SimpleNamespace(**known, **self._more)  # type: ignore[return-value]


@pytest.mark.parametrize("attribute", [0x1000, 0x40000, 0x400000])
def test_a_file_that_is_only_online_waits(tmp_path: Path, attribute: int) -> None:
    OsFolder(tmp_path).publish(PATH, b"content")
    folder = OsFolder(tmp_path, disk=Attributed(NAME, st_file_attributes=attribute | 0x20))
    with pytest.raises(FileWaits) as refused:
        folder.read(PATH, LIMIT)
    assert refused.value.code == "exchange.file.online"
    # Whether it is the same cannot be known before it is here again: neither "another one" nor removed.
    assert code_of(lambda: folder.publish(PATH, b"content")) == "exchange.file.online"
    assert (tmp_path / PATH).read_bytes() == b"content"
    plain = OsFolder(tmp_path, disk=Attributed(NAME, st_file_attributes=0x20))
    assert plain.read(PATH, LIMIT) == b"content"


def test_a_junction_is_a_link(tmp_path: Path) -> None:
    OsFolder(tmp_path).publish(PATH, b"content")
    folder = OsFolder(tmp_path, disk=Attributed(id_text(ANNA.device), st_reparse_tag=0xA0000003))
    assert code_of(lambda: folder.read(PATH, LIMIT)) == "exchange.file.link"


class Growing(SystemDisk):
    """A file that grows each time that some of it is read."""

    def read(self, handle: int, count: int) -> bytes:
        return b"x" * min(count, 400)


def test_a_file_that_grows_while_it_is_read_stays_within_the_limit(tmp_path: Path) -> None:
    OsFolder(tmp_path).publish(PATH, b"content")
    with pytest.raises(FileRefused) as refused:
        OsFolder(tmp_path, disk=Growing()).read(PATH, LIMIT)
    assert refused.value.code == "exchange.file.too_large"


def test_mtimes_do_not_matter(tmp_path: Path) -> None:
    folder = OsFolder(tmp_path)
    folder.publish(PATH, b"content")
    for instant in (0, 4_323_456_000):  # 1970 and 2107
        os.utime(tmp_path / PATH, (instant, instant))
        assert folder.read(PATH, LIMIT) == b"content"
        folder.publish(PATH, b"content")


def test_the_names_that_are_listed_are_those_of_the_directory(tmp_path: Path) -> None:
    home = tmp_path / HOME
    home.mkdir(parents=True)
    odd = ["SEG-1", "seg 1", "~x", "é", ".DS_Store", "desktop.ini"]
    for name in odd:
        (home / name).touch()
    os.close(os.open(bytes(home) + b"/\xff\xfe", os.O_CREAT | os.O_WRONLY))
    assert set(OsFolder(tmp_path).names(HOME)) == {*odd, "\udcff\udcfe"} - {"~x"}


def test_published_files_can_be_read_by_the_group_that_shares_the_folder(tmp_path: Path) -> None:
    before = os.umask(0o007)
    try:
        OsFolder(tmp_path).publish(PATH, b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(tmp_path / PATH).st_mode) == 0o660
