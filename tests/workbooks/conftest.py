"""The maker of workbooks, in a folder of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from _workbooks_making import Maker


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Writes and reads workbooks."""
    return Maker(tmp_path)
