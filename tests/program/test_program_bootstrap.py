"""The command `simmitt`: verbs in the terminal, the window where there is a screen, a kind word where there is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from _program_processes import begin, run, until

from app import bootstrap, logs, profile_lock
from app.paths import practice_profile

WINDOW = """
import sys, types
from pathlib import Path
def open_window(profile, language, practice):
    {body}
started = types.ModuleType("app.desktop.start")
started.open_window = open_window
def application():
    from PySide6.QtWidgets import QApplication
    return QApplication.instance() or QApplication([])
started.application = application
sys.modules["app.desktop.start"] = started
from app.bootstrap import main
sys.exit(main())
"""
TELLS = WINDOW.format(body="import json; print(json.dumps([str(profile), language, practice])); return 7")
HEAVY = ["sqlalchemy", "sqlcipher3", "reportlab", "openpyxl", "pyxform", "keyring", "alembic", "nacl"]
LOADED = WINDOW.format(
    body="import builtins; "
    f"print([name for name in {HEAVY!r} if name in sys.modules], "
    "'feature' in repr(builtins.__import__), 'PySide6.QtWidgets' in sys.modules); return 0"
)
OFF_SCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize(
    ("platform", "variables", "screen", "seen"),
    [
        ("linux", {}, False, False),
        ("linux", {"DISPLAY": ""}, False, False),
        ("linux", {"DISPLAY": ":0"}, True, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True, False),
        ("linux", {"QT_QPA_PLATFORM": "minimal", "DISPLAY": ":0"}, True, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc:port=5901"}, True, True),
        ("linux", {"QT_QPA_PLATFORM": "wayland;xcb"}, False, False),
        ("win32", {}, True, True),
        ("darwin", {"QT_QPA_PLATFORM": "offscreen"}, True, False),
    ],
)
def test_where_there_is_a_screen(platform: str, variables: dict[str, str], screen: bool, seen: bool) -> None:
    assert (bootstrap.has_screen(platform, variables), bootstrap.is_seen(platform, variables)) == (
        screen,
        seen,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a screen")
@pytest.mark.parametrize(("language", "word"), [("sv", "ingen skärm"), ("en", "no screen")])
def test_without_a_screen_it_is_said_and_nothing_is_made(tmp_path: Path, language: str, word: str) -> None:
    done = run(["-m", "app", "--profile", "p", "--language", language], tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert word in done.stderr and "simmitt --help" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--profile", "p"], ["p", None, False]),
        (["--profile=p", "--language", "en"], ["p", "en", False]),
        (["--practice", "--profile", "p"], ["p", None, True]),
    ],
)
def test_the_window_gets_what_was_asked(tmp_path: Path, words: list[str], told: list[object]) -> None:
    done = run(["-c", TELLS, *words], tmp_path, **OFF_SCREEN)
    assert (done.returncode, done.stderr) == (7, "")
    profile, *rest = json.loads(done.stdout)
    assert [Path(profile), *rest] == [tmp_path / "p", *told[1:]]
    said = (tmp_path / "p" / logs.FOLDER / logs.LOG).read_text(encoding="utf-8")
    assert "simmitt.bootstrap start" in said and "simmitt.bootstrap end code=7" in said
    assert str(tmp_path) not in said


@pytest.mark.skipif(os.name == "nt", reason="the default profile lies elsewhere on Windows")
def test_practice_is_for_a_first_start_and_lies_beside_the_own_profile(tmp_path: Path) -> None:
    place = {"XDG_DATA_HOME": str(tmp_path / "data"), **OFF_SCREEN}
    own = json.loads(run(["-c", TELLS], tmp_path, **place).stdout)[0]
    profile, _, practice = json.loads(run(["-c", TELLS, "--practice"], tmp_path, **place).stdout)
    assert (
        Path(profile) == practice_profile(Path(own)) and practice and Path(profile).parent == Path(own).parent
    )
    (Path(own) / "vault.toml").touch()
    assert json.loads(run(["-c", TELLS, "--practice"], tmp_path, **place).stdout) == [own, None, False]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--language", "de"], 1, "de"),
        (["--profile"], 2, "--profile"),
        (["--practise"], 2, "--practise"),
        (["--practice", "company", "list"], 2, "--practice"),
        (["--json"], 0, ""),
        (["--help"], 0, ""),
    ],
)
def test_other_words_are_the_command_lines(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    done = run(["-m", "app", *words], tmp_path, **OFF_SCREEN)
    assert done.returncode == code and said in done.stderr and "Traceback" not in done.stderr
    assert ("simmitt" in done.stdout) == (code == 0)
    assert not list(tmp_path.iterdir())


def test_the_store_is_not_loaded_before_the_window_and_imports_are_pythons_own(tmp_path: Path) -> None:
    done = run(["-c", LOADED, "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert (done.returncode, done.stdout) == (0, "[] False True\n"), done.stderr


def test_a_profile_has_one_window_and_the_command_line_works_beside_it(tmp_path: Path) -> None:
    waits = WINDOW.format(body="print('on', flush=True); sys.stdin.read(); return 0")
    first = begin(["-c", waits, "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert first.stdout is not None and first.stdout.readline() == "on\n"
    second = run(["-c", TELLS, "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert (second.returncode, second.stdout) == (3, "") and "annat SIMMITT-fönster" in second.stderr
    beside = run(["-m", "app", "--profile", "p", "company", "list"], tmp_path)
    assert beside.returncode == 3 and "ingen profil" in beside.stderr, "as without a window"
    first.communicate()
    assert first.returncode == 0
    assert run(["-c", TELLS, "--profile", "p"], tmp_path, **OFF_SCREEN).returncode == 7


@pytest.mark.skipif(os.name == "nt", reason="a folder is made unwritable in another way on Windows")
def test_a_profile_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "p").touch()
    done = run(["-c", TELLS, "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert (done.returncode, done.stdout) == (3, "") and len(done.stderr.splitlines()) == 1


def test_a_failing_window_leaves_a_note_and_lets_the_profile_go(tmp_path: Path) -> None:
    fails = WINDOW.format(body="raise ValueError('Qvintilla Zornhagen')")
    done = run(["-c", fails, "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert done.returncode == 1 and "Det du har skrivit är sparat" in done.stderr
    note = json.loads((tmp_path / "p" / logs.FOLDER / "crash.json").read_text(encoding="utf-8"))
    assert note["what"] == "ValueError" and "Qvintilla" not in json.dumps(note)
    with profile_lock.take(tmp_path / "p"):
        pass


def test_a_missing_library_of_the_system_is_said(tmp_path: Path) -> None:
    body = "raise ImportError('libEGL.so.1: cannot open shared object file', name='PySide6.QtGui')"
    done = run(["-c", WINDOW.format(body=body), "--profile", "p"], tmp_path, **OFF_SCREEN)
    assert done.returncode == 3 and "libEGL.so.1" in done.stderr and len(done.stderr.splitlines()) == 1


def test_ctrl_c_closes_the_window(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such signal")
    import signal

    lives = WINDOW.format(
        body="from PySide6.QtWidgets import QWidget; window = QWidget(); window.show(); "
        "Path('on').touch(); return application().exec()"
    )
    process = begin(["-c", lives, "--profile", "p"], tmp_path, **OFF_SCREEN)
    until((tmp_path / "on").exists)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in err
    assert "end code=0" in (tmp_path / "p" / logs.FOLDER / logs.LOG).read_text(encoding="utf-8")


def test_what_the_window_leaves_does_not_stand_in_the_way_of_a_profile(tmp_path: Path) -> None:
    from app.settings import BEFORE_A_PROFILE

    assert run(["-c", TELLS, "--profile", "p"], tmp_path, **OFF_SCREEN).returncode == 7
    assert {path.name for path in (tmp_path / "p").iterdir()} <= BEFORE_A_PROFILE
    (tmp_path / "delad").mkdir()
    words = ["--role", "office", "--name", "Eva", "--organisation", "Region", "--shared", "delad"]
    made = run(
        ["-m", "app", "--profile", "p", "profile", "create", *words], tmp_path, SIMMITT_PASSPHRASE="x" * 12
    )
    assert made.returncode == 0, made.stderr
    assert BEFORE_A_PROFILE >= {"window.lock", "logs"} <= {path.name for path in (tmp_path / "p").iterdir()}
