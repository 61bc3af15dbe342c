"""The pages of companies and coaching for tests: a page on a real profile, and keys as a person has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from _day import ANNA, Project
from _window import settle
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
KEYS_ALONE = Qt.KeyboardModifier.NoModifier


def _raise(error: BaseException) -> None:
    raise error


class Room:
    """A page on a desk. `told` are its toasts, `went` the places that it sent people to."""

    def __init__(
        self, project: Project, page: type[Any], who: str = ANNA, size: tuple[int, int] = (1224, 840)
    ) -> None:
        from app.desktop.desk import Desk
        from app.operations.workspace import open_workspace
        from app.settings import Settings

        self.told: list[str] = []
        self.trouble: list[str] = []
        self.went: list[Any] = []
        profile = project.profile(who)
        self.desk = Desk(profile, Settings())
        self.desk.open(lambda: open_workspace(profile, project.surroundings()), lambda: None, _raise)
        settle(self.desk)
        self.desk.told.connect(lambda said, _: self.told.append(said))
        self.desk.trouble.connect(self.trouble.append)
        self.desk.travelled.connect(self.went.append)
        self.page = self.make(page, size)

    def make(self, page: type[Any], size: tuple[int, int] = (1224, 840)) -> Any:
        made = page(self.desk)
        for _ in made.steps():
            QApplication.processEvents()
        made.resize(*size)
        made.show()
        made.activateWindow()
        QTest.qWaitForWindowActive(made)
        return made

    def at(self, place: Any) -> None:
        """As the frame does it."""
        page = self.page
        if page.place is not None and (page.place.company, page.place.item) != (place.company, place.item):
            page.forget()
        page.arrive(place)
        self.rest()

    def follow(self) -> Any:
        """Go where the page has sent people last."""
        self.at(self.went[-1])
        return self.went[-1]

    def rest(self) -> None:
        settle(self.desk)

    def ask(self, read: Callable[[Any], Any]) -> Any:
        """What the record says, read on the worker."""
        found: list[Any] = []
        self.desk.ask(read, found.append)
        settle(self.desk)
        return found[0]

    def undo(self) -> str:
        """As the menu does it."""
        from app.operations import log

        found: list[str] = []
        self.page.flush()
        self.desk.do(lambda space: log.undo(space), found.append)
        settle(self.desk)
        return found[0]

    def close(self) -> None:
        self.page.leave()
        self.page.close()
        self.desk.close()


@contextmanager
def room(project: Project, page: type[Any], **more: Any) -> Iterator[Room]:
    made = Room(project, page, **more)
    try:
        yield made
    finally:
        made.close()


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def keys(text: str) -> None:
    """Letters to whatever has the keyboard. Qt's own clicks know only those of an American keyboard."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            code = ord(letter.upper()) if letter.isascii() else 0
            QApplication.sendEvent(focus(), QKeyEvent(kind, code, KEYS_ALONE, letter))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = KEYS_ALONE, times: int = 1) -> None:
    """A key to the list that is open, else to whatever has the keyboard."""
    for _ in range(times):
        QTest.keyClick(QApplication.activePopupWidget() or focus(), key, modifier)


def tab_to(widget: QWidget, most: int = 40) -> None:
    """Tab until a widget (or what stands for it) has the keyboard."""
    for _ in range(most):
        if focus() in (widget, widget.focusProxy()):
            return
        press(KEY.Key_Tab)
    raise AssertionError(f"Tab does not come to {widget.accessibleName()}")
