"""Text: one line that elides, or a paragraph with the line height of the looks page. Always shown safely."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Type
from app.desktop.words import shown

_LEAST_LETTERS = 6


class Text(QLabel):
    """A label that never pushes the window wider than it is, and never cuts a letter.

    One line elides at its end and tells the whole in its tool tip; with `wrap` it takes the lines that it needs.
    """

    def __init__(
        self,
        text: str = "",
        kind: Type = Type.BODY,
        colour: str = "ink",
        *,
        wrap: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        wide: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`wide`: a column of this width, in pixels at 100 %, so that what stands beside lines up."""
        super().__init__(parent)
        self._wide = wide
        self._kind = kind
        self._colour = colour
        self._wrap = wrap
        self._tabular = tabular
        self._align = align
        # A layout asks for the same width many times over: broken lines are kept until text or font change.
        self._broken: dict[int, list[tuple[int, int]]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        look().watch(self)
        self.restyle()
        self.setText(text)

    def restyle(self) -> None:
        self._broken.clear()
        self.setFont(look().font(self._kind, tabular=self._tabular))
        if self._wide is not None:
            self.setFixedWidth(look().px(self._wide))
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        safe = shown(text)
        if safe != self.text():
            self._broken.clear()
            super().setText(safe)
            self.setAccessibleName(safe)
            self.updateGeometry()

    def set_kind(self, kind: Type) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.restyle()

    def set_colour(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self.update()

    @property
    def colour(self) -> str:
        return self._colour

    def natural_width(self) -> int:
        """What the longest line needs."""
        metrics = look().metrics(self._kind, tabular=self._tabular)
        lines = self.text().split("\n") if self._wrap else [self.text().replace("\n", " ")]
        return int(max(metrics.horizontalAdvance(line) for line in lines)) + 1

    def sizeHint(self) -> QSize:
        width = self.natural_width()
        if self._wrap:
            width = min(width, look().px(560))
            return QSize(width, self.heightForWidth(width))
        return QSize(width, look().line(self._kind))

    def minimumSizeHint(self) -> QSize:
        metrics = look().metrics(self._kind, tabular=self._tabular)
        least = int(metrics.averageCharWidth() * _LEAST_LETTERS)
        if self._wrap:
            words = self.text().split()
            least = (
                int(min(max((metrics.horizontalAdvance(word) for word in words), default=0), least * 4)) + 1
            )
            return QSize(least, look().line(self._kind))
        return QSize(min(least, self.natural_width()), look().line(self._kind))

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        if not self._wrap:
            return look().line(self._kind)
        return max(1, len(self._lines(width))) * look().line(self._kind)

    def is_elided(self) -> bool:
        """Whether the line does not fit now (the whole is then in the tool tip)."""
        return not self._wrap and self.natural_width() > self.width()

    def _lines(self, width: int) -> list[tuple[int, int]]:
        """Start and length of each line at a width."""
        known = self._broken.get(width)
        if known is not None:
            return known
        found: list[tuple[int, int]] = []
        at = 0
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for part in self.text().split("\n"):
            layout = QTextLayout(part, self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                found.append((at + line.textStart(), line.textLength()))
            layout.endLayout()
            if not part:
                found.append((at, 0))
            at += len(part) + 1
        self._broken[width] = found
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setFont(self.font())
        enabled = self.isEnabled()
        painter.setPen(theme.colour(self._colour if enabled else "faint"))
        metrics = theme.metrics(self._kind, tabular=self._tabular)
        height = theme.line(self._kind)
        text = self.text()
        if not self._wrap:
            line = text.replace("\n", " ")
            fitted = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            self._line(painter, fitted, (self.height() - height) / 2, height)
            tip = text if fitted != line else ""
            if tip != self.toolTip():
                self.setToolTip(tip)
        else:
            for number, (start, length) in enumerate(self._lines(self.width())):
                self._line(painter, text[start : start + length].rstrip(), number * height, height)
        painter.end()

    def _line(self, painter: QPainter, text: str, top: float, height: int) -> None:
        metrics = look().metrics(self._kind, tabular=self._tabular)
        # Centred on the capitals, not on the line box.
        baseline = top + (height + metrics.capHeight()) / 2
        width = metrics.horizontalAdvance(text)
        if self._align & Qt.AlignmentFlag.AlignRight:
            left = self.width() - width
        elif self._align & Qt.AlignmentFlag.AlignHCenter:
            left = (self.width() - width) / 2
        else:
            left = 0.0
        painter.drawText(QPointF(left, round(baseline)), text)


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    kind: Type,
    colour: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    tabular: bool = False,
) -> float:
    """One elided line in a box, centred on its capitals: for delegates and charts. Returns its width."""
    theme = look()
    metrics = theme.metrics(kind, tabular=tabular)
    painter.setFont(theme.font(kind, tabular=tabular))
    painter.setPen(theme.colour(colour))
    fitted = metrics.elidedText(shown(text), Qt.TextElideMode.ElideRight, box.width() + 0.5)
    width = metrics.horizontalAdvance(fitted)
    left = box.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = box.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = box.left() + (box.width() - width) / 2
    painter.drawText(QPointF(left, box.top() + (box.height() + metrics.capHeight()) / 2), fitted)
    return width
