"""A project at work for tests: an office, two coaches and a consultant in one folder, copied in a moment."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.exchange.folder import Folder
from app.operations import coaching, companies, competence, enrolment, exchange, interviews
from app.operations.exchange import SyncReport
from app.operations.workspace import Surroundings, Workspace, opened, parse_instant
from app.store.ids import device_text, hyphenated
from app.store.key_file import LOWEST

PASSPHRASE = "sju gröna hästar"
START = parse_instant("2022-05-10T08:00")
OFFICE, ANNA, BO, KIM = "office", "anna", "bo", "kim"
NAMES = {OFFICE: "Eva Lind", ANNA: "Anna Ek", BO: "Bo Wik", KIM: "Kim Rask"}
ROLES = {OFFICE: "office", ANNA: "coach", BO: "coach", KIM: "consultant"}


class Clock:
    """UTC milliseconds; a second passes at each look."""

    def __init__(self, at: int = START) -> None:
        self.at = at

    def __call__(self) -> int:
        self.at += 1000
        return self.at

    def go_to(self, text: str) -> None:
        self.at = parse_instant(text)


@dataclass
class Project:
    """Laptops side by side under one root, and the folder that they share."""

    root: Path
    clock: Clock = field(default_factory=Clock)
    folder: Callable[[Path], Folder] | None = None

    @property
    def shared(self) -> Path:
        return self.root / "shared"

    def profile(self, who: str) -> Path:
        return self.root / who

    def surroundings(self) -> Surroundings:
        return Surroundings(now=self.clock, passphrase=PASSPHRASE, cost=LOWEST, folder=self.folder)

    @contextmanager
    def at(self, who: str) -> Iterator[Workspace]:
        with opened(self.profile(who), self.surroundings()) as workspace:
            yield workspace

    def sync(self, *who: str) -> list[SyncReport]:
        reports = []
        for one in who:
            with self.at(one) as workspace:
                reports.append(exchange.sync(workspace))
        return reports

    def settle(self, *who: str) -> None:
        """Everybody syncs until nobody has anything to say."""
        for _ in range(8):
            if not any(one.written or one.read or one.changes for one in self.sync(*who)):
                return
        raise AssertionError("the exchange does not come to rest")

    def device(self, who: str) -> str:
        with self.at(who) as workspace:
            return device_text(workspace.laptop.device)

    def copy_to(self, root: Path) -> Project:
        """The same project somewhere else: every laptop believes in the folder beside it."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        for settings in root.glob("*/settings.toml"):
            settings.write_text(f'shared = "{(root / "shared").as_posix()}"\n', encoding="utf-8")
        return Project(root, Clock(self.clock.at))


def invite_and_join(project: Project, who: str, *, name: str | None = None, role: str | None = None) -> str:
    """A waiting laptop. Returns its fingerprint."""
    name, role = name or NAMES[who], role or ROLES[who]
    file = project.root / f"{who}.invitation"
    with project.at(OFFICE) as office:
        invited = enrolment.invite(office, name=name, role=role, out=file)
    return enrolment.join(
        project.profile(who),
        project.surroundings(),
        role=role,
        name=name,
        organisation="IUC Z-Group",
        shared=project.shared,
        invitation=file,
        words=" ".join(invited.words),
    ).fingerprint


def _found(root: Path) -> Project:
    """Four laptops, enrolled as people do it; the six words alone cost seconds, so it is done once in a run."""
    project = Project(root)
    project.shared.mkdir()
    enrolment.create_office(
        project.profile(OFFICE),
        project.surroundings(),
        role="office",
        name=NAMES[OFFICE],
        organisation="Region Jämtland Härjedalen",
        shared=project.shared,
        programme=None,
    )
    for who in (ANNA, BO, KIM):
        fingerprint = invite_and_join(project, who)
        with project.at(OFFICE) as office:
            enrolment.approve(office, NAMES[who], fingerprint)
    project.settle(OFFICE, ANNA, BO, KIM)
    return project


def project_in(root: Path) -> Project:
    """A fresh copy of the project in a folder of the test. Runs on several cores share the one that is copied."""
    run = next((above for above in root.parents if re.fullmatch(r"pytest-\d+", above.name)), root.parent)
    original, ready = run / "founded", run / "founded.ready"
    try:
        original.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if ready.exists():
                break
            time.sleep(0.1)
    else:
        ready.write_text(str(_found(original).clock.at))
    return Project(original, Clock(int(ready.read_text()))).copy_to(root)


def orgnr(number: int) -> str:
    """A sound organisation number, another for each number."""
    digits = f"55{7000 + number % 1000:04d}{number // 1000 % 1000:03d}"
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    whole = digits + str(-total % 10)
    return f"{whole[:6]}-{whole[6:]}"


# --- the command line, in this process ---


@dataclass(frozen=True)
class Said:
    """What a call of the command line left: its exit code, and the two streams."""

    code: int
    out: str
    err: str


def simmitt(*words: str, project: Project | None = None, who: str | None = None, **environment: str) -> Said:
    """One call of `simmitt` in this process, with streams of its own."""
    from app.command_line.entry import main

    arguments = [*(("--profile", str(project.profile(who))) if project and who else ()), *words]
    wanted = {
        "SIMMITT_PASSPHRASE": PASSPHRASE,
        "SIMMITT_NOW": "2022-05-12T10:00:00+02:00",
        "LC_ALL": "sv_SE.UTF-8",
        **environment,
    }
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    before = (sys.argv, sys.stdout, sys.stderr, sys.stdin, dict(os.environ))
    sys.argv, sys.stdout, sys.stderr, sys.stdin = ["simmitt", *arguments], out, err, io.StringIO()
    os.environ.update(wanted)
    for name, value in wanted.items():
        if not value:
            del os.environ[name]
    try:
        code = main()
    finally:
        sys.argv, sys.stdout, sys.stderr, sys.stdin = before[:4]
        os.environ.clear()
        os.environ.update(before[4])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Said(code, *texts)


