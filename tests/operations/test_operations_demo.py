"""The demo: what it leaves, what it says, whom it names, what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.domain.refusal import Refusal
from app.i18n import say, says
from app.operations import demo, demo_people, demo_visits
from app.operations.demo_books import books
from app.operations.demo_cast import cast, cast_data, talk_answers
from app.operations.demo_folder import MARKER, take
from app.operations.demo_stage import Clock, Stage
from app.operations.workspace import Surroundings, Workspace, opened

ROOT = Path(__file__).resolve().parents[2]
SEED = 3
EVENING = int(datetime(2022, 5, 12, 16, 0, tzinfo=UTC).timestamp() * 1000)


@dataclass
class Heard:
    """What the demo said: code, and the sentence in Swedish."""

    said: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, code: str, **params: str | int) -> None:
        self.said.append((code, say(code, "sv", **params)))

    def of(self, code: str) -> list[str]:
        return [text for one, text in self.said if one == code]


@dataclass(frozen=True)
class Day:
    folder: Path
    played: demo.DemoSnapshot
    heard: Heard

    def laptop(self, who: str) -> Workspace:
        around = Surroundings(now=lambda: EVENING, passphrase=self.played.passphrase)
        return opened(self.folder / "profiles" / who, around)  # type: ignore[return-value]

    def read(self, pattern: str) -> bytes:
        return b"\0".join(file.read_bytes() for file in sorted(self.folder.glob(pattern)) if file.is_file())


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("demo") / "ny" / "mapp"
    heard = Heard()
    return Day(folder, demo.play(folder, seed=SEED, language="sv", tell=heard), heard)


def quiet(code: str, **params: str | int) -> None:
    """Nobody watches."""


def numbers() -> tuple[str, ...]:
    return tuple(number for book in books(cast(SEED)) for number in book.planted)


def pdf_text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def everything(workspace: Workspace) -> str:
    """Every value of every table of an open store."""
    with workspace.store.connected() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        return "\n".join(
            repr(tuple(row))
            for table in list(tables)
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')
        )


# --- what it leaves ---


def test_every_step_is_played_and_told(day: Day) -> None:
    assert [step.wrong for step in day.played.steps if not step.ok] == []
    assert day.played.ok
    assert [step.name for step in day.played.steps] == [name for name, _, _ in demo.STEPS]
    assert len(day.heard.of("demo.says.step")) == len(demo.STEPS)


def test_everything_that_it_names_is_there_and_holds_something(day: Day) -> None:
    for path in day.played.outputs:
        assert path.exists() and path.is_relative_to(day.folder)
        assert any(path.iterdir()) if path.is_dir() else path.stat().st_size > 100
    inside = [path.relative_to(day.folder).as_posix() for path in day.played.outputs]
    assert [sum(name.startswith(part) for name in inside) for part in ("arbetsböcker/", "utskrifter/")] == [
        4,
        5,
    ]
    assert sum(name.endswith(".json") for name in inside) == 6
    assert {"resultat/måluppfyllelse.csv", "LÄSMIG.txt", "profiles", "delad-mapp"} <= set(inside)
    assert sorted(path.name for path in (day.folder / "profiles").iterdir() if path.is_dir()) == [
        "jonas",
        "karin",
        "kontor",
    ]


def test_the_prints_hold_the_companies_own_people_and_the_state(day: Day) -> None:
    found = cast(SEED)
    for book in books(found):
        company = found.companies[book.company].name
        file = day.folder / "utskrifter" / f"Kompetensmatris {company.split(' (')[0]}.pdf"
        text = pdf_text(file)
        assert all(name in text for name in book.people)
        assert company in text and "Läget 2022-05-12" in text
        assert re.search(r"Tillstånd [0-9a-f]{16}", text)
    (english,) = (day.folder / "utskrifter").glob("Competence matrix *.pdf")
    assert "As of 2022-05-12" in pdf_text(english) and "Can teach" in pdf_text(english)


def test_the_companies_keep_their_workbooks_as_companies_do(day: Day) -> None:
    pages = {
        (file.name, page.title): page
        for file in (day.folder / "arbetsböcker").iterdir()
        for page in openpyxl.load_workbook(file)
    }
    matrix = pages["Kompetensmatris verkstad 2022.xlsx", "Matris"]
    assert matrix.column_dimensions["B"].hidden and matrix["B5"].value == "Pnr"
    assert matrix["B6"].value == numbers()[0]
    assert matrix["F5"].alignment.textRotation == 90 and matrix.freeze_panes == "B6"
    assert any("COUNTIF" in str(cell.value) for row in matrix.iter_rows() for cell in row)
    fills = {cell.fill.fgColor.rgb for row in matrix["F6:AB27"] for cell in row if cell.value in (1, 2, 3, 4)}
    assert len(fills) == 4
    turned = pages["Kompetenstavla bageri.xlsx", "Tavla"]
    assert turned["A4"].value == "Moment" and turned["B4"].alignment.textRotation == 90


def test_the_targets_open_in_a_swedish_excel(day: Day) -> None:
    data = (day.folder / "resultat" / "måluppfyllelse.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert head[:2] == ["Mål", "Vad"] and {len(line) for line in lines} == {len(head)}
    done = {line[0]: int(line[head.index("Klart")]) for line in lines}
    # HA2.2 in two companies, one of them with the finished deep analysis; HA3.2 in four, one of them added twice.
    assert (done["M2.1"], done["M2.3"], done["M3.2"], done["M4.1"], done["M4.3"]) == (2, 2, 4, 2, 1)


def test_the_interviews_reach_the_office_whole(day: Day) -> None:
    found = cast(SEED)
    plat = found.companies["plat"].name
    document = json.loads(
        (day.folder / "resultat" / f"intervju {plat.split(' (')[0]}.json").read_text(encoding="utf-8")
    )
    assert document["company"] == plat and document["status"] == "finished"
    assert len(document["answers"]) > 150 and document["activity_need"]["HA2.1"] > 40
    rows = [at for at in document["answers"] if "q_platser[3]" in at]
    assert rows, "repeats travel too"
    heard = {one["at"].rsplit("/", 1)[-1]: one["values"] for one in document["disagreements"]}
    assert heard["c05_med_pa_baten"] == {"vd": "4", "operatör": "1"}
    assert "e02_matris" not in heard, "the coach has settled it"


def test_the_page_tells_how_to_open_the_profiles(day: Day) -> None:
    text = (day.folder / "LÄSMIG.txt").read_text(encoding="utf-8")
    assert day.played.passphrase in text and cast(SEED).companies["plat"].orgnr in text
    with day.laptop("kontor") as workspace:
        assert workspace.programme().acronym == "SIMMITT"


# --- what went wrong on purpose ---


def test_what_is_wrong_is_refused_named_and_the_rest_goes_on(day: Day) -> None:
    (spoiled,) = day.heard.of("demo.says.spoiled")
    assert "simmitt/dev/" in spoiled and "skadad" in spoiled
    (rest,) = day.heard.of("demo.says.rest")
    assert not rest.endswith("0 filer, 0 ändringar")
    (dropped,) = day.heard.of("demo.says.dropped")
    assert "Pnr" in dropped and "22" in dropped
    assert len(day.heard.of("demo.says.refused")) == 2 and day.heard.of("demo.says.undone")
    assert day.heard.of("demo.says.open"), "a question that nobody can answer stays open"
    assert day.heard.of("demo.says.quiet")


def test_a_company_that_two_coaches_registered_is_one_and_both_read_it(day: Day) -> None:
    from app.operations import coaching, companies, interviews

    number = cast(SEED).companies["tra"].orgnr or ""
    for who in ("kontor", "karin", "jonas"):
        with day.laptop(who) as workspace:
            assert len(companies.show_company(workspace, number).ids) == 2
            assert len(interviews.list_interviews(workspace, number)) == 1
            assert len(coaching.list_sessions(workspace, number)) == 2, who


# --- who is named where ---


def test_no_personal_number_gets_further_than_the_companys_own_workbook(day: Day) -> None:
    assert len(numbers()) == 22
    forms = {
        form for number in numbers() for form in (number, number.replace("-", ""), number[2:], number[2:8])
    }
    shown = day.read("utskrifter/*") + day.read("resultat/*") + day.read("*") + day.read("delad-mapp/**/*")
    told = "\n".join(text for _, text in day.heard.said)
    text = "\n".join(pdf_text(file) for file in (day.folder / "utskrifter").iterdir())
    for form in forms:
        assert form.encode() not in shown and form not in told and form not in text
    for who in ("kontor", "karin", "jonas"):
        with day.laptop(who) as workspace:
            stored = everything(workspace)
        assert not any(form in stored for form in forms if len(form) > 6), who


def test_the_office_and_the_folder_name_nobody_who_works_in_a_company(day: Day) -> None:
    people = {name for book in books(cast(SEED)) for name in book.people}
    people |= {"Sigrid Sagolund", "Tage Bergakung"}  # who took part in the interviews
    folder = day.read("delad-mapp/**/*")
    with day.laptop("kontor") as workspace:
        office = everything(workspace)
    for name in people:
        assert name.encode() not in folder and name not in office
    with day.laptop("karin") as workspace:
        stored = everything(workspace)
    assert "Sigrid Sagolund" in stored, "the search finds names where they are"


# --- seeds ---


def test_the_same_seed_gives_the_same_facts_and_another_gives_others() -> None:
    for what in (lambda seed: books(cast(seed)), lambda seed: cast(seed).companies):
        assert what(7) == what(7) and what(7) != what(8)
    levels = frozenset({"c01_plan", "g07_standard", "e01_krav"})
    plat = cast(7).companies["plat"]
    answers = [
        talk_answers(cast(seed), plat, serial=None, place="2309", levels=levels) for seed in (7, 7, 8, 9, 10)
    ]
    assert answers[0] == answers[1] and any(other != answers[0] for other in answers[2:])


@pytest.mark.parametrize("seed", [0, 2, 11, 999_999_999_999])
def test_every_seed_gives_workbooks_that_are_read_as_they_are_meant(seed: int, tmp_path: Path) -> None:
    from app.domain.identity_numbers import organisation_number
    from app.workbooks import read_workbook
    from app.workbooks.company_sheets import write_company_workbook

    found = cast(seed)
    for company in found.companies.values():
        assert company.orgnr is None or organisation_number(company.orgnr)
        assert company.name.endswith("(demo)")
    employed = [name for book in books(found) for name in book.people]
    assert len(employed) == len(set(employed))
    for book in books(found):
        file = tmp_path / book.data.file
        write_company_workbook(file, book.sheets, book.data.author)
        reading = read_workbook(file)
        assert len(reading.matrices) == len(book.sheets) and not reading.conflicts
        for matrix, sheet in zip(reading.matrices, book.sheets, strict=True):
            assert {person.name for person in matrix.people} == set(book.people)
            assert list(matrix.skills) == [skill.name for skill in sheet.skills]
            assert matrix.turned == sheet.turned
            assert sum(one.cells for one in matrix.dropped) == len(book.planted if sheet.hidden else ())


# --- the folder ---


def test_a_second_demo_replaces_the_first_and_leaves_what_somebody_put_there(tmp_path: Path) -> None:
    take(tmp_path)
    (tmp_path / "profiles" / "kontor").mkdir()
    (tmp_path / "profiles" / "kontor" / "store.db").write_text("old")
    (tmp_path / "LÄSMIG.txt").write_text("old")
    (tmp_path / "mitt.txt").write_text("mine")
    take(tmp_path)
    assert not any((tmp_path / "profiles").iterdir()) and not (tmp_path / "LÄSMIG.txt").exists()
    assert (tmp_path / "mitt.txt").read_text() == "mine" and (tmp_path / MARKER).is_file()


def test_what_a_link_leads_to_is_never_taken_away(tmp_path: Path) -> None:
    elsewhere = tmp_path / "annat"
    elsewhere.mkdir()
    (elsewhere / "mitt.txt").write_text("mine")
    folder = tmp_path / "demo"
    take(folder)
    (folder / "profiles").rmdir()
    (folder / "profiles").symlink_to(elsewhere, target_is_directory=True)
    take(folder)
    assert (elsewhere / "mitt.txt").read_text() == "mine" and not (folder / "profiles").is_symlink()


def test_a_folder_of_somebody_elses_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mitt.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        demo.play(tmp_path, seed=1, language="sv", tell=quiet)
    assert refused.value.code == "demo.folder.foreign" and refused.value.exit_code == 1
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == [
        "profiles",
        "profiles/mitt.txt",
    ]


def test_a_file_and_a_marker_that_is_a_link_are_no_earlier_demo(tmp_path: Path) -> None:
    file = tmp_path / "fil"
    file.write_text("mine")
    (tmp_path / MARKER).symlink_to(file)
    for folder, code in ((file, "demo.folder.no_folder"), (tmp_path, "demo.folder.foreign")):
        with pytest.raises(Refusal) as refused:
            take(folder)
        assert refused.value.code == code
    assert file.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    take(tmp_path)
    (tmp_path / "LÄSMIG.txt").write_text("old")
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(Refusal) as refused:
        take(tmp_path)
    assert refused.value.code == "demo.folder.not_written"
    assert (tmp_path / "LÄSMIG.txt").exists(), "nothing is taken away before the folder can be written"


# --- steps that fail, clocks, sentences ---


@pytest.mark.parametrize(
    ("fault", "why"),
    [(Refusal("demo.check.quiet"), "En synk till"), (ZeroDivisionError("x"), "ZeroDivisionError")],
)
def test_a_step_that_fails_is_named_and_the_last_one(
    fault: Exception, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Stage) -> None:
        raise fault

    steps = (("office", demo_people.create_office, 0), ("invite", fail, 0), ("join", demo_people.join, 0))
    monkeypatch.setattr(demo, "STEPS", steps)
    played = demo.play(tmp_path / "d", seed=1, language="sv", tell=quiet)
    assert [(step.name, step.ok) for step in played.steps] == [("office", True), ("invite", False)]
    assert not played.ok and why in played.steps[-1].wrong


def test_the_clock_is_the_demos_own_day_or_a_later_one_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[str] = []

    def look(stage: Stage) -> None:
        days.append(datetime.fromtimestamp(stage.clock.now() / 1000, UTC).date().isoformat())

    monkeypatch.setattr(demo, "STEPS", (("office", look, 0),))
    for asked in (None, 0, int(datetime(2024, 2, 29, 12, tzinfo=UTC).timestamp() * 1000)):
        demo.play(tmp_path / "d", seed=1, language="sv", tell=quiet, not_before=asked)
    assert days == ["2022-05-12", "2022-05-12", "2024-02-29"]
    clock = Clock(1_000)
    before = clock.now()
    clock.later(60)
    assert clock.now() - before >= 3_600_000


def test_all_days_lie_within_the_programme() -> None:
    days = [session.date for session in cast_data().session] + [cast_data().day]
    assert all("2021-01-01" <= day.isoformat() <= "2023-02-28" for day in days)


def test_every_code_of_the_demo_has_its_sentence() -> None:
    files = [
        *(ROOT / "app" / "operations").glob("demo*.py"),
        ROOT / "app" / "command_line" / "demonstration.py",
    ]
    codes = {
        code
        for file in files
        for code in re.findall(r'"(demo\.[a-z_.]+[a-z_])"', file.read_text(encoding="utf-8"))
    }
    codes |= {f"demo.step.{name}" for name, _, _ in demo.STEPS}
    codes |= {"demo.says.interview.open", "demo.says.interview.finished"}
    assert len(codes) > 60
    assert [code for code in sorted(codes) if not says(code)] == []


def test_an_address_in_a_repeat_is_a_path_with_its_position() -> None:
    assert demo_visits._address("c01_plan") == "c01_plan"
    assert demo_visits._address("a03_roll[2]") == "/data/grp_a/a_respondenter[2]/a03_roll"


# --- the command ---


def command(*words: str) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SIMMITT_") and name not in ("LANG", "LC_ALL", "LC_MESSAGES")
    }
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_gives_one_json_document_and_leaves_an_english_page(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    done = command("demo", str(folder), "--seed", "5", "--json", "--language", "en")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {"steps", "outputs"} <= set(document)
    assert all(set(step) == {"name", "ok", "seconds"} for step in document["steps"])
    assert all(step["ok"] is True and step["seconds"] >= 0 for step in document["steps"])
    assert all(isinstance(path, str) and Path(path).exists() for path in document["outputs"])
    assert (folder / "README.txt").read_text(encoding="utf-8").lstrip().startswith("SIMMITT – a day")
    assert (folder / "resultat" / "targets.csv").read_text(encoding="utf-8-sig").startswith("Id;Target;")


def test_the_command_refuses_a_foreign_folder_and_a_seed_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "mitt.txt").write_text("mine")
    done = command("demo", str(tmp_path), "--language", "sv")
    assert done.returncode == 1 and "är inte tom" in done.stderr and not done.stdout
    done = command("demo", str(tmp_path / "d"), "--seed", "tre", "--language", "sv")
    assert done.returncode == 1 and "heltal" in done.stderr and not (tmp_path / "d").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["mitt.txt"]
