"""Dokument: every page is seen before it is printed, and what is seen, printed and saved is one drawing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from _day import ANNA, BO, Project, orgnr, work
from _pages import closed, page_on, rest
from _window import WatchedApplication, spin, watched
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from app.desktop.pages.documents import page as page_module
from app.desktop.pages.documents.page import DocumentsPage
from app.desktop.places import Place
from app.desktop.widgets.paper_view import PaperView
from app.operations import companies
from app.operations.printing import print_matrix

_NEAR, _FAR = 60, 0.02


@pytest.fixture
def page(qapp: WatchedApplication, project: Project) -> Iterator[DocumentsPage]:
    work(project)
    with project.at(ANNA) as at:
        companies.add(at, orgnr=orgnr(5), sole_trader=False, name="Utan Matris AB", municipality="Åre")
    project.clock.go_to("2022-05-13T09:00")
    made = page_on(DocumentsPage, project, ANNA, Place("documents"))
    spin(lambda: made.preview.paper.picture(0) is not None, "the first page")
    rest(made)
    yield made
    closed(made)


def apart(one: QImage, other: QImage) -> float:
    """The part of the dots that are clearly of another brightness."""
    other = other.scaled(
        one.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    grey = QImage.Format.Format_Grayscale8
    one, other = one.convertToFormat(grey), other.convertToFormat(grey)
    # Each is made coarse first: two painters smooth the edges of letters otherwise.
    size = one.size() / 3
    how = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    one, other = one.scaled(size, *how), other.scaled(size, *how)
    far = sum(
        abs(one.pixelColor(x, y).value() - other.pixelColor(x, y).value()) > _NEAR
        for y in range(one.height())
        for x in range(one.width())
    )
    return far / (one.width() * one.height())


def sheet_of(pdf: Path, number: int = 0) -> tuple[QImage, int, tuple[float, float]]:
    """A page of a PDF as a picture, how many there are, and how large it is in points."""
    document = pypdfium2.PdfDocument(pdf)
    found = document[number]
    bitmap = found.render(scale=1.2).to_pil().convert("RGB")
    data = bitmap.tobytes()
    picture = QImage(data, bitmap.width, bitmap.height, 3 * bitmap.width, QImage.Format.Format_RGB888).copy()
    return picture, len(document), found.get_size()


def saving_to(monkeypatch: pytest.MonkeyPatch, out: Path | None) -> list[str]:
    asked: list[str] = []

    def ask(parent: object, title: str, name: str, kind: str, ending: str) -> Path | None:
        asked.append(name)
        return out

    monkeypatch.setattr(page_module, "ask_where_to_save", ask)
    return asked


def printing_to(monkeypatch: pytest.MonkeyPatch, out: Path, first: int = 0, last: int = 0) -> None:
    def ask(parent: object, title: str, printer: QPrinter, pages: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setFromTo(first, last)
        return True

    monkeypatch.setattr(page_module, "ask_for_printer", ask)


def test_the_preview_is_what_is_saved(
    page: DocumentsPage, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "Matris.pdf"
    asked = saving_to(monkeypatch, out)
    told: list[str] = []
    page.desk.told.connect(lambda words, _: told.append(words))
    page._save()
    rest(page)
    assert asked == ["Kompetensmatris Exempel Mekaniska AB A3.pdf"] and told == ["Sparat: Matris.pdf"]
    picture, count, size = sheet_of(out)
    assert count == 1 and [round(one) for one in size] == [1191, 842]
    shown = page.preview.paper.picture(0)
    assert shown is not None and apart(shown, picture) < _FAR
    # The button and the command line make one file.
    project.clock.go_to("2022-05-13T09:00")
    with project.at(ANNA) as at:
        print_matrix(at, company=page._wish.company, out=tmp_path / "again.pdf", paper="A3")
    assert (tmp_path / "again.pdf").read_bytes() == out.read_bytes()
    assert page.deeds().keys() == {"document.print", "document.save"}


def test_paper_and_language_are_chosen_and_stay(page: DocumentsPage) -> None:
    before = page.preview.paper.picture(0)
    assert page.paper.value() == "A3" and page.preview.paper._size[0] > 1100
    page.paper._press("A4")
    rest(page)
    spin(lambda: page.preview.paper.picture(0) not in (None, before), "the other paper")
    assert round(page.preview.paper._size[0]) == 842
    page.language._press("en")
    rest(page)
    assert page.documents.model_of_rows.rows[0].cells[0].text == "Competence matrix"
    company = page._wish.company
    page.arrive(Place("documents", company, item="x"))
    rest(page)
    assert (page._wish.paper, page._wish.language) == ("A4", "en")


def test_a_file_that_cannot_be_written_is_said_in_place(
    page: DocumentsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving_to(monkeypatch, tmp_path / "no such folder" / "Matris.pdf")
    page._save()
    assert page.deeds() == {}, "one at a time"
    rest(page)
    assert page.banner.isVisible() and "no such folder" in page.banner.accessibleName()
    assert page.deeds() and page.preview.paper.picture(0) is not None
    saving_to(monkeypatch, None)
    page._save()
    assert page._job is None, "the person thought better of it"


def test_a_printer_gets_the_same_page_on_its_own_sheet(
    page: DocumentsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "printed.pdf"
    printing_to(monkeypatch, out)
    told: list[str] = []
    page.desk.told.connect(lambda words, _: told.append(words))
    page._print()
    rest(page)
    assert told == ["Skickat till skrivaren: Kompetensmatris – Exempel Mekaniska AB"]
    picture, count, size = sheet_of(out)
    assert count == 1 and [round(one / 10) for one in size] == [119, 84]
    shown = page.preview.paper.picture(0)
    assert shown is not None and apart(shown, picture) < _FAR


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_said_in_place(
    page: DocumentsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_to(monkeypatch, tmp_path / "no such folder" / "printed.pdf")
    page._print()
    rest(page)
    assert page.banner.isVisible() and "Skrivaren" in page.banner.accessibleName()
    assert page.deeds() and not page._work_box.isVisible()


def test_printing_can_be_stopped(
    page: DocumentsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_to(monkeypatch, tmp_path / "printed.pdf")
    hold = threading.Event()
    page.desk.aside(lambda step: hold.wait(30), lambda _: None)
    page._print()
    page._stop()
    hold.set()
    rest(page)
    assert page.banner.accessibleName().startswith("Avbrutet") and page._job is None


def test_a_company_without_anything_to_print(page: DocumentsPage, project: Project) -> None:
    with project.at(ANNA) as at:
        other = next(
            id for id in (one.id for one in companies.list_companies(at)) if id.hex() != page._wish.company
        )
    page.forget()
    page.arrive(Place("documents", other.hex()))
    rest(page)
    assert page._nothing is not None and "Utan Matris AB" in page._nothing.accessibleName()
    assert page.deeds() == {} and page.status() == "" and not page._how.isVisible()
    assert page.company.value() == other.hex() and page.company.count() == 2
    gone: list[Place] = []
    page.desk.travelled.connect(gone.append)
    page._nothing.act.emit()
    assert gone == [Place("competence", other.hex())]


def test_a_laptop_without_matrices_says_what_to_do(qapp: WatchedApplication, project: Project) -> None:
    made = page_on(DocumentsPage, project, BO, Place("documents"))
    assert made._empty is not None and "Inget att skriva ut" in made._empty.accessibleName()
    assert made.deeds() == {}
    closed(made)


# --- the sheets themselves ---


@pytest.fixture
def paper(qapp: WatchedApplication) -> Iterator[tuple[PaperView, list[tuple[int, float]]]]:
    view = PaperView("Papper")
    view.resize(700, 500)
    asked: list[tuple[int, float]] = []
    view.wanted.connect(lambda page, dots: asked.append((page, dots)))
    view.show()
    view.show_pages("Papper", 6, (842.0, 595.0))
    spin(lambda: bool(asked), "the first wish")
    yield view, asked
    view.close()
    view.deleteLater()


def test_only_what_is_in_view_is_drawn(paper: tuple[PaperView, list[tuple[int, float]]]) -> None:
    view, asked = paper
    assert {page for page, _ in asked} == {0, 1}, "and the next one"
    view.go_to(4)
    spin(lambda: 4 in {page for page, _ in asked}, "the page that is gone to")
    assert 2 not in {page for page, _ in asked}
    before = len(asked)
    view.put_picture(4, asked[-1][1], QImage(10, 10, QImage.Format.Format_RGB32))
    view.viewport().repaint()
    assert len(asked) == before


def test_pages_are_turned_by_keys_and_the_wheel(paper: tuple[PaperView, list[tuple[int, float]]]) -> None:
    view, asked = paper
    turned: list[int] = []
    view.turned.connect(turned.append)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
    assert turned == [1, 2, 1, 5, 0]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert view.page == 5
    zoomed: list[str] = []
    view.zoomed.connect(zoomed.append)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == "full" and zoomed == ["full"] and view.page == 5
    assert view.horizontalScrollBar().maximum() > 0
    spin(lambda: any(abs(dots - 96 / 72 * view.devicePixelRatioF()) < 1e-9 for _, dots in asked), "sharpness")
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == "fit" and view.horizontalScrollBar().maximum() == 0


def test_pictures_far_away_are_let_go(paper: tuple[PaperView, list[tuple[int, float]]]) -> None:
    view, _ = paper
    for page in range(6):
        view.put_picture(page, 9.0, QImage(3000, 3000, QImage.Format.Format_RGB32))  # 36 MB each
    assert view.picture(0) is not None and view.picture(5) is not None
    assert sum(view.picture(page) is not None for page in range(6)) <= 4


def test_it_comes_without_a_slow_event_or_work_on_the_store(
    qapp: WatchedApplication, project: Project
) -> None:
    work(project)
    with watched(qapp) as dog:
        made = page_on(DocumentsPage, project, ANNA, Place("documents"))
        spin(lambda: made.preview.paper.picture(0) is not None, "the first page")
        made.paper._press("A4")
        rest(made)
    assert dog.complaints == []
    closed(made)
