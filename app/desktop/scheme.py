"""What must be known before anything is painted: the settings, and what the system asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app import settings as stored
from app.domain.refusal import Refusal
from app.settings import Settings

if TYPE_CHECKING:
    from app.desktop.tokens import Scheme
    from app.i18n import Language


def settings_of(profile: Path, language: Language | None) -> Settings:
    """The settings of a profile, all defaults where they cannot be read; `language` is the one asked for now."""
    try:
        found = stored.read(profile).settings
    except Refusal:
        found = Settings()
    return replace(found, language=language) if language is not None else found


def system_scheme() -> Scheme:
    """What the system asks for: its dark or light, and its high contrast where it says so."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if (
        accessibility is not None
        and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    ):
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
