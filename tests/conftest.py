"""What the tests of every room share, and no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No screen is asked for; who wants to watch sets it before.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A slow machine is no fault of the code. In CI the same examples every time: a red run can be repeated.
settings.register_profile(
    "simmitt", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("simmitt"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "simmitt")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the field's own material (rules, samples, golden figures), beside this tree."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the field's material is not here: there is no folder {folder.name} beside the tree")
    return folder
