"""Where the program's own files and a laptop's data lie."""

from __future__ import annotations

from pathlib import Path

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of a file or folder that is shipped with the program."""
    return _RESOURCES.joinpath(*parts)


def default_profile() -> Path:
    """The profile of the person who is logged in, where the operating system keeps a program's data."""
    import appdirs

    # appauthor=False, or Windows doubles the folder name.
    return Path(appdirs.user_data_dir("simmitt", appauthor=False))


def practice_profile(profile: Path) -> Path:
    """Where the practice programme of a profile lies: beside it, never in it."""
    return profile.with_name(f"{profile.name}-practice")
