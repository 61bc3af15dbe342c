"""Files that are written whole or not at all, and deleted for good: at every moment a name holds the old or the new."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that only its owner may read: aside, flushed, read back, renamed, its folder flushed.

    Raises OSError; then the name holds what it held before, and nothing is left beside it.
    """
    aside = path.with_name(f"~{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(aside, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not hmac.compare_digest(aside.read_bytes(), data):
            raise OSError("read back differs")
        _patiently(lambda: os.replace(aside, path))
    except BaseException:
        with contextlib.suppress(OSError):  # the first failure is the one to tell
            aside.unlink()
        raise
    _flush_folder(path.parent)


def remove(path: Path) -> None:
    """Deletes a file; one that is not there is no error. Raises OSError."""
    _patiently(lambda: path.unlink(missing_ok=True))
    _flush_folder(path.parent)


def _patiently(act: Callable[[], None]) -> None:
    """Again, for up to 2.5 s, where Windows says that a scanner holds the file (lessons.md, Exchange)."""
    pause = 0.01
    waited = 0.0
    while True:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in (5, 32, 33) or waited >= 2.5:
                raise
            time.sleep(pause)
            waited += pause
            pause = min(pause * 2, 0.5)


def _flush_folder(folder: Path) -> None:
    """Makes a rename durable, where the system lets a folder be opened and flushed; Windows does not."""
    if os.name == "nt" or not folder.is_dir():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
