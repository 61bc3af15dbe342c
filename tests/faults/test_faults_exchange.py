"""Faults of a whole sync (exchange.md 8): the folder fails at each call; shares that are emptied or another's; copies.

After each fault: a sentence and not a traceback, nothing half applied, and the next sync with a sound folder ends
where an undisturbed one ends. A table stands at the end of the run.
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))

from _day import ANNA, BO, KIM, NAMES, NUMBER, OFFICE, Project, dump, orgnr, project_in, work

from app.domain.refusal import Refusal, Unavailable
from app.exchange.folder import OsFolder, unavailable
from app.exchange.refused import FileRefused
from app.i18n import say
from app.operations import companies, enrolment, exchange, interviews
from app.operations.workspace import Workspace
from app.store.ids import parse_device

T = TypeVar("T")
LOCAL = {"local_state", "outgoing", "applied", "unread_section", "compartment_key"}


@dataclass
class Row:
    name: str
    tried: int
    refused: int
    survived: int
    lost: int


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    out = request.config.pluginmanager.get_plugin("terminalreporter")
    if out is None:  # a worker of a run on several cores: only its head writes
        return
    with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
        out.write_line("")
        out.write_line(f"{'fault of a whole sync':<58}{'tried':>7}{'refused':>9}{'survived':>10}{'lost':>6}")
        for row in rows:
            out.write_line(f"{row.name:<58}{row.tried:>7}{row.refused:>9}{row.survived:>10}{row.lost:>6}")


class FailingFolder:
    """The shared folder as the exchange asks for it; its nth call fails as the operating system would.

    Lists, looks and publishing fail as the share; a file that cannot be read fails as the folder says it: gone or
    stale is the share, anything else is that file.
    """

    def __init__(self, root: Path, fail_at: int, number: int, *, sticky: bool) -> None:
        self._inner = OsFolder(root)
        self._root = root
        self._fail_at = fail_at
        self._number = number
        self._sticky = sticky
        self.calls: list[str] = []
        self.raised = 0

    def _call(self, name: str, path: str, call: Callable[[], T]) -> T:
        self.calls.append(name)
        count = len(self.calls)
        if count == self._fail_at or (self._sticky and count > self._fail_at):
            self.raised += 1
            error = OSError(self._number, "injected")
            if name == "read" and self._number not in (errno.ESTALE,):
                raise FileRefused("exchange.file.unreadable", path, error=errno.errorcode[self._number])
            raise unavailable(error, str(self._root))
        return call()

    def names(self, directory: str) -> tuple[str, ...]:
        return self._call("names", directory, lambda: self._inner.names(directory))

    def exists(self, path: str) -> bool:
        return self._call("exists", path, lambda: self._inner.exists(path))

    def read(self, path: str, limit: int) -> bytes:
        return self._call("read", path, lambda: self._inner.read(path, limit))

    def try_writing(self) -> None:
        self._call("try_writing", "", self._inner.try_writing)

    def publish(self, path: str, data: bytes) -> None:
        self._call("publish", path, lambda: self._inner.publish(path, data))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Everybody has news to write and to read, keys among them; nothing of it has been exchanged."""
    project = project_in(tmp_path_factory.mktemp("busy") / "here")
    made = work(project)
    project.settle(OFFICE, ANNA, BO, KIM)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
        companies.add(at, orgnr=orgnr(1), sole_trader=False, name="Kontorets", municipality="Åre")
    project.sync(OFFICE)
    with project.at(BO) as at:
        companies.add(at, orgnr=orgnr(2), sole_trader=False, name="Bos", municipality="Åre")
        exchange.sync(at)
        companies.edit(at, orgnr(2), "women", "3")
        exchange.sync(at)
    with project.at(ANNA) as at:
        companies.add(at, orgnr=orgnr(1), sole_trader=False, name="Annas", municipality="Åre")
        interviews.answer(at, interview=made.interview, at="c01_plan", value="4")
        interviews.answer(
            at, interview=made.interview, at="/data/grp_a/a_respondenter[1]/a04_namn", value="Britta Qvarn"
        )
    return project


def settled(project: Project) -> dict[str, dict[str, object]]:
    """Everybody syncs to the end; what each shows and has logged, as far as it does not depend on when."""
    project.folder = None
    project.settle(OFFICE, ANNA, BO, KIM)
    found: dict[str, dict[str, object]] = {}
    for who in (OFFICE, ANNA, BO, KIM):
        with project.at(who) as at:
            tables = dump(at)
            kept: dict[str, object] = {name: len(rows) for name, rows in tables.items() if name not in LOCAL}
            kept["companies"] = [
                (one.name, one.also_known_as, one.women, len(one.ids)) for one in companies.list_companies(at)
            ]
            kept["people"] = len(tables["person"]), len(tables["respondent_name"])
            kept["waiting"] = len(tables["outgoing"]), len(tables["unread_section"])
            kept["awaited"] = len(tables["awaited"])
            found[who] = kept
    return found


