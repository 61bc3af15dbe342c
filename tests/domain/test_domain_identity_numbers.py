"""Organisation numbers, serials, and personal numbers that are found and never repeated."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity_numbers import (
    find_personal_numbers,
    organisation_number,
    parse_sole_trader_serial,
    refuse_personal_numbers,
    safe_to_show,
    sole_trader_serial,
)
from app.domain.refusal import Refusal


def check_digit(nine: str) -> str:
    """Luhn by doubling every second digit from the left, written apart from the code that is tested."""
    total = 0
    for place, digit in enumerate(nine):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value if value < 10 else value - 9
    return str((10 - total % 10) % 10)


nine_of_a_company = st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True)
days = st.dates(date(1900, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "5560360793",
        "556036-0793",
        " 556036-0793\n",
        "556036–0793",
        "556036\u00a00793",
        "55 60 36 07 93",
        "16556036-0793",
        "165560360793",
        "SE556036079301",
        "se 556036-0793 01",
    ],
)
def test_forms_of_one_number(typed: str) -> None:
    assert organisation_number(typed) == "556036-0793"


def test_a_number_of_a_public_authority() -> None:
    assert organisation_number("2120000142") == "212000-0142"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("Bergs Mekaniska", "characters"),
        ("٥٥٦٠٣٦٠٧٩٣", "characters"),
        ("SE5560360793", "characters"),
        ("55603-0793", "length"),
        ("5560360793123", "length"),
        ("556036-0794", "check_digit"),
        ("750231-0241", "personal"),
        ("750228-0241", "personal"),
        ("19750228-0241", "personal"),
        ("16750228-0241", "personal"),
        ("750228+0241", "personal"),
        ("750288-0241", "personal"),
        ("0000000000", "third_digit"),
        ("5513360793", "third_digit"),
    ],
)
def test_what_is_refused_and_why(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        organisation_number(typed)
    assert refused.value.code == f"domain.orgnr.{code}"
    if code != "check_digit":
        assert not any(isinstance(value, str) for value in refused.value.params.values())


@given(nine_of_a_company)
def test_the_right_check_digit_and_no_other(nine: str) -> None:
    right = check_digit(nine)
    assert organisation_number(nine + right) == f"{nine[:6]}-{nine[6:]}{right}"
    for digit in "0123456789":
        if digit != right:
            with pytest.raises(Refusal):
                organisation_number(nine + digit)


@given(nine_of_a_company, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, step: int) -> None:
    right = nine + check_digit(nine)
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    with pytest.raises(Refusal):
        organisation_number(wrong)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    try:
        number = organisation_number(text)
    except Refusal:
        return
    assert organisation_number(number) == number


@given(days, st.integers(0, 999), st.sampled_from(["", "-", "+", "–", " - "]), st.booleans(), st.booleans())
def test_a_personal_number_is_found_wherever_it_stands(
    born: date, serial: int, joint: str, century: bool, coordination: bool
) -> None:
    day = born.day + (60 if coordination else 0)
    six = f"{born.year % 100:02d}{born.month:02d}{day:02d}"
    last = f"{serial:03d}" + check_digit(f"{six}{serial:03d}")
    number = (str(born.year)[:2] if century else "") + six + joint + last
    text = f"Anna ({number}), svetsare"
    (span,) = find_personal_numbers(text)
    assert text[span.start : span.end] == number and span.likely
    with pytest.raises(Refusal) as refused:
        refuse_personal_numbers(text, "anteckningen")
    assert refused.value.params == {"where": "anteckningen"}
    assert last not in str(refused.value) and last not in safe_to_show(text)
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    (span,) = find_personal_numbers(wrong)
    assert not span.likely
    refuse_personal_numbers(wrong, "anteckningen")
    with pytest.raises(Refusal) as refused:
        organisation_number(number)
    assert last not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "556036-0793",
        "750230-0240",  # no such day in February
        "19010229-0014",  # 1901 was no leap year
        "063-12 34 56",
        "220512 1330",
        "2022-05-12",
        "17502280241",
        "7502280241123",
        "",
    ],
)
def test_what_is_no_personal_number(text: str) -> None:
    assert find_personal_numbers(text) == ()


def test_several_numbers_in_one_text() -> None:
    text = "750228-0241; 8002291234 och 19991231-0003"
    assert [text[span.start : span.end] for span in find_personal_numbers(text)] == [
        "750228-0241",
        "8002291234",
        "19991231-0003",
    ]


def test_serials() -> None:
    assert sole_trader_serial(7) == "EF-007"
    assert sole_trader_serial(1234) == "EF-1234"
    assert parse_sole_trader_serial(" ef7 ") == parse_sole_trader_serial("EF-007") == "EF-007"
    for wrong in (0, 1_000_000):
        with pytest.raises(Refusal, match=r"serial\.range"):
            sole_trader_serial(wrong)
    with pytest.raises(Refusal, match=r"serial\.shape"):
        parse_sole_trader_serial("750228-0241")


def test_what_may_be_shown_again() -> None:
    assert safe_to_show("  Östersnud \n") == "Östersnud"
    assert safe_to_show("Anna 750228 0241 x") == "Anna … x"
    assert safe_to_show("19 75 02 28-02 41") == "…"
    assert len(safe_to_show("å" * 500)) == 60
