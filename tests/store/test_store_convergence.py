"""The state is a function of the set of acts, not of their order of arrival (exchange.md 3)."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from _store_days import DAYS_OF_WORK, Office, Step
from _store_laptops import (
    KEY,
    Dump,
    Laptop,
    birth,
    device,
    dump,
    made,
    names_shown,
    reprojected,
    row_of,
    said,
    to,
    tombstone,
)
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from app.store import opening
from app.store.reading import Contest
from app.store.rows import CompanyRow, RatingRow
from app.store.store import Store
from app.store.units import Unit

Outcome = tuple[Dump, tuple[Contest, ...]]


class Bench:
    """Empty encrypted stores, one after another, to which acts are carried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bench"
        self.folder.mkdir()
        opening.create(self.folder / "empty.db", KEY).close()

    def outcome(self, batches: Iterable[Sequence[Unit]], *, again: bool = False) -> Outcome:
        path = self.folder / "reader.db"
        shutil.copyfile(self.folder / "empty.db", path)
        store = Store.open(
            path, KEY, device=device("reader"), person="reader", incarnation=1, now=lambda: 1_650_000_000_000
        )
        try:
            for batch in batches:
                with store.writing() as connection:
                    store.receive(connection, batch)
            with store.connected() as connection:
                found = dump(connection)
            with store.reading() as reader:
                contests = reader.contested()
            if again:
                stands, remade = reprojected(store)
                assert stands == remade
            return found, contests
        finally:
            store.close()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def _each(units: Sequence[Unit]) -> list[list[Unit]]:
    return [[unit] for unit in units]


def _arrivals(units: Sequence[Unit]) -> Iterator[list[list[Unit]]]:
    """Every order, act by act and all at once."""
    for order in permutations(units):
        yield _each(order)
        yield [list(order)]


def _all_alike(bench: Bench, units: Sequence[Unit]) -> Outcome:
    first = bench.outcome(_each(units))
    for batches in _arrivals(units):
        assert bench.outcome(batches) == first, [[unit.verb for unit in batch] for batch in batches]
    return first


def _company(dumped: Dump) -> dict[str, object]:
    known = ("orgnr", "serial", "name", "municipality", "sni", "sni_version", "legal_form", "women", "men")
    (row,) = dumped["company"]
    return dict(zip(("id", *known, "born", "gone", "heads", "contested"), row, strict=True))


def test_two_values_are_a_conflict_until_one_names_them_all(bench: Bench) -> None:
    first = said("anna", 0, "Alfa")
    anna, bo = said("anna", 10, "Alfa AB", first), said("bo", 20, "Alfa Mek", first)
    found, contests = _all_alike(bench, [first, anna, bo])
    (contest,) = contests
    assert contest.names == ("company", "name")
    assert [(claim.value, claim.person, claim.device, claim.before) for claim in contest.claims] == [
        ("Alfa AB", "anna", device("anna"), "Alfa"),
        ("Alfa Mek", "bo", device("bo"), "Alfa"),
    ]
    assert [claim.at for claim in contest.claims] == [anna.at, bo.at]
    assert _company(found)["name"] == "Alfa Mek", "the largest stamp is shown meanwhile"
    assert _company(found)["contested"] == 1

    half = said("eva", 30, "Alfa Mekaniska", anna)
    _, contests = _all_alike(bench, [first, anna, bo, half])
    assert names_shown(contests) == {("company", "name"): {"Alfa Mek", "Alfa Mekaniska"}}, "bo was not named"

    settled = said("eva", 30, "Alfa AB", anna, bo)
    found, contests = _all_alike(bench, [first, anna, bo, settled])
    assert contests == ()
    assert (_company(found)["name"], _company(found)["contested"]) == ("Alfa AB", 0)


def test_the_older_of_two_heads_shows_again_when_only_the_newer_is_replaced(bench: Bench) -> None:
    first, second = said("anna", 10, "Alfa"), said("bo", 20, "Beta")
    slow = said(
        "eva", 5, "Gamma", second
    )  # a clock that is behind: a smaller stamp that replaces a larger one
    found, contests = _all_alike(bench, [first, second, slow])
    assert _company(found)["name"] == "Alfa"
    assert names_shown(contests) == {("company", "name"): {"Alfa", "Gamma"}}


def test_equal_values_are_no_conflict_and_both_stand(bench: Bench) -> None:
    first = said("anna", 0, "Alfa")
    same = [said("anna", 10, "Alfa AB", first), said("bo", 20, "Alfa AB", first)]
    found, contests = _all_alike(bench, [first, *same])
    assert contests == () and _company(found)["contested"] == 0
    heads = _company(found)["heads"]
    assert isinstance(heads, bytes) and len(heads) == 2 * 25
    other = said("eva", 30, "Beta", same[0])
    _, contests = _all_alike(bench, [first, *same, other])
    assert names_shown(contests) == {("company", "name"): {"Alfa AB", "Beta"}}


