"""installer/dev.py: what it finds missing, when it makes an environment anew, how it stays out of the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _tree import ROOT

sys.path.insert(0, str(ROOT / "installer"))
import environment  # noqa: E402 - dev.py's own modules, found beside it
import system  # noqa: E402

posix = pytest.mark.skipif(os.name == "nt", reason="an environment is laid out differently on Windows")
DEV = ROOT / "installer" / "dev.py"


# What the system must bring


def test_a_library_counts_as_there_by_folder_or_by_the_linkers_cache(tmp_path: Path) -> None:
    folder = tmp_path / "lib"
    folder.mkdir()
    (folder / "libEGL.so.1").touch()
    cache = tmp_path / "ld.so.cache"
    cache.write_bytes(b"ld.so-1.7.0\0libGL.so.1\0/opt/lib/libGL.so.1\0libXX.so.1.0\0/opt/libdbus-1.so.3.32\0")
    needed = ["libEGL.so.1", "libGL.so.1", "libdbus-1.so.3"]
    assert system.missing_libraries(needed, [str(folder)], str(cache)) == ["libdbus-1.so.3"]
    assert system.missing_libraries(needed, [str(folder)], str(tmp_path / "none")) == needed[1:]
    # A link whose target is gone is as good as none.
    (folder / "libdbus-1.so.3").symlink_to(tmp_path / "gone")
    assert system.missing_libraries(needed, [str(folder)], str(cache)) == ["libdbus-1.so.3"]


class Apt:
    """Records the calls, and fails those that it is told to."""

    def __init__(self, *fails: int) -> None:
        self.calls: list[str] = []
        self.fails = fails

    def work(self, command: list[str], advice: str) -> None:
        self.calls.append(next(word for word in command if word in ("update", "install")))
        if len(self.calls) in self.fails:
            raise system.Failure(advice)


@pytest.mark.parametrize(
    ("lists_present", "fails", "calls"),
    [
        (True, (), ["install"]),
        (False, (), ["update", "install"]),
        (True, (1,), ["install", "update", "install"]),
    ],
)
def test_packages_come_in_one_call(lists_present: bool, fails: tuple[int, ...], calls: list[str]) -> None:
    apt = Apt(*fails)
    system.install(["libegl1", "libgl1"], lists_present=lists_present, work=apt.work)
    assert apt.calls == calls


@pytest.mark.parametrize(
    ("lists_present", "fails"), [(False, (1,)), (False, (2,)), (True, (1, 2)), (True, (1, 3))]
)
def test_a_failure_of_apt_is_said(lists_present: bool, fails: tuple[int, ...]) -> None:
    with pytest.raises(system.Failure, match="then try again|by hand"):
        system.install(["libegl1"], lists_present=lists_present, work=Apt(*fails).work)


def test_a_failed_command_shows_its_end_and_what_to_do() -> None:
    code = "import sys; [print('line', n) for n in range(40)]; sys.exit(7)"
    with pytest.raises(system.Failure) as failure:
        system.work([sys.executable, "-c", code], "Do this.")
    text = str(failure.value)
    assert (
        text.endswith("Do this.") and "line 39" in text and "line 10" not in text and "ended with 7" in text
    )
    with pytest.raises(system.Failure, match="Do that"):
        system.work(["/nowhere/at-all"], "Do that.")


# The stamp

STAMP = environment.Stamp("cpython 3.11", "r1", "d1", "p1")


@pytest.mark.parametrize(
    ("have", "wanted", "serves", "can_become"),
    [
        (STAMP, STAMP, True, True),
        (STAMP, STAMP._replace(dev=""), True, True),  # more than is asked for
        (STAMP._replace(dev=""), STAMP, False, True),  # the test tools are added
        (STAMP._replace(dev="d0"), STAMP, False, False),
        (
            STAMP._replace(dev="d0"),
            STAMP._replace(dev=""),
            True,
            True,
        ),  # old test tools do not matter to `run`
        (STAMP._replace(runtime="r0"), STAMP, False, False),
        (STAMP._replace(python="cpython 3.12"), STAMP, False, False),
        (STAMP._replace(project="p0"), STAMP, False, True),  # only the project is installed again
    ],
)
def test_when_an_environment_serves(
    have: environment.Stamp, wanted: environment.Stamp, serves: bool, can_become: bool
) -> None:
    assert (have.serves(wanted), have.can_become(wanted)) == (serves, can_become)


@pytest.mark.parametrize(
    "text",
    ["", "being made", "{", "[]", "null", '{"python": "x"}', json.dumps({**STAMP._asdict(), "dev": 1})],
)
def test_what_is_no_stamp_of_a_finished_environment(text: str) -> None:
    assert environment.parse_stamp(text) is None


def test_a_stamp_is_read_as_it_was_written() -> None:
    assert environment.parse_stamp(json.dumps(STAMP._asdict())) == STAMP


def tree(folder: Path) -> Path:
    """A small project with what the environment is made from."""
    (folder / "app").mkdir(parents=True)
    (folder / "installer").mkdir()
    (folder / "app" / "__init__.py").write_text('"""."""\n\n__version__ = "1.2.3"\n', encoding="utf-8")
    (folder / "app" / "entry.py").write_text("def main() -> int:\n    return 5\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "simmitt"\nrequires-python = ">=3.11"\n'
        '[project.scripts]\nsimmitt = "app.entry:main"\n',
        encoding="utf-8",
    )
    for lock in ("requirements.lock", "installer/dev.lock"):
        (folder / lock).write_text("a==1 --hash=sha256:00\n", encoding="utf-8")
    return folder


def test_the_stamp_follows_lock_project_and_place(tmp_path: Path) -> None:
    root = tree(tmp_path / "tree")
    first = environment.wanted_stamp(str(root), dev=True)
    assert first == environment.wanted_stamp(str(root), dev=True)
    (root / "requirements.lock").write_bytes(b"a==1 --hash=sha256:00\r\n")
    assert environment.wanted_stamp(str(root), dev=True) == first, "line ends are no difference"
    (root / "requirements.lock").write_text("a==2 --hash=sha256:00\n", encoding="utf-8")
    changed = environment.wanted_stamp(str(root), dev=False)
    assert changed.runtime != first.runtime and changed.dev == "" and changed.project == first.project
    (root / "app" / "__init__.py").write_text('__version__ = "1.2.4"\n', encoding="utf-8")
    assert environment.wanted_stamp(str(root), dev=True).project != first.project
    moved = shutil.move(root, tmp_path / "elsewhere")
    assert environment.wanted_stamp(str(moved), dev=True).project != changed.project


# Making and mending, with commands that only leave behind what the real ones would


class Maker:
    """Stands for `python -m venv` and pip: makes the files, and can be cut off at a step."""

    def __init__(self, cut_off_at: int = 0) -> None:
        self.steps: list[str] = []
        self.cut_off_at = cut_off_at

    def work(
        self,
        command: list[str],
        advice: str,
        line_seen: Callable[[str], None] | None = None,
        keep_open: object = (),
    ) -> None:
        step = (
            "venv" if "venv" in command else "project" if "--no-index" in command else Path(command[-1]).name
        )
        self.steps.append(step)
        if len(self.steps) == self.cut_off_at:
            raise KeyboardInterrupt
        if step == "venv":
            venv = Path(command[-1])
            (venv / "bin").mkdir()
            (venv / "bin" / "python").symlink_to(sys.executable)
            (venv / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n", encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, Path]:
    return str(tree(tmp_path / "tree")), tmp_path / "venv"


def make(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, dev: bool = False, cut_off_at: int = 0
) -> list[str]:
    root, venv = place
    maker = Maker(cut_off_at)
    monkeypatch.setattr(system, "work", maker.work)
    if environment.is_ready(root, str(venv), dev):
        return []
    if cut_off_at:
        with pytest.raises(KeyboardInterrupt):
            environment.ensure(root, str(venv), dev)
        assert not environment.is_ready(root, str(venv), dev)
    else:
        environment.ensure(root, str(venv), dev)
        assert environment.is_ready(root, str(venv), dev)
    return maker.steps


@posix
def test_an_environment_is_made_once_and_grows(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make(place, monkeypatch) == ["venv", "requirements.lock", "project"]
    assert make(place, monkeypatch) == []
    assert make(place, monkeypatch, dev=True) == ["dev.lock", "project"]
    assert make(place, monkeypatch, dev=True) == make(place, monkeypatch) == []
    root, venv = place
    (Path(root) / "app" / "__init__.py").write_text('__version__ = "2"\n', encoding="utf-8")
    assert make(place, monkeypatch) == ["project"]
    assert make(place, monkeypatch, dev=True) == [], "the test tools are still known to be there"
    (venv / "left-over").touch()
    (Path(root) / "requirements.lock").write_text("b==1 --hash=sha256:00\n", encoding="utf-8")
    assert make(place, monkeypatch) == ["venv", "requirements.lock", "project"]
    assert not (venv / "left-over").exists()


@posix
@pytest.mark.parametrize("cut_off_at", [1, 2, 3])
def test_a_half_made_environment_is_made_anew(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, cut_off_at: int
) -> None:
    make(place, monkeypatch, cut_off_at=cut_off_at)
    (place[1] / "half").touch()
    assert make(place, monkeypatch) == ["venv", "requirements.lock", "project"]
    assert not (place[1] / "half").exists()


@posix
def test_one_cut_off_while_it_grew_is_made_anew(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(place, monkeypatch)
    make(place, monkeypatch, dev=True, cut_off_at=1)
    assert make(place, monkeypatch) == ["venv", "requirements.lock", "project"]


@posix
def test_one_whose_python_is_gone_is_made_anew(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(place, monkeypatch)
    (place[1] / "bin" / "python").unlink()
    (place[1] / "bin" / "python").symlink_to(place[1] / "removed")
    assert make(place, monkeypatch) == ["venv", "requirements.lock", "project"]


@posix
def test_one_made_by_hand_is_completed_and_never_emptied(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, venv = place
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "pyvenv.cfg").write_text(f"home = /x\nversion = {sys.version.split()[0]}\n", encoding="utf-8")
    (venv / "mine").touch()
    make(place, monkeypatch, dev=True, cut_off_at=1)
    assert (venv / "mine").exists()
    assert make(place, monkeypatch, dev=True) == ["dev.lock", "project"]
    assert (venv / "mine").exists()


@posix
def test_one_made_by_hand_with_another_python_is_left_alone(
    place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, venv = place
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("version = 3.9.1\n", encoding="utf-8")
    monkeypatch.setattr(system, "work", Maker().work)
    with pytest.raises(system.Failure, match=r"3\.9\.1"):
        environment.ensure(root, str(venv), False)


def test_a_folder_that_is_no_environment_is_left_alone(place: tuple[str, Path]) -> None:
    root, venv = place
    venv.mkdir()
    (venv / "letters.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(system.Failure, match="SIMMITT_VENV"):
        environment.ensure(root, str(venv), False)
    assert [path.name for path in venv.iterdir()] == ["letters.txt"]


# The project in the environment


@posix
@pytest.mark.parametrize("name", ["tree", "företag i mitten"])
def test_the_project_is_installed_with_its_command_and_without_a_network(tmp_path: Path, name: str) -> None:
    root = tree(tmp_path / name)
    wheel = environment.project_wheel(str(root), str(tmp_path))
    target = tmp_path / "target"
    words = [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        "--target",
        target,
        wheel,
    ]
    subprocess.run(words, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    # As a Python does at its start in an environment; in the plainest locale, where å in a path is not ASCII.
    code = f"""
