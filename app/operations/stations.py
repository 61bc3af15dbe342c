"""This laptop as the exchange sees it."""

from __future__ import annotations

import secrets as system_random
from typing import TYPE_CHECKING

from app.operations.workspace import Workspace
from app.store.ids import RowId
from app.store.rows import AnswerRow, InterviewRow

if TYPE_CHECKING:
    from app.exchange.folder import Folder
    from app.exchange.station import Station
    from app.store.reading import Reader

_SHARING = "/data/grp_a/a18_delning"
_WITH_CONSULTANTS = frozenset({"konsult", "anonym_konsult"})


def station(workspace: Workspace, folder: Folder) -> Station:
    """This laptop as the exchange sees it."""
    from app.exchange.ids import CompanyId, DeviceId, ProjectId
    from app.exchange.sealing import Identity, ProjectSecret, SigningSeed, VerifyKey
    from app.exchange.station import Station

    def shares(company: CompanyId) -> bool:
        with workspace.reading() as reader:
            return _shares(reader, RowId(company))

    laptop, secrets = workspace.laptop, workspace.secrets
    return Station(
        store=workspace.store,
        folder=folder,
        project=ProjectId(laptop.project),
        device=DeviceId(laptop.device),
        role=laptop.role,
        seed=SigningSeed(secrets.signing_seed),
        identity=Identity(secrets.age_identity),
        project_secret=ProjectSecret(secrets.project_secret),
        registrar=VerifyKey(laptop.registrar),
        shares=shares,
        random=system_random.token_bytes,
    )


def _shares(reader: Reader, company: RowId) -> bool:
    """Whether the company's newest sharing choice (A18) lets its consultants read the analysis."""
    choices = [
        answer.value
        for interview in reader.rows(InterviewRow, company=company)
        for answer in reader.rows(AnswerRow, interview=interview.id, question=_SHARING, respondent="")
        if answer.value
    ]
    return bool(choices) and choices[-1] in _WITH_CONSULTANTS
