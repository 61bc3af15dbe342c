"""Every page of the window as a picture: both languages, both themes, text at 100 and 200 %, from the demo's data.

`python -m app.desktop.pictures DIR` plays the demo beside the pictures first; `--of DEMO` takes one that was played.
Runs without a screen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.desktop.main_window import MainWindow
from app.desktop.places import PageName, Place
from app.desktop.preferences import apply
from app.desktop.start import application
from app.desktop.theme import look
from app.i18n import Language
from app.settings import Settings, Theme

_WIDE, _HIGH = 1440, 900
_PATIENCE_S = 120.0
_OFFICE, _COACH = "kontor", "karin"
_HOUR = "17:00"  # of the demo's own day: what is due then is due in the pictures
LANGUAGES: tuple[Language, ...] = ("sv", "en")
LOOKS: tuple[tuple[Theme, int], ...] = (
    ("light", 100),
    ("light", 200),
    ("dark", 100),
    ("dark", 200),
    ("contrast", 100),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its name, whose laptop, and where; `company` and `item` are found in the record by `find`."""

    name: str
    who: str
    page: PageName
    find: str = ""
    tab: str = ""


SCENES: tuple[Scene, ...] = (
    Scene("overview", _COACH, "overview"),
    Scene("overview-office", _OFFICE, "overview"),
    Scene("companies", _COACH, "companies"),
    Scene("company-new", _COACH, "companies", tab="new"),
    Scene("company", _COACH, "company", "company"),
    Scene("company-coaching", _COACH, "company", "company", "coaching"),
    Scene("interview", _COACH, "interview", "interview"),
    Scene("competence", _COACH, "competence", "matrix"),
    Scene("competence-list", _COACH, "competence"),
    Scene("coaching", _COACH, "coaching"),
    Scene("coaching-new", _COACH, "coaching", tab="new"),
    Scene("targets", _OFFICE, "targets"),
    Scene("exchange", _OFFICE, "exchange"),
    Scene("exchange-coach", _COACH, "exchange"),
    Scene("documents", _COACH, "documents", "matrix"),
    Scene("settings", _COACH, "settings"),
)


