"""A journal -> changes: what is shown otherwise than before the act, and only that."""

from __future__ import annotations

from app.forms.address import reference
from app.forms.journal import Journal, Slot
from app.forms.outcome import Change, Shown, What
from app.forms.state import VALID, State


def changes(state: State, journal: Journal) -> tuple[Change, ...]:
    """The changes of an act, by kind and then in the order in which they came about."""
    found: list[Change] = []

    def note(slot: Slot, what: What, before: Shown, after: Shown) -> None:
        if before != after:
            found.append(Change(reference(state, *slot), what, before, after))

    for row, at in {**journal.text, **journal.relevant}:
        if row in journal.strangers or state.plan(row, at) is None:
            continue
        text = journal.text.get((row, at), row.text[at])
        relevant = journal.relevant.get((row, at), bool(row.relevant[at]))
        note((row, at), "value", text if relevant else "", row.text[at] if row.relevant[at] else "")
    for row, at in journal.relevant:
        # slot 0 of a row is the row itself; the repeat around it has already told of the condition
        if row not in journal.strangers and (at or row.parent is None):
            note((row, at), "relevant", journal.relevant[row, at], bool(row.relevant[at]))
    for (row, at), flag in journal.required.items():
        if row not in journal.strangers:
            note((row, at), "required", flag, bool(row.required[at]))
    for (row, at), flag in journal.readonly.items():
        if row not in journal.strangers:
            note((row, at), "readonly", flag, bool(row.readonly[at]))
    for (row, at), wrong in journal.wrong.items():
        if row not in journal.strangers:
            note((row, at), "valid", wrong == VALID, row.wrong[at] == VALID)
    for (row, at), label in journal.label.items():
        if row not in journal.strangers:
            note((row, at), "label", label, row.labels.get(at, ""))
    return tuple(found)
