"""Answers turn questions into values; what is not answered stays a question; what does not fit is refused."""

from __future__ import annotations

import pytest
from _workbooks_making import LEVELS, PEOPLE, SKILLS, Json, Maker, Typed, matrix, values
from test_workbooks_scales import paint

from app.domain.refusal import Refusal
from app.workbooks import Answer, WorkbookReading, answer, as_json, read_workbook

LOW: list[tuple[Typed, ...]] = [(3, 3, 0, 1), (2, 2, 3, None), (1, 1, "1-2", 3), (1, 0, 2, 2)]


def one(about: str, where: str, choice: str) -> Answer:
    return Answer("Matris", about, where, choice)


def shown(reading: WorkbookReading) -> Json:
    return dict(as_json(reading))


def test_a_scale_answered_by_name_or_mapping(make: Maker) -> None:
    reading = read_workbook(make.write(matrix(LOW)))
    assert values(shown(answer(reading, [one("scale", "sheet", "0-3")])))[0] == [4, 4, 0, 1]
    assert values(shown(answer(reading, [one("scale", "sheet", "0-4")])))[0] == [3, 3, 0, 1]
    mapped = answer(reading, [one("scale", "sheet", "0=0 1=1 2=2 3=4")])
    assert values(shown(mapped))[1] == [2, 2, 4, None]
    assert [question.where for question in mapped.questions] == ["cell Cecilia Åslund | TIG"]
    assert values(shown(reading))[0] == [3, 3, 0, 1], "a reading is not changed by answering"


def test_answers_come_in_any_order_and_at_once(make: Maker) -> None:
    reading = read_workbook(make.write(matrix(LOW)))
    answers = [one("meaning_of_value", "cell Cecilia Åslund | TIG", "1"), one("scale", "sheet", "0-3")]
    together = answer(reading, answers)
    assert together.questions == ()
    assert values(shown(together))[2] == [1, 1, 1, 4]
    assert together.matrices == answer(answer(reading, answers[1:]), answers[:1]).matrices
    assert len(list(together.matrices[0].certain())) == 15


def test_only_certain_values_are_certain(make: Maker) -> None:
    reading = read_workbook(make.write(matrix(LOW)))
    assert list(reading.matrices[0].certain()) == []
    half = answer(reading, [one("scale", "sheet", "0-3")])
    assert len(list(half.matrices[0].certain())) == 14


def test_a_plus_is_shown_but_not_certain(make: Maker) -> None:
    reading = read_workbook(make.write(matrix([("3+", 3, 0, 1), *LEVELS[1:]])))
    assert values(shown(reading))[0][0] == 3
    assert len(list(reading.matrices[0].certain())) == 14
    assert (
        values(shown(answer(reading, [one("meaning_of_value", "cell Anna Berglund | Svarv", "4")])))[0][0]
        == 4
    )


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("licence", ["held", "not_held", "held", None]), ("level", [1, 0, 1, None])],
)
def test_licence_or_level(make: Maker, choice: str, expected: list[object]) -> None:
    rows = [[*row, more] for row, more in zip(matrix(LEVELS), ["Truck", 1, 0, 1, None], strict=True)]
    reading = answer(read_workbook(make.write(rows)), [one("licence_or_level", "skill Truck", choice)])
    assert [row[4] for row in values(shown(reading))] == expected
    assert reading.questions == ()


def test_requirement(make: Maker) -> None:
    reading = read_workbook(make.write([*matrix(LEVELS), ["Krav", 3, 3, 2, 2]]))
    numbers = dict(zip(SKILLS, (3, 3, 2, 2), strict=True))
    for choice in ("required_level", "required_count"):
        read = shown(answer(reading, [one("requirement", "sheet", choice)]))
        assert read[choice] == numbers
        assert read["questions"] == []


