"""Three views of a company that are a table each: its interviews, its documents, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desktop.page import Body
from app.desktop.pages.company.shown import CompanyShown
from app.desktop.pages.company.time_rows import scope_words
from app.desktop.places import Place
from app.desktop.tokens import Type
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import column
from app.desktop.widgets.table import Cell, Column, Row, Table
from app.desktop.widgets.text import Text
from app.desktop.words import day_words, language, say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.documents import DocumentOffer
    from app.operations.hub import HubInterview


class _List(QWidget):
    """A titled table, and what is said where it has no rows."""

    def __init__(self, title: str, columns: tuple[Column, ...], *, opens: bool = True) -> None:
        super().__init__()
        self._title, self._columns, self._opens = title, columns, opens
        self.setAccessibleName(title)

    def build(self) -> Iterator[None]:
        self.table = Table(self._title, self._columns, whole=True, one_click=self._opens)
        self.nothing = Text("", Type.BODY, "muted", wrap=True)
        self.section = Section(self._title, self.table, self.nothing)
        page = Body()
        page.add(self.section)
        self.setLayout(column(page, gap=0))
        yield

    def put(self, rows: tuple[Row, ...], nothing: str, *, counted: bool = True) -> None:
        self.table.put(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setText("" if rows else nothing)
        self.nothing.setVisible(not rows)
        self.section.set_title(self._title, str(len(rows)) if rows and counted else "")


class Interviews(_List):
    """Enter opens one. A new one is started by the button in the head."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            say("desktop.company.tab.interviews"),
            (
                Column(say("desktop.company.interview")),
                Column(say("desktop.company.state"), 148),
                Column(say("desktop.company.begun"), 160),
                Column(say("desktop.company.finished"), 160, spare=1),
                Column(say("desktop.company.answered"), 132, figure=True),
            ),
        )
        self._desk = desk
        self._company = ""

    def build(self) -> Iterator[None]:
        yield from super().build()
        self.table.opened.connect(lambda id: self._desk.go(Place("interview", self._company, str(id))))

    def show_company(self, shown: CompanyShown) -> None:
        self._company = shown.id
        reads = shown.hub.reads_analysis
        nothing = say("desktop.company.no_interviews" if reads else "desktop.company.analysis_elsewhere")
        self.put(tuple(_interview(one, shown) for one in shown.hub.interviews), nothing)


def _interview(one: HubInterview, shown: CompanyShown) -> Row:
    if one.finished:
        state = Cell(say("desktop.company.state.finished"), tone="ok", icon="check")
    else:
        state = Cell(say("desktop.company.state.open"), tone="info", icon="circle-dot")
    of = "" if one.possible is None else say("desktop.company.of", count=one.possible)
    return Row(
        one.id.hex(),
        (
            Cell(scope_words(one.scope.value if one.scope is not None else ""), strong=True),
            state,
            Cell(day_words(one.begun, shown.today), colour="muted"),
            Cell(day_words(one.finished_on, shown.today) if one.finished_on else "–", colour="muted"),
            Cell(f"{one.answered} {of}".strip()),
        ),
    )


class Documents(_List):
    """What can be made now; it is looked at, printed and saved on the page of documents."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            say("desktop.company.tab.documents"),
            (
                Column(say("desktop.company.document")),
                Column(say("desktop.company.holds"), 320, spare=1),
                Column(say("desktop.company.paper"), 100),
                Column(say("desktop.company.tongue"), 148),
            ),
        )
        self._desk = desk
        self._company = ""

    def build(self) -> Iterator[None]:
        yield from super().build()
        self.table.opened.connect(lambda _: self._desk.go(Place("documents", self._company)))

    def show_company(self, shown: CompanyShown) -> None:
        self._company = shown.id
        kinds = dict.fromkeys(one.kind for one in shown.offers)
        self.put(
            tuple(_document([one for one in shown.offers if one.kind == kind]) for kind in kinds),
            say("desktop.company.no_documents"),
        )


def _document(offers: Sequence[DocumentOffer]) -> Row:
    """A document in the window's language; paper and language are chosen where it is looked at."""
    shown = next((one for one in offers if one.language == language()), offers[0])
    tongues = dict.fromkeys(say(f"desktop.company.tongue.{one.language}") for one in offers)
    return Row(
        shown.kind,
        (
            Cell(shown.title, strong=True, icon="file-text"),
            Cell(shown.about, colour="muted"),
            Cell(", ".join(dict.fromkeys(one.paper for one in offers))),
            Cell(", ".join(tongues)),
        ),
    )


class History(_List):
    """The newest acts as sentences. What they did is undone from the menu, by whoever did it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            say("desktop.company.tab.history"),
            (
                Column(say("desktop.company.when"), 176),
                Column(say("desktop.company.what")),
                Column(say("desktop.company.where"), 160, spare=1),
            ),
            opens=False,
        )

    def show_company(self, shown: CompanyShown) -> None:
        self.put(shown.history, say("desktop.company.nothing_yet"), counted=False)
