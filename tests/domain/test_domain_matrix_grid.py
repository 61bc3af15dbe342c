"""Flat arrays give the figures of the matrix, whole and after each change."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.competence import (
    EntryId,
    Licence,
    LicenceStatus,
    Matrix,
    Person,
    PersonId,
    Rating,
    Skill,
    SkillId,
    SkillKind,
    licences_on,
)
from app.domain.competence_figures import MatrixFigures, figures
from app.domain.matrix_grid import (
    UNKNOWN,
    Flag,
    Grid,
    grouped,
    licence_bits,
    licence_of,
    rated,
    reckoned,
    team_names,
)

ON = date(2022, 5, 12)
LEVELS = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def skills(draw: st.DrawFn) -> list[Skill]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        licence = draw(st.booleans())
        made.append(
            Skill(
                SkillId(f"s{number}"),
                f"Kompetens {number}",
                SkillKind.LICENCE if licence else SkillKind.LEVEL,
                threshold=3 if licence else draw(st.integers(1, 4)),
                required_count=draw(st.one_of(st.none(), st.integers(0, 5))),
                required_level=draw(st.one_of(st.none(), st.integers(1, 4))),
            )
        )
    return made


def grid_and_figures(
    columns: list[Skill], rows: list[list[int | None]], held: list[list[int | None]]
) -> tuple[Grid, MatrixFigures]:
    """The same matrix as arrays and as rows. `held`: days that a licence has left, None where none was entered."""
    people = [Person(PersonId(f"p{number}"), f"Person {number}") for number in range(len(rows))]
    ratings, licences = [], []
    levels, marks = bytearray(), bytearray()
    for person, own, has in zip(people, rows, held, strict=True):
        for skill, level, left in zip(columns, own, has, strict=True):
            levels.append(UNKNOWN if level is None or skill.kind is SkillKind.LICENCE else level)
            if skill.kind is SkillKind.LEVEL and level is not None:
                entry = EntryId(f"{person.id}{skill.id}")
                ratings.append(Rating(entry, person.id, skill.id, level, ON))
            elif skill.kind is SkillKind.LICENCE and left is not None:
                until = date.fromordinal(ON.toordinal() + left)
                entry = EntryId(f"{person.id}{skill.id}")
                licences.append(Licence(entry, person.id, skill.id, date(2020, 1, 1), valid_to=until))
    states = licences_on(licences, columns, ON)
    for person in people:
        for skill in columns:
            state = states.get(person.id, {}).get(skill.id)
            marks.append(licence_bits(state.status) if state is not None else 0)
    grid = reckoned(columns, len(people), bytes(levels), bytes(marks), {})
    return grid, figures(Matrix(people, columns, ratings, licences), ON)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[list[Skill], list[list[int | None]], list[list[int | None]]]:
    columns = draw(skills())
    people = draw(st.integers(0, 6))
    row = st.lists(LEVELS, min_size=len(columns), max_size=len(columns))
    left = st.lists(
        st.one_of(st.none(), st.sampled_from([-1, 0, 30, 90, 91, 400])),
        min_size=len(columns),
        max_size=len(columns),
    )
    return (
        columns,
        [draw(row) for _ in range(people)],
        [draw(left) for _ in range(people)],
    )


@given(matrices())
@settings(max_examples=120, deadline=None)
def test_figures_are_those_of_the_matrix(
    made: tuple[list[Skill], list[list[int | None]], list[list[int | None]]],
) -> None:
    grid, told = grid_and_figures(*made)
    assert [(foot.covered, foot.teachers, foot.required, foot.gap) for foot in grid.feet] == [
        (figure.covered, figure.teachers, figure.required, figure.gap) for figure in told.skills
    ]
    assert grid.flexibility() == told.flexibility
    assert grid.compliance() == told.compliance
    assert [grid.flexibility(row) for row in range(grid.people)] == [one.flexibility for one in told.people]
    for row, one in enumerate(told.people):
        assert grid.required - grid.fulfilled[row] == len(one.gaps)
        assert sum(grid.covers(row, column) for column in range(len(grid.skills))) == grid.mastered[row]


@given(matrices(), st.lists(st.tuples(st.integers(0, 35), LEVELS), max_size=12))
@settings(max_examples=120, deadline=None)
def test_a_change_gives_what_reckoning_anew_gives(
    made: tuple[list[Skill], list[list[int | None]], list[list[int | None]]],
    wanted: list[tuple[int, int | None]],
) -> None:
    columns, rows, held = made
    grid, _ = grid_and_figures(columns, rows, held)
    changes = [
        (cell, level)
        for cell, level in wanted
        if cell < len(grid.levels) and columns[cell % len(columns)].kind is SkillKind.LEVEL
    ]
    for cell, level in changes:
        rows[cell // len(columns)][cell % len(columns)] = level
    anew, _ = grid_and_figures(columns, rows, held)
    assert rated(grid, changes) == anew


def test_gaps_follow_the_higher_of_what_is_required_and_planned() -> None:
    columns = [
        Skill(SkillId("a"), "A", required_level=3),
        Skill(SkillId("b"), "B"),
        Skill(SkillId("c"), "C", SkillKind.LICENCE, required_level=1),
    ]
    levels = bytes([3, 2, UNKNOWN, 2, UNKNOWN, UNKNOWN, UNKNOWN, 4, UNKNOWN])
    planned = {0: 4, 1: 4, 4: 1}
    grid = reckoned(columns, 3, levels, bytes(9), planned)
    below, far = Flag.BELOW.value, Flag.FAR_BELOW.value
    assert list(grid.flags) == [below, far, 0, below, below, 0, far, 0, 0]
    assert [foot.below for foot in grid.feet] == [3, 2, 0]
    after = rated(grid, [(0, 4), (1, None), (6, 1)])
    assert list(after.flags) == [0, far, 0, below, below, 0, far, 0, 0]


def test_a_rating_leaves_the_open_question_and_ends_the_age() -> None:
    marks = bytes([Flag.ASKED | Flag.PLANNED | Flag.OLD])
    grid = reckoned([Skill(SkillId("a"), "A")], 1, bytes([1]), marks, {0: 1})
    assert rated(grid, [(0, 2)]).flags == bytes([Flag.ASKED | Flag.PLANNED])


def test_licences_have_no_levels_and_their_states_survive() -> None:
    for state in LicenceStatus:
        assert licence_of(licence_bits(state) | 31) is state
    assert licence_of(31) is None
    grid = reckoned([Skill(SkillId("a"), "Truck", SkillKind.LICENCE)], 1, bytes([UNKNOWN]), bytes(1), {})
    with pytest.raises(ValueError, match="Truck"):
        rated(grid, [(0, 3)])


def test_nobody_and_nothing() -> None:
    empty = reckoned([], 3, b"", b"", {})
    assert (empty.flexibility(), empty.compliance(), empty.mastered) == (None, None, (0, 0, 0))
    alone = reckoned([Skill(SkillId("a"), "A", required_level=2)], 0, b"", b"", {})
    assert (alone.flexibility(), alone.compliance(), alone.feet[0].critical) == (None, None, True)


def test_groups_come_in_the_order_of_their_first_place() -> None:
    assert grouped(["b", "a", "b", "", "a"]) == [("b", [0, 2]), ("a", [1, 4]), ("", [3])]
    assert team_names([(None, "dag"), (None, None)]) == ["dag", ""]
    assert team_names([("Svets", "dag"), (None, "natt")]) == ["Svets", ""]
