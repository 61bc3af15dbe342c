"""Files that are no form, and forms that use what is not run: refused with the place, all faults at once."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from string import Formatter

import pytest
from _forms_samples import asked, bind, sentence, started, xform
from openpyxl import Workbook

from app.forms import FormError, FormRefused, compile_form, read_form
from app.paths import resource

HEAD = [
    "type",
    "name",
    "label",
    "relevant",
    "calculation",
    "constraint",
    "choice_filter",
    "repeat_count",
    "default",
]


def workbook(rows: list[list[str]], head: list[str] = HEAD, choices: list[list[str]] | None = None) -> bytes:
    """A workbook with a survey sheet, and choices a and b of the list ab."""
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in [head, *rows]:
        survey.append(row)
    sheet = book.create_sheet("choices")
    for row in choices or [["list_name", "name", "label"], ["ab", "a", "A"], ["ab", "b", "B"]]:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def errors_of(data: bytes, name: str = "prov.xlsx") -> tuple[FormError, ...]:
    with pytest.raises(FormRefused) as refused:
        read_form(data, name)
    for error in refused.value.errors:
        # each code has its sentence in both languages, with every parameter that it needs
        assert sentence(error, "sv") != sentence(error, "en")
    return refused.value.errors


def places(errors: tuple[FormError, ...]) -> list[tuple[str | None, int | None, str | None, str]]:
    return [(error.sheet, error.row, error.column, error.code) for error in errors]


# -- files ---------------------------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "prov.xlsx", "form.file.empty"),
        (b" \n", "prov.xml", "form.file.empty"),
        (b"hej och h\xc3\xa5", "prov.xlsx", "form.workbook.text"),
        (b"<html/>", "prov.xlsx", "form.workbook.text"),
        (zipped(a=b"1"), "prov.xlsx", "form.workbook.zip"),
        (zipped(a=b"1"), "prov.xml", "form.workbook.zip"),
        (b"PK\x03\x04 no zip", "prov.xlsx", "form.workbook.damaged"),
        (zipped(**{"xl__workbook.xml": b"<x/>"}), "prov.xlsx", "form.workbook.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "prov.xls", "form.workbook.old"),
        (b"hej", "prov.xml", "form.xml.broken"),
        (b"<a><b></a>", "prov.xml", "form.xml.broken"),
        (b"<a/>", "prov.xml", "form.xml.not_form"),
        (b"\xff\xff\xff", "prov.xml", "form.xml.encoding"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "prov.xml", "form.xml.encoding"),
        (b"<a>" * 300 + b"</a>" * 300, "prov.xml", "form.xml.deep"),
        (b"<a>" * 100_000, "prov.xml", "form.xml.deep"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "prov.xml", "form.xml.entity"),
    ],
)
def test_files_that_are_no_form(data: bytes, name: str, code: str) -> None:
    (error,) = errors_of(data, name)
    assert error.code == code
    if not code.startswith("form.xml"):
        assert name in sentence(error)


def test_a_workbook_without_survey() -> None:
    book = Workbook()
    data = io.BytesIO()
    book.save(data)
    (error,) = errors_of(data.getvalue())
    assert error.code == "form.workbook.survey" and "Sheet" in sentence(error)


def test_a_workbook_without_rows() -> None:
    assert errors_of(workbook([]))[0].code == "form.workbook.empty"


def test_a_workbook_is_told_by_its_content() -> None:
    data = workbook([["text", "a", "A"]])
    assert read_form(data, "formular.xml").pyxform_version is not None
    source = read_form(read_form(data, "a.xlsx").xml.encode(), "a.xml", {"bild.png": b"1"})
    assert source.pyxform_version is None and source.media == {"bild.png": b"1"}


# -- workbooks -----------------------------------------------------------------------------------------------


def test_every_fault_of_a_workbook_has_its_place() -> None:
    errors = errors_of(
        workbook(
            [
                ["geopoint", "var", "Var"],
                ["text", "a", "A", "z-score(${b}) > 1"],
                ["integer", "b", "B", "", "", ". > 0 and"],
                ["select_one nya", "c", "C"],
                ["select_one ab", "d", "D", "", "", "", "x = ${a}"],
                ["begin_repeat", "r", "R", "", "", "", "", "3"],
                ["calculate", "e", "", "", "sum(${f}) + pulldata('x', 'y', 'z', ${nej})"],
                ["text", "f", "F", "", "", "", "", "", "concat('a', 'b')"],
                ["end_repeat"],
                ["select_one_from_file x.csv", "g", "G"],
                ["select_one ab or_other", "h", "H"],
                ["rank ab", "i", "I"],
                ["begin group", "k", "Visar ${okänd}"],
                ["end group"],
            ]
        )
    )
    assert places(errors) == [
        ("survey", 2, "type", "form.type.unknown"),
        ("survey", 3, "relevant", "form.function.unknown"),
        ("survey", 4, "constraint", "form.expression.ends"),
        ("survey", 5, "type", "form.list.unknown"),
        ("survey", 6, "choice_filter", "form.choice_filter"),
        ("survey", 7, "repeat_count", "form.repeat.count"),
        ("survey", 8, "calculation", "form.name.unknown"),
        ("survey", 8, "calculation", "form.function.unknown"),
        ("survey", 8, "calculation", "form.function.unknown"),
        ("survey", 9, "default", "form.default"),
        ("survey", 11, "type", "form.type.unknown"),
        ("survey", 12, "type", "form.type.unknown"),
        ("survey", 13, "type", "form.type.unknown"),
        ("survey", 14, "label", "form.name.unknown"),
    ]
    assert "z-score" in sentence(errors[1]) and "geopoint" in sentence(errors[0])


def test_faults_that_only_the_xform_shows_have_their_place_too() -> None:
    errors = errors_of(
        workbook(
            [
                ["begin group", "g", "G"],
                ["calculate", "a", "", "", "${b} + 1"],
                ["calculate", "b", "", "", "${a} + 1"],
                ["end group"],
                ["text", "c", "C", "${c} = 'x'"],
                ["begin repeat", "r", "R"],
                ["integer", "d", "D"],
                ["end repeat"],
                ["calculate", "e", "", "", "${d} * 2"],
            ]
        )
    )
    assert places(errors) == [
        ("survey", 10, "calculation", "form.path.many"),
        ("survey", 3, "calculation", "form.cycle"),
        ("survey", 6, "relevant", "form.cycle"),
    ]
    assert "a, b" in sentence(errors[1])


def test_other_headings_and_spellings() -> None:
    source = read_form(
        workbook(
            [["begin group", "g", "G"], ["select one ab", "a", "A", "true()"], ["end group"]],
            ["Type", "Name", "label:English (en)", "relevance"],
        ),
        "a.xlsx",
    )
    assert source.definition.find("a").type == "select_one"
    errors = errors_of(
        workbook([["text", "a", "A", "", "x()"]], ["type", "name", "label", "Relevance", "Calculate"])
    )
    assert places(errors) == [("survey", 2, "Calculate", "form.function.unknown")]


def test_what_pyxform_refuses_is_told_with_its_row() -> None:
    errors = errors_of(workbook([["text", "a", "A"], ["text", "a b", "B"]]))
    assert errors[0].code == "form.pyxform" and errors[0].sheet == "survey" and errors[0].row == 3
    errors = errors_of(workbook([["begin group", "g", "G"], ["text", "a", "A"]]))
    assert errors[0].code == "form.pyxform"


def test_an_instance_name_is_looked_through() -> None:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        survey.append(row)
    settings = book.create_sheet("settings")
    for row in (["form_title", "instance_name"], ["T", "uuid()"]):
        settings.append(row)
    data = io.BytesIO()
    book.save(data)
    assert places(errors_of(data.getvalue())) == [("settings", 2, "instance_name", "form.function.unknown")]


# -- XForms --------------------------------------------------------------------------------------------------

Q = asked("/data/a")


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (xform("<a/>", bind("/data/a", "geopoint"), Q), "form.type.unknown"),
        (xform("<a/>", bind("/data/a", "time"), Q), "form.type.unknown"),
        (xform("<a/>", bind("/data/a", "dateTime"), Q), "form.type.unknown"),
        (xform("<a/>", bind("/data/a", "barcode"), Q), "form.type.unknown"),
        (
            xform("<a/>", bind("/data/a", jr_preload="property", jr_preloadParams="deviceid")),
            "form.type.unknown",
        ),
        (xform("<a/>", "", '<trigger ref="/data/a"/>'), "form.type.unknown"),
        (
            xform("<a/>", bind("/data/a", "binary"), '<upload ref="/data/a" mediatype="audio/*"/>'),
            "form.type.unknown",
        ),
        (
            xform("<a/>", "", Q, '<setvalue event="odk-instance-first-load" ref="/data/a" value="1"/>'),
            "form.action",
        ),
        (xform("<a/>", "", '<input ref="/data/a"><setvalue ref="/data/a"/></input>'), "form.action"),
        (xform("<a/>", "", Q, '<instance id="x" src="jr://file-csv/x.csv"/>'), "form.instance.file"),
        (xform("<a/>", bind("/data/b"), Q), "form.path.nowhere"),
        (xform("<a/>", "", asked("/data/b")), "form.path.nowhere"),
        (xform("<a><b/></a>", "", Q), "form.path.group"),
        (xform("<a/>", "", "<input/>"), "form.control.ref"),
        (xform("<a/>", "<bind/>", Q), "form.control.ref"),
        (xform("<a/>", "", Q + Q), "form.control.twice"),
        (xform("<a/>", bind("/data/a") + bind("/data/a"), Q), "form.bind.twice"),
        (xform("<a/><a/>", "", Q), "form.instance.twice"),
        (xform("<a/>", bind("/data/a", "int"), '<range ref="/data/a" start="1" end="5"/>'), "form.range"),
        (
            xform("<a/>", bind("/data/a", "int"), '<range ref="/data/a" start="1" end="5" step="0"/>'),
            "form.range",
        ),
        (xform("<a/>", bind("/data/a", calculate=". + 1"), Q), "form.cycle"),
        (xform("<a/>", bind("/data/a", required=". = ''"), Q), "form.cycle"),
        (xform("<a/>", bind("/data/a", readonly="/data/a = 1"), Q), "form.cycle"),
        (xform("<g><a/></g>", bind("/data/g", relevant="/data/g/a = 1")), "form.cycle"),
        (xform("<g><a/></g>", bind("/data/g", calculate="1")), "form.group.calculation"),
        (xform("<b/><g><a/></g>", bind("/data/g", readonly="/data/b = 1")), "form.group.readonly"),
        (
            xform(
                "<a/>",
                "",
                '<select1 ref="/data/a"><itemset nodeset="instance(\'x\')/root/item[a=1]"/></select1>',
            ),
            "form.itemset",
        ),
        (
            xform(
                "<a/>",
                "",
                '<select1 ref="/data/a"><itemset nodeset="randomize(instance(\'x\')/root/item)"/></select1>',
            ),
            "form.itemset",
        ),
        (
            xform(
                "<a/>",
                "",
                '<select1 ref="/data/a"><item><label><output value="/data/a"/></label>'
                "<value>1</value></item></select1>",
            ),
            "form.choice.output",
        ),
        (
            xform(
                "<a><b/></a>", "", '<repeat nodeset="/data/a" jr:count="3"><input ref="/data/a/b"/></repeat>'
            ),
            "form.repeat.count",
        ),
    ],
)
def test_xforms_that_use_what_is_not_run(xml: str, code: str) -> None:
    (error,) = errors_of(xml.encode(), "prov.xml")
    assert error.code == code
    assert error.sheet is None and error.column is None and error.row == 1


def test_cycles_are_named_and_all_of_them() -> None:
    nodes = "".join(f"<{name}/>" for name in "abcdefg")
    rules = {"a": "b", "b": "c", "c": "a", "d": "e", "e": "d", "f": "g"}
    binds = "".join(bind(f"/data/{name}", calculate=f"/data/{other} + 1") for name, other in rules.items())
    errors = errors_of(xform(nodes, binds).encode(), "prov.xml")
    assert [error.params["names"] for error in errors] == ["a, b, c", "d, e"]


def test_a_long_chain_is_no_cycle() -> None:
    names = [f"n{number}" for number in range(3_000)]
    binds = "".join(
        bind(f"/data/{name}", calculate=f"/data/{before} + 1")
        for before, name in zip(names, names[1:], strict=False)
    )
    run = started(
        xform("".join(f"<{name}/>" for name in names), bind("/data/n0", "int") + binds, asked("/data/n0"))
    )
    assert run.answer(run.ref("n0"), "1").refused is None
    assert run.value(run.ref("n2999")) == "3000"


def test_what_javarosa_lets_pass_passes() -> None:
    definition = compile_form(
        "\ufeff"
        + xform(
            "<!-- first --><a>1</a><b/>",
            '<bind nodeset="a" type="xsd:int" relevant="1" required="0" readonly="false()" odd="yes"/>'
            '<bind nodeset=" /data/b " type="string" relevant=" ../a &lt; 3 \n and true() "/>',
            '<group><input ref="/data/a" unknown="x"><label><![CDATA[A]]></label></input></group>'
            '<group ref="/data"><input ref="b"/></group>',
        )
        + " trailing words"
    )
    assert definition.find("a").labels == {"": "A"}
    assert definition.find("b").type == "text"


def test_definitions_need_no_pyxform() -> None:
    code = (
        "import sys; from app.forms import compile_form, read_form, FormRun; from app.paths import resource;"
        "read_form(resource('forms', 'djupanalys.xml').read_bytes(), 'd.xml');"
        "heavy = {'pyxform', 'openpyxl', 'python_calamine', 'lxml'} & set(sys.modules); assert not heavy, heavy;"
        "other = [m for m in sys.modules if m.startswith('app.') and not m.startswith(('app.forms', 'app.paths'))];"
        "assert not other, other"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[2])


def test_every_code_has_its_sentence_and_no_sentence_is_left_over() -> None:
    sentences = tomllib.loads(resource("translations", "forms.toml").read_text(encoding="utf-8"))
    room = Path(__file__).resolve().parents[2] / "app" / "forms"
    used = set(
        re.findall(r'"(form\.[a-z_.]+)"', "".join(one.read_text("utf-8") for one in room.rglob("*.py")))
    )
    assert used == set(sentences)
    for code, words in sentences.items():
        fields = [
            {name for _, name, _, _ in Formatter().parse(words[language]) if name}
            for language in ("sv", "en")
        ]
        assert fields[0] == fields[1], code
