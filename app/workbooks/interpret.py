"""From a found frame, with the answers so far, to a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.workbooks.cells import Cell
from app.workbooks.colours import scale_of_colours
from app.workbooks.columns import Column
from app.workbooks.digits import is_digits
from app.workbooks.frames import Frame
from app.workbooks.left_out import dropped, ignored_columns, ignored_rows, legend_texts, skipped_people
from app.workbooks.marks import SheetMarks, sheet_marks
from app.workbooks.people import PersonRows, people_of
from app.workbooks.questions import (
    COLOURS,
    DATES,
    LICENCE,
    ORIENTATION,
    REQUIREMENT,
    SCALE,
    VALUE,
    Key,
    chosen_scale,
)
from app.workbooks.reading import (
    Ask,
    Certificate,
    Level,
    MatrixReading,
    PersonReading,
    Question,
    Source,
    Value,
)
from app.workbooks.requirements import requirements
from app.workbooks.scales import Scale
from app.workbooks.values import CellReading, of_certificate, of_choice, of_colour, of_level, of_licence
from app.workbooks.words import folded, says

ROWS, COLUMNS = "people_in_rows", "people_in_columns"


@dataclass(slots=True)
class _Work:
    """What is gathered while one source is interpreted."""

    source: Source
    frame: Frame
    decided: Mapping[Key, str]
    questions: list[Question] = field(default_factory=list)
    read: dict[tuple[int, Cell], CellReading] = field(default_factory=dict)
    """Cells read before, by column and content: a matrix repeats a few values."""

    def choice(self, about: str, where: str) -> str | None:
        return self.decided.get((self.source.sheet, about, where))

    def ask(self, about: str, where: str, choices: tuple[str, ...]) -> None:
        question = Question(self.source.sheet, about, where, choices)
        if question not in self.questions:
            self.questions.append(question)


def orientation_of(frame: Frame) -> str:
    """people_in_rows or people_in_columns."""
    return COLUMNS if frame.turned else ROWS


def _chosen_frame(source: Source, decided: Mapping[Key, str]) -> tuple[Frame, bool]:
    """The frame by answer or likeliness, and whether the orientation must be asked."""
    best = source.frames[0]
    if len(source.frames) == 1:
        return best, False
    choice = decided.get((source.sheet, ORIENTATION, "sheet"))
    if choice is None:
        return best, True
    return next(frame for frame in source.frames if orientation_of(frame) == choice), False


def interpret(source: Source, decided: Mapping[Key, str]) -> MatrixReading:
    """The reading of one matrix under the answers so far."""
    frame, unclear = _chosen_frame(source, decided)
    work = _Work(source, frame, decided)
    if unclear:
        other = COLUMNS if not frame.turned else ROWS
        work.ask(ORIENTATION, "sheet", (orientation_of(frame), other))
    marks = sheet_marks(frame, source.title)
    scale = _scale(work, marks)
    skills = _skills(frame)
    names = [name for name, _, _ in skills]
    rows = people_of(frame)
    certificates = frozenset(name for name, column, _ in skills if column.index in marks.certificates)
    licences = _licence_answers(work, marks, skills)
    issued = _dates_issued(work, marks, skills)
    people = tuple(_person(work, marks, scale, skills, licences, issued, person) for person in rows)
    seen = sorted({symbol for found in marks.columns.values() for symbol in found.symbols})
    required = requirements(frame, scale, seen, source.title, work.choice(REQUIREMENT, "sheet"))
    if required.choices:
        work.ask(REQUIREMENT, "sheet", required.choices)
    renamed = {column.head: name for name, column, _ in skills}
    rows_left, remarks = ignored_rows(frame)
    return MatrixReading(
        sheet=source.sheet,
        turned=frame.turned,
        header=frame.header,
        group=frame.group,
        name=frame.name,
        first_person=rows[0].row,
        last_name=frame.last_name,
        first_skill=min(column.index for _, column, _ in skills),
        meta=tuple((c.index, c.detail) for c in frame.columns if c.kind == "meta" and c.detail != "name"),
        identity=next((c.index for c in frame.columns if c.kind == "identity"), None),
        skills=tuple(names),
        certificates=certificates,
        groups={name: column.group for name, column, _ in skills if column.group},
        scale="" if marks.certificates and len(marks.certificates) == len(marks.columns) else scale.name,
        symbols=scale.levels(),
        legend=legend_texts(source.legend, frame),
        people=people,
        required_level={renamed.get(skill, skill): level for skill, level in required.level.items()},
        required_count={renamed.get(skill, skill): count for skill, count in required.count.items()},
        requirement={renamed.get(skill, skill): typed for skill, typed in required.asked.items()},
        ignored_rows=rows_left,
        ignored_columns=ignored_columns(frame),
        skip_people=skipped_people(frame),
        dropped=dropped(frame, source.identity_cells, remarks),
        date=source.date,
        questions=tuple(work.questions),
    )


def _scale(work: _Work, marks: SheetMarks) -> Scale:
    """The scale, asked where it has two meanings."""
    about = COLOURS if work.frame.colours else SCALE
    scale = scale_of_colours(work.frame) if work.frame.colours else marks.scale
    if not scale.open:
        return scale
    choice = work.choice(about, "sheet")
    if choice is None:
        work.ask(about, "sheet", scale.choices)
    return chosen_scale(scale, choice)


Skill = tuple[str, Column, Column | None]
"""The skill's name, its column, and the column of its targets."""


