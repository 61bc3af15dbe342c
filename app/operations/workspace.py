"""One laptop at work: its profile, its record, its person, its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from app import settings as settings_of_laptop
from app.domain.refusal import Refusal, Unavailable
from app.settings import SETTINGS, Settings
from app.store.ids import DeviceId, RowId
from app.store.registry import BY_NUMBER, Compartment, Role
from app.store.units import Act, Change, ChangeSet

if TYPE_CHECKING:
    from app.domain.programme_shape import Programme
    from app.exchange.folder import Folder
    from app.store.key_file import Cost
    from app.store.keychain import Backends
    from app.store.local_state import Transaction
    from app.store.reading import Reader
    from app.store.store import Store
    from app.store.vault import Ask, Secrets

STOCKHOLM = "Europe/Stockholm"
STORE = "store.db"
_KEPT = ("vault.toml", "keys")  # what the vault leaves in a profile
_LAPTOP = "laptop"


class Laptop(msgspec.Struct, frozen=True):
    """What this laptop knows of itself; local, never synced."""

    device: DeviceId
    name: str
    organisation: str
    role: Role
    project: bytes
    registrar: bytes  # the office's public signing key
    office: str  # the office's age recipient
    programme: str  # the programme file as it came with the profile; a revision in the record outdates it
    first_serial: int
    last_serial: int
    invite: bytes | None = None
    roster: bytes | None = None  # the newest roster file that was accepted


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a workspace takes from outside, so that tests can give it: clock, keys, folder."""

    now: Callable[[], int]
    passphrase: str | None = None
    ask: Ask | None = None
    backends: Backends | None = None
    cost: Cost | None = None
    folder: Callable[[Path], Folder] | None = None


class Workspace:
    """An open profile. Close it, or use `opened`."""

    def __init__(
        self,
        profile: Path,
        store: Store,
        secrets: Secrets,
        laptop: Laptop,
        settings: Settings,
        surroundings: Surroundings,
    ) -> None:
        self.profile = profile
        self.store = store
        self.secrets = secrets
        self.laptop = laptop
        self.settings = settings
        self.surroundings = surroundings
        self.folder_tried: bytes | None = None
        """How the shared folder looked when the last run through it failed; None where the last one went well."""

    def close(self) -> None:
        self.store.close()

    @property
    def role(self) -> Role:
        return self.laptop.role

    def now(self) -> int:
        """UTC milliseconds."""
        return self.surroundings.now()

    def today(self) -> date:
        """The business date in Sweden, whatever the system says."""
        return local_time(self.now()).date()

    def programme(self) -> Programme:
        """The programme as the newest revision in the record says it."""
        return _programme(self.programme_text())

    def programme_text(self) -> str:
        """The newest revision's text; before the first one has come, the text that came with the profile."""
        from app.store.rows import ProgrammeRevisionRow

        with self.store.reading() as reader:
            revisions = reader.rows(ProgrammeRevisionRow)
        newest = max(revisions, key=lambda row: row.revision, default=None)
        return newest.text if newest is not None else self.laptop.programme

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with self.store.reading() as reader:
            yield reader

    def folder(self) -> Folder:
        """The shared folder. Raises Unavailable where none is known, or it is not there."""
        if self.settings.shared is None:
            raise Unavailable("workspace.no_shared", file=str(self.profile / SETTINGS))
        return open_folder(self.surroundings, self.settings.shared)

    def change_settings(self, choose: Callable[[Settings], Settings]) -> Settings:
        """Changes this laptop's settings, durable on return. Raises as `app.settings.change` does."""
        self.settings = settings_of_laptop.change(self.profile, choose)
        return self.settings

    def commit(
        self,
        verb: str,
        company: RowId | None,
        changes: Iterable[Change],
        *,
        new_company: bool = False,
        typing: bool = False,
    ) -> ChangeSet:
        """One act of this person: applied whole, durable on return.

        With `typing` it is one act with what was typed in the same field a moment ago (record.md 7). Raises Refusal
        where this device may not write, or cannot read, a compartment that the act touches.
        """
        act = Act(verb, company, tuple(changes))
        with self.store.writing() as connection:
            self._allow(connection, act, new_company)
            if typing:
                return self.store.commit_typing_in(connection, act)
            return self.store.commit_in(connection, act)

    def _allow(self, connection: Transaction, act: Act, new_company: bool) -> None:
        from app.store import compartments

        secret = self.secrets.project_secret
        touched = {BY_NUMBER[change.entity] for change in act.changes}
        for entity in touched:
            if self.role not in entity.writers:
                raise Refusal(
                    "workspace.role", entity_sv=entity.sv, entity_en=entity.en, role=self.role.value
                )
        if new_company:
            for kind in (Compartment.COMPANY, Compartment.ANALYSIS, Compartment.PEOPLE):
                if compartments.may_make(self.role, kind):
                    compartments.make(connection, secret, kind, act.company)
        for kind in sorted({entity.compartment for entity in touched}):
            company = act.company if kind.of_a_company else None
            if compartments.holds(connection, secret, kind, company):
                continue
            if (
                kind is Compartment.PEOPLE
                and compartments.holds(connection, secret, Compartment.COMPANY, company)
                and not compartments.written_elsewhere(connection, secret, kind, company)
            ):
                compartments.make(
                    connection, secret, kind, company
                )  # the office left it to whoever works here
                continue
            raise Refusal(f"workspace.no_key.{kind.name.lower()}")

    def remember(self, laptop: Laptop) -> None:
        """Keep what this laptop knows of itself."""
        with self.store.writing() as connection:
            remember_in(connection, laptop)
        self.laptop = laptop


