"""The rows of a run and what follows from them: rules run in their order, each about once, until nothing
changes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from app.forms.answers import Misfit, read_answer, typed_value
from app.forms.environment import Environment
from app.forms.journal import Journal
from app.forms.program import LeafPlan, Link, Node, Phrase, Program, Rule, Scope, Seed
from app.forms.xpath.row import Row
from app.forms.xpath.values import Value, boolean, stored, text

VALID, CONSTRAINT, REQUIRED, TYPE = range(4)


class State:
    """All rows of one run. `evaluations` counts the expressions that were reckoned since it was made."""

    def __init__(self, program: Program, environment: Environment, language: str) -> None:
        self.program = program
        self.environment = environment
        self.language = language
        self.evaluations = 0
        self.rows: dict[tuple[int, tuple[str, ...]], Row] = {}
        self.root = self._row(program.scopes[0], None, ())
        self.journal = Journal()
        self._settled = False
        self._queue: list[tuple[int, int, Row]] = []
        self._queued: set[tuple[int, Row]] = set()
        self._serial = 0
        self._touched: dict[tuple[Row, int], None] = {}

    # -- rows ------------------------------------------------------------------------------------------------

    def _row(self, scope: Scope, parent: Row | None, keys: tuple[str, ...]) -> Row:
        row = Row(scope.index, parent, keys, len(scope.nodes), len(scope.repeats))
        self.rows[scope.index, keys] = row
        return row

    def make_row(self, parent: Row, ordinal: int, key: str, position: int | None = None) -> Row:
        """An empty row of a repeat, at the end or before the row that has the position (1 is the first)."""
        scope = self.program.scopes[self.program.scopes[parent.scope].repeats[ordinal]]
        row = self._row(scope, parent, (*parent.keys, key))
        siblings = parent.rows[ordinal]
        siblings.insert(len(siblings) if position is None else position - 1, row)
        return row

    def sow(self, row: Row, seed: Seed, *, inner: bool = True) -> None:
        """Fills a new row with what the form says it starts with, its inner rows too unless `inner` is
        False."""
        for slot, words in seed.texts:
            self.keep(row, slot, words)
        if inner:
            for ordinal, rows in enumerate(seed.rows):
                for one in rows:
                    self.sow(self.make_row(row, ordinal, self.environment.new_uuid()), one)

    def keep(self, row: Row, slot: int, words: str) -> None:
        """Puts a text in a slot before anything is reckoned."""
        plan = self.plan(row, slot)
        row.text[slot] = words
        row.typed[slot] = typed_value(plan.data_type if plan is not None else "string", words)

    def preload(self, rows: Iterable[Row]) -> None:
        """Values that the form takes from the world when it is opened (ODK XForms, preloaders)."""
        for row in rows:
            for slot, node in enumerate(self.program.scopes[row.scope].nodes):
                plan = self.program.leaves[node]
                if plan is None:
                    continue
                if plan.preload == "start":
                    self.keep(row, slot, self.environment.local_now().isoformat(timespec="milliseconds"))
                elif plan.preload == "today":
                    self.keep(row, slot, self.environment.today().isoformat())
                elif plan.preload == "uid":
                    self.keep(row, slot, f"uuid:{self.environment.new_uuid()}")

    def within(self, row: Row) -> Iterator[Row]:
        """A row and all rows inside it."""
        yield row
        for rows in row.rows:
            for one in rows:
                yield from self.within(one)

    def node(self, row: Row, slot: int) -> Node:
        return self.program.nodes[self.program.scopes[row.scope].nodes[slot]]

    def plan(self, row: Row, slot: int) -> LeafPlan | None:
        return self.program.leaves[self.program.scopes[row.scope].nodes[slot]]

    # -- reckoning -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Reckons everything once, in order; to be called once, when all rows and answers are in place."""
        by_scope: list[list[Row]] = [[] for _ in self.program.scopes]
        for row in self.within(self.root):
            by_scope[row.scope].append(row)
            row.required, row.readonly = self._fixed(row)
            row.seen = list(row.typed)
        for rule in self.program.rules:
            for row in by_scope[rule.scope]:
                self._run(rule, row)
        for row in self.within(self.root):
            for slot in range(len(row.text)):
                self._judge_slot(row, slot)
        self._touched.clear()
        self.journal = Journal()
        self._settled = True

    def grow(self, row: Row) -> None:
        """Reckons a row that was added, and what reads it."""
        self.journal.strangers.update(self.within(row))
        fresh = list(self.within(row))
        for one in fresh:
            one.required, one.readonly = self._fixed(one)
            one.seen = list(one.typed)
        if row.parent is not None and not row.parent.relevant[self._range_slot(row)]:
            self._refresh(row, 0)
        scopes = {one.scope for one in fresh}
        for rule in self.program.rules:
            if rule.scope in scopes:
                for one in fresh:
                    if one.scope == rule.scope:
                        self._push(rule.order, one)
        for one in fresh:
            for slot in range(len(one.text)):
                self._touched[one, slot] = None
                self._spread(one, slot)
        self._drain()

    def cut(self, row: Row) -> None:
        """Takes a row away and reckons what read it."""
        parent = row.parent
        if parent is None:
            raise ValueError("the root is no row of a repeat")
        gone = list(self.within(row))
        self.journal.strangers.update(gone)
        depth = self.program.scopes[row.scope].depth
        parent.rows[self.program.scopes[parent.scope].repeats.index(row.scope)].remove(row)
        for one in gone:
            del self.rows[one.scope, one.keys]
            levels = self.program.scopes[one.scope].depth - depth
            for node in self.program.scopes[one.scope].nodes:
                for link in self.program.links[node]:
                    if link.up > levels:
                        self._follow(link, one)
        self._drain()

    def put(self, row: Row, slot: int, words: str) -> None:
        """Keeps an answer and reckons what follows from it."""
        plan = self.plan(row, slot)
        self._set(row, slot, words, typed_value(plan.data_type if plan is not None else "string", words))
        self._drain()

    def holds(self, row: Row, slot: int, plan: LeafPlan, words: str) -> bool:
        """Whether a node's constraint would hold for a text. Nothing changes."""
        if plan.constraint is None or words == "":
            return True
        before = row.seen[slot]
        row.seen[slot] = typed_value(plan.data_type, words)
        try:
            return self._constraint_holds(plan.constraint, row)
        finally:
            row.seen[slot] = before

    def words(self, phrase: Phrase, row: Row) -> str:
        """A text in the current language with its values."""
        return "".join(
            part.words if part.evaluate is None else text(part.evaluate(row, self.environment))
            for part in phrase.get(self.language, ())
        )

    def relabel(self) -> None:
        """Reckons the texts that show values again, after the language was changed."""
        labels = [rule for rule in self.program.rules if rule.kind == "label"]
        for row in self.within(self.root):
            for rule in labels:
                if rule.scope == row.scope:
                    self._push(rule.order, row)
        self._drain()

    def _fixed(self, row: Row) -> tuple[bytearray, bytearray]:
        plans = [self.program.leaves[node] for node in self.program.scopes[row.scope].nodes]
        required = bytearray(plan is not None and plan.required for plan in plans)
        return required, bytearray(plan is not None and plan.readonly for plan in plans)

    def _range_slot(self, row: Row) -> int:
        return self.program.nodes[self.program.scopes[row.scope].node].slot

    def _push(self, order: int, row: Row) -> None:
        if (order, row) not in self._queued:
            self._queued.add((order, row))
            self._serial += 1
            heapq.heappush(self._queue, (order, self._serial, row))

    def _spread(self, row: Row, slot: int) -> None:
        """Queues the rules that read a node whose value has changed."""
        for link in self.program.links[self.program.scopes[row.scope].nodes[slot]]:
            self._follow(link, row)

    def _follow(self, link: Link, row: Row) -> None:
        base: Row | None = row
        for _ in range(link.up):
            base = base.parent if base is not None else None
        rows = [base] if base is not None else []
        for ordinal in link.down:
            rows = [inner for one in rows for inner in one.rows[ordinal]]
        for one in rows:
            self._push(link.rule, one)

    def _drain(self) -> None:
        while self._queue:
            order, _, row = heapq.heappop(self._queue)
            self._queued.discard((order, row))
            self._run(self.program.rules[order], row)
        touched, self._touched = self._touched, {}
        for row, slot in touched:
            self._judge_slot(row, slot)

    def _run(self, rule: Rule, row: Row) -> None:
        slot = rule.slot
        if rule.kind == "constraint":
            self._touched[row, slot] = None
            return
        self.evaluations += 1
        if rule.evaluate is None:
            self._label(rule, row)
            return
        value = rule.evaluate(row, self.environment)
        if rule.kind == "calculate":
            plan = self.plan(row, slot)
            self._set(row, slot, *stored(value, plan is not None and plan.data_type == "int"))
            return
        flag = boolean(value)
        if rule.kind == "relevant":
            if flag != row.own[slot]:
                row.own[slot] = flag
                self._refresh(row, slot)
        elif rule.kind == "required":
            if flag != row.required[slot]:
                self.journal.required.setdefault((row, slot), bool(row.required[slot]))
                row.required[slot] = flag
                self._touched[row, slot] = None
        elif flag != row.readonly[slot]:
            self.journal.readonly.setdefault((row, slot), bool(row.readonly[slot]))
            row.readonly[slot] = flag

    def _label(self, rule: Rule, row: Row) -> None:
        after = self.words(rule.phrase or {}, row)
        before = row.labels.get(rule.slot)
        if before != after:
            self.journal.label.setdefault((row, rule.slot), before or "")
            row.labels[rule.slot] = after

    def _set(self, row: Row, slot: int, words: str, value: Value) -> None:
        old = row.typed[slot]
        if row.text[slot] == words and type(old) is type(value) and old == value:
            return
        self.journal.text.setdefault((row, slot), row.text[slot])
        row.text[slot] = words
        row.typed[slot] = value
        self._touched[row, slot] = None
        if row.relevant[slot]:
            row.seen[slot] = value
            if self._settled:
                self._spread(row, slot)

    def _refresh(self, row: Row, slot: int) -> None:
        """Carries a condition down to all that lies under a node; stops where nothing becomes otherwise."""
        scope = self.program.scopes[row.scope]
        end = self.node(row, slot).last if slot else len(scope.nodes)
        at = slot
        while at < end:
            node = self.program.nodes[scope.nodes[at]]
            if at:
                above = row.relevant[scope.above[at]]
            else:
                above = row.parent.relevant[self._range_slot(row)] if row.parent is not None else 1
            relevant = above and row.own[at]
            if relevant == row.relevant[at]:
                at = node.last if at else end
                continue
            self.journal.relevant.setdefault((row, at), bool(row.relevant[at]))
            row.relevant[at] = relevant
            if node.kind == "leaf":
                self._touched[row, at] = None
                row.seen[at] = row.typed[at] if relevant else ""
                if self._settled and row.typed[at] != "":
                    self._spread(row, at)
            elif at and node.kind == "repeat":
                for one in row.rows[scope.repeats.index(node.rows or 0)]:
                    self._refresh(one, 0)
            at += 1

    def _constraint_holds(self, order: int, row: Row) -> bool:
        evaluate = self.program.rules[order].evaluate
        self.evaluations += 1
        return evaluate is None or boolean(evaluate(row, self.environment))

    def _judge_slot(self, row: Row, slot: int) -> None:
        plan = self.plan(row, slot)
        if plan is None:
            return
        wrong = self._judge(row, slot, plan)
        if wrong != row.wrong[slot]:
            self.journal.wrong.setdefault((row, slot), row.wrong[slot])
            row.wrong[slot] = wrong

    def _judge(self, row: Row, slot: int, plan: LeafPlan) -> int:
        if not row.relevant[slot]:
            return VALID
        words = row.text[slot]
        if words == "":
            return REQUIRED if row.required[slot] else VALID
        if plan.question.answerable and isinstance(read_answer(plan.question, plan.data_type, words), Misfit):
            return TYPE
        if plan.constraint is not None and not self._constraint_holds(plan.constraint, row):
            return CONSTRAINT
        return VALID
