"""The fictional companies' own workbooks: drawn from `resources/demo/workbooks.toml` by the seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.operations.demo_cast import Cast, drawing
from app.paths import resource
from app.workbooks.company_sheets import (
    Cell,
    CompanySheet,
    SheetNeed,
    SheetPerson,
    SheetSkill,
    write_company_workbook,
)

if TYPE_CHECKING:
    from app.workbooks import Answer, WorkbookReading

# Shaped like a personal number with a right check digit: the authorities' own example, and nobody's.
HIDDEN_NUMBER = "811218-9876"
_ILUO = ("-", "I", "L", "U", "O")
_FILLS = {"1": "#E3EEF4", "2": "#BFD9E6", "3": "#8DBBD0", "4": "#4E93B1"}
_LETTER_FILLS = {"I": "#E3EEF4", "L": "#BFD9E6", "U": "#8DBBD0", "O": "#4E93B1"}


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Skills under one head: "name | required level | headcount"."""

    name: str
    skills: tuple[str, ...]
    kind: str = "level"


class Job(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many have a job, and the mean level by group of skills."""

    title: str
    team: str
    shifts: tuple[str, ...]
    people: int
    levels: tuple[float, ...]


class SheetData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    heading: str
    remarks: tuple[str, ...]
    name_head: str
    meta: tuple[str, ...]
    scale: str
    legend: tuple[str, ...]
    footer: str
    group: tuple[Group, ...]
    hidden: tuple[str, ...] = ()
    identity: str = ""
    covered_label: str = ""
    level_label: str = ""
    count_label: str = ""
    odd: tuple[str, ...] = ()
    turned: bool = False
    job: tuple[Job, ...] = ()


class BookData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A workbook, and how the demo answers what the reader must ask. `left_open`: the cell that nobody answers."""

    file: str
    author: str
    answers: dict[str, str]
    sheet: tuple[SheetData, ...]
    left_open: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    company: str
    file: Path
    data: BookData


def write_books(cast: Cast, folder: Path) -> tuple[Book, ...]:
    """Write every company's workbook into a folder. Raises OSError where it cannot be written."""
    text = resource("demo", "workbooks.toml").read_text(encoding="utf-8")
    data = msgspec.convert(tomllib.loads(text), type=dict[str, BookData])
    names = iter(cast.people)
    books: list[Book] = []
    for company, book in data.items():
        chance = drawing(cast.seed, f"workbook {company}")
        people = [
            (next(names), job, chance.choice(job.shifts) if job.shifts else "")
            for job in book.sheet[0].job
            for _ in range(job.people)
        ]
        file = folder / book.file
        write_company_workbook(file, [_sheet(sheet, people, chance) for sheet in book.sheet], book.author)
        books.append(Book(company, file, book))
    return tuple(books)


def answers_for(book: Book, found: WorkbookReading) -> tuple[Answer, ...]:
    """What the coach answers to the reader's questions; the cell that is to stay open is left."""
    from app.workbooks import Answer

    given: list[Answer] = []
    for question in found.questions:
        choice = book.data.answers.get(question.about)
        if choice is not None and not (
            book.data.left_open and _typed(found, question.where) == book.data.left_open
        ):
            given.append(Answer(question.sheet, question.about, question.where, choice))
    return tuple(given)


def _typed(found: WorkbookReading, where: str) -> str:
    """What stands in the cell that a question is about, "" where it is about more."""
    person, _, skill = where.removeprefix("cell ").partition(" | ")
    for matrix in found.matrices:
        for one in matrix.people:
            if one.name == person and skill in matrix.skills:
                return str(getattr(one.values[matrix.skills.index(skill)], "typed", ""))
    return ""


def _sheet(data: SheetData, people: Sequence[tuple[str, Job, str]], chance: random.Random) -> CompanySheet:
    skills = [(group, _split(skill)) for group in data.group for skill in group.skills]
    covering: tuple[Cell, ...] = ("U", "O") if data.scale == "ILUO" else (3, 4)
    rows = [
        [_cell(data, group, job, place, chance) for place, (group, _) in enumerate(skills)]
        for _, job, _ in people
    ]
    for place, odd in enumerate(data.odd):
        rows[1 + 2 * place][place + 1] = odd
    needs = [
        SheetNeed(label, tuple(_number(parts[column]) for _, parts in skills))
        for label, column in ((data.level_label, 1), (data.count_label, 2))
        if label
    ]
    return CompanySheet(
        title=data.title,
        heading=data.heading,
        remarks=data.remarks,
        name_head=data.name_head,
        meta=data.meta,
        hidden=frozenset(data.hidden),
        skills=tuple(
            SheetSkill(parts[0], group.name, covering if group.kind == "level" else (1,))
            for group, parts in skills
        ),
        people=tuple(
            SheetPerson(name, tuple(_meta(head, data, job, shift, place) for head in data.meta), tuple(row))
            for place, ((name, job, shift), row) in enumerate(zip(people, rows, strict=True))
        ),
        needs=tuple(needs),
        covered_label=data.covered_label,
        legend=data.legend,
        colours=_LETTER_FILLS if data.scale == "ILUO" else _FILLS if data.scale == "0-4" else {},
        turned=data.turned,
        footer=data.footer,
    )


def _split(skill: str) -> tuple[str, str, str]:
    name, _, rest = skill.partition(" | ")
    level, _, count = rest.partition(" | ")
    return name, level, count


def _number(text: str) -> Cell:
    return int(text) if text.isdigit() else None


def _meta(head: str, data: SheetData, job: Job, shift: str, place: int) -> str:
    if head == data.identity:
        return HIDDEN_NUMBER if place == 2 else ""
    return {"Befattning": job.title, "Avd": job.team, "Skift": shift}.get(head, "")


def _cell(data: SheetData, group: Group, job: Job, place: int, chance: random.Random) -> Cell:
    if data.scale == "dates":
        return _licence(place, chance)
    at = min(data.group.index(group), len(job.levels) - 1)
    drawn = chance.gauss(job.levels[at], 0.6)
    if group.kind == "yes_no":
        return int(chance.random() < 0.7)
    if chance.random() < 0.04:
        return None
    level = min(4, max(0, round(drawn)))
    return _ILUO[level] if data.scale == "ILUO" else level


def _licence(place: int, chance: random.Random) -> Cell:
    """A licence as companies write it: a day, a month, a year alone, a word, or nothing."""
    day = Day(2022, 5, 2) + timedelta(days=chance.randrange(-120, 1200))
    written: tuple[Cell, ...] = (day.strftime("%Y-%m"), day.strftime("%y%m%d"), "JA", "saknas", None)
    return chance.choice((*written, "2023" if place == 5 else day, *[day] * 4))
