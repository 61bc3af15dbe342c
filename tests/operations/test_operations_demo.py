"""The demo: everything that the program can do, for real, in one folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from app.domain.refusal import Refusal
from app.operations import demo
from app.operations.demo_sheets import HIDDEN_NUMBER
from app.operations.workspace import Surroundings, opened

SPOKEN: list[str] = []


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, demo.Outcome]]:
    folder = tmp_path_factory.mktemp("demo") / "day"
    SPOKEN.clear()
    yield folder, demo.run(folder, seed=3, language="sv", tell=SPOKEN.append)


def _names(folder: Path) -> set[str]:
    """The people in the coaches' matrices."""
    from app.store.rows import PersonRow, RespondentNameRow

    found: set[str] = set()
    for coach in ("karin", "jonas"):
        with (
            opened(
                folder / "profiler" / coach, Surroundings(now=lambda: 0, passphrase="sagan-om-simmitt")
            ) as workspace,
            workspace.reading() as reader,
        ):
            found |= {row.name for row in reader.rows(PersonRow)}
            found |= {row.value for row in reader.rows(RespondentNameRow) if row.value}
    return found


def test_every_step_was_done_and_left_something_to_read(day: tuple[Path, demo.Outcome]) -> None:
    folder, made = day
    assert made.ok and len(made.steps) == 10
    for pattern, least in (
        ("utskrifter/*.pdf", 5),
        ("arbetsbocker/*.xlsx", 4),
        ("resultat/*.json", 6),
        ("resultat/*.csv", 1),
        ("delad-mapp/**/seg-*", 4),
        ("profiler/*/store.db", 3),
        ("LASMIG.txt", 1),
    ):
        found = list(folder.glob(pattern))
        assert len(found) >= least, pattern
        assert all(file.stat().st_size for file in found)
    assert {str(path) for path in folder.rglob("*.pdf")} <= set(made.outputs)


def test_what_went_wrong_on_purpose_was_said(day: tuple[Path, demo.Outcome]) -> None:
    said = "\n".join(SPOKEN)
    assert "1 nekade" in said and "är skadad" in said
    assert "personnummer, 1 celler" in said
    assert "Registret har 6 företag" in said


def test_the_prints_hold_the_companies_own_people(day: tuple[Path, demo.Outcome]) -> None:
    folder, _ = day
    document = pypdfium2.PdfDocument(folder / "utskrifter" / "kompetensmatris-plat-sv.pdf")
    text = document[0].get_textpage().get_text_range()
    assert sum(name in text for name in _names(folder)) >= 20
    assert "Sida 1 av 1" in text and "KM-5599" in text


def test_nobody_elses_files_name_them(day: tuple[Path, demo.Outcome]) -> None:
    """Not the shared folder, nor anything in the office's opened store; and the number is nowhere."""
    folder, _ = day
    names = [name.encode() for name in _names(folder)]
    number = HIDDEN_NUMBER.encode()
    for file in (folder / "delad-mapp").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not any(name in data for name in names) and number not in data
    for who in ("kontor", "karin", "jonas"):
        with (
            opened(
                folder / "profiler" / who, Surroundings(now=lambda: 0, passphrase="sagan-om-simmitt")
            ) as workspace,
            workspace.store.connected() as connection,
        ):
            tables = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).scalars()
            dump = "\n".join(
                str(row)
                for table in list(tables)
                for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
            )
        assert HIDDEN_NUMBER not in dump and HIDDEN_NUMBER.replace("-", "") not in dump
        if who == "kontor":
            assert not any(name.decode() in dump for name in names)


def test_a_second_demo_replaces_the_first_and_tells_the_same_facts(
    day: tuple[Path, demo.Outcome],
) -> None:
    folder, _ = day
    first = {file.name: json.loads(file.read_text()) for file in folder.glob("resultat/*.json")}
    (folder / "resultat" / "left.txt").write_text("from the first")
    assert demo.run(folder, seed=3, language="en", tell=lambda line: None).ok
    assert not (folder / "resultat" / "left.txt").exists()
    second = {file.name: json.loads(file.read_text()) for file in folder.glob("resultat/*.json")}
    for name, found in first.items():
        assert found["activity_need"] == second[name]["activity_need"], name
        assert found["company"] == second[name]["company"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        demo.run(tmp_path, seed=1, language="sv", tell=lambda line: None)
    assert refused.value.code == "demo.not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
