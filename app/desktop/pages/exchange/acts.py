"""What the page reads and does on the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.desktop.refused import Wrong, wrong
from app.desktop.words import language, say
from app.domain.refusal import Refusal

if TYPE_CHECKING:
    from app.operations.dropped import Dropped
    from app.operations.enrolment import InvitationSnapshot
    from app.operations.exchange_view import ExchangeSnapshot
    from app.operations.workspace import Workspace
    from app.settings import Settings
    from app.store.ids import DeviceId

FILE, NAME = "file", "name"
_OF_THE_FILE = ("enrolment.out_there", "enrolment.not_written")


@dataclass(frozen=True, slots=True)
class ExchangeShown:
    """The exchange, and at the office the companies that can be assigned: id as text, and name."""

    found: ExchangeSnapshot
    companies: tuple[tuple[str, str], ...]


def read_exchange(workspace: Workspace) -> ExchangeShown:
    from app.operations.company_list import show_companies
    from app.operations.exchange_view import show_exchange

    found = show_exchange(workspace, language())
    lines = show_companies(workspace) if found.may_enrol else ()
    return ExchangeShown(found, tuple((line.id.hex(), line.name) for line in lines))


def look(path: Path) -> Callable[[Workspace], Dropped]:
    def read(workspace: Workspace) -> Dropped:
        from app.operations.dropped import look_at

        return look_at(workspace, path)

    return read


def use(folder: Path) -> Callable[[Workspace], Settings]:
    def act(workspace: Workspace) -> Settings:
        from app.operations.shared_folder import use_folder

        return use_folder(workspace, folder)

    return act


def invite(name: str, role: str, out: Path) -> Callable[[Workspace], InvitationSnapshot | Wrong]:
    """A refusal comes home with the field that it is about."""

    def act(workspace: Workspace) -> InvitationSnapshot | Wrong:
        from app.operations import enrolment

        try:
            return enrolment.invite(workspace, name=name, role=role, out=out)
        except Refusal as refused:
            where = FILE if refused.code in _OF_THE_FILE else NAME
            return Wrong(where, wrong(refused, {NAME: say("desktop.exchange.invite.name")}).sentence)

    return act


def approve(device: DeviceId, fingerprint: str) -> Callable[[Workspace], None]:
    """With the fingerprint that was looked at: another one that came meanwhile is refused."""

    def act(workspace: Workspace) -> None:
        from app.operations import enrolment
        from app.store.ids import device_text

        enrolment.approve(workspace, device_text(device), fingerprint)

    return act


def assign(device: DeviceId, company: str) -> Callable[[Workspace], None]:
    def act(workspace: Workspace) -> None:
        from app.operations import enrolment
        from app.store.ids import device_text

        enrolment.assign(workspace, company, device_text(device))

    return act
