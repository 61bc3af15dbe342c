""" "Öva först": a made-up programme to practise in, in a profile of its own that shares nothing with a real one.

Its folder holds a coach's profile and, in folders below, the shared folder and the office's laptop. A marker says
that the practice made the folder; only such a folder is ever taken away. Everybody knows the passphrase of its keys.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import settings, whole_file
from app.domain.refusal import Refusal
from app.operations.workspace import STORE, has_profile
from app.settings import BEFORE_A_PROFILE, SETTINGS, WINDOW

if TYPE_CHECKING:
    from app.i18n import Language
    from app.operations.enrolment import ProfileSnapshot
    from app.operations.workspace import Surroundings

Progress = Callable[[int, int], None]

MARKER = ".simmitt-practice"
OFFICE_PROFILE = "kontor"
_SHARED, _WORKBOOKS, _COACH = "delad-mapp", "arbetsböcker", "coach~"
_PROGRAMME, _INVITATION = "program.toml", "coach.inbjudan"
_MAKING, _MADE = "SIMMITT: övningsmapp, inte färdig\n", "SIMMITT: övningsmapp\n"
_KEYS = ("keys", "vault.toml")
_OURS = (
    *(_SHARED, _WORKBOOKS, _COACH, OFFICE_PROFILE, _PROGRAMME, _INVITATION),
    *(STORE, f"{STORE}-wal", f"{STORE}-shm", "backups", *_KEYS, SETTINGS, WINDOW),
)


def is_practice(profile: Path) -> bool:
    """Whether the folder is a practice profile, whole."""
    return _marked(profile) == _MADE


def practice_surroundings(surroundings: Surroundings) -> Surroundings:
    """What a practice profile is opened with, the office's in `kontor` too: a known passphrase, no keychain."""
    from app.operations.demo_cast import cast_data
    from app.store.key_file import LOWEST

    return replace(surroundings, passphrase=cast_data().passphrase, ask=None, backends=(), cost=LOWEST)


def make_practice(
    profile: Path,
    surroundings: Surroundings,
    *,
    language: Language,
    progress: Progress | None = None,
) -> ProfileSnapshot:
    """Makes the practice programme around today: a coach's profile in the folder, an office's in `kontor` below it.

    About eight companies at different stages, interviews half and whole, a matrix, sessions with steps that are due,
    overdue and to come, and news from the office. `progress`: steps done, and of how many; what it raises stops the
    making. Then, as where anything fails, nothing is left; a practice that was cut off is made anew.
    Raises Refusal `practice.there`, `practice.real`, `practice.foreign`, `practice.not_written`.
    """
    from app.operations.practice_making import Places, make

    _refuse_others(profile)
    shown = progress or _quietly
    try:
        if _marked(profile) is not None:
            _take_away(profile)
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole_file.write_whole(profile / MARKER, _MAKING.encode("utf-8"))
        places = Places(
            profile,
            profile / _SHARED,
            profile / _WORKBOOKS,
            profile / _COACH,
            profile / OFFICE_PROFILE,
            profile / _PROGRAMME,
            profile / _INVITATION,
        )
        made = make(places, practice_surroundings(surroundings), language, shown)
        for name in (STORE, *_KEYS):
            (places.coach / name).replace(profile / name)
        shutil.rmtree(places.coach)
        settings.change(profile, lambda before: replace(before, shared=places.shared.resolve()))
        whole_file.write_whole(profile / MARKER, _MADE.encode("utf-8"))
    except BaseException as error:
        _give_up(profile)
        if isinstance(error, OSError):
            raise Refusal(
                "practice.not_written", folder=str(profile), why=error.strerror or str(error)
            ) from None
        raise
    return made


def remove_practice(profile: Path) -> None:
    """Takes a practice away, the files that it made and no others. Close it first; a window keeps its lock and its log.

    Raises Refusal `practice.not_ours`, with nothing changed, where the practice did not make the folder, and
    `practice.not_written`.
    """
    if _marked(profile) is None:
        raise Refusal("practice.not_ours", folder=str(profile))
    try:
        _take_away(profile)
    except OSError as error:
        raise Refusal("practice.not_written", folder=str(profile), why=error.strerror or str(error)) from None


def _quietly(done: int, of: int) -> None:
    """Nobody watches."""


def _marked(profile: Path) -> str | None:
    """What the marker says, None where the folder is not one of ours."""
    marker = profile / MARKER
    try:
        if marker.is_symlink() or profile.is_symlink():
            return None
        said = marker.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return said if said in (_MAKING, _MADE) else None


def _refuse_others(profile: Path) -> None:
    marked = _marked(profile)
    if marked == _MADE:
        raise Refusal("practice.there", folder=str(profile))
    if marked is not None:
        return
    if has_profile(profile):
        raise Refusal("practice.real", folder=str(profile))
    try:
        there = [path.name for path in profile.iterdir() if path.name not in BEFORE_A_PROFILE]
    except FileNotFoundError:
        return
    except OSError as error:
        raise Refusal("practice.not_written", folder=str(profile), why=error.strerror or str(error)) from None
    if there:
        raise Refusal("practice.foreign", folder=str(profile))


def _take_away(profile: Path) -> None:
    for name in _OURS:
        path = profile / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    whole_file.remove(profile / MARKER)  # last: what was cut off is known as ours
    if not any(profile.iterdir()):
        profile.rmdir()


def _give_up(profile: Path) -> None:
    """After a failure: the first one is to be told, whatever becomes of the rest; the marker knows it as half made."""
    try:
        if _marked(profile) is not None:
            _take_away(profile)
    except OSError:
        return
