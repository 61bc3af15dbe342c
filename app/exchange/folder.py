"""The shared folder: listing, reading and publishing on a share without locks, order or trust (exchange.md
1).

Paths are written with `/` and start below the shared folder, as in `names`. An error of the whole share is
Unavailable (exit 3); one file that cannot be read is FileRefused, and the rest is read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from app.domain.refusal import Unavailable
from app.exchange.disk import Disk, SystemDisk
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.sealing import digest
from app.exchange.shown import shown

T = TypeVar("T")

_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_LEFTOVER_AGE = 3600.0
# A scanner or sync client holds the file: access denied, sharing violation, lock violation. Nothing else is
# retried.
_HELD = frozenset({5, 32, 33})
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 1.12)  # 2.5 s in all
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_GONE = frozenset(
    {errno.ESTALE, errno.ENOTCONN, errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT, errno.ENETDOWN}
    | {errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ECONNRESET, errno.ECONNABORTED}
)
# Windows: network path, name, device or session that is no longer there.
_GONE_WINDOWS = frozenset({21, 51, 53, 55, 59, 64, 65, 67, 121, 1167, 1231, 1232})
_WRITE_PROTECTED = 19
# Windows: a directory that leads elsewhere; and attributes of a file whose content lies only with OneDrive:
# offline, recall on open, recall on access.
_JUNCTION = 0xA0000003
_ONLINE_ONLY = 0x1000 | 0x40000 | 0x400000


class Folder(Protocol):
    """What the exchange needs of a shared folder."""

    def names(self, directory: str) -> tuple[str, ...]:
        """The names in a directory, sorted, without temporary files; none where it is not there."""

    def exists(self, path: str) -> bool:
        """Whether something has that name."""

    def read(self, path: str, limit: int) -> bytes:
        """A file's bytes. FileRefused where it is no plain file, cannot be read, or passes `limit` bytes."""

    def try_writing(self) -> None:
        """That a file can be made here; it is gone again on return. Unavailable where it cannot be."""

    def publish(self, path: str, data: bytes) -> None:
        """Write a file that stays: durable and read back with the right hash when the call returns."""


def _windows_error(error: OSError) -> int | None:
    code: int | None = getattr(error, "winerror", None)
    return code


def unavailable(error: OSError, where: str) -> Unavailable:
    """The sentence for an error of the share. `where` is shown: the shared folder, or a path in it."""
    number, windows = error.errno or 0, _windows_error(error)
    if number == errno.EROFS or windows == _WRITE_PROTECTED:
        code = "exchange.folder.read_only"
    elif number in _DENIED:
        code = "exchange.folder.denied"
    elif number in _FULL:
        code = "exchange.folder.full"
    elif number in _GONE or windows in _GONE_WINDOWS:
        code = "exchange.folder.gone"
    elif number == errno.ENOENT:
        code = "exchange.folder.missing"
    else:
        said = errno.errorcode.get(number, str(windows or number))
        return Unavailable("exchange.folder.failed", folder=shown(where), error=said)
    return Unavailable(code, folder=shown(where))


