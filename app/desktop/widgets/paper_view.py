"""Sheets of paper as they will be printed, under one another. Their pictures are drawn elsewhere and kept here."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Size, Space
from app.desktop.widgets.toast import draw_shadow
from app.drawing.palette import LIGHT

Zoom = Literal["fit", "full"]
_FULL = 96 / 72  # pixels a point: as large as on paper, on a screen of 96 dots an inch
_AROUND = Space.XL
_SHADOW = 12
_SOON_MS = 60
_MOST_BYTES = 120_000_000


class PaperView(QAbstractScrollArea):
    """`wanted`: a page, and how many dots a point it is needed with; `put_picture` answers it.

    `turned`: another page is in the middle of the view. `zoomed`: by a key.
    """

    wanted = Signal(int, float)
    turned = Signal(int)
    zoomed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._count, self._size = 0, (1.0, 1.0)
        self._zoom: Zoom = "fit"
        self._page = 0
        self._keep_page = False
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._asked: dict[int, float] = {}
        self._page_words = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._moved())
        look().watch(self)

    def restyle(self) -> None:
        self.viewport().update()

    # --- what is shown ---

    def show_pages(self, name: str, count: int, size: tuple[float, float]) -> None:
        """Another document: `count` pages of `size` points. The page in view stays where there is one."""
        self._name, self._count, self._size = name, count, size
        self._pictures.clear()
        self._asked.clear()
        self._page = min(self._page, max(0, count - 1))
        self._lay()
        self.go_to(self._page)
        self._ask()

    def put_picture(self, page: int, dots: float, picture: QImage) -> None:
        """The picture of a page. One that is not as sharp as is needed now stands until a better one has come."""
        self._pictures[page] = (dots, picture)
        others = [other for other in self._pictures if other != page]
        for other in sorted(others, key=lambda one: -abs(one - self._page)):
            if sum(kept.sizeInBytes() for _, kept in self._pictures.values()) <= _MOST_BYTES:
                break
            del self._pictures[other]
            self._asked.pop(other, None)
        self.viewport().update()

    def picture(self, page: int) -> QImage | None:
        """The picture that is shown of a page now."""
        found = self._pictures.get(page)
        return found[1] if found is not None else None

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._page

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    def set_zoom(self, zoom: Zoom) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            page = self._page
            self._lay()
            self.go_to(page)
            self._soon.start()

    def set_page_words(self, words: str) -> None:
        """ "Page 1 of 3", read with the name."""
        self._page_words = words
        self.setAccessibleName(f"{self._name}, {words}" if words else self._name)

    def go_to(self, page: int) -> None:
        """Bring a page into view, from its top."""
        page = min(max(0, page), max(0, self._count - 1))
        self._keep_page = True
        self.verticalScrollBar().setValue(round(self._top(page) - _AROUND))
        self._keep_page = False
        self._turn(page)

    # --- where things are ---

    @property
    def _scale(self) -> float:
        """Pixels a point."""
        if self._zoom == "full":
            return _FULL
        width, height = self._size
        room = self.viewport().width() - 2 * _AROUND, self.viewport().height() - 2 * _AROUND
        return max(0.05, min(room[0] / width, room[1] / height, 2 * _FULL))

    def _step(self) -> float:
        return self._size[1] * self._scale + _AROUND

    def _top(self, page: int) -> float:
        return _AROUND + page * self._step()

    def _box(self, page: int) -> QRectF:
        """Where a page lies in the viewport."""
        scale, view = self._scale, self.viewport()
        width, height = self._size[0] * scale, self._size[1] * scale
        left = max(_AROUND, (view.width() - width) / 2) - self.horizontalScrollBar().value()
        top = self._top(page) - self.verticalScrollBar().value()
        if self._count == 1:
            top = max(top, (view.height() - height) / 2)
        return QRectF(round(left), round(top), round(width), round(height))

    def _lay(self) -> None:
        view, scale = self.viewport(), self._scale
        high = round(self._top(self._count)) if self._count else 0
        wide = round(self._size[0] * scale + 2 * _AROUND)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        self._keep_page = True
        down.setRange(0, max(0, high - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(look().px(Size.ROW))
        across.setRange(0, max(0, wide - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(look().px(Size.ROW))
        self._keep_page = False
        view.update()

    def _seen(self) -> list[int]:
        """The pages of which something is in view."""
        view = self.viewport().rect().toRectF()
        return [page for page in range(self._count) if self._box(page).intersects(view)]

    def _moved(self) -> None:
        self.viewport().update()
        self._soon.start()
        if not self._keep_page and self._count:
            middle = self.verticalScrollBar().value() + self.viewport().height() / 2
            self._turn(min(self._count - 1, max(0, int((middle - _AROUND / 2) / self._step()))))

    def _turn(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.turned.emit(page)

    def _ask(self) -> None:
        """Ask for the pages in view, and for their neighbours, as sharp as they are needed now."""
        self._soon.setInterval(_SOON_MS)
        dots = self._scale * self.devicePixelRatioF()
        seen = self._seen() if self.isVisible() else []
        for page in (
            (*seen, *(next_to for next_to in (seen[-1] + 1,) if next_to < self._count)) if seen else ()
        ):
            kept = self._pictures.get(page)
            if self._asked.get(page) != dots and (kept is None or kept[0] != dots):
                self._asked[page] = dots
                self.wanted.emit(page, dots)

    # --- events ---

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._lay()
        if self._zoom == "fit":
            self.go_to(page)
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        pages = {
            Qt.Key.Key_PageDown: self._page + 1,
            Qt.Key.Key_PageUp: self._page - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._count - 1,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif (page := pages.get(Qt.Key(key))) is not None:
            self.go_to(page)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            zoom: Zoom = "full" if key == Qt.Key.Key_Plus else "fit"
            self.set_zoom(zoom)
            self.zoomed.emit(zoom)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("app"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._seen():
            box = self._box(page)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_shadow(painter, box, _SHADOW, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            kept = self._pictures.get(page)
            if kept is None and page not in self._asked:
                self._soon.start(0)  # nothing to see yet: at once, and not when it has come to rest
            if kept is not None:
                painter.drawImage(box, kept[1])
            else:
                painter.fillRect(box, LIGHT.paper)
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-1, -1, 0, 0))
        painter.end()
