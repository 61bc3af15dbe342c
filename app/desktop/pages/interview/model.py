"""What the page shows of an interview: the view that came from the worker, and every step since put into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from app.operations.interview_view import (
        EntryView,
        Figures,
        InterviewStep,
        InterviewView,
        QuestionView,
        RepeatView,
        SectionView,
    )

FINISHED = "finished"


def is_repeat(entry: EntryView) -> TypeGuard[RepeatView]:
    return hasattr(entry, "rows")


def is_question(entry: EntryView) -> TypeGuard[QuestionView]:
    return not hasattr(entry, "rows")


def questions_of(entries: tuple[EntryView, ...]) -> Iterator[QuestionView]:
    """Every question that is shown, rows of repeats included, in order."""
    for entry in entries:
        if is_repeat(entry):
            if entry.relevant:
                for row in entry.rows:
                    yield from questions_of(row.entries)
        elif is_question(entry) and entry.relevant:
            yield entry


def asked_of(section: SectionView) -> tuple[QuestionView, ...]:
    """The questions of a section that can be answered now."""
    return tuple(question for question in questions_of(section.entries) if question.answerable)


class Shown:
    """The interview as the page has it. Sections are kept by letter, in the form's order."""

    def __init__(self, view: InterviewView) -> None:
        self.view = view
        self.sections: list[SectionView] = []
        self._place: dict[str, int] = {}
        self.status = view.status
        self.finished_on = view.finished_on
        self.figures: Figures = view.figures
        self.disagreements = view.disagreements
        for section in view.sections:
            self.sections.append(section)
            self._learn(len(self.sections) - 1, section.entries)

    @property
    def finished(self) -> bool:
        return self.status == FINISHED

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections if section.relevant)

    @property
    def possible(self) -> int:
        return sum(section.possible for section in self.sections if section.relevant)

    def section(self, letter: str) -> SectionView | None:
        return next((section for section in self.sections if section.letter == letter), None)

    def relevant(self) -> list[SectionView]:
        return [section for section in self.sections if section.relevant]

    def letter_of(self, at: str) -> str:
        """The section in which a place is; "" where there is no such place."""
        number = self._place.get(at)
        return self.sections[number].letter if number is not None else ""

    def question(self, at: str) -> QuestionView | None:
        number = self._place.get(at)
        if number is None:
            return None
        return next((one for one in questions_of(self.sections[number].entries) if one.at == at), None)

    def find(self, named: str) -> str:
        """The place of a question by its place, name or code; "" where it is not shown now."""
        wanted = named.casefold()
        for section in self.relevant():
            for question in questions_of(section.entries):
                if question.at == named or wanted in (question.name.casefold(), question.code.casefold()):
                    return question.at
        return ""

    def first_of_last_row(self, repeat: str) -> str:
        """The place of the first question in the newest row of a repeat; "" where there is none."""
        number = self._place.get(repeat)
        for entry in self.sections[number].entries if number is not None else ():
            if is_repeat(entry) and entry.at == repeat and entry.rows:
                return next((one.at for one in questions_of(entry.rows[-1].entries) if one.answerable), "")
        return ""

    def roles(self) -> tuple[str, ...]:
        """Everybody who has said something, in the order of the questions."""
        found: dict[str, None] = {}
        for section in self.sections:
            for question in questions_of(section.entries):
                found.update(dict.fromkeys(question.respondents))
        return tuple(found)

    def apply(self, step: InterviewStep) -> frozenset[str]:
        """Put a step in. Returns the letters of the sections that are otherwise now."""
        touched: set[int] = set()
        for at in step.gone:
            number = self._place.get(at)
            if number is not None:
                self._put(number, at, None)
                touched.add(number)
        for repeat in step.repeats:
            number = self._place.get(repeat.at)
            if number is not None:
                self._put(number, repeat.at, repeat)
                self._learn(number, (repeat,))
                touched.add(number)
        for question in step.questions:
            number = self._place.get(question.at)
            if number is not None:
                self._put(number, question.at, question)
                touched.add(number)
        for count in step.sections:
            for number, section in enumerate(self.sections):
                if section.letter == count.letter and section.count != count:
                    self.sections[number] = dataclasses.replace(section, count=count)
                    touched.add(number)
        if step.figures is not None:
            self.figures = step.figures
        if step.disagreements is not None:
            self.disagreements = step.disagreements
        if step.status is not None:
            self.status, self.finished_on = step.status, step.finished_on
        return frozenset(self.sections[number].letter for number in touched)

    def _learn(self, number: int, entries: tuple[EntryView, ...]) -> None:
        for entry in entries:
            self._place[entry.at] = number
            if is_repeat(entry):
                for row in entry.rows:
                    self._learn(number, row.entries)

    def _put(self, number: int, at: str, new: EntryView | None) -> None:
        section = self.sections[number]
        entries = _with(section.entries, at, new)
        if entries is not section.entries:
            self.sections[number] = dataclasses.replace(section, entries=entries)


def _with(entries: tuple[EntryView, ...], at: str, new: EntryView | None) -> tuple[EntryView, ...]:
    """The entries with one replaced; without `new`, with it no longer relevant."""
    for number, entry in enumerate(entries):
        if entry.at == at:
            put = new if new is not None else dataclasses.replace(entry, relevant=False)
            return (*entries[:number], put, *entries[number + 1 :])
        if is_repeat(entry) and at.startswith(f"{entry.at}["):
            for place, row in enumerate(entry.rows):
                inner = _with(row.entries, at, new)
                if inner is not row.entries:
                    changed = dataclasses.replace(row, entries=inner)
                    rows = (*entry.rows[:place], changed, *entry.rows[place + 1 :])
                    return (*entries[:number], dataclasses.replace(entry, rows=rows), *entries[number + 1 :])
    return entries
