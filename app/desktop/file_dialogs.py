"""The system's own dialogs: for a file, a folder, a name to save under, and a printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def ask_for_file(parent: QWidget, title: str, kind: str = "", pattern: str = "*") -> Path | None:
    """A file that is there; None where the person thought better of it. `kind` names the pattern."""
    kinds = f"{kind} ({pattern})" if kind else ""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def ask_for_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(name) if name else None


def ask_where_to_save(parent: QWidget, title: str, name: str, kind: str, ending: str) -> Path | None:
    """A file to be written; the dialog itself asks before another one is replaced. `ending` as ".pdf"."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, f"{kind} (*{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == ending else path.with_name(path.name + ending)


def ask_for_printer(parent: QWidget, title: str, printer: QPrinter, pages: int) -> bool:
    """Whether the person wants to print; the printer then is as they have set it."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    wanted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    return wanted
