"""The painted matrix without a record: what is seen, where keys lead, what is rated, and what is read aloud."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from _matrix import TEAM, made_grid, made_sheet
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.desktop import words
from app.desktop.theme import look
from app.desktop.widgets.matrix_grid import MatrixGrid
from app.desktop.widgets.matrix_model import MatrixSheet, cell_words
from app.desktop.widgets.matrix_pixmaps import mark_of
from app.desktop.widgets.matrix_view import CLEARED, MatrixCells
from app.domain.competence import LicenceStatus
from app.domain.matrix_grid import UNKNOWN, Flag, licence_bits, rated

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def sheet(qapp: QApplication) -> MatrixSheet:
    return made_sheet(30, 20)


@pytest.fixture
def grid(sheet: MatrixSheet) -> MatrixGrid:
    made = made_grid(sheet)
    made.view.setFocus()
    return made


def press(
    grid: MatrixGrid, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(grid.view, key, modifier)


def ratings(grid: MatrixGrid) -> list[tuple[tuple[tuple[int, int], ...], int]]:
    heard: list[tuple[tuple[tuple[int, int], ...], int]] = []
    grid.view.rated.connect(lambda cells, level: heard.append((cells, level)))
    return heard


# --- where keys lead ---


def test_arrows_pass_over_the_headings_of_teams(grid: MatrixGrid) -> None:
    assert grid.view.cell() == (0, 0)
    press(grid, KEY.Key_Up)
    assert grid.view.cell() == (0, 0)
    for _ in range(TEAM):
        press(grid, KEY.Key_Down)
    assert grid.view.cell() == (TEAM, 0)
    press(grid, KEY.Key_Up)
    press(grid, KEY.Key_Right)
    assert grid.view.cell() == (TEAM - 1, 1)
    press(grid, KEY.Key_Left)
    press(grid, KEY.Key_Left)
    assert grid.view.cell() == (TEAM - 1, 0)


def test_home_end_and_pages(grid: MatrixGrid) -> None:
    press(grid, KEY.Key_End)
    assert grid.view.cell() == (0, 19)
    press(grid, KEY.Key_End, CONTROL)
    assert grid.view.cell() == (29, 19)
    press(grid, KEY.Key_Home)
    assert grid.view.cell() == (29, 0)
    press(grid, KEY.Key_Home, CONTROL)
    assert grid.view.cell() == (0, 0)
    press(grid, KEY.Key_PageDown)
    down = grid.view.cell()
    assert down is not None and down[0] > 5 and down[1] == 0
    for _ in range(4):
        press(grid, KEY.Key_PageDown)
    assert grid.view.cell() == (29, 0)
    for _ in range(5):
        press(grid, KEY.Key_PageUp)
    assert grid.view.cell() == (0, 0)


def test_tab_leaves_the_grid(qapp: QApplication, sheet: MatrixSheet) -> None:
    window = QWidget()
    before, after = QLineEdit(), QLineEdit()
    made = MatrixGrid("Matris")
    made.put(sheet, range(30), range(20))
    box = QVBoxLayout(window)
    for widget in (before, made, after):
        box.addWidget(widget)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    before.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(qapp.focusWidget(), KEY.Key_Tab)
        seen.append(qapp.focusWidget())
    assert seen[0] is made.view and seen[1] is after


# --- rating ---


def test_a_digit_rates_the_cell_and_delete_takes_it_back(grid: MatrixGrid) -> None:
    heard = ratings(grid)
    for key, level in (
        (KEY.Key_0, 0),
        (KEY.Key_4, 4),
        (KEY.Key_Delete, CLEARED),
        (KEY.Key_Backspace, CLEARED),
    ):
        press(grid, key)
        assert heard[-1] == (((0, 0),), level)
    press(grid, KEY.Key_5)
    press(grid, KEY.Key_A)
    assert len(heard) == 4


def test_a_range_over_two_teams_is_rated_as_one(grid: MatrixGrid) -> None:
    heard = ratings(grid)
    grid.view.choose((TEAM - 1, 2))
    press(grid, KEY.Key_Down, SHIFT)
    press(grid, KEY.Key_Right, SHIFT)
    press(grid, KEY.Key_3)
    cells = ((TEAM - 1, 2), (TEAM - 1, 3), (TEAM, 2), (TEAM, 3))
    assert [(sorted(cells), level) for cells, level in heard] == [(sorted(cells), 3)]
    press(grid, KEY.Key_Escape)
    assert grid.view.chosen_cells() == ((TEAM, 3),)
    press(grid, KEY.Key_2)
    assert heard[-1] == (((TEAM, 3),), 2)


def test_the_company_s_own_letters_rate_too(qapp: QApplication) -> None:
    made = made_grid(made_sheet(4, 4, symbols="-ILUO"))
    made.view.setFocus()
    heard = ratings(made)
    for key in (KEY.Key_I, KEY.Key_U, KEY.Key_3):
        press(made, key)
    assert [level for _, level in heard] == [1, 3, 3]


def test_a_scale_of_other_digits_means_its_own(qapp: QApplication) -> None:
    """On a scale 1-5 the key 3 is the company's third step, canonical 2; 0 is nothing."""
    made = made_grid(made_sheet(4, 4, symbols="12345"))
    made.view.setFocus()
    heard = ratings(made)
    for key in (KEY.Key_0, KEY.Key_3, KEY.Key_5):
        press(made, key)
    assert [level for _, level in heard] == [2, 4]


