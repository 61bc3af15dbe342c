"""This laptop as the exchange sees it, and what one run through the folder reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.exchange.folder import Folder
from app.exchange.ids import CompanyId, DeviceId, ProjectId, Random
from app.exchange.refused import FileRefused, FileWaits
from app.exchange.sealing import Identity, ProjectSecret, SigningSeed, VerifyKey
from app.store.registry import Role
from app.store.store import Store


@dataclass(frozen=True, slots=True, repr=False)
class Station:
    """Everything that a run needs. `shares` tells whether a company lets its consultants see the analysis."""

    store: Store
    folder: Folder
    project: ProjectId
    device: DeviceId
    role: Role
    seed: SigningSeed
    identity: Identity
    project_secret: ProjectSecret
    registrar: VerifyKey
    shares: Callable[[CompanyId], bool]
    random: Random


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that was not read: its path, and the code and parameters of the reason."""

    file: str
    code: str
    params: dict[str, str | int]


Progress = Callable[[int, int], None]
"""Told of a run: files that are done, and files that are known of, one more at least while the run lasts."""


def _nobody(done: int, known: int) -> None:
    """Nobody watches the run."""


@dataclass(slots=True)
class Report:
    """What a run did; filled as it goes."""

    written: int = 0
    read: int = 0
    changes: int = 0
    waiting: list[Passed] = field(default_factory=list)
    refused: list[Passed] = field(default_factory=list)
    tell: Progress = field(default=_nobody, repr=False)
    done: int = 0
    known: int = 1

    def expect(self, files: int) -> None:
        """So many files more are known of."""
        self.known += files
        self.tell(self.done, self.known)

    def advance(self) -> None:
        """One of them is done, whatever came of it. May raise what the watcher raises, to end the run."""
        self.done += 1
        self.tell(self.done, self.known)

    def passed_over(self, refused: FileRefused) -> None:
        entry = Passed(refused.file, refused.code, dict(refused.params))
        (self.waiting if isinstance(refused, FileWaits) else self.refused).append(entry)
