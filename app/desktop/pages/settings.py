"""Inställningar: how the window looks, how it exchanges, how it locks. Each takes effect and is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.file_dialogs import ask_for_folder
from app.desktop.page import Page
from app.desktop.pages.settings_passphrase import PassphraseChange
from app.desktop.places import Place
from app.desktop.preferences import choose
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.card import Card, Section
from app.desktop.widgets.field import Choice
from app.desktop.widgets.layout import Line, Narrow, Scroller, column, reaching, row
from app.desktop.widgets.path_field import PathField
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.setting import Setting
from app.desktop.widgets.states import Banner
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Text
from app.desktop.words import say
from app.settings import TEXT_SIZES, Settings

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_WIDE, _CHOICE = 860, 200
_STEP = 10
_MINUTES = (1, 5, 10, 15, 30, 60, 120, 0)
_USUAL = Settings()
_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """What is not known without looking. `fallen_back`: keys whose stored value could not be used."""

    settings: Settings
    in_keychain: bool
    practice: bool
    least: int
    fallen_back: tuple[str, ...]


def _read(workspace: Workspace) -> SettingsShown:
    from app import settings
    from app.operations.passphrase import LEAST, how_kept
    from app.operations.practice import is_practice

    found = settings.read(workspace.profile)
    kept = how_kept(workspace.profile)
    practice = is_practice(workspace.profile)
    return SettingsShown(found.settings, kept == "keychain", practice, LEAST, found.fallen_back)


class SettingsPage(Page[SettingsShown]):
    """Nothing here waits for a Save button; what could not be kept is said beside it."""

    name = "settings"
    topics = frozenset({"settings"})  # no act of the record concerns it; `settings_changed` does

    def build(self, content: QWidget) -> None:
        self.header.set_title(say("desktop.settings.title"))
        self.fallen = Banner("warn")
        self.rows: dict[str, Setting] = {}
        self.begin_removal = Button(say("desktop.settings.practice.begin"))
        self.begin_removal.clicked.connect(lambda: self._sure(True))
        remove = self.desk.actions.button("practice.remove", "danger")
        keep = Button(say("desktop.settings.practice.keep"), "ghost")
        keep.clicked.connect(lambda: self._sure(False))
        self.sure = QWidget()
        self.sure.setLayout(
            column(
                Text(say("desktop.settings.practice.sure"), Type.STRONG, wrap=True),
                row(remove, keep, None),
                gap=Space.S,
            )
        )
        self.sure.hide()
        self.practice = Section(
            say("desktop.settings.practice"),
            Text(say("desktop.settings.practice.help"), Type.BODY, "muted", wrap=True),
            row(self.begin_removal, None),
            self.sure,
        )
        self.practice.hide()
        items = (
            self.fallen,
            self._looks(),
            Line(),
            self._sharing(),
            Line(),
            self._safety(),
            self.practice,
        )
        edge = Space.XXL - Space.OUT
        sections = Narrow(
            column(*reaching(items), None, gap=Space.XL),
            _WIDE,
            pad=(edge, Space.S, edge, Space.XL),
            left=True,
        )
        content.setLayout(column(Scroller(sections), gap=0))
        self.desk.settings_changed.connect(self._chosen_elsewhere)

    # --- the settings, section by section ---

    def _looks(self) -> Section:
        self.language = Segments(
            say("desktop.settings.language"),
            [(value, _language(value), "") for value in (_SYSTEM, "sv", "en")],
        )
        self.language.chosen.connect(
            lambda value: self._choose("language", None if value == _SYSTEM else value)
        )
        self.theme = Segments(
            say("desktop.settings.theme"),
            [
                (value, say(f"desktop.settings.theme.{value}"), "")
                for value in (_SYSTEM, "light", "dark", "contrast")
            ],
        )
        self.theme.chosen.connect(lambda value: self._choose("theme", value))
        sizes = range(TEXT_SIZES.start, TEXT_SIZES.stop, _STEP)
        self.text_size = Choice(say("desktop.settings.size"), [(str(size), _percent(size)) for size in sizes])
        self.text_size.chosen.connect(lambda value: self._choose("text_size", int(value)))
        self.smaller = IconButton(say("action.text.smaller"), "zoom-out", "plain")
        self.smaller.clicked.connect(lambda: self._resize(-_STEP))
        self.larger = IconButton(say("action.text.larger"), "zoom-in", "plain")
        self.larger.clicked.connect(lambda: self._resize(_STEP))
        self.motion = Segments(
            say("desktop.settings.motion"),
            [(value, say(f"desktop.settings.motion.{value}"), "") for value in (_SYSTEM, "on", "off")],
        )
        self.motion.chosen.connect(lambda value: self._choose("reduced_motion", value))
        sample = Card(
            Text(say("desktop.settings.sample.question"), Type.QUESTION, wrap=True),
            Text(say("desktop.settings.sample.text"), Type.BODY, "muted", wrap=True),
            Text(say("desktop.settings.sample.small"), Type.META, "faint", wrap=True),
            ground="wash",
            frame="hair",
            gap=Space.XS,
        )
        sizer = column(
            row(self.smaller, Narrow(row(self.text_size), _CHOICE), self.larger, None, gap=Space.S),
            sample,
            gap=Space.S,
        )
        return Section(
            say("desktop.settings.looks"),
            self._row("language", row(self.language, None), _language(_SYSTEM)),
            self._row("theme", row(self.theme, None), say("desktop.settings.theme.system")),
            self._row("text_size", sizer, _percent(_USUAL.text_size)),
            self._row("reduced_motion", row(self.motion, None), say("desktop.settings.motion.system")),
            gap=Space.L,
        )

    def _sharing(self) -> Section:
        self.folder = PathField(
            say("desktop.settings.shared"), say("desktop.settings.shared.choose"), labelled=False
        )
        self.folder.settled.connect(self._use_folder)
        self.folder.asked.connect(self._ask_folder)
        shared = Setting(
            say("desktop.settings.shared"),
            self.folder,
            help=say("desktop.settings.shared.help"),
            more=say("desktop.settings.shared.usual"),
        )
        self.sync = Switch(
            say("desktop.settings.sync"), say("desktop.settings.on"), say("desktop.settings.off")
        )
        self.sync.clicked.connect(lambda on: self._choose("sync_on_its_own", on))
        return Section(
            say("desktop.settings.sharing"),
            shared,
            self._row("sync_on_its_own", row(self.sync, None), say("desktop.settings.on")),
            gap=Space.L,
        )

    def _safety(self) -> Section:
        self.lock = Choice(
            say("desktop.settings.lock"), [(str(value), _minutes(value)) for value in _MINUTES]
        )
        self.lock.chosen.connect(lambda value: self._choose("lock_after", int(value)))
        self.change = PassphraseChange(self.desk)
        self.kept = Text("", Type.BODY, "muted", wrap=True)
        return Section(
            say("desktop.settings.safety"),
            self._row("lock_after", Narrow(row(self.lock), _CHOICE, left=True), _minutes(_USUAL.lock_after)),
            Setting(
                say("desktop.settings.passphrase"),
                column(self.kept, self.change),
                help=say("desktop.settings.passphrase.help"),
            ),
            gap=Space.L,
        )

    def _row(self, key: str, control: object, usual: str) -> Setting:
        word = {
            "text_size": "size",
            "reduced_motion": "motion",
            "sync_on_its_own": "sync",
            "lock_after": "lock",
        }
        code = f"desktop.settings.{word.get(key, key)}"
        made = Setting(
            say(code),
            control,  # type: ignore[arg-type]
            help=say(f"{code}.help"),
            usual=say("desktop.settings.usual", value=usual),
            back=say("desktop.settings.put_back"),
        )
        made.put_back.connect(lambda: self._choose(key, getattr(_USUAL, key)))
        self.rows[key] = made
        return made

    # --- showing ---

    def read(self, place: Place) -> Callable[[Workspace], SettingsShown]:
        return _read

    def fill(self, snapshot: SettingsShown) -> None:
        self.show_settings(snapshot.settings)
        self.change.show_least(snapshot.least)
        typed = not snapshot.in_keychain and not snapshot.practice
        self.change.setVisible(typed)
        self.kept.setVisible(not typed)
        where = "practice" if snapshot.practice else "keychain"
        self.kept.setText(say(f"desktop.settings.kept.{where}"))
        self.practice.setVisible(snapshot.practice)
        if snapshot.fallen_back:
            names = ", ".join(say(_NAMES[key]) for key in snapshot.fallen_back)
            self.fallen.tell(say("desktop.settings.fallen", names=names), say("desktop.settings.fallen.more"))
        else:
            self.fallen.hide()

    def show_settings(self, chosen: Settings) -> None:
        """What is chosen now, each beside its control."""
        self.language.set_value(chosen.language or _SYSTEM)
        self.theme.set_value(chosen.theme)
        _offer(self.text_size, chosen.text_size, _percent)
        self.smaller.setEnabled(chosen.text_size > TEXT_SIZES.start)
        self.larger.setEnabled(chosen.text_size < TEXT_SIZES.stop - 1)
        self.motion.set_value(chosen.reduced_motion)
        self.sync.setChecked(chosen.sync_on_its_own)
        _offer(self.lock, chosen.lock_after, _minutes)
        if not self.folder.error() and not self.folder.line.hasFocus():
            self.folder.set_value(chosen.shared or "")
        for key, made in self.rows.items():
            made.show_usual(getattr(chosen, key) == getattr(_USUAL, key))

    def _chosen_elsewhere(self) -> None:
        """By a menu, a shortcut, or this page itself."""
        if self.place is not None:
            self.show_settings(self.desk.settings)

    def _sure(self, on: bool) -> None:
        """What cannot be undone is asked once more, in place."""
        self.begin_removal.setVisible(not on)
        self.sure.setVisible(on)
        if not on:
            self.begin_removal.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- choosing ---

    def _choose(self, key: str, value: str | int | None) -> None:
        made = self.rows[key]
        made.set_error(None)

        def failed(sentence: str) -> None:
            made.set_error(sentence)
            self.show_settings(self.desk.settings)

        choose(self.desk, failed, **{key: value})

    def _resize(self, step: int) -> None:
        now = self.desk.settings.text_size
        self._choose("text_size", min(TEXT_SIZES.stop - 1, max(TEXT_SIZES.start, now + step)))

    def _ask_folder(self) -> None:
        folder = ask_for_folder(self, say("desktop.settings.shared"), self.folder.value())
        if folder is not None:
            self.folder.choose(folder)

    def _use_folder(self, typed: str) -> None:
        """Looked at beside the main thread; the old one stays until the new one is known to be the project's."""
        if not typed:
            self.folder.set_error(None)
            self.folder.set_value(self.desk.settings.shared or "")
            return
        self.folder.set_error(None)
        self.folder.button.switch_off(say("desktop.settings.shared.looking"))

        def use(workspace: Workspace) -> Settings:
            from app.operations.shared_folder import use_folder

            return use_folder(workspace, Path(typed))

        def done(settings: Settings) -> None:
            self.folder.button.switch_on()
            self.folder.set_value(settings.shared or "")
            self.desk.settings = settings
            self.desk.settings_changed.emit()
            self.desk.tell(say("desktop.settings.shared.done"))

        def failed(sentence: str) -> None:
            self.folder.button.switch_on()
            self.folder.put_back()
            self.folder.set_error(sentence)

        self.desk.ask(use, done, failed, owner=self)


_NAMES = {
    "shared": "desktop.settings.shared",
    "language": "desktop.settings.language",
    "theme": "desktop.settings.theme",
    "text_size": "desktop.settings.size",
    "lock_after": "desktop.settings.lock",
    "reduced_motion": "desktop.settings.motion",
    "sync_on_its_own": "desktop.settings.sync",
}


def _offer(control: Choice, value: int, words: Callable[[int], str]) -> None:
    """Show a value, also one that is not among those that are offered."""
    if control.findData(str(value)) < 0:
        control.addItem(words(value), str(value))
    control.set_value(str(value))


def _language(value: str) -> str:
    # A language is named in itself: whoever seeks it must know it again.
    return {"sv": "Svenska", "en": "English"}.get(value) or say("desktop.settings.language.system")


def _percent(size: int) -> str:
    return say("desktop.settings.percent", size=size)


def _minutes(minutes: int) -> str:
    if minutes == 0:
        return say("desktop.settings.lock.never")
    if minutes == 1:
        return say("desktop.settings.lock.minute")
    return say("desktop.settings.lock.minutes", minutes=minutes)
