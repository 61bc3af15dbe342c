"""An interview for tests of its page: a company, answers enough for figures, and the page on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _day import ANNA, PASSPHRASE, Project, orgnr
from _window import settle, spin
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

ANSWERS = {
    "a02_omfattning": "djup",
    "a05_bolagsform": "ab",
    "a09_kommun": "2282",
    "c01_plan": "2",
    "c10_prio": "4",
    "e01_krav": "2",
    "e02_matris": "1",
    "e16_prio": "5",
    "g07_standard": "3",
}


@dataclass
class Work:
    """A page on an interview, with what lies behind it."""

    project: Project
    desk: Any
    page: Any
    company: str
    interview: str

    def go(self, named: str) -> Any:
        """To a question; returns its row, made and settled."""
        self.page.going.to(named)
        self.rest()
        return self.page.pane.current

    def rest(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
            spin(lambda: not self.page.pane.building, "the questions")
            settle(self.desk)

    def ask(self, read: Callable[[Any], Any]) -> Any:
        """What the record says, read on the worker."""
        found: list[Any] = []
        self.desk.ask(read, found.append)
        settle(self.desk)
        return found[0]

    def record(self) -> Any:
        """The interview as the record has it."""
        from app.operations import interviews

        wanted = (
            f"{self.interview[:8]}-{self.interview[8:12]}-{self.interview[12:16]}-{self.interview[16:20]}-"
        )
        return self.ask(lambda space: interviews.show_interview(space, wanted + self.interview[20:]))

    def value(self, name: str) -> str:
        answers = self.record().answers
        return next((value for at, value in answers.items() if at.endswith(f"/{name}")), "")

    def row(self, code: str) -> Any:
        return next((one for one in self.page.pane.questions() if one.view.code == code), None)


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def click(widget: QWidget) -> None:
    QTest.mouseClick(
        widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(6, widget.height() // 2)
    )


def start_interview(project: Project, answers: dict[str, str] = ANSWERS) -> tuple[str, str]:
    """A company of Anna's with an interview begun. Returns both ids as hex."""
    from app.operations import companies, interviews

    with project.at(ANNA) as space:
        company, _ = companies.add(
            space, orgnr=orgnr(1), sole_trader=False, name="Exempelverken i Kramfors AB", municipality="2282",
            sni="25", legal_form="ab", women="12", men="28",
        )  # fmt: skip
        interview, _ = interviews.start(space, company=company.hex(), answers=answers)
    return company.hex(), interview.hex()


def make_desk(profile: Path, surroundings: Any) -> Any:
    from app import settings
    from app.desktop.desk import Desk
    from app.operations.workspace import Workspace, opened

    held = opened(profile, surroundings)
    desk = Desk(profile, settings.read(profile).settings)
    done: list[bool] = []

    def make() -> Workspace:
        return held.__enter__()

    def fail(error: BaseException) -> None:
        raise error

    desk.open(make, lambda: done.append(True), fail)
    spin(lambda: bool(done), "the open profile")
    return desk


def make_page(
    desk: Any, company: str, interview: str, tab: str = "", size: tuple[int, int] = (1384, 832)
) -> Any:
    from app.desktop.pages.interview.page import InterviewPage
    from app.desktop.places import Place

    page = InterviewPage(desk)
    for _ in page.steps():
        QApplication.processEvents()
    page.resize(*size)
    page.show()
    page.arrive(Place("interview", company, interview, tab))
    settle(desk)
    spin(lambda: page.pane.section is None or not page.pane.building, "the questions")
    settle(desk)
    return page


@contextmanager
def work_on(project: Project, tab: str = "e01", **more: Any) -> Iterator[Work]:
    """A page on a new interview of Anna's."""
    company, interview = start_interview(project)
    desk = make_desk(project.profile(ANNA), project.surroundings())
    try:
        page = make_page(desk, company, interview, tab, **more)
        page.activateWindow()
        yield Work(project, desk, page, company, interview)
        page.leave()
        page.close()
    finally:
        desk.close()


def answer_times(work: Work, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from a digit on a scale to the painted answer, and to the step that came back, painted.

    For the bench: the questions are those of the section that is open, one after the other.
    """
    page = work.page
    scales = [one.view.at for one in page.pane.questions() if one.view.type == "range"]
    painted: list[float] = []
    settled: list[float] = []
    for number in range(rounds):
        page.going.to(scales[number % len(scales)])
        work.rest()
        button = page.pane.current.first().focusProxy()
        digit = number % 6
        begun = time.perf_counter()
        press(button, Qt.Key(Qt.Key.Key_0 + digit), str(digit))
        QCoreApplication.processEvents()
        painted.append((time.perf_counter() - begun) * 1000)
        while page.acts.busy or work.desk.busy:
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        settled.append((time.perf_counter() - begun) * 1000)
    return painted, settled


__all__ = ["ANNA", "PASSPHRASE", "Work", "answer_times", "click", "make_page", "press", "work_on"]
