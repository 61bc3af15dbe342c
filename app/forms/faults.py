"""The faults of a form while it is read: all are gathered, so that they are shown at once."""

from __future__ import annotations

from app.forms.refusal import FormError, FormRefused


class Faults:
    """A growing list of faults; `check` raises them."""

    def __init__(self) -> None:
        self._found: list[FormError] = []

    def add(
        self,
        line: int | None,
        code: str,
        path: str | None = None,
        part: str | None = None,
        /,
        **params: str | int,
    ) -> None:
        """A fault at a line of the XForm, of a node's property where it belongs to one. The same one
        counts once."""
        params.setdefault("name", path.rpartition("/")[2] if path is not None else "")
        error = FormError(None, line, None, code, params, path, part)
        if error not in self._found:
            self._found.append(error)

    def check(self) -> None:
        """Raises FormRefused with everything found so far, if anything was."""
        if self._found:
            raise FormRefused(tuple(self._found))
