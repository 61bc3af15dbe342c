"""XML text -> a light tree with prefixes as written, mixed content and line numbers. Hostile input stays
bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.forms.refusal import FormError, FormRefused

DEEPEST = 200
_JUNK_AFTER_ROOT = 9
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["']""")


@dataclass(slots=True)
class Element:
    """One element: `name` with its prefix, `local` without; `content` is text and elements in their order."""

    name: str
    local: str
    attributes: dict[str, str]
    line: int
    content: list[Element | str] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """The child elements."""
        return (part for part in self.content if isinstance(part, Element))

    def named(self, local: str) -> Iterator[Element]:
        """The child elements of that name, whatever their prefix."""
        return (part for part in self.elements() if part.local == local)

    def first(self, local: str) -> Element | None:
        """The first child element of that name."""
        return next(self.named(local), None)

    def text(self) -> str:
        """The text directly inside, child elements left out."""
        return "".join(part for part in self.content if isinstance(part, str))

    def attribute(self, local: str) -> str | None:
        """The attribute of that name, whatever its prefix."""
        found = self.attributes.get(local)
        if found is not None:
            return found
        ending = f":{local}"
        return next((value for name, value in self.attributes.items() if name.endswith(ending)), None)


def decode(data: bytes) -> str:
    """The text of an XML file: by its byte order mark, its declaration, else UTF-8. Raises FormRefused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
        if encoding.lower().replace("-", "") == "utf8":
            encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise FormRefused(
            (FormError(None, None, None, "form.xml.encoding", {"encoding": encoding}),)
        ) from None


def parse_xml(xml: str) -> Element:
    """The root element. Raises FormRefused where the text is no well-formed XML, too deep, or declares
    entities.

    Text after the closing root tag, a byte order mark and blanks before the declaration are let pass, as
    JavaRosa does.
    """
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = reader.entity
    reader.parser = parser
    try:
        parser.Parse(xml.lstrip("\ufeff \t\r\n").encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        if error.code != _JUNK_AFTER_ROOT or reader.root is None or reader.open:
            params: dict[str, str | int] = {"line": error.lineno, "reason": expat.ErrorString(error.code)}
            raise FormRefused((FormError(None, error.lineno, None, "form.xml.broken", params),)) from None
    if reader.root is None:
        raise FormRefused((FormError(None, 1, None, "form.xml.broken", {"line": 1, "reason": "no element"}),))
    return reader.root


class _Reader:
    """Expat's calls -> elements; `open` are those that are not closed yet."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser: expat.XMLParserType | None = None

    def _line(self) -> int:
        return self.parser.CurrentLineNumber if self.parser is not None else 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise FormRefused(
                (
                    FormError(
                        None, self._line(), None, "form.xml.deep", {"deepest": DEEPEST, "line": self._line()}
                    ),
                )
            )
        element = Element(name, name.rpartition(":")[2], attributes, self._line())
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.open.pop()

    def characters(self, data: str) -> None:
        if self.open:
            self.open[-1].content.append(data)

    def entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        raise FormRefused((FormError(None, self._line(), None, "form.xml.entity", {"entity": name}),))
