"""Printed documents: what the record says, laid out by `reports`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.domain.competence import (
    NO_LICENCE,
    LicenceState,
    LicenceStatus,
    Person,
    PersonId,
    Rating,
    SkillId,
    SkillKind,
    levels_on,
    licences_on,
)
from app.domain.competence_figures import PersonFigure
from app.domain.identity_numbers import safe_to_show
from app.domain.matrix_grid import grouped, team_names
from app.domain.refusal import Refusal
from app.operations.competence import MatrixSnapshot, show_matrix
from app.operations.workspace import Workspace, local_time
from app.reports import matrix_facts as facts
from app.store.ids import RowId

if TYPE_CHECKING:
    from app.drawing.licence_glyph import LicenceMark
    from app.i18n import Language
    from app.reports.matrix import MatrixPages, Paper

_LOW = 0.7  # as in the sample of reports.md: bars below it are drawn in the colour of a gap
_MARKS: dict[LicenceStatus, LicenceMark] = {
    LicenceStatus.VALID: "held",
    LicenceStatus.EXPIRING: "expiring",
    LicenceStatus.EXPIRED: "expired",
    LicenceStatus.MISSING: "missing",
}


@dataclass(frozen=True, slots=True)
class PrintSnapshot:
    out: Path
    pages: int
    sha256: str


def print_matrix(
    workspace: Workspace,
    *,
    company: str | RowId,
    out: Path,
    paper: str | None = None,
    language: Language = "sv",
) -> PrintSnapshot:
    """A company's competence matrix as a PDF on A3 or A4. Raises Refusal where there is none, or `out` cannot be."""
    from app.reports.matrix import draw_matrix

    chosen = _paper(paper)
    shown = show_matrix(workspace, company)
    printed = draw_matrix(_matrix_print(workspace, shown, language), out, chosen)
    return PrintSnapshot(out, printed.pages, printed.sha256)


def matrix_pages(
    workspace: Workspace, company: str | RowId, paper: str | None = None, language: Language = "sv"
) -> tuple[MatrixPages, str]:
    """The same pages to be drawn on any surface, and the document's title. Raises Refusal as `print_matrix` does.

    Everything is read and measured here; drawing a page afterwards reads nothing.
    """
    from app.reports.matrix import plan_matrix

    chosen = _paper(paper)
    matrix = _matrix_print(workspace, show_matrix(workspace, company), language)
    return plan_matrix(matrix, chosen), f"{matrix.title} – {matrix.company}"


def _paper(typed: str | None) -> Paper:
    chosen = (typed or "A3").upper()
    if chosen == "A3":
        return "A3"
    if chosen == "A4":
        return "A4"
    raise Refusal("printing.paper", typed=safe_to_show(typed or ""))


def _matrix_print(workspace: Workspace, shown: MatrixSnapshot, language: Language) -> facts.MatrixPrint:
    from app.i18n import say

    on = shown.figures.on
    programme = workspace.programme()
    groups = _groups(shown)
    order = [skill for _, ids in groups for skill in ids]
    share_of: facts.ShareOf = "threshold" if shown.figures.compliance is None else "requirements"
    number = shown.company.orgnr or shown.company.serial or ""
    share = shown.figures.flexibility if share_of == "threshold" else shown.figures.compliance
    more = (
        (say("printing.flexibility", language, value=_percent(shown.figures.flexibility, language)),)
        if share_of == "requirements" and shown.figures.flexibility is not None
        else ()
    )
    return facts.MatrixPrint(
        company=shown.company.name,
        title=say("printing.matrix.title", language),
        facts=more,
        as_of=on,
        printed_at=say(
            "printing.stamp",
            language,
            at=local_time(workspace.now()).strftime("%Y-%m-%d %H:%M"),
            person=workspace.laptop.name,
        ),
        language=language,
        scale=tuple(
            facts.ScaleStep(step.symbol, step.value, step.sv if language == "sv" else step.en)
            for step in shown.scale
        ),
        groups=_skill_groups(shown, groups),
        teams=_teams(shown, order, share_of, language),
        totals=facts.Totals(len(shown.matrix.people), len(shown.matrix.skills), share),
        eu=facts.EuBlock(programme.eu_block.words(language)) if programme.eu_block is not None else None,
        classification=say("printing.matrix.classification", language),
        document_id=f"KM-{number}-{on.isoformat()}",
        state_hash=_state(shown),
        share_of=share_of,
        # To master few skills is no fault: only a share of requirements can be low.
        low_share=_LOW if share_of == "requirements" else 0.0,
    )


def _percent(share: float | None, language: Language) -> str:
    from app.i18n import say

    return say("reports.matrix.percent", language, value=round((share or 0) * 100))


def _groups(shown: MatrixSnapshot) -> list[tuple[str, list[SkillId]]]:
    skills = shown.matrix.skills
    return [
        (name, [skills[place].id for place in places])
        for name, places in grouped([skill.group or "" for skill in skills])
    ]


