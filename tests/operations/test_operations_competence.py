"""The competence matrix: imported, imported again, questions answered, figures on a past day, nobody's number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from _day import ANNA, LEVELS, NUMBER, SKILLS, Project, Worked, dump, matrix_rows, orgnr, texts, workbook

from app.domain.refusal import Refusal
from app.operations import companies, competence, log
from app.operations.competence import ImportSnapshot
from app.operations.workspace import Workspace
from app.workbooks import Answer

SAMPLES = ("01_siffror_0-4.xlsx", "02_iluo.xlsx", "04_certifikat_datum.xlsx")
TABLES = ("person", "skill", "skill_group", "rating", "licence", "scale", "requirement")

OTHER = orgnr(77)


@pytest.fixture
def at(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


def bring(at: Workspace, file: Path, answers: Sequence[Answer] = (), company: str = NUMBER) -> ImportSnapshot:
    return competence.import_workbook(at, file, company=company, answers=answers)[0]


def book(at: Workspace, levels: Mapping[str, Sequence[int | None]]) -> Path:
    return workbook(at.profile.parent / "bok.xlsx", matrix_rows(levels))


def covered(at: Workspace, on: date | None = None) -> dict[str, int]:
    return {one.name: one.covered for one in competence.show_matrix(at, NUMBER, on=on).figures.skills}


def counted(at: Workspace) -> dict[str, int]:
    found = dump(at)
    return {table: len(found[table]) for table in TABLES}


def test_importing_the_same_again_changes_only_the_source(
    at: Workspace, worked: tuple[Project, Worked]
) -> None:
    before, figures = dump(at), competence.show_matrix(at, NUMBER)
    made = bring(at, book(at, LEVELS))
    assert (made.people, made.skills, made.questions) == (3, 3, ())
    after = dump(at)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"matrix_source", "unit", "op", "local_state"}
    assert len(after["matrix_source"]) == len(before["matrix_source"]) + 1
    assert len(after["unit"]) == len(before["unit"]) + 1
    assert competence.show_matrix(at, NUMBER) == figures


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_twice(project: Project, shared: Path, sample: str) -> None:
    file = shared / "domain" / "matrix_samples" / sample
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel", municipality="Åre")
        first = bring(at, file)
        before, shown = counted(at), competence.show_matrix(at, NUMBER)
        second = bring(at, file)
        assert counted(at) == before
        assert (first.people, first.skills, first.questions) == (
            second.people,
            second.skills,
            second.questions,
        )
        assert competence.show_matrix(at, NUMBER).figures == shown.figures
        log.undo(at)
        assert competence.show_matrix(at, NUMBER).figures == shown.figures
        log.undo(at)
        with pytest.raises(Refusal, match="competence.none"):
            competence.show_matrix(at, NUMBER)
        log.redo(at)
        assert competence.show_matrix(at, NUMBER).figures == shown.figures


def test_a_change_is_added_and_the_past_day_stays(at: Workspace, worked: tuple[Project, Worked]) -> None:
    assert covered(at) == {"Svarv": 2, "Fräs": 1, "TIG": 2}
    before = counted(at)
    worked[0].clock.go_to("2022-09-01T12:00")
    bring(at, book(at, {**LEVELS, "Torkel Zackrison": (3, 3, 1)}))
    after = counted(at)
    assert after["person"] == before["person"] and after["skill"] == before["skill"]
    # A rating of another day stands beside the old one; each of the sheet's levels was said again that day.
    assert after["rating"] > before["rating"]
    assert covered(at) == {"Svarv": 3, "Fräs": 2, "TIG": 1}
    assert covered(at, date(2022, 8, 31)) == {"Svarv": 2, "Fräs": 1, "TIG": 2}
    assert covered(at, date(2022, 9, 1)) == {"Svarv": 3, "Fräs": 2, "TIG": 1}
    # Before the first matrix nobody had been assessed.
    assert set(covered(at, date(2022, 5, 1)).values()) == {0}


def test_a_correction_of_the_same_day_names_what_it_corrects(at: Workspace) -> None:
    before = dump(at)["rating"]
    bring(at, book(at, {**LEVELS, "Torkel Zackrison": (4, 2, 3)}))
    added = [row for row in dump(at)["rating"] if row not in before]
    assert len(added) == 1
    ids = {row[0] for row in before}
    assert any(cell in ids for cell in added[0][1:]), "the new row names the old"
    assert covered(at)["Svarv"] == 3
    # Back again: the first level is a row of its own, not the first row.
    bring(at, book(at, LEVELS))
    assert covered(at)["Svarv"] == 2
    assert len(dump(at)["rating"]) == len(before) + 2


def test_a_newcomer_and_a_new_skill(at: Workspace) -> None:
    head, *rest = matrix_rows({**LEVELS, "Nils Holgersson": (3, 3, 3)})
    rows = [[*head, "Montering"], *([*row, 4] for row in rest[:4]), *rest[4:]]
    made = bring(at, workbook(at.profile.parent / "ny.xlsx", rows))
    assert (made.people, made.skills) == (4, 4)
    assert counted(at)["person"] == 4 and counted(at)["skill"] == 4
    assert covered(at) == {"Svarv": 3, "Fräs": 2, "TIG": 3, "Montering": 4}


def test_names_are_met_again_whatever_their_case(at: Workspace) -> None:
    levels = {" ".join(name.split()).upper(): row for name, row in LEVELS.items()}
    before = counted(at)
    made = bring(at, book(at, levels))
    assert made.people == 3
    assert counted(at) == before


def test_open_questions_are_asked_and_answered(at: Workspace) -> None:
    rows = matrix_rows(
        {"Britta Qvarnhjelm": (4, 3, 0), "Torkel Zackrison": (2, 2, 3), "Ebba Wrångstedt": (1, 1, 2)}
    )
    rows[1][1] = "1-2"
    file = workbook(at.profile.parent / "fråga.xlsx", rows)
    companies.add(at, orgnr=OTHER, sole_trader=False, name="Annan", municipality="Åre")
    first = bring(at, file, company=OTHER)
    assert [one.where for one in first.questions] == ["cell Britta Qvarnhjelm | Svarv"]
    shown = competence.show_matrix(at, OTHER)
    assert shown.asked == {("Britta Qvarnhjelm", "Svarv")}
    (asked,) = first.questions
    assert len(shown.matrix.ratings) == 8, "the cell of the question is left out"
    answer = Answer(asked.sheet, asked.about, asked.where, "2")
    second = bring(at, file, [answer], company=OTHER)
    assert second.questions == ()
    shown = competence.show_matrix(at, OTHER)
    assert shown.asked == frozenset() and len(shown.matrix.ratings) == 9
    before = dump(at)
    for wrong in (
        Answer(asked.sheet, asked.about, asked.where, "9"),
        Answer("Annat blad", asked.about, asked.where, "2"),
        Answer(asked.sheet, asked.about, "cell Ingen | Svarv", "2"),
    ):
        with pytest.raises(Refusal):
            bring(at, file, [wrong], company=OTHER)
        assert dump(at) == before


def two_sheets(at: Workspace, second: Sequence[int]) -> Path:
    path = at.profile.parent / "blad.xlsx"
    file = openpyxl.Workbook()
    file.remove(file.worksheets[0])
    for title, level in (("Lag A", (4, 3, 0)), ("Lag B", tuple(second))):
        sheet = file.create_sheet(title)
        others = {name: row for name, row in LEVELS.items() if name != "Britta Qvarnhjelm"}
        for row in matrix_rows({"Britta Qvarnhjelm": level, **others}):
            sheet.append(row)
    file.save(path)
    return path


def test_one_person_on_two_sheets(at: Workspace) -> None:
    before = counted(at)
    made = bring(at, two_sheets(at, (4, 3, 0)))
    assert (made.people, made.skills) == (3, 3)
    assert counted(at) == before, "the same level on two sheets is said once"
    companies.add(at, orgnr=OTHER, sole_trader=False, name="Annan", municipality="Åre")
    made = bring(at, two_sheets(at, (1, 3, 0)), company=OTHER)
    assert made.people == 3
    shown = competence.show_matrix(at, OTHER)
    rated = {
        next(skill.name for skill in shown.matrix.skills if skill.id == one.skill)
        for one in shown.matrix.ratings
        if next(person.display for person in shown.matrix.people if person.id == one.person)
        == "Britta Qvarnhjelm"
    }
    assert rated == {"Fräs", "TIG"}, "what two sheets say differently is nobody's level"


def test_personal_numbers_never_reach_the_record(at: Workspace) -> None:
    numbers = ["811218-9876", "640823-3234", "670919-9530"]
    head, *rest = matrix_rows(LEVELS)
    rows = [
        ["Namn", "Personnummer", *head[1:]],
        *([row[0], number, *row[1:]] for row, number in zip(rest[:3], numbers, strict=True)),
        *rest[3:],
    ]
    made = bring(at, workbook(at.profile.parent / "nummer.xlsx", rows))
    assert made.people == 3 and made.dropped
    heap = texts(dump(at)) + repr(made).encode()
    for number in numbers:
        assert number.encode() not in heap and number.replace("-", "").encode() not in heap
    assert covered(at) == {"Svarv": 2, "Fräs": 1, "TIG": 2}


def test_the_day_of_the_sheet_never_lies_ahead(at: Workspace) -> None:
    found = dump(at)["rating"]
    days = {cell for row in found for cell in row if isinstance(cell, str) and cell.startswith("20")}
    assert days == {"2022-05-10"}


def test_figures_as_a_hand_reckons_them(at: Workspace) -> None:
    figures = competence.show_matrix(at, NUMBER).figures
    assert [one.name for one in figures.skills] == list(SKILLS)
    assert {one.name: (one.covered, one.teachers) for one in figures.skills} == {
        "Svarv": (2, 1), "Fräs": (1, 0), "TIG": (2, 1),
    }  # fmt: skip
    assert [one.display for one in figures.people] == list(LEVELS)
    # Share of the skills that a person may do alone; of the company, the mean of its people.
    assert [round(one.flexibility or 0, 4) for one in figures.people] == [0.6667, 0.3333, 0.6667]
    assert round(figures.flexibility or 0, 4) == 0.5556
    assert figures.expiring == ()


def test_undo_of_an_import_takes_all_of_it(at: Workspace) -> None:
    log.undo(at)  # the session
    assert log.undo(at)[0] == "matrix import"
    with pytest.raises(Refusal, match="competence.none"):
        competence.show_matrix(at, NUMBER)
    assert log.redo(at)[0] == "matrix import"
    assert covered(at) == {"Svarv": 2, "Fräs": 1, "TIG": 2}
