"""Segments that an enrolled but hostile device signs and seals rightly: refused, cheaply, with a reason."""

from __future__ import annotations

import secrets
import tracemalloc

import msgspec
import pytest
import zstandard
from _exchange_samples import (
    ANNA,
    BO,
    COMPANY,
    KEYS,
    NOW,
    OTHER_PROJECT,
    PEOPLE,
    PROJECT,
    Hostile,
    header_of,
    key_of,
    named,
    place,
    sections,
    seeded,
    signed,
    unit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import frame, sealing
from app.exchange.frame import Kind
from app.exchange.ids import CompartmentId
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.segment import (
    CHAIN_START,
    ChainHead,
    OpenedSegment,
    Section,
    open_segment,
    seal_segment,
)
from app.exchange.units import (
    OPERATION_LIMIT,
    decode_units,
    encode_units,
)

SIGNER = ANNA.public.signing


def opened(data: bytes, after: ChainHead | None = CHAIN_START, sequence: int = 1) -> OpenedSegment:
    return open_segment(data, named(data, sequence), PROJECT, SIGNER, key_of, after)


def refusal(data: bytes, **other: object) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        opened(data, **other)  # type: ignore[arg-type]
    return refused.value


GOOD = [b"i" * 16, "Anna", "answer", NOW, None, [[1, 7, b"r" * 16, 3, "v", NOW << 16, []]]]


def with_operation(place_in: int, value: object) -> bytes:
    operation = list(GOOD[5][0])  # type: ignore[index]
    operation[place_in] = value
    return msgspec.msgpack.encode([[*GOOD[:5], [operation]]])


def with_unit(place_in: int, value: object) -> bytes:
    wrong = list(GOOD)
    wrong[place_in] = value
    return msgspec.msgpack.encode([wrong])


PLAINS = {
    "no msgpack": b"\xc1",
    "nothing": b"",
    "no list": msgspec.msgpack.encode({"a": 1}),
    "an empty list": msgspec.msgpack.encode([]),
    "trailing bytes": msgspec.msgpack.encode([GOOD]) + b"\0",
    "a unit too long": msgspec.msgpack.encode([[*GOOD, 1]]),
    "a unit too short": msgspec.msgpack.encode([GOOD[:5]]),
    "a unit twice": msgspec.msgpack.encode([GOOD, GOOD]),
    "a map for a unit": msgspec.msgpack.encode([{"id": b"i" * 16}]),
    "an id too short": with_unit(0, b"i" * 15),
    "an id as text": with_unit(0, "i" * 16),
    "a verb missing": with_unit(2, ""),
    "a person too long": with_unit(1, "x" * 201),
    "an instant before 1970": with_unit(3, -1),
    "an instant far away": with_unit(3, 2**47),
    "undoes too short": with_unit(4, b"x"),
    "no operations": with_unit(5, []),
    "kind as text": with_operation(0, "1"),
    "kind below nothing": with_operation(0, -1),
    "kind as a float": with_operation(0, 1.0),
    "kind as truth": with_operation(0, True),
    "entity below nothing": with_operation(1, -1),
    "row too long": with_operation(2, b"r" * 17),
    "field too large": with_operation(3, 2**31),
    "a float": with_operation(4, 1.0),
    "a truth": with_operation(4, True),
    "a list": with_operation(4, [1]),
    "a map": with_operation(4, {"a": 1}),
    "too large a number": with_operation(4, 2**64 - 1),
    "an extension": with_operation(4, msgspec.msgpack.Ext(1, b"x")),
    "text too long": with_operation(4, "x" * 5_000_000),
    "bytes too long": with_operation(4, b"x" * 5_000_000),
    "text that is no text": with_operation(4, "ab").replace(b"\xa2ab", b"\xa2\xff\xfe"),
    "clock below nothing": with_operation(5, -1),
    "clock too large": with_operation(5, 2**63),
    "a base too short": with_operation(6, [b"x" * 23]),
    "too many bases": with_operation(6, [b"x" * 24] * 1001),
    "bases as text": with_operation(6, "x"),
    "a deep nest": msgspec.msgpack.encode([GOOD])[:1] + b"\x91" * 200_000 + b"\xc0",
    "a deep value": with_operation(4, None).replace(b"\xc0\xcf", b"\x91" * 100_000 + b"\xc0\xcf"),
    "a list that says 4 billion": b"\xdd\xff\xff\xff\xff" + msgspec.msgpack.encode(GOOD),
    "text that says 4 GB": b"\x91\x96\xc4\x10" + b"i" * 16 + b"\xdb\xff\xff\xff\xff" + b"x",
    "bytes that say 4 GB": b"\x91\x96\xc6\xff\xff\xff\xff" + b"x",
    "200,001 units": b"\xdd" + (OPERATION_LIMIT + 1).to_bytes(4, "big") + b"\xc0" * (OPERATION_LIMIT + 1),
}


@pytest.mark.parametrize("name", PLAINS)
def test_content_that_breaks_the_format_is_refused_whoever_signed_it(name: str) -> None:
    refused = refusal(Hostile(plain=PLAINS[name], header={"operations": 5}).file())
    assert refused.code == "exchange.file.malformed"
    assert refused.file.startswith("simmitt/dev/")


def test_the_format_itself_is_accepted() -> None:
    assert len(opened(Hostile(plain=msgspec.msgpack.encode([GOOD])).file()).sections) == 1


def test_an_unknown_kind_of_operation_waits_for_a_newer_program() -> None:
    for kind in (0, 7, 255, 100_000):
        refused = refusal(Hostile(plain=with_operation(0, kind)).file())
        assert isinstance(refused, FileWaits) and refused.code == "exchange.file.newer"


HEADERS = {
    "another project": ({"project": OTHER_PROJECT}, "exchange.file.other_project"),
    "another device": ({"device": BO.device}, "exchange.file.name"),
    "another sequence": ({"sequence": 2}, "exchange.file.name"),
    "a later reader": ({"reader": 2}, "exchange.file.newer"),
    "a later reader with fields": ({"reader": 9, "colour": "red"}, "exchange.file.newer"),
    "a field that is not known": ({"colour": "red"}, "exchange.file.malformed"),
    "too many operations": ({"operations": OPERATION_LIMIT + 1}, "exchange.segment.too_many"),
    "too much to unpack": ({"unpacked": 2**30}, "exchange.segment.too_much"),
    "too few operations": ({"operations": 0}, "exchange.segment.count"),
    "more operations than there are": ({"operations": 2}, "exchange.file.malformed"),
    "less to unpack": ({"unpacked": 10}, "exchange.segment.unpacks"),
    "more to unpack": ({"unpacked": 10_000}, "exchange.file.malformed"),
    "an epoch that is not there": ({"epochs": {COMPANY: 1, PEOPLE: 1}}, "exchange.file.malformed"),
    "another epoch": ({"epochs": {COMPANY: 2}}, "exchange.file.malformed"),
    "no epoch": ({"epochs": {}}, "exchange.file.malformed"),
    "epochs as a list": ({"epochs": [1]}, "exchange.file.malformed"),
    "a short compartment": ({"epochs": {b"x": 1}}, "exchange.file.malformed"),
    "seen below nothing": ({"seen": {BO.device: -1}}, "exchange.file.malformed"),
    "sequence nought": ({"sequence": 0}, "exchange.file.malformed"),
    "a wrong chain": ({"previous": b"x" * 32}, "exchange.segment.fork"),
    "a short hash": ({"previous": b"x"}, "exchange.file.malformed"),
    "reader as text": ({"reader": "1"}, "exchange.file.malformed"),
    "10,001 devices": (
        {"seen": {n.to_bytes(16, "big"): 1 for n in range(10_001)}},
        "exchange.file.malformed",
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_lies_is_refused(name: str) -> None:
    changed, code = HEADERS[name]
    data = Hostile(plain=msgspec.msgpack.encode([GOOD]), header=changed).file()
    assert refusal(data).code == code


def test_a_spoiled_header_that_is_rightly_signed_is_refused() -> None:
    spoils = {
        "cut": lambda raw: raw[:-1],
        "longer": lambda raw: raw + b"\0",
        "nothing": lambda raw: b"",
        "deep": lambda raw: b"\x81\xa6reader" + b"\x91" * 100_000,
        "deep beside": lambda raw: b"\x82\xa1x" + b"\x91" * 100_000,
        "huge": lambda raw: raw + b"x" * frame.HEADER_LIMIT,
    }
    for name, spoil in spoils.items():
        data = Hostile(plain=msgspec.msgpack.encode([GOOD]), spoil=spoil).file()
        assert refusal(data).code == "exchange.file.malformed", name


def test_payloads_that_are_rightly_signed_but_wrong_are_refused() -> None:
    plain = msgspec.msgpack.encode([GOOD])
    sealed = sealing.seal(KEYS[COMPANY, 1], sealing.compress(plain), b"another header", seeded("x"))
    encode = msgspec.msgpack.encode
    payloads = {
        b"": "exchange.file.malformed",
        encode([]): "exchange.file.malformed",
        encode([[COMPANY, 1, sealed]] * 2): "exchange.file.malformed",
        encode([[COMPANY, 1, sealed, 1]]): "exchange.file.malformed",
        encode([[COMPANY, 1, "text"]]): "exchange.file.malformed",
        encode([[COMPANY, 1, sealed]]) + b"\0": "exchange.file.malformed",
        encode([[COMPANY, 1, b""]]): "exchange.segment.sealed",
        encode([[COMPANY, 1, sealed]]): "exchange.segment.sealed",
        encode([[COMPANY, 1, sealed[:-1]]]): "exchange.segment.sealed",
        b"\xdd\xff\xff\xff\xff": "exchange.file.malformed",
        b"\x91" * 100_000: "exchange.file.malformed",
    }
    for payload, code in payloads.items():
        assert refusal(Hostile(plain=plain, payload=payload).file()).code == code


def test_a_section_is_bound_to_its_compartment_and_epoch() -> None:
    """The same key in two places (which no honest device makes) does not let a section be moved."""
    where = place()
    data = seal_segment(where, [Section(COMPANY, 1, (unit(1),))], key_of, ANNA.seed, secrets.token_bytes)
    header = header_of(data)
    sealed = msgspec.msgpack.decode(frame_payload(data))[0][2]
    moved = CompartmentId(b"m" * 16)
    raw = frame.encode_header(msgspec.structs.replace(header, epochs={moved: 1}))
    forged = signed(Kind.SEGMENT, raw, msgspec.msgpack.encode([[moved, 1, sealed]]))
    with pytest.raises(FileRefused) as refused:
        open_segment(forged, named(forged), PROJECT, SIGNER, lambda c, e: KEYS[COMPANY, 1], CHAIN_START)
    assert refused.value.code == "exchange.segment.sealed"


def frame_payload(data: bytes) -> bytes:
    return data[17 + int.from_bytes(data[9:13], "big") : -64]


def test_bombs_that_are_rightly_sealed_cost_little() -> None:
    size = 400_000_000
    bomb = zstandard.ZstdCompressor(level=1).compress(bytes(size))
    many = b"\xdd" + (10**6).to_bytes(4, "big") + msgspec.msgpack.encode(GOOD) * 10**6
    files = [
        Hostile(packed=bomb, header={"unpacked": 1000}).file(),
        Hostile(plain=many, header={"unpacked": len(many)}).file(),
    ]
    for data in files:
        tracemalloc.start()
        refused = refusal(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert refused.code in {"exchange.segment.unpacks", "exchange.file.malformed"}
        assert peak < 300_000_000


def test_operations_are_counted_over_all_units() -> None:
    """Units of 1,000 operations, each within bounds, that together pass what the header says."""
    operations = [GOOD[5][0]] * 1000  # type: ignore[index]
    plain = msgspec.msgpack.encode([[n.to_bytes(16, "big"), *GOOD[1:5], operations] for n in range(20)])
    refused = refusal(Hostile(plain=plain, header={"operations": 19_999}).file())
    assert refused.code == "exchange.segment.count"


def test_nothing_unsigned_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = seal_segment(place(), sections(), key_of, ANNA.seed, secrets.token_bytes)
    spoiled = [data[:-1] + bytes((data[-1] ^ 1,)), data[:30] + bytes((data[30] ^ 1,)) + data[31:], data[:-9]]

    def never(*_: object) -> object:
        raise AssertionError("parsed before its signature held")

    monkeypatch.setattr(frame, "_header", never)
    monkeypatch.setattr(frame, "decode", never)
    for wrong in spoiled:
        with pytest.raises(FileRefused):
            open_segment(wrong, named(data), PROJECT, SIGNER, key_of, CHAIN_START)


@settings(max_examples=150)
@given(st.data())
def test_no_signed_nonsense_raises_anything_else(data: st.DataObject) -> None:
    """Bytes changed before sealing and signing: refused, or units within all bounds; never another error."""
    plain = bytearray(encode_units([unit(1, 4), unit(2, 1)]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(plain) - 1))
        plain[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    header = {"operations": 5, "unpacked": len(plain)}
    try:
        got = opened(Hostile(plain=bytes(plain), header=header).file())
    except FileRefused:
        return
    assert encode_units(got.sections[0].units)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading_of_units(plain: bytes) -> None:
    with pytest.raises(FileRefused):
        decode_units(plain, "simmitt/x", OPERATION_LIMIT)


def test_other_kinds_and_versions_are_named() -> None:
    data = seal_segment(place(), sections(), key_of, ANNA.seed, secrets.token_bytes)
    end = 17 + int.from_bytes(data[9:13], "big")
    header, payload = data[17:end], data[end:-64]
    assert refusal(signed(Kind.ROSTER, header, payload)).code == "exchange.file.kind"
    assert refusal(signed(77, header, payload)).code == "exchange.file.unknown_kind"
    newer = refusal(signed(Kind.SEGMENT, header, payload, version=2))
    assert isinstance(newer, FileWaits) and newer.params["needs"] == 2
    assert refusal(signed(Kind.SEGMENT, header, payload, BO.seed)).code == "exchange.file.forged"
    assert opened(signed(Kind.SEGMENT, header, payload)).header.sequence == 1


def test_a_file_over_64_mb_is_refused_unread() -> None:
    assert refusal(frame.MAGIC + bytes(frame.FILE_LIMIT)).code == "exchange.file.too_large"
    with pytest.raises(ValueError, match="larger"):
        frame.seal_frame(Kind.SEGMENT, b"", bytes(frame.FILE_LIMIT), ANNA.seed)
