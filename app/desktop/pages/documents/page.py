"""The page of the documents: the choices at the left, the preview beside them, print and PDF in the header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.desktop.file_dialogs import ask_for_printer, ask_where_to_save
from app.desktop.page import Page
from app.desktop.pages.documents.preview import Preview
from app.desktop.pages.documents.shown import DocumentsShown, Wish, read_documents
from app.desktop.places import Place
from app.desktop.to_printer import print_pages, printer_for
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.field import Choice, Field
from app.desktop.widgets.layout import Box, Line, Pane, Scroller, column, inset, reaching, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.states import EmptyState, Working
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.desktop.desk import Progress
    from app.desktop.tasks import Job
    from app.operations.printing import PrintSnapshot
    from app.operations.workspace import Workspace

_PAPERS = ("A3", "A4")
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))  # a language is named in itself
_ENDING = ".pdf"


class DocumentsPage(Page[DocumentsShown]):
    """Paper and language stay as they were chosen while the window is open."""

    name = "documents"
    topics = frozenset(
        {
            "alias",
            "company",
            "licence",
            "person",
            "programme_revision",
            "rating",
            "requirement",
            "scale",
            "skill",
            "skill_group",
        }
    )

    def build(self, content: QWidget) -> Iterator[None]:
        self._shown: DocumentsShown | None = None
        self._wish = Wish("", "A3", language())
        self._job: Job | None = None
        actions = self.desk.actions
        self.header.set_title(say("action.go.documents"))
        self.header.above.clicked.connect(self._to_company)
        self._save_button = actions.button("document.save")
        self._print_button = actions.button("document.print", "primary")
        self.header.add(self._save_button, self._print_button)
        yield
        self.company = Choice(say("desktop.documents.company"), search=True)
        self.company.chosen.connect(lambda company: self.desk.go(Place("documents", company)))
        self.documents = Table(
            say("desktop.documents.document"),
            (Column(say("desktop.documents.document")),),
            two_lines=True,
            whole=True,
            headed=False,
        )
        yield
        self.paper = Segments(say("desktop.documents.paper"), [(one, one, "") for one in _PAPERS])
        self.paper.chosen.connect(lambda _: self._choose())
        self.language = Segments(
            say("desktop.documents.language"), [(code, own, "") for code, own in _LANGUAGES]
        )
        self.language.set_value(self._wish.language)
        self.language.chosen.connect(lambda _: self._choose())
        yield
        self._how = QWidget()
        self._how.setLayout(
            column(
                _Titled(say("desktop.documents.document"), self.documents),
                _Titled(say("desktop.documents.paper"), self.paper),
                _Titled(say("desktop.documents.language"), self.language),
                inset(_note("users", say("desktop.documents.personal"))),
                gap=Space.XL,
            )
        )
        company = inset(Field(say("desktop.documents.company"), self.company))
        edge = Space.XXL - Space.OUT
        inner = Box(column(company, self._how, None, gap=Space.XL), pad=(edge, Space.S, Space.M, Space.L))
        self.pane = Pane(column(Scroller(inner), gap=0), Size.SIDE, pad=(0, 0, 0, 0))
        yield
        self.preview = Preview(self.desk)
        self.preview.paper.turned.connect(lambda _: self.offers.emit())
        self._nothing: EmptyState | None = None
        self._right = QWidget()
        self._views = QStackedLayout(self._right)
        self._views.addWidget(self.preview)
        yield
        self.working = Working(say("desktop.documents.document"), say("desktop.stop"))
        self.working.cancel.connect(self._stop)
        self._work_box = Box(column(self.working), pad=(Space.XXL, 0, Space.XXL, Space.M))
        self._work_box.hide()
        self._announce = QTimer(self)  # what is over in a moment is not announced first
        self._announce.setSingleShot(True)
        self._announce.setInterval(Size.SKELETON_MS)
        self._announce.timeout.connect(self._work_box.show)
        both = row(self.pane, Line(upright=True), self._right, gap=0)
        both.setStretchFactor(self._right, 1)
        whole = column(self._work_box, gap=0)
        whole.addLayout(both, 1)
        content.setLayout(whole)

    # --- what is shown ---

    def read(self, place: Place) -> Callable[[Workspace], DocumentsShown]:
        if place.company:
            self._wish = replace(self._wish, company=place.company)
        wish = self._wish
        return lambda workspace: read_documents(workspace, wish)

    def empty(self, snapshot: DocumentsShown) -> EmptyState | None:
        if snapshot.company:
            return None
        self._shown = None
        self.header.set_title(say("action.go.documents"))
        state = EmptyState(
            say("desktop.documents.none"),
            say("desktop.documents.none.hint"),
            say("desktop.documents.none.act"),
            icon="printer",
        )
        state.act.connect(lambda: self.desk.go(Place("competence")))
        return state

    def fill(self, snapshot: DocumentsShown) -> None:
        self._shown = snapshot
        self._wish = replace(self._wish, company=snapshot.company)
        self.header.set_title(say("action.go.documents"), snapshot.company_name)
        self._offer_companies(snapshot)
        self.paper.set_value(snapshot.wish.paper)
        self.language.set_value(snapshot.wish.language)
        self._how.setVisible(snapshot.offer is not None)
        if snapshot.offer is None or snapshot.pages is None:
            self.preview.leave()
            self._say_nothing(snapshot)
            return
        self.documents.put([Row("", (Cell(snapshot.offer.title, snapshot.offer.about, strong=True),))])
        self.documents.choose("")
        self._views.setCurrentWidget(self.preview)
        self.preview.show_pages(snapshot.pages, snapshot.title)

    def _offer_companies(self, snapshot: DocumentsShown) -> None:
        known = list(snapshot.companies)
        if snapshot.company not in (id for id, _ in known):
            known.insert(0, (snapshot.company, snapshot.company_name))
        if [self.company.itemData(at) for at in range(self.company.count())] != [id for id, _ in known]:
            self.company.set_choices(known)
        self.company.set_value(snapshot.company)

    def _say_nothing(self, snapshot: DocumentsShown) -> None:
        """A company of which nothing can be made yet, and the way to what it needs."""
        if self._nothing is not None:
            self._views.removeWidget(self._nothing)
            self._nothing.deleteLater()
        self._nothing = EmptyState(
            say("desktop.documents.none_here", company=snapshot.company_name),
            say("desktop.documents.none.hint"),
            say("desktop.documents.none.act"),
            matrix=True,
        )
        self._nothing.act.connect(lambda: self.desk.go(Place("competence", snapshot.company)))
        self._views.addWidget(self._nothing)
        self._views.setCurrentWidget(self._nothing)

    def forget(self) -> None:
        self.preview.leave()
        self._shown = None
        super().forget()

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        if self._shown is None or self._shown.pages is None or self._job is not None:
            return {}
        return {"document.print": self._print, "document.save": self._save}

    def status(self) -> str:
        return self.preview.page_words() if self._shown is not None and self._shown.pages is not None else ""

    def panes(self) -> list[QWidget]:
        return [self.pane, self.preview]

    # --- choosing ---

    def _choose(self) -> None:
        paper, chosen = self.paper.value(), self.language.value()
        self._wish = replace(
            self._wish, paper="A4" if paper == "A4" else "A3", language="en" if chosen == "en" else "sv"
        )
        self.refresh()

    def _to_company(self) -> None:
        if self._shown is not None:
            self.desk.go(Place("company", self._shown.company))

    # --- print and save ---

    def _print(self) -> None:
        shown = self._shown
        if shown is None or shown.pages is None or self._job is not None:
            return
        pages, title, fonts = shown.pages, shown.title, screen_fonts()
        printer = printer_for(title, shown.wish.paper, pages.size)
        if not ask_for_printer(self, say("action.document.print"), printer, pages.count):
            return

        def work(step: Progress) -> int:
            return print_pages(printer, pages.draw, pages.count, pages.size, fonts, step)

        def done(_: int) -> None:
            self._at_rest()
            self.desk.tell(say("desktop.documents.printed", title=title))

        self._begin(say("desktop.documents.printing", title=title))
        self._job = self.desk.aside(work, done, self._failed, owner=self)
        self._job.progress.connect(self.working.show_progress)
        self.offers.emit()

    def _save(self) -> None:
        shown = self._shown
        if shown is None or shown.offer is None or self._job is not None:
            return
        offer, company = shown.offer, shown.company
        out = ask_where_to_save(
            self, say("action.document.save"), offer.file_name, say("desktop.documents.pdf"), _ENDING
        )
        if out is None:
            return

        def save(workspace: Workspace) -> PrintSnapshot:
            from app.operations.printing import print_matrix

            return print_matrix(
                workspace, company=company, out=out, paper=offer.paper, language=offer.language
            )

        def done(_: PrintSnapshot) -> None:
            self._at_rest()
            self.desk.tell(say("desktop.documents.saved", name=out.name))

        self._begin(say("desktop.documents.saving", name=out.name), stop=False)
        self._job = self.desk.ask(save, done, self._failed, owner=self)
        self.offers.emit()

    def _begin(self, words: str, *, stop: bool = True) -> None:
        self.banner.hide()
        self.working.begin(words, stop=stop)
        self._announce.start()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _failed(self, sentence: str) -> None:
        self._at_rest()
        self.banner.tell(sentence)

    def _at_rest(self) -> None:
        self._job = None
        self._announce.stop()
        self._work_box.hide()
        self.offers.emit()


class _Titled(QWidget):
    """A choice with its name above it."""

    def __init__(self, title: str, control: QWidget) -> None:
        super().__init__()
        name = Text(title, Type.META_STRONG, "muted")
        self.setLayout(column(*reaching((name, control)), gap=Space.XS))


def _note(icon: str, words: str) -> QWidget:
    text = Text(words, Type.META, "muted", wrap=True)
    box = row(column(Icon(icon, "muted"), None, gap=0), text, gap=Space.S)
    box.setStretchFactor(text, 1)
    made = QWidget()
    made.setLayout(box)
    return made
