"""What must be known before the window paints first: its theme, its text size, and how it lay. Read with little.

Two lines of each file are looked for as this program writes them; whatever stands there otherwise gives way to the
usual, and the settings are read as they should be a moment later. So nothing here can fail.
"""

from __future__ import annotations

from pathlib import Path

_THEME, _SIZE, _GEOMETRY = "theme", "text_size", "geometry"
_MOST_BYTES = 64 * 1024


class FirstLook:
    """`theme`: system, light, dark or contrast. `percent`: the text size. `geometry`: as Qt saved it, in hex."""

    __slots__ = ("geometry", "percent", "theme")

    def __init__(self, theme: str = "system", percent: int = 100, geometry: str = "") -> None:
        self.theme = theme
        self.percent = percent
        self.geometry = geometry


def read_first_look(profile: Path) -> FirstLook:
    """How the window is to look at once."""
    chosen, lay = _lines(profile / "settings.toml"), _lines(profile / "window.toml")
    theme, size = chosen.get(_THEME, ""), chosen.get(_SIZE, "")
    percent = int(size) if size.isascii() and size.isdigit() and len(size) == 3 else 100
    return FirstLook(
        theme if theme in ("light", "dark", "contrast") else "system", percent, lay.get(_GEOMETRY, "")
    )


def _lines(file: Path) -> dict[str, str]:
    """Keys and plain values, a line each; empty where the file cannot be read."""
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(_MOST_BYTES)
    except (OSError, ValueError):
        return {}
    parts = (line.partition("=") for line in text.splitlines())
    return {key.strip().strip('"'): value.strip().strip('"') for key, _, value in parts}
