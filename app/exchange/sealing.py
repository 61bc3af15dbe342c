"""Every call of a cryptography or compression library that the exchange makes, and no other module makes one.

Ed25519 and XChaCha20-Poly1305 by PyNaCl (libsodium), age by pyrage, SHA-256 and HMAC by Python, zstd by
zstandard. Wrong sizes are our own mistakes and raise ValueError; what comes from outside raises `Unsealable`,
which those who know the file turn into a refusal.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal, NewType

from app.exchange.ids import Digest, ProjectId, Random
from app.store.ids import unambiguous

SigningSeed = NewType("SigningSeed", bytes)
"""The secret half of an Ed25519 key, 32 bytes."""
VerifyKey = NewType("VerifyKey", bytes)
"""The public half, 32 bytes."""
Identity = NewType("Identity", str)
"""The secret half of an age X25519 key: `AGE-SECRET-KEY-1…`."""
Recipient = NewType("Recipient", str)
"""The public half: `age1…`."""
SecretKey = NewType("SecretKey", bytes)
"""32 random bytes: a compartment's key."""
ProjectSecret = NewType("ProjectSecret", bytes)
"""32 random bytes that every enrolled device has, from its invitation."""

Purpose = Literal["roster"]

KEY_BYTES = 32
SIGNATURE_BYTES = 64
NONCE_BYTES = 24
TAG_BYTES = 16
_LEVEL = 9
# A window larger than what we ever write would let a file ask for memory before it has given a byte.
_WINDOW = 2**27
# A compressed byte can stand for 32 KiB: input goes in by the KiB, so that at most 32 MiB come out beyond
# the limit.
_BITE = 1024


class Unsealable(Exception):
    """What came from outside cannot be opened; `why` says in which way."""

    def __init__(self, why: Literal["key", "damaged", "too large", "too slow"]) -> None:
        super().__init__(why)
        self.why = why


def digest(data: bytes) -> Digest:
    return Digest(hashlib.sha256(data).digest())


def random_bytes(random: Random, count: int) -> bytes:
    """That many bytes from the given source. ValueError where the source gives another number."""
    drawn = random(count)
    if len(drawn) != count:
        raise ValueError(f"the random source gave {len(drawn)} bytes, not {count}")
    return drawn


def _sized(name: str, value: bytes, size: int = KEY_BYTES) -> bytes:
    if len(value) != size:
        raise ValueError(f"a {name} has {size} bytes, not {len(value)}")
    return value


# --- signatures
# -----------------------------------------------------------------------------------------------


def new_seed(random: Random) -> SigningSeed:
    return SigningSeed(random_bytes(random, KEY_BYTES))


def verify_key(seed: SigningSeed) -> VerifyKey:
    from nacl.bindings import crypto_sign_seed_keypair

    return VerifyKey(crypto_sign_seed_keypair(_sized("seed", seed))[0])


def sign(seed: SigningSeed, message: bytes) -> bytes:
    """The 64-byte Ed25519 signature."""
    from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

    secret = crypto_sign_seed_keypair(_sized("seed", seed))[1]
    return crypto_sign(message, secret)[:SIGNATURE_BYTES]


def signed_by(key: VerifyKey, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's over exactly this message."""
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import BadSignatureError

    _sized("verify key", key)
    if len(signature) != SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + message, key)
    except BadSignatureError:
        return False
    return True


# --- content under a shared key
# ---------------------------------------------------------------------------------


def seal(key: SecretKey, plain: bytes, associated: bytes, random: Random) -> bytes:
    """A fresh random nonce (24 bytes) and the XChaCha20-Poly1305 ciphertext, bound to `associated`."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    nonce = random_bytes(random, NONCE_BYTES)
    return nonce + encrypt(plain, associated, nonce, _sized("key", key))


def unseal(key: SecretKey, sealed: bytes, associated: bytes) -> bytes:
    """The plaintext. Unsealable("key") for another key, other associated data or a changed byte."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    _sized("key", key)
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Unsealable("damaged")
    try:
        return decrypt(sealed[NONCE_BYTES:], associated, sealed[:NONCE_BYTES], key)
    except CryptoError:
        raise Unsealable("key") from None


# --- content for one reader (age)
# -------------------------------------------------------------------------------


def new_identity() -> Identity:
    """A new X25519 key; age draws it from the system's own source."""
    from pyrage import x25519

    return Identity(str(x25519.Identity.generate()))


