"""The people of a frame: names, part time, meta data, and rows that belong to one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.workbooks.columns import Column, aspect_index
from app.workbooks.frames import Frame
from app.workbooks.lines import Line
from app.workbooks.names import key, surname_first, written
from app.workbooks.words import says


@dataclass(frozen=True, slots=True)
class PersonRows:
    """A person and the rows of a frame with their values now and their targets."""

    name: str
    row: int
    target_row: int | None
    part_time: int | None
    meta: dict[str, str]


def aspect_column(frame: Frame) -> int | None:
    """The column that tells rows of now from rows of targets, where each person has two."""
    rows = [line.row for line in frame.lines if line.kind in ("person", "unnamed")]
    return aspect_index(frame.grid, frame.columns, rows)


def _label(frame: Frame, line: Line, corner_first: bool) -> str:
    label = frame.grid.text(line.row, frame.name)
    other = frame.grid.text(line.row, frame.last_name) if frame.last_name else ""
    if not other:
        return label
    # Which of the two columns is the surname is told by its head.
    return f"{other}, {label}" if not corner_first else f"{label}, {other}"


def _part_time(text: str, percent: bool, number: float | None) -> int | None:
    """Per cent of full time from a meta column: 50, 50 %, 0.5."""
    if number is not None:
        share = number * 100 if percent or 0 < number <= 1 else number
        return round(share) if 1 <= round(share) <= 99 else None
    if (found := re.fullmatch(r"([0-9]{1,3})(?:[.,][0-9]+)? ?(?:%|procent)?", text.strip())) and 1 <= int(
        found[1]
    ) <= 99:
        return int(found[1])
    return None


def _metas(frame: Frame, row: int, columns: Sequence[Column]) -> tuple[dict[str, str], int | None]:
    """Meta data by kind, and part time."""
    found: dict[str, str] = {}
    share = None
    for column in columns:
        cell = frame.grid.at(row, column.index)
        if not cell.text or column.detail == "name":
            continue
        found.setdefault(column.detail, cell.text)
        if column.detail == "tjg %":
            share = _part_time(cell.text, cell.percent, cell.number)
    return found, share


def people_of(frame: Frame) -> list[PersonRows]:
    """The people in order, each once; two of one name stay two, the second with a number after the name."""
    labels = [frame.grid.text(line.row, frame.name) for line in frame.people]
    turn = says("heads", "last_name_first", frame.corner) or surname_first(labels)
    label_is_last = says("heads", "last_name", frame.corner)
    metas = [column for column in frame.columns if column.kind == "meta"]
    aspect = aspect_column(frame)
    found: list[PersonRows] = []
    taken: set[str] = set()
    last_row = -1
    for line in frame.lines:
        if line.kind not in ("person", "unnamed"):
            continue
        target = aspect is not None and says("rows", "target", frame.grid.text(line.row, aspect))
        follows = found and last_row == line.row - 1
        copied = frame.grid.at(line.row, frame.name).copied
        if target and follows and (line.kind == "unnamed" or copied or _same(frame, line, found[-1], turn)):
            found[-1] = PersonRows(
                found[-1].name, found[-1].row, line.row, found[-1].part_time, found[-1].meta
            )
            continue
        if line.kind != "person":
            continue
        name = written(_label(frame, line, label_is_last), turn)
        meta, share = _metas(frame, line.row, metas)
        unique, number = name.name, 2
        while key(unique) in taken:
            unique, number = f"{name.name} ({number})", number + 1
        taken.add(key(unique))
        found.append(PersonRows(unique, line.row, None, name.part_time or share, meta))
        last_row = line.row
    return found


def _same(frame: Frame, line: Line, person: PersonRows, turn: bool) -> bool:
    return key(written(frame.grid.text(line.row, frame.name), turn).name) == key(person.name)
