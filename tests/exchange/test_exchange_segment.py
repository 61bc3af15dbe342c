"""Segments: what goes in comes out, the chain is followed, and nothing is sealed that no reader takes."""

from __future__ import annotations

import secrets

import msgspec
import pytest
from _exchange_samples import (
    ANNA,
    BO,
    COMPANY,
    KEYS,
    NOW,
    PEOPLE,
    PROJECT,
    key_of,
    named,
    no_keys,
    place,
    sections,
    unit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.ids import Digest, RowId, UnitId
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.segment import (
    CHAIN_START,
    ChainHead,
    OpenedSegment,
    Place,
    Section,
    Unread,
    chain_head,
    open_segment,
    seal_segment,
    segment_name,
)
from app.exchange.units import (
    OPERATION_LIMIT,
    VALUE_LIMIT,
    Operation,
    OperationKind,
    Stamp,
    Unit,
    encode_units,
)
from app.store.ids import stamp, stamp_device, stamp_time

SIGNER = ANNA.public.signing


def opened(data: bytes, after: ChainHead | None = CHAIN_START, sequence: int = 1) -> OpenedSegment:
    return open_segment(data, named(data, sequence), PROJECT, SIGNER, key_of, after)


def refusal(data: bytes, **other: object) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        opened(data, **other)  # type: ignore[arg-type]
    return refused.value


IDS = st.binary(min_size=16, max_size=16)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
OPERATIONS = st.builds(
    Operation,
    st.sampled_from(OperationKind),
    st.integers(0, 2**31 - 1),
    IDS.map(RowId),
    st.integers(0, 2**31 - 1),
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), TEXT, st.binary(max_size=20)),
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=24, max_size=24).map(Stamp), max_size=3).map(tuple),
)
UNITS = st.builds(
    Unit,
    IDS.map(UnitId),
    TEXT,
    TEXT.filter(bool),
    st.integers(0, 2**47 - 1),
    st.none() | IDS.map(UnitId),
    st.lists(OPERATIONS, min_size=1, max_size=4).map(tuple),
)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(list(KEYS)),
        st.lists(UNITS, min_size=1, max_size=3, unique_by=lambda u: u.id),
        max_size=3,
    ),
    st.integers(0, 2**31 - 1),
    st.dictionaries(IDS, st.integers(0, 9_999_999_999), max_size=4),
    st.integers(0, 9_999_999_998),
    st.binary(min_size=32, max_size=32),
)
def test_sealed_and_opened(wanted, incarnation, seen, sequence, previous) -> None:
    by_compartment = {compartment: (epoch, units) for (compartment, epoch), units in wanted.items()}
    put = [Section(c, epoch, tuple(units)) for c, (epoch, units) in by_compartment.items()]
    after = ChainHead(incarnation, sequence, Digest(previous))
    where = Place(PROJECT, ANNA.device, incarnation, after, 3, seen)
    data = seal_segment(where, put, key_of, ANNA.seed, secrets.token_bytes)
    name = segment_name(where, data)
    got = open_segment(data, name, PROJECT, SIGNER, key_of, after)
    assert list(got.sections) == put and got.unread == ()
    assert got.header.seen == seen and got.header.schema == 3
    assert got.header.operations == sum(len(unit.operations) for section in put for unit in section.units)
    assert got.head == chain_head(where, data) == ChainHead(incarnation, sequence + 1, got.head.digest)
    assert name.sequence == sequence + 1 and name.sha == got.head.digest.hex()[:32]


def test_without_a_key_a_section_is_listed_and_nothing_of_it_is_seen() -> None:
    planted = Unit(
        UnitId(b"u" * 16),
        "Planterad Person",
        "person.add",
        NOW,
        None,
        (Operation(OperationKind.SET, 9, RowId(b"r" * 16), 1, "Hemliga Hulda", NOW << 16, ()),),
    )
    data = seal_segment(
        place(),
        [Section(COMPANY, 1, (unit(1),)), Section(PEOPLE, 1, (planted,))],
        key_of,
        ANNA.seed,
        secrets.token_bytes,
    )
    only_company = open_segment(
        data,
        named(data),
        PROJECT,
        SIGNER,
        lambda compartment, epoch: key_of(compartment, epoch) if compartment == COMPANY else None,
        CHAIN_START,
    )
    assert [section.compartment for section in only_company.sections] == [COMPANY]
    assert only_company.unread == (Unread(PEOPLE, 1),)
    for word in (b"Hulda", b"Planterad", b"person.add", planted.id, b"r" * 16):
        assert word not in data
    nothing = open_segment(data, named(data), PROJECT, SIGNER, no_keys, CHAIN_START)
    assert nothing.sections == () and len(nothing.unread) == 2


