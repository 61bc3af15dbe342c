"""First start: each way to its end through the real view, what is refused in place, and what is never lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from _day import OFFICE, Project
from _window import WatchedApplication, spin, watched
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.desktop import words
from app.desktop.first_start import FirstStart
from app.desktop.first_start.endings import Ending
from app.desktop.first_start.questions import WayStep, WhereStep, WhoStep
from app.domain.refusal import Unavailable
from app.exchange.folder import OsFolder
from app.operations import enrolment
from app.operations.practice import is_practice
from app.operations.workspace import Surroundings, has_profile, opened
from app.settings import BEFORE_A_PROFILE
from app.settings import read as read_settings
from app.store.key_file import LOWEST

PHRASE = "fyra ord som aldrig möts"


class Chain:
    """A keychain that answers; `broken` takes nothing."""

    broken = False

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise RuntimeError("locked")
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop(username, None)


@pytest.fixture
def start(tmp_path: Path, qapp: WatchedApplication) -> Iterator[Callable[..., FirstStart]]:
    made: list[FirstStart] = []

    def begin(
        profile: Path, *, chain: Chain | None = None, project: Project | None = None, practice: bool = False
    ):
        def around(passphrase: str | None) -> Surroundings:
            now = project.clock if project is not None else lambda: time.time_ns() // 1_000_000
            found = Surroundings(now=now, passphrase=passphrase, cost=LOWEST, backends=())
            if project is not None and project.folder is not None:
                found = replace(found, folder=project.folder)
            return replace(found, backends=(lambda: chain,)) if chain is not None else found

        view = FirstStart(profile, practice=practice, around=around)
        made.append(view)
        view.resize(1440, 900)
        view.show()
        if not practice:
            rest(view)
        return view

    yield begin
    for view in made:
        if isValid(view):
            view.close()
    assert [one.name for one in threading.enumerate() if one.name.startswith("first-start")] == []


def rest(view: FirstStart) -> None:
    for _ in range(3):
        spin(lambda: view._lane.waiting == 0, "rest")
        QApplication.processEvents()


def press_on(view: FirstStart) -> None:
    QTest.mouseClick(view.form.next, Qt.MouseButton.LeftButton)
    rest(view)


def way(view: FirstStart, at: int) -> WayStep:
    assert isinstance(view.step, WayStep)
    QTest.mouseClick(view.step.cards.cards[at], Qt.MouseButton.LeftButton)
    return view.step


def where(view: FirstStart) -> WhereStep:
    assert isinstance(view.step, WhereStep)
    return view.step


def who(view: FirstStart) -> WhoStep:
    assert isinstance(view.step, WhoStep)
    return view.step


def fill_who(view: FirstStart, name: str = "Eva Lind", phrase: str = PHRASE) -> None:
    step = who(view)
    step.parts["name"].control.setText(name)  # type: ignore[attr-defined]
    step.parts["organisation"].control.setText("Region JH")  # type: ignore[attr-defined]
    step.parts["passphrase"].control.setText(phrase)  # type: ignore[attr-defined]
    step.parts["again"].control.setText(phrase)  # type: ignore[attr-defined]
    for name in ("name", "organisation", "passphrase", "again"):
        step.parts[name].control.editingFinished.emit()  # type: ignore[attr-defined]
    rest(view)


def nothing_in(profile: Path) -> bool:
    return not profile.exists() or all(path.name in BEFORE_A_PROFILE for path in profile.iterdir())


def test_the_office_begins_a_project(
    start: Callable[..., FirstStart], tmp_path: Path, qapp: WatchedApplication
) -> None:
    shared = tmp_path / "delad"
    shared.mkdir()
    profile = tmp_path / "kontor"
    ready: list[Path] = []
    with watched(qapp) as dog:
        view = start(profile)
        view.ready.connect(ready.append)
        way(view, 1)
        press_on(view)
        where(view).path.choose(shared)
        rest(view)
        press_on(view)
        fill_who(view)
        press_on(view)
        assert isinstance(view.form.question, Ending)
        press_on(view)
    assert ready == [profile]
    assert dog.complaints == []
    assert view.take_passphrase() == PHRASE
    assert view.take_passphrase() is None
    with opened(profile, Surroundings(now=lambda: 0, passphrase=PHRASE)) as workspace:
        assert (workspace.laptop.name, workspace.role.value) == ("Eva Lind", "office")
        assert workspace.settings.shared == shared.resolve()


def invited_to(project: Project) -> tuple[Path, tuple[str, ...]]:
    file = project.root / "karin.invitation"
    with project.at(OFFICE) as office:
        made = enrolment.invite(office, name="Karin Berg", role="coach", out=file)
    return file, made.words


def test_who_is_invited_waits_and_can_work(
    start: Callable[..., FirstStart], project: Project, qapp: WatchedApplication
) -> None:
    file, six = invited_to(project)
    profile = project.root / "karin"
    chain = Chain()
    with watched(qapp) as dog:
        view = start(profile, chain=chain, project=project)
        way(view, 0).box.take(file)
        rest(view)
        press_on(view)
        step = where(view)
        assert step.words is not None
        # All six pasted into the first: they spread, in capitals and without dots too.
        QTest.keyClicks(step.words.lines[0], " ")
        step.words.lines[0].textEdited.emit(", ".join(word.upper() for word in six))
        step.path.choose(project.shared)
        rest(view)
        press_on(view)
        assert who(view).parts["name"].control.text() == "Karin Berg"  # type: ignore[attr-defined]
        who(view).parts["organisation"].control.setText("IUC")  # type: ignore[attr-defined]
        assert not who(view)._typed.isVisibleTo(view)
        press_on(view)
    assert dog.complaints == []
    ending = view.form.question
    assert isinstance(ending, Ending)
    assert view._made is not None and ending.mark.text() == view._made.fingerprint
    assert view.take_passphrase() is None
    assert chain.kept
    with project.at(OFFICE) as office:
        waiting = [one for one in enrolment.devices(office) if one.status == "waiting"]
    assert [(one.name, one.role, one.fingerprint) for one in waiting] == [
        ("Karin Berg", "coach", ending.mark.text())
    ]


def test_wrong_answers_are_said_in_place_and_stay(start: Callable[..., FirstStart], project: Project) -> None:
    file, six = invited_to(project)
    profile = project.root / "karin"
    view = start(profile, project=project)
    press_on(view)
    assert isinstance(view.step, WayStep) and "way" in view.answers.wrong
    step = way(view, 0)
    foreign = project.root / "brev.txt"
    foreign.write_text("hej")
    step.box.take(foreign)
    rest(view)
    assert "brev.txt" in step.box.error()
    press_on(view)
    assert view.step is step
    step.box.take(file)
    rest(view)
    assert step.box.error() == ""
    press_on(view)
    # A word that is in no list is told when it is left, by its place.
    at = where(view)
    assert at.words is not None
    at.words.lines[3].setFocus()
    QTest.keyClicks(at.words.lines[3], "krokodilx")
    QTest.keyClick(at.words.lines[3], Qt.Key.Key_Tab)
    rest(view)
    assert "krokodilx" in at.words.error() and "4" in at.words.error()
    assert at.words.lines[3].text() == "krokodilx"
    # Right words in another order open nothing; a folder that is not there is told at once.
    for line, word in zip(at.words.lines, reversed(six), strict=True):
        line.setText(word)
    at.path.choose(project.root / "finns-inte")
    rest(view)
    assert "finns-inte" in at.path.error()
    at.path.choose(project.shared)
    rest(view)
    assert at.path.error() == ""
    press_on(view)
    assert where(view).words is not None and "karin.invitation" in where(view).words.error()  # type: ignore[union-attr]
    for line, word in zip(where(view).words.lines, six, strict=True):  # type: ignore[union-attr]
        line.setText(word)
    empty = project.root / "tom"
    empty.mkdir()
    where(view).path.choose(empty)
    press_on(view)
    assert where(view).path.error()
    where(view).path.choose(project.shared)
    press_on(view)
    # Names, and passphrases.
    fill_who(view, name="Eva\u202e 811228-9874", phrase="kort")
    press_on(view)
    assert {"name", "passphrase"} <= set(view.answers.wrong)
    fill_who(view, name="Eva 811228-9874")
    press_on(view)
    assert "name" in view.answers.wrong and "811228" not in who(view).parts["name"].error()  # type: ignore[attr-defined]
    who(view).parts["name"].control.setText("Eva")  # type: ignore[attr-defined]
    who(view).parts["again"].control.setText("annat")  # type: ignore[attr-defined]
    rest(view)
    press_on(view)
    assert set(view.answers.wrong) == {"again"}
    assert nothing_in(profile)


def test_back_and_another_language_lose_nothing(start: Callable[..., FirstStart], tmp_path: Path) -> None:
    shared = tmp_path / "delad"
    shared.mkdir()
    profile = tmp_path / "kontor"
    view = start(profile)
    way(view, 1)
    press_on(view)
    where(view).path.choose(shared)
    press_on(view)
    fill_who(view, phrase="kort")
    press_on(view)
    title = view.form.next.text()
    spoken: list[str] = []
    view.spoken.connect(spoken.append)
    QTest.mouseClick(view.form.tongue, Qt.MouseButton.LeftButton)
    rest(view)
    assert spoken == ["en"] and words.language() == "en"
    assert view.form.next.text() != title
    step = who(view)
    assert step.parts["passphrase"].control.text() == "kort"  # type: ignore[attr-defined]
    assert "characters" in step.parts["passphrase"].error()  # type: ignore[attr-defined]
    assert read_settings(profile).settings.language == "en"
    for _ in range(2):
        QTest.mouseClick(view.form.back, Qt.MouseButton.LeftButton)
        rest(view)
    assert isinstance(view.step, WayStep) and view.step.cards.value() == "office"
    press_on(view)
    assert where(view).path.value() == str(shared)
    press_on(view)
    assert who(view).parts["name"].control.text() == "Eva Lind"  # type: ignore[attr-defined]


def test_a_share_that_fails_at_the_last_moment_leaves_nothing_and_is_said_at_its_field(
    start: Callable[..., FirstStart], project: Project
) -> None:
    failing = False

    class Failing(OsFolder):
        def publish(self, path: str, data: bytes) -> None:
            if failing:
                raise Unavailable("exchange.folder.full", folder="delad")
            super().publish(path, data)

    project.folder = Failing
    profile = project.root / "ny"
    shared = project.root / "annan"
    shared.mkdir()
    view = start(profile, project=project)
    way(view, 1)
    press_on(view)
    where(view).path.choose(shared)
    press_on(view)
    fill_who(view)
    failing = True
    press_on(view)
    assert where(view).path.error()
    assert nothing_in(profile) and not has_profile(profile)
    failing = False
    press_on(view)
    assert who(view).parts["passphrase"].control.text() == PHRASE  # type: ignore[attr-defined]
    press_on(view)
    assert isinstance(view.form.question, Ending)
    assert has_profile(profile)


def test_a_keychain_that_takes_nothing_gives_way_to_a_passphrase(
    start: Callable[..., FirstStart], tmp_path: Path
) -> None:
    shared = tmp_path / "delad"
    shared.mkdir()
    profile = tmp_path / "kontor"
    chain = Chain()
    chain.broken = True
    view = start(profile, chain=chain)
    way(view, 1)
    press_on(view)
    where(view).path.choose(shared)
    press_on(view)
    who(view).parts["name"].control.setText("Eva")  # type: ignore[attr-defined]
    who(view).parts["organisation"].control.setText("Regionen")  # type: ignore[attr-defined]
    press_on(view)
    assert who(view)._typed.isVisibleTo(view)
    assert set(view.answers.wrong) == {"keychain"}
    assert nothing_in(profile) and list(shared.iterdir()) == []
    fill_who(view)
    press_on(view)
    assert isinstance(view.form.question, Ending)


def test_practice_is_made_beside_the_profile_and_can_be_stopped(
    start: Callable[..., FirstStart], tmp_path: Path
) -> None:
    profile = tmp_path / "simmitt"
    beside = tmp_path / "simmitt-practice"
    ready: list[Path] = []
    view = start(profile)
    view.ready.connect(ready.append)
    way(view, 2)
    QTest.mouseClick(view.form.next, Qt.MouseButton.LeftButton)
    assert view._job is not None
    steps: list[int] = []
    view._job.progress.connect(lambda at, of: steps.append(at))
    spin(lambda: bool(steps), "a first step")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    rest(view)
    assert nothing_in(beside) and ready == []
    press_on(view)
    assert ready == [beside]
    assert is_practice(beside) and nothing_in(profile)
    assert view.take_passphrase() is None


def test_everything_is_reached_and_named(start: Callable[..., FirstStart], project: Project) -> None:
    view = start(project.root / "ny", project=project)
    way(view, 0)
    seen: list[QWidget] = []
    view.activateWindow()
    for _ in range(12):
        now = QApplication.focusWidget()
        if now is not None and now not in seen:
            seen.append(now)
        QTest.keyClick(now or view, Qt.Key.Key_Tab)
    assert view.form.next in seen and view.form.tongue in seen
    for part in view.findChildren(QWidget):
        if part.isVisibleTo(view) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert part.accessibleName(), type(part).__name__


def test_a_word_is_completed_however_it_is_spelt(start: Callable[..., FirstStart], project: Project) -> None:
    file, _ = invited_to(project)
    view = start(project.root / "karin", project=project)
    way(view, 0).box.take(file)
    rest(view)
    press_on(view)
    six = where(view).words
    assert six is not None and view.answers.known is not None
    spelling, word = next(
        (spelling, word) for spelling, word in view.answers.known.words.items() if not word.isascii()
    )
    six.lines[0].setFocus()
    QTest.keyClicks(six.lines[0], spelling[:2])
    assert six.lines[0].suggestions is not None and six.lines[0].suggestions.isVisible()
    QTest.keyClick(six.lines[0], Qt.Key.Key_Escape)
    assert six.lines[0].suggestions is None and six.lines[0].text() == spelling[:2]
    QTest.keyClicks(six.lines[0], spelling[2:])
    QTest.keyClick(six.lines[0], Qt.Key.Key_Space)
    assert six.lines[0].text() == word
    assert QApplication.focusWidget() is six.lines[1]
    QTest.keyClick(six.lines[1], Qt.Key.Key_Backspace)
    assert QApplication.focusWidget() is six.lines[0]
    QTest.keyClicks(six.lines[2], "ab")
    QTest.keyClick(six.lines[2], Qt.Key.Key_Return)
    assert six.lines[2].text() == view.answers.known.words["abborre"]
