"""The command `simmitt`: with a verb the command line, without one the window.

Nothing is imported before it is known which of the two: `simmitt --help` has to be there at once. In the window
Python's own import is put back after PySide6 has wrapped it; `dev.py bench imports` says what that gives.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.crash import CrashNote
    from app.i18n import Language

_NO_DISPLAY_NEEDED = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_UNSEEN = ("offscreen", "minimal")
_OF_A_PROFILE = ("vault.toml", "store.db")


class _Window:
    """What was asked of the window."""

    __slots__ = ("language", "practice", "profile")

    def __init__(self) -> None:
        self.profile = ""
        self.language = ""
        self.practice = False


def main() -> int:
    """The exit code: of the verb, or of the window (0 closed, 1 failed, 3 no screen or no profile to be had)."""
    asked = _asked(sys.argv[1:])
    if asked is None:
        from app.command_line.entry import main as command_line

        return command_line()
    return _open(asked)


def _asked(words: list[str]) -> _Window | None:
    """The window's options; None where anything else stands there, which the command line then reads."""
    asked = _Window()
    waiting = iter(words)
    for word in waiting:
        name, joined, value = word.partition("=")
        if word == "--practice":
            asked.practice = True
        elif name in ("--profile", "--language"):
            if not joined:
                value = next(waiting, "")
            if not value:
                return None
            setattr(asked, name[2:], value)
        else:
            return None
    return asked


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown. `platform`: as `sys.platform` says."""
    if platform in ("win32", "darwin"):
        return True
    return _qt_platform(environment) in _NO_DISPLAY_NEEDED or bool(
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )


def is_seen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether somebody could see the window, too: nobody sees an off-screen one."""
    return has_screen(platform, environment) and _qt_platform(environment) not in _UNSEEN


def _qt_platform(environment: Mapping[str, str]) -> str:
    return environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]


def _open(asked: _Window) -> int:
    import os

    language = _language(asked.language)
    if asked.language not in ("", "sv", "en"):
        from app.domain.identity_numbers import safe_to_show

        _tell("words.language", language, typed=safe_to_show(asked.language))
        return 1
    if not has_screen(sys.platform, os.environ):
        _tell("bootstrap.no_screen", language)
        return 3
    from app.domain.refusal import Unavailable

    profile = _profile(asked)
    try:
        from app import profile_lock

        held = profile_lock.take(profile)
    except Unavailable as refusal:
        _tell(refusal.code, language, **refusal.params)
        _show(refusal, language)
        return refusal.exit_code
    with held:
        return _live(asked, profile, language)


def _live(asked: _Window, profile: Path, language: Language) -> int:
    from app import crash, logs

    logs.start(profile)

    def told(note: CrashNote) -> None:
        _tell(
            "bootstrap.crashed",
            language,
            kind=note.what,
            file=str(profile / logs.FOLDER / crash.CRASH),
        )

    watching = crash.watch(profile, told)
    begun = logs.room("bootstrap")
    begun.did("start")
    try:
        load_qt()
        from app.desktop.start import open_window

        _listen()
        code = open_window(profile, language if asked.language else None, asked.practice)
    except KeyboardInterrupt:
        code = 130
    except ImportError as missing:  # a shared library of the system, or a part of Qt
        if not _is_of_qt(missing):
            raise
        _tell("bootstrap.no_qt", language, why=str(missing))
        code = 3
    begun.did("end", code=code)
    watching.end()
    logs.stop()
    return code


def _listen() -> None:
    """Ctrl+C and a polite end by the system close the windows, as the person would: what is typed is saved.

    Qt's loop does not let Python take its turn, so it watches the socket that the signal wakes.
    """
    from PySide6.QtCore import QSocketNotifier

    from app import crash
    from app.desktop.start import application

    made = application()
    heard = crash.listen_for_the_end()

    def asked() -> None:
        heard.recv(4096)
        made.closeAllWindows()

    notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, made)
    notifier.activated.connect(asked)


def load_qt() -> None:
    """PySide6, with Python's own import put back: the wrapper makes every later import slower.

    It serves `from __feature__ import …` alone, which nothing here uses.
    """
    import builtins

    own = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401 - loaded for what it does to the import

    builtins.__import__ = own


def _is_of_qt(missing: ImportError) -> bool:
    return (missing.name or "").startswith(("PySide6", "shiboken6")) or ".so" in str(missing)


def _profile(asked: _Window) -> Path:
    from pathlib import Path

    if asked.profile:
        return Path(asked.profile).absolute()
    from app.paths import default_profile, practice_profile

    own = default_profile()
    if asked.practice and any((own / name).exists() for name in _OF_A_PROFILE):
        asked.practice = False  # no first start: the own profile is what counts
    return practice_profile(own) if asked.practice else own


def _language(typed: str) -> Language:
    if typed in ("sv", "en"):
        return "en" if typed == "en" else "sv"
    from app.i18n import language_of_system

    return language_of_system()


def _tell(code: str, language: Language, **params: str | int) -> None:
    if sys.stderr is None:  # started without a terminal on Windows
        return
    from app.i18n import say

    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    print(say(code, language, **params), file=sys.stderr)


def _show(refusal: Exception, language: Language) -> None:
    """The same where somebody can see it: who starts a window from an icon has no terminal."""
    import os

    from app.domain.refusal import Refusal
    from app.i18n import say

    if not is_seen(sys.platform, os.environ) or not isinstance(refusal, Refusal):
        return
    load_qt()
    from PySide6.QtWidgets import QApplication, QMessageBox

    application = QApplication.instance() or QApplication(sys.argv[:1])
    QMessageBox.information(None, "SIMMITT", say(refusal.code, language, **refusal.params))
    del application
