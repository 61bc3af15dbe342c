"""Opening a workbook file: is it one, can it be read, and which sheets does it hold."""

from __future__ import annotations

import errno
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from xml.etree import ElementTree
from xml.parsers import expat

from app.domain.refusal import Refusal
from app.workbooks.identity import without_identity_numbers
from app.workbooks.styles import local

LARGEST_PART = 192 * 1024 * 1024
"""Bytes of one part after unpacking: far above any matrix, far below what would stall a laptop."""
_CHUNK = 1024 * 1024
_MOST_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    ElementTree.ParseError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it; `part` is None for chart sheets and other sheets without cells."""

    title: str
    hidden: bool
    part: str | None


def shown_name(path: Path) -> str:
    """The file's name, fit to be repeated: a personal identity number in it is left out."""
    kept, dropped = without_identity_numbers(path.name)
    return (kept or "…") if dropped else path.name


def _refuse_doctype(*_: object) -> None:
    raise expat.ExpatError("a document type has no place in a workbook")


def parser_of_parts() -> expat.XMLParserType:
    """A parser that refuses document types, and with them entities that grow."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    return parser


class Package:
    """An open workbook file. Use as a context; every damage met inside it becomes a Refusal."""

    def __init__(self, path: Path) -> None:
        """Raises Refusal: `workbooks.not_found`, `.unreadable`, `.is_text`, `.not_workbook`, `.old_xls`,
        `.password`, `.damaged`, `.other_zip`, `.ods`, `.xlsb`, `.too_large`."""
        self.name = shown_name(path)
        _check_start(path, self.name)
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            raise Refusal("workbooks.damaged", file=self.name) from error
        except OSError as error:
            code = "workbooks.damaged" if error.errno == errno.EINVAL else "workbooks.unreadable"
            raise Refusal(code, file=self.name) from error
        self._parts = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}
        try:
            self.main = self._main_part()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        if isinstance(error, _DAMAGE) and not isinstance(error, Refusal):
            raise Refusal("workbooks.damaged", file=self.name) from error

    def _main_part(self) -> str:
        if len(self._parts) > _MOST_PARTS:
            raise Refusal("workbooks.too_large", file=self.name)
        if "mimetype" in self._parts and b"opendocument" in self.bytes_of("mimetype")[:200]:
            raise Refusal("workbooks.ods", file=self.name)
        if "xl/workbook.bin" in self._parts:
            raise Refusal("workbooks.xlsb", file=self.name)
        if "_rels/.rels" in self._parts:
            for target, kind, _ in self._relations("_rels/.rels", "").values():
                if kind == "officeDocument" and target.startswith("xl/") and target in self._parts:
                    return target
        if "xl/workbook.xml" in self._parts:
            return "xl/workbook.xml"
        raise Refusal("workbooks.other_zip", file=self.name)

    def has(self, part: str) -> bool:
        """Whether the file holds the part."""
        return part.lower() in self._parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece. Raises Refusal `workbooks.too_large` beyond `LARGEST_PART`."""
        info = self._parts[part.lower()]
        if info.file_size > LARGEST_PART:
            raise Refusal("workbooks.too_large", file=self.name)
        seen = 0
        with self._damage(), self._zip.open(info) as stream:
            while piece := stream.read(_CHUNK):
                seen += len(piece)
                if seen > LARGEST_PART:
                    raise Refusal("workbooks.too_large", file=self.name)
                yield piece

    @contextmanager
    def _damage(self) -> Iterator[None]:
        # Offsets that lie beyond the file are refused by the system, not by the archive's reader.
        try:
            yield
        except (*_DAMAGE, OSError) as error:
            raise Refusal("workbooks.damaged", file=self.name) from error

    def bytes_of(self, part: str) -> bytes:
        """The whole part."""
        return b"".join(self.chunks(part))

    def tree(self, part: str) -> ElementTree.Element:
        """The part as a tree, without document types."""
        text = self.bytes_of(part)
        with self._damage():
            parser_of_parts().Parse(text, True)
            return ElementTree.fromstring(text)

    def _relations(self, part: str, base: str) -> dict[str, tuple[str, str, bool]]:
        """Id -> (part in lower case, kind, whether it lies outside the file)."""
        found = {}
        for node in self.tree(part):
            target, outside = node.get("Target", ""), node.get("TargetMode") == "External"
            whole = target if target.startswith("/") else posixpath.join(base, target)
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id", "")] = (posixpath.normpath(whole).lstrip("/").lower(), kind, outside)
        return found

    def relations(self) -> dict[str, tuple[str, str, bool]]:
        """The workbook's own relations: sheets, styles, strings, theme."""
        folder, _, name = self.main.rpartition("/")
        part = f"{folder}/_rels/{name}.rels"
        return self._relations(part, folder) if self.has(part) else {}

    def part_of_kind(self, kind: str) -> str | None:
        """The workbook's part of a kind: styles, sharedStrings, theme."""
        for target, found, outside in self.relations().values():
            if found == kind and not outside and self.has(target):
                return target
        return None

    def sheets(self) -> tuple[tuple[SheetPart, ...], bool]:
        """The sheets in their order, and whether the workbook counts days from 1904."""
        relations = self.relations()
        found, from_1904 = [], False
        for node in self.tree(self.main).iter():
            name = local(node.tag)
            attributes = {local(key): value for key, value in node.attrib.items()}
            if name == "workbookPr":
                from_1904 = attributes.get("date1904") in ("1", "true")
            if name == "sheet":
                target, kind, outside = relations.get(attributes.get("id", ""), ("", "", False))
                usable = kind == "worksheet" and not outside and self.has(target)
                if kind == "worksheet" and not usable:
                    raise Refusal("workbooks.damaged", file=self.name)
                title, _ = without_identity_numbers(attributes.get("name", ""))
                hidden = attributes.get("state", "visible") != "visible"
                found.append(SheetPart(title, hidden, target if usable else None))
        return tuple(found), from_1904


def _check_start(path: Path, name: str) -> None:
    """Refuses what is no zip file, saying what it seems to be."""
    try:
        with path.open("rb") as file:
            start = file.read(8192)
            if start.startswith(_OLE):
                # Both an encrypted workbook and one of before 2007 are compound files.
                rest = start + file.read(32 * _CHUNK)
                encrypted = "EncryptedPackage".encode("utf-16-le") in rest
                raise Refusal("workbooks.password" if encrypted else "workbooks.old_xls", file=name)
    except FileNotFoundError as error:
        raise Refusal("workbooks.not_found", file=name) from error
    except OSError as error:
        raise Refusal("workbooks.unreadable", file=name) from error
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if not start:
        raise Refusal("workbooks.empty_file", file=name)
    if b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal("workbooks.is_text", file=name)
    raise Refusal("workbooks.not_workbook", file=name)
