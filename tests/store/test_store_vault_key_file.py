"""The key file under damage, wrong passphrases, hostile costs and failing disks."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import struct
import unicodedata
from pathlib import Path

import pytest

from app import whole_file
from app.domain.refusal import Unavailable
from app.store.key_file import LOWEST, STANDARD, Cost, KeyFile, write_whole

PLAIN = b"what is guarded" * 20
PHRASE = "fyra ord om åska"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    KeyFile(tmp_path / "keys", PHRASE, LOWEST).write(PLAIN)
    return tmp_path / "keys"


def code_of(path: Path, passphrase: str = PHRASE) -> str:
    with pytest.raises(Unavailable) as caught:
        KeyFile(path, passphrase).read()
    assert caught.value.exit_code == 3
    return caught.value.code


def resigned(data: bytes, **changed: int) -> bytes:
    """The file with other figures in its head and a checksum that fits: what somebody hostile would make."""
    names = ("magic", "version", "opslimit", "memlimit", "salt", "nonce")
    head = dict(zip(names, struct.unpack_from(">8sBIQ16s24s", data), strict=True)) | changed
    body = struct.pack(">8sBIQ16s24s", *head.values()) + data[61:-32]
    return body + hashlib.sha256(body).digest()


def test_round_trip_and_what_the_head_states(keys: Path) -> None:
    assert KeyFile(keys, PHRASE).read() == PLAIN
    magic, version, opslimit, memlimit, salt, nonce = struct.unpack_from(">8sBIQ16s24s", keys.read_bytes())
    assert (magic, version, opslimit, memlimit) == (b"SIMMITTK", 1, LOWEST.opslimit, LOWEST.memlimit)
    assert any(salt) and any(nonce)
    assert len(keys.read_bytes()) == 61 + len(PLAIN) + 16 + 32


def test_two_files_share_neither_salt_nor_nonce(tmp_path: Path) -> None:
    heads = set()
    for n in range(20):
        KeyFile(tmp_path / str(n), PHRASE, LOWEST).write(PLAIN)
        heads.add((tmp_path / str(n)).read_bytes()[21:61])
    assert len({head[:16] for head in heads}) == len({head[16:] for head in heads}) == 20


def test_every_flipped_bit_is_refused(keys: Path) -> None:
    whole = keys.read_bytes()
    for at in range(len(whole)):
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[at] ^= 1 << bit
            keys.write_bytes(damaged)
            assert code_of(keys) == "vault.key_file.damaged", (at, bit)
    keys.write_bytes(whole)
    assert KeyFile(keys, PHRASE).read() == PLAIN


def test_every_flipped_byte_behind_a_fitting_checksum_is_refused(keys: Path) -> None:
    """The cipher, not the checksum, is what guards: salt, nonce, cost and ciphertext are all bound."""
    whole = keys.read_bytes()
    for at in [*range(8, 9), *range(21, len(whole) - 32)]:
        damaged = bytearray(whole[:-32])
        damaged[at] ^= 0x01
        keys.write_bytes(bytes(damaged) + hashlib.sha256(damaged).digest())
        expected = "vault.newer" if at == 8 else "vault.passphrase.wrong"
        assert code_of(keys) == expected, at
    keys.write_bytes(resigned(whole, opslimit=LOWEST.opslimit + 1))
    assert code_of(keys) == "vault.passphrase.wrong"
    keys.write_bytes(resigned(whole, memlimit=LOWEST.memlimit + 1))  # argon2id rounds it down to the same key
    assert code_of(keys) == "vault.passphrase.wrong"


def test_every_truncation_and_every_tail_is_refused(keys: Path) -> None:
    whole = keys.read_bytes()
    for length in range(len(whole)):
        keys.write_bytes(whole[:length])
        assert code_of(keys) == "vault.key_file.damaged", length
    for tail in (b"\0", b"\n", whole, bytes(100_000)):
        keys.write_bytes(whole + tail)
        assert code_of(keys) == "vault.key_file.damaged"
    for zeros in (len(whole), 0, 8_193):
        keys.write_bytes(bytes(zeros))
        assert code_of(keys) == "vault.key_file.damaged"


def test_a_wrong_passphrase_is_not_called_damage(keys: Path) -> None:
    for wrong in ("", " ", PHRASE + " ", PHRASE.upper(), "x" * 1_024, "\udcff"):
        assert code_of(keys, wrong) == "vault.passphrase.wrong"


def test_a_passphrase_is_the_same_however_its_letters_are_composed(keys: Path) -> None:
    assert unicodedata.normalize("NFD", PHRASE) != PHRASE
    assert KeyFile(keys, unicodedata.normalize("NFD", PHRASE)).read() == PLAIN


@pytest.mark.parametrize(
    "hostile",
    [
        {"memlimit": 100 << 30},
        {"memlimit": (1 << 30) + 1},
        {"memlimit": (1 << 64) - 1},
        {"memlimit": 0},
        {"memlimit": 8_191},
        {"opslimit": 9},
        {"opslimit": (1 << 32) - 1},
        {"opslimit": 0},
    ],
)
def test_a_hostile_cost_is_refused_before_it_is_paid(
    keys: Path, hostile: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> bytes:
        raise AssertionError("the cost was paid")

    monkeypatch.setattr(KeyFile, "_derive", never)
    keys.write_bytes(resigned(keys.read_bytes(), **hostile))
    assert code_of(keys) == "vault.key_file.cost"


def test_a_cost_outside_the_limits_cannot_be_chosen(tmp_path: Path) -> None:
    assert STANDARD.is_sane() and LOWEST.is_sane()
    with pytest.raises(ValueError):
        KeyFile(tmp_path / "keys", PHRASE, Cost(1, 100 << 30))


def test_memory_that_is_not_to_be_had(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nacl import exceptions
    from nacl.pwhash import argon2id

    def starved(*_: object) -> bytes:
        raise exceptions.RuntimeError("Unexpected failure in key derivation")

    monkeypatch.setattr(argon2id, "kdf", starved)
    assert code_of(keys) == "vault.key_file.memory"


def test_a_wrong_passphrase_never_locks_out_the_right_one(keys: Path) -> None:
    before = keys.read_bytes()
    with pytest.raises(Unavailable) as caught:
        KeyFile(keys, "another one", LOWEST).write(b"new")
    assert caught.value.code == "vault.passphrase.wrong"
    assert keys.read_bytes() == before
    keys.write_bytes(before[:-1])
    with pytest.raises(Unavailable) as caught:
        KeyFile(keys, PHRASE, LOWEST).write(b"new")
    assert caught.value.code == "vault.key_file.damaged"
    assert keys.read_bytes() == before[:-1]


def test_the_key_is_derived_once(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nacl.pwhash import argon2id

    paid: list[int] = []
    kdf = argon2id.kdf

    def counted(size: int, password: bytes, salt: bytes, opslimit: int, memlimit: int) -> bytes:
        paid.append(opslimit)
        return kdf(size, password, salt, opslimit, memlimit)

    monkeypatch.setattr(argon2id, "kdf", counted)
    file = KeyFile(keys, PHRASE)
    file.read()
    file.write(b"new")
    assert file.read() == b"new" and len(paid) == 1
    KeyFile(keys.with_name("other"), PHRASE, LOWEST).write(PLAIN)
    assert len(paid) == 2


def test_a_missing_file_and_an_unreadable_one(tmp_path: Path) -> None:
    assert code_of(tmp_path / "keys") == "vault.key_file.missing"
    (tmp_path / "keys").mkdir()
    assert code_of(tmp_path / "keys") == "vault.folder.not_read"
    with pytest.raises(Unavailable):
        KeyFile(tmp_path / "keys", PHRASE, LOWEST).write(PLAIN)
    assert list(tmp_path.iterdir()) == [tmp_path / "keys"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_its_owner_may_read_the_file(keys: Path) -> None:
    previous = os.umask(0)
    try:
        KeyFile(keys, PHRASE).write(b"new")
    finally:
        os.umask(previous)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


@pytest.mark.parametrize("call", ["open", "fsync", "replace", "write"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_leaves_the_old_file(
    keys: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    before = keys.read_bytes()

    def fails(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    if call == "write":
        real = os.fdopen

        class Full:
            def __init__(self, handle: int, mode: str) -> None:
                self.file = real(handle, mode)

            def __enter__(self) -> Full:
                return self

            def __exit__(self, *_: object) -> None:
                self.file.close()

            def write(self, data: bytes) -> None:
                self.file.write(data[:10])
                fails()

        monkeypatch.setattr(whole_file.os, "fdopen", Full)
    else:
        monkeypatch.setattr(whole_file.os, call, fails)
    with pytest.raises(Unavailable) as caught:
        write_whole(keys, b"new")
    monkeypatch.undo()
    assert caught.value.code == "vault.folder.not_written"
    assert caught.value.params["why"] == os.strerror(number)
    assert keys.read_bytes() == before and list(keys.parent.iterdir()) == [keys]
    assert KeyFile(keys, PHRASE).read() == PLAIN


def test_a_scanner_that_holds_the_file_is_waited_for(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what Windows says of a held file is tried again, and not for ever."""
    replace, slept, refusals = os.replace, [], [5, 32, 33, 32]

    class Held(OSError):
        winerror: int = 0

    def held(source: Path, target: Path) -> None:
        if refusals:
            error = Held(errno.EACCES, "held")
            error.winerror = refusals.pop()
            raise error
        replace(source, target)

    monkeypatch.setattr(whole_file.os, "replace", held)
    monkeypatch.setattr(whole_file.time, "sleep", slept.append)
    write_whole(keys, b"new")
    assert keys.read_bytes() == b"new" and len(slept) == 4 and slept == sorted(slept)
    slept.clear()
    refusals.extend([32] * 1000)
    with pytest.raises(Unavailable):
        write_whole(keys, b"newer")
    assert keys.read_bytes() == b"new" and 2.5 <= sum(slept) <= 3.1
    slept.clear()
    refusals[:] = [112]  # the disk is full
    with pytest.raises(Unavailable):
        write_whole(keys, b"newer")
    assert not slept and list(keys.parent.iterdir()) == [keys]