@lru_cache(maxsize=4)
def _programme(text: str) -> Programme:
    """A programme never changes under its text: read once, not at each look."""
    from app.domain.programme import parse_programme

    return parse_programme(text)


def local_time(instant: int) -> datetime:
    """An instant (UTC milliseconds) as Swedish local time."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(STOCKHOLM))


def parse_instant(text: str) -> int:
    """UTC milliseconds of an ISO instant; a date alone is its last moment in Sweden; no zone means Swedish time.

    Raises Refusal `workspace.instant`.
    """
    typed = text.strip()
    try:
        if len(typed) == 10:
            day = date.fromisoformat(typed)
            moment = datetime(day.year, day.month, day.day, 23, 59, 59, 999000, ZoneInfo(STOCKHOLM))
        else:
            moment = datetime.fromisoformat(typed)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo(STOCKHOLM))
        return int(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        from app.domain.identity_numbers import safe_to_show

        raise Refusal("workspace.instant", typed=safe_to_show(text)) from None


def iso_instant(instant: int) -> str:
    """An instant as JSON shows it: ISO, UTC, milliseconds."""
    return (
        datetime.fromtimestamp(instant / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def open_folder(surroundings: Surroundings, shared: Path) -> Folder:
    if surroundings.folder is not None:
        return surroundings.folder(shared)
    from app.exchange.folder import OsFolder

    return OsFolder(shared)


def remember_in(connection: Transaction, laptop: Laptop) -> None:
    from app.store import local_state

    local_state.put(connection, _LAPTOP, msgspec.msgpack.encode(laptop))


def has_profile(profile: Path) -> bool:
    """Whether the folder holds a profile or anything of one, whole or not; a new one must not take its place."""
    return any((profile / name).exists() or (profile / name).is_symlink() for name in (STORE, *_KEPT))


def read_settings(profile: Path) -> Settings:
    """Raises Unavailable where there is no profile, or its settings cannot be read."""
    settings = settings_of_laptop.read(profile).settings
    if not has_profile(profile):
        raise Unavailable("workspace.no_profile", profile=str(profile))
    return settings


def open_workspace(profile: Path, surroundings: Surroundings) -> Workspace:
    """Open a profile. Raises Unavailable (exit code 3) where it cannot be; creates nothing."""
    settings = read_settings(profile)
    from app.store.store import Store
    from app.store.vault import open_vault

    secrets = open_vault(
        profile, None, surroundings.passphrase, surroundings.backends, surroundings.ask
    ).secrets()
    from app.store import local_state, opening

    engines = opening.open_store(profile / STORE, secrets.store_key)
    with engines.reader.connect() as connection:
        data = local_state.get(connection, _LAPTOP)
    if data is None:
        engines.close()
        raise Unavailable("workspace.half_made", profile=str(profile))
    laptop = msgspec.msgpack.decode(data, type=Laptop)
    store = Store(
        engines,
        device=laptop.device,
        person=laptop.name,
        incarnation=secrets.incarnation,
        now=surroundings.now,
    )
    return Workspace(profile, store, secrets, laptop, settings, surroundings)


@contextmanager
def opened(profile: Path, surroundings: Surroundings) -> Iterator[Workspace]:
    workspace = open_workspace(profile, surroundings)
    try:
        yield workspace
    finally:
        workspace.close()