import os, site
site.addsitedir({str(target)!r})
import app
print(app.__version__, os.fsencode(app.__file__))
"""
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=tmp_path,
        env=plain,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split(maxsplit=1) == ["1.2.3", f"{os.fsencode(root / 'app' / '__init__.py')}\n"]
    variables = {**os.environ, "PYTHONPATH": str(root)}
    assert subprocess.run([target / "bin" / "simmitt"], env=variables, check=False).returncode == 5


@pytest.fixture
def ready(tmp_path: Path) -> dict[str, str]:
    """The variables of a call whose environment is ready, with a command that shows what reaches it."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / "bin" / "simmitt").write_text(
        "import os, sys\nprint(sys.argv[1:], os.getcwd())\nprint('said', file=sys.stderr)\nsys.exit(3)\n",
        encoding="utf-8",
    )
    stamp = environment.wanted_stamp(str(ROOT), dev=True)
    (venv / environment.STAMP).write_text(json.dumps(stamp._asdict()), encoding="utf-8")
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in screens}
    return {**kept, "SIMMITT_VENV": str(venv)}


def dev(words: list[str], variables: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEV), *words]
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


@posix
@pytest.mark.parametrize(
    ("words", "reaches"),
    [
        (
            ["--", "company", "add", "--name", "Å & b", "--json"],
            ["company", "add", "--name", "Å & b", "--json"],
        ),
        (["--", "form", "--", "-x"], ["form", "--", "-x"]),
        (["--", "--help"], ["--help"]),
    ],
)
def test_run_hands_over_words_folder_output_and_exit_code(
    ready: dict[str, str], tmp_path: Path, words: list[str], reaches: list[str]
) -> None:
    done = dev(["run", *words], ready, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, f"{reaches} {tmp_path}\n", "said\n")


