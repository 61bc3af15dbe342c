"""The petrol panel of what stands before the record: first start and unlocking. The quarter circle is its ornament."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.desktop.rail import draw_mark
from app.desktop.theme import look
from app.desktop.tokens import Space, Type
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.text import Text

_WIDE, _LEAST, _FORM = 500, 300, 560
_MARK, _STRIP = 40, 40 + 2 * Space.M
_NO_LIMIT = (1 << 24) - 1  # Qt's own


class _PanelMark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("SIMMITT")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(_MARK), look().px(_MARK))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), "on_panel", "panel")
        painter.end()


class BrandPanel(QWidget):
    """Name, a line of what this is, and two of what one may rely on. Low, it is a strip with the name alone."""

    def __init__(self, claim: str, promise: str) -> None:
        super().__init__()
        self.low = False
        self._claim = Text(claim, Type.FIGURE, "on_panel", wrap=True)
        self._promise = Text(promise, Type.QUESTION, "on_panel_muted", wrap=True)
        name = Text("SIMMITT", Type.PAGE, "on_panel")
        self._gap = QWidget()
        self.box = column(
            row(_PanelMark(), name, None, gap=Space.L),
            self._gap,
            self._claim,
            self._promise,
            None,
            gap=Space.L,
        )
        self.setLayout(self.box)
        self.setAccessibleName(claim)

    def set_words(self, claim: str, promise: str) -> None:
        self._claim.setText(claim)
        self._promise.setText(promise)
        self.setAccessibleName(claim)

    def set_low(self, low: bool) -> None:
        self.low = low
        for part in (self._gap, self._claim, self._promise):
            part.setVisible(not low)
        edge = look().px(Space.M) if low else Space.HUGE
        self.box.setContentsMargins(Space.XXL if low else Space.HUGE, edge, Space.XL, edge)
        self._gap.setFixedHeight(look().px(Space.XXL))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("panel"))
        if not self.low:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            radius = min(0.66 * self.width(), 0.42 * self.height())
            # The ornament stays clear of the words, in a low window too.
            middle = max(0.71 * self.height(), self._promise.geometry().bottom() + Space.L + radius)
            across = QRectF(0, 0, 2 * radius, 2 * radius)
            across.moveCenter(QPointF(0.72 * self.width(), middle))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("panel_soft"))
            painter.drawEllipse(across)
            painter.setBrush(theme.colour("panel_deep"))
            painter.drawPie(across, 90 * 16, 90 * 16)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("bar"), 1.5))
            painter.drawEllipse(across)
        if theme.scheme == "contrast":
            painter.setPen(QPen(theme.colour("hair"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class BesideBrand(QWidget):
    """The panel at the left and a form at the right; in a narrow window, or with large text, the panel is a strip."""

    def __init__(self, panel: BrandPanel, form: QWidget) -> None:
        super().__init__()
        self.panel, self.form = panel, form
        self._box = row(panel, form, gap=0)
        self._box.setStretchFactor(form, 1)
        self.setLayout(self._box)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = look().px
        left = min(_WIDE, self.width() - px(_FORM))
        low = left < px(_LEAST)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if low else QBoxLayout.Direction.LeftToRight)
        self.panel.set_low(low)
        wide, high = (_NO_LIMIT, px(_STRIP)) if low else (left, _NO_LIMIT)
        self.panel.setMaximumSize(wide, high)
        self.panel.setMinimumSize(0 if low else left, px(_STRIP) if low else 0)
