"""Misuse of the one module that calls cryptography: wrong sizes, repeated nonces, changed bytes, bombs."""

from __future__ import annotations

import re
import secrets
import tracemalloc
from pathlib import Path

import pytest
import zstandard
from _exchange_samples import ANNA, BO, SECRET, seeded
from hypothesis import given
from hypothesis import strategies as st

import app.exchange
from app.exchange import sealing
from app.exchange.sealing import Identity, SecretKey, SigningSeed, Unsealable, VerifyKey

KEY = SecretKey(b"k" * 32)


def test_only_one_module_calls_cryptography_or_compression() -> None:
    foreign = re.compile(
        r"^\s*(?:import|from)\s+(nacl|pyrage|zstandard|hashlib|hmac|secrets|random|cryptography|zlib)\b", re.M
    )
    found = {
        file.name: foreign.findall(file.read_text(encoding="utf-8"))
        for file in Path(app.exchange.__file__).parent.glob("*.py")
    }
    assert {name for name, modules in found.items() if modules} == {"sealing.py"}
    assert not {"random", "secrets"} & set(found["sealing.py"])


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_keys_of_a_wrong_length_are_our_mistake(length: int) -> None:
    wrong = b"x" * length
    for call in (
        lambda: sealing.sign(SigningSeed(wrong), b"m"),
        lambda: sealing.verify_key(SigningSeed(wrong)),
        lambda: sealing.signed_by(VerifyKey(wrong), b"m", b"s" * 64),
        lambda: sealing.seal(SecretKey(wrong), b"m", b"", secrets.token_bytes),
        lambda: sealing.unseal(SecretKey(wrong), b"m" * 50, b""),
        lambda: sealing.proof(wrong, b"m"),
    ):
        with pytest.raises(ValueError, match="bytes"):
            call()


def test_a_random_source_that_gives_too_little_is_refused() -> None:
    with pytest.raises(ValueError, match="random source"):
        sealing.seal(KEY, b"m", b"", lambda count: b"x" * (count - 1))
    with pytest.raises(ValueError, match="random source"):
        sealing.new_seed(lambda count: b"")


def test_equal_content_is_sealed_under_another_nonce_each_time() -> None:
    sealed = {sealing.seal(KEY, b"same", b"", secrets.token_bytes) for _ in range(100)}
    assert len({one[: sealing.NONCE_BYTES] for one in sealed}) == 100


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_sealed_and_opened(plain: bytes, associated: bytes) -> None:
    sealed = sealing.seal(KEY, plain, associated, seeded("n"))
    assert sealing.unseal(KEY, sealed, associated) == plain
    assert plain not in sealed or len(plain) < 4


def test_no_changed_bit_key_or_associated_byte_opens() -> None:
    sealed = sealing.seal(KEY, b"content", b"header", secrets.token_bytes)
    tries = [(KEY, sealed[:length], b"header") for length in range(len(sealed))]
    tries += [(KEY, flipped(sealed, bit), b"header") for bit in range(8 * len(sealed))]
    tries += [(KEY, sealed + b"\0", b"header"), (KEY, sealed, b"headex"), (KEY, sealed, b"")]
    tries += [(SecretKey(b"q" * 32), sealed, b"header")]
    for key, data, associated in tries:
        with pytest.raises(Unsealable):
            sealing.unseal(key, data, associated)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_a_signature_is_for_one_message_and_one_key() -> None:
    signature = sealing.sign(ANNA.seed, b"message")
    anna, bo = ANNA.public.signing, BO.public.signing
    assert sealing.signed_by(anna, b"message", signature)
    assert not sealing.signed_by(bo, b"message", signature)
    assert not sealing.signed_by(anna, b"messagf", signature)
    assert not sealing.signed_by(anna, b"message", signature[:-1])
    assert not sealing.signed_by(anna, b"", b"")
    assert not any(sealing.signed_by(anna, b"message", flipped(signature, bit)) for bit in range(512))
    # The neutral element as a key would take any signature of a certain kind: libsodium refuses it.
    assert not sealing.signed_by(VerifyKey(b"\1" + bytes(31)), b"message", b"\1" + bytes(63))


