"""The global search: each kind of thing with what it is about, the newest first, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from _day import ANNA, BO, DAY, EVERYBODY, NUMBER, OFFICE, Project, Worked, at_rest, dump, orgnr
from sqlalchemy import event

from app.domain.refusal import Unavailable
from app.operations import coaching, companies, interviews, log, search
from app.operations.search import Hit, HitKind, find_anywhere
from app.operations.workspace import Workspace
from app.store.ids import RowId, hyphenated, new_id, parse_id
from app.store.registry import BY_NAME
from app.store.rows import RepeatInstanceRow
from app.store.units import Act, born, change, gone

IDEA = "/data/grp_j/j08_beskriv"


@pytest.fixture
def anna(worked: tuple[Project, Worked]) -> Iterator[Workspace]:
    with worked[0].at(ANNA) as workspace:
        yield workspace


@pytest.fixture
def interview(worked: tuple[Project, Worked]) -> str:
    return worked[1].interview


@pytest.fixture
def company(worked: tuple[Project, Worked]) -> RowId:
    return RowId(parse_id(worked[1].company) or b"")


def kinds(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.kind.value for hit in hits]


def the(hits: tuple[Hit, ...]) -> Hit:
    (only,) = hits
    return only


def idea(at: Workspace, interview: str, text: str) -> None:
    interviews.answer(at, interview=interview, at="j08_beskriv", value=text)


def session(at: Workspace, note: str, next_step: str | None = None) -> RowId:
    made, _ = coaching.log(
        at, company=NUMBER, activity="HA3.2", day=DAY, minutes="30", note=note, next_step=next_step
    )
    return made


# --- each kind ---


def test_a_company(anna: Workspace, company: RowId) -> None:
    for words in ("exempel", "mekaniska exempel", NUMBER, NUMBER.replace("-", ""), "AB exem"):
        hit = the(find_anywhere(anna, words))
        assert (hit.kind, hit.id, hit.company) == (HitKind.COMPANY, company, company)
        assert hit.text == hit.company_name == "Exempel Mekaniska AB"
        assert hit.detail == f"{NUMBER} · Krokom"
        assert (hit.interview, hit.question) == (None, "")


def test_an_answer_with_its_question_and_interview(anna: Workspace, company: RowId, interview: str) -> None:
    idea(anna, interview, "Ställtiden i kantpressen är 52 min, mål 20")
    hit = the(find_anywhere(anna, "ställtiden kantp"))
    assert (hit.kind, hit.company, hit.company_name) == (HitKind.ANSWER, company, "Exempel Mekaniska AB")
    assert hit.text == "Ställtiden i kantpressen är 52 min, mål 20"
    assert hit.detail.startswith("J08 ")
    assert hit.interview is not None and hyphenated(hit.interview) == interview
    assert hit.question == IDEA
    assert hit.at == log.history(anna)[0].at
    english = the(find_anywhere(anna, "ställtiden", language="en"))
    assert english.detail != hit.detail and english.detail.startswith("J08 ")
    assert english.text == hit.text


def test_who_said_it_stands_beside_the_question(anna: Workspace, interview: str) -> None:
    interviews.answer(anna, interview=interview, at="j08_beskriv", value="Bättre gångjärn", respondent="vd")
    found = find_anywhere(anna, "gångjärn")
    assert sorted(hit.detail.rpartition(" · ")[2] == "vd" for hit in found) == [False, True]
    assert {hit.question for hit in found} == {IDEA}


def test_of_a_choice_the_label_is_shown(anna: Workspace, interview: str) -> None:
    interviews.answer(anna, interview=interview, at="a05_bolagsform", value="ekfor")
    hit = the(find_anywhere(anna, "ekfor"))
    assert hit.text == "Ekonomisk förening" and hit.detail.startswith("A05 ")
    assert the(find_anywhere(anna, "ekfor", language="en")).text != hit.text


def test_a_note_beside_a_question(anna: Workspace, company: RowId, interview: str) -> None:
    of = RowId(parse_id(interview) or b"")
    anna.commit(
        "interview note",
        company,
        born("question_note", RowId(new_id()), of, IDEA, "", note="Fråga Åsa om det"),
    )
    hit = the(find_anywhere(anna, "åsa fråga"))
    assert (hit.kind, hit.text, hit.interview, hit.question) == (HitKind.NOTE, "Fråga Åsa om det", of, IDEA)
    assert hit.detail.startswith("J08 ")


def test_a_person_and_a_skill(anna: Workspace, company: RowId) -> None:
    hit = the(find_anywhere(anna, "qvarnhj"))
    assert (hit.kind, hit.text, hit.company, hit.detail) == (HitKind.PERSON, "Britta Qvarnhjelm", company, "")
    anna.commit(
        "matrix edit",
        company,
        (change("person", hit.id, "job", "Svarvare"), change("person", hit.id, "team", "Lag 2")),
    )
    assert the(find_anywhere(anna, "britta lag")).detail == "Svarvare · Lag 2"
    assert kinds(find_anywhere(anna, "svarv")) == ["person", "skill"]
    assert the(find_anywhere(anna, "tig")).kind is HitKind.SKILL


def test_a_session_by_its_note_and_its_next_step(anna: Workspace, company: RowId) -> None:
    made = session(anna, "Gick igenom\nflödet", "Boka uppföljning")
    for words in ("flödet", "boka", "flödet uppf"):
        hit = the(find_anywhere(anna, words))
        assert (hit.kind, hit.id, hit.company) == (HitKind.SESSION, made, company)
        assert hit.text == "Gick igenom flödet · Boka uppföljning"
        assert hit.detail == f"HA3.2 · {DAY}"


# --- order, number, length ---


def test_the_newest_first_and_no_more_than_asked_for(anna: Workspace) -> None:
    made = [session(anna, f"Pressen, gång {turn}") for turn in range(7)]
    assert [hit.id for hit in find_anywhere(anna, "pressen")] == made[::-1]
    assert [hit.id for hit in find_anywhere(anna, "pressen", most=3)] == made[:-4:-1]
    assert find_anywhere(anna, "pressen", most=0) == ()
    companies.edit(anna, NUMBER, "name", "Pressen AB")
    found = find_anywhere(anna, "pressen")
    assert kinds(found)[:2] == ["company", "session"]
    assert [hit.at for hit in found] == sorted((hit.at for hit in found), reverse=True)
    assert {hit.company_name for hit in found} == {"Pressen AB"}


def test_a_long_text_is_cut_around_what_was_found(anna: Workspace) -> None:
    session(anna, "Början " + "ord " * 400 + "kantpressen " + "slut " * 400)
    hit = the(find_anywhere(anna, "kantpressen början"))
    assert hit.text.startswith("Början ord") and hit.text.endswith("…") and len(hit.text) <= 162
    hit = the(find_anywhere(anna, "KANTP"))
    assert "kantpressen" in hit.text
    assert hit.text.startswith("…") and hit.text.endswith("…") and len(hit.text) <= 162
    session(anna, "x " * 500 + "Sist")
    assert the(find_anywhere(anna, "sist")).text.endswith("x Sist")


# --- what changes ---


def test_what_was_changed_undone_or_done_again(anna: Workspace, interview: str) -> None:
    idea(anna, interview, "Gångjärn")
    idea(anna, interview, "Handtag")
    assert find_anywhere(anna, "gångjärn") == ()
    assert the(find_anywhere(anna, "handtag")).text == "Handtag"
    log.undo(anna)
    assert find_anywhere(anna, "handtag") == () and the(find_anywhere(anna, "gångjärn")).text == "Gångjärn"
    log.redo(anna)
    assert find_anywhere(anna, "gångjärn") == () and the(find_anywhere(anna, "handtag")).text == "Handtag"
    idea(anna, interview, "")
    assert find_anywhere(anna, "handtag") == ()
    made = session(anna, "Fel dag")
    assert the(find_anywhere(anna, "fel dag")).id == made
    log.undo(anna)
    assert find_anywhere(anna, "fel dag") == ()


def test_one_company_under_two_ids_is_found_once(anna: Workspace, company: RowId) -> None:
    twin, _ = companies.add(anna, orgnr=orgnr(5), sole_trader=False, name="Exempel Mek", municipality="Åre")
    coaching.log(anna, company=orgnr(5), activity="HA3.2", day=DAY, minutes="30", note="Under tvillingen")
    assert len(find_anywhere(anna, "exempel")) == 2
    anna.store.commit(Act("company same", None, born("alias", RowId(new_id()), company, twin)))
    hit = the(find_anywhere(anna, "exempel"))
    assert (hit.id, hit.text, hit.company_name) == (company, *["Exempel Mekaniska AB"] * 2)
    other = the(find_anywhere(anna, "mek", most=1))
    assert other.id == company and other.detail == f"Exempel Mek · {NUMBER} · Krokom"
    under = the(find_anywhere(anna, "tvillingen"))
    assert (under.company, under.company_name) == (company, "Exempel Mekaniska AB")


def test_answers_in_rows_that_repeat_say_which(anna: Workspace, interview: str) -> None:
    for turn in (1, 2, 3):
        interviews.answer(
            anna,
            interview=interview,
            at=f"/data/grp_q/q_platser[{turn}]/q01_plats",
            value=f"Hallen nummer{turn}",
        )
    shown = interviews.show_interview(anna, interview).answers
    for turn in (1, 2, 3):
        hit = the(find_anywhere(anna, f"hallen nummer{turn}"))
        assert hit.question == f"/data/grp_q/q_platser[{turn}]/q01_plats"
        assert shown[hit.question] == hit.text
    with anna.reading() as reader:
        first, *_ = sorted(
            reader.rows(RepeatInstanceRow, question="/data/grp_q/q_platser"), key=lambda row: row.place
        )
    anna.store.commit(Act("interview row remove", None, (gone(BY_NAME["repeat_instance"].number, first.id),)))
    assert [hit.question for hit in find_anywhere(anna, "hallen")] == [
        "/data/grp_q/q_platser[2]/q01_plats",
        "/data/grp_q/q_platser[1]/q01_plats",
    ]
    log.undo(anna)
    assert len(find_anywhere(anna, "hallen")) == 3


def test_what_the_form_notes_of_itself_is_no_answer(anna: Workspace, interview: str) -> None:
    """When the interview began, its id: stored like answers, asked of nobody."""
    found = find_anywhere(anna, "2022", most=500)
    assert not [
        hit for hit in found if hit.question.rpartition("/")[2] in ("start", "end", "today", "instanceID")
    ]


def test_a_form_that_this_release_does_not_have(anna: Workspace, company: RowId) -> None:
    interview = RowId(new_id())
    changes = born("interview", interview, company, "djupanalys", "1999", status="open")
    changes += born("answer", RowId(new_id()), interview, IDEA, "", "", value="Ur ett gammalt formulär")
    anna.commit("interview start", company, changes)
    hit = the(find_anywhere(anna, "gammalt formulär"))
    assert (hit.detail, hit.question, hit.interview) == ("j08_beskriv", IDEA, interview)


def test_what_belongs_to_nothing_that_is_here_is_not_shown(anna: Workspace) -> None:
    nowhere = RowId(new_id())
    anna.store.commit(
        Act("coach log", nowhere, born("session", RowId(new_id()), nowhere, date=DAY, note="Herrelös"))
    )
    anna.store.commit(
        Act(
            "interview answer", None, born("answer", RowId(new_id()), nowhere, IDEA, "", "", value="Herrelös")
        )
    )
    assert find_anywhere(anna, "herrelös") == ()
    made = session(anna, "Herrelös")
    assert the(find_anywhere(anna, "herrelös", most=1)).id == made


# --- who sees what ---


def test_what_a_laptop_cannot_read_it_does_not_find(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(ANNA) as anna:
        session(anna, "Anteckning till kontoret")
        interviews.answer(
            anna,
            interview=made.interview,
            at="/data/grp_a/a_respondenter[1]/a04_namn",
            value="Petronella Qvack",
        )
        hit = the(find_anywhere(anna, "petronella"))
        assert (hit.kind, hit.question) == (HitKind.ANSWER, "/data/grp_a/a_respondenter[1]/a04_namn")
        assert kinds(find_anywhere(anna, "qvarnhjelm")) == ["person"]
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as office:
        assert kinds(find_anywhere(office, "kontoret")) == ["session"]
        assert kinds(find_anywhere(office, "exempel")) == ["company"]
        for words in ("petronella", "qvack", "qvarnhjelm", "britta", "svarv"):
            assert find_anywhere(office, words) == ()
    with project.at(BO) as bo:
        for words in ("exempel", "kontoret", "britta"):
            assert find_anywhere(bo, words) == ()
    at_rest(project, *EVERYBODY)  # nothing of the index travels


def test_news_from_others_is_found(worked: tuple[Project, Worked]) -> None:
    project, _ = worked
    with project.at(OFFICE) as office:
        assert find_anywhere(office, "nyhet") == ()
    with project.at(ANNA) as anna:
        session(anna, "En nyhet")
    project.settle(OFFICE, ANNA)
    with project.at(OFFICE) as office:
        assert kinds(find_anywhere(office, "nyhet")) == ["session"]


# --- what is typed, and what it costs ---

ODD = [
    "", "   ", "!!!", "\x00", "\ud800", '"', "*", "AND", "NEAR(a b)", "å" * 10_000, "a " * 5_000,
    "'; DROP TABLE unit",
]  # fmt: skip


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_odd_words_find_nothing_and_harm_nothing(anna: Workspace, words: str) -> None:
    find_anywhere(anna, "exempel")
    before = dump(anna)
    assert find_anywhere(anna, words) == ()
    assert dump(anna) == before


def test_nothing_is_written_for_an_empty_search_or_when_the_index_is_whole(anna: Workspace) -> None:
    before = dump(anna)
    assert find_anywhere(anna, " ") == ()
    assert dump(anna) == before
    assert find_anywhere(anna, "exempel")
    after = dump(anna)
    assert after["search_entry"] and after != before
    assert find_anywhere(anna, "exempel")
    assert dump(anna) == after
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"local_state"} | {name for name in after if name.startswith("search_")}


def test_idle_slices_and_progress(anna: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for turn in range(6):
        session(anna, f"Pressen {turn}")
    assert search.catch_up(anna, 2) is True
    while search.catch_up(anna, 2):
        pass
    assert search.catch_up(anna) is False
    for turn in range(5):
        session(anna, f"Svarven {turn}")
    monkeypatch.setattr("app.store.search.MOST_UNITS", 2)
    told: list[tuple[int, int]] = []
    assert len(find_anywhere(anna, "svarven", progress=lambda done, of: told.append((done, of)))) == 5
    assert told == [(2, 5), (4, 5), (5, 5)]
    told.clear()
    assert len(find_anywhere(anna, "svarven", progress=lambda done, of: told.append((done, of)))) == 5
    assert told == []


def test_a_search_that_is_given_up_goes_on_where_it_was(
    anna: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class GivenUp(Exception):
        pass

    def give_up(done: int, of: int) -> None:
        raise GivenUp

    for turn in range(6):
        session(anna, f"Pressen {turn}")
    monkeypatch.setattr("app.store.search.MOST_UNITS", 2)
    with pytest.raises(GivenUp):
        find_anywhere(anna, "pressen", progress=give_up)
    assert len(find_anywhere(anna, "pressen")) == 6


def statements(at: Workspace, act: Callable[[], object]) -> int:
    said: list[str] = []

    def note(*args: object) -> None:
        said.append(str(args[2]))

    engine = at.store._engines.reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(said)


def test_fifty_hits_take_no_more_statements_than_one(anna: Workspace, interview: str) -> None:
    session(anna, "Sällsynt")
    for turn in range(20):
        at = f"/data/grp_q/q_platser[{turn + 1}]/q01_plats"
        interviews.answer(anna, interview=interview, at=at, value=f"Vanligt {turn}")
    for turn in range(40):
        session(anna, f"Vanligt {turn}")
    assert len(find_anywhere(anna, "vanligt")) == 50
    few = statements(anna, lambda: find_anywhere(anna, "sällsynt"))
    many = statements(anna, lambda: find_anywhere(anna, "vanligt"))
    assert many <= few + 4 <= 20


def test_a_disk_that_takes_nothing_is_said(anna: Workspace) -> None:
    """Better no answer than one that leaves out the newest."""
    for turn in range(10):
        session(anna, " ".join(f"ord{turn}x{number}" for number in range(1_500)))
    with anna.store.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable) as refused:
        find_anywhere(anna, "ord3x3")
    assert refused.value.code == "store.disk.full"
    with anna.store.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert len(find_anywhere(anna, "ord3x33 ord3x3")) == 1
