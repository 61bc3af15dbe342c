"""Måltavla: the table of targets, the chosen one with its curve, and each number opening its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from _day import ANNA, NUMBER, OFFICE, Project, work
from _pages import closed, page_on, rest
from _window import WatchedApplication, spin, watched
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desktop.pages.targets.page import TargetsPage
from app.desktop.places import Place
from app.operations import coaching
from app.operations.workspace import Workspace


@pytest.fixture
def shown(qapp: WatchedApplication, project: Project) -> Iterator[Callable[..., TargetsPage]]:
    work(project)
    project.clock.go_to("2022-05-13T09:00")
    made: list[TargetsPage] = []

    def open_it(who: str = ANNA, item: str = "") -> TargetsPage:
        made.append(page_on(TargetsPage, project, who, Place("targets", item=item)))
        return made[-1]

    yield open_it
    for page in made:
        closed(page)


def cells(page: TargetsPage, id: str) -> list[str]:
    row = next(row for row in page.table.model_of_rows.rows if row.id == id)
    return [cell.text for cell in row.cells]


def evidence(page: TargetsPage) -> list[tuple[str, str, str]]:
    rows = page.panel.evidence.model_of_rows.rows
    return [(row.cells[0].text, row.cells[0].second, row.cells[0].beside) for row in rows]


def test_every_target_stands_with_its_figures_and_its_bar_in_words(shown: Callable[..., TargetsPage]) -> None:
    page = shown()
    assert len(page.table.model_of_rows.rows) == 15
    assert cells(page, "M3.2")[2:] == ["1", "–", "–", "11", "12–24", "klart 1, pågår 0, plan i dag 7"]
    assert cells(page, "M2.1")[2:] == ["0", "1", "–", "35", "35", "klart 0, pågår 1, plan i dag 22"]
    # What is not followed yet is no zero.
    assert cells(page, "M2.4")[2:] == ["–", "–", "–", "–", "14–23", "följs inte än"]
    assert cells(page, "M4.3")[-1] == "inget tal i ansökan"
    index = page.table.model_of_rows.index(9, 7)
    read = page.table.model_of_rows.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(read, str) and read.startswith("Så långt: klart")
    assert page.status() == "Siffrorna gäller till och med 13 maj 2022"


def test_a_number_opens_its_evidence_and_that_its_company(shown: Callable[..., TargetsPage]) -> None:
    page = shown(item="M3.2")
    assert page.table.chosen_id() == "M3.2"
    assert evidence(page) == [("Exempel Mekaniska AB", "Tillfälle HA3.2 · 90 min", "2022-05-12")]
    gone: list[Place] = []
    page.desk.travelled.connect(gone.append)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.evidence.hasFocus()
    QTest.keyClick(page.panel.evidence, Qt.Key.Key_Return)
    assert [place.page for place in gone] == ["company"] and len(gone[0].company) == 32


def test_the_panel_follows_the_arrows(shown: Callable[..., TargetsPage]) -> None:
    page = shown(item="M2.3")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    spin(lambda: page.panel._code.text() == "M2.4", "the next target")
    rest(page)
    assert page.panel._chip.text() == "Följs inte än" and not page.panel.curve.isVisible()
    assert page.panel._note.isVisible() and "inte noll" in page.panel._note.text()
    page.table.choose("M2.1")
    spin(lambda: page.panel._code.text() == "M2.1", "the chosen target")
    assert evidence(page) == [
        ("Exempel Mekaniska AB", "räknas inte än: intervjun är inte avslutad", evidence(page)[0][2])
    ]
    assert page.panel._chip.text() == "Efter, −22" and page.panel.curve.isVisible()
    page.arrive(Place("targets", item="M4.1"))
    spin(lambda: page.panel._code.text() == "M4.1", "the target of another place")


def test_the_curve_is_read_as_its_points(shown: Callable[..., TargetsPage]) -> None:
    page = shown(item="M3.2")
    assert page.panel.curve.accessibleName() == (
        "Klart över tid: 1 januari 2021: 0, i går: 1, i dag: 1, planen i dag 7, minst 12"
    )


def test_a_coach_is_told_that_only_some_companies_are_counted(shown: Callable[..., TargetsPage]) -> None:
    assert shown(ANNA)._own.isVisible()
    assert not shown(OFFICE)._own.isVisible()


def test_what_is_done_meanwhile_is_counted(shown: Callable[..., TargetsPage]) -> None:
    page = shown(item="M3.2")

    def act(workspace: Workspace) -> tuple[None, Any]:
        _, changes = coaching.log(workspace, company=NUMBER, activity="HA4.2", day="2022-05-13", minutes="30")
        return None, changes

    assert cells(page, "M4.1")[2] == "0"
    page.desk.do(act)
    rest(page)
    assert cells(page, "M4.1")[2] == "1" and page.table.chosen_id() == "M3.2"


def test_it_comes_without_a_slow_event_or_work_on_the_store(
    qapp: WatchedApplication, project: Project
) -> None:
    work(project)
    with watched(qapp) as dog:
        made = page_on(TargetsPage, project, ANNA, Place("targets"))
        made.table.choose("M3.2")
        spin(lambda: made.panel._code.text() == "M3.2", "the chosen target")
        rest(made)
    assert dog.complaints == []
    closed(made)
