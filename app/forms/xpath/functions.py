"""The functions of the dialect: each takes the closures of its arguments and gives the closure of the call.

Semantics are JavaRosa's (`org.javarosa.xpath.expr.XPathFuncExpr`), checked by running it. Sections are
those of "ODK XForms Specification" (getodk.github.io/xforms-spec) and "XPath 1.0". Node-sets are taken by
`concat` alone; everywhere else `build` has made sure of single values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from app.forms.xpath.row import Row
from app.forms.xpath.values import NAN, Value, boolean, number, text


class Moment(Protocol):
    """What an expression may ask of the world around the form."""

    def today(self) -> date: ...


Evaluate: TypeAlias = Callable[[Row, Moment], Value]
EvaluateNodes: TypeAlias = Callable[[Row, Moment], tuple[Value, ...]]
"""The values of a path that may name several nodes."""
Arguments: TypeAlias = Sequence[Evaluate]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes (`most` None: any number), and how a call of it is built.

    `of_nodes` builds a call whose only argument is a path that may name several nodes, where that is allowed.
    """

    least: int
    most: int | None
    build: Callable[[Arguments], Evaluate]
    of_nodes: Callable[[EvaluateNodes], Evaluate] | None = None


def true_(arguments: Arguments) -> Evaluate:
    """true() -> boolean. XPath 1.0, 4.3."""
    return lambda row, moment: True


def false_(arguments: Arguments) -> Evaluate:
    """false() -> boolean. XPath 1.0, 4.3."""
    return lambda row, moment: False


def not_(arguments: Arguments) -> Evaluate:
    """not(any) -> boolean. XPath 1.0, 4.3."""
    (one,) = arguments
    return lambda row, moment: not boolean(one(row, moment))


def if_(arguments: Arguments) -> Evaluate:
    """if(condition, then, else) -> the value of the branch, the other is not evaluated. ODK, XPath
    functions: if."""
    condition, then, otherwise = arguments

    def evaluate(row: Row, moment: Moment) -> Value:
        return then(row, moment) if boolean(condition(row, moment)) else otherwise(row, moment)

    return evaluate


def coalesce(arguments: Arguments) -> Evaluate:
    """coalesce(a, b) -> a, or b where a is empty (NaN is empty). ODK, XPath functions: coalesce."""
    one, other = arguments

    def evaluate(row: Row, moment: Moment) -> Value:
        value = one(row, moment)
        if value == "" or isinstance(value, float) and math.isnan(value):
            return other(row, moment)
        return value

    return evaluate


def concat(arguments: Arguments) -> Evaluate:
    """concat(any, ...) -> text. XPath 1.0, 4.2."""
    parts = tuple(arguments)
    return lambda row, moment: "".join([text(part(row, moment)) for part in parts])


def concat_nodes(nodes: EvaluateNodes) -> Evaluate:
    """concat(node-set) -> its nodes one after the other. ODK, XPath functions: concat."""
    return lambda row, moment: "".join([text(value) for value in nodes(row, moment)])


def string_length(arguments: Arguments) -> Evaluate:
    """string-length(text) -> number of UTF-16 units, as Java counts. XPath 1.0, 4.2."""
    (one,) = arguments
    return lambda row, moment: float(len(text(one(row, moment)).encode("utf-16-le", "surrogatepass")) // 2)


def selected(arguments: Arguments) -> Evaluate:
    """selected(list, item) -> whether the item stands in the space separated list. ODK, XPath functions:
    selected."""
    options, item = arguments

    def evaluate(row: Row, moment: Moment) -> Value:
        return f" {text(item(row, moment)).strip()} " in f" {text(options(row, moment))} "

    return evaluate


def count_selected(arguments: Arguments) -> Evaluate:
    """count-selected(list) -> how many items. ODK, XPath functions: count-selected."""
    (options,) = arguments
    return lambda row, moment: float(len(text(options(row, moment)).split()))


def round_(arguments: Arguments) -> Evaluate:
    """round(number) -> the nearest whole number, halves upwards: round(-2.5) is -2. XPath 1.0, 4.4."""
    (one,) = arguments

    def evaluate(row: Row, moment: Moment) -> Value:
        value = number(one(row, moment))
        if math.isnan(value):
            return NAN
        if math.isinf(value):
            return value
        below = math.floor(value)
        return float(below + 1 if value - below >= 0.5 else below)

    return evaluate


def today(arguments: Arguments) -> Evaluate:
    """today() -> the date where the form is filled in. ODK, XPath functions: today."""
    return lambda row, moment: moment.today()


def regex(arguments: Arguments) -> Evaluate:
    """regex(text, pattern) -> whether the whole text matches. ODK, XPath functions: regex (Java's
    Pattern.matches).

    The pattern is a literal that `check` has compiled once already.
    """
    one, pattern = arguments

    def evaluate(row: Row, moment: Moment) -> Value:
        return java_pattern(text(pattern(row, moment))).fullmatch(text(one(row, moment))) is not None

    return evaluate


_PATTERNS: dict[str, re.Pattern[str]] = {}
_HYPHEN_AFTER_CLASS = re.compile(r"(\\[wWdDsS])-(?!\])")


def java_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern in Python's dialect: classes are ASCII, `[\\w-.]` holds a hyphen. Raises re.error."""
    known = _PATTERNS.get(pattern)
    if known is None:
        known = re.compile(_HYPHEN_AFTER_CLASS.sub(r"\1\\-", pattern), re.ASCII)
        if len(_PATTERNS) < 1_000:
            _PATTERNS[pattern] = known
    return known


FUNCTIONS: Mapping[str, Function] = {
    "true": Function(0, 0, true_),
    "false": Function(0, 0, false_),
    "not": Function(1, 1, not_),
    "if": Function(3, 3, if_),
    "coalesce": Function(2, 2, coalesce),
    "concat": Function(0, None, concat, concat_nodes),
    "string-length": Function(1, 1, string_length),
    "selected": Function(2, 2, selected),
    "count-selected": Function(1, 1, count_selected),
    "round": Function(1, 1, round_),
    "today": Function(0, 0, today),
    "regex": Function(2, 2, regex),
}
