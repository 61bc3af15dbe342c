"""A session that is being written: nothing of it has been checked yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """Everything as it was typed, right or wrong. `company` is an id as text; "" where none is chosen."""

    company: str = ""
    activity: str = ""
    day: str = ""
    minutes: str = ""
    note: str = ""
    women: str = ""
    men: str = ""
    next_step: str = ""
    next_by: str = ""
