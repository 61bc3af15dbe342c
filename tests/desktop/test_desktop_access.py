"""Everybody can use it: names, keys, contrast, and room for large and long words, on every page in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _walk import cramped, faint, nameless, tab_round, unreached
from _window import WatchedApplication, settle, spin
from PySide6.QtWidgets import QApplication

from app.desktop import words
from app.desktop.pictures import SCENES, Scene, place_of
from app.desktop.preferences import apply
from app.settings import Settings

ALL = [scene for scene in SCENES if scene.who != "kontor"]
OFFICE = [scene for scene in SCENES if scene.who == "kontor"]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice programme: a coach's profile, and the office's below it."""
    from app.desktop.opening import surroundings
    from app.operations.practice import make_practice

    profile = tmp_path_factory.mktemp("practice") / "coach"
    make_practice(profile, surroundings(None), language="sv")
    return profile


class Shown:
    """A window on the practice programme, moved from page to page."""

    def __init__(self, profile: Path, settings: Settings) -> None:
        from app.desktop.main_window import MainWindow

        self.window = MainWindow(profile, settings)
        self.window.show()
        self.window.begin()
        spin(lambda: self.window.inside is not None and self.window.desk.is_open, "the open profile")
        settle(self.window.desk)
        self.window.inside.together.stop()

    def at(self, scene: Scene) -> Any:
        self.window.desk.go(place_of(self.window, scene))
        settle(self.window.desk)
        page = self.window.frame.page
        spin(lambda: self.window.frame.page is not None and self.window.frame.page.isVisible(), scene.name)
        settle(self.window.desk)
        for _ in range(5):
            QApplication.processEvents()
        assert page is not None or self.window.frame.page is not None
        return self.window

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def shown(
    qapp: WatchedApplication, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Shown]]:
    from app.operations.demo_cast import cast_data

    monkeypatch.setenv("SIMMITT_PASSPHRASE", cast_data().passphrase)
    made: list[Shown] = []

    def open_it(office: bool = False, **settings: Any) -> Shown:
        chosen = replace(
            Settings(language="sv", theme="light", sync_on_its_own=False, lock_after=0), **settings
        )
        made.append(Shown(practice / "kontor" if office else practice, chosen))
        return made[-1]

    yield open_it
    for one in made:
        one.close()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("office", [False, True], ids=["coach", "office"])
def test_everything_has_a_name_and_tab_goes_round(
    shown: Callable[..., Shown], language: str, office: bool
) -> None:
    window = shown(office, language=language)
    complaints: dict[str, list[str]] = {}
    for scene in OFFICE if office else ALL:
        root = window.at(scene)
        found = nameless(root)
        stops, round_trip = tab_round(root)
        if not round_trip:
            found.append(f"Tab does not come round: {len(stops)} stops, the last {stops[-1:]}")
        found += [f"never reached by Tab: {one}" for one in unreached(root, stops)]
        if found:
            complaints[scene.name] = found
    assert complaints == {}


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("office", [False, True], ids=["coach", "office"])
def test_ink_stands_out_from_its_ground(shown: Callable[..., Shown], theme: str, office: bool) -> None:
    window = shown(office, theme=theme)
    complaints = {
        scene.name: found for scene in (OFFICE if office else ALL) if (found := faint(window.at(scene)))
    }
    assert complaints == {}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("office", [False, True], ids=["coach", "office"])
def test_nothing_is_cut_at_two_hundred_per_cent(
    shown: Callable[..., Shown], language: str, office: bool
) -> None:
    window = shown(office, language=language, text_size=200)
    complaints = {
        scene.name: found for scene in (OFFICE if office else ALL) if (found := cramped(window.at(scene)))
    }
    assert complaints == {}


@pytest.mark.parametrize("office", [False, True], ids=["coach", "office"])
def test_nothing_is_cut_when_words_are_longer_by_two_fifths(
    shown: Callable[..., Shown], office: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = words.say_in

    def longer(code: str, language: Any, **params: Any) -> str:
        sentence = own(code, language, **params)
        return sentence + "ö" * max(1, len(sentence) * 2 // 5)

    monkeypatch.setattr(words, "say_in", longer)
    window = shown(office)
    complaints = {
        scene.name: found for scene in (OFFICE if office else ALL) if (found := cramped(window.at(scene)))
    }
    apply(Settings(language="sv"))
    assert complaints == {}
