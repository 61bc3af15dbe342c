"""A file that is not read: which one, and why."""

from __future__ import annotations

from app.domain.refusal import Refusal
from app.exchange.shown import shown


class FileRefused(Refusal):
    """A file of the shared folder is refused; nothing of it has been used.

    It is tried again when the file changes. `file` is a path below the shared folder.
    """

    def __init__(self, code: str, file: str, **params: str | int) -> None:
        super().__init__(code, file=shown(file), **params)
        self.file = file


class FileWaits(FileRefused):
    """Nothing is wrong with the file, but something else must come first: another file, a newer program."""
