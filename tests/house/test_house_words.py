"""The sentences: both languages, the same parameters, and one for every code that the program raises."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from _tree import ROOT, app_modules

FILES = sorted((ROOT / "resources" / "translations").glob("*.toml"))


def words_of_all() -> dict[str, dict[str, str]]:
    return {
        code: words
        for file in FILES
        for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


def parameters(sentence: str) -> set[str]:
    """The names in the braces. Where a word itself is translated, x_sv and x_en are the one parameter x."""
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    return {name.split(".")[0].split("[")[0] for name in names}


def without_language(names: set[str]) -> set[str]:
    return {name[:-3] if name.endswith(("_sv", "_en")) else name for name in names}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_code_speaks_both_languages_with_the_same_parameters(file) -> None:
    for code, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
        assert set(words) == {"sv", "en"}, code
        assert all(sentence.strip() for sentence in words.values()), code
        swedish, english = (without_language(parameters(words[language])) for language in ("sv", "en"))
        assert swedish == english, code
        assert "" not in swedish, f"{code}: a parameter has no name"


def test_no_code_is_said_twice() -> None:
    codes = [code for file in FILES for code in tomllib.loads(file.read_text(encoding="utf-8"))]
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


@dataclass(frozen=True, slots=True)
class Raised:
    """A code that stands in the program as it is, and the parameters given to it (None: not seen here)."""

    place: str
    code: str
    given: set[str] | None


def refusal_classes() -> set[str]:
    """`Refusal` and all that is made from it."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for _, tree in app_modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"Refusal", "Unavailable"}
    while more := {name for name, names in bases.items() if names & found} - found:
        found |= more
    return found


def raised() -> Iterator[Raised]:
    coded = refusal_classes() | {"FormFault", "say"}
    plain = {"Refusal", "Unavailable", "FormFault", "say"}
    for path, tree in app_modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).split(".")[-1]
            keywords = {word.arg: word.value for word in node.keywords}
            first: ast.expr | None = None
            if name in coded and node.args:
                first = node.args[0]
            elif name == "FormError":
                first = keywords.get("code") or (node.args[3] if len(node.args) > 3 else None)
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                # A third argument of `say` is a mapping of parameters: not seen here.
                seen = name in plain and None not in keywords and len(node.args) < 3
                given = {word for word in keywords if word} if seen else None
                yield Raised(f"{path}:{node.lineno}", first.value, given)


def test_every_code_of_the_program_has_its_sentence() -> None:
    known = words_of_all()
    found = list(raised())
    assert len(found) > 20
    assert [f"{one.place} {one.code}" for one in found if one.code not in known] == []


def test_every_sentence_gets_its_parameters() -> None:
    known = words_of_all()
    lacking = [
        f"{one.place} {one.code}: {sorted(needed - one.given)}"
        for one in raised()
        if one.given is not None
        and one.code in known
        and (needed := {name for words in known[one.code].values() for name in parameters(words)}) - one.given
    ]
    assert lacking == []
