"""An icon as a picture of its own, and the round mark with a person's initials."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Size, Type
from app.desktop.widgets.text import draw_text


class Icon(QLabel):
    """A still icon. `name` says in words what it stands for; None where a word stands beside it."""

    def __init__(
        self,
        icon: str,
        colour: str = "muted",
        *,
        name: str | None = None,
        size: int = Size.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._colour, self._size = icon, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or icon)
        if name:
            self.setToolTip(name)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = look()
        side = theme.px(self._size)
        pixmap = icon_pixmap(self._icon, theme.colour(self._colour), side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
        painter.end()


AVATAR = 30
"""The side of an avatar, in pixels at 100 %."""


def initials_of(name: str) -> str:
    """The first letters of a person's first and last word; what begins with a digit or a sign has none."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))


def draw_avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """The disc with a person's initials, as large as the box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("sel"))
    painter.drawEllipse(box)
    middle = Qt.AlignmentFlag.AlignHCenter
    draw_text(painter, box, initials_of(name), Type.META_STRONG, "ink", align=middle)


class Avatar(QLabel):
    """Initials in a disc; the whole name is its accessible name."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)
        look().watch(self)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name or "–")
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = look().px(AVATAR)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look().px(AVATAR)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        draw_avatar(painter, box, self._name)
        painter.end()
