"""The printed matrix: what stands on its pages, how it is cut, and the same file for the same input."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.refusal import Refusal
from app.i18n import say
from app.reports.matrix import (
    MatrixPrint,
    Paper,
    Printed,
    ScaleStep,
    Skill,
    SkillGroup,
    Team,
    draw_matrix,
)

SIZES = {"A3": (1190.55, 841.89), "A4": (841.89, 595.28)}


def drawn(matrix: MatrixPrint, paper: Paper = "A3") -> tuple[Printed, bytes]:
    out = BytesIO()
    printed = draw_matrix(matrix, out, paper)
    return printed, out.getvalue()


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_every_page_has_heads_names_place_and_state(make_matrix) -> None:  # type: ignore[no-untyped-def]
    # No name is the beginning of another, as text is searched for here.
    names = tuple(f"Kunskap {number:02}" for number in range(50))
    matrix = make_matrix(60, 50, 5, 6, skill_names=names)
    printed, data = drawn(matrix)
    pages = texts(data)
    assert printed.pages == len(pages) > 2
    assert printed.sha256 == hashlib.sha256(data).hexdigest()
    assert printed.missing == () and printed.shortened == ()
    for number, text in enumerate(pages, 1):
        assert f"Sida {number} av {len(pages)}" in text
        assert "KM-2026-014" in text and matrix.state_hash[:16] in text
        assert matrix.company in text and matrix.title in text and "Läget 2026-01-15" in text
        assert matrix.classification in text and matrix.printed_at in text
        assert "Europeiska unionen" in text and "utvecklingsfonden" in text
        assert "Fastställd av" in text and "Mattias Rönnbäck" in text
        assert all(step.text in text for step in matrix.scale)
        assert "räknas som täckt" in text
        for label in ("Medarbetare", "Krav på nivå", "Antal som kan", "Behov", "Saldo"):
            assert label in text
    # Every name meets every head on exactly one page.
    groups = {
        group.name: [number for number, text in enumerate(pages) if group.skills[0].name in text]
        for group in matrix.groups
    }
    for group in matrix.groups:
        where = groups[group.name]
        assert where, group.name
        for skill in group.skills:
            assert all(skill.name in pages[number] for number in where)
        for team in matrix.teams:
            with_team = [number for number in where if team.name in pages[number]]
            assert len(with_team) == 1
            assert all(person.name in pages[with_team[0]] for person in team.people)


def test_metadata_hold_the_whole_state_and_the_outline_has_a_line_a_page(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(50, 20, 3, 2)
    printed, data = drawn(matrix)
    document = pypdfium2.PdfDocument(data)
    assert matrix.state_hash in document.get_metadata_value("Keywords")
    assert document.get_metadata_value("Title") == "Kompetensmatris – Västra Verkstads AB"
    titles = [item.get_title() for item in document.get_toc()]
    assert len(titles) == len(set(titles)) == printed.pages
    assert b"/Lang (sv-SE)" in data


@pytest.mark.parametrize("paper", ["A3", "A4"])
@given(
    people=st.integers(1, 120),
    skills=st.integers(1, 90),
    teams=st.integers(1, 6),
    groups=st.integers(1, 7),
    plain=st.booleans(),
    seed=st.integers(0, 99),
)
@settings(max_examples=14, deadline=None)
def test_any_size_stands_within_the_page(  # type: ignore[no-untyped-def]
    paper: Paper, make_matrix_of, people: int, skills: int, teams: int, groups: int, plain: bool, seed: int
) -> None:
    matrix = make_matrix_of(people, skills, min(teams, people), min(groups, skills), plain=plain, seed=seed)
    _, data = drawn(matrix, paper)
    document = pypdfium2.PdfDocument(data)
    width, height = SIZES[paper]
    side = 36 if paper == "A3" else 28
    for page in document:
        assert page.get_size() == pytest.approx((width, height), abs=0.02)
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            assert side - 5 <= left and right <= width - side + 5
            assert bottom >= 15 and top <= height - 15
        text.close()


def test_at_most_forty_skills_and_thirty_five_people_a_page(make_matrix) -> None:  # type: ignore[no-untyped-def]
    _, data = drawn(make_matrix(35, 40, 1, 1))
    assert len(texts(data)) == 1
    _, data = drawn(make_matrix(36, 40, 1, 1))
    assert len(texts(data)) == 2
    _, data = drawn(make_matrix(35, 41, 1, 1))
    assert len(texts(data)) == 2


def test_columns_are_seven_millimetres_and_names_eight_points_or_more(make_matrix) -> None:  # type: ignore[no-untyped-def]
    from app.drawing.paper import PaperSurface
    from app.paths import resource
    from app.reports.matrix_measures import measure
    from app.reports.sheet import SHEETS

    surface = PaperSurface(BytesIO(), resource("fonts"), language="sv-SE")
    for paper, sheet in SHEETS.items():
        for people, skills in ((1, 1), (8, 8), (35, 40), (36, 41), (120, 90)):
            matrix = make_matrix(people, skills, 1 + people // 30, 1 + skills // 12)
            room = sheet.height - 250
            measures = measure(matrix, surface, sheet, width=sheet.content, height=room, labels=90)
            assert measures.column >= 7 * 72 / 25.4 - 1e-6, (paper, people, skills)
            assert measures.name_size >= 8 and measures.head_size >= 8
            assert measures.row >= 11.4 - 1e-6
            assert measures.width <= sheet.content + 1e-6
            assert max(sum(run.count for run in page) for page in measures.skill_pages) <= 40
            assert max(sum(run.count for run in page) for page in measures.people_pages) <= 35


def test_the_same_input_gives_the_same_bytes_in_any_process(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(20, 14, 2, 3)
    assert drawn(matrix)[1] == drawn(matrix)[1]
    root, here = Path(__file__).resolve().parents[2], Path(__file__).resolve().parent
    code = (
        "import importlib.util, io\n"
        f"spec = importlib.util.spec_from_file_location('samples', {str(here / 'conftest.py')!r})\n"
        "samples = importlib.util.module_from_spec(spec); spec.loader.exec_module(samples)\n"
        "from app.reports.matrix import draw_matrix\n"
        "print(draw_matrix(samples.make_matrix(20, 14, 2, 3), io.BytesIO(), 'A3').sha256)"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert hashes == {drawn(matrix)[0].sha256}


def test_a_changed_cell_changes_the_file(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(4, 5)
    person = matrix.teams[0].people[0]
    cells = (replace(person.cells[0], level=4 if person.cells[0].level != 4 else 1), *person.cells[1:])
    people = (replace(person, cells=cells), *matrix.teams[0].people[1:])
    other = replace(matrix, teams=(Team("", people),))
    assert drawn(matrix)[0].sha256 != drawn(other)[0].sha256


def test_english(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(1, 3, language="en", words=("Co-funded by", "the European Union"))
    (text,) = texts(drawn(matrix)[1])
    for words in ("Page 1 of 1", "As of 2026-01-15", "1 person × 3 skills", "Required level", "Balance"):
        assert words in text
    assert "Co-funded by" in text and "Approved by" in text
    assert not any(word in text for word in ("Sida", "Behov", "Medarbetare"))


def test_foot_rows_and_single_points(make_matrix) -> None:  # type: ignore[no-untyped-def]
    base = make_matrix(3, 3)
    skills = (
        Skill("Svets", "level", 3, 2, 3, 1, 1),
        Skill("Fräs", "level", 3, 1, 3, 3, 3),
        Skill("Truck", "licence", 1, 2, 1, 2, 2),
    )
    (text,) = texts(drawn(replace(base, groups=(SkillGroup("", skills),)))[1])
    balance = text[text.index("Saldo") :]
    assert balance.index("−1") < balance.index("+2") < balance.index("±0")
    assert "Sårbart: en enda person" in text and "ingen kan" not in text


def test_only_signs_that_occur_are_explained(make_matrix) -> None:  # type: ignore[no-untyped-def]
    plain = texts(drawn(make_matrix(6, 6, plain=True))[1])[0]
    for words in ("Giltig behörighet", "En nivå under kravet", "Krav på nivå", "Behov", "Tj. %"):
        assert words not in plain
    full = texts(drawn(make_matrix(30, 36, 2, 4))[1])[0]
    for words in (
        "Giltig behörighet",
        "Utgången",
        "Går snart ut",
        "En nivå under kravet",
        "Frågad, inget svar",
        "Andel under 70 %",
    ):
        assert words in full


def test_thresholds_that_differ_get_a_row_of_their_own(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(4, 4)
    skills = matrix.groups[0].skills
    other = (replace(skills[0], threshold=2), *skills[1:])
    assert "Täckt från" not in texts(drawn(matrix)[1])[0]
    text = texts(drawn(replace(matrix, groups=(SkillGroup("", other),)))[1])[0]
    assert "Täckt från" in text and "om inget annat anges" in text


def test_the_company_own_symbols_or_the_drawn_ones(make_matrix) -> None:  # type: ignore[no-untyped-def]
    circles = tuple(ScaleStep(symbol, level, f"Steg {level}") for level, symbol in enumerate("○◔◑◕●"))
    printed, data = drawn(make_matrix(5, 5, scale=circles))
    assert printed.missing == ()
    text = texts(data)[0]
    assert all(f"Steg {level}" in text for level in range(5))
    assert not set("○◔◑◕●") & set(text)


def test_long_names_are_fitted_and_told_apart(make_matrix) -> None:  # type: ignore[no-untyped-def]
    stem = "Kundorderstyrd produktionsplanering och kapacitetsuppföljning i affärssystemet Monitor "
    people = tuple(f"Abdulrahman-Christoffersson Al-Rashid Hassanzadeh-Silfverhjelm {end}" for end in "ABC")
    matrix = make_matrix(
        3, 36, 1, 3, skill_names=tuple(f"{stem}{n:02}" for n in range(36)), people_names=people
    )
    printed, data = drawn(matrix)
    assert set(printed.shortened) == {*people, *(f"{stem}{n:02}" for n in range(36))}
    text = " ".join(texts(data)[0].split())
    assert all(text.count(f"…{n:02}") == 1 for n in range(36))


def test_two_people_of_one_name_get_their_initials(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(3, 3, people_names=("Ek, Åsa", "Ek, Åsa", "Ek, Bo"))
    text = texts(drawn(matrix)[1])[0]
    assert text.count("Ek, Åsa (") == 2 and "Ek, Bo (" not in text


def test_without_eu_block_there_is_no_emblem(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = replace(make_matrix(3, 3), eu=None)
    text = texts(drawn(matrix)[1])[0]
    assert "Europeiska" not in text and "Sida 1 av 1" in text


def test_letters_that_no_typeface_has_are_reported(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(2, 2, people_names=("Ek, 漢", "Bo"))
    assert drawn(matrix)[0].missing == ("漢",)


def test_nothing_to_print_is_refused(make_matrix, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(2, 2)
    for empty in (replace(matrix, teams=()), replace(matrix, groups=(SkillGroup("Tom", ()),))):
        with pytest.raises(Refusal) as refused:
            draw_matrix(empty, tmp_path / "m.pdf", "A3")
        assert refused.value.code == "reports.matrix.empty"
        assert "Västra Verkstads AB" in say(refused.value.code, "sv", **refused.value.params)
    assert list(tmp_path.iterdir()) == []


def test_cells_that_do_not_match_the_skills_are_a_mistake(make_matrix) -> None:  # type: ignore[no-untyped-def]
    matrix = make_matrix(2, 3)
    with pytest.raises(ValueError, match="3 cells for 2 skills"):
        draw_matrix(replace(matrix, groups=(SkillGroup("", matrix.groups[0].skills[:2]),)), BytesIO(), "A3")


def test_a_file_is_replaced_whole_or_not_at_all(make_matrix, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "matris.pdf"
    out.write_bytes(b"before")
    printed = draw_matrix(make_matrix(2, 2), out, "A4")
    assert hashlib.sha256(out.read_bytes()).hexdigest() == printed.sha256
    assert [path.name for path in tmp_path.iterdir()] == ["matris.pdf"]


def test_a_place_that_cannot_be_written_is_refused_with_a_sentence(  # type: ignore[no-untyped-def]
    make_matrix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fil").write_bytes(b"")
    for out in (tmp_path / "saknas" / "m.pdf", tmp_path / "fil" / "m.pdf", tmp_path):
        with pytest.raises(Refusal) as refused:
            draw_matrix(make_matrix(2, 2), out, "A3")
        assert refused.value.code == "reports.out.unwritable"
        assert str(out) in say(refused.value.code, "en", **refused.value.params)

    out = tmp_path / "m.pdf"
    out.write_bytes(b"before")

    def locked(source: object, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.reports.matrix.os.replace", locked)
    with pytest.raises(Refusal):
        draw_matrix(make_matrix(2, 2), out, "A3")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fil", "m.pdf"]
    assert out.read_bytes() == b"before"
