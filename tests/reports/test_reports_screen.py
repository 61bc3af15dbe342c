"""The same pages on a screen: laid out alike, drawn alike, in any order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.domain.refusal import Refusal
from app.paths import resource
from app.reports.matrix import MatrixPages, Paper, ScaleStep, draw_matrix, plan_matrix

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

Show = Callable[[MatrixPages, int, float], Image.Image]


@pytest.fixture(scope="module")
def show() -> Iterator[Show]:
    """A page as a window would show it, at so many dots a point."""
    from PySide6.QtGui import QGuiApplication, QImage

    from app.drawing.screen import ScreenFonts, drawn_image

    application = QGuiApplication.instance() or QGuiApplication(["simmitt-tests"])
    fonts = ScreenFonts(resource("fonts"))

    def picture(pages: MatrixPages, page: int, dots: float) -> Image.Image:
        made = drawn_image(lambda surface: pages.draw(surface, page), *pages.size, dots, fonts)
        image = made.convertToFormat(QImage.Format.Format_RGB888)
        data, stride = bytes(image.constBits()), image.bytesPerLine()
        return Image.frombytes("RGB", (image.width(), image.height()), data, "raw", "RGB", stride)

    yield picture
    assert application is not None


def printed(matrix, paper: Paper, page: int, dots: float) -> Image.Image:  # type: ignore[no-untyped-def]
    out = BytesIO()
    draw_matrix(matrix, out, paper)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        return document[page].render(scale=dots).to_pil().convert("RGB")
    finally:
        document.close()


def distance(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference (0-255), and the largest where half a point of misplacement is forgiven."""
    one, other = one.convert("L"), other.convert("L")
    mean = ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
    blurred = [picture.filter(ImageFilter.GaussianBlur(5)) for picture in (one, other)]
    return mean, ImageChops.difference(*blurred).getextrema()[1]


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("size", [(8, 9, 1, 1), (34, 38, 3, 6)], ids=["small", "full"])
def test_a_preview_is_the_printed_page(  # type: ignore[no-untyped-def]
    make_matrix, show: Show, paper: Paper, size: tuple[int, int, int, int]
) -> None:
    matrix = make_matrix(*size)
    pages = plan_matrix(matrix, paper)
    paper_one, screen_one = printed(matrix, paper, 0, 2), show(pages, 0, 2)
    assert screen_one.size == pytest.approx(paper_one.size, abs=1)
    mean, most = distance(paper_one, screen_one.resize(paper_one.size))
    assert mean < 4 and most < 40
    # The measure is worth something: another page is far from it, and so is an empty one.
    other = plan_matrix(replace(matrix, title="Helt annan rubrik", teams=matrix.teams[:1]), paper)
    assert distance(paper_one, show(other, 0, 2).resize(paper_one.size))[1] > 60


def test_pages_are_those_of_the_file_in_any_order(make_matrix, show: Show) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(50, 60, 4, 6)
    pages = plan_matrix(matrix, "A4")
    file = draw_matrix(matrix, BytesIO(), "A4")
    assert pages.count == file.pages > 4 and pages.size == (841.89, 595.28)
    assert pages.shortened == file.shortened
    marks = [pages.bookmark(page) for page in range(pages.count)]
    assert len(set(marks)) == pages.count
    last = show(pages, pages.count - 1, 1)
    first = show(pages, 0, 1)
    assert show(pages, pages.count - 1, 1).tobytes() == last.tobytes() != first.tobytes()
    assert distance(printed(matrix, "A4", pages.count - 1, 1), last)[1] < 40
    for wrong in (-1, pages.count):
        with pytest.raises(IndexError):
            show(pages, wrong, 1)


def test_a_page_is_drawn_on_another_thread_too(make_matrix, show: Show) -> None:  # type: ignore[no-untyped-def]
    from concurrent.futures import ThreadPoolExecutor

    pages = plan_matrix(make_matrix(12, 12, 2, 2), "A4")
    here = show(pages, 0, 1)
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(show, pages, 0, 1).result(timeout=60)
    assert there.tobytes() == here.tobytes()


def test_symbols_that_no_typeface_has_stand_as_glyphs_on_both(make_matrix, show: Show) -> None:  # type: ignore[no-untyped-def]
    circles = tuple(ScaleStep(symbol, level, f"Steg {level}") for level, symbol in enumerate("○◔◑◕●"))
    matrix = make_matrix(6, 6, scale=circles)
    mean, most = distance(printed(matrix, "A4", 0, 2), show(plan_matrix(matrix, "A4"), 0, 2))
    assert mean < 4 and most < 40


def test_nothing_to_print_is_refused_before_anything_is_drawn(make_matrix) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal) as refused:
        plan_matrix(replace(make_matrix(2, 2), teams=()), "A3")
    assert refused.value.code == "reports.matrix.empty"
