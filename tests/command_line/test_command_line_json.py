"""What each verb answers: with --json one document with the keys of command-line.md, without it plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from _day import DAY, NUMBER, Project, Worked, files, orgnr, simmitt

from app.command_line.verbs import VERBS

Json = dict  # what json.loads gives
NULL = type(None)
COMPANY = {"id": str, "orgnr": (str, NULL), "name": str, "municipality": str, "county": str, "stage": str}
INTERVIEW = {
    "id": str, "status": str, "form_version": str, "answers": dict, "respondents": dict,
    "disagreements": list, "maturity": dict, "section_need": dict, "section_coverage": dict,
    "activity_need": dict, "activity_coverage": dict, "recommended": list, "notes": dict, "missing": dict,
}  # fmt: skip
DEVICES = {"devices": [{"id": str, "name": str, "role": str, "status": str, "last_seen": (str, NULL)}]}
SESSION = {"id": str, "company": str, "activity": str, "date": str, "minutes": int}
QUESTION = {"sheet": str, "about": str, "where": str, "choices": list}


@dataclass
class Case:
    """A call of a verb, and the shape of its answer; `before` prepares the laptop."""

    verb: str
    words: Callable[[Project, Worked], list[str]]
    shape: object
    who: str = "anna"
    before: Callable[[Project, Worked], object] = lambda project, made: None
    profile: bool = True
    at_least: str | None = None  # a list that is not empty


def write(project: Project, name: str, content: object) -> str:
    path = project.root / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def form(project: Project) -> str:
    from app.paths import resource

    return str(resource("forms", "djupanalys.xml"))


def done(project: Project, *words: str, who: str = "anna") -> None:
    said = simmitt(*words, project=project, who=who)
    assert said.code == 0, said.err


def finished(project: Project, made: Worked) -> None:
    answers = {
        "a01_datum": DAY, "a05_bolagsform": "ab", "a06_orgnr": NUMBER, "a08_namn_foretag": "Exempel",
        "a09_kommun": "2309", "a18_delning": "projekt",
    }  # fmt: skip
    from app.operations.questionnaires import questionnaire

    sharing = questionnaire("djupanalys").definition.find("a18_delning")
    answers["a18_delning"] = sharing.choices[0].value
    for at, value in answers.items():
        done(project, "interview", "answer", made.interview, at, value)
    done(project, "interview", "finish", made.interview)


def conflict(project: Project, made: Worked) -> None:
    done(project, "sync", who="office")
    done(project, "sync")
    done(project, "company", "edit", NUMBER, "name", "Ena AB")
    done(project, "company", "edit", NUMBER, "name", "Andra AB", who="office")
    done(project, "sync")
    done(project, "sync", who="office")
    done(project, "sync")


CASES = [
    Case(
        "profile create",
        lambda p, m: [
            "--role", "office", "--name", "Eva", "--organisation", "Region", "--shared", str(p.root / "empty"),
            "--profile", str(p.root / "new"),
        ],
        {"id": str, "device": str, "role": str, "fingerprint": str, "status": str},
        before=lambda p, m: (p.root / "empty").mkdir(),
        profile=False,
    ),
    Case(
        "office invite",
        lambda p, m: ["--name", "Per", "--role", "coach", "--out", str(p.root / "ulf.invitation")],
        {"id": str, "words": str, "expires": str},
        who="office",
    ),
    Case(
        "office approve",
        lambda p, m: ["Per"],
        DEVICES,
        who="office",
        at_least="devices",
    ),
    Case("device list", lambda p, m: [], DEVICES, at_least="devices"),
    Case(
        "company add",
        lambda p, m: ["--orgnr", orgnr(7), "--name", "Åre Svets", "--municipality", "Åre", "--women", "3"],
        COMPANY,
    ),
    Case("company edit", lambda p, m: [NUMBER, "municipality", "Åre"], COMPANY),
    Case("company show", lambda p, m: [NUMBER, "--as-of", "2022-12-31"], COMPANY),
    Case("company assign", lambda p, m: [NUMBER, "--to", "Bo Wik"], {"id": str}, who="office"),
    Case("company list", lambda p, m: [], {"companies": [COMPANY]}, at_least="companies"),
    Case(
        "form check",
        lambda p, m: [form(p)],
        {"title": str, "version": str, "questions": int, "errors": list},
        profile=False,
    ),
    Case(
        "form run",
        lambda p, m: [
            form(p), "--script",
            write(p, "s.json", [{"op": "answer", "at": "/data/grp_a/a02_omfattning", "value": "djup"}]),
        ],
        {
            "leaves": [
                {
                    "at": str, "value": str, "relevant": bool, "required": bool, "readonly": bool,
                    "valid": bool, "message": (str, NULL), "label": (str, NULL), "choices": (list, NULL),
                }
            ],
            "refused": list,
            "evaluations": int,
        },
        profile=False,
        at_least="leaves",
    ),
    Case(
        "interview start",
        lambda p, m: ["--company", NUMBER, "--answers", write(p, "a.json", {"c01_plan": 3})],
        INTERVIEW,
    ),
    Case("interview answer", lambda p, m: [m.interview, "c01_plan", "3", "--respondent", "vd"], INTERVIEW),
    Case("interview show", lambda p, m: [m.interview], INTERVIEW),
    Case("interview finish", lambda p, m: [m.interview], INTERVIEW, before=lambda p, m: reopened(p, m)),
    Case("interview amend", lambda p, m: [m.interview, "--reason", "fel"], INTERVIEW, before=finished),
    Case(
        "interview list",
        lambda p, m: ["--company", NUMBER],
        {"interviews": [{"id": str, "status": str, "form": str, "form_version": str}]},
        at_least="interviews",
    ),
    Case(
        "matrix read",
        lambda p, m: [str(p.root / "matris.xlsx")],
        {
            "sheet": str, "orientation": str, "skills": list, "scale": (str, NULL), "people": dict,
            "questions": [QUESTION],
        },
        profile=False,
    ),
    Case(
        "matrix import",
        lambda p, m: [str(p.root / "matris.xlsx"), "--company", NUMBER],
        {"id": str, "people": int, "skills": int, "questions": [QUESTION]},
    ),
    Case(
        "matrix figures",
        lambda p, m: ["--company", NUMBER, "--on", "2022-05-12"],
        {
            "on": str,
            "skills": [
                {
                    "skill": str, "covered": int, "bus_factor": (bool, int), "teachers": int,
                    "required": (int, NULL), "gap": (int, NULL),
                }
            ],
            "people": [{"person": str, "flexibility": (float, int, NULL), "gaps": list}],
            "flexibility": (float, int, NULL),
            "compliance": (float, int, NULL),
            "expiring": list,
        },
        at_least="skills",
    ),
    Case(
        "coach log",
        lambda p, m: ["--company", NUMBER, "--activity", "HA3.2", "--date", DAY, "--minutes", "60"],
        SESSION,
    ),
    Case("coach list", lambda p, m: [], {"sessions": [SESSION]}, at_least="sessions"),
    Case(
        "report matrix",
        lambda p, m: ["--company", NUMBER, "--out", str(p.root / "m.pdf")],
        {"out": str, "pages": int, "sha256": str},
    ),
    Case(
        "sync",
        lambda p, m: [],
        {
            "written": int, "read": int, "changes": int, "waiting": [{"file": str, "reason": str}],
            "refused": [{"file": str, "reason": str}], "conflicts": int,
        },
        before=lambda p, m: (p.shared / "simmitt" / "office" / "roster-x").write_text("?"),
        at_least="refused",
    ),
    Case(
        "conflict list",
        lambda p, m: [],
        {
            "conflicts": [
                {
                    "id": str, "company": str, "entity": str, "field": str, "before": str,
                    "values": [{"value": str, "person": str, "device": str, "at": str}],
                }
            ]
        },
        before=conflict,
        at_least="conflicts",
    ),
    Case(
        "office targets",
        lambda p, m: [],
        {
            "targets": [
                {
                    "id": str, "sv": str, "min": (int, NULL), "max": (int, NULL), "done": int,
                    "under_way": int, "planned": int, "left": (int, NULL), "evidence": list,
                }
            ]
        },
        who="office",
        at_least="targets",
    ),
    Case("undo", lambda p, m: [], {"unit": str, "verb": str}),
    Case("redo", lambda p, m: [], {"unit": str, "verb": str}, before=lambda p, m: done(p, "undo")),
    Case(
        "history",
        lambda p, m: ["--company", NUMBER],
        {
            "units": [
                {
                    "id": str, "verb": str, "person": str, "device": str, "at": str, "company": (str, NULL),
                    "undoes": (str, NULL),
                }
            ]
        },
        at_least="units",
    ),
    Case(
        "search",
        lambda p, m: ["exempel"],
        {"hits": [{"kind": str, "id": str, "company": str, "text": str, "detail": str, "at": str}]},
        at_least="hits",
    ),
]  # fmt: skip
EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case.verb)


def reopened(project: Project, made: Worked) -> None:
    finished(project, made)
    done(project, "interview", "amend", made.interview, "--reason", "fel omsättning")


def fits(found: object, shape: object, where: str = "") -> None:
    """Types as asked, and every key of the shape; further keys may be there."""
    if isinstance(shape, dict):
        assert isinstance(found, dict), where
        for key, inner in shape.items():
            assert key in found, f"{where}.{key} is missing"
            fits(found[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(found, list), where
        for one in found:
            fits(one, shape[0], f"{where}[]")
    else:
        assert isinstance(found, shape), f"{where}: {found!r}"  # type: ignore[arg-type]


def test_every_verb_is_tried() -> None:
    # `demo` makes a whole day of its own; it has tests of its own.
    assert {case.verb for case in CASES} == {verb.words for verb in VERBS} - {"demo"}


@EVERY
def test_one_json_document_and_nothing_else(case: Case, worked: tuple[Project, Worked]) -> None:
    project, made = worked
    case.before(project, made)
    where = {"project": project, "who": case.who} if case.profile else {}
    said = simmitt(*case.verb.split(), *case.words(project, made), "--json", **where)  # type: ignore[arg-type]
    assert said.code == 0, said.err
    assert said.err == ""
    assert said.out.endswith("\n")
    document: Json = json.loads(said.out)
    fits(document, case.shape)
    if case.at_least is not None:
        assert document[case.at_least]
    assert "NaN" not in said.out and "Infinity" not in said.out


@EVERY
def test_plain_words_in_both_languages(case: Case, worked: tuple[Project, Worked]) -> None:
    said = []
    case.before(*worked)
    for language in ("sv", "en"):
        project = worked[0].copy_to(worked[0].root.parent / language)
        where = {"project": project, "who": case.who} if case.profile else {}
        call = simmitt(
            "--language",
            language,
            *case.verb.split(),
            *case.words(project, worked[1]),
            **where,  # type: ignore[arg-type]
        )
        assert (call.code, call.err) == (0, "")
        assert call.out.strip()
        assert not call.out.lstrip().startswith("{") or case.verb in ("matrix read", "form run")
        said.append(call.out.replace("/sv/", "/en/"))
    if case.verb not in ("matrix read", "form run", "conflict list"):
        assert said[0] != said[1]


NEED_A_PROFILE = [case for case in CASES if case.profile]


@pytest.mark.parametrize("case", NEED_A_PROFILE, ids=lambda case: case.verb)
def test_a_profile_that_is_not_there(case: Case, worked: tuple[Project, Worked]) -> None:
    project, made = worked
    words = case.words(project, made)
    for there, label in ((False, "nowhere"), (True, "empty-folder")):
        place = project.root / label
        if there:
            place.mkdir()
        before = files(project.root)
        for language in ("sv", "en"):
            said = simmitt(
                *case.verb.split(), *words, "--json", "--profile", str(place), "--language", language
            )
            assert (said.code, said.out) == (3, "")
            assert label in said.err and said.err.count("\n") == 1
            assert ("profil " in said.err) is (language == "sv")
        assert files(project.root) == before
        assert place.exists() is there


@pytest.mark.parametrize("case", [case for case in CASES if not case.profile], ids=lambda case: case.verb)
def test_what_needs_no_profile_makes_none(case: Case, worked: tuple[Project, Worked]) -> None:
    if case.verb == "profile create":
        return
    project, made = worked
    words = case.words(project, made)
    before = files(project.root)
    said = simmitt(*case.verb.split(), *words, "--json", "--profile", str(project.root / "nowhere"))
    assert said.code == 0
    assert files(project.root) == before


def test_answers_as_they_are_read(worked: tuple[Project, Worked]) -> None:
    """Numbers that a reader of the JSON relies on, beside their types."""
    project, made = worked

    def answer(*words: str, who: str = "anna") -> Json:
        said = simmitt(*words, "--json", project=project, who=who)
        assert said.code == 0, said.err
        found: Json = json.loads(said.out)
        return found

    shown = answer("interview", "show", made.interview)
    assert shown["answers"]["/data/grp_c/c01_plan"] == "2"
    assert shown["status"] == "open"
    assert shown["maturity"]["C"] == 2.0 and shown["maturity"]["B"] is None
    assert shown["section_coverage"]["C"][0] == 1
    company = answer("company", "show", NUMBER)
    assert company["county"] == "Jämtlands län" and company["municipality"] == "Krokom"
    assert company["id"] == made.company
    listed = answer("company", "list", who="office")["companies"]
    assert [one["id"] for one in listed] == [made.company]
    devices = answer("device", "list", who="office")["devices"]
    assert [one["status"] for one in devices] == [*["ready"] * 4, "waiting"]
    seen = {one["name"]: one["last_seen"] for one in devices}
    assert seen["Anna Ek"] is not None and seen["Bo Wik"] is None
    units = answer("history")["units"]
    assert [one["verb"] for one in units][:3] == ["coach log", "matrix import", "interview start"]
    assert all(one["person"] == "Anna Ek" for one in units[:3])
    undone = answer("undo")
    assert undone["verb"] == "coach log"
    assert answer("history")["units"][0]["undoes"] == units[0]["id"]
    figures = answer("matrix", "figures", "--company", NUMBER)
    covered = {one["skill"]: (one["covered"], one["teachers"]) for one in figures["skills"]}
    assert covered == {"Svarv": (2, 1), "Fräs": (1, 0), "TIG": (2, 1)}
