"""Random days on several laptops: acts on many entities, undo and redo, tombstones, news from others, wrong clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _store_laptops import HOUR, Laptop, birth, to, tombstone
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.store.registry import BY_NAME, Field, Kind, Value
from app.store.units import Act, Change

# Shared rows of every shape: none, one and several parts of a birth; texts, numbers, days and rows as fields.
ENTITIES = ("company", "session", "interview", "answer", "skill", "person", "requirement", "licence", "alias")
ROWS = 3
NAMES = ("anna", "bo", "kontoret")

TEXTS = st.one_of(
    st.sampled_from(
        ["", "ja", "nej", "Åre", "1", "null", '"', "\\", "a\x00b", "\x00", "\x7f", "𝔐 🏭", "é", "e\u0301"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
NUMBERS = st.sampled_from([0, 1, 2, -1, 255, 2**31, 2**63 - 1, -(2**63)])
DAYS = st.sampled_from(["2022-05-12", "2022-05-13", "1999-12-31"])
ROW_IDS = st.sampled_from([bytes(16), b"\xff" * 16, b"0123456789abcdef"])
OF_KIND = {Kind.TEXT: TEXTS, Kind.NUMBER: NUMBERS, Kind.DATE: DAYS, Kind.ROW: ROW_IDS}


def values_of(known: Field) -> st.SearchStrategy[Value]:
    return st.one_of(st.none(), OF_KIND[known.kind])


@dataclass(frozen=True)
class Do:
    """One act: births, fields and tombstones of rows."""

    who: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Back:
    who: int
    redo: bool


@dataclass(frozen=True)
class Hear:
    who: int
    other: int
    most: int


@dataclass(frozen=True)
class Wait:
    who: int
    ms: int


@dataclass(frozen=True)
class Restart:
    who: int


@st.composite
def _rows_changed(draw: st.DrawFn) -> tuple[Change, ...]:
    """Up to three rows, each born here or not, with some of its fields."""
    changes: list[Change] = []
    places = st.tuples(st.sampled_from(ENTITIES), st.integers(0, ROWS - 1))
    for name, index in draw(st.lists(places, min_size=1, max_size=3, unique=True)):
        entity = BY_NAME[name]
        fields = (
            draw(st.lists(st.sampled_from(entity.fields), unique=True, max_size=3)) if entity.fields else []
        )
        values = {known.name: draw(values_of(known)) for known in fields}
        if not values or draw(st.booleans()):
            changes.append(birth(name, index))
        changes += to(name, index, **values)
    return tuple(changes)


@st.composite
def _import(draw: st.DrawFn) -> tuple[Change, ...]:
    """Many rows of one shape, as a workbook gives them: this goes the way of bulk."""
    name, of = draw(
        st.sampled_from([("rating", "level"), ("answer", "value"), ("skill", "scale"), ("session", "note")])
    )
    first, count = draw(st.integers(0, 5)), draw(st.integers(11, 20))
    drawn = draw(st.lists(values_of(BY_NAME[name].field(of)), min_size=1, max_size=4))
    born = draw(st.booleans())
    changes: list[Change] = []
    for index in range(first, first + count):
        changes += [birth(name, index)] if born else []
        changes += to(name, index, **{of: drawn[index % len(drawn)]})
    return tuple(changes)


def _gone() -> st.SearchStrategy[tuple[Change, ...]]:
    return st.builds(
        lambda name, index, back: (tombstone(name, index, back=back),),
        st.sampled_from(ENTITIES),
        st.integers(0, ROWS - 1),
        st.booleans(),
    )


WHO = st.integers(0, len(NAMES) - 1)
STEPS = st.one_of(
    st.builds(Do, WHO, _rows_changed()),
    st.builds(Do, WHO, _rows_changed()),
    st.builds(Do, WHO, _import()),
    st.builds(Do, WHO, _gone()),
    st.builds(Back, WHO, st.booleans()),
    st.builds(Hear, WHO, WHO, st.integers(1, 6)),
    st.builds(Hear, WHO, WHO, st.integers(1, 6)),
    st.builds(Wait, WHO, st.sampled_from([-3 * HOUR, -1, 1, 60_000, 3 * HOUR, 30 * HOUR])),
    st.builds(Restart, WHO),
)
Step = Do | Back | Hear | Wait | Restart
DAYS_OF_WORK = st.lists(STEPS, min_size=4, max_size=30)


@dataclass
class Office:
    """The laptops of a random day."""

    folder: Path
    laptops: list[Laptop] = field(default_factory=list)

    def __enter__(self) -> Office:
        self.laptops = [Laptop(self.folder, name) for name in NAMES]
        return self

    def __exit__(self, *_: object) -> None:
        for laptop in self.laptops:
            laptop.close()

    def work(self, day: Sequence[Step]) -> None:
        for step in day:
            self.take(step)

    def take(self, step: Step) -> None:
        at = self.laptops[step.who]
        match step:
            case Do():
                at.wall.step(1)
                at.store.commit(Act("company edit", None, step.changes))
            case Back():
                at.wall.step(1)
                try:
                    at.store.redo() if step.redo else at.store.undo()
                except Refusal as refusal:
                    assert refusal.code in (
                        "store.undo.nothing",
                        "store.redo.nothing",
                        "store.undo.touched",
                    )
            case Hear() if step.other != step.who:
                at.hear(self.laptops[step.other], step.most)
            case Wait():
                at.wall.step(step.ms)
            case Restart():
                at.close()
                at.open()

    def everybody_hears_everybody(self) -> None:
        for at in self.laptops:
            for other in self.laptops:
                if other is not at:
                    at.hear(other)
