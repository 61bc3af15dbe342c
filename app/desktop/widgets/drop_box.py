"""A place to drop a file on, with a button for those who would rather choose it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Space, Type
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong


class _Landing(QWidget):
    """The dashed box itself."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.over = False
        self.full = False
        self.wrong = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()
            self.over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self.over = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("sel" if self.over else "wash"))
        heavy = self.wrong or self.over
        pen = QPen(theme.colour("gap" if self.wrong else "brand" if self.over else "ctl"), 2 if heavy else 1)
        if not self.full and not heavy:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        inset = pen.widthF() / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, Radius.CARD, Radius.CARD)
        painter.end()


class DropBox(QWidget):
    """One file: its label above, what is wrong with it below. `asked`: the person wants to choose one."""

    chosen = Signal(object)
    """A Path, or None where the file was taken away again."""
    asked = Signal()

    def __init__(self, label: str, hint: str, choose: str, remove: str, *, icon: str, help: str = "") -> None:
        super().__init__()
        self._hint = hint
        self._picture = Icon(icon, "muted", size=Size.ICON_LARGE)
        self._words = Text(hint, Type.BODY, "muted")
        self.button = Button(choose)
        self.button.clicked.connect(self.asked)
        self.remove = IconButton(remove, "x")
        self.remove.clicked.connect(lambda: self.take(None))
        self.remove.hide()
        self._landing = _Landing()
        inside = row(self._picture, self._words, self.remove, self.button, gap=Space.S)
        inside.setStretchFactor(self._words, 1)
        inside.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self._landing.setLayout(inside)
        self._landing.setAccessibleName(label)
        self._landing.dropped.connect(self.take)
        self._wrong = Wrong()
        self._help = Text(help, Type.META, "faint", wrap=True)
        if not help:
            self._help.hide()
        self.setLayout(
            column(
                Text(label, Type.META_STRONG, "muted"), self._landing, self._help, self._wrong, gap=Space.XS
            )
        )
        self.button.setAccessibleDescription(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_file(self, file: Path | None) -> None:
        """Show a file that is chosen already."""
        self._landing.full = file is not None
        self._words.setText(file.name if file is not None else self._hint)
        self._words.set_colour("ink" if file is not None else "muted")
        self.remove.setVisible(file is not None)
        self._landing.update()

    def set_error(self, sentence: str | None) -> None:
        self._landing.wrong = bool(sentence)
        self._landing.update()
        self._wrong.set_error(sentence)
        self.button.setAccessibleDescription(sentence or self._landing.accessibleName())

    def error(self) -> str:
        return self._wrong.text()

    def take(self, file: Path | None) -> None:
        """A file that the person has just chosen, or None where it is taken away."""
        self.set_file(file)
        self.set_error(None)
        self.chosen.emit(file)
