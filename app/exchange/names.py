"""The layout of the shared folder: which file names are ours, and why a name that looks like ours is not
read.

Paths are written with `/` and start below the shared folder: `simmitt/dev/<device>/seg-<seq10>-<sha>`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.exchange.ids import (
    CompartmentId,
    DeviceId,
    Digest,
    InviteId,
    id_from_text,
    id_text,
)

ROOT = "simmitt"
PROJECT = f"{ROOT}/project"
OFFICE = f"{ROOT}/office"
DEVICES = f"{ROOT}/dev"
INVITES = f"{ROOT}/enrol"
_LONGEST = 240

_ID = "[a-z2-7]{26}"
_SHA = "[0-9a-f]{32}"
_ROSTER = re.compile(rf"{OFFICE}/roster-([0-9]{{10}})-({_SHA})")
_SEGMENT = re.compile(rf"{DEVICES}/({_ID})/seg-([0-9]{{10}})-({_SHA})")
_KEY = re.compile(rf"{DEVICES}/({_ID})/box/({_ID})/key-({_ID})-([1-9][0-9]{{0,8}})-({_SHA})")
_REQUEST = re.compile(rf"{INVITES}/({_ID})/request-({_SHA})")
_OURS = re.compile(rf"project|(?:seg|roster)-[0-9]{{10}}-{_SHA}|key-{_ID}-[0-9]+-{_SHA}|request-{_SHA}")
_LATER = re.compile(rf"(?:blob|snap|[a-z]{{3,10}}-[0-9]+)-(?:[0-9]+-)?{_SHA}")
_BEGINS = re.compile(r"(?:seg|roster|key|request|snap|blob)-[0-9a-z]")
_WITHIN = re.compile(rf"(?:seg|roster|key|request|snap|blob)-[0-9a-z-]*{_SHA}|^{_ID}(?![a-z2-7])")
_PROJECT_COPY = re.compile(r"project(?: ?\(| - |\.sync-conflict|-[^.]+$)")


@dataclass(frozen=True, slots=True)
class ProjectName:
    """`project`: the one file that says which project the folder belongs to."""

    @property
    def path(self) -> str:
        return PROJECT


@dataclass(frozen=True, slots=True)
class RosterName:
    sequence: int
    sha: str

    @property
    def path(self) -> str:
        return f"{OFFICE}/roster-{self.sequence:010d}-{self.sha}"


@dataclass(frozen=True, slots=True)
class SegmentName:
    device: DeviceId
    sequence: int
    sha: str

    @property
    def path(self) -> str:
        return f"{device_directory(self.device)}/seg-{self.sequence:010d}-{self.sha}"


@dataclass(frozen=True, slots=True)
class KeyName:
    """A key that the device `holder` wrapped for the device `reader`."""

    holder: DeviceId
    reader: DeviceId
    compartment: CompartmentId
    epoch: int
    sha: str

    @property
    def path(self) -> str:
        box = box_directory(self.holder, self.reader)
        return f"{box}/key-{id_text(self.compartment)}-{self.epoch}-{self.sha}"


@dataclass(frozen=True, slots=True)
class RequestName:
    invite: InviteId
    sha: str

    @property
    def path(self) -> str:
        return f"{invite_directory(self.invite)}/request-{self.sha}"


KnownName = ProjectName | RosterName | SegmentName | KeyName | RequestName


@dataclass(frozen=True, slots=True)
class NotRead:
    """A name that looks like ours and is passed over; `code` has the reason's sentence, with `file`."""

    file: str
    code: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A directory's names, sorted: those to read, and those that only look like ours. No foreign ones."""

    known: tuple[KnownName, ...]
    not_read: tuple[NotRead, ...]


def short(digest: Digest) -> str:
    """The `<sha>` of file names: the first 32 hex digits of the file's SHA-256."""
    return digest.hex()[:32]


def device_directory(device: DeviceId) -> str:
    return f"{DEVICES}/{id_text(device)}"


def box_directory(holder: DeviceId, reader: DeviceId) -> str:
    return f"{device_directory(holder)}/box/{id_text(reader)}"


def invite_directory(invite: InviteId) -> str:
    return f"{INVITES}/{id_text(invite)}"


def device_of_directory(name: str) -> DeviceId | None:
    """The device whose directory in `dev/` (or in a `box/`) has that name."""
    raw = id_from_text(name)
    return None if raw is None else DeviceId(raw)


def invite_of_directory(name: str) -> InviteId | None:
    """The invitation whose directory in `enrol/` has that name."""
    raw = id_from_text(name)
    return None if raw is None else InviteId(raw)


def parse(path: str) -> KnownName | None:
    """What a path stands for, or None where it is not exactly one of the known patterns."""
    if len(path) > _LONGEST:
        return None
    if path == PROJECT:
        return ProjectName()
    found: KnownName | None = None
    if match := _SEGMENT.fullmatch(path):
        device = id_from_text(match[1])
        if device is not None:
            found = SegmentName(DeviceId(device), int(match[2]), match[3])
    elif match := _ROSTER.fullmatch(path):
        found = RosterName(int(match[1]), match[2])
    elif match := _KEY.fullmatch(path):
        holder, reader, compartment = (id_from_text(match[part]) for part in (1, 2, 3))
        if holder is not None and reader is not None and compartment is not None:
            found = KeyName(
                DeviceId(holder), DeviceId(reader), CompartmentId(compartment), int(match[4]), match[5]
            )
    elif match := _REQUEST.fullmatch(path):
        invite = id_from_text(match[1])
        if invite is not None:
            found = RequestName(InviteId(invite), match[2])
    # Sequences start at 1, and an id has one spelling: what does not come out as it went in is not ours.
    if found is None or found.path != path or getattr(found, "sequence", 1) < 1:
        return None
    return found


def looks_like_ours(path: str) -> str | None:
    """Why a path that `parse` does not know is passed over: a code, or None where it has nothing to do with
    us.

    Conflicted copies (OneDrive, Dropbox, Nextcloud, Syncthing, Windows), changed letter case, files that a
    newer release writes, files of ours in a wrong directory, names cut off.
    """
    if parse(path) is not None:
        return None
    name = path[-_LONGEST:].rsplit("/", 1)[-1]
    if name.startswith("~") or name.endswith(".tmp"):
        return None
    if _OURS.fullmatch(name):
        return "exchange.name.place"
    if _LATER.fullmatch(name):
        return "exchange.name.newer"
    plain = unicodedata.normalize("NFKC", name).casefold()
    if _OURS.fullmatch(plain) or _LATER.fullmatch(plain) or re.fullmatch(_ID, plain):
        return "exchange.name.letters"
    if _WITHIN.search(plain) or _PROJECT_COPY.match(plain):
        return "exchange.name.copy"
    return "exchange.name.odd" if _BEGINS.match(plain) else None


def sort_names(directory: str, names: Iterable[str]) -> Listing:
    """The names of one directory, parsed. A directory of ours (`box`, a device's) is in neither list."""
    known: list[KnownName] = []
    not_read: list[NotRead] = []
    for name in sorted(names):
        path = f"{directory}/{name}"
        found = parse(path)
        if found is not None:
            known.append(found)
        elif id_from_text(name) is None and (code := looks_like_ours(path)):
            not_read.append(NotRead(path, code))
    return Listing(tuple(known), tuple(not_read))
