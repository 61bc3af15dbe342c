"""Reading a TOML text with a type and a place for every value, so that a wrong file is refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from app.domain.refusal import Refusal

Kind = Literal["programme", "scoring"]
"""Which sort of file it is: the refusals are `domain.<kind>.not_toml`, `.missing` and `.wrong_type`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file and where it stands, for instance `activity[3].sub[1]`."""

    kind: Kind
    place: str
    content: Mapping[str, object]

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _value(self, key: str) -> object:
        if key not in self.content:
            raise Refusal(f"domain.{self.kind}.missing", place=self._at(key))
        return self.content[key]

    def wrong(self, key: str, expected: str) -> Refusal:
        """The refusal of a value: `expected` is an example or a type as TOML writes it."""
        return Refusal(f"domain.{self.kind}.wrong_type", place=self._at(key), expected=expected)

    def has(self, key: str) -> bool:
        return key in self.content

    def names(self) -> tuple[str, ...]:
        return tuple(self.content)

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, '"text"')
        return value

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, "1234")
        return value

    def whole_or_none(self, key: str) -> int | None:
        return self.whole(key) if self.has(key) else None

    def truth(self, key: str, absent: bool | None = None) -> bool:
        """true or false; `absent` is the value of a key that is not there, else the key is required."""
        if absent is not None and not self.has(key):
            return absent
        value = self._value(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "true/false")
        return value

    def day(self, key: str) -> date:
        value = self._value(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, "2021-01-01")
        return value

    def number(self, key: str) -> Decimal:
        value = self._value(key)
        if isinstance(value, Decimal) and value.is_finite():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        raise self.wrong(key, "12.5")

    def _list(self, key: str, expected: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.wrong(key, expected)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._list(key, '["text"]')
        texts = tuple(value for value in found if isinstance(value, str) and value.strip())
        if len(texts) != len(found):
            raise self.wrong(key, '["text"]')
        return texts

    def numbers(self, key: str, count: int | None = None) -> tuple[Decimal, ...]:
        """A list of numbers; `count` of them where it is given."""
        expected = "[1.5]" if count is None else f"[{count} × 1.5]"
        found = self._list(key, expected)
        numbers = tuple(
            Decimal(value)
            for value in found
            if isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()
        )
        if len(numbers) != len(found) or (count is not None and len(numbers) != count):
            raise self.wrong(key, expected)
        return numbers

    def wholes(self, key: str, count: int | None = None) -> tuple[int, ...]:
        """A list of whole numbers; `count` of them where it is given."""
        expected = "[1234]" if count is None else f"[{count} × 1234]"
        found = self._list(key, expected)
        wholes = tuple(value for value in found if isinstance(value, int) and not isinstance(value, bool))
        if len(wholes) != len(found) or (count is not None and len(wholes) != count):
            raise self.wrong(key, expected)
        return wholes

    def table(self, key: str) -> Table:
        value = self._value(key)
        if not isinstance(value, dict):
            raise self.wrong(key, f"[{self._at(key)}]")
        return Table(self.kind, self._at(key), value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of a list, numbered from 1 in their places; none where the key is absent."""
        if not self.has(key):
            return ()
        tables: list[Table] = []
        for number, value in enumerate(self._list(key, f"[[{self._at(key)}]]"), start=1):
            if not isinstance(value, dict):
                raise self.wrong(key, f"[[{self._at(key)}]]")
            tables.append(Table(self.kind, f"{self._at(key)}[{number}]", value))
        return tuple(tables)


def read_toml(kind: Kind, text: str) -> Table:
    """The whole file as a table. Raises Refusal `domain.<kind>.not_toml` with the line."""
    try:
        content: Mapping[str, object] = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line ([0-9]+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Refusal(f"domain.{kind}.not_toml", line=line) from error
    return Table(kind, "", content)
