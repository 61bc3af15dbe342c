"""A competence matrix as flat arrays, for a grid that is painted and edited: figures of it, and of each change.

People are rows, skills columns, cells row by row: cell = row * skills + column. `levels` holds 0-4, or UNKNOWN;
`flags` holds `Flag` bits. Figures are those of `competence_figures` (a test compares them), reckoned from the
arrays: a matrix of 500 x 200 is summed up at once, and a change only where it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

from app.domain.competence import HIGHEST, MAY_TEACH, LicenceStatus, Skill, SkillKind

UNKNOWN = 255
"""In `levels`: not assessed, or a licence."""


class Flag(IntFlag):
    """What a cell is, beside its level. The three highest bits are a licence's state (`licence_of`)."""

    BELOW = 1
    """One level below what is required or planned."""
    FAR_BELOW = 2
    """Two levels below or more; who is not assessed stands at 0."""
    ASKED = 4
    """An import left the cell out, since its question is open. Shown where nothing is known of the cell."""
    PLANNED = 8
    """A level is planned for this person."""
    OLD = 16
    """Observed more than a year ago: to be confirmed."""


_LICENCE_BITS = 5
_STATES: tuple[LicenceStatus | None, ...] = (
    None,
    LicenceStatus.VALID,
    LicenceStatus.EXPIRING,
    LicenceStatus.EXPIRED,
    LicenceStatus.MISSING,
)
_LASTING = Flag.ASKED.value | Flag.PLANNED.value  # what a rating leaves as it is
_BITS = {state: number << _LICENCE_BITS for number, state in enumerate(_STATES)}
_BELOW = bytes(int(flags & (Flag.BELOW | Flag.FAR_BELOW) != 0) for flags in range(256))
_VALID = bytes(int(flags >> _LICENCE_BITS in (1, 2)) for flags in range(256))


def licence_of(flags: int) -> LicenceStatus | None:
    """The state of a licence, None in a cell of a level, and where a licence neither is nor should be."""
    return _STATES[flags >> _LICENCE_BITS]


def licence_bits(state: LicenceStatus) -> int:
    return _BITS[state]


def _gap_table(target: int) -> bytes:
    """Level (0-4 or UNKNOWN) -> how far it is below the target, as flags."""
    gaps = [target - (level if level <= HIGHEST else 0) for level in range(256)]
    return bytes(Flag.FAR_BELOW if gap >= 2 else Flag.BELOW if gap == 1 else 0 for gap in gaps)


_GAPS = tuple(_gap_table(target) for target in range(HIGHEST + 1))


def gaps_to(target: int | None) -> bytes:
    """A table from level to flags for a target, which is 0-4 or None."""
    return _GAPS[min(max(target or 0, 0), HIGHEST)]


def target_of(skill: Skill, planned: int | None) -> int | None:
    """What a person should reach in a skill of levels: the higher of what all must and what is planned."""
    return max((one for one in (skill.required_level, planned) if one is not None), default=None)


def _from(level: int) -> bytes:
    """A table: 1 where a level is this or higher."""
    return bytes(int(level <= found <= HIGHEST) for found in range(256))


_REACHES = tuple(_from(level) for level in range(HIGHEST + 2))


@dataclass(frozen=True, slots=True)
class Foot:
    """The figures of a skill. `gap` and `balance` are None where no number is required."""

    covered: int
    """People who can run it alone, or hold the licence validly; this is the bus factor."""
    teachers: int
    required: int | None
    below: int
    """People below what is required of them or planned for them."""

    @property
    def bus_factor(self) -> int:
        return self.covered

    @property
    def balance(self) -> int | None:
        return None if self.required is None else self.covered - self.required

    @property
    def gap(self) -> int | None:
        return None if self.required is None else max(0, self.required - self.covered)

    @property
    def critical(self) -> bool:
        """Nobody or one person carries it, or fewer than required."""
        return self.covered <= 1 or bool(self.gap)


def coverage(skill: Skill, levels: bytes, flags: bytes) -> bytes:
    """A column as 1 where the person covers the skill, else 0."""
    if skill.kind is SkillKind.LICENCE:
        return flags.translate(_VALID)
    return levels.translate(_REACHES[min(max(skill.threshold, 0), HIGHEST + 1)])


def fulfilment(skill: Skill, levels: bytes, flags: bytes) -> bytes | None:
    """A column as 1 where the person fulfils what is required; None where nothing is."""
    if skill.required_level is None:
        return None
    if skill.kind is SkillKind.LICENCE:
        return flags.translate(_VALID)
    if skill.required_level <= 0:
        return b"\1" * len(levels)
    return levels.translate(_REACHES[min(skill.required_level, HIGHEST + 1)])


