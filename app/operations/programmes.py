"""The programme as data: the shipped SIMMITT, or another file."""

from __future__ import annotations

from pathlib import Path

from app.domain.programme import parse_programme
from app.domain.refusal import Refusal
from app.i18n import say
from app.paths import resource


def programme_text(file: Path | None) -> str:
    """The text of a programme file, read through once; the shipped SIMMITT where none is named.

    Raises Refusal where the file is missing or is no programme.
    """
    path = file or resource("programmes", "simmitt.toml")
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal("programmes.missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise Refusal("programmes.unreadable", file=str(path)) from None
    try:
        parse_programme(text)
    except Refusal as refused:
        raise Refusal(
            "programmes.wrong",
            file=str(path),
            reason_sv=say(refused.code, "sv", **refused.params),
            reason_en=say(refused.code, "en", **refused.params),
        ) from refused
    return text
