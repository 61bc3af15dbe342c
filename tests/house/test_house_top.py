"""What lies at the top of the tree, and what no file of ours may say."""

from __future__ import annotations

import re
from pathlib import Path

from _tree import ROOT, own_files, own_texts

TOP = {
    "app",
    "resources",
    "installer",
    "tests",
    "pyproject.toml",
    "README.md",
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "requirements.lock",
}


def test_the_top_level_is_exactly_what_was_agreed() -> None:
    assert {name.split("/")[0] for name in own_files()} == TOP


def test_no_file_names_a_place_on_somebodys_machine_or_a_host_of_packages() -> None:
    # Put together here, or this file would be the one that is found.
    places = [
        "/" + r"work/(main|shared|\.)",
        "/" + r"root/\.",
        "/" + "tmp/(brief|bash_)",
        "/" + r"home/[a-z]+/\.?(venv|src)",
        "pypi" + r"\.org",
        "files.python" + "hosted",
        "registry.npm" + "js",
    ]
    pattern = re.compile("|".join(places))
    # Licence texts of others are theirs.
    found = [
        f"{name}: {match.group()}"
        for name, text in own_texts()
        if not re.search(r"licen[cs]e|OFL|UFL", Path(name).name, re.I)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_the_licence_is_apache_2_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text and "APPENDIX" in text


def test_test_files_have_names_of_their_own() -> None:
    # pytest imports them by their bare name, as test folders are no packages.
    names = [
        Path(name).name
        for name in own_files()
        if name.startswith("tests/") and name.endswith(".py") and Path(name).name != "conftest.py"
    ]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
