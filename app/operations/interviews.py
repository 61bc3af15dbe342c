"""Interviews on a questionnaire: start, answer, finish, amend, show (needs-analysis; record.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.forms.outcome import RepeatKey
from app.operations import companies
from app.operations.interview_answers import checked_answer, in_form_order, rows_for
from app.operations.interview_run import answer_changes, kept, keys_of, run_of
from app.operations.interview_sheet import OPEN, Sheet
from app.operations.interview_snapshot import snapshot
from app.operations.interview_view import InterviewSnapshot
from app.operations.questionnaires import of_version, questionnaire
from app.operations.workspace import Workspace
from app.store.ids import RowId, new_id, parse_id
from app.store.rows import AnswerRow, InterviewRow, RepeatInstanceRow
from app.store.units import Change, ChangeSet, born

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview in a list."""

    id: RowId
    company: RowId
    status: str
    form: str
    form_version: str
    finished_on: str | None
    answered: int


# --- verbs ---


def start(
    workspace: Workspace,
    *,
    company: str,
    form: str = "djupanalys",
    answers: Mapping[str, str] | None = None,
    language: Language = "sv",
) -> tuple[RowId, ChangeSet]:
    """Start an interview, with answers given in the form's order.

    Raises Refusal for an unknown question or an answer that does not hold; then nothing is started.
    """
    with workspace.reading() as reader:
        group = companies.find(reader, company)
    found = questionnaire(form)
    run = run_of(workspace, found, None, language)
    interview = RowId(new_id())
    changes: list[Change] = list(
        born("interview", interview, group[0], form, found.definition.version, status=OPEN)
    )
    for ref, value in run.generated():
        changes += answer_changes(workspace, found, interview, ref, "", value, new=True)
    given = in_form_order(found, answers or {})
    changes += rows_for(workspace.laptop.device, run, interview, given, ()).changes
    for at, typed in given:
        ref, value = checked_answer(found, run, at, typed)
        run.answer(ref, value, keep_irrelevant=True)
        changes += answer_changes(workspace, found, interview, ref, "", value, new=True)
    return interview, workspace.commit("interview start", group[0], changes)


def answer(
    workspace: Workspace,
    *,
    interview: str,
    at: str,
    value: str,
    respondent: str | None = None,
    language: Language = "sv",
) -> ChangeSet:
    """One answer, durable on return.

    By a respondent: it stands beside the others, and becomes the agreed value only where there is none yet.
    A position one past the last row of a repeat adds a row. Raises Refusal; then nothing has changed.
    """
    done = sheet_of(workspace, interview, language).answer(workspace, at, value, respondent)
    if done is None:
        raise ValueError("only typing can say nothing new")
    return done.changes


def finish(workspace: Workspace, interview: str, *, language: Language = "sv") -> ChangeSet:
    """Finish an interview. Raises Refusal naming what is required and missing, or answered wrongly."""
    return sheet_of(workspace, interview, language).finish(workspace).changes


def amend(workspace: Workspace, interview: str, reason: str) -> ChangeSet:
    """Open a finished interview again, with a reason; what it was stays in the history."""
    return sheet_of(workspace, interview, "sv").amend(workspace, reason).changes


def sheet_of(workspace: Workspace, interview: str, language: Language) -> Sheet:
    """An interview to work on. Raises Refusal where there is none, Unavailable where its form is not known here."""
    with workspace.reading() as reader:
        rows = kept(reader, find(reader, interview))
    return Sheet(workspace, rows, language)


# --- reading ---


def find(reader: Reader, interview: str) -> InterviewRow:
    """An interview by id. Raises Refusal where there is none."""
    wanted = parse_id(interview)
    row = reader.row(InterviewRow, RowId(wanted)) if wanted is not None else None
    if row is None:
        raise Refusal("interviews.unknown", typed=safe_to_show(interview))
    return row


def list_interviews(workspace: Workspace, company: str) -> tuple[InterviewLine, ...]:
    """The interviews of a company, newest first."""
    with workspace.reading() as reader:
        group = companies.find(reader, company)
        found = [row for one in group for row in reader.rows(InterviewRow, company=one)]
        return tuple(
            InterviewLine(
                row.id,
                group[0],
                row.status,
                row.form,
                row.form_version,
                row.finished_on,
                _answered_count(reader, row),
            )
            for row in sorted(found, key=lambda row: row.id, reverse=True)
        )


def _answered_count(reader: Reader, row: InterviewRow) -> int:
    """Questions with an agreed value, whether they are relevant now or not; rows that were taken away are gone."""
    asked = {
        question.path
        for question in of_version(row.form, row.form_version).definition.questions
        if question.answerable
    }
    agreed = reader.rows(AnswerRow, interview=row.id, respondent="")
    there = {RepeatKey(one.id.hex()) for one in reader.rows(RepeatInstanceRow, interview=row.id)}
    return sum(
        bool(given.value) and given.question in asked and there.issuperset(keys_of(given.instances))
        for given in agreed
    )


def show_interview(
    workspace: Workspace, interview: str, *, language: Language = "sv", as_of: int | None = None
) -> InterviewSnapshot:
    """An interview as it is, or as it was at an instant. Raises Refusal where there is none (then)."""
    with workspace.reading() as reader:
        row = find(reader, interview)
        if as_of is None:
            return snapshot(Sheet(workspace, kept(reader, row), language))
    with workspace.store.as_it_was((row.company,), as_of) as past:
        return snapshot(Sheet(workspace, kept(past, find(past, interview)), language))
