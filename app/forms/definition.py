"""What a form is: its questions, groups, repeats, texts and languages, compiled once and never changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.forms.program import Program
from app.forms.question import Question, Texts
from app.forms.refusal import FormFault


@dataclass(frozen=True, slots=True)
class Group:
    """A group, the root included; `group` is the group around it, None for the root."""

    path: str
    name: str
    group: str | None
    repeat: str | None
    labels: Texts
    appearance: str = ""
    relevant: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat; `repeat` is the repeat around it, None at the outermost. `starts_with` rows in a new form."""

    path: str
    name: str
    group: str
    repeat: str | None
    labels: Texts
    starts_with: int
    relevant: str | None = None


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A compiled form. `languages` in the form's order; `program` is for the engine alone."""

    id: str
    title: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    questions: tuple[Question, ...]
    groups: tuple[Group, ...]
    repeats: tuple[Repeat, ...]
    program: Program = field(repr=False, compare=False)

    def find(self, name_or_path: str) -> Question:
        """The question of that name or template path.

        Raises FormFault "form.address.unknown", or "form.address.twice" where several questions bear the
        name.
        """
        if name_or_path.startswith("/"):
            found = [question for question in self.questions if question.path == name_or_path]
        else:
            found = [question for question in self.questions if question.name == name_or_path]
        if not found:
            raise FormFault("form.address.unknown", at=name_or_path)
        if len(found) > 1:
            raise FormFault("form.address.twice", at=name_or_path, paths=", ".join(one.path for one in found))
        return found[0]


def language_tag(language: str) -> str:
    """The tag in a language's name: "English (en)" -> "en", "Svenska (sv)" -> "sv", "sv" -> "sv", else ""."""
    inside = language.rpartition("(")[2].rstrip(")").strip() if "(" in language else language.strip()
    return inside if 2 <= len(inside) <= 3 and inside.isalpha() else ""
