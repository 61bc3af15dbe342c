"""The registry: numbers that are never used twice, and nothing stored that it does not name."""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from _store_laptops import KEY

from app.store import opening, rows
from app.store.ids import RowId
from app.store.registry import BIRTH, BY_NAME, BY_NUMBER, ENTITIES, GONE, Compartment, Kind, Role
from app.store.rows import ENTITY_OF, StoredRow
from app.store.tables import COMPARTMENT_BITS, ORDINAL_BITS, PROJECTIONS, metadata
from app.store.units import birth_of, birth_values, place_of

# As they travel in segments: number name compartment | parts of the birth, in order | fields.
# A line is only ever added to; what stands here lies in other people's files and may not change its meaning.
FROZEN = """
1 programme_revision programme | revision:number | 2=text:text
2 alias programme | company:row same_as:row |
10 company company | | 2=orgnr:text 3=serial:text 4=name:text 5=municipality:text 6=sni:text 7=sni_version:text
  8=legal_form:text 9=women:number 10=men:number
13 session company | company:row | 2=activity:text 3=date:date 4=minutes:number 5=note:text 6=women:number
  7=men:number 8=next_step:text 9=next_by:date
20 interview analysis | company:row form:text form_version:text | 2=status:text 3=finished_on:date 4=reason:text
21 repeat_instance analysis | interview:row question:text instances:text | 2=place:text
22 answer analysis | interview:row question:text instances:text respondent:text | 2=value:text
23 question_note analysis | interview:row question:text instances:text | 2=note:text 3=missing:text
30 scale people | company:row | 2=name:text 3=steps:text
31 skill_group people | company:row | 2=name:text 3=place:text
32 skill people | company:row | 2=name:text 3=skill_group:row 4=kind:text 5=scale:row 6=threshold:number
  7=place:text
34 requirement people | company:row skill:row scope:text | 2=level:number 3=headcount:number
35 person people | company:row | 2=name:text 3=team:text 4=shift:text 5=job:text 6=part_time:number 7=place:text
36 rating people | company:row person:row skill:row day:date kind:text by_role:text previous:row | 2=level:number
37 licence people | company:row person:row skill:row day:date previous:row | 2=state:text 3=valid_to:date
39 matrix_source people | company:row | 2=sheet:text 3=day:date 4=answers:text 5=open_questions:text
40 respondent_name people | interview:row question:text instances:text respondent:text | 2=value:text
"""

# Tables that are no projection, and why they may be here without an entry.
LOCAL = {
    "unit": "the log: acts",
    "op": "the log: operations",
    "awaited": "derived from the log",
    "local_state": "stays on this laptop",
    "compartment_key": "stays on this laptop",
    "applied": "stays on this laptop",
    "unread_section": "stays on this laptop",
    "outgoing": "stays on this laptop",
    "search_entry": "stays on this laptop",
    "search_again": "stays on this laptop",
}
# The full-text index: a table that SQLite's own module keeps in four of its own.
INDEX = {"search_index", "search_index_data", "search_index_idx", "search_index_config"}
OF_EVERY_ROW = {"id", "born", "gone", "heads", "contested"}


def _frozen() -> dict[int, tuple[str, str, list[str], dict[int, str]]]:
    found = {}
    for line in FROZEN.replace("\n  ", " ").strip().splitlines():
        head, birth, kept = (part.strip() for part in line.split("|"))
        number, name, compartment = head.split()
        numbered = dict(one.split("=") for one in kept.split())
        found[int(number)] = name, compartment, birth.split(), {int(n): rest for n, rest in numbered.items()}
    return found


def test_the_frozen_numbers_still_mean_what_they_meant() -> None:
    frozen = _frozen()
    for number, (name, compartment, birth, kept) in frozen.items():
        entity = BY_NUMBER[number]
        assert (entity.name, entity.compartment.name.lower()) == (name, compartment)
        assert [f"{part.name}:{part.kind.value}" for part in entity.birth] == birth, name
        now = {field.number: f"{field.name}:{field.kind.value}" for field in entity.fields}
        assert {number: now.get(number) for number in kept} == kept, name
        fresh = sorted(set(now) - set(kept))
        assert not fresh, f"write the new fields {fresh} of {name} into the frozen table"
    assert not set(BY_NUMBER) - set(frozen), "write the new entity into the frozen table"


def test_no_number_and_no_name_is_given_twice() -> None:
    assert len({entity.number for entity in ENTITIES}) == len(ENTITIES)
    assert len({entity.name for entity in ENTITIES}) == len(ENTITIES)
    assert len(BY_NUMBER) == len(BY_NAME) == len(ENTITIES)
    for entity in ENTITIES:
        numbers = [field.number for field in entity.fields]
        assert len(set(numbers)) == len(numbers), entity.name
        assert [part.number for part in entity.birth] == list(range(len(entity.birth))), entity.name
        assert len(set(entity.columns)) == len(entity.columns), entity.name
        assert not set(entity.columns) & OF_EVERY_ROW, entity.name


