"""Dates as people write them in matrices: every Swedish notation, and no guessing.

Month only -> its last day; ISO week -> its Sunday; a year or any other bare number -> ask (samples README,
rule 7; swedish-facts 5). Pure functions.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.workbooks.digits import is_digits

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb", "febr"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augusti", "august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\.?"
_ANY_MONTH = _MONTH.replace("?P<month>", "?:")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|(?<![0-9])[0-9]{2})(?![0-9])"
_LONG_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_GAP = r"[ .,'’\-–−/]*"
_DASH = r"[\-–−‐]"
_EARLIEST, _LATEST = 1940, 2099

_UNTIL = re.compile(
    r"^(?:giltigt?|gäller|giltlig|utgår|går ut|löper ut|förfaller|expires?|valid)?[ :]*"
    r"(?:t\.? ?o\.? ?m\.?|till och med|till|until|to|den)?[ :]*(?=[0-9vwjfmasond])",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:utf(?:ärdad|ärdat|\.)|fr\.? ?o\.? ?m|från|genomförd|genomfört|gått|utb(?:ildad|\.)|tagen|issued"
    r"|from|klar|sedan|since)(?!\w)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text says of a day. `day` is None where it must be asked; `proposals` are days it may mean."""

    day: date | None
    proposals: tuple[date, ...] = ()
    bare_number: bool = False
    """A year or a number alone, which needs other dates around it to be a date at all."""


