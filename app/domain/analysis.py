"""From answers to maturity, need, coverage and recommended activities, with reasons (needs-analysis 5).

    maturity of a section  = mean of its answered 0-5 items, shown with one decimal
    need of a section      = (5 - mean) / 5 * priority / 5 * 100, rounded; needs one item and the priority
    base of an activity    = weighted mean of its sections' rounded needs, over sections that have a need
    need of an activity    = base + (100 - base) * lift * min(points, cap) / cap, rounded
    coverage of a section  = answered items of relevant items
    coverage of an activity = weighted mean over its sections that have relevant items, shown with 4 decimals

Everything is reckoned in fractions and rounded half up, as the questionnaire's own round() does. What is not
relevant is empty, whatever was once typed; what is blank is not assessed, never zero; a figure that nothing
supports is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from app.domain.scoring import ActivityRule, Op, Scoring, Section, Trigger, parse_scoring

__all__ = [
    "ActivityFigure",
    "AnalysisFigures",
    "Disagreement",
    "Reason",
    "Scoring",
    "SectionFigure",
    "Standing",
    "disagreements",
    "figures",
    "figures_after",
    "parse_scoring",
]

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TOP = 5


class Standing(StrEnum):
    """What the need says of an activity. The words are `domain.standing.<value>`."""

    RECOMMENDED = "recommended"
    CONSIDERED = "considered"
    NOT_NOW = "not_now"
    BASIS_MISSING = "basis_missing"
    """The need stands, but too few questions are answered (underlag saknas)."""
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an activity has its need: a code and what fills its sentence in each language.

    A reason from a trigger names its question and answer; who has the questionnaire gives their labels.
    """

    code: str
    sv: tuple[tuple[str, str | int], ...]
    en: tuple[tuple[str, str | int], ...]
    question: str | None = None

    def params(
        self, language: Literal["sv", "en"], *, question: str | None = None, answer: str | None = None
    ) -> dict[str, str | int]:
        """What the sentence needs; `question` and `answer` are labels to be shown in place of names."""
        filled = dict(self.sv if language == "sv" else self.en)
        if question is not None and "question" in filled:
            filled["question"] = question
        if answer is not None and "answer" in filled:
            filled["answer"] = answer
        return filled


@dataclass(frozen=True, slots=True)
class SectionFigure:
    """`maturity` 0-5 with one decimal, `need` 0-100; `answered` of `relevant` maturity items."""

    key: str
    maturity: float | None
    need: int | None
    answered: int
    relevant: int


@dataclass(frozen=True, slots=True)
class ActivityFigure:
    """`need` 0-100 and `coverage` 0-1 with four decimals; `reasons` are empty where there is no need."""

    activity: str
    need: int | None
    coverage: float | None
    standing: Standing
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AnalysisFigures:
    """All figures of one interview, in the order of the rules."""

    sections: tuple[SectionFigure, ...]
    activities: tuple[ActivityFigure, ...]
    unreadable: tuple[str, ...]
    """Scored questions whose value is no number from 0 to 5 (or no number, for a trigger): left out."""

    @property
    def maturity(self) -> dict[str, float | None]:
        return {section.key: section.maturity for section in self.sections}

    @property
    def section_need(self) -> dict[str, int | None]:
        return {section.key: section.need for section in self.sections}

    @property
    def section_coverage(self) -> dict[str, tuple[int, int]]:
        return {section.key: (section.answered, section.relevant) for section in self.sections}

    @property
    def activity_need(self) -> dict[str, int | None]:
        return {activity.activity: activity.need for activity in self.activities}

    @property
    def activity_coverage(self) -> dict[str, float | None]:
        return {activity.activity: activity.coverage for activity in self.activities}

    @property
    def recommended(self) -> tuple[ActivityFigure, ...]:
        """The greatest need first; equal needs in the order of the rules."""
        found = [figure for figure in self.activities if figure.standing is Standing.RECOMMENDED]
        return tuple(sorted(found, key=lambda figure: -(figure.need or 0)))


def _half_up(value: Fraction, decimals: int = 0) -> Fraction:
    scale = 10**decimals
    return Fraction((value * scale + Fraction(1, 2)).__floor__(), scale)


def _number(text: str) -> Fraction | None:
    typed = text.strip()
    return Fraction(typed) if _NUMBER.fullmatch(typed) else None


def figures(scoring: Scoring, answers: Mapping[str, str], relevant: AbstractSet[str]) -> AnalysisFigures:
    """The figures of one interview.

    `answers`: agreed values by question name; absent or '' is blank. `relevant`: names of all questions that
    are relevant now; an answer to any other counts as blank, even if it is given.
    """
    return _figures(scoring, answers, relevant, None, scoring.questions())