NO_SCREEN = (
    "There is no screen here, so the window is not opened; running the demo into demo-output/ instead.\n"
)


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac always has a screen")
@pytest.mark.parametrize("variables", [{}, {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}])
def test_run_lives_the_demo_where_there_is_no_screen(
    ready: dict[str, str], tmp_path: Path, variables: dict[str, str]
) -> None:
    done = dev(["run"], {**ready, **variables}, tmp_path)
    assert (done.returncode, done.stdout) == (3, f"['demo', 'demo-output'] {tmp_path}\n")
    assert done.stderr.endswith(f"{NO_SCREEN}said\n")


@posix
@pytest.mark.parametrize("words", [["run"], ["run", "--"]])
def test_run_opens_the_window_where_there_is_a_screen(
    ready: dict[str, str], tmp_path: Path, words: list[str]
) -> None:
    done = dev(words, {**ready, "QT_QPA_PLATFORM": "vnc:port=5999"}, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, f"['--practice'] {tmp_path}\n", "said\n")


@posix
def test_pictures_are_taken_off_screen(ready: dict[str, str], tmp_path: Path) -> None:
    python = Path(ready["SIMMITT_VENV"]) / "bin" / "python"
    python.unlink()
    python.write_text('#!/bin/sh\necho "$QT_QPA_PLATFORM $*"\n', encoding="utf-8")
    python.chmod(0o755)
    done = dev(["pictures", "här"], {**ready, "DISPLAY": ""}, tmp_path)
    assert (done.returncode, done.stdout) == (0, "offscreen -m app.desktop.pictures här\n")
    assert dev(["pictures"], ready, tmp_path).returncode == 2


