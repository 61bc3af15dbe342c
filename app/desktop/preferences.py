"""What the person has chosen, put to work: language, theme, text size, motion."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app import settings as stored
from app.desktop.scheme import system_scheme
from app.desktop.theme import look
from app.desktop.words import use_language
from app.i18n import language_of_system
from app.settings import Settings

if TYPE_CHECKING:
    from app.desktop.desk import Desk, Failed


def apply(settings: Settings) -> None:
    """Language, theme, text size and motion of now. The words of what is shown already are not changed by it."""
    use_language(settings.language or language_of_system())
    theme = look()
    wanted = settings.reduced_motion
    theme.reduced_motion = system_is_still() if wanted == "system" else wanted == "on"
    scheme = system_scheme() if settings.theme == "system" else settings.theme
    theme.use(scheme=scheme, percent=settings.text_size)


def system_is_still() -> bool:
    """Whether the system has switched its animations off. Qt does not tell; Windows does."""
    if sys.platform == "win32":
        import ctypes

        shown = ctypes.c_int(1)
        get_client_area_animation = 0x1042
        ctypes.windll.user32.SystemParametersInfoW(get_client_area_animation, 0, ctypes.byref(shown), 0)
        return not shown.value
    return False


def follow_system(desk: Desk) -> None:
    """Change with the system where the person has left the choice to it."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _: apply(desk.settings))


def choose(desk: Desk, failed: Failed | None = None, **chosen: str | int | bool | Path | None) -> None:
    """Store some settings beside the main thread, then put them to work. `failed` gets the sentence of a refusal."""
    profile = desk.profile

    def store(_: object) -> Settings:
        return stored.change(profile, lambda before: replace(before, **chosen))  # type: ignore[arg-type]

    def done(settings: Settings) -> None:
        desk.settings = settings
        apply(settings)
        desk.settings_changed.emit()

    desk.aside(store, done, failed)
