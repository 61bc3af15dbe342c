"""A file -> a form: workbook or XForm, told apart by content, never by the file's name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.forms.compile import compile_form
from app.forms.definition import FormDefinition
from app.forms.refusal import FormError, FormRefused
from app.forms.xml_tree import decode

LARGEST = 50_000_000
_NONE: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FormSource:
    """A form that was read. `xml` is kept with each form version, so that no interview ever needs pyxform.

    `pyxform_version` is None where the file was an XForm. `media` are the files that lay beside it.
    """

    definition: FormDefinition
    xml: str
    pyxform_version: str | None
    media: Mapping[str, bytes]


def read_form(data: bytes, filename: str, media: Mapping[str, bytes] = _NONE) -> FormSource:
    """Reads a questionnaire, .xlsx or XForm .xml. Raises FormRefused with every fault and its place.

    `filename` is only spoken of in refusals.
    """
    if not data.strip():
        raise _refused("form.file.empty", filename)
    if len(data) > LARGEST:
        raise _refused("form.file.large", filename, most=LARGEST // 1_000_000)
    if data.startswith(b"PK"):
        return _from_workbook(data, filename, media)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused("form.workbook.old", filename)
    if filename.lower().endswith((".xlsx", ".xlsm", ".xls")):
        raise _refused("form.workbook.text", filename)
    xml = decode(data)
    return FormSource(compile_form(xml), xml, None, dict(media))


def _from_workbook(data: bytes, filename: str, media: Mapping[str, bytes]) -> FormSource:
    from app.forms.sheets import read_sheets
    from app.forms.xlsform import convert, placed

    try:
        workbook = read_sheets(data)
    except FormRefused as refused:
        named = (
            FormError(e.sheet, e.row, e.column, e.code, {"file": filename, **e.params})
            for e in refused.errors
        )
        raise FormRefused(tuple(named)) from refused
    converted = convert(data, workbook)
    try:
        definition = compile_form(converted.xml)
    except FormRefused as refused:
        raise FormRefused(tuple(placed(error, workbook) for error in refused.errors)) from refused
    return FormSource(definition, converted.xml, converted.pyxform_version, dict(media))


def _refused(code: str, filename: str, **params: str | int) -> FormRefused:
    return FormRefused((FormError(None, None, None, code, {"file": filename, **params}),))
