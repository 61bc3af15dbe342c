"""Rows and heads that say how much is required: a level, a headcount, or a question (README, rule 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.workbooks.columns import Column
from app.workbooks.digits import is_digits
from app.workbooks.frames import Frame
from app.workbooks.likely import is_derived
from app.workbooks.lines import label_of
from app.workbooks.scales import Scale, plain_symbol
from app.workbooks.words import says

LEVEL, COUNT = "required_level", "required_count"
_REACH = 3
_NUMBER = re.compile(r"[≥>= ]*([0-9]{1,3})(?:[.,]0+)? ?(st\.?|pers\w*\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the sheet requires of each skill. `asked` is as typed; `choices` are given where it is asked."""

    level: Mapping[str, int] = field(default_factory=dict)
    count: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    typed: Mapping[str, str]
    kind: str
    """required_level, required_count or empty where it must be asked."""


def _now(frame: Frame) -> list[Column]:
    return [column for column in frame.skills if column.aspect != "target"]


def rows_of(frame: Frame) -> list[int]:
    """The rows of requirements, those just above the heads included."""
    below = [line.row for line in frame.lines if line.kind == "requirement"]
    skills = _now(frame)
    first = skills[0].index
    above = []
    for row in range(max(1, frame.header - _REACH), frame.header):
        label = label_of(frame.grid, row, frame.name, first)
        cells = [frame.grid.at(row, column.index) for column in skills]
        numbers = sum(1 for cell in cells if cell.text and _parsed(cell.text) and not is_derived(cell))
        if label and says("rows", "requirement", label) and numbers:
            above.append(row)
    return above + below


def _parsed(text: str) -> tuple[str, bool] | None:
    """The number or letter of a requirement, and whether it is said to be a headcount."""
    if found := _NUMBER.fullmatch(text):
        return found[1], bool(found[2])
    symbol = plain_symbol(text)
    return (symbol, False) if len(symbol) == 1 and (symbol in "iluo○◔◑◕●") else None


def _kind(label: str, symbols: Sequence[str], counted: bool, on_scale: bool, letters: bool) -> str:
    if letters:
        # A letter of the scale is a level, whatever the row is called.
        return LEVEL
    count, level = counted or says("rows", "says_count", label), says("rows", "says_level", label)
    if count:
        return COUNT
    if not on_scale:
        # "kravnivå" with a number that is no level contradicts itself.
        return "" if re.search("nivå|level", label, re.IGNORECASE) else COUNT
    return LEVEL if level else ""


def _row(label: str, typed: Mapping[str, str], scale: Scale, seen: Sequence[str]) -> _Row | None:
    parsed = {skill: found for skill, text in typed.items() if (found := _parsed(text)) is not None}
    if not parsed:
        return None
    symbols = [symbol for symbol, _ in parsed.values()]
    levels = scale.levels()
    known = set(levels) or {symbol for symbol in seen if is_digits(symbol)}
    if scale.open and not levels and known:
        known = {str(number) for number in range(int(min(known)), int(max(known)) + 1)}
    letters = all(not is_digits(symbol) for symbol in symbols)
    on_scale = all(symbol in known for symbol in symbols)
    kind = _kind(
        label, symbols, any(counted for _, counted in parsed.values()), on_scale, letters and on_scale
    )
    return _Row(label, {skill: symbol for skill, (symbol, _) in parsed.items()}, kind)


def _of_rows(frame: Frame, scale: Scale, seen: Sequence[str]) -> list[_Row]:
    skills = _now(frame)
    found = []
    for row in rows_of(frame):
        typed = {
            column.head: cell.text
            for column in skills
            if (cell := frame.grid.at(row, column.index)).text and not is_derived(cell)
        }
        label = label_of(frame.grid, row, frame.name, skills[0].index)
        if (read := _row(label, typed, scale, seen)) is not None:
            found.append(read)
    return found


def _of_heads(frame: Frame, scale: Scale, seen: Sequence[str], title: str) -> list[_Row]:
    typed = {column.head: column.suffix for column in _now(frame) if column.suffix}
    label = ""
    if says("titles", "level_in_parentheses", title):
        label = "kravnivå"
    elif says("titles", "count_in_parentheses", title):
        label = "antal"
    read = _row(label, typed, scale, seen)
    return [read] if read is not None else []


def requirements(
    frame: Frame, scale: Scale, seen: Sequence[str], title: str, answer: str | None
) -> Requirements:
    """What is required; `seen` are the symbols in use, `answer` the choice where it was asked before.

    Levels are canonical; while the scale itself is asked they stay as typed, without a question of their own.
    """
    rows = _of_rows(frame, scale, seen) + _of_heads(frame, scale, seen, title)
    levels: dict[str, int] = {}
    counts: dict[str, int] = {}
    asked: dict[str, str] = {}
    choices: list[str] = []
    counting = [row for row in rows if row.kind == COUNT]
    if len(counting) > 1:
        labels = tuple(row.label for row in counting)
        chosen = [row for row in counting if row.label == answer] if answer != "sum" else counting
        rows = [row for row in rows if row.kind != COUNT] + chosen
        if not chosen:
            for row in counting:
                for skill, typed in row.typed.items():
                    asked[skill] = f"{asked[skill]} | {typed}" if skill in asked else typed
            choices = [*labels, "sum"]
    for row in rows:
        kind = row.kind or (answer if answer in (LEVEL, COUNT) else "")
        if not kind:
            asked.update(row.typed)
            choices = choices or [LEVEL, COUNT]
        for skill, typed in row.typed.items():
            if kind == COUNT and is_digits(typed):
                counts[skill] = counts.get(skill, 0) + int(typed)
            elif kind == LEVEL:
                level = scale.levels().get(typed)
                if level is None:
                    asked[skill] = typed
                else:
                    levels[skill] = level
    return Requirements(levels, counts, asked, tuple(choices))
