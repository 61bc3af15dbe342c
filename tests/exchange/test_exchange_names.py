"""Names: exact patterns only, and a reason for each name that merely looks like ours."""

from __future__ import annotations

import unicodedata

import pytest
from _exchange_samples import ANNA, BO, COMPANY, INVITE
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.exchange.ids import DeviceId, id_from_text, id_text
from app.exchange.names import (
    KeyName,
    ProjectName,
    RequestName,
    RosterName,
    SegmentName,
    device_of_directory,
    invite_of_directory,
    looks_like_ours,
    parse,
    sort_names,
)
from app.exchange.shown import is_plain_name, plain_name, shown

SHA = "0123456789abcdef0123456789abcdef"
DEVICE = id_text(ANNA.device)
SEGMENT = f"seg-0000000007-{SHA}"
FOLDER = f"simmitt/dev/{DEVICE}"

KNOWN = [
    ProjectName(),
    RosterName(3, SHA),
    SegmentName(ANNA.device, 7, SHA),
    SegmentName(ANNA.device, 9_999_999_999, SHA),
    KeyName(ANNA.device, BO.device, COMPANY, 1, SHA),
    KeyName(ANNA.device, BO.device, COMPANY, 999_999_999, SHA),
    RequestName(INVITE, SHA),
]


@pytest.mark.parametrize("name", KNOWN, ids=lambda name: type(name).__name__)
def test_a_name_of_ours_is_its_path_and_back(name) -> None:
    assert parse(name.path) == name
    assert looks_like_ours(name.path) is None
    last = name.path.rsplit("/", 1)[-1]
    assert len(last) < 100
    assert last.isascii() and last == last.lower()
    assert not set(last) & set('<>:"\\|?* ')


SKIPPED = [
    # Conflicted copies, as each service names them.
    (f"{FOLDER}/{SEGMENT} (conflicted copy 2026-03-02 120000)", "copy"),
    (f"{FOLDER}/{SEGMENT} (Annas konfliktkopia 2026-03-02)", "copy"),
    (f"{FOLDER}/{SEGMENT}-LAPTOP-7", "copy"),
    (f"{FOLDER}/{SEGMENT}.sync-conflict-20260302-120000-ABCDEFG", "copy"),
    (f"{FOLDER}/{SEGMENT} - Kopia", "copy"),
    (f"{FOLDER}/{SEGMENT} - Copy (2)", "copy"),
    (f"{FOLDER}/Kopia av {SEGMENT}", "copy"),
    (f"{FOLDER}/{SEGMENT} (1)", "copy"),
    (f"{FOLDER}/{SEGMENT}.bak", "copy"),
    (unicodedata.normalize("NFD", f"{FOLDER}/{SEGMENT} (återställd)"), "copy"),
    ("simmitt/project (conflicted copy 2026)", "copy"),
    ("simmitt/project - Kopia", "copy"),
    ("simmitt/project-LAPTOP7", "copy"),
    (f"simmitt/dev/{DEVICE} (kopia)", "copy"),
    # Letters changed.
    (f"{FOLDER}/{SEGMENT.upper()}", "letters"),
    (f"{FOLDER}/Seg-0000000007-{SHA}", "letters"),
    (f"{FOLDER}/seg-0000000007-{SHA.upper()}", "letters"),
    ("simmitt/PROJECT", "letters"),
    (f"simmitt/dev/{DEVICE.upper()}", "letters"),
    (f"{FOLDER}/ｓｅｇ-0000000007-{SHA}", "letters"),
    # In the wrong place.
    (f"simmitt/{SEGMENT}", "place"),
    (f"simmitt/office/{SEGMENT}", "place"),
    (f"simmitt/dev/{DEVICE[:-1]}/{SEGMENT}", "place"),
    (f"{FOLDER}/roster-0000000001-{SHA}", "place"),
    (f"{FOLDER}/box/request-{SHA}", "place"),
    (f"{FOLDER}/sub/{SEGMENT}", "place"),
    (f"{FOLDER}/project", "place"),
    (f"{FOLDER}/seg-0000000000-{SHA}", "place"),
    # From a later release.
    (f"{FOLDER}/blob-{SHA}", "newer"),
    (f"simmitt/office/snap-12-{SHA}", "newer"),
    # Cut off or otherwise odd.
    (f"{FOLDER}/{SEGMENT[:-1]}", "odd"),
    (f"{FOLDER}/{SEGMENT[:20]}", "odd"),
    (f"{FOLDER}/seg-7", "odd"),
    (f"{FOLDER}/{SEGMENT}0", "copy"),
    # Nothing to do with us.
    (f"{FOLDER}/desktop.ini", None),
    (f"{FOLDER}/.DS_Store", None),
    (f"{FOLDER}/Thumbs.db", None),
    (f"{FOLDER}/~{SEGMENT}.4711.tmp", None),
    (f"{FOLDER}/{SEGMENT}.tmp", None),
    (f"{FOLDER}/~$protokoll.docx", None),
    (f"{FOLDER}/protokoll från mötet.docx", None),
    ("simmitt/project plan.docx", None),
    ("simmitt/projektplan.xlsx", None),
    (f"{FOLDER}/", None),
    ("", None),
]


