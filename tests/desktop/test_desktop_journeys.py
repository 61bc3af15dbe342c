"""Whole days through the real window, watched: no event lasts, and the main thread never touches store or folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from _day import ANNA, OFFICE, PASSPHRASE, Project, matrix_rows, orgnr, workbook
from _window import WatchedApplication, open_profile, settle, spin, watched
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.places import Place
from app.desktop.widgets.field import Field
from app.operations import coaching, interviews, matrix_list
from app.operations.company_list import show_companies

KEY = Qt.Key


class Person:
    """Somebody at a window: keys, words, and what the record says beside it."""

    def __init__(self, profile: Path, pictures: Path) -> None:
        self.window = open_profile(profile)
        self.window.inside.together.stop()
        self.desk = self.window.desk
        self.pictures = pictures
        self.told: list[str] = []
        self.trouble: list[str] = []
        self.desk.told.connect(lambda words, _: self.told.append(words))
        self.desk.trouble.connect(self.trouble.append)
        self.window.activateWindow()
        self.rest()

    @property
    def page(self) -> Any:
        return self.window.frame.page

    def rest(self) -> None:
        for _ in range(4):
            settle(self.desk)
            QApplication.processEvents()

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.rest()

    def write(self, widget: Any, text: str) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        for letter in text:  # QTest knows no key for ö
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                typed = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(QApplication.focusWidget() or widget, typed)

    def go(self, place: Place) -> Any:
        self.desk.go(place)
        self.arrived(place.page)
        return self.page

    def arrived(self, page: str) -> None:
        def there() -> bool:
            now = self.window.frame.page
            return (
                self.window.frame.place.page == page and now is not None and now.isVisible() and now.is_filled
            )

        spin(there, f"the page {page}")
        self.rest()

    def record(self, read: Callable[[Any], Any]) -> Any:
        found: list[Any] = []
        self.desk.ask(read, found.append)
        self.rest()
        return found[0]

    def picture(self, name: str) -> None:
        assert self.window.grab().save(str(self.pictures / f"{name}.png"))

    def leave(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def person(
    qapp: WatchedApplication, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    monkeypatch.setenv("SIMMITT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("SIMMITT_NOW", "2022-05-12T10:00")
    made: list[Person] = []

    def sit_down(who: str) -> Person:
        made.append(Person(project.profile(who), tmp_path))
        return made[-1]

    yield sit_down
    for one in made:
        one.leave()


def test_the_coachs_day(
    person: Callable[[str], Person], project: Project, qapp: WatchedApplication, tmp_path: Path
) -> None:
    book = workbook(tmp_path / "matris.xlsx", matrix_rows())
    with watched(qapp) as dog:
        anna = person(ANNA)
        register(anna)
        interview(anna)
        matrix(anna, book)
        log(anna)
        anna.desk.actions.run("exchange.sync")
        anna.rest()
        assert any("Synkat" in words for words in anna.told), (anna.told, anna.trouble)
        assert anna.trouble == []
        anna.picture("coachs-day")
    assert dog.complaints == []
    project.sync(OFFICE)
    with project.at(OFFICE) as office:
        (line,) = show_companies(office)
        assert line.name == "Kantpress & Söner AB" and line.next_step is not None


def register(anna: Person) -> None:
    """A company by keys alone, from the palette's key to the hub."""
    anna.keys(KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    anna.arrived("companies")
    form = anna.page.form
    spin(form.orgnr.isVisible, "the form")
    anna.write(form.orgnr, orgnr(3))
    anna.write(form.name, "Kantpress & Söner AB")
    form.municipality.set_value("2282")
    form.add.setFocus(Qt.FocusReason.TabFocusReason)
    anna.keys(KEY.Key_Space)
    anna.arrived("company")
    (line,) = anna.record(show_companies)
    assert line.name == "Kantpress & Söner AB"
    anna.picture("registered")


def interview(anna: Person) -> None:
    """Started from the hub; a figure, a text and a scale answered as they are typed; nothing is ever saved by hand."""
    anna.desk.actions.run("interview.start")
    anna.arrived("interview")
    page = anna.page

    def to(name: str) -> Any:
        page.going.to(name)
        spin(lambda: not page.pane.building, "the questions")
        anna.rest()
        return page.pane.current

    row = to("a02_omfattning")
    page.acts  # noqa: B018 - there is one, and nothing of it is called by the test
    answer(anna, "a02_omfattning", "djup")
    row = to("e01_krav")
    QTest.keyClick(row.first(), KEY.Key_3)
    anna.rest()
    row = to("r01_styrkor")
    anna.write(row.first(), "Erfarna svetsare")
    anna.keys(KEY.Key_Tab)
    found = anna.record(lambda space: interviews.list_interviews(space, _company(space)))
    shown = anna.record(lambda space: interviews.show_interview(space, _hyphened(found[0].id)))
    values = {at.rsplit("/", 1)[-1]: value for at, value in shown.answers.items()}
    assert values["e01_krav"] == "3" and values["r01_styrkor"] == "Erfarna svetsare", (values, row)
    anna.picture("interview")


def answer(anna: Person, name: str, value: str) -> None:
    """The scope of the interview, in the record: what its page does is tested beside it."""

    def act(space: Any) -> Any:
        (one,) = interviews.list_interviews(space, _company(space))
        return None, interviews.answer(space, interview=_hyphened(one.id), at=name, value=value)

    anna.desk.do(act)
    anna.rest()


def _company(space: Any) -> str:
    (line,) = show_companies(space)
    return line.number


def _hyphened(row: bytes) -> str:
    from app.store.ids import RowId, hyphenated

    return hyphenated(RowId(row))


def matrix(anna: Person, book: Path) -> None:
    """The company's workbook, dropped on the window; looked at, then kept; one level put right by a digit."""
    company = anna.record(show_companies)[0].id.hex()
    anna.go(Place("competence", company))
    anna.window.inside.take((book,))
    anna.rest()
    page = anna.page
    spin(lambda: page._bring_in.isVisible() and page._bring_in.isEnabled(), "the preview")
    anna.picture("preview")
    page._bring_in.setFocus(Qt.FocusReason.TabFocusReason)
    anna.keys(KEY.Key_Space)
    listed = anna.record(lambda space: matrix_list.show_matrix_list(space))
    assert any(line.people for line in listed if hasattr(line, "people")) or listed
    spin(lambda: page._work.grid.isVisible(), "the grid")
    anna.rest()
    grid = page._work.grid.view
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(grid, KEY.Key_4)
    anna.rest()
    anna.picture("matrix")


def log(anna: Person) -> None:
    """A session in a few keys from the company's page."""
    company = anna.record(show_companies)[0].id.hex()
    anna.go(Place("company", company, tab="coaching"))
    anna.keys(KEY.Key_L, Qt.KeyboardModifier.ControlModifier)
    entry = anna.page.coaching.entry
    spin(entry.note.isVisible, "the quick entry")
    if not entry.activity.value():
        entry.activity.set_value("HA3.2")
    anna.write(entry.note, "Ställtiden mätt, 52 minuter")
    anna.write(entry.minutes, "90")
    anna.write(entry.next_step, "Filma två ställ")
    anna.write(entry.next_by, "2022-05-25")
    anna.keys(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = [field.error() for field in entry.findChildren(Field) if field.error()]
    assert said == [], said
    (session,) = anna.record(coaching.list_sessions)
    assert session.note == "Ställtiden mätt, 52 minuter" and session.next_step == "Filma två ställ"
    anna.picture("logged")
    anna.desk.actions.run("edit.undo")
    anna.rest()
    assert anna.record(coaching.list_sessions) == ()
    anna.desk.actions.run("edit.redo")
    anna.rest()
    assert len(anna.record(coaching.list_sessions)) == 1


def test_the_offices_morning(
    person: Callable[[str], Person], project: Project, qapp: WatchedApplication
) -> None:
    """What came overnight is read, said to be new, and a target's figure leads to the company behind it."""
    from app.operations import companies

    with project.at(ANNA) as anna:
        company, _ = companies.add(
            anna, orgnr=orgnr(5), sole_trader=False, name="Nattlinjen AB", municipality="Krokom"
        )
        coaching.log(anna, company=company, activity="HA3.2", day="2022-05-11", minutes="90")
    project.sync(ANNA)
    with watched(qapp) as dog:
        eva = person(OFFICE)
        eva.keys(KEY.Key_R, Qt.KeyboardModifier.ControlModifier)
        spin(lambda: bool(eva.record(show_companies)), "what came")
        overview = eva.go(Place("overview"))
        spin(overview._news.isVisible, "the news")
        eva.picture("news")
        overview._news.button.setFocus(Qt.FocusReason.TabFocusReason)
        eva.keys(KEY.Key_Space)
        spin(lambda: not overview._news.isVisible(), "the news to be seen")
        targets = eva.go(Place("targets", item="M3.2"))
        eva.picture("targets")
        assert targets.is_filled
    assert dog.complaints == []
    assert eva.trouble == []


def test_search_finds_and_leads_there(person: Callable[[str], Person], project: Project) -> None:
    from app.operations import companies

    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Nattlinjen AB", municipality="Krokom")
    anna_sits = person(ANNA)
    anna_sits.keys(KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = anna_sits.window.inside.palette_box
    assert palette.isVisible() and palette.field.hasFocus()
    QTest.keyClicks(palette.field, "nattl")
    spin(lambda: any(entry.text == "Nattlinjen AB" for entry in palette._model.entries), "the hit")
    anna_sits.keys(KEY.Key_Return)
    anna_sits.arrived("company")
    anna_sits.keys(KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    anna_sits.keys(KEY.Key_Escape)
    assert not palette.isVisible()


def test_closing_in_mid_word_loses_no_letter(person: Callable[[str], Person], project: Project) -> None:
    from app.operations import companies

    with project.at(ANNA) as anna:
        company, _ = companies.add(
            anna, orgnr=orgnr(5), sole_trader=False, name="Nattlinjen AB", municipality="Krokom"
        )
        made, _ = interviews.start(anna, company=company.hex(), answers={"a02_omfattning": "djup"})
    sits = person(ANNA)
    page = sits.go(Place("interview", company.hex(), made.hex(), "r01_styrkor"))
    spin(lambda: not page.pane.building, "the questions")
    page.going.to("r01_styrkor")
    spin(lambda: not page.pane.building, "the questions")
    sits.rest()
    sits.write(page.pane.current.first(), "Mitt i ett o")
    sits.window.close()
    with project.at(ANNA) as anna:
        shown = interviews.show_interview(anna, _hyphened(made))
    assert [value for at, value in shown.answers.items() if at.endswith("/r01_styrkor")] == ["Mitt i ett o"]
