"""The theme: tokens as Qt wants them, for the scheme and the text size that are chosen now."""

from __future__ import annotations

from functools import cache
from typing import Protocol
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from app.desktop.tokens import SCHEMES, Colours, Scheme, Type
from app.paths import resource

SMALLEST, LARGEST, STEP = 80, 300, 10
_FACES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold")


class Styled(Protocol):
    """A part that has set something from the theme, and sets it again when the theme is another."""

    def restyle(self) -> None: ...


class Theme(QObject):
    """Colours, fonts and sizes of now. One for the process, as the application's palette is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme: Scheme = "light"
        self.percent = 100
        self.reduced_motion = False
        self._parts: WeakSet[Styled] = WeakSet()
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[Type, bool], tuple[QFont, QFontMetricsF]] = {}

    @property
    def colours(self) -> Colours:
        return SCHEMES[self.scheme]

    def colour(self, name: str) -> QColor:
        """A token's colour by its name, e.g. "ink"; "level3" is the ground of a cell at level 3."""
        known = self._colours.get(name)
        if known is None:
            c = self.colours
            value = c.levels[int(name[5])] if name.startswith("level") else getattr(c, name)
            known = self._colours[name] = QColor(value)
        return known

    def px(self, pixels: float) -> int:
        """A length that grows with the text size."""
        return round(pixels * self.percent / 100)

    def font(self, kind: Type, *, tabular: bool = False) -> QFont:
        return self._of(kind, tabular)[0]

    def metrics(self, kind: Type, *, tabular: bool = False) -> QFontMetricsF:
        return self._of(kind, tabular)[1]

    def line(self, kind: Type) -> int:
        """The distance of two baselines, in pixels."""
        return self.px(kind.line)

    def _of(self, kind: Type, tabular: bool) -> tuple[QFont, QFontMetricsF]:
        key = (kind, tabular)
        if key not in self._fonts:
            font = QFont("Inter")
            font.setPixelSize(max(1, self.px(kind.pixels)))
            font.setWeight(QFont.Weight(kind.weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if kind.pixels >= Type.PAGE.pixels:
                font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -self.px(kind.pixels) * 0.012)
            if tabular:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = (font, QFontMetricsF(font))
        return self._fonts[key]

    def watch(self, part: Styled) -> None:
        """Have `restyle` called when scheme or text size change, for as long as the part lives."""
        self._parts.add(part)

    def use(self, *, scheme: Scheme | None = None, percent: int | None = None) -> None:
        """Change scheme or text size (clamped to 80-300 %) everywhere at once."""
        wanted = scheme or self.scheme
        size = min(LARGEST, max(SMALLEST, percent if percent is not None else self.percent))
        if (wanted, size) == (self.scheme, self.percent):
            return
        self.scheme, self.percent = wanted, size
        self._colours.clear()
        self._fonts.clear()
        self.apply()
        self.changed.emit()

    def apply(self) -> None:
        """Give the application palette, font and style sheet, and every part its own again."""
        from app.desktop.style_sheet import style_sheet

        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        application.setPalette(self.palette())
        application.setFont(self.font(Type.BODY))
        application.setStyleSheet(style_sheet(self.colours, self.px, outlined=self.scheme == "contrast"))
        for part in list(self._parts):
            # Python may still hold a part that Qt has let go, until its cycles are collected.
            if isValid(part):
                part.restyle()

    def palette(self) -> QPalette:
        c = self.colour
        role = QPalette.ColorRole
        palette = QPalette()
        for to, name in (
            (role.Window, "paper"),
            (role.WindowText, "ink"),
            (role.Base, "paper"),
            (role.AlternateBase, "wash"),
            (role.Text, "ink"),
            (role.Button, "paper"),
            (role.ButtonText, "ink"),
            (role.BrightText, "gap"),
            (role.Highlight, "sel"),
            (role.HighlightedText, "ink"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.PlaceholderText, "faint"),
            (role.ToolTipBase, "float"),
            (role.ToolTipText, "ink"),
            (role.Light, "hover"),
            (role.Midlight, "hair"),
            (role.Mid, "edge"),
            (role.Dark, "ctl"),
            (role.Shadow, "ink"),
            (role.Accent, "focus"),
        ):
            palette.setColor(to, c(name))
        for to in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, to, c("faint"))
        return palette


_theme: Theme | None = None


def look() -> Theme:
    """The theme of this process."""
    global _theme
    if _theme is None:
        _theme = Theme()
    return _theme


@cache
def load_fonts() -> None:
    """Inter from the resources, once. Raises FileNotFoundError naming the file that does not load."""
    for face in _FACES:
        file = resource("fonts", f"{face}.ttf")
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(file)
