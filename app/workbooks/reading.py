"""What is read from a workbook: frozen values, open questions, and the frames to read again from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.workbooks.frames import Dropped, Frame
from app.workbooks.legend import Legend
from app.workbooks.words import folded


@dataclass(frozen=True, slots=True)
class Level:
    """A canonical level 0-4; `typed` is what stands in the cell."""

    level: int
    typed: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing known."""


@dataclass(frozen=True, slots=True)
class Held:
    """Has it: a cross, a yes, a licence."""

    typed: str


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Has it not: a no, a zero in a column of licences."""

    typed: str


@dataclass(frozen=True, slots=True)
class AsTyped:
    """What stands in the cell, while a question about its skill or sheet is open."""

    typed: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A single cell that cannot be known."""

    typed: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A licence. `kind` is valid_to, valid_no_end, held_unknown_end, expired_unknown_date, missing, none,
    planned or ask; `day` is an ISO date for valid_to, what was typed for ask, else None. `issued` is an ISO
    date."""

    kind: str
    day: str | None = None
    issued: str | None = None


Value = Level | Blank | Held | NotHeld | AsTyped | Ask | Certificate


@dataclass(frozen=True, slots=True)
class Question:
    """What must be asked. `where`: `sheet`, `skill NAME` or `cell PERSON | SKILL`. `choices` are proposals,
    the likeliest first; `about` decides which other answers are understood too (see `questions`)."""

    sheet: str
    about: str
    where: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer."""

    sheet: str
    about: str
    where: str
    choice: str


@dataclass(frozen=True, slots=True)
class PersonReading:
    """A person with values by skill, in the order of the skills."""

    name: str
    row: int
    values: tuple[Value, ...]
    targets: tuple[int | None, ...]
    """Planned level by skill, canonical."""
    part_time: int | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    """befattning, avd, skift, anst.nr, anst.år, tjg % -> text."""


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """One matrix. Columns and rows are those of the sheet, letters and numbers from 1."""

    sheet: str
    turned: bool
    header: int
    group: int | None
    name: int
    first_person: int
    last_name: int | None
    first_skill: int
    meta: tuple[tuple[int, str], ...]
    """Column (row where turned) and kind, left to right."""
    identity: int | None
    skills: tuple[str, ...]
    certificates: frozenset[str]
    """The skills whose values are certificates."""
    groups: Mapping[str, str]
    scale: str
    symbols: Mapping[str, int]
    """Symbol -> canonical, as far as it is known."""
    legend: Mapping[str, str]
    people: tuple[PersonReading, ...]
    required_level: Mapping[str, int]
    required_count: Mapping[str, int]
    requirement: Mapping[str, str]
    """Numbers of which it is not known whether they are levels or headcounts, as typed."""
    ignored_rows: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    skip_people: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    date: str | None
    questions: tuple[Question, ...]

    @property
    def fingerprint(self) -> str:
        """Normalised heads and scale as a hash: by which a company's answers are remembered."""
        text = "\n".join([self.scale, str(self.turned), *sorted(folded(skill) for skill in self.skills)])
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def certain(self) -> Iterator[tuple[PersonReading, str, Value]]:
        """Every value that no open question touches, without blanks."""
        asked = {question.where for question in self.questions if question.about != "requirement"}
        dates = any(q.where == "sheet" and q.about == "dates" for q in self.questions)
        sheet = any(q.where == "sheet" and q.about not in ("requirement", "dates") for q in self.questions)
        for person in self.people:
            for skill, value in zip(self.skills, person.values, strict=True):
                if isinstance(value, Blank | Ask | AsTyped):
                    continue
                if isinstance(value, Certificate):
                    if value.kind == "ask" or (dates and value.kind == "valid_to"):
                        continue
                elif sheet:
                    continue
                if f"skill {skill}" not in asked and f"cell {person.name} | {skill}" not in asked:
                    yield person, skill, value


@dataclass(frozen=True, slots=True)
class Conflict:
    """One person with different values for one skill on two sheets."""

    person: str
    skill: str
    values: tuple[tuple[str, Value], ...]
    """Sheet -> value."""


@dataclass(frozen=True, slots=True)
class Source:
    """A matrix as found, from which its reading is made again when a question is answered."""

    sheet: str
    frames: tuple[Frame, ...]
    """The likeliest first; two where it is not clear on which margin the people are."""
    legend: Legend
    date: str | None
    title: str
    """The texts above the matrix, which tell what its dates and numbers are."""
    identity_cells: tuple[tuple[int, int], ...]
    """Where identity numbers stood, anywhere on the sheet."""


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """All matrices of a workbook. `several` says that the workbook has more than one sheet."""

    several: bool
    sheets: tuple[str, ...]
    hidden_sheets: tuple[str, ...]
    ignored_sheets: tuple[str, ...]
    matrices: tuple[MatrixReading, ...]
    conflicts: tuple[Conflict, ...]
    sources: tuple[Source, ...] = field(repr=False)
    answers: tuple[Answer, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The open questions of all matrices."""
        return tuple(question for matrix in self.matrices for question in matrix.questions)
