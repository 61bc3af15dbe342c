"""What is typed into the search finds what it says, and is never read as a query."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from _store_laptops import Laptop, birth, row_of, to
from _store_search import catch_up_all, found_by, indexed
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.store import search
from app.store.tables import ORDINAL_BITS


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path, "anna")
    yield laptop
    laptop.close()


def matches(text: str, typed: str) -> bool:
    """Whether a text holds all words, as it stands in the description of `find`."""
    there = re.findall(r"[^\W_]+", text.lower())
    words = [found for word in typed.split() if (found := re.findall(r"[^\W_]+", word.lower()))]

    def holds(parts: list[str], *, begun: bool) -> bool:
        for start in range(len(there) - len(parts) + 1):
            *whole, last = there[start : start + len(parts)]
            if whole == parts[:-1] and (last.startswith(parts[-1]) if begun else last == parts[-1]):
                return True
        return False

    return bool(words) and all(
        holds(parts, begun=place == len(words)) for place, parts in enumerate(words, 1)
    )


CORPUS = [
    "Ställtiden i kantpressen är 52 min", "Kantpress", "kant press", "Åre Svets AB", "Are", "ÅRE", "are på åre",
    "556036-0793", "Ring 063-12 34 56", "C++ och C#", "a.b@c.se", "NEAR OR AND NOT", "text:kant", '"citat"',
    "Müller & Søn", "𝔐 🏭", "x_y", "fräsning/svarvning", "е кириллица", "中文 字", "straße",
]  # fmt: skip


@pytest.fixture
def full(anna: Laptop) -> Laptop:
    for index, text in enumerate(CORPUS):
        anna.act("coach log", birth("session", index), *to("session", index, note=text))
    catch_up_all(anna)
    return anna


def said(laptop: Laptop, words: str) -> list[str]:
    by_row = {row_of("session", index): text for index, text in enumerate(CORPUS)}
    return [by_row[row] for _, row in found_by(laptop, words)]  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kantp", ["Kantpress", "Ställtiden i kantpressen är 52 min"]),
        ("KANTPRESS", ["Kantpress", "Ställtiden i kantpressen är 52 min"]),
        ("kant", ["text:kant", "kant press", "Kantpress", "Ställtiden i kantpressen är 52 min"]),
        ("kant press", ["kant press"]),
        ("kantpress ställtiden", []),  # only the last word may be a beginning
        ("ställtiden kantpress", ["Ställtiden i kantpressen är 52 min"]),
        ("min 52 är", ["Ställtiden i kantpressen är 52 min"]),
        ("åre", ["are på åre", "ÅRE", "Åre Svets AB"]),
        ("are", ["are på åre", "Are"]),
        ("a\u030are", ["are på åre", "ÅRE", "Åre Svets AB"]),  # å as two signs, as a Mac may type it
        ("åre are", ["are på åre"]),
        ("556036-07", ["556036-0793"]),
        ("0793 556036", ["556036-0793"]),
        ("0793-556036", []),
        ("NEAR", ["NEAR OR AND NOT"]),
        ("NOT or", ["NEAR OR AND NOT"]),
        ("text:kant", ["text:kant"]),
        ("c++", ['"citat"', "a.b@c.se", "C++ och C#"]),
        ("a.b@c", ["a.b@c.se"]),
        ('"citat', ['"citat"']),
        ("müll", ["Müller & Søn"]),
        ("kirill", []),
        ("кирилл", ["е кириллица"]),
        ("中", ["中文 字"]),
        ("𝔐", ["𝔐 🏭"]),
        ("kant !!! press", ["kant press"]),
        ("ställtiden  ställtiden\tställ", ["Ställtiden i kantpressen är 52 min"]),
    ],
)
def test_what_is_found(full: Laptop, words: str, found: list[str]) -> None:
    assert said(full, words) == found


ODD = [
    "", " ", "\n\t", "*", '"', '""', '"""', "'", "(", ")", "()", "^", "^kant", "-", "--", "- kant", "+", "kant*",
    "*kant",
    "kant AND", "AND", "OR OR", "NOT kant", "NEAR(kant press, 2)", "{text} : kant", "text :", "search_index: x", ":",
    "\x00", "kant\x00press", "\x00\x01\x02", "\ud800", "kant\udcff", "\u202ekant", "\ufeff", "🏭", "%", "_", "\\",
    ";--",
    "'; DROP TABLE unit; --", "kant" * 2_500, "k " * 5_000, '"' * 10_000, "!x" * 5_000, "( " * 5_000, "å" * 10_000,
    " ".join(f"w{number}" for number in range(1_800)), "\U0010ffff", "a\u0301\u0301\u0301", "ﷺ", "İ", "ß",
]  # fmt: skip


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_nothing_typed_is_read_as_a_query(full: Laptop, words: str) -> None:
    before = full.dump()
    found = said(full, words)
    assert set(found) <= set(CORPUS)
    assert full.dump() == before
    if not search.words_of(words):
        assert found == []


SIGNS = st.text(st.sampled_from("aåäöAÅÖbé1 2-_.\n\"*'(): "), max_size=12)


@settings(max_examples=40)
@given(st.lists(SIGNS, min_size=1, max_size=12), st.lists(SIGNS, min_size=1, max_size=12))
def test_what_is_found_is_what_a_scan_finds(texts: list[str], asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), "anna")
        for index, text in enumerate(texts):
            laptop.act("coach log", birth("session", index), *to("session", index, note=text))
        catch_up_all(laptop, 4)
        for words in (*asked, *texts):
            expected = [
                ("session", row_of("session", index))
                for index in reversed(range(len(texts)))
                if matches(texts[index], words)
            ]
            assert found_by(laptop, words) == expected, words
        event(f"found: {bool(expected)}")
        laptop.close()


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_any_text_at_all_may_be_typed(words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), "anna")
        kept = words.encode("utf-8", "replace").decode()
        laptop.act("coach log", birth("session", 0), *to("session", 0, note=kept))
        catch_up_all(laptop)
        for _ in found_by(laptop, words):
            break
        indexed(laptop)
        laptop.close()


def test_rows_come_as_they_are_asked_for(anna: Laptop) -> None:
    """Fifty of many cost fifty: nothing is sorted, and the rest is not read."""
    for index in range(60):
        anna.act("coach log", birth("session", index), *to("session", index, note="Pressen"))
    catch_up_all(anna)
    with anna.store.connected() as connection:
        found = search.find(connection, "pressen")
        assert next(found).row == row_of("session", 59)
        found.close()
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT search_entry.entity, search_entry.row, unit.at FROM search_index "
            "CROSS JOIN search_entry ON search_entry.place = search_index.rowid "
            f"CROSS JOIN unit ON unit.number = search_entry.place >> {ORDINAL_BITS} "
            "WHERE search_index MATCH 'pressen' ORDER BY search_index.rowid DESC"
        ).all()
    said_plan = "\n".join(str(row[3]) for row in plan)
    assert "TEMP B-TREE" not in said_plan and said_plan.startswith("SCAN search_index VIRTUAL TABLE")


def test_an_organisation_number_is_found_with_its_hyphen_and_without(anna: Laptop) -> None:
    company = ("company", row_of("company", 0))
    anna.act(
        "company add",
        birth("company", 0),
        *to("company", 0, orgnr="556036-0793", name="Alfa", serial="EF-012"),
    )
    catch_up_all(anna)
    for words in ("556036-0793", "5560360793", "55603607", "556036-07", "EF-012", "ef-0", "alfa 5560"):
        assert found_by(anna, words) == [company], words
    assert found_by(anna, "alfa 5561") == []
