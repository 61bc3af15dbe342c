"""One question of a form, as pages and reports see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

QuestionType: TypeAlias = Literal[
    "text",
    "integer",
    "decimal",
    "date",
    "select_one",
    "select_multiple",
    "range",
    "note",
    "image",
    "calculate",
    "start",
    "end",
    "today",
    "uid",
    "hidden",
]
Texts: TypeAlias = Mapping[str, str]
"""Language -> text. A form without translations has the one language ""; a shown value stands as ${name}."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a select question: its value and its labels by language."""

    value: str
    labels: Texts


@dataclass(frozen=True, slots=True)
class Range:
    """The ends and the step of a range question, ends included."""

    start: Decimal
    end: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """One leaf of the form. `path` has no positions; `group` is the nearest group around it (the root at
    last).

    `repeat` is the nearest repeat around it or None. `answerable` is False for calculated and automatic
    values and notes. `required` is True only where the form says so without a condition. The expressions
    stand as the form writes them.
    """

    path: str
    name: str
    type: QuestionType
    group: str
    repeat: str | None
    answerable: bool
    required: bool
    labels: Texts
    hints: Texts
    constraint_messages: Texts
    required_messages: Texts
    choices: tuple[Choice, ...] = ()
    range: Range | None = None
    appearance: str = ""
    relevant: str | None = None
    constraint: str | None = None
    calculation: str | None = None
