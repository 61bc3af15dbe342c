"""Where the matrix lies: orientation, heads, groups, requirements, totals, vacancies, sheets."""

from __future__ import annotations

import openpyxl
import pytest
from _workbooks_making import (
    LEGEND,
    LEVELS,
    PEOPLE,
    SKILLS,
    Maker,
    Typed,
    abouts,
    matrix,
    turned,
    values,
)

LISTED = [list(row) for row in LEVELS]


def test_people_in_columns(make: Maker) -> None:
    read = make.read(turned(matrix(LEVELS)))
    assert read["orientation"] == "people_in_columns"
    assert (read["skill_col"], read["first_skill_row"], read["header_row"]) == ("A", 2, 1)
    assert read["skills"] == SKILLS
    assert values(read) == LISTED


def test_people_in_columns_with_everything_around(make: Maker) -> None:
    rows: list[list[Typed]] = [
        ["Grupp", None, "Bearbetning", None, "Svets", "Övrigt"],
        ["Kompetens", "Skift", *SKILLS],
        *([name, "Dag", *row] for name, row in zip(PEOPLE, LEVELS, strict=True)),
        ["Vakant", None, 0, 0, 0, 0],
        ["Kravnivå", None, 3, 3, 2, 2],
        ["Antal ≥3", None, *(f'=COUNTIF(A{n}:F{n},">=3")' for n in range(3, 7))],
        ["Behov", None, 2, 2, 1, 1],
    ]
    read = make.read([*turned(rows), [], *([line] for line in LEGEND)])
    assert read["orientation"] == "people_in_columns"
    assert read["groups"] == {
        "Svarv": "Bearbetning",
        "Fräs": "Bearbetning",
        "TIG": "Svets",
        "Montering": "Övrigt",
    }
    assert values(read) == LISTED
    assert read["required_level"] == {"Svarv": 3, "Fräs": 3, "TIG": 2, "Montering": 2}
    assert read["required_count"] == {"Svarv": 2, "Fräs": 2, "TIG": 1, "Montering": 1}
    assert read["skip_people"] == ["Vakant"]
    assert read["ignored_cols"] == ["Antal ≥3"]
    assert read["meta"]["Anna Berglund"] == {"skift": "Dag"}


def test_codes_on_both_margins_are_asked(make: Maker) -> None:
    rows = [[None, "K01", "K02", "K03", "K04"], *([f"P0{n}", *row] for n, row in enumerate(LEVELS))]
    read = make.read(rows)
    assert abouts(read) == [("orientation", "sheet")]


@pytest.mark.parametrize("corner", ["Namn", "Anst.nr", "Medarbetare"])
def test_numbers_as_names(make: Maker, corner: str) -> None:
    rows = [
        [corner, *SKILLS],
        *([n, *row] for n, row in zip([10234, 10235, 10877, 20881], LEVELS, strict=True)),
    ]
    read = make.read(rows)
    assert list(read["people"]) == ["10234", "10235", "10877", "20881"]
    assert values(read) == LISTED


def test_rows_that_only_count_and_templates_of_zeros_are_no_people(make: Maker) -> None:
    rows = [
        ["Nr", "Namn", *SKILLS],
        *([n, name, *row] for n, name, row in zip(range(1, 5), PEOPLE, LEVELS, strict=True)),
    ]
    read = make.read([*rows, [5, None, 0, 0, 0, 0], [6, None, 0, 0, 0, 0]])
    assert (read["name_col"], list(read["people"])) == ("B", PEOPLE)


def test_meta_columns_and_part_time(make: Maker) -> None:
    rows: list[list[Typed]] = [["Anst.nr", "Namn", "Befattning", "Tjg %", "Anst.år", *SKILLS, "Kommentar"]]
    for n, (name, row, share) in enumerate(zip(PEOPLE, LEVELS, [100, 50, "75 %", 0.8], strict=True)):
        rows.append([1001 + n, name, "Operatör", share, 2004 + n, *row, "byter skift i höst"])
    read = make.read(rows)
    assert read["meta_cols"] == {"A": "anst.nr", "C": "befattning", "D": "tjg %", "E": "anst.år"}
    assert [person.get("_part_time") for person in read["people"].values()] == [None, 50, 75, 80]
    assert read["ignored_cols"] == ["Kommentar"]
    assert values(read) == LISTED


