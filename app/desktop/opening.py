"""Opening a profile on the worker: clock, passphrase, and the words that introduce its person."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.operations.workspace import Surroundings, Workspace


def surroundings(passphrase: str | None) -> Surroundings:
    """As the command line has them: SIMMITT_NOW is the clock, SIMMITT_PASSPHRASE opens a key file."""
    from app.operations.workspace import Surroundings, parse_instant

    fixed = os.environ.get("SIMMITT_NOW")
    instant = parse_instant(fixed) if fixed else None
    return Surroundings(
        now=(lambda: instant) if instant is not None else (lambda: time.time_ns() // 1_000_000),
        passphrase=passphrase or os.environ.get("SIMMITT_PASSPHRASE") or None,
    )


def opener(profile: Path, passphrase: str | None) -> Callable[[], Workspace]:
    """What opens the profile, to be called on the worker. It raises Unavailable where it cannot be opened."""

    def make() -> Workspace:
        from app.operations.practice import is_practice, practice_surroundings
        from app.operations.workspace import open_workspace

        found = surroundings(passphrase)
        if passphrase is None and is_practice(profile):
            found = practice_surroundings(found)
        return open_workspace(profile, found)

    return make


@dataclass(frozen=True, slots=True)
class HowOpened:
    """`typed`: a passphrase opens this profile; else the keychain does, or, in a practice, what everybody knows."""

    typed: bool
    practice: bool


def how_opened(workspace: Workspace) -> HowOpened:
    from app.operations.passphrase import how_kept
    from app.operations.practice import is_practice

    practice = is_practice(workspace.profile)
    return HowOpened(how_kept(workspace.profile) == "passphrase" and not practice, practice)


def own_words(workspace: Workspace) -> tuple[str, str]:
    """The person's name and role, for the rail."""
    return workspace.laptop.name, workspace.role.value
