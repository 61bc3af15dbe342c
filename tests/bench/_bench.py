"""What every bench shares: medians of interleaved runs, and the table of figures and goals.

    bench = Bench("Start")
    time = medians(15, bare=lambda: …, ours=lambda: …)
    bench.figure("help against bare", time["ours"] / time["bare"], "x", 2.5)
    bench.show()

Goals are ratios within one run wherever they can be, because machines differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal


def medians(runs: int, /, **works: Callable[[], object]) -> dict[str, float]:
    """The median seconds of each work. They take turns, so that a busy moment falls on all of them alike.

    One round before counts for nothing: it warms caches.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs + 1):
        for name, work in works.items():
            begun = perf_counter()
            work()
            if turn:
                seconds[name].append(perf_counter() - begun)
    return {name: median(taken) for name, taken in seconds.items()}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its goal. `better` says on which side of the goal it should lie."""

    name: str
    value: float
    unit: str
    goal: float
    better: Literal["lower", "higher"]

    @property
    def ok(self) -> bool:
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal


class Bench:
    """Collects figures and shows them: as a table, or with `--json` on the command line as a list."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.figures: list[Figure] = []

    def figure(
        self, name: str, value: float, unit: str, goal: float, better: Literal["lower", "higher"] = "lower"
    ) -> None:
        self.figures.append(Figure(name, value, unit, goal, better))

    def show(self) -> None:
        if "--json" in sys.argv[1:]:
            print(json.dumps([self._row(figure) for figure in self.figures], ensure_ascii=False, indent=1))
            return
        width = max((len(figure.name) for figure in self.figures), default=0)
        print(self.name)
        for figure in self.figures:
            goal = f"{'≤' if figure.better == 'lower' else '≥'} {figure.goal:g}"
            verdict = "ok" if figure.ok else "MISSED"
            print(
                f"  {figure.name:<{width}}  {figure.value:>10.3f} {figure.unit:<8} goal {goal:<8} {verdict}"
            )

    @staticmethod
    def _row(figure: Figure) -> dict[str, str | float | bool]:
        return {
            "name": figure.name,
            "figure": round(figure.value, 4),
            "unit": figure.unit,
            "goal": figure.goal,
            "ok": figure.ok,
        }