@pytest.mark.parametrize(
    ("written", "corner"),
    [
        (["BERGLUND, Anna", "Nordin, Bo", "Åslund,Cecilia", "Öberg , David"], "Namn"),
        (["Berglund Anna", "Nordin Bo", "Åslund Cecilia", "Öberg David"], "Namn"),
        (["  Anna   Berglund", "Bo\u00a0Nordin ", "Cecilia A\u030aslund", "David Öberg"], "Namn"),
        (["1. Anna Berglund", "2. Bo Nordin", "3. Cecilia Åslund", "4. David Öberg"], "Namn"),
    ],
)
def test_names_in_every_notation(make: Maker, written: list[str], corner: str) -> None:
    rows = [[corner, *SKILLS], *([name, *row] for name, row in zip(written, LEVELS, strict=True))]
    assert list(make.read(rows)["people"]) == PEOPLE


@pytest.mark.parametrize("last_first", [True, False])
def test_names_in_two_columns(make: Maker, last_first: bool) -> None:
    heads = ["Efternamn", "Förnamn"] if last_first else ["Förnamn", "Efternamn"]
    rows: list[list[Typed]] = [[*heads, *SKILLS]]
    for name, row in zip(PEOPLE, LEVELS, strict=True):
        first, last = name.split()
        rows.append([*([last, first] if last_first else [first, last]), *row])
    read = make.read(rows)
    assert (list(read["people"]), read["name_col"], values(read)) == (PEOPLE, "A", LISTED)


def test_two_people_of_one_name_stay_two(make: Maker) -> None:
    rows = [["Namn", *SKILLS], *(["Bo Nordin", *row] for row in LEVELS[:2])]
    assert list(make.read(rows)["people"]) == ["Bo Nordin", "Bo Nordin (2)"]


def test_vacancies_headings_and_spacers_in_the_middle(make: Maker) -> None:
    named = matrix(LEVELS)
    rows = [
        named[0], ["Dagskift"], *named[1:3], ["Vakant", 0, 0, 0, 0], [], ["Kvällsskift"], *named[3:],
        ["NN"], ["Inhyrd 1", 1, 1, 1, 1], ["Erik Lund (50 %)", 3, 3, 3, 3], [], ["Godkänd av"], ["Per Persson"],
    ]  # fmt: skip
    read = make.read(rows)
    assert list(read["people"]) == [*PEOPLE, "Erik Lund"]
    assert read["people"]["Erik Lund"]["_part_time"] == 50
    assert read["skip_people"] == ["Vakant", "NN", "Inhyrd 1"]
    assert values(read)[:4] == LISTED


def test_totals_by_value_and_by_formula(make: Maker) -> None:
    rows = [[*row] for row in matrix(LEVELS)]
    rows[0] += ["Totalt", "Antal"]
    for n, row in enumerate(rows[1:], 2):
        row += [sum(v for v in row[1:] if isinstance(v, int)), f'=COUNTIF(B{n}:E{n},">=3")']
    rows += [
        ["Totalt", 7, 6, 9, 6],
        ["Klarar", 1, 1, 2, 1],
        ["Medel", *(f"=AVERAGE({c}2:{c}5)" for c in "BCDE")],
    ]
    read = make.read(rows)
    assert list(read["people"]) == PEOPLE
    assert read["ignored_rows"] == ["Totalt", "Klarar", "Medel"]
    assert read["ignored_cols"] == ["Totalt", "Antal"]
    assert values(read) == LISTED


def test_a_beginner_without_any_level_is_no_total(make: Maker) -> None:
    names = ["Xhevat Gashi", "Tuyet Pham", "Zdzislaw Kowal", "Aregawi Tesfay"]
    heads = [*SKILLS, "Laser", "Kantpress", "Lager"]
    levels = [(3, 2, 1, 3, 2, 1, 1), (2, 3, 3, 2, 1, 3, 2), (0,) * 7, (1, 2, 0, 2, 3, 0, 3)]
    read = make.read([["Namn", *heads], *([name, *row] for name, row in zip(names, levels, strict=True))])
    assert list(read["people"]) == names


