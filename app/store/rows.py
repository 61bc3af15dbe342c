"""Projected rows as frozen dataclasses, one an entity; their fields are the registry's (a test compares them)."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.ids import RowId


@dataclass(frozen=True, slots=True)
class StoredRow:
    id: RowId


@dataclass(frozen=True, slots=True)
class ProgrammeRevisionRow(StoredRow):
    revision: int
    text: str


@dataclass(frozen=True, slots=True)
class AliasRow(StoredRow):
    company: RowId
    same_as: RowId


@dataclass(frozen=True, slots=True)
class CompanyRow(StoredRow):
    orgnr: str | None
    serial: str | None
    name: str | None
    municipality: str | None
    sni: str | None
    sni_version: str | None
    legal_form: str | None
    women: int | None
    men: int | None


@dataclass(frozen=True, slots=True)
class SessionRow(StoredRow):
    company: RowId
    activity: str
    date: str
    minutes: int
    note: str | None
    women: int | None
    men: int | None
    next_step: str | None
    next_by: str | None


@dataclass(frozen=True, slots=True)
class InterviewRow(StoredRow):
    company: RowId
    form: str
    form_version: str
    status: str
    finished_on: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class RepeatInstanceRow(StoredRow):
    interview: RowId
    question: str
    instances: str
    place: str


@dataclass(frozen=True, slots=True)
class AnswerRow(StoredRow):
    interview: RowId
    question: str
    instances: str
    respondent: str
    value: str | None


@dataclass(frozen=True, slots=True)
class QuestionNoteRow(StoredRow):
    interview: RowId
    question: str
    instances: str
    note: str | None
    missing: str | None


@dataclass(frozen=True, slots=True)
class RespondentNameRow(StoredRow):
    interview: RowId
    question: str
    instances: str
    respondent: str
    value: str | None


@dataclass(frozen=True, slots=True)
class ScaleRow(StoredRow):
    company: RowId
    name: str
    steps: str


@dataclass(frozen=True, slots=True)
class SkillGroupRow(StoredRow):
    company: RowId
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class SkillRow(StoredRow):
    company: RowId
    name: str
    skill_group: RowId | None
    kind: str
    scale: RowId | None
    threshold: int | None
    place: str


@dataclass(frozen=True, slots=True)
class RequirementRow(StoredRow):
    company: RowId
    skill: RowId
    scope: str
    level: int | None
    headcount: int | None


@dataclass(frozen=True, slots=True)
class PersonRow(StoredRow):
    company: RowId
    name: str
    team: str | None
    shift: str | None
    job: str | None
    part_time: int | None
    place: str


@dataclass(frozen=True, slots=True)
class RatingRow(StoredRow):
    company: RowId
    person: RowId
    skill: RowId
    day: str
    kind: str
    by_role: str
    previous: RowId | None
    level: int | None


@dataclass(frozen=True, slots=True)
class LicenceRow(StoredRow):
    company: RowId
    person: RowId
    skill: RowId
    day: str
    previous: RowId | None
    state: str
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class MatrixSourceRow(StoredRow):
    company: RowId
    sheet: str
    day: str
    answers: str
    open_questions: str


ENTITY_OF: dict[type[StoredRow], str] = {
    ProgrammeRevisionRow: "programme_revision",
    AliasRow: "alias",
    CompanyRow: "company",
    SessionRow: "session",
    InterviewRow: "interview",
    RepeatInstanceRow: "repeat_instance",
    AnswerRow: "answer",
    QuestionNoteRow: "question_note",
    RespondentNameRow: "respondent_name",
    ScaleRow: "scale",
    SkillGroupRow: "skill_group",
    SkillRow: "skill",
    RequirementRow: "requirement",
    PersonRow: "person",
    RatingRow: "rating",
    LicenceRow: "licence",
    MatrixSourceRow: "matrix_source",
}
