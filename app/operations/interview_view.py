"""What pages and the command line see of an interview: frozen, whole, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.domain.analysis import AnalysisFigures, Disagreement, Standing
from app.forms.outcome import RepeatKey, ShownChoice
from app.store.ids import RowId

if TYPE_CHECKING:
    from app.forms.question import QuestionType, Range
    from app.i18n import Language

Missing = Literal["unknown", "declined", "not_applicable", ""]
"""Why a question has no answer: *vet ej*, *vill ej svara*, *ej aktuellt*, or nothing said.

It stands beside the value and never in it: an answer that is there stays there, and one that comes later is taken.
A question that is left out so was asked and not assessed. It counts as not answered in coverage, need and the
sections' figures, exactly as a blank does; it is only shown, and told apart from what nobody has asked yet.
"""
MISSING: tuple[Missing, ...] = ("unknown", "declined", "not_applicable")
"""Their words are `interviews.left_out.<kind>`."""


@dataclass(frozen=True, slots=True)
class Recommended:
    """An activity that the needs speak for, with its reasons in words."""

    activity: str
    need: int | None
    coverage: float | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterviewSnapshot:
    """An interview as it stands. Everything by path with positions, of relevant questions only.

    `answers` in the form's order; `notes` hold texts, `missing` one of `MISSING`.
    """

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
    notes: Mapping[str, str]
    missing: Mapping[str, Missing]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as it stands.

    `at` is its path with positions: what `answer` takes, and its name in steps. A question that is not relevant
    keeps its place among the entries but is not to be shown, and shows nothing of what it keeps; when it is
    relevant again it comes back whole. `answerable` is False for notes between questions and for pictures, until
    pictures can be kept (`type` "image").
    """

    at: str
    name: str
    code: str
    label: str
    hint: str
    anchors: tuple[tuple[int, str], ...]
    """What steps of a scale mean, in full: (0, "ingen matris"), (3, …), (5, …)."""
    type: QuestionType
    choices: tuple[ShownChoice, ...]
    range: Range | None
    appearance: str
    personal: bool
    """Whether its answers are names of people: the office never reads them, and no note is taken here."""
    answerable: bool
    relevant: bool
    required: bool
    value: str
    wrong: str
    """The sentence for an answer that does not hold; a required answer that is missing is not wrong yet."""
    respondents: Mapping[str, str]
    """Role -> what it said; the agreed value is `value`."""
    disagreement: float
    """How far the respondents stand apart, 0 where they agree or the coach has settled it since."""
    note: str
    missing: Missing


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A row of a repeat under its opaque key; `at` has its position, which may change."""

    key: RepeatKey
    at: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeat with its rows, in their order."""

    at: str
    label: str
    relevant: bool
    rows: tuple[RepeatRow, ...]


EntryView = QuestionView | RepeatView


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How a section stands: questions that are relevant and can be answered, in `possible`.

    `left_out` are those without an answer that say why (see `Missing`): they are not in `answered`.
    """

    letter: str
    relevant: bool
    answered: int
    possible: int
    wrong: int
    left_out: int


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: "E", "Kompetens" (at most 22 letters), "Kompetens och personal", and its entries in order."""

    letter: str
    short: str
    title: str
    count: SectionCount
    entries: tuple[EntryView, ...]

    @property
    def relevant(self) -> bool:
        return self.count.relevant

    @property
    def answered(self) -> int:
        return self.count.answered

    @property
    def possible(self) -> int:
        return self.count.possible

    @property
    def wrong(self) -> int:
        return self.count.wrong


@dataclass(frozen=True, slots=True)
class Need:
    """What the answers say of an activity so far, with its reasons in words.

    `answered` of `asked` are the maturity questions of the sections that it weighs; `coverage` is their weighted
    share, 0-1.
    """

    activity: str
    need: int | None
    coverage: float | None
    standing: Standing
    answered: int
    asked: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures as they stand: maturity and coverage by section, needs by activity in the rules' order."""

    analysis: AnalysisFigures
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class InterviewView:
    """All of an interview, whole."""

    id: RowId
    company: RowId
    company_name: str
    status: str
    form: str
    form_version: str
    finished_on: str | None
    language: Language
    sections: tuple[SectionView, ...]
    figures: Figures
    disagreements: tuple[Disagreement, ...]
    """The widest apart first, then in the form's order."""

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def possible(self) -> int:
        return sum(section.possible for section in self.sections)


@dataclass(frozen=True, slots=True)
class InterviewStep:
    """What is otherwise than before an act, and only that.

    First take away `gone`; then put `questions` in their places; a repeat in `repeats` is whole, rows and all.
    None, and nothing in a tuple, mean unchanged. Where `refused` holds a sentence nothing has changed; `stops` are
    the places that it is about, where there are several (a finish that lacks answers).
    """

    questions: tuple[QuestionView, ...] = ()
    """Relevant questions that changed, appeared or moved, in the form's order."""
    gone: tuple[str, ...] = ()
    """Places where there is no relevant question any more."""
    repeats: tuple[RepeatView, ...] = ()
    """Repeats that have other rows than before, or became relevant or not; the outermost only."""
    sections: tuple[SectionCount, ...] = ()
    figures: Figures | None = None
    disagreements: tuple[Disagreement, ...] | None = None
    status: str | None = None
    finished_on: str | None = None
    """Set where `status` is."""
    refused: str | None = None
    stops: tuple[str, ...] = ()
