"""An interview as it is shown: its relevant answers, who said what, and the figures that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.analysis import AnalysisFigures, Disagreement, disagreements, figures
from app.forms.outcome import RepeatKey
from app.operations.interview_run import Kept, kept, keys_of, run_of
from app.operations.questionnaires import Questionnaire, of_version
from app.operations.workspace import Workspace
from app.store.ids import RowId, Stamp
from app.store.rows import InterviewRow

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Recommended:
    """An activity that the needs speak for, with its reasons in words."""

    activity: str
    need: int | None
    coverage: float | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterviewSnapshot:
    """An interview as it stands. Answers by path with positions, relevant ones only, in the form's order."""

    id: RowId
    company: RowId
    status: str
    form: str
    form_version: str
    finished_on: str | None
    answers: Mapping[str, str]
    respondents: Mapping[str, Mapping[str, str]]
    disagreements: tuple[Disagreement, ...]
    figures: AnalysisFigures
    recommended: tuple[Recommended, ...]


def snapshot(
    workspace: Workspace, reader: Reader, row: InterviewRow, language: Language
) -> InterviewSnapshot:
    rows = kept(reader, row)
    found = of_version(row.form, row.form_version)
    run = run_of(workspace, found, rows, language)
    asked = {question.path for question in found.definition.questions if question.answerable}
    leaves = [leaf for leaf in run.leaves() if leaf.relevant and leaf.ref.path in asked]
    names = {question.path: question.name for question in found.definition.questions}
    reckoned = figures(
        found.scoring,
        {names[leaf.ref.path]: leaf.value for leaf in leaves if not leaf.ref.keys and leaf.value},
        {names[leaf.ref.path] for leaf in leaves if not leaf.ref.keys},
    )
    places = {(leaf.ref.path, leaf.ref.keys): leaf.at for leaf in leaves}
    said = _said(rows, places)
    return InterviewSnapshot(
        id=row.id,
        company=row.company,
        status=row.status,
        form=row.form,
        form_version=row.form_version,
        finished_on=row.finished_on,
        answers={leaf.at: leaf.value for leaf in leaves if leaf.value},
        respondents=said,
        disagreements=_disagreements(reader, found, rows, places),
        figures=reckoned,
        recommended=_recommended(found, reckoned, language),
    )


def _said(rows: Kept, places: Mapping[tuple[str, tuple[RepeatKey, ...]], str]) -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = {}
    for row in rows.answers:
        at = places.get((row.question, keys_of(row.instances)))
        if row.respondent and row.value and at is not None:
            said.setdefault(at, {})[row.respondent] = row.value
    return said


def _disagreements(
    reader: Reader,
    found: Questionnaire,
    rows: Kept,
    places: Mapping[tuple[str, tuple[RepeatKey, ...]], str],
) -> tuple[Disagreement, ...]:
    """Where respondents differ and the coach has not set the value since (record.md 6)."""
    said: dict[str, list[tuple[str, str]]] = {}
    newest: dict[str, Stamp] = {}
    settled: dict[str, Stamp] = {}
    for row in rows.answers:
        at = places.get((row.question, keys_of(row.instances)))
        if at is None or not row.value:
            continue
        stamp = reader.set_at(type(row), row.id, "value")
        if row.respondent:
            said.setdefault(at, []).append((row.respondent, row.value))
            newest[at] = max(newest.get(at, stamp), stamp)
        else:
            settled[at] = stamp
    types = {question.path: question.type for question in found.definition.questions}
    by_place = {at: types[path] for (path, _), at in places.items()}
    return disagreements(
        {at: pairs for at, pairs in said.items() if at not in settled or settled[at] <= newest[at]},
        numeric=frozenset(at for at, kind in by_place.items() if kind in ("range", "integer", "decimal")),
        several=frozenset(at for at, kind in by_place.items() if kind == "select_multiple"),
    )


def _recommended(
    found: Questionnaire, reckoned: AnalysisFigures, language: Language
) -> tuple[Recommended, ...]:
    from app.i18n import say

    tag = f"({language})"
    labels = {
        question.name: next(
            (label for name, label in question.labels.items() if name.endswith(tag)), question.name
        )
        for question in found.definition.questions
    }
    choices = {
        (question.name, choice.value): next(
            (label for name, label in choice.labels.items() if name.endswith(tag)), choice.value
        )
        for question in found.definition.questions
        for choice in question.choices
    }

    def words(code: str, params: Mapping[str, str | int]) -> str:
        return say(code, language, **params)

    recommended: list[Recommended] = []
    for figure in reckoned.recommended:
        why: list[str] = []
        for reason in figure.reasons:
            plain = reason.params(language)
            answers = str(plain.get("answer", ""))
            shown = ", ".join(choices.get((reason.question or "", one), one) for one in answers.split())
            why.append(
                words(
                    reason.code,
                    reason.params(
                        language,
                        question=labels.get(reason.question or ""),
                        answer=shown or None,
                    ),
                )
            )
        recommended.append(Recommended(figure.activity, figure.need, figure.coverage, tuple(why)))
    return tuple(recommended)
