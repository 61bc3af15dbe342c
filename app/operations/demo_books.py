"""The demo companies' workbooks: `resources/demo/workbooks.toml` and a seed give people, levels and certificates."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import msgspec

from app.operations.demo_cast import Cast, drawing
from app.paths import resource
from app.workbooks.company_sheets import Cell, CompanySheet, SheetNeed, SheetPerson, SheetSkill

_ILUO: tuple[Cell, ...] = (None, "I", "L", "U", "O")
_COVERS = 3
_YES_NO = "yes_no"
_LEVEL_FILLS = ("#F8D9CF", "#FBEBC8", "#D3E8CF", "#9CCB9A")
_EXPIRED_FILL = "#F3C1B2"
_MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec")


class GroupData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Skills written as "name | required level | required headcount", "-" where there is none."""

    name: str
    skills: tuple[str, ...]
    kind: str = ""


class JobData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many have the job, and their mean level in each group of skills."""

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
    group: tuple[GroupData, ...]
    job: tuple[JobData, ...] = ()
    hidden: tuple[str, ...] = ()
    identity: str = ""
    covered_label: str = ""
    level_label: str = ""
    count_label: str = ""
    odd: tuple[str, ...] = ()
    turned: bool = False


class BookData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A workbook; `answers`: what the company says when it is asked, by what is asked about."""

    file: str
    author: str
    answers: dict[str, str]
    sheet: tuple[SheetData, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook to be written. `planted`: what must never get any further than the workbook."""

    company: str
    data: BookData
    sheets: tuple[CompanySheet, ...]
    people: tuple[str, ...]
    planted: tuple[str, ...]


@cache
def books_data() -> dict[str, BookData]:
    text = resource("demo", "workbooks.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=dict[str, BookData], strict=True)


def books(cast: Cast) -> tuple[Book, ...]:
    """All workbooks, for the seed; nobody works in two companies."""
    names = iter(cast.people)
    return tuple(_book(cast, key, data, names) for key, data in books_data().items())


def _book(cast: Cast, company: str, data: BookData, names: Iterator[str]) -> Book:
    chance = drawing(cast.seed, f"book {company}")
    staff = [
        (_with_hours(next(names), place), job)
        for place, job in enumerate(
            job for sheet in data.sheet for job in sheet.job for _ in range(job.people)
        )
    ]
    planted: list[str] = []
    sheets = [
        _dates(chance, sheet, staff, cast.data.day)
        if sheet.scale == "dates"
        else _levels(chance, sheet, staff, planted)
        for sheet in data.sheet
    ]
    return Book(company, data, tuple(sheets), tuple(name.split(" (")[0] for name, _ in staff), tuple(planted))


def _with_hours(name: str, place: int) -> str:
    """Here and there the share of full time, as companies write it."""
    return f"{name} (75 %)" if place == 3 else name


def _skills(sheet: SheetData) -> list[tuple[GroupData, str, int | None, int | None]]:
    """Group, name, required level and headcount of each skill."""
    found: list[tuple[GroupData, str, int | None, int | None]] = []
    for group in sheet.group:
        for line in group.skills:
            name, *needs = (part.strip() for part in line.split("|"))
            level, count = ((int(need) if need.isdigit() else None) for need in (needs or ["-", "-"]))
            found.append((group, name, level, count))
    return found


def _levels(
    chance: random.Random, sheet: SheetData, staff: Sequence[tuple[str, JobData]], planted: list[str]
) -> CompanySheet:
    skills = _skills(sheet)
    groups = [group.name for group in sheet.group]
    marks: tuple[Cell, ...] = _ILUO if sheet.scale == "ILUO" else (0, 1, 2, 3, 4)
    hardness = [chance.uniform(-0.9, 0.4) for _ in skills]
    people: list[SheetPerson] = []
    for place, (name, job) in enumerate(staff):
        able = chance.gauss(0, 0.5)
        cells: list[Cell] = []
        for (group, *_), hard in zip(skills, hardness, strict=True):
            mean = job.levels[groups.index(group.name)]
            if group.kind == _YES_NO:
                cells.append(int(chance.random() < 0.45 + 0.3 * mean))
            elif mean < 1 and chance.random() < 0.7 - 0.4 * mean:
                cells.append(None)  # not this person's work: nobody wrote anything
            else:
                cells.append(marks[_whole(chance.gauss(mean + able + hard, 0.7))])
        people.append(SheetPerson(name, tuple(_meta(sheet, job, place, planted)), tuple(cells)))
    for text in sheet.odd:
        _write_oddly(chance, people, skills, text)
    return CompanySheet(
        title=sheet.title,
        heading=sheet.heading,
        remarks=sheet.remarks,
        name_head=sheet.name_head,
        meta=sheet.meta,
        hidden=frozenset(sheet.hidden),
        skills=tuple(
            SheetSkill(name, group.name, (1,) if group.kind == _YES_NO else marks[_COVERS:])
            for group, name, _, _ in skills
        ),
        people=tuple(people),
        needs=tuple(
            SheetNeed(label, cells)
            for label, cells in (
                (sheet.level_label, tuple(level for _, _, level, _ in skills)),
                (sheet.count_label, tuple(count for _, _, _, count in skills)),
            )
            if label
        ),
        covered_label=sheet.covered_label,
        legend=sheet.legend,
        colours={str(mark): fill for mark, fill in zip(marks[1:], _LEVEL_FILLS, strict=True)},
        turned=sheet.turned,
        footer=sheet.footer,
    )


def _whole(level: float) -> int:
    return min(4, max(0, round(level)))


def _meta(sheet: SheetData, job: JobData, place: int, planted: list[str]) -> Iterator[str]:
    for head in sheet.meta:
        if head == sheet.identity:
            planted.append(_nobodys_number(place))
            yield planted[-1]
        else:
            shift = job.shifts[place % len(job.shifts)] if job.shifts else ""
            yield {"Befattning": job.title, "Avd": job.team, "Skift": shift}[head]


def _nobodys_number(place: int) -> str:
    """A personal identity number with a right check digit that nobody has: born in December 2099."""
    digits = f"9912{1 + place:02d}000"
    total = sum(sum(divmod(int(digit) * (2 - turn % 2), 10)) for turn, digit in enumerate(digits))
    return f"20{digits[:6]}-{digits[6:]}{-total % 10}"


def _write_oddly(
    chance: random.Random,
    people: list[SheetPerson],
    skills: Sequence[tuple[GroupData, str, int | None, int | None]],
    text: str,
) -> None:
    """Put what somebody wrote in a hurry where a level stood."""
    places = [
        (row, column)
        for row, person in enumerate(people)
        for column, value in enumerate(person.cells)
        if value in (2, 3) and skills[column][0].kind != _YES_NO
    ]
    row, column = chance.choice(places)
    cells = list(people[row].cells)
    cells[column] = text
    people[row] = SheetPerson(people[row].name, people[row].meta, tuple(cells))


# --- certificates with dates ---


def _dates(
    chance: random.Random, sheet: SheetData, staff: Sequence[tuple[str, JobData]], day: date
) -> CompanySheet:
    skills = _skills(sheet)
    people = [SheetPerson(name, (), tuple(_certificate(chance, day) for _ in skills)) for name, _ in staff]
    # One bare year, which nobody can read as a day: the program has to ask.
    row, column = chance.randrange(len(people)), chance.randrange(len(skills))
    cells = list(people[row].cells)
    cells[column] = "2023"
    people[row] = SheetPerson(people[row].name, (), tuple(cells))
    return CompanySheet(
        title=sheet.title,
        heading=sheet.heading,
        remarks=sheet.remarks,
        name_head=sheet.name_head,
        meta=(),
        hidden=frozenset(),
        skills=tuple(SheetSkill(name, group.name) for group, name, _, _ in skills),
        people=tuple(people),
        needs=(),
        covered_label="",
        legend=(),
        colours={"utgånget": _EXPIRED_FILL, "saknas": _EXPIRED_FILL},
        turned=False,
        footer=sheet.footer,
    )


def _certificate(chance: random.Random, day: date) -> Cell:
    """A certificate as somebody types it: most are valid, some soon over, some over, some missing."""
    turn = chance.random()
    if turn < 0.14:
        return None
    if turn < 0.24:
        return chance.choice(("saknas", "utgånget", "anmäld"))
    days = (
        chance.randrange(5, 60)
        if turn < 0.32
        else -chance.randrange(5, 200)
        if turn < 0.37
        else chance.randrange(90, 1500)
    )
    until = day + timedelta(days=days)
    match chance.randrange(10):
        case 0:
            return until.strftime("%Y-%m")
        case 1:
            return f"{_MONTHS[until.month - 1]} {until.year}"
        case 2:
            return f"v.{until.isocalendar().week} {until.isocalendar().year}"
        case 3:
            return f"{until.day}/{until.month} {until.year}"
        case _:
            return until
