"""The screen backend measures like paper and knows what it cannot draw."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from app.drawing.paper import PaperSurface
from app.drawing.surface import Face


@pytest.mark.parametrize("face", list(Face))
@pytest.mark.parametrize("text", ["Förbättringsarbete", "Svetsning MIG/MAG", "2026-01-15 · 74 %"])
def test_widths_are_those_of_paper(screen_fonts, fonts: Path, face: Face, text: str) -> None:  # type: ignore[no-untyped-def]
    paper = PaperSurface(BytesIO(), fonts, language="sv-SE")
    for tabular in (False, True) if face is not Face.EMBLEM else (False,):
        expected = paper.text_width(text, face, 1, tabular=tabular)
        slack = 0.02 if not tabular else 0.12  # Qt widens hyphen and space too
        assert screen_fonts.width(text, face, tabular) == pytest.approx(expected, rel=slack)


def test_what_the_typeface_lacks_is_told(screen_fonts) -> None:  # type: ignore[no-untyped-def]
    assert screen_fonts.lacks("Åäö −±≥→", Face.REGULAR) == frozenset()
    assert screen_fonts.lacks("a◔", Face.REGULAR) == {"◔"}


def test_a_folder_without_fonts_is_refused_by_name(screen_fonts, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileNotFoundError, match=r"Inter-Regular\.ttf"):
        type(screen_fonts)(tmp_path)
