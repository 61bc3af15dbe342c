"""The painted matrix: the print's cells, the domain's figures, edits without reading, one cell in full."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest
from _day import ANNA, NUMBER, Project, Worked, matrix_rows, orgnr, workbook

from app.domain.competence import LicenceStatus, SkillKind
from app.domain.matrix_grid import Flag, licence_of
from app.operations import companies, competence, log, printing
from app.operations.competence import Rated
from app.operations.matrix_cell_facts import cell_facts
from app.operations.matrix_view import MatrixView, after_rating, show_matrix_view
from app.operations.workspace import Workspace
from app.store.ids import RowId, natural_id
from app.store.units import born

OTHER = orgnr(79)
MARKS = {
    LicenceStatus.VALID: "held",
    LicenceStatus.EXPIRING: "expiring",
    LicenceStatus.EXPIRED: "expired",
    LicenceStatus.MISSING: "missing",
}


@pytest.fixture
def at(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


@pytest.fixture
def full(at: Workspace, worked: tuple[Project, Worked]) -> Workspace:
    """Twelve people and ten skills with teams, groups, requirements, licences, plans, old ratings and questions."""
    clock, chance = worked[0].clock, random.Random(7)
    companies.add(at, orgnr=OTHER, sole_trader=False, name="Full AB", municipality="Åre")
    clock.go_to("2020-03-01T10:00")
    rows = matrix_rows({f"Person Nummer{number}": (2, "1-2" if number == 3 else 3, 4) for number in range(6)})
    competence.import_workbook(at, workbook(at.profile.parent / "f.xlsx", rows), company=OTHER)
    for number in range(6, 12):
        competence.add_person(at, company=OTHER, name=f"Ny Nummer{number}", team=f"Lag {number % 2}")
    skills = [one.id for one in show_matrix_view(at, OTHER).skills]
    for number in range(7):
        kind = SkillKind.LICENCE if number in (2, 5) else SkillKind.LEVEL
        skills.append(
            competence.add_skill(
                at, company=OTHER, name=f"Kunskap {number}", group=f"Grupp {number % 3}", kind=kind,
                threshold=2 if number == 4 else 3,
            )[0]
        )  # fmt: skip
    for number, skill in enumerate(skills):
        if number % 3:
            competence.set_requirement(
                at, company=OTHER, skill=skill, level=1 + number % 4, headcount=number or None
            )
    view = show_matrix_view(at, OTHER)
    for day in ("2020-06-01", "2022-05-12"):
        clock.go_to(f"{day}T10:00")
        wanted = [
            Rated(person.id, skill.id, chance.choice((None, 0, 1, 2, 3, 4)))
            for person in view.people
            for skill in view.skills
            if skill.kind is SkillKind.LEVEL and chance.random() < 0.5
        ]
        competence.rate_many(at, company=OTHER, ratings=wanted, by_role="coach")
        for person in view.people[::2]:
            for skill in view.skills:
                if skill.kind is SkillKind.LICENCE:
                    until = chance.choice((None, "2022-05-20", "2021-01-01", "2025-01-01"))
                    competence.record_licence(
                        at, company=OTHER, person=person.id, skill=skill.id, held=chance.random() < 0.8,
                        valid_to=until,
                    )  # fmt: skip
    plan(at, view.people[0].id, view.skills[0].id, 4)
    return at


def plan(at: Workspace, person: RowId, skill: RowId, level: int) -> None:
    """A planned level, as a workbook brings it."""
    with at.reading() as reader:
        company = companies.find(reader, OTHER)[0]
    key = (company, person, skill, at.today().isoformat(), "target", "workbook", None)
    row = natural_id(at.secrets.project_secret, "rating", *key)
    at.commit("matrix import", company, born("rating", row, *key, level=level))


def test_the_view_shows_what_the_print_shows(full: Workspace) -> None:
    view = show_matrix_view(full, OTHER)
    paper = printing._matrix_print(full, competence.show_matrix(full, OTHER), "sv")
    columns = [skill for group in paper.groups for skill in group.skills]
    people = [person for team in paper.teams for person in team.people]
    assert [one.name for one in view.people] == [one.name for one in people]
    assert [one.initials for one in view.people] == [one.initials for one in people]
    assert [one.name for one in view.skills] == [one.name for one in columns]
    assert [(band.name or "Övriga", band.count) for band in view.teams] == [
        (team.name, len(team.people)) for team in paper.teams
    ]
    assert [(band.name, band.count) for band in view.groups] == [
        (group.name, len(group.skills)) for group in paper.groups
    ]
    assert view.shares == tuple(person.share for person in people)
    assert (view.share_of, view.totals.share) == (paper.share_of, paper.totals.share)
    assert [(foot.covered, foot.required) for foot in view.feet] == [
        (skill.covered, skill.required_count) for skill in columns
    ]
    seen: set[str] = set()
    for row, person in enumerate(people):
        for column, cell in enumerate(person.cells):
            at = view.cell(row, column)
            level, flags = view.levels[at], view.flags[at]
            assert (None if level == 255 else level) == cell.level
            state = licence_of(flags)
            assert (MARKS[state] if state is not None else None) == cell.licence
            assert bool(flags & Flag.ASKED) == cell.asked
            assert (2 if flags & Flag.FAR_BELOW else 1 if flags & Flag.BELOW else 0) == min(2, cell.gap)
            seen |= {str(level), str(state), f"gap{min(2, cell.gap)}", f"old{bool(flags & Flag.OLD)}"}
            seen |= {f"asked{cell.asked}", f"planned{bool(flags & Flag.PLANNED)}"}
    assert {
        "0",
        "1",
        "2",
        "3",
        "4",
        "255",
        "gap0",
        "gap1",
        "gap2",
        "oldTrue",
        "askedTrue",
        "plannedTrue",
    } <= seen
    assert {str(state) for state in LicenceStatus} <= seen


@pytest.mark.parametrize("day", ["2020-03-01", "2020-05-31", "2020-06-01", "2021-06-02", "2022-05-12"])
def test_figures_of_any_day_are_the_domain_s(full: Workspace, day: str) -> None:
    on = date.fromisoformat(day)
    view, told = show_matrix_view(full, OTHER, on=on), competence.show_matrix(full, OTHER, on=on).figures
    by_name = {one.name: one for one in told.skills}
    for skill, foot in zip(view.skills, view.feet, strict=True):
        one = by_name[skill.name]
        assert (foot.covered, foot.teachers, foot.gap) == (one.covered, one.teachers, one.gap)
    assert (view.totals.flexibility, view.totals.compliance) == (told.flexibility, told.compliance)


def test_after_a_rating_the_view_is_what_reading_again_gives(full: Workspace) -> None:
    view = show_matrix_view(full, OTHER)
    chance = random.Random(3)
    skills = [one for one in view.skills if one.kind is SkillKind.LEVEL]
    for _ in range(12):
        many = [
            (chance.choice(view.people).id, chance.choice(skills).id, chance.choice((None, 0, 1, 2, 3, 4)))
            for _ in range(chance.randint(1, 6))
        ]
        many = list({(person, skill): (person, skill, level) for person, skill, level in many}.values())
        before = view
        view = after_rating(view, many)
        competence.rate_many(full, company=OTHER, ratings=[Rated(*one) for one in many], by_role="supervisor")
        again = show_matrix_view(full, OTHER)
        assert view == again
        assert (view.fingerprint == before.fingerprint) == (
            (view.levels, view.flags) == (before.levels, before.flags)
        )
    with pytest.raises(KeyError):
        after_rating(view, [(RowId(b"\0" * 16), skills[0].id, 1)])
    licence = next(one for one in view.skills if one.kind is SkillKind.LICENCE)
    with pytest.raises(ValueError, match=licence.name):
        after_rating(view, [(view.people[0].id, licence.id, 1)])


def test_the_fingerprint_tells_what_is_shown(full: Workspace) -> None:
    view = show_matrix_view(full, OTHER)
    assert show_matrix_view(full, OTHER).fingerprint == view.fingerprint
    prints = {view.fingerprint}
    competence.rename_person(full, company=OTHER, person=view.people[0].id, name="Helt Annan")
    prints.add(show_matrix_view(full, OTHER).fingerprint)
    log.undo(full)
    assert show_matrix_view(full, OTHER).fingerprint == view.fingerprint
    competence.set_requirement(full, company=OTHER, skill=view.skills[0].id, level=4, headcount=1)
    prints.add(show_matrix_view(full, OTHER).fingerprint)
    prints.add(show_matrix_view(full, OTHER, on=date(2020, 6, 1)).fingerprint)
    assert len(prints) == 4


def cell(view: MatrixView, person: str, skill: str) -> tuple[RowId, RowId]:
    return (
        next(one.id for one in view.people if one.name == person),
        next(one.id for one in view.skills if one.name == skill),
    )


def test_a_cell_in_full(at: Workspace, worked: tuple[Project, Worked]) -> None:
    clock = worked[0].clock
    view = show_matrix_view(at, NUMBER)
    person, skill = cell(view, "Britta Qvarnhjelm", "Fräs")
    competence.set_requirement(at, company=NUMBER, skill=skill, level=4, headcount=1)
    for day, level in (
        ("2022-06-01", 3),
        ("2022-06-02", 2),
        ("2022-06-02", 4),
        ("2022-06-03", None),
        ("2022-06-04", 3),
    ):
        clock.go_to(f"{day}T09:00")
        competence.rate(at, company=NUMBER, person=person, skill=skill, level=level, by_role="supervisor")
    view = show_matrix_view(at, NUMBER)
    facts = cell_facts(at, view, person=person, skill=skill)
    assert facts.level is not None and (facts.level.level, facts.level.sv) == (3, "Själv")
    assert facts.target is not None and facts.target.level == 4 and facts.below
    assert facts.observed is not None
    assert (facts.observed.day, facts.observed.by_role, facts.observed.entered_by) == (
        "2022-06-04", "supervisor", "Anna Ek",
    )  # fmt: skip
    assert [(one.day, one.level, one.way) for one in facts.history] == [
        ("2022-06-04", 3, "first"),
        ("2022-06-03", None, "taken_back"),
        ("2022-06-02", 4, "corrected"),
        ("2022-06-02", 2, "changed"),
        ("2022-06-01", 3, "confirmed"),
        ("2022-05-10", 3, "first"),
    ]
    assert facts.history[-1].by_role == "workbook"
    assert facts.able == ("Britta Qvarnhjelm",) and facts.teachers == ()
    assert facts.nobody_without == ("Fräs",), "Svarv is done by two"
    assert facts.foot.bus_factor == 1 and facts.age == 0
    # On the day before, the history ends there.
    past = show_matrix_view(at, NUMBER, on=date(2022, 6, 3))
    old = cell_facts(at, past, person=person, skill=skill)
    assert old.level is None and old.observed is None and len(old.history) == 5
    with pytest.raises(KeyError):
        cell_facts(at, view, person=RowId(b"\0" * 16), skill=skill)


def test_what_falls_short_when_a_person_is_away(at: Workspace) -> None:
    view = show_matrix_view(at, NUMBER)
    person, skill = cell(view, "Britta Qvarnhjelm", "Svarv")
    competence.set_requirement(at, company=NUMBER, skill=skill, level=None, headcount=2)
    facts = cell_facts(at, show_matrix_view(at, NUMBER), person=person, skill=skill)
    assert (facts.nobody_without, facts.short_without) == (("Fräs",), ("Svarv",))


def test_a_licence_in_full(full: Workspace) -> None:
    view = show_matrix_view(full, OTHER)
    skill = next(one for one in view.skills if one.kind is SkillKind.LICENCE)
    person = view.people[0]
    facts = cell_facts(full, view, person=person.id, skill=skill.id)
    assert facts.level is None and facts.licence is not None and len(facts.licences) == 2
    assert facts.licences[0].day == "2022-05-12" and facts.licences[0].entered_by == "Anna Ek"
    if facts.licence is not LicenceStatus.MISSING:
        assert facts.licence_to == facts.licences[0].valid_to


def test_documents_are_offered_only_where_they_can_be_made(at: Workspace) -> None:
    from app.operations.documents import companies_to_print, show_documents

    offers = show_documents(at, NUMBER)
    assert [(one.kind, one.language, one.paper) for one in offers] == [
        ("matrix", "sv", "A3"), ("matrix", "sv", "A4"), ("matrix", "en", "A3"), ("matrix", "en", "A4"),
    ]  # fmt: skip
    assert offers[0].file_name == "Kompetensmatris Exempel Mekaniska AB A3.pdf"
    assert offers[2].about == "People: 3, skills: 3, licences: 0"
    for offer in offers:
        pages, title = printing.matrix_pages(at, NUMBER, offer.paper, offer.language)
        out = at.profile.parent / offer.file_name
        made = printing.print_matrix(at, company=NUMBER, out=out, paper=offer.paper, language=offer.language)
        assert pages.count == made.pages == 1 and title == f"{offer.title} – Exempel Mekaniska AB"
    companies.add(at, orgnr=OTHER, sole_trader=False, name='A/B: "Ny"', municipality="Åre")
    assert show_documents(at, OTHER) == ()
    assert [name for _, name in companies_to_print(at)] == ["Exempel Mekaniska AB"]
    competence.start_empty(at, company=OTHER)
    competence.add_person(at, company=OTHER, name="Ann Ek")
    assert show_documents(at, OTHER) == ()
    competence.add_skill(at, company=OTHER, name="TIG")
    assert show_documents(at, OTHER)[0].file_name == "Kompetensmatris A B Ny A3.pdf"
