"""What may be logged as a session."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.coaching import (
    Due,
    check_minutes,
    check_people,
    check_session,
    due,
    parse_date,
    step_done,
)
from app.domain.programme import parse_programme
from app.domain.refusal import Refusal
from app.paths import resource

SIMMITT = parse_programme(resource("programmes", "simmitt.toml").read_text(encoding="utf-8"))


def test_a_session() -> None:
    session = check_session(SIMMITT, activity="ha 3.2", day="2022-05-12", minutes="90", women="2", men=0)
    assert (session.activity.code, session.day, session.minutes) == ("HA3.2", date(2022, 5, 12), 90)
    assert (session.women, session.men) == (2, 0)
    assert not session.outside_programme and not session.outside_activity


@pytest.mark.parametrize(
    ("activity", "day", "programme", "own"),
    [
        ("HA3.2", "2020-12-31", True, True),
        ("HA3.2", "2021-01-01", False, False),
        ("HA3.2", "2023-02-28", False, False),
        ("HA3.2", "2025-11-24", True, True),
        ("AVS", "2022-05-12", False, True),
    ],
)
def test_a_day_outside_the_period_is_marked_and_not_refused(
    activity: str, day: str, programme: bool, own: bool
) -> None:
    session = check_session(SIMMITT, activity=activity, day=day, minutes=60)
    assert (session.outside_programme, session.outside_activity) == (programme, own)
    assert session.women is session.men is None
    assert session == check_session(SIMMITT, activity=activity, day=date.fromisoformat(day), minutes=60)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"activity": "HA9.9"}, "activity.unknown"),
        ({"activity": ""}, "activity.unknown"),
        ({"day": "2022-02-30"}, "date.impossible"),
        ({"day": "2022-13-01"}, "date.impossible"),
        ({"day": "2021-02-29"}, "date.impossible"),
        ({"day": "12/5 2022"}, "date.shape"),
        ({"day": "20220512"}, "date.shape"),
        ({"day": "2022-5-12"}, "date.shape"),
        ({"day": "2022-W19-4"}, "date.shape"),
        ({"day": ""}, "date.shape"),
        ({"day": "٢٠٢٢-٠٥-١٢"}, "date.shape"),
        ({"day": "0022-05-12"}, "date.year"),
        ({"minutes": 0}, "minutes.range"),
        ({"minutes": "-5"}, "minutes.range"),
        ({"minutes": 1441}, "minutes.range"),
        ({"minutes": "1,5"}, "minutes.not_whole"),
        ({"minutes": "två"}, "minutes.not_whole"),
        ({"minutes": "9" * 5000}, "minutes.not_whole"),
        ({"women": -1}, "women.count"),
        ({"men": "tre"}, "men.count"),
    ],
)
def test_what_is_refused(fields: dict[str, str | int], code: str) -> None:
    given_fields: dict[str, str | int] = {"activity": "HA3.2", "day": "2022-05-12", "minutes": 60} | fields
    with pytest.raises(Refusal) as refused:
        check_session(SIMMITT, **given_fields)
    assert refused.value.code == f"domain.{code}"
    assert all(len(str(value)) < 200 for value in refused.value.params.values())


def test_an_unknown_activity_names_those_that_exist() -> None:
    with pytest.raises(Refusal) as refused:
        SIMMITT.find_activity("HA5")
    assert "HA2.4" in str(refused.value.params["codes"]) and refused.value.params["typed"] == "HA5"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_iso_date_is_read(day: date) -> None:
    assert parse_date(f" {day.isoformat()} ", "datum") == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        day = parse_date(text, "datum")
    except Refusal:
        return
    assert day.isoformat() == text.strip()


@given(st.integers(-3000, 3000))
def test_minutes_of_a_day(minutes: int) -> None:
    if 1 <= minutes <= 1440:
        assert check_minutes(minutes) == check_minutes(f"{minutes}") == minutes
    else:
        with pytest.raises(Refusal):
            check_minutes(str(minutes).replace("-", "\u2212"))


def test_nobody_counted_is_not_nobody_came() -> None:
    assert check_people(None, "women") is None
    assert check_people("0", "women") == 0


def test_the_next_meeting_ticks_off_what_was_agreed() -> None:
    agreed, today = date(2022, 4, 11), date(2022, 5, 12)
    assert not step_done(agreed, [], today)
    assert not step_done(agreed, [date(2022, 4, 11), date(2022, 3, 1)], today), "of the same day, or earlier"
    assert step_done(agreed, [date(2022, 4, 12)], today)
    assert step_done(agreed, [today], today)
    assert not step_done(agreed, [date(2022, 5, 13)], today), "booked, not held"


@pytest.mark.parametrize(
    ("by", "when"),
    [
        (None, Due.UNDATED),
        (date(2022, 5, 11), Due.OVERDUE),
        (date(2022, 5, 12), Due.TODAY),
        (date(2022, 5, 13), Due.THIS_WEEK),
        (date(2022, 5, 15), Due.THIS_WEEK),  # the 12th is a Thursday, the 15th its Sunday
        (date(2022, 5, 16), Due.LATER),
    ],
)
def test_when_a_step_is_due(by: date | None, when: Due) -> None:
    assert due(by, date(2022, 5, 12)) is when


def test_on_a_sunday_tomorrow_is_next_week() -> None:
    assert due(date(2022, 5, 16), date(2022, 5, 15)) is Due.LATER
