"""A half-typed session: kept on the laptop until it is let go, without personal numbers, and sent to nobody."""

from __future__ import annotations

from _day import ANNA, BO, Project, dump

from app.domain.session_draft import SessionDraft
from app.operations.drafts import keep_session_draft, session_draft

DRAFT = SessionDraft(company="ab" * 16, note="Halv", minutes="4", day="2022-05-", next_by="+7")


def test_it_is_kept_by_its_place_and_let_go(project: Project) -> None:
    with project.at(ANNA) as space:
        assert session_draft(space, "") is None
        keep_session_draft(space, "", DRAFT)
        keep_session_draft(space, "ab" * 16, SessionDraft(note="Annan"))
    with project.at(ANNA) as space:
        assert session_draft(space, "") == DRAFT
        assert session_draft(space, "ab" * 16) == SessionDraft(note="Annan")
        keep_session_draft(space, "", None)
        assert session_draft(space, "") is None and session_draft(space, "ab" * 16) is not None


def test_a_personal_number_is_never_kept_and_an_id_is_left_alone(project: Project) -> None:
    id = "01" * 4 + "8112189876" + "0" * 14
    with project.at(ANNA) as space:
        keep_session_draft(
            space, "", SessionDraft(company=id, note="Med 811218-9876 i går", next_step="811218-9870")
        )
        kept = session_draft(space, "")
    assert kept is not None and kept.company == id
    assert "811218" not in kept.note + kept.next_step and kept.note.endswith("i går")


def test_it_is_no_act_and_travels_nowhere(project: Project) -> None:
    with project.at(ANNA) as space:
        before = dump(space)
        keep_session_draft(space, "", DRAFT)
        assert dump(space)["op"] == before["op"]
    project.settle(ANNA, BO)
    with project.at(BO) as space:
        assert session_draft(space, "") is None


def test_what_another_release_kept_is_let_be(project: Project) -> None:
    from app.store import local_state

    with project.at(ANNA) as space:
        with space.store.writing() as connection:
            local_state.put(connection, "session_draft:", b"\x81\xa4note\x05")
        assert session_draft(space, "") is None
