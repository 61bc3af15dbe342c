"""Addresses with positions (`/data/grp_q/q_platser[2]/q01_plats`, `c01_plan`) <-> references with opaque
keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.forms.definition import FormDefinition
from app.forms.outcome import NodeRef, RepeatKey
from app.forms.program import Node
from app.forms.refusal import FormFault
from app.forms.state import State
from app.forms.xpath.row import Row

_STEP = re.compile(r"([^\[\]]+)(?:\[([0-9]{1,9})\])?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference leads: a slot of a row. For a row of a repeat `row` is that row and `slot` is 0."""

    row: Row
    slot: int
    node: Node


def refer(definition: FormDefinition, state: State, address: str) -> NodeRef:
    """The reference of an address.

    A name alone is a question outside all repeats. A step that is a repeat has its position, the last one may
    lack it and is then the repeat itself. Raises FormFault where there is no such node or row.
    """
    if not address.startswith("/"):
        question = definition.find(address)
        if question.repeat is not None:
            raise FormFault("form.address.row", at=address, path=question.path)
        return NodeRef(question.path)
    program = state.program
    row = state.root
    path = ""
    steps = address[1:].split("/")
    for number, step in enumerate(steps):
        match = _STEP.fullmatch(step)
        index = program.by_path.get(f"{path}/{match.group(1)}") if match else None
        if match is None or index is None:
            raise FormFault("form.address.unknown", at=address)
        node = program.nodes[index]
        path = node.path
        position = int(match.group(2)) if match.group(2) else None
        if node.rows is None:
            if position not in (None, 1):
                raise FormFault("form.address.unknown", at=address)
            continue
        if position is None:
            if number == len(steps) - 1:
                break
            raise FormFault("form.address.row", at=address, path=path)
        rows = row.rows[program.scopes[row.scope].repeats.index(node.rows)]
        if not 1 <= position <= len(rows):
            raise FormFault("form.address.no_row", at=address, path=path, rows=len(rows))
        row = rows[position - 1]
    return NodeRef(path, tuple(RepeatKey(key) for key in row.keys))


def place(state: State, ref: NodeRef) -> Place:
    """The slot of a reference. Raises FormFault "form.address.unknown" where there is none."""
    program = state.program
    index = program.by_path.get(ref.path)
    if index is None:
        raise FormFault("form.address.unknown", at=ref.path)
    node = program.nodes[index]
    row = state.rows.get((node.scope, ref.keys))
    if row is not None:
        return Place(row, node.slot, node)
    if node.rows is not None:
        row = state.rows.get((node.rows, ref.keys))
        if row is not None:
            return Place(row, 0, node)
    raise FormFault("form.address.unknown", at=ref.path)


def reference(state: State, row: Row, slot: int) -> NodeRef:
    """The reference of a slot."""
    return NodeRef(state.node(row, slot).path, tuple(RepeatKey(key) for key in row.keys))


def written(state: State, row: Row, path: str) -> str:
    """A template path inside a row, with the positions of the row and of those around it."""
    program = state.program
    while row.parent is not None:
        repeat = program.nodes[program.scopes[row.scope].node]
        rows = row.parent.rows[program.scopes[row.parent.scope].repeats.index(row.scope)]
        path = f"{repeat.path}[{rows.index(row) + 1}]{path[len(repeat.path) :]}"
        row = row.parent
    return path
