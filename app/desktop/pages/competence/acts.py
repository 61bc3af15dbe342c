"""What the page does to the record, as the worker does it. Each is one act that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from app.domain.competence import SkillKind
    from app.operations.competence import ImportSnapshot
    from app.operations.workspace import Workspace
    from app.store.ids import RowId
    from app.store.units import ChangeSet
    from app.workbooks import Answer

T = TypeVar("T")
Act = Callable[["Workspace"], "tuple[T, ChangeSet | None]"]


def begin_empty(company: RowId) -> Act[None]:
    def act(workspace: Workspace) -> tuple[None, ChangeSet]:
        from app.operations.matrix_edits import start_empty

        return None, start_empty(workspace, company=company)

    return act


def add_person(company: RowId, name: str, team: str, shift: str) -> Act[RowId]:
    def act(workspace: Workspace) -> tuple[RowId, ChangeSet]:
        from app.operations import matrix_edits

        return matrix_edits.add_person(workspace, company=company, name=name, team=team, shift=shift)

    return act


def correct_person(company: RowId, person: RowId, name: str, team: str, shift: str) -> Act[None]:
    """Name, team and shift: two acts where both the name and the place are other ones."""

    def act(workspace: Workspace) -> tuple[None, ChangeSet]:
        from app.operations import matrix_edits

        renamed = matrix_edits.rename_person(workspace, company=company, person=person, name=name)
        moved = matrix_edits.move_person(workspace, company=company, person=person, team=team, shift=shift)
        return None, moved if moved.unit is not None else renamed

    return act


def add_skill(company: RowId, name: str, group: str, kind: SkillKind) -> Act[RowId]:
    def act(workspace: Workspace) -> tuple[RowId, ChangeSet]:
        from app.operations import matrix_edits

        return matrix_edits.add_skill(workspace, company=company, name=name, group=group, kind=kind)

    return act


def correct_skill(company: RowId, skill: RowId, name: str) -> Act[None]:
    def act(workspace: Workspace) -> tuple[None, ChangeSet]:
        from app.operations.matrix_edits import rename_skill

        return None, rename_skill(workspace, company=company, skill=skill, name=name)

    return act


def keep_need(company: RowId, skill: RowId, level: int | None, count: int | None) -> Act[None]:
    def act(workspace: Workspace) -> tuple[None, ChangeSet]:
        from app.operations.matrix_edits import set_requirement

        return None, set_requirement(workspace, company=company, skill=skill, level=level, headcount=count)

    return act


def keep_licence(company: RowId, person: RowId, skill: RowId, held: bool, until: str) -> Act[None]:
    def act(workspace: Workspace) -> tuple[None, ChangeSet]:
        from app.operations.rating import record_licence

        return None, record_licence(
            workspace, company=company, person=person, skill=skill, held=held, valid_to=until or None
        )

    return act


def bring_in(company: RowId, file: Path, answers: tuple[Answer, ...]) -> Act[ImportSnapshot]:
    """Keep what is certain in a workbook, with these answers."""

    def act(workspace: Workspace) -> tuple[ImportSnapshot, ChangeSet]:
        from app.operations.competence import import_workbook
        from app.store.ids import hyphenated

        return import_workbook(workspace, file, company=hyphenated(company), answers=answers)

    return act
