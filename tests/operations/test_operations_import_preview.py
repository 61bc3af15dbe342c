"""A workbook before its import: parts, questions in words, answers, samples, and nobody's number."""

from __future__ import annotations

from pathlib import Path

import pytest
from _day import ANNA, LEVELS, PERSONAL, Project, matrix_rows, orgnr, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.i18n import say, says
from app.operations import companies, competence
from app.operations.import_preview import ImportPreview, preview_workbook, ranges_of
from app.operations.import_words import asked
from app.operations.matrix_view import show_matrix_view
from app.workbooks import Answer, Question
from app.workbooks.cells import area


def regions(preview: ImportPreview) -> dict[str, tuple[tuple[str, ...], int]]:
    return {one.kind: (one.ranges, one.cells) for one in preview.matrices[0].regions}


def test_a_plain_matrix_is_recognised_whole(tmp_path: Path) -> None:
    preview = preview_workbook(workbook(tmp_path / "m.xlsx", matrix_rows()))
    assert (preview.file, preview.people, preview.skills) == ("m.xlsx", 3, 3)
    assert (preview.questions, preview.personal_numbers, preview.dropped) == ((), 0, ())
    assert preview.importable
    (sheet,) = preview.sheets
    assert (sheet.name, sheet.read, sheet.rows, sheet.columns) == ("Matris", True, 10, 4)
    (matrix,) = preview.matrices
    assert matrix.certain == 9 and not matrix.turned
    assert matrix.orientation.en == "People in rows, skills in columns"
    assert [(symbol, words.sv) for symbol, words in matrix.steps][3] == ("3", "Själv")
    assert regions(preview) == {
        "recognised": (("B2:D4",), 9),
        "people": (("A2:A4",), 3),
        "skills": (("B1:D1",), 3),
        "ignored": (("A6:A10",), 5),
    }
    assert [row.person for row in matrix.sample] == list(LEVELS)
    assert [cell.level for cell in matrix.sample[0].cells] == [4, 3, 0]


def test_an_answer_gives_a_new_preview_and_the_import_takes_it(project: Project, tmp_path: Path) -> None:
    rows = matrix_rows()
    rows[1][1] = "1-2"
    file = workbook(tmp_path / "f.xlsx", rows)
    first = preview_workbook(file)
    (question,) = first.questions
    assert question.words.sv == "Vad betyder ”1-2” för Britta Qvarnhjelm, Svarv?"
    assert question.words.en == "What does “1-2” mean for Britta Qvarnhjelm, Svarv?"
    assert (question.person, question.skill) == ("Britta Qvarnhjelm", "Svarv")
    assert {choice.value: choice.words.sv for choice in question.choices}["2"] == "2 – klarar med stöd"
    assert first.importable and first.matrices[0].certain == 8
    assert regions(first)["asked"] == (("B2",), 1)
    cell = first.matrices[0].sample[0].cells[0]
    assert (cell.typed, cell.level, cell.asked) == ("1-2", None, True)
    one = question.question
    second = first.answered(Answer(one.sheet, one.about, one.where, "2"))
    assert second.questions == () and second.matrices[0].certain == 9 and "asked" not in regions(second)
    assert first.questions == (question,), "the first is as it was"
    assert second == preview_workbook(file, second.answers)
    for wrong in (Answer(one.sheet, one.about, one.where, "9"), Answer("Annat", one.about, one.where, "2")):
        with pytest.raises(Refusal):
            first.answered(wrong)
    with project.at(ANNA) as at:
        companies.add(at, orgnr=orgnr(5), sole_trader=False, name="Ny AB", municipality="Åre")
        competence.import_workbook(at, file, company=orgnr(5), answers=second.answers)
        view = show_matrix_view(at, orgnr(5))
    assert view.levels[0] == 2 and (len(view.people), len(view.skills)) == (second.people, second.skills)


def test_a_scale_of_two_meanings_is_asked_in_words(tmp_path: Path) -> None:
    rows: list[list[str | int | None]] = [["Namn", "Svarv", "Fräs", "TIG"]]
    rows += [[name, *row] for name, row in zip(LEVELS, ((1, 2, 3), (4, 1, 2), (3, 4, 1)), strict=True)]
    preview = preview_workbook(workbook(tmp_path / "s.xlsx", rows))
    (question,) = preview.questions
    assert question.words.sv == "Vad betyder nivåerna på bladet Matris?"
    words = {choice.value: choice.words for choice in question.choices}
    assert words["1-5"].sv.startswith("1 = Ingen, 2 = Under upplärning")
    assert words["1=0 2=2 3=3 4=4"].en == "1 = None, 2 = With support, 3 = Independent, 4 = Can teach"
    assert not preview.importable and preview.matrices[0].certain == 0
    assert regions(preview)["asked"] == (("B2:D4",), 9)
    one = question.question
    assert preview.answered(Answer(one.sheet, one.about, one.where, "1-4")).importable


