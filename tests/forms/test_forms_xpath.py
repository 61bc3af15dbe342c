"""Expressions: their values are JavaRosa's, and a text that is none is refused and never anything else."""

from __future__ import annotations

import re

import pytest
from _forms_samples import asked, bind, sentence, started, xform
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.forms import FormRefused, FormRun
from app.forms.xpath.check import problems
from app.forms.xpath.functions import FUNCTIONS
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import Binary, Call, Path, parse

INSTANCE = (
    "<s>hej</s><e/><i>7</i><d>2.0</d><dt>2022-03-04</dt><m>a b c</m><st>2.0</st>"
    "<rep><x>1</x></rep><rep><x>2</x></rep><one><y>5</y></one><r/><r2/>"
)
BINDS = (
    bind("/data/i", "int")
    + bind("/data/d", "decimal")
    + bind("/data/dt", "date")
    + bind("/data/r2", calculate="concat(/data/r, '|', /data/r = '2.0', '|', if(/data/r,'T','F'))")
)
BODY = asked("/data/s") + '<group ref="/data/rep"><repeat nodeset="/data/rep"/></group>'


def reckoned(expression: str) -> FormRun:
    return started(xform(INSTANCE, BINDS + bind("/data/r", calculate=expression), BODY))


# What JavaRosa (the jar in pyxform 4.5's wheel) made of a calculation: the node's text, and what a second
# calculation then reads: its string, whether it equals '2.0', and whether it is true.
JAVAROSA = [
    ("1 div 3", "0.3333333333333333", "0.3333333333333333|false|T"),
    ("10 div 5", "2", "2|true|T"),
    ("1000000000000", "1000000000000", "1.0E12|false|T"),
    ("concat(1000000000000)", "1.0E12", "1.0E12|false|T"),
    ("concat(12345678.5)", "1.23456785E7", "1.23456785E7|false|T"),
    ("12345678.5", "1.23456785E7", "1.23456785E7|false|T"),
    ("0.0001", "1.0E-4", "1.0E-4|false|T"),
    ("concat(0.0001)", "1.0E-4", "1.0E-4|false|T"),
    ("concat(3000000000)", "3.0E9", "3.0E9|false|T"),
    ("3000000000", "3000000000", "3.0E9|false|T"),
    ("true()", "1", "true|true|T"),
    ("false()", "0", "false|false|F"),
    ("selected(/data/m, 'b')", "1", "true|true|T"),
    ("count-selected(/data/m)", "3", "3|false|T"),
    ("count-selected('')", "0", "0|false|F"),
    ("string-length(/data/i)", "1", "1|false|T"),
    ("string-length(/data/d)", "1", "1|false|T"),
    ("concat(/data/d)", "2", "2|false|T"),
    ("concat(/data/i, '-', /data/d)", "7-2", "7-2|false|T"),
    ("round(2.5)", "3", "3|false|T"),
    ("round(-2.5)", "-2", "-2|false|T"),
    ("round(0.49999999999999994)", "0", "0|false|F"),
    ("round(-0.2)", "0", "0|false|F"),
    ("concat(round(-0.2))", "0", "0|false|T"),
    ("round('abc')", "", "|false|F"),
    ("round('')", "", "|false|F"),
    ("round('2.5')", "3", "3|false|T"),
    ("round(1 div 0)", "Infinity", "Infinity|false|T"),
    ("concat(1 div 0)", "Infinity", "Infinity|false|T"),
    ("concat(0 div 0)", "NaN", "NaN|false|T"),
    ("1 div 0", "Infinity", "Infinity|false|T"),
    ("coalesce(/data/e, 0)", "0", "0|false|F"),
    ("coalesce(/data/i, 0)", "7", "7|false|T"),
    ("coalesce(0 div 0, 3)", "3", "3|false|T"),
    ("/data/e + 1", "", "|false|F"),
    ("concat(/data/e + 1)", "NaN", "NaN|false|T"),
    ("/data/i = '7.0'", "1", "true|true|T"),
    ("/data/i = 7.0", "1", "true|true|T"),
    ("/data/st = 2", "1", "true|true|T"),
    ("/data/st = '2'", "0", "false|false|F"),
    ("/data/d = '2'", "1", "true|true|T"),
    ("/data/e = 0", "0", "false|false|F"),
    ("/data/e != 0", "1", "true|true|T"),
    ("/data/e < 1", "0", "false|false|F"),
    ("/data/s = 0", "0", "false|false|F"),
    ("/data/s != 0", "1", "true|true|T"),
    ("'1' < '2'", "1", "true|true|T"),
    ("'b' < 'c'", "0", "false|false|F"),
    ("/data/dt = '2022-03-04'", "1", "true|true|T"),
    ("/data/dt > '2022-01-01'", "0", "false|false|F"),
    ("/data/dt < today()", "1", "true|true|T"),
    ("/data/dt + 1", "19056", "19056|false|T"),
    ("concat(/data/dt)", "2022-03-04", "2022-03-04|false|T"),
    ("string-length(/data/dt)", "10", "10|false|T"),
    ("today() = '2022-01-01'", "0", "false|false|F"),
    ("concat(/data/rep/x)", "12", "12|false|T"),
    ("/data/one/y + 1", "6", "6|false|T"),
    ("if(/data/e, 1, 2)", "2", "2|true|T"),
    ("if('0', 1, 2)", "1", "1|false|T"),
    ("if('false', 1, 2)", "1", "1|false|T"),
    ("if(0, 1, 2)", "2", "2|true|T"),
    ("if(/data/dt, 1, 2)", "1", "1|false|T"),
    ("not(/data/e)", "1", "true|true|T"),
    ("not('0')", "0", "false|false|F"),
    ("regex(/data/i, '[0-9]')", "1", "true|true|T"),
    ("regex(/data/s, 'h')", "0", "false|false|F"),
    ("regex(/data/s, 'h.*')", "1", "true|true|T"),
    ("5 mod 3", "2", "2|true|T"),
    ("-5 mod 3", "-2", "-2|false|T"),
    ("5.5 mod 2", "1.5", "1.5|false|T"),
    ("- /data/i", "-7", "-7|false|T"),
    ("'1e3' + 0", "", "|false|F"),
    ("' 5 ' + 0", "5", "5|false|T"),
    ("'+5' + 0", "", "|false|F"),
    ("'5.' + 0", "5", "5|false|T"),
    ("'.5' + 0", "0.5", "0.5|false|T"),
    ("'0x10' + 0", "", "|false|F"),
    ("'5,5' + 0", "5.5", "5.5|false|T"),
    ("'١' + 0", "", "|false|F"),
    ("0.1 + 0.2", "0.30000000000000004", "0.30000000000000004|false|T"),
    ("0.1 + 0.2 = 0.3", "1", "true|true|T"),
    ("1 = 1 = 1", "1", "true|true|T"),
    ("1 < 2 < 3", "1", "true|true|T"),
    ("2 - 1 - 1", "0", "0|false|F"),
    ("true() = 'x'", "1", "true|true|T"),
    ("true() = 2", "1", "true|true|T"),
    ("true() + 1", "2", "2|true|T"),
    ("2 > 1 and 'x'", "1", "true|true|T"),
    ("'' or 0", "0", "false|false|F"),
    ("selected(/data/s, '')", "0", "false|false|F"),
    ("selected('', '')", "1", "true|true|T"),
    ("selected(' a  b ', ' b ')", "1", "true|true|T"),
    ("count-selected(' a  b ')", "2", "2|true|T"),
    ("5 * ''", "", "|false|F"),
    ("-''", "", "|false|F"),
    ("concat()", "", "|false|F"),
    ("concat(true(), false())", "truefalse", "truefalse|false|T"),
    ("concat(-0.0)", "0", "0|false|T"),
    ("string-length('å🙂')", "3", "3|false|T"),
    ("round(1.005 * 1000)", "1005", "1005|false|T"),
    ("2147483648", "2147483648", "2.147483648E9|false|T"),
    ("2147483647", "2147483647", "2147483647|false|T"),
    ("concat(2147483648)", "2.147483648E9", "2.147483648E9|false|T"),
    ("concat(1.0000000000001)", "1", "1|false|T"),
    ("concat(0.1 + 0.2)", "0.30000000000000004", "0.30000000000000004|false|T"),
    ("1.0000000000001", "1", "1|false|T"),
    ("5.0000000001", "5", "5|false|T"),
    ("concat(100 div 3)", "33.333333333333336", "33.333333333333336|false|T"),
    ("../i + 1", "8", "8|false|T"),
    ("/data/i and /data/e", "0", "false|false|F"),
    ("coalesce('', '')", "", "|false|F"),
    ("if(1, /data/i, '')", "7", "7|false|T"),
    ("if(1, /data/d, '')", "2", "2|true|T"),
    ("true() > false()", "1", "true|true|T"),
    ("/data/dt = /data/dt", "1", "true|true|T"),
    ("/data/dt >= /data/dt", "1", "true|true|T"),
    ("selected(/data/e, '')", "1", "true|true|T"),
    ("1 = '1'", "1", "true|true|T"),
    ("'1' = '1.0'", "0", "false|false|F"),
    ("1 = 1.0000000000001", "1", "true|true|T"),
    ("1 = 1.00000000001", "0", "false|false|F"),
]


