"""What has happened, on a line of time for each kind: discs for what has been, rings for what is to come, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.text import draw_text
from app.desktop.words import shown

_LABELS, _LEAST_LABELS, _CODE = 232, 96, 48
_LINE, _BAR, _DISC, _RING = 36, 10, 12, 2
_FOOT = 26
_MOST_PART = 3
"""Labels take at most one part of so many of the width."""


@dataclass(frozen=True, slots=True)
class TimePoint:
    """`words` say what it is and when, for whoever does not see it. `id` is what opens, "" for nothing."""

    day: date
    words: str
    id: str = ""
    to_come: bool = False


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A kind of event: a code (may be ""), its name, and its points, oldest first."""

    code: str
    name: str
    points: tuple[TimePoint, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Words for the heads: short names of the twelve months, and today."""

    short: tuple[str, ...]
    today: str


class Timeline(QWidget):
    """Arrows go from event to event, Enter opens one. It is as wide as there is room, from first month to last."""

    opened = Signal(str)

    def __init__(self, name: str, months: Months) -> None:
        super().__init__()
        self._name, self._months = name, months
        self._rows: tuple[TimeRow, ...] = ()
        self._first = self._last = self._today = date.today()
        self._at = -1
        self._points: list[tuple[int, TimePoint]] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def show_rows(self, rows: Sequence[TimeRow], first: date, last: date, today: date) -> None:
        """`first` is the first day of the first month, `last` lies in the last one."""
        kept = self.current()
        self._rows, self._first, self._last, self._today = tuple(rows), first, last, today
        seen = [
            (number, point)
            for number, row in enumerate(self._rows)
            for point in row.points
            if first <= point.day < self._end()
        ]
        self._points = sorted(seen, key=lambda one: (one[1].day, one[0]))
        self._at = next((n for n, (_, point) in enumerate(self._points) if point == kept), -1)
        self.setAccessibleDescription(
            "; ".join(
                f"{shown(f'{row.code} {row.name}'.strip())}: {', '.join(shown(one.words) for one in row.points)}"
                for row in self._rows
            )
        )
        self._say()
        self.updateGeometry()
        self.update()

    # --- where things stand ---

    def _end(self) -> date:
        """The first day after the last month."""
        month = self._last.year * 12 + self._last.month
        return date(month // 12, month % 12 + 1, 1)

    def _months_shown(self) -> int:
        end = self._end()
        return max(1, (end.year - self._first.year) * 12 + end.month - self._first.month)

    def _left(self) -> int:
        theme = look()
        return min(theme.px(_LABELS), max(theme.px(_LEAST_LABELS), self.width() // _MOST_PART))

    def _x(self, day: date) -> float:
        """Months are equally wide; a day stands in its part of the month."""
        month = (day.year - self._first.year) * 12 + day.month - self._first.month
        part = month + (day.day - 0.5) / 31
        return self._left() + part * (self.width() - self._left()) / self._months_shown()

    def _top(self) -> int:
        return 2 * look().px(Type.BODY.line)

    def _y(self, number: int) -> float:
        return self._top() + look().px(Space.XS) + (number + 0.5) * look().px(_LINE)

    def sizeHint(self) -> QSize:
        theme = look()
        high = self._top() + theme.px(Space.XS) + len(self._rows) * theme.px(_LINE) + theme.px(_FOOT)
        return QSize(theme.px(480), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(200), self.sizeHint().height())

    def point_at(self, where: QPointF) -> TimePoint | None:
        """The event under a place: targets are larger than what is drawn."""
        reach = look().px(Size.TARGET) / 2
        near = [
            (abs(self._x(point.day) - where.x()), point)
            for number, point in self._points
            if abs(self._y(number) - where.y()) <= look().px(_LINE) / 2
        ]
        best = min(near, key=lambda one: one[0], default=None)
        return best[1] if best is not None and best[0] <= reach else None

    # --- moving about ---

    def current(self) -> TimePoint | None:
        return self._points[self._at][1] if 0 <= self._at < len(self._points) else None

    def _go(self, to: int) -> None:
        self._at = max(0, min(len(self._points) - 1, to))
        self._say()
        self.update()

    def _say(self) -> None:
        point = self.current()
        self.setAccessibleName(f"{self._name}: {shown(point.words)}" if point is not None else self._name)

    def _other_row(self, step: int) -> None:
        """To the nearest event of the next row that has one."""
        if not 0 <= self._at < len(self._points):
            return
        number, point = self._points[self._at]
        rows = sorted({one for one, _ in self._points if (one - number) * step > 0}, reverse=step < 0)
        if rows:
            among = [n for n, (one, _) in enumerate(self._points) if one == rows[0]]
            self._go(min(among, key=lambda n: abs((self._points[n][1].day - point.day).days)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._points:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(self._at + (1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._other_row(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self._points) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.current())
        else:
            super().keyPressEvent(event)

    def _open(self, point: TimePoint | None) -> None:
        if point is not None and point.id:
            self.opened.emit(point.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self._points and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go(len(self._points) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.point_at(event.position())
        pointing = found is not None and bool(found.id)
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.point_at(event.position()))

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            point = self.point_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), shown(point.words) if point is not None else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._heads(painter)
        for number, row in enumerate(self._rows):
            self._row(painter, number, row)
        self._draw_today(painter)
        point = self.current()
        if point is not None and self.hasFocus():
            self._draw_current(painter, point)
        painter.end()

    def _bottom(self) -> float:
        return self.height() - look().px(_FOOT) / 2

    def _heads(self, painter: QPainter) -> None:
        """A line for each month, stronger at a new year; as many names as there is room for."""
        theme = look()
        left, count = self._left(), self._months_shown()
        wide = (self.width() - left) / count
        pad = theme.px(Space.XS)
        longest = max(theme.metrics(Type.META).horizontalAdvance(word) for word in self._months.short)
        step = next((step for step in (1, 3, 6) if wide * step >= longest + 2 * pad), 12)
        line = theme.px(Type.BODY.line)
        for number in range(count):
            month = self._first.year * 12 + self._first.month - 1 + number
            year, at = divmod(month, 12)
            x = left + number * wide
            fresh = number == 0 or at == 0
            if fresh or at % step == 0:
                painter.fillRect(
                    QRectF(round(x), 0 if fresh else line, 1, self._bottom() - (0 if fresh else line)),
                    theme.colour("edge" if fresh else "hair"),
                )
            if fresh and (number == 0 and (12 - at) * wide < theme.px(_CODE)):
                continue  # the year's few months leave no room for its name
            if fresh:
                room = QRectF(x + pad, 0, (12 - at) * wide - pad, line)
                draw_text(painter, room, str(year), Type.META_STRONG, "ink")
            if at % step == 0:
                room = QRectF(x + pad, line, wide * step - pad, line)
                draw_text(painter, room, self._months.short[at], Type.META, "muted")

    def _row(self, painter: QPainter, number: int, row: TimeRow) -> None:
        theme = look()
        y, left = self._y(number), self._left()
        high = theme.px(Type.BODY.line)
        room = QRectF(0, y - high / 2, left - theme.px(Space.S), high)
        if row.code:
            draw_text(painter, room, row.code, Type.META, "muted")
            room = room.adjusted(theme.px(_CODE), 0, 0, 0)
        draw_text(painter, room, row.name, Type.STRONG, "ink")
        seen = [point for point in row.points if self._first <= point.day < self._end()]
        if not seen:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        first, last = self._x(seen[0].day), self._x(seen[-1].day)
        bar = theme.px(_BAR)
        if last > first:
            painter.setBrush(theme.colour("bar_soft"))
            box = QRectF(first - bar / 2, y - bar / 2, last - first + bar, bar)
            painter.drawRoundedRect(box, bar / 2, bar / 2)
        for point in seen:
            self._disc(painter, self._x(point.day), y, to_come=point.to_come)

    def _disc(self, painter: QPainter, x: float, y: float, *, to_come: bool) -> None:
        theme = look()
        half = theme.px(_DISC) / 2
        if to_come:
            painter.setPen(QPen(theme.colour("bar"), theme.px(_RING)))
            painter.setBrush(theme.colour("paper"))
            half -= theme.px(_RING) / 2
        else:
            # A paper edge keeps discs apart that stand close together.
            painter.setPen(QPen(theme.colour("paper"), 1))
            painter.setBrush(theme.colour("bar"))
        painter.drawEllipse(QPointF(x, y), half, half)

    def _draw_today(self, painter: QPainter) -> None:
        if not self._first <= self._today < self._end():
            return
        theme = look()
        x, high = round(self._x(self._today)), theme.px(18)
        bottom = self.height() - high
        painter.fillRect(QRectF(x - 1, self._top(), 2, bottom - self._top()), theme.colour("gap"))
        wide = theme.metrics(Type.META_STRONG).horizontalAdvance(self._months.today) + 2 * theme.px(Space.S)
        left = min(max(x - wide / 2, 0.0), self.width() - wide)
        box = QRectF(left, bottom, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gap"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, box, self._months.today, Type.META_STRONG, "paper", align=middle)

    def _draw_current(self, painter: QPainter, point: TimePoint) -> None:
        """The ring around the event that has the keyboard, and its words beside it."""
        theme = look()
        number = self._points[self._at][0]
        x, y = self._x(point.day), self._y(number)
        painter.setPen(QPen(theme.colour("focus"), Size.RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = theme.px(_DISC) / 2 + 2 * Size.RING
        painter.drawEllipse(QPointF(x, y), half, half)
        wide = theme.metrics(Type.META).horizontalAdvance(shown(point.words)) + 2 * theme.px(Space.S) + 1
        high = theme.px(Size.TARGET)
        wide = min(wide, float(self.width()))
        left = min(max(x - wide / 2, 0.0), self.width() - wide)
        below = y + half + theme.px(Space.XS)
        top = below if below + high <= self.height() else y - half - theme.px(Space.XS) - high
        box = QRectF(left, top, wide, high)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("float"))
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        inner = box.adjusted(theme.px(Space.S), 0, -theme.px(Space.S) + 1, 0)
        draw_text(painter, inner, point.words, Type.META, "ink")
