"""Every kind of scale: what the legend, the symbols and the common table make of it, and what is asked."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest
from _workbooks_making import LEGEND, LEVELS, PEOPLE, SKILLS, Maker, abouts, colour, matrix, values

ILUO = ["ILUO", "UOLI", "ULIO", "IIUU"]
COMMON_ILUO = [[1, 2, 3, 4], [3, 4, 2, 1], [3, 2, 1, 4], [1, 1, 3, 3]]


def test_zero_to_four(make: Maker) -> None:
    read = make.read(matrix(LEVELS))
    assert read["scale"] == "0-4"
    assert values(read) == [list(row) for row in LEVELS]
    assert read["questions"] == []


def test_numbers_typed_as_text_with_odd_spaces(make: Maker) -> None:
    read = make.read(matrix([[None if v is None else f" {v}\u00a0" for v in row] for row in LEVELS]))
    assert values(read) == [list(row) for row in LEVELS]


def test_one_to_five_by_the_common_table(make: Maker) -> None:
    read = make.read(matrix([(5, 3, 1, 1), (2, 2, 3, None), (1, 1, 4, 3), (1, 5, 2, 2)]))
    assert read["scale"] == "1-5"
    assert values(read) == [[4, 2, 0, 0], [1, 1, 2, None], [0, 0, 3, 2], [0, 4, 1, 1]]
    assert read["questions"] == []


def test_one_to_five_by_its_own_words(make: Maker) -> None:
    legend = [
        "1 = Under upplärning",
        "2 = Med stöd",
        "3 = Klarar själv",
        "4 = Klarar själv, kan lära ut",
        "5 = Expert",
    ]
    rows = [
        *matrix([(5, 3, 1, 1), (2, 2, 3, None), (1, 1, 4, 3), (1, 5, 2, 2)]),
        *([line] for line in legend),
    ]
    assert values(make.read(rows)) == [[4, 3, 1, 1], [2, 2, 3, None], [1, 1, 4, 3], [1, 4, 2, 2]]


@pytest.mark.parametrize(
    ("rows", "scale", "first"),
    [
        ([(3, 3, 0, 1), (2, 2, 3, None), (1, 1, 2, 3), (1, 0, 2, 2)], "0-3", "0-3"),
        ([(3, 3, 4, 1), (2, 2, 3, None), (1, 1, 2, 3), (1, 1, 2, 2)], "1-4", "1-4"),
        ([(1, 0, 1, 1), (0, 0, 1, None), (1, 1, 1, 0), (1, 0, 0, 0)], "yes_no", "yes_no"),
    ],
)
def test_two_possible_meanings_are_asked_and_values_stay_as_typed(
    make: Maker, rows: list[tuple[int | None, ...]], scale: str, first: str
) -> None:
    read = make.read(matrix(rows))
    assert read["scale"] == scale
    assert abouts(read) == [("scale", "sheet")]
    assert read["questions"][0]["choices"][0] == first
    assert values(read) == [list(row) for row in rows]


@pytest.mark.parametrize(("top", "scale"), [(6, "1-6"), (7, "1-7")])
def test_long_scales_are_asked(make: Maker, top: int, scale: str) -> None:
    read = make.read(matrix([(top, 3, 1, 1), (2, 2, 3, None), (5, 1, 4, 3), (1, top, 2, 2)]))
    assert (read["scale"], abouts(read)) == (scale, [("scale", "sheet")])


def test_zero_to_three_with_a_legend_is_certain(make: Maker) -> None:
    rows = matrix([(3, 3, 0, 1), (2, 2, 3, None), (0, 1, 2, 3), (1, 0, 2, 2)])
    legend = ["0 = Ingen", "1 = Under upplärning", "2 = Klarar själv", "3 = Kan lära ut"]
    read = make.read([*rows, [], *([line] for line in legend)])
    assert values(read) == [[4, 4, 0, 1], [3, 3, 4, None], [0, 1, 3, 4], [1, 0, 3, 3]]
    assert read["questions"] == []


def test_a_legend_whose_words_do_not_tell_is_asked(make: Maker) -> None:
    rows = matrix([(3, 3, 1, 1), (2, 2, 3, None), (4, 1, 2, 3), (1, 1, 2, 2)])
    legend = ["1 = Nybörjare", "2 = God kunskap", "3 = Mycket god kunskap", "4 = Expert"]
    read = make.read([*rows, *([line] for line in legend)])
    assert abouts(read) == [("scale", "sheet")]
    assert read["questions"][0]["choices"][0] == "1=1 2=2 3=3 4=4"
    assert values(read)[0] == [3, 3, 1, 1]


def test_iluo_without_a_legend_is_proposed_and_asked(make: Maker) -> None:
    read = make.read(matrix(ILUO))
    assert read["scale"] == "ILUO"
    assert values(read) == COMMON_ILUO
    assert abouts(read) == [("scale", "sheet")]


def test_iluo_legend_that_deviates_is_followed(make: Maker) -> None:
    legend = "I = Introduktion, L = klarar självständigt, U = kan lära ut, O = expert"
    read = make.read([[legend], [], *matrix(ILUO, "Operatör")])
    assert values(read) == [[1, 3, 4, 4], [4, 4, 3, 1], [4, 3, 1, 4], [1, 1, 4, 4]]
    assert read["questions"] == []
    assert read["legend"]["L"] == "klarar självständigt"


def test_iluo_blank_and_dash(make: Maker) -> None:
    rows = matrix([["i", None, "-", "O"], *ILUO[1:]])
    read = make.read([*rows, ["I = intro, L = med stöd, U = själv, O = lär ut"]])
    assert values(read)[0] == [1, None, 0, 4]


def test_harvey_balls(make: Maker) -> None:
    read = make.read(matrix(["○◔◑◕", "●○◔◑", "◕●○◔", "◑◕●○"]))
    assert read["scale"] == "harvey"
    assert values(read) == [[0, 1, 2, 3], [4, 0, 1, 2], [3, 4, 0, 1], [2, 3, 4, 0]]


def test_only_empty_and_full_balls_are_asked(make: Maker) -> None:
    assert abouts(make.read(matrix(["○●●○", "●○●○", "●●○○", "○○●●"]))) == [("scale", "sheet")]


def test_crosses(make: Maker) -> None:
    rows = matrix(
        [["x", "X", None, "(x)"], ["✓", None, "x", "x"], [None, "o", "✔", "x"], ["x", "x", None, "-"]]
    )
    read = make.read(rows)
    assert read["scale"] == "cross"
    assert values(read) == [
        ["held", "held", None, ["ask", "(x)"]],
        ["held", None, "held", "held"],
        [None, ["ask", "o"], "held", "held"],
        ["held", "held", None, "not_held"],
    ]
    assert abouts(read) == [
        ("meaning_of_value", "cell Anna Berglund | Montering"),
        ("meaning_of_value", "cell Cecilia Åslund | Fräs"),
    ]


def test_crosses_with_a_legend_are_levels(make: Maker) -> None:
    rows = matrix(["xxxo", ["x", None, "o", "x"], "oxxx", "xxox"])
    read = make.read([*rows, ["x = klarar själv"], ["o = under upplärning"]])
    assert values(read)[0] == [3, 3, 3, 1]


def test_yes_and_no(make: Maker) -> None:
    read = make.read(
        matrix([["J", "N", "J", "J"], ["n", "J", None, "Ja"], ["Nej", "j", "J", "J"], ["J", "J", "J", "?"]])
    )
    assert read["scale"] == "yes_no"
    assert values(read)[1] == ["not_held", "held", None, "held"]
    assert abouts(read) == [("meaning_of_value", "cell David Öberg | Montering")]


def test_words_as_levels(make: Maker) -> None:
    rows = matrix(
        [
            ["Kan själv", "Lär ut", "Under upplärning", "Ingen"],
            ["Med stöd", "Kan själv", None, "Kan själv"],
            ["Bra", "Kan själv", "Lär ut", "Ingen"],
            ["Kan själv", "Lär ut", "Bra", "Med stöd"],
        ]
    )
    read = make.read(rows)
    assert read["scale"] == "words"
    assert values(read)[0] == [3, 4, 1, 0]
    assert values(read)[2][0] == ["ask", "Bra"]


def test_letters_of_their_own_by_the_legend_or_asked(make: Maker) -> None:
    rows = matrix(["ABCD", "DCBA", "ABAB", "CCDD"])
    legend = ["A = klarar själv", "B = med stöd", "C = under upplärning", "D = ingen kunskap"]
    assert values(make.read([*rows, *([line] for line in legend)]))[0] == [3, 2, 1, 0]
    bare = make.read(rows)
    assert abouts(bare) == [("scale", "sheet")]
    assert values(bare)[0] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("number", [True, False])
def test_shares_are_asked(make: Maker, number: bool) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book.worksheets[0].iter_rows(min_row=2, min_col=2):
            for cell in row:
                cell.number_format = "0%"

    shares = [(25, 50, 100, 0), (25, 75, 100, 0), (50, 50, 0, 0), (25, 50, 100, 75)]
    rows = matrix([[share / 100 if number else f"{share} %" for share in row] for row in shares])
    read = make.read(rows, change=change if number else None)
    assert read["questions"][0]["choices"] == ["0%=0 25%=1 50%=2 75%=3 100%=4"]


def test_scales_to_ten_are_asked(make: Maker) -> None:
    rows: list[tuple[int | None, ...]] = [(5, 3, 10, 1), (2, 8, 5, None), (9, 1, 4, 3), (1, 7, 5, 2)]
    read = make.read(matrix(rows))
    assert (read["scale"], abouts(read), values(read)) == (
        "1-10",
        [("scale", "sheet")],
        [list(row) for row in rows],
    )


RED, YELLOW, GREEN = "FF0000", "FFFF00", "92D050"
PAINT = [
    (RED, YELLOW, GREEN, GREEN),
    (YELLOW, None, RED, GREEN),
    (GREEN, GREEN, GREEN, YELLOW),
    (RED, RED, YELLOW, GREEN),
]
CANONICAL = {RED: 0, YELLOW: 2, GREEN: 3, None: None}


def paint(book: openpyxl.Workbook) -> None:
    for r, row in enumerate(PAINT, 2):
        for c, rgb in enumerate(row, 2):
            if rgb:
                colour(book.worksheets[0], r, c, rgb)


def test_colours_alone_are_asked_once(make: Maker) -> None:
    read = make.read(matrix([[None] * 4] * 4), change=paint)
    assert read["scale"] == "colour"
    assert abouts(read) == [("meaning_of_colours", "sheet")]
    assert values(read)[0] == [["ask", "#ff0000"], ["ask", "#ffff00"], ["ask", "#92d050"], ["ask", "#92d050"]]
    assert values(read)[1][1] is None


def test_colour_legend_is_proposed_and_asked(make: Maker) -> None:
    def change(book: openpyxl.Workbook) -> None:
        paint(book)
        for row, (rgb, text) in enumerate(
            [(RED, "Saknar kunskap"), (YELLOW, "Med stöd"), (GREEN, "Klarar själv")], 8
        ):
            colour(book.worksheets[0], row, 1, rgb)
            book.worksheets[0].cell(row, 2).value = text

    read = make.read(matrix([[None] * 4] * 4), change=change)
    assert values(read) == [[CANONICAL[rgb] for rgb in row] for row in PAINT]
    assert abouts(read) == [("meaning_of_colours", "sheet")]
    assert list(read["people"]) == PEOPLE


def test_colour_legend_by_names(make: Maker) -> None:
    rows = [
        *matrix([[None] * 4] * 4),
        [],
        ["Röd = ingen kunskap"],
        ["Gul = med stöd"],
        ["Grön = klarar själv"],
    ]
    assert values(make.read(rows, change=paint)) == [[CANONICAL[rgb] for rgb in row] for row in PAINT]


def test_striped_rows_without_values_are_no_matrix(make: Maker) -> None:
    from app.domain.refusal import Refusal

    def stripes(book: openpyxl.Workbook) -> None:
        for r in (2, 4):
            for c in range(1, 6):
                colour(book.worksheets[0], r, c, "D9D9D9")

    with pytest.raises(Refusal) as refused:
        make.read(matrix([[None] * 4] * 4), change=stripes)
    assert refused.value.code == "workbooks.no_matrix"


def test_arrows_ranges_and_doubts(make: Maker) -> None:
    rows = matrix(
        [("2→3", "1-2", 0, 4), ("3+", "2/3", 3, "?"), (datetime(2024, 2, 1), 1, 4, 3), (1, 0, "2->4", 7)]
    )
    read = make.read(rows)
    assert values(read) == [
        [2, ["ask", "1-2"], 0, 4],
        [3, ["ask", "2/3"], 3, ["ask", "?"]],
        [["ask", "1-2"], 1, 4, 3],
        [1, 0, 2, ["ask", "7"]],
    ]
    assert read["targets"] == {"Anna Berglund": {"Svarv": 3}, "David Öberg": {"TIG": 4}}
    asked = {where for _, where in abouts(read)}
    assert asked == {
        "cell Anna Berglund | Fräs",
        "cell Bo Nordin | Svarv",
        "cell Bo Nordin | Fräs",
        "cell Bo Nordin | Montering",
        "cell Cecilia Åslund | Svarv",
        "cell David Öberg | Montering",
    }


def test_a_dash_among_zeros_is_asked_unless_the_legend_tells(make: Maker) -> None:
    rows = matrix([(4, "-", 0, 1), *LEVELS[1:]])
    assert values(make.read(rows))[0][1] == ["ask", "-"]
    read = make.read([*rows, ["- = ej aktuellt"], *([line] for line in LEGEND)])
    assert values(read)[0][1] is None
    assert read["questions"] == []


def test_crosses_and_ones_in_a_sheet_of_levels_are_asked(make: Maker) -> None:
    rows = [
        [*row, *more]
        for row, more in zip(
            matrix(LEVELS), [("Truck", "Lift"), ("x", 1), (None, 0), ("X", 1), ("x", 1)], strict=True
        )
    ]
    read = make.read(rows)
    assert abouts(read) == [("licence_or_level", "skill Truck"), ("licence_or_level", "skill Lift")]
    assert [row[4:] for row in values(read)] == [["x", 1], [None, 0], ["X", 1], ["x", 1]]


def test_yes_and_no_in_a_sheet_of_levels_is_certain(make: Maker) -> None:
    rows = [[*row, more] for row, more in zip(matrix(LEVELS), ["Truck", "J", "N", None, "Ja"], strict=True)]
    assert [row[4] for row in values(make.read(rows))] == ["held", "not_held", None, "held"]


def test_formulas_that_point_elsewhere_and_have_no_value_are_asked(make: Maker) -> None:
    rows = matrix([("=Blad2!B2", 3, 0, 1), *LEVELS[1:]])
    assert values(make.read(rows))[0] == [["ask", "=Blad2!B2"], 3, 0, 1]


LEGENDS = {
    "lines": [[line] for line in LEGEND],
    "dashes": [[line.replace(" =", " –")] for line in LEGEND],
    "colons": [[line.replace(" =", ":")] for line in LEGEND],
    "two cells": [["Teckenförklaring"], *([int(line[0]), line[4:]] for line in LEGEND)],
    "three cells": [[int(line[0]), "=", line[4:]] for line in LEGEND],
    "one line": [[", ".join(LEGEND)]],
    "one line, semicolons": [["Nivåer: " + "; ".join(LEGEND)]],
    "along a row": [LEGEND],
    "sideways": [[None, 0, 1, 2, 3, 4], [None, *(line[4:] for line in LEGEND)]],
    "in turn along a row": [[part for line in LEGEND for part in (int(line[0]), line[4:])]],
    "text first, one cell": [[f"{line[4:]} = {line[0]}"] for line in LEGEND],
    "text first, two cells": [[line[4:], int(line[0])] for line in LEGEND],
    "parentheses": [[f"{line[4:]} ({line[0]})"] for line in LEGEND],
    "levels": [["Nivå " + line] for line in LEGEND],
}


@pytest.mark.parametrize("form", LEGENDS)
@pytest.mark.parametrize("above", [True, False])
def test_a_legend_in_every_form(make: Maker, form: str, above: bool) -> None:
    legend = LEGENDS[form]
    rows = [*legend, [], *matrix(LEVELS)] if above else [*matrix(LEVELS), [], *legend]
    read = make.read(rows)
    assert read["legend"] == {line[0]: line[4:] for line in LEGEND}
    assert list(read["people"]) == PEOPLE
    assert read["skills"] == SKILLS
    assert values(read) == [list(row) for row in LEVELS]


def test_a_legend_beside_the_people(make: Maker) -> None:
    rows = [[*row] for row in matrix(LEVELS)]
    for row, more in zip(rows, [(int(line[0]), line[4:]) for line in LEGEND], strict=True):
        row += [None, None, *more]
    read = make.read(rows)
    assert read["legend"] == {line[0]: line[4:] for line in LEGEND}
    assert values(read) == [list(row) for row in LEVELS]
