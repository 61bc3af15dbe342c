"""The table of verbs, help in both languages, and how words are read (command-line.md, General)."""

from __future__ import annotations

import shlex
from importlib import import_module

import pytest
from _day import simmitt

from app.command_line import help_words
from app.command_line.verbs import COMMON, COMMON_FLAGS, VERBS, Verb
from app.command_line.words import Misread, read

EVERY = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.words)
# What issue 3 promises, in the words of command-line.md.
PROMISED = {
    "demo", "profile create", "office invite", "office approve", "office targets", "device list",
    "company add", "company edit", "company show", "company list", "company assign", "form check",
    "form run", "interview start", "interview answer", "interview show", "interview finish",
    "interview amend", "interview list", "matrix read", "matrix import", "matrix figures", "coach log",
    "coach list", "report matrix", "sync", "conflict list", "undo", "redo", "history",
    "search",
}  # fmt: skip


def smallest(verb: Verb) -> list[str]:
    """The fewest words that the reader takes for a verb."""
    given = [*verb.words.split(), *(f"x{place}" for place in verb.places)]
    for option in verb.required:
        given += [f"--{option}", "x"]
    return given


def test_all_that_is_promised_is_there() -> None:
    words = [verb.words for verb in VERBS]
    assert set(words) >= PROMISED
    assert len(set(words)) == len(words)


@EVERY
def test_a_verb_has_its_function(verb: Verb) -> None:
    module = import_module(f"app.command_line.{verb.module}")
    assert callable(getattr(module, verb.function))


@EVERY
def test_the_example_is_a_command_that_the_reader_takes(verb: Verb) -> None:
    words = shlex.split(verb.example)
    assert words[0] == "simmitt"
    spoken = read(words[1:])
    assert spoken.verb is verb
    assert set(spoken.places) == set(verb.places)
    assert all("…" not in value for value in spoken.values.values())


@EVERY
def test_help_stands_in_both_languages(verb: Verb) -> None:
    swedish, english = (
        simmitt(*verb.words.split(), "--help", "--language", language) for language in ("sv", "en")
    )
    assert (swedish.code, swedish.err, english.code, english.err) == (0, "", 0, "")
    for said in (swedish.out, english.out):
        assert verb.example in said
        for option in verb.options:
            assert f"--{option.rstrip('*!')}" in said
        for place in verb.places:
            assert place in said
        for name in ("--profile", "--json", "--language"):
            assert name in said
    assert swedish.out != english.out
    assert help_words.VERBS[verb.words][0] in swedish.out
    assert help_words.VERBS[verb.words][1] in english.out
    assert simmitt("--help", *verb.words.split()).out == swedish.out


def test_help_needs_nothing_else_and_names_every_verb() -> None:
    for words in (("--help",), ("-h",), ()):
        said = simmitt(*words)
        assert said.code == 0 and said.err == ""
        assert all(verb.words in said.out for verb in VERBS)
        assert "simmitt" in said.out


def test_help_on_the_first_word_names_its_verbs() -> None:
    said = simmitt("company", "--help")
    assert said.code == 0
    assert "company assign" in said.out and "interview start" not in said.out


def test_the_words_of_help_fit_the_table() -> None:
    used = {option.rstrip("*!") for verb in VERBS for option in verb.options}
    assert set(help_words.VERBS) == {verb.words for verb in VERBS}
    assert set(help_words.OPTIONS) - {"profile", "json", "language", "help"} == used
    assert set(help_words.PLACES) == {place for verb in VERBS for place in verb.places}
    for sv, en in (*help_words.VERBS.values(), *help_words.OPTIONS.values()):
        assert sv and en
    for verb in VERBS:
        names = [option.rstrip("*!") for option in verb.options]
        assert len(names) == len(set(names))
        assert not set(names) & {*COMMON, *COMMON_FLAGS}, "a common option has one meaning"


@EVERY
def test_missing_words_and_options_are_named(verb: Verb) -> None:
    whole = smallest(verb)
    read(whole)
    for place in range(len(verb.words.split()), len(verb.words.split()) + len(verb.places)):
        with pytest.raises(Misread) as refused:
            read(whole[:place] + whole[place + 1 :])
        assert refused.value.code == "words.missing"
    for option in verb.required:
        at = whole.index(f"--{option}")
        with pytest.raises(Misread) as refused:
            read(whole[:at] + whole[at + 2 :])
        assert f"--{option}" in str(refused.value.params["missing"])
        with pytest.raises(Misread) as refused:
            read([*whole[:at], *whole[at + 2 :], f"--{option}"])
        assert refused.value.code == "words.value_missing"
    for extra, code in (
        (["--frobnicate"], "words.option_unknown"),
        (["--frobnicate=1"], "words.option_unknown"),
        (["one more"], "words.too_many"),
    ):
        with pytest.raises(Misread) as refused:
            read([*whole, *extra])
        assert refused.value.code == code


