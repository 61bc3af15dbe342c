"""Business dates as people type them: ISO, without a time (record 9)."""

from __future__ import annotations

import re
from datetime import date

from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def parse_date(text: str, where: str) -> date:
    """'2022-05-12' as a date. `where` tells the reader which field or option it is.

    Raises Refusal: `domain.date.shape` (not YYYY-MM-DD), `domain.date.impossible` (no such day),
    `domain.date.year` (a year that must be a slip of the hand).
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        raise Refusal("domain.date.shape", typed=safe_to_show(text), where=where)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refusal("domain.date.impossible", typed=found[0], where=where) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Refusal("domain.date.year", typed=found[0], where=where)
    return day
