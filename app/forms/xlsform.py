"""A workbook (XLSForm) -> an XForm, through pyxform, which is imported only in here.

The workbook is looked through first, so that every fault is told with sheet, row and column, and all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.forms.refusal import FormError, FormRefused
from app.forms.sheets import Cell, SheetRow, Workbook
from app.forms.xpath.check import problems
from app.forms.xpath.tokens import ExpressionRefused
from app.forms.xpath.tree import parse

_TYPES = frozenset(
    ("text", "string", "integer", "int", "decimal", "date", "note", "image", "calculate", "range")
    + ("start", "end", "today", "begin group", "begin repeat", "end group", "end repeat")
)
_SELECTS = frozenset(
    (
        "select one",
        "select1",
        "select one from",
        "select multiple",
        "select all that apply",
        "select all that apply from",
    )
)
_EXPRESSIONS = ("relevant", "constraint", "calculation", "required", "readonly")
_SPOKEN = ("label", "hint", "constraint_message", "required_message")
_WORDS = frozenset(("yes", "no", "true", "false", "true()", "false()"))
_NOT_RUN = {
    "repeat_count": "form.repeat.count",
    "choice_filter": "form.choice_filter",
    "trigger": "form.trigger",
}
_NOTHING: Mapping[str, str | int] = MappingProxyType({})
_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_CALL = re.compile(r"[A-Za-z][\w:-]*\(.*\)", re.DOTALL)
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_VALUE = re.compile(r"'([\w:. ]+)' (?:value|column)")


@dataclass(frozen=True, slots=True)
class Converted:
    """The XForm of a workbook and the release of pyxform that made it."""

    xml: str
    pyxform_version: str


def convert(data: bytes, workbook: Workbook) -> Converted:
    """The XForm. Raises FormRefused with the place of every fault that was found."""
    errors = tuple(faults(workbook))
    if errors:
        raise FormRefused(errors)
    from importlib.metadata import version

    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as pyxform_convert

    try:
        xml = pyxform_convert(data, file_type=".xlsx", pretty_print=True, validate=False).xform
    except PyXFormError as error:
        raise FormRefused((_said(str(error), workbook),)) from error
    except Exception as error:  # pyxform stumbles over odd workbooks in many ways; each is one clear refusal
        reason = f"{type(error).__name__}: {error}"
        raise FormRefused((FormError(None, None, None, "form.pyxform", {"reason": reason}),)) from error
    return Converted(xml, version("pyxform"))


def placed(error: FormError, workbook: Workbook) -> FormError:
    """A fault that was found in the XForm, with its place in the workbook."""
    sheet, row, column = workbook.place(error.path, error.part)
    return FormError(sheet, row, column, error.code, error.params, error.path, error.part)


def faults(workbook: Workbook) -> Iterator[FormError]:
    """What this engine does not run, or what cannot be right, in sheet order."""
    survey = workbook.rows("survey")
    names = {row.get("name") for row in survey if row.get("name")}
    lists = {row.get("list_name") for row in workbook.rows("choices")}
    title = workbook.titles["survey"]
    for sheet in ("entities", "external_choices", "osm"):
        if workbook.rows(sheet):
            name = workbook.titles[sheet]
            yield FormError(name, None, None, "form.workbook.sheet", {"sheet": name})
    for row in survey:
        yield from _type_faults(row, lists, title)
        for cell in row.cells:
            if cell.part in _NOT_RUN:
                yield _at(title, row, cell, _NOT_RUN[cell.part], row.get("name"))
            elif cell.part == "default" and ("${" in cell.text or _CALL.fullmatch(cell.text)):
                yield _at(title, row, cell, "form.default", row.get("name"))
            elif cell.part in _EXPRESSIONS or cell.part in _SPOKEN:
                for name in _REFERENCE.findall(cell.text):
                    if name not in names:
                        yield _at(title, row, cell, "form.name.unknown", row.get("name"), {"unknown": name})
            if cell.part in _EXPRESSIONS and cell.text.lower() not in _WORDS:
                for refused in _expression_faults(cell.text):
                    yield _at(title, row, cell, refused.code, row.get("name"), refused.params)
    for row in workbook.rows("settings")[:1]:
        for cell in row.cells:
            if cell.part == "instance_name":
                for refused in _expression_faults(cell.text):
                    settings = workbook.titles["settings"]
                    yield _at(settings, row, cell, refused.code, "instance_name", refused.params)


def _at(
    sheet: str, row: SheetRow, cell: Cell, code: str, name: str, params: Mapping[str, str | int] = _NOTHING
) -> FormError:
    """A fault of a cell; its text is a parameter of every such sentence."""
    filled = {**params, "expression": cell.text[:200], "name": name}
    return FormError(sheet, row.number, cell.heading, code, filled)


def _expression_faults(text: str) -> Iterator[ExpressionRefused]:
    try:
        yield from problems(parse(_REFERENCE.sub(" /node ", text)))
    except ExpressionRefused as refused:
        yield refused


def _type_faults(row: SheetRow, lists: set[str], title: str) -> Iterator[FormError]:
    written = row.get("type")
    if not written:
        return
    column = row.heading("type")
    kind = re.sub(r"[\s_]+", " ", written).strip().lower()
    if kind in _TYPES:
        return
    stem = next((one for one in sorted(_SELECTS, key=len, reverse=True) if kind.startswith(f"{one} ")), None)
    words = kind.removeprefix(stem or "").split()
    name = row.get("name")
    # select_one_from_file, select_one_external, or_other
    if stem is None or len(words) > 1 or words[0] == "external":
        yield FormError(title, row.number, column, "form.type.unknown", {"type": written, "name": name})
    elif (chosen := written.split()[-1]) not in lists:
        yield FormError(title, row.number, column, "form.list.unknown", {"list": chosen, "name": name})


def _said(message: str, workbook: Workbook) -> FormError:
    """What pyxform refuses, with the place that its sentence names."""
    row, sheet, value = _ROW.search(message), _SHEET.search(message), _VALUE.search(message)
    name = sheet.group(1) if sheet else "survey" if row else None
    reason = " ".join(_ROW.sub("", message).split())
    return FormError(
        workbook.titles.get(name, name) if name else None,
        int(row.group(1)) if row else None,
        value.group(1) if value else None,
        "form.pyxform",
        {"reason": reason},
    )
