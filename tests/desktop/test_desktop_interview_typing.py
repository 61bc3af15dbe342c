"""What people type is read forgivingly, and never as something else."""

from __future__ import annotations

from datetime import date

import pytest

from app.desktop.pages.interview.typing import day_of, number_of, unit_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "whole", "value"),
    [
        ("", True, ""),
        ("  ", False, ""),
        ("12", True, "12"),
        (" 1 250 ", True, "1250"),
        ("1\u00a0250", True, "1250"),
        ("12,0", True, "12"),
        ("12,5", True, None),
        ("12,5", False, "12.5"),
        ("12.5", False, "12.5"),
        ("\u22123", True, "-3"),
        ("tolv", True, None),
        ("1,2,3", False, None),
        ("2,", False, None),
        ("9" * 16, True, None),
        ("1e5", False, None),
        ("\u0661\u0662", True, None),
    ],
)
def test_numbers(typed: str, whole: bool, value: str | None) -> None:
    assert number_of(typed, whole=whole) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", ""),
        ("2026-11-24", "2026-11-24"),
        ("2026-1-4", "2026-01-04"),
        ("20261124", "2026-11-24"),
        ("2026.11.24", "2026-11-24"),
        ("24/11", "2026-11-24"),
        ("24.11.2025", "2025-11-24"),
        ("24 nov", "2026-11-24"),
        ("3 Maj 2025", "2025-05-03"),
        ("3 may 2025", "2025-05-03"),
        ("1 oktober", "2026-10-01"),
        ("i dag", "2026-11-24"),
        ("I går", "2026-11-23"),
        ("tomorrow", "2026-11-25"),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("2026-11", None),
        ("när som helst", None),
        ("24", None),
    ],
)
def test_days(typed: str, value: str | None) -> None:
    assert day_of(typed, TODAY) == value


def test_a_month_alone_is_a_day_only_where_months_are_asked_for() -> None:
    assert day_of("2026-11", TODAY, months=True) == "2026-11-01"
    assert day_of("2026-11-24", TODAY, months=True) == "2026-11-24"


@pytest.mark.parametrize(
    ("label", "question", "unit"),
    [
        ("Nettoomsättning senaste räkenskapsåret (tkr)", "Nettoomsättning senaste räkenskapsåret", "tkr"),
        ("Hur stor andel är egna produkter (%)?", "Hur stor andel är egna produkter?", "%"),
        ("Hur många kvinnor är anställda?", "Hur många kvinnor är anställda?", ""),
        ("Kassation (% av produktionsvärdet)", "Kassation (% av produktionsvärdet)", ""),
        ("Energi (MWh)", "Energi", "MWh"),
    ],
)
def test_units(label: str, question: str, unit: str) -> None:
    assert unit_of(label) == (question, unit)
