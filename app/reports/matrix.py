"""The printed competence matrix: `MatrixPrint` in, a PDF on A3 or A4 landscape out."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.domain.refusal import Refusal
from app.drawing.licence_glyph import LicenceMark
from app.drawing.paper import PaperSurface
from app.paths import resource
from app.reports.matrix_facts import (
    Cell,
    EuBlock,
    MatrixPrint,
    Person,
    Printed,
    ScaleStep,
    Skill,
    SkillGroup,
    Team,
    Totals,
)
from app.reports.matrix_pages import MatrixPages, facts_line, plan_matrix
from app.reports.sheet import Paper

__all__ = [
    "Cell",
    "EuBlock",
    "LicenceMark",
    "MatrixPages",
    "MatrixPrint",
    "Paper",
    "Person",
    "Printed",
    "ScaleStep",
    "Skill",
    "SkillGroup",
    "Team",
    "Totals",
    "draw_matrix",
    "plan_matrix",
]


def draw_matrix(matrix: MatrixPrint, out: BinaryIO | Path, paper: Paper = "A3") -> Printed:
    """Writes the matrix as a PDF; the same input gives the same bytes.

    `out`: a stream, written to and left open, or a path, replaced only when the whole file is there.
    Raises Refusal: `reports.matrix.empty` without people or skills, `reports.out.unwritable`.
    Raises ValueError where a person's cells do not match the skills.
    """
    buffer = BytesIO()
    surface = PaperSurface(
        buffer, resource("fonts"), language="sv-SE" if matrix.language == "sv" else "en-GB"
    )
    pages = plan_matrix(matrix, paper, surface)
    _describe(matrix, surface)
    for page in range(pages.count):
        surface.begin_page(*pages.size, bookmark=pages.bookmark(page))
        pages.draw(surface, page)
        surface.end_page()
    surface.finish()
    data = buffer.getvalue()
    _deliver(data, out)
    return Printed(
        pages=surface.pages,
        sha256=hashlib.sha256(data).hexdigest(),
        missing=tuple(sorted(surface.missing)),
        shortened=pages.shortened,
    )


def _describe(matrix: MatrixPrint, surface: PaperSurface) -> None:
    surface.describe(
        title=f"{matrix.title} – {matrix.company}",
        author=matrix.company,
        subject=", ".join(facts_line(matrix)),
        keywords=f"{matrix.document_id}, {matrix.state_hash}",
        creator="SIMMITT",
    )


def _deliver(data: bytes, out: BinaryIO | Path) -> None:
    if not isinstance(out, Path):
        out.write(data)
        return
    beside = out.with_name(f"~{out.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        os.replace(beside, out)
    except OSError as error:
        with suppress(OSError):  # Nothing of it may be there; the first error is the one to tell.
            beside.unlink()
        raise Refusal(
            "reports.out.unwritable", path=str(out), reason=error.strerror or type(error).__name__
        ) from error
