"""A whole workbook: every sheet read, one reading made, questions answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.refusal import Refusal
from app.workbooks.cells import Grid
from app.workbooks.colours import varies
from app.workbooks.dates import read_date
from app.workbooks.frames import Frame, frames_of
from app.workbooks.interpret import interpret
from app.workbooks.left_out import forget
from app.workbooks.legend import Legend, find_legend
from app.workbooks.names import key
from app.workbooks.package import shown_name
from app.workbooks.questions import Key, decisions, key_of, refuse_unknown, refuse_unless_understood
from app.workbooks.reading import (
    Answer,
    Ask,
    AsTyped,
    Blank,
    Conflict,
    MatrixReading,
    Source,
    Value,
    WorkbookReading,
)
from app.workbooks.sheets import Sheet, read_sheets
from app.workbooks.words import folded, says

_ALIKE = 0.75
_FIELD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_MOST_ROWS, _MOST_COLUMNS = 5_000, 1_000
_MOST_MATRICES = 12
_SURE = 0.85


def _best_frames(grid: Grid, legend: Legend) -> tuple[Frame, ...]:
    """The frames of a grid, the likeliest first; two where people may be on either margin."""
    bare = grid.without(legend.places)
    upright = frames_of(bare, legend, False, False)
    # Names on the left, and nothing but codes on top: the turned reading need not be tried.
    if upright is not None and upright.names >= _SURE and upright.skills_as_names <= 0.45:
        return (upright,)
    turned = frames_of(bare.turned(), legend, True, False)
    found = sorted((f for f in (upright, turned) if f is not None), key=lambda frame: -frame.score)
    if any(_of_a_program(frame) for frame in found):
        return ()
    if not found:
        found = _coloured(bare, legend)
    if len(found) == 2 and found[1].score < _ALIKE * found[0].score:
        found = found[:1]
    return tuple(found)


def _of_a_program(frame: Frame) -> bool:
    """Whether the rows are called like a program's fields (`a01_datum`): a questionnaire or an export, no matrix."""
    labels = [line.label for line in frame.people]
    return sum(_FIELD.fullmatch(label) is not None for label in labels) > len(labels) / 2


def _coloured(bare: Grid, legend: Legend) -> list[Frame]:
    """Frames whose values are fills; only tried where no cell holds a value."""
    upright = frames_of(bare, legend, False, True)
    turned = frames_of(bare.turned(), legend, True, True)
    found = [frame for frame in (upright, turned) if frame is not None and varies(frame)]
    return sorted(found, key=lambda frame: -frame.score)


def _title(grid: Grid, frame: Frame, name: str) -> str:
    """The texts above the matrix, the sheet's name, and the heads' row label: what dates and numbers are."""
    last = frame.name if frame.turned else frame.header
    texts = [
        cell.text
        for (row, _), cell in sorted(grid.cells.items())
        if row < last and cell.text and not cell.copied
    ]
    notes = [
        cell.text
        for (row, _), cell in grid.cells.items()
        if row > last and len(cell.text) > 12 and "parentes" in cell.text.casefold()
    ]
    corner = frame.corner
    return " | ".join([name, corner, *texts[:60], *notes[:5]])


def _date(grid: Grid, frame: Frame) -> str | None:
    """The day on which the sheet says that it was updated."""
    last = frame.name if frame.turned else frame.header
    persons = set() if frame.turned else {line.row for line in frame.people}
    for (row, column), cell in sorted(grid.cells.items()):
        if (
            row in persons
            or row == last
            or not cell.text
            or cell.copied
            or not says("titles", "updated", cell.text)
        ):
            continue
        inside = re.search(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [a-z]+ [0-9]{4}|[0-9]{6,8}(?![0-9])", cell.text
        )
        if inside and (read := read_date(inside[0])) is not None and read.day:
            return read.day.isoformat()
        beside = [grid.at(row, column + step) for step in (1, 2, 3)] + [grid.at(row + 1, column)]
        for other in beside:
            if other.copied:
                continue
            if other.day is not None:
                return other.day.isoformat()
            if other.text and (read := read_date(other.text)) is not None and read.day:
                return read.day.isoformat()
    return None


def _sources(sheet: Sheet, lent: Legend | None) -> list[Source]:
    """The matrices of one sheet, from the top down."""
    found: list[Source] = []
    grid = sheet.grid
    if grid is None or len(grid.rows) > _MOST_ROWS or len(grid.columns) > _MOST_COLUMNS:
        return found
    whole = grid
    own = find_legend(whole)
    legend = own if own or lent is None else replace(lent, places=frozenset(), rows=(), titles=())
    identity = tuple(
        sorted(place for place, cell in whole.cells.items() if cell.identity and not cell.copied)
    )
    rest: Grid | None = whole
    while rest is not None and len(found) < _MOST_MATRICES:
        frames = _best_frames(rest, legend)
        if not frames:
            break
        best = frames[0]
        cells = tuple(place for place in identity if place[0] >= rest.rows[0]) if not found else ()
        found.append(
            Source(
                sheet.title,
                tuple(map(forget, frames)),
                own or legend,
                _date(whole, best),
                _title(rest, best, sheet.title),
                cells,
            )
        )
        stop = best.rest_from if not best.turned else None
        rest = rest.from_row(stop) if stop is not None else None
    return found