@pytest.mark.parametrize(
    ("label", "numbers", "kind"),
    [
        ("Kravnivå", (3, 3, 2, 2), "required_level"),
        ("Mål", (3, 3, 2, 2), "required_level"),
        ("Målnivå", (4, 3, 2, 2), "required_level"),
        ("Behov", (2, 2, 1, 1), "required_count"),
        ("Antal personer som krävs, behov", (2, 2, 1, 1), "required_count"),
        ("Krav", (12, 3, 2, 2), "required_count"),
        ("Krav", (3, 3, 2, 2), "requirement"),
        ("Min", (3, 3, 2, 2), "requirement"),
    ],
)
@pytest.mark.parametrize("place", ["above", "under the heads", "below"])
def test_rows_of_requirements(
    make: Maker, label: str, numbers: tuple[int, ...], kind: str, place: str
) -> None:
    rows, row = matrix(LEVELS), [label, *numbers]
    whole = {
        "above": [["Matris"], row, *rows],
        "under the heads": [rows[0], row, *rows[1:]],
        "below": [*rows, row],
    }
    read = make.read(whole[place])
    shown = [str(n) for n in numbers] if kind == "requirement" else list(numbers)
    assert read[kind] == dict(zip(SKILLS, shown, strict=True))
    assert {"required_level", "required_count", "requirement"} & set(read) == {kind}
    assert abouts(read) == ([("requirement", "sheet")] if kind == "requirement" else [])
    assert values(read) == LISTED


def test_a_requirement_in_letters_is_a_level(make: Maker) -> None:
    rows = [
        *matrix(["ILUO", "UOLI", "ULIO", "IIUU"]),
        ["Krav", "U", "U", "L", "O"],
        ["I=intro, L=med stöd, U=själv, O=lär ut"],
    ]
    assert make.read(rows)["required_level"] == {"Svarv": 3, "Fräs": 3, "TIG": 2, "Montering": 4}


def test_required_levels_are_canonical(make: Maker) -> None:
    rows = [*matrix([(5, 3, 1, 1), (2, 2, 3, None), (1, 1, 4, 3), (1, 5, 2, 2)]), ["Kravnivå", 4, 4, 3, 2]]
    assert make.read(rows)["required_level"] == {"Svarv": 3, "Fräs": 3, "TIG": 2, "Montering": 1}


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        (["Svarv (3)", "Fräs (2)", "TIG (3)", "Montering (1)"], "requirement"),
        (["Svarv (6)", "Fräs (2)", "TIG (3)", "Montering (1)"], "required_count"),
        (["(6) Svarv", "(2) Fräs", "(3) TIG", "(1) Montering"], "required_count"),
    ],
)
def test_requirements_in_heads(make: Maker, heads: list[str], kind: str) -> None:
    read = make.read([["Namn", *heads], *matrix(LEVELS)[1:]])
    assert read["skills"] == SKILLS
    assert list(read[kind]) == SKILLS


def test_numbers_that_tell_heads_apart_stay(make: Maker) -> None:
    heads = ["Svarv (1)", "Svarv (2)", "TIG", "Montering"]
    assert make.read([["Namn", *heads], *matrix(LEVELS)[1:]])["skills"] == heads


def test_groups_merged_over_merged_heads(make: Maker) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for reference in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
            book.worksheets[0].merge_cells(reference)

    rows = [
        ["Kompetensmatris"],
        ["Namn", "Avd", "Bearbetning", None, "Svets", None],
        [None, None, *SKILLS],
        *([name, "A", *row] for name, row in zip(PEOPLE, LEVELS, strict=True)),
    ]
    for change in (merge, None):
        read = make.read(rows, change=change)
        assert (read["header_row"], read["group_row"], read["first_person_row"]) == (3, 2, 4)
        assert list(read["groups"].values()) == ["Bearbetning", "Bearbetning", "Svets", "Svets"]
        assert values(read) == LISTED


def test_merged_values_hold_for_each_cell(make: Maker) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("B2:B3")

    rows = matrix([(4, 3, 0, 1), (None, 2, 3, None), *LEVELS[2:]])
    assert [row[0] for row in values(make.read(rows, change=merge))] == [4, 4, 0, 1]


def test_now_and_target_beside_each_other(make: Maker) -> None:
    rows: list[list[Typed]] = [["Namn", "Svarv", None, "Fräs", None], [None, "Nu", "Mål", "Nu", "Mål"]]
    rows += [
        [name, *row]
        for name, row in zip(PEOPLE, [(1, 2, 3, 3), (4, 4, 2, 3), (0, None, 1, 3), (2, 3, 2, 2)], strict=True)
    ]
    read = make.read(rows)
    assert read["skills"] == ["Svarv", "Fräs"]
    assert values(read) == [[1, 3], [4, 2], [0, 1], [2, 2]]
    assert read["targets"]["Cecilia Åslund"] == {"Fräs": 3}


def test_now_and_target_for_each_person(make: Maker) -> None:
    rows: list[list[Typed]] = [["Namn", None, *SKILLS]]
    for name, row in zip(PEOPLE, LEVELS, strict=True):
        rows += [[name, "Nu", *row], [None, "Mål", *(None if v is None else 4 for v in row)]]
    for sheet in (rows, turned(rows)):
        read = make.read(sheet)
        assert values(read) == LISTED
        assert read["targets"]["Bo Nordin"] == {"Svarv": 4, "Fräs": 4, "TIG": 4}
        assert "required_level" not in read


