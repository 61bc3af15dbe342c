"""The global search: companies, answers, notes, people, skills and sessions that hold some words, newest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from app.domain.refusal import Refusal
from app.operations import companies
from app.operations.interview_run import keys_of
from app.operations.questionnaires import of_version
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import (
    ENTITY_OF,
    AnswerRow,
    CompanyRow,
    InterviewRow,
    PersonRow,
    QuestionNoteRow,
    RepeatInstanceRow,
    RespondentNameRow,
    SessionRow,
    SkillGroupRow,
    SkillRow,
    StoredRow,
)

if TYPE_CHECKING:
    from app.i18n import Language
    from app.store.reading import Reader
    from app.store.search import Found

_SHOWN = 160  # letters of a long text
_BEFORE = 40  # of them, before the word that was found
_BETWEEN = " · "


class HitKind(StrEnum):
    """What was found. Names: `search.kind.<kind>`."""

    COMPANY = "company"
    ANSWER = "answer"
    NOTE = "note"
    PERSON = "person"
    SKILL = "skill"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    `id` is its row; of a company, the first of the rows that stand for it. `text` is what holds the words, cut
    around them where it is long; `detail` says what it is: the question, the day, the job. `at`: when it was last
    touched, UTC milliseconds. An answer or a note has its interview, and the question's path with positions.
    """

    kind: HitKind
    id: RowId
    company: RowId
    company_name: str
    text: str
    detail: str
    at: int
    interview: RowId | None = None
    question: str = ""


def catch_up(workspace: Workspace, most_units: int | None = None) -> bool:
    """Index a slice of what the record has gained: for idle moments. Returns whether more is left."""
    from app.store import search

    with workspace.store.connected() as connection:
        if not search.behind(connection):
            return False
    with workspace.store.writing() as connection:
        return search.catch_up(connection, search.MOST_UNITS if most_units is None else most_units)


def find_anywhere(
    workspace: Workspace,
    words: str,
    *,
    most: int = 50,
    language: Language = "sv",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Hit, ...]:
    """What holds all the words, newest first, so many at most; the last word may be the beginning of one.

    What is not in the index yet is indexed first, in slices; `progress` is told how many acts of how many. Answers
    are found whether their question is relevant now or not: what was typed is kept (record.md 6). Of a choice, the
    stored value is looked in and its label is shown.
    """
    from app.store import search
    from app.store.reading import Reader

    if most < 1 or not search.words_of(words):
        return ()
    _index_all(workspace, progress)
    hits: dict[tuple[HitKind, RowId], Hit] = {}
    with workspace.store.connected() as connection:
        shown = _Shown(Reader(connection), search.words_of(words), language)
        found = search.find(connection, words)
        while len(hits) < most and (some := list(islice(found, most))):
            for hit in shown.hits(some):
                hits.setdefault((hit.kind, hit.id), hit)
        found.close()
    return tuple(islice(hits.values(), most))


def _index_all(workspace: Workspace, progress: Callable[[int, int], None] | None) -> None:
    from app.store import search

    with workspace.store.connected() as connection:
        waiting = search.behind(connection)
    done, more = 0, waiting > 0
    while more:
        more = catch_up(workspace)
        done += search.MOST_UNITS
        if progress is not None:
            progress(min(done, waiting) if more else waiting, waiting)


S = TypeVar("S", bound=StoredRow)


