"""Unlocking: the passphrase of this laptop, at the start and after the window was locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.desktop.brand_panel import BesideBrand, BrandPanel
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.field import Field, Line
from app.desktop.widgets.layout import Narrow, Scroller, column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.states import Working
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import say

_WIDE, _PICTURE = 420, 28
_MOST = 1024


class Unlock(QWidget):
    """Asks, and hands what was typed to `open`. Whoever opens says `failed` where it did not do, else lets this go.

    How often it was tried is not counted: a key file can be copied and tried elsewhere, so the count would guard
    nothing, and would lock out the person alone.
    """

    def __init__(self, open: Callable[[str], None], *, passphrase: bool = True) -> None:
        """`passphrase` False: the system's keychain has the keys, so there is a button alone; `open` gets ""."""
        super().__init__()
        self._open = open
        self._asks = passphrase
        title = say("desktop.unlock.title")
        self.setAccessibleName(title)
        self.line = Line(say("desktop.unlock.passphrase"), secret=True, most=_MOST)
        self.line.returnPressed.connect(self.unlock)
        self.line.textEdited.connect(lambda _: self._say_wrong(None))
        self._field = Field(say("desktop.unlock.passphrase"), self.line)
        self._wrong = Wrong()
        self.eye = Button(say("desktop.show_it"), "ghost", "eye")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show_it)
        self.button = Button(say("desktop.unlock.open"), "primary", "key-round")
        self.button.clicked.connect(self.unlock)
        self._working = Working(say("desktop.unlock.opening"))
        self._working.show_progress(0, 0)
        self._working.hide()
        hint = say("desktop.unlock.hint" if passphrase else "desktop.unlock.hint.keychain")
        if not passphrase:
            self._field.hide()
            self.eye.hide()
        form = column(
            None,
            row(Icon("lock", "accent", size=_PICTURE), None),
            Text(title, Type.FIGURE, wrap=True),
            Text(hint, Type.BODY, "muted", wrap=True),
            Space.S,
            self._field,
            self._wrong,
            row(self.eye, None, self.button, gap=Space.S),
            self._working,
            None,
            gap=Space.M,
        )
        panel = BrandPanel(say("desktop.brand.claim"), say("desktop.brand.promise"))
        sheet = Scroller(Narrow(form, _WIDE, pad=(Space.XXL, Space.XL, Space.XXL, Space.XL)))
        self.setLayout(column(BesideBrand(panel, sheet), gap=0))

    def unlock(self) -> None:
        """Try what was typed."""
        if not self.button.isEnabled():
            return
        if self._asks and not self.line.text():
            self._say_wrong(say("desktop.unlock.empty"))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say_wrong(None)
        self._busy(True)
        self._open(self.line.text() if self._asks else "")

    def failed(self, sentence: str) -> None:
        """It did not open: why, in place. What was typed stays, marked, to be mended or typed over."""
        self._busy(False)
        self._say_wrong(sentence)
        self._focus()

    def clear(self) -> None:
        """Nothing of what was typed is left here."""
        self.line.clear()
        self._say_wrong(None)
        self._busy(False)
        self.eye.setChecked(False)

    def error(self) -> str:
        """The sentence that is shown now."""
        return self._wrong.text()

    def _say_wrong(self, sentence: str | None) -> None:
        self.line.mark_wrong(bool(sentence) and self._asks)
        self.line.setAccessibleDescription(sentence or "")
        self._wrong.set_error(sentence)

    def _busy(self, on: bool) -> None:
        for part in (self.line, self.button, self.eye):
            part.setEnabled(not on)
        self._working.setVisible(on)

    def _show_it(self, on: bool) -> None:
        self.line.setEchoMode(Line.EchoMode.Normal if on else Line.EchoMode.Password)
        self.eye.set_words(say("desktop.hide_it" if on else "desktop.show_it"))

    def _focus(self) -> None:
        first = self.line if self._asks else self.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.eye.hasFocus():
            self.eye.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.line.hasFocus():
            self.unlock()
        else:
            super().keyPressEvent(event)
