"""A company's own page: what the register knows, what has happened, where it stands, and the one thing to do next.

The one button (`Main`), by the first of these rules that holds; what this laptop may not write is never offered:
1. an interview is open: continue the newest one;
2. a next step is due today or late: log a session, for the next meeting does what was agreed;
3. there is no interview and no intervention has begun: start an interview;
4. a deep interview is finished, no intervention has begun and there is no matrix: begin the competence matrix;
5. else: log a session.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.company import Stage
from app.domain.evidence import Scope
from app.domain.refusal import Refusal, Unavailable
from app.operations import coaching, companies, competence
from app.operations.coaching import SessionSnapshot
from app.operations.companies import CompanySnapshot
from app.operations.company_list import Happening
from app.operations.facts import CompanyFacts, InterviewRecord, facts_of
from app.operations.interview_run import kept, run_of
from app.operations.next_steps import OpenStep, open_steps
from app.operations.questionnaires import of_version
from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId, UnitId
from app.store.registry import BY_NAME, Compartment
from app.store.rows import MatrixSourceRow

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader

_NEWEST_ACTS = 50


class Main(StrEnum):
    """What the one button does. The words are `hub.main.<value>`."""

    CONTINUE_INTERVIEW = "continue_interview"
    START_INTERVIEW = "start_interview"
    START_MATRIX = "start_matrix"
    LOG_SESSION = "log_session"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened, or is booked (`day` after today).

    `label`: the activity of a session, how deep an interview goes ('' before it says), the sheet of a workbook.
    `row`: the session, interview or source that it leads to.
    """

    day: date
    what: Happening
    label: str
    row: RowId


@dataclass(frozen=True, slots=True)
class HubInterview:
    """An interview of the company. `possible`: relevant questions that can be answered; `answered` of them.

    `possible` is None where this release does not have the version of the form; `answered` then counts all that is
    kept.
    """

    id: RowId
    finished: bool
    scope: Scope | None
    begun: date
    finished_on: date | None
    form_version: str
    answered: int
    possible: int | None


@dataclass(frozen=True, slots=True)
class MatrixSummary:
    """Shares are 0-1, None where there is nothing to reckon from."""

    people: int
    skills: int
    flexibility: float | None
    compliance: float | None
    single_points: int
    """Skills that exactly one person can do alone."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in the company's history. `of`: what an undo took back, or a redo brought back, as its verb."""

    unit: UnitId
    verb: str
    of: str | None
    person: str
    device: DeviceId
    own: bool
    at: int


@dataclass(frozen=True, slots=True)
class HubSnapshot:
    """Everything that a company's page shows. `sessions` newest first, `timeline` oldest first.

    `matrix` is None where there is none here; `reads_people` and `reads_analysis` tell whether there could be: the
    office never reads people, and a consultant reads the analysis only as the company has chosen.
    """

    company: CompanySnapshot
    timeline: tuple[TimelineEntry, ...]
    interviews: tuple[HubInterview, ...]
    sessions: tuple[SessionSnapshot, ...]
    minutes: int
    """Of all sessions that have been held."""
    matrix: MatrixSummary | None
    reads_analysis: bool
    reads_people: bool
    steps: tuple[OpenStep, ...]
    main: Main
    interview: RowId | None
    """The interview that the button continues."""
    history: tuple[ActLine, ...]

    @property
    def next_step(self) -> OpenStep | None:
        """The most urgent open step."""
        return self.steps[0] if self.steps else None


def show_hub(workspace: Workspace, company: str | RowId, *, language: Language = "sv") -> HubSnapshot:
    """A company's page. Raises Refusal `companies.unknown` where this laptop does not have it."""
    today = workspace.today()
    shown = companies.show_company(workspace, company)
    with workspace.reading() as reader:
        facts = facts_of(workspace, reader, dict.fromkeys(shown.ids, shown.id), today)[shown.id]
        records = sorted(facts.records, key=lambda one: (one.begun, one.row.id), reverse=True)
        interviews = tuple(_interview(workspace, reader, record, language) for record in records)
        workbooks = reader.among(MatrixSourceRow, "company", shown.ids)
    matrix = _matrix(workspace, shown.id)
    reads = {
        kind: reads_here(workspace, kind, shown.ids) for kind in (Compartment.ANALYSIS, Compartment.PEOPLE)
    }
    steps = open_steps(facts.session_rows, today)
    open_interview = next((one.id for one in interviews if not one.finished), None)
    main = _main(
        workspace,
        shown.stage,
        interviews,
        steps,
        matrix=matrix is not None,
        analysis=reads[Compartment.ANALYSIS],
        people=reads[Compartment.PEOPLE],
    )
    return HubSnapshot(
        company=shown,
        timeline=_timeline(facts, workbooks),
        interviews=interviews,
        sessions=coaching.list_sessions(workspace, shown.id),
        minutes=sum(fact.minutes for fact in facts.sessions if fact.day <= today),
        matrix=matrix,
        reads_analysis=reads[Compartment.ANALYSIS],
        reads_people=reads[Compartment.PEOPLE],
        steps=steps,
        main=main,
        interview=open_interview if main is Main.CONTINUE_INTERVIEW else None,
        history=_history(workspace, shown.ids),
    )


