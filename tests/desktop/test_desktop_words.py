"""Words and colours: what others wrote is shown safely, and every pair of colours that is used stands out enough."""

from __future__ import annotations

from datetime import date

import pytest

from app.desktop import words
from app.desktop.tokens import SCHEMES, Scheme
from app.drawing.palette import contrast

GROUNDS = ("paper", "app", "wash", "hover", "sel")
TEXT = [
    "ink/press",
    "gap/paper",
    "gap/gap_wash",
    "gap/wash",
    "gap/sel",
    "ok/paper",
    "ok/ok_wash",
    "ok/wash",
    "warn/paper",
    "warn/warn_wash",
    "on_brand/brand",
    "on_brand/brand_over",
    "on_brand/brand_down",
    "on_toast/toast",
    "toast_act/toast",
    "on_head/head",
    "ink/float",
    "muted/float",
    "faint/float",
    "accent/float",
    "ink/gap_wash",
    "muted/gap_wash",
    "on_panel/panel",
] + [f"{ink}/{ground}" for ink in ("ink", "muted", "faint", "accent") for ground in GROUNDS]
PARTS = [
    "ctl/paper",
    "ctl/wash",
    "ctl/app",
    "brand/paper",
    "brand/sel",
    "focus/paper",
    "focus/wash",
    "focus/app",
    "focus/sel",
    "bar/track",
    "gap/track",
]


@pytest.mark.parametrize("scheme", list(SCHEMES))
def test_every_pair_of_colours_stands_out(scheme: Scheme) -> None:
    """The table of the looks page (Measured contrast): 4.5 for text, 3 for parts."""
    colours = SCHEMES[scheme]

    def measured(pair: str) -> float:
        one, other = pair.split("/")
        return contrast(getattr(colours, one), getattr(colours, other))

    assert [pair for pair in TEXT if measured(pair) < 4.5] == []
    assert [pair for pair in PARTS if measured(pair) < 3] == []


def test_what_cannot_be_seen_is_made_visible() -> None:
    assert words.shown("Bra\u202eAB\x07 & Co") == "Bra\ufffdAB\ufffd & Co"
    assert words.shown("rad ett\nrad två") == "rad ett\nrad två"
    assert words.shown("A\u0308lv") == "Älv"  # composed, as everything is kept
    assert words.shown("Åke 🦌") == "Åke 🦌"


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2022, 5, 12), "i dag", "today"),
        (date(2022, 5, 11), "i går", "yesterday"),
        (date(2022, 5, 13), "i morgon", "tomorrow"),
        (date(2022, 5, 20), "20 maj", "20 May"),
        (date(2021, 12, 31), "31 december 2021", "31 December 2021"),
    ],
)
def test_days_as_people_say_them(day: date, sv: str, en: str) -> None:
    today = date(2022, 5, 12)
    words.use_language("sv")
    assert words.day_words(day, today) == sv
    words.use_language("en")
    assert words.day_words(day, today) == en


def test_numbers_as_the_language_writes_them() -> None:
    words.use_language("sv")
    assert words.number_words(12345.5, 1) == "12\u202f345,5"
    words.use_language("en")
    assert words.number_words(12345.5, 1) == "12\u202f345.5"
