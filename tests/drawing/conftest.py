"""Pictures of drawings made by both backends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.drawing.paper import PaperSurface
from app.drawing.surface import Surface

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
Draw = Callable[[Surface], None]
Picture = Callable[[Draw, float, float], Image.Image]
DOTS = 8
"""Dots a point in the pictures."""


@pytest.fixture
def fonts() -> Path:
    return FONTS


@pytest.fixture
def on_paper() -> Picture:
    def picture(draw: Draw, width: float, height: float) -> Image.Image:
        import pypdfium2

        out = BytesIO()
        surface = PaperSurface(out, FONTS, language="sv-SE")
        surface.begin_page(width, height)
        draw(surface)
        surface.end_page()
        surface.finish()
        document = pypdfium2.PdfDocument(out.getvalue())
        try:
            return document[0].render(scale=DOTS).to_pil().convert("RGB")
        finally:
            document.close()

    return picture


@pytest.fixture(scope="session")
def screen_fonts() -> Iterator[object]:
    from PySide6.QtGui import QGuiApplication

    from app.drawing.screen import ScreenFonts

    # Whatever application there is already stays; it belongs to the whole run.
    application = QGuiApplication.instance() or QGuiApplication(["simmitt-tests"])
    yield ScreenFonts(FONTS)
    assert application is not None


@pytest.fixture
def on_screen(screen_fonts: object) -> Picture:
    def picture(draw: Draw, width: float, height: float) -> Image.Image:
        from PySide6.QtGui import QColor, QImage, QPainter

        from app.drawing.screen import ScreenFonts, ScreenSurface

        assert isinstance(screen_fonts, ScreenFonts)
        image = QImage(round(width * DOTS), round(height * DOTS), QImage.Format.Format_RGB888)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        painter.scale(DOTS, DOTS)
        draw(ScreenSurface(painter, screen_fonts))
        painter.end()
        data = bytes(image.constBits())
        stride = image.bytesPerLine()
        return Image.frombytes("RGB", (image.width(), image.height()), data, "raw", "RGB", stride)

    return picture
