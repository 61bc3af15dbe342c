"""A child that works on a profile until it is killed, and tells what it begins and what has returned."""

from __future__ import annotations

import json
import os
import random
import select
import sys
from dataclasses import dataclass, field
from pathlib import Path

from _store_profiles import ANNA, ORGNR, Project

from app.operations import competence, exchange, interviews
from app.operations.workspace import Workspace, open_workspace
from app.store import outbox
from app.store.ids import hyphenated

QUESTIONS = ("c01_plan", "c10_prio", "e01_krav", "e16_prio", "h08_prio")


@dataclass
class Told:
    """What the child said had returned, as this side keeps it."""

    answers: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # question -> agreed value, and the one begun
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
            _said(pipe, did="sync", sequence=sequence(workspace))


def sequence(workspace: Workspace) -> int:
    with workspace.store.connected() as connection:
        own = outbox.chains(connection).get(workspace.laptop.device)
    return own.sequence if own else 0


def child_at_work(life: Life, seed: int, errors: Path) -> tuple[int, int]:
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


def lines_of(pipe: int) -> list[dict[str, str]]:
    """Everything that was told before the end; a line that was cut off is no line."""
    data = b""
    while part := os.read(pipe, 1 << 16):
        data += part
    os.close(pipe)
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def wait_until_open(pipe: int) -> list[dict[str, str]]:
    ready, _, _ = select.select([pipe], [], [], 60)
    assert ready, "the child never opened its profile"
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(pipe, 1)
        if not part:
            return []
        line += part
    return [json.loads(line)]


def keep(told: Told, lines: list[dict[str, str]]) -> None:
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
