"""What a page shows instead of its content: nothing yet, still loading, something went wrong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.desktop.icons import icon_pixmap
from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text


class _Motif(QWidget):
    """The picture of an empty page: cells with level glyphs, or the page's icon; never a photograph."""

    def __init__(self, icon: str | None) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        return (
            QSize(theme.px(300), theme.px(148)) if self._icon is None else QSize(theme.px(112), theme.px(112))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("wash"))
        if self._icon is not None:
            painter.drawEllipse(QRectF(self.rect()))
            side = theme.px(40)
            pixmap = icon_pixmap(self._icon, theme.colour("accent"), side, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
            painter.end()
            return
        painter.drawRoundedRect(QRectF(self.rect()), Radius.CARD, Radius.CARD)
        unit = theme.px(1)
        for number, level in enumerate((0, 2, 3, 1, 4, 1, 3, 4, 2, 0, 0, 1, 2, 4, 3)):
            left = theme.px(40) + number % 5 * theme.px(46)
            top = theme.px(20) + number // 5 * theme.px(38)
            box = QRectF(left, top, theme.px(38), theme.px(31))
            painter.setBrush(theme.colour(f"level{level}"))
            painter.setPen(QPen(theme.colour("edge"), unit) if level == 0 else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, Radius.CELL, Radius.CELL)
            disc = QRectF(
                box.center().x() - theme.px(7), box.center().y() - theme.px(7), theme.px(14), theme.px(14)
            )
            painter.setPen(QPen(theme.colour("glyph"), unit))
            painter.setBrush(theme.colour("glyph_paper"))
            painter.drawEllipse(disc)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("glyph"))
            painter.drawPie(disc, 90 * 16, -90 * level * 16)
        painter.end()


class EmptyState(QWidget):
    """Picture, one hint, one action; perhaps a second way below it."""

    act = Signal()
    other = Signal()

    def __init__(
        self, title: str, hint: str, action: str = "", *, icon: str | None = None, button_icon: str | None = None,
        other: str = "", matrix: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        items: list[QWidget | int | None] = [None, _Motif(None if matrix else icon or "circle"), Space.L]
        items += [Text(title, Type.PAGE, wrap=True, align=centre)]
        items += [Text(hint, Type.QUESTION, "muted", wrap=True, align=centre), Space.S]
        self.button: Button | None = None
        if action:
            self.button = Button(action, "primary", button_icon)
            self.button.clicked.connect(self.act)
            items.append(self.button)
        if other:
            second = Button(other, "link")
            second.clicked.connect(self.other)
            items.append(second)
        items.append(None)
        box = column(*items, gap=Space.S)
        for at in range(box.count()):
            item = box.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and not isinstance(widget, Text):
                box.setAlignment(widget, centre)
        box.setContentsMargins(Space.XXL, Space.XXL, Space.XXL, Space.XXL)
        self.setLayout(box)
        self.setAccessibleName(title)


class Banner(QWidget):
    """Something that must be known, in place: what happened, what is safe, and one way out."""

    act = Signal()

    def __init__(self, tone: str = "gap") -> None:
        """`tone`: gap (went wrong), warn (soon), ok, or sel (news)."""
        super().__init__()
        self._tone = tone
        icons = {"gap": "triangle-alert", "warn": "clock", "ok": "check", "sel": "bell"}
        self._icon = Icon(icons[tone], "accent" if tone == "sel" else tone, size=Size.ICON_LARGE)
        self._title = Text("", Type.STRONG, wrap=True)
        self._more = Text("", Type.BODY, "muted", wrap=True)
        self.button = Button("")
        self.button.clicked.connect(self.act)
        words = column(self._title, self._more, gap=0)
        box = row(self._icon, words, self.button, gap=Space.M)
        box.setStretchFactor(words, 1)
        box.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hide()

    def tell(self, title: str, more: str = "", action: str = "") -> None:
        self._title.setText(title)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.button.set_words(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{title} {more}".strip())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wash = "sel" if self._tone == "sel" else f"{self._tone}_wash"
        edge = "accent" if self._tone == "sel" else self._tone
        painter.setPen(QPen(theme.colour(edge), 1) if theme.scheme == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(wash))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
        painter.end()


class Skeleton(QWidget):
    """The final layout as grey bars, while it is read."""

    def __init__(self, name: str, rows: int = 6) -> None:
        super().__init__()
        self._rows = rows
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = theme.px(Size.ROW_TWO)
        for number in range(min(self._rows, self.height() // step)):
            top = number * step + theme.px(10)
            long = self.width() * (0.42 if number % 2 else 0.5)
            chip = self.width() * 0.12
            bars = ((0.0, 0, long), (0.0, 16, long * 0.6), (self.width() - chip, 6, chip))
            for left, down, width in bars:
                painter.setBrush(theme.colour("track" if down == 0 else "hover"))
                painter.drawRoundedRect(QRectF(left, top + theme.px(down), width, theme.px(9)), 4, 4)
        painter.end()


class Working(QWidget):
    """A piece of work with a bar, what is left, and a way to stop it."""

    cancel = Signal()

    def __init__(self, name: str, stop: str = "") -> None:
        """`stop`: the word of the button; "" where the work is short and cannot be stopped."""
        super().__init__()
        self._words = Text(name, Type.BODY)
        self._left = Text("", Type.META, "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._stop = Button(stop)
        self._stop.clicked.connect(self.cancel)
        if not stop:
            self._stop.hide()
        head = row(self._words, None, self._left, self._stop)
        self.setLayout(column(head, self._bar, gap=Space.S))
        self.setAccessibleName(name)

    def begin(self, words: str, *, stop: bool = True) -> None:
        """Another piece of work: its words, and whether it can be stopped. How long it takes is not known yet."""
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self.setAccessibleName(words)
        self._stop.setVisible(stop)
        self.show_progress(0, 0)

    def show_progress(self, done: int, of: int, left: str = "") -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._left.setText(left)
