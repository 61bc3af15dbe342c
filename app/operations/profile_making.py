"""Making a profile: keys, store and settings, whole or not at all."""

from __future__ import annotations

import re
import secrets as system_random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import settings as settings_of_laptop
from app.domain.refusal import Refusal
from app.operations.workspace import STORE, Laptop, Surroundings, Workspace
from app.settings import BEFORE_A_PROFILE

if TYPE_CHECKING:
    from app.exchange.enrolment import DeviceKeys
    from app.exchange.folder import Folder

_SYNCED = re.compile(r"(?i)(onedrive|dropbox|nextcloud|google ?drive|icloud ?drive)( .*|$)")


def create_profile(
    profile: Path,
    surroundings: Surroundings,
    laptop: Laptop,
    keys: DeviceKeys,
    registrar: bytes | None,
    project_secret: bytes,
    shared: Path,
    furnish: Callable[[Workspace], None],
) -> None:
    """Make the profile, whole; where anything fails, what was begun is taken away again."""
    from app.store.ids import device_text
    from app.store.key_file import STANDARD
    from app.store.store import Store
    from app.store.vault import Secrets, create_vault

    refuse_shared_place(profile, shared)
    was_there = profile.exists()
    if was_there and (not profile.is_dir() or _left(profile)):
        raise Refusal("enrolment.profile_there", profile=str(profile))
    chosen = replace(settings_of_laptop.read(profile).settings, shared=shared.resolve())
    kept = Secrets(
        store_key=system_random.token_bytes(32),
        signing_seed=keys.seed,
        age_identity=keys.identity,
        registrar_seed=registrar,
        project_secret=project_secret,
        incarnation=1,
    )
    vault = create_vault(
        profile,
        device_text(laptop.device),
        kept,
        surroundings.passphrase,
        surroundings.backends,
        surroundings.ask,
        surroundings.cost or STANDARD,
    )
    store: Store | None = None
    try:
        store = Store.create(
            profile / STORE,
            kept.store_key,
            device=laptop.device,
            person=laptop.name,
            incarnation=kept.incarnation,
            now=surroundings.now,
        )
        furnish(Workspace(profile, store, kept, laptop, chosen, surroundings))
        settings_of_laptop.change(profile, lambda before: replace(before, shared=chosen.shared))
    except BaseException:
        if store is not None:
            store.close()
        vault.forget()
        for left in _left(profile):
            left.unlink()
        if not was_there:
            shutil.rmtree(profile)
        raise
    store.close()


def refuse_shared_place(profile: Path, shared: Path) -> None:
    """A store in a folder that others synchronise gets torn (lessons.md, Safety). Raises Refusal naming it."""
    whole = profile.resolve()
    for part in whole.parts:
        if _SYNCED.match(part):
            raise Refusal("enrolment.profile_synced", profile=str(profile), by=part)
    if whole.is_relative_to(shared.resolve()):
        raise Refusal("enrolment.profile_shared", profile=str(profile))


def _left(profile: Path) -> list[Path]:
    """What lies in the folder, but for what a window may have put there before there was a profile."""
    return [path for path in profile.iterdir() if path.name not in BEFORE_A_PROFILE]


def publish(workspace: Workspace, folder: Folder) -> None:
    from app.store import outbox

    with workspace.store.connected() as connection:
        waiting = outbox.queued(connection)
    for file in waiting:
        folder.publish(file.path, file.data)
        with workspace.store.writing() as connection:
            outbox.sent(connection, file)


def read_invitation(path: Path, most: int) -> bytes:
    """The bytes of an invitation file, at most so many. Raises Refusal where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        raise Refusal("enrolment.no_file", file=str(path)) from None
