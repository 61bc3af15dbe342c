"""What a run may know of the world: clock, time zone, uuid source, words. All of it is injected."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

Say: TypeAlias = Callable[[str, str, Mapping[str, str | int]], str]
"""(code, language tag such as "sv" or "", parameters) -> sentence."""


def code_only(code: str, tag: str, params: Mapping[str, str | int]) -> str:
    """The code itself, where nobody has given the run any words."""
    return code


@dataclass(frozen=True, slots=True)
class Environment:
    """`now` gives aware instants; `new_uuid` gives uuids without a prefix; `seed` is for random functions."""

    now: Callable[[], datetime]
    new_uuid: Callable[[], str]
    timezone: str = "Europe/Stockholm"
    seed: int = 0
    say: Say = code_only

    @classmethod
    def fixed(
        cls, now: datetime, timezone: str = "Europe/Stockholm", seed: int = 0, say: Say = code_only
    ) -> Environment:
        """A clock that stands still and uuids that follow from the seed: the same script gives the same run.

        `now` without a zone is taken in `timezone`.
        """
        instant = now if now.tzinfo is not None else now.replace(tzinfo=ZoneInfo(timezone))
        source = random.Random(seed)

        def new_uuid() -> str:
            return str(uuid.UUID(int=source.getrandbits(128), version=4))

        return cls(lambda: instant, new_uuid, timezone, seed, say)

    def local_now(self) -> datetime:
        """The instant in the form's time zone."""
        return self.now().astimezone(ZoneInfo(self.timezone))

    def today(self) -> date:
        """The date in the form's time zone."""
        return self.local_now().date()
