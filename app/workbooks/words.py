"""The word lists and common scales of the room, read once from `resources/catalogues/`."""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache, lru_cache

from app.paths import resource


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    """Section -> name -> pattern text, of matrix_words.toml."""
    text = resource("catalogues", "matrix_words.toml").read_text(encoding="utf-8")
    return {
        section: {name: str(pattern) for name, pattern in patterns.items()}
        for section, patterns in tomllib.loads(text).items()
    }


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """The compiled pattern; texts are given to it folded (see `folded`)."""
    return re.compile(_catalogue()[section][name])


@cache
def section_names(section: str) -> tuple[str, ...]:
    """The names in a section, in the order of the file."""
    return tuple(_catalogue()[section])


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text in lower case with single spaces and without a colon at its end, as patterns expect it."""
    return " ".join(text.casefold().split()).rstrip(":").rstrip()


def says(section: str, name: str, text: str) -> bool:
    """Whether the pattern is found in the text."""
    return pattern(section, name).search(folded(text)) is not None


@lru_cache(maxsize=20_000)
def meta_kind(head: str) -> str | None:
    """befattning, avd, skift, anst.nr, anst.år or tjg %, where the head names one of them."""
    for name in section_names("meta"):
        if says("meta", name, head):
            return name
    return None


@lru_cache(maxsize=20_000)
def dropped_kind(head: str) -> str | None:
    """identity, birth or health, where the head or remark tells of what is never kept."""
    for name in section_names("drop"):
        if says("drop", name, head):
            return name
    return None


@cache
def given_names() -> frozenset[str]:
    """Common given names in Sweden, folded."""
    return frozenset(name.casefold() for name in _catalogue()["names"]["given"].split())


_NAME_OF_SCALE = {"0-4": "0-4", "1-5": "1-5", "0-3": "0-3", "iluo": "ILUO", "harvey": "harvey"}


@cache
def common_scales() -> dict[str, dict[str, int]]:
    """Scale -> symbol -> canonical 0-4, as level_scales.csv has them; marks and colours stand elsewhere."""
    found: dict[str, dict[str, int]] = {}
    text = resource("catalogues", "level_scales.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines(), delimiter=";"):
        name = _NAME_OF_SCALE.get(row["skala"])
        if name and row["varde"] != "(tom)":
            found.setdefault(name, {})[row["varde"]] = int(row["kanonisk"])
    # A dash is written out where a blank is not looked at (samples README, rule 1).
    found["ILUO"]["-"] = 0
    found["1-4"] = {symbol: int(symbol) for symbol in "1234"}
    return found


@cache
def traffic_lights() -> dict[str, int]:
    """röd, gul, grön -> canonical, as level_scales.csv proposes."""
    text = resource("catalogues", "level_scales.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return {row["varde"]: int(row["kanonisk"]) for row in rows if row["skala"] == "trafikljus"}
