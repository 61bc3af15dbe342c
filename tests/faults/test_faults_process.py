"""SIGKILL at any moment loses nothing whose call had returned (exchange.md 8, Process).

A warmed child is forked and killed at 200 random moments of answering, importing and syncing; then 20 whole
processes of the command line. After each: everything that was acknowledged is there, the tables are what the log
makes of them, and what lies in the shared folder is a sound chain that the others read. A table stands at the end.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "store"))

from _store_laptops import Dump, dump, reprojected
from _store_profiles import (
    ANNA,
    BO,
    OFFICE,
    ORGNR,
    PHRASE,
    Project,
    assign,
    hyphenated,
    matrix_workbook,
    new_project,
)

from app.exchange import names
from app.operations import companies, competence, exchange, interviews
from app.operations.workspace import Workspace
from app.store import outbox
from app.store.ids import RowId, parse_id
from app.store.rows import AnswerRow, CompanyRow, InterviewRow, MatrixSourceRow, SessionRow

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a warmed process")

ROOT = Path(__file__).resolve().parents[2]
KILLS, PROCESSES = 200, 20
QUESTIONS = ("c01_plan", "c10_prio", "e01_krav", "e16_prio", "h08_prio")


@dataclass
class Told:
    """What the child said had returned, as this side keeps it."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)  # question -> agreed value, and the one begun
    sources: set[str] = field(default_factory=set)
    sequences: int = 0  # of the segments that a finished sync had written
    acts: int = 0  # acknowledged in all
    imports: int = 0
    syncs: int = 0
    cut: int = 0  # kills that fell on something begun and not acknowledged


@dataclass
class Life:
    """One project over many kills."""

    project: Project
    interview: str
    told: Told = field(default_factory=Told)


def _said(pipe: int, **what: str | int) -> None:
    """One line, in one write: it is whole or it is not there."""
    os.write(pipe, (json.dumps(what) + "\n").encode())


def _work(life: Life, pipe: int, seed: int) -> None:
    """What the child does until it is killed: it tells before it begins, and after each call returned."""
    chance = random.Random(seed)
    surroundings = life.project.surroundings()
    from app.operations.workspace import open_workspace

    workspace = open_workspace(life.project.profile(ANNA), surroundings)
    _said(pipe, did="open")
    while True:
        life.project.wall.step(7)
        turn = chance.random()
        if turn < 0.62:
            question, value = chance.choice(QUESTIONS), str(chance.randint(1, 3))
            _said(pipe, begins="answer", question=question, value=value)
            interviews.answer(workspace, interview=life.interview, at=question, value=value)
            _said(pipe, did="answer", question=question, value=value)
        elif turn < 0.77:
            file = life.project.folder / f"matris-{chance.randint(0, 4)}.xlsx"
            _said(pipe, begins="import")
            made, _ = competence.import_workbook(workspace, file, company=ORGNR)
            _said(pipe, did="import", source=hyphenated(made.id))
        else:
            _said(pipe, begins="sync")
            report = exchange.sync(workspace)
            assert report.refused == (), report.refused
            _said(pipe, did="sync", sequence=_sequence(workspace))


def _sequence(workspace: Workspace) -> int:
    with workspace.store.connected() as connection:
        own = outbox.chains(connection).get(workspace.laptop.device)
    return own.sequence if own else 0


def _child(life: Life, seed: int, errors: Path) -> tuple[int, int]:
    """A forked child at work; its id, and the pipe that it tells on."""
    read, write = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        _work(life, write, seed)
    except BaseException:
        import traceback

        errors.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(1)


def _lines(pipe: int) -> list[dict[str, str]]:
    """Everything that was told before the end; a line that was cut off is no line."""
    data = b""
    while part := os.read(pipe, 1 << 16):
        data += part
    os.close(pipe)
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def _wait_until_open(pipe: int) -> list[dict[str, str]]:
    ready, _, _ = select.select([pipe], [], [], 60)
    assert ready, "the child never opened its profile"
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(pipe, 1)
        if not part:
            return []
        line += part
    return [json.loads(line)]


def _keep(told: Told, lines: list[dict[str, str]]) -> None:
    begun: dict[str, str] | None = None
    for line in lines:
        if "begins" in line:
            begun = line
            continue
        begun = None
        match line["did"]:
            case "answer":
                told.answers[line["question"]] = (line["value"], line["value"])
            case "import":
                told.sources.add(line["source"])
                told.imports += 1
            case "sync":
                told.sequences = max(told.sequences, int(line["sequence"]))
                told.syncs += 1
        told.acts += line["did"] != "open"
    if begun is not None:
        told.cut += 1
        if begun["begins"] == "answer":
            agreed = told.answers.get(begun["question"], ("", ""))[0]
            told.answers[begun["question"]] = (agreed, begun["value"])


