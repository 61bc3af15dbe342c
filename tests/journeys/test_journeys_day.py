"""The whole day (issue 3, 8-15): an office, two coaches and a consultant, through one shared folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from _day import (
    ANNA,
    BO,
    DAY,
    KIM,
    NAMES,
    NUMBER,
    OFFICE,
    Project,
    dump,
    invite_and_join,
    matrix_rows,
    orgnr,
    simmitt,
    texts,
    work,
    workbook,
)

from app.domain.refusal import Refusal
from app.operations import coaching, companies, competence, enrolment, exchange, interviews, log, office
from app.store.ids import hyphenated, parse_device
from app.store.rows import PersonRow, RespondentNameRow

EVERYBODY = (OFFICE, ANNA, BO, KIM)


def at_rest(project: Project, *who: str) -> None:
    """One more sync on each laptop neither writes, reads nor changes anything."""
    before = {path: path.stat().st_mtime_ns for path in project.shared.rglob("*")}
    for report in project.sync(*who):
        assert (report.written, report.read, report.changes, report.waiting, report.refused) == (
            0,
            0,
            0,
            (),
            (),
        )
    assert {path: path.stat().st_mtime_ns for path in project.shared.rglob("*")} == before


def test_one_company_under_two_spellings_is_counted_once(project: Project) -> None:
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Åre Svets AB", municipality="Åre")
        coaching.log(anna, company=NUMBER, activity="HA3.2", day=DAY, minutes="90")
    with project.at(BO) as bo:
        companies.add(
            bo, orgnr="SE556036079301", sole_trader=False, name="ARE SVETS AKTIEBOLAG", municipality="2321"
        )
        coaching.log(bo, company=NUMBER, activity="HA3.2", day="2022-05-13", minutes="30")
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        (one,) = companies.list_companies(at)
        assert len(one.ids) == 2
        assert {one.name, *one.also_known_as} == {"Åre Svets AB", "ARE SVETS AKTIEBOLAG"}
        assert {found.minutes for found in coaching.list_sessions(at, NUMBER)} == {90, 30}
        # Either id leads to the one.
        for row in one.ids:
            assert companies.show_company(at, hyphenated(row)).ids == one.ids
        counted = [figure for figure in office.show_targets(at) if figure.evidence]
        assert counted
        for figure in counted:
            assert {line.company for line in figure.evidence} == {hyphenated(one.id)}
            assert figure.done <= 1 and figure.under_way <= 1 and figure.done + figure.under_way <= 1
        assert any(sum(line.times for line in figure.evidence) == 2 for figure in counted)
    for who in (ANNA, BO):
        with project.at(who) as at:
            (mine,) = companies.list_companies(at)
            assert mine.id == one.id or mine.id in one.ids
            with pytest.raises(Refusal, match="companies.twice"):
                companies.add(at, orgnr=NUMBER, sole_trader=False, name="X", municipality="Åre")
    at_rest(project, *EVERYBODY)


def test_an_alias_that_was_taken_back_is_not_made_again(project: Project) -> None:
    for who in (ANNA, BO):
        with project.at(who) as at:
            companies.add(at, orgnr=NUMBER, sole_trader=False, name=f"Firma {who}", municipality="Åre")
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        from app.store.registry import BY_NAME
        from app.store.rows import AliasRow
        from app.store.units import gone

        with at.reading() as reader:
            (alias,) = reader.rows(AliasRow)
        at.commit("company apart", None, (gone(BY_NAME["alias"].number, alias.id),))
        assert len(companies.list_companies(at)) == 2
    project.settle(*EVERYBODY)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        assert len(companies.list_companies(at)) == 2
        assert exchange.join_same_companies(at) == 0


def test_sole_traders_get_serials_that_never_meet(project: Project) -> None:
    serials: dict[str, list[str | None]] = {}
    for who in EVERYBODY:
        with project.at(who) as at:
            for number in range(3):
                companies.add(at, orgnr=None, sole_trader=True, name=f"{who} {number}", municipality="Ånge")
            serials[who] = sorted(one.serial or "" for one in companies.list_companies(at))
    every = [serial for found in serials.values() for serial in found]
    assert len(every) == len(set(every)) == 12
    assert all(serial is not None and serial.startswith("EF-") for serial in every)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        assert sorted(one.serial or "" for one in companies.list_companies(at)) == sorted(every)  # type: ignore[type-var]
    # A serial is not given twice, not even when the first was taken back.
    with project.at(ANNA) as at:
        log.undo(at)
        companies.add(at, orgnr=None, sole_trader=True, name="ny", municipality="Ånge")
        assert {one.serial for one in companies.list_companies(at)}.isdisjoint({serials[ANNA][-1]})


@pytest.mark.parametrize("example", ["golden_example.json", "golden_example_2.json"])
def test_golden_figures_at_the_office(project: Project, shared: Path, example: str) -> None:
    golden = json.loads((shared / "domain" / example).read_text(encoding="utf-8"))
    made = work(project)
    file = project.root / "svar.json"
    file.write_text(json.dumps(golden["answers"]), encoding="utf-8")
    started = simmitt(
        "interview", "start", "--company", NUMBER, "--answers", str(file), "--json", project=project, who=ANNA
    )
    assert started.code == 0, started.err
    interview = json.loads(started.out)["id"]
    project.settle(OFFICE, ANNA)
    said = simmitt("interview", "show", interview, "--json", project=project, who=OFFICE)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    for figure in ("maturity", "section_need", "activity_need", "section_coverage", "activity_coverage"):
        for key, value in golden[figure].items():
            assert found[figure][key] == value, (figure, key)
        assert {key for key, value in found[figure].items() if value not in (None, [0, 0])} <= set(
            golden[figure]
        )
    assert found == json.loads(started.out)
    assert made.interview != interview


# --- what the office never sees ---

PEOPLE = {"Qvintilla Zornhagen": (4, 3, 0), "Wolmar Xylander": (2, 2, 3), "Yrsa Zetterqvistova": (3, 1, 4)}
PERSONAL = ["811218-9876", "19640823-3234", "670919-9530"]
PLANTED = [
    "Qvintilla", "Zornhagen", "Wolmar", "Xylander", "Yrsa", "Zetterqvistova", "Zebravakten", "Qvällsflamman",
    "Xantippasvets", "Petronella Qvack",
]  # fmt: skip
DIGITS = ["8112189876", "811218-9876", "6408233234", "640823-3234", "6709199530", "670919-9530"]


def planted(project: Project) -> str:
    """Names, teams, shifts and personal numbers in a workbook, and a respondent's name in an answer."""
    head, *rest = matrix_rows(PEOPLE)
    head = ["Namn", "Personnummer", "Avdelning", "Skift", *head[1:-1], "Xantippasvets"]
    people = [
        [name, number, "Zebravakten", "Qvällsflamman", *levels]
        for (name, levels), number in zip(PEOPLE.items(), PERSONAL, strict=True)
    ]
    file = workbook(project.root / "hemlig.xlsx", [head, *people, *rest[3:]])
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Åre Svets AB", municipality="Åre")
        made, _ = competence.import_workbook(anna, file, company=NUMBER)
        assert (made.people, made.skills) == (3, 3)
        interview, _ = interviews.start(
            anna,
            company=NUMBER,
            answers={
                "/data/grp_a/a_respondenter[1]/a03_roll": "vd",
                "/data/grp_a/a_respondenter[1]/a04_namn": "Petronella Qvack",
                "/data/grp_a/a_respondenter[2]/a03_roll": "operator",
            },
        )
    file.unlink()
    return hyphenated(interview)


