"""A project of an office, two coaches and a consultant for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from _day import Project, project_in


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path / "here")
