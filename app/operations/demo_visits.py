"""The demo's visits: interviews on the shipped questionnaire, and coaching with an act that is taken back."""

from __future__ import annotations

import re

from app.domain.coaching import MINUTES_OF_A_DAY
from app.domain.refusal import Refusal
from app.operations import coaching, companies, interviews, log
from app.operations.demo_cast import Company, Session, talk_answers
from app.operations.demo_stage import Stage
from app.operations.interview_view import InterviewSnapshot
from app.operations.questionnaires import questionnaire
from app.operations.workspace import Workspace
from app.store.ids import hyphenated

_FORM = "djupanalys"
_ROW = re.compile(r"(\w+)\[([0-9]+)\]")


def interview(stage: Stage) -> None:
    """Full and short interviews, off the net; respondents who differ, and what the coach then settles."""
    for key in stage.cast.talks:
        company = stage.cast.companies[key]
        with stage.laptop(company.coach) as workspace:
            talk_with(stage, workspace, company)
        stage.clock.later(25)


def talk_with(stage: Stage, workspace: Workspace, company: Company) -> None:
    """One interview, as far as the data says."""
    talk = stage.cast.talks[company.key]
    levels = frozenset(
        question.name for question in questionnaire(_FORM).definition.questions if question.type == "range"
    )
    shown = companies.show_company(workspace, stage.typed(company.key))
    answers = talk_answers(
        stage.cast,
        company,
        serial=shown.serial,
        place=shown.municipality.code if shown.municipality else "",
        levels=levels,
    )
    row, _ = interviews.start(
        workspace,
        company=stage.typed(company.key),
        form=_FORM,
        answers={_address(question): value for question, value in answers.items()},
        language=stage.language,
    )
    typed = stage.interviews[company.key] = hyphenated(row)
    for one in (*talk.said, *talk.settled):
        interviews.answer(
            workspace,
            interview=typed,
            at=_address(one.question),
            value=one.value,
            respondent=one.respondent or None,
            language=stage.language,
        )
    if talk.finish:
        interviews.finish(workspace, typed, language=stage.language)
    _told(stage, company, interviews.show_interview(workspace, typed, language=stage.language))


def _address(question: str) -> str:
    """`a03_roll[2]` -> /data/grp_a/a_respondenter[2]/a03_roll; a plain name stays."""
    match = _ROW.fullmatch(question)
    if match is None:
        return question
    found = questionnaire(_FORM).definition.find(match[1])
    repeat = found.repeat or ""
    return f"{repeat}[{match[2]}]{found.path.removeprefix(repeat)}"


def _told(stage: Stage, company: Company, found: InterviewSnapshot) -> None:
    stage.tell(f"demo.says.interview.{found.status}", company=company.name, answers=len(found.answers))
    needs = ", ".join(f"{one.activity} {one.need}" for one in found.recommended)
    if needs:
        stage.tell("demo.says.needs", needs=needs)
    if found.disagreements:
        labels = {
            question.path: next(
                (text for name, text in question.labels.items() if name.endswith(f"({stage.language})")),
                question.name,
            )
            for question in questionnaire(_FORM).definition.questions
        }
        stage.tell(
            "demo.says.disagree",
            count=len(found.disagreements),
            what="; ".join(
                f"{labels.get(one.at, one.at)} " + ", ".join(f"{who} {value}" for who, value in one.values)
                for one in found.disagreements
            ),
        )


def coach(stage: Stage) -> None:
    """Sessions under several activities, with what was agreed to do next; those to come are booked."""
    for session in stage.cast.data.session:
        with stage.laptop(session.coach) as workspace:
            log_session(stage, workspace, session, session.minutes)
    for who in stage.cast.data.coach:
        with stage.laptop(who.key) as workspace:
            found = coaching.list_sessions(workspace)
        stage.expect(not any(one.outside_programme for one in found), "demo.check.outside", name=who.name)
        stage.tell(
            "demo.says.sessions",
            name=who.name,
            sessions=len(found),
            activities=", ".join(sorted({one.activity for one in found})),
            steps=sum(one.next_step is not None for one in found),
        )


def log_session(stage: Stage, workspace: Workspace, session: Session, minutes: str) -> None:
    """As the coach types it, but for the minutes."""
    coaching.log(
        workspace,
        company=stage.typed(session.company),
        activity=session.activity,
        day=session.date.isoformat(),
        minutes=minutes,
        note=session.note,
        women=session.women,
        men=session.men,
        next_step=session.next,
        next_by=session.next_by.isoformat() if session.next_by else None,
    )


def slip(stage: Stage) -> None:
    """A day cannot have that many minutes: refused. Too many all the same: logged, taken back, logged right."""
    session = stage.cast.data.slip
    with stage.laptop(session.coach) as workspace:
        before = len(coaching.list_sessions(workspace))
        try:
            log_session(stage, workspace, session, str(MINUTES_OF_A_DAY + 60))
            stage.expect(False, "demo.check.not_refused")
        except Refusal as refusal:
            stage.expect(refusal.code == "domain.minutes.range", "demo.check.not_refused")
            stage.tell_refusal(refusal)
        log_session(stage, workspace, session, session.minutes)
        verb, _ = log.undo(workspace)
        stage.expect(len(coaching.list_sessions(workspace)) == before, "demo.check.undone")
        stage.tell("demo.says.undone", verb=verb, minutes=session.minutes)
        log_session(stage, workspace, session, session.right_minutes)
        stage.tell("demo.says.logged", minutes=session.right_minutes)
