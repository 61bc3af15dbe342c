"""The vocabulary on paper: PDF operators on a reportlab canvas, typefaces embedded, same input same bytes."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from app.drawing.paper_fonts import Font, font_name, load_font
from app.drawing.surface import Anchor, Face, Point, Surface

# Where a quarter of a circle's control points lie, over its radius.
_KAPPA = 4 / 3 * (math.sqrt(2) - 1)


class _TextObject(Protocol):
    def setFont(self, psfontname: str, size: float) -> None: ...
    def setTextTransform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None: ...
    def textOut(self, text: str) -> None: ...


class _Canvas(Protocol):
    """What is used of reportlab's canvas, which has no types of its own."""

    def addLiteral(self, s: str) -> None: ...
    def beginText(self) -> _TextObject: ...
    def drawText(self, aTextObject: _TextObject) -> None: ...
    def beginForm(self, name: str, lowerx: float, lowery: float, upperx: float, uppery: float) -> None: ...
    def endForm(self) -> None: ...
    def doForm(self, name: str) -> None: ...
    def setPageSize(self, size: tuple[float, float]) -> None: ...
    def showPage(self) -> None: ...
    def save(self) -> None: ...
    def bookmarkPage(self, key: str) -> None: ...
    def addOutlineEntry(self, title: str, key: str, level: int) -> None: ...
    def setTitle(self, title: str) -> None: ...
    def setAuthor(self, author: str) -> None: ...
    def setSubject(self, subject: str) -> None: ...
    def setKeywords(self, keywords: str) -> None: ...
    def setCreator(self, creator: str) -> None: ...
    def setProducer(self, producer: str) -> None: ...
    def setViewerPreference(self, pref: str, value: str) -> None: ...


def _numbers(*values: float) -> str:
    return " ".join([f"{value:.2f}" for value in values])