def test_numbers_of_fields_fit_in_the_byte_of_a_head_and_leave_birth_and_tombstone_alone() -> None:
    assert (BIRTH, GONE) == (0, 1)
    for entity in ENTITIES:
        assert all(2 <= field.number <= 255 for field in entity.fields), entity.name


def test_every_entity_has_names_in_both_languages_a_compartment_and_a_writer() -> None:
    for entity in ENTITIES:
        assert entity.sv and entity.en and entity.writers and entity.compartment in Compartment
        for field in (*entity.birth, *entity.fields):
            assert field.sv and field.en, (entity.name, field.name)
        if entity.compartment is Compartment.PEOPLE:
            assert Role.OFFICE not in entity.writers, f"the office never reads {entity.name}"


def test_every_column_that_lies_in_the_file_has_an_entry(tmp_path: Path) -> None:
    """Asked of a real encrypted file, not of the tables' descriptions."""
    engines = opening.create(tmp_path / "store.db", KEY)
    with engines.reader.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).scalars()
        columns = {
            name: {row[1]: row[2] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")}
            for name in names.all()
        }
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).all()
    engines.close()
    assert set(columns) == {entity.name for entity in ENTITIES} | set(LOCAL) | INDEX
    assert not triggers, "nothing but apply writes a synced table"
    types_of = {Kind.TEXT: "TEXT", Kind.DATE: "TEXT", Kind.NUMBER: "INTEGER", Kind.ROW: "BLOB"}
    for entity in ENTITIES:
        stored = columns[entity.name]
        expected = {f.name: types_of[f.kind] for f in (*entity.birth, *entity.fields)}
        assert {name: stored[name] for name in stored if name not in OF_EVERY_ROW} == expected
        assert set(stored) >= OF_EVERY_ROW


def test_the_projections_are_those_of_the_registry() -> None:
    assert {number: table.name for number, table in PROJECTIONS.items()} == {
        entity.number: entity.name for entity in ENTITIES
    }
    assert set(metadata.tables) == {entity.name for entity in ENTITIES} | set(LOCAL)


def test_row_classes_are_complete() -> None:
    classes = {
        kind
        for kind in vars(rows).values()
        if isinstance(kind, type) and issubclass(kind, StoredRow) and kind is not StoredRow
    }
    assert classes == set(ENTITY_OF)
    assert sorted(ENTITY_OF.values()) == sorted(BY_NAME)


@pytest.mark.parametrize("kind", ENTITY_OF, ids=lambda kind: kind.__name__)
def test_row_classes_are_the_registry(kind: type[StoredRow]) -> None:
    entity = BY_NAME[ENTITY_OF[kind]]
    assert is_dataclass(kind) and vars(kind)["__dataclass_params__"].frozen
    hints = typing.get_type_hints(kind)
    assert tuple(f.name for f in fields(kind)) == ("id", *entity.columns)
    python = {Kind.TEXT: str, Kind.DATE: str, Kind.NUMBER: int, Kind.ROW: RowId}
    for field in (*entity.birth, *entity.fields):
        hint = hints[field.name]
        plain = [one for one in typing.get_args(hint) if one is not types.NoneType] or [hint]
        assert plain == [python[field.kind]], (entity.name, field.name)


def test_a_birth_comes_back_as_it_was_given_and_another_is_refused() -> None:
    rating = BY_NAME["rating"]
    row = RowId(bytes(16))
    parts = (row, row, row, "2022-05-12", "current", "coach", None)
    birth = birth_of("rating", row, *parts)
    assert birth_values(rating, birth.value) == parts
    with pytest.raises(ValueError, match="7 parts"):
        birth_of("rating", row, *parts[:-1])
    for spoiled in (None, 7, "text", b"", b"\xc1", b"\x91\xc0", b"\x81\x01\x02", b"\x97" + b"\x90" * 7):
        with pytest.raises(ValueError):
            birth_values(rating, spoiled)


def test_places_of_operations_never_meet() -> None:
    most = (1 << COMPARTMENT_BITS) - 1
    spans = [(place_of(kind, 0), place_of(kind, most)) for kind in Compartment]
    assert all(last < first for (_, last), (first, _) in zip(spans, spans[1:], strict=False))
    assert spans[-1][1] < 1 << ORDINAL_BITS
    with pytest.raises(ValueError, match="million"):
        place_of(Compartment.PEOPLE, most + 1)
