"""The three questions: how to begin; where the others are; who it is, and how the keys are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.desktop.file_dialogs import ask_for_file, ask_for_folder
from app.desktop.first_start.answers import Answers, Way
from app.desktop.first_start.six_words import SixWords
from app.desktop.first_start.step import Step
from app.desktop.tokens import Space, Type
from app.desktop.widgets.button import Button
from app.desktop.widgets.choice_card import ChoiceCard, ChoiceCards
from app.desktop.widgets.drop_box import DropBox
from app.desktop.widgets.field import Line
from app.desktop.widgets.layout import column, row
from app.desktop.widgets.path_field import PathField
from app.desktop.widgets.segments import Segments
from app.desktop.widgets.text import Text
from app.desktop.widgets.wrong import Wrong
from app.desktop.words import say

_MOST_PASSPHRASE = 1024
_CARDS: tuple[tuple[Way, str], ...] = (
    ("invited", "ticket"),
    ("office", "building-2"),
    ("practice", "sprout"),
)


class WayStep(Step):
    """How to begin. Who is invited has a file, which is asked for in the same breath."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers, say("desktop.first.way.title"))
        self.cards = ChoiceCards(
            say("desktop.first.way.title"),
            *(
                ChoiceCard(way, say(f"desktop.first.way.{way}"), say(f"desktop.first.way.{way}.hint"), icon)
                for way, icon in _CARDS
            ),
        )
        self.cards.set_value(answers.way)
        for card in self.cards.cards:
            card.toggled.connect(self._chosen)
        self._wrong = Wrong()
        self.part("way", self._wrong, self.cards.cards[0])
        self.box = DropBox(
            say("desktop.first.invitation"),
            say("desktop.first.invitation.drop"),
            say("desktop.first.choose_file"),
            say("desktop.first.remove_file"),
            icon="file-lock",
        )
        self.box.set_file(answers.invitation)
        self.box.chosen.connect(self._file)
        self.box.asked.connect(self._ask)
        self.part("invitation", self.box, self.box.button)
        self.box.setVisible(False)
        self.lay(self.cards, self._wrong, self.box)
        self.box.setVisible(answers.way == "invited")

    def first(self) -> QWidget:
        chosen = [card for card in self.cards.cards if card.isChecked()]
        return chosen[0] if chosen else self.cards.cards[0]

    def _chosen(self, on: bool) -> None:
        if not on:
            return
        found: dict[str, Way] = {way: way for way, _ in _CARDS}
        self.answers.way = found[self.cards.value()]
        self.box.setVisible(self.answers.way == "invited")
        self.answers.wrong.pop("shared", None)  # each way wants another folder
        self.settle("way")

    def drop(self, path: Path) -> None:
        """Who drops a file here has an invitation."""
        self.cards.set_value("invited")
        self.box.take(path)

    def _ask(self) -> None:
        file = ask_for_file(self, say("desktop.first.invitation"))
        if file is not None:
            self.box.take(file)

    def _file(self, file: Path | None) -> None:
        self.answers.invitation = file
        self.answers.invited = None
        self.settle("invitation")
        if file is not None:
            self.look.emit("invitation")


class WhereStep(Step):
    """The folder that all share; the six words for who is invited, the programme for the office."""

    def __init__(self, answers: Answers) -> None:
        invited = answers.way == "invited"
        kind = "invited" if invited else "office"
        super().__init__(
            answers, say(f"desktop.first.where.title.{kind}"), say(f"desktop.first.where.lead.{kind}")
        )
        self.words: SixWords | None = None
        self.box: DropBox | None = None
        items: list[QWidget] = []
        if invited:
            self.words = SixWords(answers)
            if answers.known is not None:
                self.words.offer(answers.known.words)
            self.words.edited.connect(self._words_edited)
            self.words.whole.connect(lambda: self.look.emit("words"))
            self.words.entered.connect(self.go_on)
            self.part("words", self.words, self.words.lines[0])
            items.append(self.words)
        self.path = PathField(
            say("desktop.first.shared"),
            say("desktop.first.choose_folder"),
            help=say(f"desktop.first.shared.help.{kind}"),
        )
        self.path.set_value(answers.shared)
        self.path.asked.connect(self._ask_folder)
        self.path.line.textChanged.connect(self._shared_typed)
        self.path.settled.connect(lambda typed: self.look.emit("shared") if typed else None)
        self.path.line.returnPressed.connect(self.go_on)
        self.part("shared", self.path, self.path.line)
        items.append(self.path)
        if not invited:
            self.box = DropBox(
                say("desktop.first.programme"),
                say("desktop.first.programme.drop"),
                say("desktop.first.choose_file"),
                say("desktop.first.remove_file"),
                icon="file-text",
                help=say("desktop.first.programme.help"),
            )
            self.box.set_file(answers.programme)
            self.box.chosen.connect(self._file)
            self.box.asked.connect(self._ask_programme)
            self.part("programme", self.box, self.box.button)
            items.append(self.box)
        self.lay(*items)

    def focus(self) -> None:
        if self.words is not None and ("words" in self.answers.wrong or not all(self.answers.words)):
            self.words.focus()
            return
        super().focus()

    def drop(self, path: Path) -> None:
        """A programme by its ending, else the folder: the disk is not asked on this thread."""
        if self.box is not None and path.suffix.casefold() == ".toml":
            self.box.take(path)
        else:
            self.path.choose(path)

    def _ask_folder(self) -> None:
        folder = ask_for_folder(self, say("desktop.first.shared"), self.answers.shared)
        if folder is not None:
            self.path.choose(folder)

    def _ask_programme(self) -> None:
        kind = say("desktop.first.programme.files")
        file = ask_for_file(self, say("desktop.first.programme"), kind, "*.toml")
        if file is not None and self.box is not None:
            self.box.take(file)

    def _words_edited(self) -> None:
        self.answers.invited = None
        self.settle("words")

    def _shared_typed(self, typed: str) -> None:
        self.answers.shared = typed.strip()
        self.settle("shared")

    def _file(self, file: Path | None) -> None:
        self.answers.programme = file
        self.settle("programme")
        if file is not None:
            self.look.emit("programme")


