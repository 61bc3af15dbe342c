"""What a reading leaves out: rows, columns and vacancies that are named, and what is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.workbooks.cells import Place, column_letter
from app.workbooks.frames import Dropped, Frame
from app.workbooks.legend import Legend
from app.workbooks.names import without_remarks
from app.workbooks.people import aspect_column
from app.workbooks.requirements import rows_of as requirement_rows
from app.workbooks.scales import plain_symbol
from app.workbooks.words import dropped_kind, folded

_LISTED = ("total", "heading", "unnamed", "requirement", "head")


def forget(frame: Frame) -> Frame:
    """The frame without what must not be kept (samples README, rule 10), and with a note of each kind of it.

    Columns of identity numbers, birthdays, health and leave lose their cells. So do cells among the values
    and the meta data that tell of health or leave, in words or by a symbol that the legend explains so.
    """
    gone: set[Place] = set()
    notes: list[Dropped] = []
    for column in frame.columns:
        if column.kind not in ("identity", "drop"):
            continue
        cells = [place for place in frame.grid.cells if place[1] == column.index and place[0] > frame.header]
        people = {line.row for line in frame.people}
        told = sum(1 for place in cells if place[0] in people and _tells(frame, place))
        at = str(column.index) if frame.turned else column_letter(column.index)
        notes.append(Dropped(column.detail, column.head, at, told))
        gone.update(cells)
    symbols = {
        plain_symbol(entry.symbol) for entry in frame.legend.symbols if dropped_kind(entry.text) == "health"
    }
    kept = [column for column in frame.columns if column.kind in ("skill", "meta")]
    remarks = [
        (line.row, column.index)
        for line in frame.lines
        for column in kept
        if (text := frame.grid.text(line.row, column.index))
        and line.kind in ("person", "unnamed")
        and (dropped_kind(text) is not None or plain_symbol(text) in symbols)
    ]
    gone.update(remarks)
    names: dict[Place, str] = {}
    for line in frame.lines:
        label, told_of_leave = without_remarks(frame.grid.text(line.row, frame.name))
        if told_of_leave:
            names[line.row, frame.name] = label
    if remarks or names:
        notes.append(Dropped("remark", "", "", len(remarks) + len(names)))
    return replace(frame, grid=frame.grid.without(gone).renamed(names), forgotten=tuple(notes))


def _tells(frame: Frame, place: Place) -> bool:
    cell = frame.grid.at(*place)
    return bool(cell.text) or cell.identity


def legend_texts(legend: Legend, frame: Frame) -> dict[str, str]:
    """The legend by symbol, or by fill where the values are colours; without lines about health or leave."""
    texts = legend.texts()
    if not texts and frame.colours:
        texts = {
            f"#{entry.fill.lower()}" if entry.fill else entry.symbol: entry.text for entry in legend.colours
        }
    return {symbol: text for symbol, text in texts.items() if dropped_kind(text) is None}


def _of_legend(frame: Frame) -> list[tuple[int, str]]:
    """The legend's rows on the sheet, save those beside people and heads."""
    beside = {frame.header} | {line.row for line in frame.people} if not frame.turned else set()
    return [(row, text) for row, text in frame.legend.rows if row not in beside]


def _without_remarks(rows: Sequence[tuple[int, str]]) -> tuple[tuple[str, ...], int]:
    shown = tuple(text for _, text in sorted(rows, key=lambda row: row[0]) if dropped_kind(text) is None)
    return shown, len(rows) - len(shown)


def ignored_rows(frame: Frame) -> tuple[tuple[str, ...], int]:
    """The texts of the sheet's rows that are left out, in order, and how many told of health or leave."""
    rows = _of_legend(frame)
    if frame.turned:
        rows += _columns(frame)
    else:
        rows += _lines(frame)
    return _without_remarks(rows)


def ignored_columns(frame: Frame) -> tuple[str, ...]:
    """The heads of the sheet's columns that are left out."""
    return _without_remarks(_lines(frame) if frame.turned else _columns(frame))[0]


def _lines(frame: Frame) -> list[tuple[int, str]]:
    required = set(requirement_rows(frame))
    return [
        (line.row, line.label)
        for line in frame.lines
        if line.kind in _LISTED and line.row not in required and line.label
    ]


def _columns(frame: Frame) -> list[tuple[int, str]]:
    aspect = aspect_column(frame)
    return [
        (column.index, column.head)
        for column in frame.columns
        if column.kind == "ignored" and column.head and column.index != aspect
    ]


def skipped_people(frame: Frame) -> tuple[str, ...]:
    """Vacancies as written; what stands in parentheses after one is left out where it tells of leave."""
    labels = [line.label for line in frame.lines if line.kind == "vacancy"]
    return tuple(
        label if dropped_kind(label) is None else folded(label).split()[0].capitalize() for label in labels
    )


def dropped(frame: Frame, identity_cells: Sequence[Place], remarks: int) -> tuple[Dropped, ...]:
    """All that was dropped: columns, identity numbers in other cells, and remarks together."""
    columns = {column.index for column in frame.columns if column.kind in ("identity", "drop")}
    elsewhere = [place for place in identity_cells if place[0 if frame.turned else 1] not in columns]
    found = [note for note in frame.forgotten if note.kind != "remark"]
    if elsewhere:
        found.append(Dropped("identity", "", "", len(elsewhere)))
    remarks += sum(note.cells for note in frame.forgotten if note.kind == "remark")
    if remarks:
        found.append(Dropped("remark", "", "", remarks))
    return tuple(found)
