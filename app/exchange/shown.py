"""Text that others wrote and a person is shown: what is let in, and how the rest is made harmless."""

from __future__ import annotations

import unicodedata

from app.domain.refusal import Refusal

NAME_LENGTH = 120
_SHOWN_LENGTH = 160
# Control characters, bidi overrides and other invisible marks, half surrogates, private use, unassigned,
# line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str) -> str:
    """The text with every invisible or misleading character replaced, and cut at 160 characters."""
    start = text[: _SHOWN_LENGTH + 1]
    visible = "".join("\ufffd" if unicodedata.category(letter) in _UNSEEN else letter for letter in start)
    return visible if len(visible) <= _SHOWN_LENGTH else visible[: _SHOWN_LENGTH - 1] + "…"


def is_plain_name(text: str) -> bool:
    """Whether a name of a person, laptop or organisation can stand on a screen: 1-120 visible characters."""
    return (
        0 < len(text) <= NAME_LENGTH
        and text == text.strip()
        and unicodedata.is_normalized("NFC", text)
        and not any(unicodedata.category(letter) in _UNSEEN for letter in text)
    )


def plain_name(typed: str) -> str:
    """A typed name, trimmed and composed (NFC). Refusal `exchange.name.wrong` where it cannot be shown."""
    name = unicodedata.normalize("NFC", typed[: 4 * NAME_LENGTH]).strip()
    if not is_plain_name(name):
        raise Refusal("exchange.name.wrong", typed=shown(typed), longest=NAME_LENGTH)
    return name
