"""A bad shared folder: missing, emptied, another project's, read-only: exit 3, and nothing is lost."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "exchange"))

from _day import (
    ANNA,
    NUMBER,
    OFFICE,
    Project,
    Worked,
    dump,
    files,
    simmitt,
)
from _exchange_faulty import FaultyFolder
from _refusals import in_one_sentence

from app.command_line.call import Call
from app.operations.workspace import Surroundings

# --- the shared folder ---


def test_a_shared_folder_that_is_missing(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    with project.at(ANNA) as workspace:
        before = dump(workspace)
    project.shared.rename(project.root / "away")
    for words, who in (
        (["sync"], ANNA),
        (["sync"], OFFICE),
        (["device", "list"], OFFICE),
        (["office", "approve", "X"], OFFICE),
    ):
        for language in ("sv", "en"):
            said = simmitt(*words, "--language", language, project=project, who=who)
            in_one_sentence(said, 3, ("shared",))
    assert not project.shared.exists()
    with project.at(ANNA) as workspace:
        assert dump(workspace) == before
    words = [
        "profile",
        "create",
        "--role",
        "office",
        "--name",
        "E",
        "--organisation",
        "R",
        "--shared",
        str(project.shared),
    ]
    said = simmitt(*words, "--profile", str(project.root / "new"))
    in_one_sentence(said, 3, ("shared",))
    assert not (project.root / "new").exists() and not project.shared.exists()


def test_an_emptied_share_and_another_projects(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    with project.at(ANNA) as workspace:
        before = dump(workspace)
    other = project.root / "other"
    other.mkdir()
    said = simmitt(
        "profile", "create", "--role", "office", "--name", "Annan", "--organisation", "R", "--shared", str(other),
        "--profile", str(project.root / "stranger"),
    )  # fmt: skip
    assert said.code == 0
    shutil.rmtree(project.shared)
    project.shared.mkdir()
    for language in ("sv", "en"):
        in_one_sentence(simmitt("sync", "--language", language, project=project, who=ANNA), 3, ())
    assert list(project.shared.iterdir()) == []
    project.shared.rmdir()
    other.rename(project.shared)
    there = files(project.shared)
    for language in ("sv", "en"):
        in_one_sentence(
            simmitt("sync", "--language", language, project=project, who=ANNA),
            3,
            ("projekt" if language == "sv" else "project",),
        )
    assert files(project.shared) == there
    with project.at(ANNA) as workspace:
        assert dump(workspace) == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES], ids=lambda number: errno.errorcode[number])
def test_a_read_only_shared_folder(
    worked: tuple[Project, Worked], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every file that anything publishes; and what was to be written goes at the next sync."""
    project = worked[0]
    simmitt("company", "edit", NUMBER, "name", "Nytt namn", project=project, who=ANNA)
    real = Call.surroundings
    for words, who, files_of_it in (
        (["sync"], ANNA, 1),
        (["office", "approve", "Per"], OFFICE, 2),
        (["company", "assign", NUMBER, "--to", "Bo Wik"], OFFICE, 3),
    ):
        for at in range(1, 20):
            trial = project.copy_to(project.root.parent / f"{words[0]}-{at}")
            faulty: list[FaultyFolder] = []

            def folder(root: Path, at: int = at, faulty: list[FaultyFolder] = faulty) -> FaultyFolder:
                faulty.append(FaultyFolder(root, at, number, sticky=True, only=("open_new",)))
                return faulty[-1]

            def given(call: Call, made: Callable[[Path], FaultyFolder] = folder) -> Surroundings:
                return dataclasses.replace(real(call), folder=made)

            monkeypatch.setattr(Call, "surroundings", given)
            said = simmitt(*words, "--language", "en", project=trial, who=who)
            monkeypatch.undo()
            if not any(one.faulty.raised for one in faulty):
                assert said.code == 0
                break
            in_one_sentence(said, 3, ("shared",))
            again = simmitt("sync", "--json", project=trial, who=who)
            assert again.code == 0 and json.loads(again.out)["refused"] == []
            _everybody_agrees(trial)
        assert at > files_of_it, words


def _everybody_agrees(project: Project) -> None:
    """After the fault everybody reads everything that Anna did."""
    simmitt("sync", project=project, who=ANNA)
    project.sync(OFFICE, ANNA)
    with project.at(OFFICE) as office:
        from app.operations import companies

        assert companies.show_company(office, NUMBER).name == "Nytt namn"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    simmitt("company", "edit", NUMBER, "name", "Nytt namn", project=project, who=ANNA)
    folders = [project.shared, *(found for found in project.shared.rglob("*") if found.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        in_one_sentence(simmitt("sync", project=project, who=ANNA), 3, ("shared",))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert simmitt("sync", project=project, who=ANNA).code == 0
