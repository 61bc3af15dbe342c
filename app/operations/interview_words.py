"""What a questionnaire says on screen, read out of its labels and hints once: sections, codes, anchors, choices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.forms.outcome import ShownChoice
from app.operations.questionnaires import Questionnaire, questionnaire

if TYPE_CHECKING:
    from app.forms.question import Question, Texts
    from app.i18n import Language

_SECTION = re.compile(r"([A-ZÅÄÖ])\. (.+)", re.DOTALL)
_CODE = re.compile(r"([A-ZÅÄÖ][0-9]{2}) (.+)", re.DOTALL)
_ANCHOR = re.compile(r"(?:(?P<before>.*[.!?]) )?(?P<at>[0-9]{1,2}) = (?P<words>.+)", re.DOTALL)
_BETWEEN = " · "
SHORTEST = 22
"""The most letters of a section's short title."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question as it is asked. `anchors` say in full what a step of a scale means: (0, "ingen matris")."""

    question: Question
    place: int
    """In the form's order."""
    section: str
    """The path of its section."""
    hint: str
    anchors: tuple[tuple[int, str], ...]
    choices: tuple[ShownChoice, ...]
    shown: bool
    """Whether a person sees it: asked, or a note between questions; nothing calculated."""
    fixed: bool
    """Whether its texts hold no values of other answers."""

    @property
    def counted(self) -> bool:
        """Whether it can be answered here: pictures cannot yet."""
        return self.question.answerable and self.question.type != "image"


@dataclass(frozen=True, slots=True)
class RepeatWords:
    """A repeat and what is in each row of it, in the form's order; `first` is the place of its first question."""

    path: str
    first: int
    entries: tuple[Entry, ...]


Entry = QuestionWords | RepeatWords


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A section: "E", "Kompetens", "Kompetens och personal"."""

    path: str
    letter: str
    short: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FormWords:
    """All of a questionnaire in one language; `labels` and `choices` by question name, codes included."""

    sections: tuple[SectionWords, ...]
    questions: Mapping[str, QuestionWords]
    labels: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]


def split_label(label: str) -> tuple[str, str]:
    """ "E04 Hur går upplärning till?" -> ("E04", "Hur går upplärning till?"); without a code ("", label)."""
    found = _CODE.fullmatch(label)
    return (found[1], found[2]) if found else ("", label)


def split_hint(hint: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """A hint without its anchors, and those: "0 = … · 3 = … · 5 = … · Lämna tomt …" (needs-analysis 4)."""
    rest: list[str] = []
    anchors: list[tuple[int, str]] = []
    for part in hint.split(_BETWEEN):
        found = _ANCHOR.fullmatch(part)
        if found is None:
            rest.append(part)
            continue
        if found["before"]:
            rest.append(found["before"])
        anchors.append((int(found["at"]), found["words"]))
    return (_BETWEEN.join(rest), tuple(anchors)) if anchors else (hint, ())


def in_language(texts: Texts, language: Language, without: str = "") -> str:
    """The text of a language; `without` where the form does not speak it."""
    tag = f"({language})"
    return next((text for name, text in texts.items() if name.endswith(tag)), without)


def words_of(found: Questionnaire, language: Language) -> FormWords:
    """The words of a questionnaire, made once for each language."""
    return _words(found.id, language)


@cache
def _words(form: str, language: Language) -> FormWords:
    found = questionnaire(form)
    definition = found.definition
    root = next(group for group in definition.groups if group.group is None)
    tops = [group for group in definition.groups if group.group == root.path]
    questions: dict[str, QuestionWords] = {}
    for place, question in enumerate(definition.questions):
        top = next((group for group in tops if question.path.startswith(f"{group.path}/")), root)
        questions[question.path] = _question(question, place, top.path, language)
    sections: list[SectionWords] = []
    for group in (root, *tops):
        own = [words for words in questions.values() if words.section == group.path and words.shown]
        if not any(words.question.answerable for words in own):
            continue  # what the form reckons for itself
        label = in_language(group.labels, language, group.name)
        match = _SECTION.fullmatch(label)
        letter, title = (match[1], match[2]) if match else ("", label)
        short = found.short.get(letter, {}).get(language, title)
        sections.append(SectionWords(group.path, letter, short, title, _entries(found, own, None)))
    return FormWords(
        sections=tuple(sections),
        questions=questions,
        labels={
            question.name: in_language(question.labels, language, question.name)
            for question in definition.questions
        },
        choices={
            (question.name, choice.value): in_language(choice.labels, language, choice.value)
            for question in definition.questions
            for choice in question.choices
        },
    )


def _question(question: Question, place: int, section: str, language: Language) -> QuestionWords:
    hint = in_language(question.hints, language)
    kept, anchors = split_hint(hint) if question.type == "range" else (hint, ())
    return QuestionWords(
        question=question,
        place=place,
        section=section,
        hint=kept,
        anchors=anchors,
        choices=tuple(
            ShownChoice(choice.value, in_language(choice.labels, language, choice.value))
            for choice in question.choices
        ),
        shown=question.answerable or question.type == "note",
        fixed="${" not in hint + in_language(question.labels, language),
    )


def _entries(found: Questionnaire, own: list[QuestionWords], inside: str | None) -> tuple[Entry, ...]:
    """Questions of a section, or of a repeat in it, each repeat where its first question stands."""
    around = {repeat.path: repeat.repeat for repeat in found.definition.repeats}
    entries: list[Entry] = []
    done: set[str] = set()
    for words in own:
        at = words.question.repeat
        if at == inside:
            entries.append(words)
            continue
        while at is not None and around[at] != inside:
            at = around[at]
        if at is None or at in done:
            continue
        done.add(at)
        within = [one for one in own if one.question.path.startswith(f"{at}/")]
        entries.append(RepeatWords(at, words.place, _entries(found, within, at)))
    return tuple(entries)
