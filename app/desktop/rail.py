"""The rail: where one can go, whose laptop it is, and the search that does everything. Narrow on work pages."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.places import PageName
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.layout import Line, column, row
from app.desktop.widgets.picture import Avatar
from app.desktop.widgets.text import Text, draw_text
from app.desktop.words import say, shown


@dataclass(frozen=True, slots=True)
class Stop:
    """A page in the rail: its icon, and whether only the office has it first."""

    page: PageName
    icon: str


STOPS: tuple[Stop, ...] = (
    Stop("overview", "layout-dashboard"),
    Stop("companies", "factory"),
    Stop("competence", "grid-3x3"),
    Stop("coaching", "messages-square"),
    Stop("documents", "file-text"),
)
LATER_STOPS: tuple[Stop, ...] = (Stop("targets", "target"), Stop("exchange", "refresh-cw"))
# A page that has no stop of its own lights the one that it belongs to.
UNDER: dict[PageName, PageName] = {"company": "companies", "interview": "companies"}


class Mark(QWidget):
    """The product's mark: the quarter circle on petrol."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("SIMMITT")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = look().px(28)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), "brand", "on_brand")
        painter.end()


def draw_mark(painter: QPainter, box: QRectF, ground: str, ink: str) -> None:
    """The quarter circle: three quarters filled, one open, in a rounded square."""
    theme = look()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, box.width() * 0.24, box.width() * 0.24)
    inset = box.width() * 0.22
    disc = box.adjusted(inset, inset, -inset, -inset)
    painter.setBrush(theme.colour(ink))
    painter.drawEllipse(disc)
    painter.setBrush(theme.colour(ground))
    hole = disc.adjusted(disc.width() * 0.1, disc.width() * 0.1, -disc.width() * 0.1, -disc.width() * 0.1)
    painter.drawPie(hole, 90 * 16, 90 * 16)


class RailButton(QPushButton):
    """A stop. In the narrow rail its name is a tool tip, and its accessible name always."""

    def __init__(self, icon: str, words: str, keys: str = "", *, outlined: bool = False) -> None:
        super().__init__()
        self._icon, self._words, self._keys = icon, words, keys
        self._outlined = outlined
        self._narrow = False
        self._count = ""
        self.dot = False
        self.setCheckable(not outlined)
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(look().px(32 if self._outlined else 34))
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self._words if narrow else "")
        self.update()

    def set_count(self, count: int, *, dot: bool = False) -> None:
        self._count = str(count) if count else ""
        self.dot = dot
        self.setAccessibleDescription(self._count)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(40), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        if on or self._outlined:
            painter.setBrush(theme.colour("paper"))
            painter.setPen(QPen(theme.colour("ctl" if self._outlined else "hair"), 1))
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        elif self.underMouse():
            painter.setBrush(theme.colour("press"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand"))
            painter.drawRoundedRect(QRectF(0, self.height() * 0.28, 3, self.height() * 0.44), 1.5, 1.5)
        side = theme.px(18)
        left = (self.width() - side) / 2 if self._narrow else float(theme.px(11))
        pixmap = icon_pixmap(
            self._icon, theme.colour("ink" if on else "muted"), side, self.devicePixelRatioF()
        )
        painter.drawPixmap(int(left), (self.height() - side) // 2, pixmap)
        if self.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("gap"))
            painter.drawEllipse(QRectF(left + side - 2, self.height() / 2 - side / 2 - 2, 6, 6))
        if not self._narrow:
            start = left + side + theme.px(10)
            end = float(self.width() - theme.px(12))
            kind = Type.KEYCAP if self._keys else Type.META
            if note := self._keys or self._count:
                width = theme.metrics(kind).horizontalAdvance(note) + 2
                box = QRectF(end - width, 0, width, self.height())
                draw_text(painter, box, note, kind, "faint" if self._keys else "muted")
                end -= width + theme.px(6)
            kind = Type.STRONG if on else Type.BODY
            colour = "ink" if on else "muted"
            draw_text(painter, QRectF(start, 0, end - start, self.height()), self._words, kind, colour)
        painter.end()


class Rail(QWidget):
    """Signals name what is wanted; the window travels."""

    wanted = Signal(str)
    search = Signal()

    def __init__(self, search_keys: str) -> None:
        super().__init__()
        self.setAccessibleName(say("desktop.rail"))
        self._narrow = False
        self._mark = Mark()
        self._name = Text("SIMMITT", Type.SECTION)
        self._search = RailButton("search", say("action.palette.open"), search_keys, outlined=True)
        self._search.clicked.connect(self.search)
        self.buttons: dict[PageName, RailButton] = {}
        for stop in (*STOPS, *LATER_STOPS, Stop("settings", "settings")):
            button = RailButton(stop.icon, say(f"action.go.{stop.page}"))
            button.clicked.connect(lambda _=False, page=stop.page: self._press(page))
            self.buttons[stop.page] = button
        self._avatar = Avatar("")
        self._person = Text("", Type.META_STRONG)
        self._role = Text("", Type.META, "muted")
        self._who = column(self._person, self._role, gap=0)
        self._words = QWidget()
        self._words.setLayout(self._who)
        head = row(self._mark, self._name, None, gap=Space.S)
        head.setContentsMargins(Space.S, Space.S, 0, Space.M)
        foot = row(self._avatar, self._words, gap=Space.S)
        foot.setContentsMargins(Space.S, Space.S, 0, 0)
        first = [self.buttons[stop.page] for stop in STOPS]
        later = [self.buttons[stop.page] for stop in LATER_STOPS]
        box = column(head, self._search, Space.M, *first, Space.S, Line(), Space.S, *later, None, gap=2)
        box.addWidget(self.buttons["settings"])
        box.addLayout(foot)
        box.setContentsMargins(Space.S, 0, Space.S, Space.M)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(look().px(Size.RAIL_NARROW if self._narrow else Size.RAIL))

    def set_narrow(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in (self._search, *self.buttons.values()):
            button.set_narrow(narrow)
        self._name.setVisible(not narrow)
        self._words.setVisible(not narrow)
        self.restyle()

    def set_person(self, name: str, role: str) -> None:
        self._avatar.set_name(name)
        self._avatar.setToolTip(shown(f"{name}, {role}"))
        self._person.setText(name)
        self._role.setText(role)

    def show_page(self, page: PageName) -> None:
        lit = UNDER.get(page, page)
        for name, button in self.buttons.items():
            button.setChecked(name == lit)

    def _press(self, page: PageName) -> None:
        self.show_page(page)
        self.wanted.emit(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), look().colour("app"))
        painter.end()
