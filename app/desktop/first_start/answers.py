"""What the person has answered so far, and what is wrong with it. Kept apart from the widgets, which come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.arrival import ArrivalSnapshot, InvitedSnapshot

Way = Literal["", "invited", "office", "practice"]
StepName = Literal["way", "where", "who"]
FieldName = Literal[
    "way",
    "invitation",
    "words",
    "shared",
    "programme",
    "name",
    "organisation",
    "keychain",
    "passphrase",
    "again",
    "all",
]
"""Where something can be wrong; "all" is no field, but the whole."""

WORDS = 6
STEPS: tuple[StepName, ...] = ("way", "where", "who")
STEP_OF: dict[FieldName, StepName] = {
    "way": "way",
    "invitation": "way",
    "words": "where",
    "shared": "where",
    "programme": "where",
    "name": "who",
    "organisation": "who",
    "keychain": "who",
    "passphrase": "who",
    "again": "who",
}
# The first fitting start of a refusal's code says at which field it stands.
_FIELD_OF: tuple[tuple[str, FieldName], ...] = (
    ("exchange.words.", "words"),
    ("exchange.invitation.", "invitation"),
    ("enrolment.no_file", "invitation"),
    ("exchange.folder.", "shared"),
    ("exchange.project.", "shared"),
    ("exchange.file.", "shared"),
    ("enrolment.project_there", "shared"),
    ("enrolment.profile_shared", "shared"),
    ("programmes.", "programme"),
    ("exchange.name.", "name"),
    ("domain.personal_number", "name"),
    ("vault.keychain.", "keychain"),
    ("vault.no_way", "keychain"),
    ("vault.passphrase.", "passphrase"),
)


def field_of(refused: Refusal) -> FieldName:
    """The field at which a refusal of the whole work is to be shown."""
    return next((name for start, name in _FIELD_OF if refused.code.startswith(start)), "all")


@dataclass(slots=True)
class Answers:
    """Everything typed, as typed. `wrong` holds refusals rather than sentences: the language may change."""

    way: Way = ""
    invitation: Path | None = None
    words: list[str] = field(default_factory=lambda: [""] * WORDS)
    shared: str = ""
    programme: Path | None = None
    name: str = ""
    organisation: str = ""
    use_keychain: bool = True
    passphrase: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    wrong: dict[FieldName, Refusal] = field(default_factory=dict)
    known: ArrivalSnapshot | None = None
    invited: InvitedSnapshot | None = None

    @property
    def in_keychain(self) -> bool:
        """Whether the system's keychain shall have the keys: it answers, and the person wants it."""
        return self.use_keychain and self.known is not None and self.known.keychain

    def wrong_at(self, step: StepName) -> bool:
        return any(STEP_OF.get(name) == step for name in self.wrong)
