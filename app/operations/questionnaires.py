"""The shipped questionnaires: their definitions, their scoring, and which of their questions hold names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.domain.refusal import Refusal, Unavailable
from app.domain.scoring import Scoring, parse_scoring
from app.paths import resource

if TYPE_CHECKING:
    from app.forms.definition import FormDefinition

_FORMS = ("djupanalys",)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`personal`: template paths of questions whose answers stay in the people compartment."""

    id: str
    definition: FormDefinition
    scoring: Scoring
    personal: frozenset[str]
    organisation_numbers: frozenset[str]
    """Template paths of questions whose check digit is looked at: XLSForm cannot say that (needs-analysis 6)."""
    short: Mapping[str, Mapping[str, str]]
    """Section letter -> language -> a title of at most 22 letters, for a narrow column."""


@cache
def questionnaire(form: str) -> Questionnaire:
    """A shipped questionnaire by id. Raises Refusal where there is none of that name."""
    from app.forms.compile import compile_form

    if form not in _FORMS:
        raise Refusal("questionnaires.unknown", typed=form, known=", ".join(_FORMS))
    definition = compile_form(resource("forms", f"{form}.xml").read_text(encoding="utf-8"))
    added = tomllib.loads(resource("forms", f"{form}.toml").read_text(encoding="utf-8"))
    return Questionnaire(
        id=form,
        definition=definition,
        scoring=parse_scoring(resource("forms", added["scoring"]).read_text(encoding="utf-8")),
        personal=frozenset(definition.find(name).path for name in added["personal"]),
        organisation_numbers=frozenset(definition.find(name).path for name in added["organisation_numbers"]),
        short=added["short"],
    )


def of_version(form: str, version: str) -> Questionnaire:
    """The questionnaire that an interview keeps. Raises Unavailable where this release does not have its version."""
    found = questionnaire(form)
    if found.definition.version != version:
        raise Unavailable("questionnaires.version", form=form, version=version, has=found.definition.version)
    return found
