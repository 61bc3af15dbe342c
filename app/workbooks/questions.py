"""What is asked, and which answers are understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.refusal import Refusal
from app.workbooks.identity import without_identity_numbers
from app.workbooks.reading import Answer, Question
from app.workbooks.scales import Scale, parse_mapping
from app.workbooks.words import common_scales

SCALE, DATES, COLOURS, LICENCE = "scale", "dates", "meaning_of_colours", "licence_or_level"
ORIENTATION, REQUIREMENT, VALUE = "orientation", "requirement", "meaning_of_value"
_CERTIFICATE_KINDS = (
    "valid_no_end",
    "held_unknown_end",
    "expired_unknown_date",
    "missing",
    "none",
    "planned",
)
_VALUES = ("0", "1", "2", "3", "4", "held", "not_held", "blank")

Key = tuple[str, str, str]
"""Sheet, about, where."""


def key_of(one: Question | Answer) -> Key:
    """By which an answer finds its question."""
    return one.sheet, one.about, one.where


def decisions(answers: Iterable[Answer]) -> Mapping[Key, str]:
    """The choices by question."""
    return {key_of(answer): answer.choice for answer in answers}


def is_understood(question: Question, choice: str) -> bool:
    """Whether the choice answers the question: one of its choices, or another of the same kind."""
    if choice in question.choices:
        return True
    if question.about == SCALE:
        return choice in common_scales() or parse_mapping(choice) is not None
    if question.about == COLOURS:
        return parse_mapping(choice) is not None
    if question.about == VALUE:
        return choice in _VALUES
    if question.about == DATES and question.where.startswith("cell "):
        return choice in _CERTIFICATE_KINDS or _is_day(choice)
    return False


def _is_day(text: str) -> bool:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def chosen_scale(scale: Scale, choice: str | None) -> Scale:
    """The scale after the answer, if there is one; otherwise the scale as it is."""
    if choice is None or not scale.open:
        return scale
    if mapping := parse_mapping(choice):
        base = dict(scale.meanings) if scale.keeps_proposal else {}
        return Scale(scale.name, {**base, **mapping})
    if choice == "yes_no":
        return Scale("yes_no", {"1": "held", "0": "not_held"})
    common = {symbol.lower(): level for symbol, level in common_scales()[choice].items()}
    return Scale(choice, common)


def refuse_unless_understood(question: Question, answer: Answer) -> None:
    """Raises Refusal `workbooks.answer.choice` naming the question, the choice and what may be chosen."""
    if not is_understood(question, answer.choice):
        raise Refusal(
            "workbooks.answer.choice",
            sheet=question.sheet,
            about=question.about,
            where=question.where,
            choice=without_identity_numbers(answer.choice)[0],
            choices=", ".join(question.choices),
        )


def refuse_unknown(answer: Answer) -> None:
    """Raises Refusal `workbooks.answer.unknown` naming the answer that fits no question."""
    sheet, about, where = (without_identity_numbers(text)[0] for text in key_of(answer))
    raise Refusal("workbooks.answer.unknown", sheet=sheet, about=about, where=where)
