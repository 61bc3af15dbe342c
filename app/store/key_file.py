"""The file `keys` of a profile without a keychain: bytes under a passphrase, written whole or not at all.

Layout (integers big-endian):

    8  magic "SIMMITTK" | 1 version | 4 opslimit | 8 memlimit, bytes | 16 salt | 24 nonce
    n  XChaCha20-Poly1305 under argon2id(passphrase, salt, opslimit, memlimit), with the head as its data
    32 SHA-256 of all that is before

The checksum guards nothing; it tells a damaged file from a wrong passphrase, so that people are told the
right thing to do. exchange.md 4 and 7; the costs are architecture.md's.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import whole_file
from app.domain.refusal import Unavailable

_MAGIC = b"SIMMITTK"
_VERSION = 1
_HEAD = struct.Struct(">8sBIQ16s24s")
_NONCE_BYTES = 24
_SALT_BYTES = 16
_KEY_BYTES = 32
_TAG_BYTES = 16
_CHECKSUM_BYTES = 32
_MOST_BYTES = 8_192

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs: argon2id passes, and memory in bytes."""

    opslimit: int
    memlimit: int

    def is_sane(self) -> bool:
        """Within argon2id's least and what any laptop of the programme can pay: 8 passes, 1 GiB."""
        return 1 <= self.opslimit <= 8 and 8_192 <= self.memlimit <= 1_024 * _MIB


STANDARD = Cost(opslimit=3, memlimit=256 * _MIB)
LOWEST = Cost(opslimit=1, memlimit=8_192)
"""The library's least, for the demo and the tests: such a file protects nothing worth protecting."""


class KeyFile:
    """One key file and the passphrase that opens it. Neither shows the passphrase nor what it guards."""

    __slots__ = ("_cost", "_derived", "_passphrase", "path")

    def __init__(self, path: Path, passphrase: str, cost: Cost = STANDARD) -> None:
        """`cost` counts for a file that does not exist yet; an existing file states its own."""
        if not cost.is_sane():
            raise ValueError("the cost of the key file is outside its limits")
        self.path = path
        self._cost = cost
        # One spelling: macOS types å as two code points, Windows and Linux as one.
        self._passphrase = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        self._derived: tuple[Cost, bytes, bytes] | None = None

    def read(self) -> bytes:
        """What the file guards. Raises Unavailable `vault.key_file.…`, `vault.passphrase.wrong`."""
        data = read_bounded(self.path, _MOST_BYTES)
        if data is None:
            raise Unavailable("vault.key_file.missing", file=str(self.path))
        return self._open(data)

    def write(self, plain: bytes) -> None:
        """Replaces what the file guards, then reads it back.

        An existing file is opened first: a wrong passphrase never locks out the right one.
        """
        present = read_bounded(self.path, _MOST_BYTES)
        if present is not None:
            self._open(present)
        self._put(plain)

    def change_passphrase(self, new: str, cost: Cost = STANDARD) -> None:
        """The file opens with the new passphrase alone. Until that has been tried, it opens with this one.

        Raises as `read` does, and Unavailable `vault.folder.not_written`. Who has a copy of the file as it was opens
        that with the old passphrase.
        """
        plain = self.read()
        other = KeyFile(self.path, new, cost)
        data = other._sealed(plain)
        tried = KeyFile(self.path, new)._open(data)  # derived anew, as at the next start
        if not hmac.compare_digest(tried, plain):
            raise Unavailable("vault.folder.not_written", file=str(self.path), why="read back differs")
        write_whole(self.path, data)
        if not hmac.compare_digest(other.read(), plain):
            raise Unavailable("vault.folder.not_written", file=str(self.path), why="read back differs")
        self._passphrase, self._derived = other._passphrase, other._derived

    def _put(self, plain: bytes) -> None:
        write_whole(self.path, self._sealed(plain))
        if not hmac.compare_digest(self.read(), plain):
            raise Unavailable("vault.folder.not_written", file=str(self.path), why="read back differs")

    def _sealed(self, plain: bytes) -> bytes:
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as seal

        if self._derived is None:
            cost, salt = self._cost, secrets.token_bytes(_SALT_BYTES)
            self._derived = (cost, salt, self._derive(cost, salt))
        cost, salt, key = self._derived
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = _HEAD.pack(_MAGIC, _VERSION, cost.opslimit, cost.memlimit, salt, nonce)
        body = head + seal(plain, head, nonce, key)
        data = body + hashlib.sha256(body).digest()
        if len(data) > _MOST_BYTES:
            raise ValueError("too much for a key file")
        return data

    def remove(self) -> None:
        """Deletes the file; one that is not there is no error."""
        remove_file(self.path)

    def _open(self, data: bytes) -> bytes:
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as unseal
        from nacl.exceptions import CryptoError

        body, checksum = data[:-_CHECKSUM_BYTES], data[-_CHECKSUM_BYTES:]
        whole = _HEAD.size + _TAG_BYTES <= len(body) and len(data) <= _MOST_BYTES
        if (
            not whole
            or not body.startswith(_MAGIC)
            or not hmac.compare_digest(hashlib.sha256(body).digest(), checksum)
        ):
            raise Unavailable("vault.key_file.damaged", file=str(self.path))
        _magic, version, opslimit, memlimit, salt, nonce = _HEAD.unpack_from(body)
        if version != _VERSION:
            raise Unavailable("vault.newer", file=str(self.path))
        cost = Cost(opslimit, memlimit)
        if not cost.is_sane():
            raise Unavailable(
                "vault.key_file.cost", file=str(self.path), memory=memlimit // _MIB, passes=opslimit
            )
        key = self._derive(cost, salt)
        try:
            plain = unseal(body[_HEAD.size :], body[: _HEAD.size], nonce, key)
        except CryptoError:
            raise Unavailable("vault.passphrase.wrong", file=str(self.path)) from None
        self._derived = (cost, salt, key)
        return plain

    def _derive(self, cost: Cost, salt: bytes) -> bytes:
        """argon2id; kept after the first success, since it takes half a second by intention."""
        from nacl.exceptions import CryptoError
        from nacl.pwhash import argon2id

        if self._derived is not None and self._derived[:2] == (cost, salt):
            return self._derived[2]
        try:
            return argon2id.kdf(_KEY_BYTES, self._passphrase, salt, cost.opslimit, cost.memlimit)
        except (CryptoError, MemoryError):
            # The one thing that can fail with limits that were checked: the memory is not to be had.
            raise Unavailable(
                "vault.key_file.memory", file=str(self.path), memory=cost.memlimit // _MIB
            ) from None


def read_bounded(path: Path, most: int) -> bytes | None:
    """A file's bytes, at most `most` + 1 of them; None where there is no file.

    Raises Unavailable `vault.folder.not_read`.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable("vault.folder.not_read", file=str(path), why=_why(error)) from None


def is_there(path: Path) -> bool:
    """Whether anything has this name, a dangling link too. Raises Unavailable `vault.folder.not_read`."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise Unavailable("vault.folder.not_read", file=str(path), why=_why(error)) from None
    return True


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all. Raises Unavailable `vault.folder.not_written`."""
    with _told(path):
        whole_file.write_whole(path, data)


def remove_file(path: Path) -> None:
    """Deletes a file, if it is there. Raises Unavailable `vault.folder.not_written`."""
    with _told(path):
        whole_file.remove(path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable("vault.folder.not_written", file=str(path), why=_why(error)) from None


def _why(error: OSError) -> str:
    return error.strerror or str(error)
