"""Interviews on a questionnaire: start, answer, finish, amend, show (needs-analysis; record.md 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.identity_numbers import organisation_number, refuse_personal_numbers, safe_to_show
from app.domain.refusal import Refusal
from app.forms.outcome import NodeRef, RepeatKey
from app.forms.refusal import FormFault
from app.forms.run import FormRun
from app.i18n import say
from app.operations import companies
from app.operations.interview_run import (
    answer_changes,
    instance_changes,
    kept,
    keys_of,
    next_place,
    run_of,
)
from app.operations.interview_view import InterviewSnapshot, snapshot
from app.operations.questionnaires import Questionnaire, of_version, questionnaire
from app.operations.texts import checked_text
from app.operations.workspace import Workspace
from app.store.ids import RowId, new_id, parse_id
from app.store.rows import AnswerRow, InterviewRow
from app.store.units import Change, ChangeSet, born, change

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader

OPEN, FINISHED = "open", "finished"
_POSITION = re.compile(r"\[([0-9]{1,6})\]")
_RESPONDENT = re.compile(r"[^\W\d_][\w .\-/]{0,39}")
_NAMED_AT_ONCE = 5


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
        changes += answer_changes(workspace, found, interview, ref, "", value, frozenset())
    given = _in_form_order(found, answers or {})
    changes += _rows_for(workspace, run, interview, given, ())
    for at, value in given:
        ref, value = _answered(found, run, at, value)
        changes += answer_changes(workspace, found, interview, ref, "", value, frozenset())
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
    role = _respondent(respondent)
    with workspace.reading() as reader:
        row = find(reader, interview)
        rows = kept(reader, row)
        found = of_version(row.form, row.form_version)
        if row.status == FINISHED:
            raise Refusal("interviews.finished")
    run = run_of(workspace, found, rows, language)
    known = frozenset(found.id for found in rows.answers)
    changes = list(_rows_for(workspace, run, row.id, [(at, value)], rows.instances))
    ref, value = _answered(found, run, at, value)
    agreed = next((one.value for one in rows.answers if _is(one, ref) and one.respondent == ""), None)
    if role is not None:
        changes += answer_changes(workspace, found, row.id, ref, role, value, known)
    if role is None or agreed is None:
        changes += answer_changes(workspace, found, row.id, ref, "", value, known)
    return workspace.commit("interview answer", row.company, changes)


def finish(workspace: Workspace, interview: str, *, language: Language = "sv") -> ChangeSet:
    """Finish an interview. Raises Refusal naming what is required and missing, or answered wrongly."""
    with workspace.reading() as reader:
        row = find(reader, interview)
        rows = kept(reader, row)
    if row.status == FINISHED:
        raise Refusal("interviews.finished_already")
    found = of_version(row.form, row.form_version)
    run = run_of(workspace, found, rows, language)
    if missing := [run.leaf(ref).label or ref.path for ref in run.missing_required()]:
        raise Refusal("interviews.missing", count=len(missing), names=_some(missing))
    if wrong := [leaf.label or leaf.at for leaf in run.leaves() if leaf.relevant and not leaf.valid]:
        raise Refusal("interviews.wrong", count=len(wrong), names=_some(wrong))
    known = frozenset(found.id for found in rows.answers)
    changes: list[Change] = [
        change("interview", row.id, "status", FINISHED),
        change("interview", row.id, "finished_on", workspace.today().isoformat()),
    ]
    run.finish()
    for ref, value in run.generated():
        stored = next((one.value for one in rows.answers if _is(one, ref)), None)
        if value != (stored or ""):
            changes += answer_changes(workspace, found, row.id, ref, "", value, known)
    return workspace.commit("interview finish", row.company, changes)


def amend(workspace: Workspace, interview: str, reason: str) -> ChangeSet:
    """Open a finished interview again, with a reason; what it was stays in the history."""
    with workspace.reading() as reader:
        row = find(reader, interview)
    if row.status != FINISHED:
        raise Refusal("interviews.not_finished")
    why = checked_text(reason, "--reason", most=2000)
    if not why:
        raise Refusal("interviews.no_reason")
    return workspace.commit(
        "interview amend",
        row.company,
        (change("interview", row.id, "status", OPEN), change("interview", row.id, "reason", why)),
    )


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
    """Questions with an agreed value, whether they are relevant now or not."""
    asked = {
        question.path
        for question in of_version(row.form, row.form_version).definition.questions
        if question.answerable
    }
    agreed = reader.rows(AnswerRow, interview=row.id, respondent="")
    return sum(bool(given.value) and given.question in asked for given in agreed)


def show_interview(
    workspace: Workspace, interview: str, *, language: Language = "sv", as_of: int | None = None
) -> InterviewSnapshot:
    """An interview as it is, or as it was at an instant. Raises Refusal where there is none (then)."""
    with workspace.reading() as reader:
        row = find(reader, interview)
        if as_of is None:
            return snapshot(workspace, reader, row, language)
    with workspace.store.as_it_was((row.company,), as_of) as past:
        return snapshot(workspace, past, find(past, interview), language)


# --- answers on their way in ---


def _in_form_order(found: Questionnaire, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Answers in the form's order, rows of a repeat in theirs. Raises Refusal for an unknown name."""
    order = {question.path: place for place, question in enumerate(found.definition.questions)}

    def key(at: str) -> tuple[tuple[int, ...], int]:
        template = _POSITION.sub("", at)
        try:
            place = order[found.definition.find(template).path]
        except FormFault as fault:
            raise Refusal(fault.code, **fault.params) from None
        return tuple(int(position) for position in _POSITION.findall(at)), place

    return [(at, answers[at]) for at in sorted(answers, key=lambda at: (key(at)[1], key(at)[0]))]


