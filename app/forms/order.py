"""Expressions of a form -> rules in the order in which each can be reckoned once; cycles are refused by
name."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

from app.forms.binding import Binder, Read
from app.forms.faults import Faults
from app.forms.program import Link, Node, Phrase, Rule, RuleKind, Scope, Template, TextPart
from app.forms.texts import RawText
from app.forms.xpath.build import build
from app.forms.xpath.check import problems
from app.forms.xpath.functions import Evaluate
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Expression, parse

_PRODUCERS: tuple[RuleKind, ...] = ("relevant", "calculate")
# What a workbook calls the property of a rule.
PARTS: Mapping[RuleKind, str] = {
    "relevant": "relevant",
    "calculate": "calculation",
    "required": "required",
    "readonly": "readonly",
    "constraint": "constraint",
    "label": "label",
}


@dataclass(slots=True)
class _Draft:
    """A rule before it has its place."""

    kind: RuleKind
    node: int
    source: str
    line: int
    evaluate: Evaluate | None
    phrase: Phrase | None
    reads: list[Read]


class RuleBook:
    """Gathers the expressions of a form; faults are added, never raised."""

    def __init__(
        self, nodes: tuple[Node, ...], scopes: tuple[Scope, ...], by_path: Mapping[str, int], faults: Faults
    ):
        self._nodes = nodes
        self._scopes = scopes
        self._faults = faults
        self._binder = Binder(nodes, scopes, by_path)
        self._drafts: list[_Draft] = []

    def tree(self, source: str, node: Node, part: str, line: int) -> Expression | None:
        """The tree of an expression, None where it was refused."""
        try:
            tree = parse(source)
        except ExpressionRefused as refused:
            self._refuse(refused, source, node, part, line)
            return None
        found = list(problems(tree))
        for problem in found:
            self._refuse(problem, source, node, part, line)
        return None if found else tree

    def add(self, kind: RuleKind, node: Node, source: str, line: int) -> None:
        """A rule of a node."""
        reads: list[Read] = []
        evaluate = self._built(source, node, PARTS[kind], line, reads)
        if evaluate is not None:
            self._drafts.append(_Draft(kind, node.index, source, line, evaluate, None, reads))

    def phrase(
        self, raw: Mapping[str, RawText], node: Node, part: str, line: int, *, lives: bool = False
    ) -> Phrase:
        """A text in all languages, its shown values bound. Where it `lives` it becomes a rule of the node."""
        reads: list[Read] = []
        known: dict[RawText, Template] = {}
        for pieces in raw.values():
            if pieces not in known:
                known[pieces] = self._template(pieces, node, part, line, reads)
        phrase = {language: known[pieces] for language, pieces in raw.items()}
        if lives and reads:
            self._drafts.append(_Draft("label", node.index, "", line, None, phrase, reads))
        return phrase

    def _template(self, pieces: RawText, node: Node, part: str, line: int, reads: list[Read]) -> Template:
        found: list[TextPart] = []
        for words, source in pieces:
            if source is None:
                found.append(TextPart(words))
                continue
            evaluate = self._built(source, node, part, line, reads)
            if evaluate is not None:
                found.append(TextPart("", evaluate))
        return tuple(found)

    def _built(self, source: str, node: Node, part: str, line: int, reads: list[Read]) -> Evaluate | None:
        tree = self.tree(source, node, part, line)
        if tree is None:
            return None
        try:
            return build(tree, self._binder.at(node.index, reads))
        except ExpressionRefused as refused:
            self._refuse(refused, source, node, part, line)
            return None

    def _refuse(self, refused: ExpressionRefused, source: str, node: Node, part: str, line: int) -> None:
        expression = " ".join(source.split())[:200]
        self._faults.add(line, refused.code, node.path, part, **refused.params, expression=expression)

    def ordered(self) -> tuple[tuple[Rule, ...], tuple[tuple[Link, ...], ...]]:
        """The rules in order, and by node the links to the rules that read it."""
        producers = [draft for draft in self._drafts if draft.kind in _PRODUCERS]
        rest = [draft for draft in self._drafts if draft.kind not in _PRODUCERS]
        for draft in rest:
            if draft.kind in ("required", "readonly") and any(
                read.node == draft.node for read in draft.reads
            ):
                self._cycle([draft])
        drafts = self._topological(producers) + rest
        rules: list[Rule] = []
        links: list[list[Link]] = [[] for _ in self._nodes]
        for order, draft in enumerate(drafts):
            node = self._nodes[draft.node]
            rules.append(
                Rule(
                    order,
                    draft.kind,
                    draft.node,
                    node.scope,
                    node.slot,
                    draft.source,
                    draft.evaluate,
                    draft.phrase,
                )
            )
            # a constraint is looked at whenever its own node changes, so that needs no link
            seen = {Read(draft.node, node.scope)} if draft.kind == "constraint" else set()
            for read in draft.reads:
                if read not in seen:
                    seen.add(read)
                    up = self._scopes[self._nodes[read.node].scope].depth - self._scopes[read.base].depth
                    links[read.node].append(Link(order, up, self._binder.down(read.base, node.scope)))
        return tuple(rules), tuple(tuple(one) for one in links)

    def _topological(self, drafts: list[_Draft]) -> list[_Draft]:
        """Drafts so that each stands after all whose result it reads, else in form order."""
        before = self._before(drafts)
        after: list[list[int]] = [[] for _ in drafts]
        waiting = [len(one) for one in before]
        for index, earlier in enumerate(before):
            for one in earlier:
                after[one].append(index)
        ready = [index for index, count in enumerate(waiting) if count == 0]
        heapq.heapify(ready)
        placed: list[int] = []
        while ready:
            index = heapq.heappop(ready)
            placed.append(index)
            for later in after[index]:
                waiting[later] -= 1
                if waiting[later] == 0:
                    heapq.heappush(ready, later)
        left = [index for index, count in enumerate(waiting) if count > 0]
        for circle in circles(left, before):
            self._cycle([drafts[index] for index in circle])
        return [drafts[index] for index in placed + left]

    def _before(self, drafts: list[_Draft]) -> list[set[int]]:
        """By draft the drafts whose result it reads: of a node's calculation and of the conditions above
        it."""
        own: dict[int, list[int]] = {}
        for index, draft in enumerate(drafts):
            own.setdefault(draft.node, []).append(index)
        conditions: list[tuple[int, ...]] = []
        for node in self._nodes:  # parents come before their children
            mine = tuple(index for index in own.get(node.index, ()) if drafts[index].kind == "relevant")
            conditions.append((conditions[node.parent] if node.parent is not None else ()) + mine)
        found: list[set[int]] = []
        for draft in drafts:
            earlier: set[int] = set()
            for read in draft.reads:
                earlier.update(conditions[read.node])
                earlier.update(own.get(read.node, ()))
            found.append(earlier)
        return found

    def _cycle(self, drafts: list[_Draft]) -> None:
        names = list(dict.fromkeys(self._nodes[draft.node].name for draft in drafts))
        first = drafts[0]
        path = self._nodes[first.node].path
        self._faults.add(first.line, "form.cycle", path, PARTS[first.kind], names=", ".join(names))


def circles(left: list[int], before: list[set[int]]) -> list[list[int]]:
    """The groups of indices that reach one another (Tarjan, without recursion), each in rising order."""
    inside = set(left)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for start in left:
        if start in number:
            continue
        work = [(start, iter(sorted(before[start] & inside)))]
        number[start] = low[start] = len(number)
        stack.append(start)
        on_stack.add(start)
        while work:
            index, following = work[-1]
            for other in following:
                if other not in number:
                    number[other] = low[other] = len(number)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(before[other] & inside))))
                    break
                if other in on_stack:
                    low[index] = min(low[index], number[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[index])
                if low[index] == number[index]:
                    circle = []
                    while True:
                        other = stack.pop()
                        on_stack.discard(other)
                        circle.append(other)
                        if other == index:
                            break
                    if len(circle) > 1 or index in before[index]:
                        found.append(sorted(circle))
    return sorted(found)
