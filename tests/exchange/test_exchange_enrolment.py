"""Invitation, request and fingerprint: from the office to a new laptop and back."""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
import pytest
from _exchange_samples import (
    ANNA,
    BO,
    INVITE,
    NOW,
    OFFICE,
    OTHER_PROJECT,
    PROJECT,
    REGISTRAR,
    SECRET,
    code_of,
    seeded,
    signed,
)

from app.exchange import frame, sealing
from app.exchange.enrolment import (
    Request,
    _RequestHeader,
    check_unused,
    fingerprint,
    new_device_keys,
    new_request,
    open_request,
    request_name,
    same_fingerprint,
    write_request,
)
from app.exchange.folder import OsFolder
from app.exchange.frame import Kind
from app.exchange.ids import DeviceId, InviteId, SerialRange
from app.exchange.invitation import (
    VALID_MS,
    Invitation,
    lock_invitation,
    new_invitation,
    unlock_invitation,
)
from app.exchange.names import RequestName
from app.exchange.project_file import OfficeKeys
from app.exchange.words import draw_words, word_list

REGISTRAR_KEY = sealing.verify_key(REGISTRAR)
OFFICE_KEYS = OfficeKeys(REGISTRAR_KEY, OFFICE.public.recipient)
PROGRAMME = '[programme]\nname = "SIMMITT – Dalarna"\n'


def invitation(role: str = "coach", now: int = NOW) -> Invitation:
    return new_invitation(
        project=PROJECT,
        name="Anna Öberg",
        role=role,  # type: ignore[arg-type]
        office=OFFICE_KEYS,
        project_secret=SECRET,
        programme=PROGRAMME,
        serials=SerialRange(101, 200),
        now_ms=now,
        random=seeded("invitation"),
    )


# --- the invitation ---


@pytest.fixture(scope="module")
def locked() -> tuple[Invitation, tuple[str, ...], bytes]:
    """One for all tests: scrypt takes its second or more each time."""
    made, words = invitation(), draw_words(seeded("words"))
    return made, words, lock_invitation(made, words)


def test_an_invitation_opens_with_its_words_however_they_are_typed(locked) -> None:
    made, words, data = locked
    typed = ", ".join(words).upper().translate(str.maketrans("ÅÄÖ", "AAO"))
    assert unlock_invitation(data, typed, NOW + VALID_MS, "anna.invitation") == made
    assert made.expires == NOW + 14 * 24 * 3600 * 1000
    for secret in (b"SIMMITT \xe2", SECRET, made.secret, "Öberg".encode(), PROGRAMME.encode()):
        assert secret not in data


def test_wrong_words_do_not_open_it(locked) -> None:
    _, words, data = locked
    swapped = (words[1], words[0], *words[2:])
    assert swapped != words
    assert code_of(lambda: unlock_invitation(data, " ".join(swapped), NOW, "f")) == "exchange.words.wrong"


def test_an_expired_invitation_is_refused(locked) -> None:
    _, words, data = locked
    late = NOW + VALID_MS + 1
    assert (
        code_of(lambda: unlock_invitation(data, " ".join(words), late, "f")) == "exchange.invitation.expired"
    )


def test_a_spoiled_invitation_is_told_from_wrong_words_before_any_work(locked) -> None:
    _, words, data = locked
    typed = " ".join(words)
    spoiled = [data[:length] for length in range(0, len(data), 7)] + [data + b"x", bytes(len(data))]
    spoiled += [data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :] for at in range(0, len(data), 5)]
    for wrong in spoiled:
        code = code_of(lambda wrong=wrong: unlock_invitation(wrong, typed, NOW, "f"))
        assert code in {
            "exchange.invitation.damaged",
            "exchange.invitation.foreign",
            "exchange.invitation.newer",
        }
    assert (
        code_of(lambda: unlock_invitation(b"PK\3\4" + bytes(500), typed, NOW, "f"))
        == "exchange.invitation.foreign"
    )
    assert code_of(lambda: unlock_invitation(data, "bara tre ord", NOW, "f")) == "exchange.words.count"


