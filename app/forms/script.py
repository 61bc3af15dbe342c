"""A list of acts, run without storing anything; and what a form holds, for `form check`. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from app.forms.definition import FormDefinition
from app.forms.environment import Environment
from app.forms.outcome import Leaf, Outcome, Why
from app.forms.refusal import FormError, FormFault, FormRefused
from app.forms.run import FormRun


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """Answer a question: a name, or a path with positions such as /data/a[1]/b. "" clears it."""

    at: str
    value: str


@dataclass(frozen=True, slots=True)
class AddStep:
    """Add a row at the end of a repeat, /data/a."""

    at: str


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Remove a row, /data/a[2]."""

    at: str


@dataclass(frozen=True, slots=True)
class LanguageStep:
    """Change the language to one of the form's, by its whole name."""

    language: str


Step: TypeAlias = AnswerStep | AddStep | RemoveStep | LanguageStep


@dataclass(frozen=True, slots=True)
class RefusedStep:
    """A step that was refused and changed nothing. `step` counts from 0."""

    step: int
    why: Why
    message: str


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """The leaves after the last step, in document order; `evaluations` counts expressions, the opening
    included."""

    leaves: tuple[Leaf, ...]
    refused: tuple[RefusedStep, ...]
    evaluations: int


@dataclass(frozen=True, slots=True)
class FormSummary:
    """What `form check` tells of a form that is in order. `questions` are those that a person sees or
    answers."""

    title: str
    version: str
    questions: int


def summary(definition: FormDefinition) -> FormSummary:
    """The summary of a form."""
    unseen = ("calculate", "start", "end", "today", "uid", "hidden", "note")
    asked = sum(question.type not in unseen for question in definition.questions)
    return FormSummary(definition.title, definition.version, asked)


def run_script(definition: FormDefinition, environment: Environment, steps: Iterable[Step]) -> ScriptResult:
    """Runs a script on a new form.

    An answer or row that the form refuses is listed and the script goes on. An address or language that
    the form does not have raises FormRefused with one error: `row` and `params["step"]` are the number of
    the step (from 1), code and the other parameters are those of the fault (form.address.*,
    form.language.unknown).
    """
    run = FormRun(definition, environment)
    refused: list[RefusedStep] = []
    for number, step in enumerate(steps):
        try:
            outcome = _act(run, step)
        except FormFault as fault:
            params = {"step": number + 1, **fault.params}
            raise FormRefused((FormError(None, number + 1, None, fault.code, params),)) from None
        if outcome.refused is not None:
            refused.append(RefusedStep(number, outcome.refused, outcome.message))
    return ScriptResult(run.leaves(), tuple(refused), run.evaluations)


def _act(run: FormRun, step: Step) -> Outcome:
    if isinstance(step, AnswerStep):
        return run.answer(run.ref(step.at), step.value)
    if isinstance(step, AddStep):
        return run.add(run.ref(step.at))
    if isinstance(step, RemoveStep):
        return run.remove(run.ref(step.at))
    return run.set_language(step.language)