def foot(skill: Skill, levels: bytes, flags: bytes) -> Foot:
    """The figures of a skill from its column."""
    return Foot(
        covered=sum(coverage(skill, levels, flags)),
        teachers=levels.count(MAY_TEACH) if skill.kind is SkillKind.LEVEL else 0,
        required=skill.required_count,
        below=sum(flags.translate(_BELOW)),
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix's cells and its figures. `mastered` and `fulfilled` count skills by person."""

    skills: tuple[Skill, ...]
    people: int
    levels: bytes
    flags: bytes
    planned: Mapping[int, int]
    """Cell -> the level that is planned for it."""
    feet: tuple[Foot, ...]
    mastered: tuple[int, ...]
    fulfilled: tuple[int, ...]

    @property
    def required(self) -> int:
        """How many skills every person must have."""
        return sum(skill.required_level is not None for skill in self.skills)

    def flexibility(self, row: int | None = None) -> float | None:
        """Skills that a person masters of all; of everybody, the mean. None without skills or people."""
        had = sum(self.mastered) if row is None else self.mastered[row]
        cells = len(self.skills) * (self.people if row is None else 1)
        return had / cells if cells else None

    def compliance(self, row: int | None = None) -> float | None:
        """Required skills that a person has of all that are required; of everybody, of all such pairs."""
        had = sum(self.fulfilled) if row is None else self.fulfilled[row]
        pairs = self.required * (self.people if row is None else 1)
        return had / pairs if pairs else None

    def covers(self, row: int, column: int) -> bool:
        """Whether this person covers this skill."""
        at = row * len(self.skills) + column
        return bool(coverage(self.skills[column], self.levels[at : at + 1], self.flags[at : at + 1])[0])


def reckoned(
    skills: Sequence[Skill], people: int, levels: bytes, marks: bytes, planned: Mapping[int, int]
) -> Grid:
    """The grid of these cells. `marks`: flags without what is reckoned here, how far a cell is below its target."""
    count = len(skills)
    gaps = bytearray(len(levels))
    for column, skill in enumerate(skills):
        if skill.kind is SkillKind.LEVEL and skill.required_level:
            gaps[column::count] = levels[column::count].translate(gaps_to(skill.required_level))
    for cell, level in planned.items():
        skill = skills[cell % count]
        if skill.kind is SkillKind.LEVEL:
            gaps[cell] = gaps_to(target_of(skill, level))[levels[cell]]
    size = len(levels)
    flags = (int.from_bytes(marks, "big") | int.from_bytes(gaps, "big")).to_bytes(size, "big")
    masters, fulfils = bytearray(size), bytearray(size)
    feet: list[Foot] = []
    for column, skill in enumerate(skills):
        own, marked = levels[column::count], flags[column::count]
        feet.append(foot(skill, own, marked))
        masters[column::count] = coverage(skill, own, marked)
        if (fulfilled := fulfilment(skill, own, marked)) is not None:
            fulfils[column::count] = fulfilled
    rows = range(0, people * count, count) if count else ()
    return Grid(
        skills=tuple(skills),
        people=people,
        levels=levels,
        flags=flags,
        planned=planned,
        feet=tuple(feet),
        mastered=tuple([sum(masters[row : row + count]) for row in rows]) or (0,) * people,
        fulfilled=tuple([sum(fulfils[row : row + count]) for row in rows]) or (0,) * people,
    )


def rated(grid: Grid, changes: Iterable[tuple[int, int | None]]) -> Grid:
    """The grid after people were rated today: cells with their new levels, None for not assessed.

    Raises ValueError for a cell of a licence.
    """
    count = len(grid.skills)
    levels, flags = bytearray(grid.levels), bytearray(grid.flags)
    mastered, fulfilled = list(grid.mastered), list(grid.fulfilled)
    columns: set[int] = set()
    for cell, level in changes:
        row, column = divmod(cell, count)
        skill = grid.skills[column]
        if skill.kind is not SkillKind.LEVEL:
            raise ValueError(f"{skill.name} is a licence: it has no level")
        before, after = levels[cell], UNKNOWN if level is None else level
        reaches = _REACHES[min(max(skill.threshold, 0), HIGHEST + 1)]
        mastered[row] += reaches[after] - reaches[before]
        if skill.required_level:
            enough = _REACHES[min(skill.required_level, HIGHEST + 1)]
            fulfilled[row] += enough[after] - enough[before]
        target = target_of(skill, grid.planned.get(cell)) if grid.planned else skill.required_level
        flags[cell] = flags[cell] & _LASTING | gaps_to(target)[after]
        levels[cell] = after
        columns.add(column)
    feet = list(grid.feet)
    for column in columns:
        feet[column] = foot(grid.skills[column], bytes(levels[column::count]), bytes(flags[column::count]))
    return Grid(
        grid.skills,
        grid.people,
        bytes(levels),
        bytes(flags),
        grid.planned,
        tuple(feet),
        tuple(mastered),
        tuple(fulfilled),
    )


def grouped(names: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Places by name, in the order of each name's first place; one that comes back is joined to where it began."""
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        found.setdefault(name, []).append(place)
    return list(found.items())


def team_names(people: Sequence[tuple[str | None, str | None]]) -> list[str]:
    """What people (team, shift) are grouped by: the team where anybody has one, else the shift; "" for nothing."""
    by_team = any(team for team, _ in people)
    return [(team if by_team else shift) or "" for team, shift in people]
