"""What stands at the end: the profile is made, what the other side is told now, and what must not be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.desktop.tokens import Size, Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.layout import Item, column, row
from app.desktop.widgets.picture import Icon
from app.desktop.widgets.text import Text
from app.desktop.words import say

if TYPE_CHECKING:
    from app.operations.enrolment import ProfileSnapshot


class Ending(QWidget):
    """Title, what to do now, and how the keys are kept. `start` when the person goes to work."""

    start = Signal()

    def __init__(self, made: ProfileSnapshot, *, office: bool, in_keychain: bool) -> None:
        super().__init__()
        kind = "office" if office else "invited"
        title = say(f"desktop.first.end.title.{kind}")
        self.setAccessibleName(title)
        kept = "keychain" if in_keychain else f"passphrase.{kind}"
        items: list[Item] = [
            column(
                Text(title, Type.FIGURE, wrap=True),
                Text(say(f"desktop.first.end.lead.{kind}"), Type.BODY, "muted", wrap=True),
                gap=Space.S,
            )
        ]
        items += self._office() if office else [self._fingerprint(made.fingerprint)]
        items.append(_note("key-round", say("desktop.first.end.keys"), say(f"desktop.first.end.{kept}")))
        self.setLayout(column(*items, gap=Space.XL))

    def _fingerprint(self, mark: str) -> QWidget:
        self.mark = Text(mark, Type.PAGE)
        copy = Button(say("desktop.first.end.copy"), "plain")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(mark))
        return Card(
            Text(say("desktop.first.end.fingerprint"), Type.META_STRONG, "muted"),
            row(self.mark, None, copy, gap=Space.M),
            Text(say("desktop.first.end.read_it"), Type.BODY, "muted", wrap=True),
            ground="wash",
            frame="hair",
        )

    def _office(self) -> list[Item]:
        return [
            column(
                *(
                    _note(
                        icon, say(f"desktop.first.end.next.{what}"), say(f"desktop.first.end.next.{what}.how")
                    )
                    for what, icon in (("invite", "user-plus"), ("approve", "badge-check"))
                ),
                gap=Space.L,
            )
        ]


def _note(icon: str, title: str, text: str) -> QWidget:
    note = QWidget()
    words = column(Text(title, Type.STRONG, wrap=True), Text(text, Type.BODY, "muted", wrap=True), gap=0)
    picture = column(Icon(icon, "accent", size=Size.ICON_LARGE), None, gap=0)
    box = row(picture, words, gap=Space.M)
    box.setStretchFactor(words, 1)
    note.setLayout(box)
    note.setAccessibleName(title)
    return note
