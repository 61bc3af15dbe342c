"""The scale 0-5: six buttons, keys 0-5, Delete leaves it empty; an earlier answer is a dashed ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.layout import row
from app.desktop.widgets.text import draw_text


class ScaleButton(QRadioButton):
    """One step. `anchor` is the text of the step, read aloud with its number."""

    def __init__(self, value: str, name: str, *, large: bool) -> None:
        super().__init__()
        self.value = value
        self.earlier = False
        self._large = large
        self.setAccessibleName(name)
        wide = QSizePolicy.Policy.Maximum if large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoExclusive(False)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = look()
        if self._large:
            return QSize(theme.px(Size.SCALE_BUTTON + 16), theme.px(42))
        return QSize(theme.px(Size.SCALE_SMALL), theme.px(Size.SCALE_SMALL))

    def minimumSizeHint(self) -> QSize:
        # Six large ones stay side by side in a narrow window and at a large text size.
        return QSize(Size.SCALE_BUTTON, look().px(42)) if self._large else self.sizeHint()

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        over = self.underMouse() and self.isEnabled()
        ground = (
            ("brand_over" if over else "brand")
            if on
            else "press"
            if self.isDown()
            else "hover"
            if over
            else "paper"
        )
        if not self.isEnabled() and not on:
            ground = "hover"
        painter.setBrush(theme.colour(ground))
        painter.setPen(QPen(theme.colour("brand" if on else "ctl" if self.isEnabled() else "hair"), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = Radius.CONTROL if self._large else Radius.CELL
        painter.drawRoundedRect(box, radius, radius)
        if self.earlier and not on:
            pen = QPen(theme.colour("muted"), 1, Qt.PenStyle.DashLine)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)
        ink = "on_brand" if on else "ink" if self.isEnabled() else "faint"
        kind = Type.SECTION if self._large else Type.STRONG
        draw_text(painter, QRectF(self.rect()), self.value, kind, ink, align=Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class Scale(QWidget):
    """A row of steps; one has the focus, arrows move, digits choose, Delete or Backspace empties."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        values: tuple[str, ...],
        anchors: dict[str, str] | None = None,
        *,
        large: bool = False,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        known = anchors or {}
        self.buttons = tuple(
            self.make(
                value, f"{value}: {known[value]}" if value in known else f"{name}: {value}", large=large
            )
            for value in values
        )
        self._value = ""
        self.setLayout(row(*self.buttons, gap=Space.S if large else Space.XS))
        wide = QSizePolicy.Policy.Maximum if large else QSizePolicy.Policy.Fixed
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        for button in self.buttons:
            button.clicked.connect(lambda _=False, pressed=button: self._press(pressed.value))
            button.installEventFilter(self)
        self._focus_one(self.buttons[0])

    def make(self, value: str, name: str, *, large: bool) -> ScaleButton:
        """A step. Another scale may have steps of another look."""
        return ScaleButton(value, name, large=large)

    def value(self) -> str:
        return self._value

    def set_value(self, value: str, earlier: str = "") -> None:
        self._value = value
        for button in self.buttons:
            button.setChecked(button.value == value)
            if button.earlier != (button.value == earlier):
                button.earlier = button.value == earlier
                button.update()
        self._focus_one(next((one for one in self.buttons if one.value == value), self.buttons[0]))

    def _focus_one(self, chosen: ScaleButton) -> None:
        """Tab stops once at a scale, not six times."""
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self.setFocusProxy(chosen)

    def _press(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._press("")
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = next((n for n, one in enumerate(self.buttons) if one.hasFocus()), 0)
            step = 1 if key == Qt.Key.Key_Right else -1
            to = self.buttons[min(len(self.buttons) - 1, max(0, at + step))]
            to.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            to.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        typed = event.text()
        if typed and any(button.value == typed for button in self.buttons):
            self._press(typed)
            return True
        return False


class Lane(QWidget):
    """Where one respondent stands on the scale: a disc in the column of the button below it."""

    def __init__(self, name: str, value: str, values: tuple[str, ...]) -> None:
        super().__init__()
        self._value, self._values = value, values
        self._name = name
        self.setAccessibleName(f"{name}: {value}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def set_value(self, name: str, value: str) -> None:
        if (name, value) != (self._name, self._value):
            self._name, self._value = name, value
            self.setAccessibleName(f"{name}: {value}")
            self.update()

    def sizeHint(self) -> QSize:
        step = look().px(Size.SCALE_BUTTON + 16) + Space.S
        return QSize(step * len(self._values) - Space.S, look().px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize((Size.SCALE_BUTTON + Space.S) * len(self._values) - Space.S, look().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        # The same columns as the buttons of the scale that stands under it, at any width.
        step = (self.width() + Space.S) / len(self._values)
        half = (step - Space.S) / 2
        painter.setPen(QPen(theme.colour("hair"), 1))
        painter.drawLine(int(half), int(middle), int(half + step * (len(self._values) - 1)), int(middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("edge"))
        for number in range(len(self._values)):
            painter.drawEllipse(QRectF(half + number * step - 2, middle - 2, 4, 4))
        if self._value in self._values:
            centre = half + self._values.index(self._value) * step
            radius = theme.px(12)
            box = QRectF(centre - radius, middle - radius, 2 * radius, 2 * radius)
            painter.setBrush(theme.colour("gap_wash"))
            painter.setPen(QPen(theme.colour("gap"), 1.5))
            painter.drawEllipse(box)
            draw_text(painter, box, self._value, Type.STRONG, "gap", align=Qt.AlignmentFlag.AlignHCenter)
        painter.end()
