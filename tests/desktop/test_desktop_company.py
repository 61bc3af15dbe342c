"""A company's page: its one button, its views, facts changed in place, a timeline by keys, a history in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from _company import CTRL, KEY, Room, focus, keys, press, room, tab_to
from _day import ANNA, OFFICE, Project, orgnr
from _window import WatchedApplication, settle, spin, watched
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.desktop.pages.company.page import CompanyPage
from app.desktop.places import Place
from app.operations import coaching, companies, interviews

LONG = "Långa namnets mekaniska verkstad och söner i Bispgården, filialer i Hammarstrand, Stugun, Ragunda, nummer ett"
TABS = ("overview", "interviews", "competence", "coaching", "documents", "history")


@pytest.fixture
def company(project: Project) -> str:
    with project.at(ANNA) as space:
        made, _ = companies.add(
            space, orgnr=orgnr(1), sole_trader=False, name="Exempelverken AB", municipality="2282",
            sni="25.6", legal_form="ab", women="12", men="28",
        )  # fmt: skip
    return made.hex()


@pytest.fixture
def worked(project: Project, company: str) -> str:
    """With an interview under way and two sessions."""
    from app.operations.questionnaires import questionnaire

    scales = [one for one in questionnaire("djupanalys").definition.questions if one.type == "range"]
    low = {
        one.path: "5" if one.path.endswith("_prio") else "1"
        for one in scales
        if one.path.startswith("/data/grp_e")
    }
    with project.at(ANNA) as space:
        interviews.start(space, company=company, answers={"a02_omfattning": "djup", **low})
        coaching.log(
            space, company=orgnr(1), activity="HA3.2", day="2022-04-12", minutes="90", note="Ställtid",
            next_step="Filma", next_by="2022-04-20",
        )  # fmt: skip
        coaching.log(
            space, company=orgnr(1), activity="HA3.2", day="2022-05-03", minutes="60", next_step="Mät igen",
            next_by="2022-05-25",
        )  # fmt: skip
    return company


@pytest.fixture
def at(qapp: WatchedApplication, project: Project, worked: str) -> Iterator[Room]:
    with room(project, CompanyPage) as made:
        made.at(Place("company", worked))
        yield made


def primaries(page: QWidget) -> list[str]:
    return [
        one.accessibleName()
        for one in page.findChildren(QPushButton)
        if one.property("kind") == "primary" and one.isVisible()
    ]


def test_the_head_says_who_how_far_and_what_is_next(at: Room, worked: str) -> None:
    page = at.page
    assert page.header.title.text() == "Exempelverken AB" and page.header.chip.text() == "Insats pågår"
    assert primaries(page) == ["Fortsätt intervjun"]
    page.main.click()
    interview = at.ask(lambda space: interviews.list_interviews(space, worked)[0].id.hex())
    assert at.went[-1] == Place("interview", worked, interview)
    page.header.above.click()
    assert at.went[-1] == Place("companies")


def test_each_view_is_reached_by_arrows_and_shows_its_share(at: Room, worked: str) -> None:
    page = at.page
    assert focus() in (page.tabs, page.tabs.focusProxy())
    for tab in TABS[1:]:
        press(KEY.Key_Right)
        assert at.went[-1] == Place("company", worked, tab=tab)
        at.follow()
        assert page.tabs.value() == tab and focus() is page.tabs.focusProxy()
    assert [row.cells[1].text for row in page.history.table.model_of_rows.rows] == [
        "Anna Ek loggade ett tillfälle (2 gånger)",
        "Anna Ek påbörjade en intervju",
        "Anna Ek lade in företaget",
    ]
    (interview,) = page.interviews.table.model_of_rows.rows
    assert interview.cells[0].text == "Djupanalys" and interview.cells[1].text == "Pågår"
    assert page.competence.nothing.isVisibleTo(page.competence)
    assert page.documents.nothing.isVisibleTo(page.documents)
    assert page.coaching.sessions.note.text() == "2 · 2,5 h"


def test_steps_and_needs_lead_on(at: Room, worked: str) -> None:
    overview = at.page.overview
    rows = overview.steps.model_of_rows.rows
    assert [row.cells[0].text for row in rows] == ["Mät igen"]
    assert overview.need.isVisible() and overview.needs[0].accessibleName().startswith("HA")
    overview.needs[0].click()
    assert at.went[-1].page == "interview"
    overview.steps.setFocus()
    press(KEY.Key_Return)
    place = at.follow()
    assert place.tab == "coaching" and at.page.coaching.editor.session == place.item
    assert focus() is at.page.coaching.table
    assert at.page.coaching.editor.fields["next_step"].control.value() == "Mät igen"


def test_the_timeline_is_walked_by_keys(at: Room) -> None:
    line = at.page.overview.timeline
    line.setFocus()
    press(KEY.Key_Home)
    assert line.accessibleName() == "Tidslinje: Tillfälle HA3.2, 12 april"
    press(KEY.Key_Right)
    assert "Tillfälle HA3.2, 3 maj" in line.accessibleName()
    press(KEY.Key_End)
    assert line.accessibleName() == "Tidslinje: Nästa steg: Mät igen, 25 maj"
    assert line.current() is not None and line.current().to_come
    press(KEY.Key_Up)
    assert "Intervju påbörjad" in line.accessibleName()
    press(KEY.Key_Return)
    assert at.went[-1].page == "interview"
    interface = QAccessible.queryAccessibleInterface(line)
    assert "HA3.2" in interface.text(QAccessible.Text.Description)
    at.page.overview.span._press("quarter")
    assert line.current() is not None  # what had the keyboard is still in view
    at.page.overview.grab()


def test_facts_are_changed_where_they_stand(at: Room) -> None:
    facts = at.page.overview.facts
    assert facts.lines["people"].value() == "12 kvinnor, 28 män"
    assert facts.lines["trade"].value().startswith("25.6 ")
    facts.change.setFocus()
    press(KEY.Key_Space)
    name = facts.fields["name"].control
    assert focus() is name
    press(KEY.Key_End)
    keys(" i Krokom")
    press(KEY.Key_Tab)
    at.rest()
    assert at.page.header.title.text() == "Exempelverken AB i Krokom" and at.told == ["Ändrat: Namn"]
    facts.fields["women"].control.setText("")
    facts.fields["women"].control.flush()
    facts.fields["sni"].control.set_value("")
    facts.fields["sni"].control.chosen.emit("")
    at.rest()
    found = at.ask(lambda space: companies.show_company(space, orgnr(1)))
    assert (found.women, found.men, found.sni, found.sni_version) == (None, 28, None, None)
    press(KEY.Key_Escape)
    assert not facts.editing and focus() is facts.change
    assert facts.lines["people"].value() == "28 män" and facts.lines["trade"].value() == "Inte angivet"
    assert at.undo() == "company edit"
    assert at.page.overview.facts.lines["trade"].value().startswith("25.6 ")


def test_a_refused_fact_stays_in_its_field_and_the_same_again_is_no_act(at: Room) -> None:
    facts = at.page.overview.facts
    facts.edit(True)
    for name, typed, said in (("name", " ", "Namn är tomt"), ("orgnr", "556036-0794", "stämmer inte")):
        field = facts.fields[name]
        field.control.setText(typed)
        field.control.flush()
        at.rest()
        assert said in field.error() and field.control.text() == typed
    facts.fields["name"].control.setText("Exempelverken AB")
    facts.fields["name"].control.flush()
    at.rest()
    assert not facts.fields["name"].error() and at.told == []
    facts.edit(False)
    assert facts.fields["orgnr"].error()  # not lost by closing
    facts.fields["orgnr"].control.setText(orgnr(1))
    facts.fields["orgnr"].control.flush()
    at.rest()
    assert not facts.fields["orgnr"].error()


def test_a_session_is_logged_edited_and_undone_by_keys(at: Room, worked: str) -> None:
    at.at(Place("company", worked, tab="coaching"))
    entry, page = at.page.coaching.entry, at.page
    assert focus() is entry.note and primaries(page) == ["Logga"]
    assert entry.activity.value() == "HA3.2"
    keys("Snabb träff")
    tab_to(entry.minutes)
    keys("30")
    press(KEY.Key_Return, CTRL)
    at.rest()
    rows = page.coaching.table.model_of_rows.rows
    assert rows[0].cells[2].text == "Snabb träff" and at.told == ["Loggat: HA3.2, 30 min"]
    tab_to(page.coaching.table)
    press(KEY.Key_Home)
    at.rest()
    assert page.coaching.editor.isVisible()
    press(KEY.Key_Return)
    keys("!")
    page.flush()
    at.rest()
    assert at.undo() == "coach edit" and at.undo() == "coach log"
    assert len(page.coaching.table.model_of_rows.rows) == 2
    press(KEY.Key_Escape)


def test_what_is_half_typed_belongs_to_its_company(at: Room, worked: str, project: Project) -> None:
    other = at.ask(
        lambda space: companies.add(
            space, orgnr=orgnr(2), sole_trader=False, name="Annat AB", municipality="Åre"
        )[0]
    ).hex()
    at.at(Place("company", worked, tab="coaching"))
    keys("Halvt")
    at.page.leave()
    at.at(Place("company", other, tab="coaching"))
    entry = at.page.coaching.entry
    assert entry.note.value() == "" and entry.activity.value() == ""
    assert "Logga" in primaries(at.page)
    at.at(Place("company", worked, tab="coaching"))
    assert entry.note.value() == "Halvt" and entry.begun.isVisible()


def test_a_new_interview_is_started_and_shown(at: Room, worked: str) -> None:
    at.page.deeds()["interview.start"]()
    at.rest()
    place = at.went[-1]
    assert place.page == "interview" and place.company == worked
    assert len(at.ask(lambda space: interviews.list_interviews(space, worked))) == 2


def test_a_company_in_which_nothing_has_happened(
    qapp: WatchedApplication, project: Project, company: str
) -> None:
    with room(project, CompanyPage) as at:
        at.at(Place("company", company))
        assert primaries(at.page) == ["Starta intervju"]
        overview = at.page.overview
        assert (
            overview.nothing.isVisible() and overview.no_steps.isVisible() and not overview.need.isVisible()
        )
        for tab in TABS:
            at.at(Place("company", company, tab=tab))
            assert len(primaries(at.page)) == 1, tab


def test_without_a_company_or_with_one_that_is_not_here(qapp: WatchedApplication, project: Project) -> None:
    with room(project, CompanyPage) as at:
        for company in ("", "00" * 16):
            at.at(Place("company", company))
            assert at.page._empty is not None and at.page._empty.isVisible()
            assert primaries(at.page) == ["Företag"]


def test_what_a_laptop_may_not_read_is_said_and_not_offered(
    qapp: WatchedApplication, project: Project, worked: str
) -> None:
    project.settle(ANNA, OFFICE)
    with room(project, CompanyPage, who=OFFICE) as at:
        at.at(Place("company", worked, tab="competence"))
        assert "stannar hos" in at.page.competence.nothing.text() and not at.page.competence.open.isVisible()
        at.at(Place("company", worked, tab="history"))
        texts = [row.cells for row in at.page.history.table.model_of_rows.rows]
        assert {cells[2].text for cells in texts} == {"En annan dator"}


@pytest.mark.parametrize("percent", [100, 200])
def test_long_names_are_elided_and_all_is_named(
    qapp: WatchedApplication, project: Project, percent: int, look_at: Callable[[int], None]
) -> None:
    with project.at(ANNA) as space:
        made, _ = companies.add(space, orgnr=orgnr(1), sole_trader=False, name=LONG, municipality="Östersund")
        coaching.log(
            space, company=orgnr(1), activity="HA3.2", day="2022-04-12", minutes="90", note="Ord " * 750,
            next_step="Steg " * 200, next_by="2022-05-20",
        )  # fmt: skip
    look_at(percent)
    from _walk import cramped, nameless

    with room(project, CompanyPage) as at:
        for tab in TABS:
            at.at(Place("company", made.hex(), tab=tab))
            assert at.page.width() == 1224
            assert nameless(at.page) == [] and cramped(at.page) == [], tab


@pytest.fixture
def look_at() -> Callable[[int], None]:
    from app.desktop.theme import look

    return lambda percent: look().use(percent=percent)


def test_the_day_of_a_company_in_the_window(
    qapp: WatchedApplication, project: Project, window_on: Callable[..., Any]
) -> None:
    """Registered, opened, logged, taken back: by keys, through the real window, with no event that lasts."""
    window = window_on(project.profile(ANNA))
    desk = window.desk
    window.inside.together.stop()
    window.activateWindow()
    toasts: list[str] = []
    desk.told.connect(lambda said, _: toasts.append(said))

    def rest(page: str) -> Any:
        spin(lambda: window.frame.page is not None and window.frame.page.name == page, page)
        settle(desk)
        spin(lambda: window.frame.page.is_filled and window.frame.page.isVisible(), page)
        settle(desk)
        return window.frame.page

    rest("overview")
    for page in (
        "companies",
        "company",
        "coaching",
    ):  # seen once: modules are loaded and parts made in slices
        desk.go(Place(page))  # type: ignore[arg-type]
        rest(page)
    with watched(qapp) as dog:
        desk.actions.run("company.new")
        form = rest("companies").form
        assert focus() is form.orgnr
        keys(orgnr(5))
        press(KEY.Key_Tab)
        keys("Fönstret AB")
        form.municipality.set_value("2380")
        press(KEY.Key_Tab)
        tab_to(form.add)
        press(KEY.Key_Space)
        page = rest("company")
        assert page.header.title.text() == "Fönstret AB"
        desk.actions.run("coaching.log")
        settle(desk)
        entry = page.coaching.entry
        spin(lambda: focus() is entry.note, "the entry")
        keys("Första träffen")
        entry.activity.set_value("HA3.2")
        tab_to(entry.minutes)
        keys("90")
        press(KEY.Key_Return, CTRL)
        settle(desk)
        assert toasts == ["Fönstret AB är inlagt", "Loggat: HA3.2, 90 min"]
        assert [row.cells[2].text for row in page.coaching.table.model_of_rows.rows] == ["Första träffen"]
        desk.actions.run("edit.undo")
        settle(desk)
        assert page.coaching.table.model_of_rows.rows == []
        desk.actions.run("go.back")
        settle(desk)
    assert dog.complaints == []


def test_closing_in_mid_word_loses_no_letter(
    qapp: WatchedApplication, project: Project, worked: str, window_on: Callable[..., Any]
) -> None:
    window = window_on(project.profile(ANNA))
    window.inside.together.stop()
    window.activateWindow()
    window.desk.go(Place("company", worked, tab="coaching"))
    spin(lambda: window.frame.page is not None and window.frame.page.is_filled, "the company")
    settle(window.desk)
    entry = window.frame.page.coaching.entry
    spin(lambda: QApplication.focusWidget() is entry.note, "the keyboard in the entry")
    keys("Mitt i ett o")
    window.close()
    from app.operations.drafts import session_draft

    with project.at(ANNA) as space:
        kept = session_draft(space, worked)
    assert kept is not None and kept.note == "Mitt i ett o"
