"""One real day with an office, two coaches and six fictional companies, on real profiles and a real shared folder.

Every step is what a person does with a verb of `operations`; nothing is written past them.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
    office,
    printing,
)
from app.operations.demo_cast import Cast, Company, Session, cast, talk_answers
from app.operations.demo_sheets import Book, answers_for, write_books
from app.operations.questionnaires import questionnaire
from app.operations.workspace import STOCKHOLM, Surroundings, Workspace, opened
from app.store.ids import hyphenated
from app.store.key_file import LOWEST

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


@dataclass(slots=True)
class _Stage:
    """The demo while it runs."""

    folder: Path
    cast: Cast
    language: Language
    tell: Callable[[str], None]
    clock: int
    books: tuple[Book, ...] = ()
    interviews: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    @property
    def shared(self) -> Path:
        return self.folder / "delad-mapp"

    @property
    def books_folder(self) -> Path:
        return self.folder / "arbetsbocker"

    @property
    def prints(self) -> Path:
        return self.folder / "utskrifter"

    @property
    def results(self) -> Path:
        return self.folder / "resultat"

    def profile(self, who: str) -> Path:
        return self.folder / "profiler" / who

    def surroundings(self) -> Surroundings:
        """Key files at the library's lowest cost: this is a demo, and the file says so."""
        return Surroundings(now=self._tick, passphrase=self.cast.data.passphrase, cost=LOWEST)

    def _tick(self) -> int:
        self.clock += 1_000
        return self.clock

    @contextmanager
    def at(self, who: str) -> Iterator[Workspace]:
        with opened(self.profile(who), self.surroundings()) as workspace:
            yield workspace

    def say(self, code: str, **params: str | int) -> None:
        from app.i18n import say

        self.tell("  " + say(code, self.language, **params))


def run(folder: Path, *, seed: int, language: Language, tell: Callable[[str], None]) -> Outcome:
    """Live the day in a folder. Replaces an earlier demo's; Raises Refusal for any other that is not empty."""
    from app.i18n import say

    chosen = cast(seed)
    begins = datetime.fromisoformat(f"{chosen.data.day}T{chosen.data.starts}").replace(
        tzinfo=ZoneInfo(STOCKHOLM)
    )
    stage = _Stage(folder, chosen, language, tell, int(begins.timestamp() * 1000))
    _prepare(stage)
    for name, work in _STEPS:
        tell(say(f"demo.step.{name}", language))
        begun = time.perf_counter()
        try:
            work(stage)
        except Refusal as refusal:
            stage.steps.append(Step(name, False, round(time.perf_counter() - begun, 3)))
            tell(say(refusal.code, language, **refusal.params))
            break
        stage.steps.append(Step(name, True, round(time.perf_counter() - begun, 3)))
    outputs = sorted(str(path) for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return Outcome(tuple(stage.steps), tuple(outputs))


def _prepare(stage: _Stage) -> None:
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


def _enrol(stage: _Stage) -> None:
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


def _register(stage: _Stage) -> None:
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


def _named(stage: _Stage, workspace: Workspace, company: Company) -> str:
    """How a company is named on its coach's laptop: its number, or the serial that it was given there."""
    if company.orgnr is not None:
        return company.orgnr
    return next(one.serial or "" for one in companies.list_companies(workspace) if one.name == company.name)


def _interview(stage: _Stage) -> None:
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


def _matrices(stage: _Stage) -> None:
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


def _print(stage: _Stage) -> None:
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


def _coach(stage: _Stage) -> None:
    for session in stage.cast.data.session:
        _log(stage, session, session.minutes)
    slip = stage.cast.data.slip
    _log(stage, slip, slip.minutes)
    with stage.at(slip.coach) as workspace:
        verb, _ = log.undo(workspace)
    stage.say("demo.said.undone", verb=verb)
    _log(stage, slip, slip.right_minutes)


def _log(stage: _Stage, session: Session, minutes: str) -> None:
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


def _exchange(stage: _Stage) -> None:
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


def _sync(stage: _Stage, who: str) -> None:
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


def _spoil(stage: _Stage) -> None:
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


def _follow_up(stage: _Stage) -> None:
    with stage.at("kontor") as workspace:
        figures = office.show_targets(workspace)
        register = companies.list_companies(workspace)
    table = io.StringIO()
    rows = csv.writer(table, delimiter=";", lineterminator="\r\n")
    rows.writerow(
        ["mål", "vad", "min", "max", "gjort", "pågår", "planerat", "kvar", "deltaganden", "underlag"]
    )
    for one in figures:
        evidence = ", ".join(f"{line.label} ({line.activity})" for line in one.evidence)
        counts = (one.min, one.max, one.done, one.under_way, one.planned, one.left, one.participations)
        rows.writerow([one.id, one.sv, *("" if count is None else count for count in counts), evidence])
        if one.done or one.under_way or one.planned:
            stage.say(
                "demo.said.target",
                id=one.id,
                done=one.done,
                under_way=one.under_way,
                planned=one.planned,
                left=one.left if one.left is not None else "–",
            )
    (stage.results / "maluppfyllelse.csv").write_text(table.getvalue(), encoding="utf-8-sig", newline="")
    for key, interview in stage.interviews.items():
        with stage.at("kontor") as workspace:
            shown = interviews.show_interview(workspace, interview, language=stage.language)
        document = {
            "company": stage.cast.companies[key].name,
            "status": shown.status,
            "answers": dict(shown.answers),
            "maturity": shown.figures.maturity,
            "section_need": shown.figures.section_need,
            "activity_need": shown.figures.activity_need,
            "recommended": [{"activity": one.activity, "why": list(one.why)} for one in shown.recommended],
        }
        (stage.results / f"intervju-{key}.json").write_text(
            json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    stage.say("demo.said.register", companies=len(register))


def _read_me(stage: _Stage) -> None:
    from app.i18n import say

    text = say(
        "demo.read_me", stage.language, passphrase=stage.cast.data.passphrase, folder=str(stage.folder)
    )
    (stage.folder / "LASMIG.txt").write_text(text + "\n", encoding="utf-8")
    stage.say("demo.said.passphrase", passphrase=stage.cast.data.passphrase)


_STEPS: tuple[tuple[str, Callable[[_Stage], None]], ...] = (
    ("enrol", _enrol),
    ("register", _register),
    ("interview", _interview),
    ("matrices", _matrices),
    ("print", _print),
    ("coach", _coach),
    ("exchange", _exchange),
    ("spoil", _spoil),
    ("follow_up", _follow_up),
    ("read_me", _read_me),
)
