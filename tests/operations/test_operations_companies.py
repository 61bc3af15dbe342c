"""The register: every field edited and taken back, found by whatever names it, as it was, and what targets count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _day import ANNA, DAY, KIM, NAMES, NUMBER, OFFICE, Project, Worked, dump, orgnr

from app.domain.refusal import Refusal
from app.operations import coaching, companies, enrolment, interviews, log, office
from app.operations.workspace import Workspace
from app.store.ids import hyphenated

OTHER = orgnr(77)


@pytest.fixture
def anna(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("name", "  Nya   namnet AB ", {"name": "Nya namnet AB"}),
        ("name", "A\u030ake", {"name": "Åke"}),
        ("municipality", "åre", {"municipality": "Åre"}),
        ("municipality", "2281", {"municipality": "Sundsvall"}),
        ("orgnr", f"SE{OTHER.replace('-', '')}01", {"orgnr": OTHER}),
        ("sni", "25", {"sni": "25"}),
        ("legal-form", "HB", {"legal_form": "hb"}),
        ("women", "12", {"women": 12}),
        ("men", "0", {"men": 0}),
    ],
)
def test_each_field_is_edited_and_taken_back(
    anna: Workspace, field: str, value: str, shown: dict[str, object]
) -> None:
    before = companies.show_company(anna, NUMBER)
    companies.edit(anna, NUMBER, field, value)
    after = companies.show_company(anna, hyphenated(before.id))
    for name, content in shown.items():
        found = getattr(after, name)
        assert (found.name if name == "municipality" else found) == content
    assert log.undo(anna)[0] == "company edit"
    assert companies.show_company(anna, NUMBER) == before
    log.redo(anna)
    assert companies.show_company(anna, hyphenated(before.id)) == after


def test_a_company_is_found_by_all_its_names(anna: Workspace, worked: tuple[Project, Worked]) -> None:
    wanted = companies.show_company(anna, NUMBER)
    for typed in (
        NUMBER,
        "5560360793",
        "16556036-0793",
        "SE556036079301",
        worked[1].company,
        worked[1].company.upper(),
    ):
        assert companies.show_company(anna, typed) == wanted
    trader, _ = companies.add(anna, orgnr=None, sole_trader=True, name="Smed", municipality="Ånge")
    found = companies.show_company(anna, hyphenated(trader))
    assert found.serial is not None and found.orgnr is None and found.legal_form == "enskild"
    for typed in (found.serial, found.serial.lower(), found.serial.replace("-", "")):
        assert companies.show_company(anna, typed) == found


def test_a_number_is_not_given_to_two(anna: Workspace) -> None:
    companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Annan", municipality="Åre")
    before = dump(anna)
    with pytest.raises(Refusal, match="companies.twice"):
        companies.edit(anna, orgnr(5), "orgnr", NUMBER)
    assert dump(anna) == before
    companies.edit(anna, orgnr(5), "orgnr", orgnr(5))  # its own


def test_added_and_taken_back_leaves_nothing_to_see(anna: Workspace) -> None:
    before = companies.list_companies(anna)
    companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Annan", municipality="Åre")
    log.undo(anna)
    assert companies.list_companies(anna) == before
    with pytest.raises(Refusal, match="companies.unknown"):
        companies.show_company(anna, orgnr(5))
    companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Igen", municipality="Åre")
    with pytest.raises(Refusal, match="store.redo.nothing"):
        log.redo(anna)


def test_a_company_as_it_was(anna: Workspace, worked: tuple[Project, Worked]) -> None:
    clock = worked[0].clock
    first = clock()
    clock.go_to("2022-06-01T12:00")
    companies.edit(anna, NUMBER, "name", "Juni AB")
    clock.go_to("2022-07-01T12:00")
    companies.edit(anna, NUMBER, "name", "Juli AB")
    clock.go_to("2022-06-15T12:00")
    middle = clock()
    assert companies.show_company(anna, NUMBER, as_of=first).name == "Exempel Mekaniska AB"
    assert companies.show_company(anna, NUMBER, as_of=middle).name == "Juni AB"
    clock.go_to("2022-08-01T12:00")
    log.undo(anna)
    assert companies.show_company(anna, NUMBER).name == "Juni AB"
    clock.go_to("2022-07-02T12:00")
    assert companies.show_company(anna, NUMBER, as_of=clock()).name == "Juli AB", "it was so, that day"


def test_the_list_is_in_swedish_order(anna: Workspace) -> None:
    for place, name in enumerate(
        ("Östman AB", "Ångström AB", "Ärlig AB", "Zeta AB", "alfa AB", "Wiklund AB", "Vik AB")
    ):
        companies.add(anna, orgnr=orgnr(20 + place), sole_trader=False, name=name, municipality="Åre")
    names = [one.name for one in companies.list_companies(anna)]
    assert names == [
        "alfa AB", "Exempel Mekaniska AB", "Vik AB", "Wiklund AB", "Zeta AB", "Ångström AB", "Ärlig AB", "Östman AB",
    ]  # fmt: skip


def test_serials_of_a_laptop_run_out_with_a_sentence(anna: Workspace) -> None:
    count = anna.laptop.last_serial - anna.laptop.first_serial + 1
    for number in range(count):
        companies.add(anna, orgnr=None, sole_trader=True, name=f"Smed {number}", municipality="Ånge")
    before = dump(anna)
    with pytest.raises(Refusal, match="companies.serials_spent"):
        companies.add(anna, orgnr=None, sole_trader=True, name="En till", municipality="Ånge")
    assert dump(anna) == before


def test_a_session_in_all_its_fields(anna: Workspace) -> None:
    made, _ = coaching.log(
        anna, company=NUMBER, activity="HA2.2", day="2022-05-13", minutes="1440", note="Gick igenom\nplanen",
        women="2", men="0", next_step="Skriv mål", next_by="2022-06-01",
    )  # fmt: skip
    found = coaching.show_session(anna, made)
    assert (found.activity, found.date, found.minutes) == ("HA2.2", "2022-05-13", 1440)
    assert (found.note, found.women, found.men) == ("Gick igenom\nplanen", 2, 0)
    assert (found.next_step, found.next_by, found.outside_programme) == ("Skriv mål", "2022-06-01", False)
    assert [one.date for one in coaching.list_sessions(anna, NUMBER)] == ["2022-05-13", DAY], "newest first"
    late, _ = coaching.log(anna, company=NUMBER, activity="HA2.2", day="2031-05-13", minutes="10")
    assert coaching.show_session(anna, late).outside_programme


# --- rights ---


def test_who_may_write_what(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(KIM) as kim:
        with pytest.raises(Refusal, match="companies.unknown"):
            coaching.log(kim, company=NUMBER, activity="HA3.2", day=DAY, minutes="10")
        before = dump(kim)
        for act in (
            lambda: enrolment.assign(kim, NUMBER, NAMES[KIM]),
            lambda: enrolment.approve(kim, "Per", None),
            lambda: enrolment.invite(kim, name="P", role="coach", out=project.root / "p"),
        ):
            with pytest.raises(Refusal):
                act()
        assert dump(kim) == before and not (project.root / "p").exists()
        own, _ = companies.add(kim, orgnr=orgnr(8), sole_trader=False, name="Kims", municipality="Åre")
        with pytest.raises(Refusal, match=r"workspace\.(role|no_key)"):
            interviews.start(kim, company=hyphenated(own))
    with project.at(OFFICE) as at:
        interviews.answer(at, interview=made.interview, at="c01_plan", value="4")  # the office analyses too
        with pytest.raises(Refusal, match="enrolment.office_reads_all"):
            enrolment.assign(at, NUMBER, NAMES[OFFICE])


# --- targets ---


def figure(at: Workspace, target: str) -> tuple[int, int, int, int | None, int]:
    found = next(one for one in office.show_targets(at) if one.id == target)
    return found.done, found.under_way, found.planned, found.left, found.participations


def test_targets_follow_what_is_done(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(OFFICE) as at:
        kinds = {one.id: one for one in office.show_targets(at)}
        # The company has an open deep interview (HA2.4) and a session under HA3.2 of the 12th; it is the 10th.
        analysed = next(one for one in kinds.values() if "HA2.4" in one.activities)
        assert figure(at, analysed.id)[:3] == (0, 1, 0)
        coached = next(one for one in kinds.values() if "HA3.2" in one.activities and one.evidence)
        assert figure(at, coached.id)[:3] == (0, 0, 1)
        project.clock.go_to("2022-05-12T09:00")
        assert figure(at, coached.id)[:3] == (1, 0, 0)
        assert figure(at, coached.id)[3] == max(0, (coached.min or 0) - 1)
        (line,) = next(one for one in office.show_targets(at) if one.id == coached.id).evidence
        assert (line.company, line.label, line.times, line.minutes) == (
            made.company,
            "Exempel Mekaniska AB",
            1,
            90,
        )
        # More of the same company is more evidence, not more companies.
        coaching.log(at, company=NUMBER, activity="HA3.2", day=DAY, minutes="30")
        assert figure(at, coached.id)[0] == 1
        (line,) = next(one for one in office.show_targets(at) if one.id == coached.id).evidence
        assert (line.times, line.minutes) == (2, 120)
        log.undo(at)
        (line,) = next(one for one in office.show_targets(at) if one.id == coached.id).evidence
        assert line.times == 1
        for question, value in {
            "a01_datum": DAY, "a05_bolagsform": "ab", "a06_orgnr": NUMBER, "a08_namn_foretag": "E",
            "a09_kommun": "2309", "a18_delning": "projekt",
        }.items():  # fmt: skip
            interviews.answer(at, interview=made.interview, at=question, value=value)
        interviews.finish(at, made.interview)
        assert figure(at, analysed.id)[:2] == (1, 0)
        interviews.amend(at, made.interview, "fel")
        assert figure(at, analysed.id)[:2] == (0, 1)


def test_targets_of_an_empty_project(project: Project) -> None:
    with project.at(OFFICE) as at:
        for one in office.show_targets(at):
            assert (one.done, one.under_way, one.participations, one.evidence) == (0, 0, 0, ())
            assert one.left == one.min
