"""Bad files: workbooks, forms, scripts, invitations and programme files that are none, and profiles that cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from _day import (
    ANNA,
    NUMBER,
    OFFICE,
    Project,
    Said,
    Worked,
    files,
    simmitt,
    workbook,
)
from _refusals import in_one_sentence, refused, state

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