@pytest.mark.parametrize(("expression", "kept", "read"), JAVAROSA)
def test_values_are_those_of_javarosa(expression: str, kept: str, read: str) -> None:
    run = reckoned(expression)
    assert run.value(run.ref("r")) == kept
    assert run.value(run.ref("r2")) == read


# Run here although JavaRosa throws: an expression must give a value whatever the answers are (DIALECT.md).
@pytest.mark.parametrize(
    ("expression", "kept"),
    [("selected(/data/i, '7')", "1"), ("count-selected(/data/i)", "1"), ("count-selected(5)", "1")],
)
def test_numbers_where_javarosa_wants_text(expression: str, kept: str) -> None:
    run = reckoned(expression)
    assert run.value(run.ref("r")) == kept


@pytest.mark.parametrize(
    ("expression", "code", "named"),
    [
        ("z-score(1)", "form.function.unknown", "z-score"),
        ("pulldata('a', 'b', 'c', /data/s)", "form.function.unknown", "pulldata"),
        ("indexed-repeat(/data/rep/x, /data/rep, 1)", "form.function.unknown", "indexed-repeat"),
        ("current()/../s", "form.function.unknown", "current"),
        ("instance('x')/root/item", "form.function.unknown", "instance"),
        ("sum(/data/rep/x)", "form.function.unknown", "sum"),
        ("round(2.5, 1)", "form.function.arguments", "round"),
        ("if(1, 2)", "form.function.arguments", "if"),
        ("today(1)", "form.function.arguments", "today"),
        ("selected(/data/m)", "form.function.arguments", "selected"),
        ("regex(/data/s, /data/e)", "form.function.pattern", "regex"),
        ("regex(/data/s, '[')", "form.function.regex", "["),
        ("/data/rep[1]/x", "form.expression.part", "rep[…]"),
        ("/data/one/@id", "form.expression.part", "@id"),
        ("//y", "form.expression.part", "//"),
        ("/data/*", "form.expression.part", "*"),
        ("$x + 1", "form.expression.part", "$x"),
        ("1 | 2", "form.expression.part", "|"),
        ("following-sibling::s", "form.expression.part", "following-sibling::s"),
        ("/data/s/text()", "form.expression.part", "text()"),
        ("(/data/one)/y", "form.expression.part", "(…)/"),
        ("/", "form.expression.part", "/"),
        ("/data/nope", "form.path.unknown", "/data/nope"),
        ("/data/s-1", "form.path.unknown", "/data/s-1"),
        ("foo", "form.path.unknown", "foo"),
        ("../../../s", "form.path.unknown", "../../../s"),
        ("/data/one", "form.path.group", "/data/one"),
        ("/data/rep/x + 1", "form.path.many", "/data/rep/x"),
        ("concat(/data/rep/x, '-')", "form.path.many", "/data/rep/x"),
        ("1 +", "form.expression.ends", "4"),
        ("", "form.expression.empty", "r"),
        ("   ", "form.expression.empty", "r"),
        ("concat(1e3)", "form.expression.unexpected", "e3"),
        ("1 2", "form.expression.unexpected", "2"),
        ("1 == 1", "form.expression.unexpected", "="),
        ("if(1, 2, 3", "form.expression.ends", "11"),
        ("'it''s'", "form.expression.unexpected", "s"),
        ("'open", "form.expression.sign", "'"),
        ("1 && 2", "form.expression.sign", "&"),
        ("!1", "form.expression.sign", "!"),
        ("1.5.2", "form.expression.unexpected", ".2"),
        ("(" * 200 + "1" + ")" * 200, "form.expression.deep", "100"),
        ("1" + " + 1" * 40_000, "form.expression.long", "100000"),
        ("r", "form.path.unknown", "r"),
    ],
)
def test_what_is_not_run_is_refused_by_name(expression: str, code: str, named: str) -> None:
    with pytest.raises(FormRefused) as refused:
        reckoned(expression)
    errors = [error for error in refused.value.errors if error.code == code]
    assert errors, refused.value
    for language in ("sv", "en"):
        assert named in sentence(errors[0], language)
    assert (errors[0].path, errors[0].part) == ("/data/r", "calculation")


