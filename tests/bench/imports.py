"""What PySide6's wrapper around Python's import costs, and whether putting the original back pays.

Some hundred modules, imported after Qt, in a process of its own each time: with the wrapper, and as
`app.bootstrap.load_qt` leaves it. Libraries with many small modules, and the rooms that open the store.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from _bench import Bench

ROOT = Path(__file__).resolve().parents[2]
RUNS = 9
SETS = {
    "libraries": "sqlalchemy.orm, reportlab.pdfgen.canvas, openpyxl, xlsxwriter, alembic.command, xml.dom.minidom",
    "rooms": "app.store.store, app.store.vault, app.operations.companies, app.operations.interviews, "
    "app.operations.competence, app.operations.exchange, app.operations.enrolment",
}
QT = {
    "wrapped": "import PySide6.QtWidgets",
    "put back": "from app.bootstrap import load_qt; load_qt()",
}
CODE = """
{qt}
import sys, time
before, began = len(sys.modules), time.perf_counter()
import {modules}
print(time.perf_counter() - began, len(sys.modules) - before)
"""


def taken(qt: str, modules: str) -> tuple[float, int]:
    """Seconds and modules of one process."""
    code = CODE.format(qt=QT[qt], modules=modules)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, count = done.stdout.split()
    return float(seconds), int(count)


def main() -> None:
    bench = Bench("Imports after Qt")
    for name, modules in SETS.items():
        found: dict[str, list[tuple[float, int]]] = {qt: [] for qt in QT}
        for turn in range(RUNS + 1):
            for qt in QT:
                one = taken(qt, modules)
                if turn:  # the first round warms the caches
                    found[qt].append(one)
        wrapped, back = (1000 * median(seconds for seconds, _ in found[qt]) for qt in QT)
        count = found["wrapped"][0][1]
        bench.figure(
            f"{name} ({count} modules), put back (goal: what the wrapper takes)", back, "ms", round(wrapped)
        )
        bench.figure(f"{name}, put back against wrapped", back / wrapped, "x", 1.0)
    bench.show()


if __name__ == "__main__":
    main()
