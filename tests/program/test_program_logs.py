"""The log: what gets in, what never does, and that it stays small."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from app import logs
from app.domain.refusal import Refusal

COMPANY, PERSON = "Åre Svets AB", "811218-9876"
SECRET = "Qvintilla Zornhagen"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    assert logs.start(tmp_path)
    yield tmp_path / logs.FOLDER / logs.LOG
    logs.stop()


def test_verbs_figures_and_codes_are_told_by_room(log: Path) -> None:
    room = logs.room("exchange")
    room.did("sync", read=3, ms=41.5)
    room.refused("workspace.no_shared")
    with room.timed("company add"):
        pass
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in lines[:2]] == [
        "INFO simmitt.exchange sync read=3 ms=41.5",
        "WARNING simmitt.exchange refused workspace.no_shared",
    ]
    assert lines[2].split(" ", 1)[1].startswith("INFO simmitt.exchange company add ms=")
    assert all(line.split(" ")[0].endswith("Z") for line in lines)


@pytest.mark.parametrize(
    "text", [COMPANY, PERSON, SECRET, "company add Åre", "AGE-SECRET-KEY-1" + "Q" * 80, "a\nb", ""]
)
def test_what_is_no_code_is_withheld(log: Path, text: str) -> None:
    room = logs.room("store")
    room.did(text)
    room.refused(text)
    room.failed(text, ValueError(text))
    said = log.read_text(encoding="utf-8")
    assert said.count("withheld") == 3 and (not text or text not in said)


def test_a_record_with_a_personal_number_loses_its_text(log: Path) -> None:
    logging.getLogger("simmitt.elsewhere").warning("person %s", PERSON)
    assert PERSON not in log.read_text(encoding="utf-8") and "withheld" in log.read_text(encoding="utf-8")


def _fails(name: str, error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (KeyError(SECRET), "KeyError"),
        (ValueError(f"no such company: {COMPANY}"), "ValueError"),
        (Refusal("companies.twice", name=COMPANY), "Refusal: companies.twice"),
        (FileNotFoundError(errno.ENOENT, "gone", f"/home/{SECRET}/x"), "FileNotFoundError: ENOENT"),
        (AttributeError("'int' object has no attribute 'x'"), "AttributeError: 'int' object has no attribute 'x'"),
        (TypeError(f"bad {PERSON}"), "TypeError: bad …"),
    ],
)  # fmt: skip
def test_a_traceback_has_places_and_no_values(log: Path, error: Exception, kind: str) -> None:
    with pytest.raises(type(error)), logs.room("store").timed("company add"):
        _fails(SECRET, error)
    said = log.read_text(encoding="utf-8")
    assert not any(text in said for text in (SECRET, COMPANY, PERSON, str(Path(__file__).parent)))
    if isinstance(error, Refusal):
        assert said.endswith("WARNING simmitt.store refused companies.twice\n")
        assert logs.kind_of(error) == kind
    else:
        assert said.endswith(f" _fails\n{kind}\n") and "program/test_program_logs.py:" in said


def test_what_an_error_came_after_is_told_too() -> None:
    try:
        try:
            _fails(SECRET, KeyError(SECRET))
        except KeyError as first:
            raise RuntimeError(COMPANY) from first
    except RuntimeError as error:
        told = logs.bare_traceback(error).splitlines()
    assert [line for line in told if not line.startswith("  ")] == ["RuntimeError", "after", "KeyError"]


def test_an_endless_recursion_is_told_in_short() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    assert len(logs.bare_traceback(caught.value).splitlines()) < 50


def test_it_stays_small(log: Path) -> None:
    room = logs.room("exchange")
    for turn in range(20_000):
        room.did("sync", read=turn, written=turn, changes=turn, ms=12.5)
    files = sorted(log.parent.iterdir())
    assert [file.name for file in files] == [
        "simmitt.log",
        *(f"simmitt.log.{number}" for number in (1, 2, 3)),
    ]
    assert sum(file.stat().st_size for file in files) <= 4 * 256 * 1024
    assert "read=19999" in log.read_text(encoding="utf-8")


def test_without_a_place_work_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert not logs.start(tmp_path / "file")
    logs.room("store").refused("store.full")
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_ends_nothing_and_prints_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    handlers = logging.getLogger("simmitt").handlers
    handler = next(one for one in handlers if isinstance(one, RotatingFileHandler))

    class Full:
        def write(self, text: str) -> None:
            raise OSError(errno.ENOSPC, "full")

        def close(self) -> None:
            pass

        def flush(self) -> None:
            pass

        def seek(self, *_: int) -> None:
            pass

        def tell(self) -> int:
            return 0

    monkeypatch.setattr(handler, "stream", Full())
    logs.room("store").did("company add")
    assert capfd.readouterr() == ("", "")