def main(words: list[str]) -> int:
    """Exit code 0, or 1 where a page did not come to rest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(words) == 1:
        with tempfile.TemporaryDirectory() as made:
            return take(Path(words[0]), _played(Path(made) / "demo"))
    if len(words) == 3 and words[1] == "--of":
        return take(Path(words[0]), Path(words[2]))
    print(__doc__, file=sys.stderr)
    return 2


def _played(folder: Path) -> Path:
    from app.operations import demo

    played = demo.play(folder, seed=demo.DEFAULT_SEED, language="sv", tell=_quietly)
    if not played.ok:
        raise SystemExit(played.steps[-1].wrong)
    return folder


def _quietly(code: str, **params: str | int) -> None:
    """The pictures tell of themselves."""


def take(out: Path, played: Path) -> int:
    """Grab every scene of a played demo into `out/<language>/<name>-<theme>-<percent>.png`."""
    from app.operations.demo_cast import cast_data
    from app.operations.demo_folder import PROFILES

    data = cast_data()
    os.environ["SIMMITT_PASSPHRASE"] = data.passphrase
    os.environ["SIMMITT_NOW"] = f"{data.day.isoformat()}T{_HOUR}"
    application()
    made = 0
    for language in LANGUAGES:
        folder = out / language
        folder.mkdir(parents=True, exist_ok=True)
        for who in (_COACH, _OFFICE):
            profile = played / PROFILES / who
            settings = Settings(language=language, theme="light", sync_on_its_own=False, lock_after=0)
            with _window(profile, settings) as window:
                made += _scenes(window, [scene for scene in SCENES if scene.who == who], folder)
        made += _first_start(folder, language, settings)
    print(f"{made} pictures in {out}")
    return 0


class _Opened:
    """A window on a profile, for as long as it is used."""

    def __init__(self, profile: Path, settings: Settings) -> None:
        apply(settings)
        look().apply()
        self.window = MainWindow(profile, settings)

    def __enter__(self) -> MainWindow:
        self.window.resize(_WIDE, _HIGH)
        self.window.show()
        self.window.begin()
        _until(lambda: self.window.inside is not None and self.window.desk.is_open)
        return self.window

    def __exit__(self, *_: object) -> None:
        self.window.close()
        self.window.deleteLater()


def _window(profile: Path, settings: Settings) -> _Opened:
    return _Opened(profile, settings)


def _scenes(window: MainWindow, scenes: list[Scene], folder: Path) -> int:
    """Look by look, and in each look page by page: another look is dearer than another page."""
    places = [place_of(window, scene) for scene in scenes]
    for theme, percent in LOOKS:
        apply(replace(window.desk.settings, theme=theme, text_size=percent))
        for scene, place in zip(scenes, places, strict=True):
            window.desk.go(place)
            _rest(window)
            window.grab().save(str(folder / f"{scene.name}-{theme}-{percent}.png"))
    return len(LOOKS) * len(scenes)


def _first_start(folder: Path, language: Language, settings: Settings) -> int:
    """The first start and the unlocking, which have no profile."""
    from app.desktop.first_start import FirstStart
    from app.desktop.unlock import Unlock

    made = 0
    with tempfile.TemporaryDirectory() as empty:
        for name, view in (("first-start", FirstStart(Path(empty))), ("unlock", Unlock(lambda _: None))):
            view.resize(_WIDE, _HIGH)
            view.show()
            for theme, percent in LOOKS:
                apply(replace(settings, language=language, theme=theme, text_size=percent))
                _pause()
                view.grab().save(str(folder / f"{name}-{theme}-{percent}.png"))
                made += 1
            view.close()
            view.deleteLater()
    apply(settings)
    return made


def place_of(window: MainWindow, scene: Scene) -> Place:
    """The scene's place, with the ids that the record has."""
    if not scene.find:
        return Place(scene.page, tab=scene.tab)
    found: list[tuple[str, str]] = []

    def read(workspace: object) -> tuple[str, str]:
        from app.operations.workspace import Workspace

        assert isinstance(workspace, Workspace)
        return next(_ids(workspace, scene.find))

    window.desk.ask(read, found.append)
    _until(lambda: bool(found))
    company, item = found[0]
    return Place(scene.page, company, item if scene.page == "interview" else "", scene.tab)


def _ids(workspace: object, what: str) -> Iterator[tuple[str, str]]:
    """Company and interview ids for a scene: the company in which most has happened."""
    from app.operations.company_list import show_companies
    from app.operations.hub import show_hub
    from app.operations.workspace import Workspace

    assert isinstance(workspace, Workspace)
    hubs = [show_hub(workspace, line.id) for line in show_companies(workspace)]
    if what == "matrix":
        hubs = [hub for hub in hubs if hub.matrix is not None]
        hubs.sort(key=lambda hub: -(hub.matrix.people if hub.matrix is not None else 0))
    elif what == "interview":
        hubs = [hub for hub in hubs if hub.interviews]
        hubs.sort(key=lambda hub: -max(one.answered for one in hub.interviews))
    else:
        hubs.sort(key=lambda hub: (-len(hub.timeline), -len(hub.sessions)))
    for hub in hubs:
        best = max(hub.interviews, key=lambda one: one.answered, default=None)
        yield hub.company.id.hex(), best.id.hex() if best is not None else ""


def _rest(window: MainWindow) -> None:
    """Until the page has come, has its data, and nothing of it is being made any more."""

    def at_rest() -> bool:
        page = window.frame.page
        return page is not None and page.isVisible() and page.is_filled and window.desk.busy == 0

    for _ in range(3):
        _until(at_rest)
        _pause()


def _pause() -> None:
    _until(lambda: False, 0.02)


def _until(done: Callable[[], bool], at_most: float = _PATIENCE_S) -> None:
    """Let events happen until something is so, or the time is over."""
    end = time.monotonic() + at_most
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(2)
    timer.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    timer.start()
    loop.exec()
    timer.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
