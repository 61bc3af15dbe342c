"""The sentences of `resources/translations/*.toml`, found by code."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from app.paths import resource

Language = Literal["sv", "en"]


_found: dict[str, Mapping[str, str]] = {}
_read: set[str] = set()


def load() -> Iterator[None]:
    """Read the sentences, a file at each step: for a window that must not be kept waiting.

    Code -> language -> sentence, over all rooms. Raises ValueError for a code that two rooms define.
    """
    import tomllib  # here, since help needs no catalogue and must be quick

    for file in sorted(resource("translations").glob("*.toml")):
        if file.name in _read:
            continue
        for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if code in _found:
                raise ValueError(f"{file.name}: {code} is defined twice")
            _found[code] = words
        _read.add(file.name)
        yield


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    """All of them; what is not read yet is read now."""
    for _ in load():
        pass
    return _found


def says(code: str) -> bool:
    """Whether there is a sentence for the code."""
    return code in _sentences()


def say(code: str, language: Language, **params: str | int) -> str:
    """The sentence of a code, with its parameters filled in. Raises KeyError where there is none."""
    return _sentences()[code][language].format(**params)


def language_of_system() -> Language:
    """English where the system speaks English, else Swedish."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "sv"
    return "sv"