def figures_after(
    before: AnalysisFigures,
    scoring: Scoring,
    answers: Mapping[str, str],
    relevant: AbstractSet[str],
    changed: AbstractSet[str],
) -> AnalysisFigures:
    """The figures after the answers to some questions, or their relevance, have changed: what `figures` gives.

    Sections and activities that do not rest on `changed` are those of `before`, the same objects.
    """
    return _figures(scoring, answers, relevant, before, changed)


def _figures(
    scoring: Scoring,
    answers: Mapping[str, str],
    relevant: AbstractSet[str],
    before: AnalysisFigures | None,
    changed: AbstractSet[str],
) -> AnalysisFigures:
    def given(name: str) -> str:
        return answers.get(name, "") if name in relevant else ""

    names = {section.key: section for section in scoring.sections}
    sections = {figure.key: figure for figure in before.sections} if before else {}
    activities = {figure.activity: figure for figure in before.activities} if before else {}
    fresh = {
        section.key
        for section in scoring.sections
        if section.key not in sections or not changed.isdisjoint((*section.maturity, section.priority))
    }
    for key in fresh:
        sections[key] = _section(names[key], given, relevant)
    for rule in scoring.activities:
        if (
            rule.code not in activities
            or not fresh.isdisjoint(key for key, _ in rule.weights)
            or not changed.isdisjoint(trigger.question for trigger in rule.triggers)
        ):
            activities[rule.code] = _activity(scoring, rule, sections, names, given)
    unreadable = {name for name in before.unreadable if name not in changed} if before else set()
    return AnalysisFigures(
        sections=tuple(sections[section.key] for section in scoring.sections),
        activities=tuple(activities[rule.code] for rule in scoring.activities),
        unreadable=tuple(_unreadable(scoring, given, changed, unreadable)),
    )


def _unreadable(
    scoring: Scoring, given: Callable[[str], str], changed: AbstractSet[str], known: AbstractSet[str]
) -> Iterator[str]:
    """Scored questions without a readable number, in the order of the rules; those not `changed` are `known`."""
    said: set[str] = set()
    scaled = [name for section in scoring.sections for name in (*section.maturity, section.priority)]
    counted = [
        trigger.question for rule in scoring.activities for trigger in rule.triggers if trigger.op is Op.GE
    ]
    for names, read in ((scaled, _level), (counted, _number)):
        for name in names:
            if name in said:
                continue
            if name in known or (name in changed and given(name) != "" and read(given(name)) is None):
                said.add(name)
                yield name


def _level(text: str) -> Fraction | None:
    """A number on the scale from 0 to 5."""
    value = _number(text)
    return value if value is not None and 0 <= value <= _TOP else None


def _section(section: Section, given: Callable[[str], str], relevant: AbstractSet[str]) -> SectionFigure:
    levels = [_level(given(name)) for name in section.maturity]
    items = [level for level in levels if level is not None]
    priority = _level(given(section.priority))
    maturity: float | None = None
    need: int | None = None
    if items:
        mean = sum(items, Fraction()) / len(items)
        maturity = float(_half_up(mean, 1))
        if priority is not None:
            need = int(_half_up((_TOP - mean) / _TOP * priority / _TOP * 100))
    return SectionFigure(
        key=section.key,
        maturity=maturity,
        need=need,
        answered=len(items),
        relevant=sum(name in relevant for name in section.maturity),
    )


def _fires(trigger: Trigger, answer: str) -> bool:
    """Whether the answer, '' where it is blank, fires the trigger."""
    chosen = answer.split()
    match trigger.op:
        case Op.IN:
            return answer in trigger.values
        case Op.GE:
            value = _number(answer)
            return value is not None and value >= trigger.number
        case Op.COUNT_GE:
            return len(chosen) >= trigger.number
        case Op.ANY_BUT:
            return bool(chosen) and not set(chosen) & set(trigger.values)
        case Op.FILLED:
            return answer != ""


def _coverage(rule: ActivityRule, sections: Mapping[str, SectionFigure]) -> Fraction | None:
    asked = [(sections[key], weight) for key, weight in rule.weights if sections[key].relevant]
    if not asked:
        return None
    whole = sum((weight for _, weight in asked), Fraction())
    return (
        sum((weight * section.answered / section.relevant for section, weight in asked), Fraction()) / whole
    )


