"""One real day with an office, two coaches and six fictional companies, on real profiles and a real shared folder.

Every step is what a person does with a verb of `operations`; nothing is written past them.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.domain.company import find_municipality
from app.domain.refusal import Refusal
from app.operations import (
    coaching,
    companies,
    competence,
    enrolment,
    exchange,
    interviews,
    log,
    printing,
)
from app.operations.demo_cast import Company, Session, cast, talk_answers
from app.operations.demo_results import follow_up, read_me
from app.operations.demo_sheets import answers_for, write_books
from app.operations.demo_stage import Stage
from app.operations.questionnaires import questionnaire
from app.operations.workspace import STOCKHOLM, Workspace
from app.store.ids import hyphenated

if TYPE_CHECKING:
    from app.i18n import Language

MARK = ".simmitt-demo"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done; `seconds` of the wall."""

    name: str
    ok: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    steps: tuple[Step, ...]
    outputs: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)


def run(folder: Path, *, seed: int, language: Language, tell: Callable[[str], None]) -> Outcome:
    """Live the day in a folder. Replaces an earlier demo's; Raises Refusal for any other that is not empty."""
    from app.i18n import say

    chosen = cast(seed)
    begins = datetime.fromisoformat(f"{chosen.data.day}T{chosen.data.starts}").replace(
        tzinfo=ZoneInfo(STOCKHOLM)
    )
    steps: list[Step] = []
    stage = Stage(folder, chosen, language, tell, int(begins.timestamp() * 1000))
    _prepare(stage)
    for name, work in _STEPS:
        tell(say(f"demo.step.{name}", language))
        begun = time.perf_counter()
        try:
            work(stage)
        except Refusal as refusal:
            steps.append(Step(name, False, round(time.perf_counter() - begun, 3)))
            tell(say(refusal.code, language, **refusal.params))
            break
        steps.append(Step(name, True, round(time.perf_counter() - begun, 3)))
    outputs = sorted(str(path) for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return Outcome(tuple(steps), tuple(outputs))


def _prepare(stage: Stage) -> None:
    folder = stage.folder
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file())):
        raise Refusal("demo.not_empty", folder=str(folder))
    try:
        if folder.exists():
            for left in folder.iterdir():
                if left.name != MARK:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text("simmitt demo\n", encoding="utf-8")
        for made in (stage.shared, stage.books_folder, stage.prints, stage.results):
            made.mkdir()
    except OSError as error:
        raise Refusal("demo.unwritable", folder=str(folder)) from error


# --- the steps, in the day's order ---


def _enrol(stage: Stage) -> None:
    data = stage.cast.data
    enrolment.create_office(
        stage.profile("kontor"),
        stage.surroundings(),
        role="office",
        name=data.office.name,
        organisation=data.office.organisation,
        shared=stage.shared,
        programme=None,
    )
    for coach in data.coach:
        file = stage.folder / f"{coach.key}.inbjudan"
        with stage.at("kontor") as workspace:
            invited = enrolment.invite(workspace, name=coach.name, role="coach", out=file)
        joined = enrolment.join(
            stage.profile(coach.key),
            stage.surroundings(),
            role="coach",
            name=coach.name,
            organisation=coach.organisation,
            shared=stage.shared,
            invitation=file,
            words=" ".join(invited.words),
        )
        stage.say(
            "demo.said.invited",
            name=coach.name,
            words=" ".join(invited.words),
            fingerprint=joined.fingerprint,
        )


def _register(stage: Stage) -> None:
    for company in stage.cast.companies.values():
        data = company.data
        with stage.at(company.coach) as workspace:
            companies.add(
                workspace,
                orgnr=company.orgnr,
                sole_trader=data.sole_trader,
                name=company.name,
                municipality=data.municipality,
                sni=data.sni,
                legal_form=data.legal_form,
                women=data.women,
                men=data.men,
            )
        stage.say("demo.said.company", name=company.name, coach=company.coach)


def _named(stage: Stage, workspace: Workspace, company: Company) -> str:
    """How a company is named on its coach's laptop: its number, or the serial that it was given there."""
    if company.orgnr is not None:
        return company.orgnr
    return next(one.serial or "" for one in companies.list_companies(workspace) if one.name == company.name)


def _interview(stage: Stage) -> None:
    levels = frozenset(
        question.name
        for question in questionnaire("djupanalys").definition.questions
        if question.type == "range"
    )
    for key, talk in stage.cast.talks.items():
        company = stage.cast.companies[key]
        with stage.at(company.coach) as workspace:
            named = _named(stage, workspace, company)
            serial = named if company.orgnr is None else None
            answers = talk_answers(stage.cast, company, serial, levels)
            place = find_municipality(company.data.municipality, companies.municipalities())
            answers["a09_kommun"] = place.code
            found, _ = interviews.start(
                workspace, company=named, answers=_paths(answers), language=stage.language
            )
            interview = stage.interviews[key] = hyphenated(found)
            for one in (*talk.said, *talk.settled):
                interviews.answer(
                    workspace,
                    interview=interview,
                    at=one.question,
                    value=one.value,
                    respondent=one.respondent or None,
                    language=stage.language,
                )
            if talk.finish:
                interviews.finish(workspace, interview, language=stage.language)
            shown = interviews.show_interview(workspace, interview, language=stage.language)
        stage.say(
            "demo.said.interview",
            name=company.name,
            answers=len(shown.answers),
            disagreements=len(shown.disagreements),
            recommended=", ".join(one.activity for one in shown.recommended) or "–",
        )


