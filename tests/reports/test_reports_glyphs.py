"""No box instead of a letter: every character that can be printed has a glyph in its typeface."""

from __future__ import annotations

import tomllib
from io import BytesIO

import pytest

from app.drawing.paper import PaperSurface
from app.drawing.surface import Face
from app.paths import resource
from app.reports.matrix import draw_matrix

TRANSLATIONS = sorted(resource("translations").glob("*.toml"))
INTER = (Face.REGULAR, Face.MEDIUM, Face.SEMIBOLD, Face.BOLD)


@pytest.fixture
def surface() -> PaperSurface:
    return PaperSurface(BytesIO(), resource("fonts"), language="sv-SE")


@pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.name)
def test_every_sentence_can_be_set(surface: PaperSurface, file) -> None:  # type: ignore[no-untyped-def]
    lacking = {
        (code, face.value, character)
        for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for sentence in words.values()
        for face in INTER
        # A line break is set by the layout, not by the typeface.
        for character in surface.lacks(sentence.replace("\n", " "), face)
    }
    assert lacking == set()


def test_the_letters_of_the_region_can_be_set(surface: PaperSurface) -> None:
    # Swedish, the Sami languages, Finnish, and the names of those who have moved here from Europe.
    letters = "åäöÅÄÖéÉüÜáčđŋšŧžÁČĐŊŠŦŽõøæØÆþðßłŁńśźżćçğıİşőűěřůýñãâêîôûàèìòùőĂăȚțȘș"
    for face in INTER:
        assert surface.lacks(letters + "0123456789−±+≥≤→×·…–—▲△%°½µ’”", face) == frozenset()
    assert surface.lacks(letters[:10] + "ß", Face.EMBLEM) == frozenset()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_a_drawn_matrix_lacks_nothing(make_matrix, language: str, paper) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(60, 45, 4, 6, language=language)
    assert draw_matrix(matrix, BytesIO(), paper).missing == ()


def test_a_printed_matrix_embeds_all_its_typefaces(make_matrix) -> None:  # type: ignore[no-untyped-def]
    out = BytesIO()
    draw_matrix(make_matrix(12, 12, 2, 2), out, "A3")
    data = out.getvalue()
    assert b"Helvetica" not in data
    assert data.count(b"/BaseFont") == data.count(b"/FontFile2") > 4
    assert str(resource()).encode() not in data