def test_the_skill_stands_above_the_word_level(make: Maker) -> None:
    rows: list[list[Typed]] = [
        ["Namn", "Svarv", None, "Fräs", None],
        [None, "Nivå", "Datum", "Nivå", "Datum"],
    ]
    rows += [
        [name, *row]
        for name, row in zip(PEOPLE, [(1, "2023-05-02", 3, None)] * 2 + [(4, None, 0, None)] * 2, strict=True)
    ]
    read = make.read(rows)
    assert read["skills"] == ["Svarv", "Fräs"]
    assert values(read) == [[1, 3], [1, 3], [4, 0], [4, 0]]


@pytest.mark.parametrize("heads", [[1604, 2210, 3305, 4410], [10, 20, 30, 40]])
def test_numbers_as_heads(make: Maker, heads: list[int]) -> None:
    read = make.read([["Namn", *heads], *matrix(LEVELS)[1:]])
    assert read["skills"] == [str(head) for head in heads]
    assert values(read) == LISTED


def test_rows_of_weights_and_risks_are_no_people(make: Maker) -> None:
    rows = [
        *matrix(LEVELS),
        ["Behov", 2, 2, 2, 2],
        ["Risk", 3, 2, 1, 1],
        ["Ledtid", 1, 2, 2, 1],
        ["Övrigt", 1, 2, 1, 1],
    ]
    read = make.read(rows)
    assert list(read["people"]) == PEOPLE
    assert read["ignored_rows"] == ["Risk", "Ledtid", "Övrigt"]


def test_a_role_after_the_name_is_no_first_name(make: Maker) -> None:
    rows = [
        ["Namn", *SKILLS],
        *([f"{name}, operatör", *row] for name, row in zip(PEOPLE, LEVELS, strict=True)),
    ]
    assert list(make.read(rows)["people"]) == PEOPLE


def test_a_skill_that_nobody_has_stays(make: Maker) -> None:
    rows = [[*row, None] for row in matrix(LEVELS)]
    rows[0][-1] = "Ny maskin"
    assert make.read(rows)["skills"] == [*SKILLS, "Ny maskin"]


def test_the_day_of_the_sheet(make: Maker) -> None:
    for line in (["Uppdaterad: 12 maj 2022"], ["Reviderad", None, "2022-05-12"], ["Datum", "220512"]):
        assert make.read([["Kompetensmatris"], line, *matrix(LEVELS)])["date"] == "2022-05-12"


def test_several_sheets_with_a_conflict_a_legend_and_a_hidden_one(make: Maker) -> None:
    evening = [
        ["Namn", *SKILLS],
        ["BERGLUND, Anna", 3, 3, 0, 1],
        ["Eva Ek", 2, 2, 2, 2],
        ["Ulf Nyman", 0, 4, 1, 3],
    ]
    sheets = {
        "Dag": matrix(LEVELS),
        "Kväll": evening,
        "Skala": [[line] for line in LEGEND],
        "2019": matrix(LEVELS),
    }
    read = make.read(sheets=sheets, hidden=["2019"])
    assert read["sheets"] == ["Dag", "Kväll"]
    assert read["hidden_sheets"] == ["2019"]
    assert read["ignored_sheets"] == ["Skala"]
    assert read["conflicts"] == [
        {"person": "Anna Berglund", "skill": "Svarv", "values": {"Dag": 4, "Kväll": 3}}
    ]
    assert [len(one["people"]) for one in read["matrices"]] == [4, 3]
    assert read["matrices"][1]["legend"]["4"] == "Kan lära ut"


def test_two_matrices_on_one_sheet(make: Maker) -> None:
    other = [
        ["Lager"],
        ["Namn", "Truck", "Plock", "Packning"],
        ["Eva Ek", 3, 2, 1],
        ["Ulf Nyman", 4, 4, 0],
        ["Ines Alm", 0, 2, 4],
    ]
    read = make.read([*matrix(LEVELS), [], *other])
    assert [one["skills"] for one in read["matrices"]] == [SKILLS, ["Truck", "Plock", "Packning"]]
    assert [len(one["people"]) for one in read["matrices"]] == [4, 3]


def test_heads_repeated_on_a_new_page_are_no_person(make: Maker) -> None:
    rows = matrix(LEVELS)
    assert list(make.read([*rows[:3], rows[0], *rows[3:]])["people"]) == PEOPLE
