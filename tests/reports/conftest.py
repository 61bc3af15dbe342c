"""Invented matrices of any size for the tests of the printed documents."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Literal

import pytest

from app.reports.matrix import (
    Cell,
    EuBlock,
    LicenceMark,
    MatrixPrint,
    Person,
    ScaleStep,
    Skill,
    SkillGroup,
    Team,
    Totals,
)

MakeMatrix = Callable[..., MatrixPrint]

ILUO = (
    ScaleStep("–", 0, "Ingen"),
    ScaleStep("I", 1, "Under upplärning"),
    ScaleStep("L", 2, "Klarar med stöd"),
    ScaleStep("U", 3, "Klarar själv"),
    ScaleStep("O", 4, "Kan lära ut"),
)
_SKILLS = (
    "CNC-svarvning",
    "CNC-fräsning",
    "Svetsning MIG/MAG",
    "Svetsning TIG",
    "Robotcell ABB",
    "Ställ SMED",
    "Ritningsläsning",
    "Mätteknik",
    "Ytbehandling",
    "Montering A-linje",
    "Montering B-linje",
    "Avvikelsehantering",
    "Internrevision",
    "8D / rotorsak",
    "SPC",
    "Kalibrering",
    "Kundreklamation",
    "FMEA",
    "Förebyggande TPM",
    "Hydraulik",
    "Pneumatik",
    "Elarbete ESA",
    "PLC grund",
    "Truckkort A–B",
    "Travers",
    "Heta arbeten",
    "Första hjälpen",
    "Brandskydd",
    "BAM-utbildning",
    "Kemikaliehantering",
    "Lagledning",
    "Planering MPS",
    "Affärssystem",
    "Handledarskap",
    "Förbättringsarbete",
    "Datakvalitet",
)
_LICENCES = {"Truckkort A–B", "Travers", "Heta arbeten", "Första hjälpen"}
_GROUPS = ("Produktion", "Kvalitet", "Underhåll", "Arbetsmiljö & säkerhet", "Ledning & digitalt", "Logistik")
_TEAMS = (
    "Team Bearbetning",
    "Team Svets",
    "Team Montering",
    "Team Underhåll & logistik",
    "Skift natt",
    "Lager",
)
_FIRST = (
    "Anna",
    "Björn",
    "Camilla",
    "Dragan",
    "Elin",
    "Fredrik",
    "Göran",
    "Hanna",
    "Ibrahim",
    "Johanna",
    "Kristoffer",
    "Linnéa",
    "Mattias",
    "Noor",
    "Oskar",
    "Petra",
    "Rasmus",
    "Sara",
    "Tobias",
    "Ulrika",
    "Viktor",
    "Wilma",
    "Yusuf",
    "Zoran",
    "Åsa",
    "Ärla",
    "Östen",
)
_LAST = (
    "Dahl",
    "Öberg",
    "Östlund",
    "Gustavsson",
    "Rönnbäck",
    "Lind",
    "Jönsson",
    "Ullström",
    "Bergström",
    "Mårtensson",
    "Åkesson",
    "Eriksson",
    "Persson",
    "Holm",
    "Hjälmgren",
    "Sjöström",
    "Berg",
    "Karlsson",
    "Värnlund",
    "Cederlund",
    "Nyqvist",
    "Ängmark",
    "Forsberg",
    "Qvist",
    "Sand",
    "Isaksson",
)


def _parts(total: int, parts: int) -> list[int]:
    weights = [10 + (7 * part) % 5 for part in range(parts)]
    sizes = [max(1, total * weight // sum(weights)) for weight in weights]
    sizes[0] += total - sum(sizes)
    return sizes


def _cell(random_: random.Random, skill: Skill) -> Cell:
    if skill.kind == "licence":
        marks: tuple[LicenceMark, ...] = ("held", "held", "held", "expiring", "expired", "missing")
        mark = random_.choice(marks)
        required = skill.required_level is not None
        return Cell(
            licence=mark,
            target=1 if required else None,
            gap=int(required and mark in ("expired", "missing") and random_.random() < 0.5),
        )
    drawn = random_.random()
    if drawn < 0.2:
        return Cell(asked=drawn < 0.02)
    level = random_.choices((0, 1, 2, 3, 4), (4, 14, 24, 34, 20))[0]
    target = skill.required_level if random_.random() < 0.75 else None
    return Cell(level=level, target=target, gap=max(0, target - level) if target is not None else 0)


def make_matrix(
    people: int = 6,
    skills: int = 8,
    teams: int = 1,
    groups: int = 1,
    *,
    language: Literal["sv", "en"] = "sv",
    scale: tuple[ScaleStep, ...] = ILUO,
    skill_names: tuple[str, ...] = (),
    people_names: tuple[str, ...] = (),
    group_names: tuple[str, ...] = _GROUPS,
    team_names: tuple[str, ...] = _TEAMS,
    words: tuple[str, ...] = ("Europeiska unionen", "Europeiska regionala", "utvecklingsfonden"),
    plain: bool = False,
    seed: int = 7,
) -> MatrixPrint:
    """`plain`: without requirements, counts, part time and shares."""
    random_ = random.Random(seed)
    columns: list[Skill] = []
    for at in range(skills):
        name = skill_names[at] if skill_names else _SKILLS[at % len(_SKILLS)]
        if not skill_names and at >= len(_SKILLS):
            name = f"{name} {at // len(_SKILLS) + 1}"
        licence = name in _LICENCES
        covered = (
            random_.choice((0, 1, 1, 2)) if random_.random() < 0.15 else random_.randint(2, max(2, people))
        )
        covered = min(covered, people)
        columns.append(
            Skill(
                name,
                "licence" if licence else "level",
                None if plain else 1 if licence else random_.choice((2, 3, 3, 4)),
                None
                if plain or random_.random() < 0.05
                else max(1, round(people * random_.uniform(0.3, 0.6))),
                1 if licence else 3,
                covered,
                covered,
            )
        )
    banded: list[SkillGroup] = []
    at = 0
    for number, size in enumerate(_parts(skills, groups)):
        name = group_names[number % len(group_names)] if groups > 1 else ""
        banded.append(SkillGroup(name, tuple(columns[at : at + size])))
        at += size
    rows: list[Person] = []
    for number in range(people):
        first, last = _FIRST[number % len(_FIRST)], _LAST[(number * 7) % len(_LAST)]
        name = people_names[number] if people_names else f"{last}, {first}"
        rows.append(
            Person(
                name,
                first[:1] + last[:1],
                None if plain else random_.choice((100, 100, 100, 80, 75, 50)),
                tuple(_cell(random_, skill) for skill in columns),
                None if plain else random_.uniform(0.45, 1.0),
            )
        )
    staffed: list[Team] = []
    at = 0
    for number, size in enumerate(_parts(people, teams)):
        name = team_names[number % len(team_names)] if teams > 1 else ""
        staffed.append(Team(name, tuple(rows[at : at + size])))
        at += size
    swedish = language == "sv"
    return MatrixPrint(
        company="Västra Verkstads AB",
        title="Kompetensmatris" if swedish else "Competence matrix",
        facts=("Beslutad målnivå enligt bemanningsplan 2026",) if swedish else ("Staffing plan 2026",),
        as_of=date(2026, 1, 15),
        printed_at=(
            "Utskriven 2026-01-15 14.32 av Lisa Öberg"
            if swedish
            else "Printed 2026-01-15 14:32 by Lisa Öberg"
        ),
        language=language,
        scale=scale,
        groups=tuple(banded),
        teams=tuple(staffed),
        totals=Totals(people, skills, None if plain else 0.74),
        eu=EuBlock(words),
        classification=(
            "Intern information – innehåller personuppgifter, sprid inte vidare utanför uppdraget."
            if swedish
            else "Internal – holds personal data, do not pass on outside the assignment."
        ),
        document_id="KM-2026-014",
        state_hash="3f9a1c0b77de41520a9c5e6b8d2f4a11c6e0f7b3925d8a4e1b0c7d6f5e4a3b29",
        approved_by="Mattias Rönnbäck" if swedish else "",
    )


@pytest.fixture(name="make_matrix")
def _make_matrix() -> MakeMatrix:
    return make_matrix


@pytest.fixture(name="make_matrix_of", scope="session")
def _make_matrix_of() -> MakeMatrix:
    """The same, for the whole run: properties ask for it once."""
    return make_matrix
