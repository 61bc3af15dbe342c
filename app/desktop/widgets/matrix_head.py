"""The matrix's frozen edges that Qt knows as headers: skills above (group bars, upright names, targets), names left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHeaderView, QWidget

from app.desktop.theme import look
from app.desktop.tokens import Radius, Size, Type
from app.desktop.widgets.matrix_model import MatrixModel, MatrixSheet, need_words
from app.desktop.widgets.matrix_pixmaps import Pixmaps, draw_upright
from app.desktop.widgets.text import draw_text
from app.desktop.words import say, shown

BLEED, NAMES, GAP, BAR, LONGEST, SHORTEST = 8, 166, 5, 22, 126, 56
_BETWEEN = 3
_FEWEST = 3
_LONGEST_GROWTH = 54
TEAM_EXTRA = 5
CENTRE = Qt.AlignmentFlag.AlignHCenter


def _least(name: str) -> float:
    """The room without which a group's bar is left plain; its name is then read in the heads of its skills."""
    metrics = look().metrics(Type.META_STRONG)
    return min(metrics.horizontalAdvance(name) - 1, metrics.horizontalAdvance(name[:_FEWEST] + "…"))


def column_width(model: MatrixModel, column: int) -> int:
    """A cell with its hairline, and after a group the gap."""
    theme = look()
    return theme.px(Size.CELL_WIDTH) + (theme.px(GAP) if model.ends_group(column) else 0)


def row_height(model: MatrixModel, row: int) -> int:
    theme = look()
    extra = theme.px(TEAM_EXTRA) if model.team_at(row) is not None else 0
    return theme.px(Size.CELL_HEIGHT) + extra


class _Head(QHeaderView):
    """Sections are as wide as the theme says; a click chooses, and never a whole row or column."""

    pressed = Signal(int)

    def __init__(self, orientation: Qt.Orientation, model: MatrixModel, name: str) -> None:
        super().__init__(orientation)
        self.model_seen = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setMouseTracking(False)

    def _measure(self, usual: int, size: Callable[[int], int]) -> None:
        """Give every section its size again."""
        blocked = self.blockSignals(True)
        self.setDefaultSectionSize(usual)
        for section in range(self.count()):
            if (wanted := size(section)) != self.sectionSize(section):
                self.resizeSection(section, wanted)
        self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        along = at.x() if self.orientation() == Qt.Orientation.Horizontal else at.y()
        section = self.logicalIndexAt(along)
        if section >= 0:
            self.pressed.emit(section)


