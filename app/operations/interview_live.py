"""An interview while a page shows it: whole once, and after each act exactly what is otherwise (record.md 6).

    live = open_live(workspace, interview, language="sv")
    live.view()                                           # all of it, frozen
    step, changes = live.answer(workspace, "/data/grp_e/e04_upplarning", "2", "operatör")
    if live.is_stale(somebody_elses_changes):
        live = open_live(workspace, interview, language="sv")

It is a cache that the worker holds: the rows are the record, and whatever changes them beside it (undo, an import,
another page) makes it stale. What the steps say is what a new one would show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.refusal import Refusal, Unavailable
from app.i18n import say
from app.operations import companies
from app.operations.interview_run import kept
from app.operations.interview_screen import Screen
from app.operations.interview_sheet import Sheet, Touched
from app.operations.interview_view import InterviewStep, InterviewView, Missing
from app.operations.interviews import find
from app.store.ids import RowId, UnitId, hyphenated
from app.store.rows import CompanyRow

if TYPE_CHECKING:
    from app.forms.outcome import RepeatKey
    from app.i18n import Language
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

_ITS_OWN = frozenset({"interview", "repeat_instance", "answer", "respondent_name", "question_note"})
_ITS_HEAD = frozenset({"company", "alias"})


def open_live(workspace: Workspace, interview: RowId | str, *, language: Language) -> LiveInterview:
    """An interview to show and to work on.

    Raises Refusal where there is none, Unavailable where its form is of another release.
    """
    wanted = hyphenated(interview) if isinstance(interview, bytes) else interview
    with workspace.reading() as reader:
        row = find(reader, wanted)
        rows = kept(reader, row)
        group = companies.groups(reader).get(row.company, (row.company,))
        shown = reader.row(CompanyRow, group[0])
    name = (shown.name if shown is not None else None) or ""
    return LiveInterview(Sheet(workspace, rows, language), group, name)


class LiveInterview:
    """Made by `open_live`; of one thread at a time.

    Each act returns a step and what changed in the record. That is None where nothing did: the act was refused
    (`step.refused` says why), or what was typed is there already. Where the store does not take an act (Unavailable:
    a full disk) nothing here has changed either, and the act can be tried again.
    """

    def __init__(self, sheet: Sheet, group: tuple[RowId, ...], company_name: str) -> None:
        self._sheet = sheet
        self._screen = Screen(sheet)
        self._group = group
        self._name = company_name
        self._own: set[UnitId] = set()

    def view(self) -> InterviewView:
        """All of it as it stands."""
        return self._screen.view(self._group[0], self._name)

    def is_stale(self, changes: ChangeSet) -> bool:
        """Whether a change that was told may have touched what is shown here, so that it has to be opened anew."""
        if changes.unit is not None and changes.unit in self._own:
            return False
        return any(
            (topic.entity in _ITS_OWN and topic.company in self._group)
            or (topic.entity in _ITS_HEAD and topic.company in (None, *self._group))
            for topic in changes.topics
        )

    def answer(
        self,
        workspace: Workspace,
        at: str,
        value: str,
        respondent: str | None = None,
        *,
        typing: bool = False,
    ) -> tuple[InterviewStep, ChangeSet | None]:
        """One answer, durable on return. With `typing` it is one act with what was typed here a moment ago.

        Texts are kept without blanks at their ends: a field that is being typed in keeps what it has.
        """
        return self._act(at, lambda: self._sheet.answer(workspace, at, value, respondent, typing=typing))

    def add_row(self, workspace: Workspace, repeat: str) -> tuple[InterviewStep, ChangeSet | None]:
        """A new row at the end of the repeat at `RepeatView.at`."""
        return self._act(repeat, lambda: self._sheet.add_row(workspace, repeat))

    def remove_row(
        self, workspace: Workspace, repeat: str, key: RepeatKey
    ) -> tuple[InterviewStep, ChangeSet | None]:
        """Take the row with this key away from the repeat at `RepeatView.at`; undo brings it back whole."""
        return self._act(repeat, lambda: self._sheet.remove_row(workspace, repeat, key))

    def set_note(self, workspace: Workspace, at: str, text: str) -> tuple[InterviewStep, ChangeSet | None]:
        """A note beside a question, as it is typed."""
        return self._act(at, lambda: self._sheet.set_note(workspace, at, text))

    def set_missing(
        self, workspace: Workspace, at: str, kind: Missing
    ) -> tuple[InterviewStep, ChangeSet | None]:
        """Why a question has no answer; "" says nothing of it. Its value is left alone (see `Missing`)."""
        return self._act(at, lambda: self._sheet.set_missing(workspace, at, kind))

    def finish(self, workspace: Workspace) -> tuple[InterviewStep, ChangeSet | None]:
        """Finish. Where it is refused, `stops` are the questions in the way, in the form's order."""
        return self._act("", lambda: self._sheet.finish(workspace), status=True)

    def amend(self, workspace: Workspace, reason: str) -> tuple[InterviewStep, ChangeSet | None]:
        """Open a finished interview again, with a reason."""
        return self._act("", lambda: self._sheet.amend(workspace, reason), status=True)

    def _act(
        self, at: str, act: Callable[[], Touched | None], *, status: bool = False
    ) -> tuple[InterviewStep, ChangeSet | None]:
        try:
            touched = act()
        except Unavailable:
            raise  # no answer was wrong
        except Refusal as refused:
            return self._refused(refused, at), None
        if touched is None:
            return InterviewStep(), None
        if touched.changes.unit is not None:
            self._own.add(touched.changes.unit)
        return self._screen.step(touched.nodes, status=status), touched.changes

    def _refused(self, refused: Refusal, at: str) -> InterviewStep:
        """Said in its place: the form's own sentence, or one that names the question as people know it."""
        language = self._sheet.language
        said = refused.params.get("message") or refused.params.get(f"reason_{language}")
        if not said:
            named = self._screen.named(at)
            params = {name: named if value == at else value for name, value in refused.params.items()}
            said = say(refused.code, language, **params)
        stops: tuple[str, ...] = ()
        if refused.code in ("interviews.missing", "interviews.wrong"):
            missing, wrong = self._sheet.stops()
            stops = tuple(self._sheet.run.path(ref) for ref in missing or wrong)
        return InterviewStep(refused=str(said), stops=stops)
