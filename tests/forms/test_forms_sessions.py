"""Recorded form sessions of another engine: after every act the same values, relevance, required and rows."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from app.forms import (
    Environment,
    FormDefinition,
    FormFault,
    FormRefused,
    FormRun,
    Leaf,
    Outcome,
    compile_form,
)

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "conformance"
TRACES = FOLDER / "scenario_traces_delta.jsonl.gz"

# Sessions that are left out, by the beginning of their file's name or a part of their test's name, with reasons.
EXCLUDED = {
    "instance-input": "begins with a saved instance that the recording does not hold",
    "instance-edit": "begins with a saved instance that the recording does not hold",
    "jr:noAddRemove": "makes a row of a template where JavaRosa makes none",
    "jr-preload": "the clock and the uuid of the recording are not known",
    "Value evaluation order": "the clock and the uuid of the recording are not known",
    "nulls out value if value is out of range": "clears an answer off the scale, which is refused here",
    "injects and populates": "puts nodes into the form that the form does not have",
    "deserialized": "begins with a saved instance that the recording does not hold",
}


@dataclass
class Session:
    """One session: its form, its test's name, and its acts with what changed."""

    name: str
    form: str
    acts: list[dict[str, object]] = field(default_factory=list)


def _sessions() -> list[Session]:
    found: dict[tuple[str, str], Session] = {}
    with gzip.open(TRACES, "rt", encoding="utf-8") as lines:
        for line in lines:
            act = json.loads(line)
            key = (act["file"], act["sid"])
            if act["op"] == "init":
                found[key] = Session(f"{act['file']} > {act['test']}", act["formhash"])
            found[key].acts.append(act)
    return list(found.values())


def _definition(form: str) -> FormDefinition | None:
    try:
        return compile_form((FOLDER / "scenario_forms" / f"{form}.xml").read_text(encoding="utf-8"))
    except FormRefused:
        return None


def _text(value: object) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")


def _act(run: FormRun, act: dict[str, object]) -> Outcome:
    arguments = act["args"]
    assert isinstance(arguments, list)
    if act["op"] == "answer":
        return run.answer(run.ref(str(act["at"])), _text(arguments[-1]))
    if act["op"] == "createNewRepeat":
        return run.add(run.ref(str(arguments[0])))
    if act["op"] == "removeRepeat":
        return run.remove(run.ref(str(arguments[0])))
    return run.set_language(str(arguments[0]))


def _same(theirs: str, leaf: Leaf) -> bool:
    """The same text, or the same number: a decimal answer is written 89.0 there and 89 here (DIALECT.md)."""
    if theirs in (leaf.stored, leaf.value):
        return True
    try:
        return float(theirs) == float(leaf.value)
    except ValueError:
        return False


def _difference(act: dict[str, object], state: dict[str, dict[str, object]], run: FormRun) -> str | None:
    """The first thing in which the two engines differ."""
    leaves = {leaf.at: leaf for leaf in run.leaves() if "instanceID" not in leaf.at}
    theirs = {
        at: node
        for at, node in state.items()
        if "instanceID" not in at and not str(node["t"]).startswith(("group", "root", "repeat"))
    }
    if leaves.keys() != theirs.keys():
        return f"nodes {sorted(leaves.keys() ^ theirs.keys())[:3]}"
    for at, node in theirs.items():
        leaf: Leaf = leaves[at]
        value = _text(node.get("v"))
        if not _same(value, leaf):
            return f"{act['op']} {act.get('args')}: {at} {value!r} {leaf.stored!r}"
        if leaf.relevant != node.get("rel", True):
            return f"{act['op']} {act.get('args')}: {at} relevant {leaf.relevant}"
        if leaf.required != node.get("req", False):
            return f"{act['op']} {act.get('args')}: {at} required {leaf.required}"
    return None


def _played(session: Session, definition: FormDefinition) -> str | None:
    run = FormRun(definition, Environment.fixed(datetime(2026, 11, 23, 12), "America/Phoenix"))
    state: dict[str, dict[str, object]] = {}
    for act in session.acts:
        outcome = Outcome()
        if act["op"] not in ("init", "answerOf"):
            try:
                outcome = _act(run, act)
            except FormFault as fault:
                return f"{act['op']} {act['at']} {act['args']}: {fault}"
        for gone in act.get("removed") or ():
            state.pop(gone, None)
        for node in act.get("state") or act.get("changed") or ():
            state[node["ref"]] = node
        if outcome.refused is not None:
            # the recording engine keeps such an answer and marks it; here it is refused, and the session ends
            theirs = state[str(act["at"])].get("viol")
            return (
                None if theirs == outcome.refused else f"{act['op']} {act['args']}: refused, there {theirs}"
            )
        difference = _difference(act, state, run)
        if difference is not None:
            return difference
    return None


@pytest.mark.skipif(not TRACES.exists(), reason="the recorded sessions (shared/conformance) are not here")
def test_recorded_sessions_of_the_forms_that_are_run() -> None:
    counts: Counter[str] = Counter()
    differences: list[str] = []
    for session in _sessions():
        if any(part in session.name for part in EXCLUDED):
            counts["excluded"] += 1
            continue
        definition = _definition(session.form)
        if definition is None:
            counts["form refused, as it uses what is not run yet"] += 1
            continue
        counts["tried"] += 1
        difference = _played(session, definition)
        if difference is None:
            counts["agreed"] += 1
        else:
            differences.append(f"{session.name[-110:]} ## {difference}")
    print(dict(counts), *differences, sep="\n")
    assert counts["tried"] >= 190
    assert counts["agreed"] == counts["tried"]
