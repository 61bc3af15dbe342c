"""Toasts: what was done, bottom centre, eight seconds, with the way to take it back; also announced."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop.icons import make_icon
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.layout import row
from app.desktop.widgets.motion import fade_in
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text

_SHADOW = 20


class Toast(QWidget):
    """One at a time, over the window. Stays while it is under the pointer or holds the focus."""

    undo = Signal()

    def __init__(self, window: QWidget, close: str) -> None:
        super().__init__(window)
        self._icon = Icon("check", "on_toast")
        self._text = Text("", Type.STRONG, "on_toast")
        self._act = QPushButton()
        self._act.setProperty("kind", "link")
        self._act.setAutoDefault(False)
        self._act.clicked.connect(self._pressed)
        self._close = QPushButton()
        self._close.setProperty("kind", "link")
        self._close.setAccessibleName(close)
        self._close.setToolTip(close)
        self._close.setAutoDefault(False)
        self._close.clicked.connect(self.leave)
        box = row(self._icon, self._text, self._act, self._close, gap=Space.M)
        box.setContentsMargins(_SHADOW + Space.L, _SHADOW + Space.S, _SHADOW + Space.S, _SHADOW + Space.S)
        self.setLayout(box)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(Size.TOAST_SECONDS * 1000)
        self._time.timeout.connect(self._over)
        window.installEventFilter(self)
        look().watch(self)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        theme = look()
        self._act.setStyleSheet(f"color: {theme.colours.toast_act}")
        self._close.setIcon(make_icon("x", theme.colours.on_toast, theme.px(Size.ICON)))
        self._place()

    def tell(self, text: str, action: str = "", *, icon: str = "check") -> None:
        self._icon.set_icon(icon, "on_toast")
        self._text.setText(text)
        self._act.setText(action)
        self._act.setAccessibleName(action or text)
        self._act.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        come = not self.isVisible()
        self.show()
        self.raise_()
        if come:
            fade_in(self)
        self._time.start()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{text} {action}".strip()))

    def leave(self) -> None:
        self._time.stop()
        self.hide()

    def _pressed(self) -> None:
        self.leave()
        self.undo.emit()

    def _over(self) -> None:
        if self.underMouse() or self._act.hasFocus() or self._close.hasFocus():
            self._time.start()
        else:
            self.hide()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        wanted = self.sizeHint()
        width = min(wanted.width(), window.width() - Space.XXL)
        bottom = window.height() - look().px(Size.STATUS) - Space.S
        self.setGeometry((window.width() - width) // 2, bottom - wanted.height(), width, wanted.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget() and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        draw_shadow(painter, inner)
        painter.setPen(theme.colour("on_toast") if theme.scheme == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("toast"))
        painter.drawRoundedRect(inner, Radius.CARD, Radius.CARD)
        painter.end()


def draw_shadow(painter: QPainter, inner: QRectF, spread: int = _SHADOW, down: int = 6) -> None:
    """The soft shadow under what floats, as rings that add up."""
    theme = look()
    strength = theme.colours.shadow_strength
    base = QColor(theme.colours.shadow)
    painter.setPen(Qt.PenStyle.NoPen)
    carried = 0.0
    for ring in range(spread):
        carried += strength * 2 * (ring + 1) / (spread * (spread + 1))
        alpha = int(carried)
        carried -= alpha
        if alpha:
            base.setAlpha(alpha)
            out = spread - ring
            painter.setBrush(base)
            box = inner.adjusted(-out, -out + down / 2, out, out).translated(0, down / 2)
            painter.drawRoundedRect(box, Radius.FLOATING + out, Radius.FLOATING + out)