def folded(text: str) -> list[bytes]:
    return [
        form.encode(code)
        for form in {text, text.lower(), text.upper()}
        for code in ("utf-8", "utf-16-le", "latin-1")
    ]


def test_planted_names_are_nowhere_but_with_the_coach(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    interview = planted(project)
    said = [simmitt("sync", project=project, who=ANNA)]
    project.settle(*EVERYBODY)
    calls = [
        ["sync"], ["company", "list"], ["company", "show", NUMBER], ["history"], ["conflict", "list"],
        ["interview", "show", interview], ["interview", "list", "--company", NUMBER], ["device", "list"],
        ["matrix", "figures", "--company", NUMBER], ["office", "targets"],
        ["report", "matrix", "--company", NUMBER, "--out", str(project.root / "kontorets.pdf")],
    ]  # fmt: skip
    for words in calls:
        said += [
            simmitt(*words, *more, "--language", language, project=project, who=OFFICE)
            for more in ([], ["--json"])
            for language in ("sv", "en")
        ]
    assert not (project.root / "kontorets.pdf").exists()
    printed = capfd.readouterr()
    outputs = "\n".join([one.out + one.err for one in said] + [printed.out, printed.err]).encode()
    folder = {path: path.read_bytes() for path in project.shared.rglob("*") if path.is_file()}
    assert len(folder) > 10
    names = "\n".join(str(path) for path in project.shared.rglob("*")).encode()
    stores = {}
    for who in EVERYBODY:
        with project.at(who) as at:
            stores[who] = texts(dump(at))
        for file in project.profile(who).rglob("*"):
            raw = file.read_bytes()
            for word in [*PLANTED, *DIGITS]:
                assert not any(form in raw for form in folded(word)), f"{word} lies open in {file.name}"
    for word in PLANTED:
        for form in folded(word):
            for path, data in folder.items():
                assert form not in data, f"{word} in {path.name}"
            assert form not in outputs and form not in names
            for who in (OFFICE, BO, KIM):
                assert form not in stores[who], f"{word} at {who}"
        assert word.encode() in stores[ANNA], f"{word} is with the coach"
    for number in DIGITS:
        for form in folded(number):
            assert all(form not in data for data in [*folder.values(), *stores.values(), outputs])
    # The office sees the interview, but whose name was written is not there.
    with project.at(OFFICE) as at:
        shown = interviews.show_interview(at, interview)
        assert shown.answers["/data/grp_a/a_respondenter[1]/a03_roll"] == "vd"
        assert "/data/grp_a/a_respondenter[1]/a04_namn" not in shown.answers
        with at.reading() as reader:
            assert reader.rows(PersonRow) == () and reader.rows(RespondentNameRow) == ()
        with pytest.raises(Refusal, match="competence.none"):
            competence.show_matrix(at, NUMBER)
        with pytest.raises(Refusal, match="workspace.role"):
            competence.import_workbook(at, workbook(project.root / "m.xlsx", matrix_rows()), company=NUMBER)
        with pytest.raises(Refusal, match="workspace.role"):
            interviews.answer(
                at, interview=interview, at="/data/grp_a/a_respondenter[1]/a04_namn", value="Eva"
            )
    at_rest(project, *EVERYBODY)


def test_keys_of_people_are_never_wrapped_for_the_office(project: Project) -> None:
    planted(project)
    project.settle(*EVERYBODY)
    from app.store import compartments
    from app.store.registry import Compartment

    held = {}
    for who in EVERYBODY:
        with project.at(who) as at, at.store.connected() as connection:
            held[who] = {key.kind for key in compartments.held(connection)}
    assert held[ANNA] == set(Compartment) - {Compartment.OFFICE}
    assert held[OFFICE] == set(Compartment) - {Compartment.PEOPLE}
    assert held[BO] == held[KIM] == {Compartment.PROGRAMME}


# --- the folder plays tricks ---


def segments(project: Project, who: str) -> list[Path]:
    with project.at(who) as at:
        device = at.laptop.device
    homes = [
        home for home in (project.shared / "simmitt" / "dev").iterdir() if parse_device(home.name) == device
    ]
    return sorted(path for home in homes for path in home.glob("seg-*"))


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(bytes(data))


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _foreign(path: Path) -> None:
    path.write_text("Detta är en faktura.")


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize(
    "spoil", [_flipped, _truncated, _foreign, _emptied, _zeros], ids=lambda one: one.__name__
)
def test_a_spoiled_file_is_refused_and_the_rest_is_read(
    project: Project, spoil: Callable[[Path], None]
) -> None:
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=orgnr(1), sole_trader=False, name="Annas", municipality="Åre")
        exchange.sync(anna)
        companies.edit(anna, orgnr(1), "name", "Annas nya")
        exchange.sync(anna)
    with project.at(BO) as bo:
        companies.add(bo, orgnr=orgnr(2), sole_trader=False, name="Bos", municipality="Åre")
        exchange.sync(bo)
    first, second = segments(project, ANNA)
    sound = first.read_bytes()
    spoil(first)
    for _ in range(2):
        said = simmitt("sync", "--json", project=project, who=OFFICE)
        assert said.code == 0
        report = json.loads(said.out)
        where = first.relative_to(project.shared).as_posix()
        assert [one["file"] for one in report["refused"]] == [where]
        assert len(report["refused"][0]["reason"]) > 20 and "exchange." not in report["refused"][0]["reason"]
        # The next of the chain waits for it, and says for which.
        assert [one["file"] for one in report["waiting"]] == [second.relative_to(project.shared).as_posix()]
        assert "1" in report["waiting"][0]["reason"]
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Bos"]
    first.write_bytes(sound)
    (report,) = project.sync(OFFICE)
    assert (report.read, report.refused, report.waiting) == (2, (), ())
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Annas nya", "Bos"]
    project.settle(*EVERYBODY)
    at_rest(project, *EVERYBODY)


