"""XForm XML -> FormDefinition, once: binds, controls, choices, translations, rules. Needs no pyxform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.forms.body import Body, BodyReader, Control, absolute
from app.forms.definition import FormDefinition, Group, Repeat
from app.forms.faults import Faults
from app.forms.instance import Skeleton, skeleton
from app.forms.order import RuleBook
from app.forms.program import LeafPlan, Node, Phrase, Program, RuleKind
from app.forms.question import Question, QuestionType
from app.forms.texts import RawText, plain, words
from app.forms.xml_tree import Element, parse_xml
from app.forms.xpath.tree import Call, Number
from app.forms.xpath.values import boolean

_DATA_TYPES: Mapping[str, str] = {
    "string": "string",
    "select": "string",
    "select1": "string",
    "int": "int",
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "binary": "binary",
}
_PRELOADS: Mapping[tuple[str, str], QuestionType] = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("uid", ""): "uid",
}
_INPUTS: Mapping[str, QuestionType] = {
    "string": "text",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
}
_NO_ANSWER = frozenset({"note", "calculate", "start", "end", "today", "uid", "hidden"})
_MODEL = frozenset({"itext", "instance", "bind", "submission"})


@dataclass(frozen=True, slots=True)
class _Bind:
    """The properties of one node."""

    line: int
    data_type: str = "string"
    preload: QuestionType | None = None
    relevant: str | None = None
    calculate: str | None = None
    required: str | None = None
    readonly: str | None = None
    constraint: str | None = None
    constraint_message: str | None = None
    required_message: str | None = None


def compile_form(xml: str) -> FormDefinition:
    """The definition of an XForm. Raises FormRefused with every fault that was found.

    A function, expression, question type or action that this engine does not run is such a fault, by name.
    """
    faults = Faults()
    root = parse_xml(xml)
    head, body = root.first("head"), root.first("body")
    model = head.first("model") if head is not None else None
    instances = list(model.named("instance")) if model is not None else []
    primary = next(instances[0].elements(), None) if instances else None
    if head is None or body is None or model is None or primary is None:
        faults.add(root.line, "form.xml.not_form", element=root.name)
        faults.check()
        raise AssertionError  # check has raised
    return _Compiler(head, model, primary, instances[1:], body, faults).definition()


class _Compiler:
    """One compilation; every step adds its faults, and they are raised together."""

    def __init__(
        self,
        head: Element,
        model: Element,
        primary: Element,
        lists: list[Element],
        body: Element,
        faults: Faults,
    ) -> None:
        self._faults = faults
        self._primary = primary
        title = head.first("title")
        self._title = title.text().strip() if title is not None else ""
        self._root = f"/{primary.name}"
        self._words = words(model)
        self._model_parts(model, lists)
        self._body = self._read_body(body, lists)
        self._bones = skeleton(primary, self._body.repeats.keys(), faults)
        self._binds = self._read_binds(model)
        self._book = RuleBook(self._bones.nodes, self._bones.scopes, self._bones.by_path, faults)

    def definition(self) -> FormDefinition:
        bones = self._bones
        self._known_paths(bones)
        leaves: list[LeafPlan | None] = [None] * len(bones.nodes)
        labels: list[Phrase] = [{} for _ in bones.nodes]
        groups: list[Group] = []
        repeats: list[Repeat] = []
        for node in bones.nodes:
            bind = self._binds.get(node.path, _Bind(bones.lines[node.index]))
            if bind.relevant is not None:
                self._book.add("relevant", node, bind.relevant, bind.line)
            if node.kind == "leaf":
                leaves[node.index], labels[node.index] = self._leaf(node, bind)
                continue
            if bind.calculate is not None:
                self._faults.add(bind.line, "form.group.calculation", node.path, "calculation")
            control = (self._body.repeats if node.kind == "repeat" else self._body.groups).get(node.path)
            raw = control.labels if control is not None else self._words.same(())
            labels[node.index] = self._book.phrase(raw, node, "label", bind.line, lives=True)
            if node.kind == "repeat":
                repeats.append(self._repeat(node, bind, raw))
            else:
                groups.append(self._group(node, bind, raw, control))
        rules, links = self._book.ordered()
        self._faults.check()
        constraints = {rule.node: rule.order for rule in rules if rule.kind == "constraint"}
        placed = tuple(leaf and replace(leaf, constraint=constraints.get(leaf.node)) for leaf in leaves)
        program = Program(
            bones.nodes,
            bones.scopes,
            rules,
            links,
            placed,
            tuple(labels),
            bones.by_path,
            bones.start,
            bones.templates,
        )
        return FormDefinition(
            self._primary.attribute("id") or self._primary.attribute("xmlns") or self._primary.name,
            self._title,
            self._primary.attribute("version") or "",
            self._words.languages,
            self._words.default,
            tuple(leaf.question for leaf in placed if leaf is not None),
            tuple(groups),
            tuple(repeats),
            program,
        )

    def _model_parts(self, model: Element, lists: list[Element]) -> None:
        for child in model.elements():
            if child.local not in _MODEL:
                reference = child.attribute("ref")
                path = absolute(reference, self._root) if reference else None
                self._faults.add(child.line, "form.action", path, "default", action=child.name)
        for instance in lists:
            if (source := instance.attribute("src")) is not None:
                name = instance.attribute("id") or ""
                self._faults.add(instance.line, "form.instance.file", list=name, file=source)

    def _read_body(self, body: Element, lists: list[Element]) -> Body:
        by_id = {instance.attribute("id") or "": instance for instance in lists}
        return BodyReader(self._words, by_id, self._root, self._faults).read(body)

    def _read_binds(self, model: Element) -> dict[str, _Bind]:
        found: dict[str, _Bind] = {}
        for element in model.named("bind"):
            nodeset = element.attribute("nodeset") or element.attribute("ref")
            if nodeset is None:
                self._faults.add(element.line, "form.control.ref", element="bind")
                continue
            path = absolute(nodeset, self._root)
            if path in found:
                self._faults.add(element.line, "form.bind.twice", path)
                continue
            written = (element.attribute("type") or "string").strip()
            data_type = _DATA_TYPES.get(written.rpartition(":")[2].lower())
            if data_type is None:
                self._faults.add(element.line, "form.type.unknown", path, "type", type=written)
            preload = element.attribute("preload") or ""
            named = (preload, (element.attribute("preloadParams") or "").strip())
            if preload and named not in _PRELOADS:
                self._faults.add(
                    element.line, "form.type.unknown", path, "type", type=" ".join(named).strip()
                )
            found[path] = _Bind(
                element.line,
                data_type or "string",
                _PRELOADS.get(named, "hidden") if preload else None,
                element.attribute("relevant"),
                element.attribute("calculate"),
                element.attribute("required"),
                element.attribute("readonly"),
                element.attribute("constraint"),
                element.attribute("constraintMsg"),
                element.attribute("requiredMsg"),
            )
        return found

    def _known_paths(self, bones: Skeleton) -> None:
        """Binds and controls must name nodes of the instance, controls its leaves."""
        for path, bind in self._binds.items():
            if path not in bones.by_path:
                self._faults.add(bind.line, "form.path.nowhere", path, path=path)
        for path, control in self._body.controls.items():
            index = bones.by_path.get(path)
            if index is None:
                self._faults.add(control.line, "form.path.nowhere", path, path=path)
            elif bones.nodes[index].kind != "leaf":
                self._faults.add(control.line, "form.path.group", path, path=path, expression=path)

    def _always(self, source: str | None, node: Node, part: str, line: int) -> bool | None:
        """True or False where a condition is a constant; None where it must be reckoned, or was refused."""
        if source is None:
            return False
        tree = self._book.tree(source, node, part, line)
        if isinstance(tree, Number):
            return boolean(tree.value)
        if isinstance(tree, Call) and tree.name in ("true", "false"):
            return tree.name == "true"
        return None

    def _leaf(self, node: Node, bind: _Bind) -> tuple[LeafPlan, Phrase]:
        control = self._body.controls.get(node.path)
        required = self._always(bind.required, node, "required", bind.line)
        readonly = self._always(bind.readonly, node, "readonly", bind.line)
        conditions: tuple[tuple[RuleKind, str | None, bool], ...] = (
            ("calculate", bind.calculate, True),
            ("required", bind.required, required is None),
            ("readonly", bind.readonly, readonly is None),
            ("constraint", bind.constraint, True),
        )
        for kind, source, reckoned in conditions:
            if source is not None and reckoned:
                self._book.add(kind, node, source, bind.line)
        fixed = bool(readonly) or self._readonly_group(node)
        question_type = self._type(node, bind, control, fixed)
        nothing = self._words.same(())
        labels = control.labels if control is not None else nothing
        hints = control.hints if control is not None else nothing
        constraint_messages = self._words.message(bind.constraint_message)
        required_messages = self._words.message(bind.required_message)
        question = Question(
            node.path,
            node.name,
            question_type,
            self._around(node, "group") or self._root,
            self._around(node, "repeat"),
            question_type not in _NO_ANSWER and bind.calculate is None and not fixed,
            bool(required),
            _plain(labels),
            _plain(hints),
            _plain(constraint_messages),
            _plain(required_messages),
            control.choices if control is not None else (),
            control.range if control is not None else None,
            control.appearance if control is not None else "",
            bind.relevant,
            bind.constraint,
            bind.calculate,
        )
        line = bind.line
        leaf = LeafPlan(
            node.index,
            question,
            bind.data_type,
            bool(required),
            fixed or not question.answerable,
            None,
            bind.preload,
            self._book.phrase(hints, node, "hint", line),
            self._book.phrase(constraint_messages, node, "constraint_message", line),
            self._book.phrase(required_messages, node, "required_message", line),
        )
        return leaf, self._book.phrase(labels, node, "label", line, lives=True)

    def _type(self, node: Node, bind: _Bind, control: Control | None, fixed: bool) -> QuestionType:
        if bind.preload is not None:
            return bind.preload
        if control is None:
            return "calculate" if bind.calculate is not None else "hidden"
        written = bind.data_type
        if control.kind == "input":
            if written == "string" and fixed and bind.calculate is None:
                return "note"
            if written in _INPUTS:
                return _INPUTS[written]
        elif control.kind == "select1":
            return "select_one"
        elif control.kind == "select":
            return "select_multiple"
        elif control.kind == "range" and written in ("int", "decimal"):
            return "range"
        elif control.kind == "upload":
            if written == "binary" and control.mediatype.startswith("image/"):
                return "image"
            written = f"upload {control.mediatype}"
        self._faults.add(control.line, "form.type.unknown", node.path, "type", type=written)
        return "hidden"

    def _readonly_group(self, node: Node) -> bool:
        """Whether a group around a leaf is read-only; a condition for that on a group is refused."""
        at = node.parent
        fixed = False
        while at is not None:
            above = self._bones.nodes[at]
            bind = self._binds.get(above.path)
            if bind is not None and bind.readonly is not None:
                always = self._always(bind.readonly, above, "readonly", bind.line)
                if always is None:
                    self._faults.add(bind.line, "form.group.readonly", above.path, "readonly")
                fixed = fixed or bool(always)
            at = above.parent
        return fixed

    def _around(self, node: Node, kind: str) -> str | None:
        """The path of the nearest group (a repeat counts as one) or the nearest repeat around a node."""
        at = node.parent
        while at is not None:
            above = self._bones.nodes[at]
            if kind == "group" or above.kind == "repeat":
                return above.path
            at = above.parent
        return None

    def _group(self, node: Node, bind: _Bind, raw: dict[str, RawText], control: Control | None) -> Group:
        return Group(
            node.path,
            node.name,
            self._around(node, "group"),
            self._around(node, "repeat"),
            _plain(raw),
            control.appearance if control is not None else "",
            bind.relevant,
        )

    def _repeat(self, node: Node, bind: _Bind, raw: dict[str, RawText]) -> Repeat:
        bones = self._bones
        # rows are counted in the seed of the scope around the repeat
        around = bones.templates[node.scope]
        ordinal = bones.scopes[node.scope].repeats.index(node.rows or 0)
        return Repeat(
            node.path,
            node.name,
            self._around(node, "group") or self._root,
            self._around(node, "repeat"),
            _plain(raw),
            len(around.rows[ordinal]),
            bind.relevant,
        )


def _plain(raw: Mapping[str, RawText]) -> dict[str, str]:
    return {language: plain(pieces) for language, pieces in raw.items()}
