"""Utbyte: devices and folder, letting people in, what was not read and why, conflicts, and dropped folders."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _day import ANNA, BO, KIM, NAMES, NUMBER, OFFICE, Project, invite_and_join, work
from _pages import closed, page_on, rest
from _window import WatchedApplication, settle, spin, watched
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desktop.pages.exchange import ExchangePage
from app.desktop.pages.exchange import invite as invite_module
from app.desktop.places import Place
from app.desktop.tasks import Job
from app.operations import companies, enrolment, exchange

Open = Callable[[str], ExchangePage]


@pytest.fixture
def at(qapp: WatchedApplication, project: Project) -> Iterator[Open]:
    made: list[ExchangePage] = []

    def open_it(who: str) -> ExchangePage:
        made.append(page_on(ExchangePage, project, who, Place("exchange")))
        return made[-1]

    yield open_it
    for page in made:
        closed(page)


def states(page: ExchangePage) -> dict[str, tuple[str, ...]]:
    return {
        row.cells[0].text: tuple(cell.text for cell in row.cells[1:]) for row in page.table.model_of_rows.rows
    }


def choose(page: ExchangePage, name: str) -> None:
    rows = page.table.model_of_rows.rows
    page.table.choose(next(row.id for row in rows if row.cells[0].text == name))


def press(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def told_by(page: ExchangePage) -> list[str]:
    told: list[str] = []
    page.desk.told.connect(lambda words, _: told.append(words))
    return told


def syncs_of(page: ExchangePage) -> list[None]:
    """The runs that the page asks the window for."""
    asked: list[None] = []
    page.desk.actions.offer_frame({"exchange.sync": lambda: asked.append(None)})
    return asked


# --- devices and folder ---


def test_devices_stand_with_their_state_and_this_one_is_marked(at: Open, project: Project) -> None:
    work(project)
    project.settle(OFFICE, ANNA)
    project.clock.go_to("2022-05-10T09:00")
    page = at(OFFICE)
    found = states(page)
    assert list(found) == [NAMES[one] for one in (OFFICE, ANNA, BO, KIM)]
    assert found[NAMES[OFFICE]][0] == "–" and found[NAMES[OFFICE]][3] == "Allt skickat"
    assert found[NAMES[ANNA]][0].startswith("i dag 08.") and found[NAMES[ANNA]][3] == "Allt läst"
    assert found[NAMES[BO]][3] == "Inget läst än"
    own = page.table.model_of_rows.rows[0].cells[0]
    assert own.second.startswith("Den här datorn · Projektkontoret · Region")
    assert page.folder._state.text() == "Projektmappen svarar"
    assert page.folder._path.text() == str(project.shared)
    assert page.folder._facts["companies"].value() == "0" and page.folder._last.isVisible()
    assert not page.passed.isVisible() and not page.conflicts.isVisible() and not page._waiting.isVisible()


def test_what_waits_to_be_sent_is_counted(at: Open, project: Project) -> None:
    work(project)
    page = at(ANNA)
    assert states(page)[NAMES[ANNA]][2:] == ("4", "Att skicka")
    assert page.folder._unsent.text() == "4 ändringar väntar på att skickas."
    assert "exchange.invite" not in page.deeds() and not page._invite_button.isVisible()


def test_a_folder_that_is_away_is_said_with_what_to_do(at: Open, project: Project) -> None:
    page = at(ANNA)
    project.shared.rename(project.root / "away")
    page.arrive(Place("exchange"))
    rest(page)
    assert page.folder._state.text() == "Projektmappen nås inte"
    assert page.folder._why.isVisible() and "nätverksenheten" in page.folder._why.text()
    (project.root / "away").rename(project.shared)
    page.arrive(Place("exchange"))
    rest(page)
    assert page.folder._state.text() == "Projektmappen svarar" and not page.folder._why.isVisible()


def test_files_that_were_not_read_have_their_reason_once(at: Open, project: Project) -> None:
    work(project)
    project.settle(ANNA)
    home = project.shared / "simmitt" / "dev" / project.device(ANNA)
    segment = next(home.glob("seg-*"))
    for number in (1, 2, 3):
        shutil.copyfile(segment, home / f"{segment.name} (conflicted copy {number})")
    project.sync(OFFICE)
    page = at(OFFICE)
    assert page.passed.isVisible() and page.passed.note.text() == "3"
    first, second = page.passed._reasons[:2]
    assert first._title.text() == f"3 filer · {NAMES[ANNA]} · lästes inte"
    assert "kopia" in first._why.text() and "conflicted copy 3" in first._others.text()
    assert not second.isVisible()
    assert states(page)[NAMES[ANNA]][3] == "Fil lästes inte"


def test_a_laptop_that_waits_shows_its_fingerprint(at: Open, project: Project) -> None:
    mark = invite_and_join(project, "per", name="Per Ny", role="coach")
    page = at("per")
    assert page._waiting.isVisible()
    assert page.own_mark.text().split() == mark.split("-")


# --- letting people in ---


def saving_to(monkeypatch: pytest.MonkeyPatch, out: Path | None) -> None:
    monkeypatch.setattr(invite_module, "ask_where_to_save", lambda *_: out)


def test_somebody_is_invited_let_in_and_given_a_company(
    at: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(project)
    project.settle(ANNA, OFFICE)
    page = at(OFFICE)
    told, syncs = told_by(page), syncs_of(page)
    page.deeds()["exchange.invite"]()
    assert page.form.isVisible() and page.form._name.hasFocus()
    press(page.form.make)
    assert page.form.name.error() == "Skriv vem som bjuds in."
    QTest.keyClicks(page.form._name, "Per Ny")
    out = project.root / "Per.inbjudan"
    out.write_bytes(b"something else")
    saving_to(monkeypatch, out)
    press(page.form.make)
    rest(page)
    assert "finns redan" in page.form.file.error() and page.form._name.text() == "Per Ny"
    out.unlink()
    press(page.form.make)
    assert not page.form.make.isEnabled()
    rest(page)
    spoken = [text.text() for text in page.words._words]
    assert page.words.isVisible() and not page.form.isVisible() and all(spoken)
    assert page._invitations.isVisible()
    made = enrolment.join(
        project.profile("per"),
        project.surroundings(),
        role="coach",
        name="Per Ny",
        organisation="IUC Z-Group",
        shared=project.shared,
        invitation=out,
        words=" ".join(spoken),
    )
    press(page.words.done)
    assert not page.words.isVisible() and [text.text() for text in page.words._words] == [""] * 6

    page.arrive(Place("exchange"))
    rest(page)
    assert states(page)["Per Ny"][3] == "Väntar på godkännande"
    choose(page, "Per Ny")
    assert page.panel.mark.text().split() == made.fingerprint.split("-")
    assert not page.panel.approve.isEnabled() and page.panel.approve.toolTip()
    press(page.panel.approve)
    rest(page)
    assert told == [], "the fingerprints are compared first"
    QTest.keyClick(page.panel.alike, Qt.Key.Key_Space)
    press(page.panel.approve)
    rest(page)
    assert told == ["Per Ny är godkänd"] and len(syncs) == 1
    assert states(page)["Per Ny"][3] == "Inget läst än" and not page._invitations.isVisible()

    assert page.panel.isVisible() and not page.panel._let_in.isVisible()
    assert (
        page.panel._has.text().startswith("Inget företag är tilldelat") and not page.panel.assign.isEnabled()
    )
    page.panel.company.setCurrentIndex(0)
    page.panel.company.activated.emit(0)
    press(page.panel.assign)
    rest(page)
    assert told[-1] == "Exempel Mekaniska AB är tilldelat Per Ny"
    assert "Exempel Mekaniska AB" in page.panel._has.text() and page.panel.company.count() == 0
    project.sync("per", ANNA, "per")
    with project.at("per") as there:
        assert companies.show_company(there, NUMBER).name == "Exempel Mekaniska AB"


def test_a_name_that_cannot_be_one_is_said_at_the_name(
    at: Open, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at(OFFICE)
    page.deeds()["exchange.invite"]()
    saving_to(monkeypatch, project.root / "x.inbjudan")
    page.form._name.setText("Per 640823-3234")
    press(page.form.make)
    rest(page)
    assert page.form.name.error() and "640823" not in page.form.name.error()
    assert not (project.root / "x.inbjudan").exists() and page.form.make.isEnabled()
    QTest.keyClick(page.form._name, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


# --- conflicts ---


def test_what_stands_in_conflict_is_shown_whole_and_settled_later(at: Open, project: Project) -> None:
    work(project)
    project.settle(ANNA, OFFICE)
    with project.at(OFFICE) as there:
        enrolment.assign(there, NUMBER, NAMES[BO])
    project.settle(OFFICE, ANNA, BO)
    for who, women, name in ((ANNA, "4", "Exempel ett AB"), (BO, "7", "Exempel två AB")):
        with project.at(who) as there:
            companies.edit(there, NUMBER, "women", women)
            companies.edit(there, NUMBER, "name", name)
    project.settle(ANNA, BO, OFFICE)
    page = at(OFFICE)
    seen: dict[str, list[tuple[str, str, bool]]] = {}
    assert page.conflicts.isVisible() and page.conflicts.note.text() == "1 av 2"
    for _ in range(2):
        cards = [card for card in page.conflicts._values if card.isVisible()]
        seen[page.conflicts._what.text()] = [
            (card._person.text(), card._value.text(), card._shown.isVisible()) for card in cards
        ]
        press(page.conflicts.next)
    assert seen["Namn"] == [(NAMES[ANNA], "Exempel ett AB", False), (NAMES[BO], "Exempel två AB", True)]
    assert [value for _, value, _ in next(found for what, found in seen.items() if what != "Namn")] == [
        "4",
        "7",
    ]
    assert "senare version" in page.conflicts._later.text()
    assert states(page)[NAMES[ANNA]][3] == "Konflikt 2"
    gone: list[Place] = []
    page.desk.travelled.connect(gone.append)
    press(page.conflicts.company)
    assert [place.page for place in gone] == ["company"]


# --- what is dropped ---


def drop(page: ExchangePage, path: Path) -> str:
    assert page.drop((path,))
    rest(page)
    return page.offered._title.text()


def test_a_folder_of_the_project_elsewhere_is_offered_and_used(at: Open, project: Project) -> None:
    page = at(ANNA)
    syncs = syncs_of(page)
    assert "redan används" in drop(page, project.shared) and len(syncs) == 1
    assert not page.offered.use.isVisible()
    other = project.root / "Region 2.0"
    shutil.copytree(project.shared, other)
    assert "annan mapp" in drop(page, other)
    assert str(other) in page.offered._more.text() and page.offered.use.hasFocus()
    press(page.offered.use)
    rest(page)
    assert not page.offered.isVisible() and len(syncs) == 2
    assert page.folder._path.text() == str(other.resolve()) == str(page.desk.settings.shared)


def test_anything_else_gets_its_sentence_in_place(at: Open, project: Project) -> None:
    page = at(ANNA)
    lone = project.root / "lone"
    lone.mkdir()
    assert drop(page, lone) == "I lone finns inget SIMMITT-projekt"
    note = lone / "anteckning.txt"
    note.write_text("hej", encoding="utf-8")
    assert drop(page, note) == "anteckning.txt är inget som kan läsas här"
    assert "går inte att läsa" in drop(page, lone / "not there")
    with project.at(OFFICE) as there:
        enrolment.invite(there, name="Per Ny", role="coach", out=lone / "per.inbjudan")
    assert "är en inbjudan" in drop(page, lone / "per.inbjudan")
    segment = lone / f"seg-{7:010d}-{'a' * 32}"
    segment.write_bytes(b"x")
    assert "inte för sig" in drop(page, segment) and str(project.shared) in page.offered._more.text()
    assert not page.drop((lone / "matris.xlsx",)), "a workbook is for another page"
    assert not page.drop((note, segment)), "one at a time"
    page.offered.keep.click()
    assert not page.offered.isVisible()


# --- runs through the folder ---


def test_a_run_shows_its_progress_and_can_be_stopped(at: Open) -> None:
    page = at(ANNA)
    job = Job(None)
    page.desk.syncing.emit(job)
    assert page.running.isVisible()
    job.progress.emit(3, 9)
    assert (page.running._bar.value(), page.running._bar.maximum()) == (3, 9)
    page.running.cancel.emit()
    assert job.cancelled
    page.desk.syncing.emit(None)
    rest(page)
    assert not page.running.isVisible()


def test_sync_now_goes_through_the_window(
    qapp: WatchedApplication,
    project: Project,
    window_on: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work(project)
    monkeypatch.setenv("SIMMITT_NOW", "2022-05-12T10:00")
    window: object = window_on(project.profile(ANNA))
    inside, desk = window.inside, window.desk  # type: ignore[attr-defined]
    inside.together.stop()
    desk.go(Place("exchange"))
    frame = window.frame  # type: ignore[attr-defined]
    spin(lambda: isinstance(frame.page, ExchangePage) and frame.page.is_filled, "the page")
    page = frame.page
    seen: list[bool] = []
    desk.syncing.connect(lambda job: seen.append(page.running.isVisible()))
    with watched(qapp) as dog:
        desk.actions.run("exchange.sync")
        spin(lambda: len(seen) == 2, "the end of the run")
        settle(desk)
        spin(lambda: states(page)[NAMES[ANNA]][3] == "Allt skickat", "what came of it")
    assert seen == [True, False] and desk.sync_job is None
    assert dog.on_main == []
    inside.together._pause.stop()
    # A folder that is away is said, and nothing is called unsaved for it.
    project.shared.rename(project.root / "away")
    warned: list[str] = []
    desk.warned.connect(warned.append)
    desk.actions.run("exchange.sync")
    spin(lambda: bool(warned), "the sentence")
    settle(desk)
    assert "finns inte" in warned[0]
    assert "sparades inte" not in frame.status._saved.text()
    inside.together._pause.stop()


def test_it_comes_without_a_slow_event_or_work_on_the_store(
    qapp: WatchedApplication, project: Project
) -> None:
    work(project)
    with project.at(ANNA) as there:
        exchange.sync(there)
    with watched(qapp) as dog:
        made = page_on(ExchangePage, project, OFFICE, Place("exchange"))
        choose(made, NAMES[ANNA])
        rest(made)
    assert dog.complaints == []
    closed(made)
