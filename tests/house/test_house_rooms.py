"""The rooms: who may know whom, what each says of itself, and how large a file may grow."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from _tree import ROOT, app_modules

ROOMS = [
    "bootstrap",
    "desktop",
    "command_line",
    "operations",
    "exchange",
    "workbooks",
    "reports",
    "store",
    "i18n",
    "settings",
    "paths",
    "forms",
    "domain",
    "drawing",
]

LINT = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as lint; lint()"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def test_the_dependency_rule_is_kept() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A tree with every room of the house, empty, under the same rule."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    for room in ROOMS:
        (tmp_path / "app" / room).mkdir()
        for name in ("__init__", "one", "two"):
            (tmp_path / "app" / room / f"{name}.py").touch()
    return tmp_path


ALLOWED = [
    ("operations.one", "app.store.one"),
    ("desktop.one", "app.operations.one"),
    ("desktop.two", "app.drawing.one"),
    ("bootstrap.one", "app.desktop.one"),
    ("exchange.one", "app.store.one"),
    ("reports.one", "app.drawing.one"),
    ("reports.two", "app.i18n.one"),
    ("workbooks.one", "app.domain.one"),
    ("i18n.one", "app.paths.one"),
    ("desktop.one", "PySide6.QtWidgets"),
    ("drawing.screen", "PySide6.QtGui"),
    ("store.one", "sqlalchemy"),
]

REFUSED = [
    ("domain.one", "app.forms.one"),
    ("domain.one", "app.i18n.one"),
    ("domain.one", "app.paths.one"),
    ("domain.one", "sqlalchemy"),
    ("domain.one", "nacl.public"),
    ("forms.one", "app.domain.one"),
    ("forms.one", "app.i18n.one"),
    ("drawing.one", "app.domain.one"),
    ("drawing.one", "app.settings.one"),
    ("drawing.one", "PySide6.QtGui"),
    ("drawing.one", "reportlab.pdfgen"),
    ("store.one", "app.exchange.one"),
    ("store.one", "app.operations.one"),
    ("store.one", "PySide6.QtCore"),
    ("exchange.one", "app.workbooks.one"),
    ("exchange.one", "sqlcipher3"),
    ("workbooks.one", "app.store.one"),
    ("reports.one", "app.store.one"),
    ("reports.one", "app.workbooks.one"),
    ("operations.one", "app.desktop.one"),
    ("operations.one", "app.command_line.one"),
    ("operations.one", "PySide6.QtCore"),
    ("operations.one", "openpyxl"),
    ("operations.one", "sqlcipher3"),
    ("reports.one", "sqlalchemy"),
    ("operations.one", "pyxform"),
    ("command_line.one", "app.desktop.one"),
    ("command_line.one", "sqlcipher3"),
    ("desktop.one", "app.command_line.one"),
    ("desktop.one", "app.bootstrap.one"),
    ("desktop.one", "sqlalchemy"),
    ("i18n.one", "app.store.one"),
    ("paths.one", "app.settings.one"),
    ("workbooks.one", "keyring"),
    ("cellar.one", "app.paths.one"),  # a room without a place in the rule
]


def write(model: Path, importer: str, imported: str) -> None:
    path = model.joinpath("app", *importer.split(".")).with_suffix(".py")
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    with path.open("a", encoding="utf-8") as file:
        # Inside a function it counts like anywhere else.
        file.write(f"def later():\n    import {imported}\n")


def test_the_rule_allows_what_the_house_needs(model: Path) -> None:
    for importer, imported in ALLOWED:
        write(model, importer, imported)
    found = lint_imports(model)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("importer", "imported"), REFUSED)
def test_the_rule_refuses(model: Path, importer: str, imported: str) -> None:
    write(model, importer, imported)
    found = lint_imports(model)
    assert found.returncode == 1, found.stdout
    assert "BROKEN" in found.stdout or importer.split(".")[0] in found.stdout


def test_the_rule_refuses_a_circle_in_a_room(model: Path) -> None:
    write(model, "store.one", "app.store.two")
    assert lint_imports(model).returncode == 0
    write(model, "store.two", "app.store.one")
    assert lint_imports(model).returncode == 1


def test_each_room_says_what_it_is() -> None:
    short = [
        name
        for name, tree in app_modules()
        if name.count("/") == 2
        and name.endswith("/__init__.py")
        and len((ast.get_docstring(tree) or "").splitlines()) < 3
    ]
    assert short == []


def test_each_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        name
        for name, tree in app_modules()
        if not ast.get_docstring(tree) and not (name.endswith("/__init__.py") and not tree.body)
    ]
    assert silent == []


def test_no_file_holds_two_things() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for top in ("app", "installer")
        for path in (ROOT / top).rglob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_names_are_the_fields_own_words() -> None:
    empty = {
        "manager",
        "managers",
        "helper",
        "helpers",
        "util",
        "utils",
        "handler",
        "handlers",
        "base",
        "common",
    }
    assert [name for name, _ in app_modules() if empty & set(Path(name).stem.split("_"))] == []


def test_nothing_is_a_stub_and_no_error_is_swallowed() -> None:
    found = []
    for name, tree in app_modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and node.exc and "NotImplemented" in ast.unparse(node.exc):
                found.append(f"{name}:{node.lineno} {ast.unparse(node.exc)}")
            if isinstance(node, ast.ExceptHandler) and all(isinstance(part, ast.Pass) for part in node.body):
                caught = ast.unparse(node.type) if node.type else ""
                if caught in ("", "Exception", "BaseException"):
                    found.append(f"{name}:{node.lineno} except {caught}: pass")
        text = (ROOT / name).read_text(encoding="utf-8")
        found += [f"{name} {word}" for word in ("TO" + "DO", "FIX" + "ME") if word in text]
    assert found == []


HEAVY = [
    "PySide6",
    "sqlalchemy",
    "sqlcipher3",
    "alembic",
    "reportlab",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "pyxform",
    "keyring",
    "nacl",
    "pyrage",
    "logging",
]


def test_the_command_starts_without_what_it_does_not_need_yet() -> None:
    """SQLAlchemy alone makes a start 3.6 times as long. The rule of imports cannot say this."""
    code = f"""
import sys
sys.argv = ["simmitt", "--help"]
from app.bootstrap import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
"""
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines()[-1] == "loaded:"
