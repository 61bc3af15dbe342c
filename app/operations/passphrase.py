"""The passphrase of this laptop: whether there is one, and its change."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.workspace import Surroundings

LEAST = 10
"""Characters of a new passphrase."""


def how_kept(profile: Path) -> Literal["keychain", "passphrase"]:
    """Where the keys of the profile are kept. Raises Unavailable `vault.…`."""
    from app.store.vault import read_note

    return read_note(profile).kind


def change_passphrase(profile: Path, surroundings: Surroundings, *, old: str, new: str, again: str) -> None:
    """Changes the passphrase; the open record stays open. Takes about a second, which is intended.

    Until the new one has been tried on the written key file, the old one opens it. Where the keychain has the keys,
    there is nothing to change: Refusal `vault.keychain.no_passphrase`. Raises Refusal `passphrase.…` for a new one that
    is too short, the same, or typed differently; Unavailable `vault.passphrase.wrong` for the old one, and others.
    """
    from app.store.key_file import STANDARD
    from app.store.vault import change_passphrase as change

    if how_kept(profile) != "passphrase":
        raise Refusal("vault.keychain.no_passphrase")
    if len(new) < LEAST:
        raise Refusal("passphrase.short", least=LEAST)
    if not _alike(new, again):
        raise Refusal("passphrase.differs")
    if _alike(new, old):
        raise Refusal("passphrase.same")
    change(profile, old, new, surroundings.cost or STANDARD)


def _alike(one: str, other: str) -> bool:
    return hmac.compare_digest(*(text.encode("utf-8", "surrogatepass") for text in (one, other)))
