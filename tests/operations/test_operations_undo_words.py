"""What the menu says of undo and redo, and that every verb that commits an act has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from _day import ANNA, BO, NAMES, NUMBER, OFFICE, Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.operations
from app.i18n import say, says
from app.operations import coaching, companies, enrolment, interviews, log
from app.operations.log import TakeBack
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated, new_id
from app.store.units import Act, born


@pytest.fixture
def anna(project: Project) -> Iterator[Workspace]:
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        yield at


def test_the_menu_follows_undo_and_redo(project: Project) -> None:
    with project.at(ANNA) as at:
        assert (log.next_undo(at), log.next_redo(at)) == (None, None)
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        companies.edit(at, NUMBER, "women", "4")
        assert (log.next_undo(at), log.next_redo(at)) == (TakeBack("company edit"), None)
        log.undo(at)
        assert (log.next_undo(at), log.next_redo(at)) == (TakeBack("company add"), TakeBack("company edit"))
        log.undo(at)
        assert (log.next_undo(at), log.next_redo(at)) == (None, TakeBack("company add"))
        log.redo(at)
        assert (log.next_undo(at), log.next_redo(at)) == (TakeBack("company add"), TakeBack("company edit"))
        coaching.log(at, company=NUMBER, activity="HA3.2", day="2022-05-06", minutes="5")
        assert (log.next_undo(at), log.next_redo(at)) == (TakeBack("coach log"), None), (
            "a new act clears redo"
        )


def test_the_office_does_not_take_back_what_the_program_wrote(project: Project) -> None:
    with project.at(OFFICE) as at:
        assert (log.next_undo(at), log.next_redo(at)) == (None, None)


def test_what_will_be_refused_says_why(project: Project) -> None:
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        companies.edit(at, NUMBER, "women", "4")
    project.settle(OFFICE, ANNA)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(OFFICE, ANNA, BO)
    with project.at(BO) as at:
        companies.edit(at, NUMBER, "women", "5")
    project.settle(BO, OFFICE, ANNA)
    with project.at(ANNA) as at:
        found = log.next_undo(at)
        assert found is not None
        assert (found.verb, found.code) == ("company edit", "store.undo.touched")
        assert found.params["person"] == NAMES[BO]
        for language in ("sv", "en"):
            assert NAMES[BO] in say(found.code, language, **found.params)


def test_a_large_act_is_named_and_not_looked_through(anna: Workspace) -> None:
    company = companies.list_companies(anna)[0].id
    changes = [
        one
        for number in range(150)
        for one in born(
            "session", RowId(new_id()), company, activity="HA3.2", date="2022-05-06", minutes=number + 1
        )
    ]
    anna.store.commit(Act("matrix import", company, tuple(changes)))
    assert log.next_undo(anna) == TakeBack("matrix import")
    log.undo(anna)
    assert log.next_redo(anna) == TakeBack("matrix import")


_ANEW = count(1)  # the same value again would be no act


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=14))
def test_the_next_ones_are_those_of_two_stacks(anna: Workspace, steps: list[str]) -> None:
    """The log is read backwards; two plain stacks say the same."""
    companies.edit(anna, NUMBER, "men", str(next(_ANEW)))
    done: list[str] = ["company edit"]
    undone: list[str] = []
    ours = len(anna.store.history())
    for place, step in enumerate(steps):
        if step == "act":
            if place % 2:
                companies.edit(anna, NUMBER, "women", str(next(_ANEW)))
                done.append("company edit")
            else:
                coaching.log(anna, company=NUMBER, activity="HA3.2", day="2022-05-06", minutes=str(place + 1))
                done.append("coach log")
            undone.clear()
        elif step == "undo" and done:
            assert log.undo(anna)[0] == done[-1]
            undone.append(done.pop())
        elif step == "redo" and undone:
            assert log.redo(anna)[0] == undone[-1]
            done.append(undone.pop())
        if done:
            found = log.next_undo(anna)
            assert found is not None and (found.verb, found.code) == (done[-1], None)
        found = log.next_redo(anna)
        assert (found.verb if found is not None else None) == (undone[-1] if undone else None)
    assert len(anna.store.history()) >= ours


# --- words ---


_VERB = re.compile(r"(?:profile|company|interview|matrix|coach)(?: [a-z]+){1,2}")


def verbs_in_source() -> set[str]:
    """Every text of the operations that reads like a verb: some reach the record through another function."""
    return {
        node.value
        for path in sorted(Path(next(iter(app.operations.__path__))).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _VERB.fullmatch(node.value)
    }


def committed_in_source() -> set[str]:
    """Every verb that stands as it is where an act is committed."""
    found: set[str] = set()
    for path in sorted(Path(next(iter(app.operations.__path__))).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first = node.args[0]
            if ast.unparse(node.func).split(".")[-1] in ("commit", "commit_typing", "commit_in", "Act") and (
                isinstance(first, ast.Constant) and isinstance(first.value, str)
            ):
                found.add(first.value)
    return found


def test_every_verb_that_commits_has_its_words() -> None:
    verbs = {*verbs_in_source(), *committed_in_source(), "undo", "redo"}
    assert {"company add", "coach remove", "interview answer", "matrix import", "profile create"} <= verbs
    assert [verb for verb in sorted(verbs) if not says(f"verb.done.{verb.replace(' ', '_')}")] == []
    for language in ("sv", "en"):
        words = [log.act_words(verb, language) for verb in sorted(verbs)]
        assert len(set(words)) == len(words), "no two acts are called alike"
        assert all(word[0].islower() and len(word) < 60 for word in words)


def test_a_verb_of_a_newer_release_is_named_as_it_is() -> None:
    assert log.act_words("grant book", "sv") == "ändring (grant book)"
    assert log.act_words("grant book", "en") == "change (grant book)"
    assert say("verb.undo", "sv", act=log.act_words("coach log", "sv")) == "Ångra loggat tillfälle"
    assert say("verb.redo", "en", act=log.act_words("interview answer", "en")) == "Redo answer"


def test_the_words_of_a_day(anna: Workspace) -> None:
    interview, _ = interviews.start(anna, company=NUMBER)
    interviews.answer(anna, interview=hyphenated(interview), at="c01_plan", value="2")
    found = log.next_undo(anna)
    assert found is not None and log.act_words(found.verb, "sv") == "svar"
