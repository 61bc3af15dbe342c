"""The project office: what the programme promised against what has been done."""

from __future__ import annotations

from app.domain.targets import TargetEvidence, TargetFigure, targets
from app.operations import companies
from app.operations.facts import facts_of
from app.operations.workspace import Workspace


def show_targets(workspace: Workspace) -> tuple[TargetFigure, ...]:
    """Every target of the programme with its figures and their evidence, today; each company once."""
    with workspace.reading() as reader:
        canonical = {row: group[0] for row, group in companies.groups(reader).items()}
        facts = facts_of(reader, canonical, workspace.today()).values()
    evidence = TargetEvidence(
        day=workspace.today(),
        sessions=[session for fact in facts for session in fact.sessions],
        interviews=[interview for fact in facts for interview in fact.interviews],
        next_steps=[step for fact in facts for step in fact.next_steps],
    )
    return targets(workspace.programme(), evidence)
