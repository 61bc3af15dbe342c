"""Names of people: how much a label looks like one, and how it is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.workbooks.words import dropped_kind, folded, given_names, pattern, says

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
_PARTICLES = frozenset(
    ["von", "van", "de", "af", "al", "el", "da", "di", "bin", "ben", "der", "den", "du", "le", "la"]
)
_PART_TIME = re.compile(r"\(? ?([0-9]{1,3}) ?(?:%|procent) ?(?:tjänst|tjg)?\.? ?\)?", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:[0-9]{1,3}[.):]|[0-9]{1,2} ?[-–]) *(?=[^\W\d_])")
_REMARK = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CODE = re.compile(
    r"(?:[a-zåäö]{1,3}[-. ]?[0-9]{1,6}|[0-9]{3,8}|[a-zåäö]{1,10}\.?[ -]?[0-9]{1,4})", re.IGNORECASE
)
_INITIALS = re.compile(r"[A-ZÅÄÖ]{2,4}|[A-ZÅÄÖ]\.? ?[A-ZÅÄÖ]\.?")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as "Förnamn Efternamn", and what stood beside it."""

    name: str
    part_time: int | None = None
    """Per cent of full time, 1-99."""


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() or word.casefold() in _PARTICLES


@lru_cache(maxsize=20_000)
def likeness(label: str) -> float:
    """0-1: how much a label looks like the name of a person. Codes and initials are in the middle."""
    text = _strip_beside(label)
    if not text or len(text) > 60 or ":" in text or "=" in text:
        return 0.0
    plain = folded(text)
    words = [word for word in re.split(r"[ ,]+", text) if word]
    given = [word for word in words if word.casefold().strip(".") in given_names()]
    shaped = all(_WORD.fullmatch(word) for word in words)
    if shaped and given and 2 <= len(words) <= 5 and all(map(_is_capitalised, words)):
        return 1.0
    if shaped and len(words) == 1 and given:
        return 0.75
    if says("heads", "people", text) or says("rows", "vacancy", text):
        return 0.0
    skilled = pattern("skills", "stems").search(plain) is not None
    role = pattern("roles", "words").search(plain) is not None
    if _INITIALS.fullmatch(text):
        return 0.1 if skilled else 0.4
    if _CODE.fullmatch(text):
        return 0.1 if skilled else 0.4
    if skilled or role or not shaped:
        return 0.0
    if 2 <= len(words) <= 4 and all(map(_is_capitalised, words)):
        return 0.8 if all(len(word.strip(".")) > 1 for word in words[:1]) and not text.isupper() else 0.6
    if len(words) == 1 and _is_capitalised(text) and len(text) > 2:
        return 0.3
    return 0.0


def _strip_beside(label: str) -> str:
    """The label without numbering, part time and remarks in parentheses."""
    text = _PART_TIME.sub(" ", label)
    text = _REMARK.sub(" ", text)
    text = _NUMBERED.sub("", text.strip())
    return " ".join(text.split()).strip(" -–,;*")


def surname_first(labels: list[str]) -> bool:
    """Whether names without commas have the given name last: two or more tell so, and nine in ten agree."""
    last = first = 0
    for label in labels:
        words = _strip_beside(label).split()
        if len(words) < 2 or "," in label:
            continue
        first_given = words[0].casefold() in given_names()
        last_given = words[-1].casefold() in given_names()
        if first_given != last_given:
            first, last = first + first_given, last + last_given
    return last >= 2 and last >= 9 * first


def _cased(word: str) -> str:
    """BERGLUND -> Berglund; initials and mixed case are kept."""
    if len(word) > 2 and word.isupper():
        return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
    return word


def without_remarks(label: str) -> tuple[str, bool]:
    """The label without what it says of health, leave or a birthday, and whether it said so."""
    text = label
    for remark in _REMARK.findall(label):
        if dropped_kind(remark):
            text = re.sub(r"[(\[]" + re.escape(remark) + r"[)\]]", " ", text)
    tail = re.split(r"\s[-–]\s|,\s", text, maxsplit=1)
    if len(tail) == 2 and dropped_kind(tail[1]):
        text = tail[0]
    elif (words := text.split()) and len(words) > 2 and dropped_kind(words[-1]) and words[-1].islower():
        text = " ".join(words[:-1])
    return (" ".join(text.split()), True) if text != label else (label, False)


def written(label: str, turn: bool = False) -> WrittenName:
    """A label as a name: spaces collapsed, `(50 %)` taken out, `EFTERNAMN, Förnamn` turned.

    `turn` says that the column writes the surname first without a comma.
    """
    share = None
    if (found := _PART_TIME.search(label)) and 1 <= int(found[1]) <= 99:
        share = int(found[1])
    text = _strip_beside(without_remarks(label)[0])
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        if last and (first[:1].islower() or pattern("roles", "words").search(folded(first))):
            text = last  # "Anna Berglund, operatör"
        else:
            text = f"{first} {last}" if first and last else first or last
    elif turn and len(words := text.split()) >= 2:
        text = " ".join([words[-1], *words[:-1]])
    words = text.split()
    if len(words) > 1:
        text = " ".join(_cased(word) for word in words)
    return WrittenName(text, share)


def key(name: str) -> str:
    """By which a person on two sheets is known: folded, å, ä and ö kept."""
    return folded(name)
