"""Conflicts as people read them: which company, which question or field, and who says what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.refusal import Unavailable
from app.i18n import say
from app.operations import companies
from app.operations.log import ConflictSnapshot, conflicts
from app.operations.questionnaires import of_version
from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId, parse_id
from app.store.registry import BY_NAME, Value
from app.store.rows import (
    AnswerRow,
    CompanyRow,
    InterviewRow,
    PersonRow,
    RespondentNameRow,
    ScaleRow,
    SessionRow,
    SkillGroupRow,
    SkillRow,
    StoredRow,
)

if TYPE_CHECKING:
    from app.forms.definition import FormDefinition
    from app.forms.question import Question, Texts
    from app.i18n import Language
    from app.store.reading import Reader

_NAMED: dict[str, type[PersonRow] | type[ScaleRow] | type[SkillGroupRow] | type[SkillRow]] = {
    "person": PersonRow,
    "scale": ScaleRow,
    "skill_group": SkillGroupRow,
    "skill": SkillRow,
}


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """What one person wrote. `text` is '' where the field was emptied; `shown`: the value that stands meanwhile."""

    text: str
    person: str
    device: DeviceId
    at: int
    shown: bool


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field in which several values stand.

    `what`: the question as it is asked, or the field's name; `thing`: whose field it is (the day of a session, a
    person, a skill), '' where the company's own. `before`: what the values replaced, '' where nothing.
    """

    id: str
    company: RowId | None
    company_name: str
    entity: str
    what: str
    thing: str
    before: str
    values: tuple[ConflictValue, ...]


def conflict_lines(workspace: Workspace, language: Language) -> tuple[ConflictLine, ...]:
    """Every conflict in words, by company and then as the record has them."""
    found = conflicts(workspace)
    if not found:
        return ()
    with workspace.reading() as reader:
        names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}
        first = {row: group[0] for row, group in companies.groups(reader).items()}
        words = _Words(workspace, reader, language)
        lines = [words.line(one, first, names) for one in found]
    return tuple(sorted(lines, key=lambda line: (line.company_name, line.company or b"")))


class _Words:
    """What values are called, read from one moment of the record."""

    def __init__(self, workspace: Workspace, reader: Reader, language: Language) -> None:
        self.reader = reader
        self.language = language
        self.activities = {one.code: one for one in workspace.programme().every_activity()}

    def line(
        self, one: ConflictSnapshot, first: Mapping[RowId, RowId], names: Mapping[RowId, str]
    ) -> ConflictLine:
        row = RowId(parse_id(one.id.split(".")[0]) or b"")
        question = self._question(one.entity, row)
        company = first.get(one.company, one.company) if one.company is not None else None

        def text(value: Value) -> str:
            return self._value(one.entity, one.field, value, question)

        return ConflictLine(
            id=one.id,
            company=company,
            company_name=names.get(company, "") if company is not None else "",
            entity=one.entity,
            what=self._label(question.labels) if question is not None else self._field(one.entity, one.field),
            thing=self._thing(one.entity, row),
            before=text(one.before),
            values=tuple(
                ConflictValue(
                    text(claim.value), claim.person, claim.device, claim.at, claim is one.values[-1]
                )
                for claim in one.values
            ),
        )

    def _field(self, entity: str, name: str) -> str:
        known = BY_NAME[entity]
        if name == "gone":
            return known.sv if self.language == "sv" else known.en
        field = known.field(name)
        return field.sv if self.language == "sv" else field.en

    def _question(self, entity: str, row: RowId) -> Question | None:
        """The question that an answer belongs to; None for other rows, and for forms of other releases."""
        kinds: dict[str, type[AnswerRow] | type[RespondentNameRow]] = {
            "answer": AnswerRow,
            "respondent_name": RespondentNameRow,
        }
        kind = kinds.get(entity)
        answer = self.reader.row(kind, row) if kind is not None else None
        if answer is None:
            return None
        definition = self._definition(answer.interview)
        questions = definition.questions if definition is not None else ()
        return next((one for one in questions if one.path == answer.question), None)

    def _definition(self, interview: RowId) -> FormDefinition | None:
        row = self.reader.row(InterviewRow, interview)
        if row is None:
            return None
        try:
            return of_version(row.form, row.form_version).definition
        except Unavailable:
            return None  # the field is named by the registry instead

    def _label(self, texts: Texts) -> str:
        tag = f"({self.language})"
        return next(
            (text for name, text in texts.items() if name.endswith(tag)), next(iter(texts.values()), "")
        )

    def _thing(self, entity: str, row: RowId) -> str:
        if entity == "session":
            session = self.reader.row(SessionRow, row)
            return session.date if session is not None else ""
        return self._name(entity, row)

    def _name(self, entity: str, row: RowId) -> str:
        kind: type[StoredRow] | None = _NAMED.get(entity)
        found = self.reader.row(kind, row) if kind is not None else None
        return str(getattr(found, "name", "")) if found is not None else ""

    def _value(self, entity: str, field: str, value: Value, question: Question | None) -> str:
        if field == "gone":
            return say("conflict.gone" if value else "conflict.kept", self.language)
        if value is None:
            return ""
        if isinstance(value, bytes):
            return self._name(field, RowId(value))
        text = str(value)
        if question is not None and question.choices:
            labels = {choice.value: self._label(choice.labels) for choice in question.choices}
            return ", ".join(labels.get(part, part) for part in text.split())
        if (entity, field) == ("company", "municipality"):
            return next((one.name for one in companies.municipalities() if one.code == text), text)
        if (entity, field) == ("company", "sni") and (division := companies.divisions().get(text[:2])):
            return f"{text} {division.sv if self.language == 'sv' else division.en}"
        if (entity, field) == ("session", "activity") and (activity := self.activities.get(text)):
            return f"{text} {activity.sv if self.language == 'sv' else activity.en}"
        return text
