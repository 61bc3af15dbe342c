"""Who takes part in the demo and what they say and do: `resources/demo/*.toml`, made whole by a seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from typing import TypeVar

import msgspec

from app.paths import resource

Shape = TypeVar("Shape")
_MARK = " (demo)"


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody of the programme. `key` names a coach in the data."""

    name: str
    organisation: str
    key: str = ""


class CompanyData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    coach: str
    municipality: str
    sni: str
    names: tuple[str, ...] = ()
    same_as: str = ""
    legal_form: str | None = None
    sole_trader: bool = False
    women: str | None = None
    men: str | None = None


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session as the coach types it."""

    coach: str
    company: str
    activity: str
    date: Day
    minutes: str
    note: str | None = None
    women: str | None = None
    men: str | None = None
    next: str | None = None
    next_by: Day | None = None
    right_minutes: str = ""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer; `respondent` "" is the coach, who settles it."""

    question: str
    value: str
    respondent: str = ""


class Talk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An interview: what is answered, who said what, what was settled, and whether it ends."""

    finish: bool
    answers: dict[str, str]
    said: tuple[Said, ...] = ()
    settled: tuple[Said, ...] = ()


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]


class CastData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: Day
    starts: str
    passphrase: str
    office: Person
    coach: tuple[Person, ...]
    company: tuple[CompanyData, ...]
    session: tuple[Session, ...]
    slip: Session
    names: Names


@dataclass(frozen=True, slots=True)
class Company:
    """A company as one coach registers it. `orgnr` None: a sole trader."""

    key: str
    coach: str
    name: str
    orgnr: str | None
    same_as: str
    data: CompanyData


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that the seed decides, and all that it does not. `people`: names to draw employees from."""

    seed: int
    data: CastData
    companies: Mapping[str, Company]
    talks: Mapping[str, Talk]
    people: tuple[str, ...]


@cache
def cast_data() -> CastData:
    """What stands in the data, before any seed."""
    return read_data("cast.toml", CastData)


def read_data(file: str, shape: type[Shape]) -> Shape:
    """A file of `resources/demo`, in its shape."""
    return msgspec.convert(
        tomllib.loads(resource("demo", file).read_text(encoding="utf-8")), type=shape, strict=True
    )


def drawing(seed: int, what: str) -> random.Random:
    """A source of chance of its own for each thing, so that a change in one leaves the others as they are."""
    return random.Random(f"simmitt:{seed}:{what}")


def cast(seed: int, data: CastData | None = None) -> Cast:
    """Everybody, for a seed, which gives the same names, numbers and answers each time. `data`: not the demo's own."""
    data = data or cast_data()
    companies: dict[str, Company] = {}
    for one in data.company:
        chance = drawing(seed, f"company {one.key}")
        if one.same_as:
            twin = companies[one.same_as]
            name, number = _other_spelling(twin.name), f"16{twin.orgnr}"
            companies[one.key] = Company(one.key, one.coach, name, number, one.same_as, one)
            continue
        own = None if one.sole_trader else _number(chance)
        companies[one.key] = Company(one.key, one.coach, chance.choice(one.names), own, "", one)
    return Cast(
        seed, data, companies, read_data("interviews.toml", dict[str, Talk]), tuple(_people(seed, data.names))
    )


def _number(chance: random.Random) -> str:
    """A made-up organisation number with a right check digit (swedish-facts 1)."""
    digits = f"5599{chance.randrange(100_000):05d}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}{-total % 10}"


def _other_spelling(name: str) -> str:
    """The name as another would write it: "Fabelfors Trähus AB" as "FABELFORS TRÄHUS AKTIEBOLAG"."""
    plain = name.removesuffix(_MARK)
    return plain.removesuffix(" AB").upper() + " AKTIEBOLAG" + _MARK


def _people(seed: int, names: Names) -> list[str]:
    """Names that nobody bears, each once."""
    chance = drawing(seed, "people")
    given = [*names.women, *names.men]
    lasts = [last for _ in range(4) for last in chance.sample(names.last, len(names.last))]
    firsts = [first for _ in range(3) for first in chance.sample(given, len(given))]
    return list(dict.fromkeys(f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)))


def talk_answers(
    cast: Cast, company: Company, *, serial: str | None, place: str, levels: frozenset[str]
) -> dict[str, str]:
    """A company's answers: its own facts filled in, and some of the levels (0-5, by name) moved by one.

    `serial`: a sole trader's; `place`: the municipality's code.
    What respondents are heard about stays as it stands in the data.
    """
    talk = cast.talks[company.key]
    chance = drawing(cast.seed, f"talk {company.key}")
    heard = {one.question for one in talk.said}
    facts = {
        "{orgnr}": company.orgnr or "",
        "{serial}": serial or "",
        "{name}": company.name,
        "{kommun}": place,
    }
    answers: dict[str, str] = {}
    for question, value in talk.answers.items():
        moved = chance.choice((-1, 0, 0, 0, 1))
        if question in heard:
            continue  # asked aloud, one person at a time
        if question in levels:
            value = str(min(5, max(0, int(value) + moved)))
        answers[question] = facts.get(value, value)
    return answers
