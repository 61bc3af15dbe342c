"""What in a tree this engine does not understand, each thing by name: so a form is refused, never misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.forms.xpath.functions import FUNCTIONS, java_pattern
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Binary, Call, Expression, Negation, Path, Step, Text, Variable

_STEPS = frozenset({("self", "node()"), ("parent", "node()")})


def problems(tree: Expression) -> Iterator[ExpressionRefused]:
    """Everything in the tree that cannot be run, from left to right."""
    if isinstance(tree, Variable):
        yield ExpressionRefused("form.expression.part", piece=f"${tree.name}")
    elif isinstance(tree, Call):
        yield from _call(tree)
        for argument in tree.arguments:
            yield from problems(argument)
    elif isinstance(tree, Negation):
        yield from problems(tree.operand)
    elif isinstance(tree, Binary):
        # a chain of operators leans to the left and may be long, so it is walked without recursion
        chain: list[Binary] = []
        first: Expression = tree
        while isinstance(first, Binary):
            chain.append(first)
            first = first.left
        yield from problems(first)
        for link in reversed(chain):
            if link.operator == "|":
                yield ExpressionRefused("form.expression.part", piece="|")
            yield from problems(link.right)
    elif isinstance(tree, Path):
        yield from _path(tree)


def _call(tree: Call) -> Iterator[ExpressionRefused]:
    function = FUNCTIONS.get(tree.name)
    if function is None:
        yield ExpressionRefused("form.function.unknown", function=tree.name)
        return
    given = len(tree.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        yield ExpressionRefused(
            "form.function.arguments", function=tree.name, given=given, takes=function.least
        )
    elif tree.name == "regex":
        pattern = tree.arguments[1]
        if not isinstance(pattern, Text):
            yield ExpressionRefused("form.function.pattern", function=tree.name)
            return
        try:
            java_pattern(pattern.value)
        except (re.error, OverflowError, RecursionError) as error:
            yield ExpressionRefused("form.function.regex", pattern=pattern.value, reason=str(error))


def _path(tree: Path) -> Iterator[ExpressionRefused]:
    if tree.start is not None:
        yield from problems(tree.start)
        if not isinstance(tree.start, Call) or tree.start.name in FUNCTIONS:
            yield ExpressionRefused("form.expression.part", piece="(…)/" if tree.steps else "(…)[…]")
    if tree.absolute and not tree.steps:
        yield ExpressionRefused("form.expression.part", piece="/")
    for step in tree.steps:
        shown = _shown(step)
        if shown is not None:
            yield ExpressionRefused("form.expression.part", piece=shown)
        for predicate in step.predicates:
            yield ExpressionRefused("form.expression.part", piece=f"{step.test}[…]")
            yield from problems(predicate)
    for predicate in tree.start_predicates:
        yield from problems(predicate)


def _shown(step: Step) -> str | None:
    """How an unsupported step is written; None for a name, `.` and `..`."""
    if step.axis == "child" and step.test != "*" and not step.test.endswith("()"):
        return None
    if (step.axis, step.test) in _STEPS:
        return None
    if step.axis == "descendant-or-self" and step.test == "node()":
        return "//"
    if step.axis == "attribute":
        return f"@{step.test}"
    return step.test if step.axis == "child" else f"{step.axis}::{step.test}"
