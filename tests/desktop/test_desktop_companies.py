"""The list of companies: found as one types, filtered by stage, arranged as one likes, and a new one added by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _company import KEY, Room, focus, keys, press, room, tab_to
from _day import ANNA, Project, orgnr
from _window import WatchedApplication, settle, watched
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.desktop.pages.companies.page import CompaniesPage
from app.desktop.places import Place
from app.desktop.widgets.field import Choice
from app.operations import coaching, companies
from app.settings import read_window

NAMES = ("Ånge Plåt AB", "Älvens Trä AB", "Bergs Mek AB")


@pytest.fixture
def filled(project: Project) -> Project:
    with project.at(ANNA) as space:
        for number, (name, place) in enumerate(zip(NAMES, ("Ånge", "Krokom", "Berg"), strict=True), 1):
            companies.add(space, orgnr=orgnr(number), sole_trader=False, name=name, municipality=place)
        coaching.log(
            space, company=orgnr(3), activity="HA3.2", day="2022-05-02", minutes="60", next_step="Ring banken",
            next_by="2022-05-06",
        )  # fmt: skip
    return project


@pytest.fixture
def at(qapp: WatchedApplication, filled: Project) -> Iterator[Room]:
    with room(filled, CompaniesPage) as made:
        made.at(Place("companies"))
        yield made


def shown(at: Room) -> list[str]:
    return [row.cells[0].text for row in at.page.table.model_of_rows.rows]


def test_all_stand_in_swedish_order_with_their_late_steps(at: Room) -> None:
    assert shown(at) == ["Bergs Mek AB", "Ånge Plåt AB", "Älvens Trä AB"]
    berg = at.page.table.model_of_rows.rows[0].cells
    assert berg[0].second == orgnr(3) and berg[2].icon and berg[2].text == "Insats pågår"
    assert (berg[4].text, berg[4].second, berg[4].second_colour) == ("Ring banken", "4 dagar sen", "gap")
    assert at.page.status() == "3 av 3 företag syns"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ange", ["Ånge Plåt AB"]),
        ("ÄLVENS", ["Älvens Trä AB"]),
        ("krok", ["Älvens Trä AB"]),
        (orgnr(3), ["Bergs Mek AB"]),
        (orgnr(3).replace("-", ""), ["Bergs Mek AB"]),
        ("ab mek", ["Bergs Mek AB"]),
        ("finns inte", []),
    ],
)
def test_each_letter_narrows_the_list(at: Room, typed: str, wanted: list[str]) -> None:
    assert focus() is at.page.search
    keys(typed)
    assert shown(at) == wanted
    assert at.page.none.isVisibleTo(at.page) == (not wanted)
    press(KEY.Key_Escape)
    assert len(shown(at)) == 3


def test_other_spellings_are_found(at: Room) -> None:
    from dataclasses import replace

    from app.desktop.pages.companies.lines import _found_by, searched
    from app.operations.company_list import show_companies

    first = at.ask(show_companies)[0]
    assert searched("BERGÉT") in _found_by(replace(first, spellings=("Bergét Mekaniska",)))
    assert searched("Bergét") not in _found_by(first)


def test_stages_filter_and_a_place_chooses_one(at: Room) -> None:
    at.at(Place("companies", tab="intervention"))
    assert shown(at) == ["Bergs Mek AB"] and at.page.stages.value() == "intervention"
    tab_to(at.page.stages)
    press(KEY.Key_Left, times=3)
    assert at.page.stages.value() == "contacted" and len(shown(at)) == 2


def test_keys_lead_from_the_search_into_the_list_and_on(at: Room) -> None:
    press(KEY.Key_Down)
    assert focus() is at.page.table
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    place = at.went[-1]
    assert place.page == "company"
    assert at.ask(lambda space: companies.show_company(space, place.company).name) == "Ånge Plåt AB"


def test_enter_opens_the_only_one_that_is_found(at: Room) -> None:
    keys("krok")
    press(KEY.Key_Return)
    assert at.went[-1].page == "company"


def test_sorting_and_widths_are_remembered(at: Room, filled: Project) -> None:
    head = at.page.table.horizontalHeader()
    QTest.mouseClick(
        head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(head.sectionViewportPosition(1) + 40, 12)
    )
    assert shown(at) == ["Bergs Mek AB", "Älvens Trä AB", "Ånge Plåt AB"]  # Berg, Krokom, Ånge
    edge = QPoint(head.sectionViewportPosition(1) + head.sectionSize(1) - 1, 12)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(head.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    width = at.page.table.columnWidth(1)
    assert width > 150
    at.page._keep.timeout.emit()
    at.page._keep.stop()
    at.rest()
    kept = read_window(filled.profile(ANNA))["companies_table"]
    again = at.make(CompaniesPage)
    again.arrive(Place("companies"))
    at.rest()
    assert again.table.arrangement() == kept
    assert abs(again.table.columnWidth(1) - width) <= 1
    assert [row.cells[1].text for row in again.table.model_of_rows.rows] == ["Berg", "Krokom", "Ånge"]
    again.close()


@pytest.mark.parametrize("kept", ["", "9 0", "0 0 99:100", "kaos", "1 1 1:5"])
def test_an_arrangement_that_is_not_understood_does_no_harm(at: Room, kept: str) -> None:
    at.page.table.arrange(kept)
    assert len(shown(at)) == 3 and at.page.table.columnWidth(1) >= 24


# --- a new one ---


@pytest.fixture
def new(at: Room) -> Room:
    at.at(Place("companies", tab="new"))
    return at


# The off-screen plug-in has no windows to raise; the list of a field is one.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_company_is_registered_by_keys_alone(new: Room) -> None:
    form = new.page.form
    assert focus() is form.orgnr
    keys(orgnr(7))
    press(KEY.Key_Tab)
    assert form.fields["orgnr"].error() == "" and focus() is form.name
    keys("Nya Verken AB")
    press(KEY.Key_Tab)
    keys("sundsv")
    tab_to(form.women)
    keys("12")
    press(KEY.Key_Up)
    tab_to(form.add)
    press(KEY.Key_Space)
    new.rest()
    place = new.went[-1]
    made = new.ask(lambda space: companies.show_company(space, place.company))
    assert (place.page, made.name, made.orgnr, made.women, made.men) == (
        "company",
        "Nya Verken AB",
        orgnr(7),
        13,
        None,
    )
    assert made.municipality is not None and made.municipality.name == "Sundsvall"
    assert new.told == ["Nya Verken AB är inlagt"] and form.orgnr.text() == ""
    assert new.undo() == "company add"
    new.at(Place("companies"))
    assert len(shown(new)) == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("556036-0794", "stämmer inte"),
        ("811218-9876", "personnummer"),
        ("5560", "4 siffror"),
        ("abc", "annat än siffror"),
    ],
)
def test_a_wrong_number_is_said_when_the_field_is_left(new: Room, typed: str, said: str) -> None:
    keys(typed)
    press(KEY.Key_Tab)
    assert said in new.page.form.fields["orgnr"].error()
    assert "--" not in new.page.form.fields["orgnr"].error()
    assert new.page.form.orgnr.text() == typed


def test_a_half_number_is_not_wrong_yet(new: Room) -> None:
    keys("5560")
    new.page.form.orgnr._pause.timeout.emit()
    assert new.page.form.fields["orgnr"].error() == ""
    keys("360794")
    new.page.form.orgnr._pause.timeout.emit()
    assert "stämmer inte" in new.page.form.fields["orgnr"].error()
    press(KEY.Key_Backspace)
    assert new.page.form.fields["orgnr"].error() == ""


def test_one_that_is_there_is_named_and_can_be_opened(new: Room) -> None:
    form = new.page.form
    keys(orgnr(2).replace("-", ""))
    form.orgnr.flush()
    assert form.fields["orgnr"].error() == "Finns redan: Älvens Trä AB." and form.there.isVisible()
    form.there.setFocus()
    press(KEY.Key_Space)
    assert new.went[-1].page == "company"
    # Sent all the same, it is refused by the record and stands where it was.
    form.name.setText("Ännu ett")
    form.municipality.set_value("2380")
    form.send()
    new.rest()
    assert form.fields["orgnr"].error() == "Finns redan: Älvens Trä AB." and form.name.text() == "Ännu ett"


def test_refusals_stand_at_their_fields_and_nothing_is_lost(new: Room) -> None:
    form = new.page.form
    keys(orgnr(8))
    form.send()
    new.rest()
    assert form.fields["name"].error() == "Namn är tomt. Skriv en text." and focus() is form.name
    keys("Verket")
    form.send()
    new.rest()
    assert form.fields["name"].error() == "" and form.fields["municipality"].error()
    form.municipality.set_value("2380")
    form.men.setText("många")
    form.send()
    new.rest()
    assert "Män anställda" in form.fields["men"].error() and form.men.text() == "många"
    assert new.told == []


def test_a_sole_trader_needs_no_number(new: Room) -> None:
    form = new.page.form
    form.kind._press("sole_trader")
    assert not form.fields["orgnr"].isVisible()
    form.name.setText("Smed Olsson")
    form.municipality.set_value("2380")
    form.send()
    new.rest()
    made = new.ask(lambda space: companies.show_company(space, new.went[-1].company))
    assert made.serial and made.orgnr is None and made.legal_form == "enskild"


def test_escape_closes_the_form_and_keeps_what_is_typed(new: Room) -> None:
    keys("5560")
    press(KEY.Key_Escape)
    assert new.follow() == Place("companies")
    assert not new.page.form.isVisible() and new.page.add.isVisible()
    new.at(Place("companies", tab="new"))
    assert new.page.form.orgnr.text() == "5560" and focus() is new.page.form.name


def test_there_is_one_primary_button_in_each_state(qapp: WatchedApplication, project: Project) -> None:
    from PySide6.QtWidgets import QPushButton

    with room(project, CompaniesPage) as at:
        for place in (Place("companies"), Place("companies", tab="new")):
            at.at(place)
            primary = [
                one
                for one in at.page.findChildren(QPushButton)
                if one.property("kind") == "primary" and one.isVisible()
            ]
            assert len(primary) == 1, place


def test_seven_hundred_and_fifty_are_quick_and_long_names_do_no_harm(
    qapp: WatchedApplication, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.at(ANNA) as space:
        companies.add(
            space,
            orgnr=orgnr(1),
            sole_trader=False,
            name="Långa namnets mekaniska verkstad " * 4,
            municipality="Åre",
        )
    from dataclasses import replace

    from app.operations import company_list

    own = company_list.show_companies

    def many(space: object) -> tuple[company_list.CompanyLine, ...]:
        (first,) = own(space)  # type: ignore[arg-type]
        return tuple(
            replace(
                first,
                id=number.to_bytes(16, "big"),
                name=f"{first.name} {number}",
                number=f"55{number:04d}-0000",
            )
            for number in range(750)
        )

    monkeypatch.setattr(company_list, "show_companies", many)
    with room(project, CompaniesPage) as at, watched(qapp) as dog:
        at.at(Place("companies"))
        assert len(shown(at)) == 750
        for letter in "551":
            keys(letter)
        assert 0 < len(shown(at)) < 750
        press(KEY.Key_Escape)
        at.page.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        settle(at.desk)
        assert dog.complaints == []


def test_every_field_has_a_name(new: Room) -> None:
    for field in new.page.form.fields.values():
        assert field.control.accessibleName()
    assert isinstance(new.page.form.sni, Choice) and new.page.form.sni.count() > 30
