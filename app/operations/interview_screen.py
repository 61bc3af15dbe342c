"""What a page shows of a sheet, kept question by question: the whole view, and after an act what is otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from app.forms.outcome import NodeRef, RepeatKey
from app.operations.interview_reasons import in_words
from app.operations.interview_view import (
    EntryView,
    Figures,
    InterviewStep,
    InterviewView,
    QuestionView,
    RepeatRow,
    RepeatView,
    SectionCount,
    SectionView,
)
from app.operations.interview_words import Entry, QuestionWords, RepeatWords, split_label, words_of

if TYPE_CHECKING:
    from app.domain.analysis import Disagreement
    from app.operations.interview_sheet import Sheet
    from app.store.ids import RowId

_POSITION = re.compile(r"\[([0-9]+)\]")
_NOTHING = (0, 0, 0, 0)


class Screen:
    """The questions of a sheet as they are shown, with the sections' counts, kept up by `step`."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._words = words_of(sheet.found, sheet.language)
        self._repeats = {
            repeat.path: repeat for section in self._words.sections for repeat in _repeats(section.entries)
        }
        self._first = {
            words.question.path: entry.first
            for section in self._words.sections
            for entry in section.entries
            if isinstance(entry, RepeatWords)
            for words in _asked(entry.entries)
        }
        self._views: dict[NodeRef, QuestionView] = {}
        self._differ: dict[NodeRef, Disagreement] = {}
        self._tally: dict[str, tuple[int, int, int, int]] = {}
        for section in self._words.sections:
            for ref in self._refs(section.entries, ()):
                self._keep(ref, self._question(ref))
        self._counts = self._count()
        self._analysis = sheet.figures()
        self._figures = in_words(sheet.found, self._words, self._analysis, sheet.language)

    def view(self, company: RowId, name: str) -> InterviewView:
        """All of it as it stands."""
        sheet = self._sheet
        return InterviewView(
            id=sheet.id,
            company=company,
            company_name=name,
            status=sheet.status,
            form=sheet.row.form,
            form_version=sheet.row.form_version,
            finished_on=sheet.finished_on,
            language=sheet.language,
            sections=tuple(
                SectionView(
                    section.letter,
                    section.short,
                    section.title,
                    self._counts[section.path],
                    self._entries(section.entries, ()),
                )
                for section in self._words.sections
            ),
            figures=self._figures,
            disagreements=self._disagreements(),
        )

    def step(self, nodes: Iterable[NodeRef], *, status: bool) -> InterviewStep:
        """What is otherwise now, where these nodes of the run may be; `status` where that may be too."""
        told = set(nodes)
        repeats = self._told_repeats(told)
        was = {ref for ref in self._views if any(_inside(ref, repeat) for repeat in repeats)}
        now = {ref for repeat in repeats for ref in self._rows(self._repeats[repeat.path], repeat.keys)}
        refs = {ref for ref in told if ref in self._views} | was | now
        differed = dict(self._differ)
        changed: list[tuple[tuple[int, ...], QuestionView]] = []
        left: set[str] = set()
        here: set[str] = set()
        for ref in refs:
            old = self._views.get(ref)
            new = self._question(ref) if ref in now or ref not in was else None
            self._keep(ref, new)
            if old is not None and old.relevant:
                left.add(old.at)
            if new is not None and new.relevant:
                here.add(new.at)
                if new != old:
                    changed.append((self._order(ref, new.at), new))
        return InterviewStep(
            questions=tuple(view for _, view in sorted(changed, key=lambda one: one[0])),
            gone=tuple(sorted(left - here)),
            repeats=tuple(self._repeat(self._repeats[repeat.path], repeat.keys) for repeat in repeats),
            sections=self._new_counts(),
            figures=self._new_figures(),
            disagreements=self._disagreements() if self._differ != differed else None,
            status=self._sheet.status if status else None,
            finished_on=self._sheet.finished_on if status else None,
        )

    def named(self, at: str) -> str:
        """A place as people know it: the code of its question, else its label, else the place."""
        found = next((view for view in self._views.values() if at in (view.at, view.name)), None)
        return at if found is None else found.code or found.label or at

    # --- one question ---

    def _question(self, ref: NodeRef) -> QuestionView:
        sheet, words = self._sheet, self._words.questions[ref.path]
        question = words.question
        leaf = sheet.run.leaf(ref)
        code, label = split_label(leaf.label)
        shown = leaf.relevant
        differs = sheet.disagreement(ref, leaf.at) if shown else None
        note = sheet.note(ref) if shown else None
        return QuestionView(
            at=leaf.at,
            name=question.name,
            code=code,
            label=label,
            hint=words.hint if words.fixed else sheet.run.hint(ref),
            anchors=words.anchors,
            type=question.type,
            choices=words.choices,
            range=question.range,
            appearance=question.appearance,
            personal=ref.path in sheet.found.personal,
            answerable=words.counted,
            relevant=shown,
            required=leaf.required,
            value=leaf.value,
            wrong=leaf.message if leaf.value else "",
            respondents={role: voice.value for role, voice in sheet.heard(ref)} if shown else {},
            disagreement=differs.distance if differs is not None else 0.0,
            note=note.note if note is not None else "",
            missing=note.missing if note is not None else "",
        )

    def _keep(self, ref: NodeRef, new: QuestionView | None) -> None:
        """Put a question in the place of what it was, in the tally of its section too."""
        old = self._views.pop(ref, None)
        section = self._words.questions[ref.path].section
        minus, plus = _counted(old), _counted(new)
        if minus != plus:
            a, b, c, d = self._tally.get(section, _NOTHING)
            self._tally[section] = (
                a + plus[0] - minus[0],
                b + plus[1] - minus[1],
                c + plus[2] - minus[2],
                d + plus[3] - minus[3],
            )
        self._differ.pop(ref, None)
        if new is not None:
            self._views[ref] = new
            if new.disagreement and (found := self._sheet.disagreement(ref, new.at)) is not None:
                self._differ[ref] = found

    # --- in the form's order ---

    def _refs(self, entries: Iterable[Entry], keys: tuple[RepeatKey, ...]) -> Iterator[NodeRef]:
        for entry in entries:
            if isinstance(entry, RepeatWords):
                yield from self._rows(entry, keys)
            else:
                yield NodeRef(entry.question.path, keys)

    def _rows(self, repeat: RepeatWords, keys: tuple[RepeatKey, ...]) -> Iterator[NodeRef]:
        for key in self._sheet.run.rows(NodeRef(repeat.path, keys)):
            yield from self._refs(repeat.entries, (*keys, key))

    def _entries(self, entries: Iterable[Entry], keys: tuple[RepeatKey, ...]) -> tuple[EntryView, ...]:
        return tuple(
            self._repeat(entry, keys)
            if isinstance(entry, RepeatWords)
            else self._views[NodeRef(entry.question.path, keys)]
            for entry in entries
        )

    def _repeat(self, repeat: RepeatWords, keys: tuple[RepeatKey, ...]) -> RepeatView:
        run, ref = self._sheet.run, NodeRef(repeat.path, keys)
        at = run.path(ref)
        return RepeatView(
            at=at,
            label=run.label(ref),
            relevant=run.is_relevant(ref),
            rows=tuple(
                RepeatRow(key, f"{at}[{position}]", self._entries(repeat.entries, (*keys, key)))
                for position, key in enumerate(run.rows(ref), 1)
            ),
        )

    def _told_repeats(self, told: Iterable[NodeRef]) -> list[NodeRef]:
        """The repeats among some nodes, the outermost only."""
        found = [node for node in told if node.path in self._repeats]
        outer = [node for node in found if not any(_inside(node, other) for other in found)]
        return sorted(outer, key=lambda node: (self._repeats[node.path].first, node.keys))

    def _order(self, ref: NodeRef, at: str) -> tuple[int, ...]:
        """Sorts questions as they stand on the page, rows one after another."""
        place = self._words.questions[ref.path].place
        if not ref.keys:
            return (place,)
        return (self._first[ref.path], *(int(position) for position in _POSITION.findall(at)), place)

    # --- counts and figures ---

    def _count(self) -> dict[str, SectionCount]:
        return {
            section.path: SectionCount(
                section.letter,
                self._sheet.run.is_relevant(NodeRef(section.path)),
                *self._tally.get(section.path, _NOTHING),
            )
            for section in self._words.sections
        }

    def _new_counts(self) -> tuple[SectionCount, ...]:
        before, self._counts = self._counts, self._count()
        return tuple(count for path, count in self._counts.items() if count != before[path])

    def _new_figures(self) -> Figures | None:
        analysis = self._sheet.figures()
        if analysis is self._analysis:
            return None
        before, self._analysis = self._figures, analysis
        self._figures = in_words(self._sheet.found, self._words, analysis, self._sheet.language, before)
        return self._figures if self._figures != before else None

    def _disagreements(self) -> tuple[Disagreement, ...]:
        found = sorted(
            self._differ.items(), key=lambda one: (-one[1].distance, self._order(one[0], one[1].at))
        )
        return tuple(one for _, one in found)


def _repeats(entries: Iterable[Entry]) -> Iterator[RepeatWords]:
    """Repeats among some entries, those inside others too."""
    for entry in entries:
        if isinstance(entry, RepeatWords):
            yield entry
            yield from _repeats(entry.entries)


def _asked(entries: Iterable[Entry]) -> Iterator[QuestionWords]:
    for entry in entries:
        if isinstance(entry, RepeatWords):
            yield from _asked(entry.entries)
        else:
            yield entry


def _inside(ref: NodeRef, repeat: NodeRef) -> bool:
    return ref.path.startswith(f"{repeat.path}/") and ref.keys[: len(repeat.keys)] == repeat.keys


def _counted(view: QuestionView | None) -> tuple[int, int, int, int]:
    """What a question adds to its section: answered, possible, wrong, left out."""
    if view is None or not (view.relevant and view.answerable):
        return _NOTHING
    answered = bool(view.value)
    return int(answered), 1, int(bool(view.wrong)), int(not answered and bool(view.missing))
