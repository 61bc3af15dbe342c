"""Municipality, trade, name, alphabet and stage of a company."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.collation import swedish_key
from app.domain.company import (
    Stage,
    find_municipality,
    find_sni,
    parse_municipalities,
    parse_sni_divisions,
    stage,
)
from app.domain.evidence import CompanyId, CompanyRef, InterviewFact, Scope, SessionFact
from app.domain.programme import parse_programme
from app.domain.refusal import Refusal
from app.paths import resource


def catalogue(name: str) -> str:
    return resource("catalogues", name).read_text(encoding="utf-8")


MUNICIPALITIES = parse_municipalities(catalogue("municipalities.csv"))
DIVISIONS = parse_sni_divisions(catalogue("sni2007_divisions.csv"))
SIMMITT = parse_programme(resource("programmes", "simmitt.toml").read_text(encoding="utf-8"))


def test_all_municipalities_of_both_counties() -> None:
    assert len(MUNICIPALITIES) == 15
    assert {one.county for one in MUNICIPALITIES} == {"Jämtlands län", "Västernorrlands län"}
    assert all(one.code.startswith(one.county_code) for one in MUNICIPALITIES)


@pytest.mark.parametrize(
    "typed",
    [
        "Östersund",
        "östersund",
        " ÖSTERSUND ",
        unicodedata.normalize("NFD", "Östersund"),
        "2380",
        "Östersunds kommun",
    ],
)
def test_a_municipality_by_name_or_code(typed: str) -> None:
    found = find_municipality(typed, MUNICIPALITIES)
    assert (found.code, found.county_code, found.nuts3) == ("2380", "23", "SE322")


@given(
    st.sampled_from(MUNICIPALITIES),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["", " kommun", "s kommun"]),
)
def test_every_municipality_is_found(municipality: object, form: str, ending: str) -> None:
    name = unicodedata.normalize(form, municipality.name)
    assert find_municipality(name.upper() + ending, MUNICIPALITIES) == municipality
    assert find_municipality(municipality.code, MUNICIPALITIES) == municipality


@pytest.mark.parametrize(
    ("typed", "code", "hint"),
    [
        ("Ostersund", "near", "Östersund"),
        ("Sundsval", "near", "Sundsvall"),
        ("Are", "near", "Åre"),
        ("Stockholm", "unknown", "Örnsköldsvik"),
        ("2480", "unknown", "Ånge"),
        ("  ", "empty", ""),
    ],
)
def test_an_unknown_municipality_is_refused_with_names(typed: str, code: str, hint: str) -> None:
    with pytest.raises(Refusal) as refused:
        find_municipality(typed, MUNICIPALITIES)
    assert refused.value.code == f"domain.municipality.{code}"
    assert hint in str(refused.value)


def test_a_personal_number_in_a_wrong_field_is_not_repeated() -> None:
    for find in (lambda t: find_municipality(t, MUNICIPALITIES), lambda t: find_sni(t, DIVISIONS)):
        with pytest.raises(Refusal) as refused:
            find("750228-0241")
        assert "0241" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "code", "division"),
    [
        ("25", "25", "25"),
        ("25.6", "25.6", "25"),
        ("25620", "25.620", "25"),
        ("25.620", "25.620", "25"),
        ("02", "02", "02"),
        ("tillverkning av möbler", "31", "31"),
        ("Furniture", "31", "31"),
    ],
)
def test_sni(typed: str, code: str, division: str) -> None:
    found = find_sni(typed, DIVISIONS)
    assert (found.code, found.division.code, found.classification) == (code, division, "SNI 2007")


@pytest.mark.parametrize(
    ("typed", "code", "hint"),
    [
        ("99.100", "unknown", "33"),
        ("", "empty", ""),
        ("Tillverkning av möblr", "near", "(31)"),
        ("256201", "unknown", "25"),
        ("2", "unknown", "25"),
    ],
)
def test_an_unknown_trade_is_refused(typed: str, code: str, hint: str) -> None:
    with pytest.raises(Refusal) as refused:
        find_sni(typed, DIVISIONS)
    assert refused.value.code == f"domain.sni.{code}"
    assert hint in str(refused.value)


def test_quoted_semicolons_and_a_byte_order_mark() -> None:
    assert find_sni("38", DIVISIONS).division.sv == "Avfallshantering; återvinning"
    assert parse_sni_divisions("\ufeff" + catalogue("sni2007_divisions.csv")) == DIVISIONS
    with pytest.raises(ValueError, match="lankod"):
        parse_municipalities("kod;namn\n1;2\n")


def test_the_swedish_alphabet() -> None:
    names = [
        "Ånge",
        "Östersund",
        "Ärla",
        "Zinkgruvan",
        "Åre",
        "Vemdalen",
        "Wången",
        "Ydre",
        "Ünder",
        "éa",
        "Ea",
        "ab",
    ]
    assert sorted(names, key=swedish_key) == [
        "ab",
        "Ea",
        "éa",
        "Vemdalen",
        "Wången",
        "Ydre",
        "Ünder",
        "Zinkgruvan",
        "Ånge",
        "Åre",
        "Ärla",
        "Östersund",
    ]
    assert swedish_key(unicodedata.normalize("NFD", "Åre"))[:2] == swedish_key("åre")[:2]


@given(st.lists(st.text(alphabet="abvwzåäöÅÄÖéü -1", max_size=6), max_size=12))
def test_sorting_does_not_depend_on_the_order_given(names: list[str]) -> None:
    turned = list(reversed(names))
    assert sorted(names, key=swedish_key) == sorted(turned, key=swedish_key)


DAY = date(2022, 5, 12)
ONE = CompanyRef(CompanyId("c1"), "Ett AB")


def session(activity: str, days: int) -> SessionFact:
    return SessionFact(ONE, activity, DAY + timedelta(days=days), 60)


def interview(scope: Scope | None, days: int, *, finished: bool = True) -> InterviewFact:
    return InterviewFact(ONE, scope, finished, DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("interviews", "sessions", "expected"),
    [
        ([], [], Stage.CONTACTED),
        ([], [session("HA3.2", 1)], Stage.CONTACTED),
        ([interview(None, 0, finished=False)], [], Stage.SHORT_INTERVIEW),
        ([interview(Scope.SHORT, -3)], [], Stage.SHORT_INTERVIEW),
        ([], [session("HA1.1", 0)], Stage.SHORT_INTERVIEW),
        ([interview(Scope.SHORT, -3), interview(Scope.DEEP, 0, finished=False)], [], Stage.DEEP_ANALYSIS),
        ([], [session("HA2.4", -1)], Stage.DEEP_ANALYSIS),
        ([interview(Scope.DEEP, -9)], [session("HA3.2", 0)], Stage.INTERVENTION),
        ([interview(Scope.DEEP, -9)], [session("HA3.2", 1)], Stage.DEEP_ANALYSIS),
        ([interview(Scope.DEEP, -9), interview(Scope.DEEP, 0)], [session("HA3.2", -5)], Stage.FOLLOWED_UP),
        ([interview(Scope.DEEP, -9), interview(Scope.DEEP, -6)], [session("HA3.2", -5)], Stage.INTERVENTION),
        (
            [interview(Scope.DEEP, -9), interview(Scope.DEEP, 0, finished=False)],
            [session("HA3.2", -5)],
            Stage.INTERVENTION,
        ),
        ([interview(Scope.DEEP, -5)], [session("HA3.2", -5)], Stage.INTERVENTION),
    ],
)
def test_stage(interviews: list[InterviewFact], sessions: list[SessionFact], expected: Stage) -> None:
    assert stage(interviews, sessions, SIMMITT, DAY) is expected
