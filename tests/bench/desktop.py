"""How soon the window is there and filled, against a process that shows a bare QMainWindow; and its memory.

Each process says when its window had painted first and, ours, when the first page had its data, both counted from
the start of the process. Two stores: 10 and 750 companies. The key file has the library's lowest cost: the key is as
good as open. Then the two things that are done all day: an answer from key press to painted screen, and scrolling.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from _bench import Bench

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "journeys"), str(ROOT / "tests" / "desktop")]
RUNS = 5

BARE = """
import sys, time
def memory():
    for line in open('/proc/self/status'):
        if line.startswith('VmHWM'):
            return int(line.split()[1])
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.time() - float(sys.argv[1]), memory(), flush=True)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""

OURS = """
import sys, time
begun = float(sys.argv[1])
from app.bootstrap import load_qt
load_qt()
from pathlib import Path
from PySide6.QtCore import QTimer
from app.desktop import start
def memory():
    for line in open('/proc/self/status'):
        if line.startswith('VmHWM'):
            return int(line.split()[1])
def told():
    print(time.time() - begun, memory(), flush=True)
from app.desktop import main_window
painted = []
class First(main_window._First):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not painted:
            painted.append(True)
            told()
main_window._First = First
def look_for():
    from PySide6.QtWidgets import QApplication
    window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, main_window.MainWindow)), None)
    page = window.inside.frame.page if window and window.inside and hasattr(window.inside, "frame") else None
    if page is not None and page.is_filled:
        told()
        window.close()
    else:
        QTimer.singleShot(1, look_for)
QTimer.singleShot(0, look_for)
sys.exit(start.open_window(Path(sys.argv[2]), "sv", False))
"""


def lines(code: str, *arguments: str) -> list[tuple[float, int]]:
    """What one process told: seconds since its start, and the most memory until then, in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", code, repr(time.time()), *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SIMMITT_PASSPHRASE": _passphrase()},
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        (float(seconds), int(memory))
        for seconds, memory in (line.split() for line in done.stdout.splitlines())
    ]


def _passphrase() -> str:
    from _day import PASSPHRASE

    return PASSPHRASE


def store_of(root: Path, companies: int) -> Path:
    """A coach's profile with so many companies, a tenth of them with a session."""
    from _day import ANNA, orgnr, project_in

    from app.operations import coaching
    from app.operations import companies as register

    root.parent.mkdir(parents=True, exist_ok=True)
    project = project_in(root)
    with project.at(ANNA) as workspace:
        for number in range(companies):
            company, _ = register.add(
                workspace,
                orgnr=orgnr(number),
                sole_trader=False,
                name=f"Företag {number:03d} AB",
                municipality="Krokom",
            )
            if number % 10 == 0:
                coaching.log(workspace, company=company, activity="HA3.2", day="2022-05-02", minutes="60")
    return project.profile(ANNA)


def main() -> None:
    bench = Bench("The window")
    with tempfile.TemporaryDirectory() as folder:
        small = store_of(Path(folder) / "pytest-0" / "small", 10)
        large = store_of(Path(folder) / "pytest-1" / "large", 750)
        bare: list[tuple[float, int]] = []
        found: dict[str, list[list[tuple[float, int]]]] = {"10 companies": [], "750 companies": []}
        for turn in range(RUNS + 1):
            taken = lines(BARE)[0]
            ours = {name: lines(OURS, str(at)) for name, at in zip(found, (small, large), strict=True)}
            if turn:  # the first round warms the caches
                bare.append(taken)
                for name, one in ours.items():
                    found[name].append(one)
    floor = median(seconds for seconds, _ in bare)
    memory = median(kib for _, kib in bare)
    bench.name += f" (the floor, a bare QMainWindow process: {floor * 1000:.0f} ms, {memory / 1024:.0f} MiB)"
    for name, runs in found.items():
        shown = median(run[0][0] for run in runs)
        filled = median(run[1][0] for run in runs)
        most = median(run[1][1] for run in runs)
        bench.figure(f"{name}: window shown against the floor", shown / floor, "x", 1.3)
        bench.figure(f"{name}: first data against the floor", filled / floor, "x", 4.5)
        bench.figure(f"{name}: memory against the floor", most / memory, "x", 2.2)
    all_day(bench)
    bench.show()


def all_day(bench: Bench) -> None:
    """An answer, and a frame of a large matrix that scrolls; off-screen, in this process."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from _interview import answer_times, work_on
    from _matrix import cells_ms, p95, scroll_ms
    from _window import WatchedApplication

    from app.desktop.start import application
    from app.desktop.theme import load_fonts, look

    made = WatchedApplication()
    application()
    made.setStyle("Fusion")
    load_fonts()
    look().apply()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "pytest-0" / "work"
        root.parent.mkdir()
        from _day import project_in

        with work_on(project_in(root)) as work:
            painted, settled = answer_times(work, 60)
        bench.figure("answer: key to painted, p95", p95(painted), "ms", 16)
        bench.figure(
            "answer: key to its consequences painted, commit with fsync, p95", p95(settled), "ms", 33
        )
    bench.figure("scrolling 500 x 200: cells, p95", p95(cells_ms(500, 200)), "ms", 8)
    bench.figure("scrolling 500 x 200: the whole frame, p95", p95(scroll_ms(500, 200)), "ms", 8)


if __name__ == "__main__":
    main()
