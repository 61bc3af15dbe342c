"""A look at the names in the shared folder, so that nobody has to read it to know whether something is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.exchange import names
from app.exchange.folder import Folder
from app.exchange.ids import DeviceId, Digest
from app.exchange.refused import FileRefused
from app.exchange.sealing import digest


class Watched:
    """A folder that remembers what was first seen in each directory; a run through it costs no call more."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.seen: dict[str, tuple[str, ...]] = {}

    def names(self, directory: str) -> tuple[str, ...]:
        found = self._folder.names(directory)
        self.seen.setdefault(directory, found)
        return found

    def exists(self, path: str) -> bool:
        return self._folder.exists(path)

    def read(self, path: str, limit: int) -> bytes:
        return self._folder.read(path, limit)

    def try_writing(self) -> None:
        self._folder.try_writing()

    def publish(self, path: str, data: bytes) -> None:
        self._folder.publish(path, data)

    def look_for_requests(self) -> None:
        """See who wants to come in: only the registrar's laptop reads these."""
        for directory in self.names(names.INVITES):
            invite = names.invite_of_directory(directory)
            if invite is not None:
                try:
                    self.names(names.invite_directory(invite))
                except FileRefused:  # no directory of ours: there is nothing to see
                    self.seen[names.invite_directory(invite)] = ()


def mark_of(seen: Mapping[str, tuple[str, ...]], device: DeviceId) -> Digest:
    """What was seen, in one mark: another mark, another folder. Its own directory is no news to a device."""
    own = names.device_directory(device)
    others = sorted(
        (directory, found)
        for directory, found in seen.items()
        if found and directory != names.DEVICES and directory != own and not directory.startswith(f"{own}/")
    )
    return digest(ascii(others).encode("ascii"))


def glance(folder: Folder, device: DeviceId, holders: Iterable[DeviceId] | None, *, requests: bool) -> Digest:
    """The mark of the folder as a run would see it now; no file is opened.

    `holders`: the devices of the accepted roster, None before this one is in it (then there is only the office to
    look for). Raises Unavailable where the share does not answer or holds no project.
    """
    watched = Watched(folder)
    watched.names(names.OFFICE)
    if holders is not None:
        for holder in holders:
            if holder != device:
                watched.names(names.box_directory(holder, device))
        for directory in watched.names(names.DEVICES):
            other = names.device_of_directory(directory)
            if other is not None and other != device:
                watched.names(names.device_directory(other))
    if requests:
        watched.look_for_requests()
    return mark_of(watched.seen, device)