@pytest.mark.parametrize(("path", "why"), SKIPPED)
def test_what_only_looks_like_ours_is_not_parsed(path: str, why: str | None) -> None:
    assert parse(path) is None
    assert looks_like_ours(path) == (why and f"exchange.name.{why}")


@pytest.mark.parametrize(
    "path",
    [
        f"{FOLDER}/{SEGMENT}\n",
        f"/{FOLDER}/{SEGMENT}",
        f"{FOLDER}//{SEGMENT}",
        f"simmitt/dev/../dev/{DEVICE}/{SEGMENT}",
        f"simmitt/dev/{DEVICE}/{SEGMENT}/",
        f"{FOLDER}/seg-000000000７-{SHA}",
        f"simmitt\\dev\\{DEVICE}\\{SEGMENT}",
        f"{FOLDER}/box/{DEVICE}/key-{DEVICE}-01-{SHA}",
        f"{FOLDER}/box/{DEVICE}/key-{DEVICE}-0-{SHA}",
        f"{FOLDER}/{'seg-' * 1_250_000}",
        f"{FOLDER}/seg-\udcff-{SHA}",
        # The last letter of an id carries three bits: 'b' spells the same bytes as 'a' there.
        f"simmitt/dev/{'a' * 25}b/{SEGMENT}",
    ],
)
def test_no_other_spelling_of_a_path_is_ours(path: str) -> None:
    assert parse(path) is None


@given(st.binary(min_size=16, max_size=16))
def test_ids_have_one_text(raw: bytes) -> None:
    text = id_text(raw)
    assert len(text) == 26 and id_from_text(text) == raw
    assert id_from_text(text.upper()) is None
    assert device_of_directory(text) == raw == invite_of_directory(text)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    assert parse(text) is None or text == "simmitt/project"
    looks_like_ours(text)
    back = id_from_text(text)
    assert back is None or id_text(back) == text


@pytest.mark.parametrize("wrong", ["", "a" * 25, "a" * 25 + "=", "a" * 25 + "1", "å" * 26, "a" * 25 + "\n"])
def test_a_text_that_is_no_id(wrong: str) -> None:
    assert id_from_text(wrong) is None
    assert device_of_directory(wrong) is None


def test_an_id_of_a_wrong_length_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        id_text(DeviceId(b"short"))


def test_a_directory_is_sorted_into_known_and_not_read_among_ten_thousand_foreign_files() -> None:
    foreign = [f"faktura {number}.pdf" for number in range(10_000)]
    ours = [f"seg-{number:010d}-{SHA}" for number in (3, 1, 2)]
    listing = sort_names(FOLDER, [*foreign, *ours, f"{ours[0]} - Kopia", "box", DEVICE, "desktop.ini"])
    assert [name.sequence for name in listing.known if isinstance(name, SegmentName)] == [1, 2, 3]
    assert [(one.file, one.code) for one in listing.not_read] == [
        (f"{FOLDER}/{ours[0]} - Kopia", "exchange.name.copy")
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Anna Öberg ", "Anna Öberg"),
        (unicodedata.normalize("NFD", "Åsa"), "Åsa"),
        ("Bo, kontor 2", "Bo, kontor 2"),
    ],
)
def test_a_name_is_trimmed_and_composed(typed: str, name: str) -> None:
    assert plain_name(typed) == name
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "a\nb", "a\tb", "gpj\u202eexe", "a\u200bb", "a\0b", "\u2066a", "x" * 121, "x" * 5_000_000],
)
def test_a_name_that_cannot_be_shown_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        plain_name(typed)
    assert refused.value.code == "exchange.name.wrong"
    assert len(str(refused.value)) < 400
    assert not is_plain_name(typed)


@given(st.text())
def test_what_is_shown_holds_nothing_invisible(text: str) -> None:
    out = shown(text)
    assert len(out) <= 160
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for letter in out)
