"""What happens in the practice programme before somebody opens it: two and a half months of a coach's work.

`resources/demo/practice.toml` says what and how many days ago; the people, the answers and the workbook are the demo's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.operations import demo_matrices, demo_people, demo_visits, enrolment
from app.operations.demo_books import Book, books
from app.operations.demo_cast import Cast, CompanyData, Session, Talk, cast, cast_data, read_data
from app.operations.demo_stage import OFFICE, Clock, Stage
from app.operations.enrolment import ProfileSnapshot
from app.operations.programmes import programme_text
from app.operations.workspace import Surroundings, local_time

if TYPE_CHECKING:
    from app.i18n import Language

_DAY = 86_400_000
_FRIDAY = 4
_DATE = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
_PERIOD = re.compile(r"(?m)^(\s*(?:start|end) = )(20[0-9]{2})(?=-)")
_YEARS = re.compile(r"(?m)^years = \[([^\]]*)\]")
_MIDDLE_YEAR = 2022  # of the programme as it is shipped

# Days ago, besides those in the data.
_JOINED, _LET_IN, _REGISTERED, _FIRST_SYNC, _NEW, _NEWS = 74, 73, 60, 30, 4, 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is made lies; all in `folder`. `programme` and `invitation` are files."""

    folder: Path
    shared: Path
    workbooks: Path
    coach: Path
    office: Path
    programme: Path
    invitation: Path


class _Programme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    acronym: str
    en: str


class _Interview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    company: str
    ago: int
    share: int
    finish: bool


class _Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    company: str
    activity: str
    ago: int
    minutes: str
    note: str
    women: str
    men: str
    next: str | None = None
    next_in: int | None = None


class _PracticeData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: int
    coach: str
    begun: int
    workbooks: tuple[str, ...]
    imported: int
    programme: _Programme
    company: tuple[CompanyData, ...]
    interview: tuple[_Interview, ...]
    session: tuple[_Session, ...]


class _Past(Clock):
    """A clock that stands some days ago and goes on from there; it ends now."""

    def __init__(self, now: int) -> None:
        super().__init__(now)
        self._now = now

    def days_ago(self, days: int) -> None:
        self._start = self._now - days * _DAY


@dataclass(slots=True)
class _PracticeStage(Stage):
    """The demo's stage with the practice's places."""

    places: Places | None = None

    @property
    def _where(self) -> Places:
        assert self.places is not None
        return self.places

    @property
    def shared(self) -> Path:
        return self._where.shared

    def profile(self, who: str) -> Path:
        return self._where.office if who == OFFICE else self._where.coach

    def invitation(self, coach: str) -> Path:
        return self._where.invitation

    def workbook(self, name: str) -> Path:
        return self._where.workbooks / name

    def with_books(self, shown: tuple[Book, ...]) -> None:
        self._books = shown


_Step = tuple[int, Callable[[], None]]
"""Days ago, and what happened then."""


def make(
    places: Places,
    surroundings: Surroundings,
    language: Language,
    progress: Callable[[int, int], None],
) -> ProfileSnapshot:
    """Everything, in the order of its days: the coach's laptop. Raises what `progress` raises, and OSError."""
    for folder in (places.shared, places.workbooks):
        folder.mkdir()
    clock = _Past(surroundings.now())
    work = _Work(places, local_time(surroundings.now()).date(), clock, language)
    steps = sorted(work.steps(), key=lambda step: -step[0])
    for number, (ago, act) in enumerate(steps):
        progress(number, len(steps))
        clock.days_ago(ago)
        act()
    progress(len(steps), len(steps))
    for left in (places.programme, places.invitation):
        left.unlink()
    return work.laptop()


