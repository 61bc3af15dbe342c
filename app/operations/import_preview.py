"""A workbook before it is imported: what was recognised, what must be asked, what is left out, and where.

Knows no record: reading and answering change nothing. What may be imported is then `competence.import_workbook` with
the preview's `answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.drawing.licence_glyph import LicenceMark
from app.i18n import says
from app.operations.import_words import AskedQuestion, Both, asked, both

if TYPE_CHECKING:
    from app.workbooks import Answer, MatrixReading, Value, WorkbookReading
    from app.workbooks.columns import Column
    from app.workbooks.frames import Frame

RegionKind = Literal[
    "recognised", "asked", "people", "skills", "groups", "about_people", "requirement", "ignored", "dropped"
]
_SAMPLE_PEOPLE, _SAMPLE_SKILLS = 12, 40
_IGNORED_LINES = ("total", "heading", "unnamed", "vacancy", "head")
_LEFT_OUT: dict[str, RegionKind] = {"ignored": "ignored", "identity": "dropped", "drop": "dropped"}
_ORDER: tuple[RegionKind, ...] = (
    "recognised", "asked", "people", "skills", "groups", "about_people", "requirement", "ignored", "dropped",
)  # fmt: skip
_LICENCE: dict[str, LicenceMark] = {
    "valid_to": "held",
    "valid_no_end": "held",
    "held_unknown_end": "held",
    "expired_unknown_date": "expired",
    "missing": "missing",
}

Place = tuple[int, int]
"""Row and column on the sheet, from 1."""


@dataclass(frozen=True, slots=True)
class Region:
    """Cells of a sheet that are read alike: as ranges ("B4:M12"), with how many of them hold anything."""

    kind: RegionKind
    ranges: tuple[str, ...]
    cells: int
    words: Both


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """A sheet of the workbook. Rows and columns are the last with anything, 0 where it was not read."""

    name: str
    read: bool
    hidden: bool
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class SampleCell:
    """A cell as it will be kept. `typed`: as it stands; `asked`: it waits for an answer."""

    typed: str
    level: int | None
    licence: LicenceMark | None
    asked: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    person: str
    cells: tuple[SampleCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixPreview:
    """One matrix. `scale`: its name in words and its steps (symbol, words); `sample_skills` heads the sample."""

    sheet: str
    turned: bool
    orientation: Both
    scale: Both
    steps: tuple[tuple[str, Both], ...]
    people: int
    skills: int
    certain: int
    """How many values are certain and would be kept now."""
    date: str | None
    regions: tuple[Region, ...]
    sample_skills: tuple[str, ...]
    sample: tuple[SampleRow, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A workbook as it is understood with these answers. Frozen: `answered` gives the next one.

    `personal_numbers` says how many cells held one; none is kept, here or anywhere. `dropped` says in words what else
    is left behind. `importable`: whether anything certain would be kept now; open questions then only leave out
    their own cells. `conflicts`: cells in which two sheets contradict each other, which are left out.
    """

    file: str
    sheets: tuple[SheetPreview, ...]
    matrices: tuple[MatrixPreview, ...]
    people: int
    skills: int
    questions: tuple[AskedQuestion, ...]
    answers: tuple[Answer, ...]
    personal_numbers: int
    dropped: tuple[Both, ...]
    conflicts: int
    importable: bool
    _reading: WorkbookReading = field(repr=False, compare=False)

    def answered(self, *answers: Answer) -> ImportPreview:
        """The preview with these questions answered too. Raises Refusal for an answer that fits no question."""
        from app.workbooks import answer

        return _preview(self.file, answer(self._reading, answers))


def preview_workbook(file: Path, answers: Sequence[Answer] = ()) -> ImportPreview:
    """What a workbook holds. Raises Refusal where it cannot be read, holds no matrix, or an answer does not fit."""
    from app.workbooks import answer, read_workbook
    from app.workbooks.package import shown_name

    found = read_workbook(file)
    return _preview(shown_name(file), answer(found, answers) if answers else found)


