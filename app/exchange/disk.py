"""The operating system's calls that the folder makes, one method a call, so that each can be made to fail."""

from __future__ import annotations

import os
from typing import Protocol


class Disk(Protocol):
    """Raises OSError as the operating system does. `open_new` never opens a file that exists."""

    def names(self, path: str) -> list[str]: ...
    def look(self, path: str) -> os.stat_result: ...
    def make_directory(self, path: str) -> None: ...
    def open_read(self, path: str) -> int: ...
    def look_open(self, handle: int) -> os.stat_result: ...
    def read(self, handle: int, count: int) -> bytes: ...
    def open_new(self, path: str) -> int: ...
    def write(self, handle: int, data: memoryview) -> int: ...
    def sync(self, handle: int) -> None: ...
    def close(self, handle: int) -> None: ...
    def rename(self, old: str, new: str) -> None: ...
    def remove(self, path: str) -> None: ...
    def sync_directory(self, path: str) -> None: ...


# Windows needs O_BINARY. A symlink is not followed, and a pipe in place of a file does not block.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class SystemDisk:
    """The real calls."""

    def names(self, path: str) -> list[str]:
        return os.listdir(path)

    def look(self, path: str) -> os.stat_result:
        return os.lstat(path)

    def make_directory(self, path: str) -> None:
        os.mkdir(path)

    def open_read(self, path: str) -> int:
        return os.open(path, _READ)

    def look_open(self, handle: int) -> os.stat_result:
        return os.fstat(handle)

    def read(self, handle: int, count: int) -> bytes:
        return os.read(handle, count)

    def open_new(self, path: str) -> int:
        return os.open(path, _NEW, 0o666)

    def write(self, handle: int, data: memoryview) -> int:
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        os.fsync(handle)

    def close(self, handle: int) -> None:
        os.close(handle)

    def rename(self, old: str, new: str) -> None:
        os.rename(old, new)

    def remove(self, path: str) -> None:
        os.unlink(path)

    def sync_directory(self, path: str) -> None:
        """Where the system can: Windows opens no directory, and some shares know no fsync of one."""
        if os.name == "nt":
            return
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