def test_copies_and_strangers_are_listed_and_nothing_is_read_twice(project: Project) -> None:
    made = work(project)
    project.sync(ANNA)
    (segment, *_) = segments(project, ANNA)
    home = segment.parent
    for name in (
        f"{segment.name} (conflicted copy 2022-05-12)",
        f"{segment.name} - Kopia",
        segment.name.upper(),
    ):
        (home / name).write_bytes(segment.read_bytes())
    stranger = home.parent / "aaaaaaaaaaaaaaaaaaaaaaaaaa"
    stranger.mkdir()
    (stranger / segment.name).write_bytes(segment.read_bytes())
    for name in ("desktop.ini", ".DS_Store", "~x.tmp", "seg.tmp"):
        (home / name).write_text("x")
    (home.parent / "Nytt dokument.docx").write_text("x")
    for _ in range(2):
        (report,) = project.sync(OFFICE)
        assert {Path(one.file).name for one in report.refused} == {
            f"{segment.name} (conflicted copy 2022-05-12)", f"{segment.name} - Kopia", segment.name.upper(),
            segment.name,
        }  # fmt: skip
        assert [one for one in report.refused if one.file.endswith(f"a/{segment.name}")], "nobody's directory"
    with project.at(OFFICE) as at:
        assert [hyphenated(one.id) for one in companies.list_companies(at)] == [made.company]
        assert len(interviews.list_interviews(at, NUMBER)) == 1


