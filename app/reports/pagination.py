"""Which rows or columns share a page: whole groups where they fit, evenly filled, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Items `start` to `stop` (exclusive) of group `group`. `continued`: the group began earlier."""

    group: int
    start: int
    stop: int

    @property
    def count(self) -> int:
        return self.stop - self.start

    @property
    def continued(self) -> bool:
        return self.start > 0


Page = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What a page holds: at most `items`, and at most `length` where an item takes `item` and a group's head
    or gap takes `head` (any one unit)."""

    items: int
    length: float
    item: float
    head: float

    def holds(self, items: int, groups: int) -> bool:
        return items <= self.items and items * self.item + groups * self.head <= self.length + 1e-6

    @property
    def largest(self) -> int:
        """The largest group that fits on a page."""
        return max(1, min(self.items, int((self.length - self.head + 1e-6) / self.item)))


def _runs(sizes: Sequence[int], largest: int) -> list[Run]:
    """A group larger than a page is cut in even parts; empty groups vanish."""
    runs: list[Run] = []
    for group, size in enumerate(sizes):
        parts = -(-size // largest)
        for part in range(parts):
            runs.append(Run(group, part * size // parts, (part + 1) * size // parts))
    return runs


def _fill(runs: Sequence[Run], room: Room, most: int) -> list[Page]:
    pages: list[list[Run]] = []
    load = 0
    for run in runs:
        fits = pages and load + run.count <= most and room.holds(load + run.count, len(pages[-1]) + 1)
        if fits:
            pages[-1].append(run)
            load += run.count
        else:
            pages.append([run])
            load = run.count
    return [tuple(page) for page in pages]


def pages_of(sizes: Sequence[int], room: Room) -> tuple[Page, ...]:
    """The pages for groups of the given sizes: as few as whole groups allow, then as even as they allow.

    No group that fits on a page is cut. Every item is on exactly one page, in order.
    """
    runs = _runs(sizes, room.largest)
    if not runs:
        return ()
    fewest = _fill(runs, room, room.items)
    for most in range(max(run.count for run in runs), room.items + 1):
        even = _fill(runs, room, most)
        if len(even) == len(fewest):
            return tuple(even)
    return tuple(fewest)
