"""The word list, and six words drawn from it and typed in every way that people type."""

from __future__ import annotations

import secrets
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.exchange.words import COUNT, draw_words, passphrase, read_words, word_list

PLAIN = str.maketrans("åäö", "aao")
ENDINGS = [
    "n",
    "en",
    "et",
    "t",
    "r",
    "ar",
    "er",
    "or",
    "na",
    "arna",
    "s",
    "a",
    "e",
    "d",
    "ad",
    "are",
    "an",
    "ade",
    "te",
    "de",
    "ne",
    "ena",
    "rna",
]


def test_there_are_enough_words_of_the_right_shape() -> None:
    words = word_list()
    assert len(words) >= 1296
    assert len(set(words)) == len(words)
    assert all(4 <= len(word) <= 8 for word in words)
    assert set("".join(words)) <= set("abcdefghijklmnopqrstuvwxyzåäö")
    assert all(unicodedata.is_normalized("NFC", word) for word in words)


def test_no_slip_of_one_letter_makes_another_word() -> None:
    """Also with å, ä and ö typed as a and o: one letter changed, left out or added gives no valid word."""
    seen: dict[str, str] = {}
    for word in word_list():
        plain = word.translate(PLAIN)
        gaps = {plain[:at] + "." + plain[at + 1 :] for at in range(len(plain))}
        shorter = {"-" + plain[:at] + plain[at + 1 :] for at in range(len(plain))} | {"-" + plain}
        for pattern in gaps | shorter:
            # Words one letter apart share a pattern; so may two of equal length that are two apart.
            other = seen.setdefault(pattern, word)
            if other != word and not (pattern.startswith("-") and len(other) == len(word)):
                pytest.fail(f"{word} and {other} are too near")


def test_no_word_is_a_form_of_another() -> None:
    words = set(word_list())
    forms = [(word, word + ending) for word in words for ending in ENDINGS if word + ending in words]
    forms += [
        (word, word[:-1] + ending)
        for word in words
        if word[-1] in "ae"
        for ending in ("an", "or", "ar", "orna", "en", "er")
        if word[:-1] + ending in words
    ]
    assert forms == []


def test_words_are_drawn_evenly_and_from_the_given_source() -> None:
    drawn = [draw_words(secrets.token_bytes) for _ in range(1000)]
    assert all(len(words) == COUNT for words in drawn)
    counts = Counter(word for words in drawn for word in words)
    assert len(counts) > 1200  # of 1,296 after 6,000 draws; 1,283 are expected
    assert max(counts.values()) < 25
    # Numbers beyond the last whole multiple of the list are drawn anew.
    answers = iter([b"\xff" * 4, *(number.to_bytes(4, "big") for number in (0, 1, 2, 3, 4, 1295))])
    words = word_list()
    assert draw_words(lambda count: next(answers)) == (*words[:5], words[1295])


def typings(words: tuple[str, ...]) -> list[str]:
    text = " ".join(words)
    return [
        text,
        text.upper(),
        text.title(),
        f"  {'   '.join(words)}\n",
        ", ".join(words),
        "-".join(words),
        "\n".join(f"{place}. {word}" for place, word in enumerate(words, start=1)),
        text.translate(PLAIN),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", text),
        "\u00a0".join(words),
        "\u2013".join(words) + ".",
    ]


@given(st.lists(st.sampled_from(word_list()), min_size=6, max_size=6))
def test_words_are_read_however_they_are_typed(words: list[str]) -> None:
    wanted = tuple(words)
    for typed in typings(wanted):
        assert read_words(typed) == wanted
    assert passphrase(wanted).split() == words


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "exchange.words.count"),
        ("abborre afton agenda album alfabet", "exchange.words.count"),
        ("abborre afton agenda album alfabet allergi alpin", "exchange.words.count"),
        ("abborre afton agenda album alfabet xyzzy", "exchange.words.unknown"),
        ("x " * 1_000_000, "exchange.words.count"),
    ],
)
def test_what_cannot_be_the_words_is_said_at_once(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_words(typed)
    assert refused.value.code == code
