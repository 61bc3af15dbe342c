"""Secrets, keychains in memory, good ones and bad, and how a refusal is awaited, for the vault tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.refusal import Refusal
from app.store.vault import Secrets

A = "0190f0a0-0000-7000-8000-00000000000a"
B = "0190f0a0-0000-7000-8000-00000000000b"
PHRASE = "fyra ord om åska"


def made_secrets(seed: int = 1, registrar: bool = True) -> Secrets:
    import pyrage

    def key(n: int) -> bytes:
        return bytes((seed * 40 + n + i) % 256 for i in range(32))

    return Secrets(
        store_key=key(1),
        signing_seed=key(2),
        age_identity=str(pyrage.x25519.Identity.generate()),
        registrar_seed=key(3) if registrar else None,
        project_secret=key(4),
        incarnation=seed,
    )


class Memory:
    """A keychain in memory, with the interface of a `keyring` backend."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class Locked(Memory):
    def get_password(self, service: str, username: str) -> str | None:
        from keyring.errors import KeyringLocked

        raise KeyringLocked("dismissed")


class Telling(Memory):
    """Fails as a careless backend does: with the secret in its message."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"could not store {password}")


class SaysOk(Memory):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class CutsOff(Memory):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:200])


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refused(code: str, act: Callable[[], object], *, exit_code: int = 3) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.exit_code == exit_code
    return caught.value


def answers(*typed: str) -> Callable[[str], str]:
    left = list(typed)

    def ask(code: str) -> str:
        assert code.startswith("vault.ask.")
        return left.pop(0)

    return ask