def _skill_groups(
    shown: MatrixSnapshot, groups: Sequence[tuple[str, list[SkillId]]]
) -> tuple[facts.SkillGroup, ...]:
    known = {skill.id: skill for skill in shown.matrix.skills}
    figures = {figure.skill: figure for figure in shown.figures.skills}
    return tuple(
        facts.SkillGroup(
            name,
            tuple(
                facts.Skill(
                    name=known[skill].name,
                    kind="licence" if known[skill].kind is SkillKind.LICENCE else "level",
                    required_level=known[skill].required_level,
                    required_count=known[skill].required_count,
                    threshold=known[skill].threshold,
                    covered=figures[skill].covered,
                    bus_factor=figures[skill].bus_factor,
                )
                for skill in ids
            ),
        )
        for name, ids in groups
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """Everybody's levels and licences on the day of the print, looked up once."""

    levels: Mapping[PersonId, Mapping[SkillId, Rating]]
    licences: Mapping[PersonId, Mapping[SkillId, LicenceState]]
    figures: Mapping[PersonId, PersonFigure]


def _standing(shown: MatrixSnapshot) -> _Standing:
    return _Standing(
        levels_on(shown.matrix.ratings, shown.figures.on),
        licences_on(shown.matrix.licences, shown.matrix.skills, shown.figures.on),
        {figure.person: figure for figure in shown.figures.people},
    )


def _teams(
    shown: MatrixSnapshot, order: Sequence[SkillId], share_of: facts.ShareOf, language: Language
) -> tuple[facts.Team, ...]:
    """By department where the matrix has any, else by shift, else all together."""
    from app.i18n import say

    people = shown.matrix.people
    names = team_names([(person.team, person.shift) for person in people])
    others = say("printing.others", language) if any(names) else ""
    standing = _standing(shown)
    return tuple(
        facts.Team(
            name or others,
            tuple(_person(shown, standing, people[place], order, share_of) for place in places),
        )
        for name, places in grouped(names)
    )


def _person(
    shown: MatrixSnapshot,
    standing: _Standing,
    person: Person,
    order: Sequence[SkillId],
    share_of: facts.ShareOf,
) -> facts.Person:
    figure = standing.figures[person.id]
    return facts.Person(
        name=person.display,
        initials="".join(word[0].upper() for word in person.display.split()),
        part_time=person.part_time,
        cells=tuple(_cells(shown, standing, person, order)),
        share=figure.flexibility if share_of == "threshold" else _fulfilled(shown, person, len(figure.gaps)),
    )


def _fulfilled(shown: MatrixSnapshot, person: Person, gaps: int) -> float | None:
    required = sum(skill.required_level is not None for skill in shown.matrix.skills)
    return (required - gaps) / required if required else None


def _cells(
    shown: MatrixSnapshot, standing: _Standing, person: Person, order: Sequence[SkillId]
) -> list[facts.Cell]:
    levels = standing.levels.get(person.id, {})
    licences = standing.licences.get(person.id, {})
    skills = {skill.id: skill for skill in shown.matrix.skills}
    cells: list[facts.Cell] = []
    for one in order:
        skill = skills[one]
        asked = (person.display, skill.name) in shown.asked
        if skill.kind is SkillKind.LICENCE:
            state = licences.get(one, NO_LICENCE)
            entered = one in licences or skill.required_level is not None
            cells.append(facts.Cell(licence=_MARKS[state.status] if entered else None, asked=asked))
            continue
        level = levels[one].value if one in levels else None
        target = max(
            (
                wanted
                for wanted in (skill.required_level, shown.planned.get((person.id, one)))
                if wanted is not None
            ),
            default=None,
        )
        gap = max(0, target - (level or 0)) if target is not None else 0
        cells.append(facts.Cell(level=level, target=target, asked=asked, gap=gap))
    return cells


def _state(shown: MatrixSnapshot) -> str:
    """The hash of everything that the print shows of the matrix: the number on the paper finds the state again."""
    standing = _standing(shown)
    state = (
        str(shown.company.ids[0].hex()),
        shown.figures.on.isoformat(),
        [
            (
                skill.id,
                skill.name,
                skill.kind.value,
                skill.threshold,
                skill.required_count,
                skill.required_level,
            )
            for skill in shown.matrix.skills
        ],
        [
            (person.id, person.display, person.team, person.shift, person.part_time)
            for person in shown.matrix.people
        ],
        sorted(
            (person, skill, rating.value)
            for person, found in standing.levels.items()
            for skill, rating in found.items()
        ),
        sorted(
            (person, skill, state.status.value, state.valid_to.isoformat() if state.valid_to else "")
            for person, found in standing.licences.items()
            for skill, state in found.items()
        ),
    )
    return hashlib.sha256(msgspec.json.encode(state)).hexdigest()
