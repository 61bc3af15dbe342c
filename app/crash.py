"""What happens when the program fails: the failure is written down, and told at the next start.

Two files in `logs/` of the profile: `crash.json`, the newest failure in Python's own words without any value, and
`faults.txt`, where the interpreter writes where it was when it died. Neither holds anything about companies or people.
"""

from __future__ import annotations

import faulthandler
import json
import platform
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Literal

from app import __version__, logs, whole_file

CRASH, FAULTS = "crash.json", "faults.txt"
_MOST_BYTES = 64 * 1024
_FILE = re.compile(r'File "([^"]+)"')
_log = logs.room("crash")


@dataclass(frozen=True, slots=True)
class CrashNote:
    """A failure of the program. `at`: UTC milliseconds.

    `kind`: an `error` in Python that the program may have outlived, or a `fault` that ended it. `what`: the kind of
    error or fault. `where`: file and line, "" where nobody knows. `text`: all of it, fit to be sent.
    """

    at: int
    kind: Literal["error", "fault"]
    what: str
    where: str
    text: str
    version: str


Told = Callable[[CrashNote], None]


class Watch:
    """The hooks of this process. `end` them when the program ends as it should."""

    def __init__(self, folder: Path, told: Told | None) -> None:
        self._folder = folder
        self._told = told
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._faults: IO[str] | None = None

    def begin(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._faults = (self._folder / FAULTS).open("w", encoding="utf-8")
            faulthandler.enable(self._faults)
        except OSError:  # a profile that cannot be written is told elsewhere; faults go to the terminal
            if sys.stderr is not None:
                faulthandler.enable()
        sys.excepthook = self._failed
        threading.excepthook = self._thread_failed
        sys.unraisablehook = self._unraisable

    def end(self) -> None:
        """The end of a program that did not crash. What it wrote of faults that it outlived is taken away."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        faulthandler.disable()
        if self._faults is not None:
            self._faults.truncate(0)
            self._faults.close()
            self._faults = None

    def _failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, (KeyboardInterrupt, SystemExit)):
            self._keep("", error.with_traceback(trace))
        self._before[0](kind, error, trace)

    def _thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            self._keep("in a thread", failed.exc_value)
        self._before[1](failed)

    def _unraisable(self, failed: sys.UnraisableHookArgs) -> None:
        if failed.exc_value is not None:
            _log.failed("unraisable", failed.exc_value)
        self._before[2](failed)

    def _keep(self, place: str, error: BaseException) -> None:
        text = logs.bare_traceback(error)
        places = [line.strip() for line in text.splitlines() if line.startswith("  app/")]
        where = places[-1] if places else ""
        note = CrashNote(_now(), "error", logs.kind_of(error), where, _headed(text, place), __version__)
        _log.failed("program", error)
        try:
            _write(self._folder, note)
        except OSError as unwritten:
            _log.failed("crash.note", unwritten)
        if self._told is not None:
            self._told(note)


def watch(profile: Path, told: Told | None = None) -> Watch:
    """From now on no failure goes by unwritten. `told` gets errors at once, on the thread on which they happened.

    What an earlier process left is kept first, for `last_crash`.
    """
    folder = profile / logs.FOLDER
    found = _fault(folder)
    if found is not None:
        try:
            _write(folder, found)
        except OSError as unwritten:
            _log.failed("crash.note", unwritten)
    watching = Watch(folder, told)
    watching.begin()
    return watching


def last_crash(profile: Path) -> CrashNote | None:
    """The failure of an earlier run that nobody has been told yet, the newest; None where all went well."""
    folder = profile / logs.FOLDER
    return _fault(folder) or _read(folder)


def forget_crash(profile: Path) -> None:
    """It has been told. Raises OSError where the note cannot be taken away."""
    folder = profile / logs.FOLDER
    whole_file.remove(folder / CRASH)


def _fault(folder: Path) -> CrashNote | None:
    """What a process that died left in `faults.txt`; that of a living one is empty."""
    file = folder / FAULTS
    try:
        with file.open(encoding="utf-8", errors="replace") as opened:
            text = opened.read(_MOST_BYTES)
        at = int(file.stat().st_mtime * 1000)
    except OSError:
        return None
    if not text.strip():
        return None
    text = _FILE.sub(lambda found: f'File "{logs.short_path(found[1])}"', text)
    ours = re.search(r'File "(app/[^"]+)", line ([0-9]+) in (\S+)', text)
    where = f"{ours[1]}:{ours[2]} {ours[3]}" if ours else ""
    what = text.strip().splitlines()[0].removeprefix("Fatal Python error: ")[:100]
    return CrashNote(at, "fault", what, where, _headed(text, ""), __version__)


def _headed(text: str, place: str) -> str:
    system = (
        f"SIMMITT {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )
    return "\n".join(line for line in (system, place, text) if line)


def _write(folder: Path, note: CrashNote) -> None:
    whole_file.write_whole(folder / CRASH, json.dumps(asdict(note), ensure_ascii=False).encode())


def _read(folder: Path) -> CrashNote | None:
    try:
        with (folder / CRASH).open("rb") as opened:
            found = json.loads(opened.read(_MOST_BYTES))
        kind: Literal["error", "fault"] = "fault" if found["kind"] == "fault" else "error"
        texts = [found[name] for name in ("what", "where", "text", "version")]
        if not isinstance(found["at"], int) or not all(isinstance(text, str) for text in texts):
            return None
        return CrashNote(found["at"], kind, *texts)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or a torn one, which tells nobody anything


def _now() -> int:
    return time.time_ns() // 1_000_000


# --- being asked to end ---


def listen_for_the_end() -> socket.socket:
    """A socket that can be read when the process has been asked to end: Ctrl+C, SIGTERM, SIGHUP, Windows' Ctrl+Break.

    An event loop watches it, reads it empty and ends when it has come to rest; nothing is called from within whatever
    was going on. The second signal ends the process as if this were not here.
    """
    heard, wake = socket.socketpair()
    for end in (heard, wake):
        end.setblocking(False)
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    watched = [getattr(signal, name) for name in names if hasattr(signal, name)]
    usual = {one: signal.getsignal(one) for one in watched}

    def asked(number: int, frame: FrameType | None) -> None:
        for one in watched:
            signal.signal(one, usual[one] or signal.SIG_DFL)
        _log.did("asked.to.end", signal=number)

    for one in watched:
        signal.signal(one, asked)
    _wake_ends.append(wake)  # the other end has to live as long as the process
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    return heard


_wake_ends: list[socket.socket] = []
