"""Questionnaires from files: checking one, and running one without storing anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.identity_numbers import safe_to_show
from app.domain.refusal import Refusal
from app.forms.environment import Environment
from app.forms.refusal import FormError, FormRefused
from app.forms.script import (
    AddStep,
    AnswerStep,
    LanguageStep,
    RemoveStep,
    ScriptResult,
    Step,
    run_script,
    summary,
)
from app.operations.workspace import STOCKHOLM

if TYPE_CHECKING:
    from app.i18n import Language

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """What a form holds, or what is wrong with it."""

    title: str | None
    version: str | None
    questions: int | None
    errors: tuple[FormError, ...]


def check(file: Path) -> CheckedForm:
    """Read a questionnaire; every error with its place. Raises Refusal where there is no such file."""
    from app.forms.source import read_form

    data = _data(file)
    try:
        found = summary(read_form(data, file.name).definition)
    except FormRefused as refused:
        return CheckedForm(None, None, None, refused.errors)
    return CheckedForm(found.title, found.version, found.questions, ())


def run(
    file: Path,
    script: object,
    *,
    now: str | None,
    timezone: str | None,
    seed: int,
    clock: Callable[[], int],
    language: Language,
) -> ScriptResult:
    """Run a script of steps on a new form. Raises Refusal for a form or script that cannot be run."""
    from app.forms.source import read_form
    from app.i18n import say

    def words(code: str, tag: str, params: Mapping[str, str | int]) -> str:
        return say(code, "en" if tag == "en" else "sv" if tag == "sv" else language, **params)

    steps = _steps(script)
    zone = timezone or STOCKHOLM
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("forms.timezone", typed=safe_to_show(zone)) from None
    try:
        definition = read_form(_data(file), file.name).definition
        environment = Environment.fixed(_instant(now, clock), zone, seed, words)
        return run_script(definition, environment, steps)
    except FormRefused as refused:
        first = refused.errors[0]
        raise Refusal(
            "forms.refused",
            file=file.name,
            place=", ".join(str(part) for part in (first.sheet, first.row, first.column) if part is not None)
            or "–",
            reason_sv=say(first.code, "sv", **first.params),
            reason_en=say(first.code, "en", **first.params),
            count=len(refused.errors),
        ) from None


def _data(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError:
        raise Refusal("forms.no_file", file=str(file)) from None
    if len(data) > _MOST_BYTES:
        raise Refusal("forms.large", file=str(file), most=_MOST_BYTES // 2**20)
    return data


def _instant(now: str | None, clock: Callable[[], int]) -> datetime:
    if now is None:
        return datetime.fromtimestamp(clock() / 1000, UTC)
    try:
        return datetime.fromisoformat(now)
    except ValueError:
        raise Refusal("workspace.instant", typed=safe_to_show(now)) from None


def _steps(script: object) -> list[Step]:
    if not isinstance(script, list):
        raise Refusal("forms.script", step=0)
    steps: list[Step] = []
    for number, found in enumerate(script):
        step = _step(found) if isinstance(found, dict) else None
        if step is None:
            raise Refusal("forms.script", step=number)
        steps.append(step)
    return steps


def _step(found: Mapping[object, object]) -> Step | None:
    at, value = found.get("at"), found.get("value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    match found.get("op"):
        case "answer" if isinstance(at, str) and (value is None or isinstance(value, str)):
            return AnswerStep(at, value or "")
        case "add" if isinstance(at, str):
            return AddStep(at)
        case "remove" if isinstance(at, str):
            return RemoveStep(at)
        case "language" if isinstance(value, str):
            return LanguageStep(value)
    return None