def test_two_rows_of_headcounts(make: Maker) -> None:
    reading = read_workbook(
        make.write([*matrix(LEVELS), ["Behov dag", 2, 2, 2, 2], ["Behov kväll", 1, 1, 1, 1]])
    )
    assert reading.questions[0].choices == ("Behov dag", "Behov kväll", "sum")
    for choice, figure in (("Behov dag", 2), ("Behov kväll", 1), ("sum", 3)):
        assert (
            shown(answer(reading, [one("requirement", "sheet", choice)]))["required_count"]["TIG"] == figure
        )


def test_colours(make: Maker) -> None:
    reading = read_workbook(make.write(matrix([[None] * 4] * 4), change=paint))
    named = answer(reading, [one("meaning_of_colours", "sheet", "#FF0000=0 #ffff00=1 #92D050=4")])
    assert values(shown(named))[0] == [0, 1, 4, 4]
    assert named.questions == ()
    proposed = answer(reading, [one("meaning_of_colours", "sheet", reading.questions[0].choices[0])])
    assert values(shown(proposed))[0] == [0, 2, 3, 3]


def test_orientation(make: Maker) -> None:
    rows = [[None, "K01", "K02", "K03", "K04"], *([f"P0{n}", *row] for n, row in enumerate(LEVELS))]
    reading = read_workbook(make.write(rows))
    turned = shown(answer(reading, [one("orientation", "sheet", "people_in_columns")]))
    assert list(turned["people"]) == ["K01", "K02", "K03", "K04"]
    assert turned["skills"] == ["P00", "P01", "P02", "P03"]
    assert turned["people"]["K03"] == {"P00": 0, "P01": 3, "P02": 4, "P03": 2}
    assert turned["questions"] == []


def test_dates(make: Maker) -> None:
    rows = [["Namn", "ADR"], *zip(PEOPLE, ["2024-05-31", 2021, "maj 2023", 45000], strict=True)]
    reading = read_workbook(make.write(rows))
    answers = [
        one("dates", "sheet", "valid_to"),
        one("dates", "cell Bo Nordin | ADR", "held_unknown_end"),
        one("dates", "cell David Öberg | ADR", "2023-03-15"),
    ]
    read = shown(answer(reading, answers))
    assert [row[0] for row in values(read)] == [
        ["valid_to", "2024-05-31"], ["held_unknown_end", None], ["valid_to", "2023-05-31"], ["valid_to", "2023-03-15"],
    ]  # fmt: skip
    assert read["questions"] == []
    issued = answer(reading, [one("dates", "sheet", "issued")]).matrices[0].people[0].values[0]
    assert (getattr(issued, "kind", None), getattr(issued, "issued", None)) == (
        "held_unknown_end",
        "2024-05-31",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (one("scale", "sheet", "0-9"), "choice"),
        (one("scale", "sheet", "I=7"), "choice"),
        (one("scale", "skill Svarv", "0-3"), "unknown"),
        (Answer("Blad9", "scale", "sheet", "0-3"), "unknown"),
        (one("licence_or_level", "skill Truck", "licence"), "unknown"),
        (one("meaning_of_value", "cell Cecilia Åslund | TIG", "5"), "choice"),
        (one("meaning_of_value", "cell Ingen Alls | TIG", "3"), "unknown"),
    ],
)
def test_answers_that_do_not_fit_are_refused_by_name(make: Maker, given: Answer, code: str) -> None:
    reading = read_workbook(make.write(matrix(LOW)))
    with pytest.raises(Refusal) as refused:
        answer(reading, [given])
    assert refused.value.code == f"workbooks.answer.{code}"
    assert refused.value.params["where"] == given.where


def test_the_fingerprint_knows_the_same_heads_again(make: Maker) -> None:
    first = read_workbook(make.write(matrix(LEVELS))).matrices[0]
    other_order = [[row[0], row[4], row[3], row[2], row[1]] for row in matrix(LEVELS)]
    assert first.fingerprint == read_workbook(make.write(other_order)).matrices[0].fingerprint
    assert first.fingerprint != read_workbook(make.write(matrix(["ILUO"] * 4))).matrices[0].fingerprint
