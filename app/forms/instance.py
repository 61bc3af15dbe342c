"""The primary instance -> nodes, scopes, and what a new form and a new row start with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.forms.faults import Faults
from app.forms.program import Node, NodeKind, Scope, Seed
from app.forms.xml_tree import Element


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The form's tree. `lines` by node; `start` and `templates` as in Program."""

    nodes: tuple[Node, ...]
    scopes: tuple[Scope, ...]
    by_path: dict[str, int]
    lines: tuple[int, ...]
    start: Seed
    templates: tuple[Seed, ...]


def skeleton(root: Element, repeats: Collection[str], faults: Faults) -> Skeleton:
    """The skeleton of an instance whose repeats are known from the body. Faults are added, never raised."""
    builder = _Builder(frozenset(repeats), faults)
    builder.scope(root, f"/{root.name}", 0, None, None)
    nodes = tuple(node for node in builder.nodes if node is not None)
    scopes = tuple(scope for scope in builder.scopes if scope is not None)
    templates = tuple(
        _seed(nodes, scopes, scope, sample, blank=scope.index > 0 and not is_template(sample))
        for scope, sample in zip(scopes, builder.samples, strict=True)
    )
    return Skeleton(nodes, scopes, builder.by_path, tuple(builder.lines), templates[0], templates)


class _Builder:
    """Walks the instance once. A place in a list is reserved before the subtree is walked, and filled
    after it."""

    def __init__(self, repeats: frozenset[str], faults: Faults) -> None:
        self._repeats = repeats
        self._faults = faults
        self.nodes: list[Node | None] = []
        self.scopes: list[Scope | None] = []
        self.samples: list[Element] = []
        self.lines: list[int] = []
        self.by_path: dict[str, int] = {}

    def scope(self, sample: Element, path: str, depth: int, parent: int | None, repeat: int | None) -> int:
        """The scope of the root (`repeat` None) or of a repeat, made from one sample row."""
        index = len(self.scopes)
        self.scopes.append(None)
        self.samples.append(sample)
        node = self._reserve(path, sample) if repeat is None else repeat
        walk = _Walk(index, depth, [node], [-1], [])
        self._children(sample, path, 0, walk)
        if repeat is None:
            self.nodes[node] = Node(node, path, sample.name, "group", None, index, 0, len(walk.slots))
        self.scopes[index] = Scope(
            index, parent, node, depth, tuple(walk.slots), tuple(walk.above), tuple(walk.repeats)
        )
        return index

    def _reserve(self, path: str, element: Element) -> int:
        self.nodes.append(None)
        self.lines.append(element.line)
        self.by_path[path] = len(self.nodes) - 1
        return len(self.nodes) - 1

    def _children(self, element: Element, path: str, above: int, walk: _Walk) -> None:
        seen: set[str] = set()
        for child in element.elements():
            below = f"{path}/{child.name}"
            if child.name in seen:
                if below not in self._repeats:
                    self._faults.add(child.line, "form.instance.twice", below)
                continue
            seen.add(child.name)
            if below in self._repeats:
                rows = [one for one in element.elements() if one.name == child.name]
                self._node(
                    next((one for one in rows if is_template(one)), child), below, above, walk, repeat=True
                )
            else:
                self._node(child, below, above, walk, repeat=False)

    def _node(self, element: Element, path: str, above: int, walk: _Walk, *, repeat: bool) -> None:
        node = self._reserve(path, element)
        slot = len(walk.slots)
        walk.slots.append(node)
        walk.above.append(above)
        kind: NodeKind = "leaf"
        rows: int | None = None
        if repeat:
            kind = "repeat"
            rows = self.scope(element, path, walk.depth + 1, walk.scope, node)
            walk.repeats.append(rows)
        elif next(element.elements(), None) is not None:
            kind = "group"
            self._children(element, path, slot, walk)
        self.nodes[node] = Node(
            node, path, element.name, kind, walk.slots[above], walk.scope, slot, len(walk.slots), rows
        )


@dataclass(slots=True)
class _Walk:
    """The scope that is being filled: the nodes of its slots, the slots above them, the scopes of its
    repeats."""

    scope: int
    depth: int
    slots: list[int]
    above: list[int]
    repeats: list[int]


def is_template(element: Element) -> bool:
    """Whether the element carries jr:template: it is never a row itself, rows are made after it."""
    return any(name.endswith(":template") for name in element.attributes)


def _seed(
    nodes: tuple[Node, ...], scopes: tuple[Scope, ...], scope: Scope, row: Element, blank: bool
) -> Seed:
    """What one row of the instance holds; where `blank`, a row of the same shape that holds nothing.

    JavaRosa makes rows after jr:template with its values and inner rows; where a form has no template it
    makes empty rows.
    """
    path = nodes[scope.node].path
    texts: list[tuple[int, str]] = []
    rows: list[list[Seed]] = [[] for _ in scope.repeats]
    slots = {nodes[node].path: slot for slot, node in enumerate(scope.nodes)}
    ordinals = {nodes[scopes[inner].node].path: ordinal for ordinal, inner in enumerate(scope.repeats)}
    waiting = [(row, path)] if not blank else []
    while waiting:
        element, at = waiting.pop()
        for child in element.elements():
            below = f"{at}/{child.name}"
            if below in ordinals:
                if not is_template(child):
                    inner = scopes[scope.repeats[ordinals[below]]]
                    rows[ordinals[below]].append(_seed(nodes, scopes, inner, child, blank=False))
            elif below in slots:
                if next(child.elements(), None) is not None:
                    waiting.append((child, below))
                elif child.text().strip():
                    texts.append((slots[below], child.text()))
    return Seed(tuple(texts), tuple(tuple(one) for one in rows))
