"""Coming in through the real window: what was typed at the first start is not asked again, and practice can be left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _window import settle, spin
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.first_start import FirstStart
from app.desktop.first_start.questions import WayStep, WhereStep, WhoStep
from app.desktop.frame import Frame
from app.desktop.main_window import MainWindow
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import Place
from app.desktop.unlock import Unlock
from app.operations.practice import is_practice

PHRASE = "fyra ord som aldrig möts"


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.delenv("SIMMITT_PASSPHRASE", raising=False)
    monkeypatch.setattr("app.store.keychain.backends_of_system", lambda: ())
    monkeypatch.setattr(Frame, "warm", lambda _: None)  # the other pages are not what is tested here
    profile = tmp_path / "simmitt"
    made = MainWindow(profile, language="sv")
    made.show()
    made.begin()
    yield made
    made.close()
    made.deleteLater()


def first_start(window: MainWindow) -> FirstStart:
    spin(lambda: isinstance(_view(window), FirstStart), "the first start")
    view = _view(window)
    assert isinstance(view, FirstStart)
    spin(lambda: view._lane.waiting == 0, "rest")
    return view


def _view(window: MainWindow) -> object:
    return window.inside.views.currentWidget() if window.inside is not None else None


def press_on(view: FirstStart) -> None:
    QTest.mouseClick(view.form.next, Qt.MouseButton.LeftButton)


def test_the_passphrase_of_a_new_profile_is_asked_only_after_a_lock(
    window: MainWindow, tmp_path: Path
) -> None:
    shared = tmp_path / "delad"
    shared.mkdir()
    view = first_start(window)
    assert isinstance(view.step, WayStep)
    view.step.cards.cards[1].click()
    press_on(view)
    assert isinstance(view.step, WhereStep)
    view.step.path.choose(shared)
    press_on(view)
    spin(lambda: isinstance(view.step, WhoStep), "the last question")
    step = view.step
    assert isinstance(step, WhoStep)
    for name, typed in (("name", "Eva"), ("organisation", "JH"), ("passphrase", PHRASE), ("again", PHRASE)):
        step.parts[name].control.setText(typed)  # type: ignore[index, attr-defined]
    press_on(view)
    spin(lambda: view._made is not None, "the profile")
    press_on(view)
    spin(lambda: window.desk.is_open, "the open profile")
    settle(window.desk)
    assert _view(window) is window.frame
    window.desk.actions.run("window.lock")
    settle(window.desk)
    asked = _view(window)
    assert isinstance(asked, Unlock)
    QTest.keyClicks(asked.line, "fel")
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    spin(lambda: bool(asked.error()), "the refusal")
    assert not window.desk.is_open
    asked.line.setText(PHRASE)
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    spin(lambda: window.desk.is_open, "the open profile")
    settle(window.desk)


def test_a_practice_is_locked_without_a_word_and_left_for_the_start(
    window: MainWindow, tmp_path: Path
) -> None:
    view = first_start(window)
    QTest.mouseClick(view.form.tongue, Qt.MouseButton.LeftButton)
    assert isinstance(view.step, WayStep)
    view.step.cards.cards[2].click()
    press_on(view)
    spin(lambda: window.desk.is_open, "the practice")
    settle(window.desk)
    practice = tmp_path / "simmitt-practice"
    assert is_practice(practice) and window.desk.settings.language == "en"
    spin(lambda: window.inside is not None and window.inside.words_in == "en", "the other words")
    settle(window.desk)
    window.desk.actions.run("window.lock")
    settle(window.desk)
    asked = _view(window)
    assert isinstance(asked, Unlock) and not asked.line.isVisibleTo(asked)
    QTest.mouseClick(asked.button, Qt.MouseButton.LeftButton)
    spin(lambda: window.desk.is_open, "the practice again")
    settle(window.desk)
    window.desk.go(Place("settings"))
    settle(window.desk)
    page = window.frame.page
    assert isinstance(page, SettingsPage) and page.practice.isVisibleTo(page)
    QTest.mouseClick(page.begin_removal, Qt.MouseButton.LeftButton)
    assert page.sure.isVisibleTo(page)
    window.desk.actions.run("practice.remove")
    first_start(window)
    assert not is_practice(practice)
    assert window.desk.profile == tmp_path / "simmitt"
