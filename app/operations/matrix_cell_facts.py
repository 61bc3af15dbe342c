"""One cell of the matrix in full: its level in words, who said so, who else can, and what hangs on the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from app.domain.competence import HIGHEST, MAY_TEACH, LicenceStatus
from app.domain.matrix_grid import Flag, Foot, coverage, licence_of, target_of
from app.i18n import say
from app.operations.matrix_cells import PersonLine, SkillColumn
from app.operations.matrix_import import CURRENT
from app.operations.matrix_view import MatrixView
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import LicenceRow, RatingRow

if TYPE_CHECKING:
    from app.store.reading import Reader

Way = Literal["first", "confirmed", "corrected", "changed", "taken_back", "planned"]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level as the company writes it, and its words."""

    level: int
    symbol: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class RatingEntry:
    """Something that was said of the cell. `by_role`: its words are `matrix.by.<role>`; `entered_by`: who wrote it
    down, "" where this laptop does not know."""

    day: str
    level: int | None
    by_role: str
    entered_by: str
    way: Way


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """Something that was said of a licence. `state`: held, expired, missing or planned."""

    day: str
    state: str
    valid_to: str | None
    entered_by: str


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What stands beside a chosen cell. Histories are newest first, up to the view's day.

    `target`: what the person should reach, the higher of what all must and what is planned. `able`: who covers the
    skill, `teachers`: who may teach it. `nobody_without`: skills that nobody covers when this person is away;
    `short_without`: skills that then fall below the number that is required, nobody's aside.
    """

    person: PersonLine
    skill: SkillColumn
    level: LevelWords | None
    target: LevelWords | None
    planned: LevelWords | None
    below: bool
    asked: bool
    age: int | None
    licence: LicenceStatus | None
    licence_to: str | None
    observed: RatingEntry | None
    history: tuple[RatingEntry, ...]
    licences: tuple[LicenceEntry, ...]
    foot: Foot
    able: tuple[str, ...]
    teachers: tuple[str, ...]
    nobody_without: tuple[str, ...]
    short_without: tuple[str, ...]


def cell_facts(workspace: Workspace, view: MatrixView, *, person: RowId, skill: RowId) -> CellFacts:
    """A cell of a view. Raises KeyError where the person or skill is not in it."""
    row, column = view.row_of(person), view.column_of(skill)
    with workspace.reading() as reader:
        history, standing = _history(reader, view, person, skill)
        licences = _licences(reader, view, person, skill)
    cell = view.cell(row, column)
    level, flags, planned = view.levels[cell], view.flags[cell], view.grid.planned.get(cell)
    count = len(view.skills)
    levels, marks = view.levels[column::count], view.flags[column::count]
    covers = coverage(view.grid.skills[column], levels, marks)
    licence = licence_of(flags)
    without = [place for place in range(count) if view.grid.covers(row, place)]
    age = view.ages[cell]
    return CellFacts(
        person=view.people[row],
        skill=view.skills[column],
        level=words_of(view, level) if level <= HIGHEST else None,
        target=_maybe(view, target_of(view.grid.skills[column], planned)) if licence is None else None,
        planned=_maybe(view, planned),
        below=bool(flags & (Flag.BELOW | Flag.FAR_BELOW)),
        asked=bool(flags & Flag.ASKED),
        age=age if age >= 0 else None,
        licence=licence,
        licence_to=licences[0].valid_to if licences and licence is not LicenceStatus.MISSING else None,
        observed=standing,
        history=history,
        licences=licences,
        foot=view.feet[column],
        able=_names(view, (place for place, covered in enumerate(covers) if covered)),
        teachers=_names(view, (place for place, found in enumerate(levels) if found == MAY_TEACH)),
        nobody_without=tuple(view.skills[place].name for place in without if view.feet[place].covered == 1),
        short_without=tuple(
            view.skills[place].name
            for place in without
            if view.feet[place].covered > 1 and view.feet[place].balance == 0
        ),
    )


def words_of(view: MatrixView, level: int) -> LevelWords:
    """A level in the company's words, the common ones where its scale has no step for it."""
    for step in view.scale:
        if step.value == level:
            return LevelWords(level, step.symbol, step.sv, step.en)
    code = f"matrix.level.{level}"
    return LevelWords(level, str(level), say(code, "sv"), say(code, "en"))


def _maybe(view: MatrixView, level: int | None) -> LevelWords | None:
    return None if level is None else words_of(view, level)


def _names(view: MatrixView, rows: Iterable[int]) -> tuple[str, ...]:
    return tuple(view.people[row].name for row in rows)


_Row = tuple[RowId, str, str, str, RowId | None, int | None, bytes]
"""Id, day, kind, who rated, what it replaces, level, and when it was written."""


def _history(
    reader: Reader, view: MatrixView, person: RowId, skill: RowId
) -> tuple[tuple[RatingEntry, ...], RatingEntry | None]:
    """Everything that was said of a cell up to the view's day, newest first, and what stands."""
    columns = ("id", "day", "kind", "by_role", "previous", "level")
    last = view.on.isoformat()
    rows = [
        row
        for one in view.ids
        for row in cast(
            Sequence[_Row], reader.picked(RatingRow, *columns, company=one, person=person, skill=skill)
        )
        if row[1] <= last
    ]
    rows.sort(key=lambda row: (row[1], row[6], row[0]))
    authors = reader.authors(row[6] for row in rows)
    replaced = {row[4] for row in rows if row[4] is not None and row[2] == CURRENT}
    entries: list[RatingEntry] = []
    before: _Row | None = None
    standing: RatingEntry | None = None
    for row in rows:
        entry = RatingEntry(row[1], row[5], row[3], authors.get(row[6], ""), _way(row, before))
        entries.append(entry)
        if row[2] == CURRENT:
            before = row
            if row[0] not in replaced:
                standing = entry
    if standing is not None and standing.level is None:
        standing = None
    return tuple(reversed(entries)), standing


def _way(row: _Row, before: _Row | None) -> Way:
    if row[2] != CURRENT:
        return "planned"
    if row[5] is None:
        return "taken_back"
    if before is None or before[5] is None:
        return "first"
    if row[5] == before[5]:
        return "confirmed"
    return "corrected" if row[4] is not None and row[1] == before[1] else "changed"


def _licences(reader: Reader, view: MatrixView, person: RowId, skill: RowId) -> tuple[LicenceEntry, ...]:
    last = view.on.isoformat()
    found = [
        cast(tuple[str, str, str | None, bytes], row)
        for one in view.ids
        for row in reader.picked(
            LicenceRow, "day", "state", "valid_to", company=one, person=person, skill=skill
        )
    ]
    found = sorted((row for row in found if row[0] <= last), key=lambda row: (row[0], row[3]), reverse=True)
    authors = reader.authors(row[3] for row in found)
    return tuple(
        LicenceEntry(day, state, until, authors.get(written, "")) for day, state, until, written in found
    )
