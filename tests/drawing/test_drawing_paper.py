"""The paper backend: same bytes, embedded typefaces, figures of one width, text that can be read back."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from app.drawing.paper import PaperSurface
from app.drawing.paper_fonts import load_font
from app.drawing.surface import Face
from app.drawing.tabular import tabular_figures


def document(fonts: Path, *, compress: bool = False, texts: tuple[str, ...] = ("Åsa Öberg 0123",)) -> bytes:
    out = BytesIO()
    surface = PaperSurface(out, fonts, language="sv-SE", compress=compress)
    surface.describe(title="Prov", author="Provbolaget", subject="", keywords="abc123", creator="SIMMITT")
    surface.begin_page(300, 200, bookmark="Första sidan")
    for number, text in enumerate(texts):
        for tabular in (False, True):
            surface.text(
                150 if tabular else 10, 20 + 15 * number, text, Face.REGULAR, 9, "#1B2733", tabular=tabular
            )
    for x in range(5):
        surface.stamp("dot", 20 * x, 100, 10, 10, lambda s: s.circle(5, 5, 4, fill="#B4430F"))
    surface.end_page()
    surface.finish()
    return out.getvalue()


def test_the_same_drawing_has_the_same_bytes(fonts: Path) -> None:
    assert document(fonts) == document(fonts)
    assert document(fonts, compress=True) == document(fonts, compress=True)


def test_every_typeface_is_embedded_and_none_slips_in(fonts: Path) -> None:
    data = document(fonts)
    names = re.findall(rb"/BaseFont /(\S+)", data)
    assert sorted(names) == [b"AAAAAA+Inter-Regular", b"AAAAAA+Inter-Regular-Tabular"]
    assert data.count(b"/FontFile2") == 2
    assert b"Helvetica" not in data
    assert str(fonts).encode() not in data


def test_a_stamp_is_stored_once(fonts: Path) -> None:
    assert document(fonts).count(b"/Subtype /Form") == 1


def test_text_and_metadata_are_read_back(fonts: Path) -> None:
    pdf = pypdfium2.PdfDocument(document(fonts))
    text = pdf[0].get_textpage().get_text_bounded()
    assert text.count("Åsa Öberg 0123") == 2
    assert pdf.get_metadata_value("Title") == "Prov"
    assert pdf.get_metadata_value("Keywords") == "abc123"
    assert [item.get_title() for item in pdf.get_toc()] == ["Första sidan"]


def test_decomposed_letters_are_drawn_composed(fonts: Path) -> None:
    assert document(fonts, texts=("A\u030asa",)) == document(fonts, texts=("Åsa",))


def test_missing_letters_are_told(fonts: Path) -> None:
    surface = PaperSurface(BytesIO(), fonts, language="sv-SE")
    surface.begin_page(100, 100)
    surface.text(0, 0, "Å−±≥→×·…–▲\xa0", Face.REGULAR, 9, "#000000")
    assert surface.missing == frozenset()
    surface.text(0, 0, "a◔b漢", Face.REGULAR, 9, "#000000")
    assert surface.missing == {"◔", "漢"}


@pytest.mark.parametrize("face", [Face.REGULAR, Face.MEDIUM, Face.SEMIBOLD, Face.BOLD])
def test_tabular_figures_have_one_width_and_the_hyphen_keeps_its_own(fonts: Path, face: Face) -> None:
    surface = PaperSurface(BytesIO(), fonts, language="sv-SE")
    widths = {round(surface.text_width(figure, face, 10, tabular=True), 4) for figure in "0123456789"}
    assert len(widths) == 1
    assert surface.text_width("1", face, 10) < surface.text_width("0", face, 10)
    assert surface.text_width("-", face, 10, tabular=True) == surface.text_width("-", face, 10)
    assert set(tabular_figures(fonts / f"{face.value}.ttf")) == set("0123456789")


def test_a_font_without_the_feature_has_none(fonts: Path) -> None:
    assert tabular_figures(fonts / "Ubuntu-Regular.ttf") == {}


def test_a_missing_font_file_is_named(tmp_path: Path) -> None:
    # No drawing sets the words beside the emblem in tabular figures: this face is never loaded before.
    with pytest.raises(FileNotFoundError, match=r"Ubuntu-Regular\.ttf"):
        load_font(Face.EMBLEM, True, tmp_path)
