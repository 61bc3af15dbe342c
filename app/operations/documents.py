"""Which documents can be made for a company now. What cannot be made is not offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.domain.collation import swedish_key
from app.domain.competence import SkillKind
from app.i18n import Language, say
from app.operations import companies
from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import CompanyRow, PersonRow, SkillRow

if TYPE_CHECKING:
    from app.reports.sheet import Paper

DocumentKind = Literal["matrix"]
_PAPERS: tuple[Paper, ...] = ("A3", "A4")
_LANGUAGES: tuple[Language, ...] = ("sv", "en")
_FORBIDDEN = frozenset('<>:"/\\|?*')


@dataclass(frozen=True, slots=True)
class DocumentOffer:
    """A document that can be made. `title` is in the document's own language, as is `about` (what it would hold).

    `file_name` is a name to save it under, fit for every system. It is made by `printing.print_matrix`, and shown by
    `printing.matrix_pages`, with this paper and language.
    """

    kind: DocumentKind
    paper: Paper
    language: Language
    title: str
    about: str
    file_name: str


def companies_to_print(workspace: Workspace) -> tuple[tuple[RowId, str], ...]:
    """The companies of which some document can be made here, with their names, in Swedish order."""
    with workspace.reading() as reader:
        people = {row.company for row in reader.rows(PersonRow)}
        skills = {row.company for row in reader.rows(SkillRow)}
        names = {row.id: row.name or "" for row in reader.rows(CompanyRow)}
        groups = dict.fromkeys(companies.groups(reader).values())
    found = [
        (group[0], names.get(group[0], ""))
        for group in groups
        if not people.isdisjoint(group) and not skills.isdisjoint(group)
    ]
    return tuple(sorted(found, key=lambda one: (swedish_key(one[1]), one[0])))


def show_documents(workspace: Workspace, company: str | RowId) -> tuple[DocumentOffer, ...]:
    """What can be made for a company with what this laptop can read. Raises Refusal where there is no company."""
    with workspace.reading() as reader:
        ids = companies.find(reader, company)
        row = reader.row(CompanyRow, ids[0])
        people = sum(len(reader.rows(PersonRow, company=one)) for one in ids)
        kinds = [skill.kind for one in ids for skill in reader.rows(SkillRow, company=one)]
    name = (row.name if row else None) or ""
    if not people or not kinds:
        return ()
    licences = sum(kind == SkillKind.LICENCE for kind in kinds)
    return tuple(
        DocumentOffer(
            kind="matrix",
            paper=paper,
            language=language,
            title=say("printing.matrix.title", language),
            about=say(
                "documents.matrix.about",
                language,
                people=people,
                skills=len(kinds) - licences,
                licences=licences,
            ),
            file_name=_file_name(f"{say('printing.matrix.title', language)} {name} {paper}"),
        )
        for language in _LANGUAGES
        for paper in _PAPERS
    )


def _file_name(text: str) -> str:
    """Without what some system does not take in a name."""
    kept = "".join(" " if sign in _FORBIDDEN or not sign.isprintable() else sign for sign in text)
    return f"{' '.join(kept.split())[:120].rstrip(' .')}.pdf"
