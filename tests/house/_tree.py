"""The tree that the house tests read."""

from __future__ import annotations

import ast
import fnmatch
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_TEXT = {".py", ".toml", ".md", ".txt", ".lock", ".json", ".csv", ".svg", ".spec", ".nsi", ".sh", ""}


def own_files() -> list[str]:
    """The project's files as paths from the top: tracked or new, ignored ones left out."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        # safe.directory: a tree that another user owns may be read.
        command = [listed[0], "-c", f"safe.directory={ROOT}", *listed[1:]]
        out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return sorted(name for name in out.split("\0") if name and (ROOT / name).exists())
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split() if line]
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            fnmatch.fnmatch(part, pattern)
            for part in path.relative_to(ROOT).parts
            for pattern in [*ignored, ".git"]
        )
    )


def own_texts() -> Iterator[tuple[str, str]]:
    """Path from the top, and text, of every file of ours that is text."""
    for name in own_files():
        if Path(name).suffix in _TEXT:
            yield name, (ROOT / name).read_text(encoding="utf-8", errors="replace")


def app_modules() -> Iterator[tuple[str, ast.Module]]:
    """Path from the top, and syntax tree, of every module of the program."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