def test_enter_asks_for_the_large_buttons(grid: MatrixGrid) -> None:
    heard: list[None] = []
    grid.view.opened.connect(lambda: heard.append(None))
    press(grid, KEY.Key_Return)
    assert heard == [None]


def test_a_click_on_a_name_or_a_head_moves_and_never_selects_a_whole_line(grid: MatrixGrid) -> None:
    grid.view.choose((3, 4))
    names = grid.view.name_head
    at = names.sectionViewportPosition(9) + 4
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, at))
    assert grid.view.cell() == (8, 4)  # the ninth row, after one heading
    heads = grid.view.skill_head
    QTest.mouseClick(
        heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(heads.sectionViewportPosition(2) + 4, 60)
    )
    assert grid.view.cell() == (8, 2)
    assert grid.view.chosen_cells() == ((8, 2),)
    team = names.sectionViewportPosition(0) + 8
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, team))
    assert grid.view.cell() == (0, 2)


# --- what is seen ---


def test_a_cell_has_the_ground_of_its_level(grid: MatrixGrid, sheet: MatrixSheet) -> None:
    picture = grid.view.viewport().grab().toImage()
    grounds: set[tuple[int, str]] = set()
    for person in range(10):
        for skill in range(6):
            cell = (person, skill)
            level, flags = sheet.level(cell), sheet.grid.flags[sheet.at(cell)]
            if level is None or flags & Flag.OLD or cell == (0, 0):
                continue
            index = grid.view.cells.index_of(cell)
            box = grid.view.cell_box(index.row(), index.column())
            # Left of the glyph, inside a frame that says how far below the target it is: the flat ground.
            grounds.add((level, picture.pixelColor(box.left() + 3, box.top() + 3).name()))
    assert grounds == {(level, look().colour(f"level{level}").name()) for level, _ in grounds}
    assert len(grounds) >= 4


def test_marks_of_gaps_licences_and_questions() -> None:
    assert mark_of(2, Flag.BELOW).gap == 1 and mark_of(1, Flag.FAR_BELOW).gap == 2
    assert mark_of(UNKNOWN, Flag.ASKED).asked and mark_of(UNKNOWN, 0).level is None
    licences = {state: mark_of(UNKNOWN, licence_bits(state)).licence for state in LicenceStatus}
    assert licences == {
        LicenceStatus.VALID: "held",
        LicenceStatus.EXPIRING: "expiring",
        LicenceStatus.EXPIRED: "expired",
        LicenceStatus.MISSING: "missing",
    }


def test_as_many_pictures_as_there_are_different_cells(grid: MatrixGrid, sheet: MatrixSheet) -> None:
    """Nothing is made for each cell."""
    for value in range(0, 400, 40):
        grid.view.verticalScrollBar().setValue(value)
        QApplication.processEvents()
    different = {flags << 8 | level for flags, level in zip(sheet.grid.flags, sheet.grid.levels, strict=True)}
    assert set(grid.view._pixmaps.kept) <= different


def test_new_levels_move_nothing_and_show_at_once(grid: MatrixGrid, sheet: MatrixSheet) -> None:
    grid.view.choose((7, 3))
    resets: list[None] = []
    grid.view.cells.modelReset.connect(lambda: resets.append(None))
    after = sheet.with_grid(rated(sheet.grid, [(sheet.at((7, 3)), 4)]))
    grid.put(after, range(30), range(20))
    assert resets == [] and grid.view.cell() == (7, 3)
    index = grid.view.cells.index_of((7, 3))
    assert grid.view.cells.data(index) == "4"
    grid.put(after, range(5, 30), range(20))
    assert len(resets) == 1 and grid.view.cell() == (7, 3)
    grid.put(after, range(20, 30), range(2))
    assert grid.view.cell() is None


def test_shares_and_figures_follow_the_grid(grid: MatrixGrid, sheet: MatrixSheet) -> None:
    for edge in (grid._shares, grid._feet):
        picture = edge.grab().toImage()
        ground = QColor(look().colours.paper).rgb()
        dots = {
            picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
        }
        assert len(dots - {ground}) > 3


