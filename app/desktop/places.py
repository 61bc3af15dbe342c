"""Where a person can be in the window: a page, and what it shows there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageName = Literal[
    "overview",
    "companies",
    "company",
    "interview",
    "competence",
    "coaching",
    "targets",
    "exchange",
    "documents",
    "settings",
]


@dataclass(frozen=True, slots=True)
class Place:
    """`company`, `item` are ids as text (hex): a company; an interview, session, target or question there."""

    page: PageName
    company: str = ""
    item: str = ""
    tab: str = ""
