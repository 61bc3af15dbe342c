"""Creating and opening that must refuse, and leave no trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from _vaults import (
    PHRASE,
    A,
    B,
    CutsOff,
    Locked,
    Memory,
    SaysOk,
    Telling,
    answers,
    made_secrets,
    refused,
    tree,
)

from app.domain.refusal import Unavailable
from app.store import keychain as keychain_module
from app.store import vault as vault_module
from app.store.key_file import LOWEST
from app.store.keychain import SERVICE
from app.store.vault import create_vault, open_vault

# --- creating refuses


def test_no_keychain_no_passphrase_no_terminal(tmp_path: Path) -> None:
    refused("vault.no_way", lambda: create_vault(tmp_path / "p", A, made_secrets(), None, []))
    refused("vault.no_way", lambda: create_vault(tmp_path / "p", A, made_secrets(), "", []))
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("typed", "code", "exit_code"),
    [
        (["long enough", "long enouhg"], "vault.passphrase.differs", 1),
        (["short"], "vault.passphrase.short", 1),
        ([""], "vault.passphrase.empty", 3),
        (["long enough", ""], "vault.passphrase.empty", 3),
        (["x" * 2000], "vault.passphrase.long", 3),
    ],
)
def test_a_new_passphrase_that_will_not_do(
    tmp_path: Path, typed: list[str], code: str, exit_code: int
) -> None:
    def act() -> object:
        return create_vault(tmp_path / "p", A, made_secrets(), None, [], answers(*typed), LOWEST)

    refused(code, act, exit_code=exit_code)
    assert not (tmp_path / "p").exists()


def test_nothing_replaces_an_existing_profile(tmp_path: Path) -> None:
    memory = Memory()
    for name, passphrase in (("a", None), ("b", PHRASE)):
        folder = tmp_path / name
        create_vault(folder, A, made_secrets(), passphrase, [lambda: memory], None, LOWEST)
        before, entries = tree(folder), dict(memory.entries)
        for way in (None, PHRASE):
            refused(
                "vault.exists",
                lambda folder=folder, way=way: create_vault(
                    folder, B, made_secrets(2), way, [lambda: memory]
                ),
                exit_code=1,
            )
        assert tree(folder) == before and memory.entries == entries
    (tmp_path / "b" / "vault.toml").unlink()  # keys alone are a profile too
    refused("vault.exists", lambda: create_vault(tmp_path / "b", B, made_secrets(2), PHRASE), exit_code=1)
    refused(
        "vault.keychain.occupied",
        lambda: create_vault(tmp_path / "c", A, made_secrets(2), None, [lambda: memory]),
        exit_code=1,
    )
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        (SaysOk, "vault.keychain.untrue"),
        (CutsOff, "vault.keychain.untrue"),
        (Locked, "vault.keychain.locked"),
        (Telling, "vault.keychain.failed"),
    ],
)
def test_a_keychain_that_does_not_keep(tmp_path: Path, backend: type[Memory], code: str) -> None:
    memory = backend()
    refused(code, lambda: create_vault(tmp_path, A, made_secrets(), None, [lambda: memory]))
    assert not tree(tmp_path) and not memory.entries


def test_the_backends_of_keyring_that_keep_nothing_are_never_accepted(tmp_path: Path) -> None:
    from keyring.backends import chainer, fail, null

    class InDisguise(null.Keyring):  # type: ignore[misc]
        pass

    for backend in (null.Keyring, fail.Keyring, chainer.ChainerBackend, InDisguise):
        assert keychain_module.find_keychain([backend]) is None
        refused(
            "vault.no_way", lambda backend=backend: create_vault(tmp_path, A, made_secrets(), None, [backend])
        )
    memory = Memory()
    create_vault(tmp_path, A, made_secrets(), None, [null.Keyring, lambda: memory])
    assert (SERVICE, A) in memory.entries


def test_keyrings_of_others_that_write_files_are_never_accepted() -> None:
    class Plaintext(Memory):
        __module__ = "keyrings.alt.file"

    assert keychain_module.find_keychain([Plaintext]) is None


def test_the_environment_does_not_choose_the_keychain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither keyring's variables nor its file make a way where there is none."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for build in keychain_module.backends_of_system():
        assert type(build()).__module__ in {
            "keyring.backends.Windows",
            "keyring.backends.macOS",
            "keyring.backends.SecretService",
        }
    if os.name == "posix" and os.uname().sysname == "Linux":
        refused("vault.no_way", lambda: create_vault(tmp_path / "p", A, made_secrets(), None))


def test_the_environment_does_not_move_the_place_where_a_keychain_stores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from keyring.backends.SecretService import Keyring

    class Session(Keyring):  # type: ignore[misc]
        viable = True

    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/session")
    built = Session()
    assert hasattr(built, "preferred_collection")
    assert keychain_module.find_keychain([lambda: built]) is not None
    assert not hasattr(built, "preferred_collection")


def test_a_failed_creation_takes_its_keys_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise Unavailable("vault.folder.not_written", file=str(path), why="No space left on device")

    monkeypatch.setattr(vault_module, "write_whole", full)
    memory = Memory()
    for passphrase in (None, PHRASE):
        refused(
            "vault.folder.not_written",
            lambda passphrase=passphrase: create_vault(
                tmp_path, A, made_secrets(), passphrase, [lambda: memory], None, LOWEST
            ),
        )
        assert not memory.entries and not tree(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    memory = Memory()
    for way, folder in ((None, tmp_path / "file"), (PHRASE, tmp_path / "file" / "below")):
        refused(
            "vault.folder.not_written",
            lambda way=way, folder=folder: create_vault(folder, A, made_secrets(), way, [lambda: memory]),
        )
    assert not memory.entries


# --- opening refuses, and creates nothing


def test_a_profile_that_is_none(tmp_path: Path) -> None:
    refused("vault.missing", lambda: open_vault(tmp_path, A, PHRASE))
    refused("vault.missing", lambda: open_vault(tmp_path / "nowhere", None, None, []))
    assert not tree(tmp_path) and not (tmp_path / "nowhere").exists()


def test_an_emptied_keychain(tmp_path: Path) -> None:
    memory = Memory()
    vault = create_vault(tmp_path, A, made_secrets(), None, [lambda: memory])
    memory.entries.clear()
    before = tree(tmp_path)
    refused("vault.keychain.emptied", lambda: open_vault(tmp_path, A, None, [lambda: memory]))
    refused("vault.keychain.emptied", vault.secrets)
    assert tree(tmp_path) == before and not memory.entries


@pytest.mark.parametrize(
    ("backends", "passphrase", "code"),
    [
        ([], None, "vault.keychain.absent"),
        ([Locked], None, "vault.keychain.locked"),
        ([], PHRASE, "vault.passphrase.no_key_file"),
        ([Memory], PHRASE, "vault.passphrase.no_key_file"),
        ([Memory], None, "vault.keychain.emptied"),
    ],
)
def test_a_profile_of_a_keychain_that_cannot_be_opened(
    tmp_path: Path, backends: list[type[Memory]], passphrase: str | None, code: str
) -> None:
    memory = Memory()
    create_vault(tmp_path, A, made_secrets(), None, [lambda: memory])
    before = tree(tmp_path)
    refused(code, lambda: open_vault(tmp_path, A, passphrase, backends, answers()))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("text", ["", "not base64 å", "AQ==", "AYGB", "=" * 5000, "x" * 100_000])
def test_an_entry_that_something_else_has_written(tmp_path: Path, text: str) -> None:
    memory = Memory()
    create_vault(tmp_path, A, made_secrets(), None, [lambda: memory])
    memory.entries[SERVICE, A] = text
    refused("vault.keychain.damaged", lambda: open_vault(tmp_path, A, None, [lambda: memory]))
    assert memory.entries == {(SERVICE, A): text}


def test_an_entry_of_a_newer_release_and_of_another_profile(tmp_path: Path) -> None:
    memory = Memory()
    create_vault(tmp_path / "a", A, made_secrets(1), None, [lambda: memory])
    create_vault(tmp_path / "b", B, made_secrets(2), None, [lambda: memory])
    memory.entries[SERVICE, A] = memory.entries[SERVICE, B]
    refused("vault.other_profile", lambda: open_vault(tmp_path / "a", A, None, [lambda: memory]))
    memory.entries[SERVICE, A] = "AgAA"
    refused("vault.newer", lambda: open_vault(tmp_path / "a", A, None, [lambda: memory]))
    refused("vault.other_profile", lambda: open_vault(tmp_path / "b", A, None, [lambda: memory]))


def test_a_profile_of_a_passphrase_opened_without_one(tmp_path: Path) -> None:
    create_vault(tmp_path, A, made_secrets(), PHRASE, None, None, LOWEST)
    memory, before = Memory(), tree(tmp_path)
    refused("vault.passphrase.needed", lambda: open_vault(tmp_path, A, None, [lambda: memory]))
    (tmp_path / "keys").unlink()
    refused("vault.key_file.missing", lambda: open_vault(tmp_path, A, None, [lambda: memory], answers()))
    refused("vault.key_file.missing", lambda: open_vault(tmp_path, A, PHRASE))
    assert tree(tmp_path) == {"vault.toml": before["vault.toml"]} and not memory.entries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "vault.note.damaged"),
        (b"\xff\xfe", "vault.note.damaged"),
        (b"format = 1\nprofile = 'x'\nkind = 'plain'\n", "vault.note.damaged"),
        (b"format = 1\nprofile = '../x'\nkind = 'keychain'\n", "vault.note.damaged"),
        (b"format = 0\nprofile = 'x'\nkind = 'keychain'\n", "vault.note.damaged"),
        (b"format = 2\nprofile = 'x'\nkind = 'keychain'\n", "vault.newer"),
        (b"# " + b"x" * 5000, "vault.note.damaged"),
    ],
)
def test_a_damaged_note(tmp_path: Path, text: bytes, code: str) -> None:
    create_vault(tmp_path, A, made_secrets(), PHRASE, None, None, LOWEST)
    (tmp_path / "vault.toml").write_bytes(text)
    before = tree(tmp_path)
    refused(code, lambda: open_vault(tmp_path, None, PHRASE))
    assert tree(tmp_path) == before
