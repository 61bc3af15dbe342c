"""The view of the first start: leads from question to question, has answers looked at, and has the profile made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.desktop import words as speech
from app.desktop.first_start import work
from app.desktop.first_start.answers import (
    STEP_OF,
    STEPS,
    Answers,
    FieldName,
    StepName,
    field_of,
)
from app.desktop.first_start.checking import Checking, settle_who, wanted_of
from app.desktop.first_start.endings import Ending
from app.desktop.first_start.form import Form
from app.desktop.first_start.questions import WayStep, WhereStep, WhoStep
from app.desktop.first_start.step import Step
from app.desktop.tasks import Cancelled, Job, Lane
from app.desktop.widgets.layout import column
from app.desktop.widgets.states import Working
from app.desktop.words import refusal, say
from app.domain.refusal import Refusal
from app.paths import practice_profile

if TYPE_CHECKING:
    from app.operations.arrival import ArrivalSnapshot
    from app.operations.enrolment import ProfileSnapshot

T = TypeVar("T")


class FirstStart(QWidget):
    """From nothing to a profile. `ready` carries its folder: the given one, or the practice programme's beside it.

    Call `end` when the view is let go: what is being made is finished or taken back, and the thread ends.
    """

    ready = Signal(Path)
    spoken = Signal(str)
    """The person has chosen a language here."""

    def __init__(self, profile: Path, *, practice: bool = False, around: work.Around | None = None) -> None:
        """`practice`: the practice programme is made in the given folder at once, without a question."""
        super().__init__()
        if around is None:
            from app.desktop.opening import surroundings

            around = surroundings
        self.profile = profile
        self.answers = Answers(way="practice" if practice else "")
        self.step: Step | None = None
        self._around = around
        self._practice = practice
        self._at: StepName = "way"
        self._made: ProfileSnapshot | None = None
        self._ending: Ending | None = None
        self._job: Job | None = None
        self._lane = Lane("first-start")
        self._checking = Checking(self.answers, self._lane, around, profile, self._looked, self)
        self.form = Form()
        self.form.back.clicked.connect(self.go_back)
        self.form.next.clicked.connect(self.go_on)
        self.form.tongue.clicked.connect(self.change_language)
        self.setLayout(column(self.form, gap=0))
        self.setAcceptDrops(True)
        self.setAccessibleName(say("desktop.first.name_of_view"))
        self._show(self._at)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.end)
        self._lane.run(lambda job: work.arrival(around), self._arrived, self._failed, self)
        if practice:
            QTimer.singleShot(0, self, self._practise)

    # --- a question ---

    def _show(self, at: StepName, *, focus: bool = True) -> None:
        """A step, made from the answers."""
        self._at = at
        step: Step
        if at == "way":
            step = WayStep(self.answers)
        elif at == "where":
            step = WhereStep(self.answers)
        else:
            step = WhoStep(self.answers)
        step.go_on.connect(self.go_on)
        step.look.connect(self._look)
        step.changed.connect(lambda _: self._foot())
        self._put(step)
        self.step = step
        step.show_wrong()
        self._foot()
        if focus:
            QTimer.singleShot(0, self, self._focus)

    def _put(self, widget: QWidget) -> None:
        self.step = None
        self.form.put(widget)
        if "all" not in self.answers.wrong:
            self.form.banner.hide()

    def _foot(self) -> None:
        """Which question it is, and what the button will do."""
        number = STEPS.index(self._at) + 1
        of = 1 if self.answers.way == "practice" else len(STEPS)
        self.form.bar.set_step(number, of, say("desktop.first.question", number=number, of=of))
        self.form.back.setVisible(self._at != "way" and self._made is None)
        words = "desktop.first.go_on"
        if self._made is not None:
            words = "desktop.first.start"
        elif self.answers.way == "practice":
            words = "desktop.first.practise"
        elif self._at == "who":
            words = f"desktop.first.make.{self.answers.way}"
        self.form.next.set_words(say(words))

    # --- moving ---

    def go_back(self) -> None:
        if self._job is None and self._made is None and self._at != "way":
            self._show(STEPS[STEPS.index(self._at) - 1])

    def go_on(self) -> None:
        if self._job is not None:
            return
        if self._made is not None:
            self._leave(self.profile)
            return
        self.answers.wrong.pop("all", None)
        self.form.banner.hide()
        if self._at == "way":
            self._from_way()
        elif self._at == "where":
            self._from_where()
        else:
            self._from_who()

    def _from_way(self) -> None:
        answers = self.answers
        if answers.way == "practice":
            self._practise()
        elif not answers.way:
            self._refuse("way", Refusal("desktop.first.way.missing"))
        elif answers.way == "invited" and answers.invitation is None:
            self._refuse("invitation", Refusal("desktop.first.invitation.missing"))
        elif answers.way == "invited" and "invitation" in answers.wrong:
            self._focus_wrong()
        else:
            self._show("where")

    def _from_where(self) -> None:
        answers = self.answers
        if (wrong := self._checking.words_wrong(whole=True)) is not None:
            self._refuse("words", wrong)
            return
        if not answers.shared:
            self._refuse("shared", Refusal("desktop.first.shared.missing"))
            return
        if "programme" in answers.wrong:
            self._focus_wrong()
            return
        shared, file, way, invited = Path(answers.shared), answers.invitation, answers.way, answers.invited
        if way == "office" or invited is not None or file is None:
            self._start(
                say("desktop.first.busy.folder"),
                lambda job: work.check_folder(self._around, self.profile, shared, way, invited),
                lambda _: self._met(),
            )
            return
        typed = " ".join(answers.words)
        self._start(
            say("desktop.first.busy.invitation"),
            lambda job: work.open_invitation(self._around, self.profile, shared, file, typed),
            self._opened,
        )

    def _opened(self, opened: work.Opened) -> None:
        self.answers.name = self.answers.name or opened.invited.name
        self.answers.invited = opened.invited
        if opened.folder is not None:
            self._failed(opened.folder)
            return
        self._met()

    def _met(self) -> None:
        """The folder is good: whatever was wrong with it before is mended."""
        self.answers.wrong.pop("shared", None)
        self._show("who")

    def _from_who(self) -> None:
        settle_who(self.answers)
        if self.answers.wrong_at("who"):
            self._focus_wrong()
            return
        wanted = wanted_of(self.answers)
        labels = (say("desktop.first.name"), say("desktop.first.organisation"))
        self._start(
            say(f"desktop.first.busy.{self.answers.way}"),
            lambda job: work.make(self._around, self.profile, wanted, labels),
            self._finished,
        )

    def _finished(self, made: ProfileSnapshot) -> None:
        self._made = made
        self._end_words()

    def _end_words(self) -> None:
        assert self._made is not None
        self._ending = Ending(
            self._made, office=self.answers.way == "office", in_keychain=self.answers.in_keychain
        )
        self._put(self._ending)
        self._foot()
        self.form.bar.set_step(len(STEPS), len(STEPS), say("desktop.first.done"))
        self.form.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _practise(self) -> None:
        place = self.profile if self._practice else practice_profile(self.profile)
        language = speech.language()
        self._start(
            say("desktop.first.busy.practice"),
            lambda job: work.practise(self._around, place, language, job.step),
            lambda _: self._leave(place),
            stop=say("desktop.stop"),
        )

    def _leave(self, place: Path) -> None:
        self.end()
        self.ready.emit(place)

    def take_passphrase(self) -> str | None:
        """The passphrase that the new profile's key file opens with, once; None where there is none to be typed."""
        typed = (
            None if self.answers.in_keychain or self.answers.way == "practice" else self.answers.passphrase
        )
        self.answers.passphrase = self.answers.again = ""
        return typed or None

    def end(self) -> None:
        """Let the thread end. A practice under way is stopped and taken away; a profile is finished."""
        if self._job is not None:
            self._job.cancel()
            self._job.dropped = True
        self._lane.close()

    # --- work, and what comes of it ---

    def _start(
        self, words: str, act: Callable[[Job], T], then: Callable[[T], None], *, stop: str = ""
    ) -> None:
        """One piece of work, with the form still until it is done."""
        working = Working(words, stop)
        working.show_progress(0, 0)
        self._set_busy(working)

        def done(result: T) -> None:
            self._set_busy(None)
            then(result)

        job = self._lane.run(act, done, self._stopped, self)
        self._job = job
        if stop:
            job.progress.connect(
                lambda at, of: working.show_progress(at, of, say("desktop.first.of", at=at, of=of))
            )
            working.cancel.connect(job.cancel)

    def _set_busy(self, working: Working | None) -> None:
        self._job = None
        self.form.set_busy(working)

    def _stopped(self, error: BaseException) -> None:
        self._set_busy(None)
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """A refusal goes to its field, whichever step that is in; the rest above the form."""
        if isinstance(error, work.WrongAt):
            self._refuse(error.at, error.refused)
        elif isinstance(error, Refusal):
            at = field_of(error)
            if at == "keychain":
                error = Refusal("desktop.first.keychain.failed")
                self.answers.use_keychain = False
            self._refuse(at, error)
        elif isinstance(error, Cancelled):
            self._focus_wrong()
        else:
            self._refuse("all", Refusal("desktop.unexpected"))
            raise error

    def _refuse(self, at: FieldName, refused: Refusal) -> None:
        self.answers.wrong[at] = refused
        if at == "all":
            self.form.banner.tell(refusal(refused))
            return
        if STEP_OF[at] != self._at or at == "keychain":
            self._show(STEP_OF[at])
            return
        if self.step is not None:
            self.step.show_wrong()
            self._focus_wrong()

    def _focus_wrong(self) -> None:
        if self.step is not None:
            self.step.show_wrong()
            self._focus()

    def _focus(self) -> None:
        """Where the person has to go on, also where that is out of view."""
        if self.step is not None:
            self.step.focus()
            self.form.seek()

    # --- looking at answers as they come ---

    def _look(self, name: str) -> None:
        if self._job is None:
            self._checking.look(name)

    def _looked(self, at: FieldName, refused: Refusal | None) -> None:
        """What a look has found: said in place, without moving anything."""
        if refused is None:
            self.answers.wrong.pop(at, None)
        else:
            self.answers.wrong[at] = refused
        if self.step is not None:
            self.step.show_wrong()

    def _arrived(self, known: ArrivalSnapshot) -> None:
        self.answers.known = known
        if isinstance(self.step, WhereStep) and self.step.words is not None:
            self.step.words.offer(known.words)
        if isinstance(self.step, WhoStep):
            self._show("who")

    # --- language, keys ---

    def change_language(self) -> None:
        """The other language, at once and from now on; what was typed stays."""
        if self._job is not None:
            return
        chosen = "en" if speech.language() == "sv" else "sv"
        speech.use_language("en" if chosen == "en" else "sv")
        self.form.say()
        if self._made is not None:
            self._end_words()
        else:
            self._show(self._at, focus=False)
            if (wrong := self.answers.wrong.get("all")) is not None:
                self.form.banner.tell(refusal(wrong))
        self.form.tongue.setFocus(Qt.FocusReason.OtherFocusReason)
        language = speech.language()
        self._lane.run(
            lambda job: work.keep_language(self.profile, language), lambda _: None, self._failed, self
        )
        self.spoken.emit(chosen)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else goes on; Esc stops a practice that is being made."""
        if event.key() == Qt.Key.Key_Escape and self._job is not None:
            self._job.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            now = self.focusWidget()
            if isinstance(now, QPushButton) and now.isEnabled():
                now.click()
            else:
                self.go_on()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if self._job is None and self.step is not None and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file or folder let go anywhere on the sheet is what the question asks for."""
        if self.step is not None:
            event.acceptProposedAction()
            self.step.drop(Path(event.mimeData().urls()[0].toLocalFile()))
