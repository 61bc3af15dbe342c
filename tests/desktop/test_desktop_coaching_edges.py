"""The coaching log where it is easily got wrong: whose session it becomes, what is typed meanwhile, what is in view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _company import CTRL, KEY, Room, focus, keys, press, room
from _day import ANNA, Project, orgnr
from _window import WatchedApplication

from app.desktop.pages.coaching.page import CoachingPage
from app.desktop.places import Place
from app.domain.refusal import Unavailable
from app.operations import coaching, companies, drafts

VERKET, SMEDEN = orgnr(1), orgnr(2)


@pytest.fixture
def at(qapp: WatchedApplication, project: Project) -> Iterator[Room]:
    with project.at(ANNA) as space:
        for number, name in ((VERKET, "Verket AB"), (SMEDEN, "Smeden AB")):
            companies.add(space, orgnr=number, sole_trader=False, name=name, municipality="Krokom")
        coaching.log(space, company=VERKET, activity="HA3.2", day="2022-05-02", minutes="90", note="Ställtid")
        coaching.log(space, company=SMEDEN, activity="HA2.2", day="2022-04-20", minutes="30", note="Start")
    with room(project, CoachingPage) as made:
        made.at(Place("coaching"))
        yield made


def company(at: Room, number: str) -> str:
    found: str = at.ask(lambda space: companies.show_company(space, number).id.hex())
    return found


def sessions(at: Room) -> list[coaching.SessionSnapshot]:
    return list(at.ask(coaching.list_sessions))


def what(at: Room) -> list[str]:
    return [row.cells[2].text for row in at.page.table.model_of_rows.rows]


def filter_by(at: Room, activity: str) -> None:
    at.page.by_activity.set_value(activity)
    at.page.by_activity.chosen.emit(activity)


# --- a new one ---


def test_what_is_half_typed_stays_with_the_company_it_was_typed_for(at: Room) -> None:
    verket, smeden = company(at, VERKET), company(at, SMEDEN)
    at.at(Place("coaching", verket, tab="new"))
    keys("Om Verket")
    at.page.leave()
    at.rest()
    again = at.make(CoachingPage)
    again.arrive(Place("coaching", smeden, tab="new"))
    at.rest()
    assert again.entry.note.value() == "Om Verket"
    assert again.entry.company.value() == verket
    again.close()


def test_nothing_of_what_was_logged_stays_when_the_last_letter_has_just_been_typed(at: Room) -> None:
    at.at(Place("coaching", company(at, VERKET), tab="new"))
    entry = at.page.entry
    entry.minutes.setText("60")
    entry.note.setFocus()
    keys("Sist skrivet")
    press(KEY.Key_Return, CTRL)  # no pause has come
    at.rest()
    assert sessions(at)[0].note == "Sist skrivet"
    assert entry.note.value() == "" and entry.minutes.text() == "" and not entry.is_begun
    entry.note.flush()
    at.rest()
    assert at.ask(lambda space: drafts.session_draft(space, "")) is None
    assert not entry.begun.isVisible()


def test_what_is_typed_while_it_is_being_logged_is_not_lost(at: Room) -> None:
    at.at(Place("coaching", company(at, VERKET), tab="new"))
    entry = at.page.entry
    entry.minutes.setText("60")
    entry.note.setFocus()
    keys("Ett")
    press(KEY.Key_Return, CTRL)
    keys(" och ett till")  # before the record has answered
    at.rest()
    logged = sessions(at)[0].note or ""
    assert " och ett till" in logged + entry.note.value()
    assert len(sessions(at)) == 3


def test_it_is_logged_once_however_often_it_is_sent(at: Room) -> None:
    at.at(Place("coaching", company(at, VERKET), tab="new"))
    at.page.entry.minutes.setText("60")
    press(KEY.Key_Return, CTRL, times=3)
    at.rest()
    assert len(sessions(at)) == 3


def test_it_is_not_said_to_be_kept_where_it_could_not_be(at: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    at.at(Place("coaching", company(at, VERKET), tab="new"))

    def full(*_: object, **__: object) -> None:
        raise Unavailable("store.disk.full")

    monkeypatch.setattr(drafts, "keep_session_draft", full)
    keys("Viktigt")
    at.page.entry.note.flush()
    at.rest()
    assert at.trouble
    at.page.leave()
    at.rest()
    assert "Det påbörjade tillfället är kvar till nästa gång" not in at.told
    assert at.page.entry.note.value() == "Viktigt"
    monkeypatch.undo()
    at.page.leave()  # the disk has room again: nothing more needs to be typed
    at.rest()
    kept = at.ask(lambda space: drafts.session_draft(space, ""))
    assert kept is not None and kept.note == "Viktigt"


# --- the list ---


def test_a_place_chooses_its_session_though_a_filter_hides_it(at: Room) -> None:
    filter_by(at, "HA3.2")
    keys("stall")
    assert what(at) == ["Ställtid"]
    second = sessions(at)[1].id.hex()
    at.at(Place("coaching", item=second))
    assert at.page.table.chosen_id() == second and at.page.editor.session == second


def test_a_session_being_changed_stays_in_view_when_it_no_longer_fits_the_filter(at: Room) -> None:
    keys("stall")
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    note = at.page.editor.fields["note"].control
    assert focus() is note
    note.selectAll()
    keys("Annat")
    note.flush()
    at.rest()
    assert sessions(at)[0].note == "Annat"
    assert at.page.editor.isVisible() and focus() is note
    keys(" och mer")
    note.flush()
    at.rest()
    assert sessions(at)[0].note == "Annat och mer"


def test_searching_on_puts_the_panel_away_with_the_row(at: Room) -> None:
    keys("stall")
    press(KEY.Key_Down)
    assert at.page.editor.isVisible()
    at.page.search.setFocus()
    at.page.search.setText("start")
    assert what(at) == ["Start"]
    assert not at.page.editor.isVisible()


def test_a_session_that_was_logged_is_never_said_to_have_failed(
    at: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.at(Place("coaching", company(at, VERKET), tab="new"))
    entry = at.page.entry
    entry.minutes.setText("60")
    keys("Loggad")
    entry.note.flush()
    at.rest()

    def full(*_: object, **__: object) -> None:
        raise Unavailable("store.disk.full")

    monkeypatch.setattr(drafts, "keep_session_draft", full)
    entry.send()
    at.rest()
    assert len(sessions(at)) == 3 and at.told == ["Loggat: HA3.2, 60 min"]
    assert not entry.banner.isVisible() and entry.note.value() == ""  # nothing stands here to be sent again
    assert at.trouble
    monkeypatch.undo()
    at.page.leave()
    at.rest()
    assert at.ask(lambda space: drafts.session_draft(space, "")) is None
