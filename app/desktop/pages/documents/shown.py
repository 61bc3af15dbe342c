"""What the page reads: the companies, what can be made of the chosen one, and the pages of the chosen document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n import Language
    from app.operations.documents import DocumentOffer
    from app.operations.workspace import Workspace
    from app.reports.matrix import MatrixPages
    from app.reports.sheet import Paper


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person has chosen. `company` is an id as text, "" for the first of which something can be made."""

    company: str
    paper: Paper
    language: Language


@dataclass(frozen=True, slots=True)
class DocumentsShown:
    """`companies`: id as text and name. `offers` are empty, and `offer` and `pages` None, where nothing can be made.

    `offer` is the one that `wish` means; `title` names document and company.
    """

    companies: tuple[tuple[str, str], ...]
    company: str
    company_name: str
    wish: Wish
    offers: tuple[DocumentOffer, ...]
    offer: DocumentOffer | None
    pages: MatrixPages | None
    title: str


def read_documents(workspace: Workspace, wish: Wish) -> DocumentsShown:
    """Read on the worker; everything is measured here, so that drawing a page reads nothing."""
    from app.operations.companies import find
    from app.operations.documents import companies_to_print, show_documents
    from app.operations.printing import matrix_pages
    from app.store.rows import CompanyRow

    known = tuple((id.hex(), name) for id, name in companies_to_print(workspace))
    company = wish.company or "".join(id for id, _ in known[:1])
    if not company:
        return DocumentsShown(known, "", "", wish, (), None, None, "")
    with workspace.reading() as reader:
        row = reader.row(CompanyRow, find(reader, company)[0])
    name = (row.name if row is not None else None) or ""
    offers = show_documents(workspace, company)
    offer = next((one for one in offers if (one.paper, one.language) == (wish.paper, wish.language)), None)
    if offer is None:
        return DocumentsShown(known, company, name, wish, offers, None, None, "")
    pages, title = matrix_pages(workspace, company, offer.paper, offer.language)
    return DocumentsShown(known, company, name, wish, offers, offer, pages, title)
