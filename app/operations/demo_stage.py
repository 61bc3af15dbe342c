"""The demo while it runs: its folder, its people, its clock, and the voice that tells what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.demo_cast import Cast
from app.operations.demo_sheets import Book
from app.operations.workspace import Surroundings, Workspace, opened
from app.store.key_file import LOWEST

if TYPE_CHECKING:
    from app.i18n import Language


@dataclass(slots=True)
class Stage:
    """The demo while it runs."""

    folder: Path
    cast: Cast
    language: Language
    tell: Callable[[str], None]
    clock: int
    books: tuple[Book, ...] = ()
    interviews: dict[str, str] = field(default_factory=dict)

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
