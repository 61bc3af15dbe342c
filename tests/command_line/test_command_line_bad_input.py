"""Bad input: one clear sentence that says what, where and how to mend it, the right exit code, nothing changed."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "exchange"))

from _day import (
    ANNA,
    DAY,
    NUMBER,
    OFFICE,
    Project,
    Said,
    Worked,
    dump,
    files,
    orgnr,
    simmitt,
    workbook,
)
from _exchange_faulty import FaultyFolder

from app.command_line.call import Call
from app.operations.workspace import Surroundings

NEW = ["--name", "Åre Svets", "--municipality", "Åre"]
PERSON = "811218-9876"
COACH = ["coach", "log", "--company", NUMBER]
GONE_ID = "0198c1f0-0000-7000-8000-000000000000"


def state(project: Project, *more: str) -> tuple[object, ...]:
    """Everything that a refused call must leave as it was: every table of the laptops, and every file."""
    dumps = []
    for who in (ANNA, OFFICE, *more):
        with project.at(who) as workspace:
            dumps.append(dump(workspace))
    return (*dumps, files(project.root))


def in_one_sentence(said: Said, code: int, fragments: tuple[str, ...]) -> None:
    assert (said.code, said.out) == (code, ""), said
    assert said.err.count("\n") == 1 and said.err.endswith("\n")
    text = said.err.strip()
    assert len(text) > 25 and text[-1] in '.:!?)”"' and "{" not in text.replace('{"', "")
    assert "Traceback" not in text and "Error" not in text
    for fragment in fragments:
        assert fragment in text, f"{fragment!r} is not said in: {text}"


def refused(
    project: Project, words: list[str], code: int, sv: tuple[str, ...], en: tuple[str, ...], who: str = ANNA
) -> str:
    """The call is refused in both languages and changes nothing; what was said."""
    before = state(project)
    swedish = simmitt(*words, "--language", "sv", project=project, who=who)
    english = simmitt(*words, "--language", "en", "--json", project=project, who=who)
    in_one_sentence(swedish, code, sv)
    in_one_sentence(english, code, en)
    assert swedish.err != english.err
    assert state(project) == before
    return swedish.err + english.err


@dataclass(frozen=True)
class Bad:
    """Words, and what the two sentences must name: what is wrong, where, and how to mend it."""

    name: str
    words: list[str]
    sv: tuple[str, ...]
    en: tuple[str, ...]
    code: int = 1
    who: str = ANNA


PLAIN = [
    Bad("wrong check digit", ["company", "add", "--orgnr", "556036-0794", *NEW],
        ("556036-0794", "Kontrollera"), ("556036-0794", "Check")),
    Bad("too short", ["company", "add", "--orgnr", "556036", *NEW], ("6", "tio"), ("6", "ten")),
    Bad("letters", ["company", "add", "--orgnr", "55603A-0793", *NEW], ("siffror",), ("digits",)),
    Bad("no number at all", ["company", "add", "--orgnr", "", *NEW], ("rganisationsnummer",), ("number",)),
    Bad("personal number", ["company", "add", "--orgnr", PERSON, *NEW],
        ("personnummer", "--sole-trader"), ("personal", "--sole-trader")),
    Bad("personal number, twelve digits", ["company", "add", "--orgnr", f"19{PERSON}", *NEW],
        ("personnummer", "--sole-trader"), ("personal", "--sole-trader")),
    Bad("personal number of a hundred", ["company", "add", "--orgnr", "121212+1212", *NEW],
        ("personnummer",), ("personal",)),
    Bad("personal number as number of a company", ["company", "show", PERSON],
        ("personnummer",), ("personal",)),
    Bad("personal number in an edit", ["company", "edit", NUMBER, "orgnr", PERSON],
        ("personnummer",), ("personal",)),
    Bad("personal number in a name", ["company", "edit", NUMBER, "name", f"Firma {PERSON}"],
        ("personnummer", "name"), ("personal", "name")),
    Bad("personal number in a note", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "9",
        "--note", f"Ring {PERSON}"], ("personnummer", "--note"), ("personal", "--note")),
    Bad("number and sole trader", ["company", "add", "--orgnr", orgnr(3), "--sole-trader", *NEW],
        ("--orgnr", "--sole-trader"), ("--orgnr", "--sole-trader")),
    Bad("neither number nor sole trader", ["company", "add", *NEW],
        ("--orgnr", "--sole-trader"), ("--orgnr", "--sole-trader")),
    Bad("twice", ["company", "add", "--orgnr", NUMBER, *NEW],
        (NUMBER, "Exempel Mekaniska AB"), (NUMBER, "Exempel Mekaniska AB")),
    Bad("twice in another notation", ["company", "add", "--orgnr", "SE556036079301", *NEW],
        (NUMBER,), (NUMBER,)),
    Bad("unknown municipality", ["company", "add", "--orgnr", orgnr(4), "--name", "X", "--municipality", "Ånge-Öst"],
        ("Ånge-Öst", "Ånge"), ("Ånge-Öst", "Ånge")),
    Bad("municipality of another county", ["company", "edit", NUMBER, "municipality", "Malmö"],
        ("Malmö",), ("Malmö",)),
    Bad("unknown SNI", ["company", "edit", NUMBER, "sni", "04"], ("04",), ("04",)),
    Bad("unknown legal form", ["company", "edit", NUMBER, "legal_form", "aktiebolag"],
        ("aktiebolag", "ab, hb"), ("aktiebolag", "ab, hb")),
    Bad("negative people", ["company", "edit", NUMBER, "women", "-3"], ("-3", "women"), ("-3", "women")),
    Bad("people in words", ["company", "edit", NUMBER, "men", "tolv"], ("tolv", "men"), ("tolv", "men")),
    Bad("unknown field", ["company", "edit", NUMBER, "färg", "blå"], ("färg", "name"), ("färg", "name")),
    Bad("empty name", ["company", "edit", NUMBER, "name", " \t "], ("name",), ("name", "empty")),
    Bad("empty name of a new one", ["company", "add", "--orgnr", orgnr(4), "--name", "", "--municipality", "Åre"],
        ("--name",), ("--name", "empty")),
    Bad("name too long", ["company", "edit", NUMBER, "name", "x" * 201], ("name", "200"), ("name", "200")),
    Bad("control characters", ["company", "edit", NUMBER, "name", "Firma\x1b[2J"],
        ("name", "styrtecken"), ("name", "control")),
    Bad("bidi override", ["company", "edit", NUMBER, "name", "Firma \u202ebA"],
        ("name", "styrtecken"), ("name", "control")),
    Bad("unknown company", ["company", "show", orgnr(9)], (orgnr(9), "company add"), (orgnr(9), "company add")),
    Bad("unknown company id", ["interview", "list", "--company", GONE_ID], ("company add",), ("company add",)),
    Bad("unknown serial", ["coach", "list", "--company", "EF-099"], ("EF-099",), ("EF-099",)),
    Bad("no instant", ["company", "show", NUMBER, "--as-of", "i går"], ("i går", "2022-05-12"), ("i går",)),
    Bad("before it was there", ["company", "show", NUMBER, "--as-of", "2021-01-01"],
        (NUMBER, "senare"), (NUMBER, "later")),
    Bad("unknown activity", [*COACH, "--activity", "HA9.9", "--date", DAY, "--minutes", "60"],
        ("HA9.9", "HA3.2"), ("HA9.9", "HA3.2")),
    Bad("more than a day", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "1441"],
        ("1441", "1440"), ("1441", "1440")),
    Bad("no minutes", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "0"], ("1440",), ("1440",)),
    Bad("negative minutes", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "-5"], ("-5",), ("-5",)),
    Bad("minutes in words", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "en timme"],
        ("en timme",), ("en timme",)),
    Bad("impossible day", [*COACH, "--activity", "HA3.2", "--date", "2022-02-30", "--minutes", "60"],
        ("2022-02-30", "--date"), ("2022-02-30", "--date")),
    Bad("day in another order", [*COACH, "--activity", "HA3.2", "--date", "12/5 2022", "--minutes", "60"],
        ("12/5 2022", "--date"), ("12/5 2022", "--date")),
    Bad("next step by no day", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "60", "--next", "Mät",
        "--next-by", "fredag"], ("fredag", "--next-by"), ("fredag", "--next-by")),
    Bad("participants", [*COACH, "--activity", "HA3.2", "--date", DAY, "--minutes", "60", "--women", "två"],
        ("två",), ("två",)),
    Bad("no day of figures", ["matrix", "figures", "--company", NUMBER, "--on", "2022-13-01"],
        ("2022-13-01", "--on"), ("2022-13-01", "--on")),
    Bad("unknown interview", ["interview", "show", GONE_ID], ("interview list",), ("interview list",)),
    Bad("interview that is no id", ["interview", "answer", "nyss", "c01_plan", "3"], ("nyss",), ("nyss",)),
    Bad("unknown form", ["interview", "start", "--company", NUMBER, "--form", "enkel"],
        ("enkel", "djupanalys"), ("enkel", "djupanalys")),
    Bad("unknown device", ["company", "assign", NUMBER, "--to", "Ingen Alls"],
        ("Ingen Alls", "Bo Wik"), ("Ingen Alls", "Bo Wik"), who=OFFICE),
    Bad("assigned at a coach's laptop", ["company", "assign", NUMBER, "--to", "Bo Wik"], ("dator",), ("laptop",)),
    Bad("nobody waits", ["office", "approve", "Ingen Alls"], ("Ingen Alls", "Per"), ("Ingen Alls", "Per"), who=OFFICE),
    Bad("approved already", ["office", "approve", "Bo Wik"], ("Bo Wik", "redan"), ("Bo Wik", "already"), who=OFFICE),
    Bad("invited by a coach", ["office", "invite", "--name", "P", "--role", "coach", "--out", "p.inv"],
        ("dator",), ("laptop",)),
    Bad("unknown role", ["office", "invite", "--name", "P", "--role", "chef", "--out", "p.inv"],
        ("chef", "coach"), ("chef", "coach"), who=OFFICE),
    Bad("people at the office", ["matrix", "figures", "--company", NUMBER],
        ("Exempel Mekaniska AB", "kontoret"), ("Exempel Mekaniska AB", "office"), who=OFFICE),
    Bad("unknown paper", ["report", "matrix", "--company", NUMBER, "--out", "x.pdf", "--paper", "A5"],
        ("A5", "A3"), ("A5", "A3")),
    Bad("nothing to redo", ["redo"], ("gör",), ("redo",)),
    Bad("print into no folder", ["report", "matrix", "--company", NUMBER, "--out", "finns/inte/x.pdf"],
        ("x.pdf",), ("x.pdf",)),
    Bad("no such workbook", ["matrix", "import", "finns-inte.xlsx", "--company", NUMBER],
        ("finns-inte.xlsx",), ("finns-inte.xlsx",)),
    Bad("no such form file", ["form", "check", "finns-inte.xlsx"], ("finns-inte.xlsx",), ("finns-inte.xlsx",)),
    Bad("no such answers", ["interview", "start", "--company", NUMBER, "--answers", "finns-inte.json"],
        ("finns-inte.json",), ("finns-inte.json",)),
]  # fmt: skip


@pytest.mark.parametrize("bad", PLAIN, ids=lambda bad: bad.name)
def test_refused_with_a_sentence(
    worked: tuple[Project, Worked], bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = worked[0]
    monkeypatch.chdir(project.root)
    said = refused(project, bad.words, bad.code, bad.sv, bad.en, bad.who)
    assert "9876" not in said and "121212" not in said


@pytest.mark.parametrize(
    "words",
    [
        ["interview", "answer", "ID", PERSON, "1"],
        ["interview", "answer", "ID", "b01_varde", f"Ring {PERSON}"],
        ["interview", "answer", "ID", "a14_omsattning", PERSON.replace("-", "")],
        ["interview", "answer", "ID", "c01_plan", "2", "--respondent", f"vd {PERSON}"],
        ["interview", "answer", "ID", "a06_orgnr", PERSON],
        ["interview", "amend", "ID", "--reason", PERSON],
        ["company", "edit", NUMBER, PERSON, "x"],
        ["company", "edit", NUMBER, "women", PERSON.replace("-", "")],
        ["coach", "log", "--company", NUMBER, "--activity", PERSON, "--date", DAY, "--minutes", "1"],
        ["coach", "log", "--company", NUMBER, "--activity", "HA3.2", "--date", PERSON, "--minutes", "1"],
        ["coach", "log", "--company", NUMBER, "--activity", "HA3.2", "--date", DAY, "--minutes", PERSON],
        ["interview", "show", PERSON],
        ["interview", "start", "--company", NUMBER, "--form", PERSON],
        ["interview", "start", "--company", PERSON],
        ["matrix", "figures", "--company", NUMBER, "--on", PERSON],
        ["report", "matrix", "--company", NUMBER, "--out", "x.pdf", "--paper", PERSON],
        ["company", "show", NUMBER, "--as-of", PERSON],
        ["company", "list", "--language", PERSON],
    ],
    ids=" ".join,
)
def test_a_personal_number_is_neither_kept_nor_echoed(
    worked: tuple[Project, Worked], words: list[str]
) -> None:
    project, made = worked
    before = state(project)
    said = simmitt(*(made.interview if word == "ID" else word for word in words), project=project, who=ANNA)
    assert said.code == 1 and said.out == ""
    assert "9876" not in said.err
    assert state(project) == before


@pytest.mark.parametrize(
    "words",
    [
        ["office", "approve", PERSON],
        ["company", "assign", NUMBER, "--to", PERSON],
        ["office", "invite", "--name", f"Per {PERSON}", "--role", "coach", "--out", "p.inv"],
        ["office", "invite", "--name", "Per", "--role", PERSON, "--out", "p.inv"],
    ],
    ids=" ".join,
)
def test_nor_at_the_office(
    worked: tuple[Project, Worked], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = worked[0]
    monkeypatch.chdir(project.root)
    before = state(project)
    said = simmitt(*words, project=project, who=OFFICE)
    assert said.code == 1 and said.out == ""
    assert "9876" not in said.err
    assert state(project) == before


# --- answers ---


@pytest.mark.parametrize(
    ("at", "value", "sv", "en"),
    [
        ("c99_finns_inte", "1", ("c99_finns_inte",), ("c99_finns_inte",)),
        ("/data/grp_x/c01_plan", "1", ("/data/grp_x/c01_plan",), ("/data/grp_x/c01_plan",)),
        ("c01_plan", "6", ("c01_plan",), ("c01_plan",)),
        ("c01_plan", "bra", ("c01_plan",), ("c01_plan",)),
        ("d02_nar", "snart", ("d02_nar",), ("d02_nar",)),
        ("a01_datum", "2022-05-32", ("a01_datum",), ("a01_datum",)),
        ("a01_datum", "2030-01-01", ("a01_datum",), ("a01_datum",)),
        ("b04_storsta", "101", ("b04_storsta",), ("b04_storsta",)),
        ("e12_svarast", "cnc trollkarl", ("e12_svarast",), ("e12_svarast",)),
        ("a06_orgnr", "556036-0794", ("556036-0794", "Kontrollera"), ("556036-0794", "Check")),
        ("/data/grp_a/a_respondenter[3]/a04_namn", "Eva", ("[3]",), ("[3]",)),
        ("/data/grp_a/a_respondenter[0]/a04_namn", "Eva", ("[0]",), ("[0]",)),
        ("b01_varde", "a\x00b", ("b01_varde",), ("b01_varde",)),
    ],
)
def test_an_answer_that_does_not_hold(
    worked: tuple[Project, Worked], at: str, value: str, sv: tuple[str, ...], en: tuple[str, ...]
) -> None:
    """Alone, and in a file: then the whole file is refused, and no interview is started."""
    project, made = worked
    said = refused(project, ["interview", "answer", made.interview, at, value], 1, sv, en)
    assert "forms." not in said
    file = project.root / "svar.json"
    file.write_text(json.dumps({"c01_plan": "3", at: value, "c10_prio": "4"}), encoding="utf-8")
    refused(project, ["interview", "start", "--company", NUMBER, "--answers", str(file)], 1, sv, en)


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        ("[1, 2]", ("svar.json",)),
        ('{"c01_plan": "3",', ("svar.json", "1")),
        ('{\n"c01_plan": tre}', ("svar.json", "2")),
        ('{"c01_plan": {"värde": 3}}', ("svar.json", "c01_plan")),
        ('{"c01_plan": true}', ("svar.json", "c01_plan")),
        ("", ("svar.json",)),
        ("[" * 100_000, ("svar.json",)),
        ("\ufeff3", ("svar.json",)),
    ],
    ids=range(8),
)
def test_a_file_of_answers_that_is_none(
    worked: tuple[Project, Worked], text: str, fragments: tuple[str, ...]
) -> None:
    project = worked[0]
    file = project.root / "svar.json"
    file.write_text(text, encoding="utf-8")
    refused(
        project, ["interview", "start", "--company", NUMBER, "--answers", str(file)], 1, fragments, fragments
    )
    file.write_bytes(b"\xff\xfe{\x00")
    refused(
        project, ["interview", "start", "--company", NUMBER, "--answers", str(file)], 1, fragments[:1], ()
    )
    file.unlink()
    file.mkdir()
    refused(
        project, ["interview", "start", "--company", NUMBER, "--answers", str(file)], 1, fragments[:1], ()
    )


def test_finishing_names_what_is_missing(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    refused(project, ["interview", "finish", made.interview], 1, ("Vilken dag", "(+"), ("On which day", "(+"))
    refused(
        project,
        ["interview", "amend", made.interview, "--reason", "fel"],
        1,
        ("inte avslutad",),
        ("not finished",),
    )


# --- files that are something else ---


def _text(path: Path) -> None:
    path.write_text("Namn;Svarv\nAnna;3\n", encoding="utf-8")


def _zip(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as file:
        file.writestr("hej.txt", "hej")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _folder(path: Path) -> None:
    path.mkdir()


def _torn(path: Path) -> None:
    workbook(path, [["Namn", "Svarv"], ["Anna", 3]])
    path.write_bytes(path.read_bytes()[:-200])


def _no_matrix(path: Path) -> None:
    workbook(path, [["Faktura", 12], ["Summa", 1200], ["Moms", 300]])


def _no_form(path: Path) -> None:
    workbook(path, [["Namn", "Svarv"], ["Anna", 3]])


NO_WORKBOOKS: list[Callable[[Path], None]] = [_text, _zip, _empty, _folder, _torn, _no_matrix]


@pytest.mark.parametrize("make", NO_WORKBOOKS, ids=lambda make: make.__name__[1:])
def test_a_workbook_that_is_none(worked: tuple[Project, Worked], make: Callable[[Path], None]) -> None:
    project = worked[0]
    make(project.root / "bok.xlsx")
    file = str(project.root / "bok.xlsx")
    for words in (["matrix", "read", file], ["matrix", "import", file, "--company", NUMBER]):
        refused(project, words, 1, ("bok.xlsx",), ("bok.xlsx",))


@pytest.mark.parametrize(
    "make", [_text, _zip, _empty, _folder, _torn, _no_form], ids=lambda make: make.__name__[1:]
)
def test_a_form_that_is_none(worked: tuple[Project, Worked], make: Callable[[Path], None]) -> None:
    """`form check` answers with what is wrong and where; `form run` refuses."""
    project = worked[0]
    make(project.root / "form.xlsx")
    file = str(project.root / "form.xlsx")
    script = project.root / "s.json"
    script.write_text("[]")
    before = state(project)
    for language in ("sv", "en"):
        said = simmitt("form", "check", file, "--json", "--language", language)
        assert said.code == 1
        if make is _folder:
            in_one_sentence(said, 1, ("form.xlsx",))
            continue
        assert said.err == ""
        found = json.loads(said.out)
        assert found["title"] is None and found["questions"] is None
        assert found["errors"] and all(
            set(one) >= {"sheet", "row", "column", "message"} for one in found["errors"]
        )
        assert all(len(one["message"]) > 20 and "forms." not in one["message"] for one in found["errors"])
    refused(project, ["form", "run", file, "--script", str(script)], 1, ("form.xlsx",), ("form.xlsx",))
    assert state(project) == before


@pytest.mark.parametrize(
    "script", ['[{"op": "jump"}]', '{"op": "answer"}', '[{"op": "answer", "at": 3}]', "[3]"]
)
def test_a_script_that_is_none(worked: tuple[Project, Worked], script: str) -> None:
    from app.paths import resource

    project = worked[0]
    (project.root / "s.json").write_text(script)
    words = [
        "form",
        "run",
        str(resource("forms", "djupanalys.xml")),
        "--script",
        str(project.root / "s.json"),
    ]
    refused(project, words, 1, ("answer",), ("answer",))
    (project.root / "s.json").write_text("[]")
    refused(project, [*words, "--now", "snart"], 1, ("snart",), ("snart",))
    refused(project, [*words, "--timezone", "Mars/Krater"], 1, ("Mars/Krater",), ("Mars/Krater",))
    refused(project, [*words, "--seed", "tio"], 1, ("tio", "--seed"), ("tio", "--seed"))


# --- the shared folder ---


def test_a_shared_folder_that_is_missing(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    with project.at(ANNA) as workspace:
        before = dump(workspace)
    project.shared.rename(project.root / "away")
    for words, who in (
        (["sync"], ANNA),
        (["sync"], OFFICE),
        (["device", "list"], OFFICE),
        (["office", "approve", "X"], OFFICE),
    ):
        for language in ("sv", "en"):
            said = simmitt(*words, "--language", language, project=project, who=who)
            in_one_sentence(said, 3, ("shared",))
    assert not project.shared.exists()
    with project.at(ANNA) as workspace:
        assert dump(workspace) == before
    words = [
        "profile",
        "create",
        "--role",
        "office",
        "--name",
        "E",
        "--organisation",
        "R",
        "--shared",
        str(project.shared),
    ]
    said = simmitt(*words, "--profile", str(project.root / "new"))
    in_one_sentence(said, 3, ("shared",))
    assert not (project.root / "new").exists() and not project.shared.exists()


def test_an_emptied_share_and_another_projects(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    with project.at(ANNA) as workspace:
        before = dump(workspace)
    other = project.root / "other"
    other.mkdir()
    said = simmitt(
        "profile", "create", "--role", "office", "--name", "Annan", "--organisation", "R", "--shared", str(other),
        "--profile", str(project.root / "stranger"),
    )  # fmt: skip
    assert said.code == 0
    shutil.rmtree(project.shared)
    project.shared.mkdir()
    for language in ("sv", "en"):
        in_one_sentence(simmitt("sync", "--language", language, project=project, who=ANNA), 3, ())
    assert list(project.shared.iterdir()) == []
    project.shared.rmdir()
    other.rename(project.shared)
    there = files(project.shared)
    for language in ("sv", "en"):
        in_one_sentence(
            simmitt("sync", "--language", language, project=project, who=ANNA),
            3,
            ("projekt" if language == "sv" else "project",),
        )
    assert files(project.shared) == there
    with project.at(ANNA) as workspace:
        assert dump(workspace) == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES], ids=lambda number: errno.errorcode[number])
def test_a_read_only_shared_folder(
    worked: tuple[Project, Worked], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every file that anything publishes; and what was to be written goes at the next sync."""
    project = worked[0]
    simmitt("company", "edit", NUMBER, "name", "Nytt namn", project=project, who=ANNA)
    real = Call.surroundings
    for words, who, files_of_it in (
        (["sync"], ANNA, 1),
        (["office", "approve", "Per"], OFFICE, 2),
        (["company", "assign", NUMBER, "--to", "Bo Wik"], OFFICE, 3),
    ):
        for at in range(1, 20):
            trial = project.copy_to(project.root.parent / f"{words[0]}-{at}")
            faulty: list[FaultyFolder] = []

            def folder(root: Path, at: int = at, faulty: list[FaultyFolder] = faulty) -> FaultyFolder:
                faulty.append(FaultyFolder(root, at, number, sticky=True, only=("open_new",)))
                return faulty[-1]

            def given(call: Call, made: Callable[[Path], FaultyFolder] = folder) -> Surroundings:
                return dataclasses.replace(real(call), folder=made)

            monkeypatch.setattr(Call, "surroundings", given)
            said = simmitt(*words, "--language", "en", project=trial, who=who)
            monkeypatch.undo()
            if not any(one.faulty.raised for one in faulty):
                assert said.code == 0
                break
            in_one_sentence(said, 3, ("shared",))
            again = simmitt("sync", "--json", project=trial, who=who)
            assert again.code == 0 and json.loads(again.out)["refused"] == []
            _everybody_agrees(trial)
        assert at > files_of_it, words


