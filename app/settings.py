"""What this laptop's person has chosen: `settings.toml` in the profile, and `window.toml` for how the window lay.

Neither is synced (record.md 9). Reading is tolerant: a value that cannot be used gives way to its default and is
named, a key of a later release is kept. Losing `window.toml` is harmless; `settings.toml` knows the shared folder.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar, get_args

from app import whole_file
from app.domain.refusal import Refusal, Unavailable

Language = Literal["sv", "en"]
Theme = Literal["system", "light", "dark", "contrast"]
Motion = Literal["system", "on", "off"]
Value: TypeAlias = (
    str | int | float | bool | date | datetime | time | list["Value"] | dict[str, "Value"]
)  # what TOML can hold
WindowState = Mapping[str, str | int]

SETTINGS, WINDOW = "settings.toml", "window.toml"
BEFORE_A_PROFILE = frozenset({SETTINGS, WINDOW, "window.lock", "logs"})
"""What the window may leave in a folder in which there is no profile yet. A profile can be made beside them."""

TEXT_SIZES = range(80, 301)
"""Per cent."""
LOCK_MINUTES = range(24 * 60 + 1)
_MOST_BYTES = 256 * 1024

_Chosen = TypeVar("_Chosen")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice with its default.

    `shared`: the shared folder, None where none is known. `language` None: as the system has it. `text_size`: per
    cent, 80-300. `lock_after`: minutes without a key or a click, 0 never. `reduced_motion` on: nothing moves.
    `sync_on_its_own`: whenever the shared folder is there.
    """

    shared: Path | None = None
    language: Language | None = None
    theme: Theme = "system"
    text_size: int = 100
    lock_after: int = 15
    reduced_motion: Motion = "system"
    sync_on_its_own: bool = True


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """What was read. `fallen_back`: keys whose value could not be used, so that the default counts instead."""

    settings: Settings
    fallen_back: tuple[str, ...] = ()


def _shared(found: Value) -> Path:
    if isinstance(found, str) and found and "\0" not in found:
        return Path(found)
    raise ValueError


def _one_of(known: tuple[_Chosen, ...]) -> Callable[[Value], _Chosen]:
    def read(found: Value) -> _Chosen:
        return next(one for one in known if type(one) is type(found) and one == found)

    return read


def _whole(known: range) -> Callable[[Value], int]:
    def read(found: Value) -> int:
        if type(found) is int and found in known:
            return found
        raise ValueError

    return read


_LANGUAGES: tuple[Language, ...] = get_args(Language)
_THEMES: tuple[Theme, ...] = get_args(Theme)
_MOTIONS: tuple[Motion, ...] = get_args(Motion)
_KEYS = ("shared", "language", "theme", "text_size", "lock_after", "reduced_motion", "sync_on_its_own")


def read(profile: Path) -> SettingsRead:
    """The settings of a profile; all defaults where there is no file.

    Raises Unavailable `settings.unreadable` where the file as a whole cannot be read; then nothing replaces it.
    """
    return _settings(_table(profile / SETTINGS))


def change(profile: Path, choose: Callable[[Settings], Settings]) -> Settings:
    """Changes settings: `choose` gets the present ones (`lambda s: replace(s, theme="dark")`). Durable on return.

    Makes the file where there is none; keeps keys that it does not know. Raises Refusal `settings.value` for a value
    outside its limits, `settings.not_written`; Unavailable `settings.unreadable`. Then nothing has changed.
    """
    file = profile / SETTINGS
    table = _table(file)
    before = _settings(table).settings
    chosen = choose(before)
    for key in _KEYS:
        value: str | int | Path | None = getattr(chosen, key)
        if value is None:
            table.pop(key, None)
        else:
            table[key] = str(value) if isinstance(value, Path) else value
    found = _settings(table)
    if found.fallen_back:
        key = found.fallen_back[0]
        raise Refusal("settings.value", key=key, value=str(getattr(chosen, key))[:60])
    _write(file, table)
    return found.settings


def _settings(table: Mapping[str, Value]) -> SettingsRead:
    fallen_back: list[str] = []

    def take(key: str, check: Callable[[Value], _Chosen], default: _Chosen) -> _Chosen:
        if key not in table:
            return default
        try:
            return check(table[key])
        except (ValueError, StopIteration):
            fallen_back.append(key)
            return default

    usual = Settings()
    settings = Settings(
        shared=take("shared", _shared, usual.shared),
        language=take("language", _one_of(_LANGUAGES), usual.language),
        theme=take("theme", _one_of(_THEMES), usual.theme),
        text_size=take("text_size", _whole(TEXT_SIZES), usual.text_size),
        lock_after=take("lock_after", _whole(LOCK_MINUTES), usual.lock_after),
        reduced_motion=take("reduced_motion", _one_of(_MOTIONS), usual.reduced_motion),
        sync_on_its_own=take("sync_on_its_own", _one_of((True, False)), usual.sync_on_its_own),
    )
    return SettingsRead(settings, tuple(fallen_back))


def _table(file: Path) -> dict[str, Value]:
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise Unavailable("settings.unreadable", file=str(file)) from error


def _write(file: Path, table: Mapping[str, Value]) -> None:
    text = "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in table.items())
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole_file.write_whole(file, text.encode("utf-8"))
    except UnicodeEncodeError:  # a folder whose name is no text
        raise Refusal("settings.not_text", file=str(file)) from None
    except OSError as error:
        raise Refusal("settings.not_written", file=str(file), why=error.strerror or str(error)) from None


def _toml(value: Value) -> str:
    """A value as TOML has it, on one line. Keys are written like texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(key)} = {_toml(one)}' for key, one in value.items())}}}"
    return str(value)


def read_window(profile: Path) -> WindowState:
    """How the window lay: texts and whole numbers by name. Empty where nothing is known or readable."""
    try:
        found = _table(profile / WINDOW)
    except Unavailable:
        return {}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    }


def write_window(profile: Path, state: WindowState) -> None:
    """Remembers how the window lies; what it does not name is forgotten. Raises Refusal `settings.not_written`."""
    _write(profile / WINDOW, dict(state))
