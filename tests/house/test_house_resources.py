"""What is shipped beside the code: its licences, and that an installed program finds it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from _tree import ROOT, own_files

FOREIGN = {".ttf", ".otf", ".woff", ".woff2", ".svg", ".ico", ".icns"}


def licence_beside(path: Path) -> bool:
    """A licence text in the file's folder or one above it, within resources; fonts by family name."""
    folder = path.parent
    while folder != ROOT:
        for text in folder.iterdir():
            named = any(word in text.name.upper() for word in ("LICEN", "OFL", "UFL"))
            family = path.stem.split("-")[0]
            mine = (
                path.suffix not in {".ttf", ".otf"} or text.name.startswith(family) or folder.name == family
            )
            if text.is_file() and named and mine and len(text.read_text(encoding="utf-8")) > 200:
                return True
        if folder == ROOT / "resources":
            return False
        folder = folder.parent
    return False


def test_fonts_and_icons_have_their_licence_text_beside_them() -> None:
    shipped = [ROOT / name for name in own_files() if name.startswith("resources/")]
    without = [path.name for path in shipped if path.suffix in FOREIGN and not licence_beside(path)]
    assert without == []


def test_the_wheel_holds_the_program_and_its_resources_side_by_side(tmp_path: Path) -> None:
    # As pip does it, in a process of its own; nothing is downloaded.
    code = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        inside = set(wheel.namelist())
        entry = next(name for name in inside if name.endswith("entry_points.txt"))
        assert "simmitt = app.bootstrap:main" in wheel.read(entry).decode()
    ours = {name for name in own_files() if name.startswith(("app/", "resources/"))}
    assert ours <= inside
    assert {name.split("/")[0] for name in inside if ".dist-info/" not in name} == {"app", "resources"}
