"""Paths of expressions -> slots: which row, seen from the row that an expression belongs to, and which
slot in it.

As in JavaRosa, an absolute path shares the rows of its context as far as the two paths agree; a relative path
that goes up past a row and down again means all rows there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.forms.program import Node, Scope
from app.forms.xpath.build import BindPath, BoundPath, shown
from app.forms.xpath.functions import Evaluate, EvaluateNodes, Moment
from app.forms.xpath.row import Row
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Path
from app.forms.xpath.values import Value


@dataclass(frozen=True, slots=True)
class Read:
    """A node that an expression reads, and the scope of the row that the two have in common."""

    node: int
    base: int


class Binder:
    """Binds the paths of one form."""

    def __init__(
        self, nodes: tuple[Node, ...], scopes: tuple[Scope, ...], by_path: Mapping[str, int]
    ) -> None:
        self._nodes = nodes
        self._scopes = scopes
        self._by_path = by_path

    def at(self, context: int, reads: list[Read]) -> BindPath:
        """The binder for expressions of a node; what they read is added to `reads`.

        It raises ExpressionRefused for a path that names no node, or a group.
        """

        def bind(path: Path) -> BoundPath:
            target, base = self._absolute(context, path) if path.absolute else self._relative(context, path)
            node = self._nodes[target]
            if node.kind != "leaf":
                raise ExpressionRefused("form.path.group", path=shown(path))
            reads.append(Read(target, base))
            up = self._scopes[self._nodes[context].scope].depth - self._scopes[base].depth
            down = self.down(base, node.scope)
            return BoundPath(nodes=_many(up, down, node.slot)) if down else BoundPath(_one(up, node.slot))

        return bind

    def down(self, above: int, below: int) -> tuple[int, ...]:
        """The repeats to go down through from rows of one scope to rows of a scope inside it."""
        found: list[int] = []
        while below != above:
            parent = self._scopes[below].parent
            if parent is None:
                raise ValueError("the scopes do not lie inside one another")
            found.append(self._scopes[parent].repeats.index(below))
            below = parent
        return tuple(reversed(found))

    def _absolute(self, context: int, path: Path) -> tuple[int, int]:
        names: list[str] = []
        for step in path.steps:
            if step.axis == "parent":
                if not names:
                    raise ExpressionRefused("form.path.unknown", path=shown(path))
                names.pop()
            elif step.axis == "child":
                names.append(step.test)
        target = self._by_path.get("/" + "/".join(names))
        if target is None:
            raise ExpressionRefused("form.path.unknown", path=shown(path))
        return target, self._common(self._nodes[context].scope, self._nodes[target].scope)

    def _common(self, one: int, other: int) -> int:
        while one != other:
            deeper = one if self._scopes[one].depth >= self._scopes[other].depth else other
            parent = self._scopes[deeper].parent or 0
            one, other = (parent, other) if deeper == one else (one, parent)
        return one

    def _relative(self, context: int, path: Path) -> tuple[int, int]:
        at = context
        base = self._nodes[context].scope
        below = False
        for step in path.steps:
            node = self._nodes[at]
            if step.axis == "parent":
                if node.parent is None:
                    raise ExpressionRefused("form.path.unknown", path=shown(path))
                at = node.parent
                # going up from a row node leaves the row; until then the row is shared
                if not below and node.kind == "repeat":
                    base = node.scope
            elif step.axis == "child":
                child = self._by_path.get(f"{node.path}/{step.test}")
                if child is None:
                    raise ExpressionRefused("form.path.unknown", path=shown(path))
                at = child
                below = below or self._nodes[child].kind == "repeat"
        return at, base


def _one(up: int, slot: int) -> Evaluate:
    if up == 0:
        return lambda row, moment: row.seen[slot]

    def evaluate(row: Row, moment: Moment) -> Value:
        return _above(row, up).seen[slot]

    return evaluate


def _many(up: int, down: tuple[int, ...], slot: int) -> EvaluateNodes:
    def evaluate(row: Row, moment: Moment) -> tuple[Value, ...]:
        rows = [_above(row, up)]
        for ordinal in down:
            rows = [inner for one in rows for inner in one.rows[ordinal]]
        # nodes that are not relevant are not in the node-set (JavaRosa)
        return tuple(one.seen[slot] for one in rows if one.relevant[slot])

    return evaluate


def _above(row: Row, up: int) -> Row:
    for _ in range(up):
        if row.parent is None:
            raise ValueError("no row above the root")
        row = row.parent
    return row
