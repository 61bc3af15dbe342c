"""Fields: the label above, the control, the error below with icon and words. The value is kept when it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.text import Text, draw_text
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import shown


class Line(QLineEdit):
    """One line of text. `typed` comes on a pause, on Enter and on leaving: what stands there is then complete."""

    typed = Signal(str)

    def __init__(
        self, name: str, *, hint: str = "", secret: bool = False, most: int = 2000, calm: bool = False
    ) -> None:
        """`calm`: half of it would be wrong (a date, a name in a register), so a pause tells nothing yet."""
        super().__init__()
        self._calm = calm
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(most)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Size.TYPING_MS)
        self._pause.timeout.connect(self.flush)
        if not calm:
            self.textEdited.connect(lambda _: self._pause.start())
        self.editingFinished.connect(self.flush)

    def set_value(self, value: str) -> None:
        """Put a value in from outside; a caret that is in the middle of other text is left alone.

        So are blanks at the ends of what is being typed: the record keeps none, the next word comes after one.
        """
        if self.hasFocus() and self.text().strip() == value:
            self._told = self.text()
            return
        if self._calm and self.hasFocus() and self.text() != self._told:
            return  # it is being typed in, and is told on leaving
        self._told = value
        if value != self.text() and not self._pause.isActive():
            self.setText(value)

    def flush(self) -> None:
        """Tell what stands here, if it was not told."""
        self._pause.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.typed.emit(self._told)

    def put_back(self) -> None:
        """What was told did not arrive: the text stays, and is told again at the next chance."""
        self._told = "\0"

    def mark_wrong(self, wrong: bool) -> None:
        _mark(self, wrong)

    def hideEvent(self, event: QEvent) -> None:
        self.flush()
        super().hideEvent(event)  # type: ignore[arg-type]


class UnitLine(Line):
    """A line whose unit stands in it at the right: tkr, %, moment."""

    def __init__(
        self, name: str, unit: str = "", *, hint: str = "", most: int = 40, width: int | None = None
    ) -> None:
        """`width`: its width in pixels at 100 %; it grows with the text, up to half as much again."""
        super().__init__(f"{name} ({unit})" if unit else name, hint=hint, most=most)
        self._unit, self._width = unit, width
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        width = look().metrics(Type.BODY).horizontalAdvance(self._unit) if self._unit else 0
        self.setTextMargins(0, 0, int(width), 0)
        if self._width is not None:
            self.setFixedWidth(min(look().px(self._width), self._width * 3 // 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it has done its work here: what stands around does not hear it a second time

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            room = QRectF(self.rect()).adjusted(0, 0, -look().px(10), 0)
            draw_text(painter, room, self._unit, Type.BODY, "muted", align=Qt.AlignmentFlag.AlignRight)
            painter.end()


class Area(QPlainTextEdit):
    """Several lines of text. Tab leaves it; it grows with its text up to `most_lines`."""

    typed = Signal(str)

    def __init__(self, name: str, *, hint: str = "", lines: int = 2, most_lines: int = 10) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines, self._most = lines, most_lines
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Size.TYPING_MS)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._changed)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        self._fit()

    def _changed(self) -> None:
        self._fit()
        if self.toPlainText() != self._told:
            self._pause.start()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = min(self._most, max(self._lines, int(self.document().size().height())))
        self.setFixedHeight(lines * line + 2 * look().px(10))

    def set_value(self, value: str) -> None:
        if self.hasFocus() and self.toPlainText().strip() == value:
            self._told = self.toPlainText()
            return
        self._told = value
        if value != self.toPlainText() and not self._pause.isActive():
            self.setPlainText(value)
            self._pause.stop()

    def value(self) -> str:
        return self.toPlainText()

    def flush(self) -> None:
        self._pause.stop()
        if self.toPlainText() != self._told:
            self._told = self.toPlainText()
            self.typed.emit(self._told)

    def put_back(self) -> None:
        """What was told did not arrive: the text stays, and is told again at the next chance."""
        self._told = "\0"

    def mark_wrong(self, wrong: bool) -> None:
        _mark(self, wrong)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        super().focusOutEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self.flush()
        super().hideEvent(event)  # type: ignore[arg-type]


class Choice(QComboBox):
    """One of several, by value. The wheel does not change it unless it has the focus."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        search: bool = False,
        width: int | None = None,
    ) -> None:
        """`choices`: value and label. `search`: a part of a label may be typed, and finds it.

        `width`: the width that it wants, in pixels at 100 %; None where it takes what there is.
        """
        super().__init__()
        self._width = width
        self.setAccessibleName(name)
        if search:
            self._make_searchable(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)
        self.activated.connect(lambda _: self.chosen.emit(self.value()))

    def sizeHint(self) -> QSize:
        own = super().sizeHint()
        return own if self._width is None else QSize(look().px(self._width), own.height())

    def _make_searchable(self, name: str) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        line.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """What was typed becomes the choice that it names or is a part of alone; else what stood there stands again."""
        line = self.lineEdit()
        if line is None:
            return
        typed = line.text().strip().casefold()
        found = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if typed and found < 0:
            fitting = [at for at in range(self.count()) if typed in self.itemText(at).casefold()]
            found = fitting[0] if len(fitting) == 1 else -1
        if line.text().strip() and found >= 0 and found != self.currentIndex():
            self.setCurrentIndex(found)
            self.chosen.emit(self.value())
        line.setText(self.itemText(self.currentIndex()))

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for value, label in choices:
            self.addItem(shown(label), value)
        self.set_value(kept)
        self.blockSignals(False)

    def value(self) -> str:
        found = self.currentData()
        return found if isinstance(found, str) else ""

    def set_value(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))
        if (line := self.lineEdit()) is not None and not line.hasFocus():
            line.home(False)  # a long name is read from its beginning

    def mark_wrong(self, wrong: bool) -> None:
        _mark(self, wrong)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt paints it, save that a label which does not fit ends in an ellipsis and is told whole in the tip."""
        if self.isEditable():
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self)
        whole = self.currentText()
        elided = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room.width() - 2)
        option.currentText = elided
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        tip = whole if elided != whole else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)


Control = Line | Area | Choice


def _mark(widget: QWidget, wrong: bool) -> None:
    if bool(widget.property("wrong")) == wrong:
        return
    widget.setProperty("wrong", wrong)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Field(QWidget):
    """A control with its label above and what is wrong below it."""

    def __init__(
        self,
        label: str,
        control: Control,
        *,
        help: str = "",
        width: int | None = None,
        beside: QWidget | None = None,
    ) -> None:
        """`width`: the widest that the control may be, in pixels at 100 %. `beside`: a quicker way to the same."""
        super().__init__()
        self.control = control
        self._width = width
        self._label = Text(label, Type.META_STRONG, "muted")
        self._label.setBuddy(control)
        self._help = Text(help, Type.META, "faint", wrap=True)
        if not help:  # shown before it has a parent, it would be a window of its own
            self._help.hide()
        self._wrong = Wrong()
        asked: QWidget | QHBoxLayout = control
        if beside is not None:
            asked = row(beside, control, None)
            asked.setAlignment(beside, Qt.AlignmentFlag.AlignVCenter)
        box = column(self._label, asked, self._help, self._wrong, None, gap=Space.XS)
        self.setLayout(box)
        if help:
            control.setAccessibleDescription(help)
        # It may grow: the most that it could be is reckoned from one line of help, and at its width it may be two.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look().watch(self)
        self.restyle()

    def restyle(self) -> None:
        if self._width is not None:
            self.control.setMaximumWidth(look().px(self._width))

    def set_error(self, sentence: str | None) -> None:
        """What is wrong, where it is; None when it is mended."""
        self.control.mark_wrong(bool(sentence))
        self._wrong.set_error(sentence)
        self.control.setAccessibleDescription(sentence or self._help.text())

    def error(self) -> str:
        """The sentence that is shown now; "" where nothing is wrong."""
        return self._wrong.text()
