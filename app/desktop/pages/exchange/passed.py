"""The files that the last run did not read: whose they are, and why, each reason once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.card import Section
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.exchange_view import PassedLine

_REASONS, _NAMED = 6, 12
Key = tuple[str, str, bool]


class _Reason(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("file-warning", "gap", size=Size.ICON_LARGE)
        self._title = Text("", Type.STRONG, wrap=True)
        self._why = Text("", Type.BODY, "muted", wrap=True)
        self._others = Text("", Type.META, "faint", wrap=True)
        words = column(self._title, self._why, self._others, gap=Space.HAIR)
        box = row(self._icon, words, gap=Space.M)
        box.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        box.setStretchFactor(words, 1)
        self.setLayout(box)

    def show_files(self, files: Sequence[PassedLine]) -> None:
        first, *others = files
        self._icon.set_icon(*(("file-lock", "warn") if first.waits else ("file-warning", "gap")))
        state = say("desktop.exchange.passed.waits" if first.waits else "desktop.exchange.passed.refused")
        count = (
            say("desktop.exchange.passed.one")
            if not others
            else say("desktop.exchange.passed.count", count=len(files))
        )
        self._title.setText(" · ".join(part for part in (count, first.device, state) if part))
        self._why.setText(refusal(Refusal(first.code, **first.params)))
        named = ", ".join(one.file.rsplit("/", 1)[-1] for one in others[:_NAMED])
        left = len(others) - _NAMED
        if left > 0:
            named = say("desktop.exchange.passed.and_more", files=named, count=left)
        self._others.setText(say("desktop.exchange.passed.same", files=named) if others else "")
        self._others.setVisible(bool(others))
        self.setAccessibleName(self._title.text())


class PassedFiles(Section):
    """Hidden while every file was read."""

    def __init__(self) -> None:
        super().__init__(say("desktop.exchange.passed"), gap=Space.L)
        self._reasons = tuple(_Reason() for _ in range(_REASONS))
        self._more = Text("", Type.META, "muted", wrap=True)
        self.add(*self._reasons, self._more)
        self.hide()

    def show_files(self, files: Sequence[PassedLine]) -> None:
        by_reason: dict[Key, list[PassedLine]] = {}
        for one in files:
            by_reason.setdefault((one.code, one.device, one.waits), []).append(one)
        groups = list(by_reason.values())
        self.set_title(say("desktop.exchange.passed"), str(len(files)))
        for at, reason in enumerate(self._reasons):
            reason.setVisible(at < len(groups))
            if at < len(groups):
                reason.show_files(groups[at])
        left = sum(len(group) for group in groups[_REASONS:])
        self._more.setText(say("desktop.exchange.passed.left", count=left) if left else "")
        self._more.setVisible(bool(left))
        self.setVisible(bool(files))
