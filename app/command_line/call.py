"""One call of a verb: its words, its surroundings, its profile, and the answer that it gives."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from app.command_line.verbs import Verb
from app.command_line.words import Spoken
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.i18n import Language
    from app.operations.workspace import Surroundings, Workspace

Json: TypeAlias = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Answer:
    """What a verb gives: a JSON document, and the same in plain words."""

    __slots__ = ("exit_code", "json", "text")

    def __init__(self, json: Json, text: str, exit_code: int = 0) -> None:
        self.json = json
        self.text = text
        self.exit_code = exit_code


class Call:
    """The words as the verbs ask for them."""

    def __init__(self, spoken: Spoken) -> None:
        assert spoken.verb is not None
        self._spoken = spoken
        self.verb: Verb = spoken.verb
        self.json = "json" in spoken.flags

    @property
    def language(self) -> Language:
        """Raises nothing: a wrong --language is refused when the workspace opens or the verb speaks."""
        return self._spoken.language

    def place(self, name: str) -> str:
        """A word after the verb."""
        return self._spoken.places[name]

    def value(self, option: str) -> str:
        """The value of a required option."""
        return self._spoken.values[option]

    def maybe(self, option: str) -> str | None:
        return self._spoken.values.get(option)

    def flag(self, option: str) -> bool:
        return option in self._spoken.flags

    def say(self, code: str, **params: str | int) -> str:
        from app.i18n import say

        return say(code, self.language, **params)

    @property
    def profile(self) -> Path:
        from app.paths import default_profile

        typed = self.maybe("profile")
        return Path(typed) if typed else default_profile()

    def surroundings(self) -> Surroundings:
        from app.operations.workspace import Surroundings, parse_instant

        fixed = os.environ.get("SIMMITT_NOW")
        instant = parse_instant(fixed) if fixed else None
        terminal = sys.stdin is not None and sys.stdin.isatty()
        return Surroundings(
            now=(lambda: instant) if instant is not None else (lambda: time.time_ns() // 1_000_000),
            passphrase=os.environ.get("SIMMITT_PASSPHRASE") or None,
            ask=self._ask if terminal else None,
        )

    def _ask(self, code: str) -> str:
        from getpass import getpass

        return getpass(self.say(code))

    @contextmanager
    def workspace(self) -> Iterator[Workspace]:
        """The profile, open. Raises Unavailable where it cannot be opened."""
        from app.operations.workspace import opened

        with opened(self.profile, self.surroundings()) as workspace:
            yield workspace

    def read_json(self, option: str) -> object:
        """The JSON document in a file. Raises Refusal where it is missing or is none."""
        import json

        name = self.value(option)
        try:
            return json.loads(Path(name).read_text(encoding="utf-8-sig"))
        except OSError:
            raise Refusal("words.no_file", file=name) from None
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise Refusal("words.no_json", file=name, line=line) from None


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines with aligned columns, for people."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (heads, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)
