"""The coaching log: a session in a few keys, kept while half typed, put right in place, removed and brought back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _company import CTRL, KEY, Room, focus, keys, press, room, tab_to
from _day import ANNA, Project, orgnr
from _window import WatchedApplication, settle, watched
from PySide6.QtWidgets import QPushButton

from app.desktop.pages.coaching.page import CoachingPage
from app.desktop.places import Place
from app.domain.refusal import Unavailable
from app.operations import coaching, companies

VERKET, SMEDEN = orgnr(1), orgnr(2)


@pytest.fixture
def filled(project: Project) -> Project:
    with project.at(ANNA) as space:
        for number, name in ((VERKET, "Verket AB"), (SMEDEN, "Smeden AB")):
            companies.add(space, orgnr=number, sole_trader=False, name=name, municipality="Krokom")
        coaching.log(
            space, company=VERKET, activity="HA3.2", day="2022-05-02", minutes="90", note="Ställtid mätt\ni två ställ",
            women="2", men="3", next_step="Filma två ställ", next_by="2022-05-06",
        )  # fmt: skip
        coaching.log(space, company=SMEDEN, activity="HA2.2", day="2022-04-20", minutes="30", note="Start")
    return project


@pytest.fixture
def at(qapp: WatchedApplication, filled: Project) -> Iterator[Room]:
    with room(filled, CoachingPage) as made:
        made.at(Place("coaching"))
        yield made


@pytest.fixture
def new(at: Room) -> Room:
    with_company = at.ask(lambda space: companies.show_company(space, VERKET).id.hex())
    at.at(Place("coaching", with_company, tab="new"))
    return at


def what(at: Room) -> list[str]:
    return [row.cells[2].text for row in at.page.table.model_of_rows.rows]


def sessions(at: Room) -> list[coaching.SessionSnapshot]:
    return list(at.ask(coaching.list_sessions))


def test_newest_first_with_what_is_late(at: Room) -> None:
    assert what(at) == ["Ställtid mätt", "Start"]
    first = at.page.table.model_of_rows.rows[0].cells
    assert first[2].second == "Nästa steg: Filma två ställ · 4 dagar sen" and first[2].second_colour == "gap"
    assert (first[3].text, first[4].text, first[5].text) == ("Verket AB", "2 kv · 3 män", "90 min")
    assert at.page.status() == "2 tillfällen · 2,0 h"


@pytest.mark.parametrize(
    ("typed", "wanted"), [("stall", ["Ställtid mätt"]), ("ha2.2", ["Start"]), ("smeden", ["Start"])]
)
def test_text_company_and_activity_narrow_the_list(at: Room, typed: str, wanted: list[str]) -> None:
    keys(typed)
    assert what(at) == wanted
    press(KEY.Key_Escape)
    at.page.by_activity.set_value("HA3.2")
    at.page.by_activity.chosen.emit("HA3.2")
    assert what(at) == ["Ställtid mätt"]
    at.page.by_company.set_value(sessions(at)[1].company.hex())
    at.page.by_company.chosen.emit("")
    assert what(at) == [] and at.page.none.isVisible()


def test_a_session_is_logged_in_a_few_keys(new: Room) -> None:
    entry = new.page.entry
    assert focus() is entry.note
    assert entry.activity.value() == "HA3.2" and entry.day.text() == "2022-05-10"
    keys("Andra mätningen")
    press(KEY.Key_Tab)
    press(KEY.Key_Right, times=3)  # none is chosen yet: the first press takes the second
    assert entry.minutes.text() == "120"
    tab_to(entry.women)
    press(KEY.Key_Up)
    press(KEY.Key_Tab)
    keys("4")
    press(KEY.Key_Tab)
    keys("Ring leverantören")
    press(KEY.Key_Tab)
    keys("+7")
    press(KEY.Key_Return, CTRL)
    new.rest()
    made = sessions(new)[0]
    assert (made.activity, made.date, made.minutes, made.note) == (
        "HA3.2",
        "2022-05-10",
        120,
        "Andra mätningen",
    )
    assert (made.women, made.men, made.next_step, made.next_by) == (1, 4, "Ring leverantören", "2022-05-17")
    assert new.told == ["Loggat: HA3.2, 120 min"]
    assert focus() is entry.note and not entry.is_begun and not entry.begun.isVisible()
    assert what(new)[0] == "Andra mätningen"
    assert new.undo() == "coach log" and len(sessions(new)) == 2


def test_what_is_missing_or_wrong_is_said_at_its_field_and_stays(new: Room) -> None:
    entry = new.page.entry
    keys("Text")
    press(KEY.Key_Return, CTRL)
    assert entry.fields["minutes"].error() and focus() is entry.minutes
    keys("nittio")
    press(KEY.Key_Return, CTRL)
    new.rest()
    assert "nittio" in entry.fields["minutes"].error() and entry.minutes.text() == "nittio"
    entry.minutes.setText("90")
    entry.next_by.setText("i morgon")
    entry.send()
    new.rest()
    assert "Senast" in entry.fields["next_by"].error() and not entry.fields["minutes"].error()
    entry.next_by.setText("")
    entry.note.setPlainText("811218-9876 var med")
    entry.send()
    new.rest()
    assert "Vad ni gjorde" in entry.fields["note"].error() and "811218" not in entry.fields["note"].error()
    assert len(sessions(new)) == 2 and new.told == []


def test_the_company_is_asked_where_it_is_not_known(at: Room) -> None:
    at.at(Place("coaching", tab="new"))
    entry = at.page.entry
    assert focus() is entry.company
    entry.minutes.setText("30")
    entry.send()
    assert entry.fields["company"].error() == "Välj vilket företag det gäller."
    company = at.ask(lambda space: companies.show_company(space, SMEDEN).id.hex())
    entry.company.set_value(company)
    entry.company.chosen.emit(company)
    assert entry.activity.value() == "HA2.2"  # last used there
    entry.send()
    at.rest()
    assert sessions(at)[0].company.hex() == company


def test_a_half_typed_session_is_kept_and_told(new: Room, filled: Project) -> None:
    keys("Halvvägs")
    entry = new.page.entry
    tab_to(entry.minutes)
    keys("45")
    new.page.leave()  # in mid-word: no pause has come
    new.rest()
    assert new.told == ["Det påbörjade tillfället är kvar till nästa gång"]
    again = new.make(CoachingPage)
    again.arrive(Place("coaching", tab="new"))
    new.rest()
    assert (again.entry.note.value(), again.entry.minutes.text()) == ("Halvvägs", "45")
    assert again.entry.begun.isVisible()
    again.leave()
    new.rest()
    assert len(new.told) == 1  # it is told once
    again.entry.begin_anew()
    new.rest()
    assert not again.entry.is_begun
    again.close()
    third = new.make(CoachingPage)
    third.arrive(Place("coaching", tab="new"))
    new.rest()
    assert third.entry.note.value() == "" and not third.entry.begun.isVisible()
    third.close()


def test_a_session_is_put_right_as_it_is_typed_and_taken_back(at: Room) -> None:
    press(KEY.Key_Down)
    editor = at.page.editor
    assert editor.isVisible() and editor.fields["minutes"].control.text() == "90"
    press(KEY.Key_Return)
    note = editor.fields["note"].control
    assert focus() is note
    press(KEY.Key_End, CTRL)
    keys(" igen")
    note.flush()
    at.rest()
    assert sessions(at)[0].note == "Ställtid mätt\ni två ställ igen" and at.told == ["Ändrat: Vad ni gjorde"]
    keys(" och igen")
    note.flush()
    at.rest()
    tab_to(editor.fields["women"].control)
    press(KEY.Key_Down)
    editor.fields["women"].control.flush()
    at.rest()
    assert sessions(at)[0].women == 1
    assert at.undo() == "coach edit" and sessions(at)[0].women == 2
    # What was typed on within the minute is one act.
    assert at.undo() == "coach edit" and sessions(at)[0].note == "Ställtid mätt\ni två ställ"
    assert editor.fields["women"].control.text() == "2"
    press(KEY.Key_Escape)
    assert focus() is at.page.table


def test_a_refused_change_stays_in_its_field(at: Room) -> None:
    press(KEY.Key_Down)
    editor = at.page.editor
    minutes, day = editor.fields["minutes"], editor.fields["day"]
    minutes.control.setText("0")
    minutes.control.flush()
    day.control.setText("2022-13-01")
    day.control.flush()
    at.rest()
    assert "1440" in minutes.error() and "Dag" in day.error()
    assert minutes.control.text() == "0" and sessions(at)[0].minutes == 90
    at.page.refresh()
    at.rest()
    assert minutes.control.text() == "0" and minutes.error()
    minutes.control.setText("75")
    minutes.control.flush()
    at.rest()
    assert not minutes.error() and sessions(at)[0].minutes == 75
    # Another session shows its own values.
    at.page.table.choose(sessions(at)[1].id.hex())
    assert editor.fields["minutes"].control.text() == "30" and not day.error()


def test_what_is_typed_goes_to_the_session_it_was_typed_for(at: Room) -> None:
    press(KEY.Key_Down)
    editor = at.page.editor
    first, second = sessions(at)
    editor.fields["note"].control.setPlainText("Ny text")
    at.page.table.choose(second.id.hex())
    at.rest()
    texts = {one.id: one.note for one in sessions(at)}
    assert texts == {first.id: "Ny text", second.id: "Start"}


def test_a_removed_session_can_be_brought_back(at: Room) -> None:
    press(KEY.Key_Down)
    tab_to(at.page.editor.remove, most=30)
    press(KEY.Key_Space)
    at.rest()
    assert len(sessions(at)) == 1 and at.told == ["Tillfället är borttaget"]
    assert at.undo() == "coach remove" and len(sessions(at)) == 2
    assert what(at) == ["Ställtid mätt", "Start"]


def test_a_full_disk_is_said_and_the_text_stays(new: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = new.page.entry
    entry.note.setPlainText("Viktig text")
    entry.minutes.setText("60")
    new.page.flush()
    new.rest()

    def full(*_: object, **__: object) -> None:
        raise Unavailable("store.disk.full")

    monkeypatch.setattr(coaching, "log", full)
    entry.send()
    new.rest()
    assert entry.banner.isVisible() and entry.note.value() == "Viktig text" and new.told == []
    press(KEY.Key_Escape)
    monkeypatch.undo()
    entry.send()
    new.rest()
    assert not entry.banner.isVisible() and sessions(new)[0].note == "Viktig text"


def test_a_place_chooses_a_session(at: Room) -> None:
    second = sessions(at)[1]
    at.at(Place("coaching", item=second.id.hex()))
    assert at.page.table.chosen_id() == second.id.hex() and focus() is at.page.table
    assert at.page.editor.session == second.id.hex()


def test_one_primary_in_each_state(at: Room, project: Project) -> None:
    def primaries() -> list[str]:
        return [
            one.accessibleName()
            for one in at.page.findChildren(QPushButton)
            if one.property("kind") == "primary" and one.isVisible()
        ]

    assert primaries() == ["Logga coachning"]
    at.at(Place("coaching", tab="new"))
    assert primaries() == ["Logga"]


def test_without_companies_and_without_sessions(qapp: WatchedApplication, project: Project) -> None:
    with room(project, CoachingPage) as empty:
        empty.at(Place("coaching"))
        assert empty.page._empty is not None and "företag" in empty.page._empty.accessibleName()
        with_one = empty.ask(
            lambda space: companies.add(
                space, orgnr=VERKET, sole_trader=False, name="V", municipality="Krokom"
            )[0]
        )
        empty.page.refresh()
        empty.rest()
        assert "tillfällen" in empty.page._empty.accessibleName()
        empty.at(Place("coaching", with_one.hex(), tab="new"))
        assert empty.page.entry.isVisible()


def test_a_long_note_and_many_sessions_are_quick(
    qapp: WatchedApplication, filled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    own = coaching.list_sessions

    def many(space: object, company: object = None) -> tuple[coaching.SessionSnapshot, ...]:
        first = own(space)[0]  # type: ignore[arg-type]
        return tuple(
            replace(first, id=number.to_bytes(16, "big"), note="En lång anteckning. " * 150)
            for number in range(1500)
        )

    monkeypatch.setattr(coaching, "list_sessions", many)
    with room(filled, CoachingPage) as at, watched(qapp) as dog:
        at.at(Place("coaching"))
        assert len(what(at)) == 1500
        keys("xyz")
        press(KEY.Key_Escape)
        press(KEY.Key_Down)
        press(KEY.Key_End)
        settle(at.desk)
        table = at.page.table
        row = table.visualRect(table.currentIndex())
        middle = table.viewport().mapTo(at.page.page.viewport(), row.center())
        assert 0 <= middle.y() <= at.page.page.viewport().height()  # the page has followed
        assert dog.complaints == []
