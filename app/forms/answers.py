"""Is a text an answer to a question of its type, how is it kept, and which value do expressions read?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.forms.question import Question
from app.forms.xpath.values import Value

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Misfit:
    """The text is no answer of the type; the code's sentence says what is expected."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def read_answer(question: Question, data_type: str, raw: str) -> str | Misfit:
    """The text as it is kept, or why it is none. An empty text is always an answer: none was given."""
    if raw == "":
        return ""
    if len(raw) > LONGEST:
        return Misfit("form.answer.long", {"longest": LONGEST})
    if question.type == "integer":
        return (
            str(int(raw))
            if _WHOLE.fullmatch(raw.strip())
            else Misfit("form.answer.integer", {"typed": _shown(raw)})
        )
    if question.type == "decimal":
        number = _decimal(raw)
        return _plain(number) if number is not None else Misfit("form.answer.decimal", {"typed": _shown(raw)})
    if question.type == "range":
        return _range(question, data_type, raw)
    if question.type == "date":
        day = raw.strip()
        return day if _day(day) is not None else Misfit("form.answer.date", {"typed": _shown(raw)})
    if question.type in ("select_one", "select_multiple"):
        return _selected(question, raw)
    return raw


def typed_value(data_type: str, text: str) -> Value:
    """The value that expressions read: a number for int and decimal, a date for date, else the text.

    A text that is none of its type is read as text, as JavaRosa does.
    """
    if text == "":
        return ""
    if data_type in ("int", "decimal"):
        number = _decimal(text)
        return float(number) if number is not None else text
    if data_type == "date":
        return _day(text) or text
    if data_type == "dateTime":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    return text


def _shown(raw: str) -> str:
    return raw if len(raw) <= 40 else f"{raw[:40]}…"


def _decimal(text: str) -> Decimal | None:
    stripped = text.strip()
    return Decimal(stripped) if _DECIMAL.fullmatch(stripped) else None


def _plain(number: Decimal) -> str:
    """Without exponent, plus, noughts at the end or a minus before nought."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _range(question: Question, data_type: str, raw: str) -> str | Misfit:
    number = _decimal(raw)
    allowed = question.range
    if allowed is None:
        return raw
    fits = (
        number is not None
        and allowed.start <= number <= allowed.end
        and (number - allowed.start) % allowed.step == 0
        and (data_type != "int" or number == number.to_integral_value())
    )
    if number is None or not fits:
        params = {
            "typed": _shown(raw),
            "start": _plain(allowed.start),
            "end": _plain(allowed.end),
            "step": _plain(allowed.step),
        }
        return Misfit("form.answer.range", params)
    return _plain(number)


def _selected(question: Question, raw: str) -> str | Misfit:
    values = [choice.value for choice in question.choices]
    chosen = [raw] if question.type == "select_one" else list(dict.fromkeys(raw.split()))
    if not chosen:
        return ""
    strange = next((one for one in chosen if one not in values), None)
    if strange is not None:
        listed = ", ".join(values[:12]) + (" …" if len(values) > 12 else "")
        return Misfit("form.answer.choice", {"typed": _shown(strange), "choices": listed})
    return " ".join(chosen)
