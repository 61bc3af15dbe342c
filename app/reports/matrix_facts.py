"""What a printed competence matrix shows: plain facts, reckoned elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.drawing.licence_glyph import LicenceMark
from app.i18n import Language

SkillKind = Literal["level", "licence"]
ShareOf = Literal["requirements", "threshold"]


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A step of the company's own scale. `symbol` and `text` are the company's words, `level` is 0-4."""

    symbol: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Skill:
    """A column. `threshold`: the level from which it counts as covered; `covered`: people who do (a valid
    licence counts). `required_count`: people needed; None where nobody has said. Counts are of the whole
    matrix, not of a page."""

    name: str
    kind: SkillKind = "level"
    required_level: int | None = None
    required_count: int | None = None
    threshold: int = 3
    covered: int = 0
    bus_factor: int = 0


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Columns under one band. An empty name draws no band."""

    name: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's standing in one skill. `level` is 0-4; a licence has `licence` instead. Neither: unknown,
    and `asked` tells whether the person was asked. `gap`: levels below `target`, 0 if none."""

    level: int | None = None
    licence: LicenceMark | None = None
    target: int | None = None
    asked: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A row. `cells` in the order of the skills over all groups. `part_time`: per cent of full time, or None.
    `share`: 0-1, or None. `name` may be initials or a number, if the print is not to show names."""

    name: str
    initials: str
    part_time: int | None
    cells: tuple[Cell, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Rows under one heading (shift or department). An empty name draws no heading."""

    name: str
    people: tuple[Person, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of the whole matrix. `share`: 0-1, or None."""

    people: int
    skills: int
    share: float | None = None


@dataclass(frozen=True, slots=True)
class EuBlock:
    """The words beside the EU emblem, a string a line, as the programme has them. No block, no emblem."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixPrint:
    """A competence matrix, ready to be laid out.

    `title`: what is printed ("Kompetensmatris"), `company` beside it. `facts`: short texts for the line
    below. `printed_at`: the print stamp as it will read, with who printed. `state_hash`: of the state of the
    data; its first 16 characters are printed, all of them stand in the file's keywords.
    `share_of`: what the bars are a share of. A bar under `low_share` is drawn in the colour of a gap.
    """

    company: str
    title: str
    facts: tuple[str, ...]
    as_of: date
    printed_at: str
    language: Language
    scale: tuple[ScaleStep, ...]
    groups: tuple[SkillGroup, ...]
    teams: tuple[Team, ...]
    totals: Totals
    eu: EuBlock | None
    classification: str
    document_id: str
    state_hash: str
    share_of: ShareOf = "requirements"
    low_share: float = 0.7
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written. `missing`: characters that no typeface here can draw (shown as boxes); `shortened`:
    names of skills and people that did not fit and were shortened."""

    pages: int
    sha256: str
    missing: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
