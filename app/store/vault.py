"""The keeping of one laptop's secrets: in the keychain, or in a key file under a passphrase.

A profile says in `vault.toml` whose it is and where its secrets are kept; the secrets themselves are never in
clear on disk. Opening creates nothing, ever: where the secrets cannot be had, an existing store stays as it
is and no new one takes its place (lessons.md, Safety). Creating writes the secrets first, `vault.toml` last.
Rules: command-line.md "General"; exchange.md 4.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from app.domain.refusal import Refusal, Unavailable
from app.store.key_file import STANDARD, Cost, KeyFile, is_there, read_bounded, remove_file, write_whole
from app.store.keychain import Backends, Keychain, find_keychain

Kind = Literal["keychain", "passphrase"]
Ask = Callable[[str], str]
"""Asks the person at the terminal, without echo; the code it is given has its words in `i18n`."""

_NOTE = "vault.toml"
_KEYS = "keys"
_FORMAT = 1
_MOST_NOTE_BYTES = 4_096
_MOST_PASSPHRASE = 1_024
_LEAST_TYPED = 10
_PROFILE_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_AGE_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Secrets:
    """All that must never be read by anybody else. Neither repr nor errors show a value.

    `store_key`: SQLCipher's raw key, 32 bytes. `signing_seed`: Ed25519, 32 bytes. `age_identity`: text, age's
    x25519. `registrar_seed`: Ed25519, 32 bytes, at the office's registrar only. `project_secret`: 32 bytes.
    `incarnation`: counts the lives of this device's chain, from 0 on (exchange.md 3).
    """

    store_key: bytes
    signing_seed: bytes
    age_identity: str
    registrar_seed: bytes | None
    project_secret: bytes
    incarnation: int

    def __post_init__(self) -> None:
        for name in ("store_key", "signing_seed", "project_secret"):
            if len(getattr(self, name)) != 32:
                raise ValueError(f"{name} is not 32 bytes")
        if self.registrar_seed is not None and len(self.registrar_seed) != 32:
            raise ValueError("registrar_seed is not 32 bytes")
        if not _AGE_IDENTITY.fullmatch(self.age_identity):
            raise ValueError("age_identity is no identity of age")
        if not 0 <= self.incarnation < 1 << 53:
            raise ValueError("incarnation is out of range")

    def __repr__(self) -> str:
        return "Secrets(hidden)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secrets):
            return NotImplemented
        return hmac.compare_digest(_encode("", self), _encode("", other))


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class _Kept:
    """What is encoded: the secrets with the profile they belong to, so that none opens with another's."""

    profile: str
    secrets: Secrets


@dataclass(frozen=True, slots=True)
class VaultNote:
    """What `vault.toml` says: whose profile this is, and where its secrets are kept."""

    format: int
    profile: str
    kind: Kind


class Vault(Protocol):
    """The place of one profile's secrets. Every call may raise Unavailable."""

    @property
    def kind(self) -> Kind:
        """Where they are kept."""

    def keep(self, secrets: Secrets) -> None:
        """Replaces what is kept, and has read it back when it returns."""

    def secrets(self) -> Secrets:
        """What is kept now."""

    def forget(self) -> None:
        """Destroys the secrets, then the note of them. What they locked can never be read again."""


class _KeychainVault:
    __slots__ = ("_keychain", "_profile", "_profile_id")
    kind: Kind = "keychain"

    def __init__(self, profile: Path, profile_id: str, keychain: Keychain) -> None:
        self._profile = profile
        self._profile_id = profile_id
        self._keychain = keychain

    def keep(self, secrets: Secrets) -> None:
        text = base64.b64encode(_encode(self._profile_id, secrets)).decode("ascii")
        self._keychain.write(self._profile_id, text)

    def secrets(self) -> Secrets:
        text = self._keychain.read(self._profile_id)
        if text is None:
            raise Unavailable("vault.keychain.emptied", folder=str(self._profile))
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            data = b""
        kept = _decode(data, self._profile / _NOTE)
        if kept is None:
            raise Unavailable("vault.keychain.damaged", folder=str(self._profile))
        return _own(kept, self._profile_id, self._profile)

    def forget(self) -> None:
        self._keychain.remove(self._profile_id)
        remove_file(self._profile / _NOTE)