class OsFolder:
    """A folder of the operating system: a share, a synchronised folder, a stick.

    `root` is the shared folder itself, which must be there; `simmitt/` is made below it by the first
    `publish`.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        disk: Disk | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._root = os.path.realpath(os.fspath(root))
        self._disk: Disk = disk or SystemDisk()
        self._sleep = sleep
        self._clock = clock
        self._cleaned: set[str] = set()

    # --- reading ---

    def names(self, directory: str) -> tuple[str, ...]:
        _check(directory)
        try:
            place = self._place(directory)
            found = [] if place is None else self._disk.names(place)
        except FileNotFoundError:
            self._check_root()
            return ()
        except OSError as error:
            raise unavailable(error, self._root) from error
        return tuple(sorted(name for name in found if not _is_temporary(name)))

    def exists(self, path: str) -> bool:
        directory, name = _split(path)
        try:
            place = self._place(directory)
            if place is None:
                return False
            self._disk.look(os.path.join(place, name))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise unavailable(error, self._root) from error
        return True

    def read(self, path: str, limit: int) -> bytes:
        directory, name = _split(path)
        try:
            place = self._place(directory)
            if place is None:
                raise FileRefused("exchange.file.gone", path)
            return self._read(os.path.join(place, name), path, limit)
        except OSError as error:
            self._check_root()
            if error.errno in _GONE or _windows_error(error) in _GONE_WINDOWS:
                raise unavailable(error, self._root) from error
            if isinstance(error, FileNotFoundError):
                raise FileRefused("exchange.file.gone", path) from error
            said = errno.errorcode.get(error.errno or 0, str(error.errno))
            raise FileRefused("exchange.file.unreadable", path, error=said) from error

    def _read(self, full: str, path: str, limit: int) -> bytes:
        seen = self._disk.look(full)
        if stat.S_ISDIR(seen.st_mode):
            raise FileRefused("exchange.file.directory", path)
        if not stat.S_ISREG(seen.st_mode):
            raise FileRefused("exchange.file.link", path)
        if getattr(seen, "st_file_attributes", 0) & _ONLINE_ONLY:
            raise FileWaits("exchange.file.online", path)
        handle = self._held(lambda: self._disk.open_read(full))
        try:
            opened = self._disk.look_open(handle)
            if not stat.S_ISREG(opened.st_mode):
                raise FileRefused("exchange.file.link", path)
            if opened.st_size > limit:
                raise FileRefused("exchange.file.too_large", path, limit=limit // 2**20)
            parts: list[bytes] = []
            room = limit + 1
            # The file may grow while it is read: the limit is kept by counting, the rest by hash and
            # signature.
            while room and (part := self._disk.read(handle, min(room, 2**20))):
                parts.append(part)
                room -= len(part)
        finally:
            self._disk.close(handle)
        if not room:
            raise FileRefused("exchange.file.too_large", path, limit=limit // 2**20)
        return b"".join(parts)

    # --- writing ---

    def try_writing(self) -> None:
        self._check_root()
        trial = os.path.join(self._root, f"~trial.{os.getpid()}.tmp")
        try:
            with contextlib.suppress(FileNotFoundError):
                self._disk.remove(trial)
            handle = self._held(lambda: self._disk.open_new(trial))
            try:
                self._disk.write(handle, memoryview(b"SIMMITT"))
            finally:
                self._disk.close(handle)
                self._held(lambda: self._disk.remove(trial))
        except OSError as error:
            raise unavailable(error, self._root) from error

    def publish(self, path: str, data: bytes) -> None:
        """Temporary file, fsync, rename, fsync of the directory, read back (exchange.md 1).

        An identical file that is there is fine; a different one is never overwritten (FileRefused
        `exchange.file.occupied`). FileWaits where the one that is there lies only online. Unavailable where
        the share fails; then the name holds the whole file or nothing at all.
        """
        directory, name = _split(path)
        try:
            place = self._make(directory)
            full = os.path.join(place, name)
            self._sweep(place)
            try:
                self._disk.look(full)
            except FileNotFoundError:
                self._write(place, name, data)
                self._sync_directory(place)
                if not self._holds(full, path, data):
                    # Ours and spoiled by the share: gone, so that the next call can write it again.
                    self._disk.remove(full)
                    raise Unavailable(
                        "exchange.folder.spoiled", folder=shown(self._root), file=shown(path)
                    ) from None
            else:
                if not self._holds(full, path, data):
                    raise FileRefused("exchange.file.occupied", path)
                self._sync_directory(place)
        except OSError as error:
            self._check_root()
            raise unavailable(error, os.path.join(self._root, path)) from error

    def _holds(self, full: str, path: str, data: bytes) -> bool:
        """Whether the name holds exactly these bytes. FileWaits where they lie only online."""
        try:
            return digest(self._read(full, path, len(data))) == digest(data)
        except FileWaits:
            raise
        except FileRefused:
            return False

    def _write(self, place: str, name: str, data: bytes) -> None:
        temporary = os.path.join(place, f"~{name}.{os.getpid()}.tmp")
        self._remove_temporary(temporary)
        handle = self._held(lambda: self._disk.open_new(temporary))
        try:
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[self._disk.write(handle, rest) :]
                self._disk.sync(handle)
            finally:
                self._disk.close(handle)
            self._held(lambda: self._disk.rename(temporary, os.path.join(place, name)))
        except OSError:
            # The caller is told of this error. A leftover that cannot be removed now is swept by a later
            # call.
            with contextlib.suppress(OSError):
                self._disk.remove(temporary)
            raise

    def _make(self, directory: str) -> str:
        """The directory, made part by part below the root."""
        self._check_root()
        place = self._root
        for part in directory.split("/"):
            above, place = place, os.path.join(place, part)
            if not self._is_directory(place, directory):
                with contextlib.suppress(FileExistsError):  # made by somebody else in this moment
                    self._disk.make_directory(place)
                self._sync_directory(above)
        return place

    def _sync_directory(self, place: str) -> None:
        try:
            self._disk.sync_directory(place)
        except OSError as error:
            # A share that knows no fsync of a directory says so with one of these; others are true failures.
            if error.errno not in _NO_SYNC:
                raise

    def _sweep(self, place: str) -> None:
        """Remove what a killed program left here an hour ago or earlier; once a directory is enough."""
        if place in self._cleaned:
            return
        self._cleaned.add(place)
        for name in self._disk.names(place):
            if name.startswith("~") and name.endswith(".tmp"):
                full = os.path.join(place, name)
                if self._disk.look(full).st_mtime < self._clock() - _LEFTOVER_AGE:
                    self._remove_temporary(full)

    def _remove_temporary(self, full: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._disk.remove(full)

    # --- below the root, and nowhere else ---

    def _check_root(self) -> None:
        try:
            seen = self._disk.look(self._root)
        except OSError as error:
            raise unavailable(error, self._root) from error
        if not stat.S_ISDIR(seen.st_mode):
            raise Unavailable("exchange.folder.not_folder", folder=shown(self._root))

    def _is_directory(self, place: str, directory: str) -> bool:
        """False where nothing is there. FileRefused for a link, which could lead out, and for a file."""
        try:
            seen = self._disk.look(place)
        except FileNotFoundError:
            return False
        if stat.S_ISLNK(seen.st_mode) or getattr(seen, "st_reparse_tag", 0) == _JUNCTION:
            raise FileRefused("exchange.file.link", directory)
        if not stat.S_ISDIR(seen.st_mode):
            raise FileRefused("exchange.folder.not_directory", directory)
        return True

    def _place(self, directory: str) -> str | None:
        """Where a directory lies, or None where it does not exist. Unavailable where the root does not."""
        place = self._root
        for part in directory.split("/"):
            place = os.path.join(place, part)
            if not self._is_directory(place, directory):
                self._check_root()
                return None
        return place

    def _held(self, call: Callable[[], T]) -> T:
        """The call, tried again while a scanner or sync client holds the file (Windows), up to 2.5 s."""
        for pause in _PAUSES:
            try:
                return call()
            except OSError as error:
                if _windows_error(error) not in _HELD:
                    raise
            self._sleep(pause)
        return call()


def _is_temporary(name: str) -> bool:
    return name.startswith("~") or name.endswith(".tmp")


def _check(path: str) -> None:
    """ValueError where a part of the path is none of ours: no dots, no slashes of any kind, no upper-case."""
    for part in path.split("/"):
        if not _PART.fullmatch(part):
            raise ValueError(f"not a part of a path in the shared folder: {shown(part)!r}")


def _split(path: str) -> tuple[str, str]:
    """Directory and name of a file's path, each part of it checked before anything is touched."""
    _check(path)
    directory, _, name = path.rpartition("/")
    if not directory:
        raise ValueError("not a part of a path in the shared folder: all files lie below simmitt/")
    return directory, name
