"""What is done to an interview: each act goes to the live interview on the worker, and its step comes home."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop.places import Place

if TYPE_CHECKING:
    from app.desktop.desk import Desk
    from app.i18n import Language
    from app.operations.interview_live import LiveInterview
    from app.operations.interview_view import InterviewStep, InterviewView, QuestionView
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_MOST_LIVE = 3
Act = Callable[["LiveInterview", "Workspace"], "tuple[InterviewStep, ChangeSet | None]"]
Done = Callable[[], None]


class Acts(QObject):
    """Live interviews belong to the worker: they are made there, kept here by id, and used there alone.

    A value that was refused is a draft, kept by question and role until another one is taken.
    """

    stepped = Signal(str, object)
    """The place that the act was about ("" for the whole interview), and the step."""
    failed = Signal(str, str)
    """The place, and what kept it from the record."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.interview = ""
        self._role = ""
        self._lives: dict[str, LiveInterview] = {}
        self._line: deque[Callable[[], object]] = deque()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.send)
        self._waiting: Counter[tuple[str, str, str]] = Counter()
        self._drafts: dict[tuple[str, str, str], tuple[str, str]] = {}

    def opener(self, language: Language) -> Callable[[Workspace, str], InterviewView]:
        """What opens an interview on the worker and keeps it."""
        lives = self._lives

        def run(workspace: Workspace, interview: str) -> InterviewView:
            from app.operations.interview_live import open_live

            live = open_live(workspace, interview, language=language)
            view = live.view()
            lives.pop(view.id.hex(), None)
            lives[view.id.hex()] = live
            while len(lives) > _MOST_LIVE:
                lives.pop(next(iter(lives)))
            return view

        return run

    def knows(self, changes: ChangeSet) -> bool:
        """Whether a change was made here, or touches nothing that is shown."""
        live = self._lives.get(self.interview)
        return live is not None and not live.is_stale(changes)

    @property
    def busy(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._line)

    def speak_as(self, role: str) -> None:
        self._role = role

    # --- what is under way, and what was refused ---

    def _key(self, at: str) -> tuple[str, str, str]:
        return self.interview, at, self._role

    def under_way(self, at: str) -> bool:
        """Whether a newer value than the record's is shown: on its way, or refused and still standing there."""
        key = self._key(at)
        return self._waiting[key] > 0 or key in self._drafts

    def draft(self, at: str) -> tuple[str, str] | None:
        return self._drafts.get(self._key(at))

    # --- acts ---

    def answer(self, question: QuestionView, value: str) -> None:
        key, at, role = self._key(question.at), question.at, self._role or None
        typing = question.type == "text"
        self._drafts.pop(key, None)
        self._waiting[key] += 1

        def came(step: InterviewStep) -> None:
            self._waiting[key] -= 1
            if step.refused is not None and not self._waiting[key]:
                self._drafts[key] = (value, step.refused)

        def lost(_: str) -> None:
            self._waiting[key] -= 1

        self._do(at, lambda live, space: live.answer(space, at, value, role, typing=typing), came, lost)

    def note(self, question: QuestionView, text: str) -> None:
        at = question.at
        self._do(at, lambda live, space: live.set_note(space, at, text))

    def excuse(self, question: QuestionView, kind: str) -> None:
        at = question.at
        # One of the three kinds, or "" for none: the chips know no other.
        self._do(at, lambda live, space: live.set_missing(space, at, kind))  # type: ignore[arg-type]

    def add_row(self, repeat: str, done: Done) -> None:
        self._do("", lambda live, space: live.add_row(space, repeat), then=done)

    def remove_row(self, repeat: str, key: str, done: Done) -> None:
        from app.forms.outcome import RepeatKey

        self._do("", lambda live, space: live.remove_row(space, repeat, RepeatKey(key)), then=done)

    def finish(self, done: Done) -> None:
        self._do("", lambda live, space: live.finish(space), then=done)

    def amend(self, reason: str, done: Done, refused: Callable[[str], None]) -> None:
        def came(step: InterviewStep) -> None:
            if step.refused is not None:
                refused(step.refused)

        self._do("", lambda live, space: live.amend(space, reason), came, then=done, own_words=True)

    def start(self, company: str) -> None:
        """A new interview in a company, and there."""

        def run(workspace: Workspace) -> tuple[str, ChangeSet | None]:
            from app.operations import interviews

            made, changes = interviews.start(workspace, company=company)
            return made.hex(), changes

        self._desk.do(
            run,
            lambda made: self._desk.go(Place("interview", company, made)),
            lambda sentence: self.failed.emit("", sentence),
            owner=self._owner,
        )

    def _do(
        self,
        at: str,
        act: Act,
        came: Callable[[InterviewStep], None] | None = None,
        lost: Callable[[str], None] | None = None,
        *,
        then: Done | None = None,
        own_words: bool = False,
    ) -> None:
        """`own_words`: a refusal is said where it was asked for, and nowhere else."""
        lives, interview = self._lives, self.interview

        def run(workspace: Workspace) -> tuple[InterviewStep, ChangeSet | None]:
            return act(lives[interview], workspace)

        def home(step: InterviewStep) -> None:
            if came is not None:
                came(step)
            if interview != self.interview:
                return
            if step.refused is None or not own_words:
                self.stepped.emit(at, step)
            if step.refused is None and then is not None:
                then()

        def failed(sentence: str) -> None:
            if lost is not None:
                lost(sentence)
            if interview == self.interview:
                self.failed.emit(at, sentence)

        # After the next paint: the worker would take its share of the interpreter from it.
        self._line.append(lambda: self._desk.do(run, home, failed, owner=self._owner))
        self._soon.start()
        self._desk.at_work.add(self)

    def send(self) -> None:
        """What was done goes to the worker now, in its order."""
        self._soon.stop()
        self._desk.at_work.discard(self)
        while self._line:
            self._line.popleft()()
