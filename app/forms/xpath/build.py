"""Tree -> closure. Paths are bound by the caller; everything else is closed over here, once a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.forms.xpath.functions import FUNCTIONS, Evaluate, EvaluateNodes, Moment
from app.forms.xpath.row import Row
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Binary, Call, Expression, Negation, Number, Path, Text
from app.forms.xpath.values import Value, boolean, equal, number, quotient, remainder


@dataclass(frozen=True, slots=True)
class BoundPath:
    """A path bound to slots: `evaluate` where it names one node, `nodes` where it may name several."""

    evaluate: Evaluate | None = None
    nodes: EvaluateNodes | None = None


BindPath: TypeAlias = Callable[[Path], BoundPath]


def build(tree: Expression, bind: BindPath) -> Evaluate:
    """The closure of a checked tree. Raises ExpressionRefused where `bind` does, or where many nodes meet
    one value.

    The tree must have no `problems`; a KeyError here would be a fault of this program.
    """
    if isinstance(tree, (Number, Text)):
        return _constant(tree.value)
    if isinstance(tree, Path):
        bound = bind(tree)
        if bound.evaluate is None:
            raise ExpressionRefused("form.path.many", path=shown(tree))
        return bound.evaluate
    if isinstance(tree, Negation):
        operand = build(tree.operand, bind)
        return lambda row, moment: -number(operand(row, moment))
    if isinstance(tree, Binary):
        return _binary(tree, bind)
    if isinstance(tree, Call):
        return _call(tree, bind)
    raise ExpressionRefused("form.expression.part", piece="$")


def shown(path: Path) -> str:
    """A path of names, `.` and `..` as it is written."""
    steps = "/".join({"self": ".", "parent": ".."}.get(step.axis, step.test) for step in path.steps)
    return f"/{steps}" if path.absolute else steps


def _call(tree: Call, bind: BindPath) -> Evaluate:
    function = FUNCTIONS[tree.name]
    # concat() of one node-set joins its nodes; beside other arguments many nodes are an error (JavaRosa)
    if function.of_nodes is not None and len(tree.arguments) == 1 and isinstance(tree.arguments[0], Path):
        bound = bind(tree.arguments[0])
        if bound.nodes is not None:
            return function.of_nodes(bound.nodes)
    return function.build(tuple(build(argument, bind) for argument in tree.arguments))


def _constant(value: Value) -> Evaluate:
    return lambda row, moment: value


def _binary(tree: Binary, bind: BindPath) -> Evaluate:
    """Operators from left to right. Sums of hundreds of terms are real, so a long chain is a loop, not a
    nest."""
    rest: list[tuple[Operator, Evaluate]] = []
    first: Expression = tree
    chain: list[Binary] = []
    while isinstance(first, Binary):
        chain.append(first)
        first = first.left
    begin = build(first, bind)
    for link in reversed(chain):
        rest.append((_OPERATORS[link.operator], build(link.right, bind)))
    if len(rest) == 1:
        ((operate, right),) = rest
        return lambda row, moment: operate(begin(row, moment), right, row, moment)
    links = tuple(rest)

    def evaluate(row: Row, moment: Moment) -> Value:
        value = begin(row, moment)
        for operate, right in links:
            value = operate(value, right, row, moment)
        return value

    return evaluate


Operator: TypeAlias = Callable[[Value, Evaluate, Row, Moment], Value]
"""From the value on the left and the closure on the right (which `or` and `and` may leave alone)."""


def _or(left: Value, right: Evaluate, row: Row, moment: Moment) -> Value:
    return boolean(left) or boolean(right(row, moment))


def _and(left: Value, right: Evaluate, row: Row, moment: Moment) -> Value:
    return boolean(left) and boolean(right(row, moment))


def _equal(left: Value, right: Evaluate, row: Row, moment: Moment) -> Value:
    return equal(left, right(row, moment))


def _unequal(left: Value, right: Evaluate, row: Row, moment: Moment) -> Value:
    return not equal(left, right(row, moment))


def _of_numbers(reckon: Callable[[float, float], Value]) -> Operator:
    def operate(left: Value, right: Evaluate, row: Row, moment: Moment) -> Value:
        return reckon(number(left), number(right(row, moment)))

    return operate


_OPERATORS: Mapping[str, Operator] = {
    "or": _or,
    "and": _and,
    "=": _equal,
    "!=": _unequal,
    "<": _of_numbers(lambda left, right: left < right),
    "<=": _of_numbers(lambda left, right: left <= right),
    ">": _of_numbers(lambda left, right: left > right),
    ">=": _of_numbers(lambda left, right: left >= right),
    "+": _of_numbers(lambda left, right: left + right),
    "-": _of_numbers(lambda left, right: left - right),
    "*": _of_numbers(lambda left, right: left * right),
    "div": _of_numbers(quotient),
    "mod": _of_numbers(remainder),
}