def test_a_directory_that_vanishes_for_a_day_deletes_nothing(project: Project) -> None:
    work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        before = dump(at)
    home = segments(project, ANNA)[0].parent
    home.rename(project.root / "away")
    (report,) = project.sync(OFFICE)
    assert (report.read, report.changes, report.refused) == (0, 0, ())
    with project.at(OFFICE) as at:
        assert dump(at) == before
    (project.root / "away").rename(home)
    project.settle(*EVERYBODY)
    at_rest(project, *EVERYBODY)


# --- who reads what ---


def test_a_second_coach_reads_analysis_and_people(project: Project) -> None:
    interview = planted(project)
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        assert companies.list_companies(bo) == ()
        with pytest.raises(Refusal, match="companies.unknown"):
            companies.show_company(bo, NUMBER)
    with project.at(OFFICE) as at:
        assert enrolment.assign(at, NUMBER, NAMES[BO]).name == NAMES[BO]
        with pytest.raises(Refusal, match="enrolment.assigned_already"):
            enrolment.assign(at, NUMBER, NAMES[BO])
    # The office has no key of the people: until Anna has synced, Bo reads the rest.
    project.sync(BO)
    with project.at(BO) as bo:
        assert companies.show_company(bo, NUMBER).name == "Åre Svets AB"
        assert (
            interviews.show_interview(bo, interview).answers["/data/grp_a/a_respondenter[1]/a03_roll"] == "vd"
        )
        with pytest.raises(Refusal, match="competence.none"):
            competence.show_matrix(bo, NUMBER)
    project.sync(ANNA)
    project.sync(BO)
    with project.at(BO) as bo, project.at(ANNA) as anna:
        names = [one.display for one in competence.show_matrix(bo, NUMBER).figures.people]
        assert set(names) == set(PEOPLE)
        assert competence.show_matrix(bo, NUMBER).figures == competence.show_matrix(anna, NUMBER).figures
        shown = interviews.show_interview(bo, interview)
        assert shown.answers["/data/grp_a/a_respondenter[1]/a04_namn"] == "Petronella Qvack"
        assert shown.answers == interviews.show_interview(anna, interview).answers
    # And what Bo writes comes to Anna, names included, and to the office without them.
    with project.at(BO) as bo:
        interviews.answer(
            bo, interview=interview, at="/data/grp_a/a_respondenter[2]/a04_namn", value="Petronella Qvack"
        )
        interviews.answer(bo, interview=interview, at="c01_plan", value="4")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        shown = interviews.show_interview(anna, interview)
        assert shown.answers["/data/grp_a/a_respondenter[2]/a04_namn"] == "Petronella Qvack"
    with project.at(OFFICE) as at:
        assert interviews.show_interview(at, interview).answers["/data/grp_c/c01_plan"] == "4"
        assert b"Petronella" not in texts(dump(at))
    at_rest(project, *EVERYBODY)


