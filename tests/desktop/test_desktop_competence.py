"""The page Kompetens on a real profile: rating, ranges, undo, refusals, quick entry, a workbook before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _day import ANNA, LEVELS, OFFICE, SKILLS, Project, matrix_rows, orgnr, work, workbook
from _window import WatchedApplication, settle, spin, watched
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid

from app.desktop import words
from app.desktop.desk import Desk
from app.desktop.pages.competence import page as page_module
from app.desktop.pages.competence.page import CompetencePage
from app.desktop.places import Place
from app.domain.refusal import Refusal
from app.operations import companies, log
from app.operations.matrix_view import MatrixView, show_matrix_view
from app.operations.workspace import Workspace, open_workspace
from app.settings import Settings
from app.store.ids import hyphenated

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "domain" / "matrix_samples"


def _raise(error: BaseException) -> None:
    raise error


class Room:
    """A page on a desk, and what the record says beside it."""

    def __init__(self, project: Project, who: str) -> None:
        self.project = project
        self.told: list[str] = []
        self.went: list[Place] = []
        self.desk = Desk(project.profile(who), Settings())
        self.desk.open(
            lambda: open_workspace(project.profile(who), project.surroundings()), lambda: None, _raise
        )
        settle(self.desk)
        self.desk.told.connect(lambda said, _: self.told.append(said))
        self.desk.travelled.connect(self.went.append)
        self.page = CompetencePage(self.desk)
        for _ in self.page.steps():
            pass
        self.page.offers.connect(lambda: self.desk.actions.offer_page(self.page.deeds()))
        self.page.resize(1384, 840)
        self.page.show()
        self.page.activateWindow()
        QTest.qWaitForWindowActive(self.page)

    def at(self, company: str = "") -> None:
        place = Place("competence", company.replace("-", ""))
        if self.page.place is not None and self.page.place.company != place.company:
            self.page.forget()
        self.page.arrive(place)
        self.rest()

    def rest(self) -> None:
        """Nothing is in line, and nothing is about to be asked."""
        settle(self.desk)
        spin(lambda: not self.page._work._pause.isActive(), "the facts")
        settle(self.desk)

    def record(self, read: Callable[[Workspace], object]) -> object:
        found: list[object] = []
        self.desk.ask(read, found.append, _fail)
        settle(self.desk)
        return found[0]

    def view(self, company: str) -> MatrixView:
        found = self.record(lambda workspace: show_matrix_view(workspace, company))
        assert isinstance(found, MatrixView)
        return found

    def level(self, company: str, cell: tuple[int, int]) -> int:
        view = self.view(company)
        return view.levels[view.cell(*cell)]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page._work.grid.view, key, modifier)

    @property
    def primary(self) -> list[str]:
        """The words of every primary button that is seen."""
        return [
            button.text().strip("\u2009")
            for button in self.page.findChildren(QPushButton)
            if button.property("kind") == "primary" and button.isVisible()
        ]

    def close(self) -> None:
        if isValid(self.page):
            self.page.close()
            self.page.deleteLater()
        self.desk.close()


def _fail(sentence: str) -> None:
    raise AssertionError(sentence)


@pytest.fixture
def room(qapp: QApplication, project: Project) -> Iterator[Room]:
    made = Room(project, ANNA)
    yield made
    made.close()


@pytest.fixture
def company(project: Project) -> str:
    return work(project).company


@pytest.fixture
def bare(project: Project) -> str:
    """A company without a matrix."""
    with project.at(ANNA) as workspace:
        made, _ = companies.add(
            workspace, orgnr=orgnr(7), sole_trader=False, name="Tomma Verkstan AB", municipality="Krokom"
        )
    return hyphenated(made)


# --- where one is ---


def test_without_a_company_those_with_a_matrix_come_first(company: str, bare: str, room: Room) -> None:
    room.at()
    shown = room.page._list
    assert [row.cells[0].text for row in shown._begun.model_of_rows.rows] == ["Exempel Mekaniska AB"]
    assert [row.cells[0].text for row in shown._without.model_of_rows.rows] == ["Tomma Verkstan AB"]
    assert [cell.text for cell in shown._begun.model_of_rows.rows[0].cells[2:4]] == ["3", "3"]
    shown._begun.setFocus()
    QTest.keyClick(shown._begun, KEY.Key_Return)
    assert room.went == [Place("competence", company.replace("-", ""))]
    assert room.primary == []


def test_the_matrix_of_a_company_with_its_status_and_one_primary(company: str, room: Room) -> None:
    room.at(company)
    page = room.page
    assert page.header.title.text() == "Kompetensmatris"
    assert page.header.above.text().strip("\u2009") == "Exempel Mekaniska AB"
    assert room.primary == ["Skriv ut"]
    assert page._work.grid.view.hasFocus()
    page._work.filters.clear()
    assert page.status() == "3 av 3 medarbetare syns · 3 kompetenser"
    assert page._work.grid.view.cells.sheet.people == tuple(LEVELS)
    room.desk.actions.run("document.print")
    assert room.went[-1] == Place("documents", company.replace("-", ""))


def test_the_first_view_is_the_critical_skills_and_says_so(company: str, room: Room) -> None:
    room.at(company)
    work_, view = room.page._work, room.view(company)
    critical = [at for at, foot in enumerate(view.feet) if foot.critical]
    if 0 < len(critical) < len(view.skills):
        assert work_.filters.only_critical
        assert list(work_.grid.view.cells.columns) == critical
        assert room.page.status() == f"3 av 3 medarbetare syns · {len(critical)} av 3 kompetenser"
    work_.filters.clear()
    assert len(work_.grid.view.cells.columns) == len(SKILLS)


def test_who_cannot_read_people_is_told_where_they_are(
    project: Project, company: str, qapp: QApplication
) -> None:
    project.settle(OFFICE, ANNA)
    office = Room(project, OFFICE)
    try:
        office.at(company)
        assert office.page._empty.accessibleName() == "Matrisen finns inte här"
        assert office.primary == [] and office.page.deeds() == {}
    finally:
        office.close()


# --- rating ---


def test_a_digit_is_painted_at_once_kept_and_undone(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.page._work.grid.view.choose((0, 2))
    reads: list[object] = []
    own = room.page.read
    room.page.read = lambda place: reads.append(place) or own(place)  # type: ignore[func-returns-value]
    room.press(KEY.Key_4)
    sheet = room.page._editing.sheet
    assert sheet is not None and sheet.level((0, 2)) == 4  # before the worker has answered
    room.rest()
    assert room.level(company, (0, 2)) == 4
    assert reads == []  # an own edit is no reason to read the matrix again
    assert room.page._editing.sheet.grid == room.view(company).grid
    room.press(KEY.Key_Delete)
    room.rest()
    assert room.page._editing.sheet.level((0, 2)) is None
    for wanted in (4, 0):
        room.desk.do(lambda workspace: log.undo(workspace), None, _fail)
        room.rest()
        assert room.page._editing.sheet.level((0, 2)) == wanted == room.level(company, (0, 2))
    assert len(reads) == 2


def test_a_range_is_one_act(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.page._work.grid.view.choose((0, 0))
    for _ in range(2):
        room.press(KEY.Key_Down, SHIFT)
        room.press(KEY.Key_Right, SHIFT)
    assert len(room.page._work.grid.view.chosen_cells()) == 9
    assert "9 rutor" in room.page._work.panel._range.text()
    room.press(KEY.Key_2)
    room.rest()
    assert set(room.view(company).levels) == {2}
    room.desk.do(lambda workspace: log.undo(workspace), None, _fail)
    room.rest()
    assert room.view(company).levels == bytes(level for row in LEVELS.values() for level in row)
    assert room.page._editing.sheet.grid.levels == room.view(company).levels


def test_quick_keys_come_to_rest_on_the_last_one(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.page._work.grid.view.choose((1, 1))
    for key in (KEY.Key_0, KEY.Key_1, KEY.Key_3, KEY.Key_4, KEY.Key_1):
        room.press(key)
    room.press(KEY.Key_Right)
    room.press(KEY.Key_4)
    seen: list[tuple[int | None, int | None]] = []
    room.page._editing.painted.connect(
        lambda _: seen.append(
            (room.page._editing.sheet.level((1, 1)), room.page._editing.sheet.level((1, 2)))
        )
    )
    room.rest()
    # However late an answer comes, it never paints an older level over a newer one.
    assert set(seen) == {(1, 4)}
    assert (room.level(company, (1, 1)), room.level(company, (1, 2))) == (1, 4)


def test_what_is_refused_comes_back_with_the_sentence(
    company: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.page._work.grid.view.choose((0, 0))
    import app.operations.rating as rating

    def full(*_: object, **__: object) -> None:
        raise Refusal("competence.skill_gone")

    monkeypatch.setattr(rating, "rate", full)
    room.press(KEY.Key_1)
    assert room.page._editing.sheet.level((0, 0)) == 1
    room.rest()
    assert room.page._editing.sheet.level((0, 0)) == 4 == room.level(company, (0, 0))
    index = room.page._work.grid.view.cells.index_of((0, 0))
    assert room.page._work.grid.view.cells.data(index) == "4"
    assert room.page.banner.isVisible() and room.page.banner.accessibleName().startswith(
        words.say("competence.skill_gone")[:20]
    )
    monkeypatch.undo()
    room.press(KEY.Key_3)
    room.rest()
    assert not room.page.banner.isVisible() and room.level(company, (0, 0)) == 3


def test_an_edit_arrives_although_its_page_has_gone(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.page._work.grid.view.choose((0, 0))
    room.press(KEY.Key_1)
    page = room.page
    page.hide()
    page.setParent(None)
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(room.desk)
    assert room.level(company, (0, 0)) == 1


def test_the_large_buttons_rate_too_and_escape_leads_back(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    grid, panel = room.page._work.grid.view, room.page._work.panel
    grid.choose((2, 1))
    room.press(KEY.Key_Return)
    picked = QApplication.focusWidget()
    assert picked in panel.levels.buttons
    QTest.keyClick(picked, KEY.Key_4)
    room.rest()
    assert room.level(company, (2, 1)) == 4 and panel.levels.value() == "4"
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    assert grid.hasFocus()


def test_the_panel_says_what_the_record_knows(company: str, room: Room) -> None:
    room.at(company)
    room.page._work.filters.clear()
    panel = room.page._work.panel
    room.page._work.grid.view.choose((0, 0))
    room.rest()
    assert panel._skill.text() == "Svarv" and panel._person.text() == "Britta Qvarnhjelm"
    assert panel._words.text() == "Lär ut"
    assert "Arbetsbok" in panel._observed.text() and "Anna Ek" in panel._observed.text()
    assert panel._without_title.text() == "Om Britta är borta"
    assert "Ebba Wrångstedt" in panel._able.text()
    room.press(KEY.Key_4)
    room.rest()
    assert "Coach" in panel._observed.text() and "bekräftad" in panel._history.text()


def test_no_key_makes_the_window_wait(company: str, room: Room, qapp: WatchedApplication) -> None:
    room.at(company)
    room.page._work.filters.clear()
    room.rest()
    with watched(qapp) as dog:
        for key in (KEY.Key_Down, KEY.Key_3, KEY.Key_Right, KEY.Key_Delete, KEY.Key_End, KEY.Key_2):
            room.press(key)
            qapp.processEvents()
        room.rest()
    assert dog.complaints == []


# --- an empty matrix, people and skills ---


def test_an_empty_matrix_is_begun_and_filled_in_place(bare: str, room: Room) -> None:
    room.at(bare)
    page = room.page
    assert page._empty.accessibleName() == "Ingen matris ännu" and room.primary == ["Läs in Excel"]
    page._empty.other.emit()
    room.rest()
    assert room.primary == ["Ny medarbetare"]
    room.desk.actions.run("matrix.person")
    entry = page._work.person
    assert QApplication.focusWidget() is entry.name
    QTest.keyClick(entry.name, KEY.Key_Return)
    assert "namn" in entry.name.accessibleDescription()
    QTest.keyClicks(entry.name, "Berit Ost")
    QTest.keyClick(entry.name, KEY.Key_Return)
    room.rest()
    assert room.told[-1] == "Berit Ost är med i matrisen." and entry.name.text() == ""
    QTest.keyClicks(entry.name, "berit ost")
    QTest.keyClick(entry.name, KEY.Key_Return)
    room.rest()
    assert entry.name.text() == "berit ost" and entry.name.accessibleDescription()  # refused: it stays
    QTest.keyClick(entry.name, KEY.Key_Escape)
    assert not entry.isVisible()
    room.desk.actions.run("matrix.skill")
    QTest.keyClicks(page._work.skill.name, "Svarv")
    page._work.skill._group.setText("Skärande")
    QTest.keyClick(page._work.skill.name, KEY.Key_Return)
    room.rest()
    assert room.primary == ["Lägg till"]
    page._work.close_entry()
    assert room.primary == ["Skriv ut"]
    view = room.view(bare)
    assert [one.name for one in view.people] == ["Berit Ost"] and view.skills[0].group == "Skärande"
    page._work.grid.view.setFocus()
    room.press(KEY.Key_3)
    room.rest()
    assert room.level(bare, (0, 0)) == 3


def test_names_teams_and_what_is_asked_are_put_right(company: str, room: Room) -> None:
    room.at(company)
    page = room.page
    page._work.filters.clear()
    page._work.grid.view.choose((1, 0))
    page._work.panel.correct_person.emit()
    entry = page._work.person
    assert entry.values() == ("Torkel Zackrison", "", "")
    entry.name.setText("Torkel Zackrisson")
    entry._team.setText("Svets")
    QTest.mouseClick(entry.give, Qt.MouseButton.LeftButton)
    room.rest()
    view = room.view(company)
    changed = next(one for one in view.people if one.name == "Torkel Zackrisson")
    assert changed.team == "Svets" and not entry.isVisible()
    page._work.panel.need._level.set_value("3")
    page._work.panel.need._level.chosen.emit("3")
    page._work.panel.need._count.setText("två")
    page._work.panel.need._count.flush()
    assert "siffror" in page._work.panel.need._count.accessibleDescription()
    page._work.panel.need._count.setText("2")
    page._work.panel.need._count.flush()
    room.rest()
    skill = room.view(company).skills[0]
    assert (skill.required_level, skill.required_count) == (3, 2)


# --- a workbook ---


def test_a_workbook_is_looked_at_answered_and_then_kept(bare: str, room: Room) -> None:
    if not SAMPLES.exists():
        pytest.skip("the sample workbooks are not here")
    room.at(bare)
    page = room.page
    assert page.drop((SAMPLES / "01_siffror_0-4.xlsx",))
    room.rest()
    assert room.primary == ["Läs in 8 medarbetare och 8 kompetenser"]
    found = page._import_view
    assert found._ask_part.title.text() == "2 frågor"
    asked = found.preview.matrices[0].certain
    found._questions[0].answered.emit("licence")
    room.rest()
    assert found._ask_part.title.text() == "1 fråga" and found.preview.matrices[0].certain > asked
    found._take_back()
    room.rest()
    assert found._ask_part.title.text() == "2 frågor" and found.preview.answers == ()
    found._questions[0].answered.emit("licence")
    room.rest()
    assert room.record(lambda workspace: _has_matrix(workspace, bare)) is False  # nothing is kept yet
    QTest.mouseClick(page._bring_in, Qt.MouseButton.LeftButton)
    room.rest()
    assert "8 medarbetare och 8 kompetenser är inlästa" in room.told[-1] and "1 frågor" in room.told[-1]
    assert room.primary == ["Skriv ut"]
    view = room.view(bare)
    assert (len(view.people), len(view.skills)) == (8, 8)
    room.desk.do(lambda workspace: log.undo(workspace), None, _fail)
    room.rest()
    assert room.primary == ["Läs in Excel"]


def test_a_sample_shows_what_is_recognised_and_asked(bare: str, room: Room) -> None:
    if not SAMPLES.exists():
        pytest.skip("the sample workbooks are not here")
    room.at(bare)
    room.page.drop((SAMPLES / "04_certifikat_datum.xlsx",))
    room.rest()
    part = room.page._import_view._parts[0]
    regions = {str(row.id): row.cells[0] for row in part._regions.model_of_rows.rows}
    assert {"recognised", "asked", "people", "skills"} <= set(regions)
    assert (regions["recognised"].tone, regions["asked"].tone) == ("ok", "warn")
    assert all(cell.icon and "(" in cell.text for cell in regions.values())
    values = [value for line in part._sample.lines.lines for value in line.values]
    assert any(value.asked for value in values) and any(value.licence == "held" for value in values)
    model = part._sample.lines
    said = [
        str(model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert any("väntar på svar" in one for one in said)


def test_personal_numbers_are_said_and_gone(bare: str, room: Room, tmp_path: Path) -> None:
    head, *rest = matrix_rows()
    rows = [["Namn", "Personnummer", *head[1:]]]
    rows += [[row[0], number, *row[1:]] for row, number in zip(rest[:3], NUMBERS, strict=True)]
    file = workbook(tmp_path / "med nummer.xlsx", [*rows, *rest[3:]])
    room.at(bare)
    room.page.drop((file,))
    room.rest()
    assert "3 personnummer" in room.page._import_view._numbers.accessibleName()


NUMBERS = ("811218-9876", "19640823-3234", "670919-9530")


@pytest.mark.parametrize("name", ["anteckningar.xlsx", "bild.xls", "tom.csv"])
def test_a_file_of_the_wrong_kind_gets_its_sentence_in_place(
    bare: str, room: Room, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(b"" if name == "tom.csv" else b"inte en arbetsbok")
    room.at(bare)
    assert room.page.drop((file,))
    room.rest()
    failed = room.page._import_view._failed
    assert failed is not None and failed.isVisible() and name in failed.accessibleName()
    assert room.primary == ["Välj en annan fil"]
    room.page._stop_import()
    assert room.primary == ["Läs in Excel"]


def test_going_back_changes_nothing(company: str, room: Room, tmp_path: Path) -> None:
    room.at(company)
    before = room.view(company).fingerprint
    file = workbook(tmp_path / "nya.xlsx", matrix_rows({"Ny Person": (1, 2, 3)}))
    room.page.drop((file,))
    room.rest()
    assert room.page._importing
    QTest.keyClick(room.page._import_view, KEY.Key_Escape)
    assert not room.page._importing and room.primary == ["Skriv ut"]
    assert room.view(company).fingerprint == before


def test_a_change_behind_a_preview_leaves_it_in_front(company: str, room: Room, tmp_path: Path) -> None:
    room.at(company)
    file = workbook(tmp_path / "nya.xlsx", matrix_rows({"Ny Person": (1, 2, 3)}))
    room.page.drop((file,))
    room.rest()
    room.desk.changed.emit(None)
    room.rest()
    assert room.page._import_view.isVisible() and not room.page._work.isVisible()


def test_a_file_without_a_company_waits_for_one(
    company: str, bare: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workbook(tmp_path / "vems.xlsx", matrix_rows())
    room.at()
    assert room.page.drop((file,))
    assert "vems.xlsx" in room.page._list._waiting.accessibleName()
    room.at(bare)
    assert room.page._importing and room.primary == ["Läs in 3 medarbetare och 3 kompetenser"]
    room.page._stop_import()
    assert not room.page.drop((tmp_path / "a.txt",)) and not room.page.drop((file, file))
    monkeypatch.setattr(page_module, "ask_for_file", lambda *_: file)
    room.desk.actions.run("matrix.import")
    room.rest()
    assert room.page._importing


def test_english_is_complete(company: str, room: Room) -> None:
    words.use_language("en")
    made = Room(room.project, ANNA)
    try:
        made.at(company)
        made.page._work.filters.clear()
        assert made.page.status() == "3 of 3 people shown · 3 skills" and made.primary == ["Print"]
    finally:
        made.close()


def _has_matrix(workspace: Workspace, company: str) -> bool:
    try:
        show_matrix_view(workspace, company)
    except Refusal:
        return False
    return True
