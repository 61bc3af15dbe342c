"""From the reading of a workbook to the changes that keep it.

People and skills that the company has already are met again by their name, letter case and spaces aside; nothing
else is merged. Ratings and licences are only ever added: one that says something new of the same day names the one
that it replaces (record.md 5). What a question is open about is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from app.domain.collation import folded
from app.domain.identity_numbers import refuse_personal_numbers
from app.i18n import say
from app.operations.workspace import Workspace
from app.store.ids import RowId, natural_id, new_id
from app.store.rows import (
    LicenceRow,
    PersonRow,
    RatingRow,
    RequirementRow,
    ScaleRow,
    SkillGroupRow,
    SkillRow,
)
from app.store.units import Change, birth_of, born, change, filled

if TYPE_CHECKING:
    from app.store.reading import Reader
    from app.store.registry import Value as Stored
    from app.workbooks import Answer, MatrixReading, WorkbookReading
    from app.workbooks.reading import PersonReading, Value

BY_WORKBOOK = "workbook"
CURRENT, TARGET = "current", "target"
LEVEL, LICENCE = "level", "licence"
_THRESHOLD = 3
# What a cell of a licence says -> the state that is kept. "none" says that the licence is not for this person.
_STATES = {
    "valid_to": "held",
    "valid_no_end": "held",
    "held_unknown_end": "held",
    "expired_unknown_date": "expired",
    "missing": "missing",
    "planned": "planned",
}


class OpenQuestion(msgspec.Struct, frozen=True):
    """A question that the import could not answer, as it is remembered."""

    sheet: str
    about: str
    where: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """The newest rating or licence of a person for a skill on a day."""

    id: RowId
    state: tuple[Stored, ...]


class Import:
    """One import into one company. Fill it with `take`, then commit `changes`."""

    def __init__(self, workspace: Workspace, reader: Reader, company: RowId) -> None:
        self._workspace = workspace
        self._secret = workspace.secrets.project_secret
        self._company = company
        self._changes: list[Change] = []
        self._groups = {folded(row.name): row.id for row in reader.rows(SkillGroupRow, company=company)}
        self._skills = {folded(row.name): row.id for row in reader.rows(SkillRow, company=company)}
        self._kinds = {row.id: row.kind for row in reader.rows(SkillRow, company=company)}
        self._people = {folded(row.name): row.id for row in reader.rows(PersonRow, company=company)}
        self._known_people = {row.id: row for row in reader.rows(PersonRow, company=company)}
        self._needs = {row.id: row for row in reader.rows(RequirementRow, company=company)}
        self._scales = {(row.name, row.steps): row.id for row in reader.rows(ScaleRow, company=company)}
        self._ratings = self._newest(reader, RatingRow)
        self._licences = self._newest(reader, LicenceRow)
        self._needs_made: set[RowId] = set()
        self._written: set[tuple[RowId, RowId, str]] = set()
        self.source = RowId(new_id())
        self.people_taken: set[RowId] = set()
        self.skills_taken: set[RowId] = set()

    def _newest(
        self, reader: Reader, kind: type[RatingRow] | type[LicenceRow]
    ) -> dict[tuple[Stored, ...], _Entry]:
        found: dict[tuple[Stored, ...], _Entry] = {}
        for row in reader.in_order(kind, company=self._company):
            if isinstance(row, RatingRow):
                found[row.person, row.skill, row.day, row.kind] = _Entry(row.id, (row.level,))
            elif isinstance(row, LicenceRow):
                found[row.person, row.skill, row.day] = _Entry(row.id, (row.state, row.valid_to))
        return found

    def changes(self) -> tuple[Change, ...]:
        return tuple(self._changes)

    def take(self, found: WorkbookReading, answers: Sequence[Answer]) -> None:
        """Everything that is certain in the workbook; people who contradict themselves on two sheets left out."""
        torn = {(folded(one.person), folded(one.skill)) for one in found.conflicts}
        for matrix in found.matrices:
            self._matrix(matrix, torn)
        open_questions = [OpenQuestion(one.sheet, one.about, one.where) for one in found.questions]
        given = [(one.sheet, one.about, one.where, one.choice) for one in answers]
        self._changes += born(
            "matrix_source",
            self.source,
            self._company,
            sheet=self._text(", ".join(matrix.sheet for matrix in found.matrices)),
            day=self._workspace.today().isoformat(),
            answers=self._text(msgspec.json.encode(given).decode()),
            open_questions=self._text(msgspec.json.encode(open_questions).decode()),
        )

    def _matrix(self, matrix: MatrixReading, torn: set[tuple[str, str]]) -> None:
        today = self._workspace.today().isoformat()
        day = min(matrix.date or today, today)
        scale = self._scale(matrix)
        licences = self._licence_skills(matrix)
        skills = {
            name: self._skill(matrix, name, scale, LICENCE if name in licences else LEVEL)
            for name in matrix.skills
        }
        people = {person.row: self._person(person) for person in matrix.people}
        for name, skill in skills.items():
            self._need(skill, matrix.required_level.get(name), matrix.required_count.get(name))
        for person, name, value in matrix.certain():
            if (folded(person.name), folded(name)) not in torn:
                self._entry(people[person.row], skills[name], day, value)
        for person in matrix.people:
            for name, level in zip(matrix.skills, person.targets, strict=True):
                if level is not None:
                    self._rate(people[person.row], skills[name], day, TARGET, level)

    def _licence_skills(self, matrix: MatrixReading) -> set[str]:
        """Skills whose certain values are marks or certificates, none of them a level."""
        from app.workbooks import Level

        levels = {name for _, name, value in matrix.certain() if isinstance(value, Level)}
        marks = {name for _, name, value in matrix.certain() if not isinstance(value, Level)}
        return (marks - levels) | set(matrix.certificates)

    def _scale(self, matrix: MatrixReading) -> RowId | None:
        """The company's own levels: the symbols of the sheet with the words of its legend, else the common ones."""
        # The reader knows symbols in plain form ("u"); the legend writes them as the company does ("U").
        own = {folded(symbol): (symbol, text) for symbol, text in matrix.legend.items()}
        steps: list[dict[str, str | int]] = []
        for symbol, value in sorted(matrix.symbols.items(), key=lambda item: (item[1], item[0])):
            plain = symbol.upper() if matrix.scale == "ILUO" else symbol
            shown, words = own.get(folded(symbol), (plain, say(f"matrix.level.{value}", "sv")))
            english = say(f"matrix.level.{value}", "en")  # a legend in Swedish is no help in an English print
            steps.append(
                {"symbol": self._text(shown), "value": value, "sv": self._text(words), "en": english}
            )
        if not steps:
            return None
        text = msgspec.json.encode(steps).decode()
        known = self._scales.get((matrix.scale, text))
        if known is None:
            known = self._scales[matrix.scale, text] = RowId(new_id())
            self._changes += born("scale", known, self._company, name=matrix.scale, steps=text)
        return known

    def _skill(self, matrix: MatrixReading, name: str, scale: RowId | None, kind: str) -> RowId:
        known = self._skills.get(folded(name))
        if known is None:
            known = self._skills[folded(name)] = RowId(new_id())
            self._kinds[known] = kind
            self._changes += born(
                "skill",
                known,
                self._company,
                name=self._text(name),
                skill_group=self._group(matrix.groups.get(name)),
                kind=kind,
                scale=scale if kind == LEVEL else None,
                threshold=_THRESHOLD if kind == LEVEL else None,
                place=f"{len(self._skills):06d}",
            )
        elif (
            self._kinds[known] == LEVEL and kind == LICENCE and known not in {key[1] for key in self._ratings}
        ):
            # It was kept as a level while its question was open, and has no levels: now it is known.
            self._kinds[known] = LICENCE
            self._changes.append(change("skill", known, "kind", LICENCE))
        self.skills_taken.add(known)
        return known

    def _group(self, name: str | None) -> RowId | None:
        if not name:
            return None
        known = self._groups.get(folded(name))
        if known is None:
            known = self._groups[folded(name)] = RowId(new_id())
            self._changes += born(
                "skill_group", known, self._company, name=self._text(name), place=f"{len(self._groups):06d}"
            )
        return known

    def _person(self, person: PersonReading) -> RowId:
        known = self._people.get(folded(person.name))
        said: dict[str, Stored] = {
            "team": self._text(person.meta["avd"]) if person.meta.get("avd") else None,
            "shift": self._text(person.meta["skift"]) if person.meta.get("skift") else None,
            "job": self._text(person.meta["befattning"]) if person.meta.get("befattning") else None,
            "part_time": person.part_time,
        }
        if known is None:
            known = self._people[folded(person.name)] = RowId(new_id())
            self._changes += born(
                "person",
                known,
                self._company,
                name=self._text(person.name),
                place=f"{len(self._people):06d}",
                **said,
            )
        elif known in self._known_people and known not in self.people_taken:
            row = self._known_people[known]
            self._changes += filled(
                "person",
                known,
                **{name: value for name, value in said.items() if value != getattr(row, name)},
            )
        self.people_taken.add(known)
        return known

    def _need(self, skill: RowId, level: int | None, headcount: int | None) -> None:
        if level is None and headcount is None:
            return
        row = natural_id(self._secret, "requirement", self._company, skill, "")
        known = self._needs.get(row)
        said: dict[str, Stored] = {"level": level, "headcount": headcount}
        if known is None and row not in self._needs_made:
            self._needs_made.add(row)
            self._changes.append(birth_of("requirement", row, self._company, skill, ""))
            self._changes += filled("requirement", row, **said)
        elif known is not None:
            self._changes += filled(
                "requirement",
                row,
                **{name: value for name, value in said.items() if value != getattr(known, name)},
            )

    def _entry(self, person: RowId, skill: RowId, day: str, value: Value) -> None:
        from app.workbooks import Certificate, Held, Level, NotHeld

        match value:
            case Level(level, _) if self._kinds[skill] == LEVEL:
                self._rate(person, skill, day, CURRENT, level)
            case Held() if self._kinds[skill] == LICENCE:
                self._license(person, skill, day, "held", None)
            case NotHeld() if self._kinds[skill] == LICENCE:
                self._license(person, skill, day, "missing", None)
            case Certificate(kind, until, _) if kind in _STATES:
                self._license(person, skill, day, _STATES[kind], until if kind == "valid_to" else None)

    def _rate(self, person: RowId, skill: RowId, day: str, kind: str, level: int) -> None:
        if (person, skill, kind) in self._written:
            return
        self._written.add((person, skill, kind))
        known = self._ratings.get((person, skill, day, kind))
        if known is not None and known.state == (level,):
            return
        previous = known.id if known is not None else None
        key = (self._company, person, skill, day, kind, BY_WORKBOOK, previous)
        self._add("rating", natural_id(self._secret, "rating", *key), key, level=level)

    def _license(self, person: RowId, skill: RowId, day: str, state: str, until: str | None) -> None:
        if (person, skill, LICENCE) in self._written:
            return
        self._written.add((person, skill, LICENCE))
        known = self._licences.get((person, skill, day))
        if known is not None and known.state == (state, until):
            return
        previous = known.id if known is not None else None
        key = (self._company, person, skill, day, previous)
        self._add("licence", natural_id(self._secret, "licence", *key), key, state=state, valid_to=until)

    def _add(self, entity: str, row: RowId, key: Iterable[Stored], **fields: Stored) -> None:
        self._changes += born(entity, row, *key, **fields)

    def _text(self, text: str) -> str:
        """A text of the workbook: the reader has dropped personal numbers; what it may have missed is refused."""
        refuse_personal_numbers(text, "xlsx")
        return text
