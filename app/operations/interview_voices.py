"""Who said what to which question, and who spoke last: respondents beside the agreed value (record.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.analysis import Disagreement, disagreements
from app.forms.outcome import NodeRef
from app.operations.interview_run import Kept, keys_of
from app.operations.interview_view import MISSING, Missing
from app.store.ids import RowId

if TYPE_CHECKING:
    from app.forms.question import QuestionType

_NUMBERS = frozenset({"range", "integer", "decimal"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What one respondent said, or what was agreed. `order` grows with time; what one act set has one order."""

    row: RowId
    value: str
    order: int


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a question."""

    row: RowId
    note: str
    missing: Missing


class Voices:
    """All answers of an interview by question and respondent; the respondent "" is the agreed value."""

    def __init__(self, rows: Kept) -> None:
        order = {stamp: place for place, stamp in enumerate(sorted(set(rows.stamps.values())), 1)}
        self._clock = len(order)
        self._by: dict[NodeRef, dict[str, Voice]] = {}
        for row in rows.answers:
            stamp = rows.stamps.get(row.id)
            voices = self._by.setdefault(NodeRef(row.question, keys_of(row.instances)), {})
            voices[row.respondent] = Voice(row.id, row.value or "", order[stamp] if stamp is not None else 0)

    def said(self, ref: NodeRef, role: str) -> Voice | None:
        return self._by.get(ref, {}).get(role)

    def hear(self, ref: NodeRef, rows: Mapping[str, RowId], value: str) -> None:
        """What one act has just set, by respondent."""
        self._clock += 1
        voices = self._by.setdefault(ref, {})
        for role, row in rows.items():
            voices[role] = Voice(row, value, self._clock)

    def heard(self, ref: NodeRef) -> list[tuple[str, Voice]]:
        """Respondents who have said something to a question, in the order of their rows."""
        said = [(role, voice) for role, voice in self._by.get(ref, {}).items() if role and voice.value]
        return sorted(said, key=lambda one: one[1].row)

    def disagreement(self, ref: NodeRef, at: str, kind: QuestionType) -> Disagreement | None:
        """Where respondents differ and the coach has not set the value since."""
        said = self.heard(ref)
        if len(said) < 2:
            return None
        agreed = self.said(ref, "")
        if agreed is not None and agreed.value and agreed.order > max(voice.order for _, voice in said):
            return None
        place = frozenset({at})
        found = disagreements(
            {at: [(role, voice.value) for role, voice in said]},
            numeric=place if kind in _NUMBERS else frozenset(),
            several=place if kind == "select_multiple" else frozenset(),
        )
        return found[0] if found else None


def notes_of(rows: Kept) -> dict[NodeRef, Note]:
    """What stands beside questions; a kind that only a newer release knows says nothing here."""
    return {
        NodeRef(row.question, keys_of(row.instances)): Note(
            row.id, row.note or "", next((kind for kind in MISSING if kind == row.missing), "")
        )
        for row in rows.notes
    }