COLLEAGUES = {
    ANNA: ("Anna Berglund", "Bo Nordin", "Cecilia Åslund"),
    BO: ("David Öberg", "Elin Sjödin", "Fredrik Norling"),
}


def test_two_coaches_who_begin_at_once_read_each_other(project: Project) -> None:
    """Each makes a key of the people before the other's has come; in the end both have both."""
    numbers = [orgnr(1), orgnr(2)]
    with project.at(OFFICE) as at:
        for number in numbers:
            companies.add(at, orgnr=number, sole_trader=False, name=f"Firma {number}", municipality="Åre")
            for who in (ANNA, BO):
                enrolment.assign(at, number, NAMES[who])
    project.settle(*EVERYBODY)
    for who, levels in ((ANNA, {"Qvintilla Zornhagen": (4, 3, 0)}), (BO, {"Wolmar Xylander": (2, 2, 3)})):
        others = dict.fromkeys(COLLEAGUES[who], (1, 2, 4))
        file = workbook(project.root / "m.xlsx", matrix_rows({**levels, **others}))
        with project.at(who) as at:
            for number in numbers:
                competence.import_workbook(at, file, company=number)
    project.settle(ANNA, BO, OFFICE, KIM)
    for who in (ANNA, BO):
        (report,) = project.sync(who)
        assert report.refused == () and report.waiting == ()
        with project.at(who) as at:
            for number in numbers:
                found = {one.display for one in competence.show_matrix(at, number).figures.people}
                assert found >= {"Qvintilla Zornhagen", "Wolmar Xylander"} and len(found) == 8
    # Whoever comes later gets both, and what is written from now on is read by all.
    with project.at(OFFICE) as at:
        enrolment.assign(at, numbers[0], NAMES[KIM])
    with project.at(BO) as at:
        competence.import_workbook(at, file, company=numbers[1])
    project.settle(*EVERYBODY)
    with project.at(KIM) as at:
        assert len(competence.show_matrix(at, numbers[0]).figures.people) == 8
    at_rest(project, *EVERYBODY)