def recipient(identity: Identity) -> Recipient:
    from pyrage import IdentityError, x25519

    try:
        return Recipient(str(x25519.Identity.from_str(identity).to_public()))
    except IdentityError:
        raise ValueError("that is no age identity") from None


def is_recipient(text: str) -> bool:
    """Whether the text is an age X25519 public key in its one spelling."""
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(text)) == text
    except RecipientError:
        return False


def wrap(plain: bytes, readers: Sequence[Recipient]) -> bytes:
    """An age file for the readers, in binary. ValueError where one is no public key, or none is given."""
    import pyrage

    if not readers or not all(is_recipient(reader) for reader in readers):
        raise ValueError("an age file needs readers with X25519 keys")
    wrapped: bytes = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(reader) for reader in readers])
    return wrapped


def unwrap(wrapped: bytes, identity: Identity) -> bytes:
    """The plaintext. Unsealable("key") where it is for somebody else, ("damaged") where it is no age file."""
    import pyrage

    try:
        key = pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError:
        raise ValueError("that is no age identity") from None
    try:
        plain: bytes = pyrage.decrypt(wrapped, [key])
    except pyrage.DecryptError as error:
        raise Unsealable("key" if "No matching keys" in str(error) else "damaged") from None
    return plain


def wrap_with_words(plain: bytes, passphrase: str) -> bytes:
    """An age file under a passphrase: scrypt at a cost that age sets for about a second of this computer."""
    from pyrage import passphrase as age

    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    wrapped: bytes = age.encrypt(plain, passphrase)
    return wrapped


def unwrap_with_words(wrapped: bytes, passphrase: str) -> bytes:
    """The plaintext. Unsealable("key") for other words, ("too slow") for a cost far beyond this computer."""
    from pyrage import DecryptError
    from pyrage import passphrase as age

    try:
        plain: bytes = age.decrypt(wrapped, passphrase)
    except DecryptError as error:
        said = str(error)
        if "Excessive work" in said:
            raise Unsealable("too slow") from None
        raise Unsealable("key" if said == "Decryption failed" else "damaged") from None
    return plain


# --- compression
# ------------------------------------------------------------------------------------------------


def compress(plain: bytes) -> bytes:
    """One zstd frame that declares its size."""
    import zstandard

    return zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(plain)


def decompress(packed: bytes, limit: int) -> bytes:
    """The content of exactly one zstd frame. Unsealable("too large") beyond `limit` bytes, else ("damaged").

    The declared size is checked first and then not trusted: the stream is counted as it comes out.
    """
    import zstandard

    try:
        declared = zstandard.frame_content_size(packed)
        if declared > limit:
            raise Unsealable("too large")
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        parts: list[bytes] = []
        counted = 0
        for start in range(0, len(packed), _BITE):
            if stream.eof:
                raise Unsealable("damaged")
            part = stream.decompress(packed[start : start + _BITE])
            counted += len(part)
            if counted > limit:
                raise Unsealable("too large")
            parts.append(part)
    except zstandard.ZstdError:
        raise Unsealable("damaged") from None
    if not stream.eof or stream.unused_data or counted != declared:
        raise Unsealable("damaged")
    return b"".join(parts)


# --- names that only those with the project secret can reckon
# -----------------------------------------------------


def _hmac(secret: bytes, label: str, message: bytes) -> bytes:
    return hmac.new(
        _sized("secret", secret), label.encode("ascii") + b"\0" + message, hashlib.sha256
    ).digest()


def derived_key(secret: ProjectSecret, purpose: Purpose) -> SecretKey:
    """A key that every enrolled device can reckon, for what all of them read."""
    return SecretKey(_hmac(secret, "simmitt key 1", purpose.encode("ascii")))


def proof(secret: bytes, message: bytes) -> bytes:
    """32 bytes that only a holder of the invitation's secret can make over the message."""
    return _hmac(secret, "simmitt request 1", message)


def proves(secret: bytes, message: bytes, given: bytes) -> bool:
    return hmac.compare_digest(proof(secret, message), given)


def fingerprint_bytes(project: ProjectId, signing: VerifyKey, reader: Recipient) -> bytes:
    """10 bytes that stand for a device's public keys in this project."""
    message = unambiguous(["simmitt fingerprint 1", project, signing, reader])
    return hashlib.sha256(message).digest()[:10]


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8"))
