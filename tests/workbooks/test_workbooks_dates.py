"""Dates in every Swedish notation, and columns of licences."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

import pytest
from _workbooks_making import LEVELS, PEOPLE, Maker, Typed, abouts, matrix
from hypothesis import given
from hypothesis import strategies as st

from app.workbooks.dates import read_date

GOLDEN = {
    "2023-05-31": "2023-05-31",
    "2023/5/31": "2023-05-31",
    "2023.05.31": "2023-05-31",
    "2024-05-31 00:00:00": "2024-05-31",
    "20250115": "2025-01-15",
    "231231": "2023-12-31",
    "23-05-31": "2023-05-31",
    "2023-05": "2023-05-31",
    "2024/2": "2024-02-29",
    "05/2023": "2023-05-31",
    "202305": "2023-05-31",
    "31/12 2023": "2023-12-31",
    "31/12-23": "2023-12-31",
    "31/12 -23": "2023-12-31",
    "31-12-2023": "2023-12-31",
    "15.1.2025": "2025-01-15",
    "15.1.25": "2025-01-15",
    "maj 2023": "2023-05-31",
    "Maj -23": "2023-05-31",
    "okt -22": "2022-10-31",
    "okt. 2022": "2022-10-31",
    "dec 23": "2023-12-31",
    "2023 maj": "2023-05-31",
    "12 maj 2022": "2022-05-12",
    "1:e maj 2023": "2023-05-01",
    "31 december -23": "2023-12-31",
    "v.12 2024": "2024-03-24",
    "v 12 -24": "2024-03-24",
    "v12-24": "2024-03-24",
    "vecka 1 2021": "2021-01-10",
    "2024 v.12": "2024-03-24",
    "2024-W12": "2024-03-24",
    "v2412": "2024-03-24",
    "v.53 2020": "2021-01-03",
    "2024-06 (förlängs)": "2024-06-30",
    "t.o.m. 2024-05-31": "2024-05-31",
    "tom 240531": "2024-05-31",
    "giltig till maj 2024": "2024-05-31",
}
ASKED = [
    "2021", "45000", "3", "maj", "v.12", "1/6", "31 maj", "2023-02-30", "vecka 53 2023", "201105", "05.06.23",
    "2024-05-31?", "utf. 2020-05-01", "fr.o.m. 2020-05-01", "Q2 2024", "31.12.23",
]  # fmt: skip
NO_DATES = ["livstid", "JA", "anmäld", "x", "-", "", "Svarv", "1-2", "2→3", "B1", "ISO 9606-1"]


@pytest.mark.parametrize("typed", GOLDEN)
def test_golden(typed: str) -> None:
    read = read_date(typed)
    assert read is not None and read.day is not None
    assert read.day.isoformat() == GOLDEN[typed]


@pytest.mark.parametrize("typed", ASKED)
def test_asked(typed: str) -> None:
    read = read_date(typed)
    assert read is not None and read.day is None


@pytest.mark.parametrize("typed", NO_DATES)
def test_no_date(typed: str) -> None:
    assert read_date(typed) is None


days = st.dates(date(1950, 1, 1), date(2069, 12, 31))
MONTHS = ["januari", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sept", "oktober", "nov", "december"]


@given(days)
def test_whole_dates_round_trip(day: date) -> None:
    month = MONTHS[day.month - 1]
    for typed in (
        day.isoformat(), day.strftime("%Y%m%d"), day.strftime("%Y/%m/%d"), f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}", f"{day.day} {month} {day.year}", f"giltigt t.o.m. {day.isoformat()}",
    ):  # fmt: skip
        read = read_date(typed)
        assert read is not None and read.day == day, typed


@given(days)
def test_months_end_on_their_last_day_and_weeks_on_sunday(day: date) -> None:
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    for typed in (day.strftime("%Y-%m"), f"{MONTHS[day.month - 1]} {day.year}", f"{day.month}/{day.year}"):
        read = read_date(typed)
        assert read is not None and read.day == last, typed
    year, week, weekday = day.isocalendar()
    sunday = day + timedelta(days=7 - weekday)
    for typed in (f"v.{week} {year}", f"{year} v.{week}", f"{year}-W{week:02d}"):
        read = read_date(typed)
        assert read is not None and read.day == sunday, typed


@given(days)
def test_short_dates_are_right_or_asked(day: date) -> None:
    day = day.replace(year=2000 + day.year % 69, day=min(day.day, 28))
    for typed in (day.strftime("%y%m%d"), day.strftime("%d.%m.%y"), day.strftime("%y-%m-%d")):
        read = read_date(typed)
        assert read is not None
        assert read.day == day or (read.day is None and day in read.proposals), typed


@given(st.text(max_size=30))
def test_nothing_makes_it_fail(text: str) -> None:
    read_date(text)


def licences(*columns: tuple[str, list[Typed]]) -> list[list[Typed]]:
    return [
        ["Namn", *(head for head, _ in columns)],
        *([name, *(c[n] for _, c in columns)] for n, name in enumerate(PEOPLE)),
    ]


TRUCK: tuple[str, list[Typed]] = ("Truck", ["2024-05-31", "maj 2023", None, "utgånget"])
HOT: tuple[str, list[Typed]] = ("Heta arbeten", [datetime(2024, 3, 1), datetime(2025, 2, 4), "x", 2021])


def test_dates_of_unknown_sense_are_asked(make: Maker) -> None:
    read = make.read(licences(TRUCK, HOT))
    assert read["certificates"] == ["Truck", "Heta arbeten"]
    assert abouts(read) == [("dates", "sheet"), ("dates", "cell David Öberg | Heta arbeten")]


def test_dates_of_known_sense_are_not(make: Maker) -> None:
    read = make.read([["Certifikat, giltiga t.o.m."], *licences(TRUCK, HOT)])
    assert abouts(read) == [("dates", "cell David Öberg | Heta arbeten")]
    assert read["people"]["Anna Berglund"] == {
        "Truck": ["valid_to", "2024-05-31"],
        "Heta arbeten": ["valid_to", "2024-03-01"],
    }


def test_days_of_issue_are_asked_first_as_such(make: Maker) -> None:
    read = make.read([["Genomförda utbildningar"], *licences(TRUCK, HOT)])
    assert read["questions"][0]["choices"] == ["issued", "valid_to"]


def test_words_of_licences(make: Maker) -> None:
    words: list[Typed] = ["livstid", "tills vidare", "saknas", "anmäld"]
    more: list[Typed] = ["JA", "Nej", "(x)", "Ja 2024-05-31"]
    read = make.read([["Giltigt t.o.m."], *licences(TRUCK, ("ADR", words), ("Lift", more))])
    assert [person["ADR"][0] for person in read["people"].values()] == [
        "valid_no_end",
        "valid_no_end",
        "missing",
        "planned",
    ]
    assert [person["Lift"] for person in read["people"].values()] == [
        ["held_unknown_end", None], ["none", None], ["planned", None], ["valid_to", "2024-05-31"],
    ]  # fmt: skip


def test_a_column_of_dates_among_levels(make: Maker) -> None:
    rows = [[*row, more] for row, more in zip(matrix(LEVELS), ["Truckkort t.o.m.", *TRUCK[1]], strict=True)]
    read = make.read(rows)
    assert read["certificates"] == ["Truckkort t.o.m."]
    assert read["scale"] == "0-4"
    assert read["questions"] == []
    assert read["people"]["Anna Berglund"]["Truckkort t.o.m."] == ["valid_to", "2024-05-31"]
