"""Sessions put right and taken away: what changes, what is refused, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _day import ANNA, KIM, NAMES, NUMBER, OFFICE, Project, Worked, dump

from app.domain.coaching import Due
from app.domain.refusal import Refusal
from app.operations import coaching, companies, enrolment, log
from app.operations.coaching import SessionSnapshot
from app.operations.workspace import Workspace
from app.store.ids import RowId, new_id


@pytest.fixture
def anna(project: Project) -> Iterator[Workspace]:
    with project.at(ANNA) as at:
        companies.add(at, orgnr=NUMBER, sole_trader=False, name="Exempel AB", municipality="Krokom")
        yield at


@pytest.fixture
def session(anna: Workspace) -> RowId:
    made, _ = coaching.log(
        anna, company=NUMBER, activity="HA3.2", day="2022-05-06", minutes="90", note="Ställtid", women="2",
        men="3", next_step="Film av två ställ", next_by="2022-05-20",
    )  # fmt: skip
    return made


def shown(at: Workspace, session: RowId) -> SessionSnapshot:
    return coaching.show_session(at, session)


EDITS = [
    ({"activity": "ha 4.2"}, {"activity": "HA4.2"}),
    ({"day": "2022-05-05"}, {"date": "2022-05-05"}),
    ({"minutes": "60"}, {"minutes": 60}),
    ({"note": "  Ställtid i\nkantpressen "}, {"note": "Ställtid i\nkantpressen"}),
    ({"note": ""}, {"note": None}),
    ({"women": "0", "men": ""}, {"women": 0, "men": None}),
    ({"next_step": "", "next_by": ""}, {"next_step": None, "next_by": None}),
    ({"next_step": "Offert", "next_by": "2022-05-09"}, {"next_step": "Offert", "next_by": "2022-05-09"}),
]


@pytest.mark.parametrize(("typed", "wanted"), EDITS)
def test_only_what_is_different_is_written_and_taken_back(
    anna: Workspace, session: RowId, typed: dict[str, str], wanted: dict[str, object]
) -> None:
    before, ops = shown(anna, session), len(dump(anna)["op"])
    # What stays as it is may be given as well.
    changes = coaching.edit(anna, session, **{"activity": "HA3.2", "minutes": "90", **typed})
    assert changes.rows == {session} and changes.undoable
    assert len(dump(anna)["op"]) - ops == len(wanted)
    after = shown(anna, session)
    assert {name: getattr(after, name) for name in wanted} == wanted
    assert log.undo(anna)[0] == "coach edit"
    assert shown(anna, session) == before
    log.redo(anna)
    assert shown(anna, session) == after


def test_nothing_new_is_no_act(anna: Workspace, session: RowId) -> None:
    before = dump(anna)
    for typed in ({}, {"minutes": " 90 ", "note": "Ställtid ", "women": "2", "next_by": "2022-05-20"}):
        changes = coaching.edit(anna, session, **typed)
        assert (changes.unit, changes.topics, changes.undoable) == (None, frozenset(), False)
    assert dump(anna) == before


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"activity": "HA9.9"}, "domain.activity.unknown"),
        ({"day": "12 maj"}, "domain.date.shape"),
        ({"day": ""}, "domain.date.shape"),
        ({"minutes": "0"}, "domain.minutes.range"),
        ({"minutes": ""}, "domain.minutes.not_whole"),
        ({"women": "två"}, "domain.women.count"),
        ({"men": "-1"}, "domain.men.count"),
        ({"note": "811218-9876"}, "domain.personal_number"),
        ({"next_step": "a\x00b"}, "texts.control"),
        ({"note": "x" * 20_001}, "texts.long"),
        ({"next_by": "2022-02-30"}, "domain.date.impossible"),
    ],
)
def test_what_is_wrong_changes_nothing(
    anna: Workspace, session: RowId, typed: dict[str, str], code: str
) -> None:
    before = dump(anna)
    with pytest.raises(Refusal) as caught:
        coaching.edit(anna, session, **{"minutes": "30", **typed})
    assert caught.value.code == code
    assert dump(anna) == before


def test_a_session_is_taken_away_and_comes_back(anna: Workspace, session: RowId) -> None:
    before = coaching.list_sessions(anna)
    changes = coaching.remove(anna, session)
    assert changes.rows == {session} and changes.undoable
    assert coaching.list_sessions(anna) == ()
    for again in (
        lambda: coaching.remove(anna, session),
        lambda: coaching.edit(anna, session, minutes="5"),
        lambda: coaching.show_session(anna, session),
    ):
        with pytest.raises(Refusal) as caught:
            again()
        assert caught.value.code == "coaching.unknown"
    assert log.undo(anna)[0] == "coach remove"
    assert coaching.list_sessions(anna) == before
    log.redo(anna)
    assert coaching.list_sessions(anna) == ()


def test_nobody_else_s_session(anna: Workspace) -> None:
    with pytest.raises(Refusal) as caught:
        coaching.remove(anna, RowId(new_id()))
    assert caught.value.code == "coaching.unknown"


def test_edits_and_removals_travel(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[KIM])
    project.settle(OFFICE, ANNA, KIM)
    with project.at(KIM) as at:
        (one,) = coaching.list_sessions(at)
        coaching.edit(at, one.id, minutes="45", note="Rättat av Kim")
    project.settle(OFFICE, ANNA, KIM)
    with project.at(ANNA) as at:
        (one,) = coaching.list_sessions(at)
        assert (one.minutes, one.note) == (45, "Rättat av Kim")
        coaching.remove(at, one.id)
    project.settle(OFFICE, ANNA, KIM)
    with project.at(OFFICE) as at:
        assert coaching.list_sessions(at) == ()


def test_the_list_tells_what_became_of_a_next_step(anna: Workspace, session: RowId) -> None:
    one = shown(anna, session)
    assert (one.next_done, one.next_due, one.days_late) == (False, Due.LATER, 0)
    coaching.edit(anna, session, next_by="2022-05-07")
    one = shown(anna, session)
    assert (one.next_done, one.next_due, one.days_late) == (False, Due.OVERDUE, 3)
    later, _ = coaching.log(anna, company=NUMBER, activity="HA2.2", day="2022-05-10", minutes="30")
    one = shown(anna, session)
    assert (one.next_done, one.next_due, one.days_late) == (True, None, 0)
    assert (shown(anna, later).next_done, shown(anna, later).next_due) == (False, None), (
        "it agreed on nothing"
    )


def test_the_choice_of_activities(anna: Workspace) -> None:
    found = coaching.activities(anna)
    codes = [one.code for one in found]
    assert codes == [
        "HA1.1", "HA1.2", "HA1.3", "HA2.1", "HA2.2", "HA2.3", "HA2.4", "HA3.1", "HA3.2", "HA4.1", "HA4.2", "HA4.3",
    ]  # fmt: skip
    assert all(one.sv and one.en and one.running for one in found)
    for code in codes:
        coaching.log(anna, company=NUMBER, activity=code, day="2022-05-06", minutes="5")