def test_everything_that_is_not_run_is_named_at_once() -> None:
    found = [one.params for one in problems(parse("a(1) + b($c, //d) + round()"))]
    assert [next(iter(one.values())) for one in found] == ["a", "b", "$c", "//", "round"]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_each_function_says_what_it_is(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.build.__doc__ is not None and "->" in function.build.__doc__
    assert re.search(r"XPath 1\.0|ODK", function.build.__doc__)


def test_precedence_and_names() -> None:
    tree = parse("a-b.c - 1 * 2 = -3 or x and y")
    assert isinstance(tree, Binary) and tree.operator == "or"
    assert isinstance(tree.left, Binary) and tree.left.operator == "="
    minus = tree.left.left
    assert isinstance(minus, Binary) and minus.operator == "-"
    assert isinstance(minus.left, Path) and minus.left.steps[0].test == "a-b.c"
    # words that are operators elsewhere are names where an operand must stand
    assert parse("div div mod") == parse("div  div\n mod")
    assert isinstance(parse("position"), Path)
    assert isinstance(parse("not (1)"), Call)


def test_a_long_sum_is_reckoned() -> None:
    run = reckoned(" + ".join(["coalesce(/data/i, 0)"] * 2_000))
    assert run.value(run.ref("r")) == "14000"


EXPRESSIONS = st.lists(
    st.sampled_from(
        [
            "1",
            "2.5",
            "'a'",
            '"b"',
            "a",
            "a-b",
            "/data/x",
            ".",
            "..",
            "/",
            "//",
            "(",
            ")",
            "[",
            "]",
            ",",
            "@",
            "$",
            "::",
            "*",
            "+",
            "-",
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "and",
            "or",
            "div",
            "mod",
            "|",
            "if(",
            "not(",
            "concat(",
            "text()",
            "node()",
            "child::",
            ".",
            "'open",
            "å",
            "🙂",
            "\x00",
            "&",
            "!",
        ]
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), EXPRESSIONS))
@example("-" * 5_000)
@example("/" * 5_000)
@example("a[" * 5_000)
@example("not(" * 5_000)
@example("1" * 50_000)
@example("." * 50_000)
def test_the_parser_raises_only_its_own_error(source: str) -> None:
    try:
        tree = parse(source)
    except ExpressionRefused as refused:
        assert sentence_of(refused)
    else:
        assert all(sentence_of(one) for one in problems(tree))


def sentence_of(refused: ExpressionRefused) -> str:
    from app.forms import FormError

    params = {**refused.params, "name": "x", "expression": "y"}
    return sentence(FormError(None, None, None, refused.code, params))
