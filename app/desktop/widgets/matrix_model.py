"""The competence matrix as a table model: a frozen sheet of flat arrays, and which of its rows and columns are seen.

No cell is an object: level and flags are bytes of `app.domain.matrix_grid`, and words are made only when asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desktop.words import number_words, say, shown
from app.domain.competence import SkillKind
from app.domain.matrix_grid import UNKNOWN, Flag, Foot, Grid, licence_of, target_of

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, int]
"""Person and skill, as their places in the sheet."""


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level in the company's own way: canonical value, symbol, words."""

    value: int
    symbol: str
    words: str


@dataclass(frozen=True, slots=True)
class Band:
    """A team's rows or a group's columns: `count` of them from `first`; `name` may be ""."""

    name: str
    first: int
    count: int


@dataclass(frozen=True)
class MatrixSheet:
    """What the grid shows: names in the order of the grid's rows and columns, and the grid itself.

    `of_requirements`: a person's share is of what is required; else of all skills.
    """

    people: tuple[str, ...]
    teams: tuple[Band, ...]
    skills: tuple[str, ...]
    groups: tuple[Band, ...]
    levels: tuple[LevelName, ...]
    grid: Grid
    of_requirements: bool

    def with_grid(self, grid: Grid) -> MatrixSheet:
        return replace(self, grid=grid)

    def at(self, cell: Cell) -> int:
        """The cell's place in the arrays."""
        return cell[0] * len(self.skills) + cell[1]

    def level(self, cell: Cell) -> int | None:
        found = self.grid.levels[self.at(cell)]
        return None if found == UNKNOWN else found

    def target(self, cell: Cell) -> int | None:
        """What the person should reach there; None where nothing is asked, and for licences."""
        skill = self.grid.skills[cell[1]]
        if skill.kind is SkillKind.LICENCE:
            return None
        return target_of(skill, self.grid.planned.get(self.at(cell)))

    def is_licence(self, skill: int) -> bool:
        return self.grid.skills[skill].kind is SkillKind.LICENCE

    def foot(self, skill: int) -> Foot:
        return self.grid.feet[skill]

    def share(self, person: int | None = None) -> float | None:
        """A person's share, or everybody's."""
        return self.grid.compliance(person) if self.of_requirements else self.grid.flexibility(person)

    def words(self, level: int | None) -> str:
        """The company's words for a level."""
        if level is None:
            return say("desktop.competence.blank")
        return next((one.words for one in self.levels if one.value == level), str(level))

    @cached_property
    def group_ends(self) -> frozenset[int]:
        """The last column of each group but the last one: a gap follows it."""
        return frozenset(one.first + one.count - 1 for one in self.groups[:-1])

    @cached_property
    def groups_by_skill(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.groups for _ in range(one.count))


def need_words(sheet: MatrixSheet, skill: int) -> str:
    """What every person must reach, as the head shows it: a level, a tick for a licence, or nothing."""
    wanted = sheet.grid.skills[skill].required_level
    if wanted is None:
        return ""
    return "✓" if sheet.is_licence(skill) else str(wanted)


def balance_words(balance: int | None) -> str:
    """A surplus or a lack with its sign."""
    if balance is None:
        return ""
    return f"+{balance}" if balance > 0 else "±0" if balance == 0 else f"−{-balance}"


def percent_words(share: float | None) -> str:
    return "" if share is None else say("desktop.competence.percent", share=number_words(share * 100))


def cell_words(sheet: MatrixSheet, cell: Cell) -> str:
    """A cell read aloud: "Robotsvets, Fredrik Lind: nivå 3 av 4, mål 3"."""
    person, skill = sheet.people[cell[0]], sheet.skills[cell[1]]
    flags = sheet.grid.flags[sheet.at(cell)]
    said: list[str] = []
    if sheet.is_licence(cell[1]):
        state = licence_of(flags)
        said.append(say(f"domain.licence.{state.value}") if state else say("desktop.competence.no_licence"))
    else:
        level, target = sheet.level(cell), sheet.target(cell)
        if level is None:
            asked = "desktop.competence.said_asked" if flags & Flag.ASKED else "desktop.competence.blank"
            said.append(say(asked))
        else:
            said.append(say("desktop.competence.said_level", level=level))
        if target:
            said.append(say("desktop.competence.said_target", target=target))
    if flags & Flag.OLD:
        said.append(say("desktop.competence.said_old"))
    return say("desktop.competence.said_cell", skill=skill, person=person, state=", ".join(said))