class _Work:
    """What is done, on the stage's laptops."""

    def __init__(self, places: Places, today: date, clock: _Past, language: Language) -> None:
        self._data = read_data("practice.toml", _PracticeData)
        self._places = places
        self._today = today
        self._stage = _PracticeStage(
            places.folder, _cast(self._data), clock, language, _untold, places=places
        )
        self._made: ProfileSnapshot | None = None

    def laptop(self) -> ProfileSnapshot:
        """The coach's, which has been let in."""
        assert self._made is not None
        return self._made

    def steps(self) -> list[_Step]:
        data = self._data
        new = {one.key for one in data.company}
        return [
            (data.begun, self._found),
            (_JOINED, self._join),
            (_LET_IN, partial(demo_people.approve, self._stage)),
            (
                _REGISTERED,
                partial(self._register, data.coach, tuple(self._stage.cast.companies.keys() - new)),
            ),
            *((one.ago, partial(self._talk, one)) for one in data.interview),
            *((one.ago, partial(self._session, one)) for one in data.session),
            (data.imported, self._import),
            (_FIRST_SYNC, self._sync),
            *(
                (_NEW, partial(self._register, one.coach, (one.key,)))
                for one in data.company
                if one.coach != OFFICE
            ),
            (_NEWS, self._sync),
            *((_NEWS, partial(self._give, one.key)) for one in data.company if one.coach == OFFICE),
            (0, self._sync),
        ]

    def _day(self, ago: int) -> date:
        """The day, or the Friday before where it falls on a weekend."""
        day = self._today - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - _FRIDAY))

    def _found(self) -> None:
        self._places.programme.write_text(_programme(self._data.programme, self._today), encoding="utf-8")
        demo_people.create_office(self._stage, self._places.programme)
        demo_people.invite(self._stage)

    def _join(self) -> None:
        stage = self._stage
        demo_people.join(stage)
        with stage.laptop(self._data.coach) as workspace:
            laptop = workspace.laptop
        fingerprint = stage.fingerprints[self._data.coach]
        self._made = ProfileSnapshot(laptop.device, laptop.role, fingerprint, "ready")

    def _register(self, who: str, keys: tuple[str, ...]) -> None:
        stage = self._stage
        with stage.laptop(who) as workspace:
            for key in sorted(keys):
                demo_people.register_one(stage, workspace, stage.cast.companies[key])

    def _give(self, key: str) -> None:
        """A company that the office registers and gives to the coach."""
        stage = self._stage
        self._register(OFFICE, (key,))
        with stage.laptop(OFFICE) as workspace:
            enrolment.assign(workspace, stage.typed(key), stage.name_of(self._data.coach))

    def _talk(self, one: _Interview) -> None:
        stage, day = self._stage, self._day(one.ago)
        talk = _until(stage.cast.talks[one.company], one, day)
        stage.cast = replace(stage.cast, talks={**stage.cast.talks, one.company: talk})
        with stage.laptop(self._data.coach) as workspace:
            demo_visits.talk_with(stage, workspace, stage.cast.companies[one.company])

    def _session(self, one: _Session) -> None:
        by = None if one.next_in is None else self._today + timedelta(days=one.next_in)
        held = Session(
            self._data.coach,
            one.company,
            one.activity,
            self._day(one.ago),
            one.minutes,
            note=one.note,
            women=one.women,
            men=one.men,
            next=one.next,
            next_by=by,
        )
        with self._stage.laptop(self._data.coach) as workspace:
            demo_visits.log_session(self._stage, workspace, held, held.minutes)

    def _import(self) -> None:
        """The companies send their workbooks; the first is read, the others wait for whoever practises."""
        day = self._day(self._data.imported)
        shown = _books(self._stage.cast, self._data.workbooks, day)
        self._stage.with_books(shown)
        demo_matrices.write_workbooks(self._stage)
        self._stage.with_books(shown[:1])
        demo_matrices.import_workbooks(self._stage)

    def _sync(self) -> None:
        for who in (OFFICE, self._data.coach, OFFICE):
            self._stage.sync(who)


def _untold(code: str, **params: str | int) -> None:
    """The demo tells what happens while it does; the practice is looked at afterwards."""


def _cast(data: _PracticeData) -> Cast:
    """The demo's cast with one coach, who has all the companies."""
    whole = cast_data()
    own = [msgspec.structs.replace(one, coach=data.coach) for one in whole.company if not one.same_as]
    coach = tuple(one for one in whole.coach if one.key == data.coach)
    return cast(data.seed, msgspec.structs.replace(whole, coach=coach, company=(*own, *data.company)))


def _until(talk: Talk, one: _Interview, day: date) -> Talk:
    """An interview held on a day, as far as it has come; its other days move along."""
    begun = date.fromisoformat(talk.answers["a01_datum"])
    share = len(talk.answers) * one.share // 100
    answers = {question: _moved(value, day - begun) for question, value in list(talk.answers.items())[:share]}
    whole = one.share == 100
    return Talk(one.finish, answers, talk.said if whole else (), talk.settled if whole else ())


def _moved(text: str, by: timedelta) -> str:
    return _DATE.sub(lambda found: (date.fromisoformat(found[0]) + by).isoformat(), text)


def _books(cast: Cast, companies: tuple[str, ...], day: date) -> tuple[Book, ...]:
    """The workbooks as they were on a day: certificates run out around it, and file and heading say so."""
    then = replace(cast, data=msgspec.structs.replace(cast.data, day=day))
    by_company = {book.company: book for book in books(then)}
    return tuple(_dated(by_company[key], day) for key in companies)


def _dated(book: Book, day: date) -> Book:
    sheets = tuple(
        replace(sheet, remarks=tuple(_DATE.sub(day.isoformat(), one) for one in sheet.remarks))
        for sheet in book.sheets
    )
    file = re.sub("20[0-9]{2}", str(day.year), book.data.file)
    return replace(book, data=msgspec.structs.replace(book.data, file=file), sheets=sheets)


def _programme(data: _Programme, today: date) -> str:
    """The shipped programme under another name, moved by whole years so that today lies in it."""
    years = today.year - _MIDDLE_YEAR
    text = programme_text(None)
    for key, value in (("name", data.name), ("acronym", data.acronym), ("en", data.en)):
        text = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', text, count=1)
    text = _PERIOD.sub(lambda found: f"{found[1]}{int(found[2]) + years}", text)
    return _YEARS.sub(
        lambda found: f"years = [{', '.join(str(int(year) + years) for year in found[1].split(','))}]", text
    )
