"""The window as it is first seen: ground, sheet and mark. What is inside comes in a moment, and nobody waits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from app.desktop.first_look import FirstLook, read_first_look
from app.desktop.tokens import SCHEMES, Radius, Size, Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.desktop.desk import Desk
    from app.desktop.frame import Frame
    from app.desktop.inside import Inside
    from app.desktop.tokens import Scheme
    from app.i18n import Language
    from app.settings import Settings

_SMALLEST = (900, 560)
_USUAL = (1440, 900)


class _First(QWidget):
    """What paints before anything else is loaded: as the frame will look, without its words."""

    def __init__(self, scheme: Scheme, percent: int) -> None:
        super().__init__()
        self._colours, self._percent = SCHEMES[scheme], percent
        self.setAccessibleName("SIMMITT")

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._colours
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(c.app))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(c.hair))
        painter.setBrush(QColor(c.paper))
        left = Size.RAIL * self._percent // 100
        high = self.height() - Space.S - Size.STATUS * self._percent // 100
        sheet = QRectF(left + 0.5, Space.S + 0.5, self.width() - left + Radius.CARD, high)
        painter.drawRoundedRect(sheet, Radius.CARD, Radius.CARD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.brand))
        side = 28 * self._percent // 100
        painter.drawRoundedRect(QRectF(Space.L, Space.L, side, side), Radius.CONTROL, Radius.CONTROL)
        painter.end()


def _scheme(theme: str) -> Scheme:
    """The scheme of a theme; of the system's, whether it is dark now. More is looked at when there is time."""
    known: dict[str, Scheme] = {"light": "light", "dark": "dark", "contrast": "contrast"}
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return known.get(theme, "dark" if dark else "light")


class MainWindow(QMainWindow):
    """One window on one profile. `begin` brings what is inside, once the window has painted."""

    def __init__(
        self,
        profile: Path,
        settings: Settings | None = None,
        *,
        language: Language | None = None,
        first: FirstLook | None = None,
        practice: bool = False,
    ) -> None:
        """`settings` None: those of the profile, read when the window has painted, in `language` where it is given.

        `practice`: where there is no profile, the practice programme is made at once.
        """
        super().__init__()
        self.setWindowTitle("SIMMITT")
        self.profile, self.settings, self.practice = profile, settings, practice
        self.inside: Inside | None = None
        self._language = language
        self._closed = False
        known = first or read_first_look(profile)
        self.setCentralWidget(_First(_scheme(known.theme), known.percent))
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_USUAL)
        self.restoreGeometry(QByteArray.fromHex(known.geometry.encode("ascii", "ignore")))

    def begin(self) -> None:
        """Load what is inside a little at a time, then furnish it and open the record."""
        from app import i18n
        from app.desktop.loading import in_slices, modules

        def first() -> Iterator[None]:
            yield from modules("app.desktop.inside")
            yield from i18n.load()

        in_slices(self, first(), self._furnish)

    def _furnish(self) -> None:
        from app.desktop.inside import Inside
        from app.desktop.scheme import settings_of

        if self._closed:
            return
        settings = self.settings or settings_of(self.profile, self._language)
        self.inside = Inside(
            self, self.profile, settings, how_it_lies=self.how_it_lies, practice=self.practice
        )
        self.inside.begin()

    @property
    def desk(self) -> Desk:
        """The desk of what is inside; there once the window is furnished."""
        assert self.inside is not None
        return self.inside.desk

    @property
    def frame(self) -> Frame:
        assert self.inside is not None
        return self.inside.frame

    def how_it_lies(self) -> str:
        """Size and place, as `window.toml` keeps them."""
        return bytes(self.saveGeometry().toHex().data()).decode("ascii")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closed = True
        if self.inside is not None:
            self.inside.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.inside is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if files and self.inside is not None:
            event.acceptProposedAction()
            inside = self.inside
            # After the drop has ended: the program that it comes from waits for that.
            QTimer.singleShot(0, self, lambda: inside.take(files))
