"""A sheet as the command line shows it: answers, voices, figures and reasons, of relevant questions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.operations.interview_reasons import recommended
from app.operations.interview_view import InterviewSnapshot
from app.operations.interview_words import words_of

if TYPE_CHECKING:
    from app.forms.outcome import NodeRef
    from app.operations.interview_sheet import Sheet


def snapshot(sheet: Sheet) -> InterviewSnapshot:
    """All of an interview. Disagreements: the widest apart first, then in the order of their rows."""
    words = words_of(sheet.found, sheet.language)
    leaves = [
        leaf
        for leaf in sheet.run.leaves()
        if leaf.relevant and words.questions[leaf.ref.path].question.answerable
    ]
    places = {leaf.ref: leaf.at for leaf in leaves}
    reckoned = sheet.figures()
    spoken = sorted((ref for ref in places if sheet.heard(ref)), key=lambda ref: _first_row(sheet, ref))
    found = [one for ref in spoken if (one := sheet.disagreement(ref, places[ref])) is not None]
    noted = [(leaf.at, note) for leaf in leaves if (note := sheet.note(leaf.ref)) is not None]
    return InterviewSnapshot(
        id=sheet.id,
        company=sheet.row.company,
        status=sheet.status,
        form=sheet.row.form,
        form_version=sheet.row.form_version,
        finished_on=sheet.finished_on,
        answers={leaf.at: leaf.value for leaf in leaves if leaf.value},
        respondents={places[ref]: {role: voice.value for role, voice in sheet.heard(ref)} for ref in spoken},
        disagreements=tuple(sorted(found, key=lambda one: -one.distance)),
        figures=reckoned,
        recommended=recommended(words, reckoned, sheet.language),
        notes={at: note.note for at, note in noted if note.note},
        missing={at: note.missing for at, note in noted if note.missing},
    )


def _first_row(sheet: Sheet, ref: NodeRef) -> tuple[bool, bytes]:
    return ref.path in sheet.found.personal, sheet.heard(ref)[0][1].row