def _skills(frame: Frame) -> list[Skill]:
    """The skills in order, each with a name of its own."""
    found: list[Skill] = []
    taken: set[str] = set()
    for column in frame.skills:
        if column.aspect == "target" and found and found[-1][1].head == column.head:
            found[-1] = (found[-1][0], found[-1][1], column)
            continue
        name, number = column.head, 2
        while folded(name) in taken:
            name, number = f"{column.head} ({number})", number + 1
        taken.add(folded(name))
        found.append((name, column, None))
    return found


def _licence_answers(work: _Work, marks: SheetMarks, skills: list[Skill]) -> dict[int, str | None]:
    """For each column of only 0/1 or crosses: licence, level, or None while it is asked."""
    found: dict[int, str | None] = {}
    for name, column, _ in skills:
        if column.index in marks.licences:
            choice = work.choice(LICENCE, f"skill {name}")
            if choice is None:
                work.ask(LICENCE, f"skill {name}", ("licence", "level"))
            found[column.index] = choice
    return found


def _dates_issued(work: _Work, marks: SheetMarks, skills: list[Skill]) -> frozenset[int]:
    """The certificate columns whose dates are days of issue; asked where nothing tells what they are."""
    dated = [
        (name, column)
        for name, column, _ in skills
        if column.index in marks.certificates and marks.columns[column.index].dates
    ]
    title = work.source.title
    found: set[int] = set()
    unclear = False
    sheet_choice = work.choice(DATES, "sheet")
    for name, column in dated:
        if says("titles", "valid_to", column.head):
            continue
        if says("titles", "issued", column.head):
            choice = work.choice(DATES, f"skill {name}")
            if choice is None:
                work.ask(DATES, f"skill {name}", ("issued", "valid_to"))
            if choice == "issued":
                found.add(column.index)
        elif not says("titles", "valid_to", title):
            unclear = True
            if sheet_choice == "issued":
                found.add(column.index)
    if unclear and sheet_choice is None:
        first = says("titles", "issued", title)
        work.ask(DATES, "sheet", ("issued", "valid_to") if first else ("valid_to", "issued"))
    return frozenset(found)


def _person(
    work: _Work,
    marks: SheetMarks,
    scale: Scale,
    skills: list[Skill],
    licences: Mapping[int, str | None],
    issued: frozenset[int],
    person: PersonRows,
) -> PersonReading:
    values: list[Value] = []
    targets: list[int | None] = []
    for name, column, target_column in skills:
        cell = work.frame.grid.at(person.row, column.index)
        read = work.read.get((column.index, cell))
        if read is None:
            read = work.read[column.index, cell] = _cell(work, marks, scale, column, licences, cell)
        where = f"cell {person.name} | {name}"
        value = _answered(work, read, where)
        if isinstance(value, Certificate) and value.kind == "valid_to" and column.index in issued:
            value = Certificate("held_unknown_end", None, value.day)
        values.append(value)
        targets.append(_target(work, marks, scale, read, column, target_column, person))
    return PersonReading(
        person.name, person.row, tuple(values), tuple(targets), person.part_time, person.meta
    )


def _cell(
    work: _Work,
    marks: SheetMarks,
    scale: Scale,
    column: Column,
    licences: Mapping[int, str | None],
    cell: Cell,
) -> CellReading:
    if column.index in marks.certificates:
        return of_certificate(cell)
    if work.frame.colours:
        return of_colour(cell, scale)
    if column.index in licences:
        return of_licence(cell, licences[column.index], scale)
    family = marks.columns[column.index].family
    if family in ("yes_no", "mark") and family != marks.family:
        return of_level(cell, Scale("yes_no", {**_MARKS, **scale.meanings} if family == "mark" else _MARKS))
    return of_level(cell, scale)


_MARKS: Mapping[str, int | str] = {
    **dict.fromkeys(("j", "ja", "y", "yes", "sant", "true", "x"), "held"),
    **dict.fromkeys(("n", "nej", "no", "falskt", "false"), "not_held"),
}


def _answered(work: _Work, read: CellReading, where: str) -> Value:
    """The cell's value after its own answer; asked where it has choices and none was given."""
    if isinstance(read.value, Certificate):
        choice = work.choice(DATES, where) if read.choices else None
        if read.choices and choice is None:
            work.ask(DATES, where, read.choices)
        if choice is None:
            return read.value
        return Certificate("valid_to", choice) if is_digits(choice[:1]) else Certificate(choice)
    if not read.choices:
        return read.value
    choice = work.choice(VALUE, where)
    if choice is None:
        work.ask(VALUE, where, read.choices)
        return read.value
    typed = read.value.typed if isinstance(read.value, Ask | Level) else ""
    return of_choice(choice, typed)


def _target(
    work: _Work,
    marks: SheetMarks,
    scale: Scale,
    read: CellReading,
    column: Column,
    target_column: Column | None,
    person: PersonRows,
) -> int | None:
    """The planned level: from an arrow, a second column of the skill, or a second row of the person."""
    if read.target is not None or column.index in marks.certificates or work.frame.colours:
        return read.target
    index = target_column.index if target_column else column.index
    row = person.row if target_column else person.target_row
    if row is None:
        return None
    planned = of_level(work.frame.grid.at(row, index), scale).value
    return planned.level if isinstance(planned, Level) else None
