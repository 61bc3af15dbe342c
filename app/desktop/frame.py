"""The frame around the pages: rail, sheet with its one rounded corner, status bar; and the way from page to page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.desktop.desk import Desk
from app.desktop.loading import in_slices, modules
from app.desktop.page import Page
from app.desktop.places import PageName, Place
from app.desktop.rail import Rail
from app.desktop.status_bar import StatusBar
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space
from app.desktop.widgets.layout import column, row

# Where each page lives. They are imported when they are first wanted: what paints first must be quick.
PAGES: dict[PageName, tuple[str, str]] = {
    "overview": ("overview", "OverviewPage"),
    "companies": ("companies.page", "CompaniesPage"),
    "company": ("company.page", "CompanyPage"),
    "interview": ("interview.page", "InterviewPage"),
    "competence": ("competence.page", "CompetencePage"),
    "coaching": ("coaching.page", "CoachingPage"),
    "targets": ("targets.page", "TargetsPage"),
    "exchange": ("exchange.page", "ExchangePage"),
    "documents": ("documents.page", "DocumentsPage"),
    "settings": ("settings", "SettingsPage"),
}
_MOST_BACK = 50
_PAGE_TO_RAIL = 4
_WARM_AFTER_MS = 700  # when the first page has its data


class Sheet(QWidget):
    """The page's paper, with one rounded corner at the upper left."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        box = column(stack, gap=0)
        box.setContentsMargins(1, 1, 0, 0)
        self.setLayout(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("app"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        radius = Radius.CARD
        path.addRoundedRect(QRectF(0.5, 0.5, self.width() + radius, self.height() + radius), radius, radius)
        painter.setBrush(theme.colour("paper"))
        painter.setPen(QPen(theme.colour("hair"), 1))
        painter.drawPath(path)
        painter.end()


class Frame(QWidget):
    """Pages are made once and kept; a place is a page and what it shows."""

    arrived = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rail = Rail("Ctrl K")
        self.status = StatusBar()
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._stack.addWidget(self._blank)
        self._made: dict[PageName, Page[object]] = {}
        self._waiting: dict[PageName, list[Callable[[Page[object]], None]]] = {}
        self._back: list[Place] = []
        self.place: Place | None = None
        self._warmed = False
        self._warm_soon = QTimer(self)
        self._warm_soon.setSingleShot(True)
        self._warm_soon.setInterval(_WARM_AFTER_MS)
        self._warm_soon.timeout.connect(self.warm)
        sheet = Sheet(self._stack)
        middle = row(self.rail, sheet, gap=0)
        middle.setStretchFactor(sheet, 1)
        middle.setContentsMargins(0, Space.S, 0, 0)
        box = column(middle, self.status, gap=0)
        box.setStretchFactor(middle, 1)
        self.setLayout(box)
        self.rail.wanted.connect(lambda page: self.go(Place(page)))
        desk.travelled.connect(self.go)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look().colour("app"))
        painter.end()

    @property
    def page(self) -> Page[object] | None:
        """The page that is shown."""
        return self._made.get(self.place.page) if self.place is not None else None

    def made(self, name: PageName, then: Callable[[Page[object]], None]) -> None:
        """The page of a name, whole: its modules loaded and its parts made in slices, once."""
        if name in self._made:
            then(self._made[name])
        elif name in self._waiting:
            self._waiting[name].append(then)
        else:
            self._waiting[name] = [then]
            module, kind = PAGES[name]
            path = f"app.desktop.pages.{module}"
            in_slices(self, modules(path), lambda: self._make(name, path, kind))

    def _make(self, name: PageName, path: str, kind: str) -> None:
        page = getattr(import_module(path), kind)(self.desk)
        assert isinstance(page, Page)
        # In its place before it is built: a part that changes its window has its style looked up again.
        self._stack.addWidget(page)
        page.offers.connect(self.refresh_offers)

        def whole() -> None:
            self._made[name] = page
            for then in self._waiting.pop(name, []):
                then(page)

        in_slices(page, page.steps(), whole)

    def go(self, place: Place) -> None:
        """Show a place; the one that is left is told, and can be gone back to."""
        if (left := self.page) is not None:
            left.leave()
        if self.place is not None and place != self.place:
            self._back = [*self._back[1 - _MOST_BACK :], self.place]
        self.place = place
        self.rail.show_page(place.page)
        self.made(place.page, lambda page: self._show(page, place))

    def _show(self, page: Page[object], place: Place) -> None:
        if place != self.place:  # somebody has gone on meanwhile
            return
        if page.place is not None and (page.place.company, page.place.item) != (place.company, place.item):
            page.forget()
        self._fit_rail()
        self._stack.setCurrentWidget(page)
        page.arrive(place)
        self.desk.actions.offer_page(page.deeds())
        self.status.show_page(page.status())
        self.arrived.emit(place)
        if not self._warmed:
            self._warmed = True
            self._warm_soon.start()

    def _fit_rail(self) -> None:
        """Narrow on work pages, and wherever a large text would leave the page too little room."""
        page = self.page
        cramped = self.width() < _PAGE_TO_RAIL * look().px(Size.RAIL)
        self.rail.set_narrow(cramped or (page is not None and page.work))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def back(self) -> None:
        if self._back:
            place = self._back.pop()
            kept = list(self._back)
            self.go(place)
            self._back = kept

    def refresh_offers(self) -> None:
        """What the page can do now, and its word in the status bar, after its snapshot has changed."""
        if (page := self.page) is not None:
            self.desk.actions.offer_page(page.deeds())
            self.status.show_page(page.status())

    def empty(self) -> None:
        """Lock: nothing of the record stays in view or in memory of the pages."""
        for made in self._made.values():
            made.leave()
        for page in self.findChildren(Page):  # those that are being made too
            self._stack.removeWidget(page)
            page.setParent(None)
            page.deleteLater()
        self._made.clear()
        self._waiting.clear()
        self._back.clear()
        self.place = None
        self.desk.actions.offer_page({})
        self._stack.setCurrentWidget(self._blank)

    def stop(self) -> None:
        """Nothing more is begun: the window goes."""
        self._warm_soon.stop()
        if (page := self.page) is not None:
            page.leave()

    def warm(self) -> None:
        """Load the other pages' modules in idle moments, so that each first visit is quick."""

        def rest() -> Iterator[None]:
            for module, _kind in PAGES.values():
                yield from modules(f"app.desktop.pages.{module}")

        in_slices(self, rest(), lambda: None)
