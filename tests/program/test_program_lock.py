"""One window a profile, by a lock that ends with its process and means nothing by lying there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from _program_processes import begin, run

from app import profile_lock
from app.domain.refusal import Unavailable

HOLD = """
import sys
from pathlib import Path
from app import profile_lock
held = profile_lock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""
TRY = """
import sys
from pathlib import Path
from app import profile_lock
from app.domain.refusal import Unavailable
try:
    profile_lock.take(Path(sys.argv[1]))
    print("got it")
except Unavailable as refusal:
    print(refusal.code, refusal.exit_code)
"""


def holding(profile: Path, cwd: Path) -> subprocess.Popen[str]:
    process = begin(["-c", HOLD, str(profile)], cwd)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def tried(profile: Path, cwd: Path) -> str:
    return run(["-c", TRY, str(profile)], cwd).stdout.strip()


@pytest.mark.parametrize("end", ["kill", "close"])
def test_a_second_process_is_refused_until_the_first_one_is_gone(tmp_path: Path, end: str) -> None:
    profile = tmp_path / "profil"
    process = holding(profile, tmp_path)
    assert tried(profile, tmp_path) == "profile_lock.taken 3"
    assert tried(tmp_path / "another", tmp_path) == "got it"
    if end == "kill":
        process.kill()
    process.communicate()
    assert (profile / profile_lock.LOCK).exists()
    assert tried(profile, tmp_path) == "got it"


def test_a_file_that_was_left_behind_means_nothing(tmp_path: Path) -> None:
    (tmp_path / profile_lock.LOCK).write_text("4711")
    with profile_lock.take(tmp_path):
        assert (tmp_path / profile_lock.LOCK).read_text() == "4711"


def test_in_one_process_too_and_let_go_once(tmp_path: Path) -> None:
    held = profile_lock.take(tmp_path)
    with pytest.raises(Unavailable) as caught:
        profile_lock.take(tmp_path)
    assert caught.value.code == "profile_lock.taken"
    held.release()
    with profile_lock.take(tmp_path):
        held.release()
        with pytest.raises(Unavailable):
            profile_lock.take(tmp_path)
    profile_lock.take(tmp_path).release()


def test_programs_that_the_window_starts_do_not_keep_it(tmp_path: Path) -> None:
    with profile_lock.take(tmp_path):
        child = begin(["-c", "import sys; print('on', flush=True); sys.stdin.read()"], tmp_path)
        assert child.stdout is not None and child.stdout.readline() == "on\n"
    with profile_lock.take(tmp_path):
        pass
    child.communicate()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable) as caught:
        profile_lock.take(tmp_path / "file")
    assert caught.value.code == "profile_lock.not_written"
