"""The log of a window: what was done and how long it took, in `logs/simmitt.log` of the profile, kept small.

It can be sent to whoever mends the program, so nothing personal gets in: only codes, verbs, figures, and tracebacks
without values. There is no way to log a sentence; what looks like a personal identity number is withheld besides.
"""

from __future__ import annotations

import errno
import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb

from app.domain.identity_numbers import find_personal_numbers, without_personal_numbers

FOLDER, LOG = "logs", "simmitt.log"
_BYTES, _OLD = 256 * 1024, 3
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?: [a-z][a-z0-9_-]*){0,2}")
_LONGEST_CODE = 80
_WITHHELD = "withheld"
_FIRST_FRAMES, _LAST_FRAMES = 10, 30
_HERE = Path(__file__).resolve().parent.parent
# Errors whose message speaks of code and never of data.
_SPEAK = (AttributeError, NameError, TypeError, ImportError, ModuleNotFoundError, IndexError, RecursionError)
_LOGGER = "simmitt"

Figure = int | float


class _NothingPersonal(logging.Filter):
    """The last door: a record with what looks like a personal identity number loses its text, not its place."""

    def filter(self, record: logging.LogRecord) -> bool:
        if find_personal_numbers(record.getMessage()):
            record.msg, record.args = _WITHHELD, None
        return True


class RoomLog:
    """What one room (exchange, store, desktop …) may say in the log."""

    __slots__ = ("_logger",)

    def __init__(self, room: str) -> None:
        self._logger = logging.getLogger(f"{_LOGGER}.{_code(room)}")

    def did(self, verb: str, **figures: Figure) -> None:
        """A verb or a code with figures: `did("sync", read=3, ms=41)`."""
        self._logger.info(_said(verb, figures))

    def refused(self, code: str) -> None:
        """A refusal by its code; never its parameters, which people typed."""
        self._logger.warning(f"refused {_code(code)}")

    def failed(self, verb: str, error: BaseException) -> None:
        """A fault of the program, with the places that it went through."""
        self._logger.error(f"failed {_code(verb)}\n{bare_traceback(error)}")

    @contextmanager
    def timed(self, verb: str) -> Iterator[None]:
        """Logs the verb with its milliseconds when it ends; and how it failed, where it did."""
        began = time.perf_counter()
        try:
            yield
        except Exception as error:
            refusal = code_of(error)
            if refusal is not None:
                self.refused(refusal)
            else:
                self.failed(verb, error)
            raise
        self.did(verb, ms=round((time.perf_counter() - began) * 1000))


def room(name: str) -> RoomLog:
    """The log of a room. What is said before `start` goes nowhere."""
    return RoomLog(name)


def start(profile: Path) -> bool:
    """Begins the log of this process in a profile. False where it cannot be written: work goes on without one."""
    stop()
    folder = profile / FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keeper = RotatingFileHandler(
            folder / LOG, maxBytes=_BYTES, backupCount=_OLD, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return False
    form = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    keeper.setFormatter(form)
    keeper.addFilter(_NothingPersonal())
    keeper.handleError = _silent  # type: ignore[method-assign]
    logger = logging.getLogger(_LOGGER)
    logger.addHandler(keeper)
    logger.setLevel(logging.INFO)
    return True


def stop() -> None:
    """Ends the log of this process; the file is whole and closed."""
    logger = logging.getLogger(_LOGGER)
    logger.propagate = False
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.addHandler(logging.NullHandler())  # else Python prints errors that nobody takes


def _silent(record: logging.LogRecord) -> None:
    """A disk that takes no log must not end the work; logging would print the whole record to the terminal."""


def _code(text: str) -> str:
    """The text where it is a code, a verb or a name of ours; anything else may be data, and is withheld."""
    return text if len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) else _WITHHELD


def _said(verb: str, figures: dict[str, Figure]) -> str:
    return " ".join([_code(verb), *(f"{_code(name)}={_figure(value)}" for name, value in figures.items())])


def _figure(value: Figure) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"


# --- errors without what people typed ---


def code_of(error: BaseException) -> str | None:
    """The code of a refusal, None for any other error."""
    code = getattr(error, "code", None)
    return _code(code) if isinstance(code, str) else None


def bare_traceback(error: BaseException) -> str:
    """Where an error came from: files, lines and functions of the program, kinds of errors; no values of any sort."""
    told: list[str] = []
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = [
            f"  {short_path(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(one.__traceback__)
        ]
        if len(frames) > _FIRST_FRAMES + _LAST_FRAMES:
            frames[_FIRST_FRAMES:-_LAST_FRAMES] = ["  …"]
        told += [*frames, kind_of(one)]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            told.append("after")
    return "\n".join(told)


def kind_of(error: BaseException) -> str:
    """The kind of an error; with its message only where that can hold nothing but code."""
    kind = type(error).__name__
    if (code := code_of(error)) is not None:
        return f"{kind}: {code}"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind}: {errno.errorcode.get(error.errno, str(error.errno))}"
    if type(error) in _SPEAK:
        return f"{kind}: {without_personal_numbers(' '.join(str(error).split()))[:200]}"
    return kind


def short_path(file: str) -> str:
    """A file of the program or of a library, without the folders that tell whose computer it is."""
    plain = file.replace("\\", "/")
    for root in (_HERE, Path(sys.prefix), Path(sys.base_prefix)):
        if plain.startswith(f"{root.as_posix()}/"):
            plain = plain[len(root.as_posix()) + 1 :]
            break
    else:
        plain = "/".join(plain.split("/")[-2:])
    return plain.split("site-packages/")[-1]


stop()  # what is said before `start` goes nowhere, not to the terminal either
