"""The command palette: what can be done now, and what can be found anywhere, in one list under one field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QWidget,
)

from app.desktop.actions import ACTIONS
from app.desktop.desk import Desk
from app.desktop.palette_list import HEAD, LINE, Entries, Entry, EntryPainter
from app.desktop.places import Place
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.field import Line
from app.desktop.widgets.key_cap import KeyCap
from app.desktop.widgets.layout import Line as Rule
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.motion import fade_in
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.widgets.toast import draw_shadow
from app.desktop.words import language, say

if TYPE_CHECKING:
    from app.operations.search import Hit
    from app.operations.workspace import Workspace

_SHADOW = 20
_PAUSE_MS = 60
_VEIL = 0.45
_MOST_ROWS = 9
_ICONS = {
    "company": "factory",
    "answer": "clipboard-list",
    "note": "message-square-text",
    "person": "user",
    "skill": "grid-3x3",
    "session": "messages-square",
}


class _Veil(QWidget):
    """What lies over the page while the palette is open; a click on it closes the palette."""

    def __init__(self, window: QWidget, leave: Callable[[], None]) -> None:
        super().__init__(window)
        self._leave = leave
        self.setAccessibleName(say("desktop.close"))
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(_VEIL)
        painter.fillRect(event.rect(), look().colour("shadow"))
        painter.end()


class CommandPalette(QWidget):
    """Over the window, 640 wide and 112 down. Esc closes it and gives the focus back."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self.desk = desk
        self._asked = 0
        self._before: QWidget | None = None
        self.setAccessibleName(say("action.palette.open"))
        self.field = Line(say("action.palette.open"), hint=say("desktop.palette.hint"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.field.setProperty("bare", True)
        self._veil = _Veil(window, self.close_it)
        self._model = Entries()
        self._list = QListView()
        self._list.setAccessibleName(say("desktop.palette.found"))
        self._list.setModel(self._model)
        self._painter = EntryPainter(self._model)
        self._list.setItemDelegate(self._painter)
        self._list.setProperty("floating", True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self._open(index.row()))
        self._hint = Text(say("desktop.palette.keys"), Type.META, "muted")
        self._count = Text("", Type.META, "muted")
        foot = row(self._hint, None, self._count)
        foot.setContentsMargins(Space.S, 0, Space.S, 0)
        head = row(Icon("search", "muted", size=Size.ICON_LARGE), self.field, KeyCap("Esc"), gap=Space.M)
        head.setContentsMargins(Space.S, 0, Space.S, 0)
        self._box = column(head, Rule(), self._list, Rule(), foot, gap=Space.S)
        edge = _SHADOW + Space.M
        self._box.setContentsMargins(edge, edge, edge, edge)
        self.setLayout(self._box)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        window.installEventFilter(self)
        look().watch(self)
        self.hide()

    def restyle(self) -> None:
        self._place()

    def open(self) -> None:
        """Show it, empty, with the focus in its field."""
        self._before = self.window().focusWidget()
        self.field.clear()
        self._show([])
        self._place()
        self._veil.show()
        self._veil.raise_()
        self.show()
        self.raise_()
        fade_in(self)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_it(self) -> None:
        self._asked += 1
        self._pause.stop()
        self.hide()
        self._veil.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is in the list ---

    def _words(self) -> tuple[str, ...]:
        return tuple(self.field.text().casefold().split())

    def _typed(self, _: str) -> None:
        self._show([])
        self._asked += 1
        if self._words() and self.desk.is_open:
            self._pause.start()
        else:
            self._pause.stop()

    def _deeds(self) -> list[Entry]:
        words = self._words()
        found = []
        for action in ACTIONS:
            name = self.desk.actions.made[action.id].text()
            if action.id == "palette.open" or not self.desk.actions.can(action.id):
                continue
            if all(word in name.casefold() for word in words):
                keys = QKeySequence(action.keys).toString(QKeySequence.SequenceFormat.NativeText)
                found.append(
                    Entry(name, action.icon, keys=keys, go=partial(self.desk.actions.run, action.id))
                )
        return found

    def _show(self, hits: list[Entry]) -> None:
        deeds = self._deeds()
        entries: list[Entry] = []
        if deeds:
            entries += [Entry(say("desktop.palette.do")), *deeds[: _MOST_ROWS if not hits else 4]]
        entries += hits
        self._model.put(entries, self._words())
        first = next((at for at, entry in enumerate(entries) if entry.go is not None), None)
        if first is not None:
            self._list.setCurrentIndex(self._model.index(first))
        self._place()

    def _search(self) -> None:
        self._asked += 1
        asked, typed = self._asked, self.field.text()

        def read(workspace: Workspace) -> tuple[Hit, ...]:
            from app.operations.search import find_anywhere

            return find_anywhere(workspace, typed, language=language())

        def came(hits: tuple[Hit, ...]) -> None:
            if asked == self._asked and self.isVisible():
                self._show(self._entries(hits))
                self._count.setText(say("desktop.palette.count", count=len(hits)))

        self.desk.ask(read, came, owner=self)

    def _entries(self, hits: tuple[Hit, ...]) -> list[Entry]:
        entries: list[Entry] = []
        for kinds, head in (
            (("company",), "desktop.palette.companies"),
            (("answer", "note"), "desktop.palette.answers"),
            (("person", "skill"), "desktop.palette.competence"),
            (("session",), "desktop.palette.sessions"),
        ):
            group = [hit for hit in hits if str(hit.kind) in kinds]
            if group:
                entries.append(Entry(say(head)))
                entries += [self._entry(hit) for hit in group]
        return entries

    def _entry(self, hit: Hit) -> Entry:
        kind = str(hit.kind)
        company = hit.company.hex()
        if kind == "company":
            place = Place("company", company)
        elif kind in ("answer", "note") and hit.interview is not None:
            place = Place("interview", company, hit.interview.hex(), hit.question)
        elif kind in ("person", "skill"):
            place = Place("competence", company, hit.id.hex())
        else:
            place = Place("company", company, hit.id.hex(), "coaching")
        detail = " · ".join(
            part for part in (hit.company_name if kind != "company" else "", hit.detail) if part
        )
        return Entry(hit.text, _ICONS.get(kind, "search"), detail, go=lambda: self.desk.go(place))

    # --- keys and place ---

    def _open(self, at: int) -> None:
        if 0 <= at < len(self._model.entries) and (go := self._model.entries[at].go) is not None:
            self.close_it()
            go()

    def _step(self, step: int) -> None:
        count = len(self._model.entries)
        at = self._list.currentIndex().row()
        for _ in range(count):
            at = (at + step) % count
            if self._model.entries[at].go is not None:
                self._list.setCurrentIndex(self._model.index(at))
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close_it()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._step(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self._list.currentIndex().row())
                return True
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        theme = look()
        self._veil.setGeometry(window.rect())
        width = min(theme.px(Size.PALETTE_WIDTH), window.width() - Space.XXL) + 2 * _SHADOW
        heights = sum(theme.px(HEAD if entry.go is None else LINE) for entry in self._model.entries)
        top = min(Size.PALETTE_TOP, window.height() // 8)
        room = window.height() - top - theme.px(150)
        self._list.setFixedHeight(max(theme.px(LINE), min(heights, room)))
        self.setGeometry((window.width() - width) // 2, top - _SHADOW, width, self._box.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        draw_shadow(painter, inner)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("float"))
        painter.drawRoundedRect(inner, Radius.FLOATING, Radius.FLOATING)
        painter.end()