class _PassphraseVault:
    __slots__ = ("_file", "_profile", "_profile_id")
    kind: Kind = "passphrase"

    def __init__(self, profile: Path, profile_id: str, file: KeyFile) -> None:
        self._profile = profile
        self._profile_id = profile_id
        self._file = file

    def keep(self, secrets: Secrets) -> None:
        self._file.write(_encode(self._profile_id, secrets))

    def secrets(self) -> Secrets:
        kept = _decode(self._file.read(), self._file.path)
        if kept is None:
            raise Unavailable("vault.key_file.damaged", file=str(self._file.path))
        return _own(kept, self._profile_id, self._profile)

    def forget(self) -> None:
        self._file.remove()
        remove_file(self._profile / _NOTE)


def open_vault(
    profile: Path,
    profile_id: str | None,
    passphrase: str | None,
    backends: Backends | None = None,
    ask: Ask | None = None,
) -> Vault:
    """The vault of an existing profile, from which the secrets have been read once.

    `profile_id` None: whichever the folder says. `passphrase`: SIMMITT_PASSPHRASE as the caller read it; set
    and not empty, it is used instead of the keychain. `backends`: the keychains allowed, those of the system
    where None. `ask`: None where there is no terminal. Creates nothing; raises Unavailable `vault.…`.
    """
    note = read_note(profile)
    if profile_id is not None and note.profile != profile_id:
        raise Unavailable("vault.other_profile", folder=str(profile))
    vault = _existing(profile, note, passphrase, backends, ask)
    vault.secrets()
    return vault


def _existing(
    profile: Path, note: VaultNote, passphrase: str | None, backends: Backends | None, ask: Ask | None
) -> Vault:
    keys = profile / _KEYS
    if note.kind == "passphrase" or passphrase:
        if not is_there(keys):
            code = "vault.key_file.missing" if note.kind == "passphrase" else "vault.passphrase.no_key_file"
            raise Unavailable(code, file=str(keys))
        if not passphrase:
            if ask is None:
                raise Unavailable("vault.passphrase.needed", folder=str(profile))
            passphrase = _typed(ask, "vault.ask.passphrase")
        return _PassphraseVault(profile, note.profile, KeyFile(keys, _bounded(passphrase)))
    keychain = find_keychain(backends)
    if keychain is None:
        raise Unavailable("vault.keychain.absent", folder=str(profile))
    return _KeychainVault(profile, note.profile, keychain)


def change_passphrase(profile: Path, old: str, new: str, cost: Cost = STANDARD) -> None:
    """The key file opens with the new passphrase alone; until that has been tried, with the old one.

    Raises Refusal `vault.keychain.no_passphrase` where the keychain has the keys, Unavailable `vault.…`.
    """
    note = read_note(profile)
    if note.kind != "passphrase":
        raise Refusal("vault.keychain.no_passphrase")
    file = KeyFile(profile / _KEYS, _bounded(old))
    _PassphraseVault(profile, note.profile, file).secrets()  # they are this profile's, not only somebody's
    file.change_passphrase(_bounded(new), cost)


def create_vault(
    profile: Path,
    profile_id: str,
    secrets: Secrets,
    passphrase: str | None,
    backends: Backends | None = None,
    ask: Ask | None = None,
    cost: Cost = STANDARD,
) -> Vault:
    """Keeps the secrets of a new profile; makes its folder where it is missing.

    A passphrase that is set is used instead of the keychain; where no keychain answers, one is asked for,
    twice. `cost` is that of the key file. What was begun is taken away again where it fails. Raises Refusal
    `vault.exists`, `vault.passphrase.short`, `.differs`; Unavailable `vault.no_way` and others.
    """
    if not _PROFILE_ID.fullmatch(profile_id):
        raise ValueError("a profile id is 1-64 letters, digits and hyphens")
    for name in (_NOTE, _KEYS):
        if is_there(profile / name):
            raise Refusal("vault.exists", folder=str(profile), file=name)
    if passphrase:
        chosen = _bounded(passphrase)
    else:
        keychain = find_keychain(backends)
        if keychain is not None:
            return _create_in_keychain(profile, profile_id, secrets, keychain)
        if ask is None:
            raise Unavailable("vault.no_way")
        chosen = _typed_anew(ask)
    _make_folder(profile)
    return _begin(
        _PassphraseVault(profile, profile_id, KeyFile(profile / _KEYS, chosen, cost)),
        profile,
        profile_id,
        secrets,
    )


