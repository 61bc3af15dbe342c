"""Rating by hand: corrections, confirmations, ranges, licences, making a matrix from nothing, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from _day import ANNA, LEVELS, NUMBER, OFFICE, PERSONAL, SKILLS, Project, Worked, dump, orgnr, texts

from app.domain.competence import SkillKind
from app.domain.refusal import Refusal
from app.i18n import say, says
from app.operations import companies, competence, log
from app.operations.competence import Rated
from app.operations.matrix_view import MatrixView, show_matrix_view
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import RatingRow
from app.store.units import ChangeSet, Topic

OTHER = orgnr(78)


@pytest.fixture
def at(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


@pytest.fixture
def empty(at: Workspace) -> Workspace:
    companies.add(at, orgnr=OTHER, sole_trader=False, name="Ny AB", municipality="Åre")
    competence.start_empty(at, company=OTHER)
    return at


def ids(at: Workspace, company: str = NUMBER) -> tuple[dict[str, RowId], dict[str, RowId]]:
    view = show_matrix_view(at, company)
    return {one.name: one.id for one in view.people}, {one.name: one.id for one in view.skills}


def level(view: MatrixView, person: str, skill: str) -> int:
    row = next(place for place, one in enumerate(view.people) if one.name == person)
    column = next(place for place, one in enumerate(view.skills) if one.name == skill)
    return view.levels[view.cell(row, column)]


def ratings(at: Workspace) -> list[RatingRow]:
    with at.reading() as reader:
        return list(reader.in_order(RatingRow))


def say_level(
    at: Workspace, level_: int | None, person: str = "Britta Qvarnhjelm", skill: str = "TIG"
) -> ChangeSet:
    people, skills = ids(at)
    return competence.rate(
        at, company=NUMBER, person=people[person], skill=skills[skill], level=level_, by_role="coach"
    )


def test_a_correction_of_the_day_names_what_it_replaces_and_can_be_undone(
    at: Workspace, worked: tuple[Project, Worked]
) -> None:
    worked[0].clock.go_to("2022-05-12T09:00")
    before = ratings(at)
    changes = say_level(at, 3)
    with at.reading() as reader:
        company = companies.find(reader, NUMBER)[0]
    assert changes.topics == {Topic("rating", company)} and changes.undoable
    say_level(at, 2)
    first, second = ratings(at)[len(before) :]
    assert (first.level, first.previous, first.day, first.by_role) == (3, None, "2022-05-12", "coach")
    assert (second.level, second.previous) == (2, first.id)
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "TIG") == 2
    log.undo(at)
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "TIG") == 3
    assert log.undo(at)[0] == "matrix rate"
    assert ratings(at) == before
    # The same key once more after the undo: the row comes back with what is said now.
    say_level(at, 4)
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "TIG") == 4


def test_the_same_level_again_is_a_confirmation_of_its_own(
    at: Workspace, worked: tuple[Project, Worked]
) -> None:
    worked[0].clock.go_to("2024-05-12T09:00")
    old = ratings(at)[0]
    view = show_matrix_view(at, NUMBER)
    assert set(view.ages) == {733}
    say_level(at, 4, skill="Svarv")
    added = ratings(at)[-1]
    assert (added.level, added.day) == (4, "2024-05-12")
    assert added.previous in {row.id for row in ratings(at)} and added.previous is not None
    after = show_matrix_view(at, NUMBER)
    assert sorted(after.ages)[0] == 0 and after.levels == view.levels and old in ratings(at)


def test_a_later_day_leaves_the_days_before_as_they_were(
    at: Workspace, worked: tuple[Project, Worked]
) -> None:
    from datetime import date

    worked[0].clock.go_to("2022-09-01T12:00")
    say_level(at, 4)
    assert ratings(at)[-1].previous is None
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "TIG") == 4
    assert level(show_matrix_view(at, NUMBER, on=date(2022, 8, 31)), "Britta Qvarnhjelm", "TIG") == 0


def test_taking_back_leaves_the_cell_unknown_and_once_is_enough(at: Workspace) -> None:
    say_level(at, None, skill="Svarv")
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "Svarv") == 255
    before = dump(at)
    again = say_level(at, None, skill="Svarv")
    assert (again.unit, again.topics, again.undoable) == (None, frozenset(), False)
    assert dump(at) == before
    say_level(at, 1, skill="Svarv")
    assert level(show_matrix_view(at, NUMBER), "Britta Qvarnhjelm", "Svarv") == 1


def test_a_range_is_one_act_however_large(at: Workspace) -> None:
    people, skills = ids(at)
    units = len(log.history(at))
    wanted = [Rated(person, skill, 3) for person in people.values() for skill in skills.values()]
    competence.rate_many(
        at,
        company=NUMBER,
        ratings=[*wanted, Rated(*next(iter(zip(people.values(), skills.values(), strict=True))), 1)],
        by_role="supervisor",
    )
    assert len(log.history(at)) == units + 1
    view = show_matrix_view(at, NUMBER)
    assert sorted(view.levels) == [1] + [3] * 8, "of a cell that comes twice the last counts"
    competence.rate_many(
        at, company=NUMBER, ratings=[Rated(one.person, one.skill, None) for one in wanted], by_role="coach"
    )
    assert set(show_matrix_view(at, NUMBER).levels) == {255}
    log.undo(at)
    log.undo(at)
    assert show_matrix_view(at, NUMBER).levels == bytes(cell for row in LEVELS.values() for cell in row)
    nothing = competence.rate_many(at, company=NUMBER, ratings=[], by_role="coach")
    assert nothing.unit is None


def test_a_range_with_a_wrong_cell_changes_nothing(at: Workspace) -> None:
    people, skills = ids(at)
    person, skill = next(iter(people.values())), next(iter(skills.values()))
    nobody = RowId(b"\0" * 16)
    before = dump(at)
    for wrong in (
        Rated(person, skill, 5),
        Rated(person, skill, -1),
        Rated(nobody, skill, 1),
        Rated(person, nobody, 1),
    ):
        with pytest.raises(Refusal):
            competence.rate_many(
                at, company=NUMBER, ratings=[Rated(person, skill, 1), wrong], by_role="coach"
            )
    with pytest.raises(Refusal, match="competence.by_role"):
        competence.rate_many(at, company=NUMBER, ratings=[Rated(person, skill, 1)], by_role="chefen")
    assert dump(at) == before


def test_a_matrix_from_nothing(empty: Workspace) -> None:
    at = empty
    view = show_matrix_view(at, OTHER)
    assert (view.people, view.skills, view.levels) == ((), (), b"")
    assert [(step.symbol, step.value, step.sv) for step in view.scale][::4] == [
        ("0", 0, "Ingen kunskap"), ("4", 4, "Kan lära ut"),
    ]  # fmt: skip
    ann, _ = competence.add_person(
        at, company=OTHER, name="  Ann   Ek ", team="Svets", shift="dag", part_time=80
    )
    competence.add_person(at, company=OTHER, name="Bo Ek", team="Montering")
    competence.add_person(at, company=OTHER, name="Cia Ek", team="Svets")
    tig, _ = competence.add_skill(at, company=OTHER, name="TIG", group="Svetsning", threshold=2)
    truck, _ = competence.add_skill(at, company=OTHER, name="Truck", kind=SkillKind.LICENCE)
    competence.add_skill(at, company=OTHER, name="MIG", group="svetsning")
    competence.set_requirement(at, company=OTHER, skill=tig, level=3, headcount=2)
    competence.rate(at, company=OTHER, person=ann, skill=tig, level=2, by_role="self")
    competence.record_licence(at, company=OTHER, person=ann, skill=truck, held=True, valid_to="2023-01-31")
    view = show_matrix_view(at, OTHER)
    assert [one.name for one in view.people] == ["Ann Ek", "Cia Ek", "Bo Ek"]
    assert [(band.name, band.first, band.count) for band in view.teams] == [
        ("Svets", 0, 2),
        ("Montering", 2, 1),
    ]
    assert [one.name for one in view.skills] == ["TIG", "MIG", "Truck"], (
        "a group that comes back joins its own"
    )
    assert [(band.name, band.count) for band in view.groups] == [("Svetsning", 2), ("", 1)]
    assert [foot.covered for foot in view.feet] == [1, 0, 1]
    assert view.feet[0].balance == -1 and view.share_of == "requirements"
    while log.next_undo(at) is not None and log.next_undo(at).verb != "company add":  # type: ignore[union-attr]
        log.undo(at)
    with pytest.raises(Refusal, match="competence.none"):
        show_matrix_view(at, OTHER)


def test_names_teams_and_requirements_change_as_one_act_each(at: Workspace) -> None:
    people, skills = ids(at)
    ebba, svarv = people["Ebba Wrångstedt"], skills["Svarv"]
    competence.rename_person(at, company=NUMBER, person=ebba, name="Ebba Wrång")
    competence.move_person(at, company=NUMBER, person=ebba, team="Verkstad", shift=None)
    competence.rename_skill(at, company=NUMBER, skill=svarv, name="Svarvning")
    competence.set_requirement(at, company=NUMBER, skill=svarv, level=3, headcount=None)
    competence.set_requirement(at, company=NUMBER, skill=svarv, level=None, headcount=2)
    view = show_matrix_view(at, NUMBER)
    assert [one.name for one in view.skills] == ["Svarvning", "Fräs", "TIG"]
    assert {one.name: one.team for one in view.people}["Ebba Wrång"] == "Verkstad"
    assert (view.skills[0].required_level, view.skills[0].required_count) == (None, 2)
    same = competence.set_requirement(at, company=NUMBER, skill=svarv, level=None, headcount=2)
    assert same.unit is None
    assert competence.rename_skill(at, company=NUMBER, skill=svarv, name="Svarvning").unit is None
    for verb in ("requirement", "requirement", "skill rename", "person move", "person rename"):
        assert log.undo(at)[0] == f"matrix {verb}"
    assert [one.name for one in show_matrix_view(at, NUMBER).skills] == list(SKILLS)


def test_a_group_is_renamed_for_all_its_skills(empty: Workspace) -> None:
    at = empty
    for name in ("TIG", "MIG"):
        competence.add_skill(at, company=OTHER, name=name, group="Svets")
    competence.rename_group(at, company=OTHER, group="svets", name="Svetsning")
    assert {one.group for one in show_matrix_view(at, OTHER).skills} == {"Svetsning"}


def test_licences_are_added_and_the_newest_counts(empty: Workspace, worked: tuple[Project, Worked]) -> None:
    from app.domain.competence import LicenceStatus
    from app.domain.matrix_grid import licence_of

    at = empty
    ann, _ = competence.add_person(at, company=OTHER, name="Ann Ek")
    truck, _ = competence.add_skill(at, company=OTHER, name="Truck", kind=SkillKind.LICENCE)

    def state() -> LicenceStatus | None:
        return licence_of(show_matrix_view(at, OTHER).flags[0])

    assert state() is None
    said: list[LicenceStatus | None] = []
    for day, held, until in (
        ("2022-05-12", True, None), ("2022-05-12", True, "2022-06-01"), ("2022-05-20", True, "2024-01-01"),
        ("2022-06-01", False, None),
    ):  # fmt: skip
        worked[0].clock.go_to(f"{day}T10:00")
        competence.record_licence(at, company=OTHER, person=ann, skill=truck, held=held, valid_to=until)
        said.append(state())
    assert said == [LicenceStatus.VALID, LicenceStatus.EXPIRING, LicenceStatus.VALID, LicenceStatus.MISSING]
    log.undo(at)
    assert state() is LicenceStatus.VALID


def refusals(at: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
    people, skills = ids(at, OTHER)
    ann, tig = people["Ann Ek"], skills["TIG"]
    nobody = RowId(b"\1" * 16)
    yield "competence.begun", lambda: competence.start_empty(at, company=OTHER)
    yield "competence.person_twice", lambda: competence.add_person(at, company=OTHER, name=" ann ek")
    yield "competence.skill_twice", lambda: competence.add_skill(at, company=OTHER, name="tig")
    yield "companies.empty", lambda: competence.add_person(at, company=OTHER, name="  ")
    yield "texts.control", lambda: competence.add_person(at, company=OTHER, name="Bo\u202eEk")
    yield "texts.long", lambda: competence.add_skill(at, company=OTHER, name="A" * 121)
    for place in ("name", "team", "job"):
        yield (
            "domain.personal_number",
            lambda place=place: competence.add_person(  # type: ignore[misc]
                at, company=OTHER, **{"name": "Bo Ek", place: f"Bo {PERSONAL[0]}"}
            ),
        )
    yield (
        "domain.personal_number",
        lambda: competence.add_skill(at, company=OTHER, name="X", group=PERSONAL[0]),
    )
    yield "competence.part_time", lambda: competence.add_person(at, company=OTHER, name="Bo", part_time=0)
    yield "competence.level", lambda: competence.add_skill(at, company=OTHER, name="X", threshold=0)
    yield (
        "competence.level",
        lambda: competence.set_requirement(at, company=OTHER, skill=tig, level=5, headcount=None),
    )
    yield (
        "competence.headcount",
        lambda: competence.set_requirement(at, company=OTHER, skill=tig, level=None, headcount=-1),
    )
    yield (
        "competence.skill_gone",
        lambda: competence.set_requirement(at, company=OTHER, skill=nobody, level=1, headcount=None),
    )
    yield "competence.skill_gone", lambda: competence.rename_skill(at, company=OTHER, skill=nobody, name="X")
    yield "competence.group_gone", lambda: competence.rename_group(at, company=OTHER, group="X", name="Y")
    yield (
        "competence.group_twice",
        lambda: competence.rename_group(at, company=OTHER, group="Svets", name="annat"),
    )
    yield (
        "competence.person_gone",
        lambda: competence.rename_person(at, company=OTHER, person=nobody, name="X"),
    )
    yield (
        "competence.person_gone",
        lambda: competence.move_person(at, company=OTHER, person=nobody, team="X", shift=None),
    )
    yield (
        "competence.no_licence",
        lambda: competence.record_licence(at, company=OTHER, person=ann, skill=tig, held=True),
    )
    yield (
        "competence.no_level",
        lambda: competence.rate(
            at, company=OTHER, person=ann, skill=skills["Truck"], level=3, by_role="coach"
        ),
    )
    yield (
        "domain.date.shape",
        lambda: competence.record_licence(
            at, company=OTHER, person=ann, skill=skills["Truck"], held=True, valid_to="snart"
        ),
    )


def test_what_is_wrong_is_refused_with_a_sentence_and_changes_nothing(empty: Workspace) -> None:
    at = empty
    competence.add_person(at, company=OTHER, name="Ann Ek")
    competence.add_skill(at, company=OTHER, name="TIG", group="Svets")
    competence.add_skill(at, company=OTHER, name="Truck", group="Annat", kind=SkillKind.LICENCE)
    before = dump(at)
    for code, act in refusals(at):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
        for language in ("sv", "en"):
            assert PERSONAL[0] not in say(code, language, **refused.value.params)  # type: ignore[arg-type]
    assert dump(at) == before
    assert PERSONAL[0].encode() not in texts(before)


def test_the_office_neither_sees_nor_rates(worked: tuple[Project, Worked]) -> None:
    with worked[0].at(OFFICE) as office:
        with pytest.raises(Refusal, match="competence.none"):
            show_matrix_view(office, NUMBER)
        with pytest.raises(Refusal, match=r"workspace\.role"):
            competence.start_empty(office, company=NUMBER)


def test_every_act_has_words_for_the_menu() -> None:
    import re
    from pathlib import Path

    source = "".join(
        (Path(competence.__file__).parent / name).read_text(encoding="utf-8")
        for name in ("rating.py", "matrix_edits.py")
    )
    verbs = set(re.findall(r'"(matrix [a-z ]+)"', source))
    assert len(verbs) == 11
    assert [verb for verb in verbs if not says(f"verb.done.{verb.replace(' ', '_')}")] == []
    assert all(says(f"matrix.by.{role}") for role in (*competence.RATED_BY, "workbook"))
