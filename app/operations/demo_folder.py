"""The demo's folder: taken, emptied of an earlier demo, or left alone (command-line.md, General)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from app.domain.refusal import Refusal

MARKER = ".simmitt-demo"
PROFILES, SHARED = "profiles", "delad-mapp"
WORKBOOKS, PRINTS, RESULTS = "arbetsböcker", "utskrifter", "resultat"
PICTURES = "bilder"
README = {"sv": "LÄSMIG.txt", "en": "README.txt"}
_TEXT = "Den här mappen är gjord av simmitt demo och ersätts när demon körs igen.\n"
_OURS = (PROFILES, SHARED, WORKBOOKS, PRINTS, RESULTS, PICTURES, *README.values())


def take(folder: Path) -> Path:
    """Make the folder ready for a new demo, and say where it is. Raises Refusal where it is another's, with
    nothing changed, or where it cannot be written.

    An earlier demo is known by its marker, and only what a demo makes is taken away; a file that somebody has put
    beside it stays.
    """
    whole = Path(os.path.abspath(folder))
    try:
        if whole.is_dir():
            if any(whole.iterdir()) and not _is_earlier(whole):
                raise Refusal("demo.folder.foreign", folder=str(folder))
        elif whole.exists() or whole.is_symlink():
            raise Refusal("demo.folder.no_folder", folder=str(folder))
        whole.mkdir(parents=True, exist_ok=True)
        _mark(whole)
        for name in _OURS:
            _take_away(whole / name)
        for name in (PROFILES, SHARED, WORKBOOKS, PRINTS, RESULTS):
            (whole / name).mkdir()
    except OSError as error:
        raise Refusal("demo.folder.not_written", folder=str(folder), error=error.strerror or "") from None
    return whole


def _is_earlier(folder: Path) -> bool:
    marker = folder / MARKER
    return marker.is_file() and not marker.is_symlink()


def _mark(folder: Path) -> None:
    """Written first, by way of a new file: it tells at once whether the folder can be written."""
    beside = folder / f"{MARKER}.tmp"
    beside.write_text(_TEXT, encoding="utf-8")
    beside.replace(folder / MARKER)


def _take_away(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
