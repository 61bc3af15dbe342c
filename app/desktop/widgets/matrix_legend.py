"""What the signs of the matrix mean: the levels in the company's own words, and the marks that occur."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.desktop.theme import look
from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.flow import FlowBox
from app.desktop.widgets.matrix_model import MatrixSheet
from app.desktop.widgets.matrix_pixmaps import draw_mark
from app.desktop.widgets.text import draw_text
from app.desktop.words import say, shown
from app.domain.competence import LicenceStatus
from app.domain.matrix_grid import UNKNOWN, Flag, licence_bits, licence_of

_WIDE, _HIGH, _GAP, _LONGEST = 20, 18, 6, 150
_LICENCES = (LicenceStatus.VALID, LicenceStatus.EXPIRING, LicenceStatus.EXPIRED, LicenceStatus.MISSING)


class _Entry(QLabel):
    """A sign and its words."""

    def __init__(self) -> None:
        super().__init__()
        self._level, self._flags = UNKNOWN, 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look().watch(self)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def show_sign(self, level: int, flags: int, words: str) -> None:
        self._level, self._flags = level, flags
        self.setText(shown(words))
        self.setAccessibleName(shown(words))
        self.setToolTip(shown(words) if self._words_width() > look().px(_LONGEST) else "")
        self.restyle()

    def _words_width(self) -> float:
        return look().metrics(Type.META).horizontalAdvance(self.text()) + 1

    def sizeHint(self) -> QSize:
        theme = look()
        words = min(self._words_width(), theme.px(_LONGEST))
        return QSize(theme.px(_WIDE + _GAP) + int(words) + 1, theme.px(Size.TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = theme.px(_WIDE), theme.px(_HIGH)
        top = (self.height() - high) // 2
        painter.save()
        painter.translate(0, top)
        draw_mark(painter, wide + 1, high + 1, self._level, self._flags)
        painter.restore()
        if self._level in (0, 1) or self._level == UNKNOWN:
            painter.setPen(QPen(theme.colour("edge"), 1))
            if not self._flags & Flag.FAR_BELOW:
                painter.drawRect(QRectF(0.5, top + 0.5, wide - 1, high - 1))
        left = wide + theme.px(_GAP)
        box = QRectF(left, 0, self.width() - left, self.height())
        draw_text(painter, box, self.text(), Type.META, "muted")
        painter.end()


class MatrixLegend(FlowBox):
    """Filled again for each sheet; only what occurs there is explained."""

    def __init__(self) -> None:
        super().__init__(gap=Space.M, line_gap=Space.XS)
        self._entries: list[_Entry] = []
        # What stands beside it keeps its width; the legend takes what is left, on as many lines as it needs.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(say("desktop.competence.legend"))

    def show_sheet(self, sheet: MatrixSheet) -> None:
        flags = set(sheet.grid.flags)
        signs: list[tuple[int, int, str]] = [
            (one.value, 0, one.words if one.symbol == str(one.value) else f"{one.symbol}  {one.words}")
            for one in sheet.levels
            if one.value
        ]
        marks: Sequence[tuple[int, str]] = (
            (Flag.BELOW.value, "desktop.competence.below"),
            (Flag.FAR_BELOW.value, "desktop.competence.far_below"),
            (Flag.ASKED.value, "desktop.competence.asked"),
            (Flag.OLD.value, "desktop.competence.old"),
        )
        signs += [(UNKNOWN, mark, say(code)) for mark, code in marks if any(one & mark for one in flags)]
        occurring = {licence_of(one) for one in flags}
        signs += [
            (UNKNOWN, licence_bits(state), say(f"domain.licence.{state.value}"))
            for state in _LICENCES
            if state in occurring
        ]
        while len(self._entries) < len(signs):
            entry = _Entry()
            self._entries.append(entry)
            self.flow.addWidget(entry)
        for entry, sign in zip(self._entries, signs, strict=False):
            entry.show_sign(*sign)
        for at, entry in enumerate(self._entries):
            entry.setVisible(at < len(signs))
        self.updateGeometry()
