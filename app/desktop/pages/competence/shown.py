"""From the snapshots of operations to what the parts show: the sheet of the grid, and texts in the language of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desktop.widgets.matrix_model import Band, LevelName, MatrixSheet
from app.desktop.words import language, say
from app.domain.competence import HIGHEST

if TYPE_CHECKING:
    from app.operations.import_words import Both
    from app.operations.matrix_view import MatrixView


def in_language(text: Both) -> str:
    return text.sv if language() == "sv" else text.en


def levels_of(view: MatrixView) -> tuple[LevelName, ...]:
    """The five levels as the company writes them; the common words where its scale has no step."""
    steps = {step.value: step for step in reversed(view.scale)}
    found: list[LevelName] = []
    for value in range(HIGHEST + 1):
        step = steps.get(value)
        if step is None:
            found.append(LevelName(value, str(value), say(f"matrix.level.{value}")))
        else:
            found.append(LevelName(value, step.symbol, step.sv if language() == "sv" else step.en))
    return tuple(found)


def sheet_of(view: MatrixView) -> MatrixSheet:
    return MatrixSheet(
        people=tuple(one.name for one in view.people),
        teams=tuple(Band(one.name, one.first, one.count) for one in view.teams),
        skills=tuple(one.name for one in view.skills),
        groups=tuple(Band(one.name, one.first, one.count) for one in view.groups),
        levels=levels_of(view),
        grid=view.grid,
        of_requirements=view.share_of == "requirements",
    )


def called(name: str) -> str:
    """What a person is called by: "Lind, Fredrik" and "Fredrik Lind" are both Fredrik."""
    _, comma, after = name.partition(",")
    words = (after if comma else name).split()
    return words[0] if words else name