def _check(life: Life) -> None:
    """Everything that was acknowledged is there, and the tables are what the log makes of them."""
    told = life.told
    with life.project.at(ANNA) as anna:
        with anna.reading() as reader:
            row = parse_id(life.interview)
            assert row is not None
            agreed = {
                answer.question.rsplit("/", 1)[1]: answer.value or ""
                for answer in reader.rows(AnswerRow, interview=row, respondent="")
            }
            sources = {hyphenated(source.id) for source in reader.rows(MatrixSourceRow)}
        for question, allowed in told.answers.items():
            assert agreed.get(question, "") in allowed, (question, agreed.get(question), allowed)
            told.answers[question] = (agreed.get(question, ""),) * 2
        assert told.sources <= sources, "an import that had returned is gone"
        assert len(sources) <= told.imports + told.cut
        assert _sequence(anna) >= told.sequences
        with anna.store.connected() as connection:
            in_line = {file.path for file in outbox.queued(connection)}
            assert connection.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok"
        _chain(life.project, anna, in_line)
        stands, again = reprojected(anna.store)
        assert stands == again


def _chain(project: Project, workspace: Workspace, in_line: set[str]) -> None:
    """What this laptop has sealed lies in the folder or in line; nothing lies there that it does not know of."""
    home = names.device_directory(workspace.laptop.device)
    there = [
        path.relative_to(project.shared).as_posix()
        for path in (project.shared / home).glob("seg-*")
    ]
    sequences = sorted(
        found.sequence
        for found in map(names.parse, {*there, *(path for path in in_line if "/seg-" in path)})
        if isinstance(found, names.SegmentName)
    )
    assert sequences == list(range(1, _sequence(workspace) + 1)), "the chain has a gap or a fork"


def _projections(workspace: Workspace) -> Dump:
    with workspace.store.connected() as connection:
        return dump(connection)


def _everybody_agrees(project: Project) -> None:
    """The others read everything; then nobody has anything new to say."""
    project.sync(ANNA, OFFICE, BO, ANNA)
    with project.at(ANNA) as anna, project.at(BO) as bo, project.at(OFFICE) as office:
        before = _projections(anna)
        for workspace in (anna, bo, office):
            report = exchange.sync(workspace)
            assert (report.written, report.read, report.changes) == (0, 0, 0)
            assert (report.refused, report.waiting, report.conflicts) == ((), (), 0)
        assert _projections(anna) == before
        assert _projections(bo) == before, "another laptop with the same keys shows the same"
        at_office = _projections(office)
        assert at_office["answer"] == before["answer"] and at_office["person"] == []
        for workspace in (anna, bo, office):
            stands, again = reprojected(workspace.store)
            assert stands == again


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A company that the office and both coaches know, with an interview, five workbooks and some history."""
    project = new_project(tmp_path)
    with project.at(OFFICE) as office:
        companies.add(office, orgnr=ORGNR, sole_trader=False, name="Alfa", municipality="Krokom")
    project.sync(OFFICE)
    assign(project, ORGNR, ANNA, BO)
    for shift in range(5):
        matrix_workbook(tmp_path / f"matris-{shift}.xlsx", shift)
    with project.at(ANNA) as anna:
        interview, _ = interviews.start(anna, company=ORGNR)
        competence.import_workbook(anna, tmp_path / "matris-0.xlsx", company=ORGNR)  # which also warms the child
        with anna.reading() as reader:
            sources = {hyphenated(row.id) for row in reader.rows(MatrixSourceRow)}
    project.sync(ANNA, BO, OFFICE, ANNA)
    return Life(project, hyphenated(interview), Told(sources=sources, imports=1))


@pytest.fixture(scope="module")
def seed() -> int:
    drawn = int(os.environ.get("SIMMITT_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"\nSIMMITT_SEED={drawn}")
    return drawn


@contextlib.contextmanager
def _still() -> Iterator[None]:
    """What is collected in a forked child costs it its copied pages: nothing is, while the children run."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def test_killed_at_random_moments_of_answering_importing_and_syncing(life: Life, seed: int) -> None:
    chance = random.Random(seed)
    told, errors = life.told, life.project.folder / "child-failed"
    unopened = 0
    with _still():
        for kill in range(KILLS):
            if kill % 5 == 0:  # news from the office, so that a sync of the child reads too
                with life.project.at(OFFICE) as office:
                    companies.edit(office, ORGNR, "men", str(kill + 1))
                    exchange.sync(office)
            life.project.wall.step(1000)
            child, pipe = _child(life, chance.randrange(1 << 32), errors)
            lines: list[dict[str, str]] = []
            if kill % 4:  # every fourth is killed while it opens
                lines = _wait_until_open(pipe)
                assert lines, errors.read_text(encoding="utf-8") if errors.exists() else "the child died"
            time.sleep(chance.uniform(0, 0.06))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            lines += _lines(pipe)
            assert not errors.exists(), errors.read_text(encoding="utf-8")
            assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            unopened += not lines
            _keep(told, lines)
            _check(life)
            if kill % 50 == 49:
                _everybody_agrees(life.project)
    print(
        f"\n{KILLS} kills: {told.acts} calls had returned ({told.imports} imports, {told.syncs} syncs), "
        f"{told.cut} cut off, {unopened} while opening; lost: 0"
    )
    assert told.cut > KILLS // 10, "the kills fell between the calls"
    assert told.acts > KILLS and told.imports > 10 and told.syncs > 10
    _everybody_agrees(life.project)


