"""Interviews: what is kept, who said what, repeats, finishing, amending, and as they were (record.md 6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _day import ANNA, NUMBER, Project, Worked, dump, orgnr

from app.domain.refusal import Refusal
from app.operations import companies, interviews, log
from app.operations.workspace import Workspace

REPEAT = "/data/grp_a/a_respondenter"
REQUIRED = {
    "a01_datum": "2022-05-10", "a02_omfattning": "djup", "a05_bolagsform": "ab", "a06_orgnr": NUMBER,
    "a08_namn_foretag": "Exempel Mekaniska AB", "a09_kommun": "2309", "a18_delning": "projekt",
}  # fmt: skip

OTHER = orgnr(77)


@pytest.fixture
def anna(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


@pytest.fixture
def interview(worked: tuple[Project, Worked]) -> str:
    return worked[1].interview


def say(
    at: Workspace, interview: str, question: str, value: str, respondent: str | None = None
) -> interviews.InterviewSnapshot:
    interviews.answer(at, interview=interview, at=question, value=value, respondent=respondent)
    return interviews.show_interview(at, interview)


def refused(
    at: Workspace, code: str, interview: str, question: str, value: str, respondent: str | None = None
) -> None:
    before = dump(at)
    with pytest.raises(Refusal) as caught:
        interviews.answer(at, interview=interview, at=question, value=value, respondent=respondent)
    assert caught.value.code.startswith(code), caught.value
    assert dump(at) == before


# --- what is not relevant keeps what was typed ---


def test_an_irrelevant_question_keeps_its_answer_for_ever(anna: Workspace, interview: str) -> None:
    path = "/data/grp_j/j08_beskriv"
    say(anna, interview, "j07_ide", "ja")
    assert say(anna, interview, "j08_beskriv", "En bättre gångjärn")
    assert interviews.show_interview(anna, interview).answers[path] == "En bättre gångjärn"
    assert path not in say(anna, interview, "j07_ide", "nej").answers
    # It is answered again while it is hidden, and that is kept too.
    assert path not in say(anna, interview, "j08_beskriv", "Ett bättre gångjärn").answers
    assert say(anna, interview, "j07_ide", "kanske").answers[path] == "Ett bättre gångjärn"


def test_an_irrelevant_figure_counts_as_empty(anna: Workspace, interview: str) -> None:
    say(anna, interview, "d02_nar", "2till5")
    with_answer = say(anna, interview, "d04_plan", "1")
    assert with_answer.figures.maturity["D"] == 1.0
    hidden = say(anna, interview, "d02_nar", "ejaktuellt")
    if "/data/grp_d/d04_plan" in hidden.answers:
        pytest.fail("the question is still relevant: the sample has to be another")
    assert hidden.figures.maturity["D"] is None
    again = say(anna, interview, "d02_nar", "inom2")
    assert again.figures.maturity["D"] == 1.0
    assert again.figures.section_coverage["D"] == with_answer.figures.section_coverage["D"]


def test_an_answer_is_emptied(anna: Workspace, interview: str) -> None:
    assert "/data/grp_c/c01_plan" not in say(anna, interview, "c01_plan", "").answers
    assert interviews.show_interview(anna, interview).figures.maturity["C"] is None


# --- who said what ---


def test_the_first_respondent_sets_the_agreed_value(anna: Workspace, interview: str) -> None:
    at = "/data/grp_g/g09_daglig"
    shown = say(anna, interview, "g09_daglig", "2", "ägare")
    assert shown.answers[at] == "2" and shown.respondents[at] == {"ägare": "2"}
    assert shown.disagreements == ()
    shown = say(anna, interview, "g09_daglig", "5", "Golv")
    assert shown.answers[at] == "2", "a later voice changes nothing"
    assert shown.respondents[at] == {"ägare": "2", "golv": "5"}
    (found,) = shown.disagreements
    assert (found.at, dict(found.values), found.distance) == (at, {"ägare": "2", "golv": "5"}, 3)
    # The coach sets the value: settled.
    shown = say(anna, interview, "g09_daglig", "4")
    assert shown.answers[at] == "4" and shown.disagreements == ()
    assert shown.respondents[at] == {"ägare": "2", "golv": "5"}
    # Somebody says something new: it is open again.
    shown = say(anna, interview, "g09_daglig", "0", "ekonomi")
    assert [one.distance for one in shown.disagreements] == [5]
    # Confirming the same value settles too.
    assert say(anna, interview, "g09_daglig", "4").disagreements == ()


def test_equal_voices_are_no_disagreement(anna: Workspace, interview: str) -> None:
    for role in ("ägare", "golv", "ekonomi"):
        shown = say(anna, interview, "g09_daglig", "3", role)
    assert shown.disagreements == () and len(shown.respondents["/data/grp_g/g09_daglig"]) == 3


def test_a_respondent_changes_his_mind(anna: Workspace, interview: str) -> None:
    say(anna, interview, "g09_daglig", "2", "ägare")
    say(anna, interview, "g09_daglig", "5", "golv")
    shown = say(anna, interview, "g09_daglig", "2", "golv")
    assert shown.disagreements == ()
    assert shown.answers["/data/grp_g/g09_daglig"] == "2"


def test_a_respondents_answer_is_checked_like_any(anna: Workspace, interview: str) -> None:
    refused(anna, "interviews.refused", interview, "g09_daglig", "7", "golv")
    for role in ("", " ", "1", "x" * 41, "811218-9876", "vd 811218-9876", "\u202egolv"):
        refused(anna, "", interview, "g09_daglig", "3", role)


def test_the_coachs_own_answer_stands_against_a_first_respondent(anna: Workspace, interview: str) -> None:
    say(anna, interview, "g09_daglig", "3")
    shown = say(anna, interview, "g09_daglig", "1", "golv")
    assert shown.answers["/data/grp_g/g09_daglig"] == "3"


# --- repeats ---


def test_rows_of_a_repeat_are_added_one_past_the_end(anna: Workspace, interview: str) -> None:
    refused(anna, "interviews.gap", interview, f"{REPEAT}[2]/a04_namn", "Eva")
    shown = say(anna, interview, f"{REPEAT}[1]/a04_namn", "Eva Ek")
    assert shown.answers[f"{REPEAT}[1]/a04_namn"] == "Eva Ek"
    refused(anna, "interviews.gap", interview, f"{REPEAT}[3]/a04_namn", "Eva")
    say(anna, interview, f"{REPEAT}[2]/a03_roll", "operator")
    shown = say(anna, interview, f"{REPEAT}[1]/a03_roll", "vd")
    assert shown.answers[f"{REPEAT}[1]/a03_roll"] == "vd"
    assert shown.answers[f"{REPEAT}[2]/a03_roll"] == "operator"
    assert f"{REPEAT}[2]/a04_namn" not in shown.answers
    # An answer that is refused adds no row.
    refused(anna, "interviews.refused", interview, f"{REPEAT}[3]/a03_roll", "kung")
    for at in (
        f"{REPEAT}/a03_roll",
        f"{REPEAT}[0]/a03_roll",
        f"{REPEAT}[-1]/a03_roll",
        f"{REPEAT}[x]/a03_roll",
    ):
        refused(anna, "", interview, at, "vd")


def test_rows_of_a_repeat_in_a_file(anna: Workspace) -> None:
    answers = {f"{REPEAT}[{row}]/a03_roll": role for row, role in ((2, "hr"), (1, "vd"), (3, "agare"))}
    made, _ = interviews.start(anna, company=NUMBER, answers={**answers, f"{REPEAT}[3]/a04_namn": "Åsa"})
    shown = interviews.show_interview(anna, str_id(made))
    assert [shown.answers[f"{REPEAT}[{row}]/a03_roll"] for row in (1, 2, 3)] == ["vd", "hr", "agare"]
    before = dump(anna)
    with pytest.raises(Refusal, match="interviews.gap"):
        interviews.start(anna, company=NUMBER, answers={f"{REPEAT}[2]/a03_roll": "vd"})
    assert dump(anna) == before


def test_thirty_rows_keep_their_order(anna: Workspace, interview: str) -> None:
    for row in range(1, 31):
        interviews.answer(anna, interview=interview, at=f"{REPEAT}[{row}]/a04_namn", value=f"nummer {row}")
    shown = interviews.show_interview(anna, interview).answers
    assert [shown[f"{REPEAT}[{row}]/a04_namn"] for row in range(1, 31)] == [
        f"nummer {row}" for row in range(1, 31)
    ]


def test_undo_of_a_first_answer_in_a_row_takes_the_row_too(anna: Workspace, interview: str) -> None:
    say(anna, interview, f"{REPEAT}[1]/a03_roll", "vd")
    say(anna, interview, f"{REPEAT}[2]/a03_roll", "hr")
    assert log.undo(anna)[0] == "interview answer"
    refused(anna, "interviews.gap", interview, f"{REPEAT}[3]/a03_roll", "hr")
    assert f"{REPEAT}[2]/a03_roll" not in interviews.show_interview(anna, interview).answers
    log.redo(anna)
    assert interviews.show_interview(anna, interview).answers[f"{REPEAT}[2]/a03_roll"] == "hr"


# --- files of answers ---


def test_answers_go_in_the_forms_order(anna: Workspace) -> None:
    """What makes a question relevant, and what a constraint leans on, may stand after it in the file."""
    made, _ = interviews.start(anna, company=NUMBER, answers={"l02_ensamma": "2", "l01_kritiska": "3"})
    shown = interviews.show_interview(anna, str_id(made))
    assert shown.answers["/data/grp_l/l02_ensamma"] == "2"
    before = dump(anna)
    with pytest.raises(Refusal) as caught:
        interviews.start(anna, company=NUMBER, answers={"l02_ensamma": "4", "l01_kritiska": "3"})
    assert caught.value.params["at"] == "l02_ensamma"
    assert dump(anna) == before


def test_irrelevant_answers_of_a_file_are_kept(anna: Workspace) -> None:
    made, _ = interviews.start(
        anna, company=NUMBER, answers={"j08_beskriv": "Ett gångjärn", "j07_ide": "nej"}
    )
    assert "/data/grp_j/j08_beskriv" not in interviews.show_interview(anna, str_id(made)).answers
    assert say(anna, str_id(made), "j07_ide", "ja").answers["/data/grp_j/j08_beskriv"] == "Ett gångjärn"


def test_one_interview_is_one_act(anna: Workspace) -> None:
    before = len(log.history(anna))
    interviews.start(anna, company=NUMBER, answers={"c01_plan": "2", "c10_prio": "3", "g09_daglig": "1"})
    assert len(log.history(anna)) == before + 1
    assert len(interviews.list_interviews(anna, NUMBER)) == 2
    log.undo(anna)
    assert len(interviews.list_interviews(anna, NUMBER)) == 1


def test_the_count_of_answers_is_of_what_people_answered(anna: Workspace) -> None:
    made, _ = interviews.start(anna, company=NUMBER)
    newest = interviews.list_interviews(anna, NUMBER)[0]
    assert newest.id == made and newest.answered == 0, "what the form writes itself is no answer"
    say(anna, str_id(made), "c01_plan", "2")
    say(anna, str_id(made), "g09_daglig", "2", "golv")
    assert interviews.list_interviews(anna, NUMBER)[0].answered == 2


# --- finishing and amending ---


def finish(at: Workspace, interview: str) -> None:
    for question, value in REQUIRED.items():
        interviews.answer(at, interview=interview, at=question, value=value)
    interviews.finish(at, interview)


def test_finishing_requires_what_is_required_and_relevant(anna: Workspace, interview: str) -> None:
    for question, value in REQUIRED.items():
        if question != "a06_orgnr":
            interviews.answer(anna, interview=interview, at=question, value=value)
    with pytest.raises(Refusal) as caught:
        interviews.finish(anna, interview)
    assert caught.value.code == "interviews.missing" and caught.value.params["count"] == 1
    # A sole trader has no number here, but a serial: another question is required then.
    interviews.answer(anna, interview=interview, at="a05_bolagsform", value="enskild")
    with pytest.raises(Refusal):
        interviews.finish(anna, interview)
    refused(anna, "interviews.refused", interview, "a07_internid", "EF-1")
    interviews.answer(anna, interview=interview, at="a07_internid", value="EF-001")
    interviews.finish(anna, interview)
    shown = interviews.show_interview(anna, interview)
    assert shown.status == "finished" and shown.finished_on == "2022-05-10"


def test_a_required_answer_cannot_be_cleared(anna: Workspace, interview: str) -> None:
    say(anna, interview, "a08_namn_foretag", "Exempel")
    before = dump(anna)
    try:
        interviews.answer(anna, interview=interview, at="a08_namn_foretag", value="")
    except Refusal as caught:
        assert caught.code == "interviews.refused"
        assert dump(anna) == before
    else:
        with pytest.raises(Refusal, match="interviews.missing"):
            interviews.finish(anna, interview)


def test_a_finished_interview_is_opened_with_a_reason(anna: Workspace, interview: str) -> None:
    with pytest.raises(Refusal, match="interviews.not_finished"):
        interviews.amend(anna, interview, "fel")
    finish(anna, interview)
    refused(anna, "interviews.finished", interview, "c01_plan", "3")
    with pytest.raises(Refusal, match="interviews.finished_already"):
        interviews.finish(anna, interview)
    for reason in ("", "  ", "\n"):
        with pytest.raises(Refusal, match="interviews.no_reason"):
            interviews.amend(anna, interview, reason)
    with pytest.raises(Refusal):
        interviews.amend(anna, interview, "Ring 811218-9876")
    interviews.amend(anna, interview, "Fel omsättning")
    assert interviews.show_interview(anna, interview).status == "open"
    say(anna, interview, "c01_plan", "5")
    interviews.finish(anna, interview)
    assert interviews.show_interview(anna, interview).answers["/data/grp_c/c01_plan"] == "5"
    assert [one.verb for one in log.history(anna)][:3] == [
        "interview finish",
        "interview answer",
        "interview amend",
    ]


def test_finish_and_amend_are_taken_back(anna: Workspace, interview: str) -> None:
    finish(anna, interview)
    log.undo(anna)
    shown = interviews.show_interview(anna, interview)
    assert shown.status == "open" and shown.finished_on is None
    log.redo(anna)
    assert interviews.show_interview(anna, interview).status == "finished"


# --- as it was ---


def test_an_interview_as_it_was(worked: tuple[Project, Worked], anna: Workspace, interview: str) -> None:
    clock = worked[0].clock
    first = clock()
    clock.go_to("2022-06-01T12:00")
    say(anna, interview, "c01_plan", "5")
    say(anna, interview, f"{REPEAT}[1]/a03_roll", "vd")
    clock.go_to("2022-07-01T12:00")
    finish(anna, interview)
    then = interviews.show_interview(anna, interview, as_of=first)
    assert then.answers["/data/grp_c/c01_plan"] == "2" and then.status == "open"
    assert f"{REPEAT}[1]/a03_roll" not in then.answers
    assert then.figures.maturity["C"] == 2.0
    clock.go_to("2022-06-15T12:00")
    between = interviews.show_interview(anna, interview, as_of=clock())
    assert between.answers["/data/grp_c/c01_plan"] == "5" and between.answers[f"{REPEAT}[1]/a03_roll"] == "vd"
    assert between.status == "open" and between.figures.maturity["C"] == 5.0
    clock.go_to("2022-08-01T12:00")
    assert interviews.show_interview(anna, interview, as_of=clock()) == interviews.show_interview(
        anna, interview
    )
    with pytest.raises(Refusal):
        interviews.show_interview(anna, interview, as_of=first - 86_400_000 * 30)


def test_an_interview_belongs_to_the_company_it_was_started_for(anna: Workspace) -> None:
    with pytest.raises(Refusal, match="companies.unknown"):
        interviews.start(anna, company=OTHER)
    with pytest.raises(Refusal, match="companies.unknown"):
        interviews.list_interviews(anna, OTHER)
    companies.add(anna, orgnr=None, sole_trader=True, name="Smed", municipality="Ånge")
    serial = next(one.serial for one in companies.list_companies(anna) if one.serial)
    interviews.start(anna, company=serial)
    assert len(interviews.list_interviews(anna, serial)) == 1
    assert len(interviews.list_interviews(anna, NUMBER)) == 1


def str_id(row: bytes) -> str:
    from app.store.ids import RowId, hyphenated

    return hyphenated(RowId(row))
