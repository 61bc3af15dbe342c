"""The words of a form: itext and inline labels, by language, with the places where values are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.forms.xml_tree import Element

RawText: TypeAlias = tuple[tuple[str, str | None], ...]
"""Pieces of a text: (words, None), or ("", source of the expression whose value is shown)."""

_ITEXT = re.compile(r"\s*jr:itext\(\s*(['\"])(.*)\1\s*\)\s*", re.DOTALL)
_ITEXT_OF = re.compile(r"\s*jr:itext\(\s*([^\W\d][\w.\-]*)\s*\)\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """All translations. `languages` in the form's order, ("",) where the form has none."""

    languages: tuple[str, ...]
    default: str
    by_language: Mapping[str, Mapping[str, RawText]]

    def of(self, text_id: str) -> dict[str, RawText]:
        """The text of an id in each language, in the default language where a translation lacks it, else
        empty."""
        standard = self.by_language.get(self.default, {}).get(text_id, ())
        return {language: self.by_language[language].get(text_id, standard) for language in self.languages}

    def same(self, raw: RawText) -> dict[str, RawText]:
        """A text that is not translated, for each language."""
        return dict.fromkeys(self.languages, raw)

    def element(self, element: Element | None) -> dict[str, RawText]:
        """The text of a label or hint element: by reference to itext, or what stands in it."""
        if element is None:
            return self.same(())
        reference = element.attribute("ref")
        return self.same(raw_text(element)) if reference is None else self.message(reference)

    def message(self, value: str | None) -> dict[str, RawText]:
        """The text of an attribute such as jr:constraintMsg: a reference to itext, or the words
        themselves."""
        if value is None:
            return self.same(())
        match = _ITEXT.fullmatch(value)
        return self.of(match.group(2)) if match else self.same(((value, None),) if value else ())


def item_text_column(reference: str) -> str | None:
    """The column of an item that holds an itext id, in `jr:itext(column)`; None for a plain column name."""
    match = _ITEXT_OF.fullmatch(reference)
    return match.group(1) if match else None


def words(model: Element) -> Words:
    """The translations of a model."""
    itext = model.first("itext")
    found: dict[str, dict[str, RawText]] = {}
    default = ""
    for translation in itext.named("translation") if itext is not None else ():
        language = translation.attribute("lang") or ""
        if not found or "default" in translation.attributes:
            default = language
        into = found.setdefault(language, {})
        for text in translation.named("text"):
            into[text.attribute("id") or ""] = _value(text)
    if not found:
        return Words(("",), "", {"": {}})
    return Words(tuple(found), default, found)


def _value(text: Element) -> RawText:
    """The plain value of a text element, else its long or short form; pictures and sounds are no words."""
    forms = {value.attribute("form"): value for value in reversed(list(text.named("value")))}
    chosen = forms.get(None) or forms.get("long") or forms.get("short")
    return raw_text(chosen) if chosen is not None else ()


def raw_text(element: Element) -> RawText:
    """The pieces of an element's mixed content, without blanks at the two ends."""
    pieces: list[tuple[str, str | None]] = []
    for part in element.content:
        if isinstance(part, str):
            if pieces and pieces[-1][1] is None:
                pieces[-1] = (pieces[-1][0] + part, None)
            else:
                pieces.append((part, None))
        elif part.local == "output":
            pieces.append(("", part.attribute("value") or part.attribute("ref") or ""))
        else:
            pieces.extend(raw_text(part))
    if pieces and pieces[0][1] is None:
        pieces[0] = (pieces[0][0].lstrip(), None)
    if pieces and pieces[-1][1] is None:
        pieces[-1] = (pieces[-1][0].rstrip(), None)
    return tuple(piece for piece in pieces if piece != ("", None))


def plain(raw: RawText) -> str:
    """The words, with ${name} where a value is shown."""
    shown = (
        words if source is None else f"${{{source.strip().rpartition('/')[2]}}}" for words, source in raw
    )
    return "".join(shown)
