"""Files that are no readable workbook, damaged ones, and ones made to stall a reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from _workbooks_making import LEVELS, PEOPLE, Maker, matrix, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.i18n import say
from app.workbooks import as_json, read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


BAD = {
    "is_text": "Namn;Svarv\nAnna Berglund;3\n".encode("utf-16"),
    "empty_file": b"",
    "not_workbook": b"%PDF-1.7\0\0\0",
    "old_xls": OLE + b"\0" * 600,
    "password": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
    "other_zip": zipped(brev=b"hej"),
    "ods": zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "xlsb": zipped(xl__workbook=b"").replace(b"xl/workbook", b"xl/workbook"),
    "damaged": b"PK\x03\x04" + b"\0" * 100,
}
BAD["xlsb"] = zipped(**{"xl/workbook.bin": b"\0"})


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_workbook_is_refused_with_its_reason(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "matris.xlsx"
    path.write_bytes(BAD[kind])
    with pytest.raises(Refusal) as refused:
        read_workbook(path)
    assert refused.value.code == f"workbooks.{kind}"
    for language in ("sv", "en"):
        assert "matris.xlsx" in say(refused.value.code, language, **refused.value.params)  # type: ignore[arg-type]


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "finns-inte.xlsx", "not_found"), (tmp_path, "unreadable")):
        with pytest.raises(Refusal) as refused:
            read_workbook(path)
        assert refused.value.code == f"workbooks.{code}"


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info.filename) for info in source.infolist()}
    parts[part] = change(parts[part])
    path.write_bytes(zipped(**parts))
    return path


def test_a_bomb_is_refused(make: Maker) -> None:
    path = rewritten(
        make.write(matrix(LEVELS)),
        SHEET,
        lambda b: b.replace(b"<sheetData>", b"<sheetData>" + b" " * 210_000_000),
    )
    with pytest.raises(Refusal) as refused:
        read_workbook(path)
    assert refused.value.code == "workbooks.too_large"


def test_a_size_that_lies_is_no_way_past_the_limit(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.workbooks import package

    monkeypatch.setattr(package, "LARGEST_PART", 3_000)
    path = rewritten(
        make.write(matrix(LEVELS)), SHEET, lambda b: b.replace(b"<sheetData>", b"<sheetData>" + b" " * 90_000)
    )
    whole = bytearray(path.read_bytes())
    size = (90_000).to_bytes(4, "little")[2:]
    assert size  # the declared size is read from the directory at the end of the file
    with zipfile.ZipFile(path) as archive:
        declared = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    small = (100).to_bytes(4, "little")
    path.write_bytes(bytes(whole).replace(declared, small))
    with pytest.raises(Refusal) as refused:
        read_workbook(path)
    assert refused.value.code in ("workbooks.too_large", "workbooks.damaged")


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
def test_entities_that_grow_are_refused(make: Maker, part: str) -> None:
    def change(content: bytes) -> bytes:
        start = content.index(b"<", content.index(b"?>")) if content.startswith(b"<?xml") else 0
        return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;">]>' + content[start:]

    with pytest.raises(Refusal) as refused:
        read_workbook(rewritten(make.write(matrix(LEVELS)), part, change))
    assert refused.value.code == "workbooks.damaged"


def test_formatted_rows_without_values_are_passed_over(make: Maker) -> None:
    empty = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(b'<c r="%c%d" s="0"/>' % (65 + c, row) for c in range(10)))
        for row in range(30, 20_030)
    )
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    path = rewritten(
        make.write(matrix(LEVELS)), SHEET, lambda b: b.replace(b"</sheetData>", empty + far + b"</sheetData>")
    )
    read = dict(as_json(read_workbook(path)))
    assert values(read) == [list(row) for row in LEVELS]


def test_a_lone_value_far_away_and_a_merged_sheet_cost_nothing(make: Maker) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    far += b'<mergeCells><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    path = rewritten(make.write(matrix(LEVELS)), SHEET, lambda b: b.replace(b"</sheetData>", far))
    assert list(dict(as_json(read_workbook(path)))["people"]) == PEOPLE  # type: ignore[call-overload]


def test_rows_and_cells_without_references_are_counted(make: Maker) -> None:
    import re

    path = rewritten(
        make.write(matrix([(4, 3, 0, 1)] * 4)), SHEET, lambda b: re.sub(rb' r="[A-Z]*[0-9]+"', b"", b)
    )
    assert values(dict(as_json(read_workbook(path)))) == [[4, 3, 0, 1]] * 4


def test_workbooks_of_another_writer_with_chart_sheets_and_rich_text(tmp_path: Path) -> None:
    path = tmp_path / "annan.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Matris")
    bold = book.add_format({"bold": True})
    for r, row in enumerate(matrix(LEVELS)):
        sheet.write_row(r, 0, ["" if value is None else value for value in row])
    sheet.write_rich_string(1, 0, bold, "Anna", " Berglund")
    sheet.write_formula(5, 1, "=SUM(B2:B5)", None, 7)
    sheet.write(5, 0, "Summa")
    sheet.protect("hemligt")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Matris!$B$2:$B$5"})
    book.add_chartsheet("Diagram").set_chart(chart)
    book.close()
    read = dict(as_json(read_workbook(path)))
    assert read["ignored_sheets"] == ["Diagram"]
    only = read["matrices"][0]  # type: ignore[index]
    assert values(only) == [list(row) for row in LEVELS]
    assert only["ignored_rows"] == ["Summa"]


@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_byte_is_read_or_refused_never_worse(tmp_path: Path, place: float, mask: int) -> None:
    path = Maker(tmp_path).write(matrix(LEVELS))
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= mask
    path.write_bytes(content)
    try:
        read_workbook(path)
    except Refusal as refused:
        assert refused.code.startswith("workbooks.")


@given(share=st.floats(0, 1))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    path = Maker(tmp_path).write(matrix(LEVELS))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * (len(content) - 1))])
    with pytest.raises(Refusal):
        read_workbook(path)


def test_every_sentence_stands_in_both_languages() -> None:
    import re
    import tomllib

    from app.paths import resource

    text = resource("translations", "workbooks.toml").read_text(encoding="utf-8")
    sentences = tomllib.loads(text)
    for code, words in sentences.items():
        assert set(words) == {"sv", "en"}, code
        assert set(re.findall(r"\{(\w+)\}", words["sv"])) == set(re.findall(r"\{(\w+)\}", words["en"])), code
    room = Path(__file__).resolve().parents[2] / "app" / "workbooks"
    used = {
        code
        for file in room.glob("*.py")
        for code in re.findall(r'"(workbooks\.[a-z_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert {code for code in used if not code.endswith(".")} <= set(sentences)


def test_a_questionnaire_is_no_matrix(shared) -> None:
    """Its marks and codes look like one; its rows are fields of a program."""
    with pytest.raises(Refusal) as refused:
        read_workbook(shared / "domain" / "djupanalys.xlsx")
    assert refused.value.code == "workbooks.no_matrix"
