"""Who reads what: a second coach, a consultant, two who begin at once, a laptop that waits."""

from __future__ import annotations

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
    PEOPLE,
    Project,
    at_rest,
    dump,
    invite_and_join,
    matrix_rows,
    orgnr,
    planted,
    texts,
    workbook,
)

from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, enrolment, exchange, interviews

# --- who reads what ---


def test_a_second_coach_reads_analysis_and_people(project: Project) -> None:
    interview = planted(project)
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        assert companies.list_companies(bo) == ()
        with pytest.raises(Refusal, match="companies.unknown"):
            companies.show_company(bo, NUMBER)
    with project.at(OFFICE) as at:
        assert enrolment.assign(at, NUMBER, NAMES[BO]).name == NAMES[BO]
        with pytest.raises(Refusal, match="enrolment.assigned_already"):
            enrolment.assign(at, NUMBER, NAMES[BO])
    # The office has no key of the people: until Anna has synced, Bo reads the rest.
    project.sync(BO)
    with project.at(BO) as bo:
        assert companies.show_company(bo, NUMBER).name == "Åre Svets AB"
        assert (
            interviews.show_interview(bo, interview).answers["/data/grp_a/a_respondenter[1]/a03_roll"] == "vd"
        )
        with pytest.raises(Refusal, match="competence.none"):
            competence.show_matrix(bo, NUMBER)
    project.sync(ANNA)
    project.sync(BO)
    with project.at(BO) as bo, project.at(ANNA) as anna:
        names = [one.display for one in competence.show_matrix(bo, NUMBER).figures.people]
        assert set(names) == set(PEOPLE)
        assert competence.show_matrix(bo, NUMBER).figures == competence.show_matrix(anna, NUMBER).figures
        shown = interviews.show_interview(bo, interview)
        assert shown.answers["/data/grp_a/a_respondenter[1]/a04_namn"] == "Petronella Qvack"
        assert shown.answers == interviews.show_interview(anna, interview).answers
    # And what Bo writes comes to Anna, names included, and to the office without them.
    with project.at(BO) as bo:
        interviews.answer(
            bo, interview=interview, at="/data/grp_a/a_respondenter[2]/a04_namn", value="Petronella Qvack"
        )
        interviews.answer(bo, interview=interview, at="c01_plan", value="4")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        shown = interviews.show_interview(anna, interview)
        assert shown.answers["/data/grp_a/a_respondenter[2]/a04_namn"] == "Petronella Qvack"
    with project.at(OFFICE) as at:
        assert interviews.show_interview(at, interview).answers["/data/grp_c/c01_plan"] == "4"
        assert b"Petronella" not in texts(dump(at))
    at_rest(project, *EVERYBODY)


COLLEAGUES = {
    ANNA: ("Anna Berglund", "Bo Nordin", "Cecilia Åslund"),
    BO: ("David Öberg", "Elin Sjödin", "Fredrik Norling"),
}


def test_two_coaches_who_begin_at_once_read_each_other(project: Project) -> None:
    """Each makes a key of the people before the other's has come; in the end both have both."""
    numbers = [orgnr(1), orgnr(2)]
    with project.at(OFFICE) as at:
        for number in numbers:
            companies.add(at, orgnr=number, sole_trader=False, name=f"Firma {number}", municipality="Åre")
            for who in (ANNA, BO):
                enrolment.assign(at, number, NAMES[who])
    project.settle(*EVERYBODY)
    for who, levels in ((ANNA, {"Qvintilla Zornhagen": (4, 3, 0)}), (BO, {"Wolmar Xylander": (2, 2, 3)})):
        others = dict.fromkeys(COLLEAGUES[who], (1, 2, 4))
        file = workbook(project.root / "m.xlsx", matrix_rows({**levels, **others}))
        with project.at(who) as at:
            for number in numbers:
                competence.import_workbook(at, file, company=number)
    project.settle(ANNA, BO, OFFICE, KIM)
    for who in (ANNA, BO):
        (report,) = project.sync(who)
        assert report.refused == () and report.waiting == ()
        with project.at(who) as at:
            for number in numbers:
                found = {one.display for one in competence.show_matrix(at, number).figures.people}
                assert found >= {"Qvintilla Zornhagen", "Wolmar Xylander"} and len(found) == 8
    # Whoever comes later gets both, and what is written from now on is read by all.
    with project.at(OFFICE) as at:
        enrolment.assign(at, numbers[0], NAMES[KIM])
    with project.at(BO) as at:
        competence.import_workbook(at, file, company=numbers[1])
    project.settle(*EVERYBODY)
    with project.at(KIM) as at:
        assert len(competence.show_matrix(at, numbers[0]).figures.people) == 8
    at_rest(project, *EVERYBODY)


