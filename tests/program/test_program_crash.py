"""Crashes of real processes: written down without values, told once at the next start, and a clean end by signals."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from _program_processes import begin, run

from app import crash, logs

SECRET = "Qvintilla Zornhagen"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


def program(body: str) -> str:
    return f"""
import sys, threading
from pathlib import Path
from app import crash, logs
profile = Path(sys.argv[1])
logs.start(profile)
watching = crash.watch(profile)
def deep(name):
{body}
deep({SECRET!r})
watching.end()
"""


ERROR = program("    raise ValueError(name)")
THREAD = program("    t = threading.Thread(target=lambda: [][1]); t.start(); t.join()")
FAULT = program("    import faulthandler; faulthandler._sigsegv()")
ABORT = program("    import os; os.abort()")
FINE = program("    pass")
EXIT = program("    sys.exit(4)")


@pytest.mark.parametrize(
    ("code", "kind", "what", "returns"),
    [(ERROR, "error", "ValueError", 1), (THREAD, "error", "IndexError: list index out of range", 0)],
)
def test_an_error_is_kept_without_values(
    tmp_path: Path, code: str, kind: str, what: str, returns: int
) -> None:
    done = run(["-c", code, str(tmp_path)], tmp_path)
    assert done.returncode == returns and "Traceback" in done.stderr
    note = crash.last_crash(tmp_path)
    assert note is not None and (note.kind, note.what) == (kind, what)
    assert abs(note.at / 1000 - time.time()) < 3600 and note.version and "Python" in note.text
    for file in (tmp_path / logs.FOLDER).iterdir():
        assert SECRET not in file.read_text(encoding="utf-8")
    assert what in (tmp_path / logs.FOLDER / logs.LOG).read_text(encoding="utf-8")
    crash.forget_crash(tmp_path)
    assert crash.last_crash(tmp_path) is None
    crash.forget_crash(tmp_path)


@posix
@pytest.mark.parametrize(("code", "what"), [(FAULT, "Segmentation fault"), (ABORT, "Aborted")])
def test_the_death_of_the_interpreter_is_told_at_the_next_start(tmp_path: Path, code: str, what: str) -> None:
    assert run(["-c", code, str(tmp_path)], tmp_path).returncode < 0
    note = crash.last_crash(tmp_path)
    assert note is not None and (note.kind, note.what) == ("fault", what)
    assert "deep" in note.text and str(tmp_path) not in note.text
    assert run(["-c", FINE, str(tmp_path)], tmp_path).returncode == 0
    again = crash.last_crash(tmp_path)
    assert again == note, "the next start keeps it until it has been told"
    crash.forget_crash(tmp_path)
    assert crash.last_crash(tmp_path) is None


@pytest.mark.parametrize(("code", "returns"), [(FINE, 0), (EXIT, 4)])
def test_a_good_end_leaves_nothing_to_tell(tmp_path: Path, code: str, returns: int) -> None:
    done = run(["-c", code, str(tmp_path)], tmp_path)
    assert (done.returncode, done.stderr) == (returns, "")
    assert crash.last_crash(tmp_path) is None


@posix
def test_a_killed_process_leaves_nothing_to_tell(tmp_path: Path) -> None:
    process = begin(["-c", program("    print('on', flush=True); sys.stdin.read()"), str(tmp_path)], tmp_path)
    assert process.stdout is not None and process.stdout.readline() == "on\n"
    assert crash.last_crash(tmp_path) is None, "that of a living one is empty"
    process.kill()
    process.communicate()
    assert crash.last_crash(tmp_path) is None


def test_the_hooks_are_put_back(tmp_path: Path) -> None:
    before = (sys.excepthook, sys.unraisablehook)
    told: list[crash.CrashNote] = []
    watching = crash.watch(tmp_path, told.append)
    try:
        error = KeyError(SECRET)
        watching._before = (lambda *_: None, *watching._before[1:])
        sys.excepthook(KeyError, error, None)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        watching._before = (before[0], *watching._before[1:])
        watching.end()
    assert (sys.excepthook, sys.unraisablehook) == before
    assert [note.what for note in told] == ["KeyError"] and crash.last_crash(tmp_path) == told[0]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"at": "x"}', '{"at": 1, "kind": "error", "what": 3}']
)
def test_a_torn_note_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / logs.FOLDER).mkdir()
    (tmp_path / logs.FOLDER / crash.CRASH).write_text(text, encoding="utf-8")
    assert crash.last_crash(tmp_path) is None


def test_a_profile_that_cannot_be_written_is_watched_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(["-c", ERROR, str(tmp_path / "file")], tmp_path)
    assert done.returncode == 1 and done.stderr.count("ValueError") == 1
    assert crash.last_crash(tmp_path / "file") is None


# --- being asked to end ---

LOOP = """
import sys
from app import crash
from app.bootstrap import load_qt
load_qt()
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication([])
class Field(QLineEdit):
    def closeEvent(self, event):
        print("saved", flush=True)
        if len(sys.argv) > 1:
            event.ignore()
field = Field()
field.show()
heard = crash.listen_for_the_end()
notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read)
notifier.activated.connect(lambda: (heard.recv(4096), application.closeAllWindows()))
print("on", flush=True)
sys.exit(application.exec())
"""


@posix
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_window_closes_as_by_its_person(tmp_path: Path, asked: signal.Signals) -> None:
    process = begin(["-c", LOOP], tmp_path, QT_QPA_PLATFORM="offscreen")
    assert process.stdout is not None and process.stdout.readline() == "on\n"
    process.send_signal(asked)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "saved\n") and "Traceback" not in err


@posix
def test_the_second_signal_ends_what_does_not_close(tmp_path: Path) -> None:
    process = begin(["-c", LOOP, "stubborn"], tmp_path, QT_QPA_PLATFORM="offscreen")
    assert process.stdout is not None and process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "saved\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGTERM
