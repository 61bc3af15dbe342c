"""Free text on its way into the record."""

from __future__ import annotations

import unicodedata

from app.domain.identity_numbers import refuse_personal_numbers
from app.domain.refusal import Refusal

MOST = 20_000
_ALLOWED_CONTROLS = "\n\t"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def checked_text(text: str, where: str, *, most: int = MOST) -> str:
    """A text as typed, composed (NFC) and with plain line ends.

    Raises Refusal where it is too long, holds control or direction characters (they can make a text look like
    another), or a personal identity number: those are never stored.
    """
    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(found) > most:
        raise Refusal("texts.long", where=where, most=most)
    for sign in found:
        if sign in _TURNING or (
            unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in _ALLOWED_CONTROLS
        ):
            raise Refusal("texts.control", where=where)
    refuse_personal_numbers(found, where)
    return found
