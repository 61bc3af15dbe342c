"""Pages on a printer: the same drawing as on screen and in the PDF, scaled to the sheet that lies in the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from app.domain.refusal import Refusal
from app.drawing.screen import ScreenFonts, ScreenSurface
from app.drawing.surface import Surface

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS = 72.0
_SAME = 2.0
_SHEETS = {"A3": QPageSize.PageSizeId.A3, "A4": QPageSize.PageSizeId.A4}


def printer_for(title: str, paper: str, size: tuple[float, float]) -> QPrinter:
    """A printer set for a document: its sheet, lying or upright, and the name of the job. Main thread."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    lying = size[0] > size[1]
    orientation = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(_SHEETS[paper]), orientation, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    return printer


def print_pages(
    printer: QPrinter,
    draw: Callable[[Surface, int], None],
    count: int,
    size: tuple[float, float],
    fonts: ScreenFonts,
    step: Callable[[int, int], None],
) -> int:
    """Print the pages that the person chose; how many sheets that were. On any thread, the fonts being loaded.

    `step` is told of each sheet and may raise to stop. Raises Refusal `desktop.documents.printer` where it takes none.
    """
    first = max(1, printer.fromPage()) - 1
    last = min(printer.toPage() or count, count)
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    sheets = [page for _ in range(copies) for page in range(first, last)]
    painter = QPainter()
    if not painter.begin(printer):
        raise Refusal("desktop.documents.printer")
    try:
        for number, page in enumerate(sheets):
            step(number, len(sheets))
            if number and not printer.newPage():
                raise Refusal("desktop.documents.printer")
            painter.save()
            box, scale = _fitted(printer, size)
            painter.translate(box.topLeft())
            painter.scale(scale, scale)
            draw(ScreenSurface(painter, fonts), page)
            painter.restore()
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(sheets)


def _fitted(printer: QPrinter, size: tuple[float, float]) -> tuple[QRectF, float]:
    """Where the page lies on the sheet in dots of the printer, and dots a point.

    On the sheet that it was made for it lies edge to edge; on another as large as what that one can print.
    """
    from PySide6.QtPrintSupport import QPrinter

    dots = printer.resolution() / _POINTS
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    if abs(sheet.width() / dots - size[0]) <= _SAME and abs(sheet.height() / dots - size[1]) <= _SAME:
        return QRectF(0, 0, sheet.width(), sheet.height()), dots
    layout = printer.pageLayout()
    layout.setMode(QPageLayout.Mode.StandardMode)
    room = QRectF(layout.paintRectPixels(printer.resolution()))
    scale = min(room.width() / size[0], room.height() / size[1])
    left = room.left() + (room.width() - size[0] * scale) / 2
    top = room.top() + (room.height() - size[1] * scale) / 2
    return QRectF(left, top, size[0] * scale, size[1] * scale), scale
