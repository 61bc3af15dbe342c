"""The radar in the window: how far each thing has come, with its names around it and its values read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from app.desktop.theme import look
from app.desktop.tokens import Type
from app.desktop.widgets.drawn import Drawn
from app.desktop.words import number_words, shown
from app.drawing.radar import Axis, draw_radar
from app.drawing.surface import Surface

_FEWEST = 3


class RadarView(Drawn):
    """`nothing` is read for an axis without a figure."""

    def __init__(self, name: str, nothing: str, *, high: int = 216) -> None:
        super().__init__(name, high)
        self._name, self._nothing = name, nothing
        self._axes: tuple[Axis, ...] = ()

    def show_axes(self, axes: Sequence[Axis]) -> None:
        """Show these; nothing is drawn anew where nothing is otherwise."""
        safe = tuple(Axis(shown(axis.name), axis.value, axis.earlier, axis.needed) for axis in axes)
        if safe == self._axes:
            return
        self._axes = safe
        read = ", ".join(
            f"{axis.name} {self._nothing if axis.value is None else number_words(axis.value, 1)}"
            for axis in safe
        )
        self.setAccessibleName(f"{self._name}: {read}" if read else self._name)
        self.setVisible(len(safe) >= _FEWEST)
        self.changed_drawing()

    def draw(self, surface: Surface, width: float, height: float) -> None:
        if len(self._axes) >= _FEWEST:
            draw_radar(surface, 0, 0, width, height, self._axes, look().colours, size=Type.KEYCAP.pixels)
