"""What people type, read forgivingly: numbers with comma and spaces, days as they are said, the unit of a label."""

from __future__ import annotations

import re
from datetime import date, timedelta

_UNIT = re.compile(r"\(([^()]{1,14})\)\s*\??\s*$")
_WHOLE = re.compile(r"[-−]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-−]?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_DAY = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})")
_SHORT_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})(?:[-./]([0-9]{4}))?")
_SAID_DAY = re.compile(r"([0-9]{1,2})\.? ([a-zåäö]{3,9})\.?(?: ([0-9]{4}))?")
_MONTH = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})")
_RELATIVE = {
    "idag": 0, "i dag": 0, "today": 0, "nu": 0,
    "igår": -1, "i går": -1, "yesterday": -1,
    "imorgon": 1, "i morgon": 1, "tomorrow": 1,
}  # fmt: skip
# Three letters tell the month in both languages: maj and may, oktober and october are the only ones that differ.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def unit_of(label: str) -> tuple[str, str]:
    """A label without its unit, and the unit: "Nettoomsättning (tkr)" -> ("Nettoomsättning", "tkr")."""
    found = _UNIT.search(label)
    if found is None or " " in found[1]:
        return label, ""
    end = "?" if label.rstrip().endswith("?") else ""
    return label[: found.start()].rstrip().rstrip("?") + end, found[1]


def number_of(typed: str, *, whole: bool) -> str | None:
    """A number as the form keeps it; "" for nothing typed, None for what is no number."""
    text = re.sub(r"[\s\u202f\u00a0]", "", typed).replace(",", ".").replace("−", "-")
    if not text:
        return ""
    if whole:
        text = re.sub(r"\.0*$", "", text)
    return text if (_WHOLE if whole else _DECIMAL).fullmatch(text) else None


def day_of(typed: str, today: date, *, months: bool = False) -> str | None:
    """A day as yyyy-mm-dd; "" for nothing typed, None for what is no day. `months`: a month alone is its first."""
    text = " ".join(typed.casefold().split())
    if not text:
        return ""
    if text in _RELATIVE:
        return (today + timedelta(days=_RELATIVE[text])).isoformat()
    if text.isdigit() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if months and (found := _MONTH.fullmatch(text)):
        return _made(int(found[1]), int(found[2]), 1)
    if found := _DAY.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT_DAY.fullmatch(text):
        return _made(int(found[3] or today.year), int(found[2]), int(found[1]))
    if (found := _SAID_DAY.fullmatch(text)) and found[2][:3] in _MONTHS:
        return _made(int(found[3] or today.year), _MONTHS[found[2][:3]], int(found[1]))
    return None


def _made(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
