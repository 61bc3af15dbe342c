"""A form as the run executes it: scopes of slots, rules in the order in which they can be reckoned once
each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.forms.question import Question, QuestionType
from app.forms.xpath.functions import Evaluate

RuleKind: TypeAlias = Literal["relevant", "calculate", "required", "readonly", "constraint", "label"]
NodeKind: TypeAlias = Literal["group", "repeat", "leaf"]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the form's template. `slot` lies in rows of `scope`; `last` is the slot after its subtree
    there.

    A repeat has a slot in the scope around it (its condition, its rows) and is slot 0 of its own scope
    `rows`.
    """

    index: int
    path: str
    name: str
    kind: NodeKind
    parent: int | None
    scope: int
    slot: int
    last: int
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The nodes between two repeats.

    `nodes` by slot, and `above` the slot of each one's parent (-1 for slot 0); `repeats` are the scopes of
    its repeats, in form order.
    """

    index: int
    parent: int | None
    node: int
    depth: int
    nodes: tuple[int, ...]
    above: tuple[int, ...]
    repeats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a text that shows values: fixed words, or an expression (with its source)."""

    words: str
    evaluate: Evaluate | None = None


Template: TypeAlias = tuple[TextPart, ...]
Phrase: TypeAlias = Mapping[str, Template]
"""Language -> text with shown values."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression of one node. `order` is its place in `Program.rules`: what it reads is reckoned
    before it.

    A label rule has a `phrase` instead of `evaluate`.
    """

    order: int
    kind: RuleKind
    node: int
    scope: int
    slot: int
    source: str
    evaluate: Evaluate | None
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """From a node to a rule that reads it: `up` levels from the node's row, then `down` through those
    repeats."""

    rule: int
    up: int
    down: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """What the run needs to know of a leaf. `constraint` is the place of its rule, None where it has none."""

    node: int
    question: Question
    data_type: str
    required: bool
    readonly: bool
    constraint: int | None
    preload: QuestionType | None
    hint: Phrase
    constraint_message: Phrase
    required_message: Phrase


@dataclass(frozen=True, slots=True)
class Seed:
    """The values and rows that a new form, or a new row, starts with: text by slot, rows by repeat."""

    texts: tuple[tuple[int, str], ...]
    rows: tuple[tuple[Seed, ...], ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All of it. `links`, `leaves`, `labels` are by node; `templates` (what a new row starts with) by
    scope."""

    nodes: tuple[Node, ...]
    scopes: tuple[Scope, ...]
    rules: tuple[Rule, ...]
    links: tuple[tuple[Link, ...], ...]
    leaves: tuple[LeafPlan | None, ...]
    labels: tuple[Phrase, ...]
    by_path: Mapping[str, int]
    start: Seed
    templates: tuple[Seed, ...]
