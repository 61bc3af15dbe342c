"""Icons: Lucide's outlines in the colour, size and sharpness that is asked for, kept once they are drawn."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource

_STROKE = 1.75
_MOST_KEPT = 2000
_pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}


@cache
def _outline(name: str) -> str:
    """Raises FileNotFoundError for a name that is not shipped."""
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{_STROKE}"')


def icon_pixmap(name: str, colour: QColor | str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of `ratio` dots each."""
    shade = colour if isinstance(colour, str) else colour.name()
    key = (name, shade, size, ratio)
    known = _pixmaps.get(key)
    if known is not None:
        return known
    dots = max(1, round(size * ratio))
    pixmap = QPixmap(dots, dots)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = QSvgRenderer(QByteArray(_outline(name).replace("currentColor", shade).encode()))
    painter = QPainter(pixmap)
    svg.render(painter, QRectF(0, 0, dots, dots))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    if len(_pixmaps) >= _MOST_KEPT:
        _pixmaps.clear()
    _pixmaps[key] = pixmap
    return pixmap


def make_icon(name: str, colour: QColor | str, size: int, disabled: QColor | str | None = None) -> QIcon:
    """An icon for Qt's own controls, sharp at one and at two dots a pixel."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(icon_pixmap(name, colour, size, ratio))
        if disabled is not None:
            icon.addPixmap(icon_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return icon


@cache
def _folder() -> Path:
    """Pictures for the style sheet, which takes files only. Removed with the process."""
    kept = tempfile.TemporaryDirectory(prefix="simmitt-")
    _kept.append(kept)
    return Path(kept.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


@cache
def icon_file(name: str, colour: str, size: int) -> str:
    """The path of an icon in one colour, for a style sheet; always with forward slashes."""
    svg = _outline(name).replace("currentColor", colour)
    svg = svg.replace('width="24"', f'width="{size}"', 1).replace('height="24"', f'height="{size}"', 1)
    file = _folder() / f"{name}-{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
    file.write_text(svg, encoding="utf-8")
    return file.as_posix()
