"""The whole day (issue 3, 8-15): companies, serials, golden figures, an office, coaches and one shared folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _day import (
    ANNA,
    BO,
    DAY,
    EVERYBODY,
    NUMBER,
    OFFICE,
    Project,
    at_rest,
    simmitt,
    work,
)

from app.domain.refusal import Refusal
from app.operations import coaching, companies, exchange, log, office
from app.store.ids import hyphenated


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