def _everybody_agrees(project: Project) -> None:
    """After the fault everybody reads everything that Anna did."""
    simmitt("sync", project=project, who=ANNA)
    project.sync(OFFICE, ANNA)
    with project.at(OFFICE) as office:
        from app.operations import companies

        assert companies.show_company(office, NUMBER).name == "Nytt namn"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    simmitt("company", "edit", NUMBER, "name", "Nytt namn", project=project, who=ANNA)
    folders = [project.shared, *(found for found in project.shared.rglob("*") if found.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        in_one_sentence(simmitt("sync", project=project, who=ANNA), 3, ("shared",))
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert simmitt("sync", project=project, who=ANNA).code == 0


# --- invitations ---


def test_invitations(project: Project) -> None:
    """Wrong words, expired, used, another role, a file that is none: refused, and no profile is made."""
    file = project.root / "per.invitation"
    invited = simmitt(
        "office",
        "invite",
        "--name",
        "Per",
        "--role",
        "coach",
        "--out",
        str(file),
        "--json",
        project=project,
        who=OFFICE,
    )
    words = json.loads(invited.out)["words"]
    from app.exchange.words import word_list

    other = " ".join([*words.split()[:5], next(word for word in word_list() if word not in words)])
    junk = project.root / "junk"
    junk.write_text("hej")
    spoiled = project.root / "spoiled"
    spoiled.write_bytes(file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1]))
    twelve = "2022-05-12T10:00:00+02:00"

    def create(
        given: str, *, invitation: Path = file, role: str = "coach", now: str = twelve, language: str = "sv",
        profile: str = "per",
    ) -> Said:  # fmt: skip
        return simmitt(
            "profile", "create", "--role", role, "--name", "Per", "--organisation", "IUC", "--shared",
            str(project.shared), "--invitation", str(invitation), "--words", given, "--language", language,
            "--profile", str(project.root / profile), SIMMITT_NOW=now,
        )  # fmt: skip

    before = files(project.root)
    for said, fragments in (
        (create(other, language="en"), ("words",)),
        (create("ett två tre"), ("3",)),
        (create(" ".join(["zzzz", *words.split()[1:]])), ("zzzz",)),
        (create(words, now="2022-05-26T10:01:00+02:00"), ("per.invitation",)),
        (create(words, role="consultant"), ("consultant", "coach")),
        (create(words, role="chef"), ("chef", "coach")),
        (create(words, invitation=junk), ("junk",)),
        (create(words, invitation=spoiled), ("spoiled",)),
        (create(words, invitation=project.root / "nowhere"), ("nowhere",)),
    ):
        in_one_sentence(said, 1, fragments)
        assert not set(words.split()) & set(said.err.replace(",", "").split()), "the words are a secret"
    assert files(project.root) == before
    assert create(words, now="2022-05-26T09:59:00+02:00").code == 0
    in_one_sentence(create(words, profile="again"), 1, ("Per",))
    assert not (project.root / "again").exists()
    for given in (["--invitation", str(file)], ["--words", words]):
        said = simmitt(
            "profile", "create", "--role", "coach", "--name", "P", "--organisation", "I", "--shared",
            str(project.shared), "--profile", str(project.root / "again"), *given,
        )  # fmt: skip
        in_one_sentence(said, 1, ("--invitation", "--words"))