LOADED = re.compile(rb"\0(lib[A-Za-z0-9_+-]+(?:-[0-9.]+)?\.so\.[0-9]+)(?=\0)")


@pytest.mark.skipif(sys.platform != "linux", reason="these are the libraries of Linux systems")
@pytest.mark.parametrize(
    ("plugin", "listed"),
    [
        ("platforms/libqoffscreen.so", system.OFF_SCREEN),
        ("platforms/libqxcb.so", {**system.OFF_SCREEN, **system.ON_SCREEN}),
        ("xcbglintegrations/libqxcb-egl-integration.so", {**system.OFF_SCREEN, **system.ON_SCREEN}),
        ("xcbglintegrations/libqxcb-glx-integration.so", {**system.OFF_SCREEN, **system.ON_SCREEN}),
        ("printsupport/libcupsprintersupport.so", {**system.OFF_SCREEN, **system.ON_SCREEN}),
        (
            "platforms/libqwayland.so",
            {**system.OFF_SCREEN, **system.ON_WAYLAND},
        ),
        (
            "wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
            {**system.OFF_SCREEN, **system.ON_WAYLAND},
        ),
    ],
)
def test_what_qt_loads_is_listed(plugin: str, listed: dict[str, str]) -> None:
    """Every library that the plugin and Qt's own below it name is Qt's, the C runtime's, or one we look for."""
    import PySide6

    qt = Path(PySide6.__path__[0]) / "Qt"
    if not (qt / "plugins" / plugin).exists():
        pytest.skip(f"this release of Qt has no {plugin}")
    of_c = {"c", "m", "dl", "rt", "pthread", "gcc_s", "stdc++", "z"}
    waiting, seen, missing = [qt / "plugins" / plugin], set(), set()
    while waiting:
        for name in {found.decode() for found in LOADED.findall(waiting.pop().read_bytes())} - seen:
            seen.add(name)
            if (qt / "lib" / name).exists():
                waiting.append(qt / "lib" / name)
            elif name.removeprefix("lib").split(".so")[0] not in of_c:
                missing.add(name)
    assert seen and missing <= set(listed)


@pytest.mark.parametrize(
    ("variables", "cursor", "client"),
    [({}, False, False), ({"DISPLAY": ":0"}, True, False), ({"WAYLAND_DISPLAY": "wayland-0"}, True, True)],
)
def test_libraries_are_looked_for_by_what_can_be_shown(
    variables: dict[str, str], cursor: bool, client: bool
) -> None:
    needed = system.needed_here(variables)
    assert ("libxcb-cursor.so.0" in needed, "libwayland-client.so.0" in needed) == (cursor, client)
    assert "libEGL.so.1" in needed and all(package for package in needed.values())


@posix
def test_bench_lists_and_refuses(ready: dict[str, str], tmp_path: Path) -> None:
    names = dev(["bench"], ready, tmp_path)
    assert names.returncode == 0 and "start" in names.stdout.split() and "_bench" not in names.stdout
    unknown = dev(["bench", "nothing"], ready, tmp_path)
    assert unknown.returncode == 2 and unknown.stdout == "" and "start" in unknown.stderr


@posix
@pytest.mark.parametrize(("words", "code"), [([], 2), (["--help"], 0), (["fly"], 2), (["check", "more"], 2)])
def test_unknown_words(ready: dict[str, str], tmp_path: Path, words: list[str], code: int) -> None:
    assert dev(words, ready, tmp_path).returncode == code


@posix
def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "\npython3 installer/dev.py test\n" in script