@pytest.mark.parametrize(("choice", "reads"), [(None, False), ("projekt", False), ("konsult", True)])
def test_a_consultant_reads_the_analysis_where_the_company_says_so(
    project: Project, choice: str | None, reads: bool
) -> None:
    interview = planted(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[KIM])
    if choice is not None:
        from app.operations.questionnaires import questionnaire

        known = [one.value for one in questionnaire("djupanalys").definition.find("a18_delning").choices]
        value = choice if choice in known else next(one for one in known if "konsult" not in one)
        with project.at(ANNA) as anna:
            interviews.answer(anna, interview=interview, at="a18_delning", value=value)
    project.settle(*EVERYBODY)
    with project.at(KIM) as kim:
        assert companies.show_company(kim, NUMBER).name == "Åre Svets AB"
        assert set(PEOPLE) == {one.display for one in competence.show_matrix(kim, NUMBER).figures.people}
        coaching.log(kim, company=NUMBER, activity="HA3.2", day=DAY, minutes="45")
        found = interviews.list_interviews(kim, NUMBER)
        assert len(found) == (1 if reads else 0)
        if reads:
            shown = interviews.show_interview(kim, interview)
            assert shown.answers["/data/grp_a/a_respondenter[2]/a03_roll"] == "operator"
        with pytest.raises(Refusal, match=r"workspace\.(role|no_key)"):
            interviews.start(kim, company=NUMBER)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        assert [one.minutes for one in coaching.list_sessions(at)] == [45]
    if not reads:
        with project.at(KIM) as kim:
            assert b"a03_roll" not in texts(dump(kim))


def test_a_device_waits_and_is_ready(project: Project) -> None:
    fingerprint = invite_and_join(project, "per", name="Per Ny", role="coach")
    with project.at("per") as per:
        companies.add(per, orgnr=NUMBER, sole_trader=False, name="Före godkännandet", municipality="Åre")
        report = exchange.sync(per)
        assert report.written == 0 and [one.code for one in report.waiting] == ["exchange.roster.not_yet"]
        assert {one.name: one.status for one in enrolment.devices(per)}["Per Ny"] == "waiting"
    with project.at(OFFICE) as at:
        (waiting,) = [one for one in enrolment.devices(at) if one.status == "waiting"]
        assert (waiting.name, waiting.fingerprint, waiting.last_seen) == ("Per Ny", fingerprint, None)
        wrong = fingerprint[:-1] + ("A" if fingerprint[-1] != "A" else "B")
        before = dump(at)
        for typed in (wrong, "", "ABCD", fingerprint[:-5]):
            with pytest.raises(Refusal, match="enrolment.fingerprint"):
                enrolment.approve(at, "Per Ny", typed)
        assert dump(at) == before
        found = enrolment.approve(at, "Per Ny", fingerprint.lower().replace("-", " "))
        assert {one.name: one.status for one in found}["Per Ny"] == "ready"
        with pytest.raises(Refusal, match="enrolment.approved_already"):
            enrolment.approve(at, "Per Ny", None)
    # What was done while it waited travels at its next sync.
    (report,) = project.sync("per")
    assert report.written >= 1 and report.waiting == ()
    project.settle(*EVERYBODY, "per")
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Före godkännandet"]
    with project.at("per") as per:
        assert {one.name for one in enrolment.devices(per)} == {*NAMES.values(), "Per Ny"}
        assert all(one.status == "ready" for one in enrolment.devices(per))
    at_rest(project, *EVERYBODY, "per")