def proper_chains(project: Project) -> int:
    """Every device's segments are numbered 1, 2, 3 … once each. Returns how many there are."""
    count = 0
    for home in (project.shared / "simmitt" / "dev").iterdir():
        assert parse_device(home.name) is not None
        numbers = sorted(int(path.name.split("-")[1]) for path in home.glob("seg-*"))
        assert numbers == list(range(1, len(numbers) + 1)), f"{home.name}: {numbers}"
        count += len(numbers)
    left = [path for path in project.shared.rglob("*") if path.name.startswith("~") or path.suffix == ".tmp"]
    assert left == []
    return count


def said(refusal: Refusal) -> None:
    for language in ("sv", "en"):
        sentence = say(refusal.code, language, **refusal.params)  # type: ignore[arg-type]
        assert len(sentence) > 25 and "exchange." not in sentence


ERRNOS = (errno.EIO, errno.ENOSPC, errno.ESTALE, errno.EACCES)


@pytest.mark.parametrize("first", range(len(ERRNOS)), ids=lambda first: errno.errorcode[ERRNOS[first]])
@pytest.mark.parametrize("who", [ANNA, BO, OFFICE])
def test_a_sync_fails_at_each_call(
    busy: Project, tmp_path: Path, who: str, first: int, table: list[Row]
) -> None:
    """Once at the nth call, at the next sync from the nth call on, then never again.

    The four errors share the calls out between them, so that every call is tried and no run is long.
    """
    undisturbed = busy.copy_to(tmp_path / "undisturbed")
    wanted = settled(undisturbed)
    chain = proper_chains(undisturbed)
    number = ERRNOS[first]
    refused = survived = at = 0
    for at in range(1 + first, 1000, len(ERRNOS)):
        project = busy.copy_to(tmp_path / str(at))
        failed: list[str] = []
        for sticky in (False, True):
            folder = FailingFolder(project.shared, at, number, sticky=sticky)
            project.folder = lambda root, folder=folder: folder  # type: ignore[misc]
            with project.at(who) as workspace:
                before = _log(workspace)
                try:
                    report = exchange.sync(workspace)
                except Refusal as caught:
                    assert isinstance(caught, Unavailable)
                    said(caught)
                    refused += 1
                else:
                    if not folder.raised:
                        break
                    # One file that could not be read: passed over with its reason, the rest is read.
                    assert report.refused or report.waiting
                    survived += 1
                failed.append(folder.calls[at - 1])
                _whole_units(workspace, before)
        assert settled(project) == wanted, f"call {at} ({failed})"
        assert proper_chains(project) == chain
        shutil.rmtree(project.root)
        if not failed:
            break
    assert at > 10
    table.append(
        Row(f"sync of {who}, {errno.errorcode[number]} at a call", refused + survived, refused, survived, 0)
    )


def _log(workspace: Workspace) -> set[tuple[object, ...]]:
    tables = dump(workspace)
    return {*((*row, "unit") for row in tables["unit"]), *((*row, "op") for row in tables["op"])}


def _whole_units(workspace: Workspace, before: set[tuple[object, ...]]) -> None:
    """What the log held it holds; every unit has operations, and every operation its unit."""
    from app.store.tables import ORDINAL_BITS

    tables = dump(workspace)
    numbers = {row[0] for row in tables["unit"]}
    ops = {int(str(row[0])) >> ORDINAL_BITS for row in tables["op"]}
    assert numbers == ops
    kept = {row[1] for row in tables["unit"]}
    assert {row[1] for row in before if row[-1] == "unit"} <= kept
    assert {row for row in before if row[-1] == "op"} <= {(*row, "op") for row in tables["op"]}


# --- a share that is not ours ---


def emptied(project: Project) -> None:
    for found in project.shared.iterdir():
        shutil.rmtree(found)


def without_project_file(project: Project) -> None:
    (project.shared / "simmitt" / "project").unlink()


def spoiled_project_file(project: Project) -> None:
    file = project.shared / "simmitt" / "project"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))


def another_project(project: Project) -> None:
    emptied(project)
    stranger = Project(project.root / "stranger", project.clock)
    stranger.root.mkdir()
    enrolment.create_office(
        stranger.root / "office", project.surroundings(), role="office", name="Annan", organisation="R",
        shared=project.shared, programme=None,
    )  # fmt: skip


def gone(project: Project) -> None:
    shutil.rmtree(project.shared)


def a_file_in_its_place(project: Project) -> None:
    shutil.rmtree(project.shared)
    project.shared.write_text("x")


SHARES = [emptied, without_project_file, spoiled_project_file, another_project, gone, a_file_in_its_place]


