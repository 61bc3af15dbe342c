"""What a programme consists of: activities, budget, financing, targets, indicators, organisations.

A programme is data, never code: these shapes hold any programme that `programme.parse_programme` can read.
Money is whole SEK; lists of amounts stand in the order of the budget's years; shares are exact decimals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Activity:
    """A main activity with its sub-activities, or a sub-activity (`parent` names its activity)."""

    code: str
    sv: str
    en: str
    start: date
    end: date
    cost: int
    main: bool
    parent: str | None
    individual_firms: bool
    """Whether it pays for something directed at single companies (section 7.2 of the application)."""
    external_budget: int | None
    form: str | None
    """How the work is done, in the programme's words: djupintervju, djupanalys, coachning, workshopserie …"""
    sub: tuple[Activity, ...]

    def contains(self, day: date) -> bool:
        """Whether the activity runs on that day, first and last day included."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class BudgetLine:
    id: str
    sv: str
    activity: str | None
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BudgetGroup:
    id: str
    sv: str
    en: str
    printed: tuple[int, ...]
    printed_total: int
    lines: tuple[BudgetLine, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """The cost side as the application prints it. Sums are not corrected: see `Programme.inconsistencies`."""

    years: tuple[int, ...]
    totals: tuple[int, ...]
    total: int
    groups: tuple[BudgetGroup, ...]
    zero_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinancingSource:
    id: str
    sv: str
    kind: str
    """public, private or eu."""
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FinancingSubtotal:
    kind: str
    sv: str
    printed: tuple[int, ...]
    printed_total: int


@dataclass(frozen=True, slots=True)
class FinancingShare:
    """Per cent per year and, last, of the whole, as printed."""

    kind: str
    sv: str
    printed_pct: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Financing:
    cofinancing_printed: tuple[int, ...]
    cofinancing_printed_total: int
    total_printed: tuple[int, ...]
    total_printed_total: int
    sources: tuple[FinancingSource, ...]
    subtotals: tuple[FinancingSubtotal, ...]
    shares: tuple[FinancingShare, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A promised result (section 5.3). `min` and `max` are None where the application gives no number.

    `sv` and `en` are the application's words; `name_sv` and `name_en` are short, for lists.
    """

    id: str
    name_sv: str
    name_en: str
    activity: str
    also_activity: str | None
    sv: str
    en: str
    count: str
    """What one unit is: unique company, company, series, thesis project, event, milestone …"""
    min: int | None
    max: int | None
    per_series_min: int | None
    per_series_max: int | None

    @property
    def activities(self) -> tuple[str, ...]:
        """The codes whose work counts towards the target."""
        return (self.activity,) if self.also_activity is None else (self.activity, self.also_activity)


@dataclass(frozen=True, slots=True)
class Indicator:
    """`id` is the EU's code."""

    id: str
    sv: str
    en: str
    target: int
    unit: str
    comment: str


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str
    short: str
    roles: tuple[str, ...]
    members: int | None


@dataclass(frozen=True, slots=True)
class Governance:
    steering_group: tuple[str, ...]
    reference_groups: str
    project_leader: str
    economists: str
    procurement: str
    horizontal: tuple[str, ...]
    agenda2030_goal: int


@dataclass(frozen=True, slots=True)
class DerivedFigure:
    """Reckoned from the application, not printed in it: numbers, or a sentence that shows the reckoning."""

    name: str
    numbers: tuple[Decimal, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A known difference in the application. It is shown, never corrected."""

    id: str
    kind: str
    sv: str
    en: str
    diff: int | None


@dataclass(frozen=True, slots=True)
class EuBlock:
    """The words beside the EU emblem, line by line; they belong to the programming period."""

    programming_period: str
    sv: tuple[str, ...]
    en: tuple[str, ...]

    def words(self, language: Literal["sv", "en"]) -> tuple[str, ...]:
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Application:
    """What section 4-9 of the application says of the programme as a whole, besides names and dates."""

    nuts2: str
    counties: tuple[str, ...]
    thematic_objective: str
    investment_priority: str
    specific_objective: str
    total_cost: int
    applied_amount: int
    method: str
    target_group: str
    advance_requested: bool
    net_income_expected: bool
    esf_character: bool
    outside_programme_area: bool
    signature: str
    flat_social_pct: Decimal
    flat_indirect_pct: Decimal
    supports_individual_firms: bool
    supports_individual_firms_activities: tuple[str, ...]
    supports_individual_firms_cost: int


def _plain(code: str) -> str:
    """A code as people may write it ('ha 4.3'), made alike."""
    return "".join(code.split()).casefold()


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme, whole. `activities` are the top level in printed order."""

    name: str
    acronym: str
    en: str
    start: date
    end: date
    application: Application
    activities: tuple[Activity, ...]
    budget: Budget
    financing: Financing
    targets: tuple[Target, ...]
    indicators: tuple[Indicator, ...]
    organisations: tuple[Organisation, ...]
    governance: Governance
    derived: tuple[DerivedFigure, ...]
    inconsistencies: tuple[Inconsistency, ...]
    eu_block: EuBlock | None
    """None where the file gives no words: then nothing may be printed beside the emblem."""

    def contains(self, day: date) -> bool:
        """Whether the day lies within the programme's period, first and last day included."""
        return self.start <= day <= self.end

    def every_activity(self) -> Iterator[Activity]:
        """Each activity followed by its sub-activities, in printed order."""
        for activity in self.activities:
            yield activity
            yield from activity.sub

    def activity(self, code: str) -> Activity | None:
        """The activity with exactly this code, or None."""
        return next((found for found in self.every_activity() if found.code == code), None)

    def find_activity(self, code: str) -> Activity:
        """The activity that a person named; case and spaces do not matter ('ha 4.3' is HA4.3).

        Raises Refusal `domain.activity.unknown` naming the codes that exist.
        """
        for found in self.every_activity():
            if _plain(found.code) == _plain(code):
                return found
        codes = ", ".join(found.code for found in self.every_activity())
        raise Refusal("domain.activity.unknown", typed=safe_to_show(code), codes=codes)

    def target(self, id: str) -> Target | None:
        return next((target for target in self.targets if target.id == id), None)
