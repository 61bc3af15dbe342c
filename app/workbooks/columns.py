"""What each column of a frame is: skill, meta, total, dropped, or left out. Columns vote with all cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.workbooks.cells import Grid
from app.workbooks.digits import is_digits
from app.workbooks.likely import Likely, is_derived
from app.workbooks.tokens import is_label
from app.workbooks.words import dropped_kind, folded, meta_kind, says


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame. `kind`: skill, meta, identity, drop, ignored or blank."""

    index: int
    head: str
    kind: str
    detail: str = ""
    """The kind of meta column, or what was dropped: identity, birth, health."""
    aspect: str = ""
    """`target` for the second column of a skill."""
    group: str = ""
    suffix: str = ""
    """A requirement in the head: the 3 of `Fräs (3)`."""


_SUFFIX = re.compile(
    r"(.*\S) ?[(\[] ?(?:(?:krav|mål|behov|min|nivå):? ?)?([0-9]{1,2}|[ILUO]) ?(?:st|pers\.?)?[)\]]$"
)
_PREFIX = re.compile(r"[(\[] ?([0-9]{1,2}) ?[)\]] ?(\S.*)")
_SUFFIX_WORD = re.compile(r"[(\[] ?(krav|mål|behov|min|nivå)", re.IGNORECASE)


def head_above(grid: Grid, header: int, column: int, reach: int = 2) -> str:
    """The head of a column: the header row's text, else one of the rows above that is not spread sideways."""
    for row in range(header, max(0, header - reach) - 1, -1):
        cell = grid.at(row, column)
        if not cell.text:
            continue
        area = grid.merged.get((row, column))
        if row < header and area and area[3] > area[1]:
            return ""
        return cell.text
    return ""


LARGEST_LEVEL = 7


def _equals_rows(grid: Grid, column: int, others: Sequence[int], people: Sequence[int], sure: bool) -> bool:
    """Whether a column equals the sum or a count of the other columns, for all people, at least three."""
    matches: dict[str, int] = {}
    numbers: set[float] = set()
    seen = 0
    for row in people:
        number = grid.at(row, column).number
        if number is None:
            continue
        seen += 1
        numbers.add(number)
        values = [value for other in others if (value := grid.at(row, other).number) is not None]
        filled = sum(1 for other in others if grid.text(row, other))
        for name, figure in (
            ("sum", sum(values)),
            ("count", filled),
            *((f">={n}", sum(v >= n for v in values)) for n in (1, 2, 3, 4)),
        ):
            if figure == number:
                matches[name] = matches.get(name, 0) + 1
    if seen < 3 or len(others) < 3 or max(matches.values(), default=0) < seen:
        return False
    # Few small numbers equal some count by chance; a number beyond any scale, or many different ones, do not.
    return max(numbers) > LARGEST_LEVEL or (seen >= 6 and len(numbers) >= 3) or sure


def _votes(grid: Grid, column: int, people: Sequence[int], likely: Likely) -> tuple[int, int, int]:
    """Values, other texts, and derived cells of a column over the people's rows."""
    values = others = derived = 0
    for row in people:
        cell = grid.at(row, column)
        if is_derived(cell):
            derived += 1
        elif likely(cell):
            values += 1
        elif likely.filled(cell):
            others += 1
    return values, others, derived


def classify(grid: Grid, header: int, name: int, people: Sequence[int], likely: Likely) -> list[Column]:
    """The columns of a frame besides the names', left to right; those without any content are left out."""
    found: list[Column] = []
    for index in grid.columns:
        if index == name:
            continue
        head = head_above(grid, header, index)
        values, others, derived = _votes(grid, index, people, likely)
        found.append(_one(grid, index, header, head, (values, others, derived), people))
    skills = [column.index for column in found if column.kind == "skill"]
    found = [
        replace(column, kind="ignored")
        if column.kind == "skill" and _total_by_value(grid, column, skills, people)
        else column
        for column in found
    ]
    return _with_aspects(grid, header, _trimmed(found, name))


def _total_by_value(grid: Grid, column: Column, skills: Sequence[int], people: Sequence[int]) -> bool:
    others = [index for index in skills if index != column.index]
    last = column.index > max(others, default=0) or column.index < min(others, default=0)
    worded = says("rows", "total_column", column.head)
    return (last or worded) and _equals_rows(grid, column.index, others, people, worded)