@pytest.mark.parametrize("spoil", SHARES, ids=lambda one: one.__name__)
def test_a_share_that_is_not_ours(
    busy: Project, tmp_path: Path, spoil: Callable[[Project], None], table: list[Row]
) -> None:
    project = busy.copy_to(tmp_path / "here")
    wanted = settled(busy.copy_to(tmp_path / "undisturbed"))
    shutil.copytree(project.shared, project.root / "sound")
    spoil(project)
    there = sorted(path.relative_to(project.root) for path in project.shared.rglob("*"))
    for who in (OFFICE, ANNA, BO, KIM):
        with project.at(who) as workspace:
            before = dump(workspace)
            with pytest.raises(Unavailable) as caught:
                exchange.sync(workspace)
            said(caught.value)
            assert dump(workspace) == before
    assert sorted(path.relative_to(project.root) for path in project.shared.rglob("*")) == there
    if project.shared.is_file():
        project.shared.unlink()
    shutil.rmtree(project.shared, ignore_errors=True)
    (project.root / "sound").rename(project.shared)
    assert settled(project) == wanted
    table.append(Row(f"share: {spoil.__name__.replace('_', ' ')}", 4, 4, 0, 0))


# --- a profile that is a copy ---


def test_a_restored_profile_does_not_write_over_its_own_chain(
    busy: Project, tmp_path: Path, table: list[Row]
) -> None:
    project = busy.copy_to(tmp_path / "here")
    project.settle(OFFICE, ANNA, BO, KIM)
    backup = project.root / "backup"
    shutil.copytree(project.profile(ANNA), backup)
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "women", "7")
    project.settle(OFFICE, ANNA)
    there = {path: path.read_bytes() for path in project.shared.rglob("*") if path.is_file()}
    shutil.rmtree(project.profile(ANNA))
    backup.rename(project.profile(ANNA))
    # It may read on; with something to say it stops, and says why.
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "women", "9")
        before = dump(at)
        for _ in range(2):
            with pytest.raises(Refusal) as caught:
                exchange.sync(at)
            assert caught.value.code == "exchange.own.ahead"
            said(caught.value)
        after = dump(at)
        assert {name for name in before if before[name] != after[name]} <= LOCAL
        assert companies.show_company(at, NUMBER).women == 9, "what was typed there stays there"
    assert {path: path.read_bytes() for path in project.shared.rglob("*") if path.is_file()} == there
    proper_chains(project)
    with project.at(OFFICE) as at:
        assert companies.show_company(at, NUMBER).women == 7
    table.append(Row("a restored profile with news of its own", 2, 2, 0, 0))


def test_a_roster_put_back_is_not_believed(busy: Project, tmp_path: Path, table: list[Row]) -> None:
    project = busy.copy_to(tmp_path / "here")
    project.settle(OFFICE, ANNA, BO, KIM)
    office = project.shared / "simmitt" / "office"
    rosters = sorted(office.glob("roster-*"))
    assert len(rosters) > 3
    newest = rosters[-1].read_bytes()
    rosters[-1].unlink()  # the folder shows an older one
    with project.at(BO) as at:
        report = exchange.sync(at)
        assert report.changes == 0
        assert companies.show_company(at, NUMBER).name == "Exempel Mekaniska AB"
        assert {one.name for one in enrolment.devices(at)} == set(NAMES.values())
        companies.edit(at, NUMBER, "women", "5")
        assert exchange.sync(at).written == 1
    rosters[-1].write_bytes(newest)
    project.settle(OFFICE, ANNA, BO, KIM)
    with project.at(OFFICE) as at:
        assert companies.show_company(at, NUMBER).women == 5
    table.append(Row("the newest roster gone, an older one in its place", 1, 0, 1, 0))


def test_files_arrive_in_any_order(busy: Project, tmp_path: Path, table: list[Row]) -> None:
    """Everything that was written comes to the office one file at a time, the last first."""
    project = busy.copy_to(tmp_path / "here")
    source = busy.copy_to(tmp_path / "source")
    known = {path.relative_to(busy.shared) for path in busy.shared.rglob("*") if path.is_file()}
    source.sync(BO, ANNA)
    news = sorted(
        path.relative_to(source.shared)
        for path in source.shared.rglob("*")
        if path.is_file() and path.relative_to(source.shared) not in known
    )
    assert len(news) >= 4
    with project.at(OFFICE) as at:
        for path in reversed(news):
            (project.shared / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source.shared / path, project.shared / path)
            exchange.sync(at)
            _whole_units(at, set())
        assert exchange.sync(at).refused == ()
        arrived = _shown(at)
    with source.at(OFFICE) as at:
        exchange.sync(at)
        exchange.sync(at)
        assert _shown(at) == arrived
    table.append(Row("news arrives file by file, the last first", len(news), 0, len(news), 0))


def _shown(at: Workspace) -> dict[str, object]:
    tables = dump(at)
    shown: dict[str, object] = {
        name: rows for name, rows in tables.items() if name not in {*LOCAL, "unit", "op", "alias"}
    }
    return shown | {"aliases": len(tables["alias"])}
