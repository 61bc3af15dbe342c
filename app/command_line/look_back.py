"""Verbs that look back: undo, redo, history, conflict list."""

from __future__ import annotations

from app.command_line.call import Answer, Call, Json, table
from app.operations import log
from app.operations.workspace import iso_instant
from app.store.ids import device_text, hyphenated
from app.store.registry import Value
from app.store.units import ChangeSet


def undo(call: Call) -> Answer:
    with call.workspace() as workspace:
        verb, changes = log.undo(workspace)
    return _taken_back(call, "said.undone", verb, changes)


def redo(call: Call) -> Answer:
    with call.workspace() as workspace:
        verb, changes = log.redo(workspace)
    return _taken_back(call, "said.redone", verb, changes)


def _taken_back(call: Call, code: str, verb: str, changes: ChangeSet) -> Answer:
    assert changes.unit is not None
    return Answer({"unit": hyphenated(changes.unit), "verb": verb}, call.say(code, verb=verb))


def history(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = log.history(workspace, call.maybe("company"))
    units: list[Json] = [
        {
            "id": hyphenated(unit.id),
            "verb": unit.verb,
            "person": unit.person,
            "device": device_text(unit.device),
            "at": iso_instant(unit.at),
            "company": hyphenated(unit.company) if unit.company is not None else None,
            "undoes": hyphenated(unit.undoes) if unit.undoes is not None else None,
        }
        for unit in found
    ]
    heads = [call.say(f"head.{name}") for name in ("at", "verb", "person")]
    rows = [[iso_instant(unit.at), unit.verb, unit.person] for unit in found]
    return Answer({"units": units}, table(heads, rows))


def conflict_list(call: Call) -> Answer:
    with call.workspace() as workspace:
        found = log.conflicts(workspace)
    conflicts: list[Json] = [
        {
            "id": one.id,
            "company": hyphenated(one.company) if one.company is not None else None,
            "entity": one.entity,
            "field": one.field,
            "before": _value(one.before),
            "values": [
                {
                    "value": _value(claim.value),
                    "person": claim.person,
                    "device": device_text(claim.device),
                    "at": iso_instant(claim.at),
                }
                for claim in one.values
            ],
        }
        for one in found
    ]
    lines = [
        f"{one.entity}.{one.field}: "
        + " | ".join(f"{_value(claim.value)} ({claim.person})" for claim in one.values)
        for one in found
    ]
    return Answer({"conflicts": conflicts}, "\n".join(lines) or call.say("said.no_conflicts"))


def _value(value: Value) -> str | int | None:
    return hyphenated(value) if isinstance(value, bytes) else value
