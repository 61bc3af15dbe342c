"""The index of the search says what a scan of all rows says, whatever was done, undone and heard; and nothing more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from _store_days import DAYS_OF_WORK, Office, Step
from _store_laptops import Laptop, birth, log_dump, reprojected, row_of, to, tombstone
from _store_search import catch_up, catch_up_all, found_by, indexed, sound
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from app.domain.refusal import Refusal
from app.store import search
from app.store.registry import BY_NAME, Compartment
from app.store.tables import COMPARTMENT_BITS
from app.store.units import Act


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Laptop]:
    laptop = Laptop(tmp_path, "anna")
    yield laptop
    laptop.close()


@settings(max_examples=25)
@given(DAYS_OF_WORK, st.lists(st.integers(0, 4), min_size=1, max_size=10))
def test_the_index_is_a_scan_of_all_rows_after_any_day(day: list[Step], pace: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        for turn, step in enumerate(day):
            office.take(step)
            if most := pace[turn % len(pace)]:  # here and there a slice, often too small
                catch_up(office.laptops[step.who], most)
        office.everybody_hears_everybody()
        for laptop in office.laptops:
            catch_up_all(laptop, 3)
            found = sound(laptop)
            with laptop.store.connected() as connection:
                assert search.behind(connection) == 0
            stands, again = reprojected(laptop.store)
            assert stands == again
        event(f"entries: {min(len(found), 5)}")


@settings(max_examples=15)
@given(DAYS_OF_WORK, st.data())
def test_sections_that_become_readable_later_are_found(day: list[Step], data: st.DataObject) -> None:
    """Units come in part, in any order of compartments, with slices of the index between."""
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        office.work(day)
        kept = [unit for laptop in office.laptops for unit in laptop.own()]
        reader = Laptop(Path(folder), "reader")
        for compartment in data.draw(st.permutations(list(Compartment))):
            for unit in kept:
                part = tuple(op for op in unit.operations if op.place >> COMPARTMENT_BITS == compartment)
                reader.take([replace(unit, operations=part)])
            catch_up(reader, data.draw(st.integers(1, 40)))
        catch_up_all(reader)
        sound(reader)
        reader.close()


def test_a_late_section_keeps_the_place_of_its_act(tmp_path: Path, anna: Laptop) -> None:
    bo = Laptop(tmp_path, "bo")
    unit = anna.act("matrix import", *to("company", 0, name="Alfa"), birth("company", 0), birth("person", 0),
                    *to("person", 0, name="Fatima Wikander"))  # fmt: skip
    own = tuple(op for op in unit.operations if op.entity == BY_NAME["company"].number)
    bo.take([replace(unit, operations=own)])
    bo.act("coach log", birth("session", 0), *to("session", 0, note="Fatima var med"))
    catch_up_all(bo)
    assert found_by(bo, "fatima") == [("session", row_of("session", 0))]
    bo.take([replace(unit, operations=tuple(op for op in unit.operations if op not in own))])
    assert catch_up(bo) is False
    assert found_by(bo, "fatima") == [("session", row_of("session", 0)), ("person", row_of("person", 0))]
    sound(bo)
    bo.close()


def test_a_late_section_does_not_make_a_row_older(tmp_path: Path, anna: Laptop) -> None:
    bo = Laptop(tmp_path, "bo")
    unit = anna.act("coach log", birth("session", 0), *to("session", 0, note="Pressen"), birth("person", 0))
    person = tuple(op for op in unit.operations if op.entity == BY_NAME["person"].number)
    bo.take([replace(unit, operations=person)])
    bo.wall.step(10_000)
    bo.act("coach log", birth("session", 1), *to("session", 1, note="Pressen igen"))
    bo.act("coach log", birth("session", 0), *to("session", 0, note="Pressen hos Bo"))
    catch_up_all(bo)
    bo.take([replace(unit, operations=tuple(op for op in unit.operations if op not in person))])
    catch_up_all(bo)
    assert found_by(bo, "pressen") == [("session", row_of("session", 0)), ("session", row_of("session", 1))]
    sound(bo)
    bo.close()


def test_changed_taken_back_and_done_again(anna: Laptop) -> None:
    note = ("session", row_of("session", 0))
    anna.act("coach log", birth("session", 0), *to("session", 0, note="Kantpressen", next_step="Ring Åsa"))
    anna.act("coach log", birth("session", 1), *to("session", 1, note="Svarven"))

    def now(words: str) -> list[tuple[str, bytes]]:
        catch_up_all(anna)
        sound(anna)
        return found_by(anna, words)

    assert now("kant") == now("kantpressen åsa") == [note]
    anna.act("coach edit", *to("session", 0, note="Fräsen"))
    assert now("kant") == [] and now("fräsen") == [note]
    anna.store.undo()
    assert now("kant") == [note] and now("fräsen") == []
    anna.store.redo()
    assert now("kant") == [] and now("fräsen ring") == [note]
    anna.act("coach remove", tombstone("session", 0))
    assert now("fräsen") == now("åsa") == []
    anna.store.undo()
    assert now("fräsen") == [note]
    anna.act("coach edit", *to("session", 0, note=None, next_step=None))
    assert now("fräsen") == now("ring") == []


def test_the_newest_act_comes_first_whichever_field_it_set(anna: Laptop) -> None:
    rows = [("session", row_of("session", index)) for index in range(3)]
    for index in range(3):
        anna.act("coach log", birth("session", index), *to("session", index, note="Pressen"))
    catch_up_all(anna)
    assert found_by(anna, "press") == rows[::-1]
    anna.act("coach edit", *to("session", 1, minutes=30))
    at = anna.log()[-1].at
    catch_up_all(anna)
    with anna.store.connected() as connection:
        first, *rest = search.find(connection, "press")
    assert (first.row, first.at) == (rows[1][1], at)
    assert [one.row for one in rest] == [rows[2][1], rows[0][1]]
    sound(anna)


def test_what_is_being_typed_is_found_as_it_stands(anna: Laptop) -> None:
    answer = ("answer", row_of("answer", 0))
    for end in range(1, 12):
        anna.wall.step(400)
        born = [birth("answer", 0)] if end == 1 else []
        anna.store.commit_typing(
            Act("interview answer", None, (*born, *to("answer", 0, value="Ställtiden"[:end])))
        )
        if end % 3:
            catch_up_all(anna)
            sound(anna)
    catch_up_all(anna)
    assert len(anna.log()) == 1
    assert found_by(anna, "ställtiden") == [answer]
    sound(anna)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["type", "act", "undo", "redo", "index", "wait"]), min_size=3, max_size=25))
def test_typing_undo_and_slices_in_any_order(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        anna, text = Laptop(Path(folder), "anna"), ""
        anna.act("interview answer", birth("answer", 0), birth("session", 0))
        for turn, step in enumerate(steps):
            anna.wall.step(60_000 if step == "wait" else 300)
            if step == "type":
                text += "abå"[turn % 3]
                anna.store.commit_typing(Act("interview answer", None, to("answer", 0, value=text)))
            elif step == "act":
                anna.act("coach edit", *to("session", 0, note=f"gång {turn}"))
            elif step == "index":
                catch_up(anna, 1)
            elif step in ("undo", "redo"):
                try:
                    anna.store.undo() if step == "undo" else anna.store.redo()
                except Refusal as refusal:
                    assert refusal.code in ("store.undo.nothing", "store.redo.nothing")
        catch_up_all(anna)
        sound(anna)
        anna.close()


def test_the_check_of_the_index_can_fail(anna: Laptop) -> None:
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    anna.act("company add", birth("company", 1), *to("company", 1, name="Beta"))
    catch_up_all(anna)
    sound(anna)
    for statement in (
        "UPDATE search_entry SET text = 'Gamma' WHERE text = 'Alfa'",
        "DELETE FROM search_entry WHERE text = 'Beta'",
        "INSERT INTO search_index (rowid, text) VALUES (7, 'Delta')",
    ):
        with pytest.raises(sqlcipher.DatabaseError), anna.store.writing() as connection:
            cursor = connection.connection.cursor()
            cursor.execute(statement)
            cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        sound(anna)


# --- slices ---


def test_an_act_costs_the_index_nothing_and_slices_end(anna: Laptop) -> None:
    for index in range(7):
        anna.act("coach log", birth("session", index), *to("session", index, note="Pressen"))
    with anna.store.connected() as connection:
        assert search.behind(connection) == 7
        for table in ("search_entry", "search_again"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0
    assert [catch_up(anna, 3) for _ in range(3)] == [True, True, False]
    with anna.store.connected() as connection:
        assert search.behind(connection) == 0
    assert len(found_by(anna, "pressen")) == 7
    before = anna.dump()
    assert catch_up(anna) is False and catch_up(anna, 0) is False
    assert anna.dump() == before


def test_a_slice_is_taken_whole_or_not_at_all(anna: Laptop) -> None:
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    with pytest.raises(RuntimeError), anna.store.writing() as connection:
        search.catch_up(connection)
        raise RuntimeError("the plug is pulled")
    assert found_by(anna, "alfa") == []
    catch_up_all(anna)
    assert found_by(anna, "alfa") == [("company", row_of("company", 0))]
    anna.close()
    anna.open()
    assert found_by(anna, "alfa") == [("company", row_of("company", 0))]
    assert catch_up(anna) is False


def test_the_log_is_untouched(anna: Laptop) -> None:
    anna.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    with anna.store.connected() as connection:
        before = log_dump(connection)
    catch_up_all(anna)
    found_by(anna, "alfa")
    with anna.store.connected() as connection:
        assert log_dump(connection) == before


# --- what leaves the index is gone ---


def _words_inside(connection: Connection) -> set[str]:
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.inside USING fts5vocab(main, search_index, 'row')"
    )
    return set(connection.exec_driver_sql("SELECT term FROM temp.inside").scalars())


def _pages(connection: Connection) -> bytes:
    blocks = connection.exec_driver_sql("SELECT block FROM search_index_data").scalars()
    terms = connection.exec_driver_sql("SELECT term FROM search_index_idx").scalars()
    return b"".join(one if isinstance(one, bytes) else str(one).encode() for one in [*blocks, *terms])


@pytest.mark.parametrize("many", [1, 400])
def test_a_name_that_was_taken_away_is_in_no_page_of_the_index(anna: Laptop, many: int) -> None:
    for first in range(0, many, 80):  # several pages of the index, written one after another
        changes = []
        for index in range(first, min(first + 80, many)):
            changes += (birth("person", index), *to("person", index, name=f"Qvintilla Zornhagen{index}"))
        anna.act("matrix import", *changes)
        catch_up_all(anna)
    anna.act("coach log", birth("session", 0), *to("session", 0, note="Något annat"))
    catch_up_all(anna)
    with anna.store.connected() as connection:
        assert "qvintilla" in _words_inside(connection) and b"qvintilla" in _pages(connection)
        assert len(list(search.find(connection, "qvintilla"))) == many
    anna.act("erase", *(tombstone("person", index) for index in range(many)))
    catch_up_all(anna)
    with anna.store.connected() as connection:
        assert _words_inside(connection) == {"något", "annat"}
        for piece in (b"qvint", b"intilla", b"zorn", b"hagen"):
            assert piece not in _pages(connection)
        texts = connection.exec_driver_sql("SELECT text FROM search_entry").scalars().all()
        assert sorted(texts) == [""] * many + ["Något annat"]
    sound(anna)


def test_rows_that_are_taken_out_of_the_tables_themselves_leave_the_index(anna: Laptop) -> None:
    anna.act("matrix edit", birth("person", 0), *to("person", 0, name="Qvintilla"))
    catch_up_all(anna)
    with anna.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM person")
        search.renew(connection, {(BY_NAME["person"].number, row_of("person", 0)): 0})
        search.renew(connection, {(BY_NAME["person"].number, row_of("person", 1)): 0})
    assert indexed(anna) == [] and found_by(anna, "qvintilla") == []
    with anna.store.connected() as connection:
        assert _words_inside(connection) == set()
