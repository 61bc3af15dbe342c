"""A target in one line: its name, done of promised, and the bar that paper has too. Opens its evidence."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Space, Type
from app.desktop.widgets.drawn import screen_fonts
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown
from app.drawing.bars import TargetBar, draw_share, draw_target
from app.drawing.screen import ScreenSurface

_OUT = Space.OUT


class TargetLine(QPushButton):
    """`figure` and `of` are already words: "21", "av 35"."""

    reaches_out = True

    def __init__(self) -> None:
        super().__init__()
        self._name = self._figure = self._of = ""
        self._bar: TargetBar | None = None
        self._late = False
        self.setFlat(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def show_target(self, name: str, figure: str, of: str, bar: TargetBar | None, *, late: bool) -> None:
        self._name, self._figure, self._of, self._bar, self._late = shown(name), figure, of, bar, late
        self.setAccessibleName(f"{self._name}: {figure} {of}")
        self.setToolTip(self._name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(220), look().line(Type.BODY) + look().px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), Radius.CONTROL, Radius.CONTROL)
        line = theme.line(Type.BODY)
        top, right = theme.px(3), self.width() - _OUT
        of_width = theme.metrics(Type.BODY).horizontalAdvance(self._of) + 1
        figure_width = theme.metrics(Type.STRONG).horizontalAdvance(self._figure) + (
            theme.px(5) if self._of else 1
        )
        draw_text(painter, QRectF(right - of_width, top, of_width, line), self._of, Type.BODY, "muted")
        where = QRectF(right - of_width - figure_width, top, figure_width, line)
        draw_text(painter, where, self._figure, Type.STRONG, "gap" if self._late else "ink")
        room = QRectF(_OUT, top, where.left() - _OUT - theme.px(8), line)
        draw_text(painter, room, self._name, Type.BODY, "ink")
        if self._bar is not None:
            surface = ScreenSurface(painter, screen_fonts())
            height = theme.px(6)
            y = top + line + theme.px(4)
            draw_target(surface, _OUT, y, right - _OUT, height, self._bar, theme.colours, late=self._late)
        painter.end()


class ShareBar(QWidget):
    """A thin bar of a share, under the head of a column."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._share = 0.0
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(3)
        self.show_share(0.0)

    def show_share(self, share: float) -> None:
        self._share = share
        self.setAccessibleName(f"{self._name}: {round(share * 100)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        surface = ScreenSurface(painter, screen_fonts())
        draw_share(surface, 0, 0, self.width(), self.height(), self._share, look().colours, low=False)
        painter.end()
