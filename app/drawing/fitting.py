"""Names that fit their room and can still be told apart: condensed, broken over lines, then shortened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Measure = Callable[[str], float]
"""The width of a text, unstretched, in points."""

# Where a name may be broken without a sign of ours: after a space, hyphen, slash, ampersand or comma.
_BREAKS = re.compile(r"(?<=[\s\-–/&,])(?=\S)")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A name as it is drawn: its lines, their horizontal stretch (1 or a little less), and whether whole."""

    lines: tuple[str, ...]
    stretch: float
    whole: bool

    @property
    def words(self) -> str:
        return " ".join(self.lines)


def _splits(name: str, most: int) -> Iterator[tuple[str, ...]]:
    """The ways to set `name` on two to `most` lines (three at the most)."""
    at = [found.start() for found in _BREAKS.finditer(name)]
    for number, first in enumerate(at):
        yield name[:first].rstrip(), name[first:]
        if most >= 3:
            for second in at[number + 1 :]:
                yield name[:first].rstrip(), name[first:second].rstrip(), name[second:]


def _whole(name: str, measure: Measure, room: float, most: int, tightest: float) -> Fitted | None:
    width = measure(name)
    if width <= room:
        return Fitted((name,), 1.0, True)
    gentle = max(tightest, 0.93)
    if width * gentle <= room:
        return Fitted((name,), room / width, True)
    best: tuple[float, int, tuple[str, ...]] | None = None
    if most >= 2:
        for lines in _splits(name, most):
            widest = max(measure(line) for line in lines)
            # Few lines before even ones; a line more only where the stretch gains by it.
            key = (max(widest, room), len(lines), lines)
            if best is None or (key[0], key[1], widest) < (best[0], best[1], max(map(measure, best[2]))):
                best = key
    if best is not None and best[0] * tightest <= room:
        return Fitted(best[2], min(1.0, room / best[0]), True)
    if width * tightest <= room:
        return Fitted((name,), room / width, True)
    return None


def _shorten(name: str, measure: Measure, room: float, tail: str) -> str:
    """The longest beginning of `name` that fits before an ellipsis and `tail`."""
    low, high = 0, len(name)
    while low < high:
        mid = (low + high + 1) // 2
        if measure(name[:mid].rstrip() + _ELLIPSIS + tail) <= room:
            low = mid
        else:
            high = mid - 1
    return name[:low].rstrip() + _ELLIPSIS + tail


def _shortened(name: str, measure: Measure, room: float, most: int, tightest: float, tail: str) -> Fitted:
    """Full lines as long as words fit, the last line shortened with `tail` at its end."""
    wide = room / tightest
    lines: list[str] = []
    rest = name
    while len(lines) < most - 1:
        fitting = [
            at.start() for at in _BREAKS.finditer(rest) if measure(rest[: at.start()].rstrip()) <= wide
        ]
        if not fitting:
            break
        lines.append(rest[: fitting[-1]].rstrip())
        rest = rest[fitting[-1] :]
    lines.append(_shorten(rest, measure, wide, tail))
    return Fitted(tuple(lines), tightest, False)


_MOST_TAILS = 6


def _tails(name: str) -> list[str]:
    """Ends of a name by which it may be told apart: its last word, its last two, then by length."""
    words = name.split()
    ends = [" ".join(words[-1:]), " " + " ".join(words[-2:])]
    sensible = [end for end in ends if 2 <= len(end) <= max(4, len(name) // 2)]
    return [*sensible, *(name[-keep:] for keep in (4, 8, 12, 16, 24, 32))][:_MOST_TAILS]


def fit_names(
    names: Sequence[str], measure: Measure, rooms: Sequence[float], *, lines: int = 1, tightest: float = 0.84
) -> tuple[Fitted, ...]:
    """Each name within its room (points), in the order given.

    A name is set whole if it can be: as it is, slightly condensed, on up to `lines` lines, condensed down to
    `tightest`. Otherwise it is shortened: at its end, or, where two different names would then look alike,
    with more and more of their ends kept, and at last with a number. Two different names never look alike.
    """
    fitted = [
        _whole(name, measure, room, lines, tightest) or _shortened(name, measure, room, lines, tightest, "")
        for name, room in zip(names, rooms, strict=True)
    ]
    for attempt in range(_MOST_TAILS):
        alike = [at for at in _alike(names, fitted) if not fitted[at].whole]
        if not alike:
            break
        for at in alike:
            tail = _tails(names[at])[attempt]
            if measure(_ELLIPSIS + tail) * tightest > rooms[at]:
                continue
            fitted[at] = _shortened(names[at], measure, rooms[at], lines, tightest, tail)
    _number_those_alike(names, fitted, measure, rooms, lines, tightest)
    return tuple(fitted)


def _alike(names: Sequence[str], fitted: Sequence[Fitted]) -> list[int]:
    """Where a name looks like another name."""
    shown: dict[str, set[str]] = {}
    for name, fit in zip(names, fitted, strict=True):
        shown.setdefault(fit.words, set()).add(name)
    return [at for at, fit in enumerate(fitted) if len(shown[fit.words]) > 1]


def _number_those_alike(
    names: Sequence[str],
    fitted: list[Fitted],
    measure: Measure,
    rooms: Sequence[float],
    lines: int,
    tightest: float,
) -> None:
    for at in _alike(names, fitted):
        if fitted[at].whole:
            continue
        taken = {fit.words for name, fit in zip(names, fitted, strict=True) if name != names[at]}
        number = 1
        while fitted[at].words in taken or number == 1:
            number += 1
            fitted[at] = _shortened(names[at], measure, rooms[at], lines, tightest, f" {number}")
