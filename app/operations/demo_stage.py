"""The demo's stage: its laptops, its clock, what it says aloud, and what it checks of itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.refusal import Refusal
from app.operations import exchange
from app.operations.demo_books import Book, books
from app.operations.demo_cast import Cast, Company
from app.operations.demo_folder import PRINTS, PROFILES, RESULTS, SHARED, WORKBOOKS
from app.operations.workspace import Surroundings, Workspace, opened
from app.store.ids import RowId, hyphenated

if TYPE_CHECKING:
    from app.exchange.station import Passed
    from app.i18n import Language

OFFICE = "kontor"
_MINUTE = 60_000


class Tell(Protocol):
    """Says a sentence of the demo to whoever watches."""

    def __call__(self, code: str, **params: str | int) -> None: ...


class Clock:
    """The demo's day: it goes on by itself, and is moved on between the steps. UTC milliseconds."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._began = time.monotonic_ns()

    def now(self) -> int:
        return self._start + (time.monotonic_ns() - self._began) // 1_000_000

    def later(self, minutes: int) -> None:
        self._start += minutes * _MINUTE


@dataclass(slots=True)
class Stage:
    """What the steps share. `made`: files that people may want to see, in the order they were made.

    `ids`: a company's row by its key in the data; `interviews`: likewise, as typed by people; `invitations`:
    coach -> file and words; `fingerprints`: what a coach reads from the own screen.
    """

    folder: Path
    cast: Cast
    clock: Clock
    language: Language
    tell: Tell
    ids: dict[str, RowId] = field(default_factory=dict)
    interviews: dict[str, str] = field(default_factory=dict)
    invitations: dict[str, tuple[Path, str]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    made: list[Path] = field(default_factory=list)
    _books: tuple[Book, ...] = ()

    @property
    def shared(self) -> Path:
        return self.folder / SHARED

    def profile(self, who: str) -> Path:
        return self.folder / PROFILES / who

    def invitation(self, coach: str) -> Path:
        return self.folder / PROFILES / f"{coach}.inbjudan"

    def workbook(self, name: str) -> Path:
        return self.folder / WORKBOOKS / name

    def print_file(self, name: str) -> Path:
        return self.folder / PRINTS / name

    def result(self, name: str) -> Path:
        return self.folder / RESULTS / name

    def books(self) -> tuple[Book, ...]:
        if not self._books:
            self._books = books(self.cast)
        return self._books

    def surroundings(self) -> Surroundings:
        """As a laptop has them; key files at the least cost, since the passphrase is printed anyway."""
        from app.store.key_file import LOWEST

        return Surroundings(now=self.clock.now, passphrase=self.cast.data.passphrase, cost=LOWEST)

    @contextmanager
    def laptop(self, who: str) -> Iterator[Workspace]:
        with opened(self.profile(who), self.surroundings()) as workspace:
            yield workspace

    def companies_of(self, coach: str) -> tuple[Company, ...]:
        return tuple(company for company in self.cast.companies.values() if company.coach == coach)

    def sync(self, who: str) -> exchange.SyncReport:
        """One run by a laptop, told aloud. Raises Refusal where a file was refused or values contradict."""
        with self.laptop(who) as workspace:
            report = exchange.sync(workspace)
        self.tell(
            "demo.says.synced",
            who=self.name_of(who),
            written=report.written,
            read=report.read,
            changes=report.changes,
        )
        refused = ", ".join(one.file for one in report.refused)
        self.expect(not refused, "demo.check.refused", files=refused)
        self.expect(report.conflicts == 0, "demo.check.conflicts", count=report.conflicts)
        return report

    def typed(self, company: str) -> str:
        """A company as it is named on the command line, here by its id."""
        return hyphenated(self.ids[company])

    def name_of(self, who: str) -> str:
        if who == OFFICE:
            return self.cast.data.office.name
        return next(coach.name for coach in self.cast.data.coach if coach.key == who)

    def reason(self, passed: Passed) -> str:
        from app.i18n import say

        return say(passed.code, self.language, **passed.params)

    def tell_refusal(self, refusal: Refusal) -> None:
        """Say what was refused, in the words that a person would read."""
        self.tell("demo.says.refused", reason=sentence(refusal, self.language))

    @staticmethod
    def expect(holds: bool, code: str, **params: str | int) -> None:
        """The demo checks itself: raises Refusal where something did not come out as it must."""
        if not holds:
            raise Refusal(code, **params)


def sentence(refusal: Refusal, language: Language) -> str:
    """A refusal in words. Where a word of it has two languages, `what_sv` and `what_en` stand for `what`."""
    from app.i18n import say

    ending = f"_{language}"
    own = {name.removesuffix(ending): text for name, text in refusal.params.items() if name.endswith(ending)}
    return say(refusal.code, language, **{**own, **refusal.params})


Act = Callable[[Stage], None]