def test_a_week_of_one_coach_is_small() -> None:
    units = tuple(unit(number, 1) for number in range(400))
    data = seal_segment(place(), [Section(COMPANY, 1, units)], key_of, ANNA.seed, secrets.token_bytes)
    assert len(data) < 60_000


def test_a_segment_without_sections_acknowledges() -> None:
    data = seal_segment(place(), [], key_of, ANNA.seed, secrets.token_bytes)
    assert opened(data).header.seen[BO.device] == 4


def test_the_same_units_are_never_the_same_bytes() -> None:
    one, other = (seal_segment(place(), sections(), key_of, ANNA.seed, secrets.token_bytes) for _ in range(2))
    assert one != other and opened(one).sections == opened(other).sections


def test_the_chain_is_followed() -> None:
    first = seal_segment(place(), sections(), key_of, ANNA.seed, secrets.token_bytes)
    head = opened(first).head
    second = seal_segment(place(head), sections(5), key_of, ANNA.seed, secrets.token_bytes)
    assert opened(second, after=head, sequence=2).head.sequence == 2
    # The first has not come: the second waits, and says for which.
    waits = refusal(second, after=CHAIN_START, sequence=2)
    assert isinstance(waits, FileWaits) and waits.params["waits_for"] == 1
    # Another second segment after another first one: a fork. It can be read on its own.
    other = seal_segment(place(), sections(9), key_of, ANNA.seed, secrets.token_bytes)
    fork = seal_segment(place(opened(other).head), sections(7), key_of, ANNA.seed, secrets.token_bytes)
    assert refusal(fork, after=head, sequence=2).code == "exchange.segment.fork"
    assert opened(fork, after=None, sequence=2).header.sequence == 2
    assert refusal(other, after=head).code == "exchange.segment.fork"
    # An older incarnation goes on where a newer one has written; a newer one may.
    newer = ChainHead(2, head.sequence, head.digest)
    assert refusal(second, after=newer, sequence=2).code == "exchange.segment.incarnation"
    third = seal_segment(place(head, incarnation=2), sections(8), key_of, ANNA.seed, secrets.token_bytes)
    assert opened(third, after=head, sequence=2).head.incarnation == 2


@pytest.mark.parametrize(
    ("put", "why"),
    [
        ([Section(COMPANY, 1, (unit(1),)), Section(COMPANY, 2, (unit(2),))], "one section"),
        ([Section(COMPANY, 1, (unit(1), unit(1)))], "malformed"),
        ([Section(COMPANY, 1, ())], "malformed"),
        ([Section(COMPANY, 1, (unit(1, 0),))], "malformed"),
    ],
)
def test_what_no_reader_would_take_is_never_sealed(put: list[Section], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        seal_segment(place(), put, key_of, ANNA.seed, secrets.token_bytes)


def test_too_much_at_once_or_no_key_is_our_mistake() -> None:
    half = OPERATION_LIMIT // 2 + 1
    with pytest.raises(ValueError, match="larger"):
        seal_segment(place(), sections(operations=half), key_of, ANNA.seed, secrets.token_bytes)
    with pytest.raises(KeyError):
        seal_segment(place(), sections(), no_keys, ANNA.seed, secrets.token_bytes)
    with pytest.raises(ValueError, match="header"):
        seal_segment(place(incarnation=-1), [], key_of, ANNA.seed, secrets.token_bytes)


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "x" * (VALUE_LIMIT + 1)},
        {"value": 2**63},
        {"value": 1.5},
        {"value": True},
        {"value": ["nested"]},
        {"row": b"short"},
        {"hlc": -1},
        {"hlc": 2**63},
        {"entity": 2**31},
        {"bases": (b"short",)},
        {"bases": (b"s" * 24,) * 1001},
        {"kind": 7},
    ],
)
def test_an_operation_out_of_its_bounds_is_never_sealed(changed: dict[str, object]) -> None:
    wrong = msgspec.structs.replace(unit(1).operations[0], **changed)
    with pytest.raises(ValueError, match="no reader"):
        encode_units([msgspec.structs.replace(unit(1), operations=(wrong,))])


@given(st.integers(0, 2**63 - 1), IDS, st.integers(0, 2**63 - 1), IDS)
def test_stamps_sort_as_clock_then_device(clock, device, other_clock, other_device) -> None:
    made = stamp(clock, device)
    assert (stamp_time(made), stamp_device(made)) == (clock, device)
    assert len(stamp(clock, device)) == 24
    by_bytes = stamp(clock, device) < stamp(other_clock, other_device)
    assert by_bytes == ((clock, device) < (other_clock, other_device))


def test_a_stamp_out_of_bounds_is_our_mistake() -> None:
    for clock, device in ((-1, ANNA.device), (2**63, ANNA.device), (1, b"short")):
        with pytest.raises(ValueError, match="stamp"):
            stamp(clock, device)  # type: ignore[arg-type]