@pytest.mark.parametrize(("choice", "reads"), [(None, False), ("projekt", False), ("konsult", True)])
def test_a_consultant_reads_the_analysis_where_the_company_says_so(
    project: Project, choice: str | None, reads: bool
) -> None:
    interview = planted(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[KIM])
    if choice is not None:
        from app.operations.questionnaires import questionnaire

        known = [one.value for one in questionnaire("djupanalys").definition.find("a18_delning").choices]
        value = choice if choice in known else next(one for one in known if "konsult" not in one)
        with project.at(ANNA) as anna:
            interviews.answer(anna, interview=interview, at="a18_delning", value=value)
    project.settle(*EVERYBODY)
    with project.at(KIM) as kim:
        assert companies.show_company(kim, NUMBER).name == "Åre Svets AB"
        assert set(PEOPLE) == {one.display for one in competence.show_matrix(kim, NUMBER).figures.people}
        coaching.log(kim, company=NUMBER, activity="HA3.2", day=DAY, minutes="45")
        found = interviews.list_interviews(kim, NUMBER)
        assert len(found) == (1 if reads else 0)
        if reads:
            shown = interviews.show_interview(kim, interview)
            assert shown.answers["/data/grp_a/a_respondenter[2]/a03_roll"] == "operator"
        with pytest.raises(Refusal, match=r"workspace\.(role|no_key)"):
            interviews.start(kim, company=NUMBER)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        assert [one.minutes for one in coaching.list_sessions(at)] == [45]
    if not reads:
        with project.at(KIM) as kim:
            assert b"a03_roll" not in texts(dump(kim))


def test_a_device_waits_and_is_ready(project: Project) -> None:
    fingerprint = invite_and_join(project, "per", name="Per Ny", role="coach")
    with project.at("per") as per:
        companies.add(per, orgnr=NUMBER, sole_trader=False, name="Före godkännandet", municipality="Åre")
        report = exchange.sync(per)
        assert report.written == 0 and [one.code for one in report.waiting] == ["exchange.roster.not_yet"]
        assert {one.name: one.status for one in enrolment.devices(per)}["Per Ny"] == "waiting"
    with project.at(OFFICE) as at:
        (waiting,) = [one for one in enrolment.devices(at) if one.status == "waiting"]
        assert (waiting.name, waiting.fingerprint, waiting.last_seen) == ("Per Ny", fingerprint, None)
        wrong = fingerprint[:-1] + ("A" if fingerprint[-1] != "A" else "B")
        before = dump(at)
        for typed in (wrong, "", "ABCD", fingerprint[:-5]):
            with pytest.raises(Refusal, match="enrolment.fingerprint"):
                enrolment.approve(at, "Per Ny", typed)
        assert dump(at) == before
        found = enrolment.approve(at, "Per Ny", fingerprint.lower().replace("-", " "))
        assert {one.name: one.status for one in found}["Per Ny"] == "ready"
        with pytest.raises(Refusal, match="enrolment.approved_already"):
            enrolment.approve(at, "Per Ny", None)
    # What was done while it waited travels at its next sync.
    (report,) = project.sync("per")
    assert report.written >= 1 and report.waiting == ()
    project.settle(*EVERYBODY, "per")
    with project.at(OFFICE) as at:
        assert [one.name for one in companies.list_companies(at)] == ["Före godkännandet"]
    with project.at("per") as per:
        assert {one.name for one in enrolment.devices(per)} == {*NAMES.values(), "Per Ny"}
        assert all(one.status == "ready" for one in enrolment.devices(per))
    at_rest(project, *EVERYBODY, "per")


# --- two people, one field ---


def test_a_true_conflict_is_the_same_everywhere(project: Project) -> None:
    work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    for who, name in ((ANNA, "Annas namn"), (BO, "Bos namn")):
        with project.at(who) as at:
            companies.edit(at, NUMBER, "name", name)
            companies.edit(at, NUMBER, "municipality", "Åre")  # equal values are no conflict
    project.settle(*EVERYBODY)
    seen = []
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            report = exchange.sync(at)
            assert report.conflicts == 1
            seen.append(log.conflicts(at))
            assert companies.show_company(at, NUMBER).name in ("Annas namn", "Bos namn")
    assert seen[0] == seen[1] == seen[2]
    (found,) = seen[0]
    assert (found.entity, found.field, found.before) == ("company", "name", "Exempel Mekaniska AB")
    assert {(one.value, one.person) for one in found.values} == {
        ("Annas namn", "Anna Ek"),
        ("Bos namn", "Bo Wik"),
    }
    (kim,) = project.sync(KIM)
    assert kim.conflicts == 0, "who cannot read the company sees no conflict in it"
    # Whoever writes the field having seen both has settled it.
    with project.at(ANNA) as at:
        companies.edit(at, NUMBER, "name", "Bådas namn")
    project.settle(*EVERYBODY)
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            assert log.conflicts(at) == ()
            assert companies.show_company(at, NUMBER).name == "Bådas namn"


