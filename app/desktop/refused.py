"""A refusal on its way to the field that it is about, in words that fit a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.desktop.words import refusal
from app.domain.refusal import Refusal, Unavailable

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.store.units import ChangeSet

T = TypeVar("T")

# The record speaks of options; a form has fields. A code's beginning names the field, where it is always the same.
_FIELDS = {
    "domain.orgnr.": "orgnr",
    "companies.twice": "orgnr",
    "domain.municipality.": "municipality",
    "domain.sni.": "sni",
    "companies.legal_form": "legal_form",
    "companies.unknown": "company",
    "domain.activity.": "activity",
    "domain.minutes.": "minutes",
    "domain.women.": "women",
    "domain.men.": "men",
}
_OPTIONS = {"date": "day", "next": "next_step"}
_OWN_WORDS = {
    "domain.orgnr.personal": "desktop.refused.orgnr.personal",
    "companies.unknown": "desktop.refused.company",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """`field` is the form's own name of it, "" where it is about none of them (a full disk)."""

    field: str
    sentence: str


def field_of(refused: Refusal) -> str:
    """The field that a refusal is about, as the record's words tell."""
    if isinstance(refused, Unavailable):
        return ""
    for code, field in _FIELDS.items():
        if refused.code.startswith(code):
            return field
    where = str(refused.params.get("where", "")).removeprefix("--").replace("-", "_")
    return _OPTIONS.get(where, where)


def wrong(refused: Refusal, labels: Mapping[str, str]) -> Wrong:
    """A refusal for a form whose fields have these labels, which stand in the sentence in place of options."""
    field = field_of(refused)
    own = Refusal(_OWN_WORDS.get(refused.code, refused.code), **refused.params)
    if "where" in own.params and field in labels:
        own.params["where"] = labels[field]
    return Wrong(field if field in labels else "", refusal(own))


def caught(
    act: Callable[[Workspace], tuple[T, ChangeSet | None]], labels: Mapping[str, str]
) -> Callable[[Workspace], tuple[T | Wrong, ChangeSet | None]]:
    """An act for the desk whose refusal comes home as a value, with its field."""

    def run(workspace: Workspace) -> tuple[T | Wrong, ChangeSet | None]:
        try:
            return act(workspace)
        except Refusal as refused:
            return wrong(refused, labels), None

    return run
