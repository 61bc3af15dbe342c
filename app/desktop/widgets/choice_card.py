"""A choice as a card: icon, what it is, what it means. One of a few; arrows move between them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.text import Text
from app.desktop.words import shown

_DISC, _DISC_ICON, _RING, _TICK = 44, 22, 20, 13
_EDGE = 20


class ChoiceCard(QRadioButton):
    """Cards of one parent exclude each other. The value says which it is."""

    def __init__(
        self, value: str, title: str, hint: str, icon: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.value = value
        self._icon = icon
        self.setAccessibleName(shown(title))
        self.setAccessibleDescription(shown(hint))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title = Text(title, Type.SECTION, wrap=True)
        self._hint = Text(hint, Type.BODY, "muted", wrap=True)
        for text in (self._title, self._hint):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = row(column(self._title, self._hint, gap=Space.XS), gap=0)
        self.setLayout(self._words)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        px = look().px
        left = px(_EDGE + _DISC + _EDGE)
        right = px(_EDGE + _RING + Space.L)
        self._words.setContentsMargins(left, px(Space.L), right, px(Space.L))
        self.setMinimumHeight(px(_DISC + 2 * Space.L))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self._words.sizeHint().expandedTo(QSize(0, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return self._words.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.minimumHeight(), self._words.heightForWidth(width))

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        on = self.isChecked()
        over = self.underMouse() and self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("sel" if on else "hover" if over else "paper"))
        width = Size.RING if on else 1
        painter.setPen(QPen(theme.colour("brand" if on else "ctl" if over else "edge"), width))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), Radius.CARD, Radius.CARD
        )
        side = theme.px(_DISC)
        disc = QRectF(theme.px(_EDGE), (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("paper" if on else "wash"))
        painter.drawEllipse(disc)
        small = theme.px(_DISC_ICON)
        pixmap = icon_pixmap(
            self._icon, theme.colour("brand" if on else "muted"), small, self.devicePixelRatioF()
        )
        painter.drawPixmap(int(disc.center().x() - small / 2), int(disc.center().y() - small / 2), pixmap)
        ring = theme.px(_RING)
        mark = QRectF(self.width() - theme.px(_EDGE) - ring, (self.height() - ring) / 2, ring, ring)
        painter.setBrush(theme.colour("brand" if on else "paper"))
        painter.setPen(QPen(theme.colour("brand" if on else "ctl"), 1.5))
        painter.drawEllipse(mark.adjusted(0.75, 0.75, -0.75, -0.75))
        if on:
            tick = theme.px(_TICK)
            pixmap = icon_pixmap("check", theme.colour("on_brand"), tick, self.devicePixelRatioF())
            painter.drawPixmap(int(mark.center().x() - tick / 2), int(mark.center().y() - tick / 2), pixmap)
        painter.end()


class ChoiceCards(QWidget):
    """The cards under one another. `value` is "" until one is chosen."""

    def __init__(self, name: str, *cards: ChoiceCard) -> None:
        super().__init__()
        self.cards = cards
        self.setAccessibleName(shown(name))
        self.setLayout(column(*cards, gap=Space.L))

    def value(self) -> str:
        return next((card.value for card in self.cards if card.isChecked()), "")

    def set_value(self, value: str) -> None:
        for card in self.cards:
            if card.value == value:
                card.setChecked(True)

    def focus_first(self) -> None:
        chosen = next((card for card in self.cards if card.isChecked()), self.cards[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
