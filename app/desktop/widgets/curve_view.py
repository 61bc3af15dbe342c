"""The curve of a target in the window: drawn as on paper, and read aloud as its points."""

from __future__ import annotations

from app.desktop.theme import look
from app.desktop.tokens import Type
from app.desktop.widgets.drawn import Drawn
from app.drawing.curve import Curve, draw_curve
from app.drawing.surface import Surface


class CurveView(Drawn):
    """Hidden while there is no curve. Its labels come with it, already safe to show."""

    def __init__(self, name: str, *, high: int = 208) -> None:
        super().__init__(name, high)
        self._name = name
        self._curve: Curve | None = None

    def show_curve(self, curve: Curve | None, read: str = "") -> None:
        """`read`: the points in words. Nothing is drawn anew where nothing is otherwise."""
        self.setAccessibleName(f"{self._name}: {read}" if read else self._name)
        self.setVisible(curve is not None)
        if curve != self._curve:
            self._curve = curve
            self.changed_drawing()

    def draw(self, surface: Surface, width: float, height: float) -> None:
        if self._curve is not None:
            draw_curve(
                surface, 0, 0, width, height, self._curve, look().colours, size=float(Type.KEYCAP.pixels)
            )
