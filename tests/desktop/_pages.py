"""One page on a real profile, without the window around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from _day import Project
from _window import settle
from PySide6.QtWidgets import QApplication

from app.desktop.desk import Desk
from app.desktop.page import Page
from app.desktop.places import Place
from app.operations.workspace import open_workspace
from app.settings import read

P = TypeVar("P", bound=Page)  # type: ignore[type-arg]


def page_on(kind: Callable[[Desk], P], project: Project, who: str, place: Place) -> P:
    """The page of a kind at a place, filled. `closed` ends it."""
    profile = project.profile(who)
    desk = Desk(profile, read(profile).settings)
    desk.open(lambda: open_workspace(profile, project.surroundings()), lambda: None, _raise)
    settle(desk)
    page = kind(desk)
    for _ in page.steps():
        QApplication.processEvents()
    page.resize(1224, 840)
    page.show()
    page.arrive(place)
    rest(page)
    return page


def rest(page: Page) -> None:  # type: ignore[type-arg]
    """Until nothing is in line, and what came home has been shown."""
    for _ in range(3):
        settle(page.desk)
        QApplication.processEvents()


def closed(page: Page) -> None:  # type: ignore[type-arg]
    page.leave()
    page.close()
    page.desk.close()
    page.deleteLater()


def _raise(error: BaseException) -> None:
    raise error
