"""Personal identity numbers, health, leave and birthdays never reach the reading, its JSON or an error."""

from __future__ import annotations

import json
from datetime import date

import pytest
from _workbooks_making import LEVELS, PEOPLE, SKILLS, Maker, Typed, matrix, values
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.workbooks import as_json, read_workbook
from app.workbooks.identity import without_identity_numbers

NUMBERS: list[Typed] = ["850101-1234", 8501011234, "19850101-1234", 198501011234]


def test_a_column_of_numbers_is_dropped_and_said(make: Maker) -> None:
    for head in ("Pnr", "Personnummer", "Id", None):
        rows = [
            ["Namn", head, *SKILLS],
            *([name, n, *row] for name, n, row in zip(PEOPLE, NUMBERS, LEVELS, strict=True)),
        ]
        path = make.write(rows)
        reading = read_workbook(path)
        read = dict(as_json(reading))
        assert read["personal_identity_column"] == "B"
        assert "personnummer" in read["drop"][0]  # type: ignore[index]
        assert values(read) == [list(row) for row in LEVELS]
        for text in (json.dumps(read, ensure_ascii=False), repr(reading)):
            assert "1234" not in text
            assert "850101" not in text


def test_numbers_anywhere_are_dropped(make: Maker) -> None:
    rows: list[list[Typed]] = [
        ["Matris 850101-1234"],
        ["Namn", "Befattning", *SKILLS[:3], "Svets 850101-1234"],
        *([name, "Operatör 850101+1234", *row] for name, row in zip(PEOPLE, LEVELS, strict=True)),
        ["Eva Ek 850101-1234", None, 1, "? 850101 1234", 1, 1],
        ["Kontakt: 19850161-1234"],
        ["0 = Ingen 8501011234"], ["1 = Under upplärning"], ["2 = Med stöd"], ["3 = Själv"], ["4 = Lär ut"],
    ]  # fmt: skip
    path = make.write(sheets={"Blad 850101-1234": rows, "Annat": [["8501011234"]]})
    reading = read_workbook(path)
    shown = json.dumps(as_json(reading), ensure_ascii=False) + repr(reading.matrices) + repr(reading.sources)
    assert "1234" not in shown
    assert "Eva Ek" in reading.matrices[0].people[-1].name
    assert reading.matrices[0].skills[-1] == "Svets"


def test_a_number_in_the_name_of_a_file_is_not_repeated(make: Maker) -> None:
    path = make.write([["Hej"]]).rename(make.folder / "Anna 850101-1234.xlsx")
    with pytest.raises(Refusal) as refused:
        read_workbook(path)
    assert "1234" not in str(refused.value) + repr(refused.value.params)


def test_health_leave_and_birthdays_are_dropped_by_head(make: Maker) -> None:
    rows: list[list[Typed]] = [["Namn", "Född", "Sjukskriven", "Föräldraledig t.o.m.", "Skift", *SKILLS]]
    rows += [
        [name, "1985-01-01", "rygg", "maj 2024", "Dag", *row]
        for name, row in zip(PEOPLE, LEVELS, strict=True)
    ]
    rows += [
        ["Ola Alm (föräldraledig)", None, None, None, "sjukskriven", 2, 2, 2, 2],
        ["Anna är sjukskriven i maj"],
    ]
    read = make.read(rows)
    text = json.dumps(read, ensure_ascii=False)
    assert [word for word in ("1985", "rygg", "maj") if word in text] == []
    assert list(read["people"]) == [*PEOPLE, "Ola Alm"]
    named = " ".join(read["drop"])
    assert all(word in named for word in ("Född", "Sjukskriven", "Föräldraledig", "Anmärkningar"))
    assert read["meta_cols"] == {"E": "skift"}


def test_health_among_the_values_and_in_legends_is_forgotten(make: Maker) -> None:
    rows = matrix([("F", 3, 0, "sjuk"), (2, "tjänstledig", 3, 1), *LEVELS[2:]])
    path = make.write(
        [*rows, ["F = föräldraledig"], ["0 = Ingen, 1 = Upplärning, 2 = Med stöd, 3 = Själv, 4 = Lär ut"]]
    )
    reading = read_workbook(path)
    read = dict(as_json(reading))
    assert values(read)[:2] == [[None, 3, 0, None], [2, None, 3, 1]]
    text = json.dumps(read, ensure_ascii=False) + repr([source.frames[0].grid for source in reading.sources])
    assert [word for word in ("sjuk", "ledig") if word in text] == []
    assert len(read["drop"]) == 1  # type: ignore[arg-type]


def test_vacancies_do_not_tell_who_is_away(make: Maker) -> None:
    read = make.read([*matrix(LEVELS), ["Vakant (Anna är föräldraledig)", 0, 0, 0, 0]])
    assert read["skip_people"] == ["Vakant"]


def test_a_course_in_care_is_a_skill(make: Maker) -> None:
    rows = [["Namn", "Utbildning sjukvård", *SKILLS[1:]], *matrix(LEVELS)[1:]]
    assert make.read(rows)["skills"][0] == "Utbildning sjukvård"


@given(
    st.dates(date(1930, 1, 1), date(1999, 12, 31)).map(lambda day: day.strftime("%Y%m%d")),
    st.integers(0, 9999),
    st.sampled_from(["", "-", "+", " ", "–", " - "]),
    st.booleans(),
    st.text("abc åäö.,:;()", max_size=5),
)
@settings(max_examples=150)
def test_every_notation_is_taken_out(birth: str, last: int, joint: str, short: bool, around: str) -> None:
    number = (birth[2:] if short else "19" + birth[2:]) + joint + f"{last:04d}"
    kept, dropped = without_identity_numbers(f"{around} {number} {around}")
    assert dropped
    assert f"{last:04d}" not in kept
    assert birth[2:] not in kept


def test_other_numbers_stay() -> None:
    for text in (
        "556036-0793",
        "2024-05-31",
        "20250115",
        "Station 10",
        "B 1604",
        "45000",
        "2024-06 (förlängs)",
    ):
        assert without_identity_numbers(text) == (text, False)