def test_undo_after_an_import_is_refused_where_others_have_built_on_it(project: Project) -> None:
    made = work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        companies.edit(anna, NUMBER, "name", "Annas namn")
        interviews.answer(anna, interview=made.interview, at="c01_plan", value="3")
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        interviews.answer(bo, interview=made.interview, at="c01_plan", value="5")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        before = dump(anna)
        with pytest.raises(Refusal) as refused:
            log.undo(anna)
        assert refused.value.code == "store.undo.touched"
        assert refused.value.params["person"] == "Bo Wik"
        assert dump(anna) == before
    # Bo takes his own back; then Anna's stands alone again, and what she undoes reaches everybody.
    with project.at(BO) as bo:
        assert log.undo(bo)[0] == "interview answer"
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        assert log.undo(anna)[0] == "interview answer"
        assert log.undo(anna)[0] == "company edit"
    project.settle(*EVERYBODY)
    for who in (OFFICE, ANNA, BO):
        with project.at(who) as at:
            assert companies.show_company(at, NUMBER).name == "Exempel Mekaniska AB"
            assert interviews.show_interview(at, made.interview).answers["/data/grp_c/c01_plan"] == "2"
    with project.at(ANNA) as anna:
        assert log.redo(anna)[0] == "company edit"
    project.settle(*EVERYBODY)
    with project.at(BO) as bo:
        assert companies.show_company(bo, NUMBER).name == "Annas namn"
    at_rest(project, *EVERYBODY)


def test_a_company_that_others_work_in_is_not_taken_away(project: Project) -> None:
    with project.at(ANNA) as anna:
        companies.add(anna, orgnr=NUMBER, sole_trader=False, name="Exempel", municipality="Åre")
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        coaching.log(at, company=NUMBER, activity="HA3.2", day=DAY, minutes="30")
    project.settle(*EVERYBODY)
    with project.at(ANNA) as anna:
        with pytest.raises(Refusal, match="store.undo.touched"):
            log.undo(anna)
        assert len(companies.list_companies(anna)) == 1


# --- the same state everywhere, whatever the order ---


def shown_by(project: Project, who: str) -> dict[str, object]:
    """The shown rows and the log, apart from what belongs to the laptop alone."""
    with project.at(who) as at:
        found = dump(at)
    local = {"local_state", "outgoing", "applied", "unread_section", "compartment_key", "awaited"}
    kept: dict[str, object] = {
        name: rows for name, rows in found.items() if name not in {*local, "unit", "op"}
    }
    kept["log"] = sorted(row[1:3] for row in found["unit"])
    return kept


def test_everybody_who_reads_the_same_shows_the_same(project: Project) -> None:
    made = work(project)
    project.settle(*EVERYBODY)
    with project.at(OFFICE) as at:
        enrolment.assign(at, NUMBER, NAMES[BO])
    project.settle(*EVERYBODY)
    fork = project.copy_to(project.root.parent / "other")
    for one in (project, fork):
        one.clock.at = project.clock.at
    for round_, who in enumerate((ANNA, BO, OFFICE, BO, ANNA)):
        with project.at(who) as at:
            companies.edit(at, NUMBER, "women", str(round_))
            interviews.answer(at, interview=made.interview, at="c01_plan", value=str(round_))
            if round_ % 2:
                exchange.sync(at)
    project.settle(OFFICE, BO, ANNA)
    anna, bo, at_office = (shown_by(project, who) for who in (ANNA, BO, OFFICE))
    assert anna == bo
    people = {
        "person",
        "skill",
        "skill_group",
        "rating",
        "licence",
        "scale",
        "requirement",
        "matrix_source",
        "respondent_name",
    }
    people.add("log")  # an act that touched people alone never came to the office
    people.add("log")  # an act that is about people alone is not in the office's log
    assert {name: rows for name, rows in at_office.items() if name not in people} == {
        name: rows for name, rows in anna.items() if name not in people
    }
    assert set(at_office["log"]) < set(anna["log"])  # type: ignore[call-overload]
    shutil.rmtree(fork.root)
