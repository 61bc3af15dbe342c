"""Workbooks in: competence matrices as companies keep them, read without guessing.

For: turning any company's xlsx matrix into people, skills, values, requirements and open questions.
Always true: personal identity numbers, health, leave and birthdays are gone before anything else looks at a
cell; what cannot be known is a question, never a value shown as certain; nothing in a workbook is executed;
a reading is a frozen value, and answering gives a new one. The JSON has the shape of the samples' README.
Order of work: cells -> legend -> frames (where is the matrix) -> marks (scale) -> values and questions.
Must not know: the store, companies, people already registered, screens, reports.
"""

from app.workbooks.json_shape import as_json
from app.workbooks.reading import (
    Answer,
    Ask,
    AsTyped,
    Blank,
    Certificate,
    Held,
    Level,
    MatrixReading,
    NotHeld,
    Question,
    Value,
    WorkbookReading,
)
from app.workbooks.workbook import answer, read_workbook

__all__ = [
    "Answer",
    "AsTyped",
    "Ask",
    "Blank",
    "Certificate",
    "Held",
    "Level",
    "MatrixReading",
    "NotHeld",
    "Question",
    "Value",
    "WorkbookReading",
    "answer",
    "as_json",
    "read_workbook",
]