def test_personal_numbers_are_counted_and_never_shown(tmp_path: Path) -> None:
    head, *rest = matrix_rows()
    rows = [
        ["Namn", "Personnummer", *head[1:]],
        *([row[0], number, *row[1:]] for row, number in zip(rest[:3], PERSONAL, strict=True)),
        *rest[3:],
    ]
    preview = preview_workbook(workbook(tmp_path / "p.xlsx", rows))
    assert preview.personal_numbers == 3
    assert preview.dropped[0].en == "Personnummer (column B): personal identity numbers, 3 cells"
    assert regions(preview)["dropped"] == (("B1:B4",), 3)
    shown = repr(preview)
    for number in PERSONAL:
        assert number not in shown and number.replace("-", "") not in shown


def test_a_turned_matrix_is_shown_as_it_stands(tmp_path: Path) -> None:
    plain = matrix_rows()[:4]
    turned = [list(column) for column in zip(*plain, strict=True)]
    turned[0][0] = "Kompetens"
    preview = preview_workbook(workbook(tmp_path / "t.xlsx", turned))
    while preview.questions:
        one = preview.questions[0].question
        choice = "people_in_columns" if one.about == "orientation" else one.choices[0]
        assert preview.importable == (one.about != "orientation")
        preview = preview.answered(Answer(one.sheet, one.about, one.where, choice))
    (matrix,) = preview.matrices
    assert matrix.turned and matrix.orientation.sv == "Personer i kolumner, kompetenser i rader"
    found = regions(preview)
    assert (found["people"][0], found["skills"][0], found["recognised"][0]) == (
        ("B1:D1",), ("A2:A4",), ("B2:D4",),
    )  # fmt: skip
    assert [cell.level for cell in matrix.sample[0].cells] == [4, 3, 0]


@pytest.mark.parametrize("name", ["01_siffror_0-4", "02_iluo", "04_certifikat_datum"])
def test_samples_speak_both_languages_and_their_parts_never_meet(shared: Path, name: str) -> None:
    preview = preview_workbook(shared / "domain" / "matrix_samples" / f"{name}.xlsx")
    assert preview.importable
    for question in preview.questions:
        for words in (question.words, *(choice.words for choice in question.choices)):
            assert words.sv and words.en and "{" not in words.sv + words.en
    for matrix in preview.matrices:
        assert matrix.scale.sv and matrix.scale.en
        taken: set[tuple[int, int]] = set()
        for region in matrix.regions:
            if region.kind not in ("recognised", "asked", "people", "skills"):
                continue
            cells = {place for text in region.ranges for place in _places(text)}
            assert not taken & cells, region
            taken |= cells


def _places(text: str) -> set[tuple[int, int]]:
    found = area(text)
    assert found is not None
    top, left, bottom, right = found
    return {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}


@given(st.sets(st.tuples(st.integers(1, 9), st.integers(1, 30)), max_size=60))
@settings(max_examples=80, deadline=None)
def test_ranges_hold_the_cells_and_no_others(places: set[tuple[int, int]]) -> None:
    found = [_places(text) for text in ranges_of(places)]
    assert set().union(*found) == places and sum(map(len, found)) == len(places)


def test_every_kind_of_question_and_choice_has_words() -> None:
    kinds = {
        "scale": ("sheet", ("0-4", "1-5", "ILUO", "yes_no", "I=1 L=3 U=4 O=4", "○=not_held ●=held")),
        "meaning_of_colours": ("sheet", ("#ff0000=0 #00ff00=3 #cccccc=blank",)),
        "orientation": ("sheet", ("people_in_rows", "people_in_columns")),
        "requirement": ("sheet", ("required_level", "required_count", "sum", "Behov dag")),
        "licence_or_level": ("skill Truck", ("licence", "level")),
        "meaning_of_value": ("cell Bo | Truck", ("0", "4", "held", "not_held", "blank")),
    }
    for about, (where, choices) in kinds.items():
        shown = asked(Question("Blad", about, where, choices), "x")
        assert shown.words.sv and shown.words.sv != shown.words.en
        for choice in shown.choices:
            if choice.value != "Behov dag":
                assert choice.words.sv != choice.value, choice
    for where in ("sheet", "skill HLR", "cell Bo | HLR"):
        choices = ("issued", "valid_to", "2022-05-31", "held_unknown_end", "valid_no_end", "none", "missing")
        for choice in asked(Question("Blad", "dates", where, choices)).choices:
            assert choice.words.sv not in (choice.value, "")
    assert says("import.region.recognised")
    assert say("import.region.asked", "en", cells=2) == "Waiting for an answer (2)"


def test_files_that_are_no_matrix_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("hej", encoding="utf-8")
    with pytest.raises(Refusal, match="workbooks"):
        preview_workbook(tmp_path / "text.xlsx")
    with pytest.raises(Refusal, match=r"workbooks\.no_matrix"):
        preview_workbook(workbook(tmp_path / "tom.xlsx", [["a", 1], ["b", 2]]))