def test_age_is_for_its_readers_only() -> None:
    wrapped = sealing.wrap(b"key", [ANNA.public.recipient])
    assert sealing.unwrap(wrapped, ANNA.identity) == b"key"
    with pytest.raises(Unsealable) as refused:
        sealing.unwrap(wrapped, BO.identity)
    assert refused.value.why == "key"
    for spoiled in (b"", wrapped[:-1], wrapped + b"x", b"age-encryption.org/v1\n", bytes(300)):
        with pytest.raises(Unsealable) as refused:
            sealing.unwrap(spoiled, ANNA.identity)
        assert refused.value.why == "damaged"
    with pytest.raises(ValueError, match="readers"):
        sealing.wrap(b"key", [])
    with pytest.raises(ValueError, match="readers"):
        sealing.wrap(b"key", [sealing.Recipient("age1nobody")])
    with pytest.raises(ValueError, match="identity"):
        sealing.unwrap(wrapped, Identity("AGE-SECRET-KEY-1X"))
    with pytest.raises(ValueError, match="identity"):
        sealing.recipient(Identity(""))
    with pytest.raises(ValueError, match="empty"):
        sealing.wrap_with_words(b"key", "")


def test_a_public_key_has_one_spelling() -> None:
    right = ANNA.public.recipient
    assert sealing.is_recipient(right)
    for wrong in (right.upper(), right + "\n", " " + right, right[:-1], "", ANNA.identity):
        assert not sealing.is_recipient(wrong)


@given(st.binary(max_size=5000))
def test_packed_and_unpacked(plain: bytes) -> None:
    packed = sealing.compress(plain)
    assert sealing.decompress(packed, len(plain)) == plain
    if plain:
        with pytest.raises(Unsealable) as refused:
            sealing.decompress(packed, len(plain) - 1)
        assert refused.value.why == "too large"


def lying_frame(true_size: int, said_size: int) -> bytes:
    """A zstd frame of zeros whose header declares another size."""
    frame = bytearray(zstandard.ZstdCompressor(level=1).compress(bytes(true_size)))
    assert frame[4] >> 6 == 2, "four bytes of declared size"
    start = 5 if frame[4] & 0x20 else 6
    assert int.from_bytes(frame[start : start + 4], "little") == true_size
    frame[start : start + 4] = said_size.to_bytes(4, "little")
    return bytes(frame)


def test_a_bomb_is_stopped_early_whatever_it_declares() -> None:
    size = 300_000_000
    silent = zstandard.ZstdCompressor(level=1, write_content_size=False).compressobj()
    bombs = {
        "declares its size": zstandard.ZstdCompressor(level=1).compress(bytes(size)),
        "declares little": lying_frame(size, 70_000),
        "declares nothing": silent.compress(bytes(size)) + silent.flush(),
    }
    for name, bomb in bombs.items():
        assert len(bomb) < 100_000, name
        tracemalloc.start()
        with pytest.raises(Unsealable):
            sealing.decompress(bomb, 100_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # What declares too much is not even begun; the others are counted as they come out.
        assert peak < (1_000_000 if name == "declares its size" else 80_000_000), name


def test_what_is_no_single_whole_frame_is_refused() -> None:
    packed = sealing.compress(b"abc" * 1000)
    wrong = [packed[:length] for length in range(len(packed))]
    wrong += [packed + b"x", packed + packed, b"\0" * 50, packed[:5] + b"\xff" * 20]
    for data in wrong:
        with pytest.raises(Unsealable):
            sealing.decompress(data, 10_000)
    # A window of 256 MB: refused before its memory is taken.
    wide = zstandard.ZstdCompressionParameters(window_log=28, write_content_size=False)
    window = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    with pytest.raises(Unsealable):
        sealing.decompress(window.compress(b"x" * 100) + window.flush(), 10_000)


def test_golden_keys_never_change() -> None:
    """Or two laptops, one of them upgraded, would no longer read the same roster."""
    assert sealing.derived_key(SECRET, "roster").hex()[:32] == GOLDEN_KEY


GOLDEN_KEY = "e612d6fac7f34cac9bc2f3eef08d1263"
