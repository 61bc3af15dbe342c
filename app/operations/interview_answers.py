"""Answers on their way in: their order, the rows that they need, and whether the form takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.identity_numbers import organisation_number, refuse_personal_numbers, safe_to_show
from app.domain.refusal import Refusal
from app.forms.outcome import Change as FormChange
from app.forms.outcome import NodeRef, RepeatKey
from app.forms.refusal import FormFault
from app.forms.run import FormRun
from app.i18n import say
from app.operations.interview_run import instance_changes, next_place
from app.operations.questionnaires import Questionnaire
from app.operations.texts import checked_text
from app.store.ids import DeviceId, RowId, new_id
from app.store.units import Change

_POSITION = re.compile(r"\[([0-9]{1,6})\]")
_RESPONDENT = re.compile(r"[^\W\d_][\w .\-/]{0,39}")


@dataclass(slots=True)
class NewRows:
    """Rows of repeats that were added to a run: what keeps them, and what the run says of them."""

    changes: list[Change]
    rows: list[NodeRef]
    places: list[str]
    seen: list[FormChange]

    def take_back(self, run: FormRun) -> None:
        for row in reversed(self.rows):
            run.remove(row, keep_irrelevant=True)


def in_form_order(found: Questionnaire, answers: Mapping[str, str]) -> list[tuple[str, str]]:
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


def rows_for(
    device: DeviceId, run: FormRun, interview: RowId, given: list[tuple[str, str]], places: Iterable[str]
) -> NewRows:
    """The rows that the addresses need, added to the run in order; a position one past the last adds a row.

    Raises Refusal for an address that leaves a gap: then no row is added.
    """
    new = NewRows([], [], [], [])
    try:
        for at, _ in sorted(given, key=lambda one: [int(found) for found in _POSITION.findall(one[0])]):
            for found in _POSITION.finditer(at):
                _row_for(device, run, interview, at[: found.start()], int(found[1]), at, places, new)
    except FormFault as fault:
        new.take_back(run)
        raise Refusal(fault.code, **fault.params) from None
    except Refusal:
        new.take_back(run)
        raise
    return new


def _row_for(
    device: DeviceId,
    run: FormRun,
    interview: RowId,
    repeat: str,
    position: int,
    at: str,
    places: Iterable[str],
    new: NewRows,
) -> None:
    ref = run.ref(repeat)
    count = len(run.rows(ref))
    if position <= count:
        return
    if position != count + 1:
        raise Refusal("interviews.gap", at=safe_to_show(at), rows=count)
    key = RepeatKey(new_id().hex())
    new.seen += run.add(ref, key, keep_irrelevant=True).changes
    new.rows.append(NodeRef(ref.path, (*ref.keys, key)))
    place = next_place([*places, *new.places], device)
    new.places.append(place)
    new.changes += instance_changes(interview, ref.path, ref.keys, key, place)


def checked_answer(found: Questionnaire, run: FormRun, at: str, value: str) -> tuple[NodeRef, str]:
    """The reference and the value as it is kept; the run is as before.

    Raises Refusal where the form does not take it.
    """
    try:
        ref = run.ref(at)
        question = run.definition.find(ref.path)
        typed = checked_text(value, at) if question.type == "text" else value
        refuse_personal_numbers(typed, at)
        if ref.path in found.organisation_numbers and typed:
            _check_number(at, typed)
        outcome = run.check(ref, typed, keep_irrelevant=True)
    except FormFault as fault:
        raise Refusal(fault.code, **fault.params) from None
    if outcome.refused is not None:
        raise Refusal("interviews.refused", at=safe_to_show(at), message=outcome.message)
    return ref, outcome.value


def asked_at(run: FormRun, at: str) -> NodeRef:
    """The reference of a question that people answer. Raises Refusal where there is none."""
    try:
        ref = run.ref(at)
        question = run.definition.find(ref.path)
        run.stored(ref)  # a question in a row that is not there is no question
    except FormFault as fault:
        raise Refusal(fault.code, **fault.params) from None
    if not question.answerable:
        raise Refusal("interviews.not_asked", at=safe_to_show(at))
    return ref


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


def respondent_role(typed: str | None) -> str | None:
    """A respondent is a role, never a name's number or a sentence."""
    if typed is None:
        return None
    role = typed.strip().casefold()
    if not _RESPONDENT.fullmatch(role):
        raise Refusal("interviews.respondent", typed=safe_to_show(typed))
    refuse_personal_numbers(role, "--respondent")
    return role