def _activity(
    scoring: Scoring,
    rule: ActivityRule,
    sections: Mapping[str, SectionFigure],
    names: Mapping[str, Section],
    given: Callable[[str], str],
) -> ActivityFigure:
    fired = [trigger for trigger in rule.triggers if _fires(trigger, given(trigger.question))]
    points = min(scoring.trigger_cap, sum(trigger.points for trigger in fired))
    needs = [(key, weight, need) for key, weight in rule.weights if (need := sections[key].need) is not None]
    coverage = _coverage(rule, sections)
    shown_coverage = None if coverage is None else float(_half_up(coverage, 4))
    if points == 0 and (rule.gated or not needs):
        return ActivityFigure(rule.code, None, shown_coverage, Standing.NOT_SCORED, ())
    base = Fraction()
    if needs:
        base = sum((weight * need for _, weight, need in needs), Fraction()) / sum(
            (weight for _, weight, _ in needs), Fraction()
        )
    need = int(_half_up(base + (100 - base) * scoring.trigger_lift * points / scoring.trigger_cap))
    reasons = [
        _section_reason(sections[key], names[key], weight, _level(given(names[key].priority)) or Fraction())
        for key, weight, _ in sorted(needs, key=lambda found: -found[1] * found[2])
    ]
    reasons += [_trigger_reason(trigger, given(trigger.question)) for trigger in fired]
    if coverage is None or coverage < scoring.min_coverage:
        standing = Standing.BASIS_MISSING
    elif need >= scoring.recommend_at:
        standing = Standing.RECOMMENDED
    elif need >= scoring.consider_at:
        standing = Standing.CONSIDERED
    else:
        standing = Standing.NOT_NOW
    return ActivityFigure(rule.code, need, shown_coverage, standing, tuple(reasons))


def _section_reason(figure: SectionFigure, section: Section, weight: Fraction, priority: Fraction) -> Reason:
    def filled(name: str, comma: str) -> tuple[tuple[str, str | int], ...]:
        return (
            ("section", section.key),
            ("name", name),
            ("maturity", f"{figure.maturity:.1f}".replace(".", comma)),
            ("priority", f"{float(priority):g}".replace(".", comma)),
            ("need", figure.need or 0),
            ("weight", int(_half_up(weight * 100))),
        )

    return Reason("domain.why.section", sv=filled(section.name_sv, ","), en=filled(section.name_en, "."))


def _trigger_reason(trigger: Trigger, answer: str) -> Reason:
    """Free text is not repeated in a reason: it may hold what the reader of a figure should not see."""
    params: list[tuple[str, str | int]] = [("question", trigger.question), ("points", trigger.points)]
    match trigger.op:
        case Op.IN | Op.ANY_BUT:
            params.append(("answer", answer))
        case Op.GE:
            params += [("answer", answer), ("number", trigger.number)]
        case Op.COUNT_GE:
            params += [("count", len(answer.split())), ("number", trigger.number)]
        case Op.FILLED:
            pass
    filled = tuple(params)
    return Reason(f"domain.why.{trigger.op.value}", sv=filled, en=filled, question=trigger.question)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Respondents who said different things: `values` are (role, value) in the order given."""

    at: str
    values: tuple[tuple[str, str], ...]
    distance: float


def disagreements(
    said: Mapping[str, Sequence[tuple[str, str]]],
    *,
    numeric: AbstractSet[str] = frozenset(),
    several: AbstractSet[str] = frozenset(),
) -> tuple[Disagreement, ...]:
    """The places where respondents differ, the widest apart first, then in the order given.

    `said`: place -> (respondent role, value); blanks say nothing. The distance is highest less lowest for the
    places in `numeric` (ranges), else 1; in `several` (select_multiple) the order of choices does not matter.
    A question that the coach has settled is no disagreement: leave it out.
    """
    found: list[Disagreement] = []
    for at, pairs in said.items():
        spoken = tuple((role, value) for role, value in pairs if value != "")
        distance = _distance([value for _, value in spoken], number=at in numeric, choices=at in several)
        if distance:
            found.append(Disagreement(at, spoken, distance))
    return tuple(sorted(found, key=lambda one: -one.distance))


def _distance(values: Sequence[str], *, number: bool, choices: bool) -> float:
    if number:
        numbers = [_number(value) for value in values]
        known = [value for value in numbers if value is not None]
        if len(known) == len(numbers):
            return float(max(known) - min(known)) if known else 0.0
    if choices:
        return float(len({frozenset(value.split()) for value in values}) > 1)
    return float(len(set(values)) > 1)
