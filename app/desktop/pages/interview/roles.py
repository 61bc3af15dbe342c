"""Who answers: roles that most companies have, in the words of the window; any other word is shown as it is."""

from __future__ import annotations

from app.desktop.words import say

# As they are kept in the record (lower-case Swedish words), and the code of their words.
KNOWN: dict[str, str] = {
    "vd": "ceo",
    "ägare": "owner",
    "produktionschef": "production",
    "arbetsledare": "supervisor",
    "operatör": "operator",
    "ekonomi": "finance",
}
OFFERED = ("vd", "produktionschef", "operatör", "ekonomi")
"""Shown from the start; others that have answered stand after them."""


def role_words(role: str) -> str:
    """A role as it is shown; "" is the agreed value."""
    if not role:
        return say("desktop.interview.agreed")
    if role in KNOWN:
        return say(f"desktop.interview.role.{KNOWN[role]}")
    return role[:1].upper() + role[1:]