@EVERY
def test_common_options_stand_anywhere(verb: Verb) -> None:
    whole = smallest(verb)
    count = len(verb.words.split())
    common = ["--profile", "P", "--json", "--language", "en"]
    spread = [*common[:2], *whole[:count], *common[2:3], *whole[count:], *common[3:]]
    orders = [[*common, *whole], [*whole, *common], [*whole[:count], *common, *whole[count:]], spread]
    if count == 2:
        orders.append([whole[0], *common, *whole[1:]])
    joined = ["--profile=P", "--language=en", "--json"]
    for words in (*orders, [*joined, *whole], [*whole, *joined]):
        spoken = read(words)
        assert spoken.verb is verb
        assert spoken.values["profile"] == "P" and spoken.values["language"] == "en"
        assert "json" in spoken.flags
        assert spoken.language == "en"
        assert set(spoken.places) == set(verb.places)


@pytest.mark.parametrize("value", ["-3", "-", "--json", "--profile", "--help", "-h", "", "=", "a=b", "--x=y"])
def test_a_value_is_taken_as_it_stands(value: str) -> None:
    base = ["coach", "log", "--company", "c", "--activity", "a", "--date", "d", "--minutes", "1"]
    for words in (
        [*base, "--note", value],
        [*base[:2], "--note", value, *base[2:]],
        [*base, f"--note={value}"],
    ):
        spoken = read(words)
        assert spoken.values["note"] == value
        assert spoken.flags == set() and not spoken.help_wanted
    # As the value of a place, after --, whatever it looks like.
    spoken = read(["--json", "company", "edit", "--", "c", "name", value])
    assert spoken.places == {"COMPANY": "c", "FIELD": "name", "VALUE": value}
    assert spoken.flags == {"json"}


@pytest.mark.parametrize("value", ["-3", "-", "-AB", ""])
def test_a_place_may_begin_with_one_dash(value: str) -> None:
    assert read(["interview", "answer", "i", "c01_plan", value]).places["VALUE"] == value


def test_an_option_stands_once() -> None:
    for words in (["--on", "a", "--on", "b"], ["--on=a", "--on=b"]):
        with pytest.raises(Misread) as refused:
            read(["matrix", "figures", "--company", "x", *words])
        assert refused.value.code == "words.option_twice"


def test_a_common_option_without_value() -> None:
    for words in (["sync", "--profile"], ["--profile"], ["sync", "--language"]):
        with pytest.raises(Misread) as refused:
            read(words)
        assert refused.value.code == "words.value_missing"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["frobnicate"], "frobnicate"),
        (["company"], "company add"),
        (["company", "frobnicate"], "company add"),
        (["sync", "now"], "now"),
        (["undo", "--company", "x"], "--company"),
        (["company", "list", "--orgnr", "x"], "--orgnr"),
        (["Sync"], "Sync"),
        (["matrix", "read"], "FILE"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_exit_2_in_one_sentence(words: list[str], named: str, language: str) -> None:
    said = simmitt("--language", language, *words)
    assert (said.code, said.out) == (2, "")
    assert named in said.err
    assert said.err.count("\n") == 1 and "words." not in said.err and "{" not in said.err
    other = simmitt("--language", "en" if language == "sv" else "sv", *words)
    assert other.err != said.err


def test_what_is_unknown_is_not_repeated_where_it_may_be_a_person() -> None:
    for words in (["811218-9876"], ["company", "show", "x", "8112189876"], ["sync", "--811218-9876"]):
        said = simmitt(*words)
        assert said.code == 2
        assert "9876" not in said.err


@pytest.mark.parametrize(
    ("environment", "swedish"),
    [
        ({"LC_ALL": "en_GB.UTF-8"}, False),
        ({"LC_ALL": "sv_SE.UTF-8"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, True),
        ({"LC_ALL": "de_DE.UTF-8"}, True),
        ({"LC_ALL": "C.UTF-8"}, True),
    ],
)
def test_the_systems_language(environment: dict[str, str], swedish: bool) -> None:
    assert ("finns inte" in simmitt("frobnicate", **environment).err) is swedish


@pytest.mark.parametrize("language", ["de", "", "SV", "svenska"])
def test_another_language_is_a_wrong_value(language: str) -> None:
    said = simmitt("form", "check", "x.xlsx", "--language", language)
    assert said.code == 1
    assert "sv" in said.err and "en" in said.err
