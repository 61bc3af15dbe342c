"""What a folder or a file is to the exchange, when a person drops it on the window or chooses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.domain.refusal import Refusal
from app.operations.profile_making import read_invitation
from app.operations.workspace import Workspace, open_folder

Kind = Literal["in_use", "offered", "refused", "no_project", "invitation", "piece", "unknown", "gone"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """`kind`, and for folders `folder`: the shared folder itself, also where something inside it was dropped.

    in_use: it is the shared folder already. offered: this project's, elsewhere than the one in use. refused: a
    project's folder that cannot be used, or a spoiled invitation; `code` and `params` say why. no_project: a folder
    in which no project lies.
    invitation: it is for a laptop that is not enrolled yet. piece: a file of the exchange outside any shared folder.
    unknown: nothing of ours. gone: it cannot be read.
    """

    kind: Kind
    name: str
    folder: Path | None = None
    code: str = ""
    params: tuple[tuple[str, str | int], ...] = ()


def look_at(workspace: Workspace, path: Path) -> Dropped:
    """Looks, and changes nothing."""
    try:
        whole = path.resolve(strict=True)
        is_folder = whole.is_dir()
        around = _around(whole if is_folder else whole.parent)
    except (OSError, RuntimeError):  # also links that lead in a circle
        return Dropped("gone", path.name)
    if around is not None:
        return _project(workspace, path.name, around)
    if is_folder:
        return Dropped("no_project", path.name, whole)
    return _file(path.name, whole)


def _around(folder: Path) -> Path | None:
    """The shared folder that something lies in: the nearest one up that holds a project."""
    from app.exchange.names import PROJECT

    return next((one for one in (folder, *folder.parents) if (one / PROJECT).is_file()), None)


def _project(workspace: Workspace, name: str, folder: Path) -> Dropped:
    from app.exchange.ids import ProjectId
    from app.exchange.project_file import check_folder
    from app.exchange.sealing import VerifyKey

    used = workspace.settings.shared
    if used is not None and used.resolve() == folder:
        return Dropped("in_use", name, folder)
    laptop = workspace.laptop
    try:
        check_folder(
            open_folder(workspace.surroundings, folder),
            ProjectId(laptop.project),
            VerifyKey(laptop.registrar),
        )
    except Refusal as refused:
        return Dropped("refused", name, folder, refused.code, tuple(refused.params.items()))
    return Dropped("offered", name, folder)


def _file(name: str, path: Path) -> Dropped:
    from app.exchange import names
    from app.exchange.invitation import SIZE_LIMIT, check_invitation

    try:
        check_invitation(read_invitation(path, SIZE_LIMIT + 1), name)
        return Dropped("invitation", name)
    except Refusal as refused:
        if refused.code == "enrolment.no_file":
            return Dropped("gone", name)
        if refused.code != "exchange.invitation.foreign":
            return Dropped("refused", name, None, refused.code, tuple(refused.params.items()))
    ours = names.looks_like_ours(f"{names.ROOT}/{name}") is not None
    return Dropped("piece" if ours else "unknown", name)
