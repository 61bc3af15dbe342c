"""The body of an XForm -> its controls: which node is asked for, how, in which words, with which choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from app.forms.faults import Faults
from app.forms.question import Choice, Range
from app.forms.texts import RawText, Words, item_text_column, plain
from app.forms.xml_tree import Element
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Call, Path, Text, parse

_CONTROLS = frozenset({"input", "select", "select1", "range", "upload"})
_SILENT = frozenset({"label", "hint", "help", "alert"})
# What pyxform calls the question types whose controls are not run here.
_TYPES = {"trigger": "acknowledge", "secret": "secret"}


@dataclass(frozen=True, slots=True)
class Control:
    """One control or group of the body. `kind` is the element's name, or "group" and "repeat"."""

    kind: str
    path: str
    line: int
    labels: dict[str, RawText]
    hints: dict[str, RawText]
    appearance: str = ""
    choices: tuple[Choice, ...] = ()
    range: Range | None = None
    mediatype: str = ""


@dataclass(slots=True)
class Body:
    """The controls by path. Labels of a repeat are those of the group around it that names the same node."""

    controls: dict[str, Control] = field(default_factory=dict)
    groups: dict[str, Control] = field(default_factory=dict)
    repeats: dict[str, Control] = field(default_factory=dict)


def absolute(reference: str, parent: str) -> str:
    """A ref or nodeset as a template path: blanks removed, relative ones under their parent."""
    reference = "".join(reference.split())
    return reference if reference.startswith("/") else f"{parent}/{reference.removeprefix('./')}"


class BodyReader:
    """Reads the body; faults are added, never raised."""

    def __init__(self, words: Words, lists: Mapping[str, Element], root: str, faults: Faults) -> None:
        self._words = words
        self._lists = lists
        self._root = root
        self._faults = faults
        self._known: dict[tuple[str, str, str], tuple[Choice, ...]] = {}
        self.found = Body()

    def read(self, body: Element) -> Body:
        """All controls of the body, in form order."""
        self._inside(body, self._root)
        return self.found

    def _inside(self, element: Element, parent: str) -> None:
        for child in element.elements():
            if child.local in _CONTROLS:
                self._control(child, parent)
            elif child.local == "group":
                self._group(child, parent)
            elif child.local == "repeat":
                self._repeat(child, parent)
            elif child.local not in _SILENT:
                self._faults.add(
                    child.line,
                    "form.type.unknown",
                    self._at(child, parent),
                    "type",
                    type=_TYPES.get(child.local, child.local),
                )

    @staticmethod
    def _at(element: Element, parent: str) -> str | None:
        reference = element.attribute("ref") or element.attribute("nodeset")
        return absolute(reference, parent) if reference else None

    def _group(self, element: Element, parent: str) -> None:
        path = self._at(element, parent)
        if path is not None:
            labels = self._words.element(element.first("label"))
            appearance = element.attribute("appearance") or ""
            self.found.groups[path] = Control("group", path, element.line, labels, {}, appearance)
        self._inside(element, path or parent)

    def _repeat(self, element: Element, parent: str) -> None:
        path = self._at(element, parent)
        if path is None:
            self._faults.add(element.line, "form.control.ref", element=element.local)
            return
        if element.attribute("count") is not None:
            self._faults.add(element.line, "form.repeat.count", path, "repeat_count")
        label = element.first("label")
        around = self.found.groups.get(path)
        labels = self._words.element(label) if label is not None or around is None else around.labels
        self.found.repeats[path] = Control("repeat", path, element.line, labels, {})
        self._inside(element, path)

    def _control(self, element: Element, parent: str) -> None:
        path = self._at(element, parent)
        if path is None:
            self._faults.add(element.line, "form.control.ref", element=element.local)
            return
        if path in self.found.controls:
            self._faults.add(element.line, "form.control.twice", path)
            return
        for child in element.elements():
            if child.local not in _SILENT and child.local not in ("itemset", "item"):
                self._faults.add(element.line, "form.action", path, "trigger", action=child.name)
        self.found.controls[path] = Control(
            element.local,
            path,
            element.line,
            self._words.element(element.first("label")),
            self._words.element(element.first("hint")),
            element.attribute("appearance") or "",
            self._choices(element, path) if element.local.startswith("select") else (),
            self._range(element, path) if element.local == "range" else None,
            element.attribute("mediatype") or "",
        )

    def _range(self, element: Element, path: str) -> Range | None:
        try:
            start, end, step = (
                Decimal(element.attributes[name].strip()) for name in ("start", "end", "step")
            )
            if step > 0 and start <= end and end.is_finite() and step.is_finite():
                return Range(start, end, step)
        except (KeyError, InvalidOperation):
            pass  # told below, like ends that do not fit
        self._faults.add(element.line, "form.range", path, "parameters")
        return None

    def _choices(self, element: Element, path: str) -> tuple[Choice, ...]:
        itemset = element.first("itemset")
        if itemset is not None:
            return self._itemset(itemset, path)
        found: list[Choice] = []
        for item in element.named("item"):
            value = item.first("value")
            found.append(
                Choice(
                    value.text().strip() if value else "",
                    self._plain(self._words.element(item.first("label")), path, item.line),
                )
            )
        return tuple(found)

    def _itemset(self, itemset: Element, path: str) -> tuple[Choice, ...]:
        nodeset = itemset.attribute("nodeset") or ""
        items = self._items(nodeset)
        if items is None:
            self._faults.add(
                itemset.line, "form.itemset", path, "choice_filter", nodeset=" ".join(nodeset.split())
            )
            return ()
        list_id, elements = items
        value, label = itemset.first("value"), itemset.first("label")
        value_column = (value.attribute("ref") if value else None) or "name"
        label_ref = (label.attribute("ref") if label else None) or value_column
        key = (list_id, value_column, label_ref)
        if key not in self._known:
            self._known[key] = tuple(self._choice(item, value_column, label_ref, path) for item in elements)
        return self._known[key]

    def _items(self, nodeset: str) -> tuple[str, list[Element]] | None:
        """The items of `instance('x')/root/item`; None for any other expression or an unknown list."""
        try:
            tree = parse(nodeset)
        except ExpressionRefused:
            return None
        if not isinstance(tree, Path) or tree.absolute or tree.start_predicates or not tree.steps:
            return None
        call = tree.start
        if not isinstance(call, Call) or call.name != "instance" or len(call.arguments) != 1:
            return None
        name = call.arguments[0]
        if not isinstance(name, Text) or any(step.axis != "child" or step.predicates for step in tree.steps):
            return None
        instance = self._lists.get(name.value)
        if instance is None:
            return None
        found = [instance]
        for step in tree.steps:
            found = [child for one in found for child in one.elements() if child.name == step.test]
        return name.value, found

    def _choice(self, item: Element, value_column: str, label_ref: str, path: str) -> Choice:
        def column(name: str) -> str:
            child = item.first(name)
            return child.text().strip() if child is not None else ""

        text_column = item_text_column(label_ref)
        if text_column is not None:
            raw = self._words.of(column(text_column))
        else:
            raw = self._words.same(((column(label_ref), None),))
        return Choice(column(value_column), self._plain(raw, path, item.line))

    def _plain(self, raw: Mapping[str, RawText], path: str, line: int) -> dict[str, str]:
        if any(source is not None for pieces in raw.values() for _, source in pieces):
            self._faults.add(line, "form.choice.output", path)
        return {language: plain(pieces) for language, pieces in raw.items()}
