"""Which folder this laptop shares with the others, and its change: a share that has moved, another drive letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.profile_making import refuse_shared_place
from app.operations.workspace import Workspace, open_folder

if TYPE_CHECKING:
    from app.settings import Settings


def use_folder(workspace: Workspace, shared: Path) -> Settings:
    """From now on exchange through this folder, which must hold this laptop's own project. Durable on return.

    Raises Unavailable `exchange.folder.…`, `exchange.project.…` where it is not there, may not be written, is empty or
    another project's; Refusal where it and the profile must not lie where they do. Then the old one stays.
    """
    from app.exchange.ids import ProjectId
    from app.exchange.project_file import check_folder
    from app.exchange.sealing import VerifyKey

    refuse_shared_place(workspace.profile, shared)
    folder = open_folder(workspace.surroundings, shared)
    laptop = workspace.laptop
    check_folder(folder, ProjectId(laptop.project), VerifyKey(laptop.registrar))
    folder.try_writing()
    whole = shared.resolve()
    return workspace.change_settings(lambda before: replace(before, shared=whole))