@pytest.mark.parametrize("percent", [80, 150, 300])
@pytest.mark.parametrize("scheme", ["dark", "contrast"])
def test_every_text_size_and_scheme(grid: MatrixGrid, percent: int, scheme: str) -> None:
    look().use(scheme=scheme, percent=percent)  # type: ignore[arg-type]
    QApplication.processEvents()
    box = grid.view.cell_box(1, 0)
    assert (box.width(), box.height()) == (look().px(25) - 1, look().px(19) - 1)
    assert grid.view.geometry().bottom() < grid.height()
    assert not grid.grab().isNull()


def test_an_empty_sheet_and_a_sheet_of_one(qapp: QApplication) -> None:
    made = made_grid(made_sheet(0, 0))
    made.view.setFocus()
    for key in (KEY.Key_Down, KEY.Key_3, KEY.Key_Delete, KEY.Key_Return, KEY.Key_Escape, KEY.Key_End):
        press(made, key)
    assert made.view.cell() is None and not made.grab().isNull()
    one = made_grid(made_sheet(1, 1))
    one.view.setFocus()
    press(one, KEY.Key_Down)
    assert one.view.cell() == (0, 0)


def test_names_that_would_deceive_are_shown_safely(sheet: MatrixSheet) -> None:
    made = made_grid(replace(sheet, people=("Anna\u202egnp.exe", *sheet.people[1:])))
    said = made.view.cells.headerData(1, Qt.Orientation.Vertical)
    assert said == "Anna\ufffdgnp.exe"


# --- what is read aloud ---


def test_a_cell_in_words(sheet: MatrixSheet) -> None:
    person, skill = next(
        (p, s) for p in range(30) for s in range(20) if (sheet.level((p, s)) or 0) and sheet.target((p, s))
    )
    sheet = replace(sheet, people=("Fredrik Lind",) * 30, skills=("Robotsvets",) * 20)
    level, target = sheet.level((person, skill)), sheet.target((person, skill))
    said = cell_words(sheet, (person, skill))
    assert said.startswith(f"Robotsvets, Fredrik Lind: nivå {level} av 4, mål {target}")
    words.use_language("en")
    assert cell_words(sheet, (person, skill)).startswith(
        f"Robotsvets, Fredrik Lind: level {level} of 4, target {target}"
    )


def test_screen_readers_get_every_cell_and_head(grid: MatrixGrid, sheet: MatrixSheet) -> None:
    view = grid.view
    found = QAccessible.queryAccessibleInterface(view)
    assert found.role() == QAccessible.Role.Table
    rows, columns = view.cells.rowCount(), view.cells.columnCount()
    assert found.childCount() == (rows + 1) * (columns + 1)
    name = QAccessible.Text.Name
    head = found.child(1)
    assert head.role() == QAccessible.Role.ColumnHeader and head.text(name).startswith("Kompetens 0")
    row = found.child(2 * (columns + 1))
    assert row.role() == QAccessible.Role.RowHeader and row.text(name).startswith("Person 0, uppfyllt")
    cell = found.child(2 * (columns + 1) + 3)
    assert cell.role() == QAccessible.Role.Cell and cell.text(name) == cell_words(sheet, (0, 2))
    team = found.child(columns + 1)
    assert team.text(name) == f"Team Bearbetning, {TEAM} medarbetare"
    for at in range(0, found.childCount(), 7):
        child = found.child(at)
        assert child.isValid() and (child.text(name) or at == 0)


def test_a_screen_reader_may_ask_with_nothing_chosen_and_beyond_the_edge(
    sheet: MatrixSheet, qtlog: Any
) -> None:
    grid = MatrixGrid("Matris")
    view: MatrixCells = grid.view
    empty = QAccessible.queryAccessibleInterface(view)
    assert empty.focusChild() is None or not empty.focusChild().isValid()
    grid.put(sheet, range(30), range(20))
    found = QAccessible.queryAccessibleInterface(view)
    selection = found.selectionInterface()
    assert selection.selectedItemCount() == 0
    assert selection.selectedItems() == []
    with qtlog.disabled():  # Qt says that it was asked beyond the edge
        for at in (-1, found.childCount(), 10**6):
            child = found.child(at)
            assert child is None or not child.isValid()
    model = view.cells
    for row, column in ((-1, 0), (0, -1), (999, 0), (0, 999)):
        assert model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole) is None
    for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        for section in (-1, 999):
            assert model.headerData(section, orientation, Qt.ItemDataRole.AccessibleTextRole) is None
    assert view.cell() is None and view.chosen_cells() == ()
