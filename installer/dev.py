#!/usr/bin/env python3
"""Runs, tests, checks and measures SIMMITT on a machine that has nothing but Python.

    python3 installer/dev.py run                opens the window, at first with the practice programme; where there is
                                                no screen it runs the demo instead, into demo-output/
    python3 installer/dev.py run -- VERB …      any verb of the command line
    python3 installer/dev.py pictures DIR       every page of the window as a picture, without a screen
    python3 installer/dev.py test [ARGUMENTS]   every check, then every test; the arguments go to pytest
    python3 installer/dev.py check              ruff, strict types, the dependency rule
    python3 installer/dev.py bench [NAME …]     one measurement of tests/bench, or their names
    python3 installer/dev.py lock               both lock files anew from pyproject.toml (needs uv)

The environment lies in .venv, or in the folder that SIMMITT_VENV names. It is made at the first call.
"""

# Python's standard library only, and nothing here that an older Python cannot read: it must get as far as the
# sentence about its age.
from __future__ import annotations

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one must get a sentence
    sys.exit(
        f"SIMMITT needs Python 3.11 or later; this is {sys.version.split()[0]}. Start it with a later one."
    )

import environment
import system

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main(arguments: list[str]) -> int:
    """The exit code: the command's own, 1 where something failed, 2 for words that nobody knows."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0 if arguments else 2
    verb, rest = arguments[0], arguments[1:]
    try:
        if verb == "run":
            return _run(rest)
        if verb == "pictures" and len(rest) == 1:
            return _pictures(rest[0])
        if verb == "test":
            return _steps([*_checks(_prepare(dev=True)), _tests(rest)])
        if verb == "check" and not rest:
            return _steps(_checks(_prepare(dev=True)))
        if verb == "bench":
            return _bench(rest)
        if verb == "lock" and not rest:
            return _lock()
    except system.Failure as failure:
        system.tell(str(failure))
        return 1
    except KeyboardInterrupt:
        system.tell("Stopped.")
        return 130
    system.tell(
        f"dev.py does not know `{' '.join(arguments)}`. `python3 installer/dev.py --help` shows what it does."
    )
    return 2


def _venv() -> str:
    return os.path.abspath(os.environ.get("SIMMITT_VENV") or os.path.join(ROOT, ".venv"))


def _prepare(dev: bool) -> str:
    """The environment's folder, whole and as the lock says, on a system that has what Qt needs."""
    venv = _venv()
    ready = environment.is_ready(ROOT, venv, dev)
    system.require(venv_too=not ready)
    if not ready:
        environment.ensure(ROOT, venv, dev)
    return venv


def _run(words: list[str]) -> int:
    if words[:1] == ["--"]:
        words = words[1:]
    venv = _prepare(dev=False)
    return _hand_over([*environment.script(venv, "simmitt"), *(words or _main_job())])


def _main_job() -> list[str]:
    """The window where somebody can see it, else the demo."""
    sys.path.insert(0, ROOT)
    from app.bootstrap import is_seen

    if is_seen(sys.platform, os.environ):
        return ["--practice"]
    system.tell(
        "There is no screen here, so the window is not opened; running the demo into demo-output/ instead."
    )
    return ["demo", "demo-output"]


def _pictures(folder: str) -> int:
    python = environment.python(_prepare(dev=False))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return _hand_over([python, "-m", "app.desktop.pictures", folder])


def _hand_over(command: list[str]) -> int:
    """Becomes the command, so that its output and exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":
        os.execv(command[0], command)
    import subprocess

    return subprocess.run(command, check=False).returncode


Step = tuple[str, list[str]]


def _checks(venv: str) -> list[Step]:
    python = environment.python(venv)
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import-linter", environment.script(venv, "lint-imports")),
    ]


def _tests(arguments: list[str]) -> Step:
    # At most eight: beyond that the workers' own start costs more than it gives.
    cores = min(len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1, 8)
    chosen = any(argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    spread = ["-n", str(cores)] if cores > 1 and not chosen else []
    return "pytest", [environment.python(_venv()), "-m", "pytest", *spread, *arguments]


def _steps(steps: list[Step]) -> int:
    """Runs all steps, also after one that failed, and names at the end those that did."""
    import subprocess
    import time

    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        begun = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(
            f"== {name}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - begun:.1f} s)\n", flush=True
        )
        if code != 0:
            failed.append(name)
    print(f"== FAILED: {', '.join(failed)}" if failed else "== all green", flush=True)
    return 1 if failed else 0


def _bench(words: list[str]) -> int:
    folder = os.path.join(ROOT, "tests", "bench")
    names = sorted(
        file[:-3]
        for file in (os.listdir(folder) if os.path.isdir(folder) else [])
        if file.endswith(".py") and not file.startswith("_")
    )
    if not words:
        print("\n".join(names))
        return 0
    if words[0] not in names:
        system.tell(f"There is no bench {words[0]}. There are: {', '.join(names) or 'none'}.")
        return 2
    python = environment.python(_prepare(dev=True))
    return _hand_over([python, os.path.join(folder, words[0] + ".py"), *words[1:]])


def _lock() -> int:
    import shutil

    uv = shutil.which("uv") or shutil.which("uv", path=os.path.dirname(environment.python(_venv())))
    if uv is None:
        raise system.Failure(
            "The lock files are written by uv, which is not here. Install it: `pip install uv`."
        )
    os.chdir(ROOT)
    resolve = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    resolve += ["--generate-hashes", "--no-header", "--no-config", "--no-annotate", "--quiet", "--upgrade"]
    system.work([*resolve, "--output-file", "requirements.lock"], "uv could not resolve the dependencies.")
    # The same versions in both: what is tested is what is shipped.
    dev = ["--extra", "dev", "--constraint", "requirements.lock", "--output-file", "installer/dev.lock"]
    system.work([*resolve, *dev], "uv could not resolve the dependencies of the tests.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