class SkillHead(_Head):
    """Groups as bars over upright names, and below them the level that everybody should reach."""

    def __init__(self, model: MatrixModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, model, say("desktop.competence.skills"))
        self._pictures = Pixmaps()
        self._room = SHORTEST
        self.chosen = -1

    def measure(self) -> None:
        theme = look()
        model = self.model_seen
        self._measure(theme.px(Size.CELL_WIDTH), lambda column: column_width(model, column))
        metrics = theme.metrics(Type.META_STRONG)
        names = model.sheet.skills if model.sheet is not None else ()
        longest = max((metrics.horizontalAdvance(names[skill]) for skill in model.columns), default=0)
        most = min(theme.px(LONGEST), LONGEST + _LONGEST_GROWTH)
        self._room = int(min(most, max(theme.px(SHORTEST), longest + theme.px(8))))
        self.setFixedHeight(self.sizeHint().height())

    @property
    def has_groups(self) -> bool:
        sheet = self.model_seen.sheet
        return sheet is not None and any(group.name for group in sheet.groups)

    def bar_height(self) -> int:
        return look().px(BAR) + _BETWEEN if self.has_groups else 0

    def target_height(self) -> int:
        """The row of target levels, with the rule below it."""
        return look().px(Size.CELL_HEIGHT) + 2

    def sizeHint(self) -> QSize:
        return QSize(0, self.bar_height() + self._room + look().px(6) + self.target_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, model = look(), self.model_seen
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("paper"))
        sheet = model.sheet
        if sheet is None or not model.columns:
            painter.end()
            return
        first = max(0, self.visualIndexAt(0))
        last = self.visualIndexAt(self.viewport().width() - 1)
        last = len(model.columns) - 1 if last < 0 else last
        lefts = {column: self.sectionViewportPosition(column) for column in range(first, last + 1)}
        cell = theme.px(Size.CELL_WIDTH) - 1
        top = self.bar_height()
        target = self.height() - self.target_height()
        end = min(lefts[last] + cell, self.viewport().width())
        painter.fillRect(0, target, end, theme.px(Size.CELL_HEIGHT), theme.colour("wash"))
        self._pictures.use(self.devicePixelRatioF())
        dots = self._pictures.dots
        painter.save()
        self._pictures.in_dots(painter)
        for column, left in lefts.items():
            picture = self._column(sheet, model.columns[column], column == self.chosen, cell)
            painter.drawPixmap(dots(left), dots(top), picture)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.has_groups:
            self._groups(painter, lefts, cell, theme.px(BAR))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(0, self.height() - 1, self.viewport().width(), self.height() - 1)
        painter.end()

    def _column(self, sheet: MatrixSheet, skill: int, chosen: bool, cell: int) -> QPixmap:
        """The name of a skill over its target."""
        theme = look()
        name, need = sheet.skills[skill], need_words(sheet, skill)
        target = self.height() - self.target_height() - self.bar_height()
        high = target + theme.px(Size.CELL_HEIGHT)

        def draw(painter: QPainter) -> None:
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("sel"))
                painter.drawRoundedRect(QRectF(0, 0, cell, target), Radius.CELL, Radius.CELL)
            draw_upright(painter, cell / 2, target - theme.px(6), self._room, shown(name), chosen=chosen)
            box = QRectF(0, target, cell, theme.px(Size.CELL_HEIGHT))
            draw_text(painter, box, need, Type.META_STRONG, "accent", align=CENTRE, tabular=True)

        return self._pictures.of((name, need, chosen, high), cell, high, draw)

    def _groups(self, painter: QPainter, lefts: dict[int, int], cell: int, bar: int) -> None:
        """Each group once."""
        model = self.model_seen
        sheet = model.sheet
        if sheet is None:
            return
        names = sheet.groups_by_skill
        columns = list(lefts)
        start = 0
        for at, column in enumerate(columns):
            name = names[model.columns[column]]
            is_last = at + 1 == len(columns)
            if not is_last and names[model.columns[columns[at + 1]]] == name:
                continue
            left, right = lefts[columns[start]], lefts[column] + cell
            start = at + 1
            if name:
                self._bar(painter, name, left, right, bar)

    def _bar(self, painter: QPainter, name: str, left: int, right: int, high: int) -> None:
        """A group's bar; its name stands in the middle of what is seen of it."""
        theme, end = look(), self.viewport().width()
        first, last = max(0, left), min(right, end)

        def draw(inner: QPainter) -> None:
            inner.setPen(Qt.PenStyle.NoPen)
            inner.setBrush(theme.colour("head"))
            radius = Radius.CELL - 1
            inner.drawRoundedRect(QRectF(left - first, 0, right - left, high), radius, radius)
            inside = QRectF(theme.px(3), 0, last - first - 2 * theme.px(3), high)
            if inside.width() > _least(name):
                draw_text(inner, inside, name, Type.META_STRONG, "on_head", align=CENTRE)

        wide = last - first
        whole = (left, right) == (first, last)
        if whole:
            dots = self._pictures.dots
            painter.save()
            self._pictures.in_dots(painter)
            painter.drawPixmap(dots(left), 0, self._pictures.of((name, "group", wide), wide, high, draw))
            painter.restore()
        elif wide > 0:
            painter.save()
            painter.setClipRect(first, 0, wide, high)
            painter.translate(first, 0)
            draw(painter)
            painter.restore()


