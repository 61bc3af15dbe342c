"""The verb `search`: one JSON document with the hits, the same in plain words, and kind words where there are none."""

from __future__ import annotations

import json

import pytest
from _day import NUMBER, Project, Worked, dump, simmitt


def ask(project: Project, *words: str, who: str = "anna") -> list[dict[str, str]]:
    said = simmitt("search", *words, "--json", project=project, who=who)
    assert (said.code, said.err) == (0, "")
    document = json.loads(said.out)
    assert set(document) == {"hits"}
    hits: list[dict[str, str]] = document["hits"]
    return hits


def test_hits_as_json(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    answered = simmitt(
        "interview", "answer", made.interview, "j08_beskriv", "Kantpressen står", project=project, who="anna"
    )
    assert answered.code == 0
    (answer,) = ask(project, "kantp")
    assert {
        name: answer[name] for name in ("kind", "company", "company_name", "text", "interview", "question")
    } == {
        "kind": "answer",
        "company": made.company,
        "company_name": "Exempel Mekaniska AB",
        "text": "Kantpressen står",
        "interview": made.interview,
        "question": "/data/grp_j/j08_beskriv",
    }
    assert answer["at"] == "2022-05-12T08:00:00.000Z"
    assert ask(project, "kantp", "--language", "en")[0]["detail"] != answer["detail"]
    (company,) = ask(project, NUMBER)
    assert (company["kind"], company["id"], company["interview"], company["question"]) == (
        "company", made.company, None, None,
    )  # fmt: skip
    assert [hit["kind"] for hit in ask(project, "qvarn")] == ["person"]
    assert ask(project, "qvarn", who="office") == []


def test_hits_in_plain_words(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    for language, heads in (("sv", ("Slag", "Träff", "Person")), ("en", ("Kind", "Found", "Person"))):
        said = simmitt("search", "britta", "--language", language, project=project, who="anna")
        assert (said.code, said.err) == (0, "")
        assert all(word in said.out for word in (*heads, "Britta Qvarnhjelm", "Exempel Mekaniska AB"))


@pytest.mark.parametrize(
    "words", ["", "xyzzy", "!!!", '"', "NEAR(a, b)", "å" * 10_000, "811218-9876", "\x00"]
)
def test_no_hits(worked: tuple[Project, Worked], words: str) -> None:
    project, _ = worked
    assert ask(project, words) == []
    said = [
        simmitt("search", words, "--language", tongue, project=project, who="anna") for tongue in ("sv", "en")
    ]
    assert [one.code for one in said] == [0, 0] and said[0].out != said[1].out
    assert all(one.out.count("\n") == 1 and "9876" not in one.out for one in said)


def test_words_without_quotes_are_one_too_many(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at("anna") as anna:
        before = dump(anna)
    said = simmitt("search", "kant", "press", project=project, who="anna")
    assert (said.code, said.out) == (2, "") and "citat" in said.err
    assert simmitt("search", project=project, who="anna").code == 2
    with project.at("anna") as anna:
        assert dump(anna) == before
