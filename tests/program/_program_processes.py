"""Real processes for the tests of how the program starts, lives and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def environment(**more: str) -> dict[str, str]:
    """Nothing of whoever runs the tests, no screen and no keychain."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {
        **kept, "PYTHONPATH": str(ROOT), "DBUS_SESSION_BUS_ADDRESS": "disabled:", "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1", **more,
    }  # fmt: skip


def begin(words: list[str], cwd: Path, **more: str) -> subprocess.Popen[str]:
    """A Python of its own; its words are `-c CODE …` or `-m MODULE …`."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=cwd,
        env=environment(HOME=str(cwd), **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def run(words: list[str], cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    process = begin(words, cwd, **more)
    out, err = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def until(holds: Callable[[], bool]) -> None:
    """Waits for what another process brings about."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, "it never came"
        time.sleep(0.02)