class WhoStep(Step):
    """Name, organisation, and what locks the laptop's data."""

    def __init__(self, answers: Answers) -> None:
        invited = answers.invited
        lead = say("desktop.first.who.lead.office")
        if answers.way == "invited" and invited is not None:
            lead = say("desktop.first.who.lead.invited", role=say(f"desktop.first.role.{invited.role}"))
        super().__init__(answers, say("desktop.first.who.title"), lead)
        name = self.text_field("name", say("desktop.first.name"), answers.name, self._keep_name)
        organisation = self.text_field(
            "organisation",
            say("desktop.first.organisation"),
            answers.organisation,
            self._keep_organisation,
            help=say("desktop.first.organisation.help"),
        )
        self.kept = Segments(
            say("desktop.first.keys"),
            [(where, say(f"desktop.first.{where}"), "") for where in ("keychain", "passphrase")],
        )
        self.kept.set_value("keychain" if answers.use_keychain else "passphrase")
        self.kept.chosen.connect(self._kept_in)
        self._kept_wrong = Wrong()
        self._kept_help = Text("", Type.META, "faint", wrap=True)
        self.part("keychain", self._kept_wrong, self.kept)
        least = answers.known.least if answers.known is not None else 0
        first = self.text_field(
            "passphrase",
            say("desktop.first.passphrase"),
            answers.passphrase,
            self._keep_passphrase,
            help=say("desktop.first.passphrase.help", least=least),
            secret=True,
            most=_MOST_PASSPHRASE,
        )
        again = self.text_field(
            "again",
            say("desktop.first.again"),
            answers.again,
            self._keep_again,
            secret=True,
            most=_MOST_PASSPHRASE,
        )
        self._secrets = tuple(field.control for field in (first, again) if isinstance(field.control, Line))
        self.eye = Button(say("desktop.show_it"), "ghost", "eye")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self.eye.setAccessibleDescription(say("desktop.first.passphrase"))
        self._typed = QWidget()
        self._typed.setLayout(column(first, again, row(self.eye, None), gap=Space.M))
        self._keys = QWidget()
        self._keys.setLayout(
            column(
                Text(say("desktop.first.keys"), Type.SECTION),
                Text(say("desktop.first.keys.help"), Type.BODY, "muted", wrap=True),
                Space.XS,
                self.kept,
                self._kept_help,
                self._kept_wrong,
                self._typed,
                gap=Space.S,
            )
        )
        self.lay(name, organisation, Space.S, self._keys)
        self.arrange()

    def arrange(self) -> None:
        """The choice is there where a keychain answers; the passphrase where it is wanted."""
        known = self.answers.known
        choice = known is not None and known.keychain
        self.kept.setVisible(choice)
        self._kept_help.setVisible(choice)
        self._kept_help.setText(
            say(
                "desktop.first.kept.keychain" if self.answers.in_keychain else "desktop.first.kept.passphrase"
            )
        )
        self._typed.setVisible(not self.answers.in_keychain)

    def _kept_in(self, where: str) -> None:
        self.answers.use_keychain = where == "keychain"
        self.settle("keychain")
        self.arrange()

    def _show(self, on: bool) -> None:
        for line in self._secrets:
            line.setEchoMode(Line.EchoMode.Normal if on else Line.EchoMode.Password)
        self.eye.set_words(say("desktop.hide_it" if on else "desktop.show_it"))

    def _keep_name(self, typed: str) -> None:
        self.answers.name = typed

    def _keep_organisation(self, typed: str) -> None:
        self.answers.organisation = typed

    def _keep_passphrase(self, typed: str) -> None:
        self.answers.passphrase = typed
        if "again" in self.parts:
            self.settle("again")

    def _keep_again(self, typed: str) -> None:
        self.answers.again = typed
