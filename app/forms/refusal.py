"""What a form is refused for, and what a run is asked for that does not exist: codes with parameters.

The sentences of the codes stand in `resources/translations/forms.toml`; this room never writes a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class FormError:
    """One fault of a form and where it stands.

    From a workbook: `sheet`, `row` (as the spreadsheet counts, the head is 1) and `column` (its heading).
    From an XForm: `sheet` and `column` are None and `row` is the line in the file. `path` and `part` name the
    node and the property (relevant, constraint, calculation, ...) where the fault belongs to one.
    """

    sheet: str | None
    row: int | None
    column: str | None
    code: str
    params: Params = field(default_factory=dict)
    path: str | None = None
    part: str | None = None


class FormRefused(Exception):
    """The form cannot be used; `errors` holds everything that was found, in form order, and is never
    empty."""

    def __init__(self, errors: tuple[FormError, ...]) -> None:
        super().__init__("; ".join(f"{error.code} {dict(error.params)}" for error in errors))
        self.errors = errors


class FormFault(Exception):
    """A call names something that the form or the run does not have; nothing has changed."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params
