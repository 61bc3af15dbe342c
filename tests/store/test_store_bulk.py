"""Rows that go over in one statement arrive as rows bound one by one would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.store import opening
from app.store.bulk import write_log, write_shown
from app.store.registry import BY_NAME

ANSWER = BY_NAME["answer"].number

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_values = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), _texts, st.just("a\0b"), st.binary(max_size=20)
)
_bases = st.integers(0, 3).map(lambda count: bytes(range(24)) * count)


@st.composite
def _logs(draw: st.DrawFn) -> list[tuple[object, ...]]:
    """Stretches of operations, each of one field; ids count up within a stretch, most of the time."""
    log: list[tuple[object, ...]] = []
    place = 0
    for _ in range(draw(st.integers(1, 4))):
        place += draw(st.sampled_from((0, 1, 1 << 20, 1 << 24)))
        kind, field = draw(st.sampled_from(((1, 0), (1, 2), (2, 1))))
        only = draw(st.sampled_from((_values, _texts, st.binary(max_size=20), st.none())))
        same = draw(st.none() | _bases)
        for _ in range(draw(st.sampled_from((1, 12, 13, 30)))):
            place += 1
            bases = draw(_bases) if same is None else same
            log.append((place, kind, ANSWER, bytes([place % 251]) * 16, field, draw(only), bases))
    return log


@settings(max_examples=60, deadline=None)
@given(_logs())
def test_the_log_reads_back_as_it_was_given(log) -> None:
    engine = opening.in_memory()
    with engine.begin() as connection:
        write_log(connection.connection.cursor(), log)
        found = connection.exec_driver_sql(
            "SELECT id, kind, entity, row, field, value, bases FROM op ORDER BY id"
        ).all()
    engine.dispose()
    assert [tuple(row) for row in found] == log


def test_a_run_with_very_many_bases_is_written_too() -> None:
    log = [(n, 1, ANSWER, bytes([n]) * 16, 2, "x", bytes(24) * (100 if n == 7 else 1)) for n in range(1, 31)]
    engine = opening.in_memory()
    with engine.begin() as connection:
        write_log(connection.connection.cursor(), log)
        found = connection.exec_driver_sql(
            "SELECT id, kind, entity, row, field, value, bases FROM op ORDER BY id"
        ).all()
    engine.dispose()
    assert [tuple(row) for row in found] == log


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.binary(min_size=16, max_size=16),
            st.integers(1, 2).map(lambda heads: bytes(25) * heads),
            st.integers(0, 1),
        ),
        min_size=1,
        max_size=60,
        unique_by=lambda row: row[0],
    ),
    st.data(),
)
def test_projected_rows_read_back_and_are_replaced(rows, data) -> None:
    engine = opening.in_memory()
    for name, columns, values in (
        ("answer", ("value",), st.tuples(st.none() | _texts)),
        ("skill", ("scale",), st.tuples(st.none() | st.binary(min_size=16, max_size=16))),
        ("answer", ("born", "question", "value"), st.tuples(st.just(1), _texts, _texts)),
    ):
        shown = [(*row, data.draw(values)) for row in rows]
        with engine.begin() as connection:
            write_shown(connection.connection.cursor(), BY_NAME[name].number, columns, shown)
            found = connection.exec_driver_sql(
                f"SELECT id, heads, contested, {', '.join(columns)} FROM {name} ORDER BY id"
            ).all()
        assert [tuple(row) for row in found] == sorted((*row[:3], *row[3]) for row in shown)
    engine.dispose()