def test_nothing_and_an_empty_text_are_two_values(bench: Bench) -> None:
    _, contests = _all_alike(bench, [said("anna", 10, None), said("bo", 20, "")])
    assert names_shown(contests) == {("company", "name"): {None, ""}}


def test_fields_of_one_row_never_conflict_with_each_other(bench: Bench) -> None:
    name = made("anna", 10, [(change, []) for change in to("company", 0, name="Alfa")])
    men = made("bo", 20, [(change, []) for change in to("company", 0, men=4)])
    found, contests = _all_alike(bench, [name, men])
    assert contests == () and (_company(found)["name"], _company(found)["men"]) == ("Alfa", 4)


def test_a_delete_and_an_edit_that_did_not_see_each_other_come_out_alike_everywhere(bench: Bench) -> None:
    born = made("anna", 0, [(birth("company", 0), []), *((one, []) for one in to("company", 0, name="Alfa"))])
    delete = made("anna", 10, [(tombstone("company", 0), [])])
    edit = said("bo", 20, "Beta", born)
    restore = made("bo", 30, [(tombstone("company", 0, back=True), [])])
    found, _ = _all_alike(bench, [born, delete, edit])
    assert (_company(found)["gone"], _company(found)["name"]) == (1, "Beta")
    found, contests = _all_alike(bench, [born, delete, restore])
    assert names_shown(contests) == {("company", "gone"): {0, 1}}
    assert _company(found)["gone"] == 0


def test_a_replaced_act_that_comes_late_is_held_back(bench: Bench) -> None:
    """Bo has replaced Anna's second act, which is not here yet: that is no conflict with her first."""
    first = said("anna", 0, "Alfa")
    second = said("anna", 10, "Alfa AB", first)
    bo = said("bo", 20, "Alfa Mek", second)
    eva = said("eva", 30, "Alfa Eva", second)
    found, contests = bench.outcome(_each([first, bo]))
    assert contests == (), "the notice waits for what is under way"
    assert _company(found)["name"] == "Alfa Mek"
    assert found["awaited"] == [(10, row_of("company", 0), 4, second.stamp)]
    found, contests = bench.outcome(_each([first, bo, second]))
    assert contests == () and found["awaited"] == []
    _, contests = bench.outcome(_each([first, bo, eva]))
    assert contests == (), "nor is it told before it is known"
    found, contests = _all_alike(bench, [first, second, bo, eva])
    assert names_shown(contests) == {("company", "name"): {"Alfa Mek", "Alfa Eva"}}
    assert found["awaited"] == []


def test_one_act_is_awaited_by_several(bench: Bench) -> None:
    missing = said("anna", 0, "Alfa")
    bo, eva = said("bo", 10, "Beta", missing), said("eva", 20, "Beta", missing)
    later = said("bo", 30, "Gamma", bo, eva)
    found, contests = _all_alike(bench, [missing, bo, eva, later])
    assert contests == () and found["awaited"] == []
    for order in permutations([bo, eva, later]):
        found, contests = bench.outcome(_each(order))
        assert found["awaited"] == [(10, row_of("company", 0), 4, missing.stamp)]
        again, _ = bench.outcome([*_each(order), [missing]])
        assert again["awaited"] == []
        # What comes in one go with an act that awaits it is not awaited afterwards.
        for more in (
            [said("eva", 40, "Delta", missing), missing],
            [missing, said("eva", 40, "Delta", missing)],
        ):
            again, _ = bench.outcome([*_each(order), more])
            assert again["awaited"] == []


def test_a_confirmation_is_an_act_of_its_own(tmp_path: Path) -> None:
    """Setting a value that already stands is still an operation: "fortfarande nivå 3"."""
    anna = Laptop(tmp_path, "anna")
    anna.act("matrix import", birth("rating", 0), *to("rating", 0, level=3))
    with anna.store.reading() as reader:
        before = reader.set_at(RatingRow, row_of("rating", 0), "level")
    confirmed = anna.act("matrix import", *to("rating", 0, level=3))
    with anna.store.reading() as reader:
        after = reader.set_at(RatingRow, row_of("rating", 0), "level")
        assert reader.contested() == ()
    assert before < after == confirmed.stamp
    assert len(anna.log()) == 2
    anna.close()


