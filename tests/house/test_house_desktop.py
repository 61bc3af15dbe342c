"""The window's rooms: one place for colours, fonts and distances; every icon, page and action is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from _tree import ROOT

DESKTOP = ROOT / "app" / "desktop"
PAGES = sorted((DESKTOP / "pages").rglob("*.py")) + sorted((DESKTOP / "first_start").glob("*.py"))
OTHERS = [file for file in sorted(DESKTOP.rglob("*.py")) if file not in PAGES]

_OF_A_PAGE = re.compile(
    r"\bQ(?:Color|Font|Pen|Brush|Palette|Painter)\(|setStyleSheet|setContentsMargins|setPixelSize|setPointSize"
    r"|setSpacing\(\s*\d|setFixed(?:Width|Height|Size)\(\s*\d|setM(?:in|ax)imum(?:Width|Height|Size)\(\s*\d"
)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"'])|\brgba?\(")


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(DESKTOP).as_posix())
def test_pages_set_no_colour_font_or_margin_of_their_own(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert [found.group() for found in _OF_A_PAGE.finditer(text)] == []
    assert [found.group() for found in _COLOUR.finditer(text)] == []


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.relative_to(DESKTOP).as_posix())
def test_colours_are_named_in_one_file(file: Path) -> None:
    if file.name in ("tokens.py", "style_sheet.py"):
        return
    code = ast.unparse(ast.parse(file.read_text(encoding="utf-8")))
    strings = [
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    # A docstring may speak of "#RRGGBB"; a value may not be one.
    assert [text for text in strings if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", text)] == []


def test_every_icon_that_is_asked_for_is_shipped() -> None:
    shipped = {file.stem for file in (ROOT / "resources" / "icons").glob("*.svg")}
    assert len(shipped) > 40
    from app.desktop.actions import ACTIONS

    assert [action.icon for action in ACTIONS if action.icon not in shipped] == []


def test_the_table_of_actions_has_words_and_no_key_twice() -> None:
    from app.desktop.actions import ACTIONS
    from app.i18n import says

    assert [action.id for action in ACTIONS if not says(f"action.{action.id}")] == []
    ids = [action.id for action in ACTIONS]
    assert sorted(ids) == sorted(set(ids))
    keys = [action.keys for action in ACTIONS if action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_the_window_starts_without_the_record() -> None:
    """The window paints before SQLAlchemy is imported; what a page imports at its head is on the main thread."""
    import subprocess
    import sys

    modules = sorted(
        f"app.desktop.{'.'.join(file.relative_to(DESKTOP).with_suffix('').parts)}".removesuffix(".__init__")
        for file in DESKTOP.rglob("*.py")
        if file.name not in ("__main__.py",)
    )
    code = (
        "import sys\n"
        + "\n".join(f"import {name}" for name in modules if not name.endswith("pictures"))
        + "\nheavy = {'sqlalchemy', 'reportlab', 'openpyxl', 'pyxform', 'keyring', 'alembic', 'sqlcipher3'}\n"
        + "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
