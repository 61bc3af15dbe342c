"""One interview under work: its rows, its run and its figures side by side, and the acts that change them.

The one place where an answer becomes a change of the record: the window holds a sheet for as long as it shows an
interview, the command line makes one for each act. An act is checked first, then committed, and only then shown in
the run, so that a commit that fails leaves the sheet as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.analysis import AnalysisFigures, Disagreement, figures, figures_after
from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.forms.outcome import Change as FormChange
from app.forms.outcome import NodeRef, RepeatKey
from app.forms.refusal import FormFault
from app.operations.interview_answers import asked_at, checked_answer, respondent_role, rows_for
from app.operations.interview_run import (
    Kept,
    answer_changes,
    answer_row,
    instance_changes,
    next_place,
    note_changes,
    note_row,
    run_of,
)
from app.operations.interview_view import MISSING, Missing
from app.operations.interview_voices import Note, Voice, Voices, notes_of
from app.operations.questionnaires import of_version
from app.operations.texts import checked_text
from app.store.ids import RowId, new_id
from app.store.registry import BY_NAME
from app.store.rows import QuestionNoteRow
from app.store.typing_on import MINUTE
from app.store.units import Change, ChangeSet, change, gone

if TYPE_CHECKING:
    from app.i18n import Language
    from app.operations.workspace import Workspace
    from app.store.rows import StoredRow

OPEN, FINISHED = "open", "finished"
_NAMED_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act did: what changed in the record, and the nodes of the run that may look otherwise now."""

    changes: ChangeSet
    nodes: frozenset[NodeRef] = frozenset()


