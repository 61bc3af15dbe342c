"""What has come from other devices since the person last looked: counted acts, by company and person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.operations.workspace import Workspace
from app.store.ids import DeviceId, RowId

if TYPE_CHECKING:
    from app.store.local_state import Transaction

_SEEN = "news_seen"
_OWN_BOOKKEEPING = frozenset({"profile create"})
"""What the program writes when a project is made: nobody has done anything yet."""


@dataclass(frozen=True, slots=True)
class ActCount:
    """So many acts of one verb; its words are `log.act_words(verb, …)`."""

    verb: str
    count: int


@dataclass(frozen=True, slots=True)
class NewsLine:
    """What one person did with one company (None: with the programme). `at`: the newest act, UTC milliseconds."""

    company: RowId | None
    company_name: str
    person: str
    device: DeviceId
    acts: tuple[ActCount, ...]
    count: int
    at: int


@dataclass(frozen=True, slots=True)
class News:
    """The news, newest first, and how far they go: what `mark_news_seen` is told."""

    lines: tuple[NewsLine, ...]
    until: int


def news(workspace: Workspace, canonical: Mapping[RowId, RowId], names: Mapping[RowId, str]) -> News:
    """What came after the last look. `canonical` leads from every row of a company to the one that is shown."""
    from app.store import arrivals

    with workspace.store.connected() as connection:
        until = arrivals.newest_number(connection)
        arrived = arrivals.from_elsewhere(connection, _seen(connection), workspace.laptop.device)
    grouped: dict[tuple[RowId | None, str, DeviceId], list[arrivals.Arrived]] = {}
    for one in arrived:
        if one.verb not in _OWN_BOOKKEEPING:
            company = canonical.get(one.company, one.company) if one.company is not None else None
            grouped.setdefault((company, one.person, one.device), []).append(one)
    lines: list[NewsLine] = []
    for (company, person, device), found in grouped.items():
        counts: dict[str, int] = {}
        for one in found:
            counts[one.verb] = counts.get(one.verb, 0) + one.count
        acts = [ActCount(verb, count) for verb, count in counts.items()]
        lines.append(
            NewsLine(
                company,
                names.get(company, "") if company is not None else "",
                person,
                device,
                tuple(sorted(acts, key=lambda act: (-act.count, act.verb))),
                sum(counts.values()),
                max(one.at for one in found),
            )
        )
    return News(tuple(sorted(lines, key=lambda line: (-line.at, line.person))), until)


def mark_news_seen(workspace: Workspace, until: int | None = None) -> None:
    """The person has looked: what came up to `until` (of a snapshot; all, where it is not given) is no news now."""
    from app.store import arrivals, local_state

    with workspace.store.writing() as connection:
        last = arrivals.newest_number(connection)
        seen = max(_seen(connection), last if until is None else min(until, last))
        local_state.put(connection, _SEEN, str(seen).encode("ascii"))


def _seen(connection: Transaction) -> int:
    """The number of the newest act that was there at the last look; 0 before the first."""
    from app.store import local_state

    return int(local_state.get(connection, _SEEN) or b"0")
