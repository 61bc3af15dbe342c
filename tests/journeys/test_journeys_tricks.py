"""The shared folder plays tricks: spoiled files, copies, strangers, a directory that is gone for a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from _day import (
    ANNA,
    BO,
    EVERYBODY,
    NUMBER,
    OFFICE,
    Project,
    at_rest,
    dump,
    orgnr,
    simmitt,
    work,
)

from app.operations import companies, exchange, interviews
from app.store.ids import hyphenated, parse_device

# --- the folder plays tricks ---


def segments(project: Project, who: str) -> list[Path]:
    with project.at(who) as at:
        device = at.laptop.device
    homes = [
        home for home in (project.shared / "simmitt" / "dev").iterdir() if parse_device(home.name) == device
    ]
    return sorted(path for home in homes for path in home.glob("seg-*"))


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(bytes(data))


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _foreign(path: Path) -> None:
    path.write_text("Detta är en faktura.")


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize(
    "spoil", [_flipped, _truncated, _foreign, _emptied, _zeros], ids=lambda one: one.__name__
)
def test_a_spoiled_file_is_refused_and_the_rest_is_read(
    project: Project, spoil: Callable[[Path], None]
) -> None:
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=orgnr(1), sole_trader=False, name="Annas", municipality="Åre")
        exchange.sync(anna)
        companies.edit(anna, orgnr(1), "name", "Annas nya")
        exchange.sync(anna)
    with project.at(BO) as bo:
        companies.add(bo, orgnr=orgnr(2), sole_trader=False, name="Bos", municipality="Åre")
        exchange.sync(bo)
    first, second = segments(project, ANNA)
    sound = first.read_bytes()
    spoil(first)
    for _ in range(2):
        said = simmitt("sync", "--json", project=project, who=OFFICE)
        assert said.code == 0
        report = json.loads(said.out)
        where = first.relative_to(project.shared).as_posix()
        assert [one["file"] for one in report["refused"]] == [where]
        assert len(report["refused"][0]["reason"]) > 20 and "exchange." not in report["refused"][0]["reason"]
        # The next of the chain waits for it, and says for which.
        assert [one["file"] for one in report["waiting"]] == [second.relative_to(project.shared).as_posix()]
        assert "1" in report["waiting"][0]["reason"]
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Bos"]
    first.write_bytes(sound)
    (report,) = project.sync(OFFICE)
    assert (report.read, report.refused, report.waiting) == (2, (), ())
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Annas nya", "Bos"]
    project.settle(*EVERYBODY)
    at_rest(project, *EVERYBODY)


def test_copies_and_strangers_are_listed_and_nothing_is_read_twice(project: Project) -> None:
    made = work(project)
    project.sync(ANNA)
    (segment, *_) = segments(project, ANNA)
    home = segment.parent
    for name in (
        f"{segment.name} (conflicted copy 2022-05-12)",
        f"{segment.name} - Kopia",
        segment.name.upper(),
    ):
        (home / name).write_bytes(segment.read_bytes())
    stranger = home.parent / "aaaaaaaaaaaaaaaaaaaaaaaaaa"
    stranger.mkdir()
    (stranger / segment.name).write_bytes(segment.read_bytes())
    for name in ("desktop.ini", ".DS_Store", "~x.tmp", "seg.tmp"):
        (home / name).write_text("x")
    (home.parent / "Nytt dokument.docx").write_text("x")
    for _ in range(2):
        (report,) = project.sync(OFFICE)
        assert {Path(one.file).name for one in report.refused} == {
            f"{segment.name} (conflicted copy 2022-05-12)", f"{segment.name} - Kopia", segment.name.upper(),
            segment.name,
        }  # fmt: skip
        assert [one for one in report.refused if one.file.endswith(f"a/{segment.name}")], "nobody's directory"
    with project.at(OFFICE) as at:
        assert [hyphenated(one.id) for one in companies.list_companies(at)] == [made.company]
        assert len(interviews.list_interviews(at, NUMBER)) == 1


def test_a_directory_that_vanishes_for_a_day_deletes_nothing(project: Project) -> None:
    work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        before = dump(at)
    home = segments(project, ANNA)[0].parent
    home.rename(project.root / "away")
    (report,) = project.sync(OFFICE)
    assert (report.read, report.changes, report.refused) == (0, 0, ())
    with project.at(OFFICE) as at:
        assert dump(at) == before
    (project.root / "away").rename(home)
    project.settle(*EVERYBODY)
    at_rest(project, *EVERYBODY)
