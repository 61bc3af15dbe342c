"""The log is the record: every table is what the log makes of it, byte for byte (record.md 1)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from _store_days import DAYS_OF_WORK, Office, Step
from _store_laptops import Laptop, birth, log_dump, reprojected, row_of, shown, to, tombstone
from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.store import history, opening
from app.store.registry import BY_NAME
from app.store.rows import CompanyRow, RatingRow, SessionRow
from app.store.units import Act, Change, Topic


@settings(max_examples=45)
@given(DAYS_OF_WORK)
def test_a_random_day_is_made_again_from_its_log(day: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        office.work(day)
        for laptop in office.laptops:
            stands, again = reprojected(laptop.store)
            assert stands == again
        event(f"conflicts: {bool(office.laptops[0].contests())}")
        office.everybody_hears_everybody()
        dumps = [laptop.dump() for laptop in office.laptops]
        for laptop, dump in zip(office.laptops, dumps, strict=True):
            stands, again = reprojected(laptop.store)
            assert stands == again
            assert dump == dumps[0], "who has heard the same shows the same"
            assert dump["awaited"] == [], "nobody waits when all has come"
            assert laptop.contests() == office.laptops[0].contests()
        event(f"conflicts at the end: {bool(office.laptops[0].contests())}")


WEIRD = [
    "",
    "a\x00b",
    "\x00",
    '"',
    "\\u0000",
    "null",
    "1",
    "true",
    "𝔐",
    "e\u0301",
    " \n\t",
    "�",
    "\x7f\u2028",
]


@pytest.mark.parametrize("count", [11, 12, 13, 40])
def test_texts_keep_every_character_whichever_way_they_are_written(tmp_path: Path, count: int) -> None:
    """A short run goes row by row, a longer one as one JSON list: both keep the same bytes."""
    one, many = Laptop(tmp_path, "one"), Laptop(tmp_path, "many")
    texts = {index: WEIRD[index % len(WEIRD)] for index in range(count)}
    changes = {
        index: (birth("session", index), *to("session", index, note=text)) for index, text in texts.items()
    }
    many.act("coach log", *(change for few in changes.values() for change in few))
    for few in changes.values():
        one.act("coach log", *few)
    for laptop in (one, many):
        with laptop.store.reading() as reader:
            assert {row.id: row.note for row in reader.rows(SessionRow)} == {
                row_of("session", index): text for index, text in texts.items()
            }
        stands, again = reprojected(laptop.store)
        assert stands == again
        assert {row[5] for row in stands["op"] if row[4] != 0} == set(texts.values())
        laptop.close()


@settings(max_examples=30)
@given(
    st.lists(
        st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.booleans().map(int)),
        min_size=1,
        max_size=40,
    )
)
def test_numbers_keep_every_digit(levels: list[int | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), "anna")
        changes: list[Change] = []
        for index, level in enumerate(levels):
            changes += (birth("rating", index), *to("rating", index, level=level))
        laptop.act("matrix import", *changes)
        with laptop.store.reading() as reader:
            assert {row.id: row.level for row in reader.rows(RatingRow)} == {
                row_of("rating", index): level for index, level in enumerate(levels)
            }
        stands, again = reprojected(laptop.store)
        laptop.close()
        assert stands == again


def test_a_table_that_was_written_beside_apply_is_noticed(tmp_path: Path) -> None:
    """So the comparison can fail: each kind of column, a row too many, a row too few."""
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa", men=3))
    for statement in (
        "UPDATE company SET name = 'Beta'",
        "UPDATE company SET heads = zeroblob(25)",
        "UPDATE company SET contested = 1",
        "UPDATE company SET gone = 1",
        "UPDATE company SET men = 'tre'",
        "DELETE FROM company",
        "INSERT INTO alias (id, heads) VALUES (zeroblob(16), x'')",
        "INSERT INTO awaited VALUES (10, zeroblob(16), 2, zeroblob(24))",
        "UPDATE op SET value = 'Gamma' WHERE field = 4",
    ):
        before = laptop.dump()
        with laptop.store.connected() as connection:
            connection.exec_driver_sql("SAVEPOINT planted")
            connection.exec_driver_sql(statement)
            stands = log_dump(connection)
            log = tuple(unit for _, unit in history.whole(connection, "1"))
            connection.exec_driver_sql("ROLLBACK TO planted")
        engine = history.projected(log, opening.in_memory())
        with engine.connect() as again:
            assert log_dump(again) != stands, statement
        engine.dispose()
        assert laptop.dump() == before
    laptop.close()


def test_what_changed_is_told_and_nothing_else(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "anna")
    company = row_of("company", 0)
    changes = laptop.store.commit(
        Act("company add", company, (birth("company", 0), *to("company", 0, name="Alfa")))
    )
    assert changes.topics == {Topic("company", company)}
    assert changes.rows == {company}
    assert changes.verb == "company add" and changes.undoable
    (unit,) = laptop.own()
    assert changes.unit == unit.id and unit.company == company and unit.person == "anna"
    assert not laptop.store.commit(Act("company same", None, (birth("alias", 0),))).undoable
    laptop.close()


def test_an_act_is_whole_or_not_at_all(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    before, log = laptop.dump(), laptop.log()
    with pytest.raises(Refusal, match=r"store\.field_twice"):
        laptop.act("company edit", *to("company", 0, name="Beta"), *to("company", 0, name="Gamma"))
    with pytest.raises(ValueError, match="changes something"):
        laptop.act("company edit")
    spoiled = Change(BY_NAME["alias"].number, row_of("alias", 0), 0, b"\xc1")
    with pytest.raises(ValueError):
        laptop.act("company edit", *to("company", 0, name="Beta"), spoiled)
    assert (laptop.dump(), laptop.log()) == (before, log)
    laptop.close()


def test_a_deleted_row_keeps_its_fields_and_comes_back_with_them(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa", men=3))
    before = shown(laptop.store)
    laptop.act("company edit", tombstone("company", 0))
    with laptop.store.reading() as reader:
        assert reader.rows(CompanyRow) == ()
        assert reader.was_born(CompanyRow, row_of("company", 0))
    laptop.act("company edit", tombstone("company", 0, back=True))
    assert shown(laptop.store) == before
    stands, again = reprojected(laptop.store)
    assert stands == again
    laptop.close()


def test_what_was_committed_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, "anna")
    laptop.act("company add", birth("company", 0), *to("company", 0, name="Alfa"))
    before, log = laptop.dump(), laptop.log()
    laptop.close()
    laptop.open()
    assert (laptop.dump(), laptop.log()) == (before, log)
    last = log[-1].stamp
    laptop.wall.step(-3_600_000)
    assert laptop.act("company edit", *to("company", 0, name="Beta")).stamp > last, (
        "the clock never goes back"
    )
    laptop.close()