class Sheet:
    """An interview as rows and run. Raises Unavailable where this release does not have its form."""

    def __init__(self, workspace: Workspace, rows: Kept, language: Language) -> None:
        self.row = rows.interview
        self.status = rows.interview.status
        self.finished_on = rows.interview.finished_on
        self.language = language
        self.found = of_version(rows.interview.form, rows.interview.form_version)
        self.run = run_of(workspace, self.found, rows, language)
        self.places = [row.place for row in rows.instances]
        self._voices = Voices(rows)
        self._notes = notes_of(rows)
        self._names = {
            question.path: question.name
            for question in self.found.definition.questions
            if question.answerable and question.repeat is None
        }
        self._scored = self.found.scoring.questions()
        self._given: dict[str, str] = {}
        self._relevant: set[str] = set()
        self._figures: AnalysisFigures | None = None
        self._moved: set[str] = set()
        self._reckon(NodeRef(path) for path in self._names)
        self._typed: tuple[NodeRef, str, int] | None = None

    # --- reading ---

    @property
    def id(self) -> RowId:
        return self.row.id

    def figures(self) -> AnalysisFigures:
        """The figures of the agreed answers; only those are reckoned again that rest on what has changed since."""
        if self._figures is None:
            self._figures = figures(self.found.scoring, self._given, self._relevant)
        elif self._moved:
            self._figures = figures_after(
                self._figures, self.found.scoring, self._given, self._relevant, self._moved
            )
        self._moved.clear()
        return self._figures

    def heard(self, ref: NodeRef) -> list[tuple[str, Voice]]:
        """Who has said something to a question, and what, in the order of their rows."""
        return self._voices.heard(ref)

    def disagreement(self, ref: NodeRef, at: str) -> Disagreement | None:
        """Where respondents differ and the coach has not set the value since (record.md 6)."""
        return self._voices.disagreement(ref, at, self.found.definition.find(ref.path).type)

    def note(self, ref: NodeRef) -> Note | None:
        return self._notes.get(ref)

    def stops(self) -> tuple[list[NodeRef], list[NodeRef]]:
        """What stands in the way of finishing: required questions without an answer, and answers that do not hold."""
        missing = list(self.run.missing_required())
        wrong = [leaf.ref for leaf in self.run.leaves() if leaf.relevant and not leaf.valid]
        return missing, [ref for ref in wrong if ref not in missing]

    # --- acts ---

    def answer(
        self,
        workspace: Workspace,
        at: str,
        value: str,
        respondent: str | None = None,
        *,
        typing: bool = False,
    ) -> Touched | None:
        """One answer, durable on return; None where it was typed already.

        By a respondent: it stands beside the others, and becomes the agreed value only where there is none yet. A
        position one past the last row of a repeat adds a row. Raises Refusal; then nothing has changed.
        """
        role = respondent_role(respondent)
        self._must_be_open()
        new = rows_for(workspace.laptop.device, self.run, self.id, [(at, value)], self.places)
        try:
            ref, kept = checked_answer(self.found, self.run, at, value)
            agreed = self._voices.said(ref, "")
            own = self._voices.said(ref, role or "")
            if typing and own is not None and own.value == kept:
                return None
            roles = [] if role is None else [role]
            if (
                role is None
                or agreed is None
                or not agreed.value
                or self._goes_on(workspace, ref, role, typing)
            ):
                roles.append("")
            changes = list(new.changes)
            for one in roles:
                changes += self._answer(workspace, ref, one, kept)
            done = workspace.commit("interview answer", self.row.company, changes, typing=typing)
        except BaseException:
            new.take_back(self.run)
            raise
        self.places += new.places
        self._hear(workspace, ref, roles, kept)
        self._note_typing(workspace, ref, role, typing)
        seen = list(new.seen)
        if "" in roles:
            seen += self.run.answer(ref, kept, keep_irrelevant=True).changes
        return self._touched(done, seen, ref)

    def add_row(self, workspace: Workspace, repeat: str) -> Touched:
        """A new row at the end of a repeat. Raises Refusal where there is no such repeat."""
        self._must_be_open()
        ref = self._repeat(repeat)
        key = RepeatKey(new_id().hex())
        place = next_place(self.places, workspace.laptop.device)
        changes = instance_changes(self.id, ref.path, ref.keys, key, place)
        done = workspace.commit("interview row add", self.row.company, changes)
        self.places.append(place)
        return self._touched(done, self.run.add(ref, key, keep_irrelevant=True).changes)

    def remove_row(self, workspace: Workspace, repeat: str, key: RepeatKey) -> Touched:
        """Take a row of a repeat away: it and its answers stay in the record and come back by undo.

        Raises Refusal where there is no such row.
        """
        self._must_be_open()
        ref = self._repeat(repeat)
        if key not in self.run.rows(ref):
            raise Refusal("interviews.no_row", at=safe_to_show(repeat))
        tombstone = gone(BY_NAME["repeat_instance"].number, RowId(bytes.fromhex(key)))
        done = workspace.commit("interview row remove", self.row.company, (tombstone,))
        removed = NodeRef(ref.path, (*ref.keys, key))
        return self._touched(done, self.run.remove(removed, keep_irrelevant=True).changes)

    def set_note(self, workspace: Workspace, at: str, text: str) -> Touched | None:
        """A note beside a question, typed; None where it says so already.

        Raises Refusal beside a question that asks for a name: the office reads notes, and never those.
        """
        self._must_be_open()
        ref = asked_at(self.run, at)
        if ref.path in self.found.personal:
            raise Refusal("interviews.note_personal", at=safe_to_show(at))
        note = checked_text(text, at)
        stands = self._notes.get(ref)
        if note == (stands.note if stands else ""):
            return None
        return self._beside(workspace, ref, "interview note", note=note, typing=True)

    def set_missing(self, workspace: Workspace, at: str, kind: Missing) -> Touched | None:
        """Why a question has no answer, or "" to say nothing of it; its value is left alone (see `Missing`).

        None where that is said already. Raises Refusal for another kind.
        """
        self._must_be_open()
        ref = asked_at(self.run, at)
        if kind and kind not in MISSING:
            raise Refusal("interviews.left_out_kind", typed=safe_to_show(kind), known=", ".join(MISSING))
        stands = self._notes.get(ref)
        if kind == (stands.missing if stands else ""):
            return None
        return self._beside(workspace, ref, "interview missing", missing=kind, typing=False)

    def finish(self, workspace: Workspace) -> Touched:
        """Finish. Raises Refusal naming what is required and missing, or answered wrongly."""
        if self.status == FINISHED:
            raise Refusal("interviews.finished_already")
        missing, wrong = self.stops()
        if missing:
            names = [self.run.leaf(ref).label or ref.path for ref in missing]
            raise Refusal("interviews.missing", count=len(names), names=_some(names))
        if wrong:
            names = [self.run.leaf(ref).label or self.run.path(ref) for ref in wrong]
            raise Refusal("interviews.wrong", count=len(names), names=_some(names))
        today = workspace.today().isoformat()
        changes: list[Change] = [
            change("interview", self.id, "status", FINISHED),
            change("interview", self.id, "finished_on", today),
        ]
        seen = self.run.finish().changes
        written: list[tuple[NodeRef, str]] = []
        for ref, value in self.run.generated():
            stored = self._voices.said(ref, "")
            if value != (stored.value if stored else ""):
                changes += self._answer(workspace, ref, "", value)
                written.append((ref, value))
        done = workspace.commit("interview finish", self.row.company, changes)
        for ref, value in written:
            self._hear(workspace, ref, [""], value)
        self.status, self.finished_on = FINISHED, today
        return self._touched(done, seen)

    def amend(self, workspace: Workspace, reason: str) -> Touched:
        """Open a finished interview again, with a reason; what it was stays in the history."""
        if self.status != FINISHED:
            raise Refusal("interviews.not_finished")
        why = checked_text(reason, "--reason", most=2000)
        if not why:
            raise Refusal("interviews.no_reason")
        done = workspace.commit(
            "interview amend",
            self.row.company,
            (change("interview", self.id, "status", OPEN), change("interview", self.id, "reason", why)),
        )
        self.status = OPEN
        return Touched(done)

    # --- within ---

    def _must_be_open(self) -> None:
        if self.status == FINISHED:
            raise Refusal("interviews.finished")

    def _repeat(self, at: str) -> NodeRef:
        try:
            ref = self.run.ref(at)
            self.run.rows(ref)
        except FormFault as fault:
            raise Refusal(fault.code, **fault.params) from None
        return ref

    def _goes_on(self, workspace: Workspace, ref: NodeRef, role: str, typing: bool) -> bool:
        """Whether the agreed value still is what this respondent is in the middle of typing."""
        own, agreed = self._voices.said(ref, role), self._voices.said(ref, "")
        return (
            typing
            and self._typed is not None
            and self._typed[:2] == (ref, role)
            and workspace.now() - self._typed[2] < MINUTE
            and own is not None
            and agreed is not None
            and own.order == agreed.order
        )

    def _note_typing(self, workspace: Workspace, ref: NodeRef, role: str | None, typing: bool) -> None:
        goes_on = self._typed is not None and self._typed[:2] == (ref, role)
        if not typing or role is None:
            self._typed = None
        elif not goes_on:
            self._typed = (ref, role, workspace.now())

    def _hear(self, workspace: Workspace, ref: NodeRef, roles: Iterable[str], value: str) -> None:
        rows = {role: answer_row(workspace, self.found, self.id, ref, role)[1] for role in roles}
        self._voices.hear(ref, rows, value)

    def _answer(self, workspace: Workspace, ref: NodeRef, role: str, value: str) -> tuple[Change, ...]:
        kind, row = answer_row(workspace, self.found, self.id, ref, role)
        new = self._voices.said(ref, role) is None and not _living(workspace, kind, row)
        return answer_changes(workspace, self.found, self.id, ref, role, value, new=new)

    def _beside(
        self,
        workspace: Workspace,
        ref: NodeRef,
        verb: str,
        *,
        note: str | None = None,
        missing: Missing | None = None,
        typing: bool,
    ) -> Touched:
        row = note_row(workspace, self.id, ref)
        stands = self._notes.get(ref)
        new = stands is None and not _living(workspace, QuestionNoteRow, row)
        changes = note_changes(self.id, ref, row, note=note, missing=missing, new=new)
        done = workspace.commit(verb, self.row.company, changes, typing=typing)
        self._notes[ref] = Note(
            row,
            note if note is not None else stands.note if stands else "",
            missing if missing is not None else stands.missing if stands else "",
        )
        return Touched(done, frozenset({ref}))

    def _touched(self, done: ChangeSet, seen: Iterable[FormChange], *more: NodeRef) -> Touched:
        nodes = frozenset((*(one.node for one in seen), *more))
        self._reckon(node for node in nodes if node.path in self._names)
        return Touched(done, nodes)

    def _reckon(self, refs: Iterable[NodeRef]) -> None:
        """Keep what the figures rest on up with the run."""
        for ref in refs:
            name = self._names[ref.path]
            relevant, value = self.run.is_relevant(ref), self.run.value(ref)
            if relevant == (name in self._relevant) and value == self._given.get(name, ""):
                continue
            if relevant:
                self._relevant.add(name)
            else:
                self._relevant.discard(name)
            if value:
                self._given[name] = value
            else:
                self._given.pop(name, None)
            if name in self._scored:
                self._moved.add(name)


def _living(workspace: Workspace, kind: type[StoredRow], row: RowId) -> bool:
    """Whether a row is there that this sheet has not read: another program's on the same laptop. Who bears a row
    takes it away by undo."""
    with workspace.reading() as reader:
        return reader.row(kind, row) is not None


def _some(labels: list[str]) -> str:
    more = len(labels) - _NAMED_AT_ONCE
    return "; ".join(labels[:_NAMED_AT_ONCE]) + (f" (+{more})" if more > 0 else "")
