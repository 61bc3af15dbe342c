"""The typefaces on paper: loaded once from their files, each with a sibling with figures of one width."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from app.drawing.surface import Face
from app.drawing.tabular import tabular_figures


class Font(Protocol):
    """What is used of a registered font of reportlab, which has no types of its own."""

    face: FontFace

    def stringWidth(self, text: str, size: float) -> float: ...


class FontFace(Protocol):
    """What is used of its TrueType file: glyph by character, width by character (1/1000), and advance and
    bearing by glyph (in units)."""

    charToGlyph: dict[int, int]
    charWidths: dict[int, float]
    hmetrics: Sequence[tuple[int, int]]
    unitsPerEm: int
    name: bytes


def font_name(face: Face, tabular: bool) -> str:
    """The name by which reportlab knows the typeface."""
    return f"{face.value}-Tabular" if tabular else face.value


def load_font(face: Face, tabular: bool, folder: Path) -> Font:
    """The registered font; loads it from `folder` the first time. Raises FileNotFoundError."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = font_name(face, tabular)
    if name not in pdfmetrics.getRegisteredFontNames():
        file = folder / f"{face.value}.ttf"
        if not file.is_file():
            raise FileNotFoundError(file)
        loaded = TTFont(name, str(file), shapable=False)
        if tabular:
            # reportlab applies no OpenType features, so the figures of equal width take the places of the
            # ordinary ones here. The text in the PDF stays "0" to "9".
            shape = cast(FontFace, loaded.face)
            for character, glyph in tabular_figures(file).items():
                shape.charToGlyph[ord(character)] = glyph
                advance = shape.hmetrics[min(glyph, len(shape.hmetrics) - 1)][0]
                shape.charWidths[ord(character)] = advance * 1000 / shape.unitsPerEm
            # reportlab keeps one font for each name of a face.
            shape.name += b"-Tabular"
        pdfmetrics.registerFont(loaded)
    return cast(Font, pdfmetrics.getFont(name))
