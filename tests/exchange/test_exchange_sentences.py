"""Every code of the exchange has its sentence, and every sentence is given what it asks for."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterable
from pathlib import Path

import app.exchange
from app.i18n import say
from app.paths import resource

SENTENCES = tomllib.loads(resource("translations", "exchange.toml").read_text(encoding="utf-8"))
MODULES = {
    file.name: file.read_text(encoding="utf-8") for file in Path(app.exchange.__file__).parent.glob("*.py")
}
WITH_FILE = {"FileRefused", "FileWaits"}


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


FILES = [
    "enrolment",
    "folder",
    "frame",
    "invitation",
    "key_file",
    "names",
    "project_file",
    "roster",
    "segment",
    "shown",
    "units",
    "words",
]


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes([f"{name}.py" for name in FILES]) <= set(SENTENCES)
    assert set(SENTENCES) <= codes(MODULES)


def codes(names: Iterable[str]) -> set[str]:
    """The codes in these modules. Docstrings name codes too, shortened: only whole literals count."""
    return {
        node.value
        for source in (MODULES[name] for name in names)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"exchange(\.[a-z_]+){2}", node.value)
    }


def test_every_sentence_gets_its_parameters() -> None:
    checked = 0
    for name, source in MODULES.items():
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            called = ast.unparse(node.func)
            code = node.args[0].value
            if called not in {"Refusal", "Unavailable", *WITH_FILE} or code not in SENTENCES:
                continue
            given = {word.arg for word in node.keywords} | ({"file"} if called in WITH_FILE else set())
            needed = parameters(SENTENCES[code]["sv"])
            assert given == needed, f"{name}: {code}"
            checked += 1
    assert checked > 40


def test_sentences_say_how_to_mend_it_and_are_no_longer_than_two_breaths() -> None:
    for code, words in SENTENCES.items():
        assert set(words) == {"sv", "en"}
        assert parameters(words["sv"]) == parameters(words["en"]), code
        for sentence in words.values():
            assert 40 < len(sentence) < 230, code
            assert sentence.rstrip().endswith("."), code
        filled = say(code, "sv", **dict.fromkeys(parameters(words["sv"]), "X"))
        assert "{" not in filled
