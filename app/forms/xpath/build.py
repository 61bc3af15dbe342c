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
        return _OPERATORS[tree.operator](build(tree.left, bind), build(tree.right, bind))
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


def _or(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda row, moment: boolean(left(row, moment)) or boolean(right(row, moment))


def _and(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda row, moment: boolean(left(row, moment)) and boolean(right(row, moment))


def _equal(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda row, moment: equal(left(row, moment), right(row, moment))


def _unequal(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda row, moment: not equal(left(row, moment), right(row, moment))


def _compared(holds: Callable[[float, float], bool]) -> Callable[[Evaluate, Evaluate], Evaluate]:
    def make(left: Evaluate, right: Evaluate) -> Evaluate:
        def evaluate(row: Row, moment: Moment) -> Value:
            return holds(number(left(row, moment)), number(right(row, moment)))

        return evaluate

    return make


def _reckoned(reckon: Callable[[float, float], float]) -> Callable[[Evaluate, Evaluate], Evaluate]:
    def make(left: Evaluate, right: Evaluate) -> Evaluate:
        def evaluate(row: Row, moment: Moment) -> Value:
            return reckon(number(left(row, moment)), number(right(row, moment)))

        return evaluate

    return make


_OPERATORS: Mapping[str, Callable[[Evaluate, Evaluate], Evaluate]] = {
    "or": _or,
    "and": _and,
    "=": _equal,
    "!=": _unequal,
    "<": _compared(lambda left, right: left < right),
    "<=": _compared(lambda left, right: left <= right),
    ">": _compared(lambda left, right: left > right),
    ">=": _compared(lambda left, right: left >= right),
    "+": _reckoned(lambda left, right: left + right),
    "-": _reckoned(lambda left, right: left - right),
    "*": _reckoned(lambda left, right: left * right),
    "div": _reckoned(quotient),
    "mod": _reckoned(remainder),
}
