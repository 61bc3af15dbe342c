"""Loading the window's own modules a few at a time on the main thread: Qt's types cannot be made on another one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec

from PySide6.QtCore import QObject, QTimer

SLICE_S = 0.012
"""How much of the main thread one slice of any work may use, in seconds of CPU."""

# What the window imports at the head of its modules. The rooms of the record are imported by the worker.
_OURS = ("app.desktop.", "app.drawing.", "app.domain.", "app.i18n", "app.settings", "app.paths")
_DONE = object()


def in_slices(owner: QObject, steps: Iterator[None], then: Callable[[], None]) -> None:
    """Take steps for a moment at a time, with other events between; then `then`. Ends with its owner."""
    begun = time.thread_time()
    while time.thread_time() - begun < SLICE_S:
        if next(steps, _DONE) is _DONE:
            QTimer.singleShot(0, owner, then)
            return
    QTimer.singleShot(0, owner, lambda: in_slices(owner, steps, then))


def modules(name: str) -> Iterator[None]:
    """Import a module of the window, those that it imports first; a step each."""
    yield from _visit(name, set())


def _visit(name: str, seen: set[str]) -> Iterator[None]:
    if name in seen or name in sys.modules:
        return
    seen.add(name)
    for other in _heads(name):
        yield from _visit(other, seen)
    import_module(name)
    yield


def _heads(name: str) -> list[str]:
    """The modules of ours that a module names in the imports at its head."""
    spec = find_spec(name)
    if spec is None or not isinstance(spec.loader, InspectLoader):
        return []
    code = spec.loader.get_code(name)
    return [] if code is None else [found for found in code.co_names if found.startswith(_OURS)]