def _preview(file: str, found: WorkbookReading) -> ImportPreview:
    from app.domain.collation import folded
    from app.workbooks.json_shape import dropped_text

    matrices = tuple(_matrix(found, number) for number in range(len(found.matrices)))
    dropped = [one for matrix in found.matrices for one in matrix.dropped]
    sideways = any(question.about == "orientation" for question in found.questions)
    return ImportPreview(
        file=file,
        sheets=_sheets(found),
        matrices=matrices,
        people=len({folded(person.name) for matrix in found.matrices for person in matrix.people}),
        skills=len({folded(skill) for matrix in found.matrices for skill in matrix.skills}),
        questions=_questions(found),
        answers=found.answers,
        personal_numbers=sum(one.cells for one in dropped if one.kind == "identity"),
        dropped=tuple(Both(dropped_text(one, "sv"), dropped_text(one, "en")) for one in dropped),
        conflicts=len(found.conflicts),
        # Which margin holds the people decides who would be kept: never before that is known.
        importable=not sideways and any(matrix.certain for matrix in matrices),
        _reading=found,
    )


def _sheets(found: WorkbookReading) -> tuple[SheetPreview, ...]:
    shown: list[SheetPreview] = []
    for name in found.sheets:
        size = (0, 0)
        for source in found.sources:
            if source.sheet == name:
                rows, columns = source.frames[0].grid.rows, source.frames[0].grid.columns
                if source.frames[0].turned:
                    rows, columns = columns, rows
                places = source.legend.places
                rows = [*rows, *(row for row, _ in places)]
                columns = [*columns, *(column for _, column in places)]
                size = max(size[0], *rows), max(size[1], *columns)
        shown.append(SheetPreview(name, True, False, *size))
    shown += [SheetPreview(name, False, False, 0, 0) for name in found.ignored_sheets]
    shown += [SheetPreview(name, False, True, 0, 0) for name in found.hidden_sheets]
    return tuple(shown)


def _questions(found: WorkbookReading) -> tuple[AskedQuestion, ...]:
    shown: list[AskedQuestion] = []
    for number, matrix in enumerate(found.matrices):
        typed = _Sheet(found, number).typed_by_name() if matrix.questions else {}
        for question in matrix.questions:
            cell = tuple(question.where.removeprefix("cell ").split(" | ", 1))
            shown.append(asked(question, typed.get(cell, "")))
    return tuple(shown)


class _Sheet:
    """A matrix with its places on the sheet, the right way up."""

    def __init__(self, found: WorkbookReading, number: int) -> None:
        self.matrix: MatrixReading = found.matrices[number]
        frames = found.sources[number].frames
        self.frame: Frame = next(frame for frame in frames if frame.turned == self.matrix.turned)
        self.columns: list[Column] = []
        for column in self.frame.skills:
            paired = column.aspect == "target" and self.columns and self.columns[-1].head == column.head
            if not paired:
                self.columns.append(column)

    def place(self, row: int, column: int) -> Place:
        return (column, row) if self.frame.turned else (row, column)

    def text(self, row: int, column: int) -> str:
        return self.frame.grid.text(row, column)

    def typed_by_name(self) -> dict[tuple[str, ...], str]:
        return {
            (person.name, skill): self.text(person.row, column.index)
            for person in self.matrix.people
            for skill, column in zip(self.matrix.skills, self.columns, strict=True)
        }


def _matrix(found: WorkbookReading, number: int) -> MatrixPreview:
    sheet = _Sheet(found, number)
    matrix = sheet.matrix
    certain = {(person.row, skill) for person, skill, _ in matrix.certain()}
    return MatrixPreview(
        sheet=matrix.sheet,
        turned=matrix.turned,
        orientation=both("import.orientation.columns" if matrix.turned else "import.orientation.rows"),
        scale=_scale(matrix),
        steps=tuple(
            (symbol.upper() if matrix.scale == "ILUO" else symbol, _step(matrix, symbol, level))
            for symbol, level in sorted(matrix.symbols.items(), key=lambda item: (item[1], item[0]))
        ),
        people=len(matrix.people),
        skills=len(matrix.skills),
        certain=len(certain),
        date=matrix.date,
        regions=tuple(_regions(sheet, certain)),
        sample_skills=matrix.skills[:_SAMPLE_SKILLS],
        sample=tuple(
            SampleRow(
                person.name,
                tuple(
                    _cell(value, sheet.text(person.row, column.index), (person.row, skill) in certain)
                    for value, skill, column in zip(
                        person.values[:_SAMPLE_SKILLS], matrix.skills, sheet.columns, strict=False
                    )
                ),
            )
            for person in matrix.people[:_SAMPLE_PEOPLE]
        ),
    )


def _scale(matrix: MatrixReading) -> Both:
    if not matrix.scale:
        return both("import.scale.licences")
    code = f"import.scale.{matrix.scale}"
    return both(code) if says(code) else Both(matrix.scale, matrix.scale)


