"""The Python environment: made from the lock file, remembered by a stamp, mended when it was left half made.

The stamp is a file in the environment. It is written last, and says from what the environment was made; while
one is being made it says so, so that a call that was cut off is seen by the next one, which begins anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

import system

STAMP = "simmitt-environment.json"
_MAKING = "being made"
_RUNTIME_LOCK = "requirements.lock"
_DEV_LOCK = os.path.join("installer", "dev.lock")


class Stamp(NamedTuple):
    """From what an environment was made. `dev` is "" where the test tools are not in it."""

    python: str
    runtime: str
    dev: str
    project: str

    def serves(self, wanted: Stamp) -> bool:
        """Whether what is there is what is wanted; having the test tools too is no difference."""
        return (self.python, self.runtime, self.project) == (
            wanted.python,
            wanted.runtime,
            wanted.project,
        ) and (not wanted.dev or self.dev == wanted.dev)

    def can_become(self, wanted: Stamp) -> bool:
        """Whether something added gives what is wanted; else only a new environment does."""
        return (self.python, self.runtime) == (wanted.python, wanted.runtime) and (
            not self.dev or not wanted.dev or self.dev == wanted.dev
        )


class Project(NamedTuple):
    """What the installed project says of itself: name, version, and command -> "module:function"."""

    name: str
    version: str
    requires_python: str
    commands: dict[str, str]


def python(venv: str) -> str:
    """The environment's Python."""
    return (
        os.path.join(venv, "Scripts", "python.exe")
        if os.name == "nt"
        else os.path.join(venv, "bin", "python")
    )


def script(venv: str, name: str) -> list[str]:
    """How a command of the environment is started.

    By way of its Python: that also works where the folder's path is too long or has blanks for a `#!` line.
    """
    folder = os.path.dirname(python(venv))
    if os.name == "nt":
        return [os.path.join(folder, name + ".exe")]
    return [python(venv), os.path.join(folder, name)]


def read_project(root: str) -> Project:
    """From pyproject.toml and `__version__` in app/__init__.py."""
    import tomllib

    with open(os.path.join(root, "pyproject.toml"), "rb") as file:
        table = tomllib.load(file)["project"]
    with open(os.path.join(root, "app", "__init__.py"), encoding="utf-8") as file:
        version = next(line.split('"')[1] for line in file if line.startswith("__version__"))
    return Project(table["name"], version, table["requires-python"], dict(table["scripts"]))


def wanted_stamp(root: str, dev: bool) -> Stamp:
    """The stamp of an environment made now, from this tree, by this Python."""
    project = json.dumps([*read_project(root), root], sort_keys=True).encode()
    return Stamp(
        python=f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}",
        runtime=_hash_of(os.path.join(root, _RUNTIME_LOCK)),
        dev=_hash_of(os.path.join(root, _DEV_LOCK)) if dev else "",
        project=hashlib.sha256(project).hexdigest(),
    )


def _hash_of(path: str) -> str:
    with open(path, "rb") as file:
        # Git may change line ends on Windows; the lock is the same.
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


def parse_stamp(text: str) -> Stamp | None:
    """None where the text is no stamp of a finished environment."""
    try:
        found = json.loads(text)
        return Stamp(**found) if all(isinstance(value, str) for value in found.values()) else None
    except (ValueError, TypeError, AttributeError):
        return None


def is_ready(root: str, venv: str, dev: bool) -> bool:
    """Whether the environment is there, finished, and made from what this tree asks for now."""
    try:
        with open(os.path.join(venv, STAMP), encoding="utf-8") as file:
            stamp = parse_stamp(file.read())
    except OSError:
        return False
    # A link to a Python that has been removed does not exist either.
    return stamp is not None and stamp.serves(wanted_stamp(root, dev)) and os.path.exists(python(venv))


def ensure(root: str, venv: str, dev: bool) -> None:
    """Makes or mends the environment where it is not ready. Raises system.Failure."""
    if os.path.isdir(venv) and os.listdir(venv) and not _is_environment(venv):
        raise system.Failure(
            f"{venv} is no Python environment and not empty, so it is left alone. "
            "Empty it, or name another folder with SIMMITT_VENV."
        )
    try:
        os.makedirs(venv, exist_ok=True)
        with _alone(venv) as stamp_file:
            if not is_ready(root, venv, dev):
                _make(root, venv, wanted_stamp(root, dev), stamp_file)
    except OSError as error:
        raise system.Failure(
            f"{error}. Is the disk full or the folder read-only? Mend that, then try again."
        ) from error


def _is_environment(venv: str) -> bool:
    return any(os.path.exists(os.path.join(venv, name)) for name in ("pyvenv.cfg", STAMP))


@contextmanager
def _alone(venv: str) -> Iterator[IO[str]]:
    """The stamp's file, open and locked: two calls at once do not make the same environment."""
    with open(os.path.join(venv, STAMP), "a+", encoding="utf-8") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                system.tell("Another call is making the environment; waiting for it …")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(stamp_file: IO[str], text: str) -> None:
    stamp_file.seek(0)
    stamp_file.truncate()
    stamp_file.write(text)
    stamp_file.flush()
    os.fsync(stamp_file.fileno())


