"""Things that are one line until they are opened: an answer, a need with its bar, a way to a question."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_BAR = 4


class _Pressed(QAbstractButton):
    """A painted button that Enter presses too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Folded(_Pressed):
    """An answer on one line, elided; pressing it opens what it stands for. `faint`: there is none yet."""

    def __init__(self, name: str, *, right: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._right, self._faint = name, right, False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_words(self, text: str, *, faint: bool = False) -> None:
        line = shown(text).replace("\n", " ")
        self._faint = faint
        self.setText(line)
        self.setToolTip("" if faint else shown(text)[:500])
        self.setAccessibleName(f"{self._name}: {line}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        width = theme.metrics(Type.BODY).horizontalAdvance(self.text()[:200]) + 2
        return QSize(min(int(width), theme.px(Size.READING)), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), look().px(Size.CONTROL)), self._high())

    def _high(self) -> int:
        # Under its question it is another line of it; beside it, a control.
        return look().px(Size.CONTROL if self._right else Size.TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        colour = (
            "accent" if self.underMouse() else "faint" if self._faint else "ink" if self._right else "muted"
        )
        draw_text(painter, QRectF(self.rect()), self.text()[:400], Type.BODY, colour, align=side)
        painter.end()


class BarRow(_Pressed):
    """A name with its figure, a bar under it, and a word on what the figure rests on; opens when pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self._figure, self._part, self._second, self._thin = "", 0.0, "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bar(
        self, name: str, figure: str, part: float | None, second: str, *, thin: bool = False
    ) -> None:
        """`part` 0 to 1, None where there is no figure; `thin`: it rests on too little and is drawn in grey."""
        self.setText(shown(name))
        self._figure, self._part, self._second = figure, -1.0 if part is None else part, second
        self._thin = thin
        self.setAccessibleName(", ".join(word for word in (shown(name), figure, second) if word))
        self.setToolTip(shown(name))
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        return QSize(theme.px(200), theme.line(Type.BODY) + theme.line(Type.META) + theme.px(Space.XS))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second = theme.line(Type.BODY), theme.line(Type.META)
        has = self._part >= 0
        figure = theme.metrics(Type.STRONG, tabular=True).horizontalAdvance(self._figure) + 1
        right = Qt.AlignmentFlag.AlignRight
        width = float(self.width())
        head = QRectF(0, 0, width, first)
        draw_text(
            painter, head, self._figure, Type.STRONG, "ink" if has else "muted", align=right, tabular=True
        )
        side = theme.px(12)
        icon = "chevron-down" if self.isChecked() else "chevron-right"
        colour = theme.colour("ink" if self.underMouse() else "faint")
        name = QRectF(0, 0, width - figure - theme.px(Space.M) - side, first)
        drawn = draw_text(painter, name, self.text(), Type.STRONG, "ink")
        pixmap = icon_pixmap(icon, colour, side, self.devicePixelRatioF())
        painter.drawPixmap(int(drawn) + theme.px(Space.XS), int((first - side) / 2), pixmap)
        words = theme.metrics(Type.META, tabular=True).horizontalAdvance(self._second) + 1
        below = QRectF(0, first, width, second)
        if has:
            draw_text(painter, below, self._second, Type.META, "muted", align=right, tabular=True)
            height = theme.px(_BAR)
            bar = QRectF(
                0, first + (second - height) / 2, max(0.0, width - words - theme.px(Space.M)), height
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("track"))
            painter.drawRoundedRect(bar, height / 2, height / 2)
            bar.setWidth(bar.width() * min(1.0, self._part))
            painter.setBrush(theme.colour("ctl" if self._thin else "bar"))
            painter.drawRoundedRect(bar, height / 2, height / 2)
        else:
            draw_text(painter, below, self._second, Type.META, "muted")
        painter.end()


class WayRow(_Pressed):
    """A code, a short text and a word at the right: it leads to what it names."""

    def __init__(self) -> None:
        super().__init__()
        self._code, self._word = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_way(self, code: str, text: str, word: str) -> None:
        self._code, self._word = shown(code), shown(word)
        self.setText(shown(text))
        self.setAccessibleName(" ".join(part for part in (self._code, shown(text), self._word) if part))
        self.setToolTip(shown(text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(200), look().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, look().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), Radius.CONTROL, Radius.CONTROL)
        if self.hasFocus() and theme.scheme == "contrast":
            painter.setPen(QPen(theme.colour("focus"), 1))
        width = float(self.width())
        word = theme.metrics(Type.META_STRONG).horizontalAdvance(self._word) + 1
        height = self.height()
        draw_text(painter, QRectF(0, 0, theme.px(38), height), self._code, Type.META_STRONG, "gap")
        room = QRectF(theme.px(40), 0, width - theme.px(40) - word - theme.px(Space.S), height)
        draw_text(painter, room, self.text(), Type.BODY, "ink")
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, QRectF(0, 0, width, height), self._word, Type.META_STRONG, "gap", align=right)
        painter.end()
