"""A company's place, trade, name and stage."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.collation import folded
from app.domain.evidence import InterviewFact, Scope, SessionFact
from app.domain.identity_numbers import safe_to_show
from app.domain.programme_shape import Programme
from app.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code` has four digits, the first two are the county's; `region` is the region that acts there."""

    code: str
    name: str
    county_code: str
    county: str
    nuts3: str
    region: str


@dataclass(frozen=True, slots=True)
class SniDivision:
    """A two-digit division of SNI 2007. `relevance` is how the application speaks of it, or ''."""

    code: str
    section: str
    sv: str
    en: str
    relevance: str


@dataclass(frozen=True, slots=True)
class Sni:
    """A trade code as printed ('25', '25.6', '25.620'), its division and the classification it belongs to."""

    code: str
    division: SniDivision
    classification: str = "SNI 2007"


class Stage(StrEnum):
    """How far a company has come (roles-and-journeys 2.5), in order. The words are `domain.stage.<value>`."""

    CONTACTED = "contacted"
    SHORT_INTERVIEW = "short_interview"
    DEEP_ANALYSIS = "deep_analysis"
    INTERVENTION = "intervention"
    DONE = "done"
    FOLLOWED_UP = "followed_up"


def _rows(csv_text: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a catalogue: semicolons, a head row. ValueError where a column is missing."""
    lines = csv_text.removeprefix("\ufeff").splitlines()
    reader = csv.DictReader(lines, delimiter=";")
    if missing := set(columns) - set(reader.fieldnames or ()):
        raise ValueError(f"catalogue without {', '.join(sorted(missing))}")
    return [{column: row[column] or "" for column in columns} for row in reader]


def parse_municipalities(csv_text: str) -> tuple[Municipality, ...]:
    """The catalogue `municipalities.csv`, in its order."""
    columns = ("lankod", "lan", "kommunkod", "kommun", "nuts3", "region")
    return tuple(
        Municipality(
            code=row["kommunkod"],
            name=row["kommun"],
            county_code=row["lankod"],
            county=row["lan"],
            nuts3=row["nuts3"],
            region=row["region"],
        )
        for row in _rows(csv_text, columns)
    )


def parse_sni_divisions(csv_text: str) -> tuple[SniDivision, ...]:
    """The catalogue `sni2007_divisions.csv`, in its order."""
    columns = ("avdelning", "sni2007", "rubrik", "english", "relevans_i_ansokan")
    return tuple(
        SniDivision(
            code=row["sni2007"],
            section=row["avdelning"],
            sv=row["rubrik"],
            en=row["english"],
            relevance=row["relevans_i_ansokan"],
        )
        for row in _rows(csv_text, columns)
    )


def _plain(text: str) -> str:
    """For likeness only: without case and without rings and dots, so that 'ostersund' is near Östersund."""
    return "".join(
        part for part in unicodedata.normalize("NFD", folded(text)) if not unicodedata.combining(part)
    )


def _nearest(text: str, names: Iterable[str]) -> str:
    """Up to three names that look like the text, best first, joined for a sentence; '' where none does."""
    by_likeness = {_plain(name): name for name in names}
    close = difflib.get_close_matches(_plain(text), list(by_likeness), n=3, cutoff=0.6)
    return ", ".join(by_likeness[name] for name in close)


def find_municipality(text: str, municipalities: Sequence[Municipality]) -> Municipality:
    """By code ('2380') or name ('Östersund', 'ÖSTERSUND', 'Östersunds kommun'; composed or not).

    Raises Refusal: `domain.municipality.empty`; `.near` with the nearest names; `.unknown` with all names.
    """
    typed = folded(text)
    if not typed:
        raise Refusal("domain.municipality.empty")
    bare = typed.removesuffix(" kommun")
    wanted = {typed, bare} | ({bare.removesuffix("s")} if bare != typed else set())
    for municipality in municipalities:
        if typed == municipality.code or folded(municipality.name) in wanted:
            return municipality
    names = [municipality.name for municipality in municipalities]
    if near := _nearest(bare, names):
        raise Refusal("domain.municipality.near", typed=safe_to_show(text), near=near)
    raise Refusal("domain.municipality.unknown", typed=safe_to_show(text), names=", ".join(names))


def find_sni(text: str, divisions: Sequence[SniDivision]) -> Sni:
    """By code of two to five digits ('25', '25.6', '25620') or by a division's name in either language.

    Only the division is checked: the finer codes are kept as typed, in printed form. Raises Refusal:
    `domain.sni.empty`; `.near` with the nearest names; `.unknown` with the codes that exist.
    """
    typed = folded(text)
    if not typed:
        raise Refusal("domain.sni.empty")
    if code := re.fullmatch(r"([0-9]{2})(?:\.?([0-9]{1,3}))?", typed):
        for division in divisions:
            if division.code == code[1]:
                return Sni(f"{code[1]}.{code[2]}" if code[2] else code[1], division)
    for division in divisions:
        if typed in (folded(division.sv), folded(division.en)):
            return Sni(division.code, division)
    names = {f"{division.sv} ({division.code})" for division in divisions}
    if not code and (near := _nearest(text, names)):
        raise Refusal("domain.sni.near", typed=safe_to_show(text), near=near)
    codes = ", ".join(division.code for division in divisions)
    raise Refusal("domain.sni.unknown", typed=safe_to_show(text), codes=codes)


def stage(
    interviews: Iterable[InterviewFact], sessions: Iterable[SessionFact], programme: Programme, day: date
) -> Stage:
    """How far one company had come on a day: the furthest stage that its own facts show.

    - djupintervju: an interview that is not deep, or a session under an activity of form djupintervju;
    - djupanalys: a deep interview, begun or finished, or a session under an activity of form djupanalys;
    - insats pågår: a session under any other activity;
    - uppföljd: a deep interview finished after an intervention that came after an earlier finished one (the
      follow-up visit is the same questionnaire again, roles-and-journeys 2.1).
    What lies after the day does not count. `Stage.DONE` cannot be told from interviews and sessions: that an
    intervention has ended is a decision of its own.
    """
    forms = {activity.code: activity.form for activity in programme.every_activity()}
    held = [fact for fact in sessions if fact.day <= day]
    met = [fact for fact in interviews if fact.day <= day]
    finished = [fact.day for fact in met if fact.scope is Scope.DEEP and fact.finished]
    worked = [fact.day for fact in held if forms.get(fact.activity) not in ("djupintervju", "djupanalys")]
    held_forms = {forms.get(fact.activity) for fact in held}
    if any(
        before <= between <= after and before < after
        for before in finished
        for between in worked
        for after in finished
    ):
        return Stage.FOLLOWED_UP
    if worked:
        return Stage.INTERVENTION
    if "djupanalys" in held_forms or any(fact.scope is Scope.DEEP for fact in met):
        return Stage.DEEP_ANALYSIS
    if "djupintervju" in held_forms or met:
        return Stage.SHORT_INTERVIEW
    return Stage.CONTACTED
