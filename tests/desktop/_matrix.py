"""Matrices of any size without a record, and what scrolling one costs. The bench of the window measures with these.

from _matrix import p95, scroll_ms
bench.figure("a frame of a scrolled 500 x 200 matrix, p95", p95(scroll_ms(500, 200)), "ms", 8)
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.desktop.widgets.matrix_grid import MatrixGrid
from app.desktop.widgets.matrix_model import Band, LevelName, MatrixSheet
from app.domain.competence import LicenceStatus, Skill, SkillId, SkillKind
from app.domain.matrix_grid import UNKNOWN, Flag, licence_bits, reckoned

WORDS = ("Ingen", "Lär sig", "Med stöd", "Klarar själv", "Kan lära ut")
TEAM, GROUP, LICENCE_EACH = 12, 8, 8


def bands(names: Sequence[str], count: int, size: int) -> tuple[Band, ...]:
    return tuple(
        Band(names[number % len(names)], first, min(size, count - first))
        for number, first in enumerate(range(0, count, size))
    )


def made_sheet(people: int, skills: int, *, symbols: Sequence[str] = "01234", seed: int = 11) -> MatrixSheet:
    """Every eighth skill a licence; teams of twelve, groups of eight; the same for the same seed."""
    chance = random.Random(seed)
    groups = bands(("Bearbetning", "Svetsning", "Montering", "Kvalitet"), skills, GROUP)
    made = [
        Skill(
            SkillId(str(at)),
            f"Kompetens {at}",
            SkillKind.LICENCE if at % LICENCE_EACH == LICENCE_EACH - 1 else SkillKind.LEVEL,
            groups[at // GROUP].name,
            required_count=chance.choice((None, 1, 3)),
            required_level=chance.choice((None, 2, 3, 4)),
        )
        for at in range(skills)
    ]
    levels, flags = bytearray(), bytearray()
    states = (*LicenceStatus, LicenceStatus.VALID, LicenceStatus.VALID)
    for _ in range(people):
        for skill in made:
            if skill.kind is SkillKind.LICENCE:
                levels.append(UNKNOWN)
                flags.append(licence_bits(chance.choice(states)))
            else:
                levels.append(chance.choice((UNKNOWN, 0, 1, 2, 3, 4)))
                flags.append(chance.choice((0, 0, 0, Flag.OLD, Flag.ASKED)))
    return MatrixSheet(
        people=tuple(f"Person {at}" for at in range(people)),
        teams=bands(("Bearbetning", "Svets", "Montering"), people, TEAM),
        skills=tuple(skill.name for skill in made),
        groups=groups,
        levels=tuple(LevelName(value, symbols[value], WORDS[value]) for value in range(5)),
        grid=reckoned(made, people, bytes(levels), bytes(flags), {}),
        of_requirements=True,
    )


def made_grid(sheet: MatrixSheet, wide: int = 1600, high: int = 900) -> MatrixGrid:
    """The whole sheet, shown."""
    grid = MatrixGrid("Kompetensmatris")
    grid.resize(wide, high)
    grid.put(sheet, range(len(sheet.people)), range(len(sheet.skills)))
    grid.show()
    QApplication.processEvents()
    return grid


def scroll_ms(people: int, skills: int, frames: int = 120) -> list[float]:
    """Milliseconds of each frame while both ways are scrolled: cells, heads, names, shares and figures together."""
    grid = made_grid(made_sheet(people, skills))
    view = grid.view
    taken: list[float] = []
    for frame in range(frames):
        view.verticalScrollBar().setValue(frame * 57 % max(1, view.verticalScrollBar().maximum()))
        view.horizontalScrollBar().setValue(frame * 31 % max(1, view.horizontalScrollBar().maximum()))
        begun = time.perf_counter()
        QApplication.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    grid.close()
    grid.deleteLater()
    return taken


def cells_ms(people: int, skills: int, frames: int = 120) -> list[float]:
    """Milliseconds of each frame for the cells alone, painted anew without any scrolling of what was there."""
    from PySide6.QtGui import QPixmap

    grid = made_grid(made_sheet(people, skills))
    view = grid.view
    picture = QPixmap(view.viewport().size())
    taken: list[float] = []
    for frame in range(frames):
        view.verticalScrollBar().setValue(frame * 57 % max(1, view.verticalScrollBar().maximum()))
        begun = time.perf_counter()
        view.viewport().render(picture, QPoint(0, 0))
        taken.append((time.perf_counter() - begun) * 1000)
    grid.close()
    grid.deleteLater()
    return taken


def p95(values: Sequence[float]) -> float:
    return sorted(values)[ceil(len(values) * 0.95) - 1]
