"""How long the command takes to start: `simmitt --help` against a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from _bench import Bench, medians


def command() -> list[str]:
    """The command of the environment that runs this."""
    folder = Path(sys.executable).parent
    return [str(folder / "simmitt.exe")] if sys.platform == "win32" else [str(folder / "simmitt")]


def start(words: list[str]) -> None:
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def main() -> None:
    time = medians(
        15,
        python=lambda: start([sys.executable, "-c", "pass"]),
        simmitt=lambda: start([*command(), "--help"]),
    )
    bench = Bench("Start")
    bench.figure("simmitt --help against python -c pass", time["simmitt"] / time["python"], "x", 2.5)
    bench.show()


if __name__ == "__main__":
    main()
