"""The one motion of the window: what floats fades in, in 120 ms. Who wants stillness gets it at once."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Size


def fade_in(widget: QWidget) -> None:
    """Let a floating part come softly. The effect is taken off at the end: it would make each repaint dearer."""
    if look().reduced_motion or widget.graphicsEffect() is not None:
        return
    effect = QGraphicsOpacityEffect(widget)
    effect.setOpacity(0.0)
    widget.setGraphicsEffect(effect)
    fading = QPropertyAnimation(effect, b"opacity", widget)
    fading.setDuration(Size.FADE_MS)
    fading.setStartValue(0.0)
    fading.setEndValue(1.0)
    fading.finished.connect(lambda: widget.setGraphicsEffect(None))  # type: ignore[arg-type]
    fading.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
