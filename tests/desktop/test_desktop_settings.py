"""Settings: each takes effect and is kept at once, has its way back, and says in place what could not be kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from _day import ANNA, PASSPHRASE, Project
from _window import settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop import words
from app.desktop.desk import Desk
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import Place
from app.desktop.theme import look
from app.operations.workspace import open_workspace, opened
from app.settings import read


@pytest.fixture
def page(qapp: QApplication, project: Project) -> Iterator[SettingsPage]:
    profile = project.profile(ANNA)
    desk = Desk(profile, read(profile).settings)
    desk.open(lambda: open_workspace(profile, project.surroundings()), lambda: None, _raise)
    settle(desk)
    made = SettingsPage(desk)
    made.resize(1224, 840)
    made.show()
    made.arrive(Place("settings"))
    settle(desk)
    yield made
    made.close()
    desk.close()


def _raise(error: BaseException) -> None:
    raise error


def test_each_takes_effect_and_is_kept_at_once(page: SettingsPage) -> None:
    profile = page.desk.profile
    told: list[None] = []
    page.desk.settings_changed.connect(lambda: told.append(None))
    page.theme._press("dark")
    settle(page.desk)
    assert look().scheme == "dark" and read(profile).settings.theme == "dark"
    QTest.mouseClick(page.larger, Qt.MouseButton.LeftButton)
    settle(page.desk)
    assert look().percent == 110 and read(profile).settings.text_size == 110
    assert page.text_size.value() == "110"
    page.motion._press("on")
    QTest.mouseClick(page.sync, Qt.MouseButton.LeftButton)
    settle(page.desk)
    found = read(profile).settings
    assert (found.reduced_motion, found.sync_on_its_own) == ("on", False)
    assert look().reduced_motion
    page.lock.setCurrentIndex(page.lock.findData("0"))
    page.lock.activated.emit(page.lock.currentIndex())
    settle(page.desk)
    assert read(profile).settings.lock_after == 0 and page.desk.settings.lock_after == 0
    page.language._press("en")
    settle(page.desk)
    assert words.language() == "en" and read(profile).settings.language == "en"
    assert len(told) == 6
    for key, made in page.rows.items():
        assert made.back.isVisibleTo(page), key
        QTest.mouseClick(made.back, Qt.MouseButton.LeftButton)
        settle(page.desk)
        assert not made.back.isVisibleTo(page), key
    shared = read(profile).settings.shared
    assert read(profile).settings == type(found)(shared=shared)


def test_a_value_that_nobody_offers_is_shown_as_it_is(page: SettingsPage) -> None:
    from app.desktop.preferences import choose

    choose(page.desk, None, lock_after=7, text_size=123)
    settle(page.desk)
    assert page.lock.value() == "7" and page.text_size.value() == "123"


def test_what_cannot_be_kept_is_said_beside_it(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    from app import whole_file

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file, "write_whole", full)
    page.theme._press("dark")
    settle(page.desk)
    assert page.rows["theme"].wrong.text()
    assert page.theme.value() == "system" and look().scheme == "light"


def test_the_folder_changes_only_to_the_projects_own(page: SettingsPage, project: Project) -> None:
    empty = project.root / "tom"
    empty.mkdir()
    page.folder.choose(empty)
    settle(page.desk)
    assert page.folder.error() and page.folder.value() == str(empty)
    assert read(page.desk.profile).settings.shared == project.shared
    moved = project.root / "flyttad"
    shutil.copytree(project.shared, moved)
    page.folder.choose(moved)
    settle(page.desk)
    assert page.folder.error() == ""
    assert read(page.desk.profile).settings.shared == moved.resolve()
    assert page.desk.settings.shared == moved.resolve()


def test_the_passphrase_is_changed_or_refused_at_its_field(page: SettingsPage, project: Project) -> None:
    change = page.change

    def attempt(old: str, new: str, again: str) -> None:
        for line, text in ((change.old, old), (change.new, new), (change.again, again)):
            line.setText(text)
        QTest.mouseClick(change.button, Qt.MouseButton.LeftButton)
        settle(page.desk)

    attempt("", "en ny lång fras", "en ny lång fras")
    assert change.error("old")
    attempt(PASSPHRASE, "kort", "kort")
    assert change.error("new") and not change.error("old")
    attempt(PASSPHRASE, "en ny lång fras", "en annan fras")
    assert change.error("again")
    attempt(PASSPHRASE, PASSPHRASE, PASSPHRASE)
    assert change.error("new")
    attempt("inte den rätta", "en ny lång fras", "en ny lång fras")
    assert change.error("old") and change.new.text() == "en ny lång fras"
    attempt(PASSPHRASE, "en ny lång fras", "en ny lång fras")
    assert [change.error(name) for name in ("old", "new", "again")] == ["", "", ""]
    assert change.old.text() == change.new.text() == ""
    from dataclasses import replace

    new = replace(project.surroundings(), passphrase="en ny lång fras")
    with opened(page.desk.profile, new) as workspace:
        assert workspace.laptop.name


def test_a_setting_that_could_not_be_read_is_named(page: SettingsPage) -> None:
    file = page.desk.profile / "settings.toml"
    file.write_text(file.read_text(encoding="utf-8") + 'theme = "rosa"\n', encoding="utf-8")
    page.refresh()
    settle(page.desk)
    assert page.fallen.isVisibleTo(page) and "Färger" in page.fallen.accessibleName()


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_cut_and_all_is_named(page: SettingsPage, percent: int) -> None:
    from app.desktop.widgets.text import Text

    look().use(percent=percent)
    QApplication.processEvents()
    cut = [one.text() for one in page.findChildren(Text) if one.isVisibleTo(page) and one.is_elided()]
    assert cut == []
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert part.accessibleName(), type(part).__name__
