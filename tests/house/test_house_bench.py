"""The form in which every bench speaks."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from _tree import ROOT

CODE = """
import sys
sys.path.insert(0, "tests/bench")
from _bench import Bench, medians
turns = []
taken = medians(3, one=lambda: turns.append(1), two=lambda: turns.append(2))
assert turns == [1, 2] * 4 and set(taken) == {"one", "two"} and all(t >= 0 for t in taken.values())
bench = Bench("Trial")
bench.figure("quick enough", 1.23456, "x", 1.5)
bench.figure("at the goal", 1.5, "x", 1.5)
bench.figure("too slow", 1.6, "x", 1.5)
bench.figure("enough", 51, "%", 50, better="higher")
bench.figure("too few", 49, "%", 50, better="higher")
bench.show()
"""


def show(*words: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", CODE, *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def test_as_json() -> None:
    rows = json.loads(show("--json"))
    assert rows[0] == {"name": "quick enough", "figure": 1.2346, "unit": "x", "goal": 1.5, "ok": True}
    assert [row["ok"] for row in rows] == [True, True, False, True, False]


def test_as_a_table() -> None:
    lines = show().splitlines()
    assert lines[0] == "Trial"
    assert [line.split()[-1] for line in lines[1:]] == ["ok", "ok", "MISSED", "ok", "MISSED"]


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((ROOT / "tests" / "bench").glob("*.py")) if p.name[0] != "_"],
    ids=lambda p: p.stem,
)
def test_each_bench_says_what_it_measures(path) -> None:
    assert path.read_text(encoding="utf-8").startswith('"""')
