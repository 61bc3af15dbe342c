"""Bad input: one clear sentence that says what, where and how to mend it, the right exit code, nothing changed."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from _day import (
    ANNA,
    DAY,
    NUMBER,
    OFFICE,
    Project,
    Worked,
    orgnr,
    simmitt,
)
from _refusals import refused, state

NEW = ["--name", "Åre Svets", "--municipality", "Åre"]
PERSON = "811218-9876"
COACH = ["coach", "log", "--company", NUMBER]
GONE_ID = "0198c1f0-0000-7000-8000-000000000000"


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
