"""The ring around what has the keyboard: two pixels, two off, always drawn when keys moved the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size

_OFF = 2
# These draw their own ring as a border.
_OWN = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


class FocusRing(QWidget):
    """An overlay over a window: a widget cannot paint outside itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("ring")
        self._around: QWidget | None = None
        self._keys = False
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self._keys = True
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._keys = False
            self._follow()
        elif watched is self._around and kind in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Hide,
            QEvent.Type.Show,
        ):
            self._follow()
        return False

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        mine = now is not None and now.window() is self.window() and not isinstance(now, _OWN)
        self._around = now if mine else None
        self._follow()

    def _follow(self) -> None:
        around = self._around
        if around is None or not self._keys or not around.isVisible():
            self.hide()
            return
        seen = around.visibleRegion().boundingRect()
        if seen.isEmpty():
            self.hide()
            return
        corner = around.mapTo(self.window(), seen.topLeft())
        out = _OFF + Size.RING
        self.setGeometry(corner.x() - out, corner.y() - out, seen.width() + 2 * out, seen.height() + 2 * out)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("focus"), Size.RING))
        half = Size.RING / 2
        radius = Radius.CONTROL + _OFF
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()
