"""Coming in and going out: opening the profile, first start, the passphrase, and the lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desktop.frame import Frame
from app.desktop.opening import HowOpened, how_opened, opener, own_words
from app.desktop.places import Place
from app.desktop.preferences import apply
from app.desktop.scheme import settings_of
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.desktop.furniture import Furniture
    from app.operations.workspace import Workspace


class Entrance(QObject):
    """Which view is shown: the frame, the first start, or the passphrase."""

    def __init__(self, inside: Furniture, *, practice: bool) -> None:
        super().__init__()
        self._inside = inside
        self._practice = practice
        self._furnished = False
        self._then: Callable[[], None] | None = None
        self._asks = True
        self._home = inside.desk.profile

    def open(self) -> None:
        """Open the profile on the worker, while the window is furnished."""
        self._open(opener(self._inside.desk.profile, None))

    def _open(self, make: Callable[[], Workspace]) -> None:
        self._inside.desk.open(make, lambda: self._when_furnished(self._opened), self._failed)

    def _failed(self, error: BaseException) -> None:
        self._when_furnished(lambda: self._not_opened(error))

    def _when_furnished(self, then: Callable[[], None]) -> None:
        if self._furnished:
            then()
        else:
            self._then = then

    def furnished(self) -> None:
        """The frame is there: whatever has happened meanwhile is shown."""
        self._furnished = True
        if self._then is not None:
            then, self._then = self._then, None
            then()
        else:
            self._inside.frame.status.show_saved(say("desktop.opening"))

    def _opened(self) -> None:
        self._inside.desk.ask(how_opened, self._keys_known, owner=self)
        self._show(self._inside.frame)
        self.enter(Place("overview"))

    def _keys_known(self, how: HowOpened) -> None:
        self._asks = how.typed
        if how.practice:
            self._inside.desk.actions.offer_frame({"practice.remove": self.leave_practice})

    def enter(self, place: Place) -> None:
        """Show the frame at a place, with everything around it."""
        inside = self._inside
        inside.frame.status.show_saved("")
        inside.frame.go(place)
        inside.desk.ask(own_words, self._introduce, owner=inside.frame)
        inside.back_and_forth.look_again()
        self._tell_of_crash()
        inside.together.begin()

    def _tell_of_crash(self) -> None:
        """The program failed last time: said once, with what is safe and where the fault is written down."""
        from app.crash import CrashNote, forget_crash, last_crash

        home = self._home

        def look(_: object) -> CrashNote | None:
            found = last_crash(home)
            if found is not None:
                forget_crash(home)
            return found

        def told(found: CrashNote | None) -> None:
            if found is not None:
                self._inside.desk.tell(say("desktop.crashed"))

        self._inside.desk.aside(look, told, lambda _: None, owner=self._inside.frame)

    def _introduce(self, words: tuple[str, str]) -> None:
        name, role = words
        self._inside.frame.rail.set_person(name, say(f"desktop.role.{role}"))

    def _not_opened(self, error: BaseException) -> None:
        self._inside.frame.status.show_saved("")
        if not isinstance(error, Refusal):
            self._ask_passphrase(say("desktop.unexpected"))
            raise error
        if error.code == "workspace.no_profile":
            self._first_start()
        else:
            if error.code.startswith("vault.keychain."):
                self._asks = False
            self._ask_passphrase("" if error.code == "vault.passphrase.needed" else refusal(error))

    def _first_start(self) -> None:
        from app.desktop.first_start import FirstStart

        view = FirstStart(self._inside.desk.profile, practice=self._practice)
        view.ready.connect(lambda profile: self._made(profile, view.take_passphrase()))
        self._show(view)

    def _made(self, profile: Path, passphrase: str | None) -> None:
        """A profile has been made; it may lie elsewhere (the practice programme), and in another language."""
        self._show(self._inside.frame)
        desk = self._inside.desk
        desk.profile = profile
        desk.settings = settings_of(profile, None)
        apply(desk.settings)
        desk.settings_changed.emit()
        self._open(opener(profile, passphrase))

    def _ask_passphrase(self, sentence: str) -> None:
        from app.desktop.unlock import Unlock

        view = self._inside.views.currentWidget()
        if not isinstance(view, Unlock):
            view = Unlock(
                lambda typed: self._open(opener(self._inside.desk.profile, typed or None)),
                passphrase=self._asks,
            )
            self._show(view)
        if sentence:
            view.failed(sentence)

    def _show(self, view: QWidget) -> None:
        """One view at a time; one that has done its work is let go."""
        views = self._inside.views
        old = views.currentWidget()
        if views.indexOf(view) < 0:
            views.addWidget(view)
        views.setCurrentWidget(view)
        # A frame is let go by whoever makes the next one.
        if old is not None and old is not view and not isinstance(old, Frame):
            views.removeWidget(old)
            old.deleteLater()

    def lock(self) -> None:
        """Close the record and show nothing of it until it is opened again."""
        inside = self._inside
        if not inside.desk.is_open:
            return
        inside.together.stop()
        inside.frame.empty()
        inside.toast.leave()
        inside.desk.shut()
        self._ask_passphrase("")

    def leave_practice(self) -> None:
        """Take the practice programme away; the first start is asked again, where the practice was begun."""
        desk = self._inside.desk
        if not desk.is_open:
            return
        practice = desk.profile

        def remove(_: object) -> None:
            from app.operations.practice import remove_practice

            remove_practice(practice)

        def gone(_: None) -> None:
            desk.profile = self._home
            self._practice = False
            self._asks = True
            self.open()

        def kept(sentence: str) -> None:
            desk.trouble.emit(sentence)
            self.open()

        desk.actions.withdraw("practice.remove")
        self._inside.together.stop()
        self._inside.frame.empty()
        self._inside.toast.leave()

        def take_away() -> None:
            desk.aside(remove, gone, kept)

        desk.shut(take_away)
