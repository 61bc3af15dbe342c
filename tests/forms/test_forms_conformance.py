"""XPath cases recorded from another engine's suite: those whose functions and steps are run here."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.forms.xpath.build import BoundPath, build
from app.forms.xpath.check import problems
from app.forms.xpath.row import Row
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Path as XPath
from app.forms.xpath.tree import parse
from app.forms.xpath.values import Value, boolean, number, text

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "conformance" / "webforms_cases.jsonl"


class Day:
    """A day that stands still."""

    def today(self) -> date:
        return date(2026, 11, 23)


class Document:
    """A document whose paths of names can be bound from one context node."""

    def __init__(self, xml: str, context: str) -> None:
        self.root = ElementTree.fromstring(xml.strip())
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.context: ElementTree.Element | None = self._located(context)

    def _located(self, context: str) -> ElementTree.Element | None:
        """The element of a context such as /a[1]/b[2]; None for the document, ValueError for anything
        else."""
        at: ElementTree.Element | None = None
        for step in filter(None, context.split("/")):
            match = re.fullmatch(r"([\w:.-]+)\[(\d+)\]", step)
            if match is None:
                raise ValueError(context)
            found = self._named(at, match.group(1))
            at = found[int(match.group(2)) - 1]
        return at

    def _named(self, at: ElementTree.Element | None, name: str) -> list[ElementTree.Element]:
        inside = [self.root] if at is None else list(at)
        return [one for one in inside if one.tag.rpartition("}")[2] == name.rpartition(":")[2]]

    def bind(self, path: XPath) -> BoundPath:
        nodes: list[ElementTree.Element | None] = [None if path.absolute else self.context]
        for step in path.steps:
            if step.axis == "parent":
                nodes = [self.parents.get(one) for one in nodes if one is not None]
            elif step.axis == "child":
                nodes = [child for one in nodes for child in self._named(one, step.test)]
        values: tuple[Value, ...] = tuple("".join(one.itertext()) for one in nodes if one is not None)
        if len(values) > 1:
            return BoundPath(nodes=lambda row, moment: values)
        only = values[0] if values else ""
        return BoundPath(lambda row, moment: only)


def _expected(case: dict[str, object]) -> object:
    value = case["expected"]
    return float(str(value["$num"]).replace("Infinity", "inf")) if isinstance(value, dict) else value


def _agrees(case: dict[str, object], value: Value) -> bool:
    kind, expected = case["kind"], _expected(case)
    if kind == "boolean":
        return boolean(value) == expected
    if kind == "string":
        return text(value) == expected
    assert isinstance(expected, (int, float))
    found = number(value)
    if math.isnan(expected):
        return math.isnan(found)
    return found == expected or abs(found - expected) < 1e-9


# Differences that are wanted, each with what JavaRosa gave when it was asked (DIALECT.md).
JAVAROSA = (
    (re.compile(r"""["']\d{4}-\d\d-\d\d|/node (?:[<>]|= ')|node [<>]"""), "a quoted date is text, no number"),
    (re.compile(r"^regex\("), "regex matches the whole text"),
    (re.compile(r"^round\(-1\.5\)$"), "halves are rounded upwards: round(-2.5) is -2"),
    (re.compile(r"^if\(self::node"), "an empty node is an empty text, which is false"),
)


def _wanted(expression: str) -> bool:
    return any(pattern.search(expression) for pattern, _ in JAVAROSA)


@pytest.mark.skipif(not CASES.exists(), reason="the recorded XPath cases (shared/conformance) are not here")
def test_recorded_cases_of_what_is_run() -> None:
    counts: Counter[str] = Counter()
    differences: list[str] = []
    with CASES.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    for case in cases:
        if case["kind"] not in ("boolean", "number", "string") or case.get("upstream_pass") is False:
            counts["of another kind"] += 1
            continue
        try:
            tree = parse(case["expr"])
            if any(True for _ in problems(tree)):
                counts["uses what is not run yet"] += 1
                continue
            evaluate = build(tree, Document(case["xml"], case["ctx"]).bind)
        except ExpressionRefused as refused:
            counts[refused.code] += 1
            continue
        except (ValueError, IndexError, ElementTree.ParseError):
            counts["context is no element"] += 1
            continue
        counts["tried"] += 1
        value = evaluate(Row(0, None, (), 1, 0), Day())
        if _agrees(case, value):
            counts["agreed"] += 1
        elif _wanted(case["expr"]):
            counts["excluded, JavaRosa says otherwise"] += 1
        else:
            differences.append(f"{case['file']} | {case['expr']!r} | {_expected(case)!r} | {value!r}")
    print(dict(counts), *differences, sep="\n")
    assert not differences
    assert counts["tried"] >= 1_000
    assert counts["agreed"] >= 0.97 * counts["tried"]