def _run(life: Life, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", "--profile", str(life.project.profile(ANNA)), *words, "--json"],
        cwd=ROOT,
        env={**os.environ, "SIMMITT_PASSPHRASE": PHRASE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _orgnr(index: int) -> str:
    """The nth organisation number of a row that nobody has, with its check digit."""
    digits = f"55{60 + index // 1000:02d}{index % 1000:03d}00"[:9]
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}{-total % 10}"


def test_whole_processes_killed_at_random_moments(life: Life, seed: int) -> None:
    chance = random.Random(seed + 1)
    started = time.monotonic()
    warm = _run(life, "interview", "answer", life.interview, "c01_plan", "2")
    out, err = warm.communicate()
    assert warm.returncode == 0, err
    whole = time.monotonic() - started
    finished = killed = 0
    expected: set[str] = set()
    for index in range(PROCESSES):
        life.project.wall.step(1000)
        before = _state(life)
        kind = ("interview answer", "sync", "company add")[index % 3]
        value = str(index % 3 + 1)
        number = _orgnr(index + 1)
        words = {
            "interview answer": ("interview", "answer", life.interview, QUESTIONS[index % 5], value),
            "sync": ("sync",),
            "company add": ("company", "add", "--orgnr", number, "--name", f"Beta {index}")
            + ("--municipality", "Åre", "--women", "3"),
        }[kind]
        process = _run(life, *words)
        try:
            out, err = process.communicate(timeout=chance.uniform(0.1, 1.1) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        assert "Traceback" not in err, err
        done = process.returncode == 0
        finished += done
        killed += process.returncode == -signal.SIGKILL
        assert process.returncode in (0, -signal.SIGKILL), err
        after = _state(life)
        if kind == "company add":
            if done:
                expected.add(number)
            fresh = after.companies - before.companies
            assert fresh in ({number}, set()) and (number in after.companies or not done)
            expected |= fresh
        elif kind == "interview answer":
            question = QUESTIONS[index % 5]
            allowed = {value} if done else {value, before.answers.get(question, "")}
            assert after.answers.get(question, "") in allowed
        assert expected <= after.companies
        assert after.units - before.units in ((1,) if done and kind != "sync" else (0, 1))
        with life.project.at(ANNA) as anna:
            stands, again = reprojected(anna.store)
            assert stands == again
            with anna.store.connected() as connection:
                _chain(life.project, anna, {file.path for file in outbox.queued(connection)})
    print(f"\n{PROCESSES} processes: {finished} finished, {killed} killed; lost: 0")
    assert killed >= PROCESSES // 4
    with life.project.at(ANNA) as anna:
        for number in expected:  # each company is whole: every field, and its keys
            shown = companies.show_company(anna, number)
            assert shown.municipality is not None and shown.women == 3
            companies.edit(anna, number, "men", "4")
            interviews.start(anna, company=number)
    project = life.project
    project.sync(ANNA, OFFICE, ANNA)
    with project.at(OFFICE) as office:
        assert {row.orgnr for row in companies.list_companies(office)} >= expected
        report = exchange.sync(office)
        assert (report.written, report.read, report.refused) == (0, 0, ())


@dataclass(frozen=True)
class State:
    companies: frozenset[str]
    answers: dict[str, str]
    units: int


def _state(life: Life) -> State:
    with life.project.at(ANNA) as anna, anna.reading() as reader:
        row = parse_id(life.interview)
        assert row is not None and reader.row(InterviewRow, RowId(row)) is not None
        assert reader.rows(SessionRow) == ()
        return State(
            frozenset(found.orgnr or "" for found in reader.rows(CompanyRow)) - {ORGNR.replace("-", "")},
            {
                answer.question.rsplit("/", 1)[1]: answer.value or ""
                for answer in reader.rows(AnswerRow, interview=row, respondent="")
            },
            len(anna.store.history()),
        )