def _make(root: str, venv: str, wanted: Stamp, stamp_file: IO[str]) -> None:
    stamp_file.seek(0)
    text = stamp_file.read()
    have = parse_stamp(text)
    works = os.path.exists(python(venv))
    # What somebody made by hand is completed, never deleted.
    by_hand = not text and os.path.exists(os.path.join(venv, "pyvenv.cfg"))
    if by_hand:
        _expect_same_python(venv, wanted)
        have = Stamp(wanted.python, "", "", "")
    elif have is None or not have.can_become(wanted) or not works:
        if text:
            system.tell(f"{venv} was made from something else, or not finished: making it anew.")
        _write(stamp_file, _MAKING)
        _empty(venv)
        system.tell(f"Making the Python environment {venv} (this is done once) …")
        system.work(
            [getattr(sys, "_base_executable", None) or sys.executable, "-m", "venv", venv],
            "Python could not make an environment. On Debian: apt-get install python3-venv, then try again.",
        )
        have = Stamp(wanted.python, "", "", "")
    if wanted.dev and have.dev != wanted.dev or have.runtime != wanted.runtime:
        if not by_hand:
            _write(stamp_file, _MAKING)
        _install_lock(venv, os.path.join(root, _DEV_LOCK if wanted.dev else _RUNTIME_LOCK), stamp_file)
    _install_project(root, venv, stamp_file)
    _write(stamp_file, json.dumps(wanted._replace(dev=wanted.dev or have.dev)._asdict(), indent=1))
    system.tell("The environment is ready.")


def _expect_same_python(venv: str, wanted: Stamp) -> None:
    with open(os.path.join(venv, "pyvenv.cfg"), encoding="utf-8") as file:
        settings = dict(line.strip().replace(" ", "").split("=", 1) for line in file if "=" in line)
    version = settings.get("version") or settings.get("version_info", "")
    if ".".join(version.split(".")[:2]) != wanted.python.split()[1]:
        raise system.Failure(
            f"{venv} was made by hand with Python {version}, and this is Python {wanted.python.split()[1]}. "
            "Remove that folder, or name another one with SIMMITT_VENV."
        )


def _empty(venv: str) -> None:
    """Removes all but the stamp, which is locked and says that the environment is being made."""
    import shutil

    for name in os.listdir(venv):
        path = os.path.join(venv, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif name != STAMP:
            os.remove(path)


def _pip(venv: str) -> list[str]:
    # -I: neither PYTHONPATH nor packages of the user's own get in.
    return [
        python(venv),
        "-I",
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
    ]


def _install_lock(venv: str, lock: str, stamp_file: IO[str]) -> None:
    """Everything that the lock names, each file with the hash that the lock gives; nothing is compiled."""
    with open(lock, encoding="utf-8") as file:
        count = sum(1 for line in file if "==" in line and not line.lstrip().startswith(("#", "--")))
    system.tell(f"Downloading and installing about {count} packages …")
    fetched = 0

    def line_seen(line: str) -> None:
        nonlocal fetched
        if line.startswith("Collecting "):
            fetched += 1
            if fetched % 10 == 0:
                system.tell(f"  {fetched} of {count} …")
        elif line.startswith("Installing collected packages"):
            system.tell("  all here; unpacking …")

    command = [*_pip(venv), "--progress-bar", "off", "--only-binary", ":all:", "--require-hashes", "-r", lock]
    advice = (
        "pip could not install the packages. Check the network and the free disk space, then try again; "
        "what is half made is made anew."
    )
    # The lock on the stamp is inherited: where this call is killed, the next waits until its pip has ended.
    system.work(command, advice, line_seen, [stamp_file.fileno()])


def project_wheel(root: str, folder: str) -> str:
    """Writes a wheel that makes Python find this tree and gives the project's commands; returns its path.

    pip makes the commands from it, right for each operating system; nothing has to be built or downloaded.
    """
    import zipfile

    project = read_project(root)
    # Python reads such a file in the system's encoding, so a path with å is written as ASCII.
    found = root if root.isascii() else f"import os, sys; sys.path.append(os.fsdecode({os.fsencode(root)!r}))"
    full_name = f"{project.name}-{project.version}"
    info = f"{full_name}.dist-info"
    files = {
        f"{project.name}.pth": f"{found}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {project.name}\nVersion: {project.version}\n"
        f"Requires-Python: {project.requires_python}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: dev.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if os.name == "nt":
        lines = "".join(f"{name} = {target}\n" for name, target in project.commands.items())
        files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{lines}"
    else:
        # What pip makes from an entry point imports `re`: half as long again as a bare Python takes to start.
        for name, target in project.commands.items():
            module, function = target.split(":")
            body = f"#!python\nimport sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n"
            files[f"{full_name}.data/scripts/{name}"] = body
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    path = os.path.join(folder, f"{full_name}-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if ".data/scripts/" in name else 0o100644) << 16  # a regular file
            wheel.writestr(entry, text)
    return path


def _install_project(root: str, venv: str, stamp_file: IO[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        command = [*_pip(venv), "--no-index", "--force-reinstall", project_wheel(root, folder)]
        advice = "pip could not install the project. Remove the environment's folder, then try again."
        system.work(command, advice, None, [stamp_file.fileno()])
