"""A page: a header with one primary action, content that is read as a snapshot, and its four states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.desktop.places import Place
from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import LinkLine
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.field import Area, Line
from app.desktop.widgets.layout import Box, Scroller, column, fill, reaching, row
from app.desktop.widgets.states import Banner, EmptyState, Skeleton
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

S = TypeVar("S")


class Header(QWidget):
    """Title left (with what it belongs to above it), actions right, the primary one rightmost.

    Where there is no room for both (a narrow window, a large text), the actions stand under the title.
    """

    def __init__(self, title: str, *, above: str = "", work: bool = False) -> None:
        super().__init__()
        self._work = work
        self.above = LinkLine(above)
        self.above.setVisible(bool(above))
        self.title = Text(title, Type.PAGE if not work else Type.OPEN)
        self.chip = Chip("")
        self.chip.hide()
        # What stands beside the title stands close to it; a long title is elided before it is pushed away.
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._left = row(self.title, self.chip, None, gap=Space.M)
        self.buttons = row(gap=Space.S)
        self._words = column(row(self.above, None), self._left, gap=0)
        self.box = row(self._words, self.buttons, gap=Space.L)
        self.box.setStretchFactor(self._words, 1)
        self.box.setContentsMargins(Space.XXL, Space.S, Space.XXL, Space.S)
        self.setLayout(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.ruled = False
        self.folds = True
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """One line, or two where the actions would push the title under a third of the width."""
        theme = look()
        room = self.width() - 2 * Space.XXL
        words = max(room / 3, self._words.minimumSize().width())
        under = self.folds and room > 0 and self.buttons.sizeHint().width() + Space.L + words > room
        down = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        if self.box.direction() != down:
            self.box.setDirection(down)
        height = theme.px(Size.HEADER_WORK if self._work else Size.HEADER)
        if self.above.isVisibleTo(self):
            height = max(height, theme.line(Type.PAGE) + theme.px(Size.TARGET) + 2 * Space.M)
        self.setFixedHeight(max(height, self.box.totalSizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # an action has come or gone
            self._fit()
        return super().event(event)

    def set_title(self, title: str, above: str = "") -> None:
        self.title.setText(title)
        self.above.set_words(above)
        self.above.setVisible(bool(above))
        self.restyle()

    def add(self, *widgets: QWidget | int) -> None:
        """Actions from left to right; the primary one last. A number is a distance."""
        fill(self.buttons, widgets)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.ruled:
            painter = QPainter(self)
            painter.setPen(QPen(look().colour("hair"), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.end()


class Page(QWidget, Generic[S]):
    """Subclasses say `topics`, build their content once in `build`, and give `read`, `fill` and perhaps `empty`.

    The snapshot is read on the worker when the page is shown and whenever a topic of it has changed while it is
    shown; a hidden page only remembers that it is stale.
    """

    name: ClassVar[str]
    topics: ClassVar[frozenset[str]] = frozenset()
    """Entities whose changes concern this page; empty: every change."""
    work: ClassVar[bool] = False
    """A work page gets the narrow rail."""

    offers = Signal()
    """What can be done here, or the word for the status bar, is another now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.place: Place | None = None
        self._stale = True
        self._asked = 0
        self.header = Header("", work=self.work)
        self.banner = Banner()
        self.banner.act.connect(self.refresh)
        self._skeleton = Skeleton(say("desktop.loading"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(Size.SKELETON_MS)
        self._loading = Box(column(self._skeleton), pad=(Space.XXL, Space.L, Space.XXL, Space.L))
        self._wait.timeout.connect(lambda: self._front(self._loading))
        self._content = QWidget()
        self._empty: QWidget | None = None
        self._blank = QWidget()
        # The stack gets its place in the page before its widgets: without one it would open them as windows.
        self._stack = QStackedLayout()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self.header)
        banner = row(self.banner)
        banner.setContentsMargins(Space.XXL, 0, Space.XXL, 0)
        self._body.addLayout(banner)
        self._body.addLayout(self._stack, 1)
        self.setLayout(self._body)
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self._loading)
        self._stack.addWidget(self._content)
        self._parts: Iterator[None] | None = self.build(self._content) or iter(())
        self.setAccessibleName(self.header.title.text())
        desk.changed.connect(self._heard)

    # --- what a page says of itself ---

    def build(self, content: QWidget) -> Iterator[None] | None:
        """Make the widgets and give `content` its layout. Called once.

        A page of many widgets is a generator: at each `yield` other events may come between, so that none waits.
        """
        raise TypeError(f"{type(self).__name__} does not say this of itself")

    def steps(self) -> Iterator[None]:
        """What is left of building it, and then the style looked up for each part before all are shown at once."""
        if self._parts is not None:
            parts, self._parts = self._parts, None
            yield from parts
            for part in self.findChildren(QWidget):
                part.ensurePolished()
                yield

    def read(self, place: Place) -> Callable[[Workspace], S]:
        """What is read on the worker for a place."""
        raise TypeError(f"{type(self).__name__} does not say this of itself")

    def fill(self, snapshot: S) -> None:
        """Show a snapshot."""
        raise TypeError(f"{type(self).__name__} does not say this of itself")

    def empty(self, snapshot: S) -> EmptyState | None:
        """What stands instead of the content when there is nothing to show."""
        return None

    def deeds(self) -> Mapping[str, Callable[[], None]]:
        """What can be done here, by the ids of the table of actions."""
        return {}

    def status(self) -> str:
        """A word for the right end of the status bar."""
        return ""

    def drop(self, files: tuple[Path, ...]) -> bool:
        """Files dropped on the window while this page is shown; whether the page takes them."""
        return False

    def panes(self) -> list[QWidget]:
        """What F6 goes through, beside the rail."""
        return [self]

    def flush(self) -> None:
        """Every field tells what stands in it now."""
        for line in self.findChildren(Line):
            line.flush()
        for area in self.findChildren(Area):
            area.flush()

    def leave(self) -> None:
        """The page is left: what is typed is told now."""
        self.flush()

    # --- what happens to it ---

    def arrive(self, place: Place) -> None:
        """Shown at a place. Reads anew where the place is another or something has changed."""
        if place != self.place:
            self.place = place
            self._stale = True
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the snapshot again; the old one stays in view until the new one has come."""
        if self.place is None:
            return
        self._stale = False
        self._asked += 1
        asked = self._asked
        if self._stack.currentWidget() is self._blank:
            self._wait.start()

        def came(snapshot: S) -> None:
            if asked == self._asked:
                self._came(snapshot)

        def failed(sentence: str) -> None:
            if asked == self._asked:
                self._failed(sentence)

        self.desk.ask(self.read(self.place), came, failed, owner=self)

    def _came(self, snapshot: S) -> None:
        self._wait.stop()
        self.banner.hide()
        empty = self.empty(snapshot)
        if empty is not None:
            if self._empty is not None:
                self._stack.removeWidget(self._empty)
                self._empty.deleteLater()
            self._empty = empty
            self._stack.addWidget(empty)
            self._front(empty)
            self.offers.emit()
            return
        self.fill(snapshot)
        self._front(self._content)
        self.offers.emit()

    def _failed(self, sentence: str) -> None:
        self._wait.stop()
        self._stale = True
        self.banner.tell(sentence, say("desktop.nothing_lost"), say("desktop.try_again"))

    def _front(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)

    @property
    def is_filled(self) -> bool:
        """Whether a snapshot has come, and is shown (or said to be empty)."""
        return self._stack.currentWidget() not in (self._blank, self._loading)

    def forget(self) -> None:
        """Another place is shown from scratch: nothing of the last one is seen meanwhile."""
        self._front(self._blank)
        self.place = None
        self._stale = True

    def _heard(self, changes: ChangeSet | None) -> None:
        if not self._concerns(changes):
            return
        if self.isVisible() and self.place is not None:
            self.refresh()
        else:
            self._stale = True

    def _concerns(self, changes: ChangeSet | None) -> bool:
        if changes is None or not self.topics:
            return True
        return any(topic.entity in self.topics for topic in changes.topics)


def side_panel(*items: QWidget, width: int = Size.SIDE) -> Scroller:
    """The panel at the right, in wash, for what explains the selection; it scrolls by itself."""
    edge = Space.XL - Space.OUT
    inner = Box(column(*reaching(items), None, gap=Space.XL), pad=(edge, Space.XL, edge, Space.XL))
    return _Side(inner, width)


class _Side(Scroller):
    def __init__(self, inner: QWidget, width: int) -> None:
        super().__init__(inner, ground="wash")
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        # It may be narrower in a narrow window, and never takes more than its share at a large text size.
        self.setFixedWidth(min(look().px(self._width), self._width + 120))


class Body(Scroller):
    """The content of a page that scrolls: 32 from the edge. A long page adds its sections one by one."""

    def __init__(self, gap: int = Space.XL) -> None:
        edge = Space.XXL - Space.OUT
        self._column = column(None, gap=gap)
        super().__init__(Box(self._column, pad=(edge, Space.S, edge, Space.XL)))

    def add(self, *items: QWidget | int) -> None:
        for item in reaching(items):
            at = self._column.count() - 1
            if isinstance(item, int):
                self._column.insertSpacing(at, item)
            elif isinstance(item, QLayout):
                self._column.insertLayout(at, item)
            elif item is not None:
                self._column.insertWidget(at, item)


def body(*items: QWidget | int, gap: int = Space.XL) -> Body:
    """The content of a page that scrolls, at once."""
    made = Body(gap)
    made.add(*items)
    return made
