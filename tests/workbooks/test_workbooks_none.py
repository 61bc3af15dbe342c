"""Sheets that look like a matrix and are none: "no matrix" is a right answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from _workbooks_making import LEVELS, PEOPLE, SKILLS, Maker, Rows, Typed, matrix

from app.domain.refusal import Refusal


def labelled(
    corner: str, heads: Sequence[Typed], labels: Sequence[str], rows: Sequence[Sequence[Typed]]
) -> Rows:
    return [[corner, *heads], *([label, *row] for label, row in zip(labels, rows, strict=True))]


ROLES = ["VD", "Produktionschef", "Operatör", "Inköpare"]
NO_MATRIX: dict[str, Rows] = {
    "roles against tasks": labelled("Roll", SKILLS, ROLES, ["xxxx", ["x", None, "x", "x"], "xxxx", "xxxx"]),
    "responsibilities": matrix(["RACI", "ARCI", "IIRA", "CCCR"]),
    "roster": labelled("Namn", ["Mån", "Tis", "Ons", "Tor"], PEOPLE, ["DDKN", "KKDN", "NNLD", "DDDD"]),
    "roster of weeks": labelled("Namn", ["v.12", "v.13", "v.14"], PEOPLE, [(1, 2, 1)] * 4),
    "roster of a month": labelled("Namn", list(range(10, 20)), PEOPLE, [(1, 2) * 5] * 4),
    "empty form": [["Namn", *SKILLS], *([name] for name in PEOPLE)],
    "form without people": [["Namn", *SKILLS], [None], [None]],
    "prices": [
        ["Artikel", "Pris", "Lager"],
        ["Skruv", 12.5, 300],
        ["Mutter", 3.25, 1200],
        ["Bricka", 1.0, 40],
    ],
    "text": [["Hej"], ["Detta är ett brev"]],
    "nothing": [],
}


@pytest.mark.parametrize("kind", NO_MATRIX)
def test_what_only_looks_like_a_matrix_is_none(make: Maker, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        make.read(NO_MATRIX[kind])
    assert refused.value.code == "workbooks.no_matrix"


def test_only_hidden_matrices_are_none(make: Maker) -> None:
    with pytest.raises(Refusal) as refused:
        make.read(sheets={"Info": [["Hej"]], "2019": matrix(LEVELS)}, hidden=["2019"])
    assert refused.value.code == "workbooks.no_matrix"
