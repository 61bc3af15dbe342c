"""FormRun: one filling-in of a form. Every act says exactly what changed; what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.forms.address import Place, place, refer, reference, written
from app.forms.answers import Misfit, read_answer
from app.forms.changes import changes
from app.forms.definition import FormDefinition, language_tag
from app.forms.environment import Environment
from app.forms.journal import Journal
from app.forms.outcome import Change, Leaf, NodeRef, Outcome, RepeatKey, ShownChoice, Why
from app.forms.program import LeafPlan, Phrase
from app.forms.refusal import FormFault
from app.forms.state import CONSTRAINT, REQUIRED, TYPE, VALID, State
from app.forms.xpath.row import Row


class FormRun:
    """A run of a form, in memory.

    Without `instances` it is a new form and starts with the rows that the form declares, under keys from the
    environment; with `instances` (repeat path, keys of the rows around, key; in their order, outer rows
    before inner ones) it has exactly these. `answers` are put in without refusing any, and every rule is
    reckoned once. What no longer has a place in the form is listed in `ignored`.
    """

    def __init__(
        self,
        definition: FormDefinition,
        environment: Environment,
        *,
        answers: Iterable[tuple[NodeRef, str]] = (),
        instances: Iterable[tuple[str, tuple[RepeatKey, ...], RepeatKey]] | None = None,
    ) -> None:
        self.definition = definition
        self._state = State(definition.program, environment, definition.default_language)
        self._environment = environment
        ignored: list[NodeRef] = []
        state = self._state
        state.sow(state.root, definition.program.start, inner=instances is None)
        for path, parents, key in instances or ():
            if not self._restore_row(path, parents, key):
                ignored.append(NodeRef(path, (*parents, key)))
        state.preload(state.within(state.root))
        for ref, text in answers:
            if not self._restore_answer(ref, text):
                ignored.append(ref)
        self.ignored = tuple(ignored)
        state.settle()

    @property
    def evaluations(self) -> int:
        """How many expressions were reckoned so far."""
        return self._state.evaluations

    @property
    def language(self) -> str:
        """The current language, one of the definition's."""
        return self._state.language

    # -- acts ------------------------------------------------------------------------------------------------

    def answer(self, ref: NodeRef, value: str, *, keep_irrelevant: bool = False) -> Outcome:
        """Answers a question; "" clears it.

        Refused, in this order: not relevant (unless `keep_irrelevant`: then it is kept, and read as empty
        until it is relevant), read-only or calculated, clearing of a required one, a text that is none of
        its type, a failed constraint. A constraint binds relevant questions only: it may compare with
        answers that are not there yet, and it is looked at when the question becomes relevant (`valid`).
        Raises FormFault where `ref` is no leaf of this run.
        """
        kept = self._taken(ref, value, keep_irrelevant)
        if isinstance(kept, Outcome):
            return kept
        found, _ = self._leaf(ref)
        self._state.put(found.row, found.slot, kept)
        return Outcome(changes=self._changes(), value=kept)

    def check(self, ref: NodeRef, value: str, *, keep_irrelevant: bool = False) -> Outcome:
        """What `answer` would say of a value; nothing changes. Raises FormFault where `ref` is no leaf."""
        kept = self._taken(ref, value, keep_irrelevant)
        return kept if isinstance(kept, Outcome) else Outcome(value=kept)

    def add(
        self,
        repeat: NodeRef,
        key: RepeatKey | None = None,
        position: int | None = None,
        *,
        keep_irrelevant: bool = False,
    ) -> Outcome:
        """Adds a row to a repeat, at the end or so that it gets the position (1 is the first).

        `repeat` is the repeat itself (the keys of the rows around it). Without `key` the environment gives
        one. Raises FormFault where it is no repeat, the key is taken, or the position leaves a gap.
        """
        found = self._place(repeat)
        row, node = found.row, found.node
        if node.rows is None or found.slot == 0 and row.scope == node.rows:
            raise FormFault("form.address.not_repeat", at=self.path(repeat))
        if not row.relevant[found.slot] and not keep_irrelevant:
            return self._unrelated(found)
        program = self.definition.program
        ordinal = program.scopes[row.scope].repeats.index(node.rows)
        before = len(row.rows[ordinal])
        if position is not None and not 1 <= position <= before + 1:
            raise FormFault(
                "form.address.no_row", at=f"{self.path(repeat)}[{position}]", path=node.path, rows=before
            )
        chosen = key if key is not None else RepeatKey(self._environment.new_uuid())
        if (node.rows, (*row.keys, chosen)) in self._state.rows:
            raise FormFault("form.address.key", at=self.path(repeat))
        fresh = self._state.make_row(row, ordinal, chosen, position)
        self._state.sow(fresh, program.templates[node.rows])
        self._state.preload(self._state.within(fresh))
        self._state.grow(fresh)
        counted = Change(NodeRef(node.path, repeat.keys), "count", before, before + 1)
        return Outcome(changes=(counted, *self._changes()), key=chosen)

    def remove(self, row_ref: NodeRef, *, keep_irrelevant: bool = False) -> Outcome:
        """Takes a row of a repeat away, with all in it. Raises FormFault where `row_ref` is no row."""
        found = self._place(row_ref)
        row, node = found.row, found.node
        if node.rows is None or row.scope != node.rows or row.parent is None:
            raise FormFault("form.address.not_row", at=self.path(row_ref))
        if not row.relevant[0] and not keep_irrelevant:
            return self._unrelated(found)
        ordinal = self.definition.program.scopes[row.parent.scope].repeats.index(row.scope)
        before = len(row.parent.rows[ordinal])
        self._state.cut(row)
        counted = Change(NodeRef(node.path, row_ref.keys[:-1]), "count", before, before - 1)
        return Outcome(changes=(counted, *self._changes()))

    def finish(self) -> Outcome:
        """Sets the questions of type `end` to the present instant."""
        state = self._state
        for row in state.within(state.root):
            for slot in range(len(row.text)):
                plan = state.plan(row, slot)
                if plan is not None and plan.preload == "end":
                    state.put(row, slot, self._environment.local_now().isoformat(timespec="milliseconds"))
        return Outcome(changes=self._changes())

    def set_language(self, language: str) -> Outcome:
        """Changes the language; all texts may be otherwise, so there are no changes in the outcome.

        Raises FormFault where the form has no such language.
        """
        if language not in self.definition.languages:
            raise FormFault(
                "form.language.unknown", language=language, known=", ".join(self.definition.languages)
            )
        self._state.language = language
        self._state.relabel()
        self._state.journal = Journal()
        return Outcome()

    # -- reading ---------------------------------------------------------------------------------------------

    def ref(self, address: str) -> NodeRef:
        """The reference of a name or a path with positions. Raises FormFault (see `address.refer`)."""
        return refer(self.definition, self._state, address)

    def path(self, ref: NodeRef) -> str:
        """The path with positions, [n] on every step that is a row. Raises FormFault."""
        found = self._place(ref)
        return written(self._state, found.row, ref.path)

    def value(self, ref: NodeRef) -> str:
        """The value of a leaf, "" where it is not relevant. Raises FormFault."""
        found, _ = self._leaf(ref)
        return found.row.text[found.slot] if found.row.relevant[found.slot] else ""

    def stored(self, ref: NodeRef) -> str:
        """What a leaf keeps, relevant or not. Raises FormFault."""
        found, _ = self._leaf(ref)
        return found.row.text[found.slot]

    def is_relevant(self, ref: NodeRef) -> bool:
        """Whether a leaf, group, repeat or row is relevant, with all that is around it. Raises FormFault."""
        found = self._place(ref)
        return bool(found.row.relevant[found.slot])

    def rows(self, repeat: NodeRef) -> tuple[RepeatKey, ...]:
        """The keys of a repeat's rows in their order. Raises FormFault where it is no repeat."""
        found = self._place(repeat)
        if found.node.rows is None or found.row.scope == found.node.rows:
            raise FormFault("form.address.not_repeat", at=repeat.path)
        ordinal = self.definition.program.scopes[found.row.scope].repeats.index(found.node.rows)
        return tuple(RepeatKey(row.keys[-1]) for row in found.row.rows[ordinal])

    def label(self, ref: NodeRef) -> str:
        """The label of any node in the current language, with its values. Raises FormFault."""
        found = self._place(ref)
        return self._label(found.row, found.slot, found.node.index)

    def hint(self, ref: NodeRef) -> str:
        """The hint of a leaf in the current language, with its values. Raises FormFault."""
        found, plan = self._leaf(ref)
        return self._state.words(plan.hint, found.row)

    def leaf(self, ref: NodeRef) -> Leaf:
        """The state of one leaf. Raises FormFault."""
        found, plan = self._leaf(ref)
        return self._shown(found.row, found.slot, plan, self.path(ref))

    def leaves(self) -> tuple[Leaf, ...]:
        """The state of every leaf, in document order."""
        return tuple(
            self._shown(row, slot, plan, at) for row, slot, plan, at in self._walk(self._state.root, "", 0)
        )

    def missing_required(self) -> tuple[NodeRef, ...]:
        """Relevant required questions without an answer, in document order."""
        found = self._walk(self._state.root, "", 0)
        return tuple(
            reference(self._state, row, slot) for row, slot, _, _ in found if row.wrong[slot] == REQUIRED
        )

    def generated(self) -> tuple[tuple[NodeRef, str], ...]:
        """Values that the form took from the world (start, today, uuid, end), to be stored like answers."""
        found = self._walk(self._state.root, "", 0)
        return tuple(
            (reference(self._state, row, slot), row.text[slot])
            for row, slot, plan, _ in found
            if plan.preload and row.text[slot]
        )

    # -- within ----------------------------------------------------------------------------------------------

    def _taken(self, ref: NodeRef, value: str, keep_irrelevant: bool) -> str | Outcome:
        """The value as it is kept, or why it is refused."""
        found, plan = self._leaf(ref)
        row, slot = found.row, found.slot
        question = plan.question
        if not row.relevant[slot] and not keep_irrelevant:
            return self._refused("not relevant", "form.answer.not_relevant", plan, row)
        if row.readonly[slot] or not question.answerable:
            return self._refused("readonly", "form.answer.readonly", plan, row)
        kept = read_answer(question, plan.data_type, value)
        if kept == "" and row.relevant[slot] and row.required[slot]:
            return self._refused("required", "form.answer.required", plan, row, plan.required_message)
        if isinstance(kept, Misfit):
            return self._refused("constraint", kept.code, plan, row, params=kept.params)
        if row.relevant[slot] and not self._state.holds(row, slot, plan, kept):
            return self._refused("constraint", "form.answer.constraint", plan, row, plan.constraint_message)
        return kept

    def _restore_row(self, path: str, parents: tuple[RepeatKey, ...], key: RepeatKey) -> bool:
        state = self._state
        index = state.program.by_path.get(path)
        node = state.program.nodes[index] if index is not None else None
        if node is None or node.rows is None or (node.rows, (*parents, key)) in state.rows:
            return False
        parent = state.rows.get((node.scope, parents))
        if parent is None:
            return False
        ordinal = state.program.scopes[node.scope].repeats.index(node.rows)
        state.sow(state.make_row(parent, ordinal, key), state.program.templates[node.rows], inner=False)
        return True

    def _restore_answer(self, ref: NodeRef, text: str) -> bool:
        try:
            found = self._place(ref)
        except FormFault:
            return False
        if found.node.kind != "leaf":
            return False
        self._state.keep(found.row, found.slot, text)
        return True

    def _place(self, ref: NodeRef) -> Place:
        return place(self._state, ref)

    def _leaf(self, ref: NodeRef) -> tuple[Place, LeafPlan]:
        found = self._place(ref)
        plan = self._state.plan(found.row, found.slot) if found.node.kind == "leaf" else None
        if plan is None:
            raise FormFault("form.address.not_question", at=ref.path)
        return found, plan

    def _walk(self, row: Row, at: str, cut: int) -> Iterator[tuple[Row, int, LeafPlan, str]]:
        """The leaves of a row in document order with their paths; `at` replaces the first `cut` signs of a
        path."""
        program = self.definition.program
        scope = program.scopes[row.scope]
        for slot, index in enumerate(scope.nodes):
            node = program.nodes[index]
            here = at + node.path[cut:]
            plan = program.leaves[index]
            if plan is not None:
                yield row, slot, plan, here
            elif slot and node.rows is not None:
                for number, inner in enumerate(row.rows[scope.repeats.index(node.rows)], 1):
                    yield from self._walk(inner, f"{here}[{number}]", len(node.path))

    def _shown(self, row: Row, slot: int, plan: LeafPlan, at: str) -> Leaf:
        relevant = bool(row.relevant[slot])
        language = self._state.language
        return Leaf(
            reference(self._state, row, slot),
            at,
            row.text[slot] if relevant else "",
            row.text[slot],
            relevant,
            bool(row.required[slot]),
            bool(row.readonly[slot]),
            row.wrong[slot] == VALID,
            self._wrong(row, slot, plan),
            self._label(row, slot, plan.node),
            tuple(ShownChoice(one.value, one.labels.get(language, "")) for one in plan.question.choices),
        )

    def _label(self, row: Row, slot: int, node: int) -> str:
        known = row.labels.get(slot)
        return known if known is not None else self._state.words(self.definition.program.labels[node], row)

    def _wrong(self, row: Row, slot: int, plan: LeafPlan) -> str:
        wrong = row.wrong[slot]
        if wrong == REQUIRED:
            return self._sentence("form.answer.required", plan, row, plan.required_message)
        if wrong == CONSTRAINT:
            return self._sentence("form.answer.constraint", plan, row, plan.constraint_message)
        if wrong == TYPE:
            kept = read_answer(plan.question, plan.data_type, row.text[slot])
            if isinstance(kept, Misfit):
                return self._environment.say(kept.code, language_tag(self.language), kept.params)
        return ""

    def _sentence(self, code: str, plan: LeafPlan, row: Row, phrase: Phrase) -> str:
        """The form's own sentence, else the engine's."""
        own = self._state.words(phrase, row)
        return own or self._environment.say(code, language_tag(self.language), {"name": plan.question.name})

    def _refused(
        self,
        why: Why,
        code: str,
        plan: LeafPlan,
        row: Row,
        phrase: Phrase | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> Outcome:
        filled = {"name": plan.question.name, **(params or {})}
        if phrase is not None:
            message = self._sentence(code, plan, row, phrase)
        else:
            message = self._environment.say(code, language_tag(self.language), filled)
        return Outcome(why, message, code, filled)

    def _unrelated(self, found: Place) -> Outcome:
        params = {"name": found.node.name}
        message = self._environment.say("form.repeat.not_relevant", language_tag(self.language), params)
        return Outcome("not relevant", message, "form.repeat.not_relevant", params)

    def _changes(self) -> tuple[Change, ...]:
        """What the act has changed, from its journal, which is emptied."""
        journal, self._state.journal = self._state.journal, Journal()
        return changes(self._state, journal)
