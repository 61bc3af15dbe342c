"""Six Swedish words that are told by telephone: drawn, and understood however they are typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from app.domain.collation import without_marks
from app.domain.refusal import Refusal
from app.exchange.ids import Random
from app.exchange.sealing import random_bytes
from app.exchange.shown import shown
from app.paths import resource

COUNT = 6
_SEPARATORS = re.compile(r"[^a-z]+")


@cache
def word_list() -> tuple[str, ...]:
    """The words, in order: 4-8 letters, no two alike when the rings and dots are left out."""
    return tuple(resource("wordlists", "swedish.txt").read_text(encoding="utf-8").split())


@cache
def _by_plain() -> dict[str, str]:
    return {without_marks(word): word for word in word_list()}


def draw_words(random: Random) -> tuple[str, ...]:
    """Six words from a secret source, each equally likely: 62 bits with 1,296 words."""
    words = word_list()
    # Numbers beyond the last whole multiple would favour the first words: drawn anew.
    fair = 2**32 - 2**32 % len(words)
    drawn: list[str] = []
    while len(drawn) < COUNT:
        number = int.from_bytes(random_bytes(random, 4), "big")
        if number < fair:
            drawn.append(words[number % len(words)])
    return tuple(drawn)


def read_words(typed: str) -> tuple[str, ...]:
    """The six words of what was typed: case, commas, hyphens, line breaks and spaces do not matter.

    Refusal `exchange.words.count` for another number of words, `exchange.words.unknown` for one that is not
    in the list. Whether they are the right ones is for the invitation to say.
    """
    parts = [part for part in _SEPARATORS.split(without_marks(typed[:1000])) if part]
    if len(parts) != COUNT:
        raise Refusal("exchange.words.count", found=len(parts), wanted=COUNT)
    known = _by_plain()
    for place, part in enumerate(parts, start=1):
        if part not in known:
            raise Refusal("exchange.words.unknown", place=place, typed=shown(part))
    return tuple(known[part] for part in parts)


def passphrase(words: tuple[str, ...]) -> str:
    """The words as one text, in the one spelling that the invitation is locked with (NFC, single spaces)."""
    return unicodedata.normalize("NFC", " ".join(words))
