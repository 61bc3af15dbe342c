"""Two people and one field: conflicts, undo after an import, and the same state everywhere."""

from __future__ import annotations

import shutil

import pytest
from _day import (
    ANNA,
    BO,
    DAY,
    EVERYBODY,
    KIM,
    NAMES,
    NUMBER,
    OFFICE,
    Project,
    at_rest,
    dump,
    work,
)

from app.domain.refusal import Refusal
from app.operations import coaching, companies, enrolment, exchange, interviews, log

# --- two people, one field ---


def test_a_true_conflict_is_the_same_everywhere(project: Project) -> None:
    work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    for who, name in ((ANNA, "Annas namn"), (BO, "Bos namn")):
        with project.at(who) as at:
            companies.edit(at, NUMBER, "name", name)
            companies.edit(at, NUMBER, "municipality", "Åre")  # equal values are no conflict
    project.settle(*EVERYBODY)
    seen = []
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            report = exchange.sync(at)
            assert report.conflicts == 1
            seen.append(log.conflicts(at))
            assert companies.show_company(at, NUMBER).name in ("Annas namn", "Bos namn")
    assert seen[0] == seen[1] == seen[2]
    (found,) = seen[0]
    assert (found.entity, found.field, found.before) == ("company", "name", "Exempel Mekaniska AB")
    assert {(one.value, one.person) for one in found.values} == {
        ("Annas namn", "Anna Ek"),
        ("Bos namn", "Bo Wik"),
    }
    (kim,) = project.sync(KIM)
    assert kim.conflicts == 0, "who cannot read the company sees no conflict in it"
    # Whoever writes the field having seen both has settled it.
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "name", "Bådas namn")
    project.settle(*EVERYBODY)
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            assert log.conflicts(at) == ()
            assert companies.show_company(at, NUMBER).name == "Bådas namn"


def test_undo_after_an_import_is_refused_where_others_have_built_on_it(project: Project) -> None:
    made = work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        companies.edit(anna, NUMBER, "name", "Annas namn")
        interviews.answer(anna, interview=made.interview, at="c01_plan", value="3")
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        interviews.answer(bo, interview=made.interview, at="c01_plan", value="5")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        before = dump(anna)
        with pytest.raises(Refusal) as refused:
            log.undo(anna)
        assert refused.value.code == "store.undo.touched"
        assert refused.value.params["person"] == "Bo Wik"
        assert dump(anna) == before
    # Bo takes his own back; then Anna's stands alone again, and what she undoes reaches everybody.
    with project.at(BO) as bo:
        assert log.undo(bo)[0] == "interview answer"
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        assert log.undo(anna)[0] == "interview answer"
        assert log.undo(anna)[0] == "company edit"
    project.settle(*EVERYBODY)
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            assert companies.show_company(at, NUMBER).name == "Exempel Mekaniska AB"
            assert interviews.show_interview(at, made.interview).answers["/data/grp_c/c01_plan"] == "2"
    with project.at(ANNA) as anna:
        assert log.redo(anna)[0] == "company edit"
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        assert companies.show_company(bo, NUMBER).name == "Annas namn"
    at_rest(project, *EVERYBODY)


def test_a_company_that_others_work_in_is_not_taken_away(project: Project) -> None:
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Exempel", municipality="Åre")
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        coaching.log(at, company=NUMBER, activity="HA3.2", day=DAY, minutes="30")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        with pytest.raises(Refusal, match="store.undo.touched"):
            log.undo(anna)
        assert len(companies.list_companies(anna)) == 1


# --- the same state everywhere, whatever the order ---


def shown_by(project: Project, who: str) -> dict[str, object]:
    """The shown rows and the log, apart from what belongs to the laptop alone."""
    with project.at(who) as at:
        found = dump(at)
    local = {"local_state", "outgoing", "applied", "unread_section", "compartment_key", "awaited"}
    kept: dict[str, object] = {
        name: rows for name, rows in found.items() if name not in {*local, "unit", "op"}
    }
    kept["log"] = sorted(row[1:3] for row in found["unit"])
    return kept


def test_everybody_who_reads_the_same_shows_the_same(project: Project) -> None:
    made = work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    fork = project.copy_to(project.root.parent / "other")
    for one in (project, fork):
        one.clock.at = project.clock.at
    for round_, who in enumerate((ANNA, BO, OFFICE, BO, ANNA)):
        with project.at(who) as at:
            companies.edit(at, NUMBER, "women", str(round_))
            interviews.answer(at, interview=made.interview, at="c01_plan", value=str(round_))
            if round_ % 2:
                exchange.sync(at)
    project.settle(OFFICE, BO, ANNA)
    anna, bo, at_office = (shown_by(project, who) for who in (ANNA, BO, OFFICE))
    assert anna == bo
    people = {
        "person",
        "skill",
        "skill_group",
        "rating",
        "licence",
        "scale",
        "requirement",
        "matrix_source",
        "respondent_name",
    }
    people.add("log")  # an act that touched people alone never came to the office
    people.add("log")  # an act that is about people alone is not in the office's log
    assert {name: rows for name, rows in at_office.items() if name not in people} == {
        name: rows for name, rows in anna.items() if name not in people
    }
    assert set(at_office["log"]) < set(anna["log"])  # type: ignore[call-overload]
    shutil.rmtree(fork.root)