def _create_in_keychain(profile: Path, profile_id: str, secrets: Secrets, keychain: Keychain) -> Vault:
    if keychain.read(profile_id) is not None:
        raise Refusal("vault.keychain.occupied", folder=str(profile))
    _make_folder(profile)
    return _begin(_KeychainVault(profile, profile_id, keychain), profile, profile_id, secrets)


def _begin(vault: Vault, profile: Path, profile_id: str, secrets: Secrets) -> Vault:
    note = f'format = {_FORMAT}\nprofile = "{profile_id}"\nkind = "{vault.kind}"\n'
    try:
        vault.keep(secrets)
        write_whole(profile / _NOTE, note.encode("ascii"))
    except Unavailable:
        with contextlib.suppress(Unavailable):  # the first failure is the one to tell
            vault.forget()
        raise
    return vault


def read_note(profile: Path) -> VaultNote:
    """Whose profile a folder is. Raises Unavailable `vault.missing`, `vault.note.damaged`, `vault.newer`."""
    import msgspec

    file = profile / _NOTE
    data = read_bounded(file, _MOST_NOTE_BYTES)
    if data is None:
        raise Unavailable("vault.missing", folder=str(profile))
    damaged = Unavailable("vault.note.damaged", file=str(file))
    if len(data) > _MOST_NOTE_BYTES:
        raise damaged
    try:
        note = msgspec.toml.decode(data, type=VaultNote)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged from None
    if note.format > _FORMAT:
        raise Unavailable("vault.newer", file=str(file))
    if note.format != _FORMAT or not _PROFILE_ID.fullmatch(note.profile):
        raise damaged
    return note


def _encode(profile_id: str, secrets: Secrets) -> bytes:
    """One byte of format, then msgpack; some 330 bytes, in the keychain 900 of Windows' 2,560."""
    import msgspec

    return bytes([_FORMAT]) + msgspec.msgpack.encode(_Kept(profile_id, secrets))


def _decode(data: bytes, file: Path) -> _Kept | None:
    """What was kept, or None where it is nothing of ours."""
    import msgspec

    if data and data[0] > _FORMAT:
        raise Unavailable("vault.newer", file=str(file))
    if not data or data[0] != _FORMAT:
        return None
    try:
        return msgspec.msgpack.decode(data[1:], type=_Kept)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _own(kept: _Kept, profile_id: str, profile: Path) -> Secrets:
    if kept.profile != profile_id:
        raise Unavailable("vault.other_profile", folder=str(profile))
    return kept.secrets


def _make_folder(profile: Path) -> None:
    try:
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("vault.folder.not_written", file=str(profile), why=error.strerror or "") from None


def _typed(ask: Ask, code: str) -> str:
    try:
        typed = ask(code)
    except EOFError:
        typed = ""
    if not typed:
        raise Unavailable("vault.passphrase.empty")
    return typed


def _typed_anew(ask: Ask) -> str:
    """A new passphrase, typed twice alike. One that a script sets is the script's to judge."""
    first = _bounded(_typed(ask, "vault.ask.new"))
    if len(first) < _LEAST_TYPED:
        raise Refusal("vault.passphrase.short", least=_LEAST_TYPED)
    again = _typed(ask, "vault.ask.again")
    if not hmac.compare_digest(*(typed.encode("utf-8", "surrogatepass") for typed in (first, again))):
        raise Refusal("vault.passphrase.differs")
    return first


def _bounded(passphrase: str) -> str:
    if len(passphrase) > _MOST_PASSPHRASE:
        raise Unavailable("vault.passphrase.long", most=_MOST_PASSPHRASE)
    return passphrase
