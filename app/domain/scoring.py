"""The rules of the deep analysis as data: sections, priorities, weights, triggers (scoring.toml)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.refusal import Refusal
from app.domain.toml_table import Table, read_toml

_FORMAT = 1


class Op(StrEnum):
    """When a trigger fires on an answer."""

    IN = "in"
    """The answer is one of the values."""
    GE = "ge"
    """The answer is a number of at least `number`."""
    COUNT_GE = "count_ge"
    """At least `number` choices are chosen."""
    ANY_BUT = "any_but"
    """Something is chosen, and not the value."""
    FILLED = "filled"
    """There is an answer."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An answer that lifts an activity's need by points."""

    question: str
    op: Op
    number: int
    """For `ge` and `count_ge`, else 0."""
    values: tuple[str, ...]
    """For `in` and `any_but`, else none."""
    points: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section that is scored: its 0-5 maturity questions and its 0-5 priority question."""

    key: str
    name_sv: str
    name_en: str
    maturity: tuple[str, ...]
    priority: str


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """How sections and triggers make an activity's need. `gated`: no need until a trigger fires."""

    code: str
    weights: tuple[tuple[str, Fraction], ...]
    triggers: tuple[Trigger, ...]
    gated: bool


@dataclass(frozen=True, slots=True)
class Scoring:
    """The whole rule. Sections and activities stand in the file's order."""

    recommend_at: int
    consider_at: int
    trigger_cap: int
    trigger_lift: Fraction
    min_coverage: Fraction
    sections: tuple[Section, ...]
    activities: tuple[ActivityRule, ...]

    def questions(self) -> frozenset[str]:
        """The names of all questions that the figures depend on."""
        names = {question for section in self.sections for question in (*section.maturity, section.priority)}
        names |= {trigger.question for activity in self.activities for trigger in activity.triggers}
        return frozenset(names)


def parse_scoring(toml_text: str) -> Scoring:
    """The rules from their file.

    Raises Refusal: `domain.scoring.not_toml`, `.none`, `.format`, `.missing`, `.wrong_type`, `.reference`.
    """
    file = read_toml("scoring", toml_text)
    if not (file.has("section") and file.has("activity")):
        raise Refusal("domain.scoring.none")
    if file.whole("format") != _FORMAT:
        raise Refusal("domain.scoring.format", format=file.whole("format"), known=_FORMAT)
    gated = file.texts("gated")
    section_tables = file.table("section")
    sections = tuple(_section(key, section_tables.table(key)) for key in section_tables.names())
    activity_tables = file.table("activity")
    codes = activity_tables.names()
    for code in gated:
        if code not in codes:
            raise Refusal("domain.scoring.reference", place="gated", name=code)
    scoring = Scoring(
        recommend_at=file.whole("recommend_at"),
        consider_at=file.whole("consider_at"),
        trigger_cap=file.whole("trigger_cap"),
        trigger_lift=Fraction(file.number("trigger_lift")),
        min_coverage=Fraction(file.number("min_coverage")),
        sections=sections,
        activities=tuple(
            _activity(code, activity_tables.table(code), sections, gated=code in gated) for code in codes
        ),
    )
    if scoring.trigger_cap < 1:
        raise file.wrong("trigger_cap", "10")
    return scoring


def _section(key: str, table: Table) -> Section:
    maturity = table.texts("maturity")
    if not maturity:
        raise table.wrong("maturity", '["c01_plan"]')
    return Section(key, table.text("name_sv"), table.text("name_en"), maturity, table.text("priority"))


def _activity(code: str, table: Table, sections: Sequence[Section], *, gated: bool) -> ActivityRule:
    weights = table.table("weights")
    for key in weights.names():
        if key not in {section.key for section in sections}:
            raise Refusal("domain.scoring.reference", place=weights.place, name=key)
        if weights.number(key) <= 0:
            raise weights.wrong(key, "0.5")
    return ActivityRule(
        code=code,
        weights=tuple((key, Fraction(weights.number(key))) for key in weights.names()),
        triggers=tuple(_trigger(trigger) for trigger in table.tables("trigger")),
        gated=gated,
    )


def _trigger(table: Table) -> Trigger:
    try:
        op = Op(table.text("op"))
    except ValueError:
        raise table.wrong("op", " | ".join(Op)) from None
    number, values = 0, tuple[str, ...]()
    if op in (Op.GE, Op.COUNT_GE):
        number = table.whole("arg")
    elif op is Op.IN:
        values = table.texts("arg")
    elif op is Op.ANY_BUT:
        values = (table.text("arg"),)
    return Trigger(table.text("question"), op, number, values, table.whole("points"))