class _Shown:
    """Rows that were found, as people read them. Rows of a company that is not there are not shown."""

    def __init__(self, reader: Reader, words: Sequence[str], language: Language) -> None:
        self._reader = reader
        self._language = language
        self._first = {row: group[0] for row, group in companies.groups(reader).items()}
        self._companies = {row.id: row for row in reader.rows(CompanyRow)}
        self._words = words

    @cached_property
    def _sign(self) -> re.Pattern[str]:
        """Where a word begins that was sought."""
        return re.compile("|".join(rf"(?<![^\W_]){re.escape(word)}" for word in self._words), re.IGNORECASE)

    def hits(self, found: Sequence[Found]) -> Iterator[Hit]:
        """The hits of some rows, in their order: one statement an entity."""
        rows: dict[RowId, StoredRow] = {}
        for kind in (SessionRow, AnswerRow, QuestionNoteRow, RespondentNameRow, SkillRow, PersonRow):
            rows |= self._among(kind, found)
        interviews, places = self._interviews(rows.values())
        groups = self._groups(rows.values())
        for one in found:
            row = self._companies.get(one.row) if one.entity == "company" else rows.get(one.row)
            match row:
                case CompanyRow():
                    hit = self._company(row, one.at)
                case SessionRow():
                    text, detail = _joined(row.note, row.next_step), _joined(row.activity, row.date)
                    hit = self._hit(HitKind.SESSION, row.id, row.company, text, detail, one.at)
                case PersonRow():
                    detail = _joined(row.job, row.team)
                    hit = self._hit(HitKind.PERSON, row.id, row.company, row.name, detail, one.at)
                case SkillRow():
                    detail = groups.get(row.skill_group or RowId(b""), "")
                    hit = self._hit(HitKind.SKILL, row.id, row.company, row.name, detail, one.at)
                case AnswerRow() | RespondentNameRow() | QuestionNoteRow():
                    interview = interviews.get(row.interview)
                    hit = self._said(row, interview, places, one.at) if interview is not None else None
                case _:  # gone since, or never born here
                    hit = None
            if hit is not None:
                yield hit

    def _among(self, kind: type[S], found: Sequence[Found]) -> dict[RowId, S]:
        wanted = [one.row for one in found if one.entity == ENTITY_OF[kind]]
        return {row.id: row for row in self._reader.among(kind, "id", wanted)} if wanted else {}

    def _interviews(
        self, rows: Iterable[StoredRow]
    ) -> tuple[Mapping[RowId, InterviewRow], Mapping[str, tuple[str, int]]]:
        """The interviews of answers and notes; and each row of their repeats by its key: its path and position."""
        said = [row for row in rows if isinstance(row, AnswerRow | RespondentNameRow | QuestionNoteRow)]
        interviews = {row.interview for row in said}
        repeated = {row.interview for row in said if row.instances}
        found = self._reader.among(InterviewRow, "id", interviews) if interviews else ()
        beside: dict[tuple[RowId, str, str], int] = {}
        places: dict[str, tuple[str, int]] = {}
        instances = self._reader.among(RepeatInstanceRow, "interview", repeated) if repeated else ()
        for row in sorted(instances, key=lambda row: (row.place, row.id)):
            among = row.interview, row.question, row.instances
            beside[among] = beside.get(among, 0) + 1
            places[row.id.hex()] = row.question, beside[among]
        return {row.id: row for row in found}, places

    def _groups(self, rows: Iterable[StoredRow]) -> dict[RowId, str]:
        wanted = {row.skill_group for row in rows if isinstance(row, SkillRow) and row.skill_group}
        return (
            {row.id: row.name or "" for row in self._reader.among(SkillGroupRow, "id", wanted)}
            if wanted
            else {}
        )

    def _company(self, row: CompanyRow, at: int) -> Hit | None:
        first = self._companies[self._first[row.id]]
        place = next((one for one in companies.municipalities() if one.code == first.municipality), None)
        detail = _joined(
            row.name if row.name != first.name else None,
            first.orgnr or first.serial,
            place.name if place is not None else None,
        )
        return self._hit(HitKind.COMPANY, first.id, first.id, first.name, detail, at)

    def _said(
        self,
        row: AnswerRow | RespondentNameRow | QuestionNoteRow,
        interview: InterviewRow,
        places: Mapping[str, tuple[str, int]],
        at: int,
    ) -> Hit | None:
        address = _address(row.question, row.instances, places)
        if address is None:  # in a row of a repeat that was taken away
            return None
        asked = _asked(interview.form, interview.form_version, self._language).get(row.question)
        if asked is not None and not asked.answerable:  # when the interview began, and the like
            return None
        label = (asked.label if asked is not None else "") or row.question.rpartition("/")[2]
        if isinstance(row, QuestionNoteRow):
            kind, text, detail = HitKind.NOTE, row.note, label
        else:
            kind, text, detail = HitKind.ANSWER, row.value, _joined(label, row.respondent)
            if asked is not None and asked.choices and text:
                text = ", ".join(asked.choices.get(value, value) for value in text.split())
        hit = self._hit(kind, row.id, interview.company, text, detail, at)
        return replace(hit, interview=interview.id, question=address) if hit is not None else None

    def _hit(
        self,
        kind: HitKind,
        row: RowId,
        company: RowId,
        text: str | None,
        detail: str,
        at: int,
    ) -> Hit | None:
        first = self._first.get(company)
        if first is None:
            return None
        name = self._companies[first].name or ""
        return Hit(kind, row, first, name, self._cut(text or ""), detail, at)

    def _cut(self, text: str) -> str:
        """A text in one line; of a long one, the part around the first word that was found."""
        line = " ".join(text.split())
        if len(line) <= _SHOWN:
            return line
        met = self._sign.search(line)
        start = max(met.start() - _BEFORE, 0) if met is not None else 0
        start = min(start, len(line) - _SHOWN)
        return (
            ("…" if start else "")
            + line[start : start + _SHOWN]
            + ("…" if start + _SHOWN < len(line) else "")
        )


def _joined(*parts: str | None) -> str:
    return _BETWEEN.join(part for part in parts if part)


def _address(path: str, instances: str, places: Mapping[str, tuple[str, int]]) -> str | None:
    """A question's path with positions, as an interview shows it; None where one of its rows is not there."""
    address, done = "", 0
    for key in keys_of(instances):
        repeat, position = places.get(key, ("", 0))
        if not position or not path.startswith(f"{repeat}/"):
            return None
        address += f"{path[done : len(repeat)]}[{position}]"
        done = len(repeat)
    return address + path[done:]


@dataclass(frozen=True, slots=True)
class _Question:
    label: str
    answerable: bool
    choices: Mapping[str, str]


@cache
def _asked(form: str, version: str, language: Language) -> Mapping[str, _Question]:
    """The questions of a form by their path; none where this release does not have the form in that version."""
    try:
        definition = of_version(form, version).definition
    except Refusal:
        return {}
    own = next((name for name in definition.languages if name.endswith(f"({language})")), "")

    def words(labels: Mapping[str, str]) -> str:
        return labels.get(own) or labels.get(definition.default_language, "")

    return {
        question.path: _Question(
            words(question.labels),
            question.answerable,
            {choice.value: words(choice.labels) for choice in question.choices},
        )
        for question in definition.questions
    }