def test_a_local_act_settles_what_it_has_seen(tmp_path: Path) -> None:
    anna, bo = Laptop(tmp_path, "anna"), Laptop(tmp_path, "bo")
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    bo.hear(anna)
    anna.act("company edit", *to("company", 0, name="Alfa AB"))
    bo.act("company edit", *to("company", 0, name="Alfa Mek"))
    bo.hear(anna)
    assert names_shown(bo.contests()) == {("company", "name"): {"Alfa AB", "Alfa Mek"}}
    bo.act("company edit", *to("company", 0, name="Alfa AB"))
    anna.hear(bo)
    assert anna.contests() == bo.contests() == ()
    assert anna.dump() == bo.dump()
    with anna.store.reading() as reader:
        assert [row.name for row in reader.rows(CompanyRow)] == ["Alfa AB"]
    for laptop in (anna, bo):
        laptop.close()


def test_an_act_whose_sections_come_apart_is_completed(tmp_path: Path) -> None:
    """Who gets a key later reads the rest of an act: the same rows as who had it at once."""
    anna = Laptop(tmp_path, "anna")
    company = row_of("company", 0)
    whole = anna.act(
        "company add",
        birth("company", 0),
        *to("company", 0, name="Alfa", men=2),
        birth("skill", 0),
        *to("skill", 0, name="Svets"),
        company=company,
    )
    parts = [
        replace(whole, operations=tuple(op for op in whole.operations if op.entity == entity))
        for entity in (10, 32)
    ]
    bench = Bench(tmp_path)
    expected = bench.outcome([[whole]])
    assert expected[0] == anna.dump()
    for order in permutations(parts):
        assert bench.outcome(_each(order)) == expected
    # A section of the programme comes without its company; the company is noted when it is known.
    bare = replace(parts[0], company=None)
    bo = Laptop(tmp_path, "bo")
    bo.take([bare])
    assert bo.log()[0].company is None
    bo.take([parts[1]])
    assert bo.log()[0].company == company
    assert len(bo.log()) == 1
    anna.close()
    bo.close()


def _acts(folder: Path, day: Sequence[Step]) -> list[Unit]:
    """All acts of a random day, each as its own laptop has it."""
    with Office(folder) as office:
        office.work(day)
        return [unit for laptop in office.laptops for unit in laptop.own()]


@settings(max_examples=6)
@given(DAYS_OF_WORK)
def test_few_acts_in_every_order(day: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        units = _acts(Path(folder), day)
        assume(len(units) >= 4)
        few = units[:2] + units[-2:]
        bench = Bench(Path(folder))
        first = bench.outcome([few])
        for order in permutations(few):
            assert bench.outcome(_each(order)) == first


def _split(units: Sequence[Unit], chance: random.Random) -> list[list[Unit]]:
    batches: list[list[Unit]] = [[]]
    for unit in units:
        if batches[-1] and chance.random() < 0.4:
            batches.append([])
        batches[-1].append(unit)
    return batches


def _in_chains(units: Sequence[Unit], chance: random.Random) -> list[Unit]:
    """A random order in which each laptop's acts keep theirs."""
    chains: dict[bytes, list[Unit]] = {}
    for unit in units:
        chains.setdefault(bytes(unit.stamp[8:]), []).append(unit)
    order = [writer for writer, chain in chains.items() for _ in chain]
    chance.shuffle(order)
    return [chains[writer].pop(0) for writer in order]


@settings(max_examples=15)
@given(DAYS_OF_WORK, st.integers(0, 2**32))
def test_many_acts_in_random_orders(day: list[Step], seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        units = _acts(Path(folder), day)
        assume(units)
        bench = Bench(Path(folder))
        first = bench.outcome([sorted(units, key=lambda unit: unit.stamp)])
        event(f"conflicts: {bool(first[1])}")
        for _ in range(3):
            assert bench.outcome(_split(_in_chains(units, chance), chance)) == first
        for _ in range(4):
            broken = units[:]
            chance.shuffle(broken)
            assert bench.outcome(_split(broken, chance), again=True) == first
        assert first[0]["awaited"] == []


@settings(max_examples=10)
@given(DAYS_OF_WORK, st.integers(0, 2**32))
def test_some_acts_that_never_came_are_missed_alike_everywhere(day: list[Step], seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        units = _acts(Path(folder), day)
        assume(units)
        here = [unit for unit in units if chance.random() < 0.6]
        rest = [unit for unit in units if unit not in here]
        assume(here)
        bench = Bench(Path(folder))
        first = bench.outcome([here])
        event(f"awaits: {bool(first[0]['awaited'])}")
        for _ in range(3):
            chance.shuffle(here)
            assert bench.outcome(_split(here, chance)) == first
        whole = bench.outcome([units])
        assert bench.outcome([*_split(here, chance), *_split(rest, chance)]) == whole