def _interview(
    workspace: Workspace, reader: Reader, record: InterviewRecord, language: Language
) -> HubInterview:
    rows = kept(reader, record.row)
    possible: int | None = None
    answered = sum(bool(row.value) and row.respondent == "" for row in rows.answers)
    try:
        found = of_version(record.row.form, record.row.form_version)
    except Unavailable:
        found = None  # another release's form: the page says so by the count that is missing
    if found is not None:
        asked = {  # pictures cannot be answered yet
            question.path
            for question in found.definition.questions
            if question.answerable and question.type != "image"
        }
        run = run_of(workspace, found, rows, language)
        leaves = [leaf for leaf in run.leaves() if leaf.relevant and leaf.ref.path in asked]
        possible, answered = len(leaves), sum(bool(leaf.value) for leaf in leaves)
    return HubInterview(
        record.row.id,
        record.row.status == "finished",
        record.scope,
        record.begun,
        record.finished,
        record.row.form_version,
        answered,
        possible,
    )


def _matrix(workspace: Workspace, company: RowId) -> MatrixSummary | None:
    from app.store.ids import hyphenated

    try:
        shown = competence.show_matrix(workspace, hyphenated(company))
    except Refusal as refused:
        if refused.code != "competence.none":
            raise
        return None
    return MatrixSummary(
        len(shown.matrix.people),
        len(shown.matrix.skills),
        shown.figures.flexibility,
        shown.figures.compliance,
        sum(figure.bus_factor == 1 for figure in shown.figures.skills),
    )


def reads_here(workspace: Workspace, kind: Compartment, group: Iterable[RowId]) -> bool:
    """Whether this laptop can read what the company has of that kind, under any of its rows.

    People whom nobody has written of yet belong to the first who does (`Workspace.commit` makes the key).
    """
    from app.store import compartments

    secret = workspace.secrets.project_secret
    with workspace.store.connected() as connection:
        for row in group:
            if compartments.holds(connection, secret, kind, row):
                return True
            if (
                kind is Compartment.PEOPLE
                and compartments.may_make(workspace.role, kind)
                and compartments.holds(connection, secret, Compartment.COMPANY, row)
                and not compartments.written_elsewhere(connection, secret, kind, row)
            ):
                return True
    return False


def _main(
    workspace: Workspace,
    stage: Stage,
    interviews: Iterable[HubInterview],
    steps: Iterable[OpenStep],
    *,
    matrix: bool,
    analysis: bool,
    people: bool,
) -> Main:
    """The one button; the rules stand at the head of this module."""
    found = tuple(interviews)
    asks = analysis and workspace.role in BY_NAME["interview"].writers
    rates = people and workspace.role in BY_NAME["rating"].writers
    if asks and any(not one.finished for one in found):
        return Main.CONTINUE_INTERVIEW
    if any(step.days_late or step.by == workspace.today() for step in steps):
        return Main.LOG_SESSION
    if asks and not found and stage in (Stage.CONTACTED, Stage.SHORT_INTERVIEW, Stage.DEEP_ANALYSIS):
        return Main.START_INTERVIEW
    analysed = any(one.finished and one.scope is Scope.DEEP for one in found)
    if rates and not matrix and analysed and stage is Stage.DEEP_ANALYSIS:
        return Main.START_MATRIX
    return Main.LOG_SESSION


def _timeline(facts: CompanyFacts, workbooks: Iterable[MatrixSourceRow]) -> tuple[TimelineEntry, ...]:
    found = [
        TimelineEntry(fact.day, Happening.SESSION, fact.activity, row.id)
        for fact, row in zip(facts.sessions, facts.session_rows, strict=True)
    ]
    for record in facts.records:
        scope = record.scope.value if record.scope is not None else ""
        found.append(TimelineEntry(record.begun, Happening.INTERVIEW_STARTED, scope, record.row.id))
        if record.finished is not None:
            found.append(TimelineEntry(record.finished, Happening.INTERVIEW_FINISHED, scope, record.row.id))
    found += [
        TimelineEntry(date.fromisoformat(row.day), Happening.WORKBOOK, row.sheet, row.id) for row in workbooks
    ]
    order = list(Happening)
    return tuple(sorted(found, key=lambda one: (one.day, order.index(one.what), one.row)))


def _history(workspace: Workspace, group: Iterable[RowId]) -> tuple[ActLine, ...]:
    from app.store import history

    units = workspace.store.history(group, _NEWEST_ACTS)
    with workspace.store.connected() as connection:
        return tuple(
            ActLine(
                unit.id,
                unit.verb,
                history.original(connection, unit).verb if unit.undoes is not None else None,
                unit.person,
                unit.device,
                unit.device == workspace.laptop.device,
                unit.at,
            )
            for unit in units
        )