def _step(matrix: MatrixReading, symbol: str, level: int) -> Both:
    """A symbol in the sheet's own words, the common ones where it has none."""
    common = both(f"matrix.level.{level}")
    return Both(matrix.legend.get(symbol, matrix.legend.get(symbol.upper(), common.sv)), common.en)


def _cell(value: Value, typed: str, certain: bool) -> SampleCell:
    from app.workbooks import Blank, Certificate, Held, Level, NotHeld

    level: int | None = None
    mark: LicenceMark | None = None
    match value:
        case Blank() | Certificate("none"):
            return SampleCell(typed, None, None, False)
        case Level(found, _):
            level = found
        case Held():
            mark = "held"
        case NotHeld():
            mark = "missing"
        case Certificate(kind, _, _):
            mark = _LICENCE.get(kind)
    if not certain:
        return SampleCell(typed, None, None, True)
    return SampleCell(typed, level, mark, False)


def _regions(sheet: _Sheet, certain: set[tuple[int, str]]) -> Iterable[Region]:
    """The parts of the sheet, in the order in which a person would look at them; parts without cells left out."""
    from app.workbooks import Blank, Certificate

    matrix, frame = sheet.matrix, sheet.frame
    parts: dict[RegionKind, set[Place]] = {}

    def put(kind: RegionKind, row: int, column: int) -> None:
        parts.setdefault(kind, set()).add(sheet.place(row, column))

    filled = 0
    for person in matrix.people:
        put("people", person.row, frame.name)
        if frame.last_name:
            put("people", person.row, frame.last_name)
        for skill, column, value in zip(matrix.skills, sheet.columns, person.values, strict=True):
            blank = isinstance(value, Blank) or (isinstance(value, Certificate) and value.kind == "none")
            sure = blank or (person.row, skill) in certain
            filled += sure and not blank
            put("recognised" if sure else "asked", person.row, column.index)
        for index, _ in matrix.meta:
            put("about_people", person.row, index)
    for column in sheet.columns:
        put("skills", frame.header, column.index)
        if frame.group:
            put("groups", frame.group, column.index)
    asks = any(question.about == "requirement" for question in matrix.questions)
    span = [frame.name, *(column.index for column in frame.columns if column.kind != "blank")]
    for line in frame.lines:
        if line.kind == "requirement":
            for column in sheet.columns:
                put("asked" if asks else "requirement", line.row, column.index)
        elif line.kind in _IGNORED_LINES and line.label:
            for index in span:
                put("ignored", line.row, index)
    for column in frame.columns:
        if (left := _LEFT_OUT.get(column.kind)) is not None:
            for row in (frame.header, *(person.row for person in matrix.people)):
                put(left, row, column.index)
    if frame.legend.places:
        parts.setdefault("ignored", set()).update(frame.legend.places)  # as on the sheet, never turned
    held = {"recognised": filled, "dropped": sum(one.cells for one in matrix.dropped)}
    for kind in _ORDER:
        if places := parts.get(kind):
            yield _region(kind, places, held.get(kind, len(places)))


def _region(kind: RegionKind, places: Iterable[Place], cells: int) -> Region:
    return Region(kind, ranges_of(places), cells, both(f"import.region.{kind}", cells=cells))


def ranges_of(places: Iterable[Place]) -> tuple[str, ...]:
    """Cells as few ranges: runs along each row, joined downwards where the next row has the same run."""
    from app.workbooks.cells import column_letter

    rows: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        rows.setdefault(row, []).append(column)
    open_: dict[tuple[int, int], tuple[int, int]] = {}
    done: list[tuple[int, int, int, int]] = []
    for row, columns in rows.items():
        runs: list[tuple[int, int]] = []
        for column in columns:
            if runs and runs[-1][1] == column - 1:
                runs[-1] = runs[-1][0], column
            else:
                runs.append((column, column))
        continued = {run: open_[run][0] for run in runs if run in open_ and open_[run][1] == row - 1}
        done += [
            (first, run[0], last, run[1]) for run, (first, last) in open_.items() if run not in continued
        ]
        open_ = {run: (continued.get(run, row), row) for run in runs}
    done += [(first, run[0], last, run[1]) for run, (first, last) in open_.items()]
    return tuple(
        f"{column_letter(left)}{top}"
        if (top, left) == (bottom, right)
        else f"{column_letter(left)}{top}:{column_letter(right)}{bottom}"
        for top, left, bottom, right in sorted(done)
    )