def _rows_for(
    workspace: Workspace,
    run: FormRun,
    interview: RowId,
    given: list[tuple[str, str]],
    there: tuple[object, ...],
) -> list[Change]:
    """The rows of repeats that the addresses need, added in order. Raises Refusal for one that leaves a gap."""
    changes: list[Change] = []
    places = [getattr(row, "place", "") for row in there]
    for at, _ in sorted(given, key=lambda one: [int(found) for found in _POSITION.findall(one[0])]):
        for found in _POSITION.finditer(at):
            repeat = at[: found.start()]
            try:
                ref = run.ref(repeat)
                count = len(run.rows(ref))
                position = int(found.group(1))
                if position <= count:
                    continue
                if position != count + 1:
                    raise Refusal("interviews.gap", at=safe_to_show(at), rows=count)
                key = RepeatKey(new_id().hex())
                run.add(ref, key, keep_irrelevant=True)
            except FormFault as fault:
                raise Refusal(fault.code, **fault.params) from None
            place = next_place(places, workspace.laptop.device)
            places.append(place)
            changes += instance_changes(interview, ref.path, ref.keys, key, place)
    return changes


def _answered(found: Questionnaire, run: FormRun, at: str, value: str) -> tuple[NodeRef, str]:
    """The reference and the value as it is kept. Raises Refusal where the form does not take it."""
    try:
        ref = run.ref(at)
        question = run.definition.find(ref.path)
        typed = checked_text(value, at) if question.type == "text" else value
        refuse_personal_numbers(typed, at)
        if ref.path in found.organisation_numbers and typed:
            _check_number(at, typed)
        outcome = run.answer(ref, typed, keep_irrelevant=True)
    except FormFault as fault:
        raise Refusal(fault.code, **fault.params) from None
    if outcome.refused is not None:
        raise Refusal("interviews.refused", at=safe_to_show(at), message=outcome.message)
    return ref, outcome.value


def _check_number(at: str, typed: str) -> None:
    """The check digit of an organisation number, which the form cannot look at. Raises Refusal with the place."""
    try:
        organisation_number(typed)
    except Refusal as refused:
        raise Refusal(
            "interviews.number",
            at=safe_to_show(at),
            reason_sv=say(refused.code, "sv", **refused.params),
            reason_en=say(refused.code, "en", **refused.params),
        ) from refused


def _respondent(typed: str | None) -> str | None:
    """A respondent is a role, never a name's number or a sentence."""
    if typed is None:
        return None
    role = typed.strip().casefold()
    if not _RESPONDENT.fullmatch(role):
        raise Refusal("interviews.respondent", typed=safe_to_show(typed))
    refuse_personal_numbers(role, "--respondent")
    return role


def _is(row: object, ref: NodeRef) -> bool:
    return (getattr(row, "question", None), keys_of(getattr(row, "instances", ""))) == (ref.path, ref.keys)


def _some(labels: list[str]) -> str:
    more = len(labels) - _NAMED_AT_ONCE
    return "; ".join(labels[:_NAMED_AT_ONCE]) + (f" (+{more})" if more > 0 else "")
