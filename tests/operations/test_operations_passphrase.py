"""Changing the passphrase: the old one until the new one is safe, the new one alone afterwards."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from _day import ANNA, PASSPHRASE, Project, Worked

from app import whole_file
from app.domain.refusal import Refusal, Unavailable
from app.operations import companies, passphrase
from app.operations.workspace import Surroundings, opened
from app.store import key_file
from app.store.key_file import LOWEST, Cost, KeyFile
from app.store.vault import create_vault, open_vault

NEW = "fyra ord utan samband ä"


def opens(profile: Path, phrase: str) -> bool:
    try:
        open_vault(profile, None, phrase)
    except Unavailable as refusal:
        assert refusal.code == "vault.passphrase.wrong"
        return False
    return True


def changed(project: Project, old: str, new: str, again: str | None = None) -> None:
    passphrase.change_passphrase(
        project.profile(ANNA), project.surroundings(), old=old, new=new, again=new if again is None else again
    )


def test_the_new_one_opens_and_the_old_one_does_not(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    profile = project.profile(ANNA)
    assert passphrase.how_kept(profile) == "passphrase"
    with project.at(ANNA) as workspace:  # the record stays open
        before = companies.list_companies(workspace)
        changed(project, PASSPHRASE, NEW)
        assert companies.list_companies(workspace) == before
    assert (opens(profile, NEW), opens(profile, PASSPHRASE)) == (True, False)
    surroundings = Surroundings(now=project.clock, passphrase=NEW)
    with opened(profile, surroundings) as workspace:
        assert companies.list_companies(workspace) == before
    assert not [path.name for path in profile.iterdir() if path.name.startswith("~")]
    with pytest.raises(Unavailable):
        changed(project, PASSPHRASE, "något helt annat nu")
    assert opens(profile, NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "code"),
    [
        ("fel", NEW, NEW, "vault.passphrase.wrong"),
        (PASSPHRASE, "kort", "kort", "passphrase.short"),
        (PASSPHRASE, NEW, NEW + " ", "passphrase.differs"),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, "passphrase.same"),
        (PASSPHRASE, "x" * 1025, "x" * 1025, "vault.passphrase.long"),
    ],
)
def test_what_is_refused_changes_nothing(project: Project, old: str, new: str, again: str, code: str) -> None:
    keys = project.profile(ANNA) / "keys"
    before = keys.read_bytes()
    with pytest.raises(Refusal) as caught:
        changed(project, old, new, again)
    assert caught.value.code == code and keys.read_bytes() == before


def test_a_file_that_cannot_be_written_keeps_the_old_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error at each call that writes: afterwards exactly one of the two opens the profile."""
    profile = project.profile(ANNA)
    for call in ("open", "fdopen", "fsync", "replace"):

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patched, pytest.raises(Unavailable) as caught:
            patched.setattr(whole_file.os, call, full)
            changed(project, PASSPHRASE, NEW)
        assert caught.value.code == "vault.folder.not_written"
        assert opens(profile, PASSPHRASE) != opens(profile, NEW)
        assert opens(profile, PASSPHRASE), call


def test_the_new_file_is_tried_before_it_takes_the_old_ones_place(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = project.profile(ANNA) / "keys"
    before = keys.read_bytes()
    sealed: Callable[[KeyFile, bytes], bytes] = KeyFile._sealed

    def spoiled(file: KeyFile, plain: bytes) -> bytes:
        data = bytearray(sealed(file, plain))
        data[100] ^= 1
        return bytes(data)

    monkeypatch.setattr(KeyFile, "_sealed", spoiled)
    with pytest.raises(Unavailable):
        changed(project, PASSPHRASE, NEW)
    assert keys.read_bytes() == before


def test_the_cost_of_the_new_file_is_that_of_the_surroundings(project: Project) -> None:
    dear = Cost(opslimit=2, memlimit=16_384)
    surroundings = Surroundings(now=project.clock, cost=dear)
    passphrase.change_passphrase(project.profile(ANNA), surroundings, old=PASSPHRASE, new=NEW, again=NEW)
    head = (project.profile(ANNA) / "keys").read_bytes()[: key_file._HEAD.size]
    assert key_file._HEAD.unpack(head)[2:4] == (dear.opslimit, dear.memlimit)
    assert dear != LOWEST and opens(project.profile(ANNA), NEW)


def test_a_keychain_has_no_passphrase_to_change(project: Project, tmp_path: Path) -> None:
    kept = open_vault(project.profile(ANNA), None, PASSPHRASE).secrets()

    class Memory:
        def __init__(self) -> None:
            self.entries: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.entries.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.entries[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.entries[service, username]

    memory = Memory()
    profile = tmp_path / "keychain"
    create_vault(profile, "abc", kept, None, [lambda: memory])
    assert passphrase.how_kept(profile) == "keychain"
    with pytest.raises(Refusal) as caught:
        passphrase.change_passphrase(profile, project.surroundings(), old="", new=NEW, again=NEW)
    assert caught.value.code == "vault.keychain.no_passphrase"
    assert not (profile / "keys").exists() and len(memory.entries) == 1