def last_of_month(year: int, month: int) -> date | None:
    """31 May 2023 for 2023, 5; None for a month that does not exist."""
    if not (1 <= month <= 12 and _EARLIEST <= year <= _LATEST):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def sunday_of_week(year: int, week: int) -> date | None:
    """24 March 2024 for week 12 of 2024; None for a week that the year does not have."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday + timedelta(days=6) if _EARLIEST <= year <= _LATEST else None


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _EARLIEST <= year <= _LATEST else None


def _certain(day: date | None) -> DateReading:
    """A day; an impossible one is asked."""
    return DateReading(day)


def _among(days: Iterable[date | None]) -> DateReading:
    """The only possible day, or a question between several."""
    found = tuple(dict.fromkeys(day for day in days if day))
    return DateReading(found[0]) if len(found) == 1 else DateReading(None, found)


def _iso(m: re.Match[str]) -> DateReading:
    return _certain(_day(int(m["year"]), int(m["m"]), int(m["d"])))


def _eight(m: re.Match[str]) -> DateReading:
    return _certain(_day(int(m[0][:4]), int(m[0][4:6]), int(m[0][6:8])))


def _six(m: re.Match[str]) -> DateReading:
    """231231 is a day, 202305 a month; 201105 may be either."""
    digits = m[0]
    as_day = _day(_year(digits[:2]), int(digits[2:4]), int(digits[4:]))
    long_year = digits[:2] in ("19", "20")
    as_month = last_of_month(int(digits[:4]), int(digits[4:])) if long_year else None
    return _among([as_day, as_month])


def _year_month(m: re.Match[str]) -> DateReading:
    return _certain(last_of_month(int(m["year"]), int(m["m"])))


def _day_month_year(m: re.Match[str]) -> DateReading:
    return _certain(_day(_year(m["year"]), int(m["m"]), int(m["d"])))


def _three_short(m: re.Match[str]) -> DateReading:
    """23-05-31: year first with dashes; with points or strokes both orders, if both are possible."""
    a, b, c = m["a"], m["b"], m["c"]
    year_first = _day(_year(a), int(b), int(c)) if len(a) == len(b) == len(c) == 2 else None
    day_first = _day(_year(c), int(b), int(a)) if len(c) == 2 else None
    if m["sep"] not in "./" and year_first:
        return _certain(year_first)
    return _among([year_first, day_first])


def _named_month(m: re.Match[str]) -> DateReading:
    return _certain(last_of_month(_year(m["year"]), _MONTH_OF[m["month"].lower()]))


def _named_day(m: re.Match[str]) -> DateReading:
    return _certain(_day(_year(m["year"]), _MONTH_OF[m["month"].lower()], int(m["d"])))


def _week(m: re.Match[str]) -> DateReading:
    return _certain(sunday_of_week(_year(m["year"]), int(m["w"])))


def _no_year(_: re.Match[str]) -> DateReading:
    return DateReading(None)


def _bare(m: re.Match[str]) -> DateReading:
    """A year, or any other number: never a date without being asked."""
    number = int(m[0])
    if len(m[0]) == 4 and _EARLIEST <= number <= _LATEST:
        return DateReading(None, (date(number, 12, 31),), True)
    return DateReading(None, (), True)


_V = r"(?:v\.?|vecka|week|w)"
_NOTATIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DateReading]], ...] = tuple(
    (re.compile(text, re.IGNORECASE), read)
    for text, read in (
        (
            rf"{_LONG_YEAR} ?[-–−/. ] ?(?P<m>[0-9]{{1,2}}) ?[-–−/. ] ?(?P<d>[0-9]{{1,2}})(?:[ t]+[0-9:.]+)?",
            _iso,
        ),
        (r"(?:19|20)[0-9]{6}", _eight),
        (r"[0-9]{6}", _six),
        (rf"{_LONG_YEAR} ?[-–−/.] ?(?P<m>[0-9]{{1,2}})", _year_month),
        (rf"(?P<m>[0-9]{{1,2}}) ?[-–−/.] ?{_LONG_YEAR}", _year_month),
        (rf"(?P<d>[0-9]{{1,2}}) ?[/.\-–] ?(?P<m>[0-9]{{1,2}})\.?[ \-–/.]+{_LONG_YEAR}", _day_month_year),
        (
            rf"(?P<d>[0-9]{{1,2}}) ?/ ?(?P<m>[0-9]{{1,2}})(?: ?{_DASH} ?| +'?)(?P<year>[0-9]{{2}})",
            _day_month_year,
        ),
        (r"(?P<a>[0-9]{1,2})(?P<sep>[-–−/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<c>[0-9]{2})", _three_short),
        (rf"(?P<d>[0-9]{{1,2}})(?::?e|\.)? ?{_MONTH}{_GAP}{_YEAR}", _named_day),
        (rf"{_MONTH} (?P<d>[0-9]{{1,2}}),? {_LONG_YEAR}", _named_day),
        (rf"{_LONG_YEAR}[ \-]*{_MONTH}[ \-]*(?P<d>[0-9]{{1,2}})", _named_day),
        (rf"{_MONTH}{_GAP}{_YEAR}", _named_month),
        (rf"{_LONG_YEAR}{_GAP}{_MONTH}", _named_month),
        (rf"{_V} ?(?P<w>[0-9]{{1,2}})(?!\d){_GAP}{_YEAR}", _week),
        (rf"{_YEAR}{_GAP}{_V} ?(?P<w>[0-9]{{1,2}})", _week),
        (r"v\.? ?(?P<year>[0-9]{2})(?P<w>[0-9]{2})", _week),
        (rf"{_V} ?[0-9]{{1,2}}", _no_year),
        (r"[0-9]{1,2} ?[/.] ?[0-9]{1,2}\.?", _no_year),
        (rf"(?:[0-9]{{1,2}}(?::?e|\.)? ?)?{_ANY_MONTH}(?: ?[0-9])?", _no_year),
        (r"(?:q|kv|kvartal|h|ht|vt)\.? ?[1-4]?[ \-/]*(?:19|20)?[0-9]{2}", _no_year),
        (r"[0-9]+(?:[.,][0-9]+)?", _bare),
    )
)


def _read_bare_safe(text: str) -> DateReading | None:
    for shape, read in _NOTATIONS:
        if found := shape.fullmatch(text):
            if read is _bare and not is_digits(found[0]):
                return DateReading(None, (), True)
            return read(found)
    return None


def read_date(text: str) -> DateReading | None:
    """What a text says of the day until which something is valid; None where it is no date at all.

    A remark in parentheses after the date is left out. A date that is said to be the day of issue, a date
    with a question mark and a date without a year are asked.
    """
    said = " ".join(text.strip().split())
    if not said or len(said) > 60:
        return None
    if (plain := _read_bare_safe(said)) is not None:
        return plain
    doubtful = said.endswith("?") or bool(_TAKEN.search(said))
    bare = _REMARK.sub("", said).rstrip("?!. ").strip()
    bare = _TAKEN.sub("", bare).strip(" :.")
    bare = _UNTIL.sub("", bare, count=1).strip()
    found = _read_bare_safe(bare)
    if found is None or not doubtful:
        return found
    return DateReading(None, (found.day,) if found.day else found.proposals)