# --- a company that has been worked with ---

NUMBER = "556036-0793"
DAY = "2022-05-12"
SKILLS = ("Svarv", "Fräs", "TIG")
LEVELS = {"Britta Qvarnhjelm": (4, 3, 0), "Torkel Zackrison": (2, 2, 3), "Ebba Wrångstedt": (3, 1, 4)}


@dataclass(frozen=True)
class Worked:
    """Ids of what was made at Anna's laptop."""

    company: str
    interview: str


def workbook(path: Path, rows: Sequence[Sequence[str | int | None]]) -> Path:
    """A workbook with one sheet *Matris*."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Matris"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def matrix_rows(levels: Mapping[str, Sequence[int | None]] = LEVELS) -> list[list[str | int | None]]:
    legend = ["0 = Ingen", "1 = Under upplärning", "2 = Med stöd", "3 = Själv", "4 = Lär ut"]
    return [
        ["Namn", *SKILLS],
        *([name, *row] for name, row in levels.items()),
        [],
        *([line] for line in legend),
    ]


def work(
    project: Project, who: str = ANNA, number: str = NUMBER, name: str = "Exempel Mekaniska AB"
) -> Worked:
    """A company with an interview, a matrix and a session; the workbook stays in the root."""
    file = workbook(project.root / "matris.xlsx", matrix_rows())
    with project.at(who) as workspace:
        company, _ = companies.add(
            workspace, orgnr=number, sole_trader=False, name=name, municipality="Krokom", sni="25.62"
        )
        interview, _ = interviews.start(
            workspace, company=number, answers={"a02_omfattning": "djup", "c01_plan": "2", "c10_prio": "4"}
        )
        competence.import_workbook(workspace, file, company=number)
        coaching.log(workspace, company=number, activity="HA3.2", day=DAY, minutes="90")
    return Worked(hyphenated(company), hyphenated(interview))


# --- what is on a laptop ---


LAST_RUN = ("last_sync", "folder_mark")
"""What a laptop remembers of its last run through the folder: another moment after each, whatever came of it."""


def dump(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the laptop's own key shows them; but for the memory of the last run."""
    with workspace.store.connected() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).scalars()
        return {
            table: sorted(
                (
                    tuple(row)
                    for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')
                    if table != "local_state" or row[0] not in LAST_RUN
                ),
                key=repr,
            )
            for table in tables.all()
        }


def files(root: Path) -> dict[str, bytes]:
    """Every file below a folder, but the stores, which have their own dump."""
    return {
        found.relative_to(root).as_posix(): found.read_bytes()
        if not found.name.startswith("store.db")
        else b""
        for found in sorted(root.rglob("*"))
        if found.is_file()
    }


def texts(table: Mapping[str, Sequence[tuple[object, ...]]]) -> bytes:
    """All that a store holds as one heap of bytes, to search in."""
    heap: list[bytes] = []
    for rows in table.values():
        for row in rows:
            heap += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
    return b"\n".join(heap)


# --- what journeys share ---

EVERYBODY = (OFFICE, ANNA, BO, KIM)


def at_rest(project: Project, *who: str) -> None:
    """One more sync on each laptop neither writes, reads nor changes anything."""
    before = {path: path.stat().st_mtime_ns for path in project.shared.rglob("*")}
    for report in project.sync(*who):
        assert (report.written, report.read, report.changes, report.waiting, report.refused) == (
            0,
            0,
            0,
            (),
            (),
        )
    assert {path: path.stat().st_mtime_ns for path in project.shared.rglob("*")} == before


PEOPLE = {"Qvintilla Zornhagen": (4, 3, 0), "Wolmar Xylander": (2, 2, 3), "Yrsa Zetterqvistova": (3, 1, 4)}
PERSONAL = ["811218-9876", "19640823-3234", "670919-9530"]
PLANTED = [
    "Qvintilla", "Zornhagen", "Wolmar", "Xylander", "Yrsa", "Zetterqvistova", "Zebravakten", "Qvällsflamman",
    "Xantippasvets", "Petronella Qvack",
]  # fmt: skip
DIGITS = ["8112189876", "811218-9876", "6408233234", "640823-3234", "6709199530", "670919-9530"]


def planted(project: Project) -> str:
    """Names, teams, shifts and personal numbers in a workbook, and a respondent's name in an answer."""
    head, *rest = matrix_rows(PEOPLE)
    head = ["Namn", "Personnummer", "Avdelning", "Skift", *head[1:-1], "Xantippasvets"]
    people = [
        [name, number, "Zebravakten", "Qvällsflamman", *levels]
        for (name, levels), number in zip(PEOPLE.items(), PERSONAL, strict=True)
    ]
    file = workbook(project.root / "hemlig.xlsx", [head, *people, *rest[3:]])
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Åre Svets AB", municipality="Åre")
        made, _ = competence.import_workbook(anna, file, company=NUMBER)
        assert (made.people, made.skills) == (3, 3)
        interview, _ = interviews.start(
            anna,
            company=NUMBER,
            answers={
                "/data/grp_a/a_respondenter[1]/a03_roll": "vd",
                "/data/grp_a/a_respondenter[1]/a04_namn": "Petronella Qvack",
                "/data/grp_a/a_respondenter[2]/a03_roll": "operator",
            },
        )
    file.unlink()
    return hyphenated(interview)
