"""The operating system's keychain: one short text an owner, written, read back and compared.

Accepted are exactly one backend a system, each built here and never asked of `keyring.get_keyring()`, which
obeys environment variables and files, and which answers OK with the null backend and stores nothing:

- Windows: `WinVaultKeyring` (Credential Manager), kept on this machine; keyring's own choice would let it
  roam with the account to other machines.
- macOS: `Keyring` (the login keychain).
- elsewhere: `SecretService.Keyring` over D-Bus: GNOME Keyring, KeePassXC, and KWallet since 5.97.

Not accepted: `libsecret` (a second door to the same service, which needs PyGObject), `kwallet` (does not look
at what a write returned, names the program by how it was started, needs dbus-python), and whatever keeps
secrets in clear, nowhere, or with somebody else: null, fail, chainer, `keyrings.alt`. One backend a system
also means that what wrote an entry is what reads it.
"""

from __future__ import annotations

import hmac
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from app.domain.refusal import Unavailable

SERVICE = "simmitt"
MOST_BYTES = 2_560
"""The Windows Credential Manager's limit for one entry, which it counts in UTF-16."""

_SECONDS_TO_ANSWER = 20.0
_SECONDS_FOR_A_PERSON = 120.0
"""The system may show its own window and wait for a person to unlock the keychain."""

_NEVER = ("keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer", "keyrings.")

_Answer = TypeVar("_Answer")


class Backend(Protocol):
    """What is used of a backend of the `keyring` library."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


Backends = Sequence[Callable[[], Backend]]
"""What builds the backends that may be used (a class does), the first that answers first."""


def backends_of_system() -> Backends:
    """The allow-list of this operating system."""
    if sys.platform == "win32":
        return (_windows,)
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring

        return (Keyring,)
    from keyring.backends.SecretService import Keyring as SecretService

    return (SecretService,)


def _windows() -> Backend:
    from keyring.backends.Windows import WinVaultKeyring

    build: Callable[[], Backend] = WinVaultKeyring
    backend = build()
    # CRED_PERSIST_LOCAL_MACHINE, by its number: pywin32-ctypes has no name for it.
    vars(backend)["_persist"] = 2
    return backend


class Keychain:
    """One backend that answers. Every call ends in bounded time and raises only Unavailable."""

    __slots__ = ("_backend",)

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def read(self, owner: str) -> str | None:
        """The owner's text, None where there is none. Raises `vault.keychain.locked`, `.failed`, `.silent`.

        A text too long to be ours is given back cut, for the caller to refuse.
        """
        text = _ask(lambda: self._backend.get_password(SERVICE, owner), _SECONDS_FOR_A_PERSON)
        return None if text is None else text[: MOST_BYTES + 1]

    def write(self, owner: str, text: str) -> None:
        """Keeps the owner's text. Raises `vault.keychain.untrue` where reading it back gives another."""
        if len(text.encode("utf-16-le")) > MOST_BYTES:
            raise ValueError("too much for an entry of the keychain")
        _ask(lambda: self._backend.set_password(SERVICE, owner, text), _SECONDS_FOR_A_PERSON)
        kept = self.read(owner)
        if kept is None or not hmac.compare_digest(kept.encode("utf-8"), text.encode("utf-8")):
            raise Unavailable("vault.keychain.untrue")

    def remove(self, owner: str) -> None:
        """Deletes the owner's text and looks that it is gone; none there is no error."""
        if self.read(owner) is None:
            return
        _ask(lambda: self._backend.delete_password(SERVICE, owner), _SECONDS_FOR_A_PERSON)
        if self.read(owner) is not None:
            raise Unavailable("vault.keychain.untrue")


def find_keychain(backends: Backends | None = None) -> Keychain | None:
    """The first keychain that answers, None where none does. Without `backends`, those of this system."""
    for build in backends_of_system() if backends is None else backends:
        backend = _ask(partial(_viable, build), _SECONDS_TO_ANSWER)
        if backend is not None:
            return Keychain(backend)
    return None


def _viable(build: Callable[[], Backend]) -> Backend | None:
    backend = build()
    for kind in type(backend).__mro__:
        if kind.__module__.startswith(_NEVER):
            return None
    if not getattr(type(backend), "viable", True):
        return None
    # keyring lets KEYRING_PROPERTY_… change a backend, the place where it stores included; a program started
    # from another place would then not find its keys.
    for name in os.environ:
        if name.upper().startswith("KEYRING_PROPERTY_"):
            vars(backend).pop(name[len("KEYRING_PROPERTY_") :].lower(), None)
    return backend


def _ask(act: Callable[[], _Answer], seconds: float) -> _Answer:
    """Runs a call that may wait for another process or for a person, on a thread that can be left behind.

    Backends raise errors of many libraries; a message could hold what was to be stored, so only the error's
    kind is told on.
    """
    from keyring.errors import KeyringLocked

    answers: queue.SimpleQueue[tuple[_Answer] | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((act(),))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=run, name="keychain", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise Unavailable("vault.keychain.silent", seconds=int(seconds)) from None
    if isinstance(answer, KeyringLocked):
        raise Unavailable("vault.keychain.locked") from None
    if isinstance(answer, BaseException):
        raise Unavailable("vault.keychain.failed", why=type(answer).__name__) from None
    return answer[0]
