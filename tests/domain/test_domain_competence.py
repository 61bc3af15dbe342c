"""The state and the figures of a competence matrix, worked out by hand and tried by properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
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
    levels_on,
    licences_on,
)
from app.domain.competence_figures import MatrixFigures, figures

DAY = date(2022, 5, 12)
ANNA, BO, CECILIA, DAVID, ELIN = (PersonId(name) for name in ("anna", "bo", "cecilia", "david", "elin"))
LATHE, WELD, CRANE, FORKLIFT = (SkillId(name) for name in ("svarv", "tig", "travers", "truck"))


def rating(
    person: PersonId,
    skill: SkillId,
    value: int | None,
    day: date = DAY,
    order: int = 0,
    id: str | None = None,
    replaces: str | None = None,
) -> Rating:
    return Rating(
        EntryId(id or f"{person}-{skill}-{day}-{order}"),
        person,
        skill,
        value,
        day,
        order,
        None if replaces is None else EntryId(replaces),
    )


def licence(person: PersonId, skill: SkillId, id: str | None = None, **fields: object) -> Licence:
    known: dict[str, object] = {"day": DAY} | fields
    return Licence(EntryId(id or f"{person}-{skill}-{known}"), person, skill, **known)


# Five people by four skills, on 2022-05-12. The lathe needs three people; TIG needs two, and level 3 of
# everybody; the crane may be run from level 2 and with a forklift licence; everybody must have that licence.
#
#           svarv  tig  travers  truck
# Anna      4      3    2        valid, no end
# Bo        3      2    3        expired 2022-05-11
# Cecilia   0      4    1        to 2022-05-12, the day itself
# David     -      -    4        -
# Elin      4      4    4        valid, but she has left
MATRIX = Matrix(
    people=(
        Person(ANNA, "Anna Berglund", team="Verkstad", shift="dag"),
        Person(BO, "Bo Nordin", part_time=50),
        Person(CECILIA, "Cecilia Åslund"),
        Person(DAVID, "David Öberg"),
        Person(ELIN, "Elin Sjödin", active=False),
    ),
    skills=(
        Skill(LATHE, "CNC-svarv", required_count=3),
        Skill(WELD, "TIG", required_count=2, required_level=3),
        Skill(CRANE, "Travers", threshold=2, needs_licence=FORKLIFT),
        Skill(FORKLIFT, "Truck A–B", kind=SkillKind.LICENCE, required_level=3, required_count=1),
    ),
    ratings=(
        rating(ANNA, LATHE, 4),
        rating(ANNA, WELD, 3),
        rating(ANNA, CRANE, 2),
        rating(BO, LATHE, 3),
        rating(BO, WELD, 2),
        rating(BO, CRANE, 3),
        rating(CECILIA, LATHE, 0),
        rating(CECILIA, WELD, 4),
        rating(CECILIA, CRANE, 1),
        rating(DAVID, CRANE, 4),
        rating(ELIN, LATHE, 4),
        rating(ELIN, WELD, 4),
        rating(ELIN, CRANE, 4),
    ),
    licences=(
        licence(ANNA, FORKLIFT),
        licence(BO, FORKLIFT, day=date(2020, 1, 1), valid_to=date(2022, 5, 11)),
        licence(CECILIA, FORKLIFT, day=date(2020, 1, 1), valid_to=DAY),
        licence(ELIN, FORKLIFT),
    ),
)


def test_the_skills_of_the_worked_matrix() -> None:
    found = figures(MATRIX, DAY)
    assert found.on == DAY
    assert [
        (one.name, one.covered, one.bus_factor, one.teachers, one.required, one.gap) for one in found.skills
    ] == [
        ("CNC-svarv", 2, 2, 1, 3, 1),  # Anna and Bo; Anna teaches
        ("TIG", 2, 2, 1, 2, 0),  # Anna and Cecilia; Cecilia teaches
        ("Travers", 1, 1, 1, None, None),  # Anna; Bo's licence is out, David has none, though he could teach
        ("Truck A–B", 2, 2, 0, 1, 0),  # Anna and, to the end of the day, Cecilia
    ]


def test_the_people_of_the_worked_matrix() -> None:
    found = figures(MATRIX, DAY)
    assert [(one.display, one.flexibility) for one in found.people] == [
        ("Anna Berglund", 1.0),
        ("Bo Nordin", 0.5),  # lathe and crane; the level counts, whatever the licence says
        ("Cecilia Åslund", 0.5),  # TIG and forklift
        ("David Öberg", 0.25),
    ]
    assert found.flexibility == (4 + 2 + 2 + 1) / 16
    gaps = {
        one.person: [(gap.name, gap.required, gap.current, gap.licence) for gap in one.gaps]
        for one in found.people
    }
    assert gaps == {
        ANNA: [],
        BO: [("TIG", 3, 2, None), ("Truck A–B", 3, None, LicenceStatus.EXPIRED)],
        CECILIA: [],
        DAVID: [("TIG", 3, None, None), ("Truck A–B", 3, None, LicenceStatus.MISSING)],
    }
    # eight pairs: TIG and forklift for each of four; Bo and David lack both
    assert found.compliance == 4 / 8
    # without Cecilia's forklift, which goes out today
    assert found.compliance_without_expiring == 3 / 8
    assert [(one.display, one.name, one.valid_to, one.status) for one in found.expiring] == [
        ("Bo Nordin", "Truck A–B", date(2022, 5, 11), LicenceStatus.EXPIRED),
        ("Cecilia Åslund", "Truck A–B", DAY, LicenceStatus.EXPIRING),
    ]


def test_the_day_decides() -> None:
    before = figures(MATRIX, date(2022, 5, 11))
    assert [one.covered for one in before.skills] == [0, 0, 0, 2]  # only the old licences are known
    after = figures(MATRIX, date(2022, 5, 13))
    assert [one.covered for one in after.skills] == [2, 2, 1, 1]
    assert after.compliance == 3 / 8


def test_where_there_is_nothing_to_reckon_from() -> None:
    nothing = figures(Matrix((), (), ()), DAY)
    assert (nothing.skills, nothing.people, nothing.expiring) == ((), (), ())
    assert nothing.flexibility is nothing.compliance is nothing.compliance_without_expiring is None
    people_only = figures(Matrix((Person(ANNA, "Anna"),), (), ()), DAY)
    assert people_only.people[0].flexibility is None and people_only.flexibility is None
    unrated = figures(Matrix((Person(ANNA, "Anna"),), (Skill(LATHE, "Svarv"),), ()), DAY)
    assert (unrated.skills[0].covered, unrated.flexibility, unrated.compliance) == (0, 0.0, None)


def test_ratings_are_added_and_the_past_stays() -> None:
    first = rating(ANNA, LATHE, 2, date(2022, 1, 10), id="r1")
    confirmed = rating(ANNA, LATHE, 2, date(2022, 3, 1), id="r2", replaces="r1")
    raised = rating(ANNA, LATHE, 3, date(2022, 5, 1), id="r3", replaces="r2")
    entered = (first, confirmed, raised)
    expected = {
        date(2022, 1, 9): None,
        date(2022, 1, 10): "r1",
        date(2022, 2, 28): "r1",
        date(2022, 3, 1): "r2",
        date(2022, 4, 30): "r2",
        date(2022, 5, 1): "r3",
        date(2030, 1, 1): "r3",
    }
    for day, id in expected.items():
        for order in (entered, tuple(reversed(entered))):
            standing = levels_on(order, day).get(ANNA, {}).get(LATHE)
            assert (standing.id if standing else None) == id, day


def test_a_correction_of_the_same_or_an_earlier_day_takes_the_wrong_rating_away() -> None:
    wrong = rating(ANNA, LATHE, 4, date(2022, 5, 10), id="wrong")
    same_day = rating(ANNA, LATHE, 2, date(2022, 5, 10), order=1, id="right", replaces="wrong")
    assert levels_on((wrong, same_day), DAY)[ANNA][LATHE].value == 2
    earlier = rating(ANNA, LATHE, 3, date(2022, 5, 1), order=1, id="right", replaces="wrong")
    for day in (date(2022, 5, 1), date(2022, 5, 9), date(2022, 5, 10), DAY):
        assert levels_on((wrong, earlier), day)[ANNA][LATHE].value == 3
    taken_back = rating(ANNA, LATHE, None, date(2022, 5, 10), order=1, replaces="wrong")
    assert levels_on((wrong, taken_back), DAY).get(ANNA, {}) == {}


def test_two_devices_rate_on_one_day_and_agree() -> None:
    one = rating(ANNA, LATHE, 2, order=5, id="a")
    other = rating(ANNA, LATHE, 3, order=7, id="b")
    assert levels_on((one, other), DAY) == levels_on((other, one), DAY)
    assert levels_on((other, one), DAY)[ANNA][LATHE].value == 3
    tied = replace(other, order=5)
    assert levels_on((one, tied), DAY) == levels_on((tied, one), DAY)


SKILLS = MATRIX.skills


def state(*licences: Licence, on: date = DAY) -> tuple[LicenceStatus, date | None]:
    found = licences_on(licences, SKILLS, on)[ANNA][FORKLIFT]
    return found.status, found.valid_to


def test_licences_on_a_day() -> None:
    ends = date(2022, 8, 10)  # 90 days after the day
    assert state(licence(ANNA, FORKLIFT, valid_to=ends)) == (LicenceStatus.EXPIRING, ends)
    assert state(licence(ANNA, FORKLIFT, valid_to=ends + timedelta(1)))[0] is LicenceStatus.VALID
    assert state(licence(ANNA, FORKLIFT, valid_to=ends), on=ends)[0] is LicenceStatus.EXPIRING
    assert state(licence(ANNA, FORKLIFT, valid_to=ends), on=ends + timedelta(1)) == (
        LicenceStatus.EXPIRED,
        ends,
    )
    # recorded today, issued long ago: it was valid then
    issued = licence(ANNA, FORKLIFT, valid_from=date(2021, 1, 1), valid_to=date(2023, 12, 31))
    assert state(issued, on=date(2021, 6, 1))[0] is LicenceStatus.VALID
    assert licences_on((issued,), SKILLS, date(2020, 12, 31)) == {}


def test_a_renewed_a_corrected_and_a_lost_licence() -> None:
    old = licence(ANNA, FORKLIFT, id="old", valid_from=date(2020, 1, 1), valid_to=date(2022, 5, 1))
    renewed = licence(
        ANNA, FORKLIFT, id="new", valid_from=date(2022, 5, 2), valid_to=date(2024, 5, 1), replaces="old"
    )
    assert state(old, renewed, on=date(2021, 1, 1)) == (LicenceStatus.VALID, date(2022, 5, 1))
    assert state(old, renewed) == (LicenceStatus.VALID, date(2024, 5, 1))
    corrected = licence(
        ANNA, FORKLIFT, id="right", valid_from=date(2020, 1, 1), valid_to=date(2021, 5, 1), replaces="old"
    )
    assert state(old, corrected, on=date(2022, 1, 1)) == (LicenceStatus.EXPIRED, date(2021, 5, 1))
    lost = licence(ANNA, FORKLIFT, day=date(2022, 5, 5), held=False)
    assert state(old, renewed, lost) == (LicenceStatus.MISSING, None)
    assert state(old, renewed, lost, on=date(2022, 5, 4))[0] is LicenceStatus.VALID
    again = licence(ANNA, FORKLIFT, day=date(2022, 5, 6))
    assert state(lost, again, renewed, old) == (LicenceStatus.VALID, None)


# ------------------------------------------------------------------ properties

levels = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    people = [
        Person(PersonId(f"p{n}"), f"P{n}", active=draw(st.booleans())) for n in range(draw(st.integers(0, 5)))
    ]
    skills = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(SkillKind))
        skills.append(
            Skill(
                SkillId(f"s{number}"),
                f"S{number}",
                kind,
                threshold=draw(st.integers(1, 4)),
                required_count=draw(st.one_of(st.none(), st.integers(0, 5))),
                required_level=draw(levels),
            )
        )
    ratings, licences = [], []
    for person in people:
        for skill in skills:
            if skill.kind is SkillKind.LICENCE:
                if draw(st.booleans()):
                    end = draw(st.one_of(st.none(), st.dates(DAY - timedelta(9), DAY + timedelta(200))))
                    licences.append(licence(person.id, skill.id, day=DAY - timedelta(20), valid_to=end))
            else:
                for order in range(draw(st.integers(0, 2))):
                    day = draw(st.dates(DAY - timedelta(3), DAY + timedelta(1)))
                    ratings.append(rating(person.id, skill.id, draw(levels), day, order))
    return Matrix(people, skills, ratings, licences)


def covered(found: MatrixFigures) -> list[int]:
    return [skill.covered for skill in found.skills]


@given(matrices())
def test_figures_hold_together(matrix: Matrix) -> None:
    found = figures(matrix, DAY)
    active = [person for person in matrix.people if person.active]
    assert [one.person for one in found.people] == [person.id for person in active]
    for skill, figure in zip(matrix.skills, found.skills, strict=True):
        assert 0 <= figure.covered <= len(active)
        assert figure.teachers <= len(active)
        assert figure.bus_factor == figure.covered
        if skill.required_count is None:
            assert figure.gap is None
        else:
            assert figure.gap == max(0, skill.required_count - figure.covered)
    pairs = len(active) * sum(skill.required_level is not None for skill in matrix.skills)
    gaps = sum(len(one.gaps) for one in found.people)
    assert found.compliance == ((pairs - gaps) / pairs if pairs else None)
    if found.flexibility is not None:
        shares = [one.flexibility or 0.0 for one in found.people]
        assert found.flexibility == pytest.approx(sum(shares) / len(shares))
        assert sum(covered(found)) == pytest.approx(sum(shares) * len(matrix.skills))


@given(matrices(), st.lists(levels, min_size=4, max_size=4))
def test_one_more_person_never_lowers_covered(matrix: Matrix, values: list[int | None]) -> None:
    new = Person(PersonId("ny"), "Ny")
    ratings = [rating(new.id, skill.id, value) for skill, value in zip(matrix.skills, values, strict=False)]
    more = replace(matrix, people=[*matrix.people, new], ratings=[*matrix.ratings, *ratings])
    before, after = figures(matrix, DAY), figures(more, DAY)
    assert all(one <= other for one, other in zip(covered(before), covered(after), strict=True))
    for one, other in zip(before.skills, after.skills, strict=True):
        assert one.teachers <= other.teachers
        assert (one.gap or 0) >= (other.gap or 0)


@given(matrices(), st.data())
def test_raising_one_level_never_lowers_anything(matrix: Matrix, data: st.DataObject) -> None:
    rated = [rating for rating in matrix.ratings if rating.day <= DAY]
    if not rated:
        return
    old = data.draw(st.sampled_from(rated))
    top = rating(old.person, old.skill, 4, DAY, order=9, replaces=old.id)
    before = figures(matrix, DAY)
    after = figures(replace(matrix, ratings=[*matrix.ratings, top]), DAY)
    assert all(one <= other for one, other in zip(covered(before), covered(after), strict=True))
    assert (before.flexibility or 0) <= (after.flexibility or 0)
    assert (before.compliance or 0) <= (after.compliance or 0)


@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(matrix: Matrix, chance: object) -> None:
    ratings, licences = list(matrix.ratings), list(matrix.licences)
    chance.shuffle(ratings)
    chance.shuffle(licences)
    assert figures(replace(matrix, ratings=ratings, licences=licences), DAY) == figures(matrix, DAY)


def test_a_large_matrix() -> None:
    """500 people by 200 skills with two ratings a cell: exact, and it ends at once."""
    people = [Person(PersonId(f"p{n}"), f"P{n}") for n in range(500)]
    skills = [Skill(SkillId(f"s{n}"), f"S{n}", required_count=400, required_level=3) for n in range(200)]
    ratings = [
        rating(person.id, skill.id, (p + s + again) % 5, DAY - timedelta(1 - again))
        for p, person in enumerate(people)
        for s, skill in enumerate(skills)
        for again in (0, 1)
    ]
    found = figures(Matrix(people, skills, ratings), DAY)
    assert {(one.covered, one.teachers, one.gap) for one in found.skills} == {(200, 100, 200)}
    assert found.compliance == found.flexibility == 0.4
