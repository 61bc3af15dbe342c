"""Which page takes a file that was dropped on the window."""

from __future__ import annotations

from pathlib import Path

from app.desktop.places import PageName

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})
INVITATION = ".inbjudan"
"""What the office's invitations are called in the window; what a file is, its bytes say."""


def taker(file: Path) -> PageName | None:
    """A workbook is a matrix; a folder is the shared folder; an invitation is explained; nothing else is taken.

    A folder is told by its name having no ending: the disk is not asked on the main thread.
    """
    ending = file.suffix.casefold()
    if ending in _WORKBOOKS:
        return "competence"
    if not ending or ending == INVITATION:
        return "exchange"
    return None