def test_a_rightly_locked_invitation_with_wrong_content_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock itself is tried above; here it is open, so that the content can be anything."""
    monkeypatch.setattr(sealing, "unwrap_with_words", lambda locked, words: locked)
    good = msgspec.to_builtins(invitation(), builtin_types=(bytes,))
    contents = {
        b"\xc1": "damaged",
        b"": "damaged",
        b"\x91" * 100_000: "damaged",
        msgspec.msgpack.encode(good | {"format": 2, "more": 1}): "newer",
        msgspec.msgpack.encode(good | {"more": 1}): "damaged",
        msgspec.msgpack.encode(good | {"role": "registrar"}): "damaged",
        msgspec.msgpack.encode(good | {"secret": b"short"}): "damaged",
        msgspec.msgpack.encode(good | {"name": "a\u202eb"}): "damaged",
        msgspec.msgpack.encode(good | {"office": [REGISTRAR_KEY, "age1" + "q" * 58]}): "damaged",
    }
    words = " ".join(word_list()[:6])

    def file(content: bytes) -> bytes:
        return b"SIMMITT\1I" + sealing.digest(content) + content

    assert unlock_invitation(file(msgspec.msgpack.encode(good)), words, NOW, "f").name == "Anna Öberg"
    for content, code in contents.items():
        got = code_of(lambda content=content: unlock_invitation(file(content), words, NOW, "f"))
        assert got == f"exchange.invitation.{code}"


def test_too_costly_a_lock_is_refused_without_doing_the_work(locked) -> None:
    _, words, data = locked
    start = data.index(b"scrypt ")
    line = data[start : data.index(b"\n", start)]
    costly = data[41:].replace(line, line.rsplit(b" ", 1)[0] + b" 40")
    whole = data[:9] + sealing.digest(costly) + costly
    code = code_of(lambda: unlock_invitation(whole, " ".join(words), NOW, "f"))
    assert code == "exchange.invitation.too_slow"


# --- the request ---


def request(keys=ANNA, made: Invitation | None = None, role: str = "coach") -> Request:
    return new_request(made or invitation(), keys, " Anna Öberg ", "Teknikdalen", role, NOW)  # type: ignore[arg-type]


def sent(made: Invitation, keys=ANNA) -> bytes:
    return write_request(request(keys, made), made.secret, OFFICE.public.recipient, keys.seed)


def read(data: bytes, made: Invitation | None, name: RequestName | None = None, now: int = NOW) -> Request:
    found = name or RequestName(invitation().invite, sealing.digest(data).hex()[:32])
    return open_request(data, found, PROJECT, OFFICE.identity, lambda invite: made, now)


def test_a_request_reaches_the_office_and_shows_no_names() -> None:
    made = invitation()
    data = sent(made)
    got = read(data, made, request_name(request(), data))
    assert got == request()
    assert got.name == "Anna Öberg"
    for word in ("Anna", "Öberg", "Teknikdalen", "coach"):
        assert word.encode() not in data


def test_both_sides_show_the_same_fingerprint() -> None:
    made = invitation()
    mine = fingerprint(ANNA.public, PROJECT)
    assert fingerprint(read(sent(made), made).keys, PROJECT) == mine
    assert len(mine) == 19 and mine.count("-") == 3
    assert not set(mine) & set("IO01") and mine == mine.upper()
    assert mine != fingerprint(BO.public, PROJECT) != fingerprint(BO.public, OTHER_PROJECT)
    for typed in (mine, mine.lower(), mine.replace("-", ""), mine.replace("-", " "), f"  {mine}\n"):
        assert same_fingerprint(typed, mine)
    for typed in ("", mine[:-1], mine + "A", mine[:-1] + ("A" if mine[-1] != "A" else "B")):
        assert not same_fingerprint(typed, mine)
    assert not same_fingerprint("", "")


def test_requests_that_nobody_invited_are_refused() -> None:
    made = invitation()
    data = sent(made)
    other = msgspec.structs.replace(made, secret=b"s" * 32)
    late = made.expires + 1
    spoiled = RequestName(made.invite, "0" * 32)
    cases = {
        "exchange.request.uninvited": lambda: read(data, None),
        "exchange.request.proof": lambda: read(data, other),
        "exchange.request.expired": lambda: read(data, made, now=late),
        "exchange.request.role": lambda: read(data, msgspec.structs.replace(made, role="office")),
        "exchange.file.name": lambda: read(data, made, RequestName(INVITE, sealing.digest(data).hex()[:32])),
        "exchange.file.damaged": lambda: read(data[:-1] + bytes((data[-1] ^ 1,)), made, spoiled),
    }
    for code, call in cases.items():
        assert code_of(call) == code
    assert code_of(lambda: read(data, made, spoiled)) == "exchange.file.name"
    sealed_elsewhere = write_request(request(), made.secret, BO.public.recipient, ANNA.seed)
    assert code_of(lambda: read(sealed_elsewhere, made)) == "exchange.request.sealed"
    foreign = msgspec.structs.replace(made, project=OTHER_PROJECT)
    assert code_of(lambda: read(sent(foreign), made)) == "exchange.file.other_project"


def test_another_key_cannot_take_over_a_request() -> None:
    """Somebody with the folder but without the words signs Anna's sealed request with another key."""
    made = invitation()
    data = sent(made)
    end = 17 + int.from_bytes(data[9:13], "big")
    header = frame.unsigned_header(data, Kind.REQUEST, _RequestHeader, "")
    for change in ({"signing": BO.public.signing}, {"signing": BO.public.signing, "device": BO.device}):
        raw = frame.encode_header(msgspec.structs.replace(header, **change))
        taken = signed(Kind.REQUEST, raw, data[end:-64], BO.seed)
        assert code_of(lambda taken=taken: read(taken, made)) == "exchange.request.proof"
    moved = frame.encode_header(msgspec.structs.replace(header, device=DeviceId(b"d" * 16)))
    assert code_of(lambda: read(signed(Kind.REQUEST, moved, data[end:-64]), made)) == "exchange.request.proof"


def test_a_role_other_than_invited_is_not_even_asked_for() -> None:
    assert code_of(lambda: request(role="office")) == "exchange.invitation.role"
    assert (
        code_of(lambda: new_request(invitation(), ANNA, "a\nb", "O", "coach", NOW)) == "exchange.name.wrong"
    )


def test_an_invitation_is_used_once(tmp_path: Path) -> None:
    folder, made = OsFolder(tmp_path), invitation()
    check_unused(folder, made.invite, made.name)
    data = sent(made)
    folder.publish(request_name(request(), data).path, data)
    assert code_of(lambda: check_unused(folder, made.invite, made.name)) == "exchange.invitation.used"
    check_unused(folder, InviteId(b"x" * 16), made.name)


def test_new_keys_are_new_and_not_shown() -> None:
    one, other = new_device_keys(secrets.token_bytes), new_device_keys(secrets.token_bytes)
    assert (
        len({one.device, other.device})
        == len({one.seed, other.seed})
        == len({one.identity, other.identity})
        == 2
    )
    for hidden in (one.identity, one.seed.hex(), repr(one.seed)):
        assert hidden not in repr(one)
    assert repr(SECRET) not in repr(invitation()) and "secret" in repr(invitation())
