"""What the program leans on: each with its reason, each pinned with its hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from _tree import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUNTIME = {
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "alembic",
    "reportlab",
    "keyring",
    "appdirs",
    "pyxform",
    "openpyxl",
    "python-calamine",
    "XlsxWriter",
    "PyNaCl",
    "pyrage",
    "zstandard",
    "msgspec",
    "uuid-utils",
    "tzdata",
}
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
LOCKS = {"requirements.lock": ROOT / "requirements.lock", "dev.lock": ROOT / "installer" / "dev.lock"}


def locked(path: Path) -> dict[str, tuple[Requirement, int]]:
    """Name -> what is pinned, and how many hashes it has."""
    text = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8"))
    found = {}
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            requirement = Requirement(line.split("--hash")[0].strip())
            found[canonicalize_name(requirement.name)] = requirement, line.count("--hash=sha256:")
    return found


def test_the_runtime_dependencies_are_those_that_were_agreed() -> None:
    assert {Requirement(line).name for line in PROJECT["dependencies"]} == RUNTIME


def test_each_dependency_has_its_reason_above_it() -> None:
    lines = PYPROJECT.splitlines()
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    without = [
        dependency
        for dependency in wanted
        if not lines[lines.index(f'    "{dependency}",') - 1].strip().startswith("# ")
    ]
    assert without == []


@pytest.mark.parametrize("name", LOCKS)
def test_everything_locked_has_one_version_and_hashes_and_no_address(name: str) -> None:
    text = LOCKS[name].read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", text)
    pinned = locked(LOCKS[name])
    assert len(pinned) > 20
    for requirement, hashes in pinned.values():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes > 0, requirement


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("dev.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_the_lock_answers_what_the_project_asks_for(name: str, asked: list[str]) -> None:
    pinned = locked(LOCKS[name])
    for requirement in map(Requirement, asked):
        found = pinned[canonicalize_name(requirement.name)][0]
        version = str(found.specifier).removeprefix("==")
        assert requirement.specifier.contains(version, prereleases=True), found
        assert found.marker is None, f"{found} must be there on every system"


def test_what_is_tested_is_what_is_shipped() -> None:
    tested = locked(LOCKS["dev.lock"])
    for name, (requirement, _) in locked(LOCKS["requirements.lock"]).items():
        assert str(tested[name][0].specifier) == str(requirement.specifier), name


def test_the_lock_serves_windows_and_macos_too() -> None:
    pinned = locked(LOCKS["requirements.lock"])
    here = {
        system: {
            name
            for name, (requirement, _) in pinned.items()
            if requirement.marker is None
            or requirement.marker.evaluate({"sys_platform": system, "python_version": "3.11"})
        }
        for system in ("linux", "win32", "darwin")
    }
    # keyring's ways to each system's keychain.
    assert "secretstorage" in here["linux"] and "secretstorage" not in here["win32"]
    assert "pywin32-ctypes" in here["win32"] and "pywin32-ctypes" not in here["darwin"]
    assert {canonicalize_name(name) for name in RUNTIME} <= here["darwin"]
