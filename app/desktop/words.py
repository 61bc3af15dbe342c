"""The window's words: sentences by code in the language that was chosen, and text of others made safe to show."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.i18n import say as say_in

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.i18n import Language

# Control characters, bidi overrides and other invisible marks: they could make a name look like another.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_language: Language = "sv"


def language() -> Language:
    return _language


def use_language(chosen: Language) -> None:
    global _language
    _language = chosen


def say(code: str, **params: str | int) -> str:
    """The sentence of a code in the window's language. Raises KeyError where there is none."""
    return say_in(code, _language, **{name: _safe(value) for name, value in params.items()})


def _safe(value: str | int) -> str | int:
    return shown(value) if isinstance(value, str) else value


def shown(text: str) -> str:
    """Text that somebody typed, as it may stand in the window: line breaks stay, what cannot be seen is replaced."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in _UNSEEN else "\ufffd"
        for letter in unicodedata.normalize("NFC", text)
    )


def refusal(refused: Refusal) -> str:
    """What a refusal says, in the window's language."""
    tail = f"_{_language}"
    own = {name[: -len(tail)]: value for name, value in refused.params.items() if name.endswith(tail)}
    return say(refused.code, **{**own, **refused.params})


def day_words(day: date, today: date) -> str:
    """A day as people say it: today, yesterday, 12 May, and the year where it is another."""
    distance = (day - today).days
    if distance in (0, -1, 1):
        return say({0: "desktop.day.today", -1: "desktop.day.yesterday", 1: "desktop.day.tomorrow"}[distance])
    month = say(f"desktop.month.{day.month}")
    if day.year == today.year:
        return say("desktop.day.of_month", day=day.day, month=month)
    return say("desktop.day.of_year", day=day.day, month=month, year=day.year)


def day_of_words(day: date) -> str:
    """12 May 2022, whatever day it is today."""
    month = say(f"desktop.month.{day.month}")
    return say("desktop.day.of_year", day=day.day, month=month, year=day.year)


def moment_words(at: int, today: date) -> str:
    """An instant (UTC milliseconds) by the clock in Sweden: today 10.42, 9 May 16.20."""
    moment = datetime.fromtimestamp(at / 1000, ZoneInfo("Europe/Stockholm"))
    return f"{day_words(moment.date(), today)} {clock_words(moment)}"


def clock_words(moment: datetime) -> str:
    """10.42 in Swedish, 10:42 in English."""
    return moment.strftime("%H.%M" if _language == "sv" else "%H:%M")


def number_words(value: float, decimals: int = 0) -> str:
    """A number with the decimal sign of the language, and a thin space between thousands."""
    plain = f"{value:,.{decimals}f}".replace(",", "\u202f")
    return plain.replace(".", ",") if _language == "sv" else plain