def _lent_legend(sheets: Sequence[Sheet]) -> Legend | None:
    """A legend on a sheet of its own, visible sheets before hidden ones."""
    for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
        if sheet.grid is not None and len(sheet.grid.rows) <= 200:
            legend = find_legend(sheet.grid)
            if legend and not _best_frames(sheet.grid, legend):
                return legend
    return None


def read_workbook(path: Path) -> WorkbookReading:
    """All matrices of a workbook, without any answer.

    Raises Refusal: what `package.Package` raises for files that are no readable workbook;
    `workbooks.no_matrix` where no sheet holds a matrix of people and skills.
    """
    sheets = read_sheets(path)
    lent = _lent_legend(sheets) if len(sheets) > 1 else None
    visible = [sheet for sheet in sheets if not sheet.hidden]
    sources: list[Source] = []
    ignored: list[str] = []
    for sheet in visible:
        found = _sources(sheet, lent)
        sources += found
        if not found:
            ignored.append(sheet.title)
    if not sources:
        raise Refusal("workbooks.no_matrix", file=shown_name(path), sheets=len(sheets))
    return _reading(
        tuple(sources),
        (),
        several=len(sheets) > 1,
        hidden=tuple(sheet.title for sheet in sheets if sheet.hidden),
        ignored=tuple(ignored),
    )


def _reading(
    sources: tuple[Source, ...],
    answers: tuple[Answer, ...],
    several: bool,
    hidden: tuple[str, ...],
    ignored: tuple[str, ...],
) -> WorkbookReading:
    decided = decisions(answers)
    matrices = tuple(interpret(source, decided) for source in sources)
    return WorkbookReading(
        several=several or len(matrices) > 1,
        sheets=tuple(dict.fromkeys(source.sheet for source in sources)),
        hidden_sheets=hidden,
        ignored_sheets=ignored,
        matrices=matrices,
        conflicts=_conflicts(matrices),
        sources=sources,
        answers=answers,
    )


def _conflicts(matrices: Sequence[MatrixReading]) -> tuple[Conflict, ...]:
    """People who stand on several sheets with different values for one skill."""
    if len(matrices) < 2:
        return ()
    seen: dict[tuple[str, str], list[tuple[str, str, str, Value]]] = {}
    for matrix in matrices:
        for person in matrix.people:
            for skill, value in zip(matrix.skills, person.values, strict=True):
                if not isinstance(value, Blank | Ask | AsTyped):
                    seen.setdefault((key(person.name), folded(skill)), []).append(
                        (person.name, skill, matrix.sheet, value)
                    )
    found = []
    for entries in seen.values():
        values = {(type(value).__name__, _core(value)) for _, _, _, value in entries}
        if len(values) > 1:
            name, skill = entries[0][0], entries[0][1]
            found.append(Conflict(name, skill, tuple((sheet, value) for _, _, sheet, value in entries)))
    return tuple(found)


def _core(value: Value) -> str:
    """What two values are compared by: not how they were typed."""
    level = getattr(value, "level", None)
    kind = getattr(value, "kind", None)
    return f"{level}|{kind}|{getattr(value, 'day', None)}"


def answer(reading: WorkbookReading, answers: Sequence[Answer]) -> WorkbookReading:
    """The reading with these questions answered too; what is still unclear stays a question.

    Answers may come in any order; one may belong to a question that only another answer brings up.
    Raises Refusal `workbooks.answer.unknown` for an answer without a question, `workbooks.answer.choice` for
    a choice that does not fit its question.
    """
    waiting = list(answers)
    current = reading
    while waiting:
        open_questions = {key_of(question): question for question in current.questions}
        # What is asked of the sheet decides what is asked of its cells: it comes first.
        fitting = [one for one in waiting if key_of(one) in open_questions]
        sheet_wide = [one for one in fitting if not one.where.startswith("cell ")]
        now = sheet_wide or fitting
        if not now:
            refuse_unknown(waiting[0])
        taken: dict[Key, Answer] = {}
        for one in now:
            refuse_unless_understood(open_questions[key_of(one)], one)
            taken[key_of(one)] = one
        waiting = [one for one in waiting if key_of(one) not in taken]
        current = _reading(
            current.sources,
            (*current.answers, *taken.values()),
            reading.several,
            reading.hidden_sheets,
            reading.ignored_sheets,
        )
    return current