class MatrixModel(QAbstractTableModel):
    """`rows`: the person in each row, or -1 - team where a row is a team's heading. `columns`: the skills."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: MatrixSheet | None = None
        self.rows = array("i")
        self.columns = array("i")
        self._row_of: dict[int, int] = {}
        self._column_of: dict[int, int] = {}

    # --- what is seen ---

    def put(self, sheet: MatrixSheet, people: Sequence[int], skills: Sequence[int]) -> None:
        """Show these people and skills of a sheet, everybody under the name of the team."""
        seen = set(people)
        rows = array("i")
        for number, team in enumerate(sheet.teams):
            members = [one for one in range(team.first, team.first + team.count) if one in seen]
            if members and team.name:
                rows.append(-1 - number)
            rows.extend(members)
        self.beginResetModel()
        self.sheet, self.rows, self.columns = sheet, rows, array("i", skills)
        self._row_of = {person: row for row, person in enumerate(rows) if person >= 0}
        self._column_of = {skill: column for column, skill in enumerate(self.columns)}
        self.endResetModel()

    def put_grid(self, sheet: MatrixSheet, cells: Sequence[Cell] = ()) -> None:
        """The same people and skills with other levels; `cells` are those that differ, none meaning any."""
        self.sheet = sheet
        rows = [self._row_of[person] for person, _ in cells if person in self._row_of]
        columns = [self._column_of[skill] for _, skill in cells if skill in self._column_of]
        if not cells:
            rows, columns = [0, len(self.rows) - 1], [0, len(self.columns) - 1]
        if rows and columns and min(*rows, *columns, 0) == 0 and self.rows and self.columns:
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))

    def person_at(self, row: int) -> int | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else -1
        return found if found >= 0 else None

    def team_at(self, row: int) -> Band | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else 0
        return self.sheet.teams[-1 - found] if found < 0 and self.sheet is not None else None

    def skill_at(self, column: int) -> int | None:
        return self.columns[column] if 0 <= column < len(self.columns) else None

    def cell_at(self, index: Index) -> Cell | None:
        if not index.isValid():
            return None
        person, skill = self.person_at(index.row()), self.skill_at(index.column())
        return (person, skill) if person is not None and skill is not None else None

    def index_of(self, cell: Cell) -> QModelIndex:
        """Invalid where the cell is not seen now."""
        row, column = self._row_of.get(cell[0]), self._column_of.get(cell[1])
        return self.index(row, column) if row is not None and column is not None else QModelIndex()

    @property
    def people_seen(self) -> int:
        return len(self._row_of)

    def ends_group(self, column: int) -> bool:
        """Whether a gap follows the column: the next one that is seen is of another group."""
        if self.sheet is None or column + 1 >= len(self.columns):
            return False
        groups = self.sheet.groups_by_skill
        return groups[self.columns[column]] != groups[self.columns[column + 1]]

    # --- Qt's questions ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.cell_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sheet, cell = self.sheet, self.cell_at(index)
        if sheet is None or not index.isValid():
            return None
        if cell is None:
            team = self.team_at(index.row())
            return shown(team.name) if team and role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            level = sheet.level(cell)
            return "" if level is None else str(level)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return cell_words(sheet, cell)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        sheet = self.sheet
        if sheet is None:
            return None
        aloud = role == Qt.ItemDataRole.AccessibleTextRole
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and not aloud:
            return None
        if orientation == Qt.Orientation.Horizontal:
            skill = self.skill_at(section)
            if skill is None:
                return None
            if aloud:
                return self._skill_words(sheet, skill)
            group = sheet.groups_by_skill[skill]
            tip = role == Qt.ItemDataRole.ToolTipRole and group
            return shown(f"{group}: {sheet.skills[skill]}" if tip else sheet.skills[skill])
        team, person = self.team_at(section), self.person_at(section)
        if team is not None:
            return say("desktop.competence.said_team", team=team.name, count=self.members(section))
        if person is None:
            return None
        name = shown(sheet.people[person])
        share = sheet.share(person)
        if not aloud or share is None:
            return name
        return say("desktop.competence.said_person", person=name, share=percent_words(share))

    def members(self, row: int) -> int:
        """How many of a team are seen under its heading."""
        last = row + 1
        while last < len(self.rows) and self.rows[last] >= 0:
            last += 1
        return last - row - 1

    def _skill_words(self, sheet: MatrixSheet, skill: int) -> str:
        foot = sheet.foot(skill)
        parts = [sheet.skills[skill]]
        wanted = sheet.grid.skills[skill].required_level
        if wanted is not None and sheet.is_licence(skill):
            parts.append(say("desktop.competence.everybody"))
        elif wanted is not None:
            parts.append(say("desktop.competence.said_target", target=wanted))
        parts.append(say("desktop.competence.said_have", have=foot.covered))
        if foot.required is not None:
            parts.append(
                say("desktop.competence.said_need", need=foot.required, balance=balance_words(foot.balance))
            )
        return shown(", ".join(parts))
