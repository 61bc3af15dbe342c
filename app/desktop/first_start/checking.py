"""Looking at one answer as soon as it is complete, and at all of a step before it is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.desktop.first_start import work
from app.desktop.first_start.answers import WORDS, Answers, FieldName
from app.desktop.tasks import Lane
from app.desktop.words import say
from app.domain.collation import without_marks
from app.domain.refusal import Refusal

Found = Callable[[FieldName, Refusal | None], None]


class Checking:
    """Looks on the worker; what was found counts only while the answer is still the same."""

    def __init__(
        self, answers: Answers, lane: Lane, around: work.Around, profile: Path, found: Found, owner: QObject
    ) -> None:
        self._answers = answers
        self._lane = lane
        self._around = around
        self._profile = profile
        self._found = found
        self._owner = owner

    def look(self, name: str) -> None:
        answers = self._answers
        if name == "words":
            self._found("words", self.words_wrong(whole=False))
        elif name == "passphrase":
            self._found("passphrase", _passphrase_wrong(answers) if answers.passphrase else None)
        elif name == "again":
            self._found("again", _again_wrong(answers) if answers.again else None)
        elif name == "invitation" and (file := answers.invitation) is not None:
            self._ask("invitation", lambda: work.check_invitation(file), lambda: answers.invitation == file)
        elif name == "programme" and (programme := answers.programme) is not None:
            self._ask(
                "programme",
                lambda: work.check_programme(programme),
                lambda: answers.programme == programme,
            )
        elif name == "shared" and (shared := answers.shared):
            way, invited = answers.way, answers.invited
            self._ask(
                "shared",
                lambda: work.check_folder(self._around, self._profile, Path(shared), way, invited),
                lambda: answers.shared == shared and answers.way == way,
            )
        elif name == "name" and (typed := answers.name).strip():
            label = say("desktop.first.name")
            self._ask("name", lambda: work.check_name(typed, label), lambda: answers.name == typed)
        elif name == "organisation" and (typed := answers.organisation).strip():
            label = say("desktop.first.organisation")
            self._ask(
                "organisation", lambda: work.check_name(typed, label), lambda: answers.organisation == typed
            )

    def _ask(self, at: FieldName, check: Callable[[], None], still: Callable[[], bool]) -> None:
        def failed(error: BaseException) -> None:
            if not isinstance(error, Refusal):
                raise error
            if still():
                self._found(at, error)

        self._lane.run(
            lambda job: check(), lambda _: self._found(at, None) if still() else None, failed, self._owner
        )

    def words_wrong(self, *, whole: bool) -> Refusal | None:
        """What can be told of the six words without the invitation. `whole`: all of them must be there."""
        answers = self._answers
        if answers.way != "invited":
            return None
        known = answers.known
        for place, word in enumerate(answers.words, start=1):
            if word and known is not None and without_marks(word) not in known.words:
                return Refusal("exchange.words.unknown", place=place, typed=word)
        typed = sum(bool(word) for word in answers.words)
        if whole and typed < WORDS:
            return Refusal("desktop.first.words.missing", found=typed, wanted=WORDS)
        return None


def settle_who(answers: Answers) -> None:
    """Everything of the last question that can be wrong without asking anybody."""
    if not answers.name.strip():
        answers.wrong["name"] = Refusal("desktop.first.name.missing")
    if not answers.organisation.strip():
        answers.wrong["organisation"] = Refusal("desktop.first.organisation.missing")
    found: tuple[tuple[FieldName, Refusal | None], ...] = (
        ("passphrase", None if answers.in_keychain else _passphrase_wrong(answers)),
        ("again", None if answers.in_keychain or _passphrase_wrong(answers) else _again_wrong(answers)),
    )
    for at, refused in found:
        if refused is not None:
            answers.wrong[at] = refused
        else:
            answers.wrong.pop(at, None)
    answers.wrong.pop("keychain", None)


def _passphrase_wrong(answers: Answers) -> Refusal | None:
    least = answers.known.least if answers.known is not None else 0
    if len(answers.passphrase) < max(1, least):
        return Refusal("desktop.first.passphrase.short", least=least, typed=len(answers.passphrase))
    return None


def _again_wrong(answers: Answers) -> Refusal | None:
    return Refusal("desktop.first.again.differs") if answers.again != answers.passphrase else None


def wanted_of(answers: Answers) -> work.Wanted:
    return work.Wanted(
        way=answers.way,
        invitation=answers.invitation,
        words=" ".join(answers.words),
        shared=Path(answers.shared),
        programme=answers.programme,
        name=answers.name,
        organisation=answers.organisation,
        role=answers.invited.role if answers.invited is not None else "office",
        passphrase=None if answers.in_keychain else answers.passphrase,
    )