class PaperSurface:
    """A PDF being drawn. `begin_page`, drawing, `end_page`, …, `finish`.

    Deterministic: the same calls write the same bytes (reportlab's invariant mode; no clock, no random id).
    Every text uses a typeface of `fonts`, embedded; what a typeface lacks is collected in `missing`.
    """

    def __init__(self, out: BinaryIO, fonts: Path, *, language: str, compress: bool = True) -> None:
        """`fonts`: the folder with the TTF files of `Face`. `language`: BCP 47, for readers of the PDF."""
        from reportlab.pdfgen.canvas import Canvas

        self._fonts = fonts
        load_font(Face.REGULAR, False, fonts)
        self._canvas = cast(
            _Canvas,
            Canvas(
                out,
                invariant=1,
                pageCompression=int(compress),
                # Otherwise Helvetica stands in the file, not embedded.
                initialFontName=Face.REGULAR.value,
                lang=language,
            ),
        )
        self._loaded: dict[tuple[Face, bool], Font] = {}
        self._widths: dict[tuple[str, Face, bool], float] = {}
        self._stamps: dict[Hashable, str] = {}
        self._colours: dict[str, str] = {}
        self._missing: set[str] = set()
        self._checked: set[tuple[str, Face]] = set()
        self._fill: str | None = None
        self._stroke: str | None = None
        self._line_width: float | None = None
        self._kept: list[tuple[str | None, str | None, float | None]] = []
        self._pages = 0

    # -- the document

    @property
    def pages(self) -> int:
        """How many pages have been ended."""
        return self._pages

    @property
    def missing(self) -> frozenset[str]:
        """Characters drawn so far that their typeface lacks."""
        return frozenset(self._missing)

    def describe(self, *, title: str, author: str, subject: str, keywords: str, creator: str) -> None:
        """What the file says of itself."""
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(subject)
        canvas.setKeywords(keywords)
        canvas.setCreator(creator)
        canvas.setProducer(creator)
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def begin_page(self, width: float, height: float, *, bookmark: str = "") -> None:
        """A new page in points; `bookmark` is its line in the outline."""
        self._canvas.setPageSize((width, height))
        self._forget()
        self._write(f"1 0 0 1 0 {_numbers(height)} cm")
        if bookmark:
            key = f"page-{self._pages + 1}"
            self._canvas.bookmarkPage(key)
            self._canvas.addOutlineEntry(bookmark, key, 0)

    def end_page(self) -> None:
        """Ends the page."""
        self._canvas.showPage()
        self._pages += 1

    def finish(self) -> None:
        """Writes the document to its stream, which stays open."""
        self._canvas.save()

    # -- shapes: y is turned by its sign, so that saved, moved and stamped space need no height

    def _write(self, operators: str) -> None:
        self._canvas.addLiteral(operators)

    def _forget(self) -> None:
        self._fill = self._stroke = self._line_width = None

    def _colour(self, colour: str) -> str:
        found = self._colours.get(colour)
        if found is None:
            parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
            found = self._colours[colour] = " ".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in parts)
        return found

    def _style(self, fill: str | None, stroke: str | None, line_width: float) -> None:
        if fill is not None and fill != self._fill:
            self._write(f"{self._colour(fill)} rg")
            self._fill = fill
        if stroke is not None:
            if stroke != self._stroke:
                self._write(f"{self._colour(stroke)} RG")
                self._stroke = stroke
            if line_width != self._line_width:
                self._write(f"{_numbers(line_width)} w")
                self._line_width = line_width

    @staticmethod
    def _paint(fill: str | None, stroke: str | None, closed: bool = True) -> str:
        if fill is not None and stroke is not None:
            return "b" if closed else "B"
        if fill is not None:
            return "f"
        if stroke is not None:
            return "s" if closed else "S"
        return "n"

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
        radius: float = 0.0,
    ) -> None:
        self._style(fill, stroke, line_width)
        paint = self._paint(fill, stroke)
        if not radius:
            self._write(f"{_numbers(x, -y - height, width, height)} re {paint}")
            return
        r = min(radius, width / 2, height / 2)
        k = r * (1 - _KAPPA)
        left, right, top, bottom = x, x + width, -y, -y - height
        self._write(
            f"{_numbers(left + r, bottom)} m {_numbers(right - r, bottom)} l "
            f"{_numbers(right - k, bottom, right, bottom + k, right, bottom + r)} c "
            f"{_numbers(right, top - r)} l {_numbers(right, top - k, right - k, top, right - r, top)} c "
            f"{_numbers(left + r, top)} l {_numbers(left + k, top, left, top - k, left, top - r)} c "
            f"{_numbers(left, bottom + r)} l "
            f"{_numbers(left, bottom + k, left + k, bottom, left + r, bottom)} c {paint}"
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str,
        *,
        line_width: float = 0.5,
        dash: Sequence[float] = (),
    ) -> None:
        self._style(None, colour, line_width)
        path = f"{_numbers(x1, -y1)} m {_numbers(x2, -y2)} l S"
        self._write(f"[{_numbers(*dash)}] 0 d {path} [] 0 d" if dash else path)

    def poly(
        self,
        points: Sequence[Point],
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
        closed: bool = True,
        dash: Sequence[float] = (),
        round_joins: bool = False,
    ) -> None:
        self._style(fill, stroke, line_width)
        first, *rest = points
        path = f"{_numbers(first[0], -first[1])} m " + "".join(f"{_numbers(x, -y)} l " for x, y in rest)
        path += self._paint(fill, stroke, closed)
        if dash:
            path = f"[{_numbers(*dash)}] 0 d {path} [] 0 d"
        if round_joins:
            path = f"1 J 1 j {path} 0 J 0 j"
        self._write(path)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        line_width: float = 0.5,
    ) -> None:
        self._style(fill, stroke, line_width)
        r, k, y = radius, radius * _KAPPA, -y
        self._write(
            f"{_numbers(x + r, y)} m {_numbers(x + r, y + k, x + k, y + r, x, y + r)} c "
            f"{_numbers(x - k, y + r, x - r, y + k, x - r, y)} c "
            f"{_numbers(x - r, y - k, x - k, y - r, x, y - r)} c "
            f"{_numbers(x + k, y - r, x + r, y - k, x + r, y)} c {self._paint(fill, stroke)}"
        )

    def pie(self, x: float, y: float, radius: float, start: float, sweep: float, *, fill: str) -> None:
        self._style(fill, None, 0)
        arcs = max(1, math.ceil(abs(sweep) / 90))
        step = math.radians(sweep / arcs)
        reach = 4 / 3 * math.tan(step / 4) * radius
        angle = math.radians(start)
        sin, cos = math.sin(angle), math.cos(angle)
        path = [f"{_numbers(x, -y)} m {_numbers(x + radius * sin, -y + radius * cos)} l"]
        for _ in range(arcs):
            x1, y1 = x + radius * sin + reach * cos, -y + radius * cos - reach * sin
            angle += step
            sin, cos = math.sin(angle), math.cos(angle)
            x3, y3 = x + radius * sin, -y + radius * cos
            path.append(f"{_numbers(x1, y1, x3 - reach * cos, y3 + reach * sin, x3, y3)} c")
        self._write(" ".join(path) + " f")

    # -- text

    def _face(self, face: Face, tabular: bool) -> Font:
        found = self._loaded.get((face, tabular))
        if found is None:
            found = self._loaded[face, tabular] = load_font(face, tabular, self._fonts)
        return found

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        colour: str,
        *,
        anchor: Anchor = "left",
        stretch: float = 1.0,
        tabular: bool = False,
    ) -> None:
        shown = unicodedata.normalize("NFC", text)
        if (shown, face) not in self._checked:
            self._checked.add((shown, face))
            self._missing |= self.lacks(shown, face)
        self._face(face, tabular)
        if anchor != "left":
            width = self.text_width(shown, face, size, stretch=stretch, tabular=tabular)
            x -= width if anchor == "right" else width / 2
        self._style(colour, None, 0)
        line = self._canvas.beginText()
        line.setTextTransform(stretch, 0, 0, 1, x, -y)
        line.setFont(font_name(face, tabular), size)
        line.textOut(shown)
        self._canvas.drawText(line)

    def text_width(
        self, text: str, face: Face, size: float, *, stretch: float = 1.0, tabular: bool = False
    ) -> float:
        key = (text, face, tabular)
        width = self._widths.get(key)
        if width is None:
            shown = unicodedata.normalize("NFC", text)
            width = self._widths[key] = self._face(face, tabular).stringWidth(shown, 1000) / 1000
        return width * size * stretch

    def lacks(self, text: str, face: Face) -> frozenset[str]:
        glyphs = self._face(face, False).face.charToGlyph
        return frozenset(
            character
            for character in unicodedata.normalize("NFC", text)
            # A no-break space is drawn as a space.
            if character != "\xa0" and not glyphs.get(ord(character))
        )

    # -- space

    def save(self) -> None:
        self._kept.append((self._fill, self._stroke, self._line_width))
        self._write("q")

    def restore(self) -> None:
        self._write("Q")
        self._fill, self._stroke, self._line_width = self._kept.pop()

    def move(self, dx: float, dy: float) -> None:
        self._write(f"1 0 0 1 {_numbers(dx, -dy)} cm")

    def turn(self, degrees: float) -> None:
        angle = math.radians(degrees)
        sin, cos = f"{math.sin(angle):.6f}", f"{math.cos(angle):.6f}"
        minus_sin = f"{-math.sin(angle):.6f}"
        self._write(f"{cos} {sin} {minus_sin} {cos} 0 0 cm")

    def stamp(
        self,
        key: Hashable,
        x: float,
        y: float,
        width: float,
        height: float,
        draw: Callable[[Surface], None],
    ) -> None:
        name = self._stamps.get(key)
        if name is None:
            name = self._stamps[key] = f"stamp{len(self._stamps) + 1}"
            kept = (self._fill, self._stroke, self._line_width)
            self._canvas.beginForm(name, -1, -height - 1, width + 1, 1)
            self._forget()
            draw(self)
            self._canvas.endForm()
            self._fill, self._stroke, self._line_width = kept
        self._write(f"q 1 0 0 1 {_numbers(x, -y)} cm")
        self._canvas.doForm(name)
        self._write("Q")
