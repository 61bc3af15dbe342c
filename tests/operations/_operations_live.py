"""A step put into the view that came before it, as a page does it; and looks into a view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.operations.interview_view import (
    EntryView,
    InterviewStep,
    InterviewView,
    QuestionView,
    RepeatView,
)


def questions(view: InterviewView) -> dict[str, QuestionView]:
    """Every question by place, relevant or not."""
    return {one.at: one for section in view.sections for one in _questions(section.entries)}


def repeat(view: InterviewView, at: str) -> RepeatView:
    return next(one for section in view.sections for one in _repeats(section.entries) if one.at == at)


def _questions(entries: tuple[EntryView, ...]) -> Iterator[QuestionView]:
    for entry in entries:
        if isinstance(entry, RepeatView):
            for row in entry.rows:
                yield from _questions(row.entries)
        else:
            yield entry


def _repeats(entries: tuple[EntryView, ...]) -> Iterator[RepeatView]:
    for entry in entries:
        if isinstance(entry, RepeatView):
            yield entry
            for row in entry.rows:
                yield from _repeats(row.entries)


def after(view: InterviewView, step: InterviewStep) -> InterviewView:
    """What is gone is hidden, whole repeats are put in, then the questions."""
    counts = {count.letter: count for count in step.sections}
    gone = set(step.gone)
    repeats = {one.at: one for one in step.repeats}
    said = {one.at: one for one in step.questions}

    def put(entries: tuple[EntryView, ...]) -> tuple[EntryView, ...]:
        found: list[EntryView] = []
        for entry in entries:
            if isinstance(entry, RepeatView):
                entry = repeats.get(entry.at, entry)
                rows = tuple(replace(row, entries=put(row.entries)) for row in entry.rows)
                found.append(replace(entry, rows=rows))
            elif entry.at in said:
                found.append(said[entry.at])
            elif entry.at in gone:
                found.append(hidden(entry))
            else:
                found.append(entry)
        return tuple(found)

    return replace(
        view,
        sections=tuple(
            replace(section, count=counts.get(section.letter, section.count), entries=put(section.entries))
            for section in view.sections
        ),
        figures=step.figures if step.figures is not None else view.figures,
        disagreements=step.disagreements if step.disagreements is not None else view.disagreements,
        status=step.status if step.status is not None else view.status,
        finished_on=step.finished_on if step.status is not None else view.finished_on,
    )


def hidden(view: QuestionView) -> QuestionView:
    return replace(
        view, relevant=False, value="", wrong="", respondents={}, disagreement=0.0, note="", missing=""
    )
