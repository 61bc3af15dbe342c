"""The questions of a workbook's reading, and their choices, in words of both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.i18n import say, says

if TYPE_CHECKING:
    from app.workbooks import Question

_PAIR = re.compile(r"(\S+?)=([0-4]|held|not_held|planned|blank)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is proposed: what is sent back, and its words."""

    value: str
    words: Both


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in words, its likeliest choice first. `person` and `skill` where it is about one cell or skill."""

    question: Question
    words: Both
    choices: tuple[Choice, ...]
    person: str | None
    skill: str | None


def both(code: str, **params: str | int) -> Both:
    """The sentence of a code in both languages."""
    return Both(say(code, "sv", **params), say(code, "en", **params))


def asked(question: Question, typed: str = "") -> AskedQuestion:
    """A question in words. `typed`: what stands in its cell, where it is about one."""
    person: str | None = None
    skill: str | None = None
    place, _, rest = question.where.partition(" ")
    if place == "cell":
        person, _, skill = rest.partition(" | ")
    elif place == "skill":
        skill = rest
    code = f"import.question.{question.about}.{place}"
    words = both(code, sheet=question.sheet, person=person or "", skill=skill or "", typed=typed)
    choices = tuple(Choice(value, _choice(question.about, value)) for value in question.choices)
    return AskedQuestion(question, words, choices, person, skill)


def _choice(about: str, value: str) -> Both:
    if pairs := _PAIR.findall(value):
        return _mapping([(symbol, meaning) for symbol, meaning in pairs])
    if about == "scale":
        return _scale(value)
    if _DAY.fullmatch(value):
        return both("import.choice.valid_to_day", day=value)
    for code in (f"import.choice.{about}.{value}", f"import.choice.{value}"):
        if says(code):
            return both(code)
    # Anything else is a text of the sheet itself: the label of one of several rows.
    return Both(value, value)


def _scale(name: str) -> Both:
    """A common scale by its steps."""
    from app.workbooks.words import common_scales

    if name == "yes_no":
        return _mapping([("1", "held"), ("0", "not_held")])
    steps = common_scales().get(name)
    if steps is None:
        return Both(name, name)
    return _mapping([(symbol, str(level)) for symbol, level in steps.items() if symbol != "-"])


def _mapping(pairs: list[tuple[str, str]]) -> Both:
    meanings = [(symbol, _meaning(meaning)) for symbol, meaning in pairs]
    return Both(
        ", ".join(f"{symbol} = {words.sv}" for symbol, words in meanings),
        ", ".join(f"{symbol} = {words.en}" for symbol, words in meanings),
    )


def _meaning(meaning: str) -> Both:
    return both(f"matrix.level.{meaning}" if meaning.isdigit() else f"import.choice.{meaning}")
