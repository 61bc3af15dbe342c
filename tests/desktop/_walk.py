"""Looking at every widget of a window as people meet it: by its name, by keys, by its ink, by the room it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from app.desktop.rail import RailButton
from app.desktop.widgets.text import Text
from app.drawing.palette import contrast

# Containers: they lay others out, and are passed over when a screen reader reads.
_CONTAINERS = {
    QAccessible.Role.NoRole,
    QAccessible.Role.Client,
    QAccessible.Role.Pane,
    QAccessible.Role.Grouping,
    QAccessible.Role.LayeredPane,
    QAccessible.Role.Border,
    QAccessible.Role.Splitter,
    QAccessible.Role.ScrollBar,
    QAccessible.Role.Window,
    QAccessible.Role.Whitespace,
    QAccessible.Role.Separator,
}


def seen(root: QWidget) -> Iterator[QWidget]:
    """Every widget that is shown and has some size."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.width() > 0 and widget.height() > 0:
            yield widget


def where(widget: QWidget) -> str:
    """A widget as a failing test names it."""
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    around = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(around) < 4:
        around.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{' < '.join(around)} {words[:60]!r}"


def nameless(root: QWidget) -> list[str]:
    """What a screen reader would meet without a word for it."""
    found = []
    for widget in seen(root):
        if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        role = interface.role() if interface is not None else QAccessible.Role.NoRole
        stops = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if isinstance(widget, Text) and not widget.text():
            continue  # nothing to see, nothing to read
        if role in _CONTAINERS and not stops:
            continue
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not (name or widget.accessibleName() or getattr(widget, "text", lambda: "")()):
            found.append(f"{where(widget)} ({role.name})")
    return found


def tab_round(root: QWidget, most: int = 600) -> tuple[list[QWidget], bool]:
    """What Tab stops at, from the first stop on, and whether it comes back to where it began."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    root.activateWindow()
    stops: list[QWidget] = []
    for _ in range(most):
        focus = application.focusWidget() or root
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        now = application.focusWidget()
        if now is None:
            return stops, False
        if stops and now is stops[0]:
            return stops, True
        if now in stops:
            # It goes round without the first (a card that has folded): no trap, if the way leads out of the page.
            return stops, any(isinstance(one, RailButton) for one in stops[stops.index(now) :])
        stops.append(now)
    return stops, False


def unreached(root: QWidget, stops: list[QWidget]) -> list[str]:
    """What could take the focus by Tab and never got it."""
    return [
        where(widget)
        for widget in seen(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget not in stops
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
    ]


def _ink(picture: QImage, box: QRect) -> float | None:
    """The contrast of the ink in a box with its ground: the commonest colour, and the one farthest from it."""
    counts: Counter[int] = Counter()
    for y in range(max(0, box.top()), min(picture.height(), box.bottom() + 1)):
        for x in range(max(0, box.left()), min(picture.width(), box.right() + 1)):
            counts[picture.pixel(x, y) & 0xFFFFFF] += 1
    if len(counts) < 2:
        return None
    ground = counts.most_common(1)[0][0]
    return max(contrast(f"#{ground:06X}", f"#{one:06X}") for one, _ in counts.most_common(60))


def faint(root: QWidget) -> list[str]:
    """Texts whose ink is too near their ground: 4.5, and 3 for large text (24 pixels, or 18.7 and bold)."""
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ratio = picture.devicePixelRatio()
    found = []
    for widget in seen(root):
        if not isinstance(widget, (Text, QAbstractButton)) or not widget.isEnabled():
            continue
        if not getattr(widget, "text", lambda: "")().strip():
            continue
        region = widget.visibleRegion().boundingRect()
        if region.isEmpty():
            continue
        corner = widget.mapTo(root, region.topLeft())
        box = QRect(QPoint(int(corner.x() * ratio), int(corner.y() * ratio)), region.size() * ratio)
        box = box.adjusted(2, 2, -2, -2) if isinstance(widget, QAbstractButton) else box
        if _covered(root, widget, region):
            continue
        pixels = widget.font().pixelSize()
        large = pixels >= 24 or (pixels >= 18.7 and widget.font().weight() >= 600)
        measured = _ink(picture, box)
        if measured is not None and measured < (3.0 if large else 4.5) - 0.05:
            found.append(f"{where(widget)}: {measured:.2f}")
    return found


def _covered(root: QWidget, widget: QWidget, region: QRect) -> bool:
    """Whether something else lies over the middle of it (a toast)."""
    middle = widget.mapTo(root, region.center())
    top = root.childAt(middle)
    return top is not widget and (top is None or not (widget.isAncestorOf(top) or top.isAncestorOf(widget)))


def cramped(root: QWidget) -> list[str]:
    """Words that do not fit: a line that is cut without an ellipsis, a paragraph without its lines, a thing outside."""
    found = []
    for widget in seen(root):
        if isinstance(widget, Text):
            needed = (
                widget.heightForWidth(widget.width())
                if widget.hasHeightForWidth()
                else widget.sizeHint().height()
            )
            if widget.height() < needed - 1:
                found.append(f"{where(widget)}: {widget.height()} high, needs {needed}")
        elif isinstance(widget, QAbstractButton) and widget.text().strip():
            hint = widget.minimumSizeHint()
            if widget.width() < hint.width() - 1 or widget.height() < hint.height() - 1:
                found.append(f"{where(widget)}: {widget.size().toTuple()}, needs {hint.toTuple()}")
        elif isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height():
            found.append(f"{where(widget)}: lower than its text")
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            outside = _outside(widget)
            if outside:
                found.append(f"{where(widget)}: {outside}")
    return found


def _outside(widget: QWidget) -> str:
    """Where a widget reaches out of what holds it; what scrolls may be longer than is seen, not wider."""
    parent = widget.parentWidget()
    if parent is None or isinstance(parent, QAbstractScrollArea):
        return ""
    box = widget.geometry()
    if box.right() > parent.width() + 1 or box.left() < -1:
        return f"reaches outside sideways: {box.left()}-{box.right()} of {parent.width()}"
    if box.bottom() > parent.height() + 1 or box.top() < -1:
        return f"reaches outside: {box.top()}-{box.bottom()} of {parent.height()}"
    return ""
