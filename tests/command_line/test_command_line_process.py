"""The command line as processes: streams, pipes, exit codes, and a start without a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from _day import NUMBER, PASSPHRASE, Project, Worked, files

TREE = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """Without a keychain: no bus to ask, and nothing of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {
        **kept, "PYTHONPATH": str(TREE), "DBUS_SESSION_BUS_ADDRESS": "disabled:", "LC_ALL": "sv_SE.UTF-8",
        "PYTHONIOENCODING": "ascii", **more,
    }  # fmt: skip


def simmitt(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(HOME=str(home), **more),
        cwd=home,
        timeout=120,
        check=False,
    )


def test_json_from_a_process(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    said = simmitt(
        project.root, "company", "show", NUMBER, "--json", "--profile", str(project.profile("anna")),
        SIMMITT_PASSPHRASE=PASSPHRASE,
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout.decode("utf-8"))["county"] == "Jämtlands län"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["company", "show", "556036-0794"], 1),
        (["company", "shaw"], 2),
        (["company", "list", "--profile", "finns-inte"], 3),
    ],
)
def test_exit_codes_of_a_process(worked: tuple[Project, Worked], words: list[str], code: int) -> None:
    project = worked[0]
    said = simmitt(
        project.root, "--profile", str(project.profile("anna")), *words, SIMMITT_PASSPHRASE=PASSPHRASE
    )
    assert (said.returncode, said.stdout) == (code, b"")
    assert said.stderr.decode("utf-8").count("\n") == 1
    assert b"Traceback" not in said.stderr


def test_without_terminal_passphrase_or_keychain(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    before = files(project.root)
    for words in (["company", "list"], ["sync", "--json"]):
        said = simmitt(project.root, "--profile", str(project.profile("anna")), *words)
        assert (said.returncode, said.stdout) == (3, b"")
        text = said.stderr.decode("utf-8")
        assert "SIMMITT_PASSPHRASE" in text and text.count("\n") == 1
    assert files(project.root) == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own keychain would be written to")
def test_a_profile_is_not_made_without_a_place_for_its_keys(project: Project) -> None:
    (project.root / "empty").mkdir()
    before = files(project.root)
    said = simmitt(
        project.root, "--profile", str(project.root / "new"), "profile", "create", "--role", "office", "--name",
        "Eva", "--organisation", "Region", "--shared", str(project.root / "empty"),
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (3, b"")
    assert "SIMMITT_PASSPHRASE" in said.stderr.decode("utf-8")
    assert files(project.root) == before
    assert not (project.root / "new").exists()
    assert list((project.root / "empty").iterdir()) == []


def test_a_wrong_passphrase(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    before = files(project.root)
    said = simmitt(
        project.root, "--profile", str(project.profile("anna")), "company", "list", SIMMITT_PASSPHRASE="fel"
    )
    assert (said.returncode, said.stdout) == (3, b"")
    assert said.stderr.decode("utf-8").count("\n") == 1
    assert files(project.root) == before


@pytest.mark.parametrize("words", [["--help"], ["company", "list", "--json"]])
def test_a_reader_that_leaves_is_no_error(worked: tuple[Project, Worked], words: list[str]) -> None:
    project = worked[0]
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "--profile", str(project.profile("anna")), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(HOME=str(project.root), SIMMITT_PASSPHRASE=PASSPHRASE),
        cwd=project.root,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(120) == 0
    assert said == b""


def test_the_program_needs_no_folder_of_its_own_to_help(tmp_path: Path) -> None:
    said = simmitt(tmp_path, "company", "add", "--help", "--language", "en")
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"Add a company" in said.stdout
    assert list(tmp_path.iterdir()) == []
