"""A company's page when things go against the person: refused facts, a registration taken back, nothing on the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from _company import CTRL, KEY, Room, focus, keys, press, room, tab_to
from _day import ANNA, Project, orgnr
from _window import WatchedApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.desktop.pages.company.page import CompanyPage
from app.desktop.places import Place
from app.desktop.widgets.text import Text
from app.desktop.widgets.timeline import Months, Timeline, TimePoint, TimeRow
from app.operations import companies, log


@dataclass(frozen=True, slots=True)
class Two:
    """Ids as text of an older company and of the one that was added last."""

    older: str
    newest: str


@pytest.fixture
def two(project: Project) -> Two:
    with project.at(ANNA) as space:
        older, _ = companies.add(
            space, orgnr=orgnr(1), sole_trader=False, name="Bergs Mek AB", municipality="Berg",
            women="1", men="12",
        )  # fmt: skip
        newest, _ = companies.add(space, orgnr=orgnr(2), sole_trader=False, name="Nya AB", municipality="Åre")
    return Two(older.hex(), newest.hex())


@pytest.fixture
def at(qapp: WatchedApplication, project: Project, two: Two) -> Iterator[Room]:
    with room(project, CompanyPage) as opened:
        opened.at(Place("company", two.older))
        yield opened


def primaries(at: Room) -> list[str]:
    return [
        one.accessibleName()
        for one in at.page.findChildren(QPushButton)
        if one.property("kind") == "primary" and one.isVisible()
    ]


def type_over(at: Room, name: str, text: str) -> None:
    at.page.overview.facts.fields[name].control.setFocus()
    press(KEY.Key_A, CTRL)
    keys(text)


# --- the company itself ---


def test_a_registration_that_is_taken_back_leaves_a_way_on_and_comes_back(at: Room, two: Two) -> None:
    at.at(Place("company", two.newest))
    assert at.undo() == "company add"
    at.rest()
    page = at.page
    said = {one.text() for one in page.findChildren(Text) if one.isVisible()}
    assert "Företaget finns inte här" in said and not any("simmitt" in one for one in said)
    assert page.header.title.text() == "" and not page.header.chip.isVisible()
    assert primaries(at) == ["Företag"] and page.deeds() == {}
    at.desk.do(lambda space: log.redo(space))
    at.rest()
    assert page.header.title.text() == "Nya AB" and page.header.chip.isVisible()
    assert primaries(at) == ["Starta intervju"]


def test_nothing_is_done_to_the_last_company_while_the_next_one_is_read(at: Room, two: Two) -> None:
    at.page.forget()
    at.page.arrive(Place("company", two.newest))
    before = list(at.went)
    at.page.main.click()  # it has the words of the last one still
    assert at.went == before
    at.rest()
    assert at.page.header.title.text() == "Nya AB" and at.told == []


def test_the_tabs_keep_the_keyboard_only_when_they_were_used(at: Room, two: Two) -> None:
    press(KEY.Key_Right, times=3)
    at.follow()
    assert at.page.tabs.value() == "coaching" and focus() is at.page.tabs.focusProxy()
    at.at(Place("company", two.older))
    at.at(Place("company", two.older, tab="coaching"))  # by the button or the menu: straight to the words
    assert focus() is at.page.coaching.entry.note


# --- facts ---


def test_one_woman_is_one_woman(at: Room) -> None:
    assert at.page.overview.facts.lines["people"].value() == "1 kvinna, 12 män"


def test_a_wrong_value_cannot_be_hidden_and_can_be_given_up(at: Room) -> None:
    part = at.page.overview.facts
    number = part.fields["orgnr"]
    tab_to(part.change)
    press(KEY.Key_Space)
    type_over(at, "orgnr", "5560360794")
    part.change.click()  # it is on its way still
    at.rest()
    assert part.editing and "stämmer inte" in number.error() and focus() is number.control
    part.change.click()
    assert part.editing and number.control.text() == "5560360794" and focus() is number.control
    press(KEY.Key_Escape)
    at.rest()
    assert not part.editing and number.error() == "" and focus() is part.change
    assert part.lines["number"].value() == orgnr(1) and (at.told, at.trouble) == ([], [])
    press(KEY.Key_Space)
    assert number.control.text() == orgnr(1)


def test_a_refusal_that_comes_when_the_page_was_left_is_said_aloud(at: Room) -> None:
    part = at.page.overview.facts
    part.change.click()
    type_over(at, "orgnr", orgnr(2))
    at.page.leave()
    at.page.hide()
    at.rest()
    assert len(at.trouble) == 1 and "Nya AB" in at.trouble[0]
    at.page.show()
    assert part.editing and part.fields["orgnr"].error() == at.trouble[0]
    assert part.fields["orgnr"].control.text() == orgnr(2)


def test_what_was_typed_for_one_company_never_reaches_another(at: Room, two: Two) -> None:
    at.page.overview.facts.change.click()
    type_over(at, "name", "Ett nytt namn AB")
    at.page.leave()
    at.at(Place("company", two.newest))
    assert not at.page.overview.facts.editing and at.page.header.title.text() == "Nya AB"
    names = at.ask(lambda space: [one.name for one in companies.list_companies(space)])
    assert names == ["Ett nytt namn AB", "Nya AB"]


# --- the line of time, by itself ---


def test_the_timeline_bears_nothing_and_odd_keys(qapp: WatchedApplication) -> None:
    opened: list[str] = []
    line = Timeline("Tidslinje", Months(tuple("jfmamjjasond"), "i dag"))
    line.opened.connect(opened.append)
    line.show_rows((), date(2022, 1, 1), date(2022, 3, 1), date(2022, 2, 1))
    line.resize(600, line.sizeHint().height())
    line.show()
    line.activateWindow()
    QTest.qWaitForWindowActive(line)
    line.setFocus()
    for key in (KEY.Key_Left, KEY.Key_Down, KEY.Key_Home, KEY.Key_Return):
        press(key)
    line.grab()
    points = tuple(TimePoint(date(2022, 1, day), f"punkt {day}", f"session:{day}") for day in (3, 17, 31))
    rows = (TimeRow("A", "Ett", points), TimeRow("", "Två", (TimePoint(date(2022, 2, 5), "enda"),)))
    line.show_rows(rows, date(2022, 1, 1), date(2022, 3, 1), date(2022, 2, 1))
    press(KEY.Key_Home)
    press(KEY.Key_Left)
    assert line.accessibleName() == "Tidslinje: punkt 3"
    press(KEY.Key_End)
    press(KEY.Key_Return)  # it leads nowhere
    assert line.accessibleName() == "Tidslinje: enda" and opened == []
    press(KEY.Key_Up)
    press(KEY.Key_Return)
    assert opened == ["session:31"]
    places = [line._x(point.day) for point in points]
    assert places == sorted(places) and places[0] > 0 and places[-1] < line.width()
    line.grab()
    line.close()
