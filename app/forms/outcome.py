"""What a run is told and what it answers: references, changes, outcomes, leaves. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType, TypeAlias

RepeatKey = NewType("RepeatKey", str)

What: TypeAlias = Literal["value", "relevant", "required", "readonly", "valid", "choices", "count", "label"]
Why: TypeAlias = Literal["constraint", "required", "not relevant", "readonly"]
Shown: TypeAlias = str | bool | int


@dataclass(frozen=True, slots=True)
class NodeRef:
    """A node of a run: its template path and the opaque keys of the repeat rows around it, outermost first.

    A repeat with the keys of the rows around it is the repeat itself; with one key more it is that row.
    """

    path: str
    keys: tuple[RepeatKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than before. `before` and `after` are what `FormRun.leaves` shows.

    Types by `what`: value and label str; relevant, required, readonly, valid bool; count (rows of a
    repeat) int. Rows that came or went with the same act have no changes of their own: `count` tells of them.
    """

    node: NodeRef
    what: What
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did. Where `refused` is not None nothing has changed and `message` says why.

    `message` is the form's own sentence in the current language, else the engine's sentence for `code` with
    `params` as the environment's `say` puts it. `value` is what was kept: whole numbers and decimals are
    written one way ("007" -> "7", "2.50" -> "2.5"). `key` names the row that was added.
    """

    refused: Why | None = None
    message: str = ""
    code: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    value: str = ""
    key: RepeatKey | None = None


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A choice in the current language."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """The state of one leaf. `value` is "" where it is not relevant, `stored` is what is kept all the same.

    `valid` is False where the constraint fails, a required answer is missing, or the text is no answer of its
    type; `message` then says what is wrong. `at` has positions, `label` is in the current language.
    """

    ref: NodeRef
    at: str
    value: str
    stored: str
    relevant: bool
    required: bool
    readonly: bool
    valid: bool
    message: str
    label: str
    choices: tuple[ShownChoice, ...]
