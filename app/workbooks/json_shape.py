"""A reading as JSON, in the shape of the samples' README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import Language, say
from app.workbooks.cells import column_letter
from app.workbooks.digits import is_digits
from app.workbooks.frames import Dropped
from app.workbooks.reading import (
    Ask,
    AsTyped,
    Blank,
    Certificate,
    Conflict,
    Held,
    Level,
    MatrixReading,
    NotHeld,
    PersonReading,
    Question,
    Value,
    WorkbookReading,
)

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def value_json(value: Value) -> Json:
    """0-4, null, "held", "not_held", ["ask", typed], [kind, date] of a certificate, or as typed."""
    match value:
        case Level(level, _):
            return level
        case Blank():
            return None
        case Held():
            return "held"
        case NotHeld():
            return "not_held"
        case Ask(typed):
            return ["ask", typed]
        case AsTyped(typed):
            return int(typed) if is_digits(typed) else typed
        case Certificate(kind, day, _):
            return [kind, day]


def question_json(question: Question) -> dict[str, Json]:
    """A question with its choices."""
    return {
        "sheet": question.sheet,
        "about": question.about,
        "where": question.where,
        "choices": list(question.choices),
    }


def dropped_text(dropped: Dropped, language: Language = "sv") -> str:
    """What was dropped, in words."""
    code = f"workbooks.dropped.{dropped.kind}"
    if dropped.place:
        code += ".column" if dropped.place.isalpha() else ".row"
    return say(code, language, head=dropped.head or "–", place=dropped.place, cells=dropped.cells)


def _person(person: PersonReading, skills: Sequence[str]) -> dict[str, Json]:
    shown: dict[str, Json] = {
        skill: value_json(value) for skill, value in zip(skills, person.values, strict=True)
    }
    if person.part_time is not None:
        shown["_part_time"] = person.part_time
    return shown


def _places(matrix: MatrixReading) -> dict[str, Json]:
    """Where on the sheet everything was found."""
    if matrix.turned:
        return {
            "header_row": matrix.name,
            "skill_col": column_letter(matrix.header),
            "first_skill_row": matrix.first_skill,
            "name_row": matrix.name,
            "first_person_col": column_letter(matrix.first_person),
            "group_col": column_letter(matrix.group) if matrix.group else None,
            "meta_cols": {},
            "meta_rows": {str(row): kind for row, kind in matrix.meta},
            "personal_identity_row": matrix.identity,
        }
    return {
        "header_row": matrix.header,
        "group_row": matrix.group,
        "first_person_row": matrix.first_person,
        "name_col": column_letter(min(matrix.name, matrix.last_name or matrix.name)),
        "meta_cols": {column_letter(column): kind for column, kind in matrix.meta},
        "personal_identity_column": column_letter(matrix.identity) if matrix.identity else None,
    }


def matrix_json(matrix: MatrixReading, language: Language = "sv") -> dict[str, Json]:
    """One reading. Keys without content are left out, save those that every reading has."""
    levels = [skill for skill in matrix.skills if skill not in matrix.certificates]
    certificates = [skill for skill in matrix.skills if skill in matrix.certificates]
    targets = {
        person.name: planned
        for person in matrix.people
        if (planned := {s: t for s, t in zip(matrix.skills, person.targets, strict=True) if t is not None})
    }
    shown: dict[str, Json] = {
        "sheet": matrix.sheet,
        "orientation": "people_in_columns" if matrix.turned else "people_in_rows",
        **_places(matrix),
        **({"certificates": certificates} if certificates else {}),
        **({"skills": levels} if levels or not certificates else {}),
        "groups": dict(matrix.groups),
        "scale": matrix.scale or None,
        "legend": dict(matrix.legend),
        "people": {person.name: _person(person, matrix.skills) for person in matrix.people},
        "meta": {person.name: dict(person.meta) for person in matrix.people if person.meta},
        "targets": targets,
        "required_level": dict(matrix.required_level),
        "required_count": dict(matrix.required_count),
        "requirement": dict(matrix.requirement),
        "ignored_rows": list(matrix.ignored_rows),
        "ignored_cols": list(matrix.ignored_columns),
        "skip_people": list(matrix.skip_people),
        "drop": [dropped_text(one, language) for one in matrix.dropped],
        "date": matrix.date,
        "fingerprint": matrix.fingerprint,
        "questions": [question_json(question) for question in matrix.questions],
    }
    kept = {"sheet", "orientation", "header_row", "people", "questions", "ignored_rows", "ignored_cols"}
    return {name: value for name, value in shown.items() if value or name in kept}


def _conflict(conflict: Conflict) -> dict[str, Json]:
    return {
        "person": conflict.person,
        "skill": conflict.skill,
        "values": {sheet: value_json(value) for sheet, value in conflict.values},
    }


def as_json(reading: WorkbookReading, language: Language = "sv") -> dict[str, Json]:
    """A reading of one sheet, or of several with `sheets` and `matrices`. `language` is that of `drop`."""
    if not reading.several and len(reading.matrices) == 1:
        return matrix_json(reading.matrices[0], language)
    return {
        "sheets": list(reading.sheets),
        "hidden_sheets": list(reading.hidden_sheets),
        "ignored_sheets": list(reading.ignored_sheets),
        "matrices": [matrix_json(matrix, language) for matrix in reading.matrices],
        "conflicts": [_conflict(conflict) for conflict in reading.conflicts],
        "questions": [question_json(question) for question in reading.questions],
    }
