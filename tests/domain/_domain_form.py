"""The questionnaire's own relevance and calculations, evaluated by lxml: an oracle for the figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

DOMAIN = Path(__file__).resolve().parents[2].parent / "shared" / "domain"


class Form:
    """The shipped XForm's relevance and calculations, evaluated by lxml with the few functions it lacks."""

    def __init__(self) -> None:
        tree = etree.parse(str(DOMAIN / "djupanalys.xml"))
        xforms = "{http://www.w3.org/2002/xforms}"
        model = tree.find(f".//{xforms}model")
        assert model is not None
        self.instance = model.find(f"{xforms}instance")[0]
        self.calculations: list[tuple[str, str]] = []
        self.relevance: dict[str, str] = {}
        for bind in model.findall(f"{xforms}bind"):
            path = bind.get("nodeset") or ""
            if (expression := bind.get("calculate")) and path.startswith("/data/resultat/"):
                self.calculations.append((path, expression))
            if condition := bind.get("relevant"):
                self.relevance[path] = condition
        functions = etree.FunctionNamespace(None)
        functions["if"] = lambda _, test, yes, no: self.text(yes if test else no)
        functions["coalesce"] = lambda _, one, other: self.text(one) or self.text(other)
        functions["selected"] = lambda _, node, value: self.text(value) in self.text(node).split()
        functions["count-selected"] = lambda _, node: float(len(self.text(node).split()))

    @staticmethod
    def text(value: Any) -> Any:
        if isinstance(value, list):
            return (value[0].text or "") if value else ""
        return value

    def filled(self, answers: Mapping[str, str]) -> tuple[Any, dict[str, Any]]:
        def copy(node: Any) -> Any:
            plain = etree.Element(etree.QName(node).localname)
            plain.extend(copy(child) for child in node if isinstance(child.tag, str))
            return plain

        root = copy(self.instance)
        by_name = {node.tag: node for node in root.iter()}
        for name, value in answers.items():
            by_name[name].text = value
        return etree.ElementTree(root), by_name

    def relevant(self, answers: Mapping[str, str]) -> frozenset[str]:
        """The names of all relevant questions; what becomes irrelevant is emptied until nothing changes."""
        kept = dict(answers)
        while True:
            tree, by_name = self.filled(kept)
            off: set[str] = set()
            for path, condition in self.relevance.items():
                name = path.rsplit("/", 1)[1]
                if not tree.xpath(f"boolean({condition})"):
                    off |= {node.tag for node in by_name[name].iter()}
            left = {name: value for name, value in kept.items() if name not in off}
            if left == kept:
                return frozenset(set(by_name) - off)
            kept = left

    def results(self, answers: Mapping[str, str]) -> dict[str, str]:
        tree, by_name = self.filled(answers)
        for path, expression in self.calculations:
            value = self.text(tree.xpath(expression))
            if isinstance(value, float):
                value = str(int(value)) if value == int(value) else repr(value)
            by_name[path.rsplit("/", 1)[1]].text = value
        return {node.tag: node.text or "" for node in by_name["resultat"]}


@cache
def form() -> Form:
    return Form()