class NameHead(_Head):
    """Everybody's name, and each team's with how many of it are seen."""

    def __init__(self, model: MatrixModel) -> None:
        super().__init__(Qt.Orientation.Vertical, model, say("desktop.competence.people"))
        self.chosen = -1
        self._pictures = Pixmaps()

    def measure(self) -> None:
        theme, model = look(), self.model_seen
        self._measure(theme.px(Size.CELL_HEIGHT), lambda row: row_height(model, row))
        self.setFixedWidth(self.sizeHint().width())

    def sizeHint(self) -> QSize:
        # A large text size widens the cells as well: the names keep to their share.
        return QSize(min(look().px(NAMES), NAMES + 150), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, model = look(), self.model_seen
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("paper"))
        sheet = model.sheet
        if sheet is None or not model.rows:
            painter.end()
            return
        first = max(0, self.visualIndexAt(0))
        last = self.visualIndexAt(self.viewport().height() - 1)
        last = len(model.rows) - 1 if last < 0 else last
        self._pictures.use(self.devicePixelRatioF())
        dots = self._pictures.dots
        self._pictures.in_dots(painter)
        for row in range(first, last + 1):
            picture = self._line(sheet, row)
            painter.drawPixmap(0, dots(self.sectionViewportPosition(row)), picture)
        painter.end()

    def _line(self, sheet: MatrixSheet, row: int) -> QPixmap:
        person = self.model_seen.person_at(row)
        return self._team(row) if person is None else self._person(sheet.people[person], row == self.chosen)

    def _person(self, name: str, chosen: bool) -> QPixmap:
        theme = look()
        width, cell = self.viewport().width(), theme.px(Size.CELL_HEIGHT) - 1

        def draw(painter: QPainter) -> None:
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("sel"))
                painter.drawRoundedRect(QRectF(0, 0, width - 6, cell), Radius.CELL, Radius.CELL)
            box = QRectF(BLEED, 0, width - BLEED - theme.px(12), cell)
            draw_text(painter, box, name, Type.META_STRONG if chosen else Type.META, "ink")

        return self._pictures.of((name, chosen, width), width, cell, draw)

    def _team(self, row: int) -> QPixmap:
        theme, model = look(), self.model_seen
        team = model.team_at(row)
        name, count = (team.name if team is not None else ""), model.members(row)
        width, high = self.viewport().width(), row_height(model, row)

        def draw(painter: QPainter) -> None:
            down = theme.px(TEAM_EXTRA) - 1
            box = QRectF(BLEED, down, width - BLEED - theme.px(40), theme.px(Size.CELL_HEIGHT) - 1)
            taken = draw_text(painter, box, name, Type.META_STRONG, "accent")
            beside = QRectF(BLEED + taken + theme.px(8), box.top(), theme.px(40), box.height())
            draw_text(painter, beside, str(count), Type.META, "faint", tabular=True)

        return self._pictures.of((name, count, width, "team"), width, high, draw)


class Corner(QWidget):
    """Where the two heads meet: what the rows and the row of levels are."""

    def __init__(self, head: SkillHead, parent: QWidget) -> None:
        super().__init__(parent)
        self._head = head
        self.setAccessibleName(say("desktop.competence.people"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        target = self.height() - self._head.target_height()
        row = theme.px(Size.CELL_HEIGHT)
        painter.fillRect(BLEED, target, self.width() - BLEED, row, theme.colour("wash"))
        room = self.width() - BLEED - theme.px(8)
        above = QRectF(BLEED, target - theme.px(26), room, theme.px(22))
        draw_text(painter, above, say("desktop.competence.people"), Type.META_STRONG, "muted")
        beside = QRectF(BLEED, target, room, row)
        draw_text(painter, beside, say("desktop.competence.target_row"), Type.META_STRONG, "accent")
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(BLEED, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
