"""Random well-formed matrices: the reading is what was written, whatever stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from _workbooks_making import LEGEND, Maker, Typed, turned, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal

FIRST = [
    "Anna",
    "Bo",
    "Cecilia",
    "David",
    "Elin",
    "Farid",
    "Gun",
    "Håkan",
    "Ines",
    "Johan",
    "Karin",
    "Zdenko",
    "Liang",
]
LAST = [
    "Berglund",
    "Nordin",
    "Åslund",
    "Öberg",
    "Sjödin",
    "Karimi",
    "Hägglund",
    "Lif",
    "af Ström",
    "Ek",
    "Wu",
    "O'Neil",
]
SKILL = [
    "CNC-svarv", "CNC-fräs 5-ax", "Manuell fräs", "MIG/MAG", "TIG", "Mätning/CMM", "Station 10", "Station 20",
    "Packning", "Provning", "Robot 2", "Kantpress", "Laser", "Pulverlack", "Ritningsläsning", "B 1604", "5S",
    "Ledarskap", "Engelska", "Underhåll nivå 2", "Offert & kalkyl", "Heta arbeten",
]  # fmt: skip
FIVE = ["1 = Ingen kunskap", "2 = Under upplärning", "3 = Med stöd", "4 = Själv", "5 = Kan lära ut"]
LETTERS = ["I = introduktion", "L = med handledning", "U = utan hjälp", "O = kan lära ut"]
BALLS = ["○ = Ej", "◔ = Påbörjad", "◑ = Med stöd", "◕ = Själv", "● = Lär ut"]
CODED = {
    "0-4": ("01234", LEGEND),
    "1-5": ("12345", FIVE),
    "ILUO": ("-ILUO", LETTERS),
    "harvey": ("○◔◑◕●", BALLS),
}


@dataclass(frozen=True)
class Written:
    rows: list[list[Typed]]
    people: list[str]
    skills: list[str]
    levels: list[list[int | None]]
    scale: str
    turned: bool


def whole(symbol: str) -> Typed:
    return int(symbol) if symbol.isdigit() else symbol


@st.composite
def workbooks(draw: st.DrawFn) -> Written:
    scale = draw(st.sampled_from(sorted(CODED)))
    symbols, legend = CODED[scale]
    pairs = st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST))
    names = [" ".join(p) for p in draw(st.lists(pairs, min_size=3, max_size=9, unique=True))]
    skills = draw(st.lists(st.sampled_from(SKILL), min_size=3, max_size=9, unique=True))
    cell = st.one_of(st.integers(0, 4), st.integers(0, 4), st.none())
    levels = [[draw(cell) for _ in skills] for _ in names]
    # Every skill has somebody above 1 and the scale's ends are in use, so that nothing is left to ask.
    for column in range(len(skills)):
        levels[column % len(names)][column] = 2 + column % 3
    levels[0][0], levels[1][0], levels[2][0] = 4, 0, 2
    head_rows: list[list[Typed]] = draw(
        st.sampled_from(
            [[], [["Kompetensmatris"], []], [["Matris verkstad"], ["Uppdaterad", "2022-05-12"], []]]
        )
    )
    metas = draw(st.lists(st.sampled_from(["Befattning", "Skift", "Avd"]), unique=True, max_size=2))
    texts = {"Befattning": "Operatör", "Skift": "Dag", "Avd": "Verkstad"}
    rows: list[list[Typed]] = [["Namn", *metas, *skills]]
    for number, (name, line) in enumerate(zip(names, levels, strict=True)):
        if number and draw(st.integers(0, 9)) == 0:
            rows.append([])
        if number and draw(st.integers(0, 9)) == 0:
            rows.append(["Vakant"])
        rows.append(
            [
                name,
                *(texts[meta] for meta in metas),
                *(None if v is None else whole(symbols[v]) for v in line),
            ]
        )
    if draw(st.booleans()):
        rows.append(["Behov", *([None] * len(metas)), *([2] * len(skills))])
    # Legends of a turned sheet stand under it, not beside it.
    is_turned = draw(st.booleans())
    body = turned(rows) if is_turned else rows
    return Written(
        [*head_rows, *body, [], *([line] for line in legend)], names, skills, levels, scale, is_turned
    )


@given(written=workbooks())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_is_what_was_written(tmp_path: Path, written: Written) -> None:
    read = Maker(tmp_path).read(written.rows)
    assert read["orientation"] == ("people_in_columns" if written.turned else "people_in_rows")
    assert read["skills"] == written.skills
    assert list(read["people"]) == written.people
    assert read["scale"] == written.scale
    assert values(read) == written.levels
    assert read["questions"] == []


@given(
    marks=st.lists(st.lists(st.sampled_from(["x", None]), min_size=5, max_size=5), min_size=4, max_size=6),
    pair=st.sampled_from([("x", "held"), ("X", "held"), ("✔", "held"), ("J", "held"), ("Ja", "held")]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_marks_are_what_was_written(
    tmp_path: Path, marks: Sequence[Sequence[str | None]], pair: tuple[str, str]
) -> None:
    lines = [list(line) for line in marks]
    lines[0] = ["x"] * 5
    lines[1][0] = "x"
    rows: list[list[Typed]] = [["Medarbetare", *SKILL[:5]]]
    rows += [
        [f"{FIRST[n]} {LAST[n]}", *(pair[0] if mark else None for mark in line)]
        for n, line in enumerate(lines)
    ]
    read = Maker(tmp_path).read(rows)
    assert values(read) == [[pair[1] if mark else None for mark in line] for line in lines]


@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-5, 99),
                st.floats(allow_nan=False, allow_infinity=False),
                st.text(
                    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
                    max_size=12,
                ),
            ),
            max_size=7,
        ),
        max_size=9,
    )
)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sheet_is_read_or_refused(tmp_path: Path, rows: list[list[Typed]]) -> None:
    cleaned = [[None if isinstance(v, str) and v.startswith("=") else v for v in row] for row in rows]
    try:
        Maker(tmp_path).read(cleaned)
    except Refusal as refused:
        assert refused.code == "workbooks.no_matrix"
