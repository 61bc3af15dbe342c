"""Making and changing a matrix by hand: begin an empty one, people, skills, groups, what is required. One act each."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from app.domain.collation import folded
from app.domain.competence import HIGHEST, MAY_WORK_ALONE, SkillKind
from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.companies import plain_text
from app.operations.rating import unchanged
from app.operations.workspace import Workspace
from app.paths import resource
from app.store.ids import RowId, natural_id, new_id
from app.store.rows import PersonRow, RequirementRow, ScaleRow, SkillGroupRow, SkillRow
from app.store.units import Change, ChangeSet, birth_of, born, change, filled

if TYPE_CHECKING:
    from app.store.reading import Reader
    from app.store.registry import Value

COMMON_SCALE = "0-4"
_EVERYBODY = ""
_LONGEST = 120
_MOST_PEOPLE = 9_999


def start_empty(workspace: Workspace, *, company: str | RowId) -> ChangeSet:
    """Begin a matrix without a workbook, on the common scale 0-4. Raises Refusal where there is one already."""
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        if any(reader.rows(kind, company=one) for one in ids for kind in (ScaleRow, PersonRow, SkillRow)):
            raise Refusal("competence.begun")
    steps = msgspec.json.encode(common_steps()).decode()
    changes = born("scale", RowId(new_id()), ids[0], name=COMMON_SCALE, steps=steps)
    return workspace.commit("matrix start", ids[0], changes)


def common_steps() -> list[dict[str, str | int]]:
    """The steps of the common scale 0-4, as a scale keeps them (competence-matrix 2)."""
    with resource("catalogues", "level_scales.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["skala"] == COMMON_SCALE]
    return [
        {"symbol": row["varde"], "value": int(row["kanonisk"]), "sv": row["sv"], "en": row["en"]}
        for row in rows
    ]


def add_person(
    workspace: Workspace,
    *,
    company: str | RowId,
    name: str,
    team: str | None = None,
    shift: str | None = None,
    job: str | None = None,
    part_time: int | None = None,
) -> tuple[RowId, ChangeSet]:
    """Add a person at the end. `part_time`: per cent of full time.

    Raises Refusal for a name that is empty, there already or holds a personal identity number.
    """
    shown = plain_text(name, "name", most=_LONGEST)
    if part_time is not None and not 1 <= part_time <= 100:
        raise Refusal("competence.part_time", typed=part_time)
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        people = _people(reader, ids)
    _refuse_twice("competence.person_twice", shown, ((row.id, row.name) for row in people))
    made = RowId(new_id())
    changes = born(
        "person",
        made,
        ids[0],
        name=shown,
        team=_maybe(team, "team"),
        shift=_maybe(shift, "shift"),
        job=_maybe(job, "job"),
        part_time=part_time,
        place=_next(row.place for row in people),
    )
    return made, workspace.commit("matrix person add", ids[0], changes)


def rename_person(workspace: Workspace, *, company: str | RowId, person: RowId, name: str) -> ChangeSet:
    """Give a person another name. Raises Refusal as `add_person` does, and where the person is not there."""
    shown = plain_text(name, "name", most=_LONGEST)
    with workspace.reading() as reader:
        people = _people(reader, companies.find(reader, company))
    row = next((one for one in people if one.id == person), None)
    if row is None:
        raise Refusal("competence.person_gone")
    _refuse_twice("competence.person_twice", shown, ((one.id, one.name) for one in people), person)
    return _set(
        workspace, "matrix person rename", row.company, "person", person, (("name", row.name, shown),)
    )


def move_person(
    workspace: Workspace, *, company: str | RowId, person: RowId, team: str | None, shift: str | None
) -> ChangeSet:
    """Put a person in another team and shift; None for neither. Raises Refusal for a wrong text or nobody."""
    with workspace.reading() as reader:
        people = _people(reader, companies.find(reader, company))
    row = next((one for one in people if one.id == person), None)
    if row is None:
        raise Refusal("competence.person_gone")
    wanted = (("team", row.team, _maybe(team, "team")), ("shift", row.shift, _maybe(shift, "shift")))
    return _set(workspace, "matrix person move", row.company, "person", person, wanted)


def add_skill(
    workspace: Workspace,
    *,
    company: str | RowId,
    name: str,
    group: str | None = None,
    kind: SkillKind = SkillKind.LEVEL,
    threshold: int = MAY_WORK_ALONE,
) -> tuple[RowId, ChangeSet]:
    """Add a skill or a licence at the end, in a group by its name, which is made where it is new.

    `threshold`: from which level a person can run it alone. Raises Refusal for a name that is empty, there already
    or holds a personal identity number, and for a threshold that is no level.
    """
    shown = plain_text(name, "name", most=_LONGEST)
    if not 1 <= threshold <= HIGHEST:
        raise Refusal("competence.level", level=threshold)
    grouped = _maybe(group, "group")
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        skills = _skills(reader, ids)
        groups = [row for one in ids for row in reader.rows(SkillGroupRow, company=one)]
        scales = [row.id for one in ids for row in reader.rows(ScaleRow, company=one)]
    _refuse_twice("competence.skill_twice", shown, ((row.id, row.name) for row in skills))
    changes: list[Change] = []
    home = next((row.id for row in groups if grouped and folded(row.name) == folded(grouped)), None)
    if grouped and home is None:
        home = RowId(new_id())
        place = _next(row.place for row in groups)
        changes += born("skill_group", home, ids[0], name=grouped, place=place)
    made = RowId(new_id())
    level = kind is SkillKind.LEVEL
    changes += born(
        "skill",
        made,
        ids[0],
        name=shown,
        skill_group=home,
        kind=kind.value,
        scale=max(scales, default=None) if level else None,
        threshold=threshold if level else None,
        place=_next(row.place for row in skills),
    )
    return made, workspace.commit("matrix skill add", ids[0], changes)


def rename_skill(workspace: Workspace, *, company: str | RowId, skill: RowId, name: str) -> ChangeSet:
    """Give a skill another name. Raises Refusal as `add_skill` does, and where the skill is not there."""
    shown = plain_text(name, "name", most=_LONGEST)
    with workspace.reading() as reader:
        skills = _skills(reader, companies.find(reader, company))
    row = _skill(skills, skill)
    _refuse_twice("competence.skill_twice", shown, ((one.id, one.name) for one in skills), skill)
    return _set(workspace, "matrix skill rename", row.company, "skill", skill, (("name", row.name, shown),))


def rename_group(workspace: Workspace, *, company: str | RowId, group: str, name: str) -> ChangeSet:
    """Give the group of this name another. Raises Refusal where there is none, or the new name is wrong or there."""
    shown = plain_text(name, "name", most=_LONGEST)
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        groups = [row for one in ids for row in reader.rows(SkillGroupRow, company=one)]
    row = next((one for one in groups if folded(one.name) == folded(group)), None)
    if row is None:
        raise Refusal("competence.group_gone")
    _refuse_twice("competence.group_twice", shown, ((one.id, one.name) for one in groups), row.id)
    wanted = (("name", row.name, shown),)
    return _set(workspace, "matrix group rename", row.company, "skill_group", row.id, wanted)


def set_requirement(
    workspace: Workspace, *, company: str | RowId, skill: RowId, level: int | None, headcount: int | None
) -> ChangeSet:
    """What is required in a skill: the level of everybody, and how many must cover it; None for nothing.

    For a licence any level means that everybody must hold it. Raises Refusal for a number that cannot be, and where
    the skill is not there.
    """
    if level is not None and not 1 <= level <= HIGHEST:
        raise Refusal("competence.level", level=level)
    if headcount is not None and not 0 <= headcount <= _MOST_PEOPLE:
        raise Refusal("competence.headcount", typed=headcount, most=_MOST_PEOPLE)
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        home = _skill(_skills(reader, ids), skill).company
        made = natural_id(workspace.secrets.project_secret, "requirement", home, skill, _EVERYBODY)
        known = reader.row(RequirementRow, made)
    if known is not None:
        wanted = (("level", known.level, level), ("headcount", known.headcount, headcount))
        return _set(workspace, "matrix requirement", home, "requirement", made, wanted)
    if level is None and headcount is None:
        return unchanged("matrix requirement")
    changes = (
        birth_of("requirement", made, home, skill, _EVERYBODY),
        *filled("requirement", made, level=level, headcount=headcount),
    )
    return workspace.commit("matrix requirement", home, changes)


def _set(
    workspace: Workspace,
    verb: str,
    company: RowId,
    entity: str,
    row: RowId,
    fields: Iterable[tuple[str, Value, Value]],
) -> ChangeSet:
    """Those of the fields (name, before, after) that are to be otherwise, as one act."""
    changes = [change(entity, row, name, after) for name, before, after in fields if after != before]
    return workspace.commit(verb, company, changes) if changes else unchanged(verb)


def _people(reader: Reader, ids: Iterable[RowId]) -> list[PersonRow]:
    return [row for one in ids for row in reader.rows(PersonRow, company=one)]


def _skills(reader: Reader, ids: Iterable[RowId]) -> list[SkillRow]:
    return [row for one in ids for row in reader.rows(SkillRow, company=one)]


def _skill(skills: Iterable[SkillRow], wanted: RowId) -> SkillRow:
    row = next((one for one in skills if one.id == wanted), None)
    if row is None:
        raise Refusal("competence.skill_gone")
    return row


def _maybe(text: str | None, where: str) -> str | None:
    return plain_text(text, where, most=_LONGEST) if text and text.strip() else None


def _next(places: Iterable[str]) -> str:
    """The order key after all others."""
    return f"{max((int(place) for place in places if place.isdigit()), default=0) + 1:06d}"


def _refuse_twice(code: str, name: str, known: Iterable[tuple[RowId, str]], but: RowId | None = None) -> None:
    """An import meets people and skills again by their names: two of one name could not be told apart."""
    for row, other in known:
        if row != but and folded(other) == folded(name):
            raise Refusal(code, name=other)
