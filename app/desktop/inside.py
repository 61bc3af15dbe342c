"""What is inside the window: the desk, the frame, what floats above, and what happens between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QWidget

from app import settings as stored_settings
from app.desktop.actions import ACTIONS
from app.desktop.command_palette import CommandPalette
from app.desktop.deeds import deeds_of
from app.desktop.desk import Desk
from app.desktop.dropped import taker
from app.desktop.entrance import Entrance
from app.desktop.frame import Frame
from app.desktop.loading import in_slices
from app.desktop.page import Page
from app.desktop.places import Place
from app.desktop.preferences import apply, follow_system
from app.desktop.taking_back import TakingBack
from app.desktop.theme import load_fonts, look
from app.desktop.together import Together
from app.desktop.widgets.focus_ring import FocusRing
from app.desktop.widgets.toast import Toast
from app.desktop.words import clock_words, language, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.settings import Settings
    from app.store.units import ChangeSet

_MENUS = ("file", "edit", "view", "go")
_IDLE_CHECK_MS = 15_000
_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Inside(QObject):
    """Lives as long as its window. `begin` furnishes in slices, so that no event waits for it."""

    def __init__(
        self,
        window: QMainWindow,
        profile: Path,
        settings: Settings,
        *,
        how_it_lies: Callable[[], str],
        practice: bool,
    ) -> None:
        """`how_it_lies` gives what is remembered of the window's size and place."""
        super().__init__(window)
        self.window = window
        self._how_it_lies = how_it_lies
        self.views = QStackedWidget()
        self.desk = Desk(profile, settings)
        self.entrance = Entrance(self, practice=practice)
        self._closed = self._whole = False
        self._idle = 0
        self._alt = False
        self._clock = QTimer(self)
        self._clock.setInterval(_IDLE_CHECK_MS)
        self._clock.timeout.connect(self._tick)

    def begin(self) -> None:
        self.entrance.open()
        in_slices(self, self._first(), self._furnished)

    def _furnished(self) -> None:
        if not self._closed:
            self._whole = True
            self.entrance.furnished()

    def _first(self) -> Iterator[None]:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        load_fonts()
        yield
        apply(self.desk.settings)
        look().apply()
        yield
        if self._closed:  # in the very moment in which it came
            return
        yield from self._furnish()
        self.window.setCentralWidget(self.views)
        yield
        self.ring = FocusRing(self.window)
        follow_system(self.desk)
        self.desk.saved.connect(self._saved)
        self.desk.trouble.connect(self._trouble)
        self.desk.warned.connect(lambda sentence: self.toast.tell(sentence, icon="circle-alert"))
        self.desk.told.connect(self._told)
        self.desk.changed.connect(self._changed)
        self.desk.settings_changed.connect(self._settings_changed)
        application.installEventFilter(self)
        self._clock.start()

    def _furnish(self) -> Iterator[None]:
        """Everything that has words: made anew when the language is another."""
        self.words_in = language()
        self.frame = Frame(self.desk)
        yield
        self.views.addWidget(self.frame)
        self.toast = Toast(self.window, say("desktop.close"))
        self.toast.undo.connect(lambda: self.desk.actions.run("edit.undo"))
        self.palette_box: CommandPalette | None = None
        self.back_and_forth = TakingBack(self.desk, self.frame)
        self.together = Together(self.desk, self.frame.status, self.frame.rail)
        self.frame.rail.search.connect(lambda: self.desk.actions.run("palette.open"))
        yield
        self._menus()
        self.desk.actions.offer_frame(deeds_of(self))
        yield

    def _settings_changed(self) -> None:
        """Another language: all words again. Where one was, one is."""
        if language() == self.words_in:
            return
        in_slices(self, self._again(), lambda: None)

    def _again(self) -> Iterator[None]:
        place, old = self.frame.place, self._with_words()
        self.together.stop()
        self.frame.empty()
        self.window.menuBar().clear()
        self.desk.actions.retell()
        yield
        yield from self._furnish()
        self.views.setCurrentWidget(self.frame)
        for widget in old:
            self.views.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if self.desk.is_open and place is not None:
            self.entrance.enter(place)

    def _with_words(self) -> list[QWidget]:
        found: list[QWidget] = [self.frame, self.toast]
        if self.palette_box is not None:
            found.append(self.palette_box)
        return found

    def _menus(self) -> None:
        bar = self.window.menuBar()
        self.desk.actions.attach(self.window)
        for menu in _MENUS:
            made = QMenu(say(f"menu.{menu}"), self.window)
            for action in ACTIONS:
                if action.menu == menu:
                    made.addAction(self.desk.actions.made[action.id])
            made.aboutToShow.connect(self.desk.actions.picture)
            bar.addMenu(made)
        # Elsewhere than on a Mac the menus are there when Alt asks for them.
        if not bar.isNativeMenuBar():
            bar.hide()

    def open_palette(self) -> None:
        if self.views.currentWidget() is not self.frame:
            return
        if self.palette_box is None:
            self.palette_box = CommandPalette(self.window, self.desk)
        self.palette_box.open()

    def next_pane(self) -> None:
        """F6: from the rail to the page's panes and back."""
        page = self.frame.page
        panes: list[QWidget] = [self.frame.rail, *(page.panes() if page is not None else [])]
        now = QApplication.focusWidget()
        at = next((n for n, pane in enumerate(panes) if now is not None and pane.isAncestorOf(now)), -1)
        for step in range(1, len(panes) + 1):
            first = _first_stop(panes[(at + step) % len(panes)])
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def lock(self) -> None:
        self.entrance.lock()

    def close_window(self) -> None:
        self.window.close()

    def close(self) -> None:
        """What is typed is told, what is in line is done, the record is closed."""
        self._closed = True
        if not self._whole:
            self.desk.close()
            return
        self.frame.stop()
        self.together.stop()
        self._clock.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        if self.desk.is_open:
            state = dict(stored_settings.read_window(self.desk.profile))
            state["geometry"] = self._how_it_lies()
            try:
                stored_settings.write_window(self.desk.profile, state)
            except Refusal:
                self.frame.status.show_saved("")  # how the window lay is no loss
        self.desk.close()

    # --- what is told ---

    def _saved(self) -> None:
        now = datetime.now(ZoneInfo("Europe/Stockholm"))
        self.frame.status.show_saved(say("desktop.saved", at=clock_words(now)))

    def _trouble(self, sentence: str) -> None:
        self.toast.tell(sentence, icon="circle-alert")
        self.frame.status.show_saved(say("desktop.not_saved"), wrong=True)

    def _told(self, words: str, act: str) -> None:
        self.toast.tell(words, say("desktop.undo") if act == "undo" else "")

    def _changed(self, changes: ChangeSet | None) -> None:
        self.back_and_forth.look_again()
        QTimer.singleShot(0, self.frame, self.frame.refresh_offers)

    def _tick(self) -> None:
        self._idle += _IDLE_CHECK_MS
        after = self.desk.settings.lock_after
        if after and self.desk.is_open and self._idle >= after * 60_000:
            self.entrance.lock()

    # --- files dropped, keys ---

    def take(self, files: tuple[Path, ...]) -> None:
        """Files that were dropped: the page's own first, else whatever page knows their kind."""
        if not self.desk.is_open:
            return
        page = self.frame.page
        if page is not None and page.drop(files):
            return
        if len(files) > 1:
            self.toast.tell(say("desktop.drop.many"), icon="circle-alert")
            return
        name = taker(files[0])
        if name is None:
            self.toast.tell(say("desktop.drop.unknown", name=files[0].name), icon="circle-alert")
            return
        self.desk.go(Place(name))

        def hand_over(page: Page[object]) -> None:
            page.drop(files)

        self.frame.made(name, hand_over)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._idle = 0
        if isinstance(event, QKeyEvent):
            self._alt_key(event)
        return False

    def _alt_key(self, event: QKeyEvent) -> None:
        """Alt alone, pressed and let go, shows or hides the menus."""
        bar = self.window.menuBar()
        if bar.isNativeMenuBar():
            return
        if event.type() == QEvent.Type.KeyPress:
            self._alt = event.key() == Qt.Key.Key_Alt
        elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt and self._alt:
            self._alt = False
            bar.setVisible(not bar.isVisible())


def _first_stop(pane: QWidget) -> QWidget | None:
    """The first widget of a pane that Tab would stop at."""
    return next(
        (
            widget
            for widget in pane.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ),
        None,
    )