@pytest.mark.parametrize(
    ("more", "fragments"),
    [
        (["--role", "coach"], ("--invitation",)),
        (["--role", "office"], ("shared",)),  # there is a project already
        (["--role", "office", "--programme", "finns-inte.toml"], ("finns-inte.toml",)),
        (["--role", "office", "--programme", "fel.toml"], ("fel.toml",)),
        (["--role", "office", "--programme", "tom.toml"], ("tom.toml",)),
        (["--role", "office", "--name", ""], ()),
        (["--role", "office", "--name", "E\x1b[2J"], ()),
        (["--role", "office", "--organisation", " "], ()),
    ],
    ids=str,
)
def test_a_profile_that_cannot_be_made(
    project: Project, more: list[str], fragments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    (project.root / "fel.toml").write_text("mål = [", encoding="utf-8")
    (project.root / "tom.toml").write_text("", encoding="utf-8")
    words = ["--name", "E"] if "--name" not in more else []
    words += ["--organisation", "R"] if "--organisation" not in more else []
    words += ["--shared", str(project.shared), "--profile", str(project.root / "new")]
    before = files(project.root)
    for language in ("sv", "en"):
        said = simmitt("profile", "create", *more, *words, "--language", language)
        in_one_sentence(said, 1, fragments)
        assert files(project.root) == before
        assert not (project.root / "new").exists()


def test_an_invitation_that_cannot_be_written_is_none(worked: tuple[Project, Worked]) -> None:
    project = worked[0]
    before = state(project)
    out = str(project.root / "finns" / "inte" / "p")
    said = simmitt(
        "office", "invite", "--name", "P", "--role", "coach", "--out", out, project=project, who=OFFICE
    )
    in_one_sentence(said, 1, (out,))
    assert state(project) == before, "its serials and its secret are not kept for a file that nobody has"


def test_a_clock_that_is_none(worked: tuple[Project, Worked]) -> None:
    said = simmitt("company", "list", project=worked[0], who=ANNA, SIMMITT_NOW="snart")
    in_one_sentence(said, 1, ("snart",))
