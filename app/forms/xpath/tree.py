"""Tokens -> tree: a Pratt parser for the whole grammar of XPath 1.0 as ODK uses it.

The parser takes more than the engine runs, so that `problems` (check.py) can name everything that it does
not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from app.forms.xpath.tokens import ExpressionRefused, Token, tokens

DEEPEST = 100
_BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_NEGATION = 7
_NODE_TESTS = frozenset({"node", "text", "comment", "processing-instruction"})


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Step:
    """One step: axis child, self, parent, attribute, descendant-or-self or any other by name; test a name
    or *."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path, from the root if `absolute`, else from `start` if given, else from the context
    node."""

    absolute: bool
    steps: tuple[Step, ...]
    start: Expression | None = None
    start_predicates: tuple[Expression, ...] = ()


Expression: TypeAlias = Number | Text | Variable | Call | Negation | Binary | Path


def parse(source: str) -> Expression:
    """The tree of an expression. Raises ExpressionRefused for any text that is none, and nothing else."""
    parser = _Parser(tokens(source))
    if parser.ended:
        raise ExpressionRefused("form.expression.empty")
    tree = parser.expression(0)
    if not parser.ended:
        raise parser.unexpected()
    return tree


class _Parser:
    """Reads one expression; `next` is the token that stands before it, `depth` bounds the recursion."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self.next = found[0]

    @property
    def ended(self) -> bool:
        """Whether all tokens are taken."""
        return self.next.kind == "end"

    def unexpected(self) -> ExpressionRefused:
        if self.ended:
            return ExpressionRefused("form.expression.ends", at=self.next.at + 1)
        return ExpressionRefused(
            "form.expression.unexpected", sign=self.next.text or "''", at=self.next.at + 1
        )

    def expression(self, binding: int) -> Expression:
        """The longest expression whose operators bind stronger than `binding`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionRefused("form.expression.deep", deepest=DEEPEST)
        left = self._operand()
        while self.next.kind == "operator" and _BINDING[self.next.text] > binding:
            operator = self._take().text
            left = Binary(operator, left, self.expression(_BINDING[operator]))
        self._depth -= 1
        return left

    def _take(self) -> Token:
        taken = self.next
        self._at += 1
        self.next = self._tokens[min(self._at, len(self._tokens) - 1)]
        return taken

    def _is(self, sign: str) -> bool:
        return self.next.kind == "punctuation" and self.next.text == sign

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise self.unexpected()
        self._take()

    def _follows(self, sign: str) -> bool:
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        return after.kind == "punctuation" and after.text == sign

    def _operand(self) -> Expression:
        token = self.next
        if token.kind == "operator" and token.text == "-":
            self._take()
            return Negation(self.expression(_NEGATION))
        primary = self._primary(token)
        if primary is None:
            return self._path()
        predicates = self._predicates()
        if self._is("/") or self._is("//"):
            return Path(False, self._more_steps(), primary, predicates)
        return Path(False, (), primary, predicates) if predicates else primary

    def _primary(self, token: Token) -> Expression | None:
        """A number, text, variable, bracketed expression or function call; None where a path begins."""
        if token.kind == "number":
            self._take()
            return Number(float(token.text))
        if token.kind == "text":
            self._take()
            return Text(token.text)
        if self._is("$"):
            self._take()
            if self.next.kind != "name":
                raise self.unexpected()
            return Variable(self._take().text)
        if self._is("("):
            self._take()
            inner = self.expression(0)
            self._expect(")")
            return inner
        if token.kind == "name" and self._follows("(") and token.text not in _NODE_TESTS:
            return self._call()
        return None

    def _call(self) -> Expression:
        name = self._take().text
        self._expect("(")
        arguments: list[Expression] = []
        if not self._is(")"):
            arguments.append(self.expression(0))
            while self._is(","):
                self._take()
                arguments.append(self.expression(0))
        self._expect(")")
        return Call(name, tuple(arguments))

    def _path(self) -> Path:
        if self._is("/"):
            self._take()
            if not self._begins_step():
                return Path(True, ())
            return Path(True, (self._step(), *self._more_steps()))
        if self._is("//"):
            return Path(True, self._more_steps())
        return Path(False, (self._step(), *self._more_steps()))

    def _begins_step(self) -> bool:
        return self.next.kind == "name" or (
            self.next.kind == "punctuation" and self.next.text in (".", "..", "@", "*")
        )

    def _more_steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while self._is("/") or self._is("//"):
            if self._take().text == "//":
                steps.append(Step("descendant-or-self", "node()"))
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        if self._is("."):
            self._take()
            return Step("self", "node()", self._predicates())
        if self._is(".."):
            self._take()
            return Step("parent", "node()", self._predicates())
        axis = "child"
        if self._is("@"):
            self._take()
            axis = "attribute"
        elif self.next.kind == "name" and self._follows("::"):
            axis = self._take().text
            self._take()
        return Step(axis, self._test(), self._predicates())

    def _test(self) -> str:
        if self._is("*"):
            self._take()
            return "*"
        if self.next.kind != "name":
            raise self.unexpected()
        name = self._take().text
        if self._is("(") and name in _NODE_TESTS:
            self._take()
            self._expect(")")
            return f"{name}()"
        return name

    def _predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self._is("["):
            self._take()
            found.append(self.expression(0))
            self._expect("]")
        return tuple(found)
