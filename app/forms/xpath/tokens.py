"""Text -> tokens. Names may hold hyphens and dots (`Sub-ward`, `trans.port`), so minus needs a blank
before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

TokenKind: TypeAlias = Literal["number", "text", "name", "operator", "punctuation", "end"]

LONGEST = 100_000
_WORD_OPERATOR = re.compile(r"(?:and|or|div|mod)(?![^\W\d]|[_.\-:])")
_PATTERN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)
      | (?P<operator><=|>=|!=|[=<>+\-*|])
      | (?P<punctuation>::|//|\.\.|[/.()\[\],@$])""",
    re.VERBOSE,
)


class ExpressionRefused(Exception):
    """The text is no expression of this dialect. `code` and `params` name the sentence in forms.toml."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `at` is its offset in the text. The text of a literal has lost its quotes."""

    kind: TokenKind
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """All tokens of an expression, ended by one of kind "end". Raises ExpressionRefused."""
    if len(source) > LONGEST:
        raise ExpressionRefused("form.expression.long", length=len(source), longest=LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(source):
        match = _PATTERN.match(source, at)
        if match is None or match.lastgroup is None:
            raise ExpressionRefused("form.expression.sign", sign=source[at], at=at + 1)
        kind = match.lastgroup
        lexeme = match.group()
        if kind == "number":
            found.append(Token("number", lexeme, at))
        elif kind == "text":
            found.append(Token("text", lexeme[1:-1], at))
        elif kind == "name":
            operator = _WORD_OPERATOR.match(lexeme) if _ends_operand(found) else None
            if operator is not None:
                # an operator must stand here, so `6 div2` is six halves, as in JavaRosa
                found.append(Token("operator", operator.group(), at))
                at += operator.end()
                continue
            found.append(Token("name", lexeme, at))
        elif kind == "operator":
            # XPath 1.0, 3.7: a star after an operand multiplies, elsewhere it is any name
            wild = lexeme == "*" and not _ends_operand(found)
            found.append(Token("punctuation" if wild else "operator", lexeme, at))
        elif kind == "punctuation":
            found.append(Token("punctuation", lexeme, at))
        at = match.end()
    found.append(Token("end", "", at))
    return found


def _ends_operand(before: list[Token]) -> bool:
    """Whether the last token ends an operand, so that an operator must follow (XPath 1.0, 3.7)."""
    if not before:
        return False
    last = before[-1]
    return (
        last.kind in ("number", "text", "name")
        or last.text in (")", "]", ".", "..", "*")
        and last.kind != "operator"
    )
