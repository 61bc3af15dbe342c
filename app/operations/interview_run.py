"""An interview's rows as a run of its form, and back: the run is a cache, the rows are the record (record.md 6)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.forms.environment import Environment
from app.forms.outcome import NodeRef, RepeatKey
from app.forms.run import FormRun
from app.operations.questionnaires import Questionnaire
from app.operations.workspace import STOCKHOLM, Workspace
from app.store.ids import DeviceId, RowId, Stamp, natural_id
from app.store.rows import (
    ENTITY_OF,
    AnswerRow,
    InterviewRow,
    QuestionNoteRow,
    RepeatInstanceRow,
    RespondentNameRow,
)
from app.store.units import Change, birth_of, born, change

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader

_BETWEEN = "/"


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of one interview. Answers of respondents stand beside the agreed ones.

    `stamps` tell, of each answer that has ever been set, when: who spoke last is a question of their order.
    """

    interview: InterviewRow
    instances: tuple[RepeatInstanceRow, ...]
    answers: tuple[AnswerRow | RespondentNameRow, ...]
    notes: tuple[QuestionNoteRow, ...]
    stamps: Mapping[RowId, Stamp]


def kept(reader: Reader, interview: InterviewRow) -> Kept:
    """Everything that this device can read of an interview."""
    instances = sorted(
        reader.rows(RepeatInstanceRow, interview=interview.id),
        key=lambda row: (row.instances.count(_BETWEEN), row.place, row.id),
    )
    answers: list[AnswerRow | RespondentNameRow] = [
        *reader.rows(AnswerRow, interview=interview.id),
        *reader.rows(RespondentNameRow, interview=interview.id),
    ]
    return Kept(
        interview,
        tuple(instances),
        tuple(answers),
        reader.rows(QuestionNoteRow, interview=interview.id),
        {
            **reader.stamps(AnswerRow, "value", interview=interview.id),
            **reader.stamps(RespondentNameRow, "value", interview=interview.id),
        },
    )


def environment(workspace: Workspace, language: Language) -> Environment:
    """Clock, words and uuids for a run."""
    from app.i18n import say

    def words(code: str, tag: str, params: Mapping[str, str | int]) -> str:
        return say(code, "en" if tag == "en" else "sv" if tag == "sv" else language, **params)

    return Environment(
        now=lambda: datetime.fromtimestamp(workspace.now() / 1000, UTC),
        new_uuid=lambda: uuid.uuid4().hex,
        timezone=STOCKHOLM,
        say=words,
    )


def run_of(workspace: Workspace, found: Questionnaire, rows: Kept | None, language: Language) -> FormRun:
    """A run in the state of the rows; without rows a new one, with no repeat rows of its own."""
    run = FormRun(
        found.definition,
        environment(workspace, language),
        answers=[
            (NodeRef(row.question, keys_of(row.instances)), row.value or "")
            for row in (rows.answers if rows else ())
            if row.respondent == ""
        ],
        instances=[
            (row.question, keys_of(row.instances), RepeatKey(row.id.hex()))
            for row in (rows.instances if rows else ())
        ],
    )
    tag = f"({language})"
    for name in found.definition.languages:
        if name.endswith(tag):
            run.set_language(name)
    return run


def keys_of(instances: str) -> tuple[RepeatKey, ...]:
    return tuple(RepeatKey(key) for key in instances.split(_BETWEEN) if key)


def text_of(keys: Iterable[RepeatKey]) -> str:
    return _BETWEEN.join(keys)


def answer_row(
    workspace: Workspace, found: Questionnaire, interview: RowId, ref: NodeRef, respondent: str
) -> tuple[type[AnswerRow] | type[RespondentNameRow], RowId]:
    """Where one answer is kept: names of people lie in a compartment of their own."""
    entity = "respondent_name" if ref.path in found.personal else "answer"
    row = natural_id(
        workspace.secrets.project_secret, entity, interview, ref.path, text_of(ref.keys), respondent
    )
    return (RespondentNameRow if ref.path in found.personal else AnswerRow), row


def answer_changes(
    workspace: Workspace,
    found: Questionnaire,
    interview: RowId,
    ref: NodeRef,
    respondent: str,
    value: str,
    *,
    new: bool,
) -> tuple[Change, ...]:
    """What keeps one answer; `new` where its row is not there yet."""
    kind, row = answer_row(workspace, found, interview, ref, respondent)
    entity = ENTITY_OF[kind]
    setting = change(entity, row, "value", value or None)
    if not new:
        return (setting,)
    return (birth_of(entity, row, interview, ref.path, text_of(ref.keys), respondent), setting)


def note_row(workspace: Workspace, interview: RowId, ref: NodeRef) -> RowId:
    """Where the note on a question is kept, and why the question has no answer."""
    return natural_id(
        workspace.secrets.project_secret, "question_note", interview, ref.path, text_of(ref.keys)
    )


def note_changes(
    interview: RowId,
    ref: NodeRef,
    row: RowId,
    *,
    note: str | None = None,
    missing: str | None = None,
    new: bool,
) -> tuple[Change, ...]:
    """What keeps a note, or why there is no answer; None leaves it as it is."""
    given = {"note": note, "missing": missing}
    changes = [
        change("question_note", row, name, text or None) for name, text in given.items() if text is not None
    ]
    if new:
        changes.insert(0, birth_of("question_note", row, interview, ref.path, text_of(ref.keys)))
    return tuple(changes)


def instance_changes(
    interview: RowId, path: str, parents: tuple[RepeatKey, ...], key: RepeatKey, place: str
) -> tuple[Change, ...]:
    """What keeps one row of a repeat, under its opaque key."""
    row = RowId(bytes.fromhex(key))
    return born("repeat_instance", row, interview, path, text_of(parents), place=place)


def next_place(places: Iterable[str], device: DeviceId) -> str:
    """An order key after all others, with a device suffix, so that two people's rows both keep their place.

    Eight digits; a key between two others would go on after a point.
    """
    last = max(places, default="00000000-")
    return f"{int(last[:8]) + 1:08d}-{device.hex()[:8]}"
