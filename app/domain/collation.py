"""The Swedish alphabet: … x y z å ä ö, with v and w apart (swedish-facts 5)."""

from __future__ import annotations

import unicodedata

_AFTER_Z = {"å": 0x110000, "ä": 0x110001, "æ": 0x110001, "ö": 0x110002, "ø": 0x110002, "œ": 0x110002}
_AS_LETTERS = {"ü": "y", "ð": "d", "þ": "th", "đ": "d", "ł": "l"}


def folded(text: str) -> str:
    """Composed (macOS gives åäö as two characters), without regard to case, spaces made single."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


def without_marks(text: str) -> str:
    """In lower case, without rings, dots and accents, composed or not: åäö are not on every keyboard."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def swedish_key(text: str) -> tuple[tuple[int, ...], str, str]:
    """A sort key for names. Case and foreign accents decide only between names that are else alike."""
    plain = folded(text)
    places: list[int] = []
    for letter in plain:
        if letter in _AFTER_Z:
            places.append(_AFTER_Z[letter])
            continue
        for part in unicodedata.normalize("NFD", _AS_LETTERS.get(letter, letter)):
            if not unicodedata.combining(part):
                places.append(ord(part))
    return tuple(places), plain, text
