"""A company that has been worked with, on a laptop of its own for each test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from _day import Project, Worked, invite_and_join, project_in, work


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path / "here")


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Worked]:
    project = project_in(tmp_path_factory.mktemp("worked") / "here")
    made = work(project)
    project.settle("office", "anna")
    invite_and_join(project, "per", name="Per", role="coach")
    return project, made


@pytest.fixture
def worked(_made: tuple[Project, Worked], tmp_path: Path) -> tuple[Project, Worked]:
    """Anna's company with an interview, a matrix and a session, that the office has read; Per waits for approval."""
    return _made[0].copy_to(tmp_path / "here"), _made[1]