def _one(
    grid: Grid, index: int, header: int, head: str, votes: tuple[int, int, int], people: Sequence[int]
) -> Column:
    values, others, derived = votes
    identity = sum(1 for row in people if grid.at(row, index).identity)
    # A course in first aid or sick care is a skill, a column about who is on leave is not.
    if (dropped := dropped_kind(head)) is not None and (dropped != "health" or not _is_course(head)):
        return Column(index, head, "identity" if dropped == "identity" else "drop", dropped)
    if identity and identity * 2 >= values + others + identity:
        return Column(index, head, "identity", "identity")
    if kind := meta_kind(head):
        return Column(index, head, "meta", kind)
    if says("heads", "last_name", head) or says("heads", "first_name", head):
        return Column(index, head, "meta", "name")
    if says("heads", "people", head) or says("heads", "remark", head):
        return Column(index, head, "ignored")
    if derived and derived * 2 >= values + others + derived:
        return Column(index, head, "ignored")
    if says("rows", "total_column", head) or says("rows", "requirement", head):
        return Column(index, head, "ignored")
    own = grid.text(header, index)
    if not own or not is_label(own):
        return Column(index, head, "blank" if not values + others + derived else "ignored")
    if values and values >= others:
        return Column(index, own, "skill")
    if not values and not others and not derived:
        return Column(index, own, "empty")
    return Column(index, head, "ignored")


def _is_course(head: str) -> bool:
    return bool(re.search("utbildning|kurs|förband|vård|första hjälpen|hjärt|hlr|skydd", folded(head)))


def _trimmed(columns: list[Column], name: int) -> list[Column]:
    """Empty columns between skills or beside the outer ones are skills that nobody has."""
    skills = [number for number, column in enumerate(columns) if column.kind == "skill"]
    if not skills:
        return columns
    first, last = skills[0], skills[-1]
    while (
        last + 1 < len(columns)
        and columns[last + 1].kind == "empty"
        and columns[last + 1].index == columns[last].index + 1
    ):
        last += 1
    while (
        first > 0
        and columns[first - 1].kind == "empty"
        and columns[first - 1].index == columns[first].index - 1
        and columns[first - 1].index > name
    ):
        first -= 1
    return [
        replace(column, kind="skill" if first <= number <= last else "ignored")
        if column.kind == "empty"
        else column
        for number, column in enumerate(columns)
    ]


def _aspect_of(head: str) -> str:
    if says("rows", "now", head):
        return "now"
    return "target" if says("rows", "target", head) else ""


def aspect_index(grid: Grid, columns: Sequence[Column], rows: Sequence[int]) -> int | None:
    """The column left of the skills that tells a person's row of now from the row of targets."""
    first = min(column.index for column in columns if column.kind == "skill")
    for column in columns:
        if column.kind == "skill" or column.index > first:
            continue
        told = [_aspect_of(text) for row in rows if (text := grid.text(row, column.index))]
        if len(told) >= 2 and set(told) == {"now", "target"}:
            return column.index
    return None


_WITH_ASPECT = re.compile(
    r"(.*\S)(?:[ :,\-–/(]+)(nu|nuläge|är|idag|mål|målnivå|bör|önskat|current|target|now)\)?$", re.IGNORECASE
)


def _with_aspects(grid: Grid, header: int, columns: list[Column]) -> list[Column]:
    """Skills with two columns, now and target, under one head or with the words in both heads."""
    skills = [column for column in columns if column.kind == "skill"]
    split = {column.index: found for column in skills if (found := _WITH_ASPECT.fullmatch(column.head))}
    bases: dict[str, set[str]] = {}
    for found in split.values():
        bases.setdefault(folded(found[1]), set()).add(_aspect_of(found[2]))
    under = [column for column in columns if column.kind in ("skill", "ignored") and _aspect_of(column.head)]
    both = {_aspect_of(column.head) for column in under} == {"now", "target"}
    paired = both and len(under) >= 2 and header > 1 and len(under) * 10 >= len(skills) * 8
    result, last = [], ""
    for column in columns:
        aspect = _aspect_of(column.head)
        if paired and aspect:
            above = grid.text(header - 1, column.index)
            last = above or last
            result.append(replace(column, kind="skill", head=last or column.head, aspect=aspect))
        elif (found := split.get(column.index)) and len(bases[folded(found[1])]) == 2:
            result.append(replace(column, head=found[1], aspect=_aspect_of(found[2])))
        else:
            result.append(column)
    return result


def without_suffix(head: str) -> tuple[str, str, bool]:
    """`Fräs (3)` as Fräs and 3; `(3) B 1604` likewise; and whether the head itself calls it a requirement."""
    if found := _SUFFIX.fullmatch(head):
        return found[1].strip(), found[2], _SUFFIX_WORD.search(head) is not None
    if found := _PREFIX.fullmatch(head):
        return found[2].strip(), found[1], False
    return head, "", False


def with_suffixes(columns: list[Column]) -> list[Column]:
    """Requirements taken out of the heads, unless the number tells two heads apart."""
    skills = [column for column in columns if column.kind == "skill"]
    parts = {column.index: without_suffix(column.head) for column in skills}
    bare = [folded(parts[column.index][0]) for column in skills if column.aspect != "target"]
    if len(set(bare)) != len(bare):
        return columns
    return [
        replace(column, head=parts[column.index][0], suffix=parts[column.index][1])
        if column.kind == "skill" and parts[column.index][1]
        else column
        for column in columns
    ]


def numbered(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    """Whether a column only counts its rows: 1, 2, 3 …"""
    numbers = [int(text) for row in rows if is_digits(text := grid.text(row, column))]
    return (
        len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 1
    )
