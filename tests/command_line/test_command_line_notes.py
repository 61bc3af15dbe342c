"""What stands beside questions, as `interview show` tells it: notes, and why an answer is missing."""

from __future__ import annotations

import json

from _day import ANNA, Project, Worked, simmitt

from app.operations.interview_live import open_live

AT = "/data/grp_e/e04_upplarning"
OTHER = "/data/grp_c/c01_plan"


def shown(project: Project, made: Worked) -> dict[str, dict[str, str]]:
    said = simmitt("interview", "show", made.interview, "--json", project=project, who=ANNA)
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_notes_and_missing_answers_by_path(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    assert (shown(project, made)["notes"], shown(project, made)["missing"]) == ({}, {})
    with project.at(ANNA) as anna:
        live = open_live(anna, made.interview, language="sv")
        live.set_note(anna, AT, "Jag gick bredvid i två veckor")
        live.set_note(anna, "/data/grp_e/e09_vilka", "Göms med sin fråga")
        live.set_missing(anna, AT, "declined")
        live.set_note(anna, OTHER, "Planen ses över i höst")
    found = shown(project, made)
    assert list(found["notes"].items()) == [
        (OTHER, "Planen ses över i höst"),
        (AT, "Jag gick bredvid i två veckor"),
    ]
    assert found["missing"] == {AT: "declined"} and AT not in found["answers"]
    undone = simmitt("undo", "--json", project=project, who=ANNA)
    assert json.loads(undone.out)["verb"] == "interview note"
    assert OTHER not in shown(project, made)["notes"]
