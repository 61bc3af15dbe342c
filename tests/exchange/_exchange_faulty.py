"""A shared folder whose nth call fails: OsFolder over the real calls of the system, one of which raises."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.exchange.disk import SystemDisk
from app.exchange.folder import OsFolder

T = TypeVar("T")


class Killed(BaseException):
    """The program ends here: nothing after it runs on the disk."""


class FaultyDisk(SystemDisk):
    """Counts its calls; the `fail_at`th raises (1 is the first), with `sticky` all after it too.

    `only` limits counting to some calls. A failing write first writes half of what it was given.
    """

    def __init__(
        self,
        fail_at: int,
        error: OSError | Killed,
        *,
        sticky: bool = False,
        only: tuple[str, ...] = (),
    ) -> None:
        self.calls: list[str] = []
        self.raised = 0
        self._fail_at = fail_at
        self._error = error
        self._sticky = sticky
        self._only = only

    def _call(self, name: str, call: Callable[[], T]) -> T:
        if not self._only or name in self._only:
            self.calls.append(name)
            count = len(self.calls)
            if count == self._fail_at or (self._sticky and count > self._fail_at):
                self.raised += 1
                raise self._error
        return call()

    def names(self, path: str) -> list[str]:
        return self._call("names", lambda: SystemDisk.names(self, path))

    def look(self, path: str) -> os.stat_result:
        return self._call("look", lambda: SystemDisk.look(self, path))

    def make_directory(self, path: str) -> None:
        self._call("make_directory", lambda: SystemDisk.make_directory(self, path))

    def open_read(self, path: str) -> int:
        return self._call("open_read", lambda: SystemDisk.open_read(self, path))

    def look_open(self, handle: int) -> os.stat_result:
        return self._call("look_open", lambda: SystemDisk.look_open(self, handle))

    def read(self, handle: int, count: int) -> bytes:
        return self._call("read", lambda: SystemDisk.read(self, handle, count))

    def open_new(self, path: str) -> int:
        return self._call("open_new", lambda: SystemDisk.open_new(self, path))

    def write(self, handle: int, data: memoryview) -> int:
        # Two calls, so that the second can fail when half is written.
        half = len(data) // 2
        done = self._call("write", lambda: SystemDisk.write(self, handle, data[:half]))
        return done + self._call("write", lambda: SystemDisk.write(self, handle, data[half:]))

    def sync(self, handle: int) -> None:
        self._call("sync", lambda: SystemDisk.sync(self, handle))

    def close(self, handle: int) -> None:
        SystemDisk.close(self, handle)
        self._call("close", lambda: None)

    def rename(self, old: str, new: str) -> None:
        self._call("rename", lambda: SystemDisk.rename(self, old, new))

    def remove(self, path: str) -> None:
        self._call("remove", lambda: SystemDisk.remove(self, path))

    def sync_directory(self, path: str) -> None:
        self._call("sync_directory", lambda: SystemDisk.sync_directory(self, path))


class FaultyFolder(OsFolder):
    """An OsFolder whose nth call of the system raises the given errno."""

    def __init__(
        self, root: Path, fail_at: int, number: int, *, sticky: bool = False, only: tuple[str, ...] = ()
    ) -> None:
        self.faulty = FaultyDisk(fail_at, OSError(number, os.strerror(number)), sticky=sticky, only=only)
        super().__init__(root, disk=self.faulty, sleep=lambda seconds: None)