def _paths(answers: dict[str, str]) -> dict[str, str]:
    """`a03_roll[2]` as the path with the position on its repeat."""
    definition = questionnaire("djupanalys").definition
    paths: dict[str, str] = {}
    for name, value in answers.items():
        bare, _, position = name.partition("[")
        question = definition.find(bare)
        if position and question.repeat is not None:
            inside = question.path.removeprefix(question.repeat)
            paths[f"{question.repeat}[{position}{inside}"] = value
        else:
            paths[question.path] = value
    return paths


def _matrices(stage: Stage) -> None:
    stage.books = write_books(stage.cast, stage.books_folder)
    for book in stage.books:
        company = stage.cast.companies[book.company]
        with stage.at(company.coach) as workspace:
            named = _named(stage, workspace, company)
            given = answers_for(book, competence.read(book.file))
            made, _ = competence.import_workbook(workspace, book.file, company=named, answers=given)
            figures = competence.show_matrix(workspace, named).figures
        single = sum(one.covered == 1 for one in figures.skills)
        stage.say(
            "demo.said.matrix",
            file=book.file.name,
            people=made.people,
            skills=made.skills,
            answered=len(given),
            open=len(made.questions),
            single=single,
        )
        for line in made.dropped:
            stage.tell("    " + line)


def _print(stage: Stage) -> None:
    for place, book in enumerate(stage.books):
        company = stage.cast.companies[book.company]
        languages: tuple[Language, ...] = ("sv", "en") if place == 0 else ("sv",)
        for language in languages:
            out = stage.prints / f"kompetensmatris-{book.company}-{language}.pdf"
            with stage.at(company.coach) as workspace:
                made = printing.print_matrix(
                    workspace,
                    company=_named(stage, workspace, company),
                    out=out,
                    paper="A3",
                    language=language,
                )
            stage.say("demo.said.printed", file=out.name, pages=made.pages)


def _coach(stage: Stage) -> None:
    for session in stage.cast.data.session:
        _log(stage, session, session.minutes)
    slip = stage.cast.data.slip
    _log(stage, slip, slip.minutes)
    with stage.at(slip.coach) as workspace:
        verb, _ = log.undo(workspace)
    stage.say("demo.said.undone", verb=verb)
    _log(stage, slip, slip.right_minutes)


def _log(stage: Stage, session: Session, minutes: str) -> None:
    company = stage.cast.companies[session.company]
    with stage.at(session.coach) as workspace:
        coaching.log(
            workspace,
            company=_named(stage, workspace, company),
            activity=session.activity,
            day=session.date.isoformat(),
            minutes=minutes,
            note=session.note,
            women=session.women,
            men=session.men,
            next_step=session.next,
            next_by=session.next_by.isoformat() if session.next_by is not None else None,
        )
    stage.say("demo.said.session", name=company.name, activity=session.activity, minutes=minutes)


def _exchange(stage: Stage) -> None:
    for coach in stage.cast.data.coach:
        with stage.at(coach.key) as workspace:
            own = enrolment.devices(workspace)
            assert not own  # not enrolled yet: it has worked all day without the office
        with stage.at("kontor") as workspace:
            waiting = next(one for one in enrolment.devices(workspace) if one.name == coach.name)
            enrolment.approve(workspace, coach.name, waiting.fingerprint)
        _sync(stage, coach.key)
    _sync(stage, "kontor")
    for coach in stage.cast.data.coach:
        _sync(stage, coach.key)
    _sync(stage, "kontor")


def _sync(stage: Stage, who: str) -> None:
    with stage.at(who) as workspace:
        report = exchange.sync(workspace)
    stage.say(
        "demo.said.synced",
        who=who,
        written=report.written,
        read=report.read,
        changes=report.changes,
        refused=len(report.refused),
    )
    from app.i18n import say

    for one in report.refused:
        stage.tell("    " + say(one.code, stage.language, **one.params))


def _spoil(stage: Stage) -> None:
    """A sync client has torn a new file of a coach: it is named, and read once it is whole again."""
    coach = stage.cast.data.coach[0].key
    company = next(
        one for one in stage.cast.companies.values() if one.coach == coach and one.orgnr is not None
    )
    with stage.at(coach) as workspace:
        companies.edit(workspace, company.orgnr or "", "women", "6")
    before = set(stage.shared.rglob("seg-*"))
    _sync(stage, coach)
    (file,) = set(stage.shared.rglob("seg-*")) - before
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes((whole[-1] ^ 1,)))
    _sync(stage, "kontor")
    file.write_bytes(whole)
    _sync(stage, "kontor")


_STEPS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("enrol", _enrol),
    ("register", _register),
    ("interview", _interview),
    ("matrices", _matrices),
    ("print", _print),
    ("coach", _coach),
    ("exchange", _exchange),
    ("spoil", _spoil),
    ("follow_up", follow_up),
    ("read_me", read_me),
)
