"""What is typed on is found as it stands: the search index has seen the first letters, and those are gone."""

from __future__ import annotations

from _day import ANNA, Project, Worked

from app.operations.interview_live import open_live
from app.operations.search import find_anywhere


def test_the_search_finds_the_newest_text_and_not_the_earlier(worked: tuple[Project, Worked]) -> None:
    project, made = worked
    with project.at(ANNA) as anna:
        live = open_live(anna, made.interview, language="sv")
        for text, earlier in (("kantpress", None), ("bockmaskin", "kantpress"), ("slipmaskin", "bockmaskin")):
            live.answer(anna, "/data/grp_g/g06_flaskhals", text, typing=True)
            assert [hit.kind for hit in find_anywhere(anna, text)] == ["answer"]
            assert earlier is None or find_anywhere(anna, earlier) == ()
        assert anna.store.history()[0].verb == "interview answer"
        assert [unit.verb for unit in anna.store.history()].count("interview answer") == 1
