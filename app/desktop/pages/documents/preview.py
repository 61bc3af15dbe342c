"""The preview: the pages of a document, drawn beside the main thread, with the way from page to page above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import IconButton
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.layout import Box, Line, column, row
from app.desktop.widgets.paper_view import PaperView
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.drawing.screen import drawn_image

if TYPE_CHECKING:
    from app.desktop.desk import Desk, Progress
    from app.desktop.tasks import Job
    from app.reports.matrix import MatrixPages


class Preview(QWidget):
    """`show_pages` when the document is another; what was being drawn of the last one is let go."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages: MatrixPages | None = None
        self._drawing: dict[int, Job] = {}
        self.setAccessibleName(say("desktop.documents.preview"))
        self.previous = IconButton(say("desktop.documents.previous"), "chevron-up")
        self.next = IconButton(say("desktop.documents.next"), "chevron-down")
        self.where = Text("", Type.BODY, "muted", tabular=True)
        self.zoom = Segments(
            say("desktop.documents.zoom"),
            [(zoom, say(f"desktop.documents.zoom.{zoom}"), "") for zoom in ("fit", "full")],
        )
        self.paper = PaperView(say("desktop.documents.preview"))
        self.paper.wanted.connect(self._draw)
        self.paper.turned.connect(lambda _: self._tell_page())
        self.paper.zoomed.connect(self.zoom.set_value)
        self.zoom.chosen.connect(lambda zoom: self.paper.set_zoom("full" if zoom == "full" else "fit"))
        self.previous.clicked.connect(lambda: self.paper.go_to(self.paper.page - 1))
        self.next.clicked.connect(lambda: self.paper.go_to(self.paper.page + 1))
        tools = row(self.previous, self.next, self.where, None, self.zoom, gap=Space.S)
        tools.setAlignment(self.zoom, Qt.AlignmentFlag.AlignVCenter)
        box = column(Box(tools, pad=(Space.L, Space.S, Space.XXL, Space.S)), Line(), self.paper, gap=0)
        box.setStretchFactor(self.paper, 1)
        self.setLayout(box)

    def show_pages(self, pages: MatrixPages, title: str) -> None:
        self._let_go()
        screen_fonts()  # loaded here: drawing elsewhere only uses them
        self._pages = pages
        self.paper.show_pages(say("desktop.documents.preview.of", title=title), pages.count, pages.size)
        self._tell_page()

    def leave(self) -> None:
        """Nothing of a document stays."""
        self._let_go()
        self._pages = None

    def _let_go(self) -> None:
        for job in self._drawing.values():
            job.dropped = True
            job.cancel()
        self._drawing.clear()

    def page_words(self) -> str:
        if self._pages is None:
            return ""
        return say("desktop.documents.page", page=self.paper.page + 1, pages=self._pages.count)

    def _tell_page(self) -> None:
        words = self.page_words()
        self.where.setText(words)
        self.paper.set_page_words(words)
        count = self._pages.count if self._pages is not None else 0
        for button, name, at_end in (
            (self.previous, "previous", self.paper.page == 0),
            (self.next, "next", self.paper.page + 1 >= count),
        ):
            button.setVisible(count > 1)
            if at_end:
                button.switch_off(say(f"desktop.documents.{name}.none"))
            else:
                button.switch_on()
                button.set_words(say(f"desktop.documents.{name}"))

    def _draw(self, page: int, dots: float) -> None:
        pages, fonts = self._pages, screen_fonts()
        if pages is None:
            return
        if (before := self._drawing.pop(page, None)) is not None:
            before.dropped = True
            before.cancel()

        def work(step: Progress) -> QImage:
            step(0, 1)  # one that is not wanted any more is not begun
            width, height = pages.size
            return drawn_image(lambda surface: pages.draw(surface, page), width, height, dots, fonts)

        def done(picture: QImage) -> None:
            self._drawing.pop(page, None)
            self.paper.put_picture(page, dots, picture)

        self._drawing[page] = self._desk.aside(work, done, lambda _: None, owner=self)
