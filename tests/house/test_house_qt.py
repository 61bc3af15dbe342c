"""A fault of PySide6 that the pin keeps out."""

from __future__ import annotations

import subprocess
import sys


def test_setters_do_not_eat_none() -> None:
    """PySide6 6.12.0 on Python 3.10/3.11 loses a reference to None in each one-argument setter.

    After some 5,000 calls the interpreter dies (`none_dealloc`), so this runs in a process of its own.
    """
    code = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for turn in range(20_000):
    label.setText("a")
print("alive")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["alive"]
