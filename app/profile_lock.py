"""One window a profile: a lock that the operating system keeps, and lets go when the process ends, however it ends.

The file `window.lock` means nothing by being there; it is never deleted and holds nothing. The command line does not
ask for the lock: the record allows it beside an open window.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from app.domain.refusal import Unavailable

LOCK = "window.lock"
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class ProfileLock:
    """The lock, held. Let it go with `release`, or as a context; the end of the process does it too."""

    __slots__ = ("_handle", "profile")

    def __init__(self, profile: Path, handle: int) -> None:
        self.profile = profile
        self._handle: int | None = handle

    def release(self) -> None:
        """Another window may have the profile. A second call does nothing."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def __enter__(self) -> ProfileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take(profile: Path) -> ProfileLock:
    """Takes the profile for a window of this process; makes the folder where it is missing. Never waits.

    Raises Unavailable `profile_lock.taken` where a window has it (also one of this process), and
    `profile_lock.not_written` where the folder cannot be written.
    """
    file = profile / LOCK
    try:
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not inherited by programs that the window starts: they could outlive it.
        handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise Unavailable(
            "profile_lock.not_written", folder=str(profile), why=error.strerror or str(error)
        ) from None
    try:
        _lock(handle)
    except OSError as error:
        os.close(handle)
        if error.errno in _HELD:
            raise Unavailable("profile_lock.taken", folder=str(profile)) from None
        raise Unavailable(
            "profile_lock.not_written", folder=str(profile), why=error.strerror or str(error)
        ) from None
    return ProfileLock(profile, handle)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # the first byte, which need not be there

else:

    def _lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
