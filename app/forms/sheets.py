"""The sheets of a questionnaire workbook, and where in them a node or a property stands."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.refusal import FormError, FormRefused

LARGEST = 200_000_000
MOST_ROWS = 200_000
# Heads as people write them -> the name of the property (XLSForm reference; pyxform's aliases).
_HEADS = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "readonly",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "list": "list_name",
}
_BEGIN = re.compile(r"begin[ _]+(?:group|repeat|lgroup|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[ _]+(?:group|repeat|lgroup|loop)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell: the property of its column, its heading as written, its text without outer blanks."""

    part: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it; `number` as the spreadsheet counts. `path` is the node that it makes,
    else ""."""

    number: int
    cells: tuple[Cell, ...]
    path: str = ""

    def get(self, part: str) -> str:
        """The text of a property, "" where the row has none."""
        return next((cell.text for cell in self.cells if cell.part == part), "")

    def heading(self, part: str) -> str:
        """The heading of a property's column in this row, else the property's name."""
        return next((cell.heading for cell in self.cells if cell.part == part), part)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that a questionnaire may have, by their lower-case names; `titles` as written."""

    sheets: Mapping[str, tuple[SheetRow, ...]]
    titles: Mapping[str, str]

    def rows(self, sheet: str) -> tuple[SheetRow, ...]:
        """The rows below the head, () where there is no such sheet."""
        return self.sheets.get(sheet, ())

    def place(self, path: str | None, part: str | None) -> tuple[str | None, int | None, str | None]:
        """Sheet, row and heading of a node's property; None where the workbook does not say."""
        if path is None:
            return None, None, None
        tail = "/" + path[1:].partition("/")[2]
        if tail == "/meta/instanceName" and self.rows("settings"):
            return self.titles["settings"], self.rows("settings")[0].number, "instance_name"
        for row in self.rows("survey"):
            if row.path == tail:
                return self.titles["survey"], row.number, row.heading(part) if part is not None else None
        return self.titles["survey"], None, None


def read_sheets(data: bytes) -> Workbook:
    """The workbook's sheets. Raises FormRefused where it is none, too large, or has no survey sheet."""
    _check_zip(data)
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets: dict[str, tuple[SheetRow, ...]] = {}
        titles: dict[str, str] = {}
        for title in workbook.sheet_names:
            name = title.strip().lower()
            if name not in ("survey", "choices", "settings", "entities", "external_choices", "osm"):
                continue
            table = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False, nrows=MOST_ROWS)
            sheets[name] = tuple(_with_paths(_rows(table)) if name == "survey" else _rows(table))
            titles[name] = title
    except Exception as error:  # calamine has a class of its own for each kind of damage
        raise _refused("form.workbook.damaged", reason=str(error)) from error
    if "survey" not in sheets:
        raise _refused("form.workbook.survey", sheets=", ".join(workbook.sheet_names[:8]))
    if not sheets["survey"]:
        raise _refused("form.workbook.empty")
    return Workbook(sheets, titles)


def _refused(code: str, **params: str | int) -> FormRefused:
    return FormRefused((FormError(None, None, None, code, params),))


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _refused("form.workbook.damaged", reason=str(error)) from error
    if "xl/workbook.xml" not in names:
        raise _refused("form.workbook.zip")
    if size > LARGEST:
        raise _refused("form.workbook.large", megabytes=size // 1_000_000, most=LARGEST // 1_000_000)


def _rows(table: Sequence[Sequence[object]]) -> Iterator[SheetRow]:
    if not table:
        return
    heads = [_text(value) for value in table[0]]
    parts = [_part(head) for head in heads]
    for number, values in enumerate(table[1:], 2):
        cells = tuple(
            Cell(part, head, text)
            for part, head, value in zip(parts, heads, values, strict=False)
            if head and (text := _text(value))
        )
        if cells:
            yield SheetRow(number, cells)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if value is not None else ""


def _part(head: str) -> str:
    """The property of a heading: `constraint message::Svenska (sv)` -> constraint_message."""
    name = re.sub(r"\s+", "_", head.partition("::")[0].strip().lower())
    if ":" in name and not name.startswith("jr:"):
        name = name.partition(":")[0].rstrip("_")
    return _HEADS.get(name, name)


def _with_paths(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    around: list[str] = []
    for row in rows:
        kind, name = row.get("type"), row.get("name")
        if _END.match(kind):
            if around:
                around.pop()
            yield row
            continue
        yield SheetRow(row.number, row.cells, "/" + "/".join([*around, name]) if name else "")
        if _BEGIN.match(kind):
            around.append(name)
