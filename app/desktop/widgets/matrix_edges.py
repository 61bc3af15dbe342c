"""The matrix's frozen edges that Qt has no header for: the shares at the right, the figures of each skill below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QTableView, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Size, Type
from app.desktop.widgets.matrix_head import BLEED, CENTRE
from app.desktop.widgets.matrix_model import MatrixModel, balance_words, percent_words
from app.desktop.widgets.matrix_pixmaps import Pixmaps
from app.desktop.widgets.text import draw_text
from app.desktop.words import say
from app.domain.matrix_grid import Foot

SHARE, SHARE_GAP, FOOT_ROW = 98, 14, 22
LOW_SHARE = 0.7
"""Below this a share is in the colour of a gap, as on the print."""
_BAR_WIDE, _BAR_HIGH = 26, 5
_RIGHT = Qt.AlignmentFlag.AlignRight


class ShareEdge(QWidget):
    """How much of what is asked each person fulfils, beside the row. The head of the row says it aloud."""

    def __init__(self, table: QTableView, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._model = table, model
        self._pictures = Pixmaps()
        self.setAccessibleName(say("desktop.competence.fulfilled"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, model = look(), self._model
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        sheet = model.sheet
        if sheet is None or not model.rows:
            painter.end()
            return
        head, names = self._table.horizontalHeader(), self._table.verticalHeader()
        top = head.height()
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(0, top - 1, self.width(), top - 1)
        left, row = theme.px(SHARE_GAP), theme.px(Size.CELL_HEIGHT)
        room = self.width() - left
        title = QRectF(left, top - row - theme.px(28), room, theme.px(22))
        draw_text(painter, title, say("desktop.competence.fulfilled"), Type.META_STRONG, "muted")
        painter.setClipRect(0, top, self.width(), self.height() - top)
        first = max(0, names.visualIndexAt(0))
        last = names.visualIndexAt(self._table.viewport().height() - 1)
        last = len(model.rows) - 1 if last < 0 else last
        self._pictures.use(self.devicePixelRatioF())
        dots = self._pictures.dots
        self._pictures.in_dots(painter)
        for at in range(first, last + 1):
            person = model.person_at(at)
            share = sheet.share(person) if person is not None else None
            if share is not None:
                picture = self._share(share, room)
                painter.drawPixmap(dots(left), dots(top + names.sectionViewportPosition(at)), picture)
        painter.end()

    def _share(self, share: float, room: int) -> QPixmap:
        theme = look()
        wide, high, row = theme.px(_BAR_WIDE), theme.px(_BAR_HIGH), theme.px(Size.CELL_HEIGHT) - 1
        words, low = percent_words(share), share < LOW_SHARE

        def draw(painter: QPainter) -> None:
            bar = QRectF(0, (row - high) / 2, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("track"))
            painter.drawRoundedRect(bar, high / 2, high / 2)
            if share > 0:
                bar.setWidth(max(high, wide * min(1.0, share)))
                painter.setBrush(theme.colour("gap" if low else "bar"))
                painter.drawRoundedRect(bar, high / 2, high / 2)
            box = QRectF(0, 0, room - theme.px(6), row)
            draw_text(
                painter, box, words, Type.META_STRONG, "gap" if low else "ink", align=_RIGHT, tabular=True
            )

        return self._pictures.of((words, low, room), room, row, draw)


class FootEdge(QWidget):
    """How many can, how many are needed, and the balance of each skill, below its column; the whole at the right."""

    def __init__(self, table: QTableView, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._model = table, model
        self._pictures = Pixmaps()
        self.setAccessibleName(say("desktop.competence.figures"))

    def wanted_height(self) -> int:
        return 3 * look().px(FOOT_ROW) + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, model = look(), self._model
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        sheet = model.sheet
        if sheet is None:
            painter.end()
            return
        painter.setPen(QPen(theme.colour("ink"), 1))
        painter.drawLine(BLEED, 0, self.width(), 0)
        row = theme.px(FOOT_ROW)
        names = self._table.verticalHeader().width()
        end = names + self._table.viewport().width()
        rows = (
            ("desktop.competence.have", Type.META, "ink"),
            ("desktop.competence.need", Type.META, "muted"),
            ("desktop.competence.balance", Type.META_STRONG, "ink"),
        )
        for number, (code, kind, colour) in enumerate(rows):
            box = QRectF(BLEED, 2 + number * row, names - BLEED - theme.px(8), row)
            draw_text(painter, box, say(code), kind, colour)
        self._total(painter, end, row)
        painter.setClipRect(names, 1, end - names, self.height())
        head = self._table.horizontalHeader()
        first = max(0, head.visualIndexAt(0))
        last = head.visualIndexAt(head.viewport().width() - 1)
        last = len(model.columns) - 1 if last < 0 else last
        cell = theme.px(Size.CELL_WIDTH) - 1
        self._pictures.use(self.devicePixelRatioF())
        dots = self._pictures.dots
        self._pictures.in_dots(painter)
        for column in range(first, last + 1):
            left = names + head.sectionViewportPosition(column)
            picture = self._column(sheet.foot(model.columns[column]), cell, row)
            painter.drawPixmap(dots(left), dots(2), picture)
        painter.end()

    def _column(self, foot: Foot, cell: int, row: int) -> QPixmap:
        theme = look()

        def draw(painter: QPainter) -> None:
            box = QRectF(0, 0, cell, row)
            draw_text(painter, box, str(foot.covered), Type.META, "ink", align=CENTRE, tabular=True)
            if foot.required is None or foot.balance is None:
                return
            box.translate(0, row)
            draw_text(painter, box, str(foot.required), Type.META, "muted", align=CENTRE, tabular=True)
            box.translate(0, row)
            enough = foot.balance >= 0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ok_wash" if enough else "gap_wash"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 3, 3)
            words, colour = balance_words(foot.balance), "ok" if enough else "gap"
            draw_text(painter, box, words, Type.META_STRONG, colour, align=CENTRE, tabular=True)

        return self._pictures.of((foot.covered, foot.required), cell, 3 * row, draw)

    def _total(self, painter: QPainter, left: int, row: int) -> None:
        theme, sheet = look(), self._model.sheet
        whole = sheet.share() if sheet is not None else None
        if whole is None:
            return
        start = left + theme.px(SHARE_GAP)
        box = QRectF(start, 2, self.width() - start, row)
        draw_text(painter, box, say("desktop.competence.total"), Type.META, "muted")
        box.translate(0, row)
        draw_text(painter, box, percent_words(whole), Type.QUESTION, "ink", tabular=True)
