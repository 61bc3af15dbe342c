"""Buttons: primary, plain, soft, ghost, link, danger; and the one with an icon alone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.desktop.icons import make_icon
from app.desktop.theme import look
from app.desktop.tokens import Size
from app.desktop.words import shown

Kind = Literal["primary", "plain", "soft", "ghost", "link", "danger"]
_ICON_COLOUR = {
    "primary": "on_brand",
    "plain": "ink",
    "soft": "ink",
    "ghost": "muted",
    "link": "accent",
    "danger": "gap",
}


class Button(QPushButton):
    """A button whose word names the deed. A switched off one says why in its tool tip."""

    def __init__(
        self,
        text: str,
        kind: Kind = "plain",
        icon: str | None = None,
        *,
        after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`after`: the icon stands after the word (go on, open)."""
        super().__init__(parent)
        self._kind: Kind = kind
        self._icon = icon
        self._label(text)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if after:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        theme = look()
        if self._icon is not None:
            colour = theme.colour(_ICON_COLOUR[self._kind])
            self.setIcon(make_icon(self._icon, colour, theme.px(Size.ICON), theme.colour("faint")))
            self.setIconSize(QSize(theme.px(Size.ICON), theme.px(Size.ICON)))
        self.updateGeometry()

    def _label(self, text: str) -> None:
        """The word; Qt sets it too near the icon, so a thin space keeps them apart."""
        plain = shown(text).replace("&", "&&")
        self.setText(f"\u2009{plain}" if self._icon is not None and plain else plain)
        self.setAccessibleName(shown(text))

    def showEvent(self, event: QShowEvent) -> None:
        # The style sheet's own weight of letters is known only now.
        self.updateGeometry()
        super().showEvent(event)

    def set_words(self, text: str, icon: str | None = None) -> None:
        self._label(text)
        if icon is not None and icon != self._icon:
            self._icon = icon
            self.restyle()

    def set_kind(self, kind: Kind) -> None:
        """Another weight: the primary one of a page gives way while something else is open there."""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self.restyle()

    def switch_off(self, reason: str) -> None:
        """Switched off, with the reason where a person looks for it."""
        self.setEnabled(False)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def switch_on(self) -> None:
        self.setEnabled(True)
        self.setToolTip("")
        self.setAccessibleDescription("")


class LinkLine(Button):
    """A link whose words may be long (a company's name): it elides, and tells the whole in its tool tip."""

    def __init__(self, text: str = "") -> None:
        self._whole = ""
        super().__init__(text, "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _label(self, text: str) -> None:
        self._whole = shown(text)
        super()._label(text)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(look().px(48), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitted = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(fitted.replace("&", "&&"))
        self.setToolTip(self._whole if fitted != self._whole else "")


class IconButton(Button):
    """A square button with an icon alone: undo, search, close, back. Its name is read aloud and shown as a tip."""

    def __init__(self, name: str, icon: str, kind: Kind = "ghost", *, parent: QWidget | None = None) -> None:
        super().__init__("", kind, icon, parent=parent)
        self.setAccessibleName(shown(name))
        self.setToolTip(shown(name))

    def restyle(self) -> None:
        super().restyle()
        side = look().px(Size.CONTROL)
        self.setFixedSize(side, side)
        self.setStyleSheet("padding: 0")

    def set_words(self, text: str, icon: str | None = None) -> None:
        self.setAccessibleName(shown(text))
        self.setToolTip(shown(text))
        if icon is not None and icon != self._icon:
            self._icon = icon
            self.restyle()
